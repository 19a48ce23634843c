"""What stands raised in print → a power, or nothing where it is the mark of a note.

Receives the words before it and itself; refuses nothing.
"""

from __future__ import annotations

import re

_POWERS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_MARK = re.compile(r"[\d,，\-−–\[\]()（）*†‡①-⑳ ]+")
_BASE = re.compile(r"(?:(?<![A-Za-z])(?:[kcdmµ]?m|s|h|[kM]?g|ha|W|CO)|(?<!\d)10|[a-z]\d?\))$")


def raised(before: str, text: str) -> str:
    """Give what raised print is to a reader of the words.

    >>> raised("5 km", "2"), raised("10", "-6"), raised("目标", "1"), raised("in all", "12, 13"), raised("the 5", "th")
    ('²', '⁻⁶', '', '', 'th')
    """
    if not _MARK.fullmatch(text.replace("−", "-")):
        return text
    is_power = _BASE.search(before) and re.fullmatch(r"[-−+]?\d{1,2}", text)
    return text.translate(_POWERS) if is_power else ""
