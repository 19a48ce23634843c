"""Costs → medians, ratios of pairs, and the figures that are to be reached.

Receives the `Results` of contents of several sizes; returns numbers and `Row`s. A ratio is the median, over the rounds,
of one cost by another of the same round. Refuses nothing: what was not measured has no number.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.bench.contest import (
    CHECK_COLD,
    CHECK_WARM,
    COLD,
    EDITED,
    OURS,
    SAME,
    STATEMENT,
    Key,
    Results,
)
from tests.bench.measure import Cost

_MEGABYTE = 10**6
_SMALL, _MIDDLE = 700, 5_000  # below so many pages a site is small, or of middling size
_FLAT = 1.25  # a cost per page is flat if it has not grown by more than this


@dataclass(frozen=True)
class Row:
    """A figure of a content: what it is, its value as text, its limit, and whether it was reached, if it is known."""

    figure: str
    value: str
    target: str
    reached: bool | None


def median(results: Results, key: Key, part: str) -> float | None:
    """Give the median of a part of the cost: `wall`, `processor` or `memory`."""
    costs = results.costs.get(key)
    return statistics.median(_part(cost, part) for cost in costs.values()) if costs else None


def ratio(results: Results, one: Key, other: Key, part: str) -> float | None:
    """Give the median of the ratios within each round that has both."""
    ours, theirs = results.costs.get(one, {}), results.costs.get(other, {})
    pairs = [_part(ours[number], part) / _part(theirs[number], part) for number in sorted(ours.keys() & theirs.keys())]
    return statistics.median(pairs) if pairs else None


def _part(cost: Cost, part: str) -> float:
    return float(getattr(cost, part))


def peak(results: Results) -> float | None:
    """Give the largest memory, in megabytes, that this project had in any step."""
    found = [cost.memory for (who, _), costs in results.costs.items() if who == OURS for cost in costs.values()]
    return max(found) / _MEGABYTE if found else None


def pages_of(results: Results) -> int:
    """Give the number of HTML files of the site, or 0 if none was made."""
    return results.sites[OURS].pages if OURS in results.sites else 0


def rows(results: Results, every: Sequence[Results]) -> Iterator[Row]:
    """Give what is to be reached with a content of this size; `every` has those that it is compared with."""
    pages = pages_of(results)
    limit = 0.8 if pages < _SMALL else 0.6
    cold = ratio(results, (OURS, COLD), ("mkdocs", COLD), "wall")
    yield _row("cold, wall time by MkDocs + Material + static-i18n", cold, limit, "×")
    edit, same = (median(results, (OURS, what), "processor") for what in (STATEMENT, SAME))
    if pages < _SMALL:
        yield _row("one statement edited, processor time", edit, 1.2, "s")
        yield _row("nothing changed, processor time", same, 0.6, "s")
    elif pages < _MIDDLE:
        yield _row("one statement edited, by Hugo’s rebuild", _by_hugo(results, STATEMENT), 0.3, "×")
        yield _row("nothing changed, by Hugo’s rebuild", _by_hugo(results, SAME), 0.15, "×")
    else:
        smaller = [median(each, (OURS, STATEMENT), "processor") for each in every if _is_middle(each)]
        grown = edit / smaller[0] if edit and smaller and smaller[0] else None
        yield _row("one statement edited, by that at the middle size", grown, 2, "×")
    if pages >= _SMALL:
        yield _row("peak memory of a process", peak(results), 400 if pages < _MIDDLE else 1000, "MB")
    yield from _check_rows(results, every)


def _by_hugo(results: Results, what: str) -> float | None:
    return ratio(results, (OURS, what), ("hugo", EDITED), "processor")


def _is_middle(results: Results) -> bool:
    return _SMALL <= pages_of(results) < _MIDDLE


def _check_rows(results: Results, every: Sequence[Results]) -> Iterator[Row]:
    """Give the rows of the command `check`: its time where the site is small, else how it grew."""
    smallest = min(every, key=lambda each: pages_of(each) or float("inf"))
    for what, limit in ((CHECK_COLD, 2.5), (CHECK_WARM, 0.6)):
        if pages_of(results) < _SMALL:
            yield _row(f"{what}, processor time", median(results, (OURS, what), "processor"), limit, "s")
            continue
        beside = f"by that at {pages_of(smallest):,} pages" if smallest is not results else "by that at a small size"
        for name, count in (("page", pages_of), ("statement", lambda each: each.statements)):
            grown = _grown(results, smallest, what, count) if smallest is not results else None
            yield _row(f"{what}, processor time of a {name} {beside}", grown, _FLAT, "×")


def _grown(results: Results, smallest: Results, what: str, count: Callable[[Results], int]) -> float | None:
    """Give how many times what is counted costs as much as at the smallest size."""
    own, first = (median(each, (OURS, what), "processor") for each in (results, smallest))
    if not own or not first or not count(results) or not count(smallest):
        return None
    return (own / count(results)) / (first / count(smallest))


def _row(figure: str, value: float | None, limit: float, unit: str) -> Row:
    written = "not measured" if value is None else _written(value, unit)
    return Row(figure, written, f"≤ {_limit(limit, unit)}", None if value is None else value <= limit)


def _written(value: float, unit: str) -> str:
    return f"{value:.0f} {unit}" if unit == "MB" else f"{value:.2f} {unit}"


def _limit(value: float, unit: str) -> str:
    return f"{value:g} {unit}"
