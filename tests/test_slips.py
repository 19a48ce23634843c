"""Slips of editors: each way to break good content is named with file, line and what to write, or shown as meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from build_scripts.ground.problems import Problem, has_errors, render_text
from build_scripts.publish.build import check_content
from tests.markdown_cases import is_frame
from tests.markdown_site import REPORT, Reading, by_file, read_site, write_site
from tests.page_text import words
from tests.slips import Slip, read_slips

SLIPS = read_slips()


def named(slips: list[Slip]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("slip", slips, ids=lambda slip: slip.name)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """All slips in briefs, each in a file of its own."""
    folder = tmp_path_factory.mktemp("slips")
    slips = [slip for slip in SLIPS if "files" not in slip.right]
    write_site(folder, (slip.piece for slip in slips))
    for slip in slips:
        slip.write(folder)
    return read_site(folder)


def problems_of(slip: Slip, reading: Reading, folder: Path) -> tuple[Problem, ...]:
    """Give the problems of the file that is broken: of a shared file, in a content folder of its own."""
    if "files" not in slip.right:
        return reading.problems.get(slip.path, ())
    write_site(folder, [slip.piece])
    slip.write(folder)
    return by_file(folder, check_content(folder)[2]).get(slip.path, ())


def test_there_are_enough_slips() -> None:
    assert len(SLIPS) >= 150


@named([slip for slip in SLIPS if "shows" not in slip.right])
def test_a_slip_is_named(slip: Slip, reading: Reading, tmp_path: Path) -> None:
    problems = problems_of(slip, reading, tmp_path)
    found = [p for p in problems if (p.level, p.rule, p.line) == slip.finding]
    assert found, render_text(problems)
    assert all(problem.message for problem in found)
    assert slip.right.get("hint", "") in " ".join(problem.hint for problem in found)
    assert any(problem.hint for problem in found), "it says what is wrong, not what to write"
    assert "warns" not in slip.right or not has_errors(problems), render_text(problems)


@named([slip for slip in SLIPS if "shows" in slip.right])
def test_a_slip_that_can_be_read_is_shown_as_meant(slip: Slip, reading: Reading) -> None:
    assert not reading.errors(slip.path), render_text(reading.errors(slip.path))
    page = reading.page(slip.piece.path)
    shown = words([page], lambda element: is_frame(element) or "dz-meta" in str(element.get("class", "")))
    assert re.search(".*?".join(map(re.escape, slip.right["shows"])), shown), shown
    for identifier in slip.right.get("statements", ()):
        assert f"{REPORT}/{slip.piece.name}#{identifier}" in reading.statements
        assert page.xpath(f"//*[@id='{identifier}']"), identifier
