"""Chinese quantities with a unit: measures, money, time, ages, counted things and rates.

Receives a numeral and the text round it; returns a quantity, or None when no unit of the table stands there.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities import units
from build_scripts.quantities.model import Kind, Numeral, Quantity, quantity_of
from build_scripts.quantities.windows import text_before
from build_scripts.quantities.zh.comparisons import comparison_before, comparison_round
from build_scripts.quantities.zh.lexicon import LOOSE_NOUN, approx_after, approx_before

_PER = re.compile(r"(?:[\u4e00-\u9fff]{0,4}/|/|每)(?P<unit>年|月|日|天|小时|时|秒|分钟)")
_PER_UNIT = re.compile(r"(?:/|每)\s?(?:(?P<small>年|月|日|天|人|瓶|吨CO2(?:当量|e)?)(?![\u4e00-\u9fff]?/)|(?=[^\s]))")
_AMBIGUOUS = frozenset("节方度码寸桶升块两起")  # a measure after a number, or a mere measure word
_SMALL_WORDS = frozenset("方度节码")  # after a small Han numeral these are no measures: 三方, 两度
_PERIOD = re.compile(r"每(?P<unit>年|月|天|日|周)[^，。；、,;每\d]{0,8}$")
_SPEED = re.compile(r"(?:时速|每小时|每秒)[^，。；、\d]{0,6}$")
_AND_HALF = re.compile(r"半(?![数])")
_SLOW_UNITS = {
    "天": "day",
    "日": "day",
    "年": "year",
    "月": "month",
    "时": "hour",
    "人": "person",
    "瓶": "bottle",
}


def quantity(
    numeral: Numeral,
    text: str,
    kind: Kind,
    end: int = 0,
    unit: str = "",
    low: Fraction | None = None,
    high: Fraction | None = None,
    size: Fraction = Fraction(1),
) -> Quantity:
    """Give the quantity of a kind from a numeral, with the approximators that stand before and after it.

    >>> from build_scripts.quantities.zh.numerals import find_numerals
    >>> text = "约16人左右"
    >>> str(quantity(next(find_numerals(text)), text, "count", 4, "person"))
    'count about 16 person'
    """
    end = end or numeral.end
    after, end_after = approx_after(text, end)
    approx, compared = approx_before(text, numeral.start), ""
    if approx in ("", "about", "nearly", "up-to") and (numeral.approx or after):
        approx = numeral.approx or after
    if not approx:
        approx = compared = comparison_before(text, numeral.start) or comparison_round(text, numeral.start, end)
    item = quantity_of(numeral, kind, max(end, end_after), unit, approx, low, high, size)
    return replace(item, comparand=bool(compared))


def read_unit(numeral: Numeral, text: str, ordinal: bool) -> Quantity | None:
    """Give a measure, a sum of money, a length of time, an age or counted things; None where no unit stands.

    >>> from build_scripts.quantities.zh.numerals import find_numerals
    >>> for text in ("3亿千瓦", "每年200亿美元", "三方", "两年半"):
    ...     print(read_unit(next(find_numerals(text)), text, False))
    measure 300000000000 W
    rate 20000000000 USD/year
    None
    span 2.5 year
    """
    start = numeral.end + (text[numeral.end : numeral.end + 1] == " ")
    match = units.pattern("zh").match(text, start)
    money = _money_before(text, numeral.start)
    if match is None:
        return _read_prefixed_money(numeral, text, *money) if money else None
    if _is_other_word(numeral, text, match):
        return None
    unit, size = units.find_form(match[0], "zh")
    if units.dimension(unit) == "count":
        return _read_counted(numeral, text, match, unit, money, ordinal)
    kind = units.kind_of(unit)
    if ordinal and kind in ("span", "measure"):
        item = quantity(numeral, text, "ordinal", match.end())
        return replace(item, optional=item.high <= 2 and not numeral.digits)
    if money and kind != "currency":
        return _read_prefixed_money(numeral, text, *money)
    item = _read_measure(numeral, text, match.end(), unit, size)
    if money:
        item = replace(item, unit=money[0] if match[0] in ("元", "块") else item.unit, start=money[1])
    if match[0] in _AMBIGUOUS:
        item = replace(item, also=(loose(quantity(numeral, text, "count", match.end()), text, numeral),))
    return item


def _find_period(text: str, start: int) -> str:
    """Give the denominator that stands before the number: 每年200亿美元.

    >>> _find_period("每年投入200亿", 4), _find_period("投入200亿", 2)
    ('/year', '')
    """
    match = _PERIOD.search(text_before(text, start, 12))
    return f"/{_SLOW_UNITS.get(match['unit'], 'week')}" if match else ""


def _read_rate(text: str, end: int, unit: str) -> tuple[int, str]:
    """Read denominators after a unit: `/年`, `每吨二氧化碳当量`, `甲烷/年`.

    >>> _read_rate("5吨/年", 2, "t"), _read_rate("5元每吨二氧化碳当量", 2, "CNY"), _read_rate("5吨煤", 2, "t")
    ((4, 't/year'), (10, 'CNY/tCO2e'), (2, 't'))
    >>> _read_rate("5千克/人/年", 3, "kg")
    (7, 'kg/person/year')
    """
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
    """Give the currency that stands just before a place, and where it begins.

    >>> _money_before("约US$5", 4), _money_before("人民币近5亿", 4), _money_before("约5", 1)
    (('USD', 1), ('CNY', 0), None)
    """
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
    """Give a sum of money whose currency stands before the number.

    >>> from build_scripts.quantities.zh.numerals import find_numerals
    >>> str(_read_prefixed_money(next(find_numerals("约US$5亿")), "约US$5亿", "USD", 1))
    'currency about 500000000 USD'
    """
    item = quantity(numeral, text, "currency", 0, unit)
    approx = approx_before(text, start) or item.approx
    return replace(item, start=start, approx=approx)


def loose(item: Quantity, text: str, numeral: Numeral) -> Quantity:
    """Mark what the other language may leave unsaid: 两国, 双方, 十大, 一级.

    >>> from build_scripts.quantities.zh.numerals import find_numerals
    >>> for text in ("两国", "十大", "三张", "3国"):
    ...     numeral = next(find_numerals(text))
    ...     print(loose(Quantity("count", numeral.low, numeral.high), text, numeral).optional)
    True
    True
    False
    False
    """
    if numeral.digits or numeral.high > 10 or item.optional:
        return item
    following = text[numeral.end : numeral.end + 1]
    return replace(item, optional=bool(LOOSE_NOUN.match(following)) or numeral.raw in ("两", "二"))


def _is_other_word(numeral: Numeral, text: str, match: re.Match[str]) -> bool:
    """Tell whether the unit found is no unit there: 一块, 三元论, 三方.

    >>> from build_scripts.quantities.zh.numerals import find_numerals
    >>> for text in ("三元论", "三元", "三方", "30方"):
    ...     numeral = next(find_numerals(text))
    ...     print(text, _is_other_word(numeral, text, units.pattern("zh").match(text, numeral.end)))
    三元论 True
    三元 False
    三方 True
    30方 False
    """
    if match[0] == "块" and not numeral.digits:
        return True
    if match[0] == "元" and text[match.end() : match.end() + 1] in tuple("论化素件次首旦"):
        return True
    small = 0 < numeral.low <= 10 or numeral.raw in "百千万"
    return match[0] in _SMALL_WORDS and not numeral.digits and small


def _read_counted(
    numeral: Numeral, text: str, match: re.Match[str], unit: str, money: tuple[str, int] | None, ordinal: bool
) -> Quantity | None:
    """Give counted things, or the sum of money that stands before a mere measure word.

    >>> from build_scripts.quantities.zh.numerals import find_numerals
    >>> for text in ("35名", "两国"):
    ...     numeral = next(find_numerals(text))
    ...     match = units.pattern("zh").match(text, numeral.end)
    ...     print(_read_counted(numeral, text, match, units.find_form(match[0], "zh")[0], None, False))
    count 35 person
    count 2 country
    """
    if numeral.raw in "零〇":
        return None
    if money and match[0] not in ("人", "家"):
        return _read_prefixed_money(numeral, text, *money)
    end = match.end()
    if text[end : end + 1] == "/":
        end, unit = _read_rate(text, end, unit)
    return loose(quantity(numeral, text, "ordinal" if ordinal else units.kind_of(unit), end, unit), text, numeral)


def _read_measure(numeral: Numeral, text: str, end: int, unit: str, size: Fraction) -> Quantity:
    """Give a measure, a sum or a length of time with the half and the denominators that belong to it.

    >>> from build_scripts.quantities.zh.numerals import find_numerals
    >>> for text, unit in (("两年半", "year"), ("每年200吨", "t"), ("时速300公里", "km")):
    ...     numeral = next(find_numerals(text))
    ...     print(_read_measure(numeral, text, numeral.end + (2 if unit == "km" else 1), unit, Fraction(1)))
    span 2.5 year
    rate 200 t/year
    measure 300 km/hour
    """
    kind, half = units.kind_of(unit), Fraction(0)
    if kind == "span" and (more := _AND_HALF.match(text, end)):
        half, end = Fraction(1, 2), more.end()
    end, unit = _read_rate(text, end, unit)
    if unit in ("km", "mile", "m") and (speed := _SPEED.search(text_before(text, numeral.start, 10))):
        unit += "/second" if "秒" in speed[0] else "/hour"
    if "/" not in unit and kind in ("measure", "currency"):
        unit += _find_period(text, numeral.start)
    item = quantity(numeral, text, kind, end, unit, size=size)
    if "/" in unit and unit not in units.UNITS.by_id:
        item = replace(item, kind="rate")
    item = replace(item, low=item.low + half * size, high=item.high + half * size)
    return replace(item, optional=item.optional or _may_go_unsaid(numeral, text, kind, end))


def _may_go_unsaid(numeral: Numeral, text: str, kind: Kind, end: int) -> bool:
    """Tell whether the other language may leave the measure out: 千年, 这三年, 百万吨级.

    >>> from build_scripts.quantities.zh.numerals import find_numerals
    >>> [_may_go_unsaid(next(find_numerals(text)), text, "span", 2) for text in ("千年", "这三年", "三年")]
    [True, True, False]
    """
    if kind == "span" and (numeral.raw in ("一两", "一二") or numeral.raw in "百千万零"):
        return True
    if kind == "span" and text_before(text, numeral.start, 1) == "这":
        return True
    return numeral.raw in ("百万", "千万") and text[end : end + 1] == "级"
