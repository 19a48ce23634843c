"""A catalogue of translation software → what it changes in the content without breaking a rule.

Receives a content folder with its states and a catalogue; tries the import on a copy and returns what is left of it
when every unit is refused whose new text is an error. Writes nothing into the content. Refuses what `import_catalogue`
does.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from build_scripts.content.entries import Content
from build_scripts.content.load import load_content
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem
from build_scripts.publish.build import read_content
from build_scripts.translation.address import UnitAddress
from build_scripts.translation.catalogue import Catalogue
from build_scripts.translation.imports import Imported, Trust, import_catalogue
from build_scripts.translation.states import FileState, find_states

Located = tuple[UnitAddress, Place]


def import_sound(content: Content, states: Sequence[FileState], catalogue: Catalogue, trust: Trust) -> Imported:
    """Give what a catalogue changes, without the units whose new texts the rules refuse."""
    refused: dict[UnitAddress, Phrase] = {}
    while True:
        result = import_catalogue(content, states, catalogue, trust, refused)
        more = dict(_find_errors(content, result)) if result.files else {}
        if not more.keys() - refused.keys():
            return result
        refused = more | refused


def _find_errors(content: Content, result: Imported) -> Iterator[tuple[UnitAddress, Phrase]]:
    """Give by unit the errors that an import would cause."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "content"
        shutil.copytree(content.root, copy)
        for path, text in result.files.items():
            target = copy / path.relative_to(content.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        after = list(_errors(copy))
        before = {_key(name, problem) for name, problem in _errors(content.root)} if after else set()
        new = [(name, problem) for name, problem in after if _key(name, problem) not in before]
        places = list(_places(copy)) if new else []
        changed = [each for each in places if each[0].unit in result.units.get(each[0].path, ())]
    for name, problem in new:
        for unit in _units_at(name, problem, places, changed):
            yield unit, Phrase("%(rule)s: %(message)s", rule=problem.rule, message=problem.message)


def _errors(root: Path) -> Iterator[tuple[str, Problem]]:
    """Give the errors of a content folder with their paths in it."""
    base = _absolute(root)
    for problem in read_content(root)[1]:
        path = _absolute(Path(problem.path))
        if problem.level == "error" and path.is_relative_to(base):
            yield path.relative_to(base).as_posix(), problem


def _absolute(path: Path) -> Path:
    """Give the whole path; a link keeps its name."""
    return Path(os.path.normpath(path.absolute()))


def _key(name: str, problem: Problem) -> tuple[str, str, str]:
    return name, problem.rule, problem.message


def _places(root: Path) -> Iterator[Located]:
    for file in find_states(load_content(root)[0])[0]:
        yield from ((file.address(unit.id), unit.target.place) for unit in file.units if unit.target)


def _units_at(path: str, problem: Problem, places: Sequence[Located], changed: Sequence[Located]) -> list[UnitAddress]:
    """Give the changed unit in which a problem stands; if that is none, all of the file, or of the import."""
    before = [
        (place.line, place.column, unit)
        for unit, place in places
        if unit.path == path and (place.line, place.column) <= (problem.line, problem.column)
    ]
    every = [unit for unit, _ in changed]
    nearest = max(before)[2] if before else None
    return [nearest] if nearest in every else [unit for unit in every if unit.path == path] or every
