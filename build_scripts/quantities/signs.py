"""Signs: a minus before a number, and the words of a decrease, which say the same.

Receives quantities in the order of a text, and the lexicon; returns the quantities with their signs. A decrease of 5 %
may be told as −5 % elsewhere: it has both readings. A change of −5 % has one, so that a sign lost in translation is
found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Quantity, negate
from build_scripts.quantities.qualifiers import approx_before

SIGNED = frozenset({"percent", "percentage-point", "measure", "rate", "currency", "temperature", "count"})
_WINDOW = 80


def apply_minus(items: Sequence[Quantity], text: str, lexicon: Lexicon) -> list[Quantity]:
    """Give the quantities, those after a minus turned negative and beginning with it.

    >>> items = [Quantity("percent", Fraction(n), Fraction(n), start=at, end=at + 2) for n, at in ((5, 3), (9, 7))]
    >>> [str(item) for item in apply_minus(items, "约为-5%，增9%", lexicon_of("zh"))]
    ['percent about -5', 'percent 9']
    """
    done: list[Quantity] = []
    for item in items:
        start = _find_minus(item, text, lexicon, done[-1].end if done else 0)
        if start is not None:
            item = replace(negate(item), start=start, approx=item.approx or approx_before(text, start, lexicon))
        done.append(item)
    return done


def _find_minus(item: Quantity, text: str, lexicon: Lexicon, free_from: int) -> int | None:
    """Give where the minus of a quantity stands, or None; a hyphen just after another quantity makes a range.

    >>> for text, free_from in (("a rate of -5%", 0), ("a rate of 3% -5%", 12), ("grade A-5%", 0)):
    ...     at = text.index("5%")
    ...     item = Quantity("percent", Fraction(5), Fraction(5), start=at, end=at + 2)
    ...     print(text, _find_minus(item, text, lexicon_of("en"), free_from))
    a rate of -5% 10
    a rate of 3% -5% None
    grade A-5% None
    """
    if item.kind not in SIGNED or item.low < 0:
        return None
    if item.unit.startswith("deg") and lexicon.match("below_zero", text, item.end):
        return item.start
    bare = item.kind == "count" and not item.unit and item.low.denominator == 1
    match = lexicon.before("bare_minus" if bare else "minus", text, item.start, _WINDOW)
    if match is None or match.lastgroup is None:
        return None
    start = match.start(match.lastgroup)
    return start if not free_from or text[free_from:start].strip() else None


def read_decreases(items: Sequence[Quantity], text: str, lexicon: Lexicon) -> list[Quantity]:
    """Give the quantities, those that tell how far something fell with their negative as a further reading.

    >>> item = Quantity("percent", Fraction(5), Fraction(5), start=2, end=4)
    >>> [[str(other) for other in read_decreases([item], text, lexicon_of("zh"))[0].also] for text in ("下降5%", "降至5%")]
    [['percent -5'], []]
    """
    done = []
    for item in items:
        if item.kind in SIGNED and item.low > 0:
            fallen = lexicon.before("decrease", text, item.start, _WINDOW) or lexicon.match("decrease", text, item.end)
            item = replace(item, also=(*item.also, replace(negate(item), also=()))) if fallen else item
        done.append(item)
    return done
