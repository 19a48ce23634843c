"""The line of time, citations of events, the glossary and notes on paper: whole without script, and better with it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from tests.browser.hosts import Host
from tests.browser.test_tables import EVENTS, KINDS, append
from tests.built import FIXTURES, Built, build_copy

pytest_plugins = ("tests.built", "tests.browser.hosts")
pytestmark = pytest.mark.browser

NOTES = """
- 第一条。 {#first}

    > 编者注：第一条的说明。再说一句。

- 第二条。 {#second}
- 第三条。 {#third}

    > 存疑：第三条有疑问。

    > 编者注：还有一点。
"""
MORE = """- {id: soon-goal, date: 2031-05, kind: goal, actor: library, label: {zh: 近期目标, en: Soon goal},
   statements: [open-late/opening-hours#pilot]}
"""
TERMS = """- id: chongqing
  zh: {preferred: 重庆图书馆}
  en: {preferred: Chongqing Library}
- id: zhongliang
  zh: {preferred: 重量}
  en: {preferred: weight programme}
- id: single
  zh: {preferred: 长尾书目, sort: cháng wěi shū mù}
  en: {preferred: long tail}
"""

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("time")
    source = folder / "source"
    shutil.copytree(FIXTURES / "minimal", source)
    append(source / "reports/open-late/opening-hours.zh.md", NOTES)
    append(source / "kinds.yml", KINDS)
    append(source / "events.yml", EVENTS + MORE)
    append(source / "glossary.yml", TERMS)
    return build_copy(source, folder)


@pytest.fixture
def open_page(chromium: Browser, built: Built, host: Host) -> Iterator[Open]:
    """Open a page of the site on a day of the reader's clock; `script=False` turns scripts off."""
    contexts = []

    def open_one(path: str, day: str = "2026-03-04", script: bool = True, width: int = 1440) -> Page:
        height = 844 if width < 800 else 900
        context = chromium.new_context(viewport={"width": width, "height": height}, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        page.clock.set_fixed_time(datetime.fromisoformat(f"{day}T12:00:00"))
        page.goto(f"{host(built.site)}/{path}")
        return page

    yield open_one
    for context in contexts:
        context.close()


def past(page: Page) -> list[str]:
    return [str(each) for each in page.locator(".dz-past .dz-time-item").evaluate_all("all => all.map(li => li.id)")]


def coming(page: Page) -> list[str]:
    found = page.locator("#today + .dz-time > .dz-time-item").evaluate_all("all => all.map(li => li.id)")
    return [str(each) for each in found]


OVER = ["event-library-bylaw", "event-past-goal", "event-harbour-branch-opens"]


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("script", [True, False])
def test_today_and_what_comes_next_are_in_sight_at_once(open_page: Open, width: int, script: bool) -> None:
    page = open_page("en/timeline/", script=script, width=width)
    expect(page.locator("#today")).to_be_in_viewport()
    expect(page.locator("#event-soon-goal")).to_be_in_viewport()
    assert (past(page), coming(page)) == (OVER, ["event-soon-goal", "event-far-goal"])


def test_the_reader_s_clock_moves_the_mark_of_today(open_page: Open) -> None:
    before = open_page("en/timeline/", script=False)
    expect(before.locator("#today")).to_contain_text("As of")
    page = open_page("en/timeline/", day="2031-06-01")
    expect(page.locator("#today")).to_contain_text("\u2068Today\u2069 · 1 June 2031")
    assert (past(page), coming(page)) == ([*OVER, "event-soon-goal"], ["event-far-goal"])
    page.locator(".dz-past > summary").click()
    expect(page.locator("#event-soon-goal .dz-time-due")).to_have_text("was due")
    expect(page.locator("#event-past-goal .dz-time-due")).to_have_text("was due")
    expect(page.locator("#event-far-goal .dz-time-due")).to_have_text("due")
    expect(page.locator("#event-library-bylaw .dz-time-due")).to_have_count(0)
    on_the_day = open_page("en/timeline/", day="2031-05-31")
    assert coming(on_the_day) == ["event-soon-goal", "event-far-goal"]
    wrong = open_page("en/timeline/", day="1999-01-01")
    expect(wrong.locator("#today")).to_contain_text("As of")
    assert past(wrong) == OVER


def test_an_address_of_a_past_event_opens_what_folds(open_page: Open) -> None:
    page = open_page("en/timeline/#event-past-goal")
    expect(page.locator("#event-past-goal")).to_be_in_viewport()


def shown(page: Page) -> set[str]:
    return set(page.locator(".dz-time-item:not([hidden])").evaluate_all("all => all.map(li => li.id)"))


def test_events_are_chosen_and_the_address_keeps_the_choice(open_page: Open) -> None:
    page = open_page("en/timeline/")
    choice = page.locator("[data-dz-time] a[data-kind=goal]")
    choice.focus()
    page.keyboard.press(" ")
    expect(choice).to_have_attribute("aria-pressed", "true")
    assert shown(page) == {"event-past-goal", "event-soon-goal", "event-far-goal"}
    expect(page.locator("[data-dz-time] [role=status]")).to_have_text("Shown: 3 of 5")
    expect(page.locator(".dz-past > summary")).to_have_text("Earlier events: 1")
    page.locator("[data-dz-time] a[data-actor=library]").click()
    assert shown(page) == {"event-soon-goal"}
    assert page.url.endswith("?kind=goal&actor=library")
    page.reload()
    assert shown(page) == {"event-soon-goal"}
    page.get_by_role("button", name="Show all").click()
    assert len(shown(page)) == 5 and page.url.endswith("/timeline/")
    page.locator("[data-dz-time] a[data-sector]").first.click()
    page.locator("[data-dz-time] a[data-report=reading-city]").click()
    assert shown(page) == {"event-harbour-branch-opens"}
    expect(page.locator("#event-harbour-branch-opens")).to_be_visible()


def test_choices_lead_without_script_to_the_events(open_page: Open, built: Built) -> None:
    page = open_page("en/timeline/", script=False)
    targets = page.locator("[data-dz-time] ul a").evaluate_all("all => all.map(a => a.href)")
    assert targets
    for path, _, anchor in (str(target).partition("/en/")[2].partition("#") for target in targets):
        there = html.parse(built.site / "en" / path / "index.html").getroot()
        assert len(there.xpath(f"//*[@id='{anchor}']")) == 1, path
    index = open_page("en/timeline/#kind-goal", script=False)
    expect(index.locator("section[aria-labelledby=kind-goal] a[href='#event-far-goal']")).to_be_visible()
    old = open_page("en/timeline/#kind-goal")
    assert shown(old) == {"event-past-goal", "event-soon-goal", "event-far-goal"}


def test_an_event_without_a_statement_is_cited_in_every_format(open_page: Open) -> None:
    page = open_page("en/timeline/?kind=goal")
    item = page.locator("#event-far-goal")
    item.scroll_into_view_if_needed()
    item.locator(".dz-tools summary").click()
    expect(item.locator(".dz-reference")).to_have_text("Timeline 2999 · Far goal")
    for name, expected in {
        "text": "Timeline 2999 · Far goal",
        "BibTeX": "title = {{Timeline 2999 · Far goal}}",
        "RIS": "TI  - Timeline 2999 · Far goal",
        "CSL-JSON": '"title": "Timeline 2999 · Far goal"',
    }.items():
        item.get_by_role("link", name=name, exact=True).click()
        expect(item.locator(".dz-citation pre")).to_contain_text(expected)
        expect(item.locator(".dz-citation pre")).to_contain_text("2026")
        expect(item.locator(".dz-citation pre")).to_contain_text("#event-far-goal")
    item.get_by_role("link", name="text", exact=True).click()
    expect(item.locator(".dz-citation pre")).to_contain_text("时间线 2999年 · 远期目标")
    without = open_page("en/timeline/", script=False)
    link = without.locator("#event-far-goal .dz-cite")
    assert without.request.get(str(link.evaluate("a => a.href"))).ok


@pytest.mark.parametrize("width", [390, 1440])
def test_events_and_figures_are_read_in_both_languages(open_page: Open, width: int) -> None:
    page = open_page("en/timeline/", width=width)
    page.locator("[data-dz-align=zh]").click()
    label = page.locator("#event-soon-goal .dz-time-label")
    expect(label.locator(".dz-other")).to_have_text("近期目标")
    expect(label.locator(".dz-other")).to_have_attribute("lang", "zh")
    own, other = label.bounding_box(), label.locator(".dz-other").bounding_box()
    assert own and other and other["y"] > own["y"], "the other language stands below"
    figures = open_page("en/figures/", width=width)
    figures.locator("[data-dz-align=zh]").click()
    row = figures.locator("#figures-table tbody tr:not(.dz-group)").first
    expect(row.locator("th .dz-other")).to_be_visible()
    expect(row.locator("td:last-child .dz-other")).to_have_count(0)


def terms(page: Page) -> list[str]:
    return [str(each) for each in page.locator(".dz-glossary dt:visible").evaluate_all("all => all.map(dt => dt.id)")]


def test_terms_stand_under_their_initials_in_each_language(open_page: Open) -> None:
    page = open_page("zh/glossary/", script=False)
    letters = page.locator(".dz-initials a").all_inner_texts()
    assert letters == sorted(letters) and {"C", "Z"} <= set(letters)
    under = {
        str(section.get_attribute("aria-label")): section.locator("dt").evaluate_all("all => all.map(dt => dt.id)")
        for section in page.locator(".dz-terms > section").all()
    }
    assert under["C"] == ["single", "chongqing"] and under["Z"] == ["zhongliang"]
    page.locator(".dz-initials a", has_text="Z").click()
    expect(page.locator("#zhongliang")).to_be_in_viewport()
    english = open_page("en/glossary/")
    own = ("chongqing", "single", "zhongliang")
    assert [each for each in terms(english) if each in own] == list(own)


def test_a_term_is_found_in_any_language_and_by_its_abbreviation(open_page: Open) -> None:
    page = open_page("en/glossary/")
    box = page.get_by_role("searchbox", name=re.compile("Find a term"))
    whole = len(terms(page))
    for typed, found in {
        "ill": ["interlibrary-loan"],
        "馆际借书": ["interlibrary-loan"],
        "重": ["chongqing", "zhongliang"],
        "WEIGHT": ["zhongliang"],
        "gram": [],
    }.items():
        box.fill(typed)
        assert terms(page) == found, typed
        expect(page.locator("[data-dz-terms] [role=status]")).to_have_text(f"Shown: {len(found)} of {whole}")
    box.fill("weight")
    page.reload()
    assert terms(page) == ["zhongliang"] and page.url.endswith("?find=weight")
    box.fill("")
    assert len(terms(page)) == whole and page.url.endswith("/glossary/")
    expect(open_page("en/glossary/", script=False).locator("[data-dz-terms]")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False])
def test_notes_of_a_brief_print_as_footnotes(open_page: Open, script: bool) -> None:
    page = open_page("zh/reports/open-late/opening-hours/", script=script)
    page.emulate_media(media="print")
    if script:
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    run = page.locator("ol.dz-statements", has=page.locator("#third"))
    texts = run.locator(".dz-text")
    lowest = max(box["y"] + box["height"] for box in (text.bounding_box() for text in texts.all()) if box)
    notes = run.locator(".dz-note").all()
    assert len(notes) >= 3
    for note in notes:
        box = note.bounding_box()
        assert box and box["y"] >= lowest, "a note stands among the statements"
        assert note.evaluate("note => getComputedStyle(note).borderInlineStartWidth") == "0px"
    mark = "part => getComputedStyle(part, '::{}').content"
    marks = [
        run.locator(f"#{name} .dz-text > p").first.evaluate(mark.format("after"))
        for name in ("first", "second", "third")
    ]
    assert marks == ["counter(dz-mark)", "none", "counter(dz-mark)"]
    numbers = run.locator("#third .dz-note").evaluate_all(
        "all => all.map(note => getComputedStyle(note, '::before').content)"
    )
    assert numbers == ["counter(dz-mark)", "none"], "two notes on one statement share its mark"
    expect(run.locator("#first .dz-note")).to_contain_text("再说一句")
    assert page.locator("#first .dz-number").evaluate("link => getComputedStyle(link).display") == "none"
