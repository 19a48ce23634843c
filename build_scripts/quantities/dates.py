"""Dates, parts of dates, decades, centuries and times of day.

Receives a match of a written form, or a numeral with a mark after it (2017年); returns quantities of the kinds date,
era and time. What stands side by side is put together by `parts`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities.clock import HalfOfDay, half_of_day, time_of_day
from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Kind, Numeral, Quantity, pack_date
from build_scripts.quantities.numerals import read_number
from build_scripts.quantities.qualifiers import approx_before


def read_form(match: re.Match[str], lexicon: Lexicon) -> Quantity | None:
    """Give the date, era or time of a written form, whose groups name its parts; None for a day or hour beyond all.

    >>> en = lexicon_of("en")
    >>> for pattern, text in (("(?P<century>.+) century", "18th century"), ("(?P<decade>.+)s", "'90s"),
    ...     ("(?P<day>.+) (?P<month>.+) (?P<year>.+)", "17 January 2017"), ("(?P<hour>.+) (?P<pm>pm)", "3 pm"),
    ...     ("(?P<past>half past) (?P<hour>.+)", "half past ten"), ("(?P<day>.+) (?P<month>.+)", "45 May")):
    ...     print(read_form(re.match(pattern, text), en))
    era 1700 century
    era 1990 decade
    date 20170117
    time 900 24-hour
    time 630 12-hour
    None
    """
    groups = {name.rstrip("123"): word for name, word in match.groupdict().items() if word}
    known = {name: _number(word, lexicon) for name, word in groups.items() if name not in ("at", "am", "pm")}
    start, end = match.span("at" if "at" in groups else 0)
    if "century" in known:
        return _era(Fraction(known["century"] - 1) * 100, "century", start, end)
    if "decade" in known:
        return decade_of(known["decade"], start, end, counted=True)
    if "hour" in known:
        past = known.get("past", 0)
        if not (past == 0 <= known["hour"] <= 24 or 0 < known["hour"] <= 12):
            return None
        half: HalfOfDay = "a" if "am" in groups else "p" if "pm" in groups else ""
        minute = known.get("minute", past % 60)
        return time_of_day(known["hour"] - (past < 0), minute, half, start, end)
    year, month, day = (known.get(part, 0) for part in ("year", "month", "day"))
    if day > 31 or month > 13:
        return None
    return Quantity("date", pack_date(year, month, day), pack_date(year, month, day), start=start, end=end)


def _number(word: str, lexicon: Lexicon) -> int:
    """Give the number of a part of a date: a name of the lexicon, digits or a number word.

    >>> [_number(word, lexicon_of("en")) for word in ("Sept", "16th", "ninth")]
    [9, 16, 9]
    """
    named = lexicon.numbers.get(word.lower())
    return int(read_number(word, lexicon) or 0) if named is None else named


def _era(first: Fraction, unit: str, start: int, end: int, last: Fraction | None = None) -> Quantity:
    """Give a decade or a century by its first year, or a range of them.

    >>> str(_era(Fraction(1700), "century", 0, 4))
    'era 1700 century'
    """
    return Quantity("era", first, first if last is None else last, unit, start=start, end=end)


def decade_of(value: int, start: int, end: int, counted: bool) -> Quantity:
    """Give a decade; of two digits it may be one of three centuries or, if `counted`, a number of anything.

    >>> item = decade_of(90, 0, 3, counted=True)
    >>> str(item), [str(other) for other in item.also]
    ('era 1990 decade', ['era 1890 decade', 'era 2090 decade', 'count over 90'])
    """
    number = Fraction(value)
    if value > 99:
        also = [_era(number, "century", start, end)] if counted and value % 100 == 0 else []
    else:
        also = [_era(number + century, "decade", start, end) for century in (1800, 2000)]
        also += [Quantity("count", number, number, "", "over", start=start, end=end)] if counted else []
        number += 1900 if value >= 20 else 2000
    return replace(_era(number, "decade", start, end), also=tuple(also))


def read_part(numeral: Numeral, text: str, lexicon: Lexicon) -> Quantity | None:
    """Give the date, the era or the time that the numeral is part of; None when what follows is none of them.

    >>> for text in ("2017年", "3月", "5日", "90年代", "下午3时", "5吨"):
    ...     print(read_part(next(find_numerals(text, lexicon_of("zh"))), text, lexicon_of("zh")))
    date 20170000
    date 300
    date 5
    era 1990 decade
    time 900 24-hour
    None
    """
    if numeral.ordinal or numeral.vague:
        return None
    match = lexicon.match("part", text, numeral.end)
    if match is None:
        bare = lexicon.before("month", text, numeral.start) and not lexicon.match("classifier", text, numeral.end)
        return _item(numeral, "date", numeral.end) if bare and not numeral.digits and _is_among(numeral, 31) else None
    return _PARTS[match.lastgroup or ""](numeral, text, match, lexicon)


def _is_among(numeral: Numeral, last: int) -> bool:
    """Tell whether a numeral can be the number of a month or a day.

    >>> _is_among(Numeral(Fraction(5), Fraction(5), 0, 1), 12), _is_among(Numeral(Fraction(13), Fraction(13), 0, 2), 12)
    (True, False)
    """
    return 1 <= numeral.low <= numeral.high <= last and numeral.low.denominator == 1 and not numeral.approx


def _item(numeral: Numeral, kind: Kind, end: int, unit: str = "", size: int = 1) -> Quantity:
    """Give a quantity of a kind in the place of a numeral.

    >>> str(_item(Numeral(Fraction(3), Fraction(3), 0, 1), "date", 2, size=100))
    'date 300'
    """
    low, high = numeral.low * size, numeral.high * size
    return Quantity(kind, low, high, unit, start=numeral.start, end=end, digits=numeral.digits)


def _read_century(numeral: Numeral, text: str, match: re.Match[str], lexicon: Lexicon) -> Quantity | None:
    """Give a century, or the decade that it begins with.

    >>> numeral, zh = Numeral(Fraction(21), Fraction(21), 0, 2), lexicon_of("zh")
    >>> for text in ("21世纪", "21世纪头十年"):
    ...     print(_read_century(numeral, text, re.compile("世纪").match(text, 2), zh))
    era 2000 century
    era 2000 decade
    """
    if not 1 <= numeral.whole <= 30:
        return None
    decade = lexicon.match("century_decade", text, match.end())
    end, unit = (decade.end(), "decade") if decade else (match.end(), "century")
    return _era(Fraction(numeral.whole - 1) * 100, unit, numeral.start, end)


def _read_decade(numeral: Numeral, text: str, match: re.Match[str], lexicon: Lexicon) -> Quantity | None:
    """Give a decade or a range of decades: 1990年代, 90年代, 八九十年代.

    >>> match = re.compile("年代").match("90年代", 2)
    >>> [str(_read_decade(Numeral(Fraction(n), Fraction(n), 0, 2), "90年代", match, lexicon_of("zh"))) for n in (90, 95)]
    ['era 1990 decade', 'None']
    """
    if numeral.is_range:
        first, last = numeral.low + 1900, numeral.high + 1900
        return _era(first, "decade", numeral.start, match.end(), last) if first >= 1920 and last <= 1999 else None
    if numeral.whole < 0 or numeral.whole % 10 or 99 < numeral.whole < 1000:
        return None
    return replace(decade_of(numeral.whole, numeral.start, match.end(), counted=False), digits=numeral.digits)


def _read_year(numeral: Numeral, text: str, match: re.Match[str], lexicon: Lexicon) -> Quantity | None:
    """Give a year of four digits, or of two that can be no length of time: 2017年, 08年, 98年.

    >>> for text in ("2017年", "08年", "98年", "15年", "15年来"):
    ...     print(read_part(next(find_numerals(text, lexicon_of("zh"))), text, lexicon_of("zh")))
    date 20170000
    date 20080000
    date 19980000
    None
    None
    """
    year, shown, end = numeral.whole, numeral.raw.strip(), match.end()
    if numeral.scaled or numeral.approx or year < 0:
        return None
    if len(shown) == 4 and 1000 <= year <= 2999:
        return _item(numeral, "date", end, size=10000)
    if not numeral.digits or len(shown) != 2 or lexicon.match("span_year", text, numeral.end):
        return None
    plain = shown[0] == "0" or lexicon.match("month_follows", text, end)
    vague = year < 60 or lexicon.match("vague_year", text, end) or approx_before(text, numeral.start, lexicon)
    if vague and not plain:
        return None
    packed, span = pack_date(year + (1900 if year >= 60 else 2000)), _item(numeral, "span", end, "year")
    return replace(_item(numeral, "date", end), low=packed, high=packed, also=(span,))


def _read_month(numeral: Numeral, text: str, match: re.Match[str], lexicon: Lexicon) -> Quantity | None:
    """Give a month.

    >>> numerals = [Numeral(Fraction(n), Fraction(n), 0, 1) for n in (3, 13)]
    >>> [str(_read_month(numeral, "3月", re.match("3月", "3月"), lexicon_of("zh"))) for numeral in numerals]
    ['date 300', 'None']
    """
    return _item(numeral, "date", match.end(), size=100) if _is_among(numeral, 12) else None


def _read_day(numeral: Numeral, text: str, match: re.Match[str], lexicon: Lexicon) -> Quantity | None:
    """Give a day of the month, which may be a length of time instead: 5日, 5日内.

    >>> for text in ("5日", "5日内", "5号", "5号线", "32日"):
    ...     print(read_part(next(find_numerals(text, lexicon_of("zh"))), text, lexicon_of("zh")))
    date 5
    span 5 day
    date 5
    None
    None
    """
    if not _is_among(numeral, 31):
        return None
    day, span = _item(numeral, "date", match.end()), _item(numeral, "span", match.end(), "day")
    if lexicon.whole("one_day", text, numeral.start, match.end()) and not lexicon.before("month", text, numeral.start):
        return replace(span, optional=True)
    if not lexicon.match("day_word", text, numeral.end):
        return day
    approx = approx_before(text, numeral.start, lexicon)
    length = approx or lexicon.match("span_day", text, numeral.end)
    if length and not lexicon.before("month_near", text, numeral.start):
        return replace(span, approx=approx)
    return replace(day, also=(span,))


def _read_hour(numeral: Numeral, text: str, match: re.Match[str], lexicon: Lexicon) -> Quantity | None:
    """Give a time of day with its minutes and seconds: 下午3时10分, 8点半, 9点一刻.

    >>> for text in ("下午3时10分", "8点半", "9点一刻", "3点建议"):
    ...     print(read_part(next(find_numerals(text, lexicon_of("zh"))), text, lexicon_of("zh")))
    time 910 24-hour
    time 510 12-hour
    time 555 12-hour
    None
    """
    if not 0 <= numeral.whole <= 24 or numeral.approx:
        return None
    minute, second, end = 0, None, match.end()
    if more := lexicon.match("minute", text, end):
        end = more.end()
        minute = {"half": 30, "three": 45, "quarter": 15}.get(more.lastgroup or "", 0)
        if more["minute"]:
            minute = int(read_number(more["minute"], lexicon) or 0)
            if seconds := lexicon.match("second", text, end):
                second, end = Fraction(seconds[1]), seconds.end()
    half = half_of_day(text, numeral.start, numeral.end, numeral.whole, lexicon)
    return time_of_day(numeral.whole, minute if minute < 60 else 0, half, numeral.start, end, second)


def _read_minutes(numeral: Numeral, text: str, match: re.Match[str], lexicon: Lexicon) -> Quantity | None:
    """Give minutes that follow hours or go before seconds: 2小时13分, 3分20秒; not 3分 alone.

    >>> for text in ("3分20秒", "3分"):
    ...     print(read_part(next(find_numerals(text, lexicon_of("zh"))), text, lexicon_of("zh")))
    span 3 minute
    None
    """
    follows = lexicon.match("seconds_follow", text, numeral.end) or lexicon.before("hours", text, numeral.start)
    return _item(numeral, "span", match.end(), "minute") if follows else None


_Reader = Callable[[Numeral, str, "re.Match[str]", Lexicon], "Quantity | None"]
_PARTS: dict[str, _Reader] = {
    "century": _read_century,
    "decade": _read_decade,
    "year": _read_year,
    "month": _read_month,
    "day": _read_day,
    "hour": _read_hour,
    "minutes": _read_minutes,
}
