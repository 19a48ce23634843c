"""The beginning of a line → whether it looks like the item of a list to people, though the reader sees a paragraph.

Receives a line without its indentation; returns the mark with which it begins. Marks are those that word processors
set before items, dashes, hyphens without the space that makes them bullets, and numbers as texts in Han characters have
them. Refuses nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Spaces that Markdown does not take for indentation, and what nobody sees.
INVISIBLE = "\u00a0\u3000\u2000-\u200b\u2060\ufeff"
# What stands before items and nowhere else in a text; the private characters are bullets of the font Wingdings.
_SURE = "•●▪■◾◼◆◦►▶➢➤✓✔⁃∙\uf000-\uf0ff"
_DASHES = "–—―－−‐‑‒"
_LATIN = re.compile(r"[A-Za-z]")
_BULLET = re.compile(
    rf"""(?P<blank>[{INVISIBLE}]*)(?P<mark>
    (?P<sure>[{_SURE}])
    |(?P<dash>[{_DASHES}])(?![{_DASHES}\d])
    |(?P<weak>[·・‧○◇□※★☆＊＋])(?![·・‧＊])
    |(?P<hyphen>-)(?=[{INVISIBLE}]|[^\W\d_]|[“‘《（「【<*`\[])
    |(?P<star>[*+])(?=[{INVISIBLE}]|[^\W\d_])
    |(?P<plain>[-*+])(?=[ ])
    )[{INVISIBLE} \t]*""",
    re.VERBOSE,
)
_NUMBER = re.compile(
    rf"""[{INVISIBLE}]*(?P<mark>
    [0-9０-９]{{1,2}}(?:[、．）]|[.)](?![0-9]))
    |[（(](?:[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}})[）)]
    |[①-⑳]|[一二三四五六七八九十]{{1,3}}、
    )[{INVISIBLE} \t]*(?=\S)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at the beginning of a line: what it is, how long it is with the spaces around it, whether it is a number.

    One that is not sure can begin a sentence as well.
    """

    mark: str
    length: int
    is_sure: bool
    is_number: bool = False


def find_bullet(line: str) -> Mark | None:
    """Give the mark that a line begins with as items do, which is no bullet of Markdown.

    >>> [find_bullet(line) for line in ("- 句", "-5%", "——句", "**句**", "句")]
    [None, None, None, None, None]
    >>> [find_bullet(line) for line in ("• 句", "-句", "–  a")]
    [Mark(mark='•', length=2, is_sure=True, is_number=False), Mark(mark='-', length=1, is_sure=True, is_number=False), \
Mark(mark='–', length=3, is_sure=False, is_number=False)]
    """
    found = _BULLET.match(line)
    if not found or (found["plain"] and not found["blank"]):
        return None
    after = line[found.end("mark") :]
    is_sure = bool(found["sure"] or found["plain"]) or bool(found["hyphen"] and not _LATIN.match(after))
    return Mark(found["mark"], found.end(), is_sure)


def find_number(line: str) -> Mark | None:
    """Give the number that a line begins with as items do.

    >>> [find.mark if (find := find_number(line)) else None for line in ("1、甲", "（2）乙", "1.5倍", "2.乙", "③丙")]
    ['1、', '（2）', None, '2.', '③']
    """
    found = _NUMBER.match(line)
    return Mark(found["mark"], found.end(), is_sure=False, is_number=True) if found else None
