"""What probably went wrong between two texts: a name for the slip that would explain what is unmatched.

Receives the unmatched quantities of both sides; returns slip names, the surest first. A name is a hint for the editor;
the verdict does not rest on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities.match import conflicts, fit
from build_scripts.quantities.match_units import HARD, same_ends
from build_scripts.quantities.model import Quantity, negate
from build_scripts.quantities.units import dimension, factor, split_rate

_POWERS = {Fraction(10**n): f"×{10**n}" for n in range(1, 13)} | {Fraction(1, 10**n): f"÷{10**n}" for n in range(1, 13)}
_POWERS |= {Fraction(10000): "万/亿", Fraction(1, 10000): "万/亿"}
MAX_ITEMS = 60


def find_slips(left: Sequence[Quantity], right: Sequence[Quantity]) -> list[str]:
    """Give slip names for what is unmatched in source and target, each once, in the order of the text.

    >>> five = read("5吨", "zh")
    >>> find_slips(five, read("50 tonnes", "en")), find_slips(five, ()), find_slips((), read("5%", "en"))
    (['×10'], ['dropped'], ['added'])
    """
    slips: dict[str, None] = {}
    others = list(right[:MAX_ITEMS])
    for item in left[:MAX_ITEMS]:
        named = [(slip, other) for other in others if (slip := name_slip(item, other))]
        if named:
            slips[named[0][0]] = None
            others.remove(named[0][1])
        else:
            slips["changed" if any(other.kind == item.kind for other in others) else "dropped"] = None
    if others and "changed" not in slips:
        slips["added"] = None
    return list(slips)


def name_slip(item: Quantity, other: Quantity) -> str:
    """Give the slip that turns one quantity into the other, or "" when none does.

    >>> def slip(zh, en): return name_slip(read(zh, "zh")[0], read(en, "en")[0])
    >>> slip("超过300人", "fewer than 300 people"), slip("5%至15%", "15% to 5%"), slip("变化为-0.5%", "a change of 0.5%")
    ('over / under', 'range reversed', 'minus sign')
    >>> slip("5%", "7%")
    ''
    """
    if fit(replace(item, approx=""), replace(other, approx="")):
        return "over / under" if conflicts(item, other) else ""
    kinds = {item.kind, other.kind}
    same_value = same_ends(item, other)
    if kinds == {"percent", "percentage-point"} and same_value:
        return "percent / percentage points"
    if item.kind == other.kind == "date":
        return _name_date_slip(item, other)
    if item.low < 0 <= other.low or other.low < 0 <= item.low:
        return "minus sign" if fit(negate(item), other) else ""
    turned = item.is_range and other.is_range and item.falling != other.falling
    if turned and fit(item, replace(other, falling=item.falling)):
        return "range reversed"
    if item.kind in HARD and other.kind in HARD:
        return _name_unit_slip(item, other, same_value)
    return _name_ratio(item.low, other.low) if item.kind == other.kind or kinds <= {"count", "ordinal"} else ""


def _name_date_slip(item: Quantity, other: Quantity) -> str:
    """Give the slip between two dates.

    >>> def slip(zh, en): return _name_date_slip(read(zh, "zh")[0], read(en, "en")[0])
    >>> slip("3月5日", "May 3"), slip("3月5日", "March 6"), slip("3月", "in May")
    ('day and month swapped', 'date', 'date')
    """
    (year, month, day), (other_year, other_month, other_day) = item.date_parts, other.date_parts
    if month and day and (month, day) == (other_day, other_month):
        return "day and month swapped"
    if item.is_range and other.is_range and item.falling != other.falling:
        return "range reversed"
    return "date" if year == other_year or month == other_month or day == other_day else ""


def _name_unit_slip(item: Quantity, other: Quantity, same_value: bool) -> str:
    """Give the slip between two quantities with units.

    >>> def slip(zh, en, same_value): return _name_unit_slip(read(zh, "zh")[0], read(en, "en")[0], same_value)
    >>> slip("500美元", "€500", True), slip("12海里", "12 miles", True), slip("12吨", "1,200 kg", False)
    ('currency', 'unit', '÷10')
    """
    unit, other_unit = split_rate(item.unit)[0], split_rate(other.unit)[0]
    one, two = dimension(unit), dimension(other_unit)
    if one.startswith("currency") and two.startswith("currency"):
        if one != two:
            return "currency" if same_value else ""
        return _name_ratio(item.low, other.low)
    if one == two:
        if same_value and unit != other_unit:
            return "unit"
        return _name_ratio(item.low * factor(unit), other.low * factor(other_unit))
    return "unit" if same_value else ""


def _name_ratio(one: Fraction, other: Fraction) -> str:
    """Give the power of ten that lies between two values: ×10 means that the target says ten times as much.

    >>> [_name_ratio(Fraction(5), Fraction(value)) for value in (50, 50000, 7)]
    ['×10', '万/亿', '']
    """
    return _POWERS.get(other / one, "") if one and other else ""
