"""Times of day in digits, the same in both languages: 11:30, 3:10 p.m., 13:45:10.

Receives normalised text and what tells the halves of the day apart in its language; returns times in minutes since
midnight, each with the length of time, and the ratio, that the digits may mean instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Literal

from build_scripts.quantities.model import Quantity

HalfOfDay = Literal["", "a", "p"]
HalfFinder = Callable[[str, int, int], HalfOfDay]
_CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2}):([0-5]\d)(?::([0-5]\d(?:\.\d{1,6})?))?(?![\d:]|,\d{3})(?:\s?(a\.?m\b\.?|p\.?m\b\.?|AM\b|PM\b))?",
    re.IGNORECASE,
)


def find_clocks(text: str, half_of_day: HalfFinder) -> list[Quantity]:
    """Give every time of day that is written in digits with colons.

    >>> [str(item) for item in find_clocks("11:30 pm, 9:05", lambda text, start, hour: "")]
    ['time 1410 24-hour', 'time 545 12-hour']
    """
    found = []
    for match in _CLOCK.finditer(text):
        hour, minute = int(match[1]), int(match[2])
        if hour > 24 and not match[3]:
            continue
        second = Fraction(match[3]) if match[3] else Fraction(0)
        half = to_half((match[4] or "")[:1]) or half_of_day(text, match.start(), hour)
        found.append(time_of_day(hour, minute, half, match.start(), match.end(), second, bool(match[3])))
    return found


def to_half(letter: str) -> HalfOfDay:
    """Give the half of the day for the first letter of a.m. or p.m.

    >>> to_half("P"), to_half("")
    ('p', '')
    """
    return "a" if letter.lower() == "a" else "p" if letter.lower() == "p" else ""


def time_of_day(
    hour: int,
    minute: int,
    half: HalfOfDay,
    start: int,
    end: int,
    second: Fraction = Fraction(0),
    may_be_span: bool = False,
) -> Quantity:
    """Give a time of day in minutes; with three parts it may be a length of time, with two a ratio.

    >>> print(time_of_day(12, 15, "a", 0, 5), time_of_day(3, 10, "", 0, 4), sep="; ")
    time 15 24-hour; time 190 12-hour
    >>> [str(other) for other in time_of_day(3, 10, "", 0, 4).also]
    ['span 11400 second', 'span 190 second', 'score 3…10']
    """
    ratio = _ratio(hour, minute, start, end)
    certain = bool(half) or hour >= 13 or hour == 0
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    minutes = Fraction(hour * 60 + minute) + second / 60
    spans = [Quantity("span", minutes * 60, minutes * 60, "second", start=start, end=end)]
    if not may_be_span:
        spans += [Quantity("span", minutes, minutes, "second", start=start, end=end)]
    also = (*spans, *([] if may_be_span or half else [ratio]))
    return Quantity("time", minutes, minutes, "24-hour" if certain else "12-hour", start=start, end=end, also=also)


def _ratio(first: int, second: int, start: int, end: int) -> Quantity:
    """Give the digits read as a ratio or a score.

    >>> str(_ratio(3, 10, 0, 4)), str(_ratio(10, 3, 0, 4))
    ('score 3…10', 'score 10…3')
    """
    low, high = sorted((Fraction(first), Fraction(second)))
    return Quantity("score", low, high, start=start, end=end, falling=first > second)
