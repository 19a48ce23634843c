"""Dates, parts of dates, decades, centuries and times of day in English.

Receives normalised text; returns the quantities and leaves everything else to the reader of numbers.
"""

from __future__ import annotations

import re
from fractions import Fraction

from build_scripts.quantities.clock import time_of_day, to_half
from build_scripts.quantities.en.lexicon import MONTH, MONTH_NUMBER, approx_before
from build_scripts.quantities.en.tokens import ORDINALS, TENS
from build_scripts.quantities.model import Quantity, pack_date
from build_scripts.quantities.windows import text_before

_DAY = r"(?P<day{n}>[0-3]?\d)(?:st|nd|rd|th)?(?![\d%]|[.,]\d|:\d|\s?(?:million|billion|percent|per cent))"
_YEAR = r"(?:,?\s?(?:of\s)?(?P<year{n}>[12]\d{{3}})(?![\d,]\d|\d))"
_FORMS = (
    rf"(?P<month1>{MONTH})\s?(?:the\s)?{_DAY.format(n=1)}{_YEAR.format(n=1)}?",
    rf"(?<![\d.,:/])(?:the\s)?{_DAY.format(n=2)}\s?(?:of\s)?(?P<month2>{MONTH}){_YEAR.format(n=2)}?",
    rf"(?P<month3>{MONTH}),?\s(?:of\s)?(?P<year3>[12]\d{{3}})(?![\d,]\d|\d)",
)
_DATE = re.compile(rf"\b(?:{'|'.join(_FORMS)})")
_MONTH_ALONE = re.compile(rf"\b{MONTH}")
_BEFORE_MAY = re.compile(
    r"(?:\b(?:in|of|since|until|by|last|this|next|early|late|mid|from|to|during|and|through|before|after|between|or)|[-–,])\s?-?$",
    re.IGNORECASE,
)
_AFTER_MARCH = re.compile(rf"\s?(?:to|and|through|until|or|-|–)\s?{MONTH}|\s(?:this|last|next|each)\s(?:year)")
_DECADE = re.compile(r"(?<![\d.,$£€])(?P<year>[12]\d\d0|'?\d0)'?s\b")
_DECADE_WORD = re.compile(r"\b(?P<ten>twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies\b", re.IGNORECASE)
_OWNER = re.compile(r"\b(?:his|her|their|my|our|your|its)\s(?:early\s|mid-?\s?|late\s|mid-)?$", re.IGNORECASE)
_WORDS = "|".join(
    sorted([*ORDINALS, *(f"{ten}-{one}" for ten in TENS for one in list(ORDINALS)[:9])], key=len, reverse=True)
)
_CENTURY = re.compile(rf"\b(?:(?P<n>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>{_WORDS}))[\s-]centur(?:y|ies)\b", re.IGNORECASE)
_ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{_WORDS})"
_MONTH_DAY = re.compile(
    rf"\b(?:the\s)?(?P<day>{_ORDINAL})\sday\sof\s(?:the\s)?(?P<month>{_ORDINAL})(?:\slunar)?\smonth\b",
    re.IGNORECASE,
)
_HOUR = re.compile(
    r"(?<![\d.:])(?P<hour>\d{1,2})(?:\.(?P<minute>[0-5]\d))?\s?(?P<half>a\.m\b\.?|p\.m\b\.?|am\b|pm\b|AM\b|PM\b|o'clock|noon\b)"
)
_HALF_PAST = re.compile(
    r"\b(?P<word>half past|quarter past|quarter to)\s(?P<hour>\d{1,2}|one|two|three|"
    r"four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.IGNORECASE,
)
_HOURS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def find_dates(text: str) -> list[Quantity]:
    """Give every date, month, decade, century and hour of the text.

    >>> text = "17 January 2017, in May, the 1990s, the 18th century, 3 pm; he may march"
    >>> [str(item) for item in find_dates(text)]
    ['era 1700 century', 'era 1990 decade', 'date 20170117', 'date 500', 'time 900 24-hour']
    """
    found = [*_find_eras(text), *_find_full_dates(text), *_find_month_days(text)]
    taken = bytearray(len(text))
    for item in found:
        taken[item.start : item.end] = b"\1" * (item.end - item.start)
    for match in _MONTH_ALONE.finditer(text):
        if not taken[match.start()] and _is_month(match, text):
            packed = pack_date(month=_month(match[0]))
            found.append(Quantity("date", packed, packed, text=match[0], start=match.start(), end=match.end()))
    return found + [item for item in _find_hours(text) if not any(taken[item.start : item.end])]


def _find_month_days(text: str) -> list[Quantity]:
    """Give days of a numbered month, as dates of other calendars are given.

    >>> [str(item) for item in _find_month_days("the 16th day of the ninth month")]
    ['date 916']
    """
    found = []
    for match in _MONTH_DAY.finditer(text):
        day, month = (_read_ordinal(match[key].lower()) for key in ("day", "month"))
        if day <= 31 and month <= 13:
            packed = pack_date(month=month, day=day)
            found.append(Quantity("date", packed, packed, text=match[0], start=match.start(), end=match.end()))
    return found


def _read_ordinal(word: str) -> int:
    """Give the number of an ordinal in digits or words.

    >>> _read_ordinal("16th"), _read_ordinal("twenty-second")
    (16, 22)
    """
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else _ordinal(word)


def _month(word: str) -> int:
    """Give the number of a month from its name or short form.

    >>> _month("September"), _month("Sept.")
    (9, 9)
    """
    return MONTH_NUMBER[word.lower().rstrip(".")]


