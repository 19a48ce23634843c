"""A piece of a document in two languages → its blocks side by side: paragraphs, items of lists, facts.

Receives the HTML of a piece in each language; returns rows of HTML, one row where the languages do not have as many
blocks. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import html
from markupsafe import Markup

_LISTS = ("ul", "ol", "dl")


def align_blocks(cells: Sequence[Markup]) -> tuple[tuple[Markup, ...], ...]:
    """Give the blocks of a piece row by row.

    >>> align_blocks([Markup("<p>a</p><ul><li>b<li>c</ul>"), Markup("<div><p>d</p><ul><li>e<li>f</ul></div>")])[1]
    (Markup('<ul><li>b</li></ul>'), Markup('<ul><li>e</li></ul>'))
    >>> len(align_blocks([Markup("<p>a</p><p>b</p>"), Markup("<p>c</p>")]))
    1
    """
    columns = [[Markup(block) for block in _blocks(html.fragment_fromstring(cell, "div"))] for cell in cells]
    is_even = len({tuple(_kind(block) for block in column) for column in columns}) == 1
    return tuple(zip(*columns, strict=True)) if is_even else (tuple(cells),)


def _blocks(parent: html.HtmlElement) -> Iterator[str]:
    """Give the blocks of an element that is nothing but a frame; each item of a list is a list of its own."""
    for child in parent:
        if child.tag == "div" and not child.attrib:
            yield from _blocks(child)
        elif child.tag in _LISTS:
            yield from _items(child)
        else:
            yield _text(child)


def _items(own: html.HtmlElement) -> Iterator[str]:
    """Give the items of a list, numbered on; a fact goes with its name."""
    start = int(own.get("start", 1))
    attributes = {name: value for name, value in own.attrib.items() if name != "start"}
    one: html.HtmlElement | None = None
    for child in list(own):
        if one is not None and child.tag == "dd":
            one.append(child)
            continue
        if one is not None:
            yield _text(one)
        one = html.Element(own.tag, attributes)
        if own.tag == "ol":
            one.set("start", str(start))
            start += 1
        one.append(child)
    if one is not None:
        yield _text(one)


def _kind(block: str) -> str:
    return block.partition(">")[0].partition(" ")[0]


def _text(element: html.HtmlElement) -> str:
    element.tail = None
    return html.tostring(element, encoding="unicode")
