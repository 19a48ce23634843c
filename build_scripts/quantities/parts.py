"""Parts of one date, era or length of time, put together: 2017年 + 1月 + 17日, 2 hours and 13 minutes.

Receives quantities in the order of a text, and the lexicon; returns them joined, dates with the qualifier beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Quantity
from build_scripts.quantities.qualifiers import approx_after, approx_before
from build_scripts.quantities.units import factor

_LESSER_SPANS = frozenset({("hour", "minute"), ("minute", "second"), ("hour", "second"), ("second", "second")})


def join_parts(items: Sequence[Quantity], text: str, lexicon: Lexicon) -> list[Quantity]:
    """Join parts of one date, length of time or era that stand side by side, and qualify dates.

    >>> [str(item) for item in read("2017年1月17日，20世纪90年代，约2小时13分钟", "zh")]
    ['date 20170117', 'era 1990 decade', 'span about 7980 second']
    >>> [str(item) for item in read("2 hours and 13 minutes, 5 minutes, around 2017", "en")]
    ['span 7980 second', 'span 5 minute', 'date about 20170000']
    """
    done: list[Quantity] = []
    for item in items:
        joined = _join_two(done[-1], item, text, lexicon) if done else None
        if joined is not None:
            done[-1] = joined
        else:
            done.append(item)
    return [_add_approx(item, text, lexicon) for item in done]


def _join_two(first: Quantity, last: Quantity, text: str, lexicon: Lexicon) -> Quantity | None:
    """Join two parts of a date, of a length of time or of an era that stand side by side; None when they are none.

    >>> year = Quantity("date", Fraction(20170000), Fraction(20170000), end=5)
    >>> month = Quantity("date", Fraction(100), Fraction(100), start=5, end=7)
    >>> zh = lexicon_of("zh")
    >>> str(_join_two(year, month, "2017年1月", zh)), _join_two(month, year, "1月2017年", zh)
    ('date 20170100', None)
    >>> [str(item) for item in read("the 1890s and the nineties of the 19th century", "en")]
    ['era 1890 decade', 'era 1890 decade']
    """
    if first.unit == "second" and last.kind == "count" and lexicon.whole("hundredths", text, first.end, last.end):
        value = first.low + last.low / 100
        return replace(first, low=value, high=value, end=last.end, step=Fraction(1, 100))
    if first.kind != last.kind or first.kind not in ("date", "span", "era"):
        return None
    units = (first.unit, last.unit)
    if units == ("decade", "century") and lexicon.whole("era_gap", text, first.end, last.start):
        return replace(first, low=last.low + first.low % 100, high=last.low + first.high % 100, end=last.end)
    if not lexicon.whole("parts_gap", text, first.end, last.start):
        return None
    if first.kind == "span" and units in _LESSER_SPANS and not first.is_range and not last.is_range:
        seconds, approx = first.low * factor(first.unit) + last.low * factor(last.unit), first.approx or last.approx
        return replace(last, low=seconds, high=seconds, unit="second", start=first.start, approx=approx)
    if first.kind == "date" and "part" in lexicon.patterns and _is_lesser_date(first, last):
        return replace(last, low=first.low + last.low, high=first.low + last.high, start=first.start, also=())
    if first.kind == "era" and units == ("century", "decade"):
        low, high = first.low + last.low % 100, first.low + last.high % 100
        return replace(last, low=low, high=high, start=first.start, also=())
    return None


def _is_lesser_date(first: Quantity, last: Quantity) -> bool:
    """Tell whether the second date is a part of the first: a month of a year, a day of a month.

    >>> year, month = (Quantity("date", Fraction(n), Fraction(n)) for n in (20170000, 100))
    >>> _is_lesser_date(year, month), _is_lesser_date(month, year)
    (True, False)
    """
    _, month, day = first.date_parts
    last_year, last_month, _ = last.date_parts
    return not (first.is_range or last_year or day) and bool(month) != bool(last_month)


def _add_approx(item: Quantity, text: str, lexicon: Lexicon) -> Quantity:
    """Give a date with the 约 or 左右 that stands beside it.

    >>> item = Quantity("date", Fraction(20170000), Fraction(20170000), start=1, end=6)
    >>> str(_add_approx(item, "约2017年", lexicon_of("zh")))
    'date about 20170000'
    """
    if item.kind != "date" or item.approx:
        return item
    if approx_before(text, item.start, lexicon) == "about":
        return replace(item, approx="about")
    after, end = approx_after(text, item.end, lexicon)
    return replace(item, approx=after, end=end) if after == "about" else item
