"""A text that has been read → attributes in braces that stand where they would be shown to readers.

Receives a `Document` and where it stands; returns problems, each of which says where the braces belong, or how the
line has to begin to become a statement or a heading. Refuses nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from build_scripts.content.attributes import half_width
from build_scripts.content.bullets import find_bullet, find_number
from build_scripts.content.paragraphs import Paragraph, paragraphs_of
from build_scripts.ground.markdown import Document
from build_scripts.ground.messages import NOTHING, Phrase, sentences
from build_scripts.ground.problems import Place, Problem

_KEYS = "kind|actor|sector|also|cites|rests|page"
LEFT_BRACES = re.compile(
    rf"[{{｛]\s*(?:[#＃](?:\s+(?=[A-Za-z0-9][^{{}}｛｝#＃]*[}}｝]))?[^{{}}｛｝\s]|(?:{_KEYS})\s*[=＝])[^{{}}｛｝]*[}}｝]?"
)
_HEADING = re.compile(r"[{｛]\s*(?:kind|actor|sector)\s*[=＝]")
_LAST_BRACES = re.compile(r"\{#[^{}]*\}\s*$")
_SHOWN = 40


def find_left_braces(document: Document, place: Place) -> Iterator[Problem]:
    """Find braces of attributes that nobody takes; `place` is that of the first line of the text."""
    before: Paragraph | None = None
    for paragraph in paragraphs_of(document):
        goes_on = _is_open_item(before, document) and not paragraph.within[:-1]
        before = paragraph
        if not LEFT_BRACES.search(paragraph.source.replace("\\{", "")):  # what is escaped was meant as words
            continue
        for no, line in enumerate(paragraph.lines):
            found = LEFT_BRACES.search(line)
            if found:
                message = _message(found, line, paragraph.lines[no + 1 :])
                where = Place(place.path, place.line + paragraph.first + no)
                if found.end() == len(line.rstrip()) and _goes_on(paragraph, no, document):
                    yield _no_item(Place(place.path, where.line + 1), paragraph.lines[no + 1])
                    continue
                whole = document.lines[paragraph.first + no : paragraph.first + no + 1]
                hint = _several_hint(whole, line, found) or _hint(paragraph, line, found, no)
                if goes_on and found.start():
                    hint = sentences(Phrase("If it goes on with the item above, remove the empty line."), hint)
                yield where.error("broken-attributes", message, hint)


def _message(found: re.Match[str], line: str, below: Sequence[str]) -> Phrase:
    """Say what is wrong, and what follows braces that end their line: they may be right, and the text below pasted."""
    braces = found[0][:_SHOWN]
    if not _follows(found, line, below):
        return Phrase("“%(braces)s” stands where it would be shown to readers.", braces=braces)
    text = below[0].strip()
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return Phrase(
        "“%(braces)s” would be shown to readers, as text follows it in the next line: “%(text)s”.",
        braces=braces,
        text=shown,
    )


def _follows(found: re.Match[str], line: str, below: Sequence[str]) -> bool:
    return bool(below) and not line[found.end() :].strip()


def _goes_on(paragraph: Paragraph, no: int, document: Document) -> bool:
    """Tell whether a line of an item is followed by one that was meant as the next: it, too, has braces."""
    rest = document.lines[paragraph.first + no + 1 : paragraph.first + len(paragraph.lines)]
    is_item = paragraph.depth == 1 and paragraph.is_first and paragraph.kind == "paragraph"
    return is_item and any(_LAST_BRACES.search(line) for line in rest)


def _no_item(place: Place, line: str) -> Problem:
    message = Phrase("“%(text)s” begins no item of the list, and runs into the statement above.", text=line[:_SHOWN])
    hint = Phrase("Begin the line with “- ”, a hyphen and a space, so that it is a statement.")
    return place.error("broken-attributes", message, hint)


def _is_open_item(paragraph: Paragraph | None, document: Document) -> bool:
    """Tell whether a paragraph is the text of an outermost list item that has no braces yet."""
    if paragraph is None or paragraph.depth != 1 or not paragraph.is_first:
        return False
    last = paragraph.first + len(paragraph.lines) - 1
    return not document.lines[last].rstrip().endswith("}")


def _several_hint(whole: Sequence[str], line: str, found: re.Match[str]) -> Phrase:
    """Give what to do about braces that other braces follow in the same line: these are read, the first are left."""
    last = _LAST_BRACES.search(whole[0]) if whole else None
    if last is None or last[0].strip() == found[0]:
        return NOTHING
    if re.sub(r"\{[^{}]*\}", "", line[found.end() :]).strip(" 。.;；,，"):
        return Phrase("Begin a new line with “- ” after it: one item is one statement.")
    return Phrase("A statement has one id: keep one of its braces.")


def _hint(paragraph: Paragraph, line: str, found: re.Match[str], no: int) -> Phrase:
    """Give what to do about braces: of several faults the one to mend first."""
    braces = found[0]
    if half_width(braces) != braces:
        return Phrase("Write %(braces)s with half-width characters.", braces=half_width(braces))
    if not braces.endswith("}"):
        return Phrase("Close the braces with }.")
    if re.match(r"\{\s|[^}]*\s=|[^}]*=\s", braces):
        return Phrase("Write {#id key=value} without spaces after { and around =.")
    if paragraph.kind == "heading":
        return Phrase("Write it at the end of the heading.")
    is_heading = _HEADING.match(braces) is not None
    if paragraph.kind in ("td", "th"):
        return Phrase("A cell of a table cannot be a statement; write it as an item of a list, “- …”.")
    if is_heading and line.startswith(("#", "＃")):
        return Phrase("Begin the heading with one to six # and a space, like ## Findings.")
    if "blockquote" in paragraph.within:
        return Phrase("A note has no id of its own; remove it.")
    mark = find_bullet(line) or find_number(line)
    if mark and not is_heading:
        if mark.is_number:
            return Phrase(
                "Begin the line with “1. ”, a number, a point and a space, instead of “%(sign)s”; "
                "then it is a statement.",
                sign=mark.mark,
            )
        return Phrase(
            "Begin the line with “- ”, a hyphen and a space, instead of “%(sign)s”; then it is a statement.",
            sign=mark.mark,
        )
    if paragraph.depth == 1 and paragraph.is_first and _follows(found, line, paragraph.lines[no + 1 :]):
        return Phrase(
            "If that text is a thing of its own, set an empty line before it; if it does not belong here, remove it; "
            "if it belongs to the statement, move the braces behind it."
        )
    return _hint_by_place(paragraph, line, found, is_heading)


def _hint_by_place(paragraph: Paragraph, line: str, found: re.Match[str], is_heading: bool) -> Phrase:
    if paragraph.depth > 1:
        return Phrase(
            "Only items of the outermost list are statements; begin the line with “- ”, without spaces before."
        )
    if paragraph.depth and not paragraph.is_first:
        return Phrase("Move it to the end of the statement’s first paragraph.")
    if paragraph.depth:
        return Phrase("Move it to the very end of the paragraph, after all else.")
    if not line.replace(found[0], "").strip():
        return Phrase("Move it to the end of the statement’s first paragraph, or of the heading.")
    if is_heading:
        return Phrase("Begin the line with ## and a space, so that it is a heading.")
    return Phrase("Begin the line with “- ”, a hyphen and a space, so that it is a statement.")
