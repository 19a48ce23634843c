"""The reader's way through the project's own site, by clicks and keys in a real browser."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from build_scripts.library.index import Library, Statement
from build_scripts.pages.lists import Lists
from build_scripts.pages.terms import TermIndex
from tests.browser.conftest import OpenContext, Watch
from tests.browser.waiting import wait_until
from tests.built import Built

pytest_plugins = ("tests.built",)
pytestmark = pytest.mark.browser

VIEWS = [(390, "light", "zh"), (390, "dark", "en"), (1440, "light", "en"), (1440, "dark", "zh")]


@pytest.fixture(scope="module")
def library(built_real: Built) -> Library:
    return built_real.library


@pytest.fixture(scope="module")
def statement(library: Library) -> Statement:
    """A statement far down a long brief, translated, so that keeping the place means something."""
    brief = max((b for b in library.briefs if set(b.files) == set(library.languages)), key=lambda b: len(b.statements))
    return brief.statements[-3]


def path_of(page: Page) -> str:
    parts = urlsplit(page.url)
    return parts.path + (f"#{parts.fragment}" if parts.fragment else "")


def assert_in_view(page: Page, identifier: str) -> None:
    """The element's beginning can be seen: in the window and not under the header."""
    wait_until(
        page,
        """id => {
            const box = document.getElementById(id).getBoundingClientRect();
            const x = Math.min(box.left + box.width / 2, innerWidth - 1), y = box.top + 12;
            const top = document.elementFromPoint(x, y);
            return y > 0 && y < innerHeight && top && document.getElementById(id).contains(top);
        }""",
        identifier,
    )


def switch_language(page: Page, language: str) -> None:
    page.locator(f"a[data-dz-language={language}]").click()
    page.wait_for_url(re.compile(f"/{language}/"))


ELSEWHERE = "fr-FR"  # a browser whose language the site does not have


def follow(page: Page, selector: str, address: str) -> None:
    """Click a link; on a busy machine a page may still move under the finger, and the reader tries again."""
    for _ in range(3):
        page.locator(selector).first.click()
        with contextlib.suppress(TimeoutError):
            page.wait_for_url(f"**{address}", wait_until="commit", timeout=10_000)
            break
    page.wait_for_url(f"**{address}")


@pytest.mark.parametrize(("width", "scheme", "language"), VIEWS)
def test_from_the_choice_of_language_to_a_statement_and_across(
    open_context: OpenContext, library: Library, statement: Statement, width: int, scheme: Any, language: str
) -> None:
    page = open_context(width, color_scheme=scheme, locale=ELSEWHERE).new_page()
    page.goto("/")
    assert path_of(page) == "/", "no language is chosen yet"
    page.locator(f"a[href='{language}/']").click()
    page.wait_for_url(f"**/{language}/")

    sector = statement.sectors[0]
    follow(page, f"article a[href='sectors/{sector}/']", f"/{language}/sectors/{sector}/")
    expect(page.locator("h1")).to_contain_text(library.sectors[sector].label[language])

    listed = f"/{language}/sectors/{sector}/{statement.kind}/"
    follow(page, f"article .dz-jump a[href='{statement.kind}/']", listed)
    follow(page, f"article a[href='../../../{statement.path}']", f"/{language}/{statement.path}")
    assert_in_view(page, statement.id)

    page.goto(f"/{language}/reports/{statement.report}/{statement.brief}/")
    page.locator(f"#{statement.id} .dz-permalink").click()
    assert path_of(page) == f"/{language}/{statement.path}"
    assert_in_view(page, statement.id)

    other = next(code for code in library.languages if code != language)
    for code in (other, language):
        switch_language(page, code)
        assert path_of(page) == f"/{code}/{statement.path}"
        assert page.locator("html").get_attribute("lang") == code
        assert_in_view(page, statement.id)
        words = plain_words(statement.text[code].words)
        assert words in plain_words(page.locator(f"#{statement.id} .dz-text").inner_text())

    switch_language(page, other)
    page.goto("/")
    page.wait_for_url(f"**/{other}/")


def plain_words(text: str) -> str:
    """Give letters and digits alone, however the text is spaced."""
    return "".join(re.findall(r"\w", text))


def test_a_chosen_language_is_remembered_and_can_be_changed(open_context: OpenContext, library: Library) -> None:
    first, second = library.languages
    context = open_context(locale=ELSEWHERE)
    page = context.new_page()
    page.goto("/")
    page.locator(f"a[href='{second}/']").click()
    page.wait_for_url(f"**/{second}/")
    again = context.new_page()
    again.goto("/")
    again.wait_for_url(f"**/{second}/")
    switch_language(again, first)
    third = context.new_page()
    third.goto("/")
    third.wait_for_url(f"**/{first}/")


