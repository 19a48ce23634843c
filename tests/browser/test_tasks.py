"""What readers come for, from the home page on: how many clicks and screens it takes, on a desk and on a phone.

A screen is what the window shows at once; those that a reader must scroll past before a click, or before the answer,
are counted. `python -m pytest tests/browser/test_tasks.py -s` prints the figures.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from build_scripts.library.index import Library
from build_scripts.pages.lists import Lists
from tests.browser.conftest import OpenContext
from tests.built import Built

pytest_plugins = ("tests.built",)
pytestmark = pytest.mark.browser

VIEWS = [(width, language) for width in (1440, 390) for language in ("zh", "en")]
SECTOR = "carbon-market"


class Reader:
    """A reader who starts at the home page, and counts."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.language = language
        self.clicks = 0
        self.screens = 0.0
        page.goto(f"/{language}/")

    def look(self, target: Locator) -> None:
        """Scroll to something, from where the page stands."""
        expect(target).to_be_visible()
        height = self.page.evaluate("window.innerHeight")
        box = target.bounding_box()
        assert box
        self.screens += max(0.0, box["y"] + box["height"] - height) / height
        target.scroll_into_view_if_needed()

    def click(self, target: Locator) -> None:
        self.look(target)
        target.click()
        self.clicks += 1
        self.page.wait_for_load_state("load")


Open = Callable[[int, str], Reader]


@pytest.fixture
def library(built_real: Built) -> Library:
    return built_real.library


@pytest.fixture
def reader(open_context: OpenContext, request: pytest.FixtureRequest) -> Iterator[Open]:
    readers: list[tuple[int, str, Reader]] = []

    def start(width: int, language: str) -> Reader:
        page = open_context(width, has_touch=width < 800).new_page()
        readers.append((width, language, Reader(page, language)))
        return readers[-1][2]

    yield start
    for width, language, one in readers:
        name = request.node.name.partition("[")[0]
        print(f"\n{name}, {language}, {width} px: {one.clicks} clicks, {one.screens:.1f} screens")


@pytest.mark.parametrize(("width", "language"), VIEWS)
def test_what_each_report_asks_of_an_actor_on_a_sector(
    reader: Open, library: Library, width: int, language: str
) -> None:
    sector, actor = "methane", "china"
    one = reader(width, language)
    one.click(one.page.locator(f".dz-map a[href='sectors/{sector}/']"))
    one.click(one.page.locator("article .dz-jump a[href='recommendation/']"))
    one.click(one.page.locator(f".dz-choices a[data-group={actor}]"))
    listed = Lists(library).by_sector[sector]["recommendation"]
    asked = [statement for statement in listed.statements if actor in statement.actors]
    group = one.page.locator(f".dz-group-of[data-group={actor}]")
    one.look(group.locator(".dz-statement").first)
    assert group.locator(".dz-statement").count() == len(asked) > 5
    assert one.clicks == 3
    assert one.screens <= (1.5 if width > 800 else 4)


@pytest.mark.parametrize(("width", "language"), VIEWS)
def test_where_reports_differ_on_a_sector(reader: Open, library: Library, width: int, language: str) -> None:
    one = reader(width, language)
    one.click(one.page.locator(f".dz-map a[href='sectors/{SECTOR}/']"))
    (group,) = [group for group in library.comparisons[SECTOR].groups if group.kind == "differ"]
    one.look(one.page.locator(f"#{group.points[0].id} .dz-text"))
    assert one.clicks == 1
    assert one.screens <= (1.5 if width > 800 else 4)


@pytest.mark.parametrize(("width", "language"), VIEWS)
def test_one_number_with_its_source_cited(reader: Open, library: Library, width: int, language: str) -> None:
    one = reader(width, language)
    one.click(one.page.locator(".dz-figures a").first)
    statement = one.page.locator(".dz-statement:target, .dz-statement--target")
    one.click(statement.locator(".dz-tools > summary"))
    expect(statement.locator(".dz-tools ul, .dz-tools > *").last).to_be_visible()
    assert one.clicks == 2
    assert one.screens <= (2.5 if width > 800 else 5)


@pytest.mark.parametrize(("width", "language"), VIEWS)
def test_all_recommendations_to_an_actor_as_a_table(reader: Open, library: Library, width: int, language: str) -> None:
    actor = "subnational"
    one = reader(width, language)
    one.click(one.page.locator(".dz-ways a[href='recommendations/']"))
    one.click(one.page.locator(f".dz-jump a[href='{actor}/']"))
    link = one.page.locator("a[href='statements.csv']")
    with one.page.expect_download() as download:
        one.click(link)
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    listed = Lists(library).by_actor[actor]
    assert [row["id"] for row in rows] == [statement.key for statement in listed.statements]
    assert one.clicks == 3
    assert one.screens <= 1


@pytest.mark.parametrize(("width", "language"), VIEWS)
def test_the_same_statement_in_the_other_language(reader: Open, library: Library, width: int, language: str) -> None:
    other = next(code for code in library.languages if code != language)
    one = reader(width, language)
    one.click(one.page.locator(".dz-finding .dz-evidence a").first)
    statement = one.page.locator(".dz-statement:target, .dz-statement--target")
    name = statement.get_attribute("id")
    one.click(one.page.locator(f"a[data-dz-language={other}]"))
    one.page.wait_for_url(f"**/{other}/**#{name}")
    expect(one.page.locator(f"#{name}")).to_be_in_viewport()
    assert one.clicks == 2
    assert one.screens <= 1
