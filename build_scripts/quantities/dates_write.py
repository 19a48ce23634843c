"""Dates and decades written for a locale: 2023年11月14日, 14 November 2023, 2020—2030年, the 1990s.

Receives a quantity of the kind date or era; returns text. English dates put the day first.
"""

from __future__ import annotations

import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from build_scripts.quantities.model import Quantity, unpack_date

_PATTERNS = {
    "zh": ("y年", "y年M月", "y年M月d日", "M月", "M月d日", "d日"),
    "en": ("y", "MMMM y", "d MMMM y", "MMMM", "d MMMM", "d"),
}
_ABOUT = {"zh": "约", "en": "about "}


def write_date(quantity: Quantity, locale: str) -> str:
    """Write a date, an interval of dates or a decade."""
    language = locale.replace("-", "_").split("_")[0]
    about = _ABOUT.get(language, "~") if quantity.approx == "about" else ""
    if quantity.kind == "era":
        return about + _write_era(quantity, language)
    first = _write_parts(unpack_date(quantity.first), locale, language)
    if not quantity.is_range:
        return about + first
    last = _write_parts(unpack_date(quantity.last), locale, language)
    if language == "zh":
        years_only = quantity.first % 10000 == quantity.last % 10000 == 0
        return about + (f"{first.rstrip('年')}—{last}" if years_only else f"{first}至{last}")
    joiner = "–" if first.isdigit() and last.isdigit() else " to "
    return about + first + joiner + last


def _write_era(quantity: Quantity, language: str) -> str:
    first = int(quantity.low)
    if quantity.unit == "century":
        number = first // 100 + 1
        return f"{number}世纪" if language == "zh" else f"{_ordinal(number)} century"
    if language == "zh":
        return f"{first // 100 + 1}世纪{first % 100:02d}年代".replace("世纪00年代", "世纪头十年")
    return f"{first}s"


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _write_parts(parts: tuple[int, int, int], locale: str, language: str) -> str:
    year, month, day = parts
    patterns = _PATTERNS.get(language)
    place = (2 if day else 1 if month else 0) if year else (4 if day else 3) if month else 5
    if patterns is None:
        return "-".join(f"{part:02d}" for part in parts if part)
    date = datetime.date(year or 2000, month or 1, day or 1)
    try:
        known = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        known = Locale(language)
    return str(format_date(date, patterns[place], locale=known))
