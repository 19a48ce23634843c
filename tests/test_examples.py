"""The worked examples in docstrings: all of them run, and no function of the rooms that promise them lacks one."""

from __future__ import annotations

import ast
import doctest
import importlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from build_scripts.quantities.lexicon import lexicon_of
from build_scripts.quantities.numerals import find_numerals
from build_scripts.quantities.reader import read
from tests.conftest import TESTS

FOLDER = TESTS.parent / "build_scripts"
PROMISING = sorted(
    [
        *(FOLDER / "quantities").rglob("*.py"),
        *(FOLDER / "ground").glob("markdown*/**/*.py"),
        *(FOLDER / "ground").glob("markdown*.py"),
    ]
)
# What nearly every example of a room begins with, so that none need say it.
COMMON = {
    "quantities": {"Fraction": Fraction, "find_numerals": find_numerals, "lexicon_of": lexicon_of, "read": read},
}
# What a decorator turns into a field is read, not called: its sentence says it.
_FIELDS = {"property", "cached_property"}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(FOLDER.parent).with_suffix("").parts).removesuffix(".__init__")


def examples_of(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> list[doctest.Example]:
    return doctest.DocTestParser().get_examples(ast.get_docstring(node) or "")


def without_example(tree: ast.Module, inside: str = "") -> Iterator[str]:
    """Give the names of functions and methods, wherever in classes, whose docstring has no example."""
    yield from _without_example(tree.body, inside)


def _without_example(body: list[ast.stmt], inside: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.ClassDef) and not _is_protocol(node):
            yield from _without_example(node.body, f"{inside}{node.name}.")
        elif isinstance(node, ast.FunctionDef) and not _is_field(node) and not examples_of(node):
            yield f"{inside}{node.name}"


def _is_field(function: ast.FunctionDef) -> bool:
    names = {decorator.id for decorator in function.decorator_list if isinstance(decorator, ast.Name)}
    return bool(names & _FIELDS) or function.name in ("__init__", "__post_init__")


def _is_protocol(node: ast.ClassDef) -> bool:
    """Tell whether a class only says what others must have."""
    return any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)


@pytest.mark.parametrize("path", PROMISING, ids=name_of)
def test_examples_hold(path: Path) -> None:
    """They are found in the source: doctest’s own finder passes over those of a cached property."""
    common = COMMON.get(path.relative_to(FOLDER).parts[0], {})
    names = {**common, **vars(importlib.import_module(name_of(path)))}
    runner = doctest.DocTestRunner()
    report: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and examples_of(node):
            name, line = getattr(node, "name", path.stem), getattr(node, "lineno", 1)
            docstring = ast.get_docstring(node) or ""
            test = doctest.DocTestParser().get_doctest(docstring, dict(names), name, str(path), line)
            runner.run(test, out=report.append)
    assert runner.failures == 0, "".join(report)


@pytest.mark.parametrize("path", PROMISING, ids=name_of)
def test_every_function_has_an_example(path: Path) -> None:
    assert list(without_example(ast.parse(path.read_text(encoding="utf-8")))) == []


def test_a_function_without_an_example_is_named() -> None:
    source = '''
def told():
    """Give 1.

    >>> told()
    1
    """

def untold():
    """Give 1."""

class Thing:
    @property
    def field(self):
        """Give 1."""

    def silent(self):
        return 1
'''
    assert list(without_example(ast.parse(source))) == ["untold", "Thing.silent"]
