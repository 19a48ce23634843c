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
from build_scripts.quantities.sharing import SHARING, fit, is_bare, scale_of, share_unit

_AND = re.compile(r"\s(?:and|&)\s(?:the\s)?")
MAX_LENGTH = 120  # a longer stretch is no one quantity; chains such as 1-1-1-1 end here
Gap = Callable[[str, Quantity, Quantity], bool]


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
    tied = first.kind == last.kind == "count" and low == high and not last.unit  # drew 1-1
    return replace(
        last,
        kind="score" if tied else last.kind,
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
        elif is_range(text, item, following) and (shared := fit(item, following, text)) is not None:
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
