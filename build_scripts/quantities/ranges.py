"""Putting pieces together: ranges, shared units and changes, the same in both languages.

Receives quantities in the order of the text, some of them bare numbers; returns them with ranges joined
("5%至15%", "3 to 5 years") and bare neighbours given the unit they share ("25、30和35吨").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities.model import DATE_MONTH, DATE_YEAR, Quantity
from build_scripts.quantities.units import split_rate

SHARING = frozenset(
    {"percent", "percentage-point", "measure", "currency", "temperature", "span", "date", "multiple", "rate"}
)
_AND = re.compile(r"\s(?:and|&)\s(?:the\s)?")
MAX_LENGTH = 120  # a longer stretch is no one quantity; chains such as 1-1-1-1 end here
Gap = Callable[[str, Quantity, Quantity], bool]


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


def join(first: Quantity, last: Quantity, text: str) -> Quantity:
    """One interval from two ends; `falling` when the larger one is said first."""
    low, high, falling = first.low, last.high, False
    if first.low > last.high:
        low, high, falling = last.low, first.high, True
    if first.kind == "date":
        first, last = _complete_start(first, last), _complete_end(first, last)
        low, high, falling = first.low, last.high, False
        if low > high:
            low, high, falling = high, low, True
    return replace(
        last,
        low=low,
        high=high,
        falling=falling,
        approx=first.approx or last.approx,
        text=text[first.start : last.end],
        start=first.start,
        step=max(first.step, last.step),
        optional=first.optional and last.optional,
        also=(),
        vague=False,
    )


def _complete_end(first: Quantity, last: Quantity) -> Quantity:
    """Give the last end of a range of dates the year and the month that only the first end names."""
    year, month, day = first.date_parts
    last_year, last_month, last_day = last.date_parts
    if day and last_day and not last_month:
        last_month = month
    if not last_year and (last_month or last_day) and (month or day):
        last_year = year
    packed = Fraction(last_year * DATE_YEAR + last_month * DATE_MONTH + last_day)
    return replace(last, low=packed, high=packed)


def _complete_start(first: Quantity, last: Quantity) -> Quantity:
    """Give the first end the month that only the last end names: 20-25 June."""
    year, month, day = first.date_parts
    _, last_month, last_day = last.date_parts
    if day and not month and last_month and last_day:
        packed = Fraction(year * DATE_YEAR + last_month * DATE_MONTH + day)
        return replace(first, low=packed, high=packed)
    return first


def join_ranges(items: Sequence[Quantity], text: str, is_range: Gap, is_list: Gap) -> list[Quantity]:
    """Join neighbours that a range word parts, and let listed bare numbers share the unit that ends the
    list.
    """
    done: list[Quantity] = []
    shared_at: set[int] = set()
    for item in reversed(items):
        following = done[-1] if done else None
        if following is None or not _may_join(item, following):
            done.append(item)
        elif is_range(text, item, following) and (shared := _fit(item, following, text)) is not None:
            done[-1] = join(*shared, text)
        elif (
            following.kind in ("count", "ordinal")
            and not following.unit
            and _is_second_day(item, following)
            and _AND.fullmatch(text[item.end : following.start])
        ):
            done[-1] = _complete_end(item, share_unit(following, item))
            done.append(item)
        elif is_bare(item) and _may_share(item, following, text, shared_at) and is_list(text, item, following):
            shared_at.add(item.start)
            done.append(share_unit(item, following, scale_of(following, text) if item.low < 1000 else Fraction(1)))
        else:
            done.append(item)
    done.reverse()
    return done


def _may_join(item: Quantity, following: Quantity) -> bool:
    if following.is_range or item.is_range or following.vague != item.vague:
        return False
    return following.end - following.start <= MAX_LENGTH


def _is_second_day(item: Quantity, following: Quantity) -> bool:
    """December 25 and 26."""
    day = item.date_parts[2] if item.kind == "date" else 0
    return bool(day) and day < following.low <= 31 and following.end - following.start <= 4 and following.digits


def _may_share(item: Quantity, following: Quantity, text: str, shared_at: set[int]) -> bool:
    """Whether a list may go on: after a mere comma only when the rest is a list already (25, 30 and 35
    tonnes).
    """
    if following.kind not in (*SHARING, "era") or (following.kind == "multiple" and item.low > 100):
        return False
    return text[item.end : following.start].strip() not in (",", ";") or following.start in shared_at


def _fit(first: Quantity, last: Quantity, text: str) -> tuple[Quantity, Quantity] | None:
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
