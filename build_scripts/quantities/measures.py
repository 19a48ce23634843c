"""Quantities with a unit: measures, money, lengths of time, ages, counted things and rates.

Receives a numeral and the text round it; returns a quantity, or None when no unit of the table stands there.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Kind, Numeral, Quantity
from build_scripts.quantities.qualifiers import quantity
from build_scripts.quantities.units import UNITS, dimension, find_form, kind_of, money_pattern

Money = tuple[str, int]  # a currency, and where it begins


def read_unit(numeral: Numeral, text: str, lexicon: Lexicon) -> Quantity | None:
    """Give a measure, a sum of money, a length of time, an age or counted things; None where no unit stands.

    >>> for text, code in (("300 GW", "en"), ("$5 per tonne", "en"), ("三十五名", "zh"), ("第三年", "zh"), ("3 widgets", "en"), ("用电15度", "zh")):
    ...     print(read_unit(next(find_numerals(text, lexicon_of(code))), text, lexicon_of(code)))
    measure 300000000000 W
    rate 5 USD/t
    count 35 person
    ordinal 3
    None
    measure 15000 Wh
    """
    if numeral.ordinal and lexicon.spaced:
        return None
    match, money = _match_unit(numeral, text, lexicon), _money_before(text, numeral.start, lexicon)
    if match is None or _is_other_word(numeral, text, match, lexicon):
        return _read_money(numeral, text, money, None, lexicon) if money and match is None else None
    unit, size = find_form(match[0], lexicon.forms)
    if unit == "degree" and lexicon.before("electricity", text, numeral.start):  # 用电15度
        unit, size = "Wh", Fraction(1000)
    kind, counted = kind_of(unit, lexicon.forms.kinds), dimension(unit) == "count"
    if counted and not numeral.digits and not numeral.high and not lexicon.spaced:
        return None
    if money and not lexicon.whole("not_money", match[0]) and not (numeral.ordinal and kind in ("span", "measure")):
        return _read_money(numeral, text, money, match, lexicon)
    if numeral.ordinal and kind in ("span", "measure"):
        item = quantity(numeral, text, lexicon, "ordinal", match.end())
        return replace(item, optional=item.high <= 2 and not numeral.digits)
    item = _read_measure(numeral, text, match.end(), unit, size, lexicon)
    if counted:
        if lexicon.whole("mere_measure", match[0]):
            item = replace(item, also=(replace(item, unit=""),))
        return loosen(replace(item, kind="ordinal") if numeral.ordinal else item, numeral, text, lexicon)
    if lexicon.whole("also_money", match[0]):  # pounds: money or mass
        return replace(item, also=(replace(item, kind="currency", unit="GBP", low=numeral.low, high=numeral.high),))
    if lexicon.whole("mere_measure", match[0]):
        count = quantity(numeral, text, lexicon, "count", match.end())
        return replace(item, also=(loosen(count, numeral, text, lexicon),))
    return item


def _match_unit(numeral: Numeral, text: str, lexicon: Lexicon) -> re.Match[str] | None:
    """Find the unit just after a numeral; `of` may stand between only after a scale word.

    >>> en = lexicon_of("en")
    >>> [bool(_match_unit(next(find_numerals(text, en)), text, en)) for text in ("5 t", "5 of tonnes", "millions of tonnes")]
    [True, False, True]
    """
    gap = lexicon.match("scaled_unit_gap" if numeral.scaled or numeral.vague else "unit_gap", text, numeral.end)
    return lexicon.forms.pattern.match(text, gap.end() if gap else numeral.end)


def _money_before(text: str, start: int, lexicon: Lexicon) -> Money | None:
    """Give the currency that stands just before a place, and where it begins.

    >>> zh = lexicon_of("zh")
    >>> _money_before("约US$5", 4, zh), _money_before("人民币近5亿", 4, zh), _money_before("约5", 1, zh)
    (('USD', 1), ('CNY', 0), None)
    """
    match = money_pattern().search(text, max(0, start - 8), start)
    if match is not None:
        return find_form(match[0].strip(), lexicon.forms)[0], match.start()
    match = lexicon.before("money", text, start) or lexicon.forms.money.search(text, max(0, start - 16), start)
    return (find_form(match["form"], lexicon.forms)[0], match.start()) if match else None


def _is_other_word(numeral: Numeral, text: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Tell whether the unit found is no unit there: 三元论, 三方, one second.

    >>> zh = lexicon_of("zh")
    >>> for text in ("三元论", "三元", "三方", "30方"):
    ...     numeral = next(find_numerals(text, zh))
    ...     print(text, _is_other_word(numeral, text, _match_unit(numeral, text, zh), zh))
    三元论 True
    三元 False
    三方 True
    30方 False
    """
    if lexicon.match("other_word", text, match.start()):
        return True
    small = numeral.low > 0 and (numeral.low <= 10 or len(numeral.raw) == 1)
    spelled = lexicon.whole("spelled_other", match[0]) or (small and lexicon.whole("small_other", match[0]))
    return not numeral.digits and bool(spelled)


