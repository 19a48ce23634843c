"""Ratios and scores written with colons or words: 3:1, 1:100:5, 1比2比3, 1 to 2 to 3.

Receives normalised text; returns scores. Of a ratio of three parts or more, `low` and `high` are the first and the last
part, and `unit` holds them all, so that it agrees only with itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from build_scripts.quantities.digits import parse_arabic
from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Quantity, show_exact

_PART = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d{1,7}+)(?:\.\d{1,6}+)?"
_PAIR = re.compile(rf"(?<![\d:.,/])({_PART}):({_PART})(?![\d:%]|[.,]\d|\s?(?:[ap]\.?m\b))")


def find_ratios(text: str, lexicon: Lexicon) -> list[Quantity]:
    """Give every ratio of two parts with a colon, and of more parts in the words of the language.

    >>> from build_scripts.quantities.lexicon import lexicon_of
    >>> [str(item) for item in find_ratios("3:1和1比100比5", lexicon_of("zh"))]
    ['score 1…5 1:100:5', 'score 3…1']
    >>> [str(item) for item in find_ratios("1 to 2 to 3, 1 to 2, scale 1:50,000", lexicon_of("en"))]
    ['score 1…3 1:2:3', 'score 1…50000']
    """
    chains = list(_chain_pattern(lexicon.words.get("ratio", ":")).finditer(text))
    found = [ratio_of([parse_arabic(part) for part in re.findall(_PART, match[0])], *match.span()) for match in chains]
    for match in _PAIR.finditer(text):
        if not any(chain.start() < match.end() and match.start() < chain.end() for chain in chains):
            found.append(ratio_of([parse_arabic(match[1]), parse_arabic(match[2])], *match.span()))
    return found


@cache
def _chain_pattern(between: str) -> re.Pattern[str]:
    """Give the pattern of a ratio of three parts or more, with what stands between them.

    >>> [bool(_chain_pattern("[:比]").search(text)) for text in ("1:100:5", "1比2比3", "1:2", "1:2年:3")]
    [True, True, False, False]
    """
    return re.compile(rf"(?<![\d:.,/-]){_PART}(?:{between}{_PART}){{2,9}}+(?![\d:%年月]|[.,]\d)")


def ratio_of(parts: Sequence[Fraction], start: int, end: int) -> Quantity:
    """Give the ratio of two parts or more; `falling` where the first is larger than the last.

    >>> str(ratio_of([Fraction(3), Fraction(1)], 0, 3)), str(ratio_of([Fraction(1), Fraction(100), Fraction(5)], 0, 7))
    ('score 3…1', 'score 1…5 1:100:5')
    """
    low, high = sorted((parts[0], parts[-1]))
    unit = ":".join(map(show_exact, parts)) if len(parts) > 2 else ""
    return Quantity("score", low, high, unit, start=start, end=end, falling=parts[0] > parts[-1])
