"""The values that reading and comparing hand around: quantities, spans and verdicts.

Receives nothing; every other module of the package builds on these shapes.
All numbers are exact (`fractions.Fraction`); there are no floats anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

Kind = Literal[
    "count",  # a bare number or a number of things
    "ordinal",  # third, 第三, No. 3
    "percent",  # value 50 means 50 %
    "percentage-point",
    "fraction",  # value 1/3 means one third
    "multiple",  # value 2 means twice as much
    "currency",
    "measure",  # mass, length, area, energy, power, speed …
    "temperature",
    "span",  # a length of time: 3 years
    "rate",  # something per something: t/year
    "date",  # packed year*10000 + month*100 + day, absent parts 0; a range when low != high
    "era",  # a decade or a century: low is its first year
    "time",  # a time of day in minutes since midnight
    "score",  # 3-2, 2 to 1: low is the number said first
    "identifier",  # digits inside a code: F-16, 5G
    "name",  # a declared name that holds digits
    "unreadable",
]
Approx = Literal["", "about", "nearly", "over", "at-least", "under", "at-most", "up-to"]
Verdict = Literal["agree", "differ", "unreadable"]
Weight = Literal["", "optional", "none"]  # what a numeral without a unit is worth

DATE_YEAR, DATE_MONTH = 10000, 100


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity as read: its exact value or interval, what it measures, and where it stands.

    `low` and `high` are equal for a single value. `falling` marks a range or change that the text gives from
    the larger to the smaller. `change` marks a multiple said as growth ("grew by two times").
    `optional` marks what one language says and another leaves unsaid without a slip (一, "a", "both", 第一).
    `vague` marks an order of magnitude only (数百, dozens). `step` is the value of the last digit shown.
    `size` is what one of the unit as written stands for (1/1000 m for mm), which a bare neighbour shares.
    `comparand` marks a value of another thing that the text compares with (lower than the 47.5 billion of …).
    `ends` holds both ends of a change from one value to another, each with its own qualifier.
    `also` holds further readings of an ambiguous notation ("35m", "10/11/2021"); any of them may match.
    """

    kind: Kind
    low: Fraction
    high: Fraction
    unit: str = ""
    approx: Approx = ""
    text: str = ""
    start: int = 0
    end: int = 0
    falling: bool = False
    change: bool = False
    optional: bool = False
    vague: bool = False
    digits: bool = True
    step: Fraction = Fraction(0)
    size: Fraction = Fraction(1)
    comparand: bool = False
    ends: tuple[Quantity, ...] = field(default=(), compare=False)
    also: tuple[Quantity, ...] = ()

    def __str__(self) -> str:
        """Give what the quantity says in a line.

        >>> str(Quantity("percent", Fraction(5), Fraction(31, 2), approx="about", falling=True))
        'percent about 15.5…5'
        """
        value = f"{show_exact(self.first)}…{show_exact(self.last)}" if self.is_range else show_exact(self.low)
        return " ".join(word for word in (self.kind, self.approx, value, self.unit) if word)

    @property
    def is_range(self) -> bool:
        """Whether the quantity is an interval rather than one value."""
        return self.low != self.high

    @property
    def first(self) -> Fraction:
        """The end that the text names first."""
        return self.high if self.falling else self.low

    @property
    def last(self) -> Fraction:
        """The end that the text names last."""
        return self.low if self.falling else self.high

    @property
    def meaning(self) -> tuple[Kind, Fraction, Fraction, str, Approx, bool]:
        """What the quantity says, without where and how it was written: equal for equal statements."""
        return (self.kind, self.low, self.high, self.unit, self.approx, self.falling)

    @property
    def date_parts(self) -> tuple[int, int, int]:
        """Year, month and day of a date's first end; 0 for a part that is not given."""
        return unpack_date(self.low)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of setting two texts side by side."""

    verdict: Verdict
    source: tuple[Quantity, ...]
    target: tuple[Quantity, ...]
    unmatched_source: tuple[Quantity, ...] = ()
    unmatched_target: tuple[Quantity, ...] = ()
    slips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number found in a text before its unit is known; `low` is the end that is said first."""

    low: Fraction
    high: Fraction
    start: int
    end: int
    approx: Approx = ""
    digits: bool = True
    vague: bool = False
    loose: bool = False
    ordinal: bool = False
    fraction: bool = False
    scaled: bool = False
    step: Fraction = Fraction(1)
    raw: str = field(default="", compare=False)

    def __str__(self) -> str:
        """Give the number in a line.

        >>> str(Numeral(Fraction(70), Fraction(80), 0, 3, "about"))
        'about 70…80'
        """
        value = f"{show_exact(self.low)}…{show_exact(self.high)}" if self.is_range else show_exact(self.low)
        return " ".join(word for word in (self.approx, value) if word)

    @property
    def is_range(self) -> bool:
        """Whether the numeral itself spans an interval (七八十)."""
        return self.low != self.high

    @property
    def whole(self) -> int:
        """The value as an integer, or -1 when it is a range or not whole."""
        return self.low.numerator if self.low == self.high and self.low.denominator == 1 else -1


def pack_date(year: int = 0, month: int = 0, day: int = 0) -> Fraction:
    """Give year, month and day in one number; a part that is not given is 0.

    >>> pack_date(2017, 1, 17), pack_date(month=3, day=5)
    (Fraction(20170117, 1), Fraction(305, 1))
    """
    return Fraction(year * DATE_YEAR + month * DATE_MONTH + day)


def unpack_date(packed: Fraction) -> tuple[int, int, int]:
    """Give year, month and day of a packed date.

    >>> unpack_date(Fraction(20170117)), unpack_date(Fraction(305))
    ((2017, 1, 17), (0, 3, 5))
    """
    number = int(packed)
    return number // DATE_YEAR, number // DATE_MONTH % 100, number % 100


def show_exact(value: Fraction) -> str:
    """Give an exact number as a decimal where it has one of twelve places, else as a fraction.

    >>> show_exact(Fraction(5, 2)), show_exact(Fraction(-1, 8)), show_exact(Fraction(1, 3))
    ('2.5', '-0.125', '1/3')
    """
    if (value * 10**12).denominator != 1:
        return str(value)
    sign, scaled = "-" if value < 0 else "", abs(int(value * 10**12))
    return f"{sign}{scaled // 10**12}.{scaled % 10**12:012d}".rstrip("0").rstrip(".")


def negate(item: Quantity) -> Quantity:
    """Give the quantity, and its further readings, with the sign turned; the end said first stays so.

    >>> str(negate(Quantity("percent", Fraction(5), Fraction(15))))
    'percent -5…-15'
    """
    turned = replace(item, low=-item.high, high=-item.low, also=tuple(negate(other) for other in item.also))
    return replace(turned, falling=not item.falling) if item.is_range else turned
