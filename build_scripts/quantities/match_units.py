"""Whether two quantities with units say the same: dimensions, sizes, denominators, orders of magnitude.

Receives two quantities; returns how well they fit, 0 when they do not. Exact values must be equal; rounding is allowed
only between systems of units.
"""

from __future__ import annotations

from fractions import Fraction

from build_scripts.quantities.model import Quantity
from build_scripts.quantities.units import SPAN_DIMENSIONS, dimension, factor, split_rate

_FORTNIGHTS = [{Fraction(86400 * days) for days in both} for both in ((14, 15), (7, 8))]  # quinze jours, huit jours
MIN_UNSAID = 5  # what is less may count anything
HARD = frozenset({"measure", "currency", "temperature", "rate", "span"})


def same_ends(first: Quantity, second: Quantity) -> bool:
    """Tell whether two quantities have the same lower and upper end.

    >>> [range_] = read("5–8%", "en")
    >>> [same_ends(read(text, "zh")[0], range_) for text in ("5%至8%", "5%")]
    [True, False]
    """
    return first.low == second.low and first.high == second.high


def fit_units(first: Quantity, second: Quantity) -> int:
    """Give how well two measures fit: same dimension, same size in its base unit; denominators equal, or unsaid in one.

    >>> one = read("每年3亿千瓦时", "zh")[0]
    >>> [fit_units(one, read(text, "en")[0]) for text in ("300 GWh per year", "300 GWh", "300 GWh per day", "300 GW")]
    [90, 75, 0, 0]
    """
    (unit, per), (other, other_per) = split_rate(first.unit), split_rate(second.unit)
    if unit != other and not (per or other_per) and (unit.startswith(other + "/") or other.startswith(unit + "/")):
        return 72 if same_ends(first, second) else 0  # a speed of which one text says the length only
    unlike_per = per and other_per and not _fit_denominators(per, other_per)
    if unlike_per or not fit_dimensions(dimension(unit), dimension(other)):
        return 0
    size, other_size = factor(unit), factor(other)
    if first.low * size == second.low * other_size and first.high * size == second.high * other_size:
        return 90 if per == other_per else 75
    if {first.low * size, second.low * other_size} in _FORTNIGHTS and not (first.digits or second.digits):
        return 60
    unlike = not _is_multiple(first.size, second.size) if unit == other else size != other_size
    whole = size.denominator == other_size.denominator == 1 and _is_multiple(size, other_size)
    return 70 if unlike and (unit == other or not whole) and _rounds(first, size, second, other_size) else 0


def _is_multiple(one: Fraction, other: Fraction) -> bool:
    """Tell whether of two sizes one is so many times the other, as they are within one system of units.

    >>> _is_multiple(Fraction(1, 1000), Fraction(1)), _is_multiple(Fraction("133.3"), Fraction(1000))
    (True, False)
    """
    return one % other == 0 or other % one == 0


def fit_dimensions(first: str, second: str) -> bool:
    """Tell whether two dimensions may be one: a mass of CO2 and one of CO2e differ, but either may be said as mere mass.

    >>> fit_dimensions("mass", "mass:CO2"), fit_dimensions("mass:CO2e", "mass:CO2")
    (True, False)
    """
    if first == second:
        return True
    if first.partition(":")[0] == second.partition(":")[0] == "mass":
        return "mass" in (first, second)
    return "angle" in (first, second) and "temperature" in (first.partition(":")[0], second.partition(":")[0])


