"""Cases of Markdown on a site that is built: what Chromium shows of each, and what the other engine makes of them.

The right values are those of `data/markdown`; `tests/test_markdown_cases.py` looks at them without an engine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
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
from tests.built import make_once, serve_folder
from tests.markdown_cases import as_written, read_cases
from tests.markdown_packed import Packed, by_path, pack, packed_structure, packed_words
from tests.markdown_site import LEAD, SECTOR, by_file, write_site
from tests.page_text import fold, squeeze
from tests.searched import built_entries

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CASES = [case for case in read_cases() if case.is_shown]
PLACES = pack(CASES)[1]
ON_PAGES = by_path(PLACES)
IN_STATEMENTS = [packed for packed in PLACES if packed.case.piece.place in ("statement", "details", "note")]
# A note as it was written: what folds follows the verdict, in the same paragraph if that was cut.
UNFOLD = """const unfold = note => {
  const whole = note.cloneNode(true), part = whole.querySelector(":scope > details");
  if (part && part.firstElementChild.textContent === part.firstElementChild.innerHTML) {
    part.firstElementChild.remove();
    const rest = part.firstElementChild, verdict = part.previousElementSibling;
    if (rest && rest.className === "dz-continued") {
      if (/^[!-~]/.test(rest.textContent)) verdict.append(" ");
      verdict.append(...rest.childNodes);
      rest.remove();
    }
    part.replaceWith(...part.childNodes);
  }
  note.replaceWith(whole);
  return whole;
};"""
# What a reader sees of the cases of a page, by the name of each, with every fold open and no marks of footnotes.
SHOWN_TEXTS = """places => {
  UNFOLD
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
    if (place === "note") return Array.from(own.querySelectorAll(".dz-note"), unfold);
    if (place === "intro") return document.querySelectorAll(".dz-intro");
    if (place === "heading") return [own];
    if (place === "prose" && !own) return after(document.querySelector("article h2"), "H2");
    return own ? after(own, "H2") : after(document.querySelector("article h1"), "");
  };
  return places.map(([place, anchor]) => Array.from(elements(place, anchor), element => element.innerText).join("\\n"));
}""".replace("UNFOLD", UNFOLD)
SECTOR_TEXTS = """places => {
  UNFOLD
  return places.map(([name, end]) => {
    const found = document.querySelectorAll(`li.dz-statement:has(a[href$="${end}"]) .${name}`);
    const notes = name === "dz-note" ? Array.from(found, unfold) : Array.from(found);
    return notes.map(element => element.innerText).join("\\n");
  });
}""".replace("UNFOLD", UNFOLD)


def build(folder: Path, engine: str) -> Path:
    """Build and give the site of all cases but those that the check refuses, whose tests then find nothing."""
    single, content = folder / "single", folder / "content"
    write_site(single, [case.piece for case in CASES])
    refused = by_file(single, [problem for problem in check_content(single)[2] if problem.level == "error"])
    write_site(content, [])
    for name, text in pack(case for case in CASES if case.piece.file not in refused)[0].items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text, encoding="utf-8")
    result = build_site(content, folder / "site", engine=engine)
    assert not result.failed, render_text(result.problems)
    return folder / "site"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All cases as MkDocs builds them."""
    return make_once("cases-mkdocs", tmp_path_factory, lambda folder: build(folder, "mkdocs"))


