from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from build_scripts.content.interface import Interface, Words, load_interface
from build_scripts.content.model import Language
from build_scripts.ground.memory import digest
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library, Page
from build_scripts.outputs.root_pages import page_languages
from build_scripts.pages.config import engine_config
from build_scripts.pages.lists import Lists
from build_scripts.pages.navigation import NavItem, as_config, build_navigation, section_pages, staged_file, walk
from build_scripts.pages.terms import TermIndex
from build_scripts.pages.text import Text
from tests.conftest import TESTS, VALID_SITES


def navigation_of(library: Library, code: str) -> tuple[NavItem, ...]:
    """Build the navigation of one language, with its own words."""
    language = next(language for language in library.site.languages if language.code == code)
    folders = (library.root / "locale", TESTS.parent / "templates" / "locale")
    interface, _ = load_interface(language, folders, library.root / "site.yml")
    return build_navigation(Text(library, interface))


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("", "index.md"),
        ("sectors/", "sectors/index.md"),
        ("sectors/buses/", "sectors/buses/index.md"),
        ("reports/", "reports/index.md"),
        ("reports/night-network/", "reports/night-network/index.md"),
        ("reports/night-network/buses/", "reports/night-network/buses/index.md"),
        ("glossary/", "glossary/index.md"),
        ("about/", "about/index.md"),
    ],
)
def test_staged_file_of_a_path(path: str, file: str) -> None:
    assert staged_file(path) == file
    assert staged_file(path.rstrip("/")) == file


@pytest.mark.parametrize("site", ["library", "transit_library"])
def test_every_page_stands_in_the_navigation_once_but_for_the_lists(site: str, request: pytest.FixtureRequest) -> None:
    library: Library = request.getfixturevalue(site)
    files = [item.file for item in walk(navigation_of(library, library.source))]
    assert len(files) == len(set(files))
    lists = {staged_file(path) for path in Lists(library).paths}
    assert lists and not lists & set(files)
    elsewhere = {staged_file("problems/"), staged_file("search/")}  # the search stands in the header
    assert not elsewhere & set(files)
    assert set(files) | lists | elsewhere == {staged_file(path) for path in page_languages(TermIndex(library))}


def test_no_two_paths_have_one_staged_file(library: Library, transit_library: Library) -> None:
    for site in (library, transit_library):
        paths = list(page_languages(TermIndex(site)))
        assert len({staged_file(path) for path in paths}) == len(paths)


@pytest.mark.parametrize("code", ["ar", "fr"])
def test_languages_differ_in_titles_only(transit_library: Library, code: str) -> None:
    source, other = navigation_of(transit_library, "en"), navigation_of(transit_library, code)
    assert [item.file for item in walk(source)] == [item.file for item in walk(other)]
    assert [item.title for item in walk(source)] != [item.title for item in walk(other)]


def test_titles_are_those_of_the_language(transit_library: Library) -> None:
    titles = {item.file: item.title for item in walk(navigation_of(transit_library, "ar"))}
    assert titles["index.md"] == "الرئيسية"
    assert titles["sectors/buses/index.md"] == "الحافلات"
    assert titles["about/index.md"] == "عن الموقع"


def test_page_without_translation_has_its_title_in_the_source_language(transit_library: Library) -> None:
    titles = {item.file: item.title for item in walk(navigation_of(transit_library, "ar"))}
    assert titles["methods/index.md"] == "Methods"
    assert titles["reports/step-free/stations/index.md"] == "Stations"


def test_a_title_says_in_which_language_it_is(transit_library: Library) -> None:
    languages = {item.file: item.language for item in walk(navigation_of(transit_library, "ar"))}
    assert languages["index.md"] == languages["about/index.md"] == "ar"
    assert languages["methods/index.md"] == languages["reports/step-free/stations/index.md"] == "en"


