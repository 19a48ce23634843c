"""Who is asked to do what: the recommending statements as a matrix of sectors and actors.

Receives a `Library` and its lists; returns rows and cells of numbers with the paths that they lead to. Refuses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from build_scripts.library.index import Library, Statement
from build_scripts.pages.lists import Lists


@dataclass(frozen=True)
class Share:
    """What one cell of the matrix says of one kind: how many statements, how many of each report, where they are."""

    kind: str
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
    """Sector × actor, of all reports or of one; a statement counts for every actor that it names, and once in all."""

    report: str
    actors: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    by_actor: tuple[int, ...]
    count: int


@dataclass(frozen=True)
class Recommendations:
    """The recommending statements of a library, and the lists that they stand in."""

    library: Library
    lists: Lists

    @cached_property
    def _all(self) -> tuple[Statement, ...]:
        kinds = self.library.kinds.statements
        return tuple(statement for statement in self.library.statements.values() if kinds[statement.kind].recommends)

    def reports(self) -> tuple[str, ...]:
        """Give the reports that recommend something."""
        found = {statement.report for statement in self._all}
        return tuple(report for report in self.library.reports if report in found)

    @cached_property
    def matrix(self) -> Matrix:
        """Count the recommending statements of all reports by sector and by actor."""
        return self.matrix_of("")

    def matrix_of(self, report: str) -> Matrix:
        """Count those of one report; an empty name is that of all."""
        found = [statement for statement in self._all if report in ("", statement.report)]
        without = [""] if any(not statement.actors for statement in self._all) else []
        actors = (*self.library.actors, *without)
        rows = tuple(self._row(sector, actors, found) for sector in self.library.sectors)
        by_actor = tuple(sum(_names(statement, actor) for statement in found) for actor in actors)
        return Matrix(report, actors, rows, by_actor, len(found))

    def _row(self, sector: str, actors: tuple[str, ...], found: Iterable[Statement]) -> MatrixRow:
        here = [statement for statement in found if sector in statement.sectors]
        cells = (tuple(self._shares(sector, actor, here)) for actor in actors)
        return MatrixRow(sector, tuple(cells), len(here))

    def _shares(self, sector: str, actor: str, here: Iterable[Statement]) -> Iterator[Share]:
        """Give a cell's statements by kind."""
        own = [statement for statement in here if _names(statement, actor)]
        for kind in self.library.kinds.statements:
            reports = Counter(statement.report for statement in own if statement.kind == kind)
            if reports:
                path = self.lists.by_sector[sector][kind].where(actor, "actor")
                yield Share(kind, reports.total(), tuple(reports.items()), path)

    def greatest(self) -> int:
        """Give the greatest count of a kind in a cell of the matrix of all reports, against which bars are drawn."""
        shares = (share for row in self.matrix.rows for cell in row.cells for share in cell)
        return max((share.count for share in shares), default=1)


def _names(statement: Statement, actor: str) -> bool:
    return actor in statement.actors if actor else not statement.actors
