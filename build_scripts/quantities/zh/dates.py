"""Dates, parts of dates, decades, centuries and times of day in Chinese.

Receives numerals with the text round them; returns quantities of the kinds date, era and time, and puts 2017年 + 1月 +
17日 together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities.model import Kind, Numeral, Quantity, pack_date
from build_scripts.quantities.spans import LESSER_SPANS, add_spans
from build_scripts.quantities.windows import text_before
from build_scripts.quantities.zh.lexicon import CLASSIFIER, approx_after, approx_before
from build_scripts.quantities.zh.times import read_clock, read_minutes

_YEAR = re.compile(r"\s?年(?!代|级|轻|龄|薪|均|纪|货|幼|轮)(?:度|间|底|初|末)?")
_SPAN_YEAR = re.compile(
    r"\s?(?:周年|年(?:来|多|以来|前|后|内|以上|左右|之久|之后|之前|期|间|时间|制|级|历史|代表|的历史))"
)
_MONTH = re.compile(r"\s?月(?:份|底|初|末|中旬|上旬|下旬)?(?!亮|球|薪|度|均|饼|租|收入|供|刊|[的]?大|嫂|子)")
_DAY = re.compile(
    r"\s?(?:日|号)(?!元|圆|益|常|均|用|产|耗|本|线|楼|店|文|令|院|码|房|公寓|选手|法|机|站|厅|馆|决议|公告|通告|台|主席|国道|提案|轿车|小行星|门|桥|矿|井|甲板|航站|球|位|车|舰|店|风|重|病|案|球员)"
)
_DAY_SPAN = re.compile(r"\s?日(?:内|游|间|之内|以内|后|以来|龄|的)")
_CENTURY = re.compile(r"\s?世纪")
_DECADE = re.compile(r"\s?年代")
_LAST_CENTURY = re.compile(r"(?:上|本)(?:个)?世纪\s?$")
_SPACE = re.compile(r"\s?(?:\(?)")


def read_part(numeral: Numeral, text: str, ordinal: bool) -> Quantity | None:
    """Give the date, the era or the time that the numeral is part of; None when what follows is none of them.

    >>> from build_scripts.quantities.zh.numerals import find_numerals
    >>> for text in ("2017年", "3月", "5日", "90年代", "下午3时", "5吨"):
    ...     print(read_part(next(find_numerals(text)), text, False))
    date 20170000
    date 300
    date 5
    era 1990 decade
    time 900 24-hour
    None
    """
    if ordinal or numeral.vague:
        return None
    return (
        _read_era(numeral, text)
        or _read_year(numeral, text)
        or _read_month(numeral, text)
        or _read_day(numeral, text)
        or read_clock(numeral, text)
        or read_minutes(numeral, text)
    )


def _item(numeral: Numeral, kind: Kind, low: Fraction, high: Fraction, end: int, unit: str = "") -> Quantity:
    """Give a quantity of a kind in the place of a numeral.

    >>> from build_scripts.quantities.zh.numerals import find_numerals
    >>> str(_item(next(find_numerals("3月")), "date", Fraction(300), Fraction(300), 2))
    'date 300'
    """
    return Quantity(
        kind,
        low,
        high,
        unit,
        start=numeral.start,
        end=end,
        digits=numeral.digits,
    )


def _read_year(numeral: Numeral, text: str) -> Quantity | None:
    """Give a year of four digits, or of two that can be no length of time: 2017年, 08年, 98年.

    >>> from build_scripts.quantities.zh.numerals import find_numerals
    >>> for text in ("2017年", "08年", "98年", "15年", "15年来"):
    ...     print(_read_year(next(find_numerals(text)), text))
    date 20170000
    date 20080000
    date 19980000
    None
    None
    """
    match = _YEAR.match(text, numeral.end)
    year = numeral.whole
    if match is None or numeral.scaled or numeral.grouped or numeral.approx or year < 0:
        return None
    shown = numeral.raw.strip()
    if len(shown) == 4 and 1000 <= year <= 2999:
        packed = pack_date(year)
        return _item(numeral, "date", packed, packed, match.end())
    if not numeral.digits or len(shown) != 2 or _SPAN_YEAR.match(text, numeral.end):
        return None
    month_follows = re.match(r"\d{1,2}月", text[match.end() : match.end() + 3])
    plain = text[match.end() : match.end() + 1] not in ("的", "前", "后", "来", "内") and not approx_before(
        text, numeral.start
    )
    if shown[0] == "0" or (year >= 60 and plain) or month_follows:
        packed = pack_date(year + (1900 if year >= 60 else 2000))
        span = _item(numeral, "span", numeral.low, numeral.high, match.end(), "year")
        return replace(_item(numeral, "date", packed, packed, match.end()), also=(span,))
    return None


def _read_month(numeral: Numeral, text: str) -> Quantity | None:
    """Give a month.

    >>> from build_scripts.quantities.zh.numerals import find_numerals
    >>> [str(_read_month(next(find_numerals(text)), text)) for text in ("3月", "13月", "3月球")]
    ['date 300', 'None', 'None']
    """
    match = _MONTH.match(text, numeral.end)
    if match is None or not 1 <= numeral.low <= numeral.high <= 12 or numeral.low.denominator != 1 or numeral.approx:
        return None
    return _item(numeral, "date", numeral.low * 100, numeral.high * 100, match.end())


def _read_day(numeral: Numeral, text: str) -> Quantity | None:
    """Give a day of the month, which may be a length of time instead: 5日, 5日内.

    >>> from build_scripts.quantities.zh.numerals import find_numerals
    >>> for text in ("5日", "5日内", "5号", "5号线", "32日"):
    ...     print(_read_day(next(find_numerals(text)), text))
    date 5
    span 5 day
    date 5
    None
    None
    """
    if not 1 <= numeral.low <= numeral.high <= 31 or numeral.low.denominator != 1 or numeral.approx:
        return None
    match = _DAY.match(text, numeral.end)
    if match is None:
        lunar = (
            text[numeral.start - 1 : numeral.start] == "月"
            and not numeral.digits
            and not CLASSIFIER.match(text, numeral.end)
        )
        return _item(numeral, "date", numeral.low, numeral.high, numeral.end) if lunar else None
    also: tuple[Quantity, ...] = ()
    if numeral.raw in ("一", "两") and match[0] == "日" and text[numeral.start - 1 : numeral.start] != "月":
        return replace(_item(numeral, "span", numeral.low, numeral.high, match.end(), "day"), optional=True)
    if match[0].strip() == "日":
        also = (_item(numeral, "span", numeral.low, numeral.high, match.end(), "day"),)
        about = approx_before(text, numeral.start)
        if (about or _DAY_SPAN.match(text, numeral.end)) and not text_before(text, numeral.start, 3).rstrip().endswith(
            "月"
        ):
            return replace(also[0], approx=approx_before(text, numeral.start))
    return replace(_item(numeral, "date", numeral.low, numeral.high, match.end()), also=also)


def _read_era(numeral: Numeral, text: str) -> Quantity | None:
    """Give a century or a decade; a decade of two digits may be one of three centuries.

    >>> from build_scripts.quantities.zh.numerals import find_numerals
    >>> for text in ("18世纪", "1990年代", "90年代", "21世纪头十年", "95年代"):
    ...     print(_read_era(next(find_numerals(text)), text))
    era 1700 century
    era 1990 decade
    era 1990 decade
    era 2000 decade
    None
    """
    value = numeral.whole
    if numeral.is_range and (match := _DECADE.match(text, numeral.end)) and numeral.low >= 20 and numeral.high <= 99:
        return _item(numeral, "era", numeral.low + 1900, numeral.high + 1900, match.end(), "decade")
    if match := _CENTURY.match(text, numeral.end):
        if not 1 <= value <= 30:
            return None
        first = Fraction((value - 1) * 100)
        if text.startswith("头十年", match.end()):
            return _item(numeral, "era", first, first, match.end() + 3, "decade")
        return _item(numeral, "era", first, first, match.end(), "century")
    if (match := _DECADE.match(text, numeral.end)) and value >= 0 and value % 10 == 0:
        if value > 999:
            return _item(numeral, "era", numeral.low, numeral.low, match.end(), "decade")
        if value > 99:
            return None
        first = Fraction(1900 + value if value >= 20 else 2000 + value)
        others = tuple(
            _item(numeral, "era", Fraction(c + value), Fraction(c + value), match.end(), "decade") for c in (1800, 2000)
        )
        return replace(_item(numeral, "era", first, first, match.end(), "decade"), also=others)
    return None


def assemble(items: Sequence[Quantity], text: str) -> list[Quantity]:
    """Join year, month and day where they stand side by side, and leave out what a joined item has taken.

    >>> from build_scripts.quantities.zh.reader import read_chinese
    >>> [str(item) for item in read_chinese("2017年1月17日，20世纪90年代，约2小时13分钟", [])]
    ['date 20170117', 'era 1990 decade', 'span about 7980 second']
    """
    done: list[Quantity] = []
    for item in items:
        last = done[-1] if done else None
        if last is not None and item.start < last.end:
            continue
        joined = _join_parts(last, item, text) if last is not None else None
        if joined is not None:
            done[-1] = joined
        else:
            done.append(item)
    return [_add_approx(item, text) for item in done]


def _join_parts(first: Quantity, last: Quantity, text: str) -> Quantity | None:
    """Join two parts of a date, of a length of time or of an era that stand side by side; None when they are none.

    >>> year = Quantity("date", Fraction(20170000), Fraction(20170000), end=5)
    >>> month = Quantity("date", Fraction(100), Fraction(100), start=5, end=7)
    >>> str(_join_parts(year, month, "2017年1月")), _join_parts(month, year, "1月2017年")
    ('date 20170100', None)
    """
    gap = text[first.end : last.start]
    if len(gap) > 1 or gap.strip() or text[last.start - 1 : last.start] in "、":
        return None
    if first.kind == last.kind == "date" and _is_lesser_date(first, last):
        return replace(last, low=first.low + last.low, high=first.low + last.high, start=first.start, also=())
    if first.kind == last.kind == "span" and (first.unit, last.unit) in LESSER_SPANS:
        return None if first.is_range or last.is_range else add_spans(first, last)
    if first.kind == last.kind == "era" and (first.unit, last.unit) == ("century", "decade"):
        low, high = first.low + last.low % 100, first.low + last.high % 100
        return replace(last, low=low, high=high, start=first.start, also=())
    return None


def _add_approx(item: Quantity, text: str) -> Quantity:
    """Give a date with the 约 or 左右 that stands beside it.

    >>> str(_add_approx(Quantity("date", Fraction(20170000), Fraction(20170000), start=1, end=6), "约2017年"))
    'date about 20170000'
    """
    if item.kind != "date" or item.approx:
        return item
    if approx_before(text, item.start) == "about":
        return replace(item, approx="about")
    after, end = approx_after(text, item.end)
    return replace(item, approx=after, end=end) if after == "about" else item


def _is_lesser_date(first: Quantity, last: Quantity) -> bool:
    """Tell whether the second date is the part that goes on the first: a month after a year, a day after a month.

    >>> year, month, day = (Quantity("date", Fraction(n), Fraction(n)) for n in (20170000, 100, 17))
    >>> _is_lesser_date(year, month), _is_lesser_date(month, day), _is_lesser_date(month, month)
    (True, True, False)
    """
    _year, month, day = first.date_parts
    last_year, last_month, _last_day = last.date_parts
    if first.is_range or last_year or day:
        return False
    return not (month and last_month) and bool(month or last_month)