def test_the_engine_is_told_which_words_are_in_another_language(transit_library: Library) -> None:
    for code, folders in (("ar", ("content", "project")), ("ar", ("project",)), ("en", ("project",))):
        language = next(language for language in transit_library.site.languages if language.code == code)
        paths = {"content": transit_library.root / "locale", "project": TESTS.parent / "templates" / "locale"}
        interface, _ = load_interface(language, tuple(paths[name] for name in folders), transit_library.root)
        spoken = engine_config(Text(transit_library, interface))["extra"]["dz_spoken"]
        lacking = code == "ar" and "content" not in folders
        assert (spoken.get("Methods") == ' lang="en" dir="ltr"') == (code == "ar")
        assert ("There is no such page." in spoken) == ("Menu" in spoken) == ("Home" in spoken) == lacking


def test_sectors_reports_and_briefs_keep_the_order_of_the_library(library: Library) -> None:
    files = [item.file for item in walk(navigation_of(library, "zh"))]
    assert [file for file in files if file.startswith("sectors/")] == [
        "sectors/index.md",
        "sectors/collections/index.md",
        "sectors/opening-hours/index.md",
        "sectors/digital/index.md",
    ]
    assert [file for file in files if file.startswith("reports/")] == [
        "reports/index.md",
        "reports/open-late/index.md",
        "reports/open-late/opening-hours/index.md",
        "reports/open-late/summary/index.md",
        "reports/reading-city/index.md",
        "reports/reading-city/collections/index.md",
        "reports/reading-city/opening-hours/index.md",
    ]


def with_pages(library: Library, places: dict[str, int | None]) -> Library:
    pages = {
        name: Page(name, Texts({"zh": name}), Texts(), (), MappingProxyType({}), nav) for name, nav in places.items()
    }
    return replace(library, pages=MappingProxyType(pages))


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ({"a": 2, "b": 1}, ["b", "a"]),
        ({"a": None, "b": 9}, ["b", "a"]),
        ({"b": None, "a": None}, ["a", "b"]),
        ({"a": 1, "b": 0, "c": -1}, ["c", "b", "a"]),
        ({"b": 1, "a": 1}, ["a", "b"]),
    ],
)
def test_pages_stand_by_their_number_then_by_name(
    library: Library, places: dict[str, int | None], order: list[str]
) -> None:
    items = navigation_of(with_pages(library, places), "zh")
    assert [item.title for item in walk(items) if item.title in places] == order


def test_configuration_has_the_form_of_the_engine() -> None:
    items = (NavItem("Home", "index.md"), NavItem("More", children=(NavItem("A", "a.md"), NavItem("B", "b.md"))))
    assert as_config(items) == [{"Home": "index.md"}, {"More": [{"A": "a.md"}, {"B": "b.md"}]}]


def test_section_with_a_page_of_its_own_has_it_first() -> None:
    items = (NavItem("More", "more/index.md", (NavItem("A", "more/a/index.md"),)), NavItem("B", "b/index.md"))
    assert as_config(items) == [{"More": [{"More": "more/index.md"}, {"A": "more/a/index.md"}]}, {"B": "b/index.md"}]


def test_pages_of_sections_are_told_from_the_pages_in_them(transit_library: Library) -> None:
    reports = [report.path for report in transit_library.reports.values()]
    assert section_pages(navigation_of(transit_library, "en")) == ["sectors/", "reports/", *reports]


def test_configuration_names_every_file(transit_library: Library) -> None:
    items = navigation_of(transit_library, "fr")

    def files(nodes: list[dict[str, object]]) -> list[str]:
        values = [value for node in nodes for value in node.values()]
        return [file for value in values for file in ([value] if isinstance(value, str) else files(value))]  # type: ignore[arg-type]

    assert files(as_config(items)) == [item.file for item in walk(items)]


def test_navigation_needs_no_catalogue(library: Library) -> None:
    language = Language(code="en", locale="en_GB", name="English")
    locale = load_interface(language, (), VALID_SITES)[0].locale
    text = Text(library, Interface(language, locale, Words(), digest(language)))
    assert build_navigation(text)[0] == NavItem("Home", "index.md", language="en")
