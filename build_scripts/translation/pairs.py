"""Sentences with their accepted translations, by the digest of the source: what was translated before.

Receives `FileState`s; returns pairs of texts with their address and who accepted them when, where that was given, and
for a file that lacks units the earlier translations of the same source. Refuses nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from build_scripts.translation.address import UnitAddress
from build_scripts.translation.catalogue import accepted_source
from build_scripts.translation.rewrites import Change
from build_scripts.translation.states import FileState, UnitState
from build_scripts.translation.units import Unit, section_number


@dataclass(frozen=True)
class Pair:
    """A piece of a source with its accepted translation; who accepted it and on which day (ISO 8601), if known."""

    address: UnitAddress
    source: str
    target: str
    by: str = ""
    date: str = ""


@dataclass(frozen=True)
class Earlier:
    """An earlier translation of a unit that a file lacks, and where it stands."""

    change: Change
    origin: UnitAddress


def accepted_pairs(states: Iterable[FileState]) -> Iterator[Pair]:
    """Give every piece that was accepted with the translation that stands there, also where its source has changed."""
    for file in states:
        for unit in file.units:
            if unit.record is None or unit.target is None:
                continue
            is_present = unit.state in ("current", "patched")
            for name, text in (unit.source.pieces if is_present else accepted_source(unit)).items():
                if unit.target.pieces.get(name):
                    address = file.address(unit.id, name)
                    yield Pair(address, text, unit.target.pieces[name], unit.record.by, unit.record.date)


def find_earlier(file: FileState, states: Iterable[FileState]) -> tuple[Earlier, ...]:
    """Give for the units that a file lacks the translation that was accepted for the same source.

    A title is rather taken from a title than from a heading or label; then that which stands most often, or first.
    Units with footnotes are left out, whose notes stand elsewhere in their file.
    """
    wanted = {unit.source.digest for unit in file.units if unit.state == "missing" and not _has_notes(unit)}
    known: defaultdict[str, list[_Known]] = defaultdict(list)
    for other in states:
        for unit in other.units if other.language == file.language else ():
            is_wanted = unit.state == "current" and unit.source.digest in wanted and not _is_term(other, unit)
            if is_wanted and unit.target:
                known[unit.source.digest].append(_Known(unit.target, other.address(unit.id), _kind(other, unit)))
    found = []
    for unit in file.units:
        if unit.state == "missing" and unit.source.digest in known:
            best = _best(known[unit.source.digest], _kind(file, unit))
            found.append(Earlier(Change(unit, best.target.pieces, is_accepted=False), best.origin))
    return tuple(found)


@dataclass(frozen=True)
class _Known:
    """A translation that was accepted, where it stands, and what kind of unit it is."""

    target: Unit
    origin: UnitAddress
    kind: str


def _has_notes(unit: UnitState) -> bool:
    return any(prose.footnotes for prose in unit.source.prose.values())


def _is_term(file: FileState, unit: UnitState) -> bool:
    """Tell whether a unit is a form of the glossary, written as it stands within a sentence."""
    return file.path == "glossary.yml" and "." not in unit.id


def _kind(file: FileState, unit: UnitState) -> str:
    if file.is_labels or unit.id in ("title", "section", "intro"):
        return "label" if file.is_labels else unit.id
    return unit.id.partition("-")[0] if section_number(unit.id) else "statement"


def _best(options: list[_Known], kind: str) -> _Known:
    counts = Counter(option.target.digest for option in options)
    return max(options, key=lambda option: (option.kind == kind, counts[option.target.digest]))
