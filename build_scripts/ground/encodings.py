"""The bytes of a text file → its text, how it is written, or which other encoding it has.

Receives bytes; returns text with Unix line ends, and the `Form` that keeps a byte order mark and the line ends of a
file that is written again. Refuses nothing: where the encoding is not certain, it says so.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOM = codecs.BOM_UTF8
# Of GBK: the characters of GB 2312, and those of its first level, which nearly all texts are made of.
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
_COMMON = re.compile(rb"[\xa1-\xa9\xb0-\xf7][\xa1-\xfe]")
_USUAL = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")
_LEAST = 4  # characters without which nothing is certain
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What has the same byte in all Windows code pages of Latin script (1250, 1252, 1254, 1257, 1258) but for few letters.
_OF_WINDOWS = frozenset("‚„…†‡‰‹›‘’“”•–—\u00a0§©«¬®°±µ¶·»áâäçéëíóôöúüßÁÂÄÇÉËÍÓÔÖÚÜ€")
_LONGEST_RUN = 2  # of such bytes: a letter and a mark, as in “café”


@dataclass(frozen=True, slots=True)
class Form:
    """How a text is written: with a byte order mark or without, and its line ends."""

    bom: bytes = b""
    line_end: str = "\n"

    def encode(self, text: str) -> bytes:
        """Write a text in this form.

        >>> Form(line_end="\\r\\n").encode("a\\n")
        b'a\\r\\n'
        """
        return self.bom + text.replace("\n", self.line_end).encode("utf-8")


def form_of(raw: bytes) -> Form:
    """Give how a file is written; of several line ends the one that most lines have.

    >>> form_of(b"\\xef\\xbb\\xbfa\\r\\nb\\r\\n")
    Form(bom=b'\\xef\\xbb\\xbf', line_end='\\r\\n')
    """
    windows = raw.count(b"\r\n")
    unix, old = raw.count(b"\n") - windows, raw.count(b"\r") - windows
    most = max(unix, windows, old)
    line_end = "\n" if most == unix else "\r\n" if most == windows else "\r"
    return Form(_BOM if raw.startswith(_BOM) else b"", line_end)


def unix_lines(text: str) -> str:
    """Give a text with Unix line ends, and without a byte order mark."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def guess_encoding(raw: bytes) -> str:
    """Give the encoding of bytes that are no UTF-8, or nothing where that is not certain.

    >>> [guess_encoding("标题：开放\\n".encode(name)) for name in ("gbk", "utf-16-le")]
    ['gb18030', 'utf-16-le']
    >>> guess_encoding("café".encode("cp1252")), guess_encoding("là".encode("cp1252"))
    ('cp1252', '')
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16" if _decodes(raw, "utf-16") else ""
    if raw.startswith(_BOM):
        return ""
    if b"\x00" in raw:
        return next((name for name in ("utf-16-le", "utf-16-be") if _is_utf_16(raw, name)), "")
    if _is_of_windows(raw):
        return "cp1252"
    if not _decodes(raw, "gb18030"):
        return ""
    pairs = [pair for run in re.findall(rb"[\x80-\xff][\x40-\xff]*", raw) for pair in _PAIR.findall(run)]
    common = sum(_COMMON.fullmatch(pair) is not None for pair in pairs)
    usual = sum(_USUAL.fullmatch(pair) is not None for pair in pairs)
    is_certain = len(pairs) >= _LEAST and common >= 0.98 * len(pairs) and usual >= 0.9 * len(pairs)
    return "gb18030" if is_certain else ""


def _is_utf_16(raw: bytes, name: str) -> bool:
    """Tell whether bytes without a mark of their order are text in that order: they have its line ends."""
    text = raw.decode(name) if _decodes(raw, name) else ""
    has_lines = 0 < raw.count(b"\n") <= 2 * text.count("\n") and raw.count(b"\x00") * 20 >= len(raw)
    return has_lines and _NO_TEXT.search(text) is None


def _is_of_windows(raw: bytes) -> bool:
    """Tell whether all bytes beyond ASCII stand alone or in pairs, and mean the same in all code pages for Latin."""
    runs = re.findall(rb"[\x80-\xff]+", raw)
    if not _decodes(raw, "cp1252") or any(len(run) > _LONGEST_RUN for run in runs):
        return False
    return set(b"".join(runs).decode("cp1252")) <= _OF_WINDOWS


def has_other_lines(raw: bytes) -> bool:
    """Tell whether a file is UTF-8 but for a few lines, which were put in from another file.

    >>> has_other_lines("标题\\n".encode() + "开放\\n".encode("gbk")), has_other_lines("标题\\n".encode("gbk"))
    (True, False)
    """
    good = [line for line in raw.splitlines() if _decodes(line, "utf-8")]
    return any(not line.isascii() for line in good)


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
