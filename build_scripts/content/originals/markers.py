"""What lines and paragraphs open or close with in documents → markers of lists, headings, notes, and page numbers.

Receives texts; returns what was recognised, and the text without it. Refuses nothing.
"""

from __future__ import annotations

import re
import unicodedata

from build_scripts.ground.languages import HAN

_HAN_NUMBER = "[一二三四五六七八九十百]{1,4}"
# A list item: a bullet, or a number with a sign behind it. A hyphen needs its space, as −5 is a number.
_BULLET = re.compile(r"(?:[•●○▪■□◆◇►▶➢➤✓‣⁃∙\uf0b7\uf06c\uf0a7\uf0d8]\s*|[·∙*–—-]\s+|o\s{2,})")
_NUMBER = re.compile(
    r"(?:\d{1,2}[.)](?:\s+|(?=[^\d\s]))|\d{1,2}[、）．](?!\d)\s*|[(（]\d{1,2}[)）]\s*|[①-⑳⑴-⒇]\s*"
    r"|[(（]?[a-zA-Z][)）]\s+|[(（](?:iv|v?i{1,3}|ix|x)[)）]\s+)"
)
_HAN_ITEM = re.compile(rf"(?:{_HAN_NUMBER}、\s*|[(（]{_HAN_NUMBER}[)）]、?\s*)")
# The number of a heading, and how deep it stands.
_HEADING = re.compile(
    rf"(?P<part>第\s?(?:{_HAN_NUMBER}|\d{{1,2}})\s?[章篇部编]\s*[:：]?\s*|(?:chapter|part|section)\s+(?:\d{{1,2}}|[IVX]{{1,4}})\b\s*[:.—–-]?\s*)"
    rf"|(?P<dots>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,4}}[.．、]?\s*(?=[^\d\s%]))"
    rf"|(?P<section>第\s?(?:{_HAN_NUMBER}|\d{{1,2}})\s?节\s*)|(?P<han>{_HAN_NUMBER}、\s*)|(?P<round>[(（]{_HAN_NUMBER}[)）]、?\s*)"
    r"|(?P<one>\d{1,2}[.、．]\s*(?=\D))|(?P<bare>\d{1,2}(?:\s+(?=[^\d\s%])|(?=[\u4e00-\u9fff])(?![年月日个条项倍])))",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:\[\^?\d{1,3}\]:?\s*|注\s?\d{0,3}\s?[:：]\s*|\d{1,3}\s+(?=https?://|www\.))")
_NOTE_NUMBER = re.compile(
    r"(?:\[?\d{1,3}(?![\d%‰年月日个条项倍万亿]|[.,]\d| [a-z])\]?[.、)]?\s*|[①-⑳*†‡]\s*|注\s?\d{0,3}\s?[:：]\s*)"
)
_CITATION = re.compile(r"(?<=\S) ?\[\d{1,3}(?:\s?[-–,，、]\s?\d{1,3}){0,6}\]")
_CONTENTS = re.compile(r".*?[.．·…⋯_\s]{0,400}(?:[.．·⋯_]\s?){4,}\s*\d{1,4}|.*?…{2,}\s*\d{1,4}")
# As PDF files and word processors set them at the edge of a page.
_PAGE_NUMBER = re.compile(
    r"[-–—·|•\s]*(?:[0-9]{1,3}"
    r"|[0-9]{1,4}\s*/\s*[0-9]{1,4}|第\s*[0-9]{1,4}\s*页.{0,10}|(?:page|p\.)\s*[0-9]{1,4}(?: of [0-9]+)?)"
    r"[-–—·|•\s]*",
    re.IGNORECASE,
)
_END = re.compile(r"[。！？；.!?;:：…](?:[”’」』》）)\]\"']|\s)*$")
_JOINED = re.compile(rf"[{HAN}\u3000-\u303f\uff01-\uff60]")


def is_page_number(text: str) -> bool:
    """Tell whether a line is the number of a page and nothing else.

    >>> [is_page_number(text) for text in ("12", "— 12 —", "第 3 页", "Page 3 of 9", "2021", "12 times")]
    [True, True, True, True, False, False]
    """
    return _PAGE_NUMBER.fullmatch(text) is not None


def is_contents_line(text: str) -> bool:
    """Tell whether a line is one of a table of contents: words, dots, a page.

    >>> [is_contents_line(text) for text in ("Buses ........ 12", "一、公交……3", "See p. 12", "等等……")]
    [True, True, False, False]
    """
    return _CONTENTS.fullmatch(text) is not None


def split_item(text: str) -> tuple[str, str]:
    """Give the marker that a list item opens with, or "", and the rest.

    >>> [split_item(text) for text in ("• 开放", "(2) b", "3、丙", "一、甲", "2.5 million", "-5", "9成")]
    [('• ', '开放'), ('(2) ', 'b'), ('3、', '丙'), ('一、', '甲'), ('', '2.5 million'), ('', '-5'), ('', '9成')]
    """
    for pattern in (_BULLET, _NUMBER, _HAN_ITEM):
        if (match := pattern.match(text)) and match.end() < len(text):
            return match[0], text[match.end() :]
    return "", text


def is_bullet(marker: str) -> bool:
    """Tell whether the marker of an item is a sign, and no number that a heading may have, too."""
    return _BULLET.fullmatch(marker) is not None


def split_heading(text: str) -> tuple[str, int, str]:
    """Give the number that a heading opens with, or "", how deep it stands (0: unknown), and the rest.

    >>> for text in ("第一章 概述", "1.2 Buses", "二、建议", "（三）公交", "Part 4: Roads", "2030 targets"):
    ...     split_heading(text)
    ('第一章 ', 1, '概述')
    ('1.2 ', 2, 'Buses')
    ('二、', 1, '建议')
    ('（三）', 2, '公交')
    ('Part 4: ', 1, 'Roads')
    ('', 0, '2030 targets')
    """
    match = _HEADING.match(text)
    if match is None or match.end() == len(text):
        return "", 0, text
    depth = match[0].replace("．", ".").strip(" .、").count(".") + 1 if match["dots"] else 1
    return match[0], 2 if match["section"] or match["round"] else depth, text[match.end() :]


def is_firm_heading(marker: str) -> bool:
    """Tell whether the number of a heading is none that list items have: 第一章, 1.2, Chapter 3."""
    match = _HEADING.match(f"{marker}x") if marker else None
    return bool(match and (match["part"] or match["dots"] or match["section"]))


def is_bare(marker: str) -> bool:
    """Tell whether the number of a heading has no sign behind it, so that it may be one of its words."""
    match = _HEADING.match(f"{marker}标") if marker else None
    return bool(match and match["bare"])


def split_note(text: str, small: bool = False) -> tuple[str, str]:
    """Give the mark that a footnote opens with, or "", and the rest; in `small` print a number alone is one.

    >>> split_note("[3] Yearbook"), split_note("3 Yearbook"), split_note("3 Yearbook", small=True)
    (('[3] ', 'Yearbook'), ('', '3 Yearbook'), ('3 ', 'Yearbook'))
    >>> [split_note(text, small=True)[0] for text in ("2018 edition", "10 seconds.", "3亿吨", "1.5 t")]
    ['', '', '', '']
    """
    match = (_NOTE_NUMBER if small else _NOTE).match(text)
    return (match[0], text[match.end() :]) if match and match.end() < len(text) else ("", text)


def without_citations(text: str) -> str:
    """Leave out numbers in square brackets that point to notes.

    >>> without_citations("占16%[3]，另有[4-6]。"), without_citations("[3] 年鉴")
    ('占16%，另有。', '[3] 年鉴')
    """
    return _CITATION.sub("", text)


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence does, or as what introduces a list.

    >>> [ends_sentence(text) for text in ("完。", "done.”", "以下：", "建议", "e.g")]
    [True, True, True, False, False]
    """
    return _END.search(text) is not None


def width_of(text: str) -> int:
    """Give how many columns a text takes, where Han characters and their signs take two.

    >>> width_of("ab"), width_of("甲，")
    (2, 4)
    """
    return len(text) + sum(unicodedata.east_asian_width(char) in "WF" for char in text)


def join_text(before: str, after: str) -> str:
    """Join what stands at the end of a line and at the beginning of the next.

    Between Han characters and full-width signs there is nothing, else a space; a word that a hyphen cuts is one.

    >>> join_text("公交", "改革"), join_text("the", "bus"), join_text("long-", "term"), join_text("trans-", "portation")
    ('公交改革', 'the bus', 'long-term', 'transportation')
    >>> join_text("使用CNG", "公交"), join_text("https://a.org/", "b"), join_text("2020-", "2030")
    ('使用CNG公交', 'https://a.org/b', '2020-2030')
    """
    before, after = before.rstrip(), after.lstrip()
    if not before or not after:
        return before + after
    if before.endswith("\u00ad"):
        return before[:-1] + after
    if before[-1] in "-‐" and before[-2:-1].isalpha() and after[0].islower():
        return _join_hyphen(before, after)
    is_whole = before[-1] in "-–—‐/" and (before[-2:-1].isalnum() or before[-1] == "/") and " " not in before[-2:]
    is_han = any(_JOINED.match(char) for char in (before[-1], after[0]))
    return before + ("" if is_whole or is_han else " ") + after


# What keeps its hyphen wherever a line ends; all else that is cut before small letters was one word.
_KEEPS = frozenset(
    "long short low high non self well large small mid post pre co multi cross zero half medium".split()  # noqa: SIM905
)


def _join_hyphen(before: str, after: str) -> str:
    word = re.split(r"[^a-z]", before[:-1].lower())[-1]
    return before + after if word in _KEEPS or "-" in before[:-1].split()[-1] else before[:-1] + after
