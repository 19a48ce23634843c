"""Text as the readers want it: one character in, one character out, so that places in the text stay true.

Receives any text; returns text of the same length with full-width digits, subscripts and signs made plain.
"""

from __future__ import annotations

import re
import unicodedata

# Digits, signs and letters that have a plain counterpart of one character in Unicode: ４ ％ ． ／ Ａ ₂.
_COMPATIBLE = (
    "".join(map(chr, (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B), *range(0x2080, 0x208A)))) + "％．＄／（）＋＃﹪－"
)
_PLAIN = {character: unicodedata.normalize("NFKC", character) for character in _COMPATIBLE} | {
    **dict.fromkeys("−‑‐", "-"),
    **dict.fromkeys("～〜∼", "~"),
    **dict.fromkeys("\u00a0\u2009\u202f\u3000", " "),
    **dict.fromkeys("：∶", ":"),
    **{chr(first + digit): str(digit) for first in (0x660, 0x6F0) for digit in range(10)},
    "٪": "%",
}
# Signs, traditional characters, and letters that count as s, i and k where case is not told apart.
_TABLE = str.maketrans(_PLAIN) | str.maketrans("￡￥×’萬億兩餘個○ſıİ\u212a", "£¥x'万亿两余个〇siIK")
_NOUGHT = re.compile("(?<=[一二三四五六七八九〇])[Oo0](?=[一二三四五六七八九〇])")  # 六O二厂


def normalise(text: str) -> str:
    """Make digits and signs plain without changing the length of the text.

    >>> normalise("４，５００萬噸 CO₂，−５％، ٢٠٣٠")
    '4，500万噸 CO2，-5%، 2030'
    """
    return _NOUGHT.sub("〇", text.translate(_TABLE))
