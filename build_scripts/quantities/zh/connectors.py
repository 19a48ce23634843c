"""What stands between two Chinese quantities: range words, lists and changes (从60%降至32%).

Receives the text and neighbouring quantities; tells whether they belong together.
"""

from __future__ import annotations

import re

from build_scripts.quantities.model import Quantity
from build_scripts.quantities.windows import text_before

GAP_RANGE = re.compile(r"\s?(?:[-–—~]{1,2}|至|到|乃至|或者?至)\s?(?:约|近|超过)?\s?")
_GAP_LIST = re.compile(r"个?\s?(?:[、和及或与]|以及)\s?")
_GAP_CHANGE = re.compile(r"[^，。；！？,;:、\d]{0,14}?(?:至|到|为|成)(?:了)?(?:约|近|大约|接近|超过)?\s?")
_FROM = re.compile(r"(?:从|由|自)[^，。；！？,;]{0,12}$")


def drop_echoes(items: list[Quantity], text: str) -> list[Quantity]:
    """3件及3件以上 says three once."""
    kept: list[Quantity] = []
    for item in items:
        last = kept[-1] if kept else None
        gap = text[last.end : item.start] if last else ""
        if (
            last
            and last.low == item.low
            and len(gap) <= 5
            and re.fullmatch(r"\s?\w?\s?[及或和与]\s?", gap)
            and item.approx
        ):
            kept.pop()
        kept.append(item)
    return kept


def is_range(text: str, first: Quantity, last: Quantity) -> bool:
    """Whether the words between two quantities make them the ends of a range or of a change."""
    gap = text[first.end : last.start]
    if len(gap) <= 8 and GAP_RANGE.fullmatch(gap):
        return first.kind not in ("identifier", "time")
    if len(gap) > 22 or first.kind not in (
        "percent",
        "measure",
        "currency",
        "count",
        "temperature",
        "date",
        "multiple",
    ):
        return False
    if first.kind == "count" and not (first.digits or first.low > 10):
        return False
    return bool(_GAP_CHANGE.fullmatch(gap) and _FROM.search(text_before(text, first.start, 14)))


def is_list(text: str, first: Quantity, last: Quantity) -> bool:
    """Whether two quantities are neighbours in a list, which may share a unit."""
    gap = text[first.end : last.start]
    return len(gap) <= 4 and bool(_GAP_LIST.fullmatch(gap))
