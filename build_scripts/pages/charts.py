"""Values that share an axis → an inline SVG drawing.

Receives an `Axis` and `Row`s whose words are already those of a language; returns the text of an `<svg>` with title
and description, coloured by the page's style sheet, mirrored where the language runs from right to left. Refuses
fewer than two rows. Own drawing, because no library that was looked at fits: altair needs vl-convert (an engine of
33 MB), pygal writes random ids and loads a script from another host, matplotlib writes text in fixed colours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import east_asian_width
from xml.etree import ElementTree as Tree

WIDTH = 320
_EDGE = 7  # room for a mark that stands at the end of the axis
_BRACKET = 14
_ROW = 34
_MARK = 11  # from the foot of a row to its mark
_SECOND_LINE = 14
_FONT = 11


@dataclass(frozen=True)
class Row:
    """A value and its words: `low` and `high` are the same for a single one, None where it has no bound."""

    label: str
    note: str
    text: str
    low: Decimal | None
    high: Decimal | None
    is_soft: bool = False
    hue: int = 0


@dataclass(frozen=True)
class Axis:
    """What an axis runs between, where it has lines, and the words at its ends."""

    ticks: tuple[Decimal, ...]
    first: str
    last: str


def find_ticks(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Give round numbers from zero, or below the least, to above the greatest, about four steps apart."""
    least, most = min(*values, Decimal(0)), max(*values, Decimal(0))
    if least == most:
        most = Decimal(1)
    rough = (most - least) / 4
    power = Decimal(10) ** rough.adjusted()
    step = next(power * factor for factor in map(Decimal, ("1", "2", "2.5", "5", "10")) if power * factor >= rough)
    first, last = _floor(least / step), -_floor(-most / step)
    return tuple(step * no for no in range(first, last + 1))


def _floor(number: Decimal) -> int:
    return int(number.to_integral_value("ROUND_FLOOR"))


def draw_chart(
    name: str,
    title: str,
    description: str,
    axis: Axis,
    rows: Sequence[Row],
    brackets: Sequence[Sequence[int]] = (),
    direction: str = "ltr",
) -> str:
    """Draw one row per value; `brackets` are the numbers of rows that contradict each other."""
    if len(rows) < 2:
        raise ValueError("a chart needs at least two values")
    return _Drawing(axis, rows, brackets, direction).draw(name, title, description)


