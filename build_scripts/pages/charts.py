"""Values that share an axis → a drawing.

Receives a `Chart` whose words are already those of a language; returns an `<svg>` element with title and description,
coloured by the page's style sheet, mirrored where the language runs from right to left. What does not fit on a line is
broken into several, so that nothing overlaps or runs out. Refuses fewer than two rows. Own drawing, because no library
that was looked at fits: altair needs vl-convert (an engine of 33 MB), pygal writes random ids and loads a script from
another host, matplotlib writes text in fixed colours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import NamedTuple
from xml.etree import ElementTree as Tree

from build_scripts.pages.scales import Axis, text_width, wrap
from build_scripts.pages.spoken import unmarked, write_words

WIDTH = 320
FONT = 11
_SMALL = 9  # the font of ticks and of the legend
_EDGE = 7  # room for a mark that stands at the end of the axis
_BRACKET = 14
_LINE = 14
_MARK = 20  # the part of a row below its words
_BELOW = 11  # from the foot of a row to its mark
_GAP = 12  # between two texts on a line
_SYMBOL = 22  # the width of a mark in the legend


@dataclass(frozen=True)
class Row:
    """A value and its words: `low` and `high` are the same for a single one, None where it has no bound."""

    label: str
    note: str
    text: str
    low: Decimal | None
    high: Decimal | None
    is_soft: bool = False
    is_doubted: bool = False
    hue: int = 0

    @property
    def marks(self) -> Iterator[str]:
        """Give the kinds of its marks, as the legend names them."""
        if self.is_doubted:
            yield "doubted"
        elif self.is_soft:
            yield "soft"
        if self.low is None or self.high is None:
            yield "open"
        elif self.low != self.high:
            yield "range"


@dataclass(frozen=True)
class Chart:
    """A drawing before it is drawn; `legend` has the words of each kind of mark, `brackets` the rows that differ."""

    name: str
    title: str
    description: str
    axis: Axis
    rows: Sequence[Row]
    brackets: Sequence[Sequence[int]] = ()
    direction: str = "ltr"
    legend: Mapping[str, str] = field(default_factory=dict)


class _Shape(NamedTuple):
    css: str
    path: str


class _Place(NamedTuple):
    """Where a text is anchored, and how, and between what it stands."""

    at: float
    anchor: str
    text: str
    first: float
    last: float


def draw_chart(chart: Chart) -> str:
    """Draw one row per value, as text that stands on a page."""
    return Tree.tostring(draw(chart), encoding="unicode")


def draw(chart: Chart) -> Tree.Element:
    """Draw one row per value."""
    if len(chart.rows) < 2:
        raise ValueError("a chart needs at least two values")
    return _Drawing(chart).draw()


def chart_height(chart: Chart) -> float:
    """Give the height of a drawing, in units of which it is `WIDTH` wide."""
    return height_of(draw(chart))


def height_of(svg: Tree.Element) -> float:
    """Give the height of what was drawn."""
    return float(svg.get("viewBox", "").split()[3])


class _Drawing:
    """Lays out one chart: the words of a row above its mark, the axis below all rows, the legend below the axis."""

    def __init__(self, chart: Chart) -> None:
        self.chart, self.axis = chart, chart.axis
        self.is_mirrored = chart.direction == "rtl"
        self.end = WIDTH - (_BRACKET if chart.brackets else 0)
        self.words = [_lay_words(row, self.end) for row in chart.rows]
        heights = (_LINE * max(len(left), *(line for line, _ in right)) + _MARK for left, right in self.words)
        self.edges = (0, *accumulate(heights))

    def draw(self) -> Tree.Element:
        chart, name = self.chart, self.chart.name
        svg = Tree.Element(
            "svg",
            {
                "class": "dz-chart-svg",
                "role": "img",
                "aria-labelledby": f"{name}-title {name}-desc",
                "xmlns": "http://www.w3.org/2000/svg",
                "font-size": str(FONT),
                "fill": "currentColor",
            },
        )
        if self.is_mirrored:
            svg.set("direction", "rtl")
        Tree.SubElement(svg, "title", {"id": f"{name}-title"}).text = unmarked(chart.title)
        Tree.SubElement(svg, "desc", {"id": f"{name}-desc"}).text = unmarked(chart.description)
        bottom = self._draw_axis(svg)
        for no, row in enumerate(chart.rows):
            self._draw_row(svg, no, row)
        for group in chart.brackets:
            self._draw_bracket(svg, min(group), max(group))
        svg.set("viewBox", f"0 0 {WIDTH} {self._draw_legend(svg, bottom) + 4}")
        return svg

    def _x(self, distance: float) -> str:
        return f"{WIDTH - distance if self.is_mirrored else distance:g}"

    def _at(self, value: Decimal) -> float:
        first, last = self.axis.ticks[0], self.axis.ticks[-1]
        return round(1 + (self.end - _EDGE - 1) * float((value - first) / (last - first)), 1)

    def _draw_axis(self, svg: Tree.Element) -> int:
        """Draw lines that stay clear of the words, and below them numbers and unit; give where they end."""
        marks = [foot - _BELOW for foot in self.edges[1:]]
        for tick in self.axis.ticks:
            css = "dz-chart-zero" if tick == 0 else "dz-chart-grid"
            x = self._x(self._at(tick))
            Tree.SubElement(svg, "path", {"class": css, "d": "".join(f"M{x} {y - 7}V{y + 7}" for y in marks)})
        bottom = self.edges[-1]
        first, last = (self._x(self._at(tick)) for tick in (self.axis.ticks[0], self.axis.ticks[-1]))
        Tree.SubElement(svg, "path", {"class": "dz-chart-zero", "d": f"M{first} {bottom}H{last}"})
        for at, anchor, label in self._tick_labels():
            self._write(svg, "dz-chart-tick", at, bottom + 12, anchor, label)
        if not self.axis.unit:
            return bottom + 14
        lines = wrap(self.axis.unit, self.end / _SMALL)
        for no, line in enumerate(lines, 1):
            self._write(svg, "dz-chart-tick dz-chart-unit", self.end, bottom + 12 + 12 * no, "end", line)
        return bottom + 14 + 12 * len(lines)

    def _tick_labels(self) -> list[tuple[float, str, str]]:
        """Give the words of the ticks, or of every second, third …, zero among them: as many as do not touch.

        They stand around their lines, but at the edges within the drawing, however wide a font is.
        """
        zero = self.axis.ticks.index(0) if 0 in self.axis.ticks else 0
        for step in range(1, len(self.axis.ticks) + 1):
            placed = []
            for no, (tick, label) in enumerate(zip(self.axis.ticks, self.axis.labels, strict=True)):
                if (no - zero) % step == 0:
                    placed.append(self._place(self._at(tick), label))
            if all(two.first - one.last >= 4 for one, two in pairwise(placed)):
                break
        return [(place.at, place.anchor, place.text) for place in placed]

    def _place(self, at: float, label: str) -> _Place:
        width = text_width(label) * _SMALL * 1.2  # some fonts are wide
        if at < width / 2:
            return _Place(0, "start", label, 0, width)
        if at > self.end - width / 2:
            return _Place(self.end, "end", label, self.end - width, self.end)
        return _Place(at, "middle", label, at - width / 2, at + width / 2)

    def _write(self, parent: Tree.Element, css: str, distance: float, y: float, anchor: str, text: str) -> None:
        place = {"class": css, "x": self._x(distance), "y": f"{y:g}"}
        if anchor != "start":
            place["text-anchor"] = anchor
        write_words(Tree.SubElement(parent, "text", place), text)

    def _draw_row(self, svg: Tree.Element, no: int, row: Row) -> None:
        top, (left, right) = self.edges[no], self.words[no]
        group = Tree.SubElement(svg, "g", {"class": f"dz-chart-row dz-hue-{row.hue}"})
        for line, text in enumerate(left, 1):
            self._write(group, "dz-chart-label", 0, top + _LINE * line - 1, "start", text)
        for line, text in right:
            self._write(group, "dz-chart-value", self.end, top + _LINE * line - 1, "end", text)
        for css, path in self._marks(row, self.edges[no + 1] - _BELOW):
            Tree.SubElement(group, "path", {"class": css, "d": path})

    def _marks(self, row: Row, y: int) -> Iterator[_Shape]:
        """Give the strokes of a value: a stem from zero; a mark, a bar between two, or an arrow to the open side."""
        ends = [self._at(value) for value in (row.low, row.high) if value is not None]
        zero = self._at(Decimal(0)) if self.axis.ticks[0] <= 0 <= self.axis.ticks[-1] else ends[0]
        doubted = " dz-chart-doubted" if row.is_doubted else ""
        yield _Shape(f"dz-chart-stem{doubted}", f"M{self._x(zero)} {y}H{self._x(ends[0])}")
        if len(ends) == 2 and ends[0] != ends[1]:
            yield _range(float(self._x(ends[0])), float(self._x(ends[1])), y, doubted)
            if row.is_doubted:
                yield from (_dot(float(self._x(end)), y, row) for end in ends)
            return
        x = float(self._x(ends[0]))
        yield _dot(x, y, row)
        if row.low is None or row.high is None:
            yield _arrow(x, y, (1 if row.high is None else -1) * (-1 if self.is_mirrored else 1))

    def _draw_bracket(self, svg: Tree.Element, first: int, last: int) -> None:
        top, bottom = self.edges[first] + 5, self.edges[last + 1] - 6
        near, far = self._x(WIDTH - 6), self._x(WIDTH - 1)
        path = f"M{near} {top}H{far}V{bottom}H{near}"
        Tree.SubElement(svg, "path", {"class": "dz-chart-bracket", "d": path})

    def _draw_legend(self, svg: Tree.Element, top: int) -> int:
        """Say what the marks mean, if there are others than plain values; give where that ends."""
        kinds = dict.fromkeys(kind for row in self.chart.rows for kind in row.marks)
        used = [kind for kind in self.chart.legend if kind in kinds or (kind == "differ" and self.chart.brackets)]
        group = Tree.SubElement(svg, "g", {"class": "dz-chart-legend"})
        at, y = 0.0, top + 14
        for kind in used:
            lines = wrap(self.chart.legend[kind], (WIDTH - _SYMBOL - 4) / _SMALL)
            width = _SYMBOL + 4 + max(map(text_width, lines)) * _SMALL
            if at and at + width > WIDTH:
                at, y = 0.0, y + _LINE
            for css, path in _symbol(kind, float(self._x(at + _SYMBOL / 2)), y - 3, -1 if self.is_mirrored else 1):
                Tree.SubElement(group, "path", {"class": css, "d": path})
            for no, line in enumerate(lines):
                self._write(group, "dz-chart-tick", at + _SYMBOL + 4, y + _LINE * no, "start", line)
            at, y = at + width + _GAP, y + _LINE * (len(lines) - 1)
        return y + 4 if used else top


def _lay_words(row: Row, end: int) -> tuple[tuple[str, ...], list[tuple[int, str]]]:
    """Give the lines of label and note, and the lines of the value with their numbers: beside, or below the others."""
    most = end / FONT
    left = wrap(" · ".join(filter(None, (row.label, row.note))), most)
    right = wrap(row.text, most * 0.9)  # which is bold
    fits = text_width(left[-1]) + text_width(right[0]) * 1.1 + _GAP / FONT <= most
    first = len(left) if fits and len(right) == 1 else len(left) + 1
    return left, list(enumerate(right, first))


def _dot(x: float, y: float, row: Row) -> _Shape:
    if row.is_doubted:
        return _Shape("dz-chart-dot dz-chart-dot--doubted", f"M{x - 5:g} {y:g}l5 -5l5 5l-5 5z")
    return _Shape("dz-chart-dot dz-chart-dot--soft" if row.is_soft else "dz-chart-dot", _circle(x, y))


def _range(first: float, last: float, y: float, doubted: str = "") -> _Shape:
    path = f"M{first:g} {y:g}H{last:g}M{first:g} {y - 4:g}V{y + 4:g}M{last:g} {y - 4:g}V{y + 4:g}"
    return _Shape(f"dz-chart-range{doubted}", path)


def _arrow(x: float, y: float, side: int) -> _Shape:
    tip = x + side * 13
    head = f"M{tip - side * 4:g} {y - 3:g}L{tip:g} {y:g}L{tip - side * 4:g} {y + 3:g}"
    return _Shape("dz-chart-arrow", f"M{x + side * 5:g} {y:g}H{tip:g}{head}")


def _circle(x: float, y: float, radius: int = 4) -> str:
    return f"M{x - radius:g} {y:g}a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0 {-2 * radius} 0z"


def _symbol(kind: str, x: float, y: float, side: int) -> Iterator[_Shape]:
    """Give the marks of the legend around a place."""
    plain = Row("", "", "", None, None, is_soft=kind == "soft", is_doubted=kind == "doubted")
    if kind == "range":
        yield _range(x - 9, x + 9, y)
    elif kind == "differ":
        yield _Shape("dz-chart-bracket", f"M{x - 3:g} {y - 5:g}H{x + 3:g}V{y + 5:g}H{x - 3:g}")
    else:
        yield _dot(x - (6 * side if kind == "open" else 0), y, plain)
    if kind == "open":
        yield _arrow(x - 6 * side, y, side)
