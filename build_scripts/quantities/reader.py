"""The entry to reading: text in any language → typed quantities.

Chinese and English have readers of their own. Other languages are read for plain digits only: every such quantity is
marked `unreadable` unless it is a whole number without separators, so that nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from build_scripts.quantities.en.reader import read_english
from build_scripts.quantities.model import Quantity
from build_scripts.quantities.names import NO_NAMES, Names
from build_scripts.quantities.normalise import normalise
from build_scripts.quantities.zh.reader import read_chinese

READERS = {"zh": read_chinese, "en": read_english}
_MARKER = re.compile(r"\s?\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?(?:\.\s?(?!\d)|\)|、)")
_DIGITS = re.compile(r"(?P<plain>(?<![\w.,])\d{1,40}+(?![\w%]|[.,]\d))|(?P<other>\d[\d.,]{0,80})")


def primary(language: str) -> str:
    """Give the language of a language tag.

    >>> primary("zh-Hans-CN"), primary("en_GB")
    ('zh', 'en')
    """
    return re.split(r"[-_]", language, maxsplit=1)[0].lower()


@lru_cache(maxsize=32768)
def read(text: str, language: str, names: Names = NO_NAMES) -> tuple[Quantity, ...]:
    """Give every quantity of the text in order; never raises, whatever the text.

    >>> [str(item) for item in read("约2.24亿吨，占5%至15%", "zh")]
    ['measure about 224000000 t', 'percent 5…15']
    >>> [str(item) for item in read("En 2030, 1,2 million", "fr")]
    ['count 2030', 'unreadable 0 1,2']
    """
    plain = normalise(text)
    code = primary(language)
    found = names.find(plain, code)
    taken = [(name.start, name.end) for name in found]
    items = READERS[code](plain, taken) if code in READERS else _read_digits(plain, taken)
    items = [_soften_marker(item, plain) for item in items]
    placed = sorted([*found, *items], key=lambda item: (item.start, item.end))
    return tuple(replace(item, text=text[item.start : item.end]) for item in placed)


def _soften_marker(item: Quantity, text: str) -> Quantity:
    """Let the number of a list item at the start of a text differ or be missing: `2.`, `（三）`.

    >>> [_soften_marker(read(text, "zh")[0], text).optional for text in ("2. 目标", "2吨")]
    [True, False]
    """
    if item.start > 3 or item.kind not in ("count", "ordinal") or item.high > 99 or not _MARKER.match(text):
        return item
    return replace(item, optional=True)


def _read_digits(text: str, taken: list[tuple[int, int]]) -> list[Quantity]:
    """Give the digits of a text in another language: whole numbers as counts, all others as unreadable.

    >>> [str(item) for item in _read_digits("12 et 1,5 et 2030", [(12, 16)])]
    ['count 12', 'unreadable 0 1,5']
    """
    items = []
    for match in _DIGITS.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        kind, value = ("count", Fraction(int(match[0]))) if match["plain"] else ("unreadable", Fraction(0))
        items.append(
            Quantity(kind, value, value, match[0] if not match["plain"] else "", "", match[0], *match.span())  # type: ignore[arg-type]
        )
    return items
