"""Text as files have it → text as it was meant: one kind of space, no radicals, ligatures, marks of citations.

Receives any text; returns it in one line. Refuses nothing.
"""

from __future__ import annotations

import re
import unicodedata

from build_scripts.content.originals.markers import without_citations
from build_scripts.ground.characters import write_as_meant
from build_scripts.ground.languages import HAN

_WIDE = rf"[{HAN}\u3000-\u303f\uff01-\uff60]"
_NOTHING = re.compile("[\u200b-\u200f\u2060\ufeff\ufffc\ufffd\x00-\x08\x0e-\x1f]")
_SYMBOL = re.compile("[\uf020-\uf0ff]")  # of the fonts that word processors draw bullets with
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SPACE = re.compile(r"\s+")
_BESIDE_WIDE = re.compile(rf"(?<={_WIDE})\s+|\s+(?={_WIDE})")


def clean(text: str) -> str:
    """Give a text in one line; beside Han characters and full-width signs stands no space.

    >>> clean("使⽤ 率 2.5 % 在\\n2021 年 the  bus"), clean("占16% [3]。"), clean("\uf0fc 甲")
    ('使用率2.5 %在2021年the bus', '占16%。', '•甲')
    """
    text = _PRIVATE.sub("", _SYMBOL.sub("•", text))
    text = _NOTHING.sub("", write_as_meant(unicodedata.normalize("NFC", text)))
    return without_citations(_BESIDE_WIDE.sub("", _SPACE.sub(" ", text))).strip()
