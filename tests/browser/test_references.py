"""References, citations and notes in a real browser."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from build_scripts.library.index import Library, Statement
from build_scripts.library.notes import warning_in, warning_notes
from build_scripts.library.references import reference_to
from tests.browser.conftest import OpenContext
from tests.browser.waiting import wait_until
from tests.built import Built

pytest_plugins = ("tests.built",)
pytestmark = pytest.mark.browser

VIEWS = [(390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")]


@pytest.fixture(scope="module")
def real(built_real: Built) -> Library:
    return built_real.library


@pytest.fixture(scope="module")
def doubted(real: Library) -> Statement:
    """A statement in the middle of a brief, of which the editors warn."""
    return next(s for s in real.statements.values() if s.number > 4 and warning_notes(real, s))


def words_of(library: Library, statement: Statement, language: str) -> str:
    return reference_to(library, statement).words(language, library.source)


# Citing


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_cite_is_in_sight_without_pointing(
    open_context: OpenContext, doubted: Statement, width: int, scheme: str
) -> None:
    page = open_context(width, color_scheme=scheme).new_page()
    page.goto(f"/en/{doubted.path}")
    summary = page.locator(f"#{doubted.id} .dz-tools > summary")
    expect(summary).to_be_visible()
    assert summary.evaluate("node => getComputedStyle(node).opacity") == "1"


def test_citation_says_when_it_was_looked_up_and_what_is_doubted(
    open_context: OpenContext, real: Library, doubted: Statement
) -> None:
    page = open_context().new_page()
    page.goto(f"/en/{doubted.path}")
    item = page.locator(f"#{doubted.id}")
    item.locator(".dz-tools > summary").click()
    today = date.today()
    for name, accessed in (
        ("txt", f"(accessed {today})"),
        ("bib", f"urldate = {{{today}}},"),
        ("ris", f"Y2  - {today:%Y/%m/%d}/"),
        ("json", '"accessed"'),
    ):
        item.locator(f"[data-dz-cite={name}]").click()
        shown = item.locator("pre")
        expect(shown).to_contain_text(accessed)
        expect(shown).to_contain_text(words_of(real, doubted, "en"))
        assert warning_in(real, doubted, "en") in shown.inner_text()


@pytest.mark.parametrize("has_script", [True, False])
def test_figure_leads_to_its_citation(open_context: OpenContext, has_script: bool) -> None:
    page = open_context(java_script_enabled=has_script).new_page()
    page.goto("/en/figures/")
    page.locator("#figures-table .dz-cite").nth(3).click()
    page.wait_for_url(re.compile(r"\.cite$"))
    identifier = page.url.partition("#")[2].removesuffix(".cite")
    expect(page.locator(f"[id='{identifier}'] .dz-tools [data-dz-cite=bib]")).to_be_visible()


# Notes


def folded(page: Page) -> int:
    return page.locator(".dz-note > details:not([open])").count()


@pytest.mark.parametrize("width", [390, 1440])
def test_one_switch_opens_all_notes_and_is_remembered(
    open_context: OpenContext, doubted: Statement, width: int
) -> None:
    page = open_context(width).new_page()
    path = doubted.path.partition("#")[0]
    page.goto(f"/en/{path}")
    count = page.locator(".dz-note > details").count()
    assert count > 2 and folded(page) == count
    for verdict in page.locator(".dz-note > p:first-child").all():
        expect(verdict).to_be_visible()
    page.get_by_role("button", name="Open all notes").click()
    assert folded(page) == 0
    page.goto(f"/zh/{path}")
    expect(page.locator(".dz-note > details").first).to_have_attribute("open", "")
    page.get_by_role("button", name="收起全部注释").click()
    page.reload()
    assert folded(page) == page.locator(".dz-note > details").count()


def test_notes_open_one_by_one_without_script_and_all_on_paper(open_context: OpenContext, doubted: Statement) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"/en/{doubted.path}")
    note = page.locator(".dz-note > details").first
    rest = note.locator("p").first
    expect(rest).to_be_hidden()
    note.locator("summary").click()
    expect(rest).to_be_visible()
    note.locator("summary").click()
    page.emulate_media(media="print")
    assert rest.evaluate("node => node.getBoundingClientRect().height") > 0


# Changing the language


@pytest.mark.parametrize("width", [390, 1440])
def test_changed_language_keeps_what_is_at_the_top(open_context: OpenContext, real: Library, width: int) -> None:
    brief = max((b for b in real.briefs if set(b.files) == set(real.languages)), key=lambda b: len(b.statements))
    wanted = brief.statements[len(brief.statements) // 2].id
    page = open_context(width).new_page()
    page.goto(f"/zh/{brief.path}")
    page.evaluate("id => scrollTo(0, document.getElementById(id).getBoundingClientRect().top + scrollY - 90)", wanted)
    page.locator("a[data-dz-language=en]").click()
    page.wait_for_url(re.compile(f"/en/{brief.path}#{wanted}$"))
    box = page.locator(f"[id='{wanted}']").bounding_box()
    assert box and 0 < box["y"] < 300


def test_changed_language_goes_where_the_reader_is_not_where_they_came_in(
    open_context: OpenContext, doubted: Statement
) -> None:
    page = open_context().new_page()
    page.goto(f"/zh/{doubted.path}")
    page.evaluate("scrollTo(0, 0)")
    wait_until(page, "scrollY === 0")
    page.locator("a[data-dz-language=en]").click()
    page.wait_for_url(re.compile("/en/.*/$"))
