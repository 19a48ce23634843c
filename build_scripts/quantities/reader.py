"""The entry to reading: text in any language → typed quantities.

Chinese and English have readers of their own. Other languages are read for plain digits only: every such
quantity is marked `unreadable` unless it is a whole number without separators, so that nothing is guessed.
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
    """`zh-Hans-CN` → `zh`."""
    return re.split(r"[-_]", language, maxsplit=1)[0].lower()


@lru_cache(maxsize=32768)
def read(text: str, language: str, names: Names = NO_NAMES) -> tuple[Quantity, ...]:
    """Every quantity of the text in order; never raises, whatever the text."""
    plain = normalise(text)
    code = primary(language)
    found = names.find(plain, code)
    taken = [(name.start, name.end) for name in found]
    items = READERS[code](plain, taken) if code in READERS else _read_digits(plain, taken)
    items = [_soften_marker(item, plain) for item in items]
    placed = sorted([*found, *items], key=lambda item: (item.start, item.end))
    return tuple(replace(item, text=text[item.start : item.end]) for item in placed)


def _soften_marker(item: Quantity, text: str) -> Quantity:
    """The number of a list item at the start of the text may differ or be missing: `2.`, `（三）`."""
    if item.start > 3 or item.kind not in ("count", "ordinal") or item.high > 99 or not _MARKER.match(text):
        return item
    return replace(item, optional=True)


def _read_digits(text: str, taken: list[tuple[int, int]]) -> list[Quantity]:
    items = []
    for match in _DIGITS.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        kind, value = ("count", Fraction(int(match[0]))) if match["plain"] else ("unreadable", Fraction(0))
        items.append(
            Quantity(kind, value, value, match[0] if not match["plain"] else "", "", match[0], *match.span())  # type: ignore[arg-type]
        )
    return items
