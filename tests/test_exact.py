"""Exactness: whatever happened before, a build gives the bytes of a clean one. At length: `make exact`."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.built import FIXTURES, Built
from tests.exact.building import assert_exact, build_folder
from tests.exact.kills import Range, kill_at_changes, kill_children, kill_preview, spread
from tests.exact.places import STRANGE, build_in
from tests.exact.races import build_one_site_at_once, build_two_sites_at_once
from tests.exact.steps import NAMES, Steps
from tests.exact.victims import Victim
from tests.exact.walk import Walk
from tests.exact.world import World, digest, using

pytest_plugins = ("tests.built",)

# What people do every day; the other walks share all the other kinds of edits.
ORDINARY = ("statement", "title", "statement added", "brief added", "brief removed", "translation removed", "label")
ORDINARY += ("page added", "catalogue of the site")
WALKS = (("minimal", len(ORDINARY)), ("minimal", 16), ("transit", 16))  # sites, and how many steps
PACE = 5  # steps that are built before a clean build is made to compare
KILLED = ("a build of an edit", "translate accept", "translate import", "new report")


def names_of(walk: int) -> tuple[str, ...]:
    """Give the kinds of edits of one of the walks."""
    others = random.Random("kinds").sample([name for name in NAMES if name not in ORDINARY], len(NAMES) - len(ORDINARY))
    return (ORDINARY, tuple(others[::2]), tuple(others[1::2]))[walk]


@pytest.mark.slow
@pytest.mark.parametrize("walk", range(len(WALKS)))
def test_random_edits_build_what_a_clean_build_does(tmp_path: Path, walk: int) -> None:
    """Forty steps of as many kinds; each is built, and every fifth compared. At length: `make exact`."""
    site, steps = WALKS[walk]
    Walk(FIXTURES / site, tmp_path / "walk", f"suite-{walk}", names_of(walk), pace=PACE).run(steps)


@pytest.mark.slow
def test_the_same_seed_makes_the_same_steps(tmp_path: Path) -> None:
    found = []
    for name in ("one", "other"):
        world = World.create(tmp_path / name, FIXTURES / "transit")
        with using(world.project):
            steps = Steps(world, "same")
            found.append(([str(steps.take()) for _ in range(12)], digest(world.state())))
    assert found[0] == found[1]


@pytest.mark.slow
def test_steps_leave_content_valid_but_for_those_that_break_it(tmp_path: Path) -> None:
    world = World.create(tmp_path / "world", FIXTURES / "minimal")
    with using(world.project):
        steps = Steps(world, "valid", ("statement", "unknown kind", "entry removed", "brief added", "broken YAML"))
        for _ in range(10):
            step = steps.take()
            assert bool(world.errors()) == step.breaks, step
    assert {"unknown kind", "error mended"} <= steps.made.keys()


def test_a_difference_is_found_and_said(built_minimal: Built, tmp_path: Path) -> None:
    copy = built_minimal.copy(tmp_path)
    page = copy.site / "en" / "glossary" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</main>", "<!-- stale --></main>"), encoding="utf-8")
    with pytest.raises(AssertionError, match=r"step 3: en/glossary/index\.html differs at byte \d+"):
        assert_exact(copy.site, built_minimal.site, "step 3")
    page.unlink()
    with pytest.raises(AssertionError, match=r"en/glossary/index\.html is missing from the site"):
        assert_exact(copy.site, built_minimal.site, "step 3")


@pytest.mark.slow
def test_another_place_clock_locale_and_order_change_nothing(built_minimal: Built, tmp_path: Path) -> None:
    assert_exact(build_in(STRANGE, built_minimal.content, tmp_path), built_minimal.site, STRANGE.name)


@pytest.mark.slow
def test_without_a_memory_nothing_is_remembered_and_the_bytes_are_the_same(
    built_minimal: Built, tmp_path: Path
) -> None:
    shutil.copytree(built_minimal.content, tmp_path / "content")
    assert build_folder(tmp_path, memory=False)
    assert not (tmp_path / ".build" / "memory").exists()
    assert_exact(tmp_path / "site", built_minimal.site, "without a memory")


# What is killed


@pytest.fixture(scope="module")
def killing(built_minimal: Built, tmp_path_factory: pytest.TempPathFactory) -> Range:
    return Range(tmp_path_factory.mktemp("range"), built_minimal.content.parent, "zh", "en")


@pytest.mark.slow
@pytest.mark.parametrize("name", KILLED)
def test_a_killed_command_loses_nothing(killing: Range, built_minimal: Built, name: str) -> None:
    """In the middle of what it writes; at each moment with `make exact`."""
    assert kill_at_changes(killing, killing.victims[name], 1) == 1


@pytest.mark.slow
def test_a_build_whose_engines_are_killed_loses_nothing(killing: Range, built_minimal: Built) -> None:
    assert kill_children(killing, killing.victims["a build of every page"]) == 1


@pytest.mark.slow
def test_a_preview_killed_while_it_builds_loses_nothing(killing: Range, built_minimal: Built) -> None:
    assert kill_preview(killing, killing.victims["a build of an edit"], [0.2], "group") == 1


@pytest.mark.slow
def test_what_is_half_written_is_found(killing: Range, built_minimal: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that writes into a file in place, as none of ours does, does not pass."""
    monkeypatch.setattr("tests.exact.kills._run_mortal", _write_half)
    with pytest.raises(AssertionError, match="neither the old nor the new"):
        kill_at_changes(killing, Victim("writes in place", ()), 1)


def _write_half(_: Victim, folder: Path, no: int, whom: str) -> tuple[int, list[str]]:
    path = folder / "content" / "sectors.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: len(text) // 2] if no else f"{text}# more\n", encoding="utf-8")
    return (-9 if no else 0), ["open 'sectors.yml'"]


@pytest.mark.parametrize(
    ("total", "count", "expected"), [(3, 5, [1, 2, 3]), (9, 3, [1, 5, 9]), (7, 1, [4]), (100, 2, [1, 100])]
)
def test_moments_are_evenly_spread(total: int, count: int, expected: list[int]) -> None:
    assert spread(total, count) == expected


# At the same time


@pytest.mark.slow
def test_builds_of_one_site_at_once_do_not_meet(killing: Range, built_minimal: Built) -> None:
    build_one_site_at_once(killing, (0.0, 0.0))


@pytest.mark.slow
def test_builds_of_two_sites_of_one_content_do_not_meet(killing: Range, built_minimal: Built) -> None:
    build_two_sites_at_once(killing)
