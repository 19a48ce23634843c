"""Dates of the content: EDTF text → bounds that sort, and words per locale.

Receives Extended Date/Time Format text, of ISO 8601-2:2019 (levels 0 and 1) what sites use: years, months and days,
with their marks, and intervals of them; returns a frozen `EdtfDate`. Refuses all else with `ValueError`: days that no
calendar has, seasons, digits left open (202X), open intervals, years of more than four digits.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton

from build_scripts.ground.messages import Phrase

_POINT = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?(?P<mark>[~?%]?)\Z")
_SEASONS = range(21, 42)  # in the place of the month: seasons, quarters and halves of a year (ISO 8601-2, 4.8)
_SKELETONS = {1: "y", 2: "yMMMM", 3: "yMMMMd"}


@dataclass(frozen=True, order=True)
class EdtfDate:
    """A dated thing: its first and last day, its text, the precision of each end (1 year, 2 month, 3 day)."""

    first: datetime.date
    last: datetime.date
    text: str
    precisions: tuple[int, ...]
    uncertain: bool = False

    @property
    def is_interval(self) -> bool:
        """Tell whether this spans from one date to another, rather than being one date."""
        return len(self.precisions) == 2


@lru_cache(maxsize=4096)
def parse_edtf(text: str) -> EdtfDate:
    """Read `2023`, `2023-11`, `2023-11-14`, any of them with `~`, `?` or `%`, or an interval `a/b`."""
    ends = text.split("/")
    points = [_POINT.match(end) for end in ends]
    if len(ends) > 2 or not all(points):
        raise ValueError(Phrase('"%(text)s" is not a date like 2023, 2023-11, 2023-11-14 or 2020/2030', text=text))
    bounds = [_bounds(point) for point in points if point]
    if bounds[0][0] > bounds[-1][1]:
        raise ValueError(Phrase('the interval "%(text)s" ends before it starts', text=text))
    precisions = tuple(sum(match[name] is not None for name in ("year", "month", "day")) for match in points if match)
    marks = any(match["mark"] for match in points if match)
    return EdtfDate(bounds[0][0], bounds[-1][1], text, precisions, marks)


def _bounds(point: re.Match[str]) -> tuple[datetime.date, datetime.date]:
    """Give the first and the last day of a year, a month or a day: `2024-02` → 1 and 29 February 2024."""
    month, day = point["month"], point["day"]
    if month and int(month) in _SEASONS and not day:
        raise ValueError(
            Phrase(
                '"%(point)s" is a season or another part of a year; give months, like 2021-03/2021-05', point=point[0]
            )
        )
    try:
        first = datetime.date(int(point["year"]), int(month or 1), int(day or 1))
    except ValueError as error:
        raise ValueError(Phrase('"%(point)s" is not a date of the calendar', point=point[0])) from error
    last_month = int(month or 12)
    return first, first.replace(month=last_month, day=int(day or calendar.monthrange(first.year, last_month)[1]))


def format_edtf(text: str, locale: Locale, about: str = "≈%(date)s") -> str:
    """Write an EDTF date in the words of a locale: `2023-11` → 2023年11月 / November 2023.

    The marks of EDTF, level 1: ~ approximate (`about` is its pattern), ? uncertain, % both.
    """
    words = _format_certain(text, locale) + ("?" if set(text) & {"?", "%"} else "")
    return about % {"date": words} if set(text) & {"~", "%"} else words


@lru_cache(maxsize=4096)
def _format_certain(text: str, locale: Locale) -> str:
    date = parse_edtf(text)
    if not date.is_interval:
        return _format_point(date.first, date.precisions[0], locale)
    first, last = date.precisions
    if first == last:
        return str(format_interval(date.first, date.last, _SKELETONS[first], locale=locale))
    return f"{_format_point(date.first, first, locale)} – {_format_point(date.last, last, locale)}"


def _format_point(day: datetime.date, precision: int, locale: Locale) -> str:
    if precision == 3:
        return format_date(day, format="long", locale=locale)
    return format_skeleton(_SKELETONS[precision], day, locale=locale)
