"""Whole lists of statements, on pages of their own and in parts: of a sector by kind, and what is recommended to whom.

Receives a `Library`; returns lists whose groups stand under their actors or sectors. A statement stands in the group of
each that it names, and counts once. No part has more than a hundred lines, so that no page grows with the archive.
Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, zip_longest
from math import ceil

from build_scripts.content.model import Event
from build_scripts.content.paths import EVERYBODY, NOBODY
from build_scripts.ground.dates import parse_edtf
from build_scripts.library.index import Brief, Library, Statement
from build_scripts.pages.events import Events
from build_scripts.pages.figure_index import FigureIndex
from build_scripts.pages.statements import Group

MOST = 100  # lines of a part
_MOST_KEYS = 5  # statements that a report's column on a sector's page shows
_MOST_FILES = 150  # whose translation is told of on one page
_PICKED = 3  # recommendations to an actor that the page of all of them shows


@dataclass(frozen=True)
class StatementList:
    """A list: its path under a language, its file of data, and its parts, each with groups in order."""

    path: str
    parts: tuple[tuple[Group, ...], ...]
    statements: tuple[Statement, ...]

    @property
    def table(self) -> str:
        """Give the path of the list as a table."""
        return f"{self.path}statements.csv"

    def part_path(self, no: int) -> str:
        """Give the path of the nth part, from 0; the first is that of the list."""
        return f"{self.path}{no + 1}/" if no else self.path

    @property
    def paths(self) -> tuple[str, ...]:
        """Give the paths of the parts."""
        return tuple(map(self.part_path, range(len(self.parts))))

    @property
    def groups(self) -> Mapping[str, tuple[Statement, ...]]:
        """Give the whole groups by id, in order."""
        found: dict[str, tuple[Statement, ...]] = {}
        for part in self.parts:
            for group in part:
                found[group.id] = (*found.get(group.id, ()), *group.statements)
        return found

    def where(self, group: str, prefix: str) -> str:
        """Give the address of a group, on the first part that has it."""
        parts = (no for no, part in enumerate(self.parts) if any(found.id == group for found in part))
        return f"{self.part_path(next(parts, 0))}#{prefix}-{group or NOBODY}"


@dataclass(frozen=True)
class Column:
    """What a report says on a sector: how much, its brief if it has one, and the statements that carry it.

    `kinds` has each kind with the number of its statements and the address of the first, or of its heading.
    """

    report: str
    count: int
    brief: Brief | None
    key_statements: tuple[Statement, ...]
    kinds: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True)
class Cell:
    """How much a report says on a sector, and where: its brief, else its column on the sector’s page."""

    report: str
    count: int
    path: str


@dataclass(frozen=True)
class Lists:
    """The lists of a library."""

    library: Library

    @cached_property
    def by_sector(self) -> Mapping[str, Mapping[str, StatementList]]:
        """Give the list of every kind of every sector, by actor."""
        found: dict[str, dict[str, StatementList]] = {}
        for sector, statements in self.library.statements_by_sector.items():
            found[sector] = {}
            for kind in self.library.kinds.statements:
                own = [statement for statement in statements if statement.kind == kind]
                if own:
                    path = f"sectors/{sector}/{kind}/"
                    found[sector][kind] = _list(path, own, [(actor, _naming(own, actor)) for actor in self._actors])
        return found

    @cached_property
    def by_actor(self) -> Mapping[str, StatementList]:
        """Give what is recommended to every actor, by sector; last what names nobody, under an empty id."""
        naming = ((actor, _naming(self._recommending, actor)) for actor in self._actors)
        return {actor: self._asked(actor or NOBODY, own) for actor, own in naming if own}

    @cached_property
    def everything(self) -> StatementList | None:
        """Give all that is recommended, by sector; nothing if nothing is."""
        return self._asked(EVERYBODY, self._recommending) if self._recommending else None

    @cached_property
    def _recommending(self) -> list[Statement]:
        kinds = self.library.kinds.statements
        return [one for one in self.library.statements.values() if kinds[one.kind].recommends]

    def _asked(self, name: str, own: list[Statement]) -> StatementList:
        groups = [(key, [one for one in own if key in one.sectors]) for key in self.library.sectors]
        return _list(f"recommendations/{name}/", own, groups)

    @cached_property
    def figures(self) -> FigureIndex:
        """Give the typed figures by sector."""
        return FigureIndex(self.library)

    @cached_property
    def years(self) -> Mapping[int, tuple[Event, ...]]:
        """Give the events by the year that they begin in, if they are so many that each year has a page."""
        found: dict[int, list[Event]] = {}
        for event in Events(self.library).all if self.library.has_years else ():
            found.setdefault(parse_edtf(event.date).first.year, []).append(event)
        return {year: tuple(own) for year, own in sorted(found.items())}

    @property
    def all(self) -> tuple[StatementList, ...]:
        """Give every list."""
        sectors = (listed for own in self.by_sector.values() for listed in own.values())
        return (*sectors, *self.by_actor.values(), *([self.everything] if self.everything else []))

    @property
    def paths(self) -> tuple[str, ...]:
        """Give the path of every page of a list: of statements, figures, events, translated files."""
        lists = (path for listed in self.all for path in listed.paths)
        years = (f"timeline/{year}/" for year in self.years)
        return (*lists, *self.figures.paths, *years, *self.translated)

    @cached_property
    def translated(self) -> Mapping[str, str]:
        """Give by path the reports whose translated files have a page of their own, if there are many files."""
        if len(self.library.translations) <= _MOST_FILES:
            return {}
        return {f"translation/{report}/": report for report in self.library.reports}

    @property
    def _actors(self) -> tuple[str, ...]:
        return (*self.library.actors, "")

    def including(self, actor: str) -> tuple[str, ...]:
        """Give the actors that an actor is part of: what they are asked, it is asked with others."""
        return tuple(name for name, other in self.library.actors.items() if actor in other.includes)

    def picked(self, actor: str) -> tuple[Statement, ...]:
        """Choose a few of the recommendations to an actor, of one report each: first those that carry a brief."""
        key = {statement.key for brief in self.library.briefs for statement in brief.key_statements}
        ranked = sorted(self.by_actor[actor].statements, key=lambda statement: statement.key not in key)
        chosen: dict[str, Statement] = {}
        for statement in ranked:
            chosen.setdefault(statement.report, statement)
        return tuple(chosen.values())[:_PICKED]

    def columns(self, sector: str) -> tuple[Column, ...]:
        """Give what each report says on a sector, in the order of the reports; none for those that say nothing."""
        statements = self.library.statements_by_sector.get(sector, ())
        own: dict[str, list[Statement]] = {report: [] for report in self.library.reports}
        for statement in statements:
            own[statement.report].append(statement)
        return tuple(self._column(sector, report, found) for report, found in own.items() if found)

    def map_row(self, sector: str) -> tuple[Cell, ...]:
        """Give how much each report says on a sector, in the order of the reports."""
        columns = {column.report: column for column in self.columns(sector)}
        return tuple(_cell(sector, report, columns.get(report)) for report in self.library.reports)

    def absent_reports(self, sector: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the reports without a statement on a sector: those that the editors looked at for it, and the others.

        Only of the former can be said that they do not address it, unless drafts say what they do.
        """
        present = self.library.reports_on(sector)
        comparison = self.library.comparisons.get(sector)
        addressed = self.library.drafts.addressed
        considered = [name for name in (comparison.considered if comparison else ()) if (name, sector) not in addressed]
        absent = [report for report in self.library.reports if report not in present]
        return tuple(r for r in absent if r in considered), tuple(r for r in absent if r not in considered)

    def _column(self, sector: str, report: str, statements: list[Statement]) -> Column:
        briefs = [brief for brief in self.library.reports[report].briefs if brief.sector == sector]
        key = [one for one in _in_turn([brief.key_statements for brief in briefs]) if sector in one.sectors]
        marked = [statement for statement in statements if statement.is_key and statement not in key]
        return Column(
            report=report,
            count=len(statements),
            brief=briefs[0] if briefs else None,
            key_statements=tuple((key + marked)[:_MOST_KEYS]) or tuple(statements[:3]),
            kinds=tuple(self._kinds(briefs, statements)),
        )

    def _kinds(self, briefs: Iterable[Brief], statements: list[Statement]) -> Iterator[tuple[str, int, str]]:
        headings = {
            statement.key: (brief, section)
            for brief in briefs
            for section in brief.sections
            for statement in section.statements[:1]
        }
        for kind in self.library.kinds.statements:
            own = [statement for statement in statements if statement.kind == kind]
            if own:
                brief, section = headings.get(own[0].key, (None, None))
                yield kind, len(own), f"{brief.path}#{section.anchor}" if brief and section else own[0].path