class _Drawing:
    """Lays out one chart: the words of a row on one line, or two where they are long; its mark below them."""

    def __init__(self, axis: Axis, rows: Sequence[Row], brackets: Sequence[Sequence[int]], direction: str) -> None:
        self.axis, self.rows, self.brackets = axis, rows, brackets
        self.is_mirrored = direction == "rtl"
        self.end = WIDTH - (_BRACKET if brackets else 0)
        # What goes to a second line: nothing, the note, or the value.
        self.second = ""
        if not all(self._fits(f"{row.label} · {row.note}", row.text) for row in rows):
            self.second = "note" if all(row.note and self._fits(row.label, row.text) for row in rows) else "value"
        self.height = _ROW + (_SECOND_LINE if self.second else 0)
        self.bottom = self.height * len(rows)

    def _fits(self, *texts: str) -> bool:
        return text_width("   ".join(texts)) * _FONT <= self.end

    def draw(self, name: str, title: str, description: str) -> str:
        svg = Tree.Element(
            "svg",
            {
                "class": "dz-chart-svg",
                "viewBox": f"0 0 {WIDTH} {self.bottom + 18}",
                "role": "img",
                "aria-labelledby": f"{name}-title {name}-desc",
                "xmlns": "http://www.w3.org/2000/svg",
                "font-size": str(_FONT),
                "fill": "currentColor",
            },
        )
        if self.is_mirrored:
            svg.set("direction", "rtl")
        Tree.SubElement(svg, "title", {"id": f"{name}-title"}).text = title
        Tree.SubElement(svg, "desc", {"id": f"{name}-desc"}).text = description
        self._draw_axis(svg)
        for no, row in enumerate(self.rows):
            self._draw_row(svg, no, row)
        for group in self.brackets:
            self._draw_bracket(svg, min(group), max(group))
        return Tree.tostring(svg, encoding="unicode")

    def _x(self, distance: float) -> str:
        return f"{WIDTH - distance if self.is_mirrored else distance:g}"

    def _at(self, value: Decimal) -> float:
        first, last = self.axis.ticks[0], self.axis.ticks[-1]
        return round(1 + (self.end - _EDGE - 1) * float((value - first) / (last - first)), 1)

    def _draw_axis(self, svg: Tree.Element) -> None:
        for tick in self.axis.ticks:
            css = "dz-chart-zero" if tick == 0 else "dz-chart-grid"
            x = self._x(self._at(tick))
            ends = ((no + 1) * self.height - _MARK for no in range(len(self.rows)))  # lines stay clear of the words
            Tree.SubElement(svg, "path", {"class": css, "d": "".join(f"M{x} {y - 7}V{y + 7}" for y in ends)})
        for distance, anchor, text in ((0, "start", self.axis.first), (self.end, "end", self.axis.last)):
            self._write(svg, "dz-chart-tick", distance, self.bottom + 13, anchor, text)

    def _write(self, parent: Tree.Element, css: str, distance: float, y: float, anchor: str, text: str) -> None:
        place = {"class": css, "x": self._x(distance), "y": f"{y:g}"}
        if anchor == "end":
            place["text-anchor"] = "end"
        Tree.SubElement(parent, "text", place).text = text

    def _draw_row(self, svg: Tree.Element, no: int, row: Row) -> None:
        top = no * self.height
        group = Tree.SubElement(svg, "g", {"class": f"dz-chart-row dz-hue-{row.hue}"})
        label = row.label if self.second == "note" or not row.note else f"{row.label} · {row.note}"
        self._write(group, "dz-chart-label", 0, top + 13, "start", label)
        if self.second == "note":
            self._write(group, "dz-chart-note", 0, top + 13 + _SECOND_LINE, "start", row.note)
        lower = _SECOND_LINE if self.second == "value" else 0
        self._write(group, "dz-chart-value", self.end, top + 13 + lower, "end", row.text)
        for css, path in self._marks(row, top + self.height - _MARK):
            Tree.SubElement(group, "path", {"class": css, "d": path})

    def _marks(self, row: Row, y: int) -> Iterator[tuple[str, str]]:
        """Give the strokes of a value: a stem from zero, and a dot, a bar between two, or an arrow to the open side."""
        ends = [self._at(value) for value in (row.low, row.high) if value is not None]
        zero = self._at(Decimal(0)) if self.axis.ticks[0] <= 0 <= self.axis.ticks[-1] else ends[0]
        yield "dz-chart-stem", f"M{self._x(zero)} {y}H{self._x(ends[0])}"
        if len(ends) == 2 and ends[0] != ends[1]:
            first, last = map(self._x, ends)
            yield "dz-chart-range", f"M{first} {y}H{last}M{first} {y - 4}V{y + 4}M{last} {y - 4}V{y + 4}"
            return
        x = float(self._x(ends[0]))
        yield "dz-chart-dot dz-chart-dot--soft" if row.is_soft else "dz-chart-dot", _circle(x, y)
        if row.low is None or row.high is None:
            side = (1 if row.high is None else -1) * (-1 if self.is_mirrored else 1)
            tip = x + side * 13
            yield (
                "dz-chart-arrow",
                f"M{x + side * 5:g} {y}H{tip:g}M{tip - side * 4:g} {y - 3}L{tip:g} {y}L{tip - side * 4:g} {y + 3}",
            )

    def _draw_bracket(self, svg: Tree.Element, first: int, last: int) -> None:
        top, bottom = first * self.height + 5, (last + 1) * self.height - 6
        near, far = self._x(WIDTH - 6), self._x(WIDTH - 1)
        path = f"M{near} {top}H{far}V{bottom}H{near}"
        Tree.SubElement(svg, "path", {"class": "dz-chart-bracket", "d": path})


def _circle(x: float, y: float, radius: int = 4) -> str:
    return f"M{x - radius:g} {y:g}a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0 {-2 * radius} 0z"


def text_width(text: str) -> float:
    """Estimate the width of a text in ems: Han characters are square, others about half as wide."""
    return sum(1.0 if east_asian_width(char) in "WF" else 0.56 for char in text)