def _read_money(numeral: Numeral, text: str, money: Money, match: re.Match[str] | None, lexicon: Lexicon) -> Quantity:
    """Give a sum of money whose currency stands before the number; a currency after it counts more.

    >>> zh = lexicon_of("zh")
    >>> str(_read_money(next(find_numerals("约US$5亿", zh)), "约US$5亿", ("USD", 1), None, zh))
    'currency about 500000000 USD'
    >>> item = _read_money(next(find_numerals("¥5亿", zh)), "¥5亿", ("CNY", 0), None, zh)
    >>> item.unit, item.also[0].unit
    ('CNY', 'JPY')
    """
    (unit, start), end, size = money, numeral.end, Fraction(1)
    own = find_form(match[0], lexicon.forms) if match else (unit, size)
    if match and kind_of(own[0], lexicon.forms.kinds) == "currency":
        end, (unit, size) = match.end(), (unit, size) if lexicon.whole("money_word", match[0]) else own
    item = _read_measure(numeral, text, end, unit, size, lexicon, start)
    yen = text[start] in "¥￥" and item.unit.startswith("CNY")  # the sign of both currencies
    return replace(item, also=(replace(item, unit=item.unit.replace("CNY", "JPY", 1)),)) if yen else item


def _read_measure(
    numeral: Numeral, text: str, end: int, unit: str, size: Fraction, lexicon: Lexicon, start: int = -1
) -> Quantity:
    """Give the quantity with the half and the denominators that belong to it.

    >>> for text, end, unit, code in (
    ...     ("2 years and a half", 7, "year", "en"), ("5 t per person", 3, "t", "en"), ("两年半", 2, "year", "zh"),
    ...     ("每年200吨", 6, "t", "zh"), ("时速300公里", 7, "km", "zh"),
    ... ):
    ...     numeral = next(find_numerals(text, lexicon_of(code)))
    ...     print(_read_measure(numeral, text, end, unit, Fraction(1), lexicon_of(code)))
    span 2.5 year
    rate 5 t/person
    span 2.5 year
    rate 200 t/year
    measure 300 km/hour
    """
    kind, half = kind_of(unit, lexicon.forms.kinds), Fraction(0)
    if kind == "span" and (more := lexicon.match("and_half", text, end)):
        half, end = size / 2, more.end()
    if kind != "count" or lexicon.match("per_count", text, end):
        end, unit = _read_rate(text, end, unit, lexicon)
    if unit in ("km", "mile", "m") and (speed := lexicon.before("speed", text, numeral.start)):
        unit += f"/{speed.lastgroup}"
    if kind in ("measure", "currency") and "/" not in unit:
        period = lexicon.before("period", text, numeral.start)
        unit += f"/{period.lastgroup}" if period else ""
    item = quantity(numeral, text, lexicon, kind, end, unit, size, start)
    optional = item.optional or _may_go_unsaid(numeral, text, kind, end, lexicon)
    kind = "rate" if "/" in unit and unit not in UNITS.by_id else kind
    return replace(item, kind=kind, low=item.low + half, high=item.high + half, optional=optional)


def _read_rate(text: str, end: int, unit: str, lexicon: Lexicon) -> tuple[int, str]:
    """Read denominators after a unit: `per year`, `/tonne`, `annually`, `/年`, `每吨二氧化碳当量`, `甲烷/年`.

    >>> en, zh = lexicon_of("en"), lexicon_of("zh")
    >>> _read_rate("5 t per person per year", 3, "t", en), _read_rate("$5 a tonne", 2, "USD", en)
    ((23, 't/person/year'), (10, 'USD/t'))
    >>> _read_rate("5吨/年", 2, "t", zh), _read_rate("5元每吨二氧化碳当量", 2, "CNY", zh), _read_rate("5千克/人/年", 3, "kg", zh)
    ((4, 't/year'), (10, 'CNY/tCO2e'), (7, 'kg/person/year'))
    """
    for _ in range(2):
        if time := lexicon.match("per_time", text, end):
            unit, end = f"{unit}/{time.lastgroup}", time.end()
            continue
        per = lexicon.match("per", text, end)
        below = lexicon.forms.pattern.match(text, per.end()) if per else None
        if per is None or below is None or (per.lastgroup == "each" and text[below.end() : below.end() + 1].isdigit()):
            break
        name, size = find_form(below[0], lexicon.forms)
        if size != 1 and lexicon.spaced:
            break
        unit, end = f"{unit}/{name if size == 1 else below[0]}", below.end()
    return end, unit


def _may_go_unsaid(numeral: Numeral, text: str, kind: Kind, end: int, lexicon: Lexicon) -> bool:
    """Tell whether the other language may leave the measure out: 千年, 这三年, 千人, 百万吨级.

    >>> zh = lexicon_of("zh")
    >>> [_may_go_unsaid(next(find_numerals(text, zh)), text, "span", len(text), zh) for text in ("千年", "这三年", "三年")]
    [True, True, False]
    """
    if kind == "span" and lexicon.whole("unsaid_span", text, numeral.start, end):
        return True
    if kind == "count":
        return bool(lexicon.whole("unsaid_count", numeral.raw))
    return bool(lexicon.match("class", text, end) and lexicon.whole("unsaid_class", numeral.raw))


def loosen(item: Quantity, numeral: Numeral, text: str, lexicon: Lexicon) -> Quantity:
    """Mark what the other language may leave unsaid: 两国, 双方, 十大, 一级.

    >>> for text in ("两国", "十大", "三张", "3国"):
    ...     numeral = next(find_numerals(text, lexicon_of("zh")))
    ...     print(loosen(Quantity("count", numeral.low, numeral.high), numeral, text, lexicon_of("zh")).optional)
    True
    True
    False
    False
    """
    if numeral.digits or numeral.high > 10 or item.optional:
        return item
    noun = lexicon.match("loose_noun", text, numeral.end)
    return replace(item, optional=bool(noun or lexicon.whole("loose_number", numeral.raw)))
