"""Times of day in digits, the same in all languages: 11:30, 3:10 p.m., 13:45:10; and those of races.

Receives normalised text and the lexicon; returns times in minutes since midnight, each with the length of time, and the
ratio, that the digits may mean instead.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal

from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Quantity
from build_scripts.quantities.ratios import ratio_of

HalfOfDay = Literal["", "a", "p"]
_CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2}):([0-5]\d|\d(?=\s(?:in the (?:morning|afternoon|evening)|at night)))(?::([0-5]\d(?:\.\d{1,6})?))?(?![\d:]|,\d{3}|\.\d)(?:\s?(a\.?m\b\.?|p\.?m\b\.?|AM\b|PM\b))?",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"(?<![\d.'])(?:(?:(\d{1,2})')?([0-5]?\d)\"|([0-5]\d)')(\d\d)(?![\d'\"])|(?<![\d:.])(\d{1,2}):([0-5]\d)\.(\d{1,3})(?![\d:])"
)


def find_clocks(text: str, lexicon: Lexicon) -> list[Quantity]:
    """Give every time of day that is written in digits with colons.

    >>> [str(item) for item in find_clocks("11:30 pm, 9:05", lexicon_of("en"))]
    ['time 1410 24-hour', 'time 545 12-hour']
    """
    found = []
    for match in _CLOCK.finditer(text):
        hour, minute = int(match[1]), int(match[2])
        if hour <= 24 or match[3]:
            own = (match[4] or "").lower()[:1]
            half: HalfOfDay = own or half_of_day(text, *match.span(), hour, lexicon)  # type: ignore[assignment]  # a or p
            second = Fraction(match[3]) if match[3] else None
            found.append(time_of_day(hour, minute, half, *match.span(), second))
    return found


def find_records(text: str, _: Lexicon) -> list[Quantity]:
    """Give the times of races, in seconds with hundredths: 22'85, 1'54"13, 9"58, 1:12.38.

    >>> [str(item) for item in find_records("22'85, 1'54\\"13, 1:12.38, he is 6'11\\" tall", lexicon_of("en"))]
    ['span 22.85 second', 'span 114.13 second', 'span 72.38 second']
    """
    found = []
    for match in _RECORD.finditer(text):
        minute, second = match[1] or match[5] or 0, match[2] or match[3] or match[6]
        seconds = int(minute) * 60 + Fraction(f"{second}.{match[4] or match[7]}")
        found.append(Quantity("span", seconds, seconds, "second", start=match.start(), end=match.end()))
    return found


def half_of_day(text: str, start: int, end: int, hour: int, lexicon: Lexicon) -> HalfOfDay:
    """Give the half of the day that the words beside a time tell: 下午, 晚上, 中午11时, 10:30 مساء; "" where none do.

    >>> [half_of_day(text, 2, 4, hour, lexicon_of("zh")) for text, hour in (("下午3", 3), ("晚上12", 12), ("中午11", 11))]
    ['p', 'a', 'a']
    >>> half_of_day("10:30 مساء", 0, 5, 10, lexicon_of("ar"))
    'p'
    """
    match = lexicon.before("part_of_day", text, start) or lexicon.match("part_of_day", text, end)
    part = match.lastgroup if match else None
    if part == "noon":
        return "a" if hour in (10, 11) else "p"
    if part == "night":
        return "p" if 4 < hour < 12 else "a"
    if part == "afternoon" or (part == "morning" and hour == 12):
        return "p"
    return "a" if part else ""


def time_of_day(
    hour: int, minute: int, half: HalfOfDay, start: int, end: int, second: Fraction | None = None
) -> Quantity:
    """Give a time of day in minutes; with three parts it may be a length of time, with two a ratio.

    >>> print(time_of_day(12, 15, "a", 0, 5), time_of_day(3, 10, "", 0, 4), sep="; ")
    time 15 24-hour; time 190 12-hour
    >>> [str(other) for other in time_of_day(3, 10, "", 0, 4).also]
    ['span 11400 second', 'span 190 second', 'score 3…10']
    """
    certain = bool(half) or hour >= 13 or hour == 0
    clock = hour + 12 if half == "p" and hour < 12 else 0 if half == "a" and hour == 12 else hour
    minutes = clock * 60 + minute + (second or Fraction(0)) / 60
    lengths = [minutes * 60] if second is not None else [minutes * 60, minutes]
    also = [Quantity("span", length, length, "second", start=start, end=end) for length in lengths]
    if second is None and not half:
        also.append(ratio_of([Fraction(hour), Fraction(minute)], start, end))
    return Quantity(
        "time", minutes, minutes, "24-hour" if certain else "12-hour", start=start, end=end, also=tuple(also)
    )
