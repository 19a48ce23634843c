"""Places in a text where digits are no quantities: web addresses, codes, versions; and clock times, which
are.

Receives normalised text; returns the quantities found there and the text with those places blanked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities import units
from build_scripts.quantities.model import Quantity, pack_date
from build_scripts.quantities.windows import text_before

BLANK = "\x00"
_ADDRESS = re.compile(
    r"(?:https?://|www\.|pic\.twitter\.com/)[!-~]+|[A-Za-z0-9._-]{1,64}@[A-Za-z0-9.-]{1,64}|[@#][A-Za-z_]\w{0,40}"
)
_ALWAYS = re.compile(r"(?<!\d)(?:24/7|7\s?[*x×]\s?24|24\s?[*x×]\s?7)(?!\d)")
_RATIO = re.compile(r"(?<![\d:.])(\d{1,3}):(\d{1,3})(?![\d:]|\.\d)")
_OVERLONG = re.compile(r"\d{101,}+|[零〇一二三四五六七八九十百千万亿两]{41,}+")
_ISO_DATE = re.compile(r"(?<![\d/.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/-]|\.\d)")
_SEASON = re.compile(
    r"(?<![\d/.-])((?:19|20)\d\d)\s?[-–/]\s?(\d\d)(?![\d.,%])(?![-/]\d)(?:\s?(年度|赛季|财年|学年|年|season))?"
)
_SLASH_DATE = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d/])")
_CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2}):([0-5]\d)(?::([0-5]\d(?:\.\d{1,6})?))?(?![\d:])(?:\s?(a\.?m\b\.?|p\.?m\b\.?|AM\b|PM\b))?",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z]{1,12}-?\d[\dA-Za-z]*+(?:[-./][\dA-Za-z]++)*+|\d++[A-Za-z]++\d[\dA-Za-z]*+|\d++(?:\.\d++){2,})"
)
_DIGITS_LETTERS = re.compile(r"(?<![A-Za-z0-9.,])(\d++)(-?)([A-Za-z]++)(?![\d])")
_UNIT_WORDS = frozenset(word for form in units.UNITS.symbols for word in form.split() if re.search(r"\d", word)) | {
    "CO2",
    "CO2e",
    "CO2eq",
}
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th", "s", "am", "pm"})
_SCALE_ENDS = frozenset({"m", "bn", "b", "tn", "trn", "k", "mn", "mln", "mio", "million", "billion", "trillion", "x"})
_PM_WORDS = re.compile(r"(?:下午|晚上|傍晚|晚间|夜间|晚|午后)\s?$")
_AM_WORDS = re.compile(r"(?:上午|早上|早晨|凌晨|清晨|早)\s?$")


def hide(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Blank out places, keeping the length of the text."""
    spans = sorted(spans)
    if not spans:
        return text
    parts, last = [], 0
    for start, end in spans:
        if end <= last:
            continue
        start = max(start, last)
        parts.append(text[last:start])
        parts.append(BLANK * (end - start))
        last = end
    parts.append(text[last:])
    return "".join(parts)


def find_codes(text: str, language: str) -> tuple[list[Quantity], str]:
    """Dates in digits, clock times and codes, and the text without them."""
    text = hide(text, [match.span() for pattern in (_ADDRESS, _ALWAYS) for match in pattern.finditer(text)])
    found: list[Quantity] = []
    for finder in (_find_overlong, _find_dates, _find_clocks, _find_ratios, _find_identifiers):
        items = finder(text, language)
        text = hide(text, [(item.start, item.end) for item in items])
        found += items
    return found, text


def _find_overlong(text: str, language: str) -> list[Quantity]:
    """Runs of digits too long for any number: they are not read, and said to be unreadable."""
    return [
        Quantity(
            "unreadable",
            Fraction(0),
            Fraction(0),
            match[0],
            text=match[0],
            start=match.start(),
            end=match.end(),
        )
        for match in _OVERLONG.finditer(text)
    ]


