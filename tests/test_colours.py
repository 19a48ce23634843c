"""Colours: measured against published values, and any number of reports told apart, also by the colour-blind."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.content.identity import GROUNDS, SCHEMES, SchemeColour
from build_scripts.ground.colours import MARK_CONTRAST, TEXT_CONTRAST, contrast, distance, least_contrast, readable
from build_scripts.library.colours import APART, PALETTE, PATTERNS, mark_reports
from build_scripts.pages.chart_frame import HUES
from tests.built import PROJECT

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
THEME = (PROJECT / "templates" / "theme" / "assets" / "duizhao.css").read_text("utf-8")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
        ("#abcdef", "#abcdef", 1),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


def test_red_and_green_of_one_lightness_are_near_for_some() -> None:
    """What most people see as far apart is measured as who lacks cones sees it."""
    red, green, blue = "#c0504d", "#7f8a1e", "#3366cc"
    assert distance(red, green) < distance(red, blue)
    assert distance("#000000", "#ffffff") == pytest.approx(100, abs=1)
    assert distance(red, red) == 0


@pytest.mark.parametrize("scheme", SCHEMES)
def test_eight_reports_are_told_apart_by_everybody(scheme: str) -> None:
    own = [pair[SCHEMES.index(scheme)] for pair in PALETTE]
    assert len(own) == 8
    assert min(distance(one, other) for one, other in itertools.combinations(own, 2)) >= APART
    assert all(least_contrast(colour, GROUNDS[scheme]) >= MARK_CONTRAST for colour in own)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_grounds_are_those_of_the_theme(scheme: str) -> None:
    block = THEME.split("}")[SCHEMES.index(scheme)]
    found = tuple(re.findall(rf"--dz-{name}: (#\w+)", block)[0] for name in ("paper", "note"))
    assert found == GROUNDS[scheme]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_places_in_charts_are_told_apart_by_everybody(scheme: str) -> None:
    """They bear the colours of actors, wherever these are written."""
    own = re.findall(r"--dz-hue-\d: (#\w+)", THEME.split("}")[SCHEMES.index(scheme)])
    assert len(own) == 3
    assert min(distance(one, other) for one, other in itertools.combinations(own, 2)) >= APART
    assert all(least_contrast(colour, GROUNDS[scheme]) >= MARK_CONTRAST for colour in own)
    alone = (
        (PROJECT / "templates" / "root" / "chart-style.html")
        .read_text("utf-8")
        .split("color-scheme:")[1 + SCHEMES.index(scheme)]
    )
    assert re.findall(r"--dz-hue-\d:(#\w+)", alone) == own
    assert scheme == "dark" or list(HUES.values()) == own


def test_reports_with_one_colour_differ_in_line_and_texture() -> None:
    marks = list(mark_reports({str(no): None for no in range(len(PALETTE) * PATTERNS)}).values())
    assert len({(mark.light, mark.line) for mark in marks}) == len(marks)
    assert len({(mark.light, mark.texture) for mark in marks}) == len(marks)
    assert all(one.texture != other.texture for one, other in itertools.pairwise(marks[:8])), "neighbours in a bar"
    assert [mark.line for mark in marks[:9]] == [0] * 8 + [1]


def test_no_report_gets_a_colour_near_to_one_that_was_asked_for() -> None:
    asked = SchemeColour(light="#14507f")
    marks = mark_reports({"a": None, "b": asked, "c": None, "d": None, "e": asked})
    assert marks["b"].light == marks["e"].light == "#14507f"
    assert (marks["b"].line, marks["e"].line) == (0, 1) and marks["b"].texture != marks["e"].texture
    others = [marks[key] for key in "acd"]
    assert all(distance(mark.light, "#14507f") >= APART for mark in others)
    assert all(distance(mark.dark, marks["b"].dark) >= APART for mark in others)
    assert least_contrast(marks["b"].dark, GROUNDS["dark"]) >= MARK_CONTRAST


@given(st.lists(st.none() | colours, max_size=40))
def test_marks_are_made_for_any_number_of_reports(asked: list[str | None]) -> None:
    wanted = {str(no): SchemeColour(light=colour) if colour else None for no, colour in enumerate(asked)}
    marks = mark_reports(wanted)
    assert list(marks) == list(wanted)
    rounds = [(mark.light, mark.dark, mark.line) for mark in marks.values()]
    most = max((rounds.count(each) for each in rounds), default=0)
    assert most <= -(-len(asked) // PATTERNS), "a mark comes again only when its patterns are used up"


@given(colours, st.sampled_from(SCHEMES), st.sampled_from([TEXT_CONTRAST, MARK_CONTRAST]))
def test_what_would_be_enough_is(colour: str, scheme: str, wanted: float) -> None:
    found = readable(colour, GROUNDS[scheme], wanted)
    assert least_contrast(found, GROUNDS[scheme]) >= wanted
    if least_contrast(colour, GROUNDS[scheme]) >= wanted:
        assert found == colour


def test_a_word_is_no_colour() -> None:
    with pytest.raises(ValueError, match="no colour"):
        contrast("red", "#ffffff")
