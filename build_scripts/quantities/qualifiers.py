"""What qualifies a number: about, over, at most …, before it, after it or round it.

Receives a numeral with the text round it; returns the quantity of a kind that it states, qualified.
"""

from __future__ import annotations

import re
from fractions import Fraction

from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Approx, Kind, Numeral, Quantity

# What stands before a number and may be made more exact by what stands after it: about 5 or more.
_SOFT = frozenset({"", "about", "nearly", "up-to"})
TURNED: dict[Approx, Approx] = {"over": "at-most", "under": "at-least"}  # what a denial makes of them
_CLAUSE = 110  # how far before a qualifier the word stands that denies it


def _approx_of(match: re.Match[str]) -> Approx:
    """Give the qualifier that the name of a matched group says: at_least, at_most2.

    >>> _approx_of(re.search("(?P<at_most2>5)", "5"))
    'at-most'
    """
    return (match.lastgroup or "").rstrip("2").replace("_", "-")  # type: ignore[return-value]  # groups are so named


def approx_before(text: str, start: int, lexicon: Lexicon) -> Approx:
    """Give the qualifier just before a place, turned where its clause denies it, or "".

    >>> approx_before("不超过5", 3, lexicon_of("zh")), approx_before("some 5", 5, lexicon_of("en"))
    ('at-most', 'about')
    >>> [approx_before(text, len(text), lexicon_of("en")) for text in ("no one should wait over ", "no child under ")]
    ['at-most', 'under']
    """
    match = lexicon.before("approx", text, start)
    if match is None:
        return ""
    approx = _approx_of(match)
    return TURNED[approx] if approx in TURNED and _is_denied(match, text, lexicon) else approx


def _is_denied(match: re.Match[str], text: str, lexicon: Lexicon) -> bool:
    """Tell whether the clause surely denies a qualifier; one that may belong to a noun is denied after a verb alone.

    >>> en = lexicon_of("en")
    >>> texts = ("does not employ more than ", "does not help children under ", "should not rise above ")
    >>> [_is_denied(en.before("approx", text, len(text)), text, en) for text in texts]
    [True, False, True]
    """
    name = match.lastgroup or ""
    start = match.start(name)
    if name.endswith("2") and not lexicon.before("verb", text, start):
        return False
    return bool(lexicon.before("denied", text, start, _CLAUSE))


def approx_after(text: str, end: int, lexicon: Lexicon) -> tuple[Approx, int]:
    """Give the qualifier just after a place and where it ends; "" and the place itself where none stands.

    >>> approx_after("5（含）以上", 1, lexicon_of("zh")), approx_after("5 or so", 1, lexicon_of("en"))
    (('', 1), ('about', 7))
    """
    match = lexicon.match("approx_after", text, end)
    return (_approx_of(match), match.end()) if match else ("", end)


def approx_compared(text: str, start: int, end: int, lexicon: Lexicon) -> Approx:
    """Give whether the text calls something less or more than another thing's value, before it or round it.

    >>> zh = lexicon_of("zh")
    >>> approx_compared("低于甲公司的475", 6, 9, zh), approx_compared("比去年的475低", 4, 7, zh), approx_compared("去年的475", 3, 6, zh)
    ('under', 'under', '')
    """
    match = lexicon.before("comparand", text, start)
    if match is None and lexicon.before("than", text, start):
        match = lexicon.match("than", text, end)
    return _approx_of(match) if match else ""


def quantity(
    numeral: Numeral,
    text: str,
    lexicon: Lexicon,
    kind: Kind,
    end: int = 0,
    unit: str = "",
    size: Fraction = Fraction(1),
    start: int = -1,
    ends: tuple[Fraction, Fraction] | None = None,
) -> Quantity:
    """Give the quantity of a kind that a numeral states, `size` of the unit for each 1; `ends` overrule its value.

    >>> numeral = Numeral(Fraction(3), Fraction(3), 6, 7)
    >>> str(quantity(numeral, "up to 3mm or more", lexicon_of("en"), "measure", 9, "m", Fraction(1, 1000)))
    'measure over 0.003 m'
    """
    end, start = end or numeral.end, numeral.start if start < 0 else start
    low, high = ends or (numeral.low * size, numeral.high * size)
    after, end_after = approx_after(text, end, lexicon)
    approx = approx_before(text, start, lexicon)
    if start < numeral.start and not approx:
        approx = approx_before(text, numeral.start, lexicon)
    if approx in _SOFT:
        approx = numeral.approx or after or approx
    comparand: Approx = "" if approx else approx_compared(text, numeral.start, end, lexicon)
    one = low == high == 1 and not numeral.scaled and kind in ("count", "ordinal", "span", "currency")
    return Quantity(
        kind, low, high, unit, approx or comparand, "", start, max(end, end_after), digits=numeral.digits,
        optional=one or numeral.vague or numeral.loose, vague=numeral.vague, step=numeral.step * size, size=size,
        comparand=bool(comparand),
    )  # fmt: skip
