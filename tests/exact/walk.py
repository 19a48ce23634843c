"""A walk: step after step, each built upon what the last build left and compared with a clean build.

Receives a content folder and a seed; raises `AssertionError` with the seed, the step and the first file that differs.
A clean build of a state that was seen before is not made again.
"""

from __future__ import annotations

import contextlib
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from build_scripts.ground.problems import render_text
from build_scripts.publish.build import check_content, find_problems, open_memory
from tests.built import digests
from tests.exact.building import (
    assert_exact,
    build,
    build_apart,
    build_reference,
    describe_difference,
    first_difference,
)
from tests.exact.steps import NAMES, Step, Steps
from tests.exact.world import World, digest, using

Report = Callable[[str], None]


class Walk:
    """Steps in a folder of their own; `apart` builds in new processes, the clean sites always, the others at times.

    `pace` is after how many steps site and problems are compared: each is built, and the last is always compared.
    """

    def __init__(
        self, content: Path, folder: Path, seed: str, names: tuple[str, ...] = NAMES, apart: bool = False, pace: int = 1
    ) -> None:
        self.world = World.create(folder, content)
        self.seed = seed
        self.apart = apart
        self.pace = pace
        self._known: dict[str, dict[str, str]] = {}  # digests of clean sites by the digest of the state
        self._shown: dict[str, str] = {}  # those of the site as it is
        with using(self.world.project):
            self._steps = Steps(self.world, seed, names)

    @property
    def made(self) -> Counter[str]:
        return self._steps.made

    def run(self, count: int, report: Report = lambda _: None) -> None:
        """Make some steps."""
        assert build(self.world).failed is False
        self._shown = digests(self.world.site)
        for no in range(1, count + 1):
            with using(self.world.project):
                step = self._steps.take()
            report(f"seed {self.seed}, {step}")
            self._take(step, no % self.pace == 0 or no == count)

    def _take(self, step: Step, compared: bool) -> None:
        what = f"seed {self.seed}, {step}"
        fault = self._build(step)
        if step.breaks:
            assert fault, f"{what}: content with an error was built"
            assert digests(self.world.site) == self._shown, f"{what}: the site changed"
            return
        assert not fault, f"{what}: {fault}"
        if not compared:
            self._shown = digests(self.world.site)
            return
        self._compare_problems(what)
        self._shown = self._compare(what)

    def _build(self, step: Step) -> str:
        """Build; give what was wrong."""
        if self.apart and random.Random(f"{self.seed}/{step.no}/apart").random() < 0.3:
            return build_apart(self.world)
        result = build(self.world)
        return render_text(result.problems) if result.failed else ""

    def _compare_problems(self, what: str) -> None:
        """What `check` says with a memory is what it says without."""
        with using(self.world.project), contextlib.closing(open_memory(self.world.work)) as memory:
            known, anew = find_problems(self.world.content, memory), check_content(self.world.content)[2]
        assert known == anew, f"{what}: {sorted(map(str, {*known} ^ {*anew}))[:2]}"

    def _compare(self, what: str) -> dict[str, str]:
        state = digest(self.world.state())
        if state not in self._known:
            reference = build_reference(self.world, self.apart)
            self._known[state] = assert_exact(self.world.site, reference, what)
            return self._known[state]
        found, known = digests(self.world.site), self._known[state]
        name = first_difference(found, known)
        if name:
            reference = build_reference(self.world, self.apart)
            raise AssertionError(f"{what}: {describe_difference(self.world.site, reference, name)}")
        return found