@pytest.mark.parametrize(("locale", "path"), [("zh-TW", "/zh/"), ("en-GB", "/en/"), ("de-DE", "/")])
def test_the_root_leads_to_the_language_of_the_browser(open_context: OpenContext, locale: str, path: str) -> None:
    page = open_context(locale=locale).new_page()
    page.goto("/")
    page.wait_for_url(f"**{path}")
    expect(page.locator("h1")).to_be_attached()
    page.reload()
    assert path_of(page) == path
    assert page.evaluate("localStorage.getItem('duizhao-language')") is None, "nobody chose"


def test_without_script_the_root_offers_every_language(open_context: OpenContext, library: Library) -> None:
    page = open_context(java_script_enabled=False, locale="en-GB").new_page()
    page.goto("/")
    assert path_of(page) == "/"
    assert page.locator("main a").count() == len(library.languages)


def kinds_of_pages(library: Library, statement: Statement) -> Iterator[str]:
    """Give one path of every kind of page, the fullest where there are several."""
    brief = max(library.briefs, key=lambda b: len(b.statements))
    sector = max(library.statements_by_sector, key=lambda key: len(library.statements_by_sector[key]))
    yield from (
        "",
        "sectors/",
        "reports/",
        "compare/",
        "recommendations/",
        "figures/",
        "timeline/",
        "glossary/",
        "translation/",
    )
    yield from (f"glossary/{term}/" for term in TermIndex(library).much_used[:1])
    yield max(Lists(library).by_sector[sector].values(), key=lambda listed: len(listed.statements)).path
    yield from (f"sectors/{sector}/", f"reports/{statement.report}/", brief.path)
    yield from (f"{name}/" for name in library.pages)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_home_page_says_what_is_here(open_context: OpenContext, library: Library, width: int) -> None:
    page = open_context(width).new_page()
    for language in library.languages:
        page.goto(f"/{language}/")
        for code, text in (library.site.tagline or {}).items():
            expect(page.locator(f".dz-pair [lang={code}]")).to_contain_text(text)
        expect(page.locator(".dz-about")).to_have_text((library.site.about or {})[language])
        own = page.locator(f".dz-pair [lang={language}]").bounding_box()
        ways = page.locator(".dz-ways")
        box = ways.bounding_box()
        assert own and box
        assert own["y"] + own["height"] < 450, "the reader's own language stands first"
        assert box["y"] + box["height"] < 900, "all ways in are on the first screen"
        assert ways.locator("a").count() == 6
        expect(ways.locator("a[href='sectors/'] span")).to_have_text(str(len(library.sectors)))
        for href in ways.locator("a").evaluate_all("all => all.map(a => a.href)"):
            assert page.request.get(href).ok, href
        finding = page.locator(".dz-finding blockquote").bounding_box()
        assert finding and finding["y"] + finding["height"] < 900, "the finding is on the first screen"
        assert page.locator(".dz-finding .dz-evidence a").count() > 1
        assert page.locator(".dz-map td a").count() > 30
        due = page.locator(".dz-ahead > li:visible")
        days = due.evaluate_all("all => all.map(li => li.dataset.dzUntil)")
        assert 0 < len(days) <= 3
        assert days == sorted(days)
        assert days[0] >= page.evaluate("new Date().toISOString().slice(0, 10)")


def test_all_recommendations_are_filtered_by_kind_and_report_over_all_parts(
    open_context: OpenContext, library: Library
) -> None:
    everything = Lists(library).everything
    assert everything and len(everything.parts) > 1
    page = open_context().new_page()
    page.goto("/en/recommendations/")
    page.locator("article .dz-jump a[href='all/']").click()
    for kind in sorted({statement.kind for statement in everything.statements}):
        page.locator(f"a[data-kind={kind}]").click()
        expect(page.locator("[data-dz-parts]").first).to_be_hidden()
        assert f"kind={kind}" in page.url
        for report in ("", *library.reports):
            if report:
                page.locator(f"a[data-report={report}]").click()
            links = page.locator(".dz-list .dz-statement:visible .dz-permalink").evaluate_all(
                "all => all.map(a => a.href)"
            )
            own = {one.path for one in everything.statements if one.kind == kind and report in ("", one.report)}
            assert {str(link).partition("/en/")[2] for link in links} == own
        page.locator(".dz-choices button").click()
    table = page.request.get(page.locator(".dz-choices-foot a").evaluate("a => a.href")).text()
    assert len(list(csv.reader(io.StringIO(table)))) == len(everything.statements) + 1


