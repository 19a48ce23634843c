"""Names of sectors, reports and actors are links wherever the templates write them, and pages name their reports."""

from __future__ import annotations

import pytest
from lxml import html

from build_scripts.library.index import Library
from tests.built import Built

pytest_plugins = ("tests.built",)

PAGES = ("", "reports/", "reports/reading-city/", "sectors/", "sectors/collections/", "recommendations/", "timeline/")


def article(site: Built, page: str) -> html.HtmlElement:
    tree = html.parse(str(site.site / "zh" / page / "index.html"), html.HTMLParser(encoding="utf-8"))
    return tree.getroot().xpath("//article")[0]


@pytest.mark.parametrize("page", PAGES)
def test_names_are_links(built_minimal: Built, library: Library, page: str) -> None:
    names = {sector.label["zh"] for sector in library.sectors.values()}
    names |= {actor.label["zh"] for actor in library.actors.values()}
    names |= {report.facts.short["zh"] for report in library.reports.values()}
    own = "".join(article(built_minimal, page).xpath("string(.//h1)")).strip("¶ \n")
    bare = [
        element.tag
        for element in article(built_minimal, page).iter("th", "td", "li", "h2", "h3", "p", "span", "dt")
        if (element.text or "").strip() in names - {own}
        and not element.xpath("ancestor-or-self::a")
        and not element.get("id", "").startswith("actor-")  # where the links of actors lead
    ]
    assert bare == []


def test_the_list_of_sectors_names_the_reports(built_minimal: Built) -> None:
    links = article(built_minimal, "sectors/").xpath(".//li//a/@href")
    assert "../reports/reading-city/" in links and "../reports/open-late/" in links
