"""The way out: the staged trees give the same site under Zensical, the successor of the theme's own engine.

Skipped where Zensical is not installed, since building and publishing need it nowhere.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from lxml import html

from build_scripts.checks.site import check_site
from build_scripts.ground.problems import render_text
from build_scripts.publish.build import BuildResult, build_site
from build_scripts.publish.engine import run_engine
from tests.built import PROJECT, Built, digests, make_once, pages

pytest_plugins = ("tests.built",)
pytest.importorskip("zensical", reason="Zensical is not installed; .venv/bin/pip install zensical")

pytestmark = pytest.mark.slow

SITES = ("built_minimal", "built_transit")


@pytest.fixture(scope="session", params=SITES)
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Path, BuildResult]:
    """A site as MkDocs builds it, the folder of the same site by Zensical, and what that build said."""
    built: Built = request.getfixturevalue(request.param)

    def make(folder: Path) -> tuple[Path, BuildResult]:
        return folder / "site", build_site(built.content, folder / "site", engine="zensical")

    return built, *make_once(f"zensical-{request.param}", tmp_path_factory, make)


def article(path: Path) -> html.HtmlElement:
    return html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot().find(".//article")


def destinations(path: Path, xpath: str) -> list[str]:
    """Give where the links of a page lead, however they are written."""
    tree = html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot()
    return [unquote(urljoin("https://site.example/a/b/c/d/e/", str(target))) for target in tree.xpath(xpath)]


def staged(built: Built, site: Path, language: str) -> tuple[dict[str, str], dict[str, str]]:
    return digests(built.work / language / "docs"), digests(site.parent / ".build" / language / "docs")


def test_site_has_no_problems(pair: tuple[Built, Path, BuildResult]) -> None:
    _, site, result = pair
    assert not result.problems, render_text(result.problems)
    assert check_site(site) == []


def test_both_engines_are_given_the_same_bytes(pair: tuple[Built, Path, BuildResult]) -> None:
    built, site, _ = pair
    for language in built.library.languages:
        one, other = staged(built, site, language)
        assert one and one == other


def test_pages_and_anchors_are_the_same(pair: tuple[Built, Path, BuildResult]) -> None:
    built, site, _ = pair
    for language in built.library.languages:
        names = pages(built.site, language)
        assert pages(site, language) == names
        for name in names:
            one, other = (article(root / language / name).xpath(".//@id") for root in (built.site, site))
            assert [anchor for anchor in other if anchor != "__skip"] == one, name


def test_words_and_links_of_the_pages_are_the_same(pair: tuple[Built, Path, BuildResult]) -> None:
    built, site, _ = pair
    for language in built.library.languages:
        for name in pages(built.site, language):
            one, other = (root / language / name for root in (built.site, site))
            assert article(other).text_content().split() == article(one).text_content().split(), name
            for part in ("//article//a/@href", "//nav//a/@href", "//header//a/@href", "//link[@hreflang]/@href"):
                assert destinations(other, part) == destinations(one, part), (name, part)
            # Of headings Zensical keeps in the contents what marks their language, which MkDocs leaves out.
            dirs = "//html/@dir | //body/@dir | //article//@dir"
            for part in ("//title/text()", "//html/@lang", dirs, "//link[@rel='canonical']/@href"):
                assert destinations(other, part) == destinations(one, part), (name, part)


def test_heads_are_the_same(pair: tuple[Built, Path, BuildResult]) -> None:
    built, site, _ = pair
    parts = "//head/meta[@property or @name='description']/@content | //head/script[@type='application/ld+json']/text()"
    for language in built.library.languages:
        for name in pages(built.site, language):
            one, other = (html.parse(str(root / language / name)).xpath(parts) for root in (built.site, site))
            assert one == other and (one or name.endswith("404.html") or name.startswith(("charts/", "glossary/"))), (
                name
            )
        assert [path.read_bytes() for path in sorted(built.site.rglob("index.md"))] == [
            path.read_bytes() for path in sorted(site.rglob("index.md"))
        ]


def test_search_is_the_same(pair: tuple[Built, Path, BuildResult]) -> None:
    built, site, _ = pair
    for language in built.library.languages:
        one, other = (digests(root / language / "search") for root in (built.site, site))
        one.pop("index.html", None)
        other.pop("index.html", None)
        assert one == other and "pagefind-entry.json" in one


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    """A small staged tree with the project's theme."""
    folder = tmp_path / "en"
    (folder / "docs").mkdir(parents=True)
    theme = PROJECT / "templates" / "theme"
    lines = f"INHERIT: {PROJECT / 'mkdocs.yml'}\nsite_name: Trial\ndocs_dir: docs\nsite_dir: html\n"
    lines += f"theme: {{custom_dir: {theme}, language: en}}\nnav: [index.md]\n"
    (folder / "mkdocs.yml").write_text(lines, encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# First\n", encoding="utf-8")
    return folder


def test_its_warnings_are_problems_that_name_the_place(stage: Path) -> None:
    assert run_engine("zensical", stage, [], False).problems == ()
    (stage / "docs" / "index.md").write_text(
        "# First\n\n[lost](nowhere.md) [too](index.md#nowhere)\n", encoding="utf-8"
    )
    problems = run_engine("zensical", stage, [], False).problems
    messages = [problem.message for problem in problems if problem.rule == "engine-warning"]
    assert len(messages) == 2 and all(message.startswith("index.md:3:") for message in messages), messages
    assert "\x1b" not in "".join(problem.message for problem in problems)


def test_a_build_after_an_edit_is_that_of_a_clean_start(stage: Path) -> None:
    run_engine("zensical", stage, [], False)
    (stage / "docs" / "index.md").write_text("# Another\n", encoding="utf-8")
    run_engine("zensical", stage, [], False)
    edited = digests(stage / "html")
    assert "Another" in (stage / "html" / "index.html").read_text(encoding="utf-8")
    run_engine("zensical", stage, [], True)
    assert digests(stage / "html") == edited
