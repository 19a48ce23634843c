"""The pieces of text on a page, with where they stand → its lines in reading order: columns, rows of tables, footnotes.

Receives runs in points from the lower left corner; returns lines, whose gaps are in heights of lines. Refuses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from build_scripts.content.originals.clean import clean
from build_scripts.content.originals.lines import Line
from build_scripts.content.originals.markers import split_item, split_note

_STEP = 2.0  # points; the grid in which gutters are looked for


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line without a wide gap: its text, its ends, its baseline, the height of its print."""

    text: str
    left: float
    right: float
    base: float
    size: float
    strong: bool = False


def read_pages(pages: Iterable[Sequence[Run]]) -> Iterator[list[Line]]:
    """Give the lines of each page; one with little on it has the columns of the page before."""
    before: list[float] = []
    for number, runs in enumerate(pages, 1):
        before = find_gutters(runs) or [at for at in before if _is_free(at, runs)]
        yield read_page(runs, number, before)


def _is_free(gutter: float, runs: Sequence[Run]) -> bool:
    return sum(run.left < gutter < run.right for run in runs) <= max(2, 0.07 * len(runs))


def read_page(runs: Sequence[Run], number: int, gutters: Sequence[float]) -> list[Line]:
    """Give the lines of a page in the order in which they are read.

    >>> runs = [Run("left " * 4, 0, 90, 50, 10), Run("right " * 4, 110, 200, 50, 10)]
    >>> many = [Run(run.text, run.left, run.right, 50.0 - 12 * no, 10) for no in range(4) for run in runs]
    >>> [line.text.split()[0] for line in read_page(many, 1, find_gutters(many))]
    ['left', 'left', 'left', 'left', 'right', 'right', 'right', 'right']
    """
    own = [run for run in runs if run.text.strip()]
    lines: list[Line] = []
    for column, part in enumerate(_parts(own, gutters)):
        lines += _lines(part, number, column)
    return lines


