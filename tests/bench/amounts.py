"""Made-up numbers, written the same in both languages: 450万 and 4.5 million.

Receives a source of chance and a `Measure`; returns an `Amount` with the number as a figure types it. Refuses nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tests.bench.vocabulary import Measure, Words

# How a number is qualified in a text, and in the field of a figure.
_QUALIFIERS = (
    ("about", "约", "about "),
    ("nearly", "接近", "nearly "),
    ("over", "超过", "more than "),
    ("at-least", "至少", "at least "),
)
# What a clause counts in, as a unit of figures and how many of that unit.
_UNITS = {"kWh": ("Wh", 1000)}
_MYRIAD, _HUNDRED_MILLION, _MILLION, _BILLION = 10**4, 10**8, 10**6, 10**9


@dataclass(frozen=True)
class Amount:
    """A number as it is written, and the fields of a typed figure that say the same."""

    words: Words
    fields: tuple[tuple[str, str], ...]


def draw_amount(chance: Random, measure: Measure) -> Amount:
    """Give an amount that a measure can have: a plain number, a qualified one, or a range."""
    low = _draw_number(chance, measure)
    unit, factor = _UNITS.get(measure.unit, (measure.unit, 1))
    kind = chance.random()
    if kind < 0.1 and (high := low + max(1, low // 4)) <= measure.most:
        high = round_to(high, 3)
        words = Words(f"{write_zh(low)}至{write_zh(high)}", f"{write_en(low)} to {write_en(high)}")
        if measure.unit == "percent":
            words = Words(f"{low}%至{high}", f"{low}% to {high}")
        return Amount(words, (("low", _typed(low * factor)), ("high", _typed(high * factor)), ("unit", unit)))
    fields: tuple[tuple[str, str], ...] = (("value", _typed(low * factor)), ("unit", unit))
    if kind < 0.3:
        name, zh, en = chance.choice(_QUALIFIERS)
        return Amount(Words(zh + write_zh(low), en + write_en(low)), (*fields, ("qualifier", name)))
    return Amount(Words(write_zh(low), write_en(low)), fields)


def _draw_number(chance: Random, measure: Measure) -> int:
    """Give a number of at most three digits that count, small and large ones alike often."""
    if measure.unit == "percent":
        return chance.randint(measure.least, measure.most)
    size = chance.uniform(math.log10(measure.least), math.log10(measure.most))
    return max(measure.least, min(measure.most, round_to(10**size, 3)))


def round_to(number: float, digits: int) -> int:
    """Give a number with at most so many digits that count.

    >>> round_to(1_234_567, 3), round_to(42.4, 3)
    (1230000, 42)
    """
    size = int(10 ** max(0, math.floor(math.log10(number)) + 1 - digits))
    return round(number / size) * size


def write_zh(number: int) -> str:
    """Write a number as Chinese groups it.

    >>> write_zh(4_500), write_zh(45_000_000), write_zh(123_000_000)
    ('4,500', '4,500万', '1.23亿')
    """
    if number >= _HUNDRED_MILLION:
        return f"{_scaled(number, _HUNDRED_MILLION)}亿"
    return f"{_scaled(number, _MYRIAD)}万" if number >= _MYRIAD else f"{number:,}"


def write_en(number: int) -> str:
    """Write a number as English groups it.

    >>> write_en(45_000), write_en(45_000_000), write_en(1_230_000_000)
    ('45,000', '45 million', '1.23 billion')
    """
    if number >= _BILLION:
        return f"{_scaled(number, _BILLION)} billion"
    return f"{_scaled(number, _MILLION)} million" if number >= _MILLION else f"{number:,}"


def _scaled(number: int, size: int) -> str:
    value = (Decimal(number) / size).normalize()
    return f"{value:,f}"


def _typed(number: int) -> str:
    return str(number)
