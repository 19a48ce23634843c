"""The stretch of a text just before a place, where the words that tell what a number means stand.

Receives a text, a place and a length; returns what stands there, less at the beginning of the text.
"""

from __future__ import annotations


def text_before(text: str, at: int, size: int) -> str:
    """Give at most `size` characters that stand before the place `at`.

    >>> text_before("about 16%", 6, 4)
    'out '
    >>> text_before("about 16%", 6, 99)
    'about '
    """
    return text[max(0, at - size) : at]
