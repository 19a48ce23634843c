"""What statements and notes rest on: references of a report or the site; where a report can be got; on whose word."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml.html import HtmlElement, fromstring

from build_scripts.content.load import load_content
from build_scripts.ground.markdown import Address
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.library.schema_org import report_work
from build_scripts.pages.navigation import staged_file
from tests.built import replace
from tests.conftest import VALID_SITES
from tests.pages import citations_of, data_of, files_of, interface_of, page_of
from tests.searched import entries_of

CopySite = Callable[[str], Path]
HOURS = "reports/reading-city/opening-hours"
NOTE = "{#evening-visits actor=readers}\n\n    > 编者注：见[年鉴](cite:yearbook)，[名录](cite:branch-list)。"


def linked(folder: Path = VALID_SITES / "minimal") -> Library:
    content, problems = load_content(folder)
    assert problems == []
    return link_content(content)


def with_note(copy_site: CopySite) -> Library:
    """Link the site `minimal` with a note that names a reference of its report and one of the site."""
    folder = copy_site("minimal")
    replace(folder / f"{HOURS}.zh.md", "{#evening-visits actor=readers}", NOTE)
    return linked(folder)


def page_at(library: Library, path: str, code: str = "zh") -> HtmlElement:
    return fromstring(files_of(library, code)[staged_file(path)].split("\n---\n", 1)[1])


# Notes


def test_a_note_leads_to_the_address_of_its_reference(copy_site: CopySite) -> None:
    (note,) = page_at(with_note(copy_site), f"{HOURS}/").find_class("dz-note")
    (link,) = note.xpath(".//a")
    assert (link.get("href"), link.get("rel"), link.text) == ("https://yearbook.example/2021", "noreferrer", "年鉴")


def test_a_reference_without_an_address_stands_with_its_label_after_the_words(copy_site: CopySite) -> None:
    (note,) = page_at(with_note(copy_site), f"{HOURS}/").find_class("dz-note")
    assert " ".join(note.text_content().split()) == "编者注：见年鉴，名录 (分馆名录)。"


def test_a_reference_of_the_report_comes_before_one_of_the_site(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    with (folder / "references.yml").open("a", encoding="utf-8") as file:
        file.write("- {id: yearbook, label: {zh: 另一本年鉴}, url: https://other.example/}\n")
    library = linked(folder)
    own, other = (library.reference(f"reports/{name}/x", "yearbook") for name in ("reading-city", "open-late"))
    assert own and own.url == "https://yearbook.example/2021"
    assert other and other.url == library.references["yearbook"].url == "https://other.example/"
    assert library.reference("comparisons/opening-hours", "yearbook") == other


def test_what_names_no_reference_is_no_link() -> None:
    links = page_of(linked(), "en").links
    assert links.address("cite:nothing", "reports/reading-city/x") is None
    assert links.address("cite:yearbook") is None
    found = links.address("cite:yearbook", "reports/reading-city/opening-hours#evening-visits")
    assert found == Address("https://yearbook.example/2021", ' rel="noreferrer"')


def test_outputs_hold_the_plain_words_of_a_note(copy_site: CopySite) -> None:
    library = with_note(copy_site)
    interfaces = [interface_of(library, code) for code in library.languages]
    rows = json.loads(data_of(library, interfaces)["data/statements.json"])
    row = next(row for row in rows if row["id"] == "reading-city/opening-hours#evening-visits")
    assert row["notes"]["zh"] == ["编者注：见年鉴，名录。"]
    found = entries_of(library, interfaces[0]).values()
    texts = [
        *(entry["text"] for entry in found if entry["kind"] != "handbook"),
        *citations_of(library, interfaces).values(),
    ]
    assert not any("cite:" in text for text in texts)


# References of statements


@pytest.mark.parametrize(
    ("basis", "words"), [("marked", "The report cites:"), ("placed", "Named by the report, matched")]
)
def test_a_statement_says_on_whose_word_it_shows_a_source(copy_site: CopySite, basis: str, words: str) -> None:
    folder = copy_site("minimal")
    replace(folder / "reports" / "reading-city" / "report.yml", "cites_basis: marked", f"cites_basis: {basis}")
    library = linked(folder)
    cites = page_at(library, "reports/reading-city/collections/", "en").find_class("dz-cites")
    assert cites and all(span.text_content().startswith(words) for span in cites)
    report = page_at(library, "reports/reading-city/", "en").text_content()
    assert ("the editors matched it" in report) == (basis == "placed")


def test_editors_placed_the_references_of_a_report_that_says_nothing_of_it() -> None:
    assert {report.id: report.facts.cites_basis for report in linked().reports.values()} == {
        "open-late": "placed",
        "reading-city": "marked",
    }


# Where a report can be got


def test_the_page_of_a_report_says_where_to_get_it() -> None:
    page = page_at(linked(), "reports/reading-city/", "en")
    (words,) = page.xpath('//dt[.="Original"]/following-sibling::dd[1]')
    assert words.xpath("./a/@href") == ["https://reading.example/report"]
    assert words.text_content() == "https://reading.example/report Free to read online"
    assert not page_at(linked(), "reports/open-late/", "en").xpath('//dt[.="Original"]')


def test_data_and_citations_say_where_to_get_a_report() -> None:
    library = linked()
    interfaces = [interface_of(library, code) for code in library.languages]
    rows = {row["id"]: row for row in json.loads(data_of(library, interfaces)["data/reports.json"])}
    assert rows["open-late"]["original"] is None
    assert rows["reading-city"]["original"] == {
        "url": "https://reading.example/report",
        "archived": None,
        "note": {"zh": "网上免费阅读", "en": "Free to read online"},
    }
    files = citations_of(library, interfaces)
    items = {name: json.loads(files[f"en/reports/{name}/opening-hours/cite.json"])[0] for name in rows}
    assert items["reading-city"]["custom"] == {"original-URL": "https://reading.example/report"}
    assert "custom" not in items["open-late"]


def test_an_archived_copy_stands_beside_its_address(copy_site: CopySite) -> None:
    """On the page of the report, in notes, in Markdown, data, citations and what machines are told."""
    folder = copy_site("minimal")
    facts, copy = folder / "reports" / "reading-city" / "report.yml", "https://archive.example/"
    replace(facts, "https://reading.example/report',", f"https://reading.example/report', archived: '{copy}1?a&b',")
    replace(facts, "https://yearbook.example/2021", f"https://yearbook.example/2021\n    archived: {copy}2")
    replace(folder / f"{HOURS}.zh.md", "{#evening-visits actor=readers}", NOTE)
    library = linked(folder)
    page = page_at(library, "reports/reading-city/", "en")
    for url, own in (("https://reading.example/report", f"{copy}1?a&b"), ("https://yearbook.example/2021", f"{copy}2")):
        (link,) = page.xpath(f'//a[@href="{url}"]/following-sibling::small[1]/a')
        assert (link.get("href"), link.text, link.get("rel")) == (own, "archived copy", "noreferrer")
    (note,) = page_at(library, f"{HOURS}/").find_class("dz-note")
    assert note.text_content().startswith("编者注：见年鉴 (archived copy)，") and f"{copy}2" in note.xpath(".//a/@href")
    interfaces = [interface_of(library, code) for code in library.languages]
    (row,) = (r for r in json.loads(data_of(library, interfaces)["data/reports.json"]) if r["id"] == "reading-city")
    assert (row["original"]["archived"], row["references"][0]["archived"]) == (f"{copy}1?a&b", f"{copy}2")
    cited = citations_of(library, interfaces)
    files = {name: cited[f"en/{HOURS}/cite.{name}"] for name in ("txt", "bib", "ris", "json")}
    words = "Archived copy of the report: https://archive.example/1?a"
    assert all(words in text for text in files.values())
    assert json.loads(files["json"])[0]["custom"]["original-archive-location"] == f"{copy}1?a&b"
    assert report_work(library, library.reports["reading-city"])["archivedAt"] == f"{copy}1?a&b"
