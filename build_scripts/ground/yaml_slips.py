"""The first slip in a YAML text that people make who write with full-width characters: where, and what to write.

Receives a text that YAML does not read as it was meant; returns a line and column, what is wrong and what to write, or
nothing. Refuses nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_KEY = r"[A-Za-z_][\w-]*"
_COLON = re.compile(
    rf"(?P<before>^[^\S\n]*(?:-[^\S\n]+)?|[{{,，｛]\s*)(?P<key>{_KEY})\s*：[^\S\n]*(?P<value>[^\n,}}]*)", re.MULTILINE
)
_TIGHT = re.compile(rf"(?P<before>^[^\S\n]*(?:-[^\S\n]+)?)(?P<key>{_KEY}):(?=[^\s:/])(?P<value>[^\n]*)", re.MULTILINE)
_BLANK = re.compile(rf"^[^\S\n]*(?:-[^\S\n]+)?{_KEY}:(?P<blank>[\u00a0\u3000\u2002-\u200b])", re.MULTILINE)
_INDENT = re.compile(r"^ *(?P<blank>[\u00a0\u3000\u2002-\u200b]+)\S", re.MULTILINE)
_BULLET = re.compile(r"^[^\S\n]*(?P<mark>[–—－−•·])\s*\S", re.MULTILINE)
_BRACKETS = re.compile(
    rf"(?:^[^\S\n]*(?:-[^\S\n]+)?{_KEY}:\s*|^[^\S\n]*-[^\S\n]+|[{{\[,]\s*)(?P<mark>[｛［])|(?P<comma>，)\s*{_KEY}:\s",
    re.MULTILINE,
)
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip: its line (from 0) and column (from 1), what is wrong, and what to write."""

    line: int
    column: int
    message: str
    hint: str


def find_slip(text: str) -> Slip | None:
    """Give the first slip of a text.

    >>> find_slip("id: a\\ntitle：题")
    Slip(line=1, column=6, message='the colon after “title” is full-width.', hint='Write title: 题, with a half-width \
colon and a space after it.')
    >>> find_slip("title:题").message, find_slip("url: https://e.org/")
    ('no space stands after the colon of “title”.', None)
    """
    found = [slip for find in (_full_colon, _tight_colon, _blank, _mark) if (slip := find(text))]
    return min(found, key=lambda slip: (slip.line, slip.column), default=None)


def find_key_slip(key: str) -> tuple[str, str] | None:
    """Give what is wrong with a key that was meant as something else, and what to write.

    >>> find_key_slip("zh：图"), find_key_slip("\u3000label")[1], find_key_slip("label:{zh"), find_key_slip("label")
    (('the colon after “zh” is full-width.', 'Write zh: 图, with a half-width colon and a space after it.'), \
'Write ordinary spaces.', ('no space stands after the colon of “label”.', 'Write label: {zh, with a space after the \
colon.'), None)
    """
    if key.isascii() and ":" not in key:
        return None
    slip = _full_colon(key) or _tight_colon(key) or _blank(key + "x")
    return (slip.message, slip.hint) if slip else None


def colon_hint(value: object) -> str:
    """Give what to write instead of a text that was meant as a field.

    >>> colon_hint("zh：图书馆"), colon_hint("图书馆：市立")
    ('Write zh: 图书馆, with a half-width colon and a space after it.', '')
    """
    slip = (_full_colon(value) or _tight_colon(value)) if isinstance(value, str) else None
    return slip.hint if slip else ""


def _full_colon(text: str) -> Slip | None:
    found = _COLON.search(text)
    if not found:
        return None
    hint = f"{_written(found)}, with a half-width colon and a space after it."
    return _slip(text, found.end("key"), f"the colon after “{found['key']}” is full-width.", hint)


def _tight_colon(text: str) -> Slip | None:
    found = _TIGHT.search(text)
    if not found:
        return None
    message = f"no space stands after the colon of “{found['key']}”."
    return _slip(text, found.end("key"), message, f"{_written(found)}, with a space after the colon.")


def _written(found: re.Match[str]) -> str:
    value = found["value"].strip()
    return f"Write {found['key']}: {value if len(value) <= _SHOWN else value[:_SHOWN] + '…'}"


def _blank(text: str) -> Slip | None:
    found = _BLANK.search(text) or _INDENT.search(text)
    if not found:
        return None
    message = f"a space stands here that is no ordinary one (U+{ord(found['blank'][0]):04X})."
    return _slip(text, found.start("blank"), message, "Write ordinary spaces.")


def _mark(text: str) -> Slip | None:
    bullet, bracket = _BULLET.search(text), _BRACKETS.search(text)
    if bullet:
        hint = "Begin the items of a list with a hyphen and a space, “- ”."
        return _slip(text, bullet.start("mark"), f"“{bullet['mark']}” is no bullet in YAML.", hint)
    if bracket:
        name = "mark" if bracket["mark"] else "comma"
        hint = "Write { } [ ] , in half-width characters."
        return _slip(text, bracket.start(name), f"“{bracket[name]}” is full-width.", hint)
    return None


def _slip(text: str, position: int, message: str, hint: str) -> Slip:
    line = text.count("\n", 0, position)
    return Slip(line, position - text.rfind("\n", 0, position), message, hint)
