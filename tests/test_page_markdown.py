"""The Markdown beside pages, and `llms.txt`: what it says, where it leads, how large it is."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from build_scripts.ground.markdown import read_prose
from build_scripts.library.index import Library
from build_scripts.outputs import llms
from build_scripts.outputs.llms import llms_text
from build_scripts.pages.render import Renderer
from build_scripts.pages.terms import TermIndex
from build_scripts.publish.build import TEMPLATES
from tests.built import Built
from tests.pages import interface_of

MOST = 250_000  # bytes of a page
MOST_OF_ALL = 100_000  # bytes of llms.txt


def markdown_of(library: Library, path: str, code: str = "en") -> str:
    pages = Renderer(TermIndex(library), interface_of(library, code), TEMPLATES).render().pages
    return next(page for page in pages if page.name == f"{path}index.md").make().markdown


def test_a_brief_says_every_statement_with_its_reference(library: Library) -> None:
    brief = library.reports["reading-city"].briefs[0]
    text = markdown_of(library, brief.path)
    said = read_prose(text)
    targets = [link.target for link in said.links]
    assert text.startswith(
        "# Collections · Reading city\n\n<https://libraries.example/en/reports/reading-city/collections/>"
    )
    for statement in brief.statements:
        assert statement.text["en"].words in said.words
        assert f"https://libraries.example/en/{statement.path}" in targets
        for note in (texts["en"] for texts in statement.notes if "en" in texts):
            assert note.words in said.words


def test_words_in_another_language_say_in_which(library: Library) -> None:
    lines = [
        line for line in markdown_of(library, "sectors/opening-hours/").splitlines() if re.search("[一-龥]{6}", line)
    ]
    assert lines and all("(中文)" in line for line in lines)


def test_pages_of_no_content_have_none(library: Library) -> None:
    for path in ("search/", "problems/", "translation/"):
        assert markdown_of(library, path) == ""


def test_what_is_listed_has_a_bound(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    interfaces = [interface_of(library, code) for code in library.languages]
    whole = llms_text(library, interfaces)
    assert whole.startswith("# 城市图书馆\n\n> ") and "/reports/reading-city/index.md" in whole
    monkeypatch.setattr(llms, "MOST", 1)
    less = llms_text(library, interfaces)
    assert "/reports/reading-city/index.md" not in less and "/en/reports/index.md" in less


@pytest.fixture(params=["built_minimal", "built_transit", "built_real"])
def built(request: pytest.FixtureRequest) -> Built:
    return request.getfixturevalue(str(request.param))  # type: ignore[no-any-return]


def test_every_page_lies_beside_what_it_names(built: Built) -> None:
    for code in built.library.languages:
        for path in sorted((built.site / code).rglob("index.html")):
            named = html.parse(str(path)).xpath("//link[@type='text/markdown']/@href")
            assert named == (["index.md"] if path.with_suffix(".md").is_file() else [])
    assert len(list(built.site.rglob("index.md"))) > 20


def test_markdown_leads_to_what_there_is(built: Built) -> None:
    files = sorted(built.site.rglob("index.md"))
    assert max(path.stat().st_size for path in files) <= MOST
    assert (built.site / "llms.txt").stat().st_size <= MOST_OF_ALL
    anchors: dict[Path, set[str]] = {}
    base = built.library.site.base_url.rstrip("/")
    for path in (*files, built.site / "llms.txt"):
        for link in read_prose(path.read_text(encoding="utf-8")).links:
            assert re.match("https?:|mailto:|tel:", link.target), (path, link.target)
            if link.target.startswith(f"{base}/"):
                assert_leads(built.site, link.target.removeprefix(base), anchors)


def assert_leads(site: Path, target: str, anchors: dict[Path, set[str]]) -> None:
    parts = urlsplit(target)
    path = site / unquote(parts.path).lstrip("/")
    path = path / "index.html" if path.is_dir() else path
    assert path.is_file(), target
    if parts.fragment:
        if path not in anchors:
            anchors[path] = set(html.parse(str(path)).xpath("//@id"))
        assert unquote(parts.fragment) in anchors[path], target
