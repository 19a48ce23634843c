"""Characters that stand for others since a text was copied from somewhere → where they are, and what to write instead.

Receives a text; returns the first of each kind, or the text with what it stands for. Known are radicals and ligatures,
as PDF files give them, and UTF-8 that was once read as Windows-1252 (`â€™`). Refuses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Radicals that Unicode maps to no character, though fonts draw both alike.
_ALIKE = dict(
    zip(
        "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
        "民西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙",
        strict=True,
    )
)
_RADICALS = re.compile(f"[\u2f00-\u2fd5\u2e9f\u2ef3\uf900-\ufa0b{''.join(_ALIKE)}]")
_LIGATURES = re.compile("[\ufb00-\ufb06]")
# What the bytes 80 to BF are in Windows-1252. After one letter with an accent they are words (É»), so only what is
# misread most often is known: letters of Western Europe, signs, and Han characters, of which there are several.
_NEXT = "".join(re.escape(bytes([code]).decode("cp1252", "ignore")) for code in range(0x80, 0xC0)) + "\x80-\x9f"
_MISREAD = re.compile(f"(?:[ÂÃ](?![»“”‘’])[{_NEXT}]|â[{_NEXT}]{{2}}|ð[{_NEXT}]{{3}})+|(?:[ã-é][{_NEXT}]{{2}}){{2,}}")
# All that one of them may begin with: one pass over a text tells that it holds none, as nearly all do.
_FIRST = re.compile(f"[\u2f00-\u2fd5\u2e9f\u2ef3\uf900-\ufa0b{''.join(_ALIKE)}\ufb00-\ufb06ÂÃâðã-é]")

# Letters and full stops that a program took for digits and points where it read a picture of a page.
_MISREAD_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?:[0-9]+[OoIl]+[0-9]+|[Il][0-9]+(?:\.[0-9]+)?(?=\s?[%％])|[0-9]+。[0-9]+(?=[%％]))(?![A-Za-z0-9])"
)
_DIGITS = str.maketrans("OoIl。", "0011.")


@dataclass(frozen=True, slots=True)
class Odd:
    """A character, or several: where it begins, what is there, and what it stands for."""

    start: int
    found: str
    meant: str


def find_odd_characters(text: str) -> Iterator[Odd]:
    """Give the characters of a text that stand for others, kind by kind.

    >>> [(odd.found, odd.meant) for odd in find_odd_characters("使⽤率 deﬁne otherâ€™s ⻓")]
    [('⽤', '用'), ('⻓', '长'), ('ﬁ', 'fi'), ('â€™', '’')]
    >>> list(find_odd_characters("Ça va, «É»"))
    []
    """
    if not _FIRST.search(text):
        return
    for pattern in (_RADICALS, _LIGATURES, _MISREAD):
        for match in pattern.finditer(text):
            meant = _meant(match[0])
            if meant != match[0]:
                yield Odd(match.start(), match[0], meant)


def find_misread_numbers(text: str) -> Iterator[Odd]:
    """Give the numbers in which a letter or full stop stands for a digit or point: a guess, which nothing mends alone.

    >>> [(odd.found, odd.meant) for odd in find_misread_numbers("2O21年，l2.5%和12。5%，CO2、H2O2和a1l1")]
    [('2O21', '2021'), ('l2.5', '12.5'), ('12。5', '12.5')]
    """
    for match in _MISREAD_NUMBER.finditer(text):
        yield Odd(match.start(), match[0], match[0].translate(_DIGITS))


def write_as_meant(text: str) -> str:
    """Give a text with what its odd characters stand for.

    >>> write_as_meant("使⽤率 deﬁne otherâ€™s CafÃ©")
    '使用率 define other’s Café'
    """
    for odd in sorted(find_odd_characters(text), key=lambda odd: -odd.start):
        text = text[: odd.start] + odd.meant + text[odd.start + len(odd.found) :]
    return text


def _meant(found: str) -> str:
    if not _MISREAD.fullmatch(found):
        return _ALIKE.get(found, unicodedata.normalize("NFKC", found))
    raw = b"".join(bytes([ord(char)]) if ord(char) < 0xA0 else char.encode("cp1252") for char in found)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return found
