"""Text as the readers want it: one character in, one character out, so that places in the text stay true.

Receives any text; returns text of the same length with full-width digits and signs made plain.
"""

from __future__ import annotations

import unicodedata

_SIGNS = {
    "，": "，",
    "％": "%",
    "﹪": "%",
    "．": ".",
    "＄": "$",
    "￡": "£",
    "￥": "¥",
    "－": "-",
    "−": "-",
    "‑": "-",
    "‐": "-",
    "–": "–",
    "—": "—",
    "～": "~",
    "〜": "~",
    "∼": "~",
    "／": "/",
    "：": ":",
    "（": "(",
    "）": ")",
    "＋": "+",
    "×": "x",
    "＃": "#",
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\u3000": " ",
    "’": "'",
    "萬": "万",
    "億": "亿",
    "兩": "两",
    "餘": "余",
    "個": "个",
    "○": "〇",
}


def _plain_character(character: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    if "\uff10" <= character <= "\uff19" or "\uff21" <= character <= "\uff5a":
        return unicodedata.normalize("NFKC", character)
    return character


_TABLE = {ord(sign): plain for sign, plain in _SIGNS.items()}
_TABLE.update({code: _plain_character(chr(code)) for code in range(0xFF10, 0xFF5B) if chr(code) not in _SIGNS})


def normalise(text: str) -> str:
    """Make digits and signs plain without changing the length of the text."""
    return text.translate(_TABLE)
