"""What a translator does next: the kinds of work that a language has, each with the unit to begin with.

Receives the `FileState`s of a language; returns steps in the order in which they are best done: what readers see that
may be wrong, what is held back from them, then what nobody has accepted, then what is missing. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from build_scripts.translation.progress import unit_words
from build_scripts.translation.states import FileState, UnitState

Kind = Literal["compare", "mend", "review", "translate"]


@dataclass(frozen=True)
class Step:
    """A kind of work, the unit to begin with and its file, and how many units and words of their source it has."""

    kind: Kind
    file: FileState
    unit: UnitState
    units: int
    words: int

    @property
    def command(self) -> str:
        """Give what to type after `duizhao translate`, or nothing where the file is to be edited.

        Where nothing of a file was accepted it is accepted whole, else by the unit, so that nothing goes with it.
        """
        address = str(self.file.address(self.unit.id))
        if self.kind == "mend":
            return ""
        if self.kind == "compare":
            return f"diff {self.file.name}"
        if self.kind == "review":
            is_whole = all(unit.target is None or _kind_of(unit) in ("mend", "review") for unit in self.file.units)
            return f"accept {self.file.name if is_whole else address}"
        return "" if self.file.is_started and not self.file.is_labels else f"start {self.file.name}"


def next_steps(files: Iterable[FileState]) -> tuple[Step, ...]:
    """Give a step for every kind of work that there is; a file that was begun is gone on with first."""
    left = [(kind, file, unit) for file in files for unit in file.units if (kind := _kind_of(unit))]
    return tuple(_steps(left))


def _steps(left: list[tuple[Kind, FileState, UnitState]]) -> Iterator[Step]:
    kinds: tuple[Kind, ...] = ("compare", "mend", "review", "translate")
    for kind in kinds:
        own = [(file, unit) for found, file, unit in left if found == kind]
        if own:
            file, unit = min(own, key=_begun_first) if kind == "translate" else own[0]
            yield Step(kind, file, unit, len(own), sum(unit_words(unit) for _, unit in own))


def _begun_first(one: tuple[FileState, UnitState]) -> tuple[bool, bool]:
    return one[0].is_labels, not one[0].is_started


def _kind_of(unit: UnitState) -> Kind | None:
    if unit.state == "stale" and unit.cause != "new":
        return "compare"
    if unit.held_by:
        return "mend"
    if unit.state == "stale":
        return "review" if unit.cause == "new" else "compare"
    return "translate" if unit.state == "missing" else None
