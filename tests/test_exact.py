"""What is remembered changes no byte: random steps, other circumstances, kills, two builds at once.

`make exact` goes far further: hundreds of steps, the real content, two hundred kills.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.built import DUIZHAO, FIXTURES, digests
from tests.exact import kills
from tests.exact.walk import Walk
from tests.exact.world import PROJECT

pytestmark = pytest.mark.slow

# Site, seed and number of steps: forty in all, so that the processes that share the suite share them.
WALKS = [("minimal", f"m{no}", 7) for no in range(4)] + [("transit", f"t{no}", 6) for no in range(2)]


@pytest.mark.parametrize(("site", "seed", "count"), WALKS)
def test_each_of_many_steps_gives_the_bytes_of_a_clean_build(tmp_path: Path, site: str, seed: str, count: int) -> None:
    Walk(FIXTURES / site, tmp_path / "walk", seed, pace=4).run(count)


@pytest.mark.parametrize(
    "changes",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Anchorage", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77"},
    ],
    ids=["east", "west"],
)
def test_circumstances_change_nothing(tmp_path: Path, changes: dict[str, str]) -> None:
    """Another folder, order of files, time zone, locale, hash seed, umask, working folder, and way to name it."""
    content = FIXTURES / "minimal"
    plain, other = tmp_path / "plain", tmp_path / "a longer place" / "other"
    shutil.copytree(content, plain / "content")
    for path in sorted(content.rglob("*"), reverse=True):
        if path.is_file():
            target = other / "content" / path.relative_to(content)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    assert kills.run_build(plain) == 0
    command = [DUIZHAO, "build", "--content", "content", "--site-dir", "site"]
    before = os.umask(0o077)
    try:
        subprocess.run(command, cwd=other, env={**os.environ, **changes}, check=True, timeout=120, **kills.QUIET)  # type: ignore[call-overload]
    finally:
        os.umask(before)
    assert digests(other / "site") == digests(plain / "site")


@pytest.fixture(scope="module")
def range_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kills.Range]:
    folder = tmp_path_factory.mktemp("range")
    yield kills.Range.create(folder, FIXTURES / "minimal", "zh", "en")
    shutil.rmtree(folder, ignore_errors=True)


KILLED = ["a build of an edit", "translate accept"]


@pytest.mark.parametrize("name", KILLED)
def test_what_a_killed_command_leaves_is_whole(range_: kills.Range, name: str) -> None:
    assert kills.kill_at_changes(range_, kills.victims(range_)[name], 2) == 2


def test_two_sites_of_one_content_are_built_at_once(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "minimal", tmp_path / "content")
    command = [DUIZHAO, "build", "--content", str(tmp_path / "content"), "--site-dir"]
    started = [
        subprocess.Popen([*command, str(tmp_path / name)], cwd=PROJECT, **kills.QUIET)  # type: ignore[call-overload]
        for name in ("one", "two")
    ]
    assert [process.wait(120) for process in started] == [0, 0]
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_the_memory_is_shared_dropped_and_left_out_without_a_trace(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "minimal", tmp_path / "content")
    assert kills.run_build(tmp_path, "--no-memory") == 0
    expected = digests(tmp_path / "site")
    assert not (tmp_path / ".build" / "memory").exists()
    assert kills.run_build(tmp_path) == 0
    file = tmp_path / ".build" / "memory" / "results.sqlite"
    whole = file.read_bytes()
    for damage in (whole[: len(whole) // 2], whole[:5000] + bytes(range(256)) * 8 + whole[7048:]):
        file.write_bytes(damage)
        time.sleep(0.01)
        assert kills.run_build(tmp_path) == 0
        assert digests(tmp_path / "site") == expected
    file.unlink()
    file.mkdir()
    assert kills.run_build(tmp_path) == 0
    assert digests(tmp_path / "site") == expected


def test_a_file_of_the_site_that_somebody_changed_is_made_anew(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "minimal", tmp_path / "content")
    site = tmp_path / "site"
    for options in ((), ("--clean",)):  # the second time there is a spare, whose files have two names
        assert kills.run_build(tmp_path, *options) == 0
    expected = digests(site)
    page = site / "zh" / "index.html"
    kept = page.stat()
    page.write_bytes(page.read_bytes()[::-1])
    os.utime(page, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    (site / "robots.txt").unlink()
    (site / "more").mkdir()
    (site / "more" / "page.html").write_text("more", encoding="utf-8")
    shutil.rmtree(site / "en" / "assets")
    (site / "en" / "assets").write_text("no folder", encoding="utf-8")
    (site / "en" / "index.html").unlink()
    (site / "en" / "index.html").mkdir()
    assert kills.run_build(tmp_path) == 0
    assert digests(site) == expected
    assert kills.run_build(tmp_path, "--clean") == 0
    assert digests(site) == expected