def _in_turn(briefs: list[tuple[Statement, ...]]) -> list[Statement]:
    """Give the first statement of each brief, then the second of each, and so on."""
    return [statement for group in zip_longest(*briefs) for statement in group if statement]


def _cell(sector: str, report: str, column: Column | None) -> Cell:
    if column is None:
        return Cell(report, 0, "")
    return Cell(report, column.count, column.brief.path if column.brief else f"sectors/{sector}/#report-{report}")


def _naming(statements: Iterable[Statement], actor: str) -> list[Statement]:
    """Give the statements that name an actor, or nobody."""
    return [one for one in statements if (actor in one.actors if actor else not one.actors)]


def _list(path: str, statements: list[Statement], groups: Iterable[tuple[str, list[Statement]]]) -> StatementList:
    lines = [(key, statement) for key, own in groups for statement in own]
    size = ceil(len(lines) / ceil(len(lines) / MOST))
    parts = (lines[start : start + size] for start in range(0, len(lines), size))
    return StatementList(path, tuple(map(_groups, parts)), tuple(statements))


def _groups(lines: Iterable[tuple[str, Statement]]) -> tuple[Group, ...]:
    grouped = groupby(lines, key=lambda line: line[0])
    return tuple(Group(key, tuple(statement for _, statement in own)) for key, own in grouped)
