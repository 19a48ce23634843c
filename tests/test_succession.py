"""Old ids lead on: what a content says of them, and what the site makes of it, without script too."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from build_scripts.checks.site import check_site
from build_scripts.content.identifiers import Identifier
from build_scripts.content.load import load_content
from build_scripts.content.succession import Succession, find_succession, published_text
from build_scripts.library.anchors import find_anchors
from build_scripts.library.link import link_content
from build_scripts.publish.build import build_site, check_content
from tests.built import FIXTURES, make_once
from tests.pages import data_of
from tests.searched import built_entries

WITHDRAWN = """
- id: brief/open-late/annex
  since: 2024-06-01
  label: {zh: 附录, en: Annex}
  reason: {zh: 报告已删去附录。, en: The report has dropped it.}
  instead: [brief/open-late/summary]
- id: statement/open-late/summary#gone
  since: 2024-06
  reason: {zh: 与原文不符。, en: The report says otherwise.}
  instead: [statement/open-late/summary#no-substitute]
- id: term/inter-lending
  since: 2024
  label: {zh: 互借, en: Inter-lending}
  reason: {zh: 不再使用。, en: No longer used.}
"""
CHANGES = {
    "reports/reading-city/opening-hours.zh.md": (
        "{#evening-visits actor=readers}",
        '{#evening-visits actor=readers formerly="night-visits open-late/summary#visits open-late/annex#visits"}',
    ),
    "reports/reading-city/report.yml": ("short: {", "formerly: [reading-town]\nshort: {"),
    "reports/reading-city/collections.zh.md": ("title: ", "formerly: [books]\ntitle: "),
    "comparisons/opening-hours.zh.md": ("{#shelf rests", "{#shelf formerly=night-shelf rests"),
    "sectors.yml": ("digital:\n", "digital:\n  formerly: [online]\n"),
    "actors.yml": ("city: {", "city: {formerly: [mayor], "),
    "glossary.yml": ("- id: night-shelf", "- id: night-shelf\n  formerly: [shelf]"),
    "events.yml": ("- id: library-bylaw", "- id: library-bylaw\n  formerly: [bylaw]"),
    "pages/about.zh.md": ("nav: 1", "nav: 1\nformerly: [imprint]"),
}


def change(content: Path) -> None:
    """Give a copy of the site `minimal` old ids, and withdraw some of what it never had."""
    for name, (old, new) in CHANGES.items():
        text = (content / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, name
        (content / name).write_text(text.replace(old, new), encoding="utf-8")
    (content / "withdrawn.yml").write_text(WITHDRAWN, encoding="utf-8")


@pytest.fixture(scope="session")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of which much was called otherwise, with compressed files; `content` lies beside it."""

    def make(root: Path) -> Path:
        change(shutil.copytree(FIXTURES / "minimal", root / "content"))
        result = build_site(root / "content", root / "site", memory=False, packed=True)
        assert not result.failed, result.problems
        return root / "site"

    return make_once("succession", tmp_path_factory, make)


def find(succession: Succession, text: str) -> str:
    return str(succession.find(Identifier.parse(text)))


def test_old_ids_are_found_through_all_that_held_them(copy_site: Callable[[str], Path]) -> None:
    folder = copy_site("minimal")
    change(folder)
    succession = find_succession(load_content(folder)[0])
    here = "statement/reading-city/opening-hours#evening-visits"
    assert find(succession, here) == here
    assert find(succession, "statement/reading-town/opening-hours#night-visits") == here
    assert find(succession, "statement/open-late/annex#visits") == here
    assert find(succession, "brief/reading-town/books") == "brief/reading-city/collections"
    assert find(succession, "statement/reading-town/books#on-loan") == "statement/reading-city/collections#on-loan"
    assert find(succession, "statement/open-late/annex#else") == "brief/open-late/annex"  # withdrawn with its brief
    assert find(succession, "statement/open-late/summary#gone") == "statement/open-late/summary#gone"
    assert find(succession, "point/opening-hours#night-shelf") == "point/opening-hours#shelf"
    for lost in ("statement/reading-city/opening-hours#x", "brief/reading-city/x", "sector/x", "statement/x/y#z"):
        assert succession.find(Identifier.parse(lost)) is None


def test_everything_published_is_found_again(copy_site: Callable[[str], Path]) -> None:
    folder = copy_site("minimal")
    before = published_text(find_succession(load_content(folder)[0]))
    (folder / "published.yml").write_text(before, encoding="utf-8")
    assert [problem for problem in check_content(folder)[2] if problem.path == "published.yml"] == []
    assert "- statement/open-late/opening-hours#staff\n" in before and "reference" not in before
    assert before.splitlines()[1:] == sorted(before.splitlines()[1:])


@pytest.mark.slow
def test_old_pages_lead_on_without_script(changed: Path) -> None:
    expected = {
        "reports/reading-town/": "../reading-city/",
        "reports/reading-town/collections/": "../../reading-city/collections/",
        "reports/reading-town/books/": "../../reading-city/collections/",
        "reports/reading-city/books/": "../collections/",
        "sectors/online/": "../digital/",
        "sectors/online/finding/": "../../digital/finding/",
        "recommendations/mayor/": "../city/",
        "glossary/shelf/": "../#night-shelf",
        "imprint/": "../about/",
    }
    for code in ("zh", "en"):
        for old, target in expected.items():
            page = html.fromstring((changed / code / old / "index.html").read_bytes())
            assert page.get("lang") == code
            held = page.xpath("//main//ol/li")
            assert page.xpath("//noscript/meta/@content") == ([] if held else [f"0; url={target}"]), old
            assert page.xpath("//main//ul//a/@href") == [target], old
            assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
            (canonical,) = page.xpath("//link[@rel='canonical']/@href")
            assert canonical.startswith("https://libraries.example/") and "reading-town" not in canonical
            assert (
                page.xpath("//main//strong")[0].text
                == {"zh": "本页已有新地址。", "en": "This page has a new address."}[code]
            )
    assert check_site(changed) == []


@pytest.mark.slow
def test_without_script_the_anchors_of_an_old_page_are_links(changed: Path) -> None:
    """A page that led on by itself would lose what comes after `#`; old anchors of what stands there are among them."""
    folders = {
        "reports/reading-town/collections": ("on-loan", "../../reading-city/collections/#on-loan"),
        "reports/reading-town/opening-hours": ("night-visits", "../../reading-city/opening-hours/#evening-visits"),
    }
    for code in ("zh", "en"):
        for old, (anchor, target) in folders.items():
            item = ids(changed, f"{code}/{old}")[anchor]
            assert item.xpath(".//a/@href") == [target] and item.text_content().strip()
            assert "data-dz-moved" not in item.attrib  # a script keeps the anchor itself
        headings = ids(changed, f"{code}/reports/reading-town/collections")
        new = ids(changed, f"{code}/reports/reading-city/collections")
        own = [
            anchor for anchor, item in headings.items() if item.text_content().strip() in ("现状", "Where things stand")
        ]
        for anchor in (*own, "proposals"):
            assert headings[anchor].xpath(".//a/@href") == [f"../../reading-city/collections/#{anchor}"]
            assert new[anchor].tag == "h2"
        assert len(own) == 1


@pytest.mark.slow
def test_files_beside_an_old_page_are_those_of_the_new(changed: Path) -> None:
    """Citations and tables have been downloaded from there, and linked."""
    names = {
        "reports/reading-town/collections": "reports/reading-city/collections",
        "reports/reading-city/books": "reports/reading-city/collections",
        "sectors/online/finding": "sectors/digital/finding",
        "recommendations/mayor": "recommendations/city",
    }
    for code in ("zh", "en"):
        for old, new in names.items():
            files = [
                path
                for path in (changed / code / new).iterdir()
                if path.is_file() and not path.name.startswith("index.")
            ]
            assert files
            for path in files:
                assert (changed / code / old / path.name).read_bytes() == path.read_bytes()


@pytest.mark.slow
def test_old_pages_are_nowhere_to_be_found(changed: Path) -> None:
    texts = {code: json.dumps(built_entries(changed, code)) for code in ("zh", "en")}
    for name, text in {"sitemap.xml": (changed / "sitemap.xml").read_text(encoding="utf-8"), **texts}.items():
        assert not re.search(r"reading-town|/books/|online|mayor|imprint|annex|inter-lending", text), name
    for path in changed.rglob("*.html"):
        if "reading-city" in path.parts:
            assert "reading-town" not in path.read_text(encoding="utf-8")


def ids(site: Path, name: str) -> dict[str, html.HtmlElement]:
    page = html.fromstring((site / name / "index.html").read_bytes())
    return {element.get("id"): element for element in page.iterfind(".//*[@id]")}


@pytest.mark.slow
def test_old_anchors_stand_where_what_they_named_stands(changed: Path) -> None:
    brief = ids(changed, "en/reports/reading-city/opening-hours")
    figures = ids(changed, "en/figures")
    row = figures["figure.reading-city.harbour-visits"]
    assert figures["figure.reading-town.harbour-visits"].getparent().getparent() is row
    sector = ids(changed, "en/sectors/opening-hours")
    assert sector["proposal-mayor"].getparent() is sector["proposal-city"]
    assert brief["night-visits"].getparent() is brief["evening-visits"] and "visits" not in brief
    assert ids(changed, "en/sectors/opening-hours")["night-shelf"].getparent().get("id") == "shelf"
    assert ids(changed, "en/glossary")["shelf"].getparent().get("id") == "night-shelf"
    assert "event-bylaw" in ids(changed, "en/timeline") and "actor-mayor" in ids(changed, "en/recommendations")


@pytest.mark.slow
def test_a_page_says_where_its_statements_are_now(changed: Path) -> None:
    here = "../../reading-city/opening-hours/#evening-visits"
    for name in ("zh/reports/open-late/summary", "zh/reports/open-late/annex"):
        line = ids(changed, name)["visits"]
        assert line.get("data-dz-moved") is not None
        assert line.xpath(".//a/@href") == [here] and "读书城市 · 开放时间" in line.text_content()


@pytest.mark.slow
def test_what_was_withdrawn_says_so_where_it_was(changed: Path) -> None:
    line = ids(changed, "en/reports/open-late/summary")["gone"]
    assert "Withdrawn on June 2024: The report says otherwise." in " ".join(line.text_content().split())
    assert line.xpath(".//a/@href")[-1] == "#no-substitute"
    page = html.fromstring((changed / "en/reports/open-late/annex/index.html").read_bytes())
    words = " ".join(page.find(".//main").text_content().split())
    assert "Annex Withdrawn on 1 June 2024: The report has dropped it." in words
    assert page.xpath("//main//a/@href")[0] == "../summary/" and not page.xpath("//noscript")
    assert "互借" in ids(changed, "zh/glossary")["inter-lending"].text_content()
    report = html.fromstring((changed / "zh/reports/open-late/index.html").read_bytes())
    assert "附录" in report.find(".//details[@class='dz-old']").text_content()


@pytest.mark.slow
def test_data_name_old_ids_and_what_was_withdrawn(changed: Path) -> None:
    def rows(name: str) -> dict[str, dict[str, object]]:
        return {row["id"]: row for row in json.loads((changed / "data" / name).read_text(encoding="utf-8"))}

    old = rows("statements.json")["reading-city/opening-hours#evening-visits"]["formerly"]
    assert old == ["reading-city/opening-hours#night-visits", "open-late/summary#visits", "open-late/annex#visits"]
    assert rows("reports.json")["reading-city"]["formerly"] == ["reading-town"]
    assert rows("comparisons.json")["opening-hours#shelf"]["formerly"] == ["opening-hours#night-shelf"]
    assert rows("events.json")["library-bylaw"]["formerly"] == ["bylaw"]
    gone = rows("withdrawn.json")
    assert list(gone) == ["open-late/annex", "open-late/summary#gone", "inter-lending"]
    assert gone["open-late/annex"]["instead"] == [{"kind": "brief", "id": "open-late/summary"}]


# The anchors of headings


def anchors(copy_site: Callable[[str], Path], *headings: str) -> list[str]:
    path = Path("pages/about.zh.md")
    if not path.is_file():
        copy_site("minimal")
    path.write_text("---\ntitle: 关于\nnav: 1\n---\n\n" + "\n\n".join(headings) + "\n", encoding="utf-8")
    return list(find_anchors(load_content(Path())[0].pages["about"]["zh"].outline.sections))


def test_headings_keep_their_anchors_wherever_they_stand(copy_site: Callable[[str], Path]) -> None:
    one, two = anchors(copy_site, "## 问题", "## 建议")
    assert anchors(copy_site, "## 新的一节", "## 建议", "### 问题")[1:] == [two, one]
    assert anchors(copy_site, "## **建议**") == [two]
    assert all(re.fullmatch("_[0-9a-f]{8}", anchor) for anchor in (one, two))


def test_anchors_of_headings_are_their_own(copy_site: Callable[[str], Path]) -> None:
    assert anchors(copy_site, "## Title", "## Über uns", "## über UNS", "## Given {#mine}") == [
        "_title-2",
        "_uber-uns",
        "_uber-uns-2",
        "mine",
    ]
    same = anchors(copy_site, "## 建议", "## 建议", "## 建 议")
    assert len(set(same)) == 3 and same[1] == f"{same[0]}-2"


@pytest.mark.slow
def test_headings_have_one_anchor_in_all_languages_and_the_old_one_too(changed: Path) -> None:
    pages = [ids(changed, f"{code}/reports/open-late/opening-hours") for code in ("zh", "en")]
    made = [[key for key in page if re.fullmatch("_[0-9a-f]{8}|section-[0-9]+", key)] for page in pages]
    assert made[0] == made[1] and len(made[0]) == 4


def test_calendars_that_were_subscribed_to_go_on(copy_site: Callable[[str], Path]) -> None:
    folder = copy_site("transit")
    path = folder / "sectors.yml"
    path.write_text(
        path.read_text("utf-8").replace("trams:\n", "trams:\n  formerly: [streetcars]\n", 1), encoding="utf-8"
    )
    content, interfaces, _ = check_content(folder)
    files = data_of(link_content(content), interfaces.values())
    for code in interfaces:
        assert files[f"{code}/sectors/streetcars/deadlines.ics"] == files[f"{code}/sectors/trams/deadlines.ics"] != ""
