"""The source of a piece of Markdown, as those who translate it work on it.

Receives tokens and the lines that they were read from; returns text without the indentation or quotation marks of what
the piece stands in, and without comments, which speak to those who edit. Refuses nothing.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from build_scripts.ground.markdown.prose import leaves_of

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
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
    position = 0
    for token in leaves_of(tokens):
        if token.type in ("fence", "code_block") and token.map:
            position = max(position, _offset(text, token.map[1] - first_line))
        elif token.type == "code_inline":
            found = flat.find(token.content, position)
            position = found + len(token.content) if found >= 0 else position
        elif token.type in ("html_inline", "html_block"):
            for match in _COMMENT.finditer(token.content):
                found = text.find(match[0], position)
                if found >= 0:
                    position = found + len(match[0])
                    yield found, position


def _offset(text: str, line: int) -> int:
    """Give where a line of a text begins.

    >>> _offset("a\\nbc\\nd", 2)
    5
    """
    return sum(len(part) + 1 for part in text.split("\n")[:line])
