"""The first typo in a YAML text that people make who write with full-width characters: where, and what to write.

Receives a text that YAML does not read as it was meant; returns a line and column, what is wrong and what to write, or
nothing. Refuses nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from build_scripts.ground.messages import NOTHING, Phrase

_KEY = r"[A-Za-z_][\w-]*"
_COLON = re.compile(
    rf"(?P<before>^[^\S\n]*(?:-[^\S\n]+)?|[{{,，｛]\s*)(?P<key>{_KEY})\s*：[^\S\n]*(?P<value>[^\n,}}]*)", re.MULTILINE
)
_TIGHT = re.compile(rf"(?P<before>^[^\S\n]*(?:-[^\S\n]+)?)(?P<key>{_KEY}):(?=[^\s:/])(?P<value>[^\n]*)", re.MULTILINE)
_BLANK = re.compile(rf"^[^\S\n]*(?:-[^\S\n]+)?{_KEY}:(?P<blank>[\u00a0\u3000\u2002-\u200b])", re.MULTILINE)
_INDENT = re.compile(r"^ *(?P<blank>[\u00a0\u3000\u2002-\u200b]+)\S", re.MULTILINE)
_BULLET = re.compile(r"^[^\S\n]*(?P<mark>[–—－−•·])\s*\S", re.MULTILINE)
_BRACKETS = re.compile(
    rf"(?:^[^\S\n]*(?:-[^\S\n]+)?{_KEY}:\s*|^[^\S\n]*-[^\S\n]+|[{{\[,]\s*(?:{_KEY}:\s*)?)(?P<mark>[｛［])|(?P<comma>，)\s*{_KEY}:\s",
    re.MULTILINE,
)
_DASH = re.compile(rf"^[^\S\n]*(?P<mark>-)(?P<key>{_KEY}):\s", re.MULTILINE)
_APOSTROPHE = re.compile(r"(?:[:,{\[]|^[^\S\n]*-)\s*'[^'\n]*[A-Za-z](?P<mark>')(?=[A-Za-z])[^'\n]*'", re.MULTILINE)
_COMMENT = re.compile(r"""\{(?:'[^'\n]*'|"[^"\n]*"|[^{}\n"'])*?\s(?P<mark>#)[^\n]*\}""")
_TWO_COLONS = re.compile(rf"[{{,]\s*{_KEY}:\s+(?![\s\"'{{\[])[^,{{}}\n]*?(?P<word>[^\s,{{}}:]+)(?P<mark>:)\s")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Typo:
    """A typo: its line (from 0) and column (from 1), what is wrong, and what to write."""

    line: int
    column: int
    message: Phrase
    hint: Phrase


def find_typo(text: str) -> Typo | None:
    """Give the first typo of a text.

    >>> find_typo("id: a\\ntitle：题")
    Typo(line=1, column=6, message='the colon after “title” is full-width.', hint='Write title: 题, with a half-width \
colon and a space after it.')
    >>> find_typo("title:题").message, find_typo("url: https://e.org/")
    ('no space stands after the colon of “title”.', None)
    >>> [find_typo(text).column for text in ("-id: a", "{en: 'world's end'}", "{zh: A #1}", "{zh: 企业 en: Business}")]
    [1, 12, 8, 11]
    """
    found = [typo for find in (_full_colon, _tight_colon, _blank, _mark, _dash, _cut) if (typo := find(text))]
    return min(found, key=lambda typo: (typo.line, typo.column), default=None)


def find_key_typo(key: str) -> tuple[Phrase, Phrase] | None:
    """Give what is wrong with a key that was meant as something else, and what to write.

    >>> find_key_typo("zh：图"), find_key_typo("\u3000label")[1], find_key_typo("label:{zh"), find_key_typo("label")
    (('the colon after “zh” is full-width.', 'Write zh: 图, with a half-width colon and a space after it.'), \
'Write ordinary spaces.', ('no space stands after the colon of “label”.', 'Write label: {zh, with a space after the \
colon.'), None)
    """
    if key.isascii() and ":" not in key:
        return None
    typo = _full_colon(key) or _tight_colon(key) or _blank(key + "x")
    return (typo.message, typo.hint) if typo else None


def colon_hint(value: object) -> Phrase:
    """Give what to write instead of a text that was meant as a field.

    >>> colon_hint("zh：图书馆"), colon_hint("图书馆：市立")
    ('Write zh: 图书馆, with a half-width colon and a space after it.', '')
    """
    typo = (_full_colon(value) or _tight_colon(value)) if isinstance(value, str) else None
    return typo.hint if typo else NOTHING


def _full_colon(text: str) -> Typo | None:
    found = _COLON.search(text)
    if not found:
        return None
    hint = Phrase("Write %(field)s, with a half-width colon and a space after it.", field=_written(found))
    message = Phrase("the colon after “%(key)s” is full-width.", key=found["key"])
    return _typo(text, found.end("key"), message, hint)


def _tight_colon(text: str) -> Typo | None:
    found = _TIGHT.search(text)
    if not found:
        return None
    message = Phrase("no space stands after the colon of “%(key)s”.", key=found["key"])
    hint = Phrase("Write %(field)s, with a space after the colon.", field=_written(found))
    return _typo(text, found.end("key"), message, hint)


def _written(found: re.Match[str]) -> str:
    value = found["value"].strip()
    return f"{found['key']}: {value if len(value) <= _SHOWN else value[:_SHOWN] + '…'}"


def _blank(text: str) -> Typo | None:
    found = _BLANK.search(text) or _INDENT.search(text)
    if not found:
        return None
    message = Phrase("a space stands here that is no ordinary one (U+%(code)s).", code=f"{ord(found['blank'][0]):04X}")
    return _typo(text, found.start("blank"), message, Phrase("Write ordinary spaces."))


def _mark(text: str) -> Typo | None:
    bullet, bracket = _BULLET.search(text), _BRACKETS.search(text)
    if bullet:
        hint = Phrase("Begin the items of a list with a hyphen and a space, “- ”.")
        message = Phrase("“%(mark)s” is no bullet in YAML.", mark=bullet["mark"])
        return _typo(text, bullet.start("mark"), message, hint)
    if bracket:
        name = "mark" if bracket["mark"] else "comma"
        hint = Phrase("Write { } [ ] , in half-width characters.")
        return _typo(text, bracket.start(name), Phrase("“%(mark)s” is full-width.", mark=bracket[name]), hint)
    return None


def _dash(text: str) -> Typo | None:
    found = _DASH.search(text)
    if not found:
        return None
    hint = Phrase("Begin the items of a list with a hyphen and a space, “- ”.")
    message = Phrase("no space stands after the hyphen before “%(key)s”.", key=found["key"])
    return _typo(text, found.start("mark"), message, hint)


def _cut(text: str) -> Typo | None:
    """Find what ends a text before its end: an apostrophe in quotes, # or a second colon in braces."""
    if found := _APOSTROPHE.search(text):
        message = Phrase("an apostrophe ends the text in ' ' here.")
        return _typo(text, found.start("mark"), message, Phrase("Write ’, or put the text into double quotes."))
    if found := _COMMENT.search(text):
        message = Phrase("a # after a space begins a comment, which takes in the brace.")
        return _typo(text, found.start("mark"), message, Phrase("Put the text into quotes."))
    if found := _TWO_COLONS.search(text):
        message = Phrase("two colons stand in one field.")
        hint = Phrase("Put the text into quotes, or a comma before “%(word)s”.", word=found["word"])
        return _typo(text, found.start("mark"), message, hint)
    return None


def _typo(text: str, position: int, message: Phrase, hint: Phrase) -> Typo:
    line = text.count("\n", 0, position)
    return Typo(line, position - text.rfind("\n", 0, position), message, hint)
