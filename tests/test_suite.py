"""The suite itself: tests that people can name, run quickly, and trust on a busy machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import LONGEST_PART, TESTS, pytest_make_parametrize_id, shorten

LONGEST_ID = 60
MODULES = sorted(TESTS.rglob("test_*.py"))


def id_of(item: pytest.Item) -> str:
    """Give what stands in the brackets after the name of a test."""
    return item.name.partition("[")[2].removesuffix("]")


def test_ids_of_tests_are_short(request: pytest.FixtureRequest) -> None:
    items = request.session.items
    assert items
    assert [item.nodeid for item in items if len(id_of(item)) > LONGEST_ID or not id_of(item).isprintable()] == []


@pytest.mark.parametrize(
    ("value", "part"),
    [("short", "short"), (b"\xff", "\\xff"), ("two\n\nlines", "two lines"), ("x" * 50, "x" * 17 + "…"), ("\x00", "")],
)
def test_parameter_is_named_by_what_can_be_read(value: object, part: str) -> None:
    found = pytest_make_parametrize_id(value)
    assert found == part and len(found) <= LONGEST_PART


def test_a_text_of_the_longest_length_is_left_whole() -> None:
    assert shorten("abc", 3) == "abc" and shorten("abcd", 3) == "ab…"


def test_slow_tests_are_marked(request: pytest.FixtureRequest) -> None:
    """What builds a site, or drives a browser, is left out of `make quick`."""
    slow = {item.path for item in request.session.items if item.get_closest_marker("slow")}
    for item in request.session.items:
        if TESTS / "browser" in item.path.parents or item.path.name == "test_zensical.py":
            assert item.path in slow and item.get_closest_marker("slow"), item.nodeid
        if "built_minimal" in getattr(item, "fixturenames", ()):
            assert item.get_closest_marker("slow"), item.nodeid


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_test_says_only_how_many_examples_it_needs(path: Path) -> None:
    """All else is the profile's, so that a busy machine fails no test."""
    for arguments in re.findall(r"\bsettings\(([^()]*)\)", path.read_text(encoding="utf-8")):
        assert re.fullmatch(r"max_examples=\d+( if FUZZ else \d+)?", arguments), arguments


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_what_is_timed_is_processor_time(path: Path) -> None:
    """Other programs take their share of the clock, not of a test's own time."""
    text = path.read_text(encoding="utf-8")
    clocks = re.findall(r"\btime\.(time|perf_counter|monotonic)\(\)", text)
    assert set(clocks) <= {"monotonic"}, "measure with time.process_time; wait with time.monotonic"
