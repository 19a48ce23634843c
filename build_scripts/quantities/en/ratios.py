"""Percentages, fractions and multiples in English: 5 percent, two thirds, one in five, three times as much.

Receives a numeral with the text round it; returns a quantity, or None when it is no ratio.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities import units
from build_scripts.quantities.en.units import quantity
from build_scripts.quantities.model import Numeral, Quantity
from build_scripts.quantities.windows import text_before

_PERCENT = re.compile(
    r"[\s-]?(?:(?P<mille>‰|per\s?mille\b|per mil\b)|%|per\s?cents?\b|percents?\b|pct\b|p\.c\.)", re.IGNORECASE
)
_POINT = re.compile(
    r"[\s-]?(?:(?:percentage|percent|per\s?cent|%)[\s-]points?\b|(?P<bare>pp|ppts?|ppt)\b|(?P<basis>basis[\s-]points?|bps?)\b)",
    re.IGNORECASE,
)
_TIMES = re.compile(r"[\s-]?(?:times\b(?!\s(?:a|per|each|in a)\s)|-?fold\b|x\b(?![\s]?\d))", re.IGNORECASE)
_TIMES_ANY = re.compile(r"[\s-]?times\b", re.IGNORECASE)
_GROWTH = re.compile(
    r"\b(?:increas\w*|grow\w*|grew|rose|risen|ris\w+|up|by|expand\w*|jump\w*|soar\w*|"
    r"surg\w*)\s(?:about\s|around\s|nearly\s|over\s|more than\s)?$",
    re.IGNORECASE,
)
_MORE = re.compile(r"\s(?:more|higher|larger|greater|faster|bigger|longer)\b", re.IGNORECASE)
_HALF_OF_UNIT = re.compile(r"[\s-](?:of\s)?(?:an?\s)?")
HALF = Fraction(1, 2)
_WHOLES = frozenset({*range(2, 11), 12, 20, 50, 100, 1000, 10000, 100000, 1000000})  # one in five, one in 10,000
_HALF_MEANT = re.compile(
    r"\b(?:by|in|to|than|about|nearly|almost|over|least|only|just|one-|is|was|the remaining|cut|up)\s?$",
    re.IGNORECASE,
)
_SERIES = re.compile(r"\b(?:first|last|past|next|previous|consecutive)\s$")
_NAMED_HALF = re.compile(r"\b(?:first|second|1st|2nd|latter|other|last|better|this)[\s-]$", re.IGNORECASE)
_HALF_WORD = re.compile(
    r"[\s-]?(?:quarter|final|time|hour|day|brother|sister|way|marathon|hearted|term|jok\w|century|mast|a century)"
)
_OF = re.compile(r"\sof\b")
_OF_WHAT = re.compile(r"\s(?:of|the|a|an|its|his|her|their|our|my|all|as)\b")


def read_share(numeral: Numeral, following: Numeral | None, text: str) -> Quantity | None:
    """Read one in five, seven out of ten, and 2/3 written with digits; None for two numbers that are no share.

    >>> from build_scripts.quantities.en.numerals import find_numerals
    >>> for text in ("one in five", "seven out of ten", "2/3", "3 in 2017"):
    ...     print(read_share(*find_numerals(text), text))
    fraction 0.2
    fraction 0.7
    fraction 2/3
    None
    """
    if following is None or following.start - numeral.end > 14 or numeral.is_range or following.low <= numeral.low:
        return None
    gap = text[numeral.end : following.start]
    plain = numeral.whole >= 0 and following.whole >= 2 and not following.ordinal and not numeral.ordinal
    slash = gap == "/" and following.low <= 100 and numeral.digits
    share = re.fullmatch(r"\s(?:in|out of)(?:\severy)?\s", gap) and following.whole in _WHOLES
    if not plain or not (slash or share):
        return None
    value = numeral.low / following.low
    item = quantity(numeral, text, "fraction", following.end, low=value, high=value)
    return replace(
        item,
        also=(quantity(numeral, text, "score", following.end, low=numeral.low, high=following.low),),
        optional=False,
    )


def read_fraction(numeral: Numeral, text: str) -> Quantity:
    """Give a fraction, or the length of time or the measure that it is part of: a third, half an hour, a quarter.

    >>> from build_scripts.quantities.en.numerals import find_numerals
    >>> for text in ("a third of it", "half an hour", "first three quarters", "rose by half", "the second half"):
    ...     item = next(read_fraction(numeral, text) for numeral in find_numerals(text) if numeral.fraction)
    ...     print(item, item.optional)
    fraction 1/3 False
    span 0.5 hour False
    span 3 quarter False
    fraction 0.5 False
    fraction 0.5 True
    """
    opening = _HALF_OF_UNIT.match(text, numeral.end)
    if opening and (match := units.pattern("en").match(text, opening.end())):
        unit, size = units.find_form(match[0], "en")
        if units.dimension(unit) in ("calendar", "time", "length", "mass", "area"):
            return quantity(numeral, text, units.kind_of(unit), match.end(), unit, size=size)
    if numeral.low > HALF and _SERIES.search(text_before(text, numeral.start, 12)):
        return quantity(numeral, text, "span", unit="quarter", low=numeral.low * 4, high=numeral.low * 4)
    meant = _HALF_MEANT.search(text_before(text, numeral.start, 16))
    if numeral.raw == "a quarter" and not meant and not _OF.match(text, numeral.end):
        return quantity(numeral, text, "span", unit="quarter", low=Fraction(1), high=Fraction(1))
    item = quantity(numeral, text, "fraction")
    named = _NAMED_HALF.search(text_before(text, numeral.start, 9)) or _HALF_WORD.match(text, numeral.end)
    bare = numeral.raw == "half" and not item.approx and not meant and not _OF_WHAT.match(text, numeral.end)
    return replace(item, optional=bool(named or bare))


def read_ratio(numeral: Numeral, text: str) -> Quantity | None:
    """Read percent, percentage points, times and -fold; None when the numeral is none of them.

    >>> from build_scripts.quantities.en.numerals import find_numerals
    >>> for text in ("16 per cent", "5‰", "3 percentage points", "50 basis points", "3-fold", "16 people"):
    ...     print(read_ratio(next(find_numerals(text)), text))
    percent 16
    percent 0.5
    percentage-point 3
    percentage-point 0.5
    multiple 3
    None
    """
    end = numeral.end
    if match := _POINT.match(text, end):
        size = Fraction(1, 100) if match["basis"] else Fraction(1)
        return quantity(numeral, text, "percentage-point", match.end(), size=size)
    if match := _PERCENT.match(text, end):
        return quantity(numeral, text, "percent", match.end(), size=Fraction(1, 10) if match["mille"] else Fraction(1))
    if (match := _TIMES_ANY.match(text, end) or _TIMES.match(text, end)) and not numeral.ordinal:
        item = quantity(numeral, text, "multiple", match.end())
        grows = _GROWTH.search(text_before(text, numeral.start, 30))
        more = _MORE.match(text, match.end())
        count = quantity(numeral, text, "count", match.end())
        return replace(item, change=bool(grows or more), also=(count,), optional=False)
    return None
