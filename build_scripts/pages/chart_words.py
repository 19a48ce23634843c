"""A comparison → its chart in the words of one language: what is seen, labels, axis, legend, and what doubts there are.

Receives the words of a language and a comparison; gives a `Chart` and its captions in plain words. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from build_scripts.content.model import Figure
from build_scripts.library.figures import Comparison, Point
from build_scripts.library.notes import warning_notes
from build_scripts.pages.charts import Chart, Row
from build_scripts.pages.figure_index import Compared
from build_scripts.pages.hues import Hues
from build_scripts.pages.scales import make_axis
from build_scripts.pages.text import Text

_FEW = 3  # values that a sentence names one by one


def figure_year(text: Text, figure: Figure) -> str:
    """Give a figure's year in words; one that its statement does not state says that it is inferred."""
    if not figure.year:
        return text.said("no year stated")
    return str(text.known(text.date(figure.year), figure.year_basis))


def figure_basis(text: Text, figure: Figure) -> list[str]:
    """Give in words what a figure rests on besides place and year: baseline, scope, scenario."""
    against = [text.said("against %(year)s") % {"year": text.date(figure.baseline)}] if figure.baseline else []
    return against + [text.spoken(texts) for texts in (figure.scope, figure.scenario) if texts]


@dataclass(frozen=True)
class ChartWords:
    """The chart of a comparison in one language."""

    text: Text
    item: Compared

    @property
    def _comparison(self) -> Comparison:
        return self.item.comparison

    @property
    def label(self) -> str:
        """Give what is compared."""
        return self.text.spoken(self.text.library.indicators[self._comparison.indicator].label)

    @property
    def caption(self) -> str:
        """Give what all values share: place, year, baseline, scope and scenario."""
        figure, shared = self._comparison.figure, list[str]()
        if len(self._places) == 1:
            shared.append(self._place(figure))
        if len(self._years) == 1:
            shared.append(figure_year(self.text, figure))
        return " · ".join([*shared, *figure_basis(self.text, figure)])

    @property
    def headline(self) -> str:
        """Say what is seen: a change over time, all values where they are few, else the least and the greatest."""
        said, points, rows = self.text.said, self._comparison.points, self.rows
        if len(self._places) == 1 and None not in self._years and len(self._years) == len(points):
            ends = {"first": rows[0].text, "from": self._aside(0), "last": rows[-1].text, "to": self._aside(-1)}
            form = said("%(place)s: from %(first)s (%(from)s) to %(last)s (%(to)s)")
            return form % {"place": self._place(points[0].figure), **ends}
        if len(points) <= _FEW:
            return self.text.interface.join(map(self._said, range(len(points))))
        low, high = (rows.index(row) for row in (min(rows, key=_least), max(rows, key=_greatest)))
        ends = {"low": rows[low].text, "one": self._named(low), "high": rows[high].text, "other": self._named(high)}
        return said("From %(low)s (%(one)s) to %(high)s (%(other)s)") % ends

    def name(self, no: int) -> str:
        """Give the words of the nth value: place, year, and how much."""
        row = self.rows[no]
        return self.text.said("%(label)s: %(value)s") % {"label": row.label, "value": row.text}

    def _said(self, no: int) -> str:
        """Give place and value, with what else the value needs in brackets."""
        row, point = self.rows[no], self._comparison.points[no]
        name = self._place(point.figure) if len(self._places) > 1 else row.label
        said = self.text.said("%(label)s %(value)s") % {"label": name, "value": row.text}
        aside = self._aside(no) if len(self._places) > 1 else self._doubt(no)
        return self.text.said("%(value)s (%(notes)s)") % {"value": said, "notes": aside} if aside else said

    def _named(self, no: int) -> str:
        return " · ".join(filter(None, (self.rows[no].label, self._doubt(no))))

    def _aside(self, no: int) -> str:
        figure, said = self._comparison.points[no].figure, list[str]()
        if len(self._years) > 1:
            said.append(self.text.date(figure.year) if figure.year else figure_year(self.text, figure))
            said += [self.text.said("inferred")] if figure.year_basis == "inferred" else []
        return " · ".join(filter(None, (*said, self._doubt(no))))

    def _doubt(self, no: int) -> str:
        return self.text.said("doubtful") if self.rows[no].is_doubted else ""

    @property
    def has_doubt(self) -> bool:
        """Tell whether the editors doubt, correct or comment a value."""
        figures = (given.figure for point in self._comparison.points for given in point.given)
        return any(row.is_doubted for row in self.rows) or any(figure.note or figure.printed for figure in figures)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Give a row for every value."""
        return tuple(map(self._row, self._comparison.points))

    @property
    def chart(self) -> Chart:
        """Give the chart, to be drawn."""
        language, rows = self.text.interface.language, self.rows
        said = (f"{' '.join(filter(None, (row.label, row.note)))}: {row.text}" for row in rows)
        values = [value for row in rows for value in (row.low, row.high) if value is not None]
        return Chart(
            self.item.anchor,
            " · ".join(filter(None, (self.label, self.headline, self.caption))),
            "; ".join(said),
            make_axis(values, self._write, self.text.number(0)),
            rows,
            self._comparison.differing,
            language.direction,
            self.legend,
        )

    def _write(self, number: Decimal) -> str:
        plain = {"value": number, "low": None, "high": None, "qualifier": None}
        return self.text.value(self._comparison.figure.model_copy(update=plain))

    @property
    def legend(self) -> dict[str, str]:
        """Give what the marks of charts mean."""
        said = self.text.said
        return {
            "soft": said("about, nearly"),
            "range": said("range"),
            "open": said("at least, at most: open on this side"),
            "doubted": said("doubted by the editors"),
            "differ": said("sources differ"),
        }

    @cached_property
    def _places(self) -> set[str]:
        return {point.figure.geography for point in self._comparison.points}

    @cached_property
    def _years(self) -> set[str | None]:
        return {point.figure.year for point in self._comparison.points}

    def _place(self, figure: Figure) -> str:
        return self.text.spoken(self.text.library.places[figure.geography].label)

    def is_doubted(self, point: Point) -> bool:
        """Tell whether the editors warn of a statement that gives a value."""
        return any(warning_notes(self.text.library, given.statement) for given in point.given)

    def _row(self, point: Point) -> Row:
        figure = point.figure
        parts = []
        if len(self._places) > 1:
            parts.append(self._place(figure))
        if len(self._years) > 1:
            parts.append(figure_year(self.text, figure))
        names = (self.text.spoken(self.text.library.reports[key].facts.short) for key in point.reports)
        reports = self.text.interface.join(names)
        several = len({key for point in self._comparison.points for key in point.reports}) > 1
        is_doubted = self.is_doubted(point)
        notes = [reports if several and parts else "", self.text.said("doubtful") if is_doubted else ""]
        return Row(
            label=" · ".join(parts) or reports,
            note=" · ".join(filter(None, notes)),
            text=self.text.value(figure),
            low=None if figure.qualifier in ("under", "at-most") else _first(figure.value, figure.low),
            high=None if figure.qualifier in ("over", "at-least") else _first(figure.value, figure.high),
            is_soft=figure.qualifier in ("about", "nearly"),
            is_doubted=is_doubted,
            hue=Hues(self.text.library).actor(figure.geography),
        )


def _first(value: Decimal | None, otherwise: Decimal | None) -> Decimal | None:
    return otherwise if value is None else value


def _least(row: Row) -> Decimal:
    return _bounds(row)[0]


def _greatest(row: Row) -> Decimal:
    return _bounds(row)[-1]


def _bounds(row: Row) -> Sequence[Decimal]:
    return [bound for bound in (row.low, row.high) if bound is not None]
