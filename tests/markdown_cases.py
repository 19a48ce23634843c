"""The cases of `data/markdown/*.yml`, and where each of them shows on a page.

A case has an id and `input`, and stands (`at`) in places of `markdown_site.PLACES`, in `inline` (the default: a
statement, a note and a page) or in `block` (details, a note, an overview, prose and a page). What is right is one of

- `html` (a fragment; a paragraph that stands alone without its tags), `words` (what is read; else those of `html`);
- `footnotes`: the words of the notes at the foot of the page; `tail` is added at the foot of the file;
- `silent`: rules that must not speak of it;
- `problem`: the rule that speaks of it, or `any` error, and its `line` counted from the first of the input;
- `order`, `contains`: words that stand on the page once each (in this order); `hidden`: words that do not;
- `either`: an error, or these words once each and no brace.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import yaml
from lxml.html import HtmlElement

from tests.markdown_site import LEAD, PLACES, REPORT, Piece
from tests.page_text import expected_structure, fold, is_mark, parse, structure, words

FOLDER = Path(__file__).parent / "data" / "markdown"
INLINE = ("statement", "note", "page")
BLOCK = ("details", "note", "intro", "prose", "page")
KEYS = {"at", "input", "words", "html", "footnotes", "tail", "silent", "problem", "line", "order", "contains"}
KEYS |= {"hidden", "either"}
_FRAME = ("dz-foot", "dz-footnotes", "dz-footnote-list", "dz-align", "dz-notice", "dz-print", "dz-lead")


@dataclass(frozen=True)
class Case:
    """A piece of Markdown at one place, and what is right of it."""

    piece: Piece
    right: dict[str, Any]

    @property
    def is_shown(self) -> bool:
        """Tell whether the piece has a right value on the page, rather than a problem."""
        return not {"problem", "order", "contains", "either"} & set(self.right)

    @property
    def words(self) -> str:
        """Give the words of the piece."""
        if "words" in self.right:
            return fold(self.right["words"])
        body = parse(self.right["html"]).find("body")
        assert body is not None
        return words(body)

    @property
    def html(self) -> str:
        """Give the structure of the piece, or nothing where only the words matter."""
        return expected_structure(self.right["html"]) if "html" in self.right else ""


def read_cases() -> list[Case]:
    """Give every case at each of its places; raises `AssertionError` for one that is not as described above."""
    found: dict[str, Case] = {}
    for path in sorted(FOLDER.glob("*.yml")):
        for name, right in yaml.load(path.read_bytes(), yaml.CSafeLoader).items():
            assert set(right) <= KEYS and {"input"} < set(right), f"{path.name}: {name}: {sorted(right)}"
            for place in _places(right.get("at", "inline")):
                piece = Piece(name, place, right["input"], right.get("tail", ""))
                assert piece.name not in found, f"{piece.name} stands twice"
                found[piece.name] = Case(piece, right)
    return list(found.values())


def _places(at: str | list[str]) -> Iterator[str]:
    places = {"inline": INLINE, "block": BLOCK}.get(at, (at,)) if isinstance(at, str) else at
    for place in places:
        assert place in PLACES, f"there is no place {place}"
        yield place


def elements_of(piece: Piece, page: HtmlElement) -> list[HtmlElement]:
    """Give the elements of a page that hold a piece."""
    body = page.xpath("//article") or page.xpath("//body")
    if piece.place in ("statement", "details"):
        return list(page.xpath("//*[@id='c']//*[contains(@class, 'dz-text')]"))
    if piece.place == "note":
        return [unfold(note) for note in page.get_element_by_id("c").find_class("dz-note")]
    if piece.place == "intro":
        return list(page.xpath("//*[contains(@class, 'dz-intro')]"))
    if piece.place == "heading":
        return list(page.xpath("//h2[@id='c']"))
    if piece.place == "prose":
        return list(page.xpath("//h2[@id and position()=1]/following-sibling::*")) and _between(page, "h2")
    return _between(body[0], "h1")


def _between(page: HtmlElement, tag: str) -> list[HtmlElement]:
    """Give what follows the first heading of a level up to the foot of the page."""
    heading = page.xpath(f"//{tag}")[0]
    return [element for element in heading.itersiblings() if isinstance(element.tag, str) and not is_frame(element)]


def is_frame(element: HtmlElement) -> bool:
    """Tell whether an element is what a page has around its text."""
    classes = str(element.get("class", "")).split()
    return any(name in classes for name in _FRAME)


def unfold(note: HtmlElement) -> HtmlElement:
    """Give a note as it was written: what folds follows the verdict, in the same paragraph if that was cut."""
    whole = copy.deepcopy(note)
    for part in whole.xpath("./details[summary]"):
        if part.getparent().get("role") != "note" or not part[0].text:
            continue
        part.remove(part[0])
        verdict, rest = part.getprevious(), part[0] if len(part) else None
        if rest is not None and rest.get("class") == "dz-continued" and verdict is not None:
            *_, last = [None, *verdict]
            space = " " if re.match(r"[!-~]", rest.text_content()) else ""
            if last is None:
                verdict.text = (verdict.text or "") + space + (rest.text or "")
            else:
                last.tail = (last.tail or "") + space + (rest.text or "")
            verdict.extend(list(rest))
            part.remove(rest)
        part.drop_tag()
    return whole


def skip(element: HtmlElement) -> bool:
    """Tell whether an element is no text of a piece."""
    return is_mark(element) or is_frame(element)


def shown_words(piece: Piece, page: HtmlElement) -> str:
    """Give the words of a piece on a page, without the statement that it needs before it."""
    found = words(elements_of(piece, page), skip)
    return found.removeprefix(LEAD).strip() if piece.place == "details" else found


def shown_structure(piece: Piece, page: HtmlElement, path: str) -> str:
    """Give the structure of a piece on a page, with links as paths under the language."""
    found = elements_of(piece, page)
    if piece.place == "heading":
        [heading] = found
        heading = parse("<p>x</p>").find("body/p") if heading is None else heading
        inner = structure([heading], lambda target: as_written(target, path), skip)
        return inner[len("<h2>") : -len("</h2>")].strip()
    text = structure(found, lambda target: as_written(target, path), skip)
    if piece.place == "details":
        text = text.removeprefix(f"<p>{LEAD}</p>")
        lone = text.startswith("<p>") and text.count("<p>") == 1 and text.endswith("</p>")
        text = text[3:-4] if lone else text
    return text


def as_written(target: str, path: str) -> str:
    """Give an address of a page as the content writes it: `ref:` and a path, `images/…`, or as it is."""
    if ":" in target or target.startswith("#"):
        return target
    found = urljoin(f"https://x/{path}", target).removeprefix("https://x/").removesuffix("index.md")
    return found if found.startswith("images/") else f"ref:{found}"


def footnotes_of(page: HtmlElement) -> list[str]:
    """Give the words of the notes at the foot of a page."""
    path = "//*[contains(@class, 'footnote')]//li | //li[contains(@class, 'footnote')]"
    return [words(element) for element in page.xpath(path)]


def statement_key(piece: Piece) -> str:
    """Give the key of the statement that holds a piece."""
    return f"{REPORT}/{piece.name}#c"
