"""A text that has been read → its paragraphs, line by line: as they are shown, and as they were written.

Receives a `Document`; returns `Paragraph`s in order: also headings, cells of tables, and what stands in lists and
quotations. For what is no words, such as code and images, an object character stands. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from build_scripts.ground.markdown import OBJECT, Document

_OBJECTS = ("code_inline", "image", "footnote_ref")
_LISTS = ("bullet_list", "ordered_list")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its lines as shown and as written, where it begins (from 0), and what it stands in, outermost first.

    `is_first` tells whether it is the first block of what it stands in.
    """

    lines: tuple[str, ...]
    sources: tuple[str, ...]
    first: int
    within: tuple[str, ...]
    is_first: bool

    @property
    def text(self) -> str:
        """Give its words."""
        return "\n".join(self.lines)

    @property
    def source(self) -> str:
        """Give it as it was written."""
        return "\n".join(self.sources)

    @property
    def kind(self) -> str:
        """Tell what it is: a paragraph, a heading, a cell (`td`, `th`)."""
        return self.within[-1]

    @property
    def depth(self) -> int:
        """Give in how many lists it stands."""
        return sum(name in _LISTS for name in self.within)

    def pairs(self) -> Iterator[tuple[int, str, str]]:
        """Give number, shown line and written line of each line; none where code or HTML runs over line ends."""
        if len(self.lines) == len(self.sources):
            yield from zip(range(self.first, self.first + len(self.lines)), self.lines, self.sources, strict=True)


def paragraphs_of(document: Document) -> Iterator[Paragraph]:
    """Give every paragraph of a text.

    >>> from build_scripts.ground.markdown import parse
    >>> [(one.lines, one.is_first) for one in paragraphs_of(parse("- a `b`\\n\\n  c\\n  d"))]
    [(('a \ufffc',), True), (('c', 'd'), False)]
    >>> next(paragraphs_of(parse("> - a"))).within
    ('blockquote', 'bullet_list', 'list_item', 'paragraph')
    """
    within: list[str] = []
    counts = [0]  # of the blocks in each of what is open
    for token in document.tokens:
        if token.nesting < 0:
            within.pop()
            counts.pop()
            continue
        if token.type == "inline":
            first = (token.map or [0])[0]
            yield Paragraph(_shown(token.children or ()), _written(token), first, tuple(within), counts[-2] == 1)
            continue
        counts[-1] += 1
        if token.nesting > 0:
            within.append(token.type.removesuffix("_open"))
            counts.append(0)


def _written(token: Token) -> tuple[str, ...]:
    return tuple(line.strip() for line in token.content.split("\n"))


def _shown(children: Sequence[Token]) -> tuple[str, ...]:
    lines = [""]
    for token in children:
        if token.type in ("softbreak", "hardbreak"):
            lines.append("")
        elif token.type == "text":
            lines[-1] += token.content
        elif token.type in _OBJECTS:
            lines[-1] += OBJECT
    return tuple(line.strip() for line in lines)
