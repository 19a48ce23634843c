"""A text that has been read → stars beside Han characters that are no emphasis, though they were meant as it.

Receives a `Document` and where it stands; returns problems. A star alone is none: it is the sign of a remark, or of
something escaped. Refuses nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.token import Token

from build_scripts.ground.languages import HAN
from build_scripts.ground.markdown import OBJECT, Document
from build_scripts.ground.messages import NOTHING, Phrase, sentences
from build_scripts.ground.problems import Place, Problem

_OPEN, _CLOSE = "\ue000", "\ue001"  # where emphasis begins and ends; files hold no such characters
_SIGN = "\ue002"  # a star between letters or digits of an expression
_WITHIN = re.compile(r"(?<=[0-9A-Za-z)])\*(?=[0-9A-Za-z(])")
_EDGES = _OPEN + _CLOSE
_OTHER = "＊∗﹡⁎✱"  # stars that are none to Markdown
_LEFT = re.compile(
    rf"""[{_EDGES}][*{_OTHER}]|[*{_OTHER}][{_EDGES}]  # beside emphasis, of which it was to be a part
    |\*(?!\s)[^*{_EDGES}{HAN}]*+[{HAN}][^*{_EDGES}]*+\*  # of two, one touches the words
    |\*[^*{_EDGES}{HAN}]*+[{HAN}][^*{_EDGES}]*+(?<!\s)\*
    |\*\s{_OPEN}[^*]*+\*|\*[^*]*{_CLOSE}\s\*  # the same, with a space between
    |(?<![{_OTHER}])[{_OTHER}][^{_OTHER}{HAN}]*+[{HAN}][^{_OTHER}]*+[{_OTHER}](?![{_OTHER}])""",
    re.VERBOSE,
)
_ODD = re.compile(rf"(?<=[{HAN}])\*(?=[{HAN}])")  # where there is emphasis, a beginning or end too many
_TAKEN = re.compile(rf"{_OPEN}[，。；：、！？）》」』](?=[^{_EDGES}]*({_CLOSE}))")  # two remarks, not emphasis
_HINT = Phrase("Write **words** with half-width stars that touch the words, as many before as after; a product with ×.")
_AROUND = 6  # characters shown before and after
_ESCAPE = Phrase("If it is meant as words, put a backslash before it.")


def find_left_stars(document: Document, place: Place) -> Iterator[Problem]:
    """Find, in each paragraph, the first stars that were meant as emphasis; `place` is that of the text's first line.

    >>> from pathlib import Path
    >>> from build_scripts.ground.markdown import parse
    >>> texts = ("*重点 *词", "**词***后", "＊词＊", "价格*：**高**", "长 * 宽 * 高", "\\\\*词\\\\*", "甲*，乙*。")
    >>> texts += ("${7*7}与#{7*7}",)
    >>> [len(list(find_left_stars(parse(text), Place(Path())))) for text in texts]
    [1, 1, 1, 0, 0, 0, 1, 0]
    """
    for token in document.tokens:
        if token.type != "inline" or not re.search(rf"[*{_OTHER}]", token.content):
            continue
        has_escaped = token.content.count("\\*")
        for no, line in enumerate(_shown(token).split("\n")):
            found = _LEFT.search(line) or (_ODD.search(line) if _OPEN in line else None)
            taken = _TAKEN.search(line)
            if taken or (found and ("*" not in found[0] or line.count("*") > has_escaped)):
                yield _problem(Place(place.path, place.line + (token.map or [0])[0] + no), line, found, taken)
                break


def _problem(place: Place, line: str, found: re.Match[str] | None, taken: re.Match[str] | None) -> Problem:
    """Say which stars would be shown, or are not shown though they were meant as signs."""
    match = taken or found
    start, end = (match.start(), match.end(taken.lastindex or 0) if taken else match.end()) if match else (0, 0)
    around = line[max(0, start - _AROUND) : end + _AROUND]
    shown = "".join("*" if char in _EDGES + _SIGN else char for char in around).strip()
    message = Phrase("the stars of “%(text)s” are no emphasis here, and would be shown.", text=shown)
    if taken:
        message = Phrase("the stars of “%(text)s” make emphasis, and would not be shown.", text=shown)
    return place.error("unread-markup", message, sentences(NOTHING if taken else _HINT, _ESCAPE))


def _shown(token: Token) -> str:
    """Give the words of a paragraph with the edges of emphasis in it."""
    pieces = []
    for child in token.children or ():
        if child.type == "text":
            pieces.append(_WITHIN.sub(_SIGN, child.content))
        elif child.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif child.tag in ("em", "strong"):
            pieces.append(_OPEN if child.nesting > 0 else _CLOSE)
        else:
            pieces.append(OBJECT)
    return "".join(pieces)
