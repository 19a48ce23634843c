"""Words in another language than those around them: marked in plain text, until elements stand in place of the marks.

Receives words and their language; returns text with marks that no content can hold, as control characters are problems
of the content; its pieces with their languages; lines of which each closes what it opens. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from unicodedata import bidirectional
from xml.etree import ElementTree as Tree

START, MIDDLE, END = "\x01", "\x02", "\x03"  # a language stands between the first two
FSI, PDI = "\u2068", "\u2069"  # keep words in their own direction
_LRI, _RLI, _LRM = "\u2066", "\u2067", "\u200e"
_TOKEN = re.compile(f"({START}[^{MIDDLE}]*{MIDDLE}|[{END}{FSI}{PDI}{_LRI}{_RLI}])")
_EMPTY = re.compile(f"{START}[^{MIDDLE}]*{MIDDLE}{END}|[{_LRI}{_RLI}]{PDI}")
_VALUE = re.compile(r"(%\([^()]*\)s|%%)")


def spoken(language: str, words: str) -> str:
    """Mark what has letters as being in a language; the white space around it stays outside.

    >>> list(pieces_of("1 " + spoken("en", " to ") + " 2")), spoken("en", " · ")
    ([('', '1  '), ('en', 'to'), ('', '  2')], ' · ')
    """
    text = words.strip()
    if not any(char.isalpha() for char in text):
        return words
    before, after = words.split(text)
    return f"{before}{START}{language}{MIDDLE}{text}{END}{after}"


def spoken_message(language: str, words: str) -> tuple[str, list[str]]:
    """Mark a message between its values; give it whole and in pieces, of which every second is a value.

    >>> unmarked(spoken_message("en", "from %(low)s to %(high)s")[0])
    'from %(low)s to %(high)s'
    """
    pieces = _VALUE.split(words)
    pieces[::2] = (spoken(language, piece) for piece in pieces[::2])
    return "".join(pieces), pieces


def unmarked(text: str) -> str:
    """Give a text without the marks of languages.

    >>> unmarked("1 " + spoken("en", "to") + " 2")
    '1 to 2'
    """
    return re.sub(f"{START}[^{MIDDLE}]*{MIDDLE}|{END}", "", text)


def visible(text: str) -> str:
    """Give what of a text has a width: neither marks nor what keeps words in their own direction.

    >>> visible(f"{FSI}{spoken('en', 'to')}{PDI} 2")
    'to 2'
    """
    return _TOKEN.sub("", text).replace(_LRM, "")


def pieces_of(text: str) -> Iterator[tuple[str, str]]:
    """Give the pieces of a text with their languages, "" for that of the page."""
    languages, found = [""], list[tuple[str, str]]()
    for piece in _TOKEN.split(text):
        if piece.startswith(START):
            languages.append(piece[1:-1])
        elif piece == END:
            languages.pop()
        elif piece:
            found.append((languages[-1], piece))
    for language, group in groupby(found, itemgetter(0)):
        yield language, "".join(piece for _, piece in group)


def write_words(element: Tree.Element, text: str) -> None:
    """Write words into an element: each piece in another language in one of its own, or all with their language."""
    pieces = list(pieces_of(text))
    if len(pieces) == 1 and pieces[0][0]:
        element.set("lang", pieces[0][0])
        pieces = [("", pieces[0][1])]
    last: Tree.Element | None = None
    for language, words in pieces:
        if language:
            last = Tree.SubElement(element, "tspan", {"lang": language})
            last.text = words
        elif last is None:
            element.text = (element.text or "") + words
        else:
            last.tail = (last.tail or "") + words


def settle_directions(text: str) -> str:
    """Say which way the words run that keep their own direction, so that each line of them can say it again.

    >>> settle_directions(f"{FSI}to {FSI}\u0627{PDI}{PDI}") == f"{_LRI}to {_RLI}\u0627{PDI}{PDI}"
    True
    """
    pieces = _TOKEN.split(text)
    return "".join(_direction(pieces[no + 1 :]) if piece == FSI else piece for no, piece in enumerate(pieces))


def _direction(following: Iterable[str]) -> str:
    """Give the isolate that the first letter with a direction asks for, of those in none of their own."""
    depth = 0
    for piece in following:
        depth += (piece in (FSI, _LRI, _RLI)) - (piece == PDI)
        if depth < 0:
            break
        ways = [] if depth or _TOKEN.fullmatch(piece) else [bidirectional(char) for char in piece]
        if way := next((way for way in ways if way in ("L", "R", "AL")), ""):
            return _LRI if way == "L" else _RLI
    return _LRI


def close_lines(lines: Iterable[str]) -> Iterator[str]:
    """Let every line close what it opens, and open again what goes on.

    >>> first, second = close_lines((f"{START}en{MIDDLE}one", f"two{END} 2"))
    >>> list(pieces_of(first)), list(pieces_of(second))
    ([('en', 'one')], [('en', 'two'), ('', ' 2')])
    """
    opened: list[str] = []
    for line in lines:
        whole = "".join(opened) + line
        for token in _TOKEN.findall(line):
            if token in (END, PDI):
                opened.pop()
            else:
                opened.append(token)
        closed = whole + "".join(END if token[0] == START else PDI for token in reversed(opened))
        if kept := _EMPTY.sub("", closed).strip():
            yield kept