def _fit_denominators(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Tell whether what two rates are per is the same, or all that one of them says.

    >>> _fit_denominators(("person", "year"), ("year", "person")), _fit_denominators(("day",), ("year",))
    (True, False)
    """
    if len(first) != len(second):
        return set(first) <= set(second) or set(second) <= set(first)
    pairs = zip(sorted(first), sorted(second), strict=True)
    return all(fit_dimensions(dimension(a), dimension(b)) and factor(a) == factor(b) for a, b in pairs)


def _rounds(first: Quantity, size: Fraction, second: Quantity, other_size: Fraction) -> bool:
    """Tell whether one is the other converted between systems of units and rounded to the digits it shows.

    >>> mile = read("100 miles", "en")[0]
    >>> [_rounds(mile, factor("mile"), read(text, "zh")[0], factor("km")) for text in ("161公里", "170公里")]
    [False, False]
    """
    for one, one_size, other, its_size in ((first, size, second, other_size), (second, other_size, first, size)):
        step, ends = one.step or Fraction(1), ((one.low, other.low), (one.high, other.high))
        if all(abs(a * one_size - b * its_size) <= step * one_size / 2 for a, b in ends):
            return step * 4 <= one.low
    return False


def fit_vague(first: Quantity, second: Quantity) -> int:
    """Give how well orders of magnitude fit: 数百 and hundreds, 上万 and over 10,000; a factor of ten apart is too far.

    >>> texts = ("hundreds of people", "230 people", "thousands of people")
    >>> [fit_vague(read("数百人", "zh")[0], read(text, "en")[0]) for text in texts]
    [66, 60, 0]
    """
    if first.kind == second.kind and first.kind in HARD and not _same_unit(first, second):
        return 0
    if first.kind != second.kind and not {first.kind, second.kind} <= {"count", *HARD}:
        return 0
    if first.low <= 0 or second.low <= 0:
        return 0
    ratio = max(first.low, second.low) / min(first.low, second.low)
    return (66 if first.vague and second.vague else 60) if ratio < 10 else 0


def _same_unit(first: Quantity, second: Quantity) -> bool:
    """Tell whether two quantities are of one dimension.

    >>> _same_unit(read("5吨", "zh")[0], read("5 kg", "en")[0]), _same_unit(read("5吨", "zh")[0], read("5 km", "en")[0])
    (True, False)
    """
    return fit_dimensions(dimension(split_rate(first.unit)[0]), dimension(split_rate(second.unit)[0]))


def is_elided(hard: Quantity, bare: Quantity, dimensions: frozenset[str]) -> bool:
    """Tell whether a bare number is a measure whose unit its own text says elsewhere (from 5 … to 8 metres).

    >>> hard, bare = read("5 metres", "en")[0], read("5", "en")[0]
    >>> is_elided(hard, bare, frozenset({"length"})), is_elided(hard, bare, frozenset())
    (True, False)
    """
    if hard.kind not in HARD or bare.kind not in ("count", "date") or not _same_value(hard, bare):
        return False
    own = dimension(split_rate(hard.unit)[0])
    money = own == "currency:CNY" and (hard.low >= 1000 or hard.low.denominator > 1)
    return own in dimensions or own in SPAN_DIMENSIONS or money


def is_spelled_out(bare: Quantity, hard: Quantity) -> bool:
    """Tell whether a translation gives a bare number of its source the unit that goes unsaid there: 容量500, 500 ml.

    >>> is_spelled_out(read("容量500", "zh")[0], read("500 ml", "en")[0]), is_spelled_out(read("500", "en")[0], read("500升", "zh")[0])
    (True, True)
    """
    plain = bare.kind == "count" and bare.digits and not bare.unit and bare.low >= MIN_UNSAID
    return plain and hard.kind == "measure" and _same_value(hard, bare)


def _same_value(hard: Quantity, bare: Quantity) -> bool:
    """Tell whether a bare number, perhaps read as a year, has the value of a measure, in its unit as written.

    >>> metres = read("2,017 metres", "en")[0]
    >>> _same_value(metres, read("2017", "en")[0]), _same_value(metres, read("2018", "en")[0])
    (True, False)
    """
    low = bare.low / 10000 if bare.kind == "date" else bare.low
    high = bare.high / 10000 if bare.kind == "date" else bare.high
    return (low, high) in ((hard.low, hard.high), (hard.low / hard.size, hard.high / hard.size))
