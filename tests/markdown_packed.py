"""Many cases of Markdown in a few files, for a site that is built by an engine.

Receives cases; returns their files by path, and for each case the page and anchor where it stands. Cases with footnotes
or headings of their own keep a file of their own. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from tests.markdown_cases import Case, is_frame, shown_structure, shown_words, skip, unfold
from tests.markdown_site import LEAD, REPORT, SECTOR, indented
from tests.page_text import Address, structure, unwrap, words

_FORMS = {
    "statement": "- {0} {{#{id}}}\n",
    "details": f"- {LEAD} {{{{#{{id}}}}}}\n\n  {{0}}\n",
    "note": f"- {LEAD} {{{{#{{id}}}}}}\n\n  > {{0}}\n",
    "prose": "## 节 {{#{id}}}\n\n{0}\n",
    "page": "## 节 {{#{id}}}\n\n{0}\n",
    "heading": "## {0} {{#{id}}}\n\n话。\n",
}
_INDENTS = {"statement": "  ", "details": "  ", "note": "  > "}
_STATEMENTS = ("statement", "details", "note")


@dataclass(frozen=True)
class Packed:
    """Where a case stands: the path of its page under the language, and its anchor; none where the page is its own."""

    case: Case
    path: str
    anchor: str = ""

    @property
    def statement(self) -> str:
        """Give the anchor of the statement that holds the case."""
        return self.anchor or "c"


def pack(cases: Iterable[Case]) -> tuple[dict[str, str], tuple[Packed, ...]]:
    """Give the files that hold the cases, by their path in the content, and where each case stands."""
    parts: dict[str, list[str]] = {}
    found: list[Packed] = []
    for case in cases:
        piece = case.piece
        if piece.place not in _FORMS or {"footnotes", "tail"} & set(case.right) or "<h" in case.right.get("html", ""):
            parts[piece.file] = [piece.text]
            found.append(Packed(case, piece.path))
            continue
        folder = "pages" if piece.place == "page" else f"reports/{REPORT}"
        path = f"all-{piece.place}/" if piece.place == "page" else f"reports/{REPORT}/all-{piece.place}/"
        text = indented(piece.input, _INDENTS.get(piece.place, ""))
        own = parts.setdefault(f"{folder}/all-{piece.place}.zh.md", [_head(piece.place)])
        own.append(_FORMS[piece.place].format(text, id=piece.name))
        found.append(Packed(case, path, piece.name))
    return {name: "\n".join(own) for name, own in parts.items()}, tuple(found)


def _head(place: str) -> str:
    if place == "page":
        return "---\ntitle: 题\n---\n"
    head = f"---\ntitle: 题{place}\nsector: {SECTOR}\n---\n\n"
    return f"{head}## 现状 {{kind=finding}}\n" if place in _STATEMENTS else head


def packed_words(packed: Packed, page: HtmlElement) -> str:
    """Give the words of a case on its page."""
    if not packed.anchor:
        return shown_words(packed.case.piece, page)
    found = words(packed_elements(packed, page), skip)
    return found.removeprefix(LEAD).strip() if packed.case.piece.place == "details" else found


def packed_structure(packed: Packed, page: HtmlElement, address: Address) -> str:
    """Give the structure of a case on its page."""
    if not packed.anchor:
        return shown_structure(packed.case.piece, page, packed.path)
    found = structure(packed_elements(packed, page), address, skip)
    if packed.case.piece.place == "heading":
        return found[len("<h2>") : -len("</h2>")].strip()
    return unwrap(found.removeprefix(f"<p>{LEAD}</p>")) if packed.case.piece.place == "details" else found


def packed_elements(packed: Packed, page: HtmlElement) -> Sequence[HtmlElement]:
    """Give the elements that hold a case which shares its page with others."""
    place = packed.case.piece.place
    [anchor] = page.xpath(f"//*[@id='{packed.anchor}']")
    if place in _STATEMENTS:
        found = anchor.find_class("dz-note" if place == "note" else "dz-text")
        return [unfold(note) if place == "note" else note for note in found]
    if place == "heading":
        return [anchor]
    found = []
    for element in anchor.itersiblings():
        if element.tag == "h2" or (isinstance(element.tag, str) and is_frame(element)):
            break
        found.append(element)
    return found


def by_path(places: Iterable[Packed]) -> Mapping[str, list[Packed]]:
    """Give places by the page that they stand on."""
    found: dict[str, list[Packed]] = {}
    for packed in places:
        found.setdefault(packed.path, []).append(packed)
    return found
