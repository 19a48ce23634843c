"""Figures, recommendations and time: whole without script, and sorted, filtered and chosen with it, by keyboard too."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from build_scripts.library.data_names import data_names
from build_scripts.pages.lists import Lists
from tests.browser.hosts import Host
from tests.built import FIXTURES, Built, build_copy

pytest_plugins = ("tests.built", "tests.browser.hosts")
pytestmark = pytest.mark.browser

STATEMENTS = """
- 海港分馆2021年夜间到馆5万人次。 {#harbour-count}
- 老城区2021年到馆3万人次。 {#old-town-count}
- 海港分馆2019年到馆2万人次。 {#earlier-count}
"""
MANY = "".join(f"- 第{no}次统计。 {{#count-{no} kind=finding}}\n" for no in range(1, 121))
FIGURES = """
figures:
  - {id: harbour-2021, statement: opening-hours#harbour-count, geography: harbour, year: 2021, value: 50000, WHAT}
  - {id: old-town-2021, statement: opening-hours#old-town-count, geography: old-town, year: 2021, value: 30000, WHAT}
  - {id: harbour-2019, statement: opening-hours#earlier-count, geography: harbour, year: 2019, value: 20000, WHAT}
""".replace("WHAT", "indicator: visits, unit: person")
KINDS = "  goal: {label: {zh: 目标, en: Goal}, due: true}\n"
EVENTS = """- {id: past-goal, date: 2001-02-03, kind: goal, actor: city, label: {zh: 已过的目标, en: Past goal}}
- {id: far-goal, date: '2999', kind: goal, actor: city, label: {zh: 远期目标, en: Far goal}}
"""

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small site with more figures and events, among them figures that contradict each other."""
    folder = tmp_path_factory.mktemp("tables")
    source = folder / "source"
    shutil.copytree(FIXTURES / "minimal", source)
    append(source / "reports/open-late/opening-hours.zh.md", STATEMENTS + MANY)
    append(source / "reports/open-late/report.yml", FIGURES)
    append(source / "kinds.yml", KINDS)
    append(source / "events.yml", EVENTS)
    return build_copy(source, folder)


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + text, encoding="utf-8")


@pytest.fixture
def open_page(chromium: Browser, built: Built, host: Host) -> Iterator[Open]:
    """Open a page of the site; `script=False` turns scripts off, `scheme` is light or dark."""
    contexts = []

    def open_one(path: str, script: bool = True, scheme: str = "light", width: int = 1440) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            color_scheme="dark" if scheme == "dark" else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{host(built.site)}/{path}")
        return page

    yield open_one
    for context in contexts:
        context.close()


def figure_rows(page: Page) -> Locator:
    return page.locator("#figures-table tbody tr:not(.dz-group)")


def cells(page: Page, number: int) -> list[str]:
    return [
        re.sub(r"\s+", " ", text)
        for text in page.locator(f"#figures-table tbody tr:not(.dz-group) > :nth-child({number})").all_inner_texts()
    ]


def test_all_is_there_without_script(open_page: Open) -> None:
    page = open_page("en/figures/", script=False)
    expect(figure_rows(page)).to_have_count(5)
    expect(page.locator("[data-dz-filter]")).to_be_hidden()
    expect(page.locator("#figures-table button")).to_have_count(0)
    expect(page.locator(".dz-chart svg[role=img]")).to_have_count(1)
    page = open_page("en/recommendations/", script=False)
    for section in page.locator(".dz-asked").all():
        expect(section).to_be_visible()
    page = open_page("en/timeline/", script=False)
    expect(page.locator(".dz-time-item")).to_have_count(4)
    expect(page.locator(".dz-time-now")).to_be_visible()
    expect(page.locator("#kind-goal")).to_be_visible()


def test_sorting_by_keyboard(open_page: Open) -> None:
    page = open_page("en/figures/")
    head = page.locator("#figures-table thead th").nth(3)
    before = cells(page, 4)
    head.locator("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    rows = figure_rows(page).evaluate_all(
        "rows => rows.map(row => [row.cells[3].dataset.unit, +row.cells[3].dataset.sort])"
    )
    assert rows == sorted(rows)
    expect(page.locator(".dz-group:visible")).to_have_count(0)
    page.keyboard.press(" ")
    expect(head).to_have_attribute("aria-sort", "descending")
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") is None
    assert cells(page, 4) == before
    assert page.locator(".dz-group:visible").count() > 0


def test_only_one_heading_is_sorted(open_page: Open) -> None:
    page = open_page("zh/figures/")
    for number in (1, 2):
        page.locator("#figures-table thead button").nth(number).click()
    expect(page.locator("#figures-table [aria-sort]")).to_have_count(1)
    days = figure_rows(page).evaluate_all("rows => rows.map(row => row.cells[2].dataset.sort)")
    assert days == sorted(days)


def test_filters_combine_and_say_how_many_are_shown(open_page: Open) -> None:
    page = open_page("en/figures/")
    form = page.locator("[data-dz-filter]")
    status = form.get_by_role("status")
    expect(status).to_have_text("Shown: 5 of 5")
    form.get_by_label("Place").select_option("harbour")
    expect(status).to_have_text("Shown: 3 of 5")
    form.get_by_label("Report").select_option("reading-city")
    expect(status).to_have_text("Shown: 1 of 5")
    page.locator("#figures-table thead button").first.click()
    expect(figure_rows(page).locator("visible=true")).to_have_count(1)
    form.get_by_role("button").click()
    expect(status).to_have_text("Shown: 5 of 5")
    form.get_by_label("Contains").fill("OLD town")
    expect(status).to_have_text("Shown: 2 of 5")
    form.get_by_label("Contains").fill("nothing like it")
    expect(figure_rows(page).locator("visible=true")).to_have_count(0)
    expect(page.locator(".dz-group:visible")).to_have_count(0)


def test_sources_that_differ_are_bracketed_with_both(open_page: Open) -> None:
    page = open_page("en/figures/")
    box = page.locator(".dz-differ")
    expect(box).to_have_count(1)
    links = box.locator("li a:not(.dz-cite)").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert [link.split("/reports/")[1] for link in links] == [
        "reading-city/opening-hours/#evening-visits",
        "open-late/opening-hours/#harbour-count",
    ]
    expect(page.locator("#figures-table .dz-differs")).to_have_count(2)
    expect(page.locator(".dz-chart-svg > .dz-chart-bracket")).to_have_count(1)


def test_every_chart_is_named_described_and_beside_its_data(open_page: Open) -> None:
    page = open_page("zh/figures/")
    for chart in page.locator(".dz-comparison").all():
        svg = chart.locator("svg[role=img]")
        ids = (svg.get_attribute("aria-labelledby") or "").split()
        assert [page.locator(f"#{identifier}").evaluate("e => e.tagName") for identifier in ids] == ["title", "desc"]
        values = svg.locator(".dz-chart-value").all_text_contents()
        assert chart.locator("tbody tr").count() == len(values)
        for value in values:
            expect(chart.locator("table")).to_contain_text(value)


def test_charts_follow_light_and_dark(open_page: Open) -> None:
    colours = []
    for scheme in ("light", "dark"):
        page = open_page("en/figures/", scheme=scheme)
        label = page.locator(".dz-chart-label").first
        colours.append(label.evaluate("e => getComputedStyle(e).fill"))
        assert colours[-1] == page.locator("body").evaluate("e => getComputedStyle(e).getPropertyValue('color')")
    assert colours[0] != colours[1]


@pytest.mark.parametrize("width", [360, 390, 1440])
@pytest.mark.parametrize("path", ["figures/", "recommendations/", "timeline/"])
def test_no_page_is_wider_than_the_screen(open_page: Open, path: str, width: int) -> None:
    page = open_page(f"en/{path}", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_matrix_counts_are_the_statements_they_lead_to(open_page: Open, built: Built) -> None:
    page, other = open_page("en/recommendations/"), open_page("en/")
    kinds = built.library.kinds.statements
    seen = 0
    for row in page.locator("#by-all ~ .dz-scroll tbody tr").all():
        sector = (row.locator("th a").get_attribute("href") or "").strip("/").split("/")[-1]
        recommending = [s for s in built.library.statements_by_sector.get(sector, ()) if kinds[s.kind].recommends]
        assert row.locator(".dz-sum").inner_text() == str(len(recommending))
        for share in row.locator(".dz-share").all():
            other.goto(urljoin(page.url, share.get_attribute("href") or ""))
            section = other.locator(f".dz-group-of:has({other.url.partition('#')[1]}{other.url.partition('#')[2]})")
            assert section.locator(".dz-statement").count() == int(share.locator("b").inner_text())
            seen += 1
    assert seen > 2
    expect(page.locator("#by-all ~ .dz-scroll td:has(.dz-none)").first).to_contain_text("none")


def test_reports_have_other_colours_than_actors(open_page: Open) -> None:
    page = open_page("en/recommendations/")
    script = "all => [...new Set(all.map(e => getComputedStyle(e).backgroundColor))]"
    swatches = page.locator(".dz-swatch").evaluate_all(script)
    actors = page.locator(".dz-asked").evaluate_all(script.replace("background", "borderTop"))
    assert len(swatches) == 2
    assert set(page.locator(".dz-bar i").evaluate_all(script)) <= set(swatches)
    assert not set(swatches) & set(actors)


def test_matrix_prints_on_one_landscape_page(open_page: Open) -> None:
    page = open_page("en/recommendations/")
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    width, height = map(float, re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf)[0])
    assert width == pytest.approx(842, abs=1) and height == pytest.approx(595, abs=1)


def test_calendar_and_data_can_be_downloaded(open_page: Open, built: Built) -> None:
    page = open_page("en/timeline/")
    for name in ("events.ics", "deadlines.ics"):
        with page.expect_download() as download:
            page.locator(f"a[href='{name}']").click()
        assert download.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    page = open_page("zh/figures/")
    names = [name for name in page.locator(".dz-files a").all_inner_texts() if name != "JSON Schema"]
    assert set(names) == {*data_names(built.library), "events.ics", "deadlines.ics"} and names[0] == "tables.zh.xlsx"
    for link in page.locator(".dz-files a").all():
        address = link.evaluate("a => a.href")
        assert page.request.get(address).ok, address
    page.locator(".dz-downloads").scroll_into_view_if_needed()
    expect(page.locator("[data-dz-size='statements.csv']")).to_have_text(re.compile(r"^[\d,]+行 · [\d.,]+ kB$"))


def visible(page: Page) -> list[str]:
    """Give the permalinks of the statements in sight."""
    links = page.locator(".dz-list .dz-statement:visible .dz-permalink").evaluate_all("all => all.map(a => a.href)")
    return [str(link).partition("/en/")[2] for link in links]


def wanted(built: Built, report: str = "", actor: str = "") -> set[str]:
    """Give those of a list that a choice should leave."""
    listed = Lists(built.library).by_sector["opening-hours"]["finding"].statements
    return {s.path for s in listed if report in ("", s.report) and (not actor or actor in s.actors)}


def test_a_list_is_whole_in_its_parts_without_script(open_page: Open, built: Built) -> None:
    page = open_page("en/sectors/opening-hours/finding/", script=False)
    found = visible(page)
    assert 0 < len(found) <= 100
    page.locator("a[rel=next]").first.click()
    found += visible(page)
    assert set(found) == wanted(built) and len(wanted(built)) > 100
    expect(page.locator("a[rel=prev]").first).to_be_visible()
    (group, *_) = page.locator(".dz-choices a[data-group]").all()
    group.click()
    assert re.search(r"/sectors/opening-hours/finding/#actor-", page.url)


def test_a_list_is_filtered_by_report_and_actor_over_all_parts_and_the_address_keeps_it(
    open_page: Open, built: Built
) -> None:
    page = open_page("en/sectors/opening-hours/finding/")
    page.locator("a[data-report=reading-city]").click()
    expect(page.locator("[data-dz-parts]").first).to_be_hidden()
    assert page.url.endswith("?report=reading-city")
    assert set(visible(page)) == wanted(built, "reading-city")
    page.reload()
    expect(page.locator("a[data-report=reading-city]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-dz-parts]").first).to_be_hidden()
    assert set(visible(page)) == wanted(built, "reading-city")
    count, whole = len(wanted(built, "reading-city")), len(wanted(built))
    expect(page.locator(".dz-choices [role=status]")).to_have_text(f"Shown: {count} of {whole}")
    page.locator("a[data-report=open-late]").focus()
    page.keyboard.press("Space")
    assert set(visible(page)) == wanted(built, "open-late")
    page.locator(".dz-choices button").click()
    assert set(visible(page)) == wanted(built) and "report" not in page.url
    actor = page.locator(".dz-choices a[data-group]").first
    name = actor.get_attribute("data-group") or ""
    actor.click()
    assert set(visible(page)) == wanted(built, actor="" if name == "none" else name)
    assert page.url.endswith(f"?group={name}")


def test_reports_stand_side_by_side_as_the_address_says(open_page: Open, built: Built) -> None:
    page = open_page("en/compare/?sector=opening-hours&with=report:reading-city")
    result = page.locator("[data-dz-side-result] .dz-column")
    expect(result).to_have_count(1)
    page.locator("input[value='report:open-late']").check()
    expect(result).to_have_count(2)
    for no, report in enumerate(built.library.reports):
        links = result.nth(no).locator(".dz-permalink").evaluate_all("all => all.map(a => a.href)")
        own = built.library.statements_by_sector["opening-hours"]
        assert sorted(str(link).partition("/en/")[2] for link in links) == sorted(
            s.path for s in own if s.report == report
        )
    assert page.url.count("with=report%3A") == 2
    page.reload()
    expect(result).to_have_count(2)
    without = open_page("en/compare/", script=False)
    expect(without.locator("[data-dz-side]")).to_be_hidden()
    for link in without.locator(".dz-map td a").all():
        assert without.request.get(urljoin(without.url, link.get_attribute("href") or "")).ok


def test_what_is_wider_than_its_place_shows_that_it_scrolls(open_page: Open) -> None:
    """By a shadow that styles alone draw: at the side on which there is more, covered where there is no more."""
    page = open_page("zh/recommendations/", width=390)
    script = """all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => {
      const own = getComputedStyle(e);
      return [own.backgroundImage.split("linear-gradient").length - 1, own.backgroundAttachment];
    })"""
    found = page.locator(".dz-scroll").evaluate_all(script)
    assert found
    for gradients, attachment in found:
        assert (gradients, attachment) == (4, "local, local, scroll, scroll")
    cell = page.locator(".dz-matrix td").first
    assert cell.evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"  # nothing covers it
