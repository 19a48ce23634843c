"""Typed figures as pages show them: by sector, set large, side by side with a drawing, and where sources differ.

Receives the words of a language; returns rows and cells of plain words, and drawings as `Markup`. Refuses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from build_scripts.content.model import Figure
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.texts import Texts
from build_scripts.ground.typefaces import has_typefaces
from build_scripts.library.figures import exact
from build_scripts.library.index import Library, Statement
from build_scripts.library.notes import warning_notes
from build_scripts.pages.card_paths import figure_card
from build_scripts.pages.chart_snippet import chart_snippet
from build_scripts.pages.chart_words import ChartWords, figure_year
from build_scripts.pages.charts import draw_chart
from build_scripts.pages.figure_index import Compared, FigureIndex
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
        """Choose figures to set large, one per indicator: highlights, then the sector's own, key statements first.

        Of what ranks alike the reports have their turns. Figures with a note or a correction, or of which the editors
        warn, are left to the table, where there is room to say what is doubtful.
        """
        wanted = set(self._library.site.highlights)
        turns: defaultdict[str, int] = defaultdict(int)
        ranked: list[tuple[bool, bool, bool, int, Measured]] = []
        for figure, statement in pairs:
            is_wanted = f"{statement.report}/{figure.id}" in wanted
            if is_wanted or not (figure.note or figure.printed or warning_notes(self._library, statement)):
                is_own = self.index.sector_of(figure.indicator, statement) == sector
                turn = turns[statement.report]
                ranked.append((not is_wanted, not is_own, not statement.is_key, turn, (figure, statement)))
                turns[statement.report] += 1
        chosen: dict[str, Measured] = {}
        for *_, (figure, statement) in sorted(ranked, key=lambda row: row[:4]):
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
        return figure_year(self.text, figure)

    def is_inferred(self, item: Compared, group: Iterable[int]) -> bool:
        """Tell whether the year of one of these values is inferred."""
        return any(item.comparison.points[no].figure.year_basis == "inferred" for no in group)

    def sort_key(self, figure: Figure) -> str:
        """Give the number that orders a figure among those of its unit: a range stands at its middle."""
        low = figure.value if figure.low is None else figure.low
        high = figure.value if figure.high is None else figure.high
        return exact(((low or Decimal(0)) + (high or Decimal(0))) / 2) or ""

    def first_day(self, edtf: str | None) -> str:
        """Give the first day of a date, which sorts."""
        return parse_edtf(edtf).first.isoformat() if edtf else ""

    def basis(self, figure: Figure) -> Markup:
        """Give what a value rests on besides place and year: baseline, scope, scenario."""
        return Markup(" · ").join(self._basis(figure))

    def _basis(self, figure: Figure) -> Iterator[Markup]:
        if figure.baseline:
            against = self.text.gettext("against %(year)s") % {"year": self.text.date(figure.baseline)}
            yield Markup.escape(against)
        for texts in (figure.scope, figure.scenario):
            if texts:
                yield self.text.label(texts)

    def picture(self, figure: Figure, statement: Statement) -> str:
        """Give the path of the picture of a figure under the language, or nothing where none is drawn."""
        return figure_card(statement.report, figure.id) if has_typefaces() else ""

    def printed(self, figure: Figure, report: str) -> Markup:
        """Give what the report prints in its own words, and in those of the language where they are others."""
        words, own = figure.printed or Texts[str](), self._library.reports[report].facts.language
        if own not in words or own == self.text.language:
            return Markup("<q>{}</q>").format(self.text.label(words))
        quoted = Markup("<q{}>{}</q>").format(self.text.lang(own), words[own])
        return quoted if self.text.language not in words else Markup("{} ({})").format(quoted, self.text.label(words))

    def chart(self, item: Compared) -> ChartWords:
        """Give the words of a comparison's chart."""
        return ChartWords(self.text, item)

    def snippet(self, item: Compared) -> str:
        """Give the HTML that shows a chart in another page."""
        return chart_snippet(self.chart(item))

    def draw(self, item: Compared) -> Markup:
        """Give the chart of a comparison."""
        return Markup(draw_chart(self.chart(item).chart).replace("\n", " "))

    def preferred_chart(self) -> Compared | None:
        """Give the comparison to draw where one chart stands for all: the editors' choice, else one without doubt.

        The first that has a highlight; else that of most values, all with a year. None that sources differ on.
        """
        site = self._library.site
        items = tuple(self.index.drawn)
        chosen = [item for item in items if item.comparison.indicator == site.chart]
        sound = [item for item in items if not item.comparison.differing and not self.chart(item).has_doubt]
        with_highlight = [item for key in site.highlights for item in sound if key in item.keys]
        dated = [item for item in sound if all(point.figure.year for point in item.comparison.points)]
        largest = sorted(dated, key=lambda item: -len(item.comparison.points))
        return next(iter((*chosen, *with_highlight, *largest)), None)
