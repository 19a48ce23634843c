"""A Word file (.docx) → the passages of an original.

Receives a path; returns blocks and the title that the file gives itself. Where its pages end only
the program knows that shows it, so that no passage has one. Deleted text and tables of contents are left out; footnotes
follow the passage that they belong to. Refuses, with `OriginalError`, what is broken, and what would swell beyond the
bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from build_scripts.content.originals.clean import clean
from build_scripts.content.originals.markers import split_heading, split_item, split_note
from build_scripts.content.originals.model import Block, OriginalError
from build_scripts.content.originals.raised import raised
from build_scripts.content.originals.xml_text import parse_xml
from build_scripts.ground.messages import Phrase

LARGEST_PART = 100_000_000  # bytes of one part when it is unpacked
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CORE_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_SKIPPED = {
    f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "pict", "object", "rPr", "pPr", "sdtPr", "delText")
}
_SKIPPED |= {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}


def read_word(path: Path) -> tuple[list[Block], str]:
    """Give the passages of a Word file, and its title."""
    try:
        with ZipFile(path) as file:
            parts = {name: _part(file, name) for name in _PARTS if name in file.namelist()}
    except (BadZipFile, ZlibError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise OriginalError(Phrase("it is broken; open it in Word or LibreOffice and save it anew.")) from error
    body = parts["word/document.xml"].find(f"{_W}body")
    core = parts.get("docProps/core.xml")
    title = core.findtext(_CORE_TITLE) if core is not None else ""
    return list(_Reader(parts).blocks(body)) if body is not None else [], clean(title or "")


_PARTS = (
    "word/document.xml",
    "word/styles.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
    "docProps/core.xml",
)


def _part(file: ZipFile, name: str) -> Any:
    """Read a part, but no more of it than its bound, whatever the file says of its size."""
    with file.open(name) as stream:
        raw = stream.read(LARGEST_PART + 1)
    if len(raw) > LARGEST_PART:
        raise OriginalError(
            Phrase("it swells to more than %(most)s MB when it is unpacked.", most=LARGEST_PART // 10**6)
        )
    return parse_xml(raw)


class _Reader:
    """Reads the paragraphs and tables of a document with its styles and notes."""

    def __init__(self, parts: Mapping[str, Any]) -> None:
        self.styles = dict(_styles(parts["word/styles.xml"])) if "word/styles.xml" in parts else {}
        self.notes = {
            (kind, note.get(f"{_W}id")): note
            for kind in ("footnote", "endnote")
            for note in parts.get(f"word/{kind}s.xml", ())
            if note.get(f"{_W}type") in (None, "normal")
        }

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Give the passages of the body, or of what holds parts of it."""
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        style = self._style(paragraph)
        text = clean(_text(paragraph))
        if text and style != "contents":
            yield self._block(paragraph, text, style)
            for kind in ("footnote", "endnote"):
                for mark in paragraph.iter(f"{_W}{kind}Reference"):
                    if (note := self.notes.get((kind, mark.get(f"{_W}id")))) is not None and (
                        words := clean(_text(note))
                    ):
                        yield Block(split_note(words, small=True)[1], "note")

    def _block(self, paragraph: Any, text: str, style: str) -> Block:
        level = int(style) if style.isdigit() else 0
        if level:
            number, _, rest = split_heading(text)
            return Block(rest if number.strip() and not number.strip().isdigit() else text, "heading", level=level)
        numbered = paragraph.find(f"{_W}pPr/{_W}numPr")
        marker, rest = split_item(text)
        return Block(rest, "item" if numbered is not None or style == "list" or marker else "text")

    def _style(self, paragraph: Any) -> str:
        """Give the level of a heading as digits, `list`, `contents`, or ""."""
        outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None and (level := outline.get(f"{_W}val", "9")).isdigit() and int(level) < 9:
            return str(int(level) + 1)
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return self.styles.get(style.get(f"{_W}val", ""), "") if style is not None else ""

    def _table(self, table: Any) -> Iterator[Block]:
        rows = list(table.iter(f"{_W}tr"))
        for row in rows:
            cells = [
                clean(" ".join(_text(paragraph) for paragraph in cell.iter(f"{_W}p"))) for cell in row.iter(f"{_W}tc")
            ]
            if len(cells) == 1 and len(rows) == 1:  # a frame round text
                yield from self.blocks(next(row.iter(f"{_W}tc")))
            elif any(cells):
                yield Block(" | ".join(cell for cell in cells if cell), "row")


def _styles(root: Any) -> Iterator[tuple[str, str]]:
    """Give what the styles of paragraphs make of them, also those that rest on others."""
    own = {style.get(f"{_W}styleId"): style for style in root.iter(f"{_W}style")}
    for name in own:
        seen: list[str] = []
        at: str | None = name
        while at is not None and at in own and at not in seen:
            seen.append(at)
            if meaning := _meaning(own[at]):
                yield name, meaning
                break
            based = own[at].find(f"{_W}basedOn")
            at = based.get(f"{_W}val") if based is not None else None


def _meaning(style: Any) -> str:
    name = style.find(f"{_W}name")
    words = (name.get(f"{_W}val", "") if name is not None else "").lower()
    if words.startswith("toc"):
        return "contents"
    outline = style.find(f"{_W}pPr/{_W}outlineLvl")
    if outline is not None and (level := outline.get(f"{_W}val", "9")).isdigit() and int(level) < 9:
        return str(int(level) + 1)
    if match := re.fullmatch(r"(?:heading|标题) ?([1-9])", words):
        return match[1]
    if words in ("title", "标题"):
        return "1"
    return "list" if words.startswith(("list bullet", "list number", "list paragraph")) and _is_numbered(style) else ""


def _is_numbered(style: Any) -> bool:
    return style.find(f"{_W}pPr/{_W}numPr") is not None


def _text(element: Any) -> str:
    """Give the words of a paragraph or note, without what is deleted, and with powers as such."""
    parts: list[str] = []
    for run in _walk(element):
        if run.tag == f"{_W}t":
            parts.append(raised("".join(parts[-1:]), run.text or "") if _is_raised(run) else run.text or "")
        elif run.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}p"):
            parts.append(" ")
        elif run.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    return "".join(parts)


def _is_raised(text: Any) -> bool:
    align = text.getparent().find(f"{_W}rPr/{_W}vertAlign")
    return align is not None and align.get(f"{_W}val") == "superscript"


def _walk(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag not in _SKIPPED:
            yield child
            yield from _walk(child)
