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
    """A number without unit, which may take the unit of its neighbour."""
    return quantity.kind == "count" and not quantity.unit and not quantity.vague


def share_scale(first: Fraction, shared: Quantity, scale: Fraction) -> Fraction:
    """The value of a bare first end: it takes the scale of the last one (5至15亿) unless that makes it far
    too large.
    """
    if scale > 1 and first * scale * shared.size <= shared.high * 20:
        return first * scale
    return first


def share_unit(bare: Quantity, model: Quantity, scale: Fraction = Fraction(1)) -> Quantity:
    """The bare number read as one more of `model`: same kind, unit, scale and, for dates, the same part."""
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
    _year, month, day = model.date_parts
    return 1 if day else DATE_MONTH if month else DATE_YEAR


def fit(first: Quantity, last: Quantity, text: str) -> tuple[Quantity, Quantity] | None:
    """The two ends of a range with the unit they share, or None when they are of different kinds."""
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
    """A bare last end takes the first end's unit, and the first end its scale: `$5-10 billion`, `2015-16`."""
    if first.kind == "currency":
        scale = Fraction(1) if _is_scaled(first, text) else scale_of(last, text)
        low = share_scale(first.low, last, scale)
        return replace(first, low=low, high=low), replace(last, kind="currency", unit=first.unit)
    year = first.date_parts[0]
    if year and last.low < 100:
        last = replace(last, low=last.low + year - year % 100, high=last.high + year - year % 100)
    return first, share_unit(last, first)


def _may_follow(first: Quantity, last: Quantity) -> bool:
    """Whether a bare last end takes the first end's unit: `$5-10`, `2019-2020`, `March 5-8`."""
    if first.kind == "date":
        year, month, day = first.date_parts
        if day:
            return last.low.denominator == 1 and 1 <= last.low <= 31
        if month or not year or last.low.denominator != 1:
            return False
        return 1000 <= last.low <= 2999 or (year % 100 < last.low < 100 and last.end - last.start == 2)
    return first.kind == "currency"


def _dates_fit(first: Quantity, last: Quantity) -> bool:
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
    """The scale word inside the item's own text (亿, million), which a bare first end shares."""
    own = text[item.start : item.end].lower()
    for word, size in _SCALES:
        if word in own:
            return Fraction(size)
    return Fraction(1)


def _is_scaled(item: Quantity, text: str) -> bool:
    return scale_of(item, text) > 1
