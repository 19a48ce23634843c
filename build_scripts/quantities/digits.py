"""Arabic digits as both languages write them, with or without grouping commas → exact values.

Receives the digits of one number; returns its value and what its last digit shown is worth.
"""

from __future__ import annotations

from fractions import Fraction


def parse_arabic(digits: str) -> Fraction:
    """Give the exact value of Arabic digits, with or without grouping commas.

    >>> parse_arabic("4,500"), parse_arabic("3.5")
    (Fraction(4500, 1), Fraction(7, 2))
    """
    return Fraction(digits.replace(",", "").replace("，", ""))


def digit_step(digits: str) -> Fraction:
    """Give what the last digit shown is worth; trailing zeros of a whole number are not counted as shown.

    >>> digit_step("3.5"), digit_step("45"), digit_step("4,500")
    (Fraction(1, 10), Fraction(1, 1), Fraction(100, 1))
    """
    plain = digits.replace(",", "").replace("，", "")
    if "." in plain:
        return Fraction(1, 10 ** len(plain.partition(".")[2]))
    zeros = len(plain) - len(plain.rstrip("0"))
    return Fraction(10 ** min(zeros, len(plain) - 1))
