"""Whether two quantities say the same: by value, kind, dimension, date parts and direction of
approximation.

Receives one quantity of each text; returns how well they fit (0 when they do not). Exact values must be
equal;
rounding is allowed only between systems of units and where a text says that it rounds (see `compare`).
"""

from __future__ import annotations

from fractions import Fraction

from build_scripts.quantities.match_dates import PLAIN, fit_date_and_number, fit_dates, fit_times
from build_scripts.quantities.match_units import fit_units, fit_vague, same_ends
from build_scripts.quantities.model import Quantity

RATIOS = frozenset({"percent", "fraction", "multiple"})
_UNDATED = frozenset({"date", "era", "time", "ordinal", "identifier", "name"})
_UP = frozenset({"over", "at-least"})
_DOWN = frozenset({"under", "at-most", "nearly"})


def conflicts(first: Quantity, second: Quantity) -> bool:
    """Whether one text says over and the other under, or one says under and the other gives the value itself.

    An unsaid "over" or "about" is common in good translations; an unsaid "under" is rare and turns the
    meaning.
    """
    loose = first.optional or second.optional or first.comparand or second.comparand
    if {first.approx, second.approx} == {"", "under"} and not loose:
        return first.kind not in _UNDATED and second.kind not in _UNDATED
    ways = (first.approx in _UP, second.approx in _DOWN), (first.approx in _DOWN, second.approx in _UP)
    return any(all(way) for way in ways)


def fit(first: Quantity, second: Quantity) -> int:
    """How well two quantities fit, 0 to 100, over all their readings; 0 also when their approximations
    conflict.
    """
    if conflicts(first, second):
        return 0
    best = fit_reading(first, second)
    if best and (first.optional or second.optional):
        best -= 6 if first.optional != second.optional else 8
    if best < 90 and (first.also or second.also):
        for one in (first, *first.also):
            for other in (second, *second.also):
                best = max(best, fit_reading(one, other) - 2 * ((one is not first) + (other is not second)))
    return best


def fit_reading(first: Quantity, second: Quantity) -> int:
    """`fit` for one reading of each."""
    if first.vague or second.vague:
        return fit_vague(first, second)
    kinds = {first.kind, second.kind}
    if first.kind == second.kind:
        same = _fit_same_kind(first, second)
        return same + (3 if same and first.approx == second.approx else 0)
    if kinds <= RATIOS:
        return 80 if _ratio_values(first) & _ratio_values(second) else 0
    if kinds <= PLAIN:
        return 85 if same_ends(first, second) else 0
    if "date" in kinds:
        return fit_date_and_number(first, second)
    if kinds <= {"measure", "rate", "currency", "span"}:
        return fit_units(first, second)
    if kinds == {"count", "score"} or kinds == {"fraction", "score"}:
        return 70 if same_ends(first, second) and first.falling == second.falling and first.is_range else 0
    if kinds == {"era", "count"}:
        return 60 if first.low == second.low else 0
    if "name" in kinds and len(kinds & PLAIN) == 1:
        return 60 if first.low == second.low and first.low else 0
    if kinds == {"multiple", "count"}:
        return 45 if same_ends(first, second) else 0
    if kinds == {"span", "ordinal"}:
        return 55 if same_ends(first, second) else 0
    if kinds == {"measure", "temperature"}:
        return fit_units(first, second)
    if kinds == {"time", "count"}:
        time, number = (first, second) if first.kind == "time" else (second, first)
        return 45 if number.low * 60 % 720 == time.low % 720 and number.low <= 24 and not number.is_range else 0
    if kinds == {"span", "count"}:
        return 50 if same_ends(first, second) and "year-old" in (first.unit, second.unit) else 0
    return 0


def _fit_same_kind(first: Quantity, second: Quantity) -> int:
    kind = first.kind
    if kind in RATIOS:
        return 90 if _ratio_values(first) & _ratio_values(second) and first.falling == second.falling else 0
    if kind == "date":
        return fit_dates(first, second)
    if kind == "time":
        return fit_times(first, second)
    if kind in ("identifier", "name", "unreadable", "era"):
        return (
            95
            if first.unit == second.unit and same_ends(first, second)
            else 80
            if kind == "identifier" and same_ends(first, second)
            else 0
        )
    if first.falling != second.falling:
        return 0
    if kind in ("count", "ordinal", "score", "percentage-point"):
        return 92 if same_ends(first, second) and (kind != "score" or first.unit == second.unit) else 0
    return fit_units(first, second)


def _ratio_values(item: Quantity) -> set[tuple[Fraction, Fraction]]:
    """The ratios that a percentage, a fraction or a multiple may mean, as new over old."""
    if item.kind == "percent":
        return {(item.low / 100, item.high / 100)}
    if item.kind == "multiple" and item.change:
        return {(item.low, item.high), (item.low + 1, item.high + 1)}
    return {(item.low, item.high)}
