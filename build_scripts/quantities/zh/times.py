"""Times of day and minutes in Chinese: 下午3时10分, 三点半, 13分38秒.

Receives a numeral with the text round it; returns a time, a length of time, or None.
"""

from __future__ import annotations

import re

from build_scripts.quantities.model import Numeral, Quantity
from build_scripts.quantities.notations import clock
from build_scripts.quantities.windows import text_before
from build_scripts.quantities.zh.han import parse_han

_CLOCK = re.compile(
    r"\s?(?:时(?![代候期间空]|段)|点(?!名|击|燃|评|心|赞|出|儿|子|多钟|亮|球|位|半|整|数|意见|建议|要求|看法|希望|原因|共识|想法|感|体会|主张|说明|内容)|点(?=半|整)|点钟)(?:钟)?"
)
_MINUTE = re.compile(
    r"\s?(?:(?P<half>半)|(?P<sharp>整)|(?P<quarter>[一三])刻|(?P<minute>\d{1,2}|[零〇一二三四五六七八九十]{1,3})\s?分(?!钟))"
)
_PM = re.compile(r"(?:下午|晚上|傍晚|晚间|夜间|晚|午后|当晚|今晚|中午)\s?$")
_AM = re.compile(r"(?:上午|早上|早晨|凌晨|清晨|早|今早|今晨)\s?$")


def read_clock(numeral: Numeral, text: str) -> Quantity | None:
    match = _CLOCK.match(text, numeral.end)
    hour = numeral.whole
    if match is None or not 0 <= hour <= 24 or numeral.approx:
        return None
    window = text_before(text, numeral.start, 4)
    half = "p" if _PM.search(window) else "a" if _AM.search(window) else ""
    minute, end = 0, match.end()
    if more := _MINUTE.match(text, end):
        end = more.end()
        minute = 30 if more["half"] else 45 if more["quarter"] == "三" else 15 if more["quarter"] else 0
        if more["minute"]:
            minute = int(more["minute"]) if more["minute"].isdigit() else _han_minute(more["minute"])
    elif "点" in match[0] and not half and "钟" not in match[0] and numeral.high > 24:
        return None
    return clock(hour, minute if 0 <= minute < 60 else 0, half, numeral.start, end)


def read_minutes(numeral: Numeral, text: str) -> Quantity | None:
    """分 is minutes after hours or before seconds (2小时13分38秒); elsewhere it may be points or cents."""
    if text[numeral.end : numeral.end + 1] != "分" or text[numeral.end + 1 : numeral.end + 2] == "钟":
        return None
    after_hours = text_before(text, numeral.start, 3).rstrip()[-2:] in ("小时", "时零")
    if not after_hours and not re.match(
        r"分\s?[\d零一二三四五六七八九十.]{1,6}\s?秒", text[numeral.end : numeral.end + 10]
    ):
        return None
    low, high, end = numeral.low, numeral.high, numeral.end + 1
    return Quantity("span", low, high, "minute", start=numeral.start, end=end, digits=numeral.digits)


def _han_minute(run: str) -> int:
    value = parse_han(run)
    return int(value[0]) if value else 0
