"""Values of another thing that a Chinese text compares with: 低于通用汽车的475亿美元, 比去年的475亿低.

Receives the text and the place of a value; returns whether the text calls something less or more than it, or "".
"""

from __future__ import annotations

import re

from build_scripts.quantities.model import Approx
from build_scripts.quantities.windows import text_before

_OTHER = (
    r"(?:\d{4}年[\u4e00-\u9fff]{0,8}|[\u4e00-\u9fffA-Za-z·“”\"]{1,12})的"  # what another's value is called: 通用汽车的
)
_COMPARISONS: tuple[tuple[re.Pattern[str], Approx], ...] = (
    (re.compile(rf"(?<![不未没])(?:低于|少于|小于|短于|不及|不如){_OTHER}$"), "under"),
    (re.compile(rf"(?<![不未没])(?:高于|多于|大于|长于|超过|超出|远超){_OTHER}$"), "over"),
)
_THAN = re.compile(rf"(?:比|较){_OTHER}$")
_LESS = re.compile(r"(?:还|更|要|略)?[低少小短]")
_MORE = re.compile(r"(?:还|更|要|略)?[高多大长]")


def comparison_before(text: str, start: int) -> Approx:
    """Give whether the text calls something less or more than another thing's value: 低于…的475亿, or "".

    >>> comparison_before("低于通用汽车的475亿美元", 7), comparison_before("通用汽车的475亿美元", 5)
    ('under', '')
    """
    window = text_before(text, start, 18)
    return next((approx for pattern, approx in _COMPARISONS if pattern.search(window)), "")


def comparison_round(text: str, start: int, end: int) -> Approx:
    """Give the same where the words stand on both sides of the value: 比去年的475亿低, or "".

    >>> comparison_round("比去年的475亿低", 4, 8), comparison_round("比去年的475亿", 4, 8)
    ('under', '')
    """
    if not _THAN.search(text_before(text, start, 18)):
        return ""
    return "under" if _LESS.match(text, end) else "over" if _MORE.match(text, end) else ""
