"""Exactness at length: `python -m tests.exact [PART …] [--seed S] [--steps N] [--kills N]`; by `make exact`.

Parts are `walk` (random steps on the fixture sites), `real` (on a copy of the real content), `served` (under the
preview), `kill`, `race`, `place` (other folders, clocks, locales, orders), `python` (other versions). Prints each step
with its seed; what fails is printed last, with the first file that differs, and its folder is kept. The same seed
makes the same steps again: `python -m tests.exact walk --seed S --steps N`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.built import CONTENT, FIXTURES, digests
from tests.exact.building import assert_exact, build_folder_apart
from tests.exact.kills import (
    Range,
    kill_at_changes,
    kill_children,
    kill_in_time,
    kill_preview,
    spread,
)
from tests.exact.places import PYTHONS, SETTINGS, build_in, build_renamed, find_python, make_environment, own_version
from tests.exact.races import build_one_site_at_once, build_two_sites_at_once, edit_while_building
from tests.exact.served import walk_served
from tests.exact.steps import NAMES
from tests.exact.walk import Walk

_LONGEST = 70  # steps in one walk: after many, little of the first content is left
_SITES = ("minimal", "transit")
_TURNS = ("minimal", "transit", "minimal")  # the other takes twice as long
_SHARES = (0.15, 0.3, 0.45, 0.6, 0.75, 0.9)  # of the time of a command, after which it is killed
_SECONDS = (0.05, 0.2, 0.4, 0.8)  # after an edit, until a preview is killed


def say(text: str) -> None:
    print(text, flush=True)


class Run:
    """The parts, each in a folder of its own."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder = folder
        self.options = options
        self.made: Counter[str] = Counter()

    def walk(self) -> None:
        """Random steps on the fixture sites, in turn, from as many seeds as it takes."""
        left, no = self.options.steps, 0
        while left:
            site = _TURNS[no % len(_TURNS)]
            seed = f"{self.options.seed}-{no}"
            count = min(left, _LONGEST)
            self._walk(FIXTURES / site, f"{site}-{no}", seed, count)
            left, no = left - count, no + 1
        never = set(NAMES) - self.made.keys()
        assert not never or self.options.steps < 3 * len(NAMES), f"no step was of these kinds: {sorted(never)}"
        say(f"{self.options.steps} steps, {len(self.made)} kinds: all exact")

    def real(self) -> None:
        """Some steps on a copy of the real content."""
        self._walk(CONTENT, "real", f"{self.options.seed}-real", max(1, self.options.steps // 25))

    def _walk(self, content: Path, name: str, seed: str, count: int) -> None:
        walk = Walk(content, self.folder / name, seed, apart=True)
        walk.run(count, lambda text: say(f"{name}, {text}"))
        self.made += walk.made
        shutil.rmtree(self.folder / name)

    def served(self) -> None:
        """Steps under the preview."""
        for site in _SITES:
            count = max(1, self.options.steps // 20)
            walk_served(FIXTURES / site, self.folder / f"served-{site}", f"{self.options.seed}-{site}", count, say)

    def built(self, site: str) -> Path:
        """Give the folder in which a fixture site is built, as the folders of ranges are built, once for all parts."""
        folder = self.folder / f"range-{site}" / "built"
        if not folder.is_dir():
            shutil.copytree(FIXTURES / site, folder / "content")
            assert build_folder_apart(folder)
        return folder

    def range(self, site: str, source: str, other: str) -> Range:
        built = self.built(site)
        return Range(built.parent, built, source, other, build_folder_apart)

    def kill(self) -> None:
        """Builds, engines, previews and every command that writes content."""
        range_, count = self.range("minimal", "zh", "en"), Counter[str]()
        every = range_.victims
        for name in ("a build of every page", "a build of a new title"):
            count["engines"] += kill_children(range_, every[name])
        for whom in ("parent", "group"):
            for victim in (victim for victim in every.values() if victim.builds):
                say(f"{victim.name}, killed ({whom}) in time")
                count[f"{victim.name}, in time"] += kill_in_time(range_, victim, _SHARES, whom)
            count["serve"] += kill_preview(range_, every["a build of an edit"], _SECONDS, whom)
        left = max(len(every), self.options.kills - count.total())
        for no, victim in enumerate(sorted(every.values(), key=lambda victim: victim.builds)):
            # Some make fewer changes than their share; builds, which come last, make hundreds.
            share = -(-left // (len(every) - no))
            count[victim.name] = kill_at_changes(range_, victim, share, say)
            left -= count[victim.name]
        for name, times in count.items():
            say(f"{times:4} {name}")
        say(f"killed at {count.total()} moments: nothing lost, all exact")

    def race(self) -> None:
        """Builds at the same time."""
        range_ = self.range("transit", "en", "fr")
        for waits in ((0.0, 0.0), (0.0, 0.2, 0.2), (0.0, 0.5), (0.0, 0.8, 0.4)):
            build_one_site_at_once(range_, waits)
        build_two_sites_at_once(range_)
        for hundredths in spread(150, 6):
            edit_while_building(range_, hundredths / 100)
        say("builds at the same time: all exact")

    def place(self) -> None:
        """Other folders, clocks, locales, orders, numbers of processors; and the real content once."""
        for site in _SITES:
            expected = self.built(site) / "site"
            for no, setting in enumerate(SETTINGS):
                say(f"{site}: {setting.name}")
                assert_exact(
                    build_in(setting, FIXTURES / site, self.folder / f"{site}-at-{no}"), expected, setting.name
                )
            assert_exact(*build_renamed(FIXTURES / site, self.folder / f"{site}-renamed"), f"{site}, renamed")
        usual, strange = (build_in(SETTINGS[no], CONTENT, self.folder / f"real-at-{no}") for no in (0, 1))
        assert_exact(strange, usual, "the real content")
        say("the same bytes everywhere")

    def python(self) -> None:
        """Other versions of Python, where they are on this machine."""
        for version in PYTHONS:
            python = None if version == own_version() else find_python(version)
            if python is None:
                why = "builds all of this" if version == own_version() else "is not on this machine: not compared"
                say(f"Python {version} {why}")
                continue
            other = make_environment(python, self.folder / f"python-{version}")
            for name, content in (*((site, FIXTURES / site) for site in _SITES), ("real", CONTENT)):
                found = build_in(SETTINGS[0], content, self.folder / f"{name}-{version}", other)
                usual = build_in(SETTINGS[0], content, self.folder / f"{name}-{version}-own")
                assert_exact(found, usual, f"{name} by Python {version}")
            say(f"Python {version} builds the same bytes ({len(digests(found))} files of the real content)")


def parts(run: Run) -> dict[str, Callable[[], None]]:
    return {
        "walk": run.walk,
        "kill": run.kill,
        "race": run.race,
        "served": run.served,
        "place": run.place,
        "python": run.python,
        "real": run.real,
    }


def main() -> int:
    """Run the parts that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.exact")
    parser.add_argument("parts", nargs="*", metavar="PART", help="walk, kill, race, served, place, python, real")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--kills", type=int, default=200)
    options = parser.parse_args()
    os.environ["DUIZHAO_LANG"] = "en"  # in which what is said is waited for
    folder = Path(tempfile.mkdtemp(prefix="exact-"))
    known = parts(Run(folder, options))
    if unknown := sorted(set(options.parts) - known.keys()):
        parser.error(f"there is no part {', '.join(unknown)}")
    for name in options.parts or known:
        try:
            known[name]()
        except AssertionError as error:
            say(f"\n{name}: {error}\nkept in {folder}")
            return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
