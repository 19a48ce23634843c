"""Markdown: links, code and plain words of a text."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt

LINK = re.compile(r"\[(?P<text>[^\]\[]*)\]\((?P<target>[^()\s]+)(?:\s+\"[^\"]*\")?\)")
_BACKTICKS = re.compile(r"`+")
_TILDE_FENCE = re.compile(r"^~~~.*?^~~~[^\S\n]*$", re.DOTALL | re.MULTILINE)


def without_code(text: str) -> str:
    """Blank out code, in which a link is only shown; every place stays where it is."""
    text = _TILDE_FENCE.sub(lambda match: _blank(match[0]), text)
    runs = list(_BACKTICKS.finditer(text))
    closing: dict[int, int] = {}  # by the length of a run: the next such run, which closes it
    closed_by = [0] * len(runs)
    for no in range(len(runs) - 1, -1, -1):
        closed_by[no] = closing.get(len(runs[no][0]), 0)
        closing[len(runs[no][0])] = no
    parts, done, no = [], 0, 0
    while no < len(runs):
        if closed_by[no]:
            first, last = runs[no].start(), runs[closed_by[no]].end()
            parts += [text[done:first], _blank(text[first:last])]
            done, no = last, closed_by[no]
        no += 1
    return "".join(parts) + text[done:]


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


@cache
def _inline_parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def plain_text(markdown: str) -> str:
    """Give the words of Markdown prose on one line, without its marks."""
    tokens = _inline_parser().parseInline(re.sub(r"\[\^[^\]]+\]", "", markdown))
    pieces = []
    for token in tokens[0].children or []:
        if token.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
        elif token.type in ("text", "code_inline"):
            pieces.append(token.content)
    return " ".join("".join(pieces).split())
