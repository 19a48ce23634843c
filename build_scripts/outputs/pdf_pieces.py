"""A report or a sector → the pieces of its PDF in order, before any language.

Receives a `Library` and what a page is about; returns `Piece`s: which macro of `templates/pdf/pieces.html.jinja` writes
it, and what it is given. Every language writes the same pieces, so that two stand side by side. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from build_scripts.library.events import by_date
from build_scripts.library.index import Brief, BriefSection, Library, ReportNode, Statement
from build_scripts.pages.lists import Column, Lists


@dataclass(frozen=True)
class Piece:
    """A part of a document: its macro, what that is given, the site path of what it shows, which is its anchor.

    A heading has a level from 1, one of several items says so, and one that is counted on its page has its number.
    """

    macro: str
    given: tuple[Any, ...] = ()
    anchor: str = ""
    level: int = 0
    is_item: bool = False
    number: int = 0


@dataclass(frozen=True)
class Subject:
    """What a document is about: the path of its page, what the page is about, and the pieces."""

    path: str
    about: dict[str, Any]
    title: Any
    pieces: tuple[Piece, ...]


def subjects(library: Library) -> Iterator[Subject]:
    """Give every report, and every sector that has statements."""
    lists = Lists(library)
    for report in library.reports.values():
        about: dict[str, Any] = {"report": report}
        yield Subject(report.path, about, report.page.title, tuple(_report(library, report)))
    for key, statements in library.statements_by_sector.items():
        path, sector = f"sectors/{key}/", library.sectors[key]
        about = {"key": key, "sector": sector, "statements": statements}
        yield Subject(path, about, sector.label, tuple(_sector(lists, key, path)))


def _report(library: Library, report: ReportNode) -> Iterator[Piece]:
    """Give the facts of a report, its overview, its briefs, its sources."""
    yield Piece("label", (report.page.title,), level=1)
    yield Piece("report_head", (report,))
    yield from _passage(report.page.intro)
    yield from _sections(report.page.sections, report.path, 2)
    for brief in report.briefs:
        yield from _brief(library, brief)
    if report.references:
        yield Piece("sources_heading", level=2)
        yield Piece("sources", (report,))
    yield Piece("colophon", (report.path,))


def _brief(library: Library, brief: Brief) -> Iterator[Piece]:
    yield Piece("label", (brief.title,), brief.path, level=2)
    yield Piece("brief_head", (brief,))
    yield from _passage(brief.intro)
    yield from _sections(brief.sections, brief.path, 3)
    yield from _figures(library, brief.statements, "figures_in_brief", 3)
    yield from _events(library, brief.statements, "events_mentioned", 3)


def _sections(sections: Iterable[BriefSection], path: str, level: int) -> Iterator[Piece]:
    """Give headings with what stands under them, the highest of them at a level."""
    highest = min((section.level for section in sections), default=2)
    for section in sections:
        yield Piece("heading", (section.title,), f"{path}#{section.anchor}", level + section.level - highest)
        for part in section.parts:
            if isinstance(part, Statement):
                yield Piece("statement", (part,), part.path, is_item=True, number=part.number)
            else:
                yield from _passage(part)


def _passage(texts: Any) -> Iterator[Piece]:
    if texts:
        yield Piece("passage", (texts,))


def _sector(lists: Lists, key: str, path: str) -> Iterator[Piece]:
    """Give the answers of a sector: what the editors compare, what carries each report, figures, events."""
    library = lists.library
    yield Piece("label", (library.sectors[key].label,), level=1)
    yield Piece("sector_head", (key,))
    compared = library.comparisons.get(key)
    points = compared.points if compared else ()
    for group in compared.groups if compared else ():
        if group.points:
            yield Piece("heading", (group.title,), level=2)
        for point in group.points:
            yield Piece("point", (point,), point.path, is_item=True, number=point.number)
    yield Piece("reports_heading", level=2)
    rested = {name for point in points for name in point.rests}
    for column in lists.columns(key):
        yield from _column(library, column, rested)
    yield Piece("absent", (key,))
    statements = library.statements_by_sector[key]
    yield from _figures(library, statements, "figures_heading", 2)
    yield from _events(library, statements, "events_heading", 2)
    yield Piece("colophon", (path,))


def _column(library: Library, column: Column, rested: set[str]) -> Iterator[Piece]:
    """Give what a report says on a sector: the statements that carry it, and those that points rest on."""
    wanted = {*(statement.key for statement in column.key_statements), *rested}
    yield Piece("report_heading", (column.report,), level=3)
    for key in sorted(wanted, key=library.positions.__getitem__):
        statement = library.statements[key]
        if statement.report == column.report:
            yield Piece("quoted", (statement,), statement.path, is_item=True)


def _figures(library: Library, statements: Iterable[Statement], heading: str, level: int) -> Iterator[Piece]:
    index = library.figures_by_statement
    pairs = [(figure, statement) for statement in statements for figure in index.get(statement.key, ())]
    if pairs:
        yield Piece(heading, level=level)
    for pair in pairs:
        yield Piece("figure", pair, is_item=True)


def _events(library: Library, statements: Iterable[Statement], heading: str, level: int) -> Iterator[Piece]:
    index = library.events_by_statement
    events = by_date({event.id: event for one in statements for event in index.get(one.key, ())}.values())
    if events:
        yield Piece(heading, level=level)
    for event in events:
        yield Piece("event", (event,), is_item=True)
