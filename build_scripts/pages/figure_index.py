"""The typed figures of a library by sector: which there are, which can be compared, where sources differ, on what page.

Receives a `Library`; the pages of all languages may share an index. Where there are many figures, each sector has a
page of them, in parts, so that no page grows with the archive. Refuses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from build_scripts.content.paths import CHARTS
from build_scripts.library.figures import Comparison, Given, all_given, find_comparisons, find_differing
from build_scripts.library.index import Library, Statement

MOST = 150  # figures of one page
_MOST_COMPARED = 40  # values of one chart and its table
_PAGE = "figures/"
_ANCHOR = "compare-"


@dataclass(frozen=True)
class Compared:
    """A comparison as a page shows it: its sector, its anchor, what it compares."""

    sector: str
    anchor: str
    comparison: Comparison

    @property
    def name(self) -> str:
        """Give its name among all comparisons."""
        return self.anchor.removeprefix(_ANCHOR)

    @property
    def path(self) -> str:
        """Give the path of the page that shows its chart alone, under a language."""
        return f"{CHARTS}/{self.name}/"

    @property
    def keys(self) -> tuple[str, ...]:
        """Give the keys of its figures."""
        return tuple(given.key for point in self.comparison.points for given in point.given)

    @property
    def is_drawn(self) -> bool:
        """Tell whether the values are few enough to be set side by side."""
        return sum(len(point.given) for point in self.comparison.points) <= _MOST_COMPARED


@dataclass(frozen=True)
class FigureIndex:
    """The typed figures of a library."""

    library: Library

    @property
    def is_split(self) -> bool:
        """Tell whether each sector has a page of figures."""
        return self.library.figure_count > MOST

    def home(self, sector: str) -> str:
        """Give the path of the page that shows the comparisons of a sector."""
        return f"{_PAGE}{sector}/" if self.is_split else _PAGE

    def part_path(self, sector: str, no: int) -> str:
        """Give the path of the nth part of a sector's figures, from 0."""
        return f"{self.home(sector)}{no + 1}/" if no else self.home(sector)

    def paths_of(self, sector: str) -> tuple[str, ...]:
        """Give the paths of the parts of a sector's figures."""
        return tuple(self.part_path(sector, no) for no in range(len(self.parts(sector))))

    def parts(self, sector: str) -> tuple[tuple[Given, ...], ...]:
        """Give a sector's figures in parts."""
        found = self.by_sector[sector]
        return tuple(found[start : start + MOST] for start in range(0, len(found), MOST))

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Give the paths of the pages of sectors, if there are any."""
        if not self.is_split:
            return ()
        return tuple(path for key in self.by_sector for path in self.paths_of(key))

    @cached_property
    def by_sector(self) -> Mapping[str, tuple[Given, ...]]:
        """Give all figures by sector, those of one indicator together."""
        found: defaultdict[str, list[Given]] = defaultdict(list)
        for given in all_given(self.library):
            found[self.sector_of(given.figure.indicator, given.statement)].append(given)
        return {key: tuple(found[key]) for key in self.library.sectors if key in found}

    @cached_property
    def comparisons(self) -> Mapping[str, tuple[Compared, ...]]:
        """Give all comparisons by sector."""
        found: defaultdict[str, list[Compared]] = defaultdict(list)
        seen = set[str]()
        for comparison in find_comparisons(self.library):
            anchor = f"{_ANCHOR}{comparison.indicator}"
            while anchor in seen:  # an indicator with several baselines, scopes or scenarios
                anchor += "-more"
            seen.add(anchor)
            sector = self.sector_of(comparison.indicator, comparison.points[0].given[0].statement)
            found[sector].append(Compared(sector, anchor, comparison))
        return {key: tuple(found[key]) for key in self.library.sectors if key in found}

    @property
    def drawn(self) -> Iterator[Compared]:
        """Give the comparisons that have a chart."""
        return (item for group in self.comparisons.values() for item in group if item.is_drawn)

    @cached_property
    def differing(self) -> tuple[Compared, ...]:
        """Give the comparisons in which sources differ."""
        return tuple(item for group in self.comparisons.values() for item in group if item.comparison.differing)

    @cached_property
    def contradicted(self) -> frozenset[str]:
        """Give the keys of the figures that another contradicts."""
        return find_differing(self.library)

    def sector_of(self, indicator: str, statement: Statement) -> str:
        """Give the sector of an indicator, else that of the statement that has its figure."""
        return self.library.indicators[indicator].sector or statement.sectors[0]
