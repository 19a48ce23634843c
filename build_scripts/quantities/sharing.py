"""Units and scales that neighbours share: 25、30和35吨, 5至15亿, $5-10 billion, 2015-16.

Receives quantities of one text, some of them bare numbers; returns them with the unit, the scale and the part of a date
that they share.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities.model import DATE_MONTH, DATE_YEAR, Quantity
from build_scripts.quantities.units import split_rate

SHARING = frozenset(
    {"percent", "percentage-point", "measure", "currency", "temperature", "span", "date", "multiple", "rate"}
)


def is_bare(quantity: Quantity) -> bool:
    """Tell whether a number has no unit and may take that of its neighbour.

    >>> from build_scripts.quantities.reader import read
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

    >>> from build_scripts.quantities.reader import read
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
    return replace(
        bare,
        kind=model.kind,
        unit=model.unit,
        low=low,
        high=high,
        change=model.change,
        optional=model.optional,
        size=model.size,
    )


def _date_step(model: Quantity) -> int:
    """Give what 1 of the finest part of a date is in a packed date.

    >>> from build_scripts.quantities.reader import read
    >>> [_date_step(read(text, "zh")[0]) for text in ("2017年", "3月", "3月5日")]
    [10000, 100, 1]
    """
    _year, month, day = model.date_parts
    return 1 if day else DATE_MONTH if month else DATE_YEAR


def share_ends(first: Quantity, last: Quantity, text: str) -> tuple[Quantity, Quantity] | None:
    """Give the two ends of a range with the unit they share, or None when they are of different kinds.

    >>> five = Quantity("count", Fraction(5), Fraction(5), end=1)
    >>> euros = Quantity("currency", Fraction(15 * 10**8), Fraction(15 * 10**8), "EUR", start=2, end=7)
    >>> [str(end) for end in share_ends(five, euros, "5至15亿欧元")]
    ['currency 500000000 EUR', 'currency 1500000000 EUR']
    >>> share_ends(euros, Quantity("measure", Fraction(5), Fraction(5), "t"), "")
    """
    if first.kind == last.kind and first.unit == last.unit:
        if is_bare(first):
            scale = scale_of(last, text)
            low = share_scale(first.low, last, scale) if not _is_scaled(first, text) else first.low
            return replace(first, low=low, high=low), last
        if first.kind == "currency" and text[first.end - 1].isdigit() and not _is_scaled(first, text):
            low = share_scale(first.low, last, scale_of(last, text))
            return replace(first, low=low, high=low), last
        if first.kind == "date":
            return (first, last) if _dates_fit(first, last) else None
        return first, last
    if (
        last.kind == "rate"
        and first.kind in ("currency", "measure", "span", "count")
        and split_rate(last.unit)[0] == first.unit
    ):
        return replace(first, kind="rate", unit=last.unit), last
    if is_bare(first) and last.kind in (*SHARING, "count", "ordinal"):
        if last.kind in ("count", "ordinal"):
            low = share_scale(first.low, last, scale_of(last, text))
            return replace(first, kind=last.kind, unit=last.unit, low=low, high=low), last
        scale = Fraction(1) if _is_scaled(first, text) else scale_of(last, text)
        return share_unit(first, last, scale), last
    bare_day = last.kind == "ordinal" and first.kind == "date" and last.digits
    if (is_bare(last) or bare_day) and first.kind in ("currency", "date") and _may_follow(first, last):
        return _share_back(first, last, text)
    return None


def _share_back(first: Quantity, last: Quantity, text: str) -> tuple[Quantity, Quantity]:
    """Give a bare last end the first end's unit, and the first end its scale: `$5-10 billion`, `2015-16`.

    >>> year = Quantity("date", Fraction(20150000), Fraction(20150000))
    >>> short = Quantity("count", Fraction(16), Fraction(16))
    >>> [str(item) for item in _share_back(year, short, "2015-16")]
    ['date 20150000', 'date 20160000']
    """
    if first.kind == "currency":
        scale = Fraction(1) if _is_scaled(first, text) else scale_of(last, text)
        low = share_scale(first.low, last, scale)
        return replace(first, low=low, high=low), replace(last, kind="currency", unit=first.unit)
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


_SCALES = (
    ("万亿", 10**12),
    ("trillion", 10**12),
    ("billion", 10**9),
    ("bn", 10**9),
    ("亿", 10**8),
    ("million", 10**6),
    ("万", 10**4),
    ("thousand", 1000),
    ("hundred", 100),
)


def scale_of(item: Quantity, text: str) -> Fraction:
    """Give the scale word inside the item's own text (亿, million), which a bare first end shares.

    >>> [str(scale_of(Quantity("count", Fraction(1), Fraction(1), end=len(text)), text)) for text in ("15亿元", "15")]
    ['100000000', '1']
    """
    own = text[item.start : item.end].lower()
    for word, size in _SCALES:
        if word in own:
            return Fraction(size)
    return Fraction(1)


def _is_scaled(item: Quantity, text: str) -> bool:
    """Tell whether the item has a scale word of its own.

    >>> [_is_scaled(Quantity("count", Fraction(1), Fraction(1), end=len(text)), text) for text in ("5 million", "5")]
    [True, False]
    """
    return scale_of(item, text) > 1
