"""Typed figures as pages show them: by sector, set large, side by side with a drawing, and where sources differ.

Receives the words of a language; returns rows and cells of plain words, and drawings as `Markup`. Refuses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from build_scripts.content.model import Figure
from build_scripts.ground.dates import parse_edtf
from build_scripts.library.figures import Comparison, Point, exact
from build_scripts.library.index import Library, Statement
from build_scripts.library.notes import warning_notes
from build_scripts.pages.charts import Axis, Row, draw_chart, find_ticks
from build_scripts.pages.figure_index import Compared, FigureIndex
from build_scripts.pages.hues import Hues
from build_scripts.pages.text import Text

Measured = tuple[Figure, Statement]


@dataclass(frozen=True)
class Figures:
    """The typed figures of a library in the words of one language."""

    text: Text
    index: FigureIndex

    @property
    def _library(self) -> Library:
        return self.text.library

    def of(self, statements: Iterable[Statement]) -> tuple[Measured, ...]:
        """Give the typed figures of statements, with the statement of each."""
        index = self._library.figures_by_statement
        return tuple((figure, s) for s in statements for figure in index.get(s.key, ()))

    def key_figures(self, sector: str, pairs: Iterable[Measured], most: int) -> tuple[Measured, ...]:
        """Choose figures to set large: highlights, then the sector's own, the reports in turn, one per indicator.

        Figures with a note or a correction, or of which the editors warn, are left to the table, where there is room to
        say what is doubtful.
        """
        wanted = set(self._library.site.highlights)
        turns: defaultdict[str, int] = defaultdict(int)
        ranked: list[tuple[bool, bool, int, Measured]] = []
        for figure, statement in pairs:
            is_wanted = f"{statement.report}/{figure.id}" in wanted
            if is_wanted or not (figure.note or figure.printed or warning_notes(self._library, statement)):
                is_own = self.index.sector_of(figure.indicator, statement) == sector
                ranked.append((not is_wanted, not is_own, turns[statement.report], (figure, statement)))
                turns[statement.report] += 1
        chosen: dict[str, Measured] = {}
        for *_, (figure, statement) in sorted(ranked, key=lambda row: row[:3]):
            chosen.setdefault(figure.indicator, (figure, statement))
        return tuple(chosen.values())[:most]

    def highlights(self) -> tuple[Measured, ...]:
        """Give the figures that `site.yml` names for the home page."""
        reports = self._library.reports.values()
        figures = {f"{report.id}/{figure.id}": (figure, report.id) for report in reports for figure in report.figures}
        found = (figures[key] for key in self._library.site.highlights)
        return tuple((figure, self._library.statements[f"{report}/{figure.statement}"]) for figure, report in found)

    def year(self, figure: Figure) -> str:
        """Give a figure's year in words."""
        return self.text.date(figure.year) if figure.year else self.text.gettext("no year stated")

    def sort_key(self, figure: Figure) -> str:
        """Give the number that orders a figure among those of its unit: a range stands at its middle."""
        low = figure.value if figure.low is None else figure.low
        high = figure.value if figure.high is None else figure.high
        return exact(((low or Decimal(0)) + (high or Decimal(0))) / 2) or ""

    def first_day(self, edtf: str | None) -> str:
        """Give the first day of a date, which sorts."""
        return parse_edtf(edtf).first.isoformat() if edtf else ""

    def caption(self, comparison: Comparison) -> str:
        """Give what all values of a comparison share: place, year, baseline and scenario."""
        figure = comparison.figure
        shared = []
        if len(_places(comparison)) == 1:
            shared.append(self._place(figure))
        if len(_years(comparison)) == 1:
            shared.append(self.year(figure))
        if figure.baseline:
            shared.append(self.text.gettext("against %(year)s") % {"year": self.text.date(figure.baseline)})
        if figure.scenario:
            shared.append(self.text.plain(figure.scenario))
        return " · ".join(shared)

    def _place(self, figure: Figure) -> str:
        return self.text.plain(self._library.places[figure.geography].label)

    def draw(self, item: Compared) -> Markup:
        """Give the chart of a comparison."""
        comparison = item.comparison
        label = self.text.plain(self._library.indicators[comparison.indicator].label)
        rows = [self._row(comparison, point) for point in comparison.points]
        said = (f"{' '.join(filter(None, (row.label, row.note)))}: {row.text}" for row in rows)
        drawing = draw_chart(
            item.anchor,
            " · ".join(filter(None, (label, self.caption(comparison)))),
            "; ".join(said),
            self._axis(comparison.figure, rows),
            rows,
            comparison.differing,
            self.text.interface.language.direction,
        )
        return Markup(drawing.replace("\n", " "))

    def _row(self, comparison: Comparison, point: Point) -> Row:
        figure = point.figure
        parts = []
        if len(_places(comparison)) > 1:
            parts.append(self._place(figure))
        if len(_years(comparison)) > 1:
            parts.append(self.year(figure))
        names = (self.text.plain(self._library.reports[key].facts.short) for key in point.reports)
        reports = self.text.interface.join(names)
        several = len({key for point in comparison.points for key in point.reports}) > 1
        return Row(
            label=" · ".join(parts) or reports,
            note=reports if several and parts else "",
            text=self.text.value(figure),
            low=None if figure.qualifier in ("under", "at-most") else _first(figure.value, figure.low),
            high=None if figure.qualifier in ("over", "at-least") else _first(figure.value, figure.high),
            is_soft=figure.qualifier in ("about", "nearly"),
            hue=Hues(self._library).actor(figure.geography),
        )

    def _axis(self, figure: Figure, rows: Iterable[Row]) -> Axis:
        ticks = find_ticks([value for row in rows for value in (row.low, row.high) if value is not None])

        def write(tick: Decimal) -> str:
            plain = {"value": tick, "low": None, "high": None, "qualifier": None}
            return self.text.value(figure.model_copy(update=plain)) if tick else self.text.number(0)

        return Axis(ticks, write(ticks[0]), write(ticks[-1]))


def _places(comparison: Comparison) -> set[str]:
    return {point.figure.geography for point in comparison.points}


def _years(comparison: Comparison) -> set[str | None]:
    return {point.figure.year for point in comparison.points}


def _first(value: Decimal | None, otherwise: Decimal | None) -> Decimal | None:
    return otherwise if value is None else value
