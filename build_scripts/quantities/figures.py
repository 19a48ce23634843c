"""A typed figure of the content → a quantity, to be compared with text or written for a locale.

Receives the fields as a content file holds them (value or low and high, unit id, qualifier); returns a
`Quantity`.
Refuses a figure without value, a range that runs backwards, and a qualifier that is not known.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import get_args

from build_scripts.quantities.model import Approx, Quantity
from build_scripts.quantities.units import kind_of

Number = int | str | float | Decimal | Fraction
QUALIFIERS = tuple(word for word in get_args(Approx) if word)


def figure_quantity(
    value: Number | None = None,
    low: Number | None = None,
    high: Number | None = None,
    unit: str = "",
    qualifier: str = "",
) -> Quantity:
    """The quantity that a figure states: one `value`, or `low` and `high`, in the unit named by its id."""
    if (value is None) == (low is None and high is None):
        raise ValueError("a figure has either a value, or low and high")
    if qualifier and qualifier not in QUALIFIERS:
        raise ValueError(f"qualifier {qualifier!r}: expected one of {', '.join(QUALIFIERS)}")
    first = to_exact(value if value is not None else _given(low))
    last = to_exact(value if value is not None else _given(high))
    if first > last:
        raise ValueError(f"low {first} is above high {last}")
    approx: Approx = qualifier  # type: ignore[assignment]  # checked against QUALIFIERS
    return Quantity(kind_of(unit), first, last, _unit_of(unit), approx)


def _given(number: Number | None) -> Number:
    if number is None:
        raise ValueError("a range needs both low and high")
    return number


def _unit_of(unit: str) -> str:
    return "" if unit in ("percent", "percentage-point", "multiple", "fraction") else unit


def to_exact(number: Number) -> Fraction:
    """The exact value of a number as a content file may hold it: 5529e4, "1/3", 2.5."""
    if isinstance(number, Fraction | int | Decimal):
        return Fraction(number)
    text = str(number).replace(",", "").replace("_", "").strip()
    try:
        if re.fullmatch(r"-?\d{1,60}/\d{1,60}", text):
            return Fraction(text)
        exact = Decimal(text)
        if not exact.is_finite() or abs(exact.adjusted()) > 100:
            raise ValueError(f"{number!r} is out of range")
        return Fraction(exact)
    except (InvalidOperation, ZeroDivisionError) as error:
        raise ValueError(f"{number!r} is no number") from error
