"""Ratios: 5 %, 3 percentage points, twice as much, a third, one in five, 三成五, 三分之二, 3:1, 1 to 2 to 3.

Receives a numeral, or two neighbours, with the text round them; returns a quantity, or None when they are no ratio. Of a
ratio of three parts or more, `low` and `high` are the first and the last part, and `unit` holds them all, so that it
agrees only with itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache

from build_scripts.quantities.digits import parse_arabic
from build_scripts.quantities.incidence import is_measured, per_mille
from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Kind, Numeral, Quantity, show_exact
from build_scripts.quantities.numerals import read_number
from build_scripts.quantities.qualifiers import approx_after, quantity
from build_scripts.quantities.units import dimension, find_form, kind_of

_HALF = Fraction(1, 2)
_WHOLES = frozenset({*range(2, 11), 12, 20, 50, 100, 1000, 10000, 100000, 1000000})  # one in five, one in 10,000
_MEASURED = frozenset({"calendar", "time", "length", "mass", "area"})
_PART = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d{1,7}+)(?:\.\d{1,6}+)?"
_PAIR = re.compile(rf"(?<![\d:.,/])({_PART}):({_PART})(?![\d:%]|[.,]\d|\s?(?:[ap]\.?m\b))")


def read_pair(numeral: Numeral, following: Numeral | None, text: str, lexicon: Lexicon) -> Quantity | None:
    """Give the share or the score that two neighbouring numerals make, or None.

    >>> for text, code in (
    ...     ("one in five", "en"), ("3/4", "en"), ("三分之二", "zh"), ("每10人中有3人", "zh"), ("6人に1人", "ja"), ("3比2", "zh")
    ... ):
    ...     print(read_pair(*find_numerals(text, lexicon_of(code)), text, lexicon_of(code)))
    fraction 0.2
    fraction 0.75
    fraction 2/3
    fraction 0.3
    fraction 1/6
    score 3…2
    """
    if following is None or following.start - numeral.end > 14 or numeral.ordinal or following.ordinal:
        return None
    gap, more = (numeral.end, following.start), (text, lexicon)
    rising = -1 < numeral.whole < following.whole >= 2
    slash = text[slice(*gap)] == "/" and following.whole <= 100 and not lexicon.match("no_share", text, following.end)
    if rising and (
        (slash and (numeral.digits or numeral.low))
        or (
            following.whole in _WHOLES
            and lexicon.whole("share_gap", text, *gap)
            and not _is_measure_per(numeral, following, *more)
        )
    ):
        item = quantity(numeral, *more, "fraction", following.end, ends=(numeral.low / following.low,) * 2)
        score = quantity(numeral, *more, "score", following.end, ends=(numeral.low, following.low))
        return replace(item, also=(score,), optional=False)
    if _is_upside_down(numeral, following, text, lexicon):
        return quantity(numeral, *more, "fraction", following.end, ends=(numeral.low / following.low,) * 2)
    whole_first = following.low < numeral.low and lexicon.whole("whole_first_gap", text, *gap)
    if whole_first and (lexicon.before("every", text, numeral.start) or "every_before" not in lexicon.patterns):
        return quantity(numeral, *more, "fraction", following.end, ends=(following.low / numeral.low,) * 2)
    if lexicon.whole("parts_of_gap", text, *gap) and numeral.low > 0:
        return _read_parts_of(numeral, following, text, lexicon)
    if numeral.end == following.start and numeral.high < 10 and lexicon.match("discount", text, following.end):
        both = replace(following, low=numeral.low * 10 + following.low, start=numeral.start)
        return read_ratio(replace(both, high=both.low), text, lexicon)  # 七五折
    if (
        lexicon.whole("score_gap", text, *gap)
        and not numeral.scaled
        and not lexicon.match("no_score", text, following.end)
    ):
        return ratio_of([numeral.low, following.low], numeral.start, following.end)
    return None


def _is_measure_per(numeral: Numeral, following: Numeral, text: str, lexicon: Lexicon) -> bool:
    """Tell whether a measure is told of so many: 5 tonnes per 1,000 people is no share.

    >>> text, en = "5 tonnes per 1,000 people", lexicon_of("en")
    >>> _is_measure_per(*find_numerals(text, en), text, en)
    True
    """
    return following.whole >= 1000 and is_measured(numeral, text, lexicon)


def _is_upside_down(numeral: Numeral, following: Numeral, text: str, lexicon: Lexicon) -> bool:
    """Tell whether a share has its numbers the wrong way round: 10 out of 8.

    >>> [_is_upside_down(*find_numerals(text, lexicon_of("en")), text, lexicon_of("en")) for text in ("10 out of 8", "10 in 8")]
    [True, False]
    """
    if not numeral.whole > following.whole >= 2 or not lexicon.whole("out_of_gap", text, numeral.end, following.start):
        return False
    return not is_measured(numeral, text, lexicon) and not is_measured(following, text, lexicon)


def _read_parts_of(whole: Numeral, parts: Numeral, text: str, lexicon: Lexicon) -> Quantity:
    """Give a share whose whole is said first: 三分之二, 百分之三十, 千分之三.

    >>> str(_read_parts_of(*find_numerals("百分之三十多", lexicon_of("zh")), "百分之三十多", lexicon_of("zh")))
    'percent over 30'
    """
    kind: Kind = "percent" if whole.whole in (100, 1000) else "fraction"
    size = (100 if kind == "percent" else 1) / whole.low
    item = quantity(whole, text, lexicon, kind, ends=(parts.low * size, parts.high * size))
    after, end = approx_after(text, parts.end, lexicon)
    return replace(item, end=end, approx=item.approx or parts.approx or after, optional=False, step=parts.step * size)


def read_ratio(numeral: Numeral, text: str, lexicon: Lexicon) -> Quantity | None:
    """Give a percentage, percentage points or a multiple; None where neither stands.

    >>> for text, code in (("50 basis points", "en"), ("5‰", "zh"), ("三成五", "zh"), ("3 times", "en"), ("5", "en")):
    ...     print(read_ratio(next(find_numerals(text, lexicon_of(code))), text, lexicon_of(code)))
    percentage-point 0.5
    percent 0.5
    percent 35
    multiple 3
    None
    """
    end = numeral.end
    if match := lexicon.match("point", text, end):
        size = Fraction(1, 100) if match["basis"] else Fraction(1)
        item = quantity(numeral, text, lexicon, "percentage-point", match.end(), size=size)
        is_bare = match.groupdict().get("bare")  # points of a scale, perhaps
        return replace(item, also=(replace(item, kind="count"),)) if is_bare else item
    if match := lexicon.match("percent", text, end):
        size = Fraction(1, 10) if match["mille"] else Fraction(1)
        item = quantity(numeral, text, lexicon, "percent", match.end(), size=size)
        item = per_mille(item) if match["mille"] else item
        return replace(item, unit="off") if lexicon.match("off", text, match.end()) else item
    if (match := lexicon.match("tenths", text, end)) and numeral.high <= 10 and not numeral.scaled:
        item = quantity(numeral, text, lexicon, "percent", match.end(), size=Fraction(10))
        more = match[match.lastgroup] if match.lastgroup else "零"  # 三成二, 三成半
        extra = Fraction(5) if more == "半" else read_number(more, lexicon) or Fraction(0)
        return replace(item, low=item.low + extra, high=item.high + extra)
    if (match := lexicon.match("discount", text, end)) and not numeral.scaled and 0 < numeral.low < 100:
        return _read_discount(numeral, text, match.end(), lexicon)
    if (match := lexicon.match("times", text, end)) and not numeral.ordinal:
        return _read_times(numeral, text, match.end(), lexicon)
    return None


def _read_discount(numeral: Numeral, text: str, end: int, lexicon: Lexicon) -> Quantity:
    """Give what is paid of a price, 八折 and 八五折, with what is taken off as a further reading.

    >>> item = _read_discount(next(find_numerals("八折", lexicon_of("zh"))), "八折", 2, lexicon_of("zh"))
    >>> item.low, item.unit, item.also[0].low, item.also[0].unit
    (Fraction(80, 1), 'paid', Fraction(20, 1), 'off')
    """
    paid = numeral.low * (10 if numeral.low < 10 else 1)
    item = quantity(numeral, text, lexicon, "percent", end, "paid", ends=(paid, paid))
    return replace(item, optional=False, also=(replace(item, low=100 - paid, high=100 - paid, unit="off"),))


def _read_times(numeral: Numeral, text: str, end: int, lexicon: Lexicon) -> Quantity:
    """Give a multiple, said of what is reached or, as `change`, of what is added: 增长两倍, 3 times more.

    >>> for text, code in (("增长两倍半", "zh"), ("达到两倍", "zh"), ("3 times more", "en"), ("3 times", "en")):
    ...     numeral = next(find_numerals(text, lexicon_of(code)))
    ...     item = _read_times(numeral, text, len(text) - text.endswith("半") if code == "zh" else 7, lexicon_of(code))
    ...     print(item, item.change)
    multiple 2.5 True
    multiple 2 False
    multiple 3 True
    multiple 3 False
    """
    item = quantity(numeral, text, lexicon, "multiple", end)
    if half := lexicon.match("half", text, end):
        item = replace(item, low=item.low + _HALF, high=item.high + _HALF, end=half.end())
    grown = lexicon.before("growth", text, numeral.start) or lexicon.match("growth", text, end)
    change = bool(grown and not lexicon.before("reach", text, numeral.start))
    if lexicon.spaced:  # "times" may count occasions, too
        return replace(item, change=change, optional=False, also=(quantity(numeral, text, lexicon, "count", end),))
    return replace(item, change=change or item.low == item.high == 1)


def read_fraction(numeral: Numeral, text: str, lexicon: Lexicon) -> Quantity:
    """Give a fraction, the part of a unit that it is, or quarters of a year: a third of it, half an hour.

    >>> en = lexicon_of("en")
    >>> for text in ("a third of", "half an hour", "the last three quarters", "a quarter", "the first half", "half"):
    ...     numeral = next(item for item in find_numerals(text, en) if item.fraction)
    ...     print(read_fraction(numeral, text, en), read_fraction(numeral, text, en).optional)
    fraction 1/3 False
    span 0.5 hour False
    span 3 quarter False
    span 1 quarter True
    fraction 0.5 True
    fraction 0.5 True
    """
    start, end = numeral.start, numeral.end
    opening = lexicon.match("part_of_unit", text, end)
    if opening and (match := lexicon.match("point", text, opening.end())):
        return quantity(numeral, text, lexicon, "percentage-point", match.end())
    if opening and (match := lexicon.forms.pattern.match(text, opening.end())):
        unit, size = find_form(match[0], lexicon.forms)
        if dimension(unit) in _MEASURED:
            return quantity(numeral, text, lexicon, kind_of(unit), match.end(), unit, size)
    meant = lexicon.before("half_meant", text, start)
    quarters = numeral.low * 4 if numeral.low > _HALF and lexicon.before("quarters", text, start) else Fraction(0)
    if quarters or (not meant and lexicon.match("quarter_year", text, start)):
        return quantity(numeral, text, lexicon, "span", unit="quarter", ends=(quarters or Fraction(1),) * 2)
    item = quantity(numeral, text, lexicon, "fraction")
    named = lexicon.before("half_named", text, start) or lexicon.match("half_word", text, end)
    bare = not item.approx and not meant and lexicon.match("half_bare", text, start)
    return replace(item, optional=bool(named or bare))


def find_ratios(text: str, lexicon: Lexicon) -> list[Quantity]:
    """Give every ratio of two parts with a colon, and of more parts in the words of the language.

    >>> [str(item) for item in find_ratios("3:1和1比100比5", lexicon_of("zh"))]
    ['score 1…5 1:100:5', 'score 3…1']
    >>> [str(item) for item in find_ratios("1 to 2 to 3, 1 to 2, scale 1:50,000", lexicon_of("en"))]
    ['score 1…3 1:2:3', 'score 1…50000']
    """
    between, spelled = lexicon.words.get("ratio", ":"), lexicon.words.get("ratio_part", _PART)
    chains = list(_chain_pattern(between, spelled).finditer(text))
    found = [
        ratio_of([_value(part, lexicon) for part in re.split(between, match[0])], *match.span()) for match in chains
    ]
    for match in _PAIR.finditer(text):
        if not any(chain.start() < match.end() and match.start() < chain.end() for chain in chains):
            found.append(ratio_of([parse_arabic(match[1]), parse_arabic(match[2])], *match.span()))
    return found


def _value(part: str, lexicon: Lexicon) -> Fraction:
    """Give the value of a part of a ratio, in digits or in words.

    >>> _value("1,000", lexicon_of("en")), _value("three", lexicon_of("en"))
    (Fraction(1000, 1), Fraction(3, 1))
    """
    return parse_arabic(part) if part[0].isdigit() else read_number(part, lexicon) or Fraction(0)


@cache
def _chain_pattern(between: str, spelled: str) -> re.Pattern[str]:
    """Give the pattern of a ratio of three parts or more in digits or words, with what stands between them.

    >>> pattern = _chain_pattern("[:比]", "[一二三]")
    >>> [bool(pattern.search(text)) for text in ("1:100:5", "1比2比3", "三比二比一", "1:2", "1:2年:3")]
    [True, True, True, False, False]
    """
    digits, words = (rf"{part}(?:{between}{part}){{2,9}}+" for part in (_PART, spelled))
    return re.compile(rf"(?<![\d:.,/-])(?:{digits}|{words})(?![\d:%年月]|[.,]\d)")


def ratio_of(parts: Sequence[Fraction], start: int, end: int) -> Quantity:
    """Give the ratio of two parts or more; `falling` where the first is larger than the last.

    >>> str(ratio_of([Fraction(3), Fraction(1)], 0, 3)), str(ratio_of([Fraction(1), Fraction(100), Fraction(5)], 0, 7))
    ('score 3…1', 'score 1…5 1:100:5')
    """
    low, high = sorted((parts[0], parts[-1]))
    unit = ":".join(map(show_exact, parts)) if len(parts) > 2 else ""
    return Quantity("score", low, high, unit, start=start, end=end, falling=parts[0] > parts[-1])
