"""A seeded maker of steps: random edits that leave the content valid, errors that are mended, states that come back.

Receives a world and a seed; `take` makes one edit and gives it as a `Step`. The same seed makes the same steps. What
the project's own checks refuse is taken back, and another edit tried.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from tests.exact import (
    edits_addresses,
    edits_comparisons,
    edits_drafts,
    edits_files,
    edits_tables,
    edits_texts,
    edits_translations,
    edits_units,
)
from tests.exact.edits import EDITS, Edit
from tests.exact.world import State, World

assert all(  # they fill the register
    (
        edits_addresses,
        edits_comparisons,
        edits_drafts,
        edits_files,
        edits_tables,
        edits_texts,
        edits_translations,
        edits_units,
    )
)

_MENDED, _UNDONE = "error mended", "earlier state again"
NAMES = (*EDITS, _UNDONE)
_TRIES = 6  # how often one kind of edit is tried before the next has its turn


@dataclass(frozen=True)
class Step:
    """One edit that was made; after one that breaks the content no build may change the site."""

    no: int
    name: str
    detail: str
    breaks: bool = False

    def __str__(self) -> str:
        return f"step {self.no}: {self.name} ({self.detail})"


class Steps:
    """Makes steps in a world; each kind of edit has its turn before one comes twice."""

    def __init__(self, world: World, seed: str, names: tuple[str, ...] = NAMES) -> None:
        self.world = world
        self.seed = seed
        self.names = names
        self.made: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._deck: list[str] = []
        self._earlier: list[State] = [world.state()]
        self._whole: State | None = None  # what the content was before an error

    def take(self) -> Step:
        """Make the next step."""
        no = sum(self.made.values()) + 1
        self.world.rng = random.Random(f"{self.seed}/{no}")
        step = self._mend(no) if self._whole is not None else self._edit(no)
        self.made[step.name] += 1
        if not step.breaks:
            self._earlier = [self._earlier[0], *self._earlier[1:][-8:], self.world.state()]
        return step

    def _mend(self, no: int) -> Step:
        assert self._whole is not None
        self.world.restore(self._whole)
        self._whole = None
        return Step(no, _MENDED, "as it was")

    def _edit(self, no: int) -> Step:
        for _ in range(3 * len(self.names)):
            name = self._draw()
            if name == _UNDONE:
                state = self.world.rng.choice(self._earlier)
                self.world.restore(state)
                return Step(no, name, "the first, or one of the last nine")
            detail = self._try(EDITS[name])
            if detail is not None:
                return Step(no, name, " ".join(detail.split()), EDITS[name].breaks)
        raise AssertionError(f"no edit of {self.names} can be made (seed {self.seed}, step {no})")

    def _draw(self) -> str:
        if not self._deck:
            self._deck = self.world.rng.sample(self.names, len(self.names))
        return self._deck.pop()

    def _try(self, edit: Edit) -> str | None:
        """Make an edit that the checks allow, or refuse if it is to be an error; tell where it was made."""
        before = self.world.state()
        for _ in range(_TRIES):
            detail = edit.make(self.world)
            if detail is None:
                continue
            if edit.disturbs:
                return detail
            if bool(self.world.errors()) == edit.breaks:
                self._whole = before if edit.breaks else None
                return detail
            self.refused[edit.name] += 1
            self.world.restore(before)
        self.world.restore(before)
        return None
