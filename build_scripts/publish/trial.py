"""A PO catalogue → what it changes in the content without breaking a rule.

Receives a content folder with its states and a catalogue; tries the import on a copy and returns what is left of it
when every unit is refused whose new text is an error. Writes nothing into the content. Refuses, with
`TranslationError`, an import that causes errors which none of its units can be named for.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from build_scripts.content.entries import Content
from build_scripts.content.load import load_content
from build_scripts.ground.problems import Place, Problem
from build_scripts.publish.build import check_content
from build_scripts.translation.address import UnitAddress
from build_scripts.translation.edits import TranslationError
from build_scripts.translation.po_import import Imported, import_po
from build_scripts.translation.states import FileState, find_states


def import_sound(content: Content, states: Sequence[FileState], data: bytes, overwrite: bool = False) -> Imported:
    """Give what a catalogue changes, without the units whose new texts the rules refuse."""
    refused: dict[UnitAddress, str] = {}
    while True:
        result = import_po(content, states, data, overwrite, refused)
        more = dict(_find_errors(content, result)) if result.files else {}
        if not more.keys() - refused.keys():
            return result
        refused = more | refused


def _find_errors(content: Content, result: Imported) -> Iterator[tuple[UnitAddress, str]]:
    """Give by unit the errors that an import would cause."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / content.root.name
        shutil.copytree(content.root, copy)
        for path, text in result.files.items():
            target = copy / path.relative_to(content.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        after = list(_errors(copy))
        before = {_key(name, problem) for name, problem in _errors(content.root)} if after else set()
        new = [(name, problem) for name, problem in after if _key(name, problem) not in before]
        places = list(_places(copy)) if new else []
    for name, problem in new:
        reason = f"{problem.rule}: {problem.message}"
        units = _units_at(name, problem, places, result.units.get(name, ()))
        if not units:
            raise TranslationError(f"the import would cause an error in {name}: {reason}")
        yield from ((unit, reason) for unit in units)


def _errors(root: Path) -> Iterator[tuple[str, Problem]]:
    """Give the errors of a content folder with their paths in it."""
    for problem in check_content(root)[2]:
        name = os.path.relpath(problem.path, root)
        if problem.level == "error" and not name.startswith(".."):
            yield Path(name).as_posix(), problem


def _key(name: str, problem: Problem) -> tuple[str, str, str]:
    return name, problem.rule, problem.message


def _places(root: Path) -> Iterator[tuple[UnitAddress, Place]]:
    for file in find_states(load_content(root)[0])[0]:
        yield from ((file.address(unit.id), unit.target.place) for unit in file.units if unit.target)


def _units_at(
    path: str, problem: Problem, places: Sequence[tuple[UnitAddress, Place]], changed: Sequence[str]
) -> list[UnitAddress]:
    """Give the changed unit in which a problem stands; all that were changed in the file, if that is none."""
    own = [(place.line, place.column, unit) for unit, place in places if unit.path == path]
    nearest = max((each for each in own if each[:2] <= (problem.line, problem.column)), default=None)
    if nearest and nearest[2].unit in changed:
        return [nearest[2]]
    return [unit for _, _, unit in own if unit.unit in changed]
