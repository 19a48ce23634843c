"""The labels of editors' notes → problems.

Receives `Content`; returns problems: kinds of notes with one label, notes that have another kind in a translation than
in the source, and notes of the source that open with what is nearly a label, or look like words of the report. Refuses
nothing.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.model import NoteKind
from build_scripts.content.notes import find_note_kind
from build_scripts.content.outline import RawStatement, is_note
from build_scripts.ground.languages import HAN
from build_scripts.ground.markdown import Prose
from build_scripts.ground.messages import Phrase, either, sentences
from build_scripts.ground.problems import Place, Problem

Kinds = Mapping[str, NoteKind]
_SHOWN = 30
_SHORT = 4  # Han characters, of which one in common makes two labels alike
# A few words with a colon, or in brackets.
_OPENING = re.compile(
    r"[\[【〔（(［](?P<bracketed>[^\]】〕）)］]{1,30})[\]】〕）)］]|(?P<plain>[^:：。，,.;；！？!?“”]{1,30})\s*[:：]"
)
# Wholly in quotation marks, or with a line that says whose words they are.
_QUOTED = re.compile(r"\A[“「『\"«].*[”」』\"»]\W*\Z|(?:——|—|--)\s*[^—。]{2,30}\Z", re.DOTALL)


def check_notes(content: Content) -> Iterator[Problem]:
    """Every kind of note has a label of its own, and every note its kind in all languages."""
    kinds = content.kinds.notes if content.kinds else {}
    yield from _repeated_labels(content, kinds)
    for _, group in content.all_groups:
        source = group.get(content.source)
        yield from _unlabelled(kinds, source) if source is not None else ()
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


def _unlabelled(kinds: Kinds, entry: MarkdownEntry[Any]) -> Iterator[Problem]:
    """Notes of the source that have no kind, but seem to be meant as one, or as no note at all."""
    for statement in entry.outline.statements:
        for note in statement.notes:
            if find_note_kind(note.words, kinds, entry.language)[0]:
                continue
            words = " ".join(note.words.split())
            meant = _meant_label(words, kinds, entry.language)
            shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
            if meant:
                message = Phrase(
                    "the note “%(words)s” opens with no label of kinds.yml, so it has no kind.", words=shown
                )
                yield _place(entry, statement, note).warning("unlabelled-note", message, _begin(meant, entry))
            elif _may_be_quoted(statement, words):
                message = Phrase(
                    "this note is shown as words of the editors, not of the report: %(words)s", words=shown
                )
                yield _place(entry, statement, note).warning(
                    "unlabelled-note", message, _unquoted(kinds, entry.language)
                )
            elif kinds and not _OPENING.match(words):
                message = Phrase("this note opens with no label of kinds.yml, so it has no kind.")  # folds in its file
                yield _place(entry, statement, note).warning(
                    "unlabelled-note", message, _unquoted(kinds, entry.language)
                )


def _meant_label(words: str, kinds: Kinds, language: str) -> str:
    """Give the label that the opening of a note was most likely meant as: of another language, bracketed, or nearly."""
    opening = _OPENING.match(words)
    if not opening:
        return ""
    found = (opening["bracketed"] or opening["plain"]).strip().casefold()
    for kind in kinds.values():
        own = kind.label.pick(language)
        labels = [label.casefold() for label in kind.label.values()]
        if own and any(found == label or label in found or _is_near(found, label) for label in labels):
            return own
    return ""


def _is_near(found: str, label: str) -> bool:
    """Tell whether two short words have a Han character in common, or most of their letters."""
    is_han = re.search(f"[{HAN}]", label) is not None
    if is_han:
        return len(found) <= _SHORT and bool(set(found) & set(label))
    return bool(difflib.get_close_matches(found, [label], cutoff=0.6))


def _begin(label: str, entry: MarkdownEntry[Any]) -> Phrase:
    """Give how a note begins, with the colon of its language."""
    colon = "：" if entry.language.split("-")[0] in ("zh", "ja") else ":"
    return Phrase("Begin it with “%(label)s”.", label=f"{label}{colon}")


def _may_be_quoted(statement: RawStatement, words: str) -> bool:
    """Tell whether a note may be words of the report: announced, attributed, or in quotation marks."""
    is_announced = statement.text.words.rstrip().endswith((":", "："))
    return is_announced or _QUOTED.search(words) is not None


def _unquoted(kinds: Kinds, language: str) -> Phrase:
    quote = Phrase("Put a quotation into the statement itself, in quotation marks.")
    labels = [f"“{label}”" for kind in kinds.values() if (label := kind.label.pick(language))]
    if not labels:
        return sentences(quote, Phrase("Begin a note with a word that says so, and a colon."))
    return sentences(quote, Phrase("Begin a note with a label and a colon: %(labels)s.", labels=either(labels)))


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
        return message, _begin(label, entry)
    return message, Phrase('Add a label in "%(language)s" to kinds.yml.', language=entry.language)


def _place(entry: MarkdownEntry[Any], statement: RawStatement, note: Prose) -> Place:
    """Give the line that a note begins on."""
    position = note.tokens[0].map if note.tokens else None
    return Place(entry.path, entry.body_line + position[0]) if position else statement.place
