"""A card → the picture that is shown where a page is shared: two columns and the line between them, 1200 × 630 pixels.

Receives a `Card`, whose words are those of the languages it names; returns the bytes of a PNG. The title stands in the
page's language and beside it in another, in the order of the site; the page's own is set large. What is too long is set
smaller, and ends with an ellipsis at last. Words in a script that no typeface here has are left out. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from build_scripts.ground.typefaces import Typesetter
from build_scripts.outputs.card_canvas import HEIGHT, WIDTH, Canvas
from build_scripts.pages.chart_frame import ACCENT, HUES, INK, PAPER, RULE, SOFT
from build_scripts.pages.charts import Row
from build_scripts.pages.scales import Axis, break_up, wrap

_MARGIN = 72
_RIGHT = WIDTH - _MARGIN
_TOP, _BOTTOM = 138, 510  # of the columns
_GUTTER = 40  # from a column to the line
_OWN = 0.62  # of the width, for the page's own language
_LARGE = (150, 132, 116, 104, 92, 84, 76, 68, 62, 56, 50, 45, 41, 37, 34)
_SMALL = (60, 52, 46, 42, 38, 34, 31, 28, 26, 24)
_QUOTE = (33, 30, 28, 26, 24)
_LINE = {True: 1.3, False: 1.14}  # of Han text, and of other
_KICKER, _LEAD, _FACTS = 28, 30, 26
_MOST_ROWS, _FEW_ROWS = 6, 3  # of a chart; where they are few there is room
_ELLIPSIS = "…"
_PAUSES = "，。、；：？！,;:?!"
_WHOLE = 0.6  # of the size that is given up for lines that do not cut words
_PARTICLES = "的了地得着们"  # belong to the word before them
_BOUND = 0.3  # what it costs to part them
_NO_CLAUSE = 0.12  # what it costs to break a line elsewhere, where one half as long as the mean costs 0.25


@dataclass(frozen=True)
class Words:
    """What a card says in one language, which is named as CLDR does: above the title, the title, below it."""

    locale: str
    title: str
    kicker: str = ""
    lead: str = ""


@dataclass(frozen=True)
class CardFrame:
    """What stands around the words: the site's names, its address, its colour and logo, and those of some reports.

    `bars` are colours with the share that each has. `logo` is a PNG; it is empty where the site has one of another
    kind, and None where it has none, and is shown with the mark of the generator.
    """

    site: tuple[str, ...] = ()
    address: str = ""
    bars: tuple[tuple[str, int], ...] = ()
    accent: str = ACCENT
    logo: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Card:
    """A picture before it is drawn.

    `own` are the words in the page's language, `other` those in another, in the order of the site; `rows` the values of
    a chart, which then stands in the place of the other language, as a text that is quoted (`has_quote`) does.
    """

    own: Words
    other: Words | None
    facts: str
    frame: CardFrame
    is_other_first: bool = False
    has_quote: bool = False
    axis: Axis | None = None
    rows: tuple[Row, ...] = ()


class _Column(NamedTuple):
    left: int
    width: int
    sizes: Sequence[int]
    colour: str
    baseline: float = 0  # of the first line of the title; where it is not given, it follows from the size


def draw_card(card: Card) -> bytes:
    """Draw a card."""
    return _Drawing(card).png()


class _Drawing:
    """Lays out one card: the site above, the columns, the bar and the facts below."""

    def __init__(self, card: Card) -> None:
        self.card = card
        self.canvas = Canvas(PAPER)
        self.setter = Typesetter(card.own.locale)

    def png(self) -> bytes:
        self._head()
        self._columns()
        self._foot()
        return self.canvas.png()

    def _write(self, setter: Typesetter, text: str, size: float, place: tuple[float, float], colour: str) -> float:
        """Write a line that begins at a place; give where it ends."""
        text = setter.clean(text)
        if not text or not setter.has(text):
            return place[0]
        self.canvas.write(setter.glyphs(text, size, *place), colour)
        return place[0] + setter.width(text) * size

    def _head(self) -> None:
        left = _MARGIN
        if self.card.frame.logo is None:
            self._mark(left, 50, 2, self.card.frame.accent)
            left += 64
        elif self.card.frame.logo:
            width = self.canvas.place(self.card.frame.logo, left, 44, 56)
            left += width + 20 if width else 0
        x: float = left
        for name, colour in zip(self.card.frame.site, (INK, SOFT), strict=False):
            end = self._write(self.setter, name, 32, (x, 84), colour)
            x = end + 16 if end > x else x

    def _mark(self, left: int, top: int, unit: float, colour: str) -> None:
        """Draw the mark of the generator (templates/theme/assets/mark.svg), of which a unit is so many pixels."""
        for x, y, width, height in ((0, 2, 4.5, 18), (7.6, 0, 0.8, 22), (11.5, 2, 4.5, 18)):
            box = (left + x * unit, top + y * unit, left + (x + width) * unit, top + (y + height) * unit)
            self.canvas.fill((round(box[0]), round(box[1]), round(box[2]), round(box[3])), colour)

    def _columns(self) -> None:
        own, other = self._shown(self.card.own), self._shown(self.card.other)
        has_two = bool(own and (other or self.card.rows))
        line = _MARGIN + round((_RIGHT - _MARGIN) * (1 - _OWN if self.card.is_other_first else _OWN))
        if self.card.rows:
            line = _MARGIN + (_RIGHT - _MARGIN) // 2
        left = (_MARGIN, line - _GUTTER - _MARGIN if has_two else _RIGHT - _MARGIN)
        right = (line + _GUTTER, _RIGHT - line - _GUTTER)
        if has_two:
            self.canvas.fill((line - 1, _TOP, line + 1, _BOTTOM), self.card.frame.accent)
        first = right if has_two and self.card.is_other_first else left
        baseline = self._column(own, _Column(*first, _LARGE, INK)) if own else 0
        if self.card.rows:
            self._chart(*right)
        elif other:
            second = (left if self.card.is_other_first else right) if own else left
            small = (_QUOTE, SOFT, 0.0) if self.card.has_quote else (_SMALL, SOFT, baseline)
            look = small if own else (_LARGE, INK, 0.0)
            self._column(other, _Column(*second, *look))
        elif not own:
            self._mark(WIDTH // 2 - 8 * 13, HEIGHT // 2 - 11 * 13, 13, self.card.frame.accent)

    def _shown(self, words: Words | None) -> Words | None:
        """Give words of which the title can be set."""
        if words is None:
            return None
        setter = Typesetter(words.locale)
        title = setter.clean(words.title)
        return words if title and setter.has(title) else None

    def _column(self, words: Words, column: _Column) -> float:
        """Write what is said in a language; give the baseline of the title."""
        setter = Typesetter(words.locale)
        kicker, lead = ("" if not setter.has(text) else text for text in map(setter.clean, (words.kicker, words.lead)))
        y = _TOP + 24.0
        if kicker:
            self._lines(setter, kicker, column, (_KICKER, 25, 22), (y, 1, self.card.frame.accent))
        title, is_own = setter.clean(words.title), column.colour == INK
        small = (_LEAD, 27, 24) if is_own else (24, 22)
        leads = fit(setter, lead, column.width, 3 * small[0] * 1.5, small)[1] if lead else ()
        below = len(leads) * small[0] * 1.45 + 26 if leads else 0
        top = y + (22 if kicker else -24)
        size, lines = fit(setter, title, column.width, _BOTTOM - top - below, column.sizes)
        y = top + size * 0.92 + 4
        if column.baseline > y:
            room = _BOTTOM - column.baseline - below
            size, lines = fit(setter, title, column.width, room, column.sizes, first=0.3)
            y = column.baseline
        for no, line in enumerate(lines):
            self._write(setter, line, size, (column.left, y + no * size * _height(title)), column.colour)
        end = y + (len(lines) - 1) * size * _height(title) + size * 0.3
        if lead and end + below <= _BOTTOM + 20:
            self._lines(setter, lead, column, small, (end + small[0] + 14, 3, SOFT))
        return y

    def _lines(
        self, setter: Typesetter, text: str, column: _Column, sizes: Sequence[int], at: tuple[float, int, str]
    ) -> float:
        """Write a text in at most so many lines; give how high they are."""
        y, most, colour = at
        size, lines = fit(setter, text, column.width, most * sizes[0] * 1.45, sizes)
        step = size * (_height(text) + 0.12)
        for no, line in enumerate(lines):
            self._write(setter, line, size, (column.left, y + no * step), colour)
        return len(lines) * step

    def _foot(self) -> None:
        self.canvas.fill((_MARGIN, 534, _RIGHT, 536), RULE)
        left, whole = float(_MARGIN), sum(share for _, share in self.card.frame.bars)
        for colour, share in self.card.frame.bars:
            right = left + (_RIGHT - _MARGIN) * share / whole
            self.canvas.fill((round(left), 530, round(right), 538), colour)
            left = right
        setter, address = Typesetter("en"), self.card.frame.address
        width = setter.width(address) * _FACTS if setter.has(address) else 0
        self._write(setter, address, _FACTS, (_RIGHT - width, 586), SOFT)
        room = _RIGHT - _MARGIN - width - _GUTTER
        facts = self.setter.clean(self.card.facts)
        if self.setter.has(facts):
            size, lines = fit(self.setter, facts, room, _FACTS * 1.2, (_FACTS,))
            self._write(self.setter, lines[0] if lines else "", size, (_MARGIN, 586), SOFT)

    def _chart(self, left: int, width: int) -> None:
        """Draw the values one below the other, each with its words above its place on the axis."""
        rows, axis = self.card.rows[:_MOST_ROWS], self.card.axis
        if axis is None:
            return
        step = (_BOTTOM - _TOP) / len(rows)
        step, size = min(step, 124.0), 30 if len(rows) <= _FEW_ROWS else 24
        top = (_TOP + _BOTTOM - step * len(rows)) / 2
        least, most = axis.ticks[0], axis.ticks[-1]
        for no, row in enumerate(rows):
            y = top + no * step + size
            self._row_words(row, (left, width, y, size))
            track = round(y + size * 0.72)
            self.canvas.fill((left, track - 1, left + width, track + 1), RULE)
            colour = HUES.get(f"dz-hue-{row.hue}", SOFT)

            def at(value: Decimal | None, otherwise: int) -> int:
                return otherwise if value is None else left + round(width * float((value - least) / (most - least)))

            ends = (at(row.low, left), at(row.high, left + width))
            if ends[0] != ends[1]:
                self.canvas.fill((min(ends), track - 3, max(ends), track + 3), colour)
            for end in {end for end, value in zip(ends, (row.low, row.high), strict=True) if value is not None}:
                self._dot(end, track, colour, row.is_doubted or row.is_soft)

    def _dot(self, x: int, y: int, colour: str, is_open: bool) -> None:
        """Draw the end of a value, which is open where it is not known for sure."""
        self.canvas.fill((x - 7, y - 11, x + 7, y + 11), colour)
        if is_open:
            self.canvas.fill((x - 4, y - 8, x + 4, y + 8), PAPER)

    def _row_words(self, row: Row, at: tuple[float, float, float, float]) -> None:
        """Write the words of a row above its place, the value at the end; above the value where both are long."""
        left, width, y, size = at
        clean, setter = self.setter.clean, self.setter
        label, value = clean(" · ".join(filter(None, (row.label, row.note)))), clean(row.text)
        label, value = (text if setter.has(text) else "" for text in (label, value))
        large = min(size, width / (setter.width(value) or 1))
        room = width - setter.width(value) * large - 24
        if room < setter.width(label) * size * 0.8 and len(self.card.rows) <= _FEW_ROWS:
            self._short(label, size * 0.85, (left, y - size * 1.3), width)
        else:
            self._short(label, size * (1 if len(self.card.rows) <= _FEW_ROWS else 0.9), (left, y), room)
        self._write(setter, value, large, (left + width - setter.width(value) * large, y), INK)

    def _short(self, text: str, size: float, at: tuple[float, float], room: float) -> None:
        """Write what fits of a text on a line."""
        size, lines = fit(self.setter, text, room, size * 1.4, (size, size * 0.9))
        self._write(self.setter, lines[0] if lines else "", size, at, SOFT)


def fit(
    setter: Typesetter, text: str, width: float, height: float, sizes: Sequence[float], first: float = 1
) -> tuple[float, tuple[str, ...]]:
    """Break a clean text into lines that fit a box, in the largest size that does it; give the size and the lines.

    The first line takes a part of the height that the others take. Han text, in which a break may fall into a word, is
    set a size smaller where that spares it a line. What fits in no size is cut, in the smallest.

    >>> setter = Typesetter("zh_Hans_CN")
    >>> fit(setter, "城市夜间公交：历程、制约与建议", 500, 200, (60, 50))
    (60, ('城市夜间公交：', '历程、制约与建议'))
    >>> fit(setter, "城市夜间公交：历程、制约与建议", 300, 60, (40,))
    (40, ('城市夜间公交…',))
    """
    if not text:
        return sizes[0], ()
    found = _fitting(setter, text, width, height, sizes, first)
    size, count = next(found, (0.0, 0))
    if size:
        lines = _balance(text, width / size, setter.width, count)
        if count == 1 or _height(text) == _LINE[False] or all(line[-1] in _PAUSES for line in lines[:-1]):
            return size, lines
        smaller = ((other, fewer) for other, fewer in found if other >= _WHOLE * size)
        size, count = next((each for each in smaller if each[1] < count), (size, count))
        return size, _balance(text, width / size, setter.width, count)
    size = sizes[-1]
    kept = list(wrap(text, width / size, setter.width)[: _lines_in(height, size * _height(text), first)])
    while kept and kept[-1] and setter.width(kept[-1] + _ELLIPSIS) * size > width:
        kept[-1] = kept[-1][:-1].rstrip(f"{_PAUSES} ")
    return size, (*kept[:-1], kept[-1] + _ELLIPSIS) if kept else ()


def _fitting(
    setter: Typesetter, text: str, width: float, height: float, sizes: Sequence[float], first: float
) -> Iterator[tuple[float, int]]:
    """Give the sizes in which a text fits, with the number of its lines."""
    for size in sizes:
        lines = wrap(text, width / size, setter.width)
        is_low = len(lines) <= _lines_in(height, size * _height(text), first)
        if is_low and all(setter.width(line) * size <= width for line in lines):
            yield size, len(lines)


def _lines_in(height: float, step: float, first: float) -> int:
    return max(1, int(height / step + 1 - first))


def _balance(text: str, most: float, measure: Callable[[str], float], count: int) -> tuple[str, ...]:
    """Break a text into so many lines, about equally long, at the end of a clause rather than elsewhere.

    As TeX does, it takes the breaks with the least sum of squares by which lines differ from their mean.
    """
    pieces = break_up(text, most, measure)
    ends = [measure(piece.rstrip()) for piece in pieces]  # as they run at the end of a line
    sums = [0.0, *accumulate(map(measure, pieces))]
    mean = sums[-1] / count
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for no in range(count):
        found: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, breaks) in best.items():
            for end in range(start + 1, len(pieces) + 1):
                width = sums[end - 1] - sums[start] + ends[end - 1]
                if width > most:
                    break
                is_clause = pieces[end - 1].rstrip()[-1:] in _PAUSES
                own = cost + (width / mean - 1) ** 2 + (0 if is_clause else _NO_CLAUSE)
                own += _BOUND * (end < len(pieces) and pieces[end][0] in _PARTICLES)
                if (end < len(pieces) or no == count - 1) and own < found.get(end, (own + 1,))[0]:
                    found[end] = (own, (*breaks, end))
        best = found
    if len(pieces) not in best:
        return wrap(text, most, measure)
    breaks = best[len(pieces)][1]
    return tuple("".join(pieces[start:end]).strip() for start, end in zip((0, *breaks), breaks, strict=False))


def _height(text: str) -> float:
    """Give how far apart lines of a text are, in ems."""
    return _LINE[any("\u2e80" <= char <= "\uffef" for char in text)]
