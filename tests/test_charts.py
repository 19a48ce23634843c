"""What may share an axis, where sources differ, and the drawing of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from build_scripts.content.model import Figure
from build_scripts.library.figures import Comparison, differ, find_comparisons, find_differing
from build_scripts.library.index import Library
from build_scripts.pages.charts import FONT, WIDTH, Chart, Row, draw, draw_chart
from build_scripts.pages.scales import Axis, find_ticks, make_axis, text_width
from build_scripts.pages.spoken import FSI, PDI, spoken

STATEMENTS = {"reading-city": "opening-hours#evening-visits", "open-late": "opening-hours#pilot"}
SVG = "{http://www.w3.org/2000/svg}"


def figure(**fields: Any) -> Figure:
    """A figure of visits to the harbour branch in 2021, but for what is given."""
    low_or_value = {} if "low" in fields else {"value": 100}
    own = {"id": "one", "statement": "a#b", "indicator": "visits", "geography": "harbour", "year": "2021"}
    return Figure.model_validate({**own, "unit": "person", **low_or_value, **fields})


def with_figures(library: Library, *rows: tuple[str, dict[str, Any]]) -> Library:
    """The library with just these figures, each in a report."""
    figures: dict[str, list[Figure]] = {key: [] for key in library.reports}
    for no, (report, fields) in enumerate(rows):
        figures[report].append(figure(**{"id": f"f{no}", "statement": STATEMENTS[report], **fields}))
    reports = {key: replace(report, figures=tuple(figures[key])) for key, report in library.reports.items()}
    return replace(library, reports=reports)


def compare(library: Library, *rows: tuple[str, dict[str, Any]]) -> list[list[str]]:
    """Give the ids of the figures that share an axis."""
    found = find_comparisons(with_figures(library, *rows))
    return [[given.figure.id for point in item.points for given in point.given] for item in found]


CITY, LATE = "reading-city", "open-late"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([(CITY, {}), (CITY, {"geography": "old-town"})], [["f0", "f1"]], id="places in one year"),
        pytest.param([(CITY, {}), (CITY, {"year": "2019"})], [["f1", "f0"]], id="years of one place, in order"),
        pytest.param([(CITY, {}), (LATE, {"value": 90})], [["f1", "f0"]], id="reports on one thing"),
        pytest.param([(CITY, {}), (LATE, {})], [], id="one value, twice said"),
        pytest.param([(CITY, {})], [], id="a single value"),
        pytest.param([(CITY, {}), (CITY, {"geography": "old-town", "year": "2019"})], [], id="other place and year"),
        pytest.param([(CITY, {}), (CITY, {"value": 9, "unit": "percent"})], [], id="other unit"),
        pytest.param([(CITY, {}), (CITY, {"value": 9, "indicator": "loan-share"})], [], id="other indicator"),
        pytest.param([(CITY, {}), (CITY, {"value": 9, "baseline": "2005"})], [], id="other baseline"),
        pytest.param([(CITY, {}), (CITY, {"value": 9, "scenario": {"zh": "雨天"}})], [], id="other scenario"),
        pytest.param([(CITY, {}), (CITY, {"value": 9, "scope": {"zh": "夜间"}})], [], id="other scope"),
        pytest.param(
            [(CITY, {"year": None}), (CITY, {"year": None, "geography": "old-town"})],
            [["f0", "f1"]],
            id="no year stated, one report",
        ),
        pytest.param(
            [(CITY, {"year": None}), (LATE, {"year": None, "geography": "old-town"})],
            [],
            id="no year stated, two reports",
        ),
        pytest.param(
            [(CITY, {}), (CITY, {"geography": "old-town"}), (CITY, {"geography": "old-town", "year": "2019"})],
            [["f0", "f2", "f1"]],
            id="joined through another",
        ),
    ],
)
def test_what_shares_an_axis(library: Library, rows: list[Any], expected: list[list[str]]) -> None:
    assert compare(library, *rows) == expected


def test_what_must_not_stand_on_the_axis_is_named(library: Library) -> None:
    other = (CITY, {"geography": "old-town", "year": "2019"})
    rows = [(CITY, {}), (LATE, {"value": 90}), other]
    (item,) = find_comparisons(with_figures(library, *rows))
    assert [given.figure.id for given in item.left_out] == ["f2"]


def test_same_values_are_one_point_with_all_sources(library: Library) -> None:
    rows = [(CITY, {}), (LATE, {}), (CITY, {"geography": "old-town"})]
    (item,) = find_comparisons(with_figures(library, *rows))
    assert sorted(len(point.given) for point in item.points) == [1, 2]
    assert set(item.points[0].reports) == {CITY, LATE}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"value": 60}, {"value": 60}, False),
        ({"value": 60}, {"value": 61}, True),
        ({"value": 60}, {"low": 55, "high": 65}, False),
        ({"value": 66}, {"low": 55, "high": 65}, True),
        ({"low": 50, "high": 60}, {"low": 55, "high": 65}, True),
        ({"low": 50, "high": 60}, {"low": 52, "high": 58}, False),
        ({"value": 60}, {"value": 61, "qualifier": "about"}, False),
        ({"value": 60}, {"value": 70, "qualifier": "nearly"}, True),
        ({"value": 68}, {"value": 70, "qualifier": "nearly"}, False),
        ({"value": 60}, {"value": 50, "qualifier": "over"}, False),
        ({"value": 60}, {"value": 70, "qualifier": "at-least"}, True),
        ({"value": 60, "qualifier": "under"}, {"value": 50, "qualifier": "over"}, False),
        ({"value": 60, "qualifier": "at-most"}, {"value": 70, "qualifier": "over"}, True),
        ({"value": -10}, {"value": -10, "qualifier": "about"}, False),
    ],
)
def test_when_values_differ(one: dict[str, Any], other: dict[str, Any], expected: bool) -> None:
    assert differ(figure(**one), figure(**other)) is expected
    assert differ(figure(**other), figure(**one)) is expected


def test_sources_that_differ_are_found(library: Library) -> None:
    both = with_figures(library, (CITY, {}), (LATE, {"value": 90}), (CITY, {"year": "2019", "value": 5}))
    (item,) = find_comparisons(both)
    groups = [{given.key for no in group for given in item.points[no].given} for group in item.differing]
    assert groups == [{f"{CITY}/f0", f"{LATE}/f1"}]
    assert find_differing(both) == groups[0]


@pytest.mark.parametrize(
    "own",
    [
        pytest.param({"year": "2020"}, id="another year"),
        pytest.param({"year": None}, id="no year"),
        pytest.param({"geography": "old-town"}, id="another place"),
        pytest.param({"unit": "percent"}, id="another unit"),
        pytest.param({"indicator": "loan-share"}, id="another indicator"),
        pytest.param({"baseline": "2005"}, id="another baseline"),
        pytest.param({"scope": {"zh": "上半年"}}, id="another scope"),
        pytest.param({"scenario": {"zh": "雨天"}}, id="another scenario"),
        pytest.param({"value": 100, "qualifier": "about"}, id="much the same value"),
    ],
)
def test_sources_do_not_differ_on_what_is_not_the_same(library: Library, own: dict[str, Any]) -> None:
    assert find_differing(with_figures(library, (CITY, {}), (LATE, {"value": 90, **own}))) == frozenset()


def test_sources_do_not_differ_where_none_states_a_year(library: Library) -> None:
    rows = [(CITY, {"year": None}), (LATE, {"value": 90, "year": None})]
    (item,) = find_comparisons(with_figures(library, *rows))
    assert (len(item.points), item.differing) == (2, ())


@pytest.mark.parametrize("basis", ["stated", "inferred"])
def test_a_year_that_is_inferred_counts_like_one_that_is_stated(library: Library, basis: str) -> None:
    rows = [(CITY, {}), (LATE, {"value": 90, "year_basis": basis})]
    assert find_differing(with_figures(library, *rows)) == {f"{CITY}/f0", f"{LATE}/f1"}


def test_the_order_of_reports_does_not_matter(library: Library) -> None:
    rows = [(CITY, {}), (LATE, {"value": 90}), (LATE, {"year": "2019"}), (CITY, {"geography": "old-town"})]

    def values(item: Comparison) -> list[Any]:
        return [(point.figure.geography, point.figure.year, point.figure.value) for point in item.points]

    (one,) = find_comparisons(with_figures(library, *rows))
    (other,) = find_comparisons(with_figures(library, *reversed(rows)))
    assert values(one) == values(other)


@for_all(st.lists(st.decimals(-(10**12), 10**12, allow_nan=False, places=3), min_size=1, max_size=6))
def test_ticks_are_round_even_and_hold_zero_and_every_value(values: list[Decimal]) -> None:
    ticks = find_ticks(values)
    assert ticks[0] <= min(*values, Decimal(0)) and max(*values, Decimal(0)) <= ticks[-1]
    assert 0 in ticks
    assert len({later - earlier for earlier, later in pairwise(ticks)}) == 1
    assert 2 <= len(ticks) <= 7


ROWS = (
    Row("Harbour · 2021", "", "100", Decimal(100), Decimal(100), hue=1),
    Row("Old town · 2021", "", "about 40", Decimal(40), Decimal(40), is_soft=True),
    Row("West · 2021", "", "20 to 60", Decimal(20), Decimal(60)),
    Row("East · 2021", "", "over 30", Decimal(30), None),
    Row("North · 2021", "", "under 30", None, Decimal(30)),
)
AXIS = Axis(tuple(map(Decimal, (0, 50, 100))), ("0", "50", "100"), "people")
CHART = Chart("c", "Visits <& more>", "all values", AXIS, ROWS)
LEGEND = {kind: f"mark: {kind}" for kind in ("soft", "range", "open", "doubted", "differ")}


def drawn(**options: Any) -> Tree.Element:
    return Tree.fromstring(draw_chart(replace(CHART, **options)))


def texts_of(svg: Tree.Element, css: str) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text") if css in (text.get("class") or "").split()]


def test_drawing_has_a_name_a_description_and_every_value_in_words() -> None:
    svg = drawn()
    assert svg.get("role") == "img"
    names = {e.get("id"): e.text for e in svg if e.tag in (f"{SVG}title", f"{SVG}desc")}
    assert (svg.get("aria-labelledby") or "").split() == list(names) == ["c-title", "c-desc"]
    assert names == {"c-title": "Visits <& more>", "c-desc": "all values"}
    assert texts_of(svg, "dz-chart-value") == [row.text for row in ROWS]


def test_axis_has_its_values_and_the_unit() -> None:
    assert texts_of(drawn(), "dz-chart-tick") == ["0", "50", "100", "people"]


def test_numbers_of_the_axis_never_touch() -> None:
    labels = ("0", *(f"{no},000,000,000,000" for no in range(1, 6)))
    svg = drawn(axis=Axis(tuple(map(Decimal, range(6))), labels))
    spans = []
    for text in (text for text in svg.iter(f"{SVG}text") if text.get("class") == "dz-chart-tick"):
        at, width = float(text.get("x") or 0), text_width(text.text or "") * 9
        first = {"middle": at - width / 2, "end": at - width}.get(text.get("text-anchor") or "", at)
        spans.append((first, first + width))
    assert 2 <= len(spans) < 6
    assert all(last < first for (_, last), (first, _) in pairwise(spans))
    assert spans[0][0] >= 0 and spans[-1][1] <= WIDTH


def test_axis_takes_the_unit_off_its_numbers() -> None:
    axis = make_axis([Decimal(3), Decimal(8)], lambda tick: f"{tick} million tonnes", "0")
    assert (axis.labels, axis.unit) == (("0", "2", "4", "6", "8"), "million tonnes")
    axis = make_axis([Decimal(3), Decimal(8)], lambda tick: f"{tick}%", "0")
    assert (axis.labels, axis.unit) == (("0", "2%", "4%", "6%", "8%"), "")


def test_drawing_has_no_colour_of_its_own() -> None:
    text = draw_chart(replace(CHART, brackets=[(0, 1)], legend=LEGEND))
    assert "#" not in text and "style=" not in text and text.count("fill=") == text.count('fill="currentColor"') == 1


def test_what_is_doubted_has_marks_of_its_own() -> None:
    one, two = replace(ROWS[1], is_doubted=True), replace(ROWS[2], is_doubted=True)
    groups = [group for group in drawn(rows=(one, two)).iter(f"{SVG}g") if "dz-chart-row" in (group.get("class") or "")]
    assert [[path.get("class") for path in group.iter(f"{SVG}path")] for group in groups] == [
        ["dz-chart-stem dz-chart-doubted", "dz-chart-dot dz-chart-dot--doubted"],
        [
            "dz-chart-stem dz-chart-doubted",
            "dz-chart-range dz-chart-doubted",
            *2 * ["dz-chart-dot dz-chart-dot--doubted"],
        ],
    ]


def test_legend_names_the_marks_that_are_there() -> None:
    assert texts_of(drawn(legend=LEGEND), "dz-chart-tick")[4:] == ["mark: soft", "mark: range", "mark: open"]
    rows = (ROWS[0], replace(ROWS[0], is_doubted=True))
    marked = drawn(legend=LEGEND, rows=rows, brackets=[(0, 1)])
    assert texts_of(marked, "dz-chart-tick")[4:] == ["mark: doubted", "mark: differ"]
    assert texts_of(drawn(legend=LEGEND, rows=2 * ROWS[:1]), "dz-chart-tick")[4:] == []


def test_marks_say_what_is_stated() -> None:
    groups = [group for group in drawn().iter(f"{SVG}g") if "dz-chart-row" in (group.get("class") or "")]
    marks = [[path.get("class") for path in group.iter(f"{SVG}path")] for group in groups]
    assert [kinds[1:] for kinds in marks] == [
        ["dz-chart-dot"],
        ["dz-chart-dot dz-chart-dot--soft"],
        ["dz-chart-range"],
        ["dz-chart-dot", "dz-chart-arrow"],
        ["dz-chart-dot", "dz-chart-arrow"],
    ]


def test_right_to_left_is_mirrored() -> None:
    ltr, rtl = drawn(), drawn(direction="rtl")
    assert ltr.get("direction") is None and rtl.get("direction") == "rtl"

    def places(svg: Tree.Element) -> list[float]:
        return [float(text.get("x") or "nan") for text in svg.iter(f"{SVG}text")]

    assert [WIDTH - x for x in places(rtl)] == pytest.approx(places(ltr))


def test_words_in_another_language_say_so() -> None:
    label = f"{spoken('zh', '港口')} · 2020"
    rows = (replace(ROWS[0], label=label, note=""), replace(ROWS[1], text=spoken("zh", "三千")), *ROWS[2:])
    svg = drawn(rows=rows, title=label, description=label)
    assert [svg.findtext(f"{SVG}{name}") for name in ("title", "desc")] == ["港口 · 2020"] * 2
    label_text = next(text for text in svg.iter(f"{SVG}text") if text.get("class") == "dz-chart-label")
    assert [(span.get("lang"), span.text, span.tail) for span in label_text] == [("zh", "港口", " · 2020")]
    assert [(text.get("lang"), text.text) for text in svg.iter(f"{SVG}text") if text.get("lang")] == [("zh", "三千")]


def test_each_line_of_words_that_run_the_other_way_does() -> None:
    english = f"{FSI}{spoken('en', 'Harbour district, and all that lies beyond the old town walls')}{PDI}"
    svg = drawn(rows=(replace(ROWS[0], label=english, note=""), *ROWS[1:]), direction="rtl")
    group = next(group for group in svg.iter(f"{SVG}g") if "dz-chart-row" in (group.get("class") or ""))
    lines = ["".join(text.itertext()) for text in group.iter(f"{SVG}text") if text.get("class") == "dz-chart-label"]
    assert len(lines) >= 2 and all((line[0], line[-1]) == ("\u2066", PDI) for line in lines), "left to right"
    assert {span.get("lang") for text in group.iter(f"{SVG}text") for span in text} == {"en"}


def test_bracket_spans_the_rows_that_differ() -> None:
    brackets = [p.get("d") for p in drawn(brackets=[(1, 2)]).iter(f"{SVG}path") if p.get("class") == "dz-chart-bracket"]
    assert brackets == ["M314 39H319V96H314"]


def test_long_words_are_broken_into_lines_that_fit() -> None:
    long = "a report with a very long name, and then some more of it, which no line of a chart could hold"
    rows = (replace(ROWS[0], note=long), replace(ROWS[1], text=f"26 to 45 million tonnes of something, {long}"))
    svg = drawn(rows=rows)
    texts = [
        text
        for text in svg.iter(f"{SVG}text")
        if "label" in str(text.get("class")) or "value" in str(text.get("class"))
    ]
    assert all(text_width(text.text or "") * FONT <= WIDTH for text in texts)
    assert len(texts) > 5
    lines = sorted((float(text.get("y") or 0), text.get("text-anchor") or "start") for text in texts)
    assert len(set(lines)) == len(lines), "two texts stand at one place"


def test_one_value_is_no_chart() -> None:
    with pytest.raises(ValueError, match="at least two"):
        draw(replace(CHART, rows=ROWS[:1]))


def test_same_input_gives_the_same_drawing() -> None:
    assert Tree.tostring(drawn()) == Tree.tostring(drawn())
