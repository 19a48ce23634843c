"""Built or staged HTML → what a reader sees of it: the words of an element, and its structure without looks.

Receives lxml elements; returns text. White space is folded as a browser does; the ends of blocks and line breaks are a
space. Classes, ids and the wrappers of a theme are no structure. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from lxml import html
from lxml.html import HtmlElement


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCKS = _names(
    "address article aside blockquote body br caption dd details dialog div dl dt figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
SILENT = _names("script style template head title noscript svg")
INLINE = _names("strong em code a sub sup abbr kbd img")
STRUCTURE = (BLOCKS | INLINE) - _names("address article aside body div footer header main nav section")
# The attributes that say something; the others are looks and anchors.
TELLING = {"a": ("href", "title"), "img": ("alt", "src"), "abbr": ("title",), "ol": ("start",)}
_NOTE_CLASSES = ("dz-fn-mark", "dz-fn-back", "headerlink", "dz-leads-to")

Skip = Callable[[HtmlElement], bool]
Address = Callable[[str], str]


def parse(text: str) -> HtmlElement:
    """Read a page, or a piece of one, as a browser would."""
    return html.document_fromstring(f"<!DOCTYPE html><meta charset=utf-8><body>{text}")


def fold(text: str) -> str:
    """Write every run of white space as one space."""
    return " ".join(text.split())


def squeeze(text: str) -> str:
    """Leave out all white space, also what programs put between words for their own use."""
    return "".join(text.replace("\u200b", "").split())


def is_mark(element: HtmlElement) -> bool:
    """Tell whether an element is a footnote's mark, the way back from a note, or what the theme adds to a text."""
    classes = str(element.get("class", "")).split()
    return any(name in classes for name in _NOTE_CLASSES) or str(element.get("id", "")).startswith("fnref")


def words(elements: Sequence[HtmlElement] | HtmlElement, skip: Skip = is_mark) -> str:
    """Give the words of elements, one after the other, on one line; what is skipped is as if it were not there."""
    return " ".join(lines(elements, skip))


def lines(elements: Sequence[HtmlElement] | HtmlElement, skip: Skip = is_mark) -> list[str]:
    """Give the words of elements with a line for each run that no edge of a block and no line break cuts."""
    given = [elements] if isinstance(elements, HtmlElement) else elements
    runs = "\n".join("".join(_words(element, skip)) for element in given).split("\n")
    return [run for run in map(fold, runs) if run]


def _words(element: HtmlElement, skip: Skip) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in SILENT or skip(element):
        return
    edge = "\n" if element.tag in BLOCKS else ""
    yield edge
    yield (element.text or "").replace("\n", " ")
    for child in element:
        yield from _words(child, skip)
        yield (child.tail or "").replace("\n", " ")
    yield edge


def structure(elements: Sequence[HtmlElement], address: Address = str, skip: Skip = is_mark) -> str:
    """Give elements as HTML that can be compared; a paragraph that stands alone is given without its tags."""
    found = "".join("".join(_structure(element, address, skip, False)) for element in elements)
    return unwrap(tidy(found))


def expected_structure(fragment: str) -> str:
    """Give a fragment that somebody wrote down in the form of `structure`."""
    body = parse(f"<div>{fragment}</div>").find("body")
    assert body is not None
    return structure(list(body))


def _structure(element: HtmlElement, address: Address, skip: Skip, verbatim: bool) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in SILENT or skip(element):
        return
    tag, verbatim = element.tag, verbatim or element.tag == "pre"
    is_kept = tag in STRUCTURE
    if is_kept:
        yield f"<{tag}{''.join(_attributes(element, address))}>"
    yield _text(element.text, verbatim)
    for child in element:
        yield from _structure(child, address, skip, verbatim)
        yield _text(child.tail, verbatim)
    if is_kept and tag not in ("br", "hr", "img"):
        yield f"</{tag}>"


def _attributes(element: HtmlElement, address: Address) -> Iterator[str]:
    for name in TELLING.get(element.tag, ()):
        value = str(element.get(name, ""))
        if value:
            yield f' {name}="{escape(address(value) if name in ("href", "src") else value)}"'


def _text(text: str | None, verbatim: bool) -> str:
    """Write words; in code that keeps its lines, white space is marked so that nothing folds it."""
    text = escape(text or "", quote=False)
    return text.replace("\n", "\ue000").replace(" ", "\ue001").replace("\t", "\ue002") if verbatim else text


def tidy(text: str) -> str:
    """Fold white space and leave it out where blocks begin and end."""
    names = "|".join(sorted(BLOCKS & STRUCTURE, key=len, reverse=True))
    text = re.sub(rf"\s*(</?(?:{names})(?=[\s>])[^>]*>)\s*", r"\1", fold(text))
    text = re.sub("\ue000*(</code></pre>|</pre>)", r"\1", text)
    return text.replace("\ue000", "\n").replace("\ue001", " ").replace("\ue002", "\t")


def unwrap(text: str) -> str:
    """Leave out the tags of a paragraph that stands alone."""
    inner = text.removeprefix("<p>").removesuffix("</p>")
    is_alone = text.startswith("<p>") and text.endswith("</p>") and "<p>" not in inner and "</p>" not in inner
    return inner if is_alone else text
