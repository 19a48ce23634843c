"""Builds at the same time: on one site, on two sites of one content, and while the content changes.

Raises `AssertionError` where one ends otherwise than well, or with the message that another is under way, or where a
site is not exact in the end.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tests.built import DUIZHAO, digests
from tests.exact.kills import Range
from tests.exact.world import PROJECT

_RUNNING = "another build is writing"


def _start(folder: Path, site: str = "site") -> subprocess.Popen[str]:
    arguments = ["build", "--content", folder / "content", "--site-dir", folder / site]
    return subprocess.Popen(
        [DUIZHAO, *map(str, arguments)],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def _end(process: subprocess.Popen[str]) -> tuple[int, str]:
    error = process.communicate(timeout=600)[1]
    return process.returncode, error


def _copy_and_edit(range_: Range) -> Path:
    """Give a folder whose site is to be built again, as the folders are in which builds are killed."""
    return range_.copy(range_.victims["a build of an edit"])


def build_one_site_at_once(range_: Range, waits: Sequence[float]) -> None:
    """Several builds of one site, each begun some seconds after the one before."""
    folder = _copy_and_edit(range_)
    started = []
    for wait in waits:
        time.sleep(wait)
        started.append(_start(folder))
    ended = [_end(process) for process in started]
    for code, error in ended:
        assert code == 0 or (code == 1 and _RUNNING in error), f"exit {code}: {error}"
        assert "Traceback" not in error, error
    assert any(code == 0 for code, _ in ended)
    assert digests(folder / "site") == range_.clean(folder / "content")
    assert range_.build(folder)
    assert digests(folder / "site") == range_.clean(folder / "content")


def build_two_sites_at_once(range_: Range) -> None:
    """Two sites of one content: neither waits for the other."""
    folder = _copy_and_edit(range_)
    for code, error in map(_end, [_start(folder, "site"), _start(folder, "other")]):
        assert code == 0, f"exit {code}: {error}"
    for site in ("site", "other"):
        assert digests(folder / site) == range_.clean(folder / "content"), site


def edit_while_building(range_: Range, wait: float) -> None:
    """Whatever a build saw of an edit that came meanwhile, the next one is exact."""
    folder = _copy_and_edit(range_)
    process = _start(folder)
    time.sleep(wait)
    range_.victims["a build of a new title"].prepare(folder)
    code, error = _end(process)
    assert code == 0, f"exit {code}: {error}"
    assert range_.build(folder)
    assert digests(folder / "site") == range_.clean(folder / "content"), f"an edit after {wait} s"
