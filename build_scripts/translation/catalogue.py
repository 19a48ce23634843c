"""The messages that go to translation software and come back, whatever the format of their file.

Receives `FileState`s; returns a message for each piece of each unit. The context of a message is the address of its
text (`path#unit`, `path#unit:note-1`; for labels `path@language#unit`), so that equal sentences stay apart. Stale units
are fuzzy and carry the source that they were accepted for. `exported` says which translation a message was exported
with; it comes back with the message, so that an edit can be told from what others have changed since. Refuses nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from build_scripts.translation.record import Acceptance
from build_scripts.translation.states import FileState, UnitState
from build_scripts.translation.units import digest_of

_EXPORTED = re.compile(r"exported: ([0-9a-f]{10})")

Describe = Callable[[FileState, UnitState, str], Iterable[str]]


def _nothing(file: FileState, unit: UnitState, piece: str) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Message:
    """A text with its translation, empty if there is none; `place` is the file and line of the source.

    `before` is an older source that the translation was accepted for, `comments` what a translator should know.
    """

    context: str
    source: str
    target: str
    is_fuzzy: bool = False
    exported: str = ""
    before: str = ""
    place: tuple[str, int] = ("", 0)
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """What came back: the language that the file names, if it does, and its messages."""

    language: str
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Head:
    """What a catalogue says of itself: languages, the locale of the target, the project, and where to report faults."""

    source: str
    language: str
    locale: str
    project: str
    report: str = ""


def export_messages(states: Iterable[FileState], root: Path, describe: Describe = _nothing) -> tuple[Message, ...]:
    """Give all units of files below a content folder, in their order; `describe` gives comments.

    Places are relative to the git repository that holds the folder, or to the folder that it lies in.
    """
    root = Path(os.path.normpath(root.absolute()))
    tree = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root.parent)
    return tuple(
        _message(file, unit, name, tree, describe)
        for file in states
        for unit in file.units
        for name in unit.source.pieces
    )


def _message(file: FileState, unit: UnitState, name: str, tree: Path, describe: Describe) -> Message:
    text, target = unit.source.pieces[name], unit.target.pieces.get(name, "") if unit.target else ""
    before = accepted_source(unit).get(name, "") if target and unit.state == "stale" else ""
    place = unit.source.place
    return Message(
        context=str(file.address(unit.id, name)),
        source=text,
        target=target,
        is_fuzzy=unit.state == "stale" and bool(target),
        exported=stamp(target),
        before=before if before != text else "",
        place=(Path(os.path.normpath(place.path.absolute())).relative_to(tree).as_posix(), place.line),
        comments=(_describe_piece(unit.id, name), *describe(file, unit, name)),
    )


def accepted_source(unit: UnitState) -> Mapping[str, str]:
    """Give by piece the source that the translation was last accepted for, if it is known for certain."""
    known: dict[str, Acceptance] = {each.digest: each for each in unit.recorded}
    if len(known) != 1:
        return {}
    [(digest, last)] = known.items()
    pieces = last.patched or last.pieces
    return pieces if digest_of(pieces) == digest else {}  # an old record may have all pieces in one, or none


def _describe_piece(identifier: str, name: str) -> str:
    """Say what part of a unit a piece is."""
    if name.startswith("note"):
        return f"editor's note under {identifier}"
    return {"text": identifier, "details": f"continues {identifier}"}.get(name, identifier)


def stamp(text: str) -> str:
    """Give a short digest of a translation; unlike that of a source it sees every change."""
    return hashlib.sha256(text.strip().encode("utf-8")).hexdigest()[:10]


def exported_line(message: Message) -> str:
    """Give the line that says what a message was exported with."""
    return f"exported: {message.exported}"


def exported_stamp(lines: Sequence[str]) -> str:
    """Give the digest that such lines say a message was exported with; empty if it is not known for certain."""
    found = {match[1] for line in lines if (match := _EXPORTED.search(line))}
    return found.pop() if len(found) == 1 else ""
