"""Chinese text → typed quantities.

Receives normalised text and the places already taken by names; returns quantities in the order of the text.
Each numeral is classified by what follows it (年, %, 吨, 个百分点 …), then neighbours are joined into ranges.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from . import dates_zh, units
from .lexicon_zh import CLASSIFIER, LOOSE_NOUN, approx_after, approx_before, find_idioms
from .masks import find_codes, hide
from .model import Numeral, Quantity
from .numerals_zh import find_numerals
from .pieces import join_ranges
from .words_zh import find_words

_POINT = re.compile(r"\s?(?:个)?(?P<kind>百分点|基点|个点)")
_PERCENT = re.compile(r"\s?[%‰]|\s?percent")
_TENTHS = re.compile(r"成(?![立为员功果本长就都名交人年品效熟绩分型了心])(?P<five>五|半)?")
_TIMES = re.compile(r"\s?倍(?!增|受|感|加|数)")
_GROWTH = re.compile(
    r"(?:增长|增加|提高|扩大|多出|上升|上涨|涨|翻|高出|高|多|增|超过|快|大|增幅)(?:了|约|近|达|逾|超过|超|近乎|将近|到达)?$"
)
_REACH = re.compile(r"(?:是|为|至|到|的|相当于|达到|达)(?:了|约|近|其|它|原来的|原先的|此前的)?[^，。；]{0,6}$")
_HALF = re.compile(r"\s?半(?![数导岛径夜])")
_OF = re.compile(r"\s?分之\s?")
_SCORE = re.compile(r"\s?[比:]\s?")
_PER = re.compile(r"(?:[\u4e00-\u9fff]{0,4}/|/|每)(?P<unit>年|月|日|天|小时|时|秒|分钟)")
_PER_UNIT = re.compile(r"(?:/|每)\s?(?:(?P<small>年|月|日|天|人|瓶|吨CO2(?:当量|e)?)(?![\u4e00-\u9fff]?/)|(?=[^\s]))")
_GAP_RANGE = re.compile(r"\s?(?:[-–—~]{1,2}|至|到|乃至|或者?至)\s?(?:约|近|超过)?\s?")
_GAP_LIST = re.compile(r"个?\s?(?:[、和及或与]|以及)\s?")
_GAP_CHANGE = re.compile(r"[^，。；！？,;:、\d]{0,14}?(?:至|到|为|成)(?:了)?(?:约|近|大约|接近|超过)?\s?")
_FROM = re.compile(r"(?:从|由|自)[^，。；！？,;]{0,12}$")
_AMBIGUOUS = frozenset("节方度码寸桶升块两起")  # a measure after a number, or a mere measure word
_SMALL_WORDS = frozenset("方度节码")  # after a small Han numeral these are no measures: 三方, 两度
_SPEED = re.compile(r"(?:时速|每小时|每秒)[^，。；、\d]{0,6}$")
_SLOW_UNITS = {
    "天": "day",
    "日": "day",
    "年": "year",
    "月": "month",
    "时": "hour",
    "人": "person",
    "瓶": "bottle",
}


def read(text: str, taken: list[tuple[int, int]]) -> list[Quantity]:
    """Every quantity of a Chinese text; `taken` are the places of names, which are left alone."""
    codes, hidden = find_codes(hide(text, taken), "zh")
    words = find_words(hidden)
    hidden = hide(hidden, [(word.start, word.end) for word in words])
    hidden = hide(hidden, find_idioms(hidden))
    items = _classify_all(list(find_numerals(hidden)), hidden)
    items = sorted([*codes, *words, *items], key=lambda item: item.start)
    items = dates_zh.assemble(items, hidden)
    items = _drop_echoes(items, hidden)
    items = join_ranges(items, hidden, _is_range, _is_list)
    items = dates_zh.assemble(items, hidden)
    return [_restore(item, text) for item in items]


def _drop_echoes(items: list[Quantity], text: str) -> list[Quantity]:
    """3件及3件以上 says three once."""
    kept: list[Quantity] = []
    for item in items:
        last = kept[-1] if kept else None
        gap = text[last.end : item.start] if last else ""
        if (
            last
            and last.low == item.low
            and len(gap) <= 5
            and re.fullmatch(r"\s?\w?\s?[及或和与]\s?", gap)
            and item.approx
        ):
            kept.pop()
        kept.append(item)
    return kept


def _restore(item: Quantity, text: str) -> Quantity:
    return replace(item, text=text[item.start : item.end])


def _is_range(text: str, first: Quantity, last: Quantity) -> bool:
    gap = text[first.end : last.start]
    if len(gap) <= 8 and _GAP_RANGE.fullmatch(gap):
        return first.kind not in ("identifier", "time")
    if len(gap) > 22 or first.kind not in (
        "percent",
        "measure",
        "currency",
        "count",
        "temperature",
        "date",
        "multiple",
    ):
        return False
    if first.kind == "count" and not (first.digits or first.low > 10):
        return False
    return bool(_GAP_CHANGE.fullmatch(gap) and _FROM.search(text[max(0, first.start - 14) : first.start]))


def _is_list(text: str, first: Quantity, last: Quantity) -> bool:
    gap = text[first.end : last.start]
    return len(gap) <= 4 and bool(_GAP_LIST.fullmatch(gap))


def _classify_all(numerals: list[Numeral], text: str) -> list[Quantity]:
    items: list[Quantity] = []
    skip = False
    for place, numeral in enumerate(numerals):
        following = numerals[place + 1] if place + 1 < len(numerals) else None
        if skip:
            skip = False
            continue
        item, skip = _classify_pair(numeral, following, text)
        item = item or (_classify(numeral, text) if numeral.low >= 0 else None)
        if item is not None and (not items or item.start >= items[-1].end):
            items.append(item)
    return items


def _classify_pair(numeral: Numeral, following: Numeral | None, text: str) -> tuple[Quantity | None, bool]:
    """A fraction or a score takes two numerals: 三分之二, 百分之五十, 3比2."""
    if following is None or following.start - numeral.end > 6:
        return None, False
    gap = text[numeral.end : following.start]
    if _OF.fullmatch(gap) and numeral.low > 0:
        kind = {100: "percent", 1000: "percent"}.get(numeral.whole, "fraction")
        size = Fraction(100) / numeral.low if kind == "percent" else 1 / numeral.low
        low, high = following.low * size, following.high * size
        item = _quantity(numeral, text, "percent" if kind == "percent" else "fraction", low=low, high=high)
        after, end = approx_after(text, following.end)
        end = max(end, following.end)
        return replace(item, end=end, approx=item.approx or after, optional=False, step=following.step * size), True
    if (
        gap == "/"
        and 0 < numeral.whole < following.whole <= 100
        and text[following.end : following.end + 1] not in tuple("年月日/")
    ):
        value = numeral.low / following.low
        item = _quantity(numeral, text, "fraction", following.end, low=value, high=value)
        return replace(item, optional=False), True
    if _SCORE.fullmatch(gap) and not numeral.scaled and text[following.end : following.end + 1] not in tuple("%年月"):
        low, high = sorted((numeral.low, following.low))
        score = Quantity("score", low, high, "", "", "", numeral.start, following.end, numeral.low > following.low)
        return score, True
    return None, False


def _classify(numeral: Numeral, text: str) -> Quantity | None:
    ordinal = text[numeral.start - 1 : numeral.start] == "第"
    return (
        _read_ratio(numeral, text)
        or dates_zh.read_part(numeral, text, ordinal)
        or _read_unit(numeral, text, ordinal)
        or _read_bare(numeral, text, ordinal)
    )


def _quantity(
    numeral: Numeral,
    text: str,
    kind: str,
    end: int = 0,
    unit: str = "",
    low: Fraction | None = None,
    high: Fraction | None = None,
    size: Fraction = Fraction(1),
) -> Quantity:
    low = numeral.low * size if low is None else low
    high = numeral.high * size if high is None else high
    end = end or numeral.end
    after, end_after = approx_after(text, end)
    approx = approx_before(text, numeral.start)
    if approx in ("", "about", "nearly", "up-to") and (numeral.approx or after):
        approx = numeral.approx or after
    return Quantity(
        kind,  # type: ignore[arg-type]  # the callers pass one of Kind
        low,
        high,
        unit,
        approx,
        start=numeral.start,
        end=max(end, end_after),
        optional=(low == high == 1 and not numeral.scaled and kind in ("count", "ordinal", "span")) or numeral.vague,
        vague=numeral.vague,
        digits=numeral.digits,
        step=numeral.step * size,
        size=size,
    )


def _read_ratio(numeral: Numeral, text: str) -> Quantity | None:
    """Percent, percentage points, 成 and 倍."""
    end = numeral.end
    if match := _POINT.match(text, end):
        size = Fraction(1, 100) if match["kind"] == "基点" else Fraction(1)
        return _quantity(numeral, text, "percentage-point", match.end(), size=size)
    if match := _PERCENT.match(text, end):
        size = Fraction(1, 10) if "‰" in match[0] else Fraction(1)
        return _quantity(numeral, text, "percent", match.end(), size=size)
    if (match := _TENTHS.match(text, end)) and numeral.high <= 10 and not numeral.scaled:
        extra = Fraction(5) if match["five"] else Fraction(0)
        item = _quantity(numeral, text, "percent", match.end(), size=Fraction(10))
        return replace(item, low=item.low + extra, high=item.high + extra)
    if match := _TIMES.match(text, end):
        item = _quantity(numeral, text, "multiple", match.end())
        if half := _HALF.match(text, match.end()):
            item = replace(item, low=item.low + Fraction(1, 2), high=item.high + Fraction(1, 2), end=half.end())
        window = text[max(0, numeral.start - 10) : numeral.start]
        change = bool(_GROWTH.search(window)) or text[match.end() : match.end() + 2] in ("之多",)
        change = change and not _REACH.search(window[-4:])
        return replace(item, change=change or item.low == item.high == 1)
    return None


def _read_unit(numeral: Numeral, text: str, ordinal: bool) -> Quantity | None:
    """A measure, a sum of money, a length of time, an age or counted things."""
    start = numeral.end + (text[numeral.end : numeral.end + 1] == " ")
    match = units.pattern("zh").match(text, start)
    half = Fraction(0)
    money = _money_before(text, numeral.start)
    if match is None:
        return _read_prefixed_money(numeral, text, *money) if money else None
    if (match[0] == "块" and not numeral.digits) or (
        match[0] == "元" and text[match.end() : match.end() + 1] in tuple("论化素件次首旦")
    ):
        return None
    if match[0] in _SMALL_WORDS and not numeral.digits and (0 < numeral.low <= 10 or numeral.raw in "百千万"):
        return None
    unit, size = units.find_form(match[0], "zh")
    dimension = units.dimension(unit)
    end = match.end()
    if dimension == "count":
        if money and match[0] not in ("人", "家"):
            return _read_prefixed_money(numeral, text, *money)
        if text[end : end + 1] == "/":
            end, unit = _read_rate(text, end, unit)
        kind = "ordinal" if ordinal else units.kind_of(unit)
        return _loose(_quantity(numeral, text, kind, end, unit), text, numeral)
    kind = units.kind_of(unit)
    if ordinal and kind in ("span", "measure"):
        item = _quantity(numeral, text, "ordinal", end)
        return replace(item, optional=item.high <= 2 and not numeral.digits)
    if kind == "span" and (more := re.compile(r"半(?![数])").match(text, end)):
        half, end = Fraction(1, 2), more.end()
    end, unit = _read_rate(text, end, unit)
    if unit in ("km", "mile", "m") and (speed := _SPEED.search(text[max(0, numeral.start - 10) : numeral.start])):
        unit += "/second" if "秒" in speed[0] else "/hour"
    item = _quantity(numeral, text, kind, end, unit, size=size)
    item = replace(item, low=item.low + half * size, high=item.high + half * size)
    if kind in ("span", "count") and (
        numeral.raw in "百千万零"
        or numeral.raw in ("一两", "一二")
        or text[max(0, numeral.start - 1) : numeral.start] == "这"
    ):
        item = replace(item, optional=True)
    if money and kind == "currency":
        item = replace(item, unit=money[0] if match[0] in ("元", "块") else item.unit, start=money[1])
    elif money:
        return _read_prefixed_money(numeral, text, *money)
    if "/" in unit and unit not in units.UNITS.by_id:
        item = replace(item, kind="rate")
    if match[0] in _AMBIGUOUS:
        item = replace(item, also=(_loose(_quantity(numeral, text, "count", match.end()), text, numeral),))
    return item


def _read_rate(text: str, end: int, unit: str) -> tuple[int, str]:
    """Denominators after a unit: `/年`, `每吨二氧化碳当量`, `甲烷/年`."""
    for _ in range(2):
        per = _PER.match(text, end)
        if per:
            unit, end = (
                f"{unit}/{_SLOW_UNITS.get(per['unit']) or units.find_form(per['unit'], 'zh')[0]}",
                per.end(),
            )
            continue
        opening = _PER_UNIT.match(text, end)
        if opening is None:
            break
        if opening["small"] and opening["small"] in _SLOW_UNITS:
            unit, end = f"{unit}/{_SLOW_UNITS[opening['small']]}", opening.end()
            continue
        below = units.pattern("zh").match(text, opening.end())
        if below is None or (text[end] == "每" and below.end() < len(text) and text[below.end()].isdigit()):
            break
        name, size = units.find_form(below[0], "zh")
        unit, end = f"{unit}/{name if size == 1 else below[0]}", below.end()
    return end, unit


def _money_before(text: str, start: int) -> tuple[str, int] | None:
    window_start = max(0, start - 8)
    window = text[window_start:start]
    match = units.money_pattern().search(window) or re.search(
        r"(?:人民币|马币|港币|欧元|美元|日元)(?:近|约|超)?\s?$", window
    )
    if match is None:
        return None
    form = match[0].strip().rstrip("近约超")
    return units.find_form(form, "zh")[0], window_start + match.start()


def _read_prefixed_money(numeral: Numeral, text: str, unit: str, start: int) -> Quantity:
    item = _quantity(numeral, text, "currency", 0, unit)
    approx = approx_before(text, start) or item.approx
    return replace(item, start=start, approx=approx)


def _read_bare(numeral: Numeral, text: str, ordinal: bool) -> Quantity | None:
    """A number without a unit of the table; a Han digit counts only before a measure word or after 第."""
    if ordinal:
        item = _quantity(numeral, text, "ordinal")
        return replace(item, optional=item.optional or (not numeral.digits and item.high <= 2))
    if numeral.digits:
        return _quantity(numeral, text, "count")
    classifier = CLASSIFIER.match(text, numeral.end)
    if numeral.vague:
        return replace(_quantity(numeral, text, "count"), optional=True)
    if numeral.raw in "零〇" and text[numeral.end : numeral.end + 1] not in tuple("度下点"):
        return None
    single = numeral.end - numeral.start == 1
    if single and numeral.raw in "百千万亿":
        return replace(_quantity(numeral, text, "count"), optional=True)
    if single and not classifier and not LOOSE_NOUN.match(text, numeral.end) and not approx_before(text, numeral.start):
        return (
            None
            if numeral.high == 1 and not _GAP_RANGE.match(text, numeral.end)
            else replace(_quantity(numeral, text, "count"), optional=True)
        )
    item = _loose(_quantity(numeral, text, "count"), text, numeral)
    if not classifier and not numeral.scaled and not approx_before(text, numeral.start):
        item = replace(item, optional=True)
    return item


def _loose(item: Quantity, text: str, numeral: Numeral) -> Quantity:
    """Mark what the other language may leave unsaid: 两国, 双方, 十大, 一级."""
    if numeral.digits or numeral.high > 10 or item.optional:
        return item
    following = text[numeral.end : numeral.end + 1]
    return replace(item, optional=bool(LOOSE_NOUN.match(following)) or numeral.raw in ("两", "二"))
