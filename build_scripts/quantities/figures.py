"""A typed figure of the content → a quantity, to be compared with text or written for a locale.

Receives the fields as a content file holds them (value or low and high, unit id, qualifier); returns a `Quantity`.
Refuses a figure without value, a range that runs backwards, and a qualifier that is not known.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import get_args

from build_scripts.ground.messages import Phrase
from build_scripts.quantities.model import Approx, Quantity
from build_scripts.quantities.own_units import OwnUnit
from build_scripts.quantities.units import kind_of

Number = int | str | float | Decimal | Fraction
QUALIFIERS = tuple(word for word in get_args(Approx) if word)


def figure_quantity(
    value: Number | None = None,
    low: Number | None = None,
    high: Number | None = None,
    unit: str = "",
    qualifier: str = "",
    units: tuple[OwnUnit, ...] = (),
) -> Quantity:
    """Give the quantity that a figure states: one `value`, or `low` and `high`, in the unit named by its id; `units` are declared.

    >>> str(figure_quantity("-0.5", unit="percent"))
    'percent -0.5'
    >>> str(figure_quantity(low="4e6", high="42e6", unit="t/year", qualifier="about"))
    'rate about 4000000…42000000 t/year'
    >>> figure_quantity(low=3, high=2)
    Traceback (most recent call last):
        ...
    ValueError: low 3 is above high 2
    """
    if (value is None) == (low is None and high is None):
        raise ValueError(Phrase("a figure has either a value, or low and high"))
    if qualifier and qualifier not in QUALIFIERS:
        raise ValueError(
            Phrase(
                "qualifier %(qualifier)s: expected one of %(names)s",
                qualifier=f"{qualifier!r}",
                names=QUALIFIERS,
            )
        )
    low, high = (low, high) if value is None else (value, value)
    if low is None or high is None:
        raise ValueError(Phrase("a range needs both low and high"))
    first, last = to_exact(low), to_exact(high)
    if first > last:
        raise ValueError(Phrase("low %(first)s is above high %(last)s", first=first, last=last))
    approx: Approx = qualifier  # type: ignore[assignment]  # checked against QUALIFIERS
    kind = kind_of(unit, {own.id: own.kind for own in units})
    return Quantity(kind, first, last, "" if unit == kind else unit, approx)


def to_exact(number: Number) -> Fraction:
    """Give the exact value of a number as a content file may hold it.

    >>> to_exact("5529e4"), to_exact("1/3"), to_exact(2.5), to_exact("4,500")
    (Fraction(55290000, 1), Fraction(1, 3), Fraction(5, 2), Fraction(4500, 1))
    >>> to_exact("about 3")
    Traceback (most recent call last):
        ...
    ValueError: 'about 3' is no number
    """
    if isinstance(number, Fraction | int | Decimal):
        return Fraction(number)
    text = str(number).replace(",", "").replace("_", "").strip()
    try:
        if re.fullmatch(r"-?\d{1,60}/\d{1,60}", text):
            return Fraction(text)
        exact = Decimal(text)
        if not exact.is_finite() or abs(exact.adjusted()) > 100:
            raise ValueError(Phrase("%(number)s is out of range", number=f"{number!r}"))
        return Fraction(exact)
    except (InvalidOperation, ZeroDivisionError) as error:
        raise ValueError(Phrase("%(number)s is no number", number=f"{number!r}")) from error
