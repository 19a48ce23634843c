"""Whether two dates or times say the same, and a date and a bare number.

Receives quantities, at least one of them a date or a time; returns how well they fit, 0 when they do not.
"""

from __future__ import annotations

from fractions import Fraction

from build_scripts.quantities.model import Quantity, unpack_date

PLAIN = frozenset({"count", "ordinal", "identifier"})


def fit_dates(first: Quantity, second: Quantity) -> int:
    """Give how well two dates fit: parts that both name are equal, and both name the same finest part.

    >>> date = read("2017年3月5日", "zh")[0]
    >>> [fit_dates(date, read(text, "en")[0]) for text in ("5 March 2017", "5 March", "March 2017", "6 March")]
    [94, 86, 0, 0]
    """
    if first.is_range != second.is_range or first.falling != second.falling:
        return 0
    low = _fit_date_parts(first.date_parts, second.date_parts)
    high = _fit_date_parts(unpack_date(first.high), unpack_date(second.high))
    return min(low, high)


def _fit_date_parts(first: tuple[int, int, int], second: tuple[int, int, int]) -> int:
    """Give how well year, month and day of two dates fit; 0 stands for a part that is not given.

    >>> _fit_date_parts((2017, 3, 5), (0, 3, 5)), _fit_date_parts((2017, 3, 0), (2017, 0, 0))
    (86, 0)
    """
    if any(a and b and a != b for a, b in zip(first, second, strict=True)):
        return 0
    shared = sum(1 for a, b in zip(first, second, strict=True) if a and b)
    if not shared or bool(first[2]) != bool(second[2]):
        return 0
    if not first[2] and bool(first[1]) != bool(second[1]):
        return 0
    return 70 + 8 * shared


def fit_times(first: Quantity, second: Quantity) -> int:
    """Give how well two times of day fit; one may leave open which half of the day it means.

    >>> three = read("下午3时", "zh")[0]
    >>> [fit_times(three, read(text, "en")[0]) for text in ("3 p.m.", "3:00", "3 a.m.")]
    [95, 80, 0]
    """
    if first.low % 1440 == second.low % 1440:  # 24:00 is midnight
        return 95
    loose = "12-hour" in (first.unit, second.unit)
    return 80 if loose and first.low % 720 == second.low % 720 else 0


def fit_time_and_number(first: Quantity, second: Quantity) -> int:
    """Give how well a time of day fits the number of its hour.

    >>> time = read("下午3时", "zh")[0]
    >>> fit_time_and_number(time, read("3", "en")[0]), fit_time_and_number(read("4", "en")[0], time)
    (45, 0)
    """
    time, number = (first, second) if first.kind == "time" else (second, first)
    if number.is_range or number.low > 24:
        return 0
    return 45 if number.low * 60 % 720 == time.low % 720 else 0


def fit_date_and_number(first: Quantity, second: Quantity) -> int:
    """Give how well a bare year, month or day fits a number: 2017, the 7th; and January to May five months.

    >>> fit_date_and_number(read("7日", "zh")[0], read("the 7th", "en")[0])
    75
    >>> fit_date_and_number(read("1月至5月", "zh")[0], read("five months", "en")[0])
    60
    >>> fit_date_and_number(read("7日", "zh")[0], read("7 tonnes", "en")[0])
    0
    """
    date, number = (first, second) if first.kind == "date" else (second, first)
    if number.kind == "span" and number.unit == "month" and date.is_range:
        return 60 if _months(date) == number.low == number.high else 0
    if number.kind not in PLAIN or date.is_range != number.is_range:
        return 0
    year, month, day = date.date_parts
    if year and not month:
        size, score = 10000, 70
    else:
        size, score = (1, 75) if day and not month else (100, 40) if month and not day and not year else (0, 0)
    return score if (number.low * size, number.high * size) == (date.low, date.high) else 0


def _months(date: Quantity) -> Fraction:
    """Give how many months a range from January on holds; 0 for other dates.

    >>> _months(read("1月至5月", "zh")[0]), _months(read("2月至5月", "zh")[0])
    (Fraction(5, 1), Fraction(0, 1))
    """
    (_, first, day), (_, last, last_day) = date.date_parts, unpack_date(date.high)
    return Fraction(last if first == 1 and last and not day and not last_day else 0)
