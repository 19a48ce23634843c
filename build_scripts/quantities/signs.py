"""Signs: a minus before a number, and the words of a decrease, which say the same.

Receives quantities in the order of a text, and what a language writes for a minus and for a decrease; returns the
quantities with their signs. A decrease of 5 % may be told as −5 % elsewhere: it has both readings. A change of −5 % has
one, so that a sign lost in translation is found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from build_scripts.quantities.model import Approx, Quantity, negate
from build_scripts.quantities.windows import text_before

SIGNED = frozenset({"percent", "percentage-point", "measure", "rate", "currency", "temperature", "count"})
_WINDOW = 80
# What may stand before the hyphen that is a minus, inside a class of characters: no letter, no digit, no slash (+/-).
OPENING = r"\s(\[“\"'「《,，。；、;:=≈~→—*_|"


@dataclass(frozen=True, slots=True)
class SignWords:
    """What a language writes round a number that is negative, or that tells how far something fell.

    `minus` and `decrease` end at the number, `below_zero` and `decreased` begin where it ends. A group of `minus` holds
    the sign. `bare_minus` is what a minus looks like before a mere number, which a hyphen may tie to a name.
    """

    minus: re.Pattern[str]
    bare_minus: re.Pattern[str]
    below_zero: re.Pattern[str]
    decrease: re.Pattern[str]
    decreased: re.Pattern[str]


def apply_minus(
    items: Sequence[Quantity], text: str, words: SignWords, approx_before: Callable[[str, int], Approx]
) -> list[Quantity]:
    """Give the quantities, those after a minus turned negative and beginning with it.

    >>> from fractions import Fraction
    >>> from build_scripts.quantities.zh.lexicon import approx_before
    >>> from build_scripts.quantities.zh.signs import SIGN_WORDS
    >>> items = [Quantity("percent", Fraction(n), Fraction(n), start=at, end=at + 2) for n, at in ((5, 3), (9, 7))]
    >>> [str(item) for item in apply_minus(items, "约为-5%，增9%", SIGN_WORDS, approx_before)]
    ['percent about -5', 'percent 9']
    """
    done: list[Quantity] = []
    for item in items:
        start = find_minus(item, text, words, done[-1].end if done else 0)
        if start is not None:
            item = replace(negate(item), start=start, approx=item.approx or approx_before(text, start))
        done.append(item)
    return done


def find_minus(item: Quantity, text: str, words: SignWords, free_from: int) -> int | None:
    """Give where the minus of a quantity stands, or None; a hyphen just after another quantity makes a range.

    >>> from fractions import Fraction
    >>> from build_scripts.quantities.en.signs import SIGN_WORDS
    >>> for text, free_from in (("a rate of -5%", 0), ("a rate of 3% -5%", 12), ("grade A-5%", 0)):
    ...     at = text.index("5%")
    ...     item = Quantity("percent", Fraction(5), Fraction(5), start=at, end=at + 2)
    ...     print(text, find_minus(item, text, SIGN_WORDS, free_from))
    a rate of -5% 10
    a rate of 3% -5% None
    grade A-5% None
    """
    if item.kind not in SIGNED or item.low < 0:
        return None
    if item.unit.startswith("deg") and words.below_zero.match(text, item.end):
        return item.start
    before = text_before(text, item.start, _WINDOW)
    bare = item.kind == "count" and not item.unit and item.low.denominator == 1
    match = (words.bare_minus if bare else words.minus).search(before)
    if match is None or match.lastgroup is None:
        return None
    start = item.start - len(before) + match.start(match.lastgroup)
    return start if not free_from or text[free_from:start].strip() else None


def read_decreases(items: Sequence[Quantity], text: str, words: SignWords) -> list[Quantity]:
    """Give the quantities, those that tell how far something fell with their negative as a further reading.

    >>> from fractions import Fraction
    >>> from build_scripts.quantities.zh.signs import SIGN_WORDS
    >>> item = Quantity("percent", Fraction(5), Fraction(5), start=2, end=4)
    >>> [[str(other) for other in read_decreases([item], text, SIGN_WORDS)[0].also] for text in ("下降5%", "降至5%")]
    [['percent -5'], []]
    """
    return [_read_decrease(item, text, words) for item in items]


def _read_decrease(item: Quantity, text: str, words: SignWords) -> Quantity:
    """Give one quantity as `read_decreases` does.

    >>> from fractions import Fraction
    >>> from build_scripts.quantities.en.signs import SIGN_WORDS
    >>> item = Quantity("percent", Fraction(5), Fraction(5), end=2)
    >>> [len(_read_decrease(item, text, SIGN_WORDS).also) for text in ("5% less", "5% more")]
    [1, 0]
    """
    if item.kind not in SIGNED or item.low <= 0:
        return item
    if words.decrease.search(text_before(text, item.start, _WINDOW)) or words.decreased.match(text, item.end):
        return replace(item, also=(*item.also, replace(negate(item), also=())))
    return item
