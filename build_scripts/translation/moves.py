"""Statements that the source has under another id, in another file, split or joined → where their translations are.

Receives `Content` and the states of one language; returns for statements that lack a translation the old ones which
their words can be carried over from, and the files that carry them over. An old one is in a record, with the source
that it was accepted for, and in a translation, but no longer in the source. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from build_scripts.content.entries import Content
from build_scripts.content.outline import RawStatement
from build_scripts.ground.files import read_plain
from build_scripts.translation.accept import record_units
from build_scripts.translation.edits import Edit, apply_edits, fill_unit, parse_entry
from build_scripts.translation.record import Acceptance
from build_scripts.translation.states import FileState, UnitState
from build_scripts.translation.units import Unit, digest_of, normalise, section_number

_LEAST = 6  # characters of a text that can be told from others
_SHARE = 0.75  # of the shorter text that the longer one has too
_RUN = 3  # characters in a row that count as the same
_MOST_TIMES = 6  # as long as the shorter text


@dataclass(frozen=True)
class Former:
    """A statement that the source no longer has: its file, id, translation, and what that was accepted for."""

    file: FileState
    id: str
    target: Unit
    accepted: Acceptance

    def is_same(self, source: Unit) -> bool:
        """Tell whether it was accepted for a source that says the same."""
        return self.accepted.digest == source.digest and self.accepted.target in ("", self.target.digest)


Moves = Mapping[tuple[Path, str], tuple[Former, ...]]


def find_moves(states: Iterable[FileState]) -> Moves:
    """Give by record and id of a statement without a translation those that it may be made of, in their order."""
    files = list(states)
    lost = [former for file in files for former in _lost(file)]
    if not lost:
        return {}
    found = {}
    for file in files:
        for unit in file.units if not file.is_labels else ():
            if unit.target is None and not section_number(unit.id):
                formers = _formers(file, unit, [one for one in lost if one.file.language == file.language])
                if formers:
                    found[file.record.path, unit.id] = formers
    return found


def _lost(file: FileState) -> Iterator[Former]:
    for name, target in file.strays.items():
        entry = file.record.entries.get(name)
        if entry and entry.accepted and not entry.accepted.old_digest:
            yield Former(file, name, target, entry.accepted)


def _formers(file: FileState, unit: UnitState, lost: Sequence[Former]) -> tuple[Former, ...]:
    same = [one for one in lost if one.is_same(unit.source)]
    if same:
        return (next((one for one in same if one.file.path == file.path), same[0]),)
    return tuple(one for one in lost if is_like(one.accepted.pieces.get("text", ""), unit.source.text))


def is_like(old: str, new: str) -> bool:
    """Tell whether one text has most of the other, as what was edited, split or joined has.

    >>> is_like("Run every night line, and open the lanes.", "Open the lanes.")
    True
    >>> is_like("Run every night line.", "Stations need lifts.")
    False
    """
    short, long = sorted((normalise(old).casefold(), normalise(new).casefold()), key=len)
    if len(short) < _LEAST or len(long) > _MOST_TIMES * len(short):
        return False
    blocks = SequenceMatcher(None, long, short, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= _RUN) >= _SHARE * len(short)


def joined_into(file: FileState, old: str) -> str:
    """Give the translated unit whose source has taken in that of an old statement, whole, or ""."""
    entry = file.record.entries.get(old)
    text = normalise(entry.accepted.pieces.get("text", "")) if entry and entry.accepted else ""
    found = (unit.id for unit in file.units if unit.target and text in normalise(unit.source.text))
    return next(found, "") if len(text) >= _LEAST else ""


def carry_over(content: Content, file: FileState, text: str, moves: Moves) -> tuple[dict[Path, str], tuple[str, ...]]:
    """Give the files of a translation that is going to be `text`, filled in with what was translated elsewhere.

    A statement whose source says the same keeps its acceptance. What is like it has that of its old source, so that it
    counts as stale until somebody has looked at it. Old words leave their place only when all of them have another.
    Also gives the statements that were filled in.
    """
    entry = parse_entry(text, file.file, file.language)
    present = {statement.id: statement for statement in entry.outline.statements}
    edits: list[Edit] = []
    carried: dict[str, tuple[Acceptance, ...]] = {}
    used: dict[tuple[Path, str], set[str]] = {}
    for unit in file.units:
        formers = moves.get((file.record.path, unit.id), ())
        if not formers or unit.id not in present or present[unit.id].text.source:
            continue
        pieces, taken = _joined(unit.source, formers)
        for no, name in taken:
            used.setdefault((formers[no].file.file, formers[no].id), set()).add(name)
        edits.append(fill_unit(entry, unit.id, pieces))
        carried[unit.id] = (_acceptance(formers, digest_of(pieces)),)
    gone = [former for key, former in _by_key(moves).items() if used.get(key) == set(former.target.pieces)]
    gone = [former for former in gone if _takers(moves, former) <= {(file.record.path, name) for name in carried}]
    own = [former.id for former in gone if former.file.file == file.file]
    edits += [_removal(text, present[name]) for name in own]
    text = apply_edits(text, edits)
    files = record_units(content, _without(file, own), (), text=text, carried=carried)
    files = {**files, file.file: files.get(file.file, text)}
    for other in dict.fromkeys(former.file.file for former in gone if former.file.file != file.file):
        files |= _left(content, [former for former in gone if former.file.file == other])
    return files, tuple(carried)


def _by_key(moves: Moves) -> dict[tuple[Path, str], Former]:
    """Give each old statement once, by its file and id."""
    return {(former.file.file, former.id): former for formers in moves.values() for former in formers}


def _takers(moves: Moves, former: Former) -> set[tuple[Path, str]]:
    """Give the statements that the words of an old one can be carried over to."""
    return {key for key, formers in moves.items() if any(one.target is former.target for one in formers)}


def _joined(source: Unit, formers: Sequence[Former]) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """Give the words of old statements by the pieces of the new one, and which pieces of which were taken."""
    pieces = {"text": "\n".join(dict.fromkeys(former.target.text for former in formers))}
    taken = [(no, "text") for no in range(len(formers))]
    for no, former in enumerate(formers):
        for name, words in former.target.pieces.items():
            kind = name.split("-")[0]
            free = (each for each in source.pieces if each.split("-")[0] == kind and each not in pieces)
            place = next(free, None) if name != "text" else None
            if place:
                pieces[place] = words
                taken.append((no, name))
    return {name: pieces[name] for name in source.pieces if name in pieces}, taken


def _acceptance(formers: Sequence[Former], target: str) -> Acceptance:
    """Give what is known of words that were carried over; those that nobody accepted keep the mark of what was."""
    if len(formers) == 1:
        is_edited = formers[0].accepted.target not in ("", formers[0].target.digest)
        return formers[0].accepted if is_edited else replace(formers[0].accepted, target=target)
    # Even where the new source is nothing but the old ones, nobody has read their translations as one.
    return Acceptance({"text": " | ".join(former.accepted.pieces.get("text", "") for former in formers)}, target=target)


def _left(content: Content, gone: Sequence[Former]) -> dict[Path, str]:
    """Give another translation, and its record, without the statements whose words have another place."""
    file = gone[0].file
    text = read_plain(file.file)
    present = {statement.id: statement for statement in parse_entry(text, file.file, file.language).outline.statements}
    names = [former.id for former in gone]
    text = apply_edits(text, [_removal(text, present[name]) for name in names])
    files = record_units(content, _without(file, names), (), text=text)
    return {**files, file.file: files.get(file.file, text)}


def _without(file: FileState, names: Collection[str]) -> FileState:
    return replace(file, strays={name: unit for name, unit in file.strays.items() if name not in names})


def _removal(text: str, statement: RawStatement) -> Edit:
    """Take a statement out, with the comment above it and an empty line."""
    lines = text.split("\n")
    first, last = statement.place.line, statement.last_line
    if first > 1 and lines[first - 2].startswith("<!--") and lines[first - 2].endswith("-->"):
        first -= 1
    if last < len(lines) and not lines[last].strip() and first > 1 and not lines[first - 2].strip():
        last += 1
    return Edit(first, last, ())
