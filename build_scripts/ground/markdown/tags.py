"""Raw HTML in Markdown → its parts: tags that content may use, comments, text, and what is refused.

Receives the text of an HTML token; returns parts in order. The few tags that content may use are those that Markdown
has no marks for and that can do nothing: `sub`, `sup`, `br`, `abbr`, `kbd`, `details`, `summary`. Refuses nothing by
exception: what is not allowed is a part of its own, so that it can be named to editors and shown as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from typing import Literal

# The attributes that each allowed tag may have.
ALLOWED: dict[str, tuple[str, ...]] = {
    "abbr": ("title",),
    "br": (),
    "details": ("open",),
    "kbd": (),
    "sub": (),
    "summary": (),
    "sup": (),
}
VOID = ("br",)
# Elements that cannot stand within a paragraph.
BLOCK = ("details", "summary")

# What is no element, as CommonMark 0.31 has it (section 6.6): comments, instructions, CDATA, declarations, and the
# beginnings of these. Versions of the library differ in how they read them, and some end in an exception.
_SPECIAL = re.compile(r"<!--(?:->|>)?|<!\[CDATA\[|<![A-Za-z]|<!|<\?")
_ENDS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
PartKind = Literal["open", "close", "text", "comment", "refused"]


@dataclass(frozen=True)
class HtmlPart:
    """A part of raw HTML: `text` is a tag's name, the words of a text, or the source of what is refused."""

    kind: PartKind
    text: str
    html: str = ""


@lru_cache(maxsize=4096)
def read_tags(source: str) -> tuple[HtmlPart, ...]:
    """Take raw HTML apart.

    >>> [(part.kind, part.text) for part in read_tags("H<sub>2</sub><!-- x --><b>")]
    [('text', 'H'), ('open', 'sub'), ('text', '2'), ('close', 'sub'), ('comment', '<!-- x -->'), ('refused', '<b>')]
    >>> read_tags('<abbr title="a&amp;b" onclick="x()">')[0].kind
    'refused'
    >>> [(part.kind, part.text) for part in read_tags("<![CDATA[ x ]]>")]
    [('refused', '<![CDATA[ x ]]>')]
    """
    parts: list[HtmlPart] = []
    for is_special, piece in _pieces(source):
        parts += [_special(piece)] if is_special else _read_piece(piece)
    return tuple(parts)


def _pieces(source: str) -> Iterator[tuple[bool, str]]:
    """Give what is no element, each alone, and what stands between; an end that is missing is looked for once.

    >>> [piece for _, piece in _pieces("a<!-- b --><?c?><!d><! <!-- e")]
    ['a', '<!-- b -->', '', '<?c?>', '', '<!d>', '', '<!', ' ', '<!', '-- e']
    """
    done = 0
    missing: set[str] = set()
    while start := _SPECIAL.search(source, done):
        opening = start[0]
        end = ">" if opening[2:3].isalpha() else _ENDS.get(opening, "")
        at = source.find(end, start.end()) if end and end not in missing else -1
        if end and at < 0:
            missing.add(end)
        is_open = end != "" and at < 0
        last = start.start() + 2 if is_open else at + len(end) if end else start.end()
        yield False, source[done : start.start()]
        yield True, source[start.start() : last]
        done = last
    yield False, source[done:]


def _special(source: str) -> HtmlPart:
    """Give what is no element as a part.

    >>> [_special(source).kind for source in ("<!-- a -->", "<?php x ?>", "<!DOCTYPE html>", "<!")]
    ['comment', 'refused', 'refused', 'text']
    """
    if source.startswith("<!--"):
        return HtmlPart("comment", source)
    return HtmlPart("refused" if len(source) > 2 else "text", source)


def _read_piece(source: str) -> list[HtmlPart]:
    """Take raw HTML without comments apart, as the library does.

    >>> [part.text for part in _read_piece("<kbd>a</kbd>")]
    ['kbd', 'a', 'kbd']
    """
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return reader.parts


class _Reader(HTMLParser):
    """Gathers parts; the library reads tags as browsers do."""

    CDATA_CONTENT_ELEMENTS = ()  # type: ignore[misc]  # a refused <script> is text like any other

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[HtmlPart] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an allowed tag with its allowed attributes, and refuse every other.

        >>> [part.html for part in _read_piece('<abbr title="a">')]
        ['<abbr title="a">']
        """
        source = self.get_starttag_text() or f"<{tag}>"
        if tag not in ALLOWED or any(name not in ALLOWED[tag] for name, _ in attrs):
            self.parts.append(HtmlPart("refused", source))
            return
        written = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
        self.parts.append(HtmlPart("open", tag, f"<{tag}{written}>"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """In HTML a slash closes nothing but void elements.

        >>> [part.kind for part in _read_piece("<sub/>")]
        ['open']
        """
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Keep the end of an allowed element.

        >>> [part.kind for part in _read_piece("</sub></br>")]
        ['close', 'refused']
        """
        if tag in ALLOWED and tag not in VOID:
            self.parts.append(HtmlPart("close", tag, f"</{tag}>"))
        else:
            self.parts.append(HtmlPart("refused", f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        """Keep words, with their references read.

        >>> [part.text for part in _read_piece("a &lt; b")]
        ['a < b']
        """
        self.parts.append(HtmlPart("text", data))


def is_comment(source: str) -> bool:
    """Tell whether raw HTML holds nothing but comments and white space.

    >>> is_comment("<!-- a -->\\n<!-- b -->"), is_comment("<br>")
    (True, False)
    """
    return all(part.kind == "comment" or (part.kind == "text" and not part.text.strip()) for part in read_tags(source))
