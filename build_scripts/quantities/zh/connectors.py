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
    """Give the items without the first of `3件及3件以上`, which says three once.

    >>> from build_scripts.quantities.zh.reader import read_chinese
    >>> [str(item) for item in read_chinese("3件及3件以上", [])]
    ['count over 3 item']
    """
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
    """Tell whether the words between two quantities make them the ends of a range or of a change.

    >>> from fractions import Fraction
    >>> for text in ("3%至5%", "从3%提高到5%", "提高3%，达到5%", "3%和5%"):
    ...     places = [match.span() for match in re.finditer("[35]%", text)]
    ...     print(is_range(text, *(Quantity("percent", Fraction(3), Fraction(3), start=a, end=b) for a, b in places)))
    True
    True
    False
    False
    """
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
    """Tell whether two quantities are neighbours in a list, which may share a unit.

    >>> from fractions import Fraction
    >>> for text in ("3、5", "3个和5", "3，5"):
    ...     last = Quantity("count", Fraction(5), Fraction(5), start=text.index("5"))
    ...     print(is_list(text, Quantity("count", Fraction(3), Fraction(3), end=1), last))
    True
    True
    False
    """
    gap = text[first.end : last.start]
    return len(gap) <= 4 and bool(_GAP_LIST.fullmatch(gap))
