"""A walk under the preview: it keeps everything in its process, and what it serves is exact after every step.

As a program (`python -m tests.exact.served FOLDER`) it is the command `serve` with the templates of a `World`.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from build_scripts.cli.main import main as duizhao
from tests.built import digests
from tests.exact.building import build_reference, describe_difference, first_difference
from tests.exact.edits import EDITS
from tests.exact.running import preview
from tests.exact.steps import NAMES, Steps
from tests.exact.world import World, use_project, using

_PATIENCE = 120  # seconds until a preview has to show an edit
# A preview follows edits of content and templates. It is not told of others: of its own folders, of the engine's
# configuration; and edits that the file system does not tell of come with the next.
_UNSEEN = {"configuration of the engine", "touched"} | {name for name, edit in EDITS.items() if edit.disturbs}


def walk_served(
    content: Path, folder: Path, seed: str, count: int, report: Callable[[str], None] = lambda _: None
) -> Counter[str]:
    """Make steps while a preview runs; give how many there were of each kind."""
    world = World.create(folder, content)
    world.drafts = True
    with using(world.project):
        steps = Steps(world, seed, tuple(name for name in NAMES if name not in _UNSEEN))
    with preview([sys.executable, "-m", "tests.exact.served", str(world.folder)]) as (_, address):
        for _ in range(count):
            shown = digests(world.site)
            with using(world.project):
                step = steps.take()
            what = f"served, seed {seed}, {step}"
            report(what)
            if step.breaks:
                _wait(lambda: bool(_problems(address)), f"{what}: it says nothing of the error")
                assert digests(world.site) == shown, f"{what}: the site changed"
            else:
                _wait_until_exact(world, what)
    return steps.made


def _wait_until_exact(world: World, what: str) -> None:
    reference = build_reference(world, apart=True)
    expected = digests(reference)
    try:
        _wait(lambda: digests(world.site) == expected, what)
    except AssertionError as error:
        name = first_difference(digests(world.site), expected)
        raise AssertionError(f"{what}: {describe_difference(world.site, reference, name)}") from error


def _wait(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        with contextlib.suppress(FileNotFoundError):  # the site is being exchanged
            if condition():
                return
        assert time.monotonic() < end, what
        time.sleep(0.05)


def _problems(address: str) -> str:
    with urllib.request.urlopen(f"{address}__version", timeout=10) as answer:  # the preview's own address
        return str(json.load(answer)["problems"].get("en", ""))


def main(folder: str) -> None:
    """Serve a world."""
    world = World(Path(folder))
    use_project(world.project)
    duizhao(["serve", "--content", str(world.content), "--site-dir", str(world.site), "--port", "0"])


if __name__ == "__main__":
    main(sys.argv[1])
