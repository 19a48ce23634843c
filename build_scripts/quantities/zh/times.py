"""Times of day and minutes in Chinese: 下午3时10分, 三点半, 中午11:30, 13分38秒.

Receives a numeral with the text round it; returns a time, a length of time, or None.
"""

from __future__ import annotations

import re
from fractions import Fraction

from build_scripts.quantities.clock import HalfOfDay, time_of_day
from build_scripts.quantities.model import Numeral, Quantity
from build_scripts.quantities.windows import text_before
from build_scripts.quantities.zh.han import parse_han

_CLOCK = re.compile(
    r"\s?(?:时(?![代候期间空]|段)|点(?!名|击|燃|评|心|赞|出|儿|子|多钟|亮|球|位|半|整|数|意见|建议|要求|看法|希望|原因|共识|想法|感|体会|主张|说明|内容)|点(?=半|整)|点钟)(?:钟)?"
)
_MINUTE = re.compile(
    r"\s?(?:(?P<half>半)|(?P<sharp>整)|(?P<quarter>[一三])刻|(?P<minute>\d{1,2}|[零〇一二三四五六七八九十]{1,3})\s?分(?!钟))"
)
_SECOND = re.compile(r"\s?(\d{1,2})\s?秒")
_SECONDS_FOLLOW = re.compile(r"分\s?[\d零一二三四五六七八九十.]{1,6}\s?秒")
_PART_OF_DAY = re.compile(
    r"(?:(?P<afternoon>下午|傍晚|午后)|(?P<noon>中午|正午)|(?P<night>深夜|半夜|午夜|夜里|夜间|夜晚|晚上|晚间|当晚|今晚|晚)|(?P<morning>上午|早上|早晨|清晨|今早|早)|(?P<dawn>凌晨|今晨))\s?$"
)


def half_of_day(text: str, start: int, hour: int) -> HalfOfDay:
    """Give "a" or "p" for the hour said after 下午, 中午, 深夜 …, "" where the text does not say which half it is.

    Noon is from ten to two, and twelve at night begins the day.

    >>> [half_of_day("中午", 2, hour) for hour in (11, 12, 1)]
    ['a', 'p', 'p']
    >>> [half_of_day("深夜", 2, hour) for hour in (11, 12, 1)]
    ['p', 'a', 'a']
    >>> half_of_day("上午", 2, 12), half_of_day("凌晨", 2, 12), half_of_day("在", 1, 3)
    ('p', 'a', '')
    """
    match = _PART_OF_DAY.search(text_before(text, start, 4))
    match_name = match.lastgroup if match else None
    if match_name == "afternoon" or (match_name == "morning" and hour == 12):
        return "p"
    if match_name == "noon":
        return "a" if hour in (10, 11) else "p"
    if match_name == "night":
        return "p" if 4 < hour < 12 else "a"
    return "a" if match_name else ""


def read_clock(numeral: Numeral, text: str) -> Quantity | None:
    """Give the time of day whose hour the numeral is, with its minutes.

    >>> from build_scripts.quantities.zh.numerals import find_numerals
    >>> for text in ("下午3时10分", "三点半", "9时30分45秒", "3点意见"):
    ...     print(read_clock(next(find_numerals(text)), text))
    time 910 24-hour
    time 210 12-hour
    time 570.75 12-hour
    None
    """
    match = _CLOCK.match(text, numeral.end)
    hour = numeral.whole
    if match is None or not 0 <= hour <= 24 or numeral.approx:
        return None
    minute, end = 0, match.end()
    if more := _MINUTE.match(text, end):
        minute, end = _read_minute(more), more.end()
    second = Fraction(0)
    if more and more["minute"] and (seconds := _SECOND.match(text, end)):
        second, end = Fraction(seconds[1]), seconds.end()
    half = half_of_day(text, numeral.start, hour)
    return time_of_day(hour, minute if 0 <= minute < 60 else 0, half, numeral.start, end, second)


def _read_minute(match: re.Match[str]) -> int:
    """Give the minutes after the hour.

    >>> [_read_minute(_MINUTE.match(text)) for text in ("半", "整", "三刻", "十五分", "05分")]
    [30, 0, 45, 15, 5]
    """
    if match["half"] or match["quarter"]:
        return 30 if match["half"] else 45 if match["quarter"] == "三" else 15
    shown = match["minute"] or "0"
    value = (int(shown),) if shown.isdigit() else parse_han(shown) or (0,)
    return int(value[0])


def read_minutes(numeral: Numeral, text: str) -> Quantity | None:
    """Give the minutes of a length of time: 分 after hours or before seconds; elsewhere it may be points or cents.

    >>> from build_scripts.quantities.zh.numerals import find_numerals
    >>> print(read_minutes(next(find_numerals("13分38秒")), "13分38秒"))
    span 13 minute
    >>> print(read_minutes(next(find_numerals("得了13分")), "得了13分"))
    None
    """
    if text[numeral.end : numeral.end + 1] != "分" or text[numeral.end + 1 : numeral.end + 2] == "钟":
        return None
    after_hours = text_before(text, numeral.start, 3).rstrip()[-2:] in ("小时", "时零")
    if not after_hours and not _SECONDS_FOLLOW.match(text, numeral.end):
        return None
    low, high, end = numeral.low, numeral.high, numeral.end + 1
    return Quantity("span", low, high, "minute", start=numeral.start, end=end, digits=numeral.digits)
