"""Which of a made-up content is translated, and what was accepted of it.

Receives units with the pieces of their source; returns the text of their record, and counts the states. Every so many
statements one is stale, waved through, not accepted or not translated, and every so many briefs one as a whole.
Refuses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from build_scripts.translation.record import Acceptance, render_record
from tests.bench.briefs import Brief, notes_unit, source_units

# One of so many, beginning with the number after the comma: statements, then whole briefs.
_STALE, _PATCHED, _UNACCEPTED, _MISSING = (33, 5), (97, 11), (101, 17), (47, 13)
_BRIEF_MISSING, _BRIEF_UNACCEPTED = (13, 3), (13, 6)
_LATER = "（后有改动）。"


class Translations:
    """Deals out states in turn, so that every content has all of them; `states` counts the units of briefs."""

    def __init__(self) -> None:
        """Begin with the first brief."""
        self.states: Counter[str] = Counter()
        self._briefs = 0
        self._statements = 0

    def begin(self, brief: Brief) -> tuple[frozenset[str] | None, str]:
        """Give the statements of a brief that are not translated, or none if no file is; and its record, if any."""
        units = dict(source_units(brief))
        self._briefs += 1
        if self._is(self._briefs, _BRIEF_MISSING):
            self.states["missing"] += len(units)
            return None, ""
        statements = {each.id for each in brief.statements}
        if self._is(self._briefs, _BRIEF_UNACCEPTED):
            self.states["stale"] += len(units)
            return frozenset(), ""
        left_out: set[str] = set()
        accepted: dict[str, list[Acceptance]] = {}
        for unit, pieces in units.items():
            state = self._state() if unit in statements else "current"
            if unit == notes_unit(brief) and brief.footnotes.keys() <= left_out:
                state = "missing"  # each belongs to a statement that is
            self.states["stale" if state == "unaccepted" else state] += 1
            if state == "missing":
                left_out.add(unit)
            elif state != "unaccepted":
                accepted[unit] = [_acceptance(state, pieces)]
        return frozenset(left_out), render_record(units, accepted)

    def _state(self) -> str:
        self._statements += 1
        table = {"stale": _STALE, "patched": _PATCHED, "unaccepted": _UNACCEPTED, "missing": _MISSING}
        return next((state for state, turn in table.items() if self._is(self._statements, turn)), "current")

    @staticmethod
    def _is(number: int, turn: tuple[int, int]) -> bool:
        return number % turn[0] == turn[1]


def _acceptance(state: str, pieces: Mapping[str, str]) -> Acceptance:
    old = {**pieces, "text": pieces["text"].removesuffix("。") + _LATER}
    if state == "stale":
        return Acceptance(old)
    return Acceptance(old, patched=dict(pieces)) if state == "patched" else Acceptance(dict(pieces))


def accepted(units: Iterable[tuple[str, str]]) -> str:
    """Give the record of units that are up to date, from their ids and sources."""
    table = dict(units)
    return render_record(table, {unit: [Acceptance({"text": text})] for unit, text in table.items()})


def label_units(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Give the units of a YAML file that is written from such data: their ids and the source of each."""
    if isinstance(data, list):
        for no, item in enumerate(data):
            name = item.get("id", str(no)) if isinstance(item, dict) else str(no)
            yield from label_units(item, (*path, str(name)))
    elif isinstance(data, dict):
        if "zh" in data:
            text = data["zh"]
            yield ".".join(path), text["preferred"] if isinstance(text, dict) else text
        for name, value in data.items():
            if name not in ("zh", "en"):
                yield from label_units(value, (*path, name))
