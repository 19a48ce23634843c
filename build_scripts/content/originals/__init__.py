"""A report as it was published → its passages, in order, with their pages.

Receives the path of a file, of which nothing is kept: plain text, PDF, Word (.docx) or HTML, told by what is in it and
not by its name. Returns `Original`. Refuses, with `OriginalError`, what is encrypted, scanned, broken, empty, beyond
the bounds, or of another kind, and says what to do.
"""

from __future__ import annotations

import re
from pathlib import Path

from build_scripts.content.originals.language import guess_language
from build_scripts.content.originals.model import Block, Original, OriginalError, Passage
from build_scripts.content.originals.sniff import Sniffed, decode_text, sniff
from build_scripts.ground.messages import Phrase, reported

__all__ = ["Original", "OriginalError", "Passage", "read_original"]

_DATE = re.compile(r"[\d\s年月日./-]+")
LARGEST_FILE = 100_000_000  # bytes


def read_original(path: Path) -> Original:
    """Read an original; the path is that of a file outside the content."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise OriginalError(
                Phrase("it has %(size)s MB; at most %(most)s are read.", size=size // 10**6, most=LARGEST_FILE // 10**6)
            )
        blocks, title, *pages = _read(path, sniff(path))
    except OSError as error:
        raise OriginalError(Phrase("it cannot be read: %(reason)s.", reason=reported(error))) from error
    if not any(block.text for block in blocks):
        raise OriginalError(Phrase("it holds no text."))
    kept = [block for block in blocks if block.text]
    passages = tuple(
        Passage(block.text, block.page, number, block.kind, block.level) for number, block in enumerate(kept, 1)
    )
    language = guess_language(" ".join(block.text for block in kept[:400]))
    return Original(passages, _title(kept, title), language, *pages)


def _read(path: Path, kind: Sniffed) -> tuple[list[Block], str] | tuple[list[Block], str, int]:
    """Read a file by its kind, with the number of its pages if it has any; the libraries for others are not loaded."""
    if kind == "pdf":
        from build_scripts.content.originals.pdf import read_pdf

        return read_pdf(path)
    if kind == "word":
        from build_scripts.content.originals.word import read_word

        return read_word(path)
    text = decode_text(path.read_bytes(), kind)
    if kind == "html":
        from build_scripts.content.originals.html import read_html

        return read_html(text)
    from build_scripts.content.originals.plain import read_plain

    return read_plain(text), ""


def _title(blocks: list[Block], own: str) -> str:
    """Give the highest of the first headings, else what the file calls itself, else the first words."""
    first = blocks[:12]
    headings = [block for block in first if block.kind == "heading" and not _DATE.fullmatch(block.text)]
    if headings:
        return min(headings, key=lambda block: block.level).text
    return own or first[0].text[:100]
