"""The source of a piece of Markdown, as those who translate it work on it.

Receives tokens and the lines that they were read from; returns text without the indentation or quotation marks of what
the piece stands in, and without comments, which speak to those who edit. Refuses nothing.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import accumulate

from markdown_it.token import Token

from build_scripts.ground.markdown.prose import leaves_of

_QUOTE = re.compile(r"^\s*> ?")


def source_of(tokens: Sequence[Token], lines: Sequence[str]) -> str:
    """Give the lines that tokens stand on, without what is around them.

    >>> from build_scripts.ground.markdown import parse
    >>> document = parse("- a\\n\\n    b <!-- c -->\\n    `<!-- d -->`")
    >>> source_of(document.tokens[5:8], document.lines)
    'b \\n`<!-- d -->`'
    """
    maps = [token.map for token in tokens if token.map]
    if not maps:
        return ""
    first, last = min(start for start, _ in maps), max(end for _, end in maps)
    text = without_comments("\n".join(lines[first:last]), tokens, first)
    return re.sub(r"\n{3,}", "\n\n", textwrap.dedent(text)).strip()


def quote_source(tokens: Sequence[Token], lines: Sequence[str]) -> str:
    """Give the lines of a block quote without its marks.

    >>> from build_scripts.ground.markdown import parse
    >>> document = parse("> a\\n> > b")
    >>> quote_source(document.tokens, document.lines)
    'a\\n> b'
    """
    return "\n".join(_QUOTE.sub("", line) for line in source_of(tokens, lines).split("\n")).strip()


def without_comments(text: str, tokens: Sequence[Token], first_line: int = 0) -> str:
    """Leave out the comments of a text, but none that code shows; `first_line` is where the text begins.

    >>> from build_scripts.ground.markdown import parse
    >>> text = "`<!-- a -->` b<!-- c -->"
    >>> without_comments(text, parse(text).tokens)
    '`<!-- a -->` b'
    """
    kept, done = [], 0
    for start, end in _find_comments(text, tokens, first_line):
        kept.append(text[done:start])
        done = end
    return "".join([*kept, text[done:]])


def _find_comments(text: str, tokens: Sequence[Token], first_line: int) -> Iterator[tuple[int, int]]:
    """Give where the comments of a text begin and end.

    >>> from build_scripts.ground.markdown import parse
    >>> list(_find_comments("a<!-- b -->", parse("a<!-- b -->").tokens, 0))
    [(1, 11)]
    """
    flat = text.replace("\n", " ")  # code within a line has spaces for its line ends
    starts = _line_starts(text)
    position = 0
    for token in leaves_of(tokens):
        if token.type in ("fence", "code_block") and token.map:
            position = max(position, starts[min(max(token.map[1] - first_line, 0), len(starts) - 1)])
        elif token.type == "code_inline":
            found = flat.find(token.content, position)
            position = found + len(token.content) if found >= 0 else position
        elif token.type in ("html_inline", "html_block"):
            for comment in _comments_in(token.content):
                found = text.find(comment, position)
                if found >= 0:
                    position = found + len(comment)
                    yield found, position


def _comments_in(html: str) -> Iterator[str]:
    """Give the comments of raw HTML; one without an end is none, and neither is what follows it.

    >>> list(_comments_in("<!-- a --> b <!-- c --> <!-- d"))
    ['<!-- a -->', '<!-- c -->']
    """
    start = html.find("<!--")
    while start >= 0:
        end = html.find("-->", start + 4)
        if end < 0:
            return
        yield html[start : end + 3]
        start = html.find("<!--", end + 3)


def _line_starts(text: str) -> list[int]:
    """Give where each line of a text begins, and where one after the last would.

    >>> _line_starts("a\\nbc\\nd")
    [0, 2, 5, 7]
    """
    return [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