SMALL = """() => [...document.querySelectorAll("article a[href], article button, article summary, .dz-footer a")]
  .filter(e => e.checkVisibility() && getComputedStyle(e).display !== "inline")
  .filter(e => { const box = e.getBoundingClientRect(); return box.height < 23.9 || box.width < 23.9; })
  .map(e => e.outerHTML.slice(0, 120))"""


def test_fingers_find_what_stands_outside_running_text(
    open_context: OpenContext, library: Library, statement: Statement
) -> None:
    """WCAG 2.2, 2.5.8: targets of at least 24 by 24 CSS pixels, but for those in a sentence."""
    page = open_context(390).new_page()
    for path in kinds_of_pages(library, statement):
        page.goto(f"/{library.languages[-1]}/{path}")
        assert page.evaluate(SMALL) == [], path


def test_no_page_scrolls_sideways_on_a_small_phone(
    open_context: OpenContext, library: Library, statement: Statement
) -> None:
    page = open_context(360).new_page()
    wide = []
    for path in [
        "/",
        *(f"/{code}/{path}" for code in library.languages for path in kinds_of_pages(library, statement)),
    ]:
        page.goto(path)
        width = page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
        if width > 360:
            wide.append((path, width))
    assert wide == []


def test_every_kind_of_page_is_quiet_in_both_schemes(
    open_context: OpenContext, library: Library, statement: Statement
) -> None:
    """Errors and requests to other hosts are what the watch of `open_context` looks for."""
    for scheme in ("light", "dark"):
        page = open_context(1440, color_scheme=scheme).new_page()
        backgrounds = set()
        for path in kinds_of_pages(library, statement):
            page.goto(f"/{library.languages[-1]}/{path}")
            assert page.locator("h1").count() == 1, path
            backgrounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        (background,) = backgrounds
        brightness = sum(map(int, re.findall(r"\d+", background)[:3])) / 3
        assert (brightness > 128) == (scheme == "light"), background


def test_pages_are_whole_without_script(open_context: OpenContext, library: Library, statement: Statement) -> None:
    page = open_context(1440, java_script_enabled=False).new_page()
    first, second = library.languages
    page.goto("/")
    page.locator(f"a[href='{first}/']").click()
    page.goto(f"/{first}/{statement.path}")
    expect(page.locator(f"#{statement.id} .dz-text")).to_be_visible()
    for each in page.locator("article .dz-text").all():
        expect(each).to_be_visible()
    page.locator(f"a[data-dz-language={second}]").click()
    assert path_of(page) == f"/{second}/reports/{statement.report}/{statement.brief}/"
    expect(page.locator(f"#{statement.id} .dz-text")).to_be_visible()
    page.locator(f"article a[href$='sectors/{statement.sectors[0]}/']").first.click()
    expect(page.locator("h1")).to_contain_text(library.sectors[statement.sectors[0]].label[second])


def test_a_missing_page_leads_home_in_either_language(
    open_context: OpenContext, library: Library, watch: Watch
) -> None:
    watch.expected = "404"  # the browser itself notes what was asked for
    page = open_context().new_page()
    first, second = library.languages
    for language, other in ((first, second), (second, first)):
        for link, expected in ((f"a[data-dz-language={other}]", f"/{other}/"), ("article a", f"/{language}/")):
            response = page.goto(f"/{language}/no/such/page/")
            assert response and response.status == 404
            assert page.locator("html").get_attribute("lang") == language
            page.locator(link).first.click()
            page.wait_for_load_state()
            assert path_of(page) == expected
            assert page.locator("h1").count() == 1


def test_the_watch_sees_other_hosts_and_errors(chromium: Browser, address: str, watch: Watch) -> None:
    with chromium.new_context() as context:
        context.on("request", watch.request)
        context.on("page", watch.page)
        page = context.new_page()
        page.goto(f"{address}/robots.txt")
        page.set_content('<img src="https://elsewhere.example/x.png"><script>nothing.known</script>', wait_until="load")
    assert watch.foreign == ["https://elsewhere.example/x.png"]
    assert len([error for error in watch.errors if "nothing is not defined" in error]) == 1
    assert any("ERR_NAME_NOT_RESOLVED" in error for error in watch.errors)
