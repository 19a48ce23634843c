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

    >>> [guess_encoding(raw) for raw in ("标题：开放".encode("gbk"), "标题".encode("utf-16"), b"caf\\xe9 x")]
    ['gb18030', 'utf-16', '']
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16" if _decodes(raw, "utf-16") else ""
    if raw.startswith(_BOM) or not _decodes(raw, "gb18030") or b"\x00" in raw:
        return ""
    pairs = [pair for run in re.findall(rb"[\x80-\xff][\x40-\xff]*", raw) for pair in _PAIR.findall(run)]
    common = sum(_COMMON.fullmatch(pair) is not None for pair in pairs)
    usual = sum(_USUAL.fullmatch(pair) is not None for pair in pairs)
    is_certain = len(pairs) >= _LEAST and common >= 0.98 * len(pairs) and usual >= 0.9 * len(pairs)
    return "gb18030" if is_certain else ""


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
