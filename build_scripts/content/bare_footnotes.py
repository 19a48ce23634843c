"""A text that has been read → marks of footnotes as word processors leave them, and words that a hyphen cuts in two.

Receives a `Document` and where it stands; returns warnings: `[1]`, `①` or `¹` after a word, most often with a paragraph
further down that begins with it. Nothing leads from one to the other. Who means it as words puts a backslash before it.
Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_scripts.content.paragraphs import Paragraph, paragraphs_of
from build_scripts.ground.markdown import Document
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem

_BRACKETED = r"\[(?:注|note )?[0-9]{1,3}\]|【注?[0-9]{1,3}】|〔注?[0-9]{1,3}〕|［注?[0-9０-９]{1,3}］"
_SIGN = r"[①-⑳]|[¹²³⁰⁴-⁹]{1,3}"
_NOTE = re.compile(rf"(?P<mark>{_BRACKETED}|{_SIGN})\s*[:：]?\s*(?=\S)")
# After a word or the end of a sentence, and before such an end.
_MARK = re.compile(
    rf"(?<=[^\W_]|[。！？；，”’）》.,;!?)\"])(?P<mark>{_BRACKETED}|{_SIGN})(?=[。！？；，、：）.,;:!?)\s]|\Z)"
)
_LETTERS = "[A-Za-z\u00c0-\u024f]+"
_SPLIT = re.compile(rf"(?P<before>{_LETTERS})-\n(?!(?:and|or|nor|to|und|oder|et|ou)\b)(?P<after>{_LETTERS})")


def find_bare_footnotes(document: Document, place: Place) -> Iterator[Problem]:
    """Find marks without a link to their note; `place` is that of the first line of the text."""
    paragraphs = list(paragraphs_of(document))
    notes = {
        found["mark"]: paragraph.first + no
        for paragraph in paragraphs
        if paragraph.kind == "paragraph"
        for no, line in enumerate(paragraph.lines)
        if (found := _NOTE.match(line))
    }
    for paragraph in paragraphs:
        for found in _MARK.finditer(paragraph.text):
            mark, line = found["mark"], paragraph.first + paragraph.text.count("\n", 0, found.start())
            note = notes.get(mark)
            if f"\\{mark}" in paragraph.source or (note is None and not re.fullmatch(_BRACKETED, mark)):
                continue
            message = Phrase("“%(mark)s” is no mark of a footnote, and leads nowhere.", mark=mark)
            number = "".join(char for char in mark if char.isdecimal()) or "1"
            hint = Phrase(
                "Write [^%(number)s] here, and the note on a line of its own: [^%(number)s]: …", number=number
            )
            if note is not None:
                hint = Phrase(
                    "Write [^%(number)s] here, and on line %(line)s, instead of “%(mark)s”: [^%(number)s]: …",
                    number=number,
                    line=place.line + note,
                    mark=mark,
                )
            yield Place(place.path, place.line + line).warning("bare-footnote", message, hint)


def find_split_words(document: Document, place: Place) -> Iterator[Problem]:
    """Find words with a hyphen at the end of a line, after which pages show a space."""
    for paragraph in paragraphs_of(document):
        for found in _SPLIT.finditer(paragraph.text):
            yield _split(paragraph, found, place)


def _split(paragraph: Paragraph, found: re.Match[str], place: Place) -> Problem:
    line = place.line + paragraph.first + paragraph.text.count("\n", 0, found.start())
    message = Phrase(
        "“%(shown)s” would be shown with a space after the hyphen.", shown=f"{found['before']}- {found['after']}"
    )
    whole, joined = (sign.join((found["before"], found["after"])) for sign in ("", "-"))
    hint = Phrase("Write it in one line: %(whole)s or %(joined)s.", whole=whole, joined=joined)
    return Place(place.path, line).warning("split-word", message, hint)
