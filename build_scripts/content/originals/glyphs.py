"""The characters of a page of a PDF file → the pieces of its lines.

Receives a page of text; gives runs, each of one height and without a wide gap, in the order of the file. What is turned
otherwise than most of the page, such as a stamp along its edge, is left out. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double, c_int, create_string_buffer
from math import pi
from statistics import median
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from build_scripts.content.originals.layout import Run
from build_scripts.content.originals.raised import raised

_HYPHEN = 2  # as the library gives one at the end of a line
_STRONG = re.compile(r"bold|black|heavy|semib|demi|simhei|heiti|黑", re.IGNORECASE)


class _Glyph(NamedTuple):
    """A character with its ends, its baseline and its height, as if its line went from left to right."""

    char: str
    left: float
    right: float
    base: float
    height: float
    place: int


def read_runs(page: Any) -> Iterator[Run]:
    """Give the pieces of lines of a page."""
    turned: dict[int, list[_Glyph]] = {}
    for quarter, glyph in _glyphs(page):
        turned.setdefault(quarter, []).append(glyph)
    run: list[_Glyph] = []
    for glyph in max(turned.values(), key=len, default=[]):
        if run and not _goes_on(run, glyph):
            yield _run(run, page.raw)
            run = []
        if run or glyph.char != " ":
            run.append(glyph)
    if run:
        yield _run(run, page.raw)


def _glyphs(page: Any) -> Iterator[tuple[int, _Glyph]]:
    """Give the characters, and by how many quarters each is turned."""
    raw, quarter, glyph = page.raw, 0, _Glyph(" ", 0, 0, 0, 1, 0)
    x, y, box = c_double(), c_double(), pdfium.FS_RECTF()
    for index in range(page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        code = 0x2D if code == _HYPHEN else code
        if code < 32 or code in (0xFFFE, 0xFFFF):
            continue
        char = chr(code)
        if char.isspace():
            yield quarter, glyph._replace(char=" ", left=glyph.right)
            continue
        pdfium.FPDFText_GetCharOrigin(raw, index, byref(x), byref(y))
        pdfium.FPDFText_GetLooseCharBox(raw, index, byref(box))
        quarter = round(pdfium.FPDFText_GetCharAngle(raw, index) * 2 / pi) % 4
        left, right, base, height = _turned(quarter, box, x.value, y.value)
        glyph = _Glyph(char, left, max(left, right), base, abs(height) or 1.0, index)
        yield quarter, glyph


def _turned(quarter: int, box: Any, x: float, y: float) -> tuple[float, float, float, float]:
    """Give the ends, baseline and height of a character whose line is turned by quarters to the left."""
    across, along = box.right - box.left, box.top - box.bottom
    return (
        (box.left, box.right, y, along),
        (box.bottom, box.top, -x, across),
        (-box.right, -box.left, -y, along),
        (-box.top, -box.bottom, x, across),
    )[quarter]


def _goes_on(run: Sequence[_Glyph], glyph: _Glyph) -> bool:
    last = run[-1]
    size = max(glyph.height, last.height)
    return abs(glyph.base - last.base) < 0.45 * size and -0.5 * size < glyph.left - last.right < 0.9 * size


def _run(glyphs: Sequence[_Glyph], page: Any) -> Run:
    own = [glyph for glyph in glyphs if glyph.char != " "]
    size = max(glyph.height for glyph in own) if len(own) < 3 else median(glyph.height for glyph in own)
    base = median(glyph.base for glyph in own if glyph.height > 0.9 * size)
    return Run(
        _words(glyphs, size, base),
        left=own[0].left,
        right=max(glyph.right for glyph in own),
        base=base,
        size=round(size * 2) / 2,
        strong=_is_strong(page, own[0].place) and _is_strong(page, own[-1].place),
    )


def _words(glyphs: Sequence[_Glyph], size: float, base: float) -> str:
    """Give the text of a run; what stands raised is a power, or the mark of a note, which is left out."""
    parts: list[str] = []
    end = glyphs[0].left
    for glyph in glyphs:
        if glyph.char == " ":
            parts.append(" ")
            continue
        if parts and parts[-1] != " " and glyph.left - end > 0.25 * size:
            parts.append(" ")
        is_raised = glyph.height < 1.1 * size and glyph.base > base + 0.18 * size
        parts.append(f"\ue000{glyph.char}\ue001" if is_raised else glyph.char)
        end = glyph.right
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
