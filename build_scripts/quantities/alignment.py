"""Which quantity of one text stands for which of the other: best fits first, then what language leaves out.

Receives two lists of quantities, each in the order of its text; returns the pairs and what is left free on each side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from build_scripts.quantities.match import conflicts, fit
from build_scripts.quantities.match_units import HARD, is_elided
from build_scripts.quantities.model import Quantity, pack_date, unpack_date
from build_scripts.quantities.units import dimension, split_rate

WINDOW = 60  # how far from its place in order a partner is sought, once texts hold very many quantities


@dataclass
class Sides:
    """What is still to be matched, by index into the two lists."""

    source: Sequence[Quantity]
    target: Sequence[Quantity]
    pairs: list[tuple[int, int]] = field(default_factory=list)
    free_source: set[int] = field(default_factory=set)
    free_target: set[int] = field(default_factory=set)

    def take(self, i: int, j: int) -> None:
        self.pairs.append((i, j))
        self.free_source.discard(i)
        self.free_target.discard(j)


def _candidates(sides: Sides) -> list[tuple[int, int, int, int]]:
    found = []
    many = len(sides.source) * len(sides.target) > 40_000
    ratio = len(sides.target) / max(1, len(sides.source))
    for i, item in enumerate(sides.source):
        middle = int(i * ratio)
        places = (
            range(max(0, middle - WINDOW), min(len(sides.target), middle + WINDOW))
            if many
            else range(len(sides.target))
        )
        for j in places:
            score = fit(item, sides.target[j])
            if score:
                found.append((-score, abs(middle - j), i, j))
    return sorted(found)


def match_best(sides: Sides) -> None:
    for _, _, i, j in _candidates(sides):
        if i in sides.free_source and j in sides.free_target:
            sides.take(i, j)


def _dimensions(items: Sequence[Quantity]) -> frozenset[str]:
    return frozenset(dimension(split_rate(item.unit)[0]) for item in items if item.kind in HARD)


def match_elided(sides: Sides) -> None:
    """A measure against a bare number, where the bare one's text says the unit elsewhere."""
    source_units, target_units = _dimensions(sides.source), _dimensions(sides.target)
    for i in sorted(sides.free_source, key=lambda k: (sides.source[k].optional, k)):
        for j in sorted(sides.free_target, key=lambda k: (sides.target[k].optional, k)):
            one, other = sides.source[i], sides.target[j]
            if (is_elided(one, other, target_units) or is_elided(other, one, source_units)) and not conflicts(
                one, other
            ):
                sides.take(i, j)
                break


def match_range_ends(sides: Sides) -> None:
    """A range on one side, its two ends as single quantities in the same order on the other."""
    for i in sorted(sides.free_source):
        ends = _find_ends(sides.source[i], sides.target, sorted(sides.free_target))
        if ends:
            sides.take(i, ends[0])
            sides.free_target.discard(ends[1])
    for j in sorted(sides.free_target):
        ends = _find_ends(sides.target[j], sides.source, sorted(sides.free_source))
        if ends:
            sides.take(ends[0], j)
            sides.free_source.discard(ends[1])


def _find_ends(whole: Quantity, others: Sequence[Quantity], free: list[int]) -> tuple[int, int] | None:
    if not whole.is_range:
        return None
    ends = (
        replace(whole, high=whole.first, low=whole.first, falling=False),
        replace(whole, low=whole.last, high=whole.last, falling=False),
    )
    first = next((k for k in free if not others[k].is_range and _fits_end(ends[0], others[k])), None)
    if first is None:
        return None
    last = next(
        (
            k
            for k in free
            if (k > first or (whole.change and k != first)) and not others[k].is_range and _fits_end(ends[1], others[k])
        ),
        None,
    )
    return None if last is None else (first, last)


def _fits_end(end: Quantity, other: Quantity) -> bool:
    return bool(fit(end, other)) or (
        end.kind in HARD and is_elided(end, other, frozenset({dimension(split_rate(end.unit)[0])}))
    )


def _years(items: Sequence[Quantity]) -> set[int]:
    return {unpack_date(end)[0] for item in items if item.kind == "date" for end in (item.low, item.high)} | {
        int(item.low) for item in items if item.kind in ("count", "ordinal") and 1000 <= item.low <= 2999
    }


def match_date_parts(sides: Sides) -> tuple[list[Quantity], list[Quantity]]:
    """Years that only one of two matched dates names: found elsewhere in the other text, or left over."""
    left: list[Quantity] = []
    right: list[Quantity] = []
    source_years, target_years = _years(sides.source), _years(sides.target)
    for i, j in sides.pairs:
        one, other = sides.source[i], sides.target[j]
        if one.kind != "date" or other.kind != "date":
            continue
        year, other_year = one.date_parts[0], other.date_parts[0]
        if year and not other_year and not _find_year(sides.target, sides.free_target, year, target_years):
            left.append(_year_of(one, year))
        if other_year and not year and not _find_year(sides.source, sides.free_source, other_year, source_years):
            right.append(_year_of(other, other_year))
    return left, right


def _find_year(items: Sequence[Quantity], free: set[int], year: int, mentioned: set[int]) -> bool:
    """Whether the other text gives the year elsewhere; a free mention of it is used up."""
    for k in sorted(free):
        if items[k].kind == "date" and items[k].low == items[k].high == pack_date(year):
            free.discard(k)
            return True
    return year in mentioned


def _year_of(item: Quantity, year: int) -> Quantity:
    return replace(item, low=pack_date(year), high=pack_date(year), also=())


def match_rounded(sides: Sides) -> None:
    """A rounded value against an exact one, where the rounded side says so (about, over, nearly)."""
    for i in sorted(sides.free_source):
        for j in sorted(sides.free_target):
            if _is_rounded(sides.source[i], sides.target[j]):
                sides.take(i, j)
                break


def _is_rounded(first: Quantity, second: Quantity) -> bool:
    if (
        first.kind != second.kind
        or first.is_range
        or second.is_range
        or first.kind in ("date", "time", "era", "identifier", "name")
    ):
        return False
    if conflicts(first, second) or (first.unit != second.unit and first.kind in HARD):
        return False
    coarse, fine = (first, second) if first.step >= second.step else (second, first)
    if not coarse.approx or coarse.step <= fine.step or coarse.low < 10 * coarse.step:
        return False
    return abs(coarse.low - fine.low) < coarse.step / 2
