"""The lines of pages, with where they stand → the passages that they make.

Receives lines in reading order, with places in any unit that is one throughout; returns blocks. A line goes on in the
next where the first word of that would not have fitted behind it, unless a blank, an indent, another print or a marker
says otherwise. Refuses nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from build_scripts.content.originals.markers import (
    ends_sentence,
    is_bare,
    is_bullet,
    is_contents_line,
    is_firm_heading,
    is_page_number,
    join_text,
    split_heading,
    split_item,
    split_note,
    width_of,
)
from build_scripts.content.originals.model import Block, PassageKind
from build_scripts.ground.languages import HAN

_LONGEST_HEADING = 120  # columns
_LONGEST_PLAIN_HEADING = 60  # without other print
_WORD = re.compile(rf"[{HAN}][，。；：、！？）》”]?|[^\s{HAN}]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: from `left` to `right`, with a blank of `gap` lines above it, in a column of a page.

    `size` is that of its print, 0 where there is none; `strong` print is bold; a `foot` stands small below all else.
    `cells` are those of a row of a table.
    """

    text: str
    page: int | None = None
    column: int = 0
    left: float = 0
    right: float = 0
    gap: float = 0
    size: float = 0
    strong: bool = False
    foot: bool = False
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is usual in a document: where lines of a column begin and end, and the size of print."""

    edges: dict[tuple[int | None, int], tuple[float, float]]
    size: float

    def edge(self, line: Line) -> tuple[float, float]:
        return self.edges[(line.page, line.column)]


def join_lines(lines: Sequence[Line]) -> list[Block]:
    """Give the passages that lines make.

    >>> texts = ["一、概述", "　　第一段写到这里还没有写完就", "到了行末。", "• 甲", "• 乙"]
    >>> lines = [Line(text.strip(), left=4.0 * (text[0] == "　"), right=2.0 * len(text)) for text in texts]
    >>> [(block.kind, block.text) for block in join_lines(lines)]
    [('heading', '概述'), ('text', '第一段写到这里还没有写完就到了行末。'), ('item', '甲'), ('item', '乙')]
    """
    kept = [line for line in lines if not is_contents_line(line.text)]
    frame = _Frame(_edges(kept), _body_size(kept))
    groups = list(_group(kept, frame))
    sizes = sorted({group[0].size for group in groups if _is_large(group[0], frame)}, reverse=True)
    blocks = list(_classify(groups, frame, sizes))
    return _without_numbers(blocks)


def _body_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def _edges(lines: Sequence[Line]) -> dict[tuple[int | None, int], tuple[float, float]]:
    """Give where the lines of each column begin, as most do, and how far they go."""
    by_column: dict[tuple[int | None, int], list[Line]] = {}
    for line in lines:
        by_column.setdefault((line.page, line.column), []).append(line)
    found: dict[tuple[int | None, int], tuple[float, float]] = {}
    for column, own in by_column.items():
        rights = sorted(line.right for line in own if not line.cells) or [0.0]
        lefts = Counter(round(line.left / 2) * 2 for line in own if not line.cells)
        left = min((left for left, count in lefts.items() if count >= 0.15 * lefts.total()), default=min(lefts or [0]))
        found[column] = left, rights[ceil(0.97 * (len(rights) - 1))]
    return found


def _group(lines: Sequence[Line], frame: _Frame) -> Iterator[list[Line]]:
    """Give the lines of each passage; what small print or a table interrupts goes on behind it."""
    pending: list[Line] = []
    held: list[list[Line]] = []
    for line in lines:
        aside = held[-1] if held else []
        if pending and (line.foot or line.cells) and not (pending[0].foot or pending[0].cells):
            if aside and not _begins(aside[-1], line, aside, frame):
                aside.append(line)
            else:
                held.append([line])
        elif pending and not _begins(pending[-1], line, pending, frame):
            pending.append(line)
        else:
            yield from ([pending] if pending else [])
            yield from held
            pending, held = [line], []
    yield from ([pending] if pending else [])
    yield from held


def _begins(before: Line, line: Line, group: Sequence[Line], frame: _Frame) -> bool:
    """Tell whether a line begins a passage of its own behind another."""
    if line.cells or before.cells or line.foot != before.foot:
        return True
    if _ADDRESS.fullmatch(before.text) or _ADDRESS.fullmatch(line.text):
        return True
    if abs(line.size - before.size) > 0.08 * max(line.size, before.size) or line.strong != before.strong:
        return True
    if line.foot:
        return bool(split_note(line.text, small=True)[0])
    if split_item(line.text)[0] and not _is_number_in_text(before, line):
        return True
    marker, is_short = split_heading(line.text)[0], width_of(before.text) <= _LONGEST_PLAIN_HEADING
    if len(group) == 1 and split_heading(before.text)[1] and is_short and _has_room(before, line, frame):
        return True
    if is_firm_heading(marker) and width_of(line.text) <= _LONGEST_PLAIN_HEADING and ends_sentence(before.text):
        return True
    goes_on = not ends_sentence(before.text) and not _has_room(before, line, frame)
    if (line.page, line.column) != (before.page, before.column):
        return not goes_on
    if line.gap > (1.6 if goes_on and not line.size else 0.55):
        return True
    if line.text[0].islower() and not ends_sentence(before.text):
        return False
    return _is_indented(before, line, group, frame) or _has_room(before, line, frame)


def _is_number_in_text(before: Line, line: Line) -> bool:
    """Tell whether what looks like the number of an item is one of a sentence that goes on: … in\\n12. May."""
    marker = split_item(line.text)[0]
    return (
        not is_bullet(marker) and line.gap < 0.3 and bool(re.search(r"[,，、(（]$|\b(?:in|of|and|the)$", before.text))
    )


def _is_indented(before: Line, line: Line, group: Sequence[Line], frame: _Frame) -> bool:
    """Tell whether a line begins further right than the rest of its paragraph, as first lines do."""
    em = line.size or 2
    hangs = bool(split_item(group[0].text)[0]) or (len(group) == 1 and before.left > line.left)
    return line.left > max(before.left if len(group) > 1 or hangs else 0, frame.edge(line)[0]) + 0.9 * em and not hangs


def _has_room(before: Line, line: Line, frame: _Frame) -> bool:
    """Tell whether the first word of a line would have fitted behind the line before, which so ended on purpose."""
    word = _WORD.match(line.text)
    width = (line.right - line.left) * width_of(word[0] if word else "") / max(1, width_of(line.text))
    edge = frame.edge(before)[1]
    slack = (0.3 if before.text[-1:].isascii() else 1.1) * before.size
    if not before.size:  # columns are no exact measure of what stood on paper
        slack = (0.05 if ends_sentence(before.text) else 0.12) * edge
    return edge - before.right > width + slack


def _is_large(line: Line, frame: _Frame) -> bool:
    return line.size > 1.12 * frame.size


def _classify(groups: Sequence[list[Line]], frame: _Frame, sizes: Sequence[float]) -> Iterator[Block]:
    texts = [_text(group) for group in groups]
    for no, (group, text) in enumerate(zip(groups, texts, strict=True)):
        first, page = group[0], group[0].page
        if first.cells:
            yield Block(" | ".join(cell for cell in first.cells if cell), "row", page)
        elif first.foot or split_note(text)[0] or _ADDRESS.fullmatch(text):
            yield Block(split_note(text, first.foot)[1], "note", page)
        elif level := _level(group, text, frame, sizes, texts[no - 1 : no], texts[no + 1 : no + 2]):
            yield Block(text, "heading", page, level)
        else:
            marker, rest = split_item(text)
            kind: PassageKind = "item" if marker else "text"
            if not text.isdigit() or len(text) > 3:  # the mark of a note that fell onto a line of its own
                yield Block(rest, kind, page)


def _text(group: Sequence[Line]) -> str:
    text = group[0].text
    for line in group[1:]:
        text = join_text(text, line.text)
    return text


def _level(
    group: Sequence[Line], text: str, frame: _Frame, sizes: Sequence[float], before: Sequence[str], after: Sequence[str]
) -> int:
    """Give the level of a heading, or 0 for what is none."""
    marker, depth, _ = split_heading(text)
    width = width_of(text)
    if width > _LONGEST_HEADING or is_bullet(split_item(text)[0]) or not re.search(r"[^\W\d_]", text):
        return 0
    if _is_large(group[0], frame):
        return sizes.index(group[0].size) + 1
    if ends_sentence(text) or text.endswith(("，", ",", "、", "|")):
        return 0
    if group[0].strong:
        return len(sizes) + 1
    if width > _LONGEST_PLAIN_HEADING:
        return 0
    if is_firm_heading(marker):
        return depth or 1
    if split_item(text)[0]:
        alone = not any(split_item(other)[0] and not is_bullet(split_item(other)[0]) for other in (*before, *after))
        leads = bool(after) and width_of(after[0]) > width
        return (depth or 2) if marker and alone and leads else 0
    stands_free = not group[0].size and len(group) == 1 and width <= _LONGEST_PLAIN_HEADING
    ended = not before or ends_sentence(before[0]) or width_of(before[0]) <= _LONGEST_PLAIN_HEADING
    return (depth or 1) if stands_free and ended and after and width_of(after[0]) > 12 else 0


def _without_numbers(blocks: Sequence[Block]) -> list[Block]:
    """Leave out the numbers of headings; one without a sign only where its neighbour is one of another heading."""
    marks = [split_heading(block.text)[0] if block.kind == "heading" else "" for block in blocks]
    bare = {int(mark) for mark in marks if is_bare(mark)}
    neighbours = {number for pair in pairwise(sorted(bare)) if pair[1] - pair[0] == 1 for number in pair}
    kept = []
    for block, mark in zip(blocks, marks, strict=True):
        counts = bool(mark) and (not is_bare(mark) or int(mark) in neighbours)
        kept.append(Block(block.text[len(mark) :], block.kind, block.page, block.level) if counts else block)
    return kept


def without_margins(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Leave out what stands alike at the top or the bottom of pages, and their numbers.

    >>> pages = [[Line("City report"), Line(f"text {word}"), Line(f"{no}")] for no, word in enumerate("abc")]
    >>> [[line.text for line in page] for page in without_margins(pages)]
    [['text a'], ['text b'], ['text c']]
    """
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_shape(line.text) for line in (*page[:3], *page[-3:]) if not ends_sentence(line.text)})
    least = max(3, 0.25 * len(pages)) if len(pages) > 3 else max(2, len(pages))
    repeated = {shape for shape, count in counts.items() if count >= least}
    return [_trim(page, repeated) for page in pages]


def _trim(page: Sequence[Line], repeated: set[str]) -> list[Line]:
    kept = list(page)
    for at in (0, -1):
        for _ in range(3):
            if kept and (_shape(kept[at].text) in repeated or is_page_number(kept[at].text)):
                del kept[at]
    return kept


def _shape(text: str) -> str:
    """Give a line without what differs from page to page."""
    return re.sub(r"\s+", "", re.sub(r"\d+", "0", text))
