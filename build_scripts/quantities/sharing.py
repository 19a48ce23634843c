"""Units and scales that neighbours share: 25、30和35吨, 5至15亿, $5-10 billion, 2015-16.

Receives quantities of one text, some of them bare numbers; returns them with the unit, the scale and the part of a date
that they share.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import DATE_MONTH, DATE_YEAR, Quantity
from build_scripts.quantities.units import dimension, split_rate

SHARING = frozenset(
    ["percent", "percentage-point", "measure", "currency", "temperature", "span", "date", "multiple", "rate"]
)
_NUMERATORS = frozenset(["currency", "measure", "span", "count"])


def is_bare(quantity: Quantity) -> bool:
    """Tell whether a number has no unit and may take that of its neighbour.

    >>> [is_bare(item) for item in (*read("5", "zh"), *read("5吨", "zh"), *read("数百", "zh"))]
    [True, False, False]
    """
    return quantity.kind == "count" and not quantity.unit and not quantity.vague


def share_scale(first: Fraction, shared: Quantity, scale: Fraction) -> Fraction:
    """Give the value of a bare first end: it takes the scale of the last one (5至15亿) unless that makes it far too large.

    >>> last = Quantity("currency", Fraction(15 * 10**8), Fraction(15 * 10**8), "CNY")
    >>> [str(share_scale(Fraction(first), last, Fraction(10**8))) for first in (5, 9000)]
    ['500000000', '9000']
    """
    if scale > 1 and first * scale * shared.size <= shared.high * 20:
        return first * scale
    return first


def share_unit(bare: Quantity, model: Quantity, scale: Fraction = Fraction(1)) -> Quantity:
    """Give a bare number read as one more of `model`: same kind, unit, scale and, for dates, the same part.

    >>> five = Quantity("count", Fraction(5), Fraction(5))
    >>> [str(share_unit(five, read(text, "zh")[0])) for text in ("8吨", "8毫米", "8月", "90年代")]
    ['measure 5 t', 'measure 0.005 m', 'date 500', 'era 1950 decade']
    """
    if model.kind == "date":
        return replace(bare, kind="date", low=bare.low * _date_step(model), high=bare.high * _date_step(model), unit="")
    if model.kind == "era":
        value = (bare.low * 10 if bare.low < 10 else bare.low) % 100
        value += model.low - model.low % 100
        return replace(bare, kind="era", low=value, high=value, unit=model.unit)
    low, high = (share_scale(value, model, scale) * model.size for value in (bare.low, bare.high))
    kept = {"change": model.change, "optional": model.optional, "size": model.size}
    return replace(bare, kind=model.kind, unit=model.unit, low=low, high=high, **kept)  # type: ignore[arg-type]


def _date_step(model: Quantity) -> int:
    """Give what 1 of the finest part of a date is in a packed date.

    >>> [_date_step(read(text, "zh")[0]) for text in ("2017年", "3月", "3月5日")]
    [10000, 100, 1]
    """
    _year, month, day = model.date_parts
    return 1 if day else DATE_MONTH if month else DATE_YEAR


def share_ends(first: Quantity, last: Quantity, text: str, lexicon: Lexicon) -> tuple[Quantity, Quantity] | None:
    """Give the two ends of a range with the unit they share, or None when they are of different kinds.

    >>> five = Quantity("count", Fraction(5), Fraction(5), end=1)
    >>> euros = Quantity("currency", Fraction(15 * 10**8), Fraction(15 * 10**8), "EUR", start=2, end=7)
    >>> [str(end) for end in share_ends(five, euros, "5至15亿欧元", lexicon_of("zh"))]
    ['currency 500000000 EUR', 'currency 1500000000 EUR']
    >>> share_ends(euros, Quantity("measure", Fraction(5), Fraction(5), "t"), "", lexicon_of("zh"))
    """
    scale = Fraction(1) if scale_of(first, text, lexicon) > 1 else scale_of(last, text, lexicon)
    low, bare = share_scale(first.low, last, scale), is_bare(first)
    scaled = replace(first, low=low, high=low)
    if (first.kind, first.unit) == (last.kind, last.unit):
        if first.kind == "date":
            return (first, last) if _dates_fit(first, last) else None
        return (scaled if bare or (first.kind == "currency" and text[first.end - 1].isdigit()) else first), last
    if last.kind == "rate" and first.kind in _NUMERATORS and split_rate(last.unit)[0] == first.unit:
        return replace(first, kind="rate", unit=last.unit), last
    if bare and last.kind in ("count", "ordinal"):
        return replace(scaled, kind=last.kind, unit=last.unit), last
    if bare and last.kind in SHARING:
        return share_unit(first, last, scale), last
    if dimension(first.unit) == "incidence" and last.kind == "count":  # 每10万人120至148例
        return first, share_unit(replace(last, unit=""), first)
    bare_day = last.kind == "ordinal" and first.kind == "date" and last.digits
    if not (is_bare(last) or bare_day) or not _may_follow(first, last):
        return None
    if first.kind == "currency":
        return scaled, replace(last, kind="currency", unit=first.unit)
    year = first.date_parts[0]
    if year and last.low < 100:
        last = replace(last, low=last.low + year - year % 100, high=last.high + year - year % 100)
    return first, share_unit(last, first)


def _may_follow(first: Quantity, last: Quantity) -> bool:
    """Tell whether a bare last end takes the first end's unit: `$5-10`, `2019-2020`, `March 5-8`.

    >>> year = Quantity("date", Fraction(20150000), Fraction(20150000))
    >>> [_may_follow(year, Quantity("count", Fraction(n), Fraction(n), end=2)) for n in (16, 14)]
    [True, False]
    """
    if first.kind == "date":
        year, month, day = first.date_parts
        if day:
            return last.low.denominator == 1 and 1 <= last.low <= 31
        if month or not year or last.low.denominator != 1:
            return False
        return 1000 <= last.low <= 2999 or (year % 100 < last.low < 100 and last.end - last.start == 2)
    return first.kind == "currency"


def _dates_fit(first: Quantity, last: Quantity) -> bool:
    """Tell whether two dates may be the ends of a range: both name a day, or neither does.

    >>> year, month, day = (Quantity("date", Fraction(n), Fraction(n)) for n in (20150000, 300, 305))
    >>> _dates_fit(month, day), _dates_fit(year, day), _dates_fit(day, month)
    (True, False, False)
    """
    _, month, day = first.date_parts
    _, _last_month, last_day = last.date_parts
    if day:
        return bool(last_day)
    return not last_day or bool(month)


def scale_of(item: Quantity, text: str, lexicon: Lexicon) -> Fraction:
    """Give the scale word inside the item's own text (亿, million), which a bare first end shares.

    >>> zh, one = lexicon_of("zh"), Fraction(1)
    >>> [str(scale_of(Quantity("count", one, one, end=len(text)), text, zh)) for text in ("15亿元", "15")]
    ['100000000', '1']
    """
    own = text[item.start : item.end].lower()
    return Fraction(next((size for word, size in lexicon.scales.items() if word in own), 1))
