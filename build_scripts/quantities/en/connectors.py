"""What stands between two English quantities: range words, lists, changes and the parts of a length of time.

Receives the text and neighbouring quantities; tells whether they belong together, and joins those that are said
backwards (`to 5% from 3%`) or in parts (`2 hours and 13 minutes`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from build_scripts.quantities.model import Quantity
from build_scripts.quantities.sharing import scale_of
from build_scripts.quantities.spans import LESSER_SPANS, add_spans
from build_scripts.quantities.windows import text_before

_GAP_RANGE = re.compile(
    r"\s?(?:-|–|—|~|to|through|until|till|up to)\s?(?:about\s|around\s|nearly\s|over\s|the\s|a\s)?",
    re.IGNORECASE,
)
_GAP_AND = re.compile(r"\s(?:and|to)\s(?:the\s)?", re.IGNORECASE)
_GAP_OR = re.compile(r"\s(?:or)\s", re.IGNORECASE)
_GAP_LIST = re.compile(r"\s?(?:,|,?\s?and|,?\s?or|&|;)\s?(?:the\s)?", re.IGNORECASE)
_GAP_CHANGE = re.compile(
    r"(?:\s[^.;!?\d]{0,40})?\s(?:to|into)\s(?:about\s|around\s|nearly\s|over\s|some\s|"
    r"a\s|just\s|more than\s)?",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from)\s(?:[a-z]{1,12}\s){0,4}$", re.IGNORECASE)
_GAP_BACK = re.compile(
    r"\s?[^.;!?\d]{0,30}\s(?:from)\s(?:about\s|around\s|nearly\s|over\s|some\s|a\s|just\s)?", re.IGNORECASE
)
_TO = re.compile(r"\b(?:to|at)\s(?:[a-z]{1,10}\s){0,2}$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s(?:[a-z]{1,14}\s){0,2}$", re.IGNORECASE)
_GAP_PARTS = re.compile(r",?\s?(?:and\s)?")


def is_range(text: str, first: Quantity, last: Quantity) -> bool:
    """Tell whether the words between two quantities make them the ends of a range or of a change.

    >>> from fractions import Fraction
    >>> for text in ("3% to 5%", "between 3% and 5%", "from 3% it fell to 5%", "3% and 5%"):
    ...     places = [match.span() for match in re.finditer("[35]%", text)]
    ...     print(is_range(text, *(Quantity("percent", Fraction(3), Fraction(3), start=a, end=b) for a, b in places)))
    True
    True
    True
    False
    """
    gap = text[first.end : last.start]
    if len(gap) > 60 or first.kind in ("identifier", "name", "time") or last.kind in ("identifier", "name", "time"):
        return False
    if _GAP_RANGE.fullmatch(gap):
        return True
    before = text_before(text, first.start, 48)
    scale = scale_of(last, text) if not first.digits and not last.digits and first.low < 10 else 1
    if _GAP_AND.fullmatch(gap) and _BETWEEN.search(before):
        return True
    if _GAP_OR.fullmatch(gap) and first.low < last.low / scale <= first.low * 2 and first.kind == last.kind == "count":
        return True
    if first.kind not in ("percent", "measure", "currency", "count", "temperature", "date", "rate"):
        return False
    return bool(_GAP_CHANGE.fullmatch(gap) and _FROM.search(before))


def is_list(text: str, first: Quantity, last: Quantity) -> bool:
    """Tell whether two quantities are neighbours in a list, which may share a unit.

    >>> from fractions import Fraction
    >>> for text in ("3, 5", "3 and 5", "3 of the 5"):
    ...     last = Quantity("count", Fraction(5), Fraction(5), start=text.index("5"))
    ...     print(is_list(text, Quantity("count", Fraction(3), Fraction(3), end=1), last))
    True
    True
    False
    """
    gap = text[first.end : last.start]
    return len(gap) <= 10 and bool(_GAP_LIST.fullmatch(gap))


def join_backwards(items: list[Quantity], text: str) -> list[Quantity]:
    """Join `to 5% from 3%` into the change from 3 to 5.

    >>> from fractions import Fraction
    >>> items = [Quantity("percent", Fraction(n), Fraction(n), start=at, end=at + 2) for n, at in ((5, 8), (3, 16))]
    >>> [str(item) for item in join_backwards(items, "rose to 5% from 3%")]
    ['percent 3…5']
    """
    done: list[Quantity] = []
    for item in items:
        for place in range(len(done) - 1, max(-1, len(done) - 3), -1):
            last = done[place]
            if _is_backwards(text, last, item):
                low, high = sorted((last.low, item.low))
                done[place] = replace(last, low=low, high=high, falling=item.low > last.low, change=True)
                break
        else:
            done.append(item)
    return done


def _is_backwards(text: str, later: Quantity, earlier: Quantity) -> bool:
    """Tell whether the later value of a change is said first.

    >>> from fractions import Fraction
    >>> items = [Quantity("percent", Fraction(n), Fraction(n), start=at, end=at + 2) for n, at in ((5, 8), (3, 16))]
    >>> _is_backwards("rose to 5% from 3%", *items), _is_backwards("rose by 5% over 3%", *items)
    (True, False)
    """
    if later.kind != earlier.kind or later.unit != earlier.unit or later.is_range or earlier.is_range:
        return False
    if later.kind not in ("percent", "measure", "currency", "count", "temperature", "rate"):
        return False
    gap = text[later.end : earlier.start]
    before = text_before(text, later.start, 30)
    return len(gap) <= 50 and bool(_GAP_BACK.fullmatch(gap)) and bool(_TO.search(before))


def join_spans(items: list[Quantity], text: str) -> list[Quantity]:
    """Join `2 hours and 13 minutes` into one length of time.

    >>> from build_scripts.quantities.en.reader import read_english
    >>> [str(item) for item in read_english("2 hours and 13 minutes, 5 minutes", [])]
    ['span 7980 second', 'span 5 minute']
    """
    done: list[Quantity] = []
    for item in items:
        last = done[-1] if done else None
        if last is not None and _are_parts(last, item, text):
            done[-1] = add_spans(last, item)
        else:
            done.append(item)
    return done


def _are_parts(first: Quantity, last: Quantity, text: str) -> bool:
    """Tell whether the second length of time goes on the first.

    >>> from fractions import Fraction
    >>> hours = Quantity("span", Fraction(2), Fraction(2), "hour", end=2)
    >>> minutes = Quantity("span", Fraction(5), Fraction(5), "minute", start=7, end=9)
    >>> _are_parts(hours, minutes, "2h and 5m"), _are_parts(hours, minutes, "2h, but 5m")
    (True, False)
    """
    if not first.kind == last.kind == "span" or (first.unit, last.unit) not in LESSER_SPANS:
        return False
    gap = text[first.end : last.start]
    return len(gap) <= 6 and bool(_GAP_PARTS.fullmatch(gap)) and not first.is_range and not last.is_range
