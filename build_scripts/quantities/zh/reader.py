"""Chinese text → typed quantities.

Receives normalised text and the places already taken by names; returns quantities in the order of the text. Each
numeral is classified by what follows it (年, %, 吨, 个百分点 …), then neighbours are joined into ranges.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import zip_longest

from build_scripts.quantities.model import Kind, Numeral, Quantity
from build_scripts.quantities.notations import find_codes, hide
from build_scripts.quantities.proportions import ratio_of
from build_scripts.quantities.ranges import join_ranges
from build_scripts.quantities.signs import apply_minus, read_decreases
from build_scripts.quantities.windows import text_before
from build_scripts.quantities.zh.connectors import GAP_RANGE, drop_echoes, is_list, is_range
from build_scripts.quantities.zh.dates import assemble, read_part
from build_scripts.quantities.zh.lexicon import CLASSIFIER, LOOSE_NOUN, approx_after, approx_before, find_idioms
from build_scripts.quantities.zh.numerals import find_numerals
from build_scripts.quantities.zh.signs import SIGN_WORDS
from build_scripts.quantities.zh.times import half_of_day
from build_scripts.quantities.zh.units import loose, quantity, read_unit
from build_scripts.quantities.zh.words import find_words

_POINT = re.compile(r"\s?(?:个)?(?P<kind>百分点|基点|个点)")
_PERCENT = re.compile(r"\s?[%‰]|\s?percent")
_TENTHS = re.compile(r"成(?![立为员功果本长就都名交人年品效熟绩分型了心])(?P<five>五|半)?")
_TIMES = re.compile(r"\s?倍(?!增|受|感|加|数)")
_GROWTH = re.compile(
    r"(?:增长|增加|提高|扩大|多出|上升|上涨|涨|翻|高出|高|多|增|超过|快|大|增幅)(?:了|约|近|达|逾|超过|超|近乎|将近|到达)?$"
)
_REACH = re.compile(r"(?:是|为|至|到|的|相当于|达到|达)(?:了|约|近|其|它|原来的|原先的|此前的)?[^，。；]{0,6}$")
_HALF = re.compile(r"\s?半(?![数导岛径夜])")
_SHARE = re.compile(r"\w{0,3}(?:中|里|当中)(?:就|便|大?约)?有(?:约|近|超过)?")
_OF = re.compile(r"\s?分之\s?")
_SCORE = re.compile(r"\s?[比:]\s?")


def read_chinese(text: str, taken: list[tuple[int, int]]) -> list[Quantity]:
    """Give every quantity of a Chinese text; `taken` are the places of names, which are left alone.

    >>> [str(item) for item in read_chinese("2017年减排2.24亿吨，占5%至15%，变化为-0.5%。", [])]
    ['date 20170000', 'measure 224000000 t', 'percent 5…15', 'percent -0.5']
    >>> [str(item) for item in read_chinese("七十七国集团有134个成员", [(0, 6)])]
    ['count 134']
    """
    codes, hidden = find_codes(hide(text, taken), "zh", half_of_day)
    words = find_words(hidden)
    hidden = hide(hidden, [(word.start, word.end) for word in words])
    hidden = hide(hidden, find_idioms(hidden))
    items = _classify_all(list(find_numerals(hidden)), hidden)
    items = sorted([*codes, *words, *items], key=lambda item: item.start)
    items = apply_minus(items, hidden, SIGN_WORDS, approx_before)
    items = assemble(items, hidden)
    items = drop_echoes(items, hidden)
    items = join_ranges(items, hidden, is_range, is_list)
    items = assemble(items, hidden)
    items = read_decreases(items, hidden, SIGN_WORDS)
    return [replace(item, text=text[item.start : item.end]) for item in items]


def _classify_all(numerals: list[Numeral], text: str) -> list[Quantity]:
    """Give what every numeral says, or two of them together, none overlapping another.

    >>> [str(item) for item in _classify_all(list(find_numerals("三分之二，第3次，5吨")), "三分之二，第3次，5吨")]
    ['fraction 2/3', 'ordinal 3', 'measure 5 t']
    """
    items: list[Quantity] = []
    skip = False
    for numeral, following in zip_longest(numerals, numerals[1:]):
        if skip:
            skip = False
            continue
        pair = _classify_pair(numeral, following, text)
        item, skip = pair or _classify(numeral, text), pair is not None
        if item is not None and (not items or item.start >= items[-1].end):
            items.append(item)
    return items


def _classify_pair(numeral: Numeral, following: Numeral | None, text: str) -> Quantity | None:
    """Give the fraction or the score that takes two numerals: 三分之二, 百分之五十, 每10人中有3人, 2/3, 3比2.

    >>> for text in ("三分之二", "百分之五十", "2/3", "3比2", "3和2"):
    ...     print(_classify_pair(*find_numerals(text), text))
    fraction 2/3
    percent 50
    fraction 2/3
    score 3…2
    None
    """
    if following is None or following.start - numeral.end > 10:
        return None
    gap, after = text[numeral.end : following.start], text[following.end : following.end + 1]
    if _SHARE.fullmatch(gap) and text[numeral.start - 1 : numeral.start] == "每" and following.low < numeral.low:
        value = following.low / numeral.low
        return quantity(numeral, text, "fraction", following.end, low=value, high=value)
    if _OF.fullmatch(gap) and numeral.low > 0:
        return _read_parts_of(numeral, following, text)
    if gap == "/" and 0 < numeral.whole < following.whole <= 100 and after not in tuple("年月日/"):
        value = numeral.low / following.low
        return replace(quantity(numeral, text, "fraction", following.end, low=value, high=value), optional=False)
    if _SCORE.fullmatch(gap) and not numeral.scaled and after not in tuple("%年月"):
        return ratio_of([numeral.low, following.low], numeral.start, following.end)
    return None


def _classify(numeral: Numeral, text: str) -> Quantity | None:
    """Give what a numeral says with the words round it; None when it is no number there.

    >>> for text in ("5%", "2017年", "5吨", "第5", "一下子"):
    ...     print(_classify(next(find_numerals(text)), text))
    percent 5
    date 20170000
    measure 5 t
    ordinal 5
    None
    """
    ordinal = text[numeral.start - 1 : numeral.start] == "第"
    return (
        _read_ratio(numeral, text)
        or read_part(numeral, text, ordinal)
        or read_unit(numeral, text, ordinal)
        or _read_bare(numeral, text, ordinal)
    )


def _read_ratio(numeral: Numeral, text: str) -> Quantity | None:
    """Read percent, percentage points, 成 and 倍; None when the numeral is none of them.

    >>> for text in ("16%", "5‰", "3.5个百分点", "50个基点", "三成五", "增长2倍", "两倍半", "五成立"):
    ...     item = _read_ratio(next(find_numerals(text)), text)
    ...     print(item, item is not None and item.change)
    percent 16 False
    percent 0.5 False
    percentage-point 3.5 False
    percentage-point 0.5 False
    percent 35 False
    multiple 2 True
    multiple 2.5 False
    None False
    """
    end = numeral.end
    if match := _POINT.match(text, end):
        size = Fraction(1, 100) if match["kind"] == "基点" else Fraction(1)
        return quantity(numeral, text, "percentage-point", match.end(), size=size)
    if match := _PERCENT.match(text, end):
        size = Fraction(1, 10) if "‰" in match[0] else Fraction(1)
        return quantity(numeral, text, "percent", match.end(), size=size)
    if (match := _TENTHS.match(text, end)) and numeral.high <= 10 and not numeral.scaled:
        extra = Fraction(5) if match["five"] else Fraction(0)
        item = quantity(numeral, text, "percent", match.end(), size=Fraction(10))
        return replace(item, low=item.low + extra, high=item.high + extra)
    if match := _TIMES.match(text, end):
        item = quantity(numeral, text, "multiple", match.end())
        if half := _HALF.match(text, match.end()):
            item = replace(item, low=item.low + Fraction(1, 2), high=item.high + Fraction(1, 2), end=half.end())
        window = text_before(text, numeral.start, 10)
        change = bool(_GROWTH.search(window)) or text[match.end() : match.end() + 2] in ("之多",)
        change = change and not _REACH.search(window[-4:])
        return replace(item, change=change or item.low == item.high == 1)
    return None


def _read_bare(numeral: Numeral, text: str, ordinal: bool) -> Quantity | None:
    """Give a number without a unit of the table; a Han digit counts only before a measure word or after 第.

    >>> for text in ("16", "第三", "三张", "两国", "五发", "一发"):
    ...     numeral = next(find_numerals(text))
    ...     item = _read_bare(numeral, text, text[0] == "第")
    ...     print(item, item is not None and item.optional)
    count 16 False
    ordinal 3 False
    count 3 False
    count 2 True
    count 5 True
    None False
    """
    if ordinal:
        item = quantity(numeral, text, "ordinal")
        return replace(item, optional=item.optional or (not numeral.digits and item.high <= 2))
    if numeral.digits:
        return quantity(numeral, text, "count")
    classifier = CLASSIFIER.match(text, numeral.end)
    if numeral.vague:
        return replace(quantity(numeral, text, "count"), optional=True)
    if numeral.raw in "零〇" and text[numeral.end : numeral.end + 1] not in tuple("度点"):
        return None
    single = numeral.end - numeral.start == 1
    if single and numeral.raw in "百千万亿":
        return replace(quantity(numeral, text, "count"), optional=True)
    if single and not classifier and not LOOSE_NOUN.match(text, numeral.end) and not approx_before(text, numeral.start):
        return (
            None
            if numeral.high == 1 and not GAP_RANGE.match(text, numeral.end)
            else replace(quantity(numeral, text, "count"), optional=True)
        )
    item = loose(quantity(numeral, text, "count"), text, numeral)
    if not classifier and not numeral.scaled and not approx_before(text, numeral.start):
        item = replace(item, optional=True)
    return item


def _read_parts_of(whole: Numeral, parts: Numeral, text: str) -> Quantity:
    """Give 百分之五 and 千分之五 as percentages and 三分之二 as a fraction.

    >>> for text in ("约千分之五", "三分之二"):
    ...     print(_read_parts_of(*find_numerals(text), text))
    percent about 0.5
    fraction 2/3
    """
    kind: Kind = "percent" if whole.whole in (100, 1000) else "fraction"
    size = (100 if kind == "percent" else 1) / whole.low
    after, end = approx_after(text, parts.end)
    item = quantity(whole, text, kind, low=parts.low * size, high=parts.high * size)
    end, approx = max(end, parts.end), item.approx or after
    return replace(item, end=end, approx=approx, optional=False, step=parts.step * size)