def find_gutters(runs: Sequence[Run]) -> list[float]:
    """Give where the gutters between columns of running text are; there is none between the cells of a table."""
    start, end = min((run.left for run in runs), default=0.0), max((run.right for run in runs), default=0.0)
    narrow = [run for run in runs if run.right - run.left < 0.62 * (end - start)]
    if len(narrow) < 8:
        return []
    em = median(run.size for run in runs)
    covered: Counter[int] = Counter()
    for run in narrow:
        covered.update(range(int(run.left // _STEP), int(run.right // _STEP) + 1))
    most = max(2, 0.07 * len(narrow))  # headings may cross, and what stands at the edges of the page
    free = [at for at in range(int(start // _STEP) + 1, int(end // _STEP)) if covered[at] <= most]
    wide = [(first + last + 1) * _STEP / 2 for first, last in _spans(free) if (last + 1 - first) * _STEP >= 0.7 * em]
    gutters = [at for at in wide if start + 9 * em < at < end - 9 * em]
    return gutters if gutters and _are_columns(narrow, [start, *gutters, end], em) else []


def _spans(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the first and last of each run of numbers.

    >>> list(_spans([1, 2, 5]))
    [(1, 2), (5, 5)]
    """
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        own = [number for _, number in group]
        yield own[0], own[-1]


def _are_columns(runs: Sequence[Run], edges: Sequence[float], em: float) -> bool:
    """Tell whether lines fill what is between the edges, as running text does and cells do not."""
    for left, right in pairwise(edges):
        widths = [run.right - run.left for run in runs if left - 1 <= run.left and run.right <= right + 1]
        filled = sum(width * width for width in widths) / max(1.0, sum(widths))
        full = sum(width > 0.8 * (right - left) for width in widths)
        if full < 3 or right - left < 9 * em or filled < 0.55 * (right - left):
            return False
    return True


def _parts(runs: Sequence[Run], gutters: Sequence[float]) -> Iterator[list[Run]]:
    """Give the runs by column, from what crosses the gutters to the next that does."""
    if not gutters:
        yield list(runs)
        return
    crossing = [run for run in runs if any(run.left < at < run.right for at in gutters)]
    levels = sorted({run.base for run in crossing}, reverse=True)
    edges = [float("-inf"), *gutters, float("inf")]
    top = float("inf")
    for level in [*levels, float("-inf")]:
        band = [run for run in runs if level + 0.5 < run.base < top - 0.5 and run not in crossing]
        for left, right in pairwise(edges):
            if own := [run for run in band if left <= (run.left + run.right) / 2 < right]:
                yield own
        if across := [run for run in runs if level - 0.5 <= run.base <= level + 0.5 and run.base < top - 0.5]:
            yield across  # with what stands beside it, such as the other cells of a row
        top = level


def _lines(runs: Sequence[Run], page: int, column: int) -> Iterator[Line]:
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.base):
        if rows and rows[-1][0].base - run.base < 0.45 * max(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    pieces = [_cells(sorted(row, key=lambda run: run.left)) for row in rows]
    bases = [row[0].base for row in rows]
    pitch = _pitch(bases, rows)
    for no, (cells, base) in enumerate(zip(pieces, bases, strict=True)):
        size = max(cells, key=lambda run: run.right - run.left).size
        gap = (bases[no - 1] - base) / (pitch.get(size) or 1.3 * size) - 1 if no else 0.0
        texts = tuple(clean(run.text) for run in cells)
        line = Line(
            clean(" ".join(run.text for run in cells)),
            page,
            column,
            cells[0].left,
            cells[-1].right,
            max(0.0, gap),
            size,
            all(run.strong for run in cells),
            cells=texts if len(texts) > 1 else (),
        )
        if line.text:
            yield line


def _cells(row: Sequence[Run]) -> list[Run]:
    """Join the runs of a line that no wide gap parts; the marker of an item belongs to what follows."""
    cells: list[Run] = []
    for run in row:
        if cells and (run.left - cells[-1].right < run.size or _is_marker(cells[-1].text)):
            last = cells[-1]
            gap = " " if run.left - last.right > 0.2 * run.size else ""
            is_same = abs(last.size - run.size) < 0.1 * run.size
            long = max((last, run), key=lambda one: one.right - one.left)
            cells[-1] = replace(
                long,
                text=f"{last.text}{gap}{run.text}",
                left=last.left,
                right=max(last.right, run.right),
                strong=last.strong and run.strong if is_same else long.strong,
            )
        else:
            cells.append(run)
    return cells


def _is_marker(text: str) -> bool:
    return bool(split_item(f"{text.strip()} x")[0].strip() == text.strip()) or len(text.strip()) == 1


def _pitch(bases: Sequence[float], rows: Sequence[Sequence[Run]]) -> dict[float, float]:
    """Give how far lines of each size of print are from each other, where they go on."""
    found: dict[float, list[float]] = {}
    for no in range(1, len(rows)):
        if rows[no][0].size == rows[no - 1][0].size:
            found.setdefault(rows[no][0].size, []).append(bases[no - 1] - bases[no])
    return {size: sorted(gaps)[int(0.3 * (len(gaps) - 1))] for size, gaps in found.items() if len(gaps) > 1}


def mark_lines(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """Give the lines of all pages, marked as rows of tables and as footnotes where they are.

    A row is not alone. Footnotes are in small print, below all other lines of their column, from the first that has the
    mark of a note.

    >>> row = Line("a b", cells=("a", "b"))
    >>> [line.cells for line in mark_lines([[Line("text"), row], [row, Line("text")], [row, Line("text")]])]
    [(), ('a', 'b'), ('a', 'b'), (), (), ()]
    """
    lines = [line for page in pages for line in page]
    beside = [False, *(bool(one.cells and other.cells) for one, other in pairwise(lines)), False]
    rows = iter(line if beside[no] or beside[no + 1] else replace(line, cells=()) for no, line in enumerate(lines))
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    return [line for page in pages for line in _mark_feet([next(rows) for _ in page], body)]


def _mark_feet(lines: Sequence[Line], body: float) -> list[Line]:
    small: dict[int, list[int]] = {}
    for no, line in enumerate(lines):
        if line.size > 0.93 * body or line.cells:
            small[line.column] = []
        else:
            small.setdefault(line.column, []).append(no)
    feet: set[int] = set()
    for own in small.values():
        first = next((no for no in own if split_note(lines[no].text, small=True)[0]), None)
        feet |= {no for no in own if first is not None and no >= first}
    return [replace(line, foot=no in feet) for no, line in enumerate(lines)]
