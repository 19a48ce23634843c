"""What of a text can be proofread: its quantities, titles, and names in Latin letters.

Receives a text, its language and the declared names; returns `Mark`s in the order of the text. Refuses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from build_scripts.ground.languages import HAN
from build_scripts.quantities import Names, Quantity, read

MarkKind = Literal["quantity", "date", "title", "name", "quotation", "other-quotation"]

_ADDRESS = re.compile(r"(?:https?://|www\.)[\w./?=&%#:~+@,;-]+", re.ASCII)
_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》|<[^<>]*>)+)》")
LETTER = r"A-Za-zÀ-ɏ"
_LATIN = re.compile(rf"(?<![{LETTER}\d])[{LETTER}][{LETTER}\d.&'’/+-]*(?: [{LETTER}][{LETTER}\d.&'’/+-]*)*")
_ACRONYM = re.compile(r"\b[A-Z]+[a-z]?[A-Z0-9][A-Za-z0-9]*\b", re.ASCII)
_PROPER = re.compile(r"(?<![.!?:;“”\"'’] )(?<!^)(?<![“\"(])\b[A-Z][a-zà-ÿ]{2,}(?:[ -][A-Z][a-zà-ÿ]+)*")
_PLURAL = re.compile(r"(?<=[A-Z0-9]{2})s$")
_NO_WORD = re.compile(r"[\W_]+")
_DATES = frozenset(["date", "era", "time"])


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that a text must share with its original; `key` is what equal marks share, but for quantities."""

    kind: MarkKind
    text: str
    start: int
    key: str = ""
    quantity: Quantity | None = None


def find_marks(text: str, language: str, names: Names, emphasised: tuple[str, ...] = ()) -> tuple[Mark, ...]:
    """Give what can be proofread of a text.

    >>> [(mark.kind, mark.text) for mark in find_marks("《读者公约》要求2030年前减少5%（ISO）。", "zh", Names())]
    [('title', '读者公约'), ('date', '2030年'), ('quantity', '5%'), ('name', 'ISO')]
    """
    plain = without_addresses(text)
    found = [_of_quantity(item, plain) for item in read(plain, language, names) if is_telling(item)]
    titles = [Mark("title", match[1], match.start(), fold_title(match[1])) for match in _TITLE.finditer(plain)]
    titles += [
        Mark("title", words, plain.find(words), fold_title(words)) for words in emphasised if len(words.split()) > 2
    ]
    taken = [(mark.start, mark.start + len(mark.text) + 2 * (mark.kind == "title")) for mark in (*found, *titles)]
    latin = [mark for mark in _names(plain, language) if not any(a <= mark.start < b for a, b in taken)]
    return tuple(sorted([*found, *titles, *latin], key=lambda mark: mark.start))


def without_addresses(text: str) -> str:
    """Give a text with spaces for its addresses, whose digits are no numbers.

    >>> without_addresses("见 https://example.org/2020 。") == "见" + 26 * " " + "。"
    True
    """
    return _ADDRESS.sub(lambda match: " " * len(match[0]), text)


def fold_title(text: str) -> str:
    """Give a title as titles are compared: letters and digits alone.

    >>> fold_title("<读者公约> 阅览 修正案"), fold_title("Plan A: *More*")
    ('读者公约阅览修正案', 'planamore')
    """
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


def is_telling(item: Quantity) -> bool:
    """Tell whether a quantity must stand in both texts: not what may go unsaid, but numbers of declared names."""
    if item.kind == "name":
        return item.low > 0
    is_one = item.kind == "count" and item.low == item.high == 1 and not item.digits
    return not item.optional and not is_one


def _of_quantity(item: Quantity, text: str) -> Mark:
    kind: MarkKind = "date" if item.kind in _DATES else "quantity"
    return Mark(kind, text[item.start : item.end].strip(), item.start, "", item)


def _names(text: str, language: str) -> list[Mark]:
    patterns = (_LATIN,) if re.search(f"[{HAN}]", text) else (_ACRONYM, _PROPER)
    found = {match.start(): match[0] for pattern in patterns for match in pattern.finditer(text)}
    named = ((words, start) for start, words in sorted(found.items()) if len(words) > 1)
    return [Mark("name", words, start, fold_title(_PLURAL.sub("", words))) for words, start in named]
