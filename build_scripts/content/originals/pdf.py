"""A PDF file → the passages of an original, with their pages.

Receives a path; returns blocks and the title that the file gives itself. Refuses, with `OriginalError`, what needs a
password, what holds pictures of pages and no text, what is no PDF file inside, and what is beyond the bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double, c_int, create_string_buffer
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from build_scripts.content.originals.clean import clean
from build_scripts.content.originals.layout import Run, mark_lines, read_pages
from build_scripts.content.originals.lines import join_lines, without_margins
from build_scripts.content.originals.model import Block, OriginalError
from build_scripts.content.originals.raised import raised
from build_scripts.ground.messages import Phrase

MOST_PAGES = 2000
MOST_CHARACTERS = 5_000_000
_MOST_SHAPES = 3000  # of a page; what draws more is a chart
_HYPHEN = 2  # as the library gives one at the end of a line
_STRONG = re.compile(r"bold|black|heavy|semib|demi|simhei|heiti|黑", re.IGNORECASE)


def read_pdf(path: Path) -> tuple[list[Block], str]:
    """Give the passages of a PDF file, and its title."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error) from error
    try:
        if len(document) > MOST_PAGES:
            raise OriginalError(
                Phrase("it has %(pages)s pages; at most %(most)s are read.", pages=len(document), most=MOST_PAGES)
            )
        pages = list(read_pages(_read_pages(document)))
        title = clean(document.get_metadata_dict().get("Title", ""))
    finally:
        document.close()
    return join_lines(mark_lines(without_margins(pages))), title


def _refusal(error: pypdfium2.PdfiumError) -> OriginalError:
    code = getattr(error, "err_code", None)
    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return OriginalError(Phrase("it is encrypted; save a copy without a password."))
    return OriginalError(Phrase("it is broken; open it in a program for PDF files and save it anew."))


def _read_pages(document: Any) -> Iterator[list[Run]]:
    read = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError as error:
            raise _refusal(error) from error
        text = page.get_textpage()
        read += text.count_chars()
        if read > MOST_CHARACTERS:
            raise OriginalError(Phrase("it holds more text than is read; split it into parts."))
        yield [*_runs(text), *_bullets(page)]
        text.close()
        page.close()
    if read < 20 * len(document):
        raise OriginalError(
            Phrase("it holds pictures of pages and no text; have a program recognise the text first (OCR).")
        )


def _runs(page: Any) -> Iterator[Run]:
    """Give the pieces of lines, each of one height and without a wide gap, in the order of the file."""
    raw = page.raw
    x, y = c_double(), c_double()
    box = pdfium.FS_RECTF()
    run: list[tuple[str, float, float, float, float]] = []  # text, left, right, baseline, height
    first = 0
    for index in range(page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        code = 0x2D if code == _HYPHEN else code
        if code < 32 or code in (0xFFFE, 0xFFFF) or (pdfium.FPDFText_IsGenerated(raw, index) == 1 and code != 32):
            continue
        char = chr(code)
        if char.isspace():
            if run:
                run.append((" ", run[-1][2], run[-1][2], run[-1][3], run[-1][4]))
            continue
        pdfium.FPDFText_GetCharOrigin(raw, index, byref(x), byref(y))
        pdfium.FPDFText_GetLooseCharBox(raw, index, byref(box))
        glyph = (char, box.left, max(box.right, box.left), y.value, abs(box.top - box.bottom) or 1.0)
        if run and not _goes_on(run, glyph):
            yield _run(run, raw, first)
            run = []
        if not run:
            first = index
        run.append(glyph)
    if run:
        yield _run(run, raw, first)


def _bullets(page: Any) -> Iterator[Run]:
    """Give the bullets that are drawn and not written, as browsers do."""
    shapes = list(islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4), _MOST_SHAPES))
    for shape in shapes if len(shapes) < _MOST_SHAPES else ():
        left, bottom, right, top = shape.get_bounds()
        width, height = right - left, top - bottom
        if 1.5 <= width <= 7 and 0.8 <= width / max(height, 0.1) <= 1.25:
            size = 3 * height
            yield Run("•", left, right, (top + bottom) / 2 - 0.35 * size, size)


def _goes_on(
    run: Sequence[tuple[str, float, float, float, float]], glyph: tuple[str, float, float, float, float]
) -> bool:
    _, left, _, base, height = glyph
    _, _, right, last_base, last_height = run[-1]
    size = max(height, last_height)
    gap = left - right
    return abs(base - last_base) < 0.45 * size and -0.5 * size < gap < 0.9 * size


def _run(glyphs: Sequence[tuple[str, float, float, float, float]], page: Any, first: int) -> Run:
    heights = [glyph[4] for glyph in glyphs if glyph[0] != " "]
    size = max(heights) if len(heights) < 3 else median(heights)
    base = median(glyph[3] for glyph in glyphs if glyph[0] != " " and glyph[4] > 0.9 * size)
    return Run(
        _words(glyphs, size, base),
        left=glyphs[0][1],
        right=max(glyph[2] for glyph in glyphs),
        base=base,
        size=round(size * 2) / 2,
        strong=_is_strong(page, first),
    )


def _words(glyphs: Sequence[tuple[str, float, float, float, float]], size: float, base: float) -> str:
    """Give the text of a run; what stands raised is a power, or the mark of a note, which is left out."""
    parts: list[str] = []
    end = glyphs[0][1]
    for char, left, right, own_base, height in glyphs:
        if char == " ":
            parts.append(" ")
            continue
        if parts and parts[-1] != " " and left - end > 0.25 * size:
            parts.append(" ")
        is_raised = height < 1.1 * size and own_base > base + 0.18 * size
        parts.append(f"\ue000{char}\ue001" if is_raised else char)
        end = right
    return _resolve_raised("".join(parts).replace("\ue001\ue000", ""))


def _resolve_raised(text: str) -> str:
    """Give what raised print, between \\ue000 and \\ue001, is to a reader of the words.

    >>> _resolve_raised("5 km\\ue0002\\ue001 in all\\ue00012\\ue001.")
    '5 km² in all.'
    """
    return re.sub("\ue000([^\ue001]*)\ue001", lambda match: raised(text[: match.start()], match[1].strip()), text)


def _is_strong(page: Any, index: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(page, index) >= 600:
        return True
    name = create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(page, index, name, 128, byref(c_int()))
    return bool(_STRONG.search(name.value.decode("utf-8", "replace")))
