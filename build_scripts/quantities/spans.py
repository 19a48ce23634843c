"""Lengths of time said in parts: 2小时13分钟, 2 hours and 13 minutes.

Receives two lengths of time; returns one, in seconds.
"""

from __future__ import annotations

from dataclasses import replace

from build_scripts.quantities.model import Quantity
from build_scripts.quantities.units import factor

LESSER_SPANS = frozenset({("hour", "minute"), ("minute", "second"), ("hour", "second"), ("second", "second")})


def add_spans(first: Quantity, last: Quantity) -> Quantity:
    """Give the length of time that two parts make together, in seconds.

    >>> from fractions import Fraction
    >>> hours, minutes = (Quantity("span", Fraction(n), Fraction(n), unit) for n, unit in ((2, "hour"), (13, "minute")))
    >>> str(add_spans(hours, minutes))
    'span 7980 second'
    """
    seconds = first.low * factor(first.unit) + last.low * factor(last.unit)
    approx = first.approx or last.approx
    return replace(last, low=seconds, high=seconds, unit="second", start=first.start, approx=approx)
