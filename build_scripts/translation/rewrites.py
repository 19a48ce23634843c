"""New texts of units → the files that hold them, edited in place.

Receives `Content`, a `FileState` and `Change`s; returns new texts by path, with what is recorded of the units that
translate the present source. Refuses, with `TranslationError`, words that would not be read back as they are,
such as an id, a comment or a second paragraph in a statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.markup import SWALLOWING, check_markup
from build_scripts.ground.files import read_plain
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Problem
from build_scripts.ground.yaml_edits import NewText, check_texts, set_texts
from build_scripts.translation.accept import Reviewer, record_units
from build_scripts.translation.edits import (
    TranslationError,
    apply_edits,
    continue_translation,
    fill_unit,
    find_entry,
    parse_entry,
    start_translation,
)
from build_scripts.translation.states import FileState, UnitState
from build_scripts.translation.units import Unit, label_files, markdown_units, run_name


@dataclass(frozen=True)
class Change:
    """A unit with its new pieces, and whether they translate the present source."""

    unit: UnitState
    pieces: Mapping[str, str]
    is_accepted: bool


def rewrite(content: Content, file: FileState, changes: Sequence[Change], reviewer: Reviewer) -> dict[Path, str]:
    """Fill changed units into their file, starting it if there is none, and record who accepts them."""
    text = _labels(content, file, changes) if file.is_labels else _markdown(content, file, changes)
    accepted = [_with_text(change) for change in changes if change.is_accepted]
    return {file.file: text} | record_units(content, file, accepted, text=text, reviewer=reviewer)


def _with_text(change: Change) -> UnitState:
    """Give a unit with its new text, for which it is accepted."""
    unit = change.unit
    target = Unit(unit.id, change.pieces, unit.target.place if unit.target else unit.source.place)
    return replace(unit, target=target, state="stale")


def scaffold_labels(content: Content, file: FileState) -> str:
    """Give a file of labels with an empty text beside every one that the language lacks, to be filled in."""
    missing = [Change(unit, {"text": ""}, is_accepted=False) for unit in file.units if unit.state == "missing"]
    return _labels(content, file, missing)


def _labels(content: Content, file: FileState, changes: Sequence[Change]) -> str:
    keys = next(labels.keys for labels in label_files(content) if labels.path == file.file)
    new = []
    for change in changes:
        before, inner = keys[change.unit.id]
        if not change.unit.target or change.pieces["text"] != change.unit.target.text:
            new.append(NewText(before, file.language, inner, change.pieces["text"]))
    text = read_plain(file.file)
    edited = set_texts(text, new, content.languages)
    try:
        check_texts(text, edited, new)
    except ValueError as error:
        raise TranslationError(Phrase("%(path)s: %(error)s; edit it by hand.", path=file.path, error=error)) from error
    return edited


def _markdown(content: Content, file: FileState, changes: Sequence[Change]) -> str:
    found = find_entry(content, file.file)
    if found is None:
        raise TranslationError(Phrase("%(path)s has no source.", path=file.path))
    source, group = found
    target = group.get(file.language)
    text = read_plain(target.path) if target else start_translation(source)
    entry = parse_entry(text, file.file, file.language)
    wanted = {change.unit.id for change in changes}
    if target and not wanted <= {*file_ids(entry)}:
        text = continue_translation(text, source, entry, only=wanted)
    return fill_text(text, file, changes)


def fill_text(text: str, file: FileState, changes: Sequence[Change]) -> str:
    """Fill changed units into the text of a Markdown file that has a place for each."""
    entry = parse_entry(text, file.file, file.language)
    before = _pieces(entry)
    text = apply_edits(text, [fill_unit(entry, change.unit.id, change.pieces) for change in changes])
    after = parse_entry(text, file.file, file.language)
    _check(file, before, _pieces(after), changes)
    if len(_unclosed(after)) > len(_unclosed(entry)):
        names = [change.unit.id for change in changes]
        raise TranslationError(
            Phrase(
                'the new text of "%(names)s" would break %(path)s. Does it open a comment or code?',
                names=names,
                path=file.path,
            )
        )
    return text


def _unclosed(entry: MarkdownEntry[Any]) -> list[Problem]:
    found = check_markup(entry.outline, entry.path, entry.body_line)
    return [problem for problem in found if problem.rule in SWALLOWING]


def _check(
    file: FileState,
    before: Mapping[str, Mapping[str, str]],
    after: Mapping[str, Mapping[str, str]],
    changes: Sequence[Change],
) -> None:
    """Raise unless the file says what it said, but for the changes."""
    expected = {**before, **{change.unit.id: dict(change.pieces) for change in changes}}
    for identifier in (*(change.unit.id for change in changes), *expected, *after):
        if expected.get(identifier) != after.get(identifier):
            raise TranslationError(
                Phrase(
                    'the new text of "%(id)s" would break %(path)s. Does it hold an id, a comment or a'
                    " paragraph too many, or start like a list or heading?",
                    id=identifier,
                    path=file.path,
                )
            )


def _pieces(entry: MarkdownEntry[Any]) -> dict[str, dict[str, str]]:
    return {unit.id: dict(unit.pieces) for unit in markdown_units(entry).values()}


def file_ids(entry: MarkdownEntry[Any]) -> Iterator[str]:
    """Give the ids of the units that a file has a place for."""
    yield from ("title", "section", "intro")
    for no, section in enumerate(entry.outline.sections, 1):
        yield f"heading-{no}"
        yield from (run_name(no, count) for count in range(1, max(len(section.runs), 1) + 1))
    yield from (statement.id for statement in entry.outline.statements)
