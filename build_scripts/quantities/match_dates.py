"""Whether two dates or times say the same, and a date and a bare number.

Receives quantities, at least one of them a date or a time; returns how well they fit, 0 when they do not.
"""

from __future__ import annotations

from fractions import Fraction

from build_scripts.quantities.model import Quantity, unpack_date

PLAIN = frozenset({"count", "ordinal", "identifier"})


def fit_dates(first: Quantity, second: Quantity) -> int:
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


def fit_times(first: Quantity, second: Quantity) -> int:
    if first.low == second.low:
        return 95
    loose = "12-hour" in (first.unit, second.unit)
    return 80 if loose and first.low % 720 == second.low % 720 else 0


def fit_date_and_number(first: Quantity, second: Quantity) -> int:
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
