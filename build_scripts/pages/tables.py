"""What the pages of figures, recommendations and events show: comparisons with their charts, the matrix, dates.

Receives a `Library`, one language's `Interface`, the page's path and how a figure's value is written; templates call
it `tables`. Gives rows and cells whose words are plain text of the language, and drawings as ready HTML.
Refuses nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from build_scripts.content.interface import Interface
from build_scripts.content.model import Event, Figure
from build_scripts.ground.dates import EdtfDate, parse_edtf
from build_scripts.ground.texts import Texts
from build_scripts.library.figures import Comparison, Given, Point, all_given, exact, find_comparisons, find_differing
from build_scripts.library.index import Library, Statement
from build_scripts.pages.charts import Axis, Row, draw_chart, find_ticks

T = TypeVar("T")
_HUES = 3


@dataclass(frozen=True)
class Compared:
    """A comparison as a page shows it: its anchor, what it compares, its drawing."""

    anchor: str
    comparison: Comparison
    svg: str


@dataclass(frozen=True)
class Share:
    """What one cell of the matrix says of one kind: how many statements, how many of each report, where they are.

    In the matrix of one report a share is that of one brief, and leads to its first statement of the cell.
    """

    kind: str
    brief: str
    count: int
    by_report: tuple[tuple[str, int], ...]
    path: str


@dataclass(frozen=True)
class MatrixRow:
    """A sector, its cells in the order of the matrix's actors, and how many statements it has in all."""

    sector: str
    cells: tuple[tuple[Share, ...], ...]
    count: int


@dataclass(frozen=True)
class Matrix:
    """Sector × actor, of all reports or of one; counts per actor and in all count each statement once."""

    report: str
    actors: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    by_actor: tuple[int, ...]
    count: int


