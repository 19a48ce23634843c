"""Numbers in Arabic digits, the same in all languages: 1,200 · 4.50 · ½."""

from __future__ import annotations

from fractions import Fraction

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
