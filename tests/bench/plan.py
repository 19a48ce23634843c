"""How large a made-up content is to be: reports, briefs and terms for a number of HTML pages.

Receives the number of HTML files that the site is to have, both languages together, besides the lists of statements,
figures and events that it makes of them; returns a `Plan` whose proportions are those of the real content. Refuses
numbers too small for one report.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.bench.vocabulary import SECTORS

LANGUAGES = 2
PROSE_PAGES = 3
# The pages that every site has once in a language, with those of the handbook and for missing addresses, and those
# above the languages.
_SINGLE, _ABOVE = 14, 2
# A report with its index; the terms that are used often grow slower than the archive.
_PAGES_OF_A_REPORT = 14
_TERMS_OF_250, _GROWTH, _MOST_TERMS = 58, 0.45, 0.6
_RARE_TO_COMMON = 3
FRAMES = 2  # briefs of a report that are named after no sector: overview and conclusion
LEAST = 100


@dataclass(frozen=True)
class Plan:
    """How many of each there are; `common` terms have a page of their own, `rare` ones stand in the glossary only."""

    reports: int
    briefs: int
    common: int
    rare: int

    @property
    def pages(self) -> int:
        """Give the number of HTML files of the site, besides its lists."""
        own = self.reports + self.briefs + self.common + PROSE_PAGES + len(SECTORS) + _SINGLE
        return LANGUAGES * own + _ABOVE

    def briefs_of(self, report: int) -> int:
        """Give the number of briefs of the report with that number, from 0."""
        return _share(self.briefs, self.reports, report)

    def common_of(self, sector: int) -> int:
        """Give the number of common terms of the sector with that number: only those with a brief have any."""
        covered = min(len(SECTORS), max(1, self.briefs - FRAMES * self.reports))
        return _share(self.common, covered, sector) if sector < covered else 0

    def rare_of(self, sector: int) -> int:
        """Give the number of rare terms of the sector with that number."""
        return _share(self.rare, len(SECTORS), sector)


def make_plan(pages: int) -> Plan:
    """Give the plan of a content of which the site has so many HTML pages."""
    if pages < LEAST:
        raise ValueError(f"{pages} pages are too few: at least {LEAST}")
    free = (pages - _ABOVE) // LANGUAGES - _SINGLE - len(SECTORS) - PROSE_PAGES
    common = min(round(_TERMS_OF_250 * (pages / 250) ** _GROWTH), round(free * _MOST_TERMS))
    reports = max(1, round((free - common) / _PAGES_OF_A_REPORT))
    return Plan(reports, free - common - reports, common, common * _RARE_TO_COMMON)


def _share(total: int, among: int, no: int) -> int:
    """Give what the one with that number gets, from 0, when so many are dealt out."""
    return total // among + (no < total % among)
