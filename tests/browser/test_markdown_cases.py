"""Cases of Markdown on a site that is built: what Chromium shows of each, and what the other engine makes of them.

The right values are those of `data/markdown`; `tests/test_markdown_cases.py` looks at them without an engine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from lxml.html import HtmlElement
from playwright.sync_api import Browser

from build_scripts.ground.problems import render_text
from build_scripts.publish.build import build_site, check_content
from tests.built import serve_folder
from tests.markdown_cases import as_written, read_cases
from tests.markdown_packed import Packed, by_path, pack, packed_structure, packed_words
from tests.markdown_site import LEAD, SECTOR, by_file, write_site
from tests.page_text import fold, squeeze

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CASES = [case for case in read_cases() if case.is_shown]
PLACES = pack(CASES)[1]
IN_STATEMENTS = [packed for packed in PLACES if packed.case.piece.place in ("statement", "details", "note")]
# What a reader sees of the cases of a page, by the name of each, with every fold open and no marks of footnotes.
SHOWN_TEXTS = """places => {
  document.querySelectorAll("article details").forEach(element => { element.open = true; });
  document.querySelectorAll("sup.dz-fn-mark, .headerlink").forEach(element => element.remove());
  const frame = element => /\\b(dz-foot|dz-footnotes|dz-notice|dz-align|dz-print|dz-lead)\\b/.test(element.className);
  const after = (heading, tag) => {
    const found = [];
    let next = heading.nextElementSibling;
    for (; next && next.tagName !== tag && !frame(next); next = next.nextElementSibling) found.push(next);
    return found;
  };
  const elements = (place, anchor) => {
    const own = anchor && document.getElementById(anchor);
    if (anchor && !own) return [];
    if (place === "statement" || place === "details") return own.querySelectorAll(".dz-text");
    if (place === "note") return own.querySelectorAll(".dz-note");
    if (place === "intro") return document.querySelectorAll(".dz-intro");
    if (place === "heading") return [own];
    if (place === "prose" && !own) return after(document.querySelector("article h2"), "H2");
    return own ? after(own, "H2") : after(document.querySelector("article h1"), "");
  };
  return places.map(([place, anchor]) => Array.from(elements(place, anchor), element => element.innerText).join("\\n"));
}"""
SECTOR_TEXTS = """places => places.map(([name, end]) => {
  const found = document.querySelectorAll(`li.dz-statement:has(a[href$="${end}"]) .${name}`);
  return Array.from(found, element => element.innerText).join("\\n");
})"""


@dataclass(frozen=True)
class Site:
    """A built site of all cases."""

    folder: Path

    def read(self, name: str) -> Any:
        """Read a JSON file of the site."""
        return json.loads((self.folder / name).read_text(encoding="utf-8"))


def named(places: list[Packed] | tuple[Packed, ...]) -> Callable[..., Any]:
    return pytest.mark.parametrize("packed", places, ids=lambda packed: packed.case.piece.name)


def build(folder: Path, engine: str) -> Site:
    """Build the site of all cases but those that the check refuses, whose tests then find nothing."""
    single, content = folder / "single", folder / "content"
    write_site(single, [case.piece for case in CASES])
    refused = by_file(single, [problem for problem in check_content(single)[2] if problem.level == "error"])
    write_site(content, [])
    for name, text in pack(case for case in CASES if case.piece.file not in refused)[0].items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text, encoding="utf-8")
    result = build_site(content, folder / "site", engine=engine)
    assert not result.failed, render_text(result.problems)
    return Site(folder / "site")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """All cases as MkDocs builds them."""
    return build(tmp_path_factory.mktemp("mkdocs"), "mkdocs")


@pytest.fixture(scope="module")
def other_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """All cases as Zensical builds them."""
    pytest.importorskip("zensical", reason="Zensical is not installed; .venv/bin/pip install zensical")
    return build(tmp_path_factory.mktemp("zensical"), "zensical")


@pytest.fixture(scope="module")
def seen(site: Site, chromium: Browser) -> Iterator[Mapping[str, tuple[str, HtmlElement]]]:
    """What Chromium shows of every case, by name: its text and the page."""
    found: dict[str, tuple[str, HtmlElement]] = {}
    with serve_folder(site.folder) as address:
        page = chromium.new_page()
        for path, places in by_path(PLACES).items():
            if not (site.folder / "zh" / path / "index.html").is_file():
                continue
            page.goto(f"{address}/zh/{path}")
            content = html.document_fromstring(page.content())
            asked = [[packed.case.piece.place, packed.statement if packed.anchor else own(packed)] for packed in places]
            for packed, text in zip(places, page.evaluate(SHOWN_TEXTS, asked), strict=True):
                found[packed.case.piece.name] = (fold(text), content)
        page.goto(f"{address}/zh/sectors/{SECTOR}/")
        names = ["dz-note" if packed.case.piece.place == "note" else "dz-text" for packed in IN_STATEMENTS]
        ends = [f"/{packed.path.split('/')[-2]}/#{packed.statement}" for packed in IN_STATEMENTS]
        texts = page.evaluate(SECTOR_TEXTS, [list(pair) for pair in zip(names, ends, strict=True)])
        for packed, text in zip(IN_STATEMENTS, texts, strict=True):
            found[f"{packed.case.piece.name} on its sector"] = (fold(text), content)
        page.close()
    yield found


def own(packed: Packed) -> str:
    """Give the anchor of a case that has a page of its own."""
    return "c" if packed.case.piece.place in ("statement", "details", "note", "heading") else ""


@named(PLACES)
def test_chromium_shows_the_words(packed: Packed, seen: Mapping[str, tuple[str, HtmlElement]]) -> None:
    text, page = seen[packed.case.piece.name]
    if packed.case.piece.place == "details":
        text = text.removeprefix(LEAD).strip()
    assert text == packed.case.words
    if packed.case.html:
        assert packed_structure(packed, page, lambda link: as_written(link, packed.path)) == packed.case.html


@named(IN_STATEMENTS)
def test_chromium_shows_the_same_on_the_sector_page(
    packed: Packed, seen: Mapping[str, tuple[str, HtmlElement]]
) -> None:
    lead = f"{LEAD} " if packed.case.piece.place == "details" else ""
    assert mark_free(seen[f"{packed.case.piece.name} on its sector"][0], packed) == f"{lead}{packed.case.words}"


def mark_free(text: str, packed: Packed) -> str:
    """Leave out the number that marks the only footnote of a case."""
    return text.replace("1", "", 1) if "footnotes" in packed.case.right else text


@cache
def read_page(path: Path) -> HtmlElement:
    return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


@named(PLACES)
def test_zensical_makes_the_same_pages(packed: Packed, other_site: Site) -> None:
    page = read_page(other_site.folder / "zh" / packed.path / "index.html")
    assert packed_words(packed, page) == packed.case.words
    if packed.case.html:
        assert packed_structure(packed, page, lambda link: as_written(link, packed.path)) == packed.case.html


@named([packed for packed in IN_STATEMENTS if packed.case.piece.place == "statement"])
def test_built_files_have_the_words(packed: Packed, site: Site) -> None:
    statements = {item["path"]: item for item in site.read("data/statements.json")}
    statement = statements[f"{packed.path}#{packed.statement}"]
    cited = site.read(f"zh/{packed.path}cite.json")[statement["number"] - 1]
    text = (site.folder / "zh" / packed.path / "cite.txt").read_text(encoding="utf-8")
    assert fold(statement["text"]["zh"]) == packed.case.words
    assert fold(cited["title"]) == packed.case.words
    assert f"“{packed.case.words}”" in fold(text.split("\n\n")[statement["number"] - 1])


@named(IN_STATEMENTS)
def test_built_index_has_the_words(packed: Packed, site: Site) -> None:
    entries = {entry["location"]: entry for entry in site.read("zh/search/search_index.json")["docs"]}
    text = entries[f"{packed.path}#{packed.statement}"]["text"]
    shown = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert squeeze(packed.case.words) in squeeze(shown)


def test_every_case_is_on_the_site(site: Site) -> None:
    paths = {path: site.folder / "zh" / path / "index.html" for path in by_path(PLACES)}
    assert [path for path, file in paths.items() if not file.is_file()] == []
