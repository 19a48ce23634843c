"""A PDF file → the passages of an original, with their pages.

Receives a path; returns blocks and the title that the file gives itself. Refuses, with `OriginalError`, what needs a
password, what holds pictures of pages and no text, what is no PDF file inside, and what is beyond the bounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from build_scripts.content.originals.clean import clean
from build_scripts.content.originals.glyphs import read_runs
from build_scripts.content.originals.layout import Run, mark_lines, read_pages
from build_scripts.content.originals.lines import join_lines, without_margins
from build_scripts.content.originals.model import Block, OriginalError
from build_scripts.ground.messages import Phrase

MOST_PAGES = 2000
MOST_CHARACTERS = 5_000_000
_MOST_SHAPES = 3000  # of a page; what else is drawn belongs to a chart


def read_pdf(path: Path) -> tuple[list[Block], str, int]:
    """Give the passages of a PDF file, its title, and how many pages it has."""
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
    return join_lines(mark_lines(without_margins(pages))), title, len(pages)


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
        yield [*read_runs(text), *_bullets(page)]
        text.close()
        page.close()
    if read < 20 * len(document):
        raise OriginalError(
            Phrase("it holds pictures of pages and no text; have a program recognise the text first (OCR).")
        )


def _bullets(page: Any) -> Iterator[Run]:
    """Give the bullets that are drawn and not written, as browsers do."""
    left, bottom, right, top = (c_float() for _ in range(4))
    shapes = 0
    for number in range(pdfium.FPDFPage_CountObjects(page.raw)):
        shape = pdfium.FPDFPage_GetObject(page.raw, number)
        if pdfium.FPDFPageObj_GetType(shape) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        shapes += 1
        pdfium.FPDFPageObj_GetBounds(shape, byref(left), byref(bottom), byref(right), byref(top))
        width, height = right.value - left.value, top.value - bottom.value
        if shapes < _MOST_SHAPES and 1.5 <= width <= 7 and 0.8 <= width / max(height, 0.1) <= 1.25:
            size = 3 * height
            yield Run("•", left.value, right.value, (top.value + bottom.value) / 2 - 0.35 * size, size)
