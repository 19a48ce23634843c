"""An editor's note → its kind, its verdict, and the warning that goes with its statement.

Receives a `Library` and texts of notes; returns prose and plain words. The kind is that which the source gives the
note: a translation that lacks the label is a problem of its own (`note-kind-differs`), and warns none the less. The
verdict is the first sentence, with the label. Refuses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from build_scripts.content.notes import find_note_kind
from build_scripts.ground.markdown import Prose, split_first_sentence
from build_scripts.ground.texts import Texts
from build_scripts.library.claims import Claim
from build_scripts.library.index import Library

# The class of what is left of a paragraph whose first sentence is the verdict.
CONTINUED = "dz-continued"


@dataclass(frozen=True)
class Note:
    """An editor's note in one language; `label` is how many of its first characters are a label."""

    kind: str
    label: int
    verdict: Prose
    rest: Prose


def read_note(library: Library, texts: Texts[Prose], language: str) -> Note:
    """Give a note as it is shown in a language, or in the source where it is not translated."""
    shown = texts.language(*library.order(language))
    prose = texts.pick(shown) or Prose()
    label = find_note_kind(prose.words, library.kinds.notes, shown, library.source)[1]
    return Note(note_kind(library, texts), label, *split_first_sentence(prose, CONTINUED))


def note_kind(library: Library, texts: Texts[Prose]) -> str:
    """Give the id of a note's kind, or nothing."""
    prose = texts.pick(library.source)
    return find_note_kind(prose.words, library.kinds.notes, library.source)[0] if prose else ""


def warning_notes(library: Library, claim: Claim) -> tuple[Texts[Prose], ...]:
    """Give the notes on a statement or point that warn whoever takes it elsewhere."""
    return tuple(note for note in claim.notes if warns(library, note_kind(library, note)))


def warns(library: Library, kind: str) -> bool:
    """Tell whether notes of a kind warn."""
    return bool(kind) and library.kinds.notes[kind].warns


def warning_in(library: Library, claim: Claim, language: str) -> str:
    """Give the verdicts that warn of a statement or point, or nothing."""
    verdicts = (read_note(library, note, language).verdict.words for note in warning_notes(library, claim))
    return " ".join(verdicts)
