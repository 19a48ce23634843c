"""What the editors say of several reports, as a page shows it: the points on a sector, and what each rests on.

Receives a `Library` and the page's words on translations; returns comparisons and statements. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from build_scripts.library.claims import Comparison, Point, PointGroup
from build_scripts.library.index import Library, Statement
from build_scripts.library.notes import warning_notes
from build_scripts.pages.translation import Translation


@dataclass(frozen=True)
class Evidence:
    """A statement that a point rests on, and why readers of the page should look twice at it: ids of reservations."""

    statement: Statement
    reservations: tuple[str, ...]


@dataclass(frozen=True)
class Comparisons:
    """The comparisons of a library, as one page shows them."""

    library: Library
    translation: Translation

    def on(self, sector: str) -> Comparison | None:
        """Give the comparison on a sector, if there is one."""
        return self.library.comparisons.get(sector)

    def finding(self) -> Point | None:
        """Give the point that the home page opens with: that which `site.yml` names, or a difference without doubt.

        Without a name it is the difference on which most reports have something to say, the first of them.
        """
        points = {point.key: point for own in self.library.comparisons.values() for point in own.points}
        if self.library.site.finding:
            return points[self.library.site.finding]
        safe = (point for point in points.values() if point.kind == "differ" and not self._warned(point))
        return max(safe, key=lambda point: len(self.reports(point)), default=None)

    def group(self, point: Point) -> PointGroup:
        """Give the group that a point stands in."""
        groups = self.library.comparisons[point.address.sector].groups
        return next(group for group in groups if point in group.points)

    def reports(self, point: Point) -> tuple[str, ...]:
        """Give the reports that a point rests on, in their order."""
        own = {self.library.statements[key].report for key in point.rests}
        return tuple(report for report in self.library.reports if report in own)

    def _warned(self, point: Point) -> bool:
        statements = (self.library.statements[key] for key in point.rests)
        return any(warning_notes(self.library, claim) for claim in (point, *statements))

    def of_several(self, sector: str) -> tuple[PointGroup, ...]:
        """Give the groups of points that rest on several reports, first where these differ."""
        groups = [group for group in self.library.comparisons[sector].groups if group.points and group.kind != "only"]
        return tuple(sorted(groups, key=lambda group: group.kind != "differ"))

    def of_any(self) -> bool:
        """Tell whether any sector has points that rest on several reports."""
        return any(self.of_several(sector) for sector in self.library.comparisons)

    def evidence(self, point: Point) -> tuple[Evidence, ...]:
        """Give what a point rests on, in the order of the reports and of their chapters."""
        found = (self.library.statements[key] for key in sorted(point.rests, key=self.library.positions.__getitem__))
        return tuple(Evidence(statement, tuple(self._reservations(statement))) for statement in found)

    def _reservations(self, statement: Statement) -> Iterator[str]:
        """Tell what is wrong with a statement in the page's language; what its notes warn of belongs here too."""
        if self.translation.links.text.is_fallback(statement.text):
            yield "untranslated"
        elif self.translation.is_stale(statement.address.unit):
            yield "stale"
        elif self.translation.is_unreviewed(statement.address.unit):
            yield "unreviewed"
        if warning_notes(self.library, statement):
            yield "doubtful"
