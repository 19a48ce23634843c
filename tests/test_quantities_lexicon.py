"""The lexicons hold what the reader asks for, and nothing that it does not ask for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from build_scripts.quantities import LANGUAGES, UNITS
from build_scripts.quantities.lexicon import FOLDER, lexicon_of
from build_scripts.quantities.normalise import normalise
from build_scripts.quantities.units import find_form

TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.rglob("*.py"))]


def asked() -> Iterator[str]:
    """Give the name of every pattern that the code looks up by its name."""
    for tree in TREES:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                owner, ending = ast.unparse(node.func.value), "_before" if node.func.attr == "before" else ""
                if owner.endswith("lexicon") and node.func.attr in ("match", "whole", "before"):
                    yield from (name + ending for name in constants(node.args[0]))
                elif owner.endswith("lexicon.patterns"):
                    yield from constants(node.args[0])
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("lexicon.patterns"):
                yield from constants(node.slice)


def constants(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def test_what_is_asked_for_stands_in_a_lexicon() -> None:
    known = {name for language in LANGUAGES for name in lexicon_of(language).patterns}
    assert len(set(asked())) > 60
    assert set(asked()) - known == set()


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_stands_in_a_lexicon_is_asked_for(language: str) -> None:
    written = {part for tree in TREES for part in constants(tree)}
    stems = {name: name.removesuffix("_before") for name in lexicon_of(language).patterns}
    assert {name for name, stem in stems.items() if not {name, stem} & written} == set()


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_names_of_units_are_read_back(language: str) -> None:
    forms = lexicon_of(language).forms
    for unit in UNITS.by_id:
        many = normalise(forms.names[unit][1])  # pa’angas
        assert forms.pattern.fullmatch(many), many
        assert find_form(many, forms)[0] == unit, many