@dataclass(frozen=True)
class Tables:
    """What one page shows in tables, charts and along the line of time."""

    library: Library
    interface: Interface
    path: str
    value: Callable[[Figure, Interface], str]

    # Figures

    def figures(self) -> tuple[tuple[str, tuple[Given, ...]], ...]:
        """Give all figures by sector, those of one indicator together."""
        return self._by_sector(all_given(self.library), lambda given: (given.figure.indicator, given.statement))

    def comparisons(self) -> tuple[tuple[str, tuple[Compared, ...]], ...]:
        """Give all comparisons by sector, with their charts."""
        shown, seen = [], set[str]()
        for comparison in find_comparisons(self.library):
            anchor = f"compare-{comparison.indicator}"
            while anchor in seen:  # an indicator with several baselines or scenarios
                anchor += "-more"
            seen.add(anchor)
            shown.append(Compared(anchor, comparison, self._draw(anchor, comparison)))
        return self._by_sector(
            shown, lambda item: (item.comparison.indicator, item.comparison.points[0].given[0].statement)
        )

    def _by_sector(
        self, items: Iterable[T], get: Callable[[T], tuple[str, Statement]]
    ) -> tuple[tuple[str, tuple[T, ...]], ...]:
        found: dict[str, list[T]] = {key: [] for key in self.library.sectors}
        for item in items:
            indicator, statement = get(item)
            found[self.library.indicators[indicator].sector or statement.sectors[0]].append(item)
        return tuple((key, tuple(group)) for key, group in found.items() if group)

    def differing(self) -> tuple[Compared, ...]:
        """Give the comparisons in which sources differ."""
        return tuple(item for _, group in self.comparisons() for item in group if item.comparison.differing)

    def contradicted(self) -> frozenset[str]:
        """Give the keys of the figures that another contradicts."""
        return find_differing(self.library)

    def year(self, figure: Figure) -> str:
        """Give a figure's year in words."""
        gettext = self.interface.translations.gettext
        return self.interface.date(figure.year) if figure.year else gettext("no year stated")

    def sort_key(self, figure: Figure) -> str:
        """Give the number that orders a figure among those of its unit: a range stands at its middle."""
        low = figure.value if figure.low is None else figure.low
        high = figure.value if figure.high is None else figure.high
        return exact(((low or Decimal(0)) + (high or Decimal(0))) / 2) or ""

    def first_day(self, edtf: str | None) -> str:
        """Give the first day of a date, which sorts."""
        return parse_edtf(edtf).first.isoformat() if edtf else ""

    def caption(self, comparison: Comparison) -> tuple[str, ...]:
        """Give what all values of a comparison share: place, year, baseline and scenario."""
        gettext = self.interface.translations.gettext
        figure = comparison.figure
        shared = []
        if len(_places(comparison)) == 1:
            shared.append(self._plain(self.library.places[figure.geography].label))
        if len(_years(comparison)) == 1:
            shared.append(self.year(figure))
        if figure.baseline:
            shared.append(gettext("against %(year)s") % {"year": self.interface.date(figure.baseline)})
        if figure.scenario:
            shared.append(self._plain(figure.scenario))
        return tuple(shared)

    def _draw(self, anchor: str, comparison: Comparison) -> str:
        label = self._plain(self.library.indicators[comparison.indicator].label)
        rows = [self._row(comparison, point) for point in comparison.points]
        said = (f"{' '.join(filter(None, (row.label, row.note)))}: {row.text}" for row in rows)
        return draw_chart(
            anchor,
            " · ".join((label, *self.caption(comparison))),
            "; ".join(said),
            self._axis(comparison.figure, rows),
            rows,
            comparison.differing,
            self.interface.language.direction,
        )

    def _row(self, comparison: Comparison, point: Point) -> Row:
        figure = point.figure
        parts = []
        if len(_places(comparison)) > 1:
            parts.append(self._plain(self.library.places[figure.geography].label))
        if len(_years(comparison)) > 1:
            parts.append(self.year(figure))
        reports = self.interface.join(self._plain(self.library.reports[key].facts.short) for key in point.reports)
        several = len({key for point in comparison.points for key in point.reports}) > 1
        return Row(
            label=" · ".join(parts) or reports,
            note=reports if several and parts else "",
            text=self.value(figure, self.interface),
            low=None if figure.qualifier in ("under", "at-most") else _first(figure.value, figure.low),
            high=None if figure.qualifier in ("over", "at-least") else _first(figure.value, figure.high),
            is_soft=figure.qualifier in ("about", "nearly"),
            hue=self.hue(figure.geography),
        )

    def _axis(self, figure: Figure, rows: Iterable[Row]) -> Axis:
        ticks = find_ticks([value for row in rows for value in (row.low, row.high) if value is not None])

        def write(tick: Decimal) -> str:
            plain = {"value": tick, "low": None, "high": None, "qualifier": None}
            return self.value(figure.model_copy(update=plain), self.interface) if tick else self.interface.number(0)

        return Axis(ticks, write(ticks[0]), write(ticks[-1]))

    def hue(self, key: str) -> int:
        """Give the number of the colour of an actor, and of a place that bears an actor's id; 0 for all others."""
        number = list(self.library.actors).index(key) + 1 if key in self.library.actors else 0
        return number if number <= _HUES else 0

    # Recommendations

    def matrix(self, report: str = "") -> Matrix:
        """Count the recommending statements of all reports, or of one, by sector and by their first actor."""
        found = [
            statement
            for statement in self.library.statements.values()
            if self.library.kinds.statements[statement.kind].recommends and report in ("", statement.report)
        ]
        without = [""] if any(not statement.actors for statement in self._recommending()) else []
        actors = (*self.library.actors, *without)
        rows = tuple(self._matrix_row(sector, actors, report, found) for sector in self.library.sectors)
        by_actor = Counter(_first_actor(statement) for statement in found)
        return Matrix(report, actors, rows, tuple(by_actor[actor] for actor in actors), len(found))

    def _recommending(self) -> Iterable[Statement]:
        kinds = self.library.kinds.statements
        return (statement for statement in self.library.statements.values() if kinds[statement.kind].recommends)

    def _matrix_row(self, sector: str, actors: tuple[str, ...], report: str, found: Iterable[Statement]) -> MatrixRow:
        here = [statement for statement in found if sector in statement.sectors]
        cells = (self._shares(sector, actor, report, here) for actor in actors)
        return MatrixRow(sector, tuple(cells), len(here))

    def _shares(self, sector: str, actor: str, report: str, here: Iterable[Statement]) -> tuple[Share, ...]:
        """Give a cell's statements by kind; in the matrix of one report, by kind and brief."""
        groups: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
        for statement in here:
            if _first_actor(statement) == actor:
                groups[(statement.kind, statement.brief if report else "")].append(statement)
        order = list(self.library.kinds.statements)
        return tuple(
            Share(
                kind=kind,
                brief=f"{report}/{brief}" if report else "",
                count=len(found),
                by_report=tuple(Counter(statement.report for statement in found).items()),
                path=found[0].path if report else f"sectors/{sector}/#{kind}-{actor or 'none'}",
            )
            for (kind, brief), found in sorted(groups.items(), key=lambda item: order.index(item[0][0]))
        )

    def addressed(self) -> tuple[tuple[str, tuple[tuple[str, tuple[Share, ...]], ...]], ...]:
        """Give for every actor the sectors in which something is recommended to it, as the cells of the matrix."""
        matrix = self.matrix()
        columns = (
            (actor, [(row.sector, row.cells[no]) for row in matrix.rows]) for no, actor in enumerate(matrix.actors)
        )
        return tuple((actor, tuple(cell for cell in cells if cell[1])) for actor, cells in columns)

    def brief_title(self, key: str) -> str:
        """Give a brief's title in plain words."""
        return self._plain(next(brief.title for brief in self.library.briefs if brief.key == key))

    def greatest(self) -> int:
        """Give the greatest count of a kind in a cell of the matrix of all reports, against which bars are drawn."""
        shares = (share for row in self.matrix().rows for cell in row.cells for share in cell)
        return max((share.count for share in shares), default=1)

    def recommending_kinds(self) -> tuple[str, ...]:
        """Give the kinds of statements that recommend."""
        return tuple(key for key, kind in self.library.kinds.statements.items() if kind.recommends)

    # Time

    def events(self) -> tuple[Event, ...]:
        """Give all events by date."""
        return tuple(sorted(self.library.events.values(), key=lambda event: (parse_edtf(event.date), event.id)))

    def when(self, event: Event) -> EdtfDate:
        """Give an event's date with its first and last day."""
        return parse_edtf(event.date)

    def events_by_kind(self) -> tuple[tuple[str, tuple[Event, ...]], ...]:
        """Give all events by kind."""
        groups = ((kind, [e for e in self.events() if e.kind == kind]) for kind in self.library.kinds.events)
        return tuple((kind, tuple(group)) for kind, group in groups if group)

    def events_by_actor(self) -> tuple[tuple[str, tuple[Event, ...]], ...]:
        """Give all events by actor; one of several actors stands under each."""
        groups = ((actor, [e for e in self.events() if actor in e.actor]) for actor in self.library.actors)
        return tuple((actor, tuple(group)) for actor, group in groups if group)

    def _plain(self, texts: Texts) -> str:
        for code in (self.interface.language.code, self.library.source, *texts):
            if code in texts:
                return texts[code]
        return ""


def _places(comparison: Comparison) -> set[str]:
    return {point.figure.geography for point in comparison.points}


def _years(comparison: Comparison) -> set[str | None]:
    return {point.figure.year for point in comparison.points}


def _first(value: Decimal | None, otherwise: Decimal | None) -> Decimal | None:
    return otherwise if value is None else value


def _first_actor(statement: Statement) -> str:
    return statement.actors[0] if statement.actors else ""
