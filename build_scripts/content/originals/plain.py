"""Plain text → the passages of an original.

Receives text with Unix line ends, where a form feed ends a page; returns blocks, with pages where there are such.
Lines that a program broke are joined again. Refuses nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from build_scripts.content.originals.clean import clean
from build_scripts.content.originals.lines import Line, join_lines, without_margins
from build_scripts.content.originals.markers import ends_sentence, is_page_number, split_note, width_of
from build_scripts.content.originals.model import Block

_ADDRESS = re.compile(r"https?://|www\.")
_NARROWEST, _WIDEST = 30, 140  # columns of a line that a program has broken
_APART = 9.0  # blank lines that nothing goes on over
_CELLS = re.compile(r"\t+|\s*\|\s*")


def read_plain(text: str) -> list[Block]:
    r"""Give the passages of a plain text.

    >>> [(block.kind, block.text, block.page) for block in read_plain("概述\n\n开放时间增加。\n\f1. 甲\n2. 乙\n")]
    [('heading', '概述', 1), ('text', '开放时间增加。', 1), ('item', '甲', 2), ('item', '乙', 2)]
    """
    sheets = text.split("\f")
    pages = [list(_lines(sheet, no if len(sheets) > 1 else None)) for no, sheet in enumerate(sheets, 1)]
    if len(sheets) > 1:
        pages = without_margins(pages)
    lines = [line for page in pages for line in page if not is_page_number(line.text)]
    return join_lines(_measured(lines))


def _lines(sheet: str, page: int | None) -> Iterator[Line]:
    blank = 0
    for raw in sheet.split("\n"):
        bare = raw.strip()
        if not clean(bare):
            blank += 1
            continue
        cells = tuple(map(clean, _CELLS.split(bare.strip("|")))) if "\t" in bare or bare.count("|") > 1 else ()
        if cells and len(cells) > 1 and not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            yield Line(" ".join(cells), page, gap=blank, cells=cells)
        elif not cells or len(cells) == 1:
            left = width_of(raw[: len(raw) - len(raw.lstrip())])
            yield Line(clean(bare), page, left=left, right=left + width_of(bare), gap=blank)
        blank = 0


def _measured(lines: Sequence[Line]) -> list[Line]:
    """Give the lines in one frame; blank lines that stand between nearly all of them say nothing.

    Among these a line without a blank behind it is one of a narrow cell, and goes on as full lines do. Where lines are
    not broken at one width each is a passage.
    """
    own = [line for line in lines if not line.cells]
    usual, width = _usual_gap(own), _usual_width(own)
    if not width:
        return [replace(line, gap=line.gap if line.cells else _APART) for line in lines]
    tight = [bool(usual) and after.gap == 0 for after in lines[1:]]
    return [
        replace(line, gap=max(0.0, line.gap - usual), right=width if is_tight else min(line.right, width))
        for line, is_tight in zip(lines, [*tight, False], strict=True)
    ]


def _usual_width(lines: Sequence[Line]) -> float:
    """Give how wide most full lines are, or 0 where no program has broken them at one width.

    >>> _usual_width([Line("so on and", right=width) for width in (80, 79, 76, 12, 80, 78, 70, 30, 66, 79, 120)])
    80
    >>> _usual_width([Line("It ends.", right=width) for width in (80, 79, 80, 310, 150)])
    0
    """
    counts = Counter(line.right for line in lines if line.right <= _WIDEST)
    within = {wide: sum(n * right for right, n in counts.items() if 0.88 * wide <= right <= wide) for wide in counts}
    width = max(within, key=lambda wide: (within[wide], wide), default=0)
    go_on = sum(0.88 * width <= line.right <= width and not ends_sentence(line.text) for line in lines)
    longer = sum(line.right > 1.06 * width and not _ADDRESS.search(line.text) for line in lines)
    return width if width >= _NARROWEST and go_on >= 3 and longer <= 0.1 * len(lines) else 0


def _usual_gap(lines: Sequence[Line]) -> float:
    """Give 1 where blank lines stand between lines that go on, as in text that was taken out of a PDF file."""
    gaps = [after.gap for _, after in pairwise(lines)]
    return 1.0 if gaps and sum(gap >= 1 for gap in gaps) > 0.6 * len(gaps) and _go_on(lines) else 0.0


def _go_on(lines: Sequence[Line]) -> bool:
    """Tell whether many lines end where no sentence does."""
    own = [line for line in lines if width_of(line.text) > 40 and not split_note(line.text)[0]]
    return sum(not ends_sentence(line.text) for line in own) > 0.5 * max(1, len(own))
