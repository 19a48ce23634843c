"""Units to accept → the text of their record.

Receives `Content`, `FileState`s and units; returns new texts by path, nothing is written: the record of a file, the
file itself where a record still stands in its front matter, and what tells git how records are merged. Refuses, with
`TranslationError`, units that do not exist or are not translated yet, and records of which a part would be lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from build_scripts.content.entries import Content
from build_scripts.ground.files import read_plain
from build_scripts.ground.messages import Phrase, sentences
from build_scripts.ground.problems import did_you_mean
from build_scripts.translation.edits import TranslationError
from build_scripts.translation.history import find_old_sources
from build_scripts.translation.old_records import settle, without_old_field
from build_scripts.translation.record import ATTRIBUTES, Acceptance, render_record
from build_scripts.translation.states import FileState, UnitState
from build_scripts.translation.units import section_number


@dataclass(frozen=True)
class Reviewer:
    """Who accepts a translation, and on which day (ISO 8601); empty where that is not given."""

    name: str = ""
    date: str = ""


def choose_units(file: FileState, wanted: Sequence[str]) -> tuple[UnitState, ...]:
    """Give the units named, or all that have a translation."""
    if not wanted:
        return tuple(unit for unit in file.units if unit.target)
    chosen = []
    for identifier in wanted:
        unit = file.unit(identifier)
        if unit is None:
            hint = did_you_mean(identifier, [unit.id for unit in file.units])
            message = Phrase('%(path)s has no unit "%(id)s".', path=file.path, id=identifier)
            raise TranslationError(sentences(message, hint))
        if unit.target is None:
            raise TranslationError(Phrase('"%(id)s" of %(path)s is not translated yet.', id=identifier, path=file.path))
        chosen.append(unit)
    return tuple(chosen)


def split_units(file: FileState) -> tuple[tuple[UnitState, ...], tuple[UnitState, ...]]:
    """Give the units that were written since they were last accepted, and those that nobody may have looked at since.

    These are what was accepted for another source, and has not changed with it, or of which the record contradicts
    itself: they are accepted by their names.
    """
    stale = [unit for unit in file.units if unit.state == "stale" and unit.target]
    written = tuple(unit for unit in stale if unit.cause in ("new", "translation", "both"))
    return written, tuple(unit for unit in stale if unit not in written)


def record_units(
    content: Content,
    file: FileState,
    units: Sequence[UnitState],
    patched: bool = False,
    text: str | None = None,
    reviewer: Reviewer = Reviewer(),
    carried: Mapping[str, tuple[Acceptance, ...]] = MappingProxyType({}),
) -> dict[Path, str]:
    """Give the files that record units as up to date; `patched` waves an edit of the source through.

    What is recorded of other units stays, also of statements that the source no longer has as long as the translation
    has them, so that their words can be carried over; of others it is dropped. `text` is what the translation file is
    going to say, if that is not what it says; `carried` what is known of units that it is going to have.
    """
    if file.record.faults:
        raise TranslationError(
            Phrase(
                "the record would lose what cannot be read in it: %(fault)s",
                fault=sentences(file.record.faults[0].phrase, file.record.faults[0].hint),
            )
        )
    chosen = {unit.id for unit in units}
    recorded = {
        unit.id: tuple(settle(each, unit.source) for each in unit.recorded)
        for unit in file.units
        if unit.target or unit.id in chosen
    }
    recorded |= {unit.id: _patch(unit) if patched else _accept(unit, reviewer) for unit in units}
    recorded |= carried
    order = [unit.id for unit in file.units]
    strays = {name: file.record.entries[name].variants for name in file.strays if name in file.record.entries}
    recorded |= {name: own for name, own in strays.items() if not any(each.old_digest for each in own)}
    order += [name for name in strays if name in recorded]
    if not file.has_its_sections:  # those that moved are found again when it has
        moved = {unit: entry.variants for unit, entry in file.record.entries.items() if section_number(unit)}
        order += [unit for unit in moved if unit not in order]
        recorded = moved | recorded
    files = {file.record.path: render_record(order, recorded)}
    return files | _without_old_field(file, text) | _attributes(content)


def _accept(unit: UnitState, reviewer: Reviewer) -> tuple[Acceptance, ...]:
    target = unit.target.digest if unit.target else ""
    if unit.record and unit.state == "current" and reviewer == Reviewer():
        return (replace(settle(unit.record, unit.source), target=target),)
    return (Acceptance(unit.source.pieces, by=reviewer.name, date=reviewer.date, target=target),)


def _patch(unit: UnitState) -> tuple[Acceptance, ...]:
    """Give the acceptance as it was, with the present source beside it; what was never accepted stays as it is."""
    before = tuple(settle(each, unit.source) for each in unit.recorded)
    if unit.record is None or unit.state != "stale":
        return before
    return (replace(settle(unit.record, unit.source), patched=unit.source.pieces),)


def _without_old_field(file: FileState, text: str | None) -> dict[Path, str]:
    if file.is_labels or not file.record.is_old or (text is None and not file.exists):
        return {}
    present = read_plain(file.file) if text is None else text
    try:
        return {file.file: without_old_field(present, file.file)}
    except ValueError as error:
        raise TranslationError(str(error)) from error


def _attributes(content: Content) -> dict[Path, str]:
    """Give the file that makes git keep both sides of records, unless there is one."""
    path = content.root / "translations" / ".gitattributes"
    return {} if path.exists() else {path: ATTRIBUTES}


def migrate_record(content: Content, file: FileState) -> dict[Path, str]:
    """Give the files that bring a record into the present form, with every state as it was.

    What an old record knows by digest alone is looked for in git.
    """
    if not file.record.exists and not file.record.is_old and not any(unit.target for unit in file.units):
        return {}
    found = find_old_sources(file) if file.record.is_old else {}
    units = tuple(
        replace(unit, recorded=(settle(unit.record, unit.source, found[unit.id]),))
        if unit.record and unit.id in found
        else unit
        for unit in file.units
    )
    return record_units(content, replace(file, units=units), ())
