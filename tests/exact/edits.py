"""The register of random edits: name → function of a world that makes it and says where, or gives None.

An edit need not look at every rule: what the project's own checks refuse is taken back by `steps`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.exact.world import World

Make = Callable[[World], str | None]


@dataclass(frozen=True)
class Edit:
    """A kind of edit; `breaks` content so that no site may be built, or `disturbs` what a build left behind."""

    name: str
    make: Make
    breaks: bool = False
    disturbs: bool = False


EDITS: dict[str, Edit] = {}


def edit(name: str, breaks: bool = False, disturbs: bool = False) -> Callable[[Make], Make]:
    """Register a function as a kind of edit."""

    def register(make: Make) -> Make:
        assert name not in EDITS, name
        EDITS[name] = Edit(name, make, breaks, disturbs)
        return make

    return register
