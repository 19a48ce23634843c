"""A page of HTML → the passages of an original: its main text, without menus, heads and feet.

Receives the text of the page; returns blocks and its title. What no one sees is left out. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from build_scripts.content.originals.clean import clean
from build_scripts.content.originals.markers import split_heading, split_item, split_note
from build_scripts.content.originals.model import Block, PassageKind
from build_scripts.content.originals.raised import raised
from build_scripts.content.originals.xml_text import parse_html

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SKIPPED = set("script style noscript template svg math iframe object dialog".split())  # noqa: SIM905
_SKIPPED |= set("nav header footer aside form button select head menu".split())  # noqa: SIM905
_INLINE = set("a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label".split())  # noqa: SIM905
_INLINE |= set("mark q rb rp rt ruby s samp small span strike strong sub sup time tt u var wbr".split())  # noqa: SIM905
_NOTE = re.compile(r"(?:foot|end)-?note", re.IGNORECASE)


def read_html(text: str) -> tuple[list[Block], str]:
    """Give the passages of a page, and its title.

    >>> page = "<title>T</title><nav>Menu</nav><h1>1. Bus</h1><p>Of 5 km<sup>2</sup> all<sup>3</sup>.<ul><li>a<p>b</ul>"
    >>> [(block.kind, block.text) for block in read_html(page)[0]], read_html(page)[1]
    ([('heading', 'Bus'), ('text', 'Of 5 km² all.'), ('item', 'a'), ('text', 'b')], 'T')
    """
    root = parse_html(text) if text.strip() else None
    if root is None:
        return [], ""
    title = clean(root.findtext(".//title") or "")
    return list(_Reader().blocks(_main(root))), title


def _main(root: Any) -> Any:
    """Give the element that says that it holds the main text, else the body."""
    for path in (".//main", ".//*[@role='main']", ".//article"):
        if len(found := root.findall(path)) == 1:
            return found[0]
    body = root.find(".//body")
    return body if body is not None else root


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or "display:none" in style
        or "visibility:hidden" in style
    )


def _is_note(element: Any) -> bool:
    return any(_NOTE.search(element.get(name) or "") for name in ("class", "role", "id"))


class _Reader:
    """Collects the words of a page until a block begins or ends."""

    def __init__(self) -> None:
        self.words = ""

    def blocks(self, element: Any, kind: PassageKind = "text", level: int = 0) -> Iterator[Block]:
        """Give the passages in an element, whose own words are of a kind."""
        self.words += element.text or ""
        for child in element:
            name = child.tag if isinstance(child.tag, str) else ""
            if _is_skipped(child, name):
                pass
            elif name in _INLINE and not self._holds_blocks(child):
                self.words += self._inline(child, name, self.words)
            else:
                ended = list(self._end(kind, level))
                inner = list(self._block(child, name, "text" if ended and kind == "item" else kind))
                yield from (*ended, *inner)
                if ended or inner:
                    kind = "text" if kind == "item" else kind  # of what follows the first paragraph of an item
            self.words += child.tail or ""
        yield from self._end(kind, level)

    def _block(self, element: Any, name: str, kind: PassageKind) -> Iterator[Block]:
        if name in _HEADINGS:
            yield from self.blocks(element, "heading", _HEADINGS[name])
        elif name == "table" and element.find(".//table") is None:
            yield from self._rows(element)
        elif _is_note(element) and name in ("aside", "li", "p", "div") and element.find(".//li") is None:
            yield from self.blocks(element, "note")
        elif name in ("ol", "ul", "section", "div") and _is_note(element):
            yield from (Block(block.text, "note") for block in self.blocks(element))
        elif name in ("li", "dd"):
            yield from self.blocks(element, "item")
        else:
            own: PassageKind = kind if kind in ("item", "note") and name in ("p", "div") else "text"
            yield from self.blocks(element, own)

    def _rows(self, table: Any) -> Iterator[Block]:
        for row in table.iter("tr"):
            cells = [clean(self._inline(cell, "td", "")) for cell in row if cell.tag in ("td", "th")]
            if any(cells):
                yield Block(" | ".join(cell for cell in cells if cell), "row")

    def _inline(self, element: Any, name: str, before: str) -> str:
        """Give the words of what stands within a line, behind others."""
        if name in ("br", "wbr", "rt", "rp", "del", "s"):
            return "\n" if name == "br" else ""
        words = element.text or ""
        for child in element:
            inner = child.tag if isinstance(child.tag, str) else ""
            if not _is_skipped(child, inner):
                words += self._inline(child, inner, before + words)
                words += "" if inner in _INLINE else " "
            words += child.tail or ""
        return raised(before, words.strip()) if name == "sup" else words

    def _holds_blocks(self, element: Any) -> bool:
        return any(isinstance(child.tag, str) and child.tag not in _INLINE for child in element.iterdescendants())

    def _end(self, kind: PassageKind, level: int) -> Iterator[Block]:
        text, self.words = clean(self.words), ""
        if not text:
            return
        if kind == "heading":
            number, _, rest = split_heading(text)
            yield Block(rest if number.strip() and not number.strip().isdigit() else text, kind, level=level)
        elif kind == "note":
            yield Block(split_note(text, small=True)[1], kind)
        else:
            marker, rest = split_item(text)
            yield Block(rest, "item" if marker else kind)


def _is_skipped(element: Any, name: str) -> bool:
    if not name or _is_hidden(element):
        return True
    return name in _SKIPPED and not (name in ("aside", "footer") and _is_note(element))
