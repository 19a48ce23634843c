"""The labels of editors' notes → problems.

Receives `Content`; returns problems: kinds of notes with one label, and notes that have another kind in a translation
than in the source. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.model import NoteKind
from build_scripts.content.notes import find_note_kind
from build_scripts.content.outline import RawStatement, is_note
from build_scripts.ground.markdown import Prose
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem

Kinds = Mapping[str, NoteKind]


def check_notes(content: Content) -> Iterator[Problem]:
    """Every kind of note has a label of its own, and every note its kind in all languages."""
    kinds = content.kinds.notes if content.kinds else {}
    yield from _repeated_labels(content, kinds)
    for _, group in content.groups if kinds else ():
        source = group.get(content.source)
        for language, entry in sorted(group.items()):
            if source is not None and language != content.source:
                yield from _differing(content, kinds, source, entry)


def _repeated_labels(content: Content, kinds: Kinds) -> Iterator[Problem]:
    for language in content.languages:
        first: dict[str, str] = {}
        for identifier, kind in kinds.items():
            label = kind.label.get(language, "").casefold()
            if label and first.setdefault(label, identifier) != identifier:
                message = Phrase(
                    'the kind "%(first)s" of notes has the label “%(label)s” too.',
                    first=first[label],
                    label=kind.label[language],
                )
                place = content.kinds_yaml.place("notes", identifier, "label", language)
                yield place.error(
                    "duplicate-label", message, Phrase("Give one of them another: a note is known by it.")
                )


def _differing(
    content: Content, kinds: Kinds, source: MarkdownEntry[Any], entry: MarkdownEntry[Any]
) -> Iterator[Problem]:
    theirs = {statement.id: dict(statement.parts) for statement in source.outline.statements}
    for statement in entry.outline.statements:
        for name, note in statement.parts:
            original = theirs.get(statement.id, {}).get(name)
            if original is None or not is_note(name):
                continue
            wanted = find_note_kind(original.words, kinds, content.source)[0]
            found = find_note_kind(note.words, kinds, entry.language, content.source)[0]
            if wanted != found:
                yield _place(entry, statement, note).warning("note-kind-differs", *_said(kinds, wanted, found, entry))


def _said(kinds: Kinds, wanted: str, found: str, entry: MarkdownEntry[Any]) -> tuple[Phrase, Phrase]:
    """Say what is wrong with the label of a translated note, and what to do."""
    here, there = (Phrase('the kind "%(kind)s"', kind=kind) if kind else Phrase("no kind") for kind in (found, wanted))
    message = Phrase("this note has %(here)s, and in the source %(there)s.", here=here, there=there)
    if not wanted:
        return message, Phrase("Leave its label out, or give the source one.")
    label = kinds[wanted].label.get(entry.language)
    if label:
        return message, Phrase("Begin it with “%(label)s:”.", label=label)
    return message, Phrase('Add a label in "%(language)s" to kinds.yml.', language=entry.language)


def _place(entry: MarkdownEntry[Any], statement: RawStatement, note: Prose) -> Place:
    """Give the line that a note begins on."""
    position = note.tokens[0].map if note.tokens else None
    return Place(entry.path, entry.body_line + position[0]) if position else statement.place