def _is_month(match: re.Match[str], text: str) -> bool:
    """Tell whether May, March and the short forms are meant as months: after a preposition or before a year.

    >>> [_is_month(_MONTH_ALONE.search(text), text) for text in ("in May", "May I", "March to June", "October")]
    [True, False, True, True]
    """
    word = match[0].rstrip(".")
    if word not in (
        "May",
        "March",
        "Mar",
        "Jan",
        "Jun",
        "Sep",
        "Dec",
        "Apr",
        "Aug",
        "April",
        "June",
        "August",
    ):
        return True
    if word in ("April", "June", "August"):
        return True
    if _AFTER_MARCH.match(text, match.end()):
        return True
    return bool(_BEFORE_MAY.search(text_before(text, match.start(), 10)))


def _find_full_dates(text: str) -> list[Quantity]:
    """Give dates with a day or a year.

    >>> [str(item) for item in _find_full_dates("January 17, 2017; 5 May; about March 2020; May 45")]
    ['date 20170117', 'date 505', 'date about 20200300']
    """
    found = []
    for match in _DATE.finditer(text):
        groups = match.groupdict()
        month = _month(next(word for key, word in groups.items() if key.startswith("month") and word))
        day = int(next((word for key, word in groups.items() if key.startswith("day") and word), "0"))
        year = int(next((word for key, word in groups.items() if key.startswith("year") and word), "0"))
        if day > 31:
            continue
        packed = pack_date(year, month, day)
        approx = approx_before(text, match.start())
        approx = approx if approx == "about" else ""
        found.append(Quantity("date", packed, packed, "", approx, match[0], *match.span()))
    return found


def _find_eras(text: str) -> list[Quantity]:
    """Give centuries and decades, in digits and words; someone's twenties are an age.

    >>> [str(item) for item in _find_eras("the 18th century, the 1990s, the eighties, in her twenties")]
    ['era 1700 century', 'era 1990 decade', 'era 1980 decade', 'count over 20 year-old']
    """
    found = []
    for match in _CENTURY.finditer(text):
        number = int(match["n"]) if match["n"] else _ordinal(match["word"].lower())
        first = Fraction((number - 1) * 100)
        found.append(Quantity("era", first, first, "century", "", match[0], *match.span()))
    for match in _DECADE.finditer(text):
        found.append(_decade(match, text))
    for match in _DECADE_WORD.finditer(text):
        value = Fraction(TENS[match["ten"].lower() + "y"])
        if _OWNER.search(text_before(text, match.start(), 16)):
            found.append(Quantity("count", value, value, "year-old", "over", match[0], *match.span()))
        else:
            found.append(
                Quantity("era", value + 1900, value + 1900, "decade", "", match[0], *match.span(), optional=True)
            )
    return found


def _ordinal(word: str) -> int:
    """Give the number of an ordinal written in words.

    >>> _ordinal("third"), _ordinal("twenty-second")
    (3, 22)
    """
    ten, _, one = word.rpartition("-")
    return TENS.get(ten, 0) + ORDINALS[one]


def _decade(match: re.Match[str], text: str) -> Quantity:
    """Give a decade; of two digits it may be one of three centuries, or an age.

    >>> item = _decade(_DECADE.search("the '90s"), "the '90s")
    >>> str(item), [str(other) for other in item.also]
    ('era 1990 decade', ['era 1890 decade', 'era 2090 decade', 'count over 90'])
    >>> str(_decade(_DECADE.search("in his 60s"), "in his 60s"))
    'count over 60 year-old'
    """
    value = int(match["year"].lstrip("'"))
    place = {"text": match[0], "start": match.start(), "end": match.end()}
    if value < 100 and _OWNER.search(text_before(text, match.start(), 16)):
        number = Fraction(value)
        return Quantity("count", number, number, "year-old", "over", match[0], match.start(), match.end())
    known = value > 99
    first = Fraction(value if known else 1900 + value if value >= 20 else 2000 + value)
    also: list[Quantity] = []
    if known and value % 100 == 0:
        also.append(Quantity("era", first, first, "century", "", **place))  # type: ignore[arg-type]  # text and places
    if not known:
        also += [
            Quantity("era", Fraction(c + value), Fraction(c + value), "decade", "", match[0], *match.span())
            for c in (1800, 2000)
        ]
        also.append(Quantity("count", Fraction(value), Fraction(value), "", "over", match[0], *match.span()))
    return Quantity("era", first, first, "decade", "", match[0], match.start(), match.end(), also=tuple(also))


def _find_hours(text: str) -> list[Quantity]:
    """Give times of day told by their half or in words.

    >>> text = "at 3 p.m., 11.30 am, 12 noon, half past two, quarter to nine"
    >>> [str(item) for item in _find_hours(text)]
    ['time 900 24-hour', 'time 690 24-hour', 'time 720 24-hour', 'time 150 12-hour', 'time 525 12-hour']
    """
    found = []
    for match in _HOUR.finditer(text):
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        mark = match["half"][0].lower()
        half = to_half("p" if mark == "n" else mark)
        if hour <= 24:
            found.append(time_of_day(hour, minute, half, match.start(), match.end()))
    for match in _HALF_PAST.finditer(text):
        hour = int(match["hour"]) if match["hour"].isdigit() else _HOURS.index(match["hour"].lower())
        offset = {"half past": 30, "quarter past": 15, "quarter to": -15}[match["word"].lower()]
        if 0 < hour <= 12:
            found.append(time_of_day(hour - (offset < 0), offset % 60, "", match.start(), match.end()))
    return found
