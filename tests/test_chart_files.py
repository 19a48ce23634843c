"""What charts say of their data, and what can be taken along of them: a drawing, a table, a page to embed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest
from lxml import html

from build_scripts.content.model import Figure
from build_scripts.library.index import Library
from build_scripts.outputs.chart_files import ChartFile, chart_files
from build_scripts.pages.chart_frame import ACCENT, HUES, INK, PAPER, RULE, SOFT
from build_scripts.pages.figure_index import Compared
from build_scripts.pages.figures import Figures
from build_scripts.pages.spoken import unmarked
from build_scripts.publish.build import TEMPLATES
from tests.conftest import VALID_SITES
from tests.pages import csv_rows, interface_of, page_of
from tests.traced import Made, Watched, read

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
STATEMENTS = """
- 海港分馆2021年夜间到馆5万人次。 {#harbour-count}
- 老城区2021年到馆3万人次。 {#old-town-count}

    > 存疑：这一数字偏高。

- 海港分馆2019年到馆2万人次。 {#earlier-count}
- 海港分馆2021年借出9千人次，比2010年多。 {#lent-2021}
- 海港分馆2024年借出12000人次，比2010年多。 {#lent-2024}
"""
KINDS = "notes:\n  doubtful: {label: {zh: 存疑, en: Doubtful}, warns: true}\n"
WHAT = "indicator: visits, unit: person"
SHARED = "indicator: loans, unit: person, geography: harbour, baseline: 2010, scope: {zh: 夜间, en: at night}"
FIGURES = f"""
figures:
  - {{id: harbour-2021, statement: opening-hours#harbour-count, geography: harbour, year: 2021, value: 50000, {WHAT}}}
  - {{id: old-town, statement: opening-hours#old-town-count, geography: old-town, year: 2021, value: 30000, {WHAT}}}
  - {{id: harbour-2019, statement: opening-hours#earlier-count, geography: harbour, year: 2019, value: 20000, {WHAT}}}
  - {{id: lent-2021, statement: opening-hours#lent-2021, year: 2021, value: 9000, {SHARED}}}
  - {{id: lent-2024, statement: opening-hours#lent-2024, year: 2024, value: 12000, {SHARED}}}
"""
INDICATORS = "loans: {label: {zh: 外借, en: 'Loans & <returns>'}, unit: person}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site with figures that share an axis: of three places and years, and of one place over time."""
    root = shutil.copytree(VALID_SITES / "minimal", tmp_path_factory.mktemp("charts") / "content")
    for name, text in (
        ("reports/open-late/opening-hours.zh.md", STATEMENTS),
        ("reports/open-late/report.yml", FIGURES),
        ("kinds.yml", KINDS),
        ("indicators.yml", INDICATORS),
    ):
        path = root / name
        path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def made(folder: Path) -> Made:
    return read(folder)


@pytest.fixture(scope="module")
def files(made: Made) -> dict[str, ChartFile]:
    return {file.name: file for file in chart_files(made.library, made.interfaces, TEMPLATES)}


def figures_of(library: Library, code: str = "en") -> Figures:
    return page_of(library, code).figures


def charts(library: Library) -> dict[str, Compared]:
    return {item.name: item for item in figures_of(library).index.drawn}


# What charts say


@pytest.mark.parametrize(
    ("name", "code", "headline", "caption"),
    [
        (
            "loans",
            "en",
            "Harbour district: from 9,000 people (2021) to 12,000 people (2024)",
            "Harbour district · against 2010 · at night",
        ),
        ("visits", "en", "From 20,000 people (Harbour district · 2019) to 50,000 people (Harbour district · 2021)", ""),
    ],
)
def test_a_title_says_what_is_seen(made: Made, name: str, code: str, headline: str, caption: str) -> None:
    words = figures_of(made.library, code).chart(charts(made.library)[name])
    assert (words.headline, words.caption) == (headline, caption)


def test_few_values_are_named_one_by_one_and_doubted_ones_as_such(made: Made) -> None:
    item = charts(made.library)["visits"]
    figures = {point.figure.id: point for point in item.comparison.points}
    points = (figures["harbour-2021"], figures["old-town"])
    few = replace(item, comparison=replace(item.comparison, points=points))
    words = figures_of(made.library).chart(few)
    assert words.headline == "Harbour district 50,000 people and Old town 30,000 people (doubtful)"
    assert words.caption == "2021"
    assert [row.is_doubted for row in words.rows] == [False, True]
    assert "doubtful" in words.rows[1].note and "doubtful" not in words.rows[0].note


def test_what_is_in_another_language_is_marked_as_such(made: Made) -> None:
    """The Chinese catalogue is left out here: its messages come in English."""
    item = charts(made.library)["loans"]
    words = figures_of(made.library, "zh").chart(item)
    assert unmarked(words.headline) == "海港区: from 9,000人 (2021年) to 1.2万人 (2024年)"
    files = {file.name: file for file in chart_files(made.library, (words.text.interface,), TEMPLATES)}
    page = html.fromstring(files[f"zh/{item.path}index.html"].make().encode())
    assert [span.text for span in page.xpath("//h1/span[@lang='en']")] == [": from", ") to"]
    assert page.findtext(".//title").isprintable()
    drawing = Tree.fromstring(files[f"zh/{item.path}chart.svg"].make().encode())
    spoken = [(span.get(LANGUAGE), span.text) for span in drawing.iter("{http://www.w3.org/2000/svg}tspan")]
    assert ("en", ": from") in spoken
    assert "\x01" not in files[f"zh/{item.path}chart.csv"].make()


def test_a_year_that_is_inferred_says_so(made: Made) -> None:
    item = charts(made.library)["loans"]
    first, last = item.comparison.points
    guessed = replace(first.given[0], figure=first.figure.model_copy(update={"year_basis": "inferred"}))
    points = (replace(first, given=(guessed,)), last)
    words = figures_of(made.library).chart(replace(item, comparison=replace(item.comparison, points=points)))
    assert "(2021 · inferred)" in words.headline and words.rows[0].label == "2021 (inferred)"


def test_one_chart_stands_for_all(made: Made) -> None:
    library, found = made.library, charts(made.library)
    assert figures_of(library).preferred_chart() == found["loans"], "which nobody doubts"
    highlights = ("open-late/harbour-2021", "open-late/lent-2024")
    named = replace(library, site=library.site.model_copy(update={"highlights": highlights}))
    assert figures_of(named).preferred_chart() == found["loans"], "a doubted one is never taken by rule"
    chosen = replace(library, site=library.site.model_copy(update={"chart": "visits"}))
    assert figures_of(chosen).preferred_chart() == found["visits"]


def test_there_need_not_be_a_chart(library: Library) -> None:
    assert figures_of(library).preferred_chart() is None


def figure(**own: object) -> Figure:
    base = {
        "id": "one",
        "statement": "a#b",
        "indicator": "visits",
        "geography": "harbour",
        "unit": "person",
        "value": 1,
    }
    return Figure.model_validate({**base, **own})


def test_what_a_value_rests_on(made: Made) -> None:
    figures = figures_of(made.library)
    whole = figure(baseline="2005", scope={"zh": "夜间", "en": "at <night>"}, scenario={"zh": "雨天"})
    assert figures.basis(whole) == 'against 2005 · at &lt;night&gt; · <span lang="zh">雨天</span>'
    assert figures.basis(figure()) == ""


def test_what_a_report_prints_is_quoted_and_explained(made: Made) -> None:
    printed = figure(printed={"zh": "一倍以上", "en": "more than one time"})
    own, foreign = figures_of(made.library, "zh"), figures_of(made.library)
    assert own.printed(printed, "open-late") == "<q>一倍以上</q>"
    assert foreign.printed(printed, "open-late") == '<q lang="zh">一倍以上</q> (more than one time)'
    assert foreign.printed(figure(printed={"zh": "一倍以上"}), "open-late") == '<q lang="zh">一倍以上</q>'


# What can be taken along


def test_every_chart_has_its_files_in_every_language(made: Made, files: dict[str, ChartFile]) -> None:
    names = ("index.html", "chart.svg", "chart.csv")
    items = charts(made.library)
    assert set(items) == {"visits", "loans"}
    assert set(files) == {f"{code}/charts/{item}/{name}" for code in ("zh", "en") for item in items for name in names}


def drawings(files: dict[str, ChartFile]) -> Iterator[tuple[str, Tree.Element]]:
    for name, file in files.items():
        if name.endswith(".svg"):
            yield name, Tree.fromstring(file.make())


def test_drawing_needs_nothing_else(files: dict[str, ChartFile]) -> None:
    for name, svg in drawings(files):
        assert svg.get("{http://www.w3.org/XML/1998/namespace}lang") == name.split("/")[0]
        for element in svg.iter():
            assert not {"class", "style", "href"} & set(element.attrib), name
            assert not element.tag.endswith(("style", "script", "image"))
        text = Tree.tostring(svg, encoding="unicode")
        assert "var(" not in text and "currentColor" not in text.replace('fill="currentColor"', "")


def test_drawing_has_the_colours_of_the_theme() -> None:
    css = (TEMPLATES / "theme" / "assets" / "duizhao.css").read_text(encoding="utf-8")
    for name, colour in {
        **{"paper": PAPER, "ink": INK, "soft": SOFT, "rule": RULE, "accent": ACCENT},
        **{name.removeprefix("dz-"): colour for name, colour in HUES.items()},
    }.items():
        found = re.search(rf"--dz-{name}: (#\w+);", css)
        assert found and found[1].lower() == colour, name


def test_drawing_says_what_is_seen_and_where_it_is_from(made: Made, files: dict[str, ChartFile]) -> None:
    svg = Tree.fromstring(files["en/charts/loans/chart.svg"].make())
    words = " ".join(element.text or "" for element in svg.iter() if element.tag.endswith("text"))
    assert "Loans & <returns>" in words and "from 9,000 people (2021) to 12,000 people (2024)" in words
    assert "against 2010 · at night" in words
    assert f"{made.library.site.base_url.rstrip('/')}/en/figures/#compare-loans" in words.replace(" ", "")
    assert "Source: Open late · Open at night 7; Open late · Open at night 8" in words


def test_table_has_every_value_with_all_that_is_said_of_it(files: dict[str, ChartFile]) -> None:
    rows = csv_rows(files["en/charts/visits/chart.csv"].make())
    by_id = {(row["place"], row["year"]): row for row in rows if row["report"] == rows[0]["report"]}
    assert len(rows) == 4
    doubted = next(row for row in rows if row["warning"])
    assert (doubted["place"], doubted["value"], doubted["year_basis"]) == ("Old town", "30000", "stated")
    assert sorted(row["contradicted"] for row in rows) == ["false", "false", "true", "true"]
    assert all(row["url"].partition("#")[2] and row["reference"] for row in rows) and by_id
    (first, last) = csv_rows(files["en/charts/loans/chart.csv"].make())
    assert (first["baseline"], first["scope"], last["value"]) == ("2010", "at night", "12000")


def test_page_to_embed_stands_alone(made: Made, files: dict[str, ChartFile]) -> None:
    base = made.library.site.base_url.rstrip("/")
    for name, file in files.items():
        if not name.endswith(".html"):
            continue
        page = html.fromstring(file.make())
        assert page.get("lang") == name.split("/")[0] and page.get("dir") == "ltr"
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert page.xpath("//link[@rel='icon']/@href") == ["../../assets/mark.svg"]
        assert page.xpath("//link[@rel='canonical']/@href") == [f"{base}/{name.split('/')[0]}/figures/"]
        assert not page.xpath("//nav | //script | //header | //iframe")
        assert len(page.xpath("//svg[@role='img']")) == 1 and len(page.xpath("//h1")) == 1
        links = page.xpath("//a/@href")
        assert any("figures/#compare-" in link for link in links)
        item = charts(made.library)[name.split("/")[2]]
        wanted = {given.statement.path for point in item.comparison.points for given in point.given}
        assert {link.removeprefix("../../") for link in links if "reports/" in link} == wanted


def test_doubts_stand_on_the_page_to_embed(files: dict[str, ChartFile]) -> None:
    text = files["zh/charts/visits/index.html"].make()
    assert "存疑：这一数字偏高。" in text and "dz-chart-dot--doubted" in text


def test_snippet_shows_the_page_and_is_no_markup_where_words_are(made: Made) -> None:
    item = charts(made.library)["loans"]
    snippet = figures_of(made.library).snippet(item)
    frame = html.fromstring(snippet)
    assert frame.tag == "iframe" and frame.get("title") == "Loans & <returns>"
    assert frame.get("src") == f"{made.library.site.base_url.rstrip('/')}/en/charts/loans/"


@pytest.mark.slow
def test_files_are_made_again_when_a_doubt_changes(folder: Path, tmp_path: Path) -> None:
    watched = Watched(shutil.copytree(folder, tmp_path / "content"))
    for old, new in (
        ("这一数字偏高", "这一数字太高"),
        ("> 存疑：", "> 另见："),
        ("老城区2021年到馆", "老城区2021年总共到馆"),
    ):

        def edit(root: Path, old: str = old, new: str = new) -> None:
            path = root / "reports/open-late/opening-hours.zh.md"
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new), encoding="utf-8")

        assert watched.judge(edit).changed


def test_same_content_gives_the_same_files(made: Made, files: dict[str, ChartFile]) -> None:
    again = {file.name: file.make() for file in chart_files(made.library, made.interfaces, TEMPLATES)}
    assert again == {name: file.make() for name, file in files.items()}
    assert interface_of(made.library, "en").language.code == "en"
