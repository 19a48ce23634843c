"""Whether two quantities say the same: by value, kind, dimension, date parts and direction of
approximation.

Receives one quantity of each text; returns how well they fit (0 when they do not). Exact values must be
equal;
rounding is allowed only between systems of units and where a text says that it rounds (see `compare`).
"""

from __future__ import annotations

from fractions import Fraction

from build_scripts.quantities.model import Quantity, unpack_date
from build_scripts.quantities.units import SPAN_DIMENSIONS, dimension, factor, split_rate

RATIOS = frozenset({"percent", "fraction", "multiple"})
PLAIN = frozenset({"count", "ordinal", "identifier"})
HARD = frozenset({"measure", "currency", "temperature", "rate", "span"})
_UNDATED = frozenset({"date", "era", "time", "ordinal", "identifier", "name"})
_UP = frozenset({"over", "at-least"})
_DOWN = frozenset({"under", "at-most", "nearly"})


def conflicts(first: Quantity, second: Quantity) -> bool:
    """Whether one text says over and the other under, or one says under and the other gives the value itself.

    An unsaid "over" or "about" is common in good translations; an unsaid "under" is rare and turns the
    meaning.
    """
    if {first.approx, second.approx} == {"", "under"} and not (first.optional or second.optional):
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
        return _fit_vague(first, second)
    kinds = {first.kind, second.kind}
    if first.kind == second.kind:
        same = _fit_same_kind(first, second)
        return same + (3 if same and first.approx == second.approx else 0)
    if kinds <= RATIOS:
        return 80 if _ratio_values(first) & _ratio_values(second) else 0
    if kinds <= PLAIN:
        return 85 if _same_ends(first, second) else 0
    if "date" in kinds:
        return _fit_date_and_number(first, second)
    if kinds <= {"measure", "rate", "currency", "span"}:
        return _fit_units(first, second)
    if kinds == {"count", "score"} or kinds == {"fraction", "score"}:
        return 70 if _same_ends(first, second) and first.falling == second.falling and first.is_range else 0
    if kinds == {"era", "count"}:
        return 60 if first.low == second.low else 0
    if "name" in kinds and len(kinds & PLAIN) == 1:
        return 60 if first.low == second.low and first.low else 0
    if kinds == {"multiple", "count"}:
        return 45 if _same_ends(first, second) else 0
    if kinds == {"span", "ordinal"}:
        return 55 if _same_ends(first, second) else 0
    if kinds == {"measure", "temperature"}:
        return _fit_units(first, second)
    if kinds == {"time", "count"}:
        time, number = (first, second) if first.kind == "time" else (second, first)
        return 45 if number.low * 60 % 720 == time.low % 720 and number.low <= 24 and not number.is_range else 0
    if kinds == {"span", "count"}:
        return 50 if _same_ends(first, second) and "year-old" in (first.unit, second.unit) else 0
    return 0


def _same_ends(first: Quantity, second: Quantity) -> bool:
    return first.low == second.low and first.high == second.high


def _fit_same_kind(first: Quantity, second: Quantity) -> int:
    kind = first.kind
    if kind in RATIOS:
        return 90 if _ratio_values(first) & _ratio_values(second) and first.falling == second.falling else 0
    if kind == "date":
        return _fit_dates(first, second)
    if kind == "time":
        return _fit_times(first, second)
    if kind in ("identifier", "name", "unreadable", "era"):
        return (
            95
            if first.unit == second.unit and _same_ends(first, second)
            else 80
            if kind == "identifier" and _same_ends(first, second)
            else 0
        )
    if first.falling != second.falling:
        return 0
    if kind in ("count", "ordinal", "score", "percentage-point"):
        return 92 if _same_ends(first, second) else 0
    return _fit_units(first, second)


def _ratio_values(item: Quantity) -> set[tuple[Fraction, Fraction]]:
    """The ratios that a percentage, a fraction or a multiple may mean, as new over old."""
    if item.kind == "percent":
        return {(item.low / 100, item.high / 100)}
    if item.kind == "multiple" and item.change:
        return {(item.low, item.high), (item.low + 1, item.high + 1)}
    return {(item.low, item.high)}


def _fit_units(first: Quantity, second: Quantity) -> int:
    """Same dimension and same size in its base unit; denominators equal, or unsaid on one side."""
    (unit, per), (other, other_per) = split_rate(first.unit), split_rate(second.unit)
    if unit != other and (unit.startswith(other + "/") or other.startswith(unit + "/")):
        return 72 if _same_ends(first, second) else 0  # a speed of which one text says the length only
    if not fit_dimensions(dimension(unit), dimension(other)) or (
        per and other_per and not _fit_denominators(per, other_per)
    ):
        return 0
    size, other_size = factor(unit), factor(other)
    if first.low * size == second.low * other_size and first.high * size == second.high * other_size:
        return 90 if per == other_per else 75
    if size != other_size and unit != other and _rounds(first, size, second, other_size):
        return 70
    return 0