@pytest.fixture(scope="session")
def other_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All cases as Zensical builds them."""
    pytest.importorskip("zensical", reason="Zensical is not installed; .venv/bin/pip install zensical")
    return make_once("cases-zensical", tmp_path_factory, lambda folder: build(folder, "zensical"))


@dataclass(frozen=True)
class Seen:
    """What Chromium shows: the text of every case by name, on its page and on its sector, and every page by path."""

    texts: Mapping[str, str]
    on_sector: Mapping[str, str]
    pages: Mapping[str, str]


@pytest.fixture(scope="session")
def seen(site: Path, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    return make_once("cases-seen", tmp_path_factory, lambda _: look(site, chromium))


def look(site: Path, chromium: Browser) -> Seen:
    """Open every page that has cases."""
    texts: dict[str, str] = {}
    pages: dict[str, str] = {}
    with serve_folder(site) as address:
        page = chromium.new_page()
        for path, places in ON_PAGES.items():
            if not (site / "zh" / path / "index.html").is_file():
                continue
            page.goto(f"{address}/zh/{path}")
            pages[path] = page.content()
            asked = [[packed.case.piece.place, packed.statement if packed.anchor else own(packed)] for packed in places]
            texts |= zip(map(name_of, places), map(fold, page.evaluate(SHOWN_TEXTS, asked)), strict=True)
        asked = [
            [
                "dz-note" if packed.case.piece.place == "note" else "dz-text",
                f"/{packed.path.split('/')[-2]}/#{packed.statement}",
            ]
            for packed in IN_STATEMENTS
        ]
        on_lists: dict[str, str] = {}
        for part in sorted((site / "zh" / "sectors" / SECTOR / "finding").rglob("index.html")):
            page.goto(f"{address}/{part.relative_to(site).parent.as_posix()}/")
            found = zip(map(name_of, IN_STATEMENTS), map(fold, page.evaluate(SECTOR_TEXTS, asked)), strict=True)
            on_lists |= {name: text for name, text in found if text}
        page.close()
    return Seen(texts, {name_of(packed): on_lists.get(name_of(packed), "") for packed in IN_STATEMENTS}, pages)


def name_of(packed: Packed) -> str:
    return packed.case.piece.name


def own(packed: Packed) -> str:
    """Give the anchor of a case that has a page of its own."""
    return "c" if packed.case.piece.place in ("statement", "details", "note", "heading") else ""


@pytest.mark.parametrize("path", ON_PAGES)
def test_chromium_shows_the_words(path: str, seen: Seen) -> None:
    page = html.document_fromstring(seen.pages[path])
    found = {name_of(packed): without_lead(packed, seen.texts[name_of(packed)]) for packed in ON_PAGES[path]}
    assert found == {name_of(packed): packed.case.words for packed in ON_PAGES[path]}
    assert structures(path, page) == right_structures(path)


def without_lead(packed: Packed, text: str) -> str:
    return text.removeprefix(LEAD).strip() if packed.case.piece.place == "details" else text


def structures(path: str, page: HtmlElement) -> dict[str, str]:
    """Give the structure of the cases of a page whose right one is known."""
    return {
        name_of(packed): packed_structure(packed, page, lambda link: as_written(link, path))
        for packed in ON_PAGES[path]
        if packed.case.html
    }


def right_structures(path: str) -> dict[str, str]:
    return {name_of(packed): packed.case.html for packed in ON_PAGES[path] if packed.case.html}


def test_chromium_shows_the_same_on_the_sector_page(seen: Seen) -> None:
    found = {name_of(packed): mark_free(seen.on_sector[name_of(packed)], packed) for packed in IN_STATEMENTS}
    assert found == {name_of(packed): on_sector(packed) for packed in IN_STATEMENTS}


def on_sector(packed: Packed) -> str:
    """Give what a sector's page is to show of a case."""
    return f"{LEAD} {packed.case.words}" if packed.case.piece.place == "details" else packed.case.words


def mark_free(text: str, packed: Packed) -> str:
    """Leave out the number that marks the only footnote of a case."""
    return text.replace("1", "", 1) if "footnotes" in packed.case.right else text


@pytest.mark.parametrize("path", ON_PAGES)
def test_zensical_makes_the_same_pages(path: str, other_site: Path) -> None:
    file = other_site / "zh" / path / "index.html"
    page = html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    found = {name_of(packed): packed_words(packed, page) for packed in ON_PAGES[path]}
    assert found == {name_of(packed): packed.case.words for packed in ON_PAGES[path]}
    assert structures(path, page) == right_structures(path)


@cache
def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_built_files_have_the_words(site: Path) -> None:
    statements = {item["path"]: item for item in read_json(site / "data/statements.json")}
    for packed in IN_STATEMENTS:
        if packed.case.piece.place != "statement":
            continue
        statement = statements[f"{packed.path}#{packed.statement}"]
        cited = read_json(site / f"zh/{packed.path}cite.json")[statement["number"] - 1]
        text = (site / f"zh/{packed.path}cite.txt").read_text(encoding="utf-8").split("\n\n")[statement["number"] - 1]
        found = fold(statement["text"]["zh"]), fold(cited["abstract"])
        assert found == (packed.case.words, packed.case.words), name_of(packed)
        assert f"：{packed.case.words}（" in fold(text), name_of(packed)


def test_built_index_has_the_words(site: Path) -> None:
    entries = built_entries(site, "zh")
    for packed in IN_STATEMENTS:
        text = entries[f"{packed.path}#{packed.statement}"]["text"]
        assert squeeze(packed.case.words) in squeeze(text), name_of(packed)


def test_every_case_is_on_the_site(site: Path) -> None:
    paths = {path: site / "zh" / path / "index.html" for path in ON_PAGES}
    assert [path for path, file in paths.items() if not file.is_file()] == []
