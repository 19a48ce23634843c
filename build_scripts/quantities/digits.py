"""Numbers in digits: 1,200 · 4.50 · ½, and the numerals of languages of which no words are known: 1.234,5 · 2 Mio.

Receives digits, or normalised text and its lexicon; returns exact values, or numerals with their places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Numeral

_SHARES = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅛": "1/8"}
GLYPHS = {sign: Fraction(share) for sign, share in _SHARES.items()}


def parse_arabic(digits: str) -> Fraction:
    """Give the value of Arabic digits with or without separators.

    >>> parse_arabic("1,200.5"), parse_arabic("4，500")
    (Fraction(2401, 2), Fraction(4500, 1))
    """
    return Fraction(digits.replace(",", "").replace("，", ""))


def digit_step(digits: str) -> Fraction:
    """Give the value of the last digit shown, trailing zeros of whole numbers left out.

    >>> digit_step("1200"), digit_step("12.50"), digit_step("0")
    (Fraction(100, 1), Fraction(1, 100), Fraction(1, 1))
    """
    plain = digits.replace(",", "").replace("，", "")
    if "." in plain:
        return Fraction(1, 10 ** len(plain.partition(".")[2]))
    return Fraction(10 ** min(len(plain) - len(plain.rstrip("0")), len(plain) - 1))


def find_numerals(text: str, lexicon: Lexicon) -> Iterator[Numeral]:
    """Give every numeral in digits, with the word for a power of ten after it.

    >>> from build_scripts.quantities.general import general_lexicon
    >>> text = "1.234,5 und 2,5 Milliarden"
    >>> [str(numeral) for numeral in find_numerals(text, general_lexicon("de"))]
    ['1234.5', '2500000000']
    """
    for match in lexicon.patterns["numeral"].finditer(text):
        whole, size = (
            re.sub(r"\D", "", match["number"]),
            lexicon.scales[match["scale"].casefold()] if match["scale"] else 1,
        )
        shown = f"{whole}.{match['decimals']}" if match["decimals"] else whole
        value, step = Fraction(shown) * size, digit_step(shown) * size
        yield Numeral(value, value, *match.span(), scaled=size > 1, step=step, raw=match[0])
