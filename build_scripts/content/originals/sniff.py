"""The bytes of a file → what kind of original it is, and its text where it is one.

Receives a path or bytes; returns the kind. Refuses, with `OriginalError`, kinds that no reader is for, and says which
it is and how to save it.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Literal
from zipfile import BadZipFile, ZipFile

from build_scripts.content.originals.model import OriginalError
from build_scripts.ground.encodings import guess_encoding, unix_lines
from build_scripts.ground.messages import Phrase

Sniffed = Literal["pdf", "word", "html", "text"]
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|article|main|h1|p|div)\b",
    re.I | re.S,
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
_MOST_ENTRIES = 20_000


def sniff(path: Path) -> Sniffed:
    """Give the kind of a file by what is in it."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise OriginalError(Phrase("it is empty."))
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return _sniff_zip(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise OriginalError(Phrase("it is encrypted, or of an old form of Word; save it as .docx without a password."))
    if head.startswith(b"{\\rtf"):
        raise OriginalError(Phrase("it is in RTF; save it as .docx."))
    if head.startswith(_PICTURES):
        raise OriginalError(Phrase("it is a picture; have a program recognise the text first (OCR)."))
    return "html" if _HTML.match(head.removeprefix(codecs.BOM_UTF8)) else "text"


def _sniff_zip(path: Path) -> Sniffed:
    try:
        with ZipFile(path) as file:
            names = file.namelist()
    except (BadZipFile, OSError, NotImplementedError) as error:
        raise OriginalError(Phrase("it is broken; open it in the program that it is of and save it anew.")) from error
    if "word/document.xml" in names and len(names) <= _MOST_ENTRIES:
        return "word"
    raise OriginalError(Phrase("it is no text, PDF, Word (.docx) or HTML file; save it as one of these."))


def decode_text(raw: bytes, kind: Sniffed) -> str:
    """Give the text of a file: UTF-8, else what a page of HTML says, else what its bytes show.

    >>> decode_text("标题：开放".encode("gbk"), "text"), decode_text(b'<meta charset="latin-1">caf\\xe9', "html")
    ('标题：开放', '<meta charset="latin-1">café')
    """
    declared = _CHARSET.search(raw[:4096]) if kind == "html" else None
    names = ("utf-8-sig", guess_encoding(raw), declared[1].decode() if declared else "", "gb18030", "cp1252")
    for name in filter(None, names):
        try:
            text = raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if _is_text(text):
            return unix_lines(text)
    raise OriginalError(Phrase("it is no text, PDF, Word (.docx) or HTML file; save it as one of these."))


def _is_text(text: str) -> bool:
    """Tell whether there are no characters in it that only programs read."""
    odd = len(re.findall("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]", text[:100_000]))
    return odd <= len(text[:100_000]) // 1000
