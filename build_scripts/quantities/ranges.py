"""Ranges and lists put together, the same in both languages.

Receives quantities in the order of the text, some of them bare numbers; returns them with ranges joined ("5%至15%", "3
to 5 years") and bare neighbours given the unit they share ("25、30和35吨").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities.model import DATE_MONTH, DATE_YEAR, Quantity
from build_scripts.quantities.sharing import SHARING, is_bare, scale_of, share_ends, share_unit

_AND = re.compile(r"\s(?:and|&)\s(?:the\s)?")
MAX_LENGTH = 120  # a longer stretch is no one quantity; chains such as 1-1-1-1 end here
Gap = Callable[[str, Quantity, Quantity], bool]


def join(first: Quantity, last: Quantity, text: str) -> Quantity:
    """Give one interval from two ends; `falling` when the larger one is said first.

    >>> five, sixty = (Quantity("percent", Fraction(n), Fraction(n)) for n in (5, 60))
    >>> str(join(five, sixty, "")), str(join(sixty, five, ""))
    ('percent 5…60', 'percent 60…5')
    """
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
    """Give the last end of a range of dates the year and the month that only the first end names.

    >>> june, day = (Quantity("date", Fraction(n), Fraction(n)) for n in (20170620, 25))
    >>> str(_complete_end(june, day))
    'date 20170625'
    """
    year, month, day = first.date_parts
    last_year, last_month, last_day = last.date_parts
    if day and last_day and not last_month:
        last_month = month
    if not last_year and (last_month or last_day) and (month or day):
        last_year = year
    packed = Fraction(last_year * DATE_YEAR + last_month * DATE_MONTH + last_day)
    return replace(last, low=packed, high=packed)


def _complete_start(first: Quantity, last: Quantity) -> Quantity:
    """Give the first end the month that only the last end names: 20-25 June.

    >>> day, june = (Quantity("date", Fraction(n), Fraction(n)) for n in (20, 625))
    >>> str(_complete_start(day, june))
    'date 620'
    """
    year, month, day = first.date_parts
    _, last_month, last_day = last.date_parts
    if day and not month and last_month and last_day:
        packed = Fraction(year * DATE_YEAR + last_month * DATE_MONTH + day)
        return replace(first, low=packed, high=packed)
    return first


def join_ranges(items: Sequence[Quantity], text: str, is_range: Gap, is_list: Gap) -> list[Quantity]:
    """Join neighbours that a range word parts, and let listed bare numbers share the unit that ends the list.

    >>> from build_scripts.quantities.reader import read
    >>> [str(item) for item in read("5%至15%，25、30和35吨", "zh")]
    ['percent 5…15', 'measure 25 t', 'measure 30 t', 'measure 35 t']
    >>> [str(item) for item in read("between 3 and 5 years, December 25 and 26", "en")]
    ['span 3…5 year', 'date 1225', 'date 1226']
    """
    done: list[Quantity] = []
    shared_at: set[int] = set()
    for item in reversed(items):
        following = done[-1] if done else None
        if following is None or not _may_join(item, following):
            done.append(item)
        elif is_range(text, item, following) and (shared := share_ends(item, following, text)) is not None:
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
    """Tell whether two neighbours may become one: neither is a range, and they are not too long.

    >>> from build_scripts.quantities.reader import read
    >>> one, range_ = read("5%", "zh")[0], read("5%至8%", "zh")[0]
    >>> _may_join(one, one), _may_join(one, range_)
    (True, False)
    """
    if following.is_range or item.is_range or following.vague != item.vague:
        return False
    return following.end - following.start <= MAX_LENGTH


def _is_second_day(item: Quantity, following: Quantity) -> bool:
    """Tell whether a number is a further day of the month: December 25 and 26.

    >>> from build_scripts.quantities.reader import read
    >>> day = read("December 25", "en")[0]
    >>> [_is_second_day(day, read(text, "en")[0]) for text in ("26", "24", "32")]
    [True, False, False]
    """
    day = item.date_parts[2] if item.kind == "date" else 0
    return bool(day) and day < following.low <= 31 and following.end - following.start <= 4 and following.digits


def _may_share(item: Quantity, following: Quantity, text: str, shared_at: set[int]) -> bool:
    """Tell whether a list may go on: after a mere comma only when the rest is a list already (25, 30 and 35 tonnes).

    >>> five = Quantity("count", Fraction(5), Fraction(5), end=1)
    >>> tonnes = Quantity("measure", Fraction(6), Fraction(6), "t", start=3)
    >>> _may_share(five, tonnes, "5, 6 t", set()), _may_share(five, tonnes, "5, 6 t", {3}), _may_share(five, tonnes, "5和 6吨", set())
    (False, True, True)
    """
    if following.kind not in (*SHARING, "era") or (following.kind == "multiple" and item.low > 100):
        return False
    return text[item.end : following.start].strip() not in (",", ";") or following.start in shared_at
