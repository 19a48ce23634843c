"""Arabic digits as both languages write them, with or without grouping commas → exact values.

Receives the digits of one number; returns its value and what its last digit shown is worth.
"""

from __future__ import annotations

from fractions import Fraction


def parse_arabic(digits: str) -> Fraction:
    """The exact value of Arabic digits, with or without grouping commas."""
    return Fraction(digits.replace(",", "").replace("，", ""))


def digit_step(digits: str) -> Fraction:
    """What the last digit shown is worth: 1/10 for 3.5; trailing zeros of a whole number are not counted as
    shown.
    """
    plain = digits.replace(",", "").replace("，", "")
    if "." in plain:
        return Fraction(1, 10 ** len(plain.partition(".")[2]))
    zeros = len(plain) - len(plain.rstrip("0"))
    return Fraction(10 ** min(zeros, len(plain) - 1))