def fit_dimensions(first: str, second: str) -> bool:
    """Equal dimensions; a mass of CO2 and a mass of CO2e differ, but either may be said as mere mass."""
    if first == second:
        return True
    if first.partition(":")[0] == second.partition(":")[0] == "mass":
        return "mass" in (first, second)
    return "angle" in (first, second) and "temperature" in (first.partition(":")[0], second.partition(":")[0])


def _fit_denominators(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    if len(first) != len(second):
        return set(first) <= set(second) or set(second) <= set(first)
    pairs = zip(sorted(first), sorted(second), strict=True)
    return all(fit_dimensions(dimension(a), dimension(b)) and factor(a) == factor(b) for a, b in pairs)


def _rounds(first: Quantity, size: Fraction, second: Quantity, other_size: Fraction) -> bool:
    """Whether one is the other converted between systems of units and rounded to the digits it shows (mile
    and km).
    """
    if size.denominator == other_size.denominator == 1 and (size % other_size == 0 or other_size % size == 0):
        return False
    for one, one_size, other, its_size in (
        (first, size, second, other_size),
        (second, other_size, first, size),
    ):
        step = one.step or Fraction(1)
        if all(
            abs(a * one_size - b * its_size) <= step * one_size / 2
            for a, b in ((one.low, other.low), (one.high, other.high))
        ):
            return step * 4 <= one.low
    return False


def _fit_dates(first: Quantity, second: Quantity) -> int:
    """Parts that both name are equal, and both name the same finest part."""
    if first.is_range != second.is_range or first.falling != second.falling:
        return 0
    low = _fit_date_parts(first.date_parts, second.date_parts)
    high = _fit_date_parts(unpack_date(first.high), unpack_date(second.high))
    return min(low, high)


def _fit_date_parts(first: tuple[int, int, int], second: tuple[int, int, int]) -> int:
    if any(a and b and a != b for a, b in zip(first, second, strict=True)):
        return 0
    shared = sum(1 for a, b in zip(first, second, strict=True) if a and b)
    if not shared or bool(first[2]) != bool(second[2]):
        return 0
    if not first[2] and bool(first[1]) != bool(second[1]):
        return 0
    return 70 + 8 * shared


def _fit_times(first: Quantity, second: Quantity) -> int:
    if first.low == second.low:
        return 95
    loose = "12-hour" in (first.unit, second.unit)
    return 80 if loose and first.low % 720 == second.low % 720 else 0


def _fit_date_and_number(first: Quantity, second: Quantity) -> int:
    """A bare year, month or day against a number: 2017, the 7th."""
    date, number = (first, second) if first.kind == "date" else (second, first)
    if number.kind == "span" and number.unit == "month" and date.is_range:
        return 60 if _months(date) == number.low == number.high else 0
    if number.kind not in PLAIN or date.is_range != number.is_range:
        return 0
    year, month, day = date.date_parts
    if year and not month:
        return 70 if number.low * 10000 == date.low and number.high * 10000 == date.high else 0
    if day and not month and not year:
        return 75 if number.low == date.low and number.high == date.high else 0
    if month and not day and not year:
        return 40 if number.low * 100 == date.low and number.high * 100 == date.high else 0
    return 0


def _months(date: Quantity) -> Fraction:
    """How many months a range from January on holds (1-5月: the first five months); 0 for other dates."""
    (_, first, day), (_, last, last_day) = date.date_parts, unpack_date(date.high)
    return Fraction(last if first == 1 and last and not day and not last_day else 0)


def _fit_vague(first: Quantity, second: Quantity) -> int:
    """Orders of magnitude: 数百 and hundreds, 上万 and over 10,000; a factor of ten apart is too far."""
    if first.kind == second.kind and first.kind in HARD and not _same_unit(first, second):
        return 0
    if first.kind != second.kind and not {first.kind, second.kind} <= {"count", *HARD}:
        return 0
    if first.low <= 0 or second.low <= 0:
        return 0
    ratio = max(first.low, second.low) / min(first.low, second.low)
    return 60 if ratio < 10 else 0


def _same_unit(first: Quantity, second: Quantity) -> bool:
    return fit_dimensions(dimension(split_rate(first.unit)[0]), dimension(split_rate(second.unit)[0]))


def is_elided(hard: Quantity, bare: Quantity, dimensions: frozenset[str]) -> bool:
    """Whether a bare number is a measure whose unit its own text says elsewhere (`from 5 … to 8 metres`)."""
    if hard.kind not in HARD or bare.kind not in ("count", "date") or not _same_value(hard, bare):
        return False
    own = dimension(split_rate(hard.unit)[0])
    money = own == "currency:CNY" and (hard.low >= 1000 or hard.low.denominator > 1)
    return own in dimensions or own in SPAN_DIMENSIONS or money


def _same_value(hard: Quantity, bare: Quantity) -> bool:
    low = bare.low / 10000 if bare.kind == "date" else bare.low
    high = bare.high / 10000 if bare.kind == "date" else bare.high
    return hard.low == low and hard.high == high
