"""Comparisons of the reports: linked, shown with what they rest on, cited, exported, and translated like statements."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError
from functools import cache
from pathlib import Path

import bibtexparser
import pytest
import rispy
from lxml.html import HtmlElement, fromstring

from build_scripts.content.load import load_content
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.outputs.citation_files import find_cited
from build_scripts.outputs.citations import FORMATS
from build_scripts.pages.navigation import staged_file
from build_scripts.publish.build import check_content
from build_scripts.translation.states import find_states
from tests.built import replace
from tests.conftest import VALID_SITES
from tests.pages import data_of, files_of, interface_of, page_of

HOURS = "comparisons/opening-hours"
CopySite = Callable[[str], Path]


@cache
def linked(root: Path = VALID_SITES / "minimal") -> Library:
    content, problems = load_content(root)
    assert problems == []
    return link_content(content, find_states(content)[0])


def sector_page(library: Library, code: str, sector: str = "opening-hours") -> HtmlElement:
    return fromstring(files_of(library, code)[staged_file(f"sectors/{sector}/")].split("\n---\n", 1)[1])


def point_on(page: HtmlElement, identifier: str) -> HtmlElement:
    (found,) = page.xpath(f'//li[@id="{identifier}"]')
    return found


def evidence_of(item: HtmlElement) -> list[tuple[str, str]]:
    """Give the class and the words of everything that a point rests on."""
    return [
        (li.get("class"), " ".join(li.text_content().split())) for li in item.xpath('.//ul[@class="dz-evidence"]/li')
    ]


# Library


def test_points_are_numbered_through_the_file_and_know_what_they_rest_on() -> None:
    comparison = linked().comparisons["opening-hours"]
    assert list(linked().comparisons) == ["opening-hours"]
    assert [group.kind for group in comparison.groups] == ["agree", "differ", "only"]
    assert [(point.number, point.id, point.kind, sorted(point.text)) for point in comparison.points] == [
        (1, "one-branch-first", "agree", ["en", "zh"]),
        (2, "readers-or-staff", "differ", ["en", "zh"]),
        (3, "shelf", "only", ["zh"]),
    ]
    assert comparison.points[0].rests == ("reading-city/opening-hours#evening-visits", "open-late/opening-hours#pilot")
    assert comparison.points[0].notes[0]["en"].words.startswith("Editor’s note")
    assert (comparison.path, comparison.points[2].path) == ("sectors/opening-hours/", "sectors/opening-hours/#shelf")
    with pytest.raises(FrozenInstanceError):
        comparison.sector = "x"  # type: ignore[misc]


def test_a_statement_knows_which_points_rest_on_it() -> None:
    resting = linked().points_by_statement
    assert [point.id for point in resting["reading-city/opening-hours#evening-visits"]] == [
        "one-branch-first",
        "readers-or-staff",
    ]
    assert "reading-city/collections#holdings" not in resting


# Page


def test_groups_stand_under_their_headings_in_order() -> None:
    page = sector_page(linked(), "en")
    headings = [(h.get("id"), h.text_content()) for h in page.xpath("//h2")][:3]
    assert headings == [("agree", "Where they agree"), ("differ", "Where they differ"), ("only", "What only one says")]
    assert [item.get("value") for item in page.xpath('//ol[contains(@class, "dz-points")]/li')] == ["1", "2", "3"]


def test_evidence_stands_in_the_order_of_the_reports_with_their_colours() -> None:
    library = linked()
    page = page_of(library, "en")
    evidence = evidence_of(point_on(sector_page(library, "en"), "one-branch-first"))
    order = [report for report in library.reports if report in ("open-late", "reading-city")]
    assert [css for css, _ in evidence] == [f"dz-spine-{page.hues.report(report)}" for report in order]
    assert [words for _, words in evidence] == ["Open late · Open at night 3", "Reading city · Opening hours 1"]


def test_evidence_leads_to_its_statement() -> None:
    item = point_on(sector_page(linked(), "en"), "readers-or-staff")
    assert item.xpath('.//ul[@class="dz-evidence"]//a/@href') == [
        "../../reports/open-late/opening-hours/#staff",
        "../../reports/reading-city/opening-hours/#evening-visits",
    ]


def test_evidence_that_is_not_translated_says_so_in_words() -> None:
    words = [words for _, words in evidence_of(point_on(sector_page(linked(), "en"), "shelf"))]
    assert words[0] == "Open late · Open at night 2 not translated yet"
    source = evidence_of(point_on(sector_page(linked(), "zh"), "shelf"))
    assert [words for _, words in source] == ["延长开放 · 夜间开放 2", "延长开放 · 小结 1"]


@pytest.mark.parametrize(
    ("edited", "words"),
    [
        (
            ("reports/open-late/opening-hours.zh.md", "试行三个月", "试行四个月"),
            "source changed since it was translated",
        ),
        (
            ("translations/en/reports/open-late/opening-hours.yml", '"pilot": {', '"gone": {'),
            "translation not reviewed yet",
        ),
    ],
    ids=["stale", "unreviewed"],
)
def test_evidence_whose_translation_is_in_doubt_says_so_in_words(
    copy_site: CopySite, edited: tuple[str, str, str], words: str
) -> None:
    folder = copy_site("minimal")
    replace(folder / edited[0], edited[1], edited[2])
    page = sector_page(linked(folder.resolve()), "en")
    assert evidence_of(point_on(page, "one-branch-first"))[0][1] == f"Open late · Open at night 3 {words}"
    assert evidence_of(point_on(page, "readers-or-staff"))[0][1] == "Open late · Open at night 1"


def test_a_point_whose_own_source_has_changed_says_so(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    replace(folder / f"{HOURS}.zh.md", "担心的是", "关心的是")
    page = sector_page(linked(folder.resolve()), "en")
    assert point_on(page, "readers-or-staff").xpath('./p[contains(@class, "dz-stale")]')
    assert not point_on(page, "one-branch-first").xpath('./p[contains(@class, "dz-stale")]')


def test_the_synthesis_is_shown_only_where_there_is_no_comparison(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    for label in ("label: {zh: 开放时间, en: Opening hours}", "label: {zh: 数字服务, en: Digital services}"):
        replace(folder / "sectors.yml", label, f"{label}\n  synthesis: {{zh: 综述。, en: A synthesis.}}")
    library = linked(folder.resolve())
    assert not sector_page(library, "en").find_class("dz-synthesis")
    assert sector_page(library, "en", "digital").find_class("dz-synthesis")


def test_the_page_of_a_sector_has_the_log_of_its_comparison_and_leads_to_its_file() -> None:
    about = {"key": "opening-hours", "sector": linked().sectors["opening-hours"], "statements": ()}
    page = page_of(linked(), "en", "sectors/opening-hours/", **about)
    assert [(line.date, line.path) for line in page.changes.lines()] == [("2024-05", "")]
    assert page.changes.file() == f"{HOURS}.en.md"
    other = page_of(linked(), "en", "sectors/digital/", **{**about, "key": "digital"})
    assert (other.changes.lines(), other.changes.file()) == ((), "sectors.yml")


def test_the_state_of_the_translation_leads_to_points() -> None:
    page = page_of(linked(), "en", "translation/")
    file = next(file for file in page.translation.files("en") if file.path == f"{HOURS}.en.md")
    assert 'href="../../en/sectors/opening-hours/#shelf"' in page.translation.unit_link(file, "shelf")
    assert 'href="../../en/sectors/opening-hours/"' in page.translation.unit_link(file, "heading-1")
    sectors = dict(page.translation.by_sector([file]))
    assert [len(files) for files in sectors.values()] == [1]


# Outputs


@pytest.fixture(scope="module", params=["minimal", "transit"])
def site(request: pytest.FixtureRequest) -> tuple[Library, Mapping[str, str]]:
    content, interfaces, _ = check_content(VALID_SITES / request.param)
    library = link_content(content)
    files = (cited.make() for cited in find_cited(library, tuple(interfaces.values())))
    return library, {name: text for own in files for name, text in own.items()}


def test_points_are_cited_in_every_format_in_order(site: tuple[Library, Mapping[str, str]]) -> None:
    library, files = site
    for language in library.languages:
        for comparison in library.comparisons.values():
            txt, bib, ris, csl = (files[f"{language}/{comparison.path}cite.{name}"] for name in FORMATS)
            urls = [f"{library.site.base_url.rstrip('/')}/{language}/{point.path}" for point in comparison.points]
            assert [item["URL"] for item in json.loads(csl)] == urls
            assert [item["urls"][0] for item in rispy.loads(ris)] == urls
            parsed = bibtexparser.parse_string(bib)
            assert not parsed.failed_blocks and [entry["url"] for entry in parsed.entries] == urls
            blocks = txt.strip().split("\n\n")
            assert [url in block for url, block in zip(urls, blocks, strict=True)] == [True] * len(urls)


def test_no_two_citations_share_a_key(site: tuple[Library, Mapping[str, str]]) -> None:
    keys = [item["id"] for name, text in site[1].items() if name.endswith(".json") for item in json.loads(text)]
    assert len(keys) == len(set(keys))


def test_a_citation_names_what_the_point_rests_on() -> None:
    content, interfaces, _ = check_content(VALID_SITES / "minimal")
    cited = find_cited(link_content(content), tuple(interfaces.values()))
    files = next(each for each in cited if each.owner == HOURS).make()
    first = json.loads(files["en/sectors/opening-hours/cite.json"])[0]
    assert first["note"] == "Rests on: Reading city · Opening hours 1, Open late · Open at night 3."
    assert first["issued"] == {"date-parts": [[2024, 5]]}


def test_data_have_every_point_with_what_it_rests_on() -> None:
    library = linked()
    text = data_of(library, [interface_of(library, code) for code in library.languages])["data/comparisons.json"]
    rows = json.loads(text)
    assert [row["id"] for row in rows] == [point.key for point in library.points]
    assert all(key in library.statements for row in rows for key in row["rests"])
    assert [row["translation"]["en"] for row in rows] == ["current", "current", "missing"]
    assert rows[0]["notes"]["en"] == ["Editor’s note: the two reports need not mean the same branch, see the list."]


# Translation


def test_a_changed_point_is_stale_and_nothing_else(copy_site: CopySite) -> None:
    folder = copy_site("transit")
    replace(folder / "comparisons" / "trams.en.md", "more people", "many more people")
    states = find_states(load_content(folder)[0])[0]
    stale = [(file.path, unit.id) for file in states for unit in file.units if unit.state == "stale"]
    assert stale == [("comparisons/trams.ar.md", "open-to-more"), ("comparisons/trams.fr.md", "open-to-more")]


def test_wording_and_numbers_of_points_are_compared(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    replace(folder / f"{HOURS}.zh.md", "担心的是**人手**", "担心的是3名**人手**")
    replace(folder / f"{HOURS}.en.md", "**staff**", "**4 staff**")
    rules = {problem.rule for problem in check_content(folder)[2] if problem.path.endswith(f"{HOURS}.en.md")}
    assert {"numbers-differ", "emphasis-differs"} <= rules


# Warnings


def test_a_warning_goes_with_a_point_and_stands_beside_evidence(copy_site: CopySite) -> None:
    folder = copy_site("transit")
    comparison = folder / "comparisons" / "trams.en.md"
    replace(comparison, "Editor's note: neither", "Doubtful: neither")
    replace(folder / "reports" / "night-network" / "buses.en.md", "Editor's note: the", "Doubtful: the")
    replace(comparison, 'rests="night-network/buses#tram-lanes step', 'rests="night-network/buses#workers step')
    content, interfaces, _ = check_content(folder)
    library = link_content(content)
    warned = "Doubtful: neither says what it costs; another does."
    (doubted,) = (point for point in library.points if point.id == "lanes-or-stations")
    cited = next(each for each in find_cited(library, tuple(interfaces.values())) if each.owner == "comparisons/trams")
    item = json.loads(cited.make()["en/sectors/trams/cite.json"])[doubted.number - 1]
    assert item["note"].endswith(f"The editors of the site warn: “{warned}”")
    rows = json.loads(data_of(library, interfaces.values())["data/comparisons.json"])
    assert [(row["warning"] or {}).get("en") for row in rows] == [None, warned]
    page = sector_page(library, "en", "trams")
    words = [words for _, words in evidence_of(point_on(page, "open-to-more"))]
    assert words == ["Night network · Night buses 2 the editors warn: see its note", "Step-free stations · Stations 2"]


def test_a_citation_names_the_version_of_the_comparison(site: tuple[Library, Mapping[str, str]]) -> None:
    library, files = site
    for comparison in library.comparisons.values():
        text = files[f"en/{comparison.path}cite.txt"]
        assert ("version of May 2024" in text) == bool(comparison.changes)


def test_a_brief_leads_from_a_statement_to_the_points_that_rest_on_it() -> None:
    library = linked()
    page = fromstring(
        files_of(library, "en")[staged_file("reports/reading-city/opening-hours/")].split("\n---\n", 1)[1]
    )
    (item,) = page.xpath('//li[@id="evening-visits"]')
    found = [(a.text_content(), a.get("href")) for a in item.xpath('.//a[contains(@href, "sectors/opening-hours/#")]')]
    titles = [group.title["en"].words for group in library.comparisons["opening-hours"].groups]
    assert found == [
        (titles[0], "../../../sectors/opening-hours/#one-branch-first"),
        (titles[1], "../../../sectors/opening-hours/#readers-or-staff"),
    ]


# The finding of the home page


def finding_on(library: Library, code: str = "zh") -> list[str]:
    """Give the permalinks by which the home page leads to what it opens with."""
    page = fromstring(files_of(library, code)["index.md"].split("\n---\n", 1)[1])
    return [str(href) for href in page.xpath('//section[@class="dz-finding"]/p/a[1]/@href')]


def test_the_home_page_opens_with_a_difference_or_with_the_point_that_the_site_names() -> None:
    library = linked()
    assert finding_on(library) == ["sectors/opening-hours/#readers-or-staff"]
    named = dataclasses.replace(library, site=library.site.model_copy(update={"finding": "opening-hours#shelf"}))
    assert finding_on(named) == ["sectors/opening-hours/#shelf"]


def test_no_doubted_difference_is_chosen_for_the_home_page(copy_site: CopySite) -> None:
    root = copy_site("minimal")
    source, kinds = root / "comparisons/opening-hours.zh.md", root / "kinds.yml"
    text = source.read_text(encoding="utf-8")
    (point,) = [line for line in text.splitlines() if "#readers-or-staff" in line]
    source.write_text(text.replace(point, f"{point}\n\n    > 存疑：人手的数字不明。"), encoding="utf-8")
    labels = "notes:\n  doubtful: {label: {zh: 存疑, en: Doubtful}, warns: true}\n"
    kinds.write_text(kinds.read_text(encoding="utf-8") + labels, encoding="utf-8")
    content = load_content(root)[0]
    assert finding_on(link_content(content, find_states(content)[0])) == []