def _find_dates(text: str, language: str) -> list[Quantity]:
    found = []
    for match in _ISO_DATE.finditer(text):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        if 1 <= month <= 12 and 1 <= day <= 31:
            found.append(_date(match, year, month, day))
    for match in _SEASON.finditer(text):
        first, last = int(match[1]), int(match[1]) // 100 * 100 + int(match[2])
        if (first < last <= first + 30 and not 1 <= int(match[2]) <= 12) or match[3]:
            found.append(Quantity("date", pack_date(first), pack_date(last), start=match.start(), end=match.end()))
    for match in _SLASH_DATE.finditer(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        year += 0 if year > 99 else 2000
        readings = [(m, d) for m, d in ((first, second), (second, first)) if 1 <= m <= 12 and 1 <= d <= 31]
        if readings:
            items = [_date(match, year, month, day) for month, day in dict.fromkeys(readings)]
            found.append(replace(items[0], also=tuple(items[1:])))
    return found


def _date(match: re.Match[str], year: int, month: int, day: int) -> Quantity:
    packed = pack_date(year, month, day)
    return Quantity("date", packed, packed, text=match[0], start=match.start(), end=match.end())


def _find_clocks(text: str, language: str) -> list[Quantity]:
    found = []
    for match in _CLOCK.finditer(text):
        hour, minute = int(match[1]), int(match[2])
        if hour > 24 and not match[3]:
            continue
        half = (match[4] or "")[:1].lower()
        if language == "zh":
            window = text_before(text, match.start(), 3)
            half = "p" if _PM_WORDS.search(window) else "a" if _AM_WORDS.search(window) else half
        second = Fraction(match[3]) if match[3] else Fraction(0)
        found.append(clock(hour, minute, half, match.start(), match.end(), second, bool(match[3])))
    return found


def _find_ratios(text: str, language: str) -> list[Quantity]:
    found = []
    for match in _RATIO.finditer(text):
        first, second = Fraction(match[1]), Fraction(match[2])
        low, high = sorted((first, second))
        found.append(Quantity("score", low, high, start=match.start(), end=match.end(), falling=first > second))
    return found


def clock(
    hour: int,
    minute: int,
    half: str,
    start: int,
    end: int,
    second: Fraction = Fraction(0),
    may_be_span: bool = False,
) -> Quantity:
    """A time of day in minutes; `half` is "a", "p" or "" when the half of the day is not said."""
    certain = bool(half) or hour >= 13 or hour == 0
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    minutes = Fraction(hour * 60 + minute) + second / 60
    item = Quantity("time", minutes, minutes, "24-hour" if certain else "12-hour", start=start, end=end)
    low, high = sorted((Fraction(hour), Fraction(minute)))
    ratio = Quantity("score", low, high, start=start, end=end, falling=hour > minute)
    spans = [Quantity("span", minutes * 60, minutes * 60, "second", start=start, end=end)]
    if not may_be_span:
        spans += [Quantity("span", minutes, minutes, "second", start=start, end=end)]
    return replace(item, also=(*spans, *([] if may_be_span or half else [ratio])))


def _find_identifiers(text: str, language: str) -> list[Quantity]:
    found = []
    money = units.UNITS.money
    for match in _CODE.finditer(text):
        letters = re.match(r"[A-Za-z]*", match[0])
        prefix = letters[0] if letters else ""
        if prefix.islower() and len(prefix) > 2 and match[0][len(prefix)] == "-":
            continue
        if re.fullmatch(r"\d+x\d+", match[0]) or match[0] in _UNIT_WORDS or units.pattern(language).fullmatch(match[0]):
            continue
        if (prefix in money and match[0][len(prefix)].isdigit()) or prefix.lower() == "no":
            continue
        found.append(_identifier(match.group(), match.start()))
    taken = {item.start for item in found}
    for match in _DIGITS_LETTERS.finditer(text):
        word = match[3]
        if re.fullmatch(r"\d+x\d+", match[0]):
            continue
        if match.start() in taken or word.lower() in _ORDINAL_ENDS or word.lower() in _SCALE_ENDS or match[2]:
            continue
        if units.pattern(language).match(text, match.start(3)) or word in money or word.lower() in units.UNITS.en:
            continue
        found.append(_identifier(match.group(), match.start()))
    return found


def _identifier(code: str, start: int) -> Quantity:
    digits = re.search(r"\d+", code)
    value = Fraction(int(digits[0])) if digits and len(digits[0]) < 40 else Fraction(0)
    unit = re.sub(r"[^A-Z0-9]", "", code.upper())
    if code[0].isdigit() and "." in code:
        return Quantity("unreadable", value, value, code, text=code, start=start, end=start + len(code))
    return Quantity("identifier", value, value, unit, text=code, start=start, end=start + len(code), optional=True)
