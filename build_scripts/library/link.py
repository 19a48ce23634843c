"""Checked content → the library.

Receives `Content` without errors and the states of its translations; returns a `Library`. Refuses, with `ValueError`,
content that has not been checked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from types import MappingProxyType
from typing import Any, TypeVar

from build_scripts.content.addresses import PointAddress, StatementAddress
from build_scripts.content.comparisons import considered_reports
from build_scripts.content.entries import Content, MarkdownEntry, ReportEntry
from build_scripts.content.fronts import BriefFront, Change, ComparisonFront
from build_scripts.content.model import Event, Figure
from build_scripts.content.outline import RawStatement, Section, sectors_of
from build_scripts.content.succession import find_succession
from build_scripts.ground.markdown import Prose
from build_scripts.ground.texts import AS_IT_STANDS, Texts
from build_scripts.library.anchors import find_anchors
from build_scripts.library.claims import Comparison, Point, PointGroup
from build_scripts.library.index import Brief, BriefSection, Library, Page, ReportNode, Statement
from build_scripts.library.inputs import find_inputs, handbook_owner, intro_of, log_of, owner_of, section_of
from build_scripts.library.versions import (
    Standings,
    by_language,
    find_standings,
    having_section,
    link_claim,
    link_run,
    versions_by_id,
)
from build_scripts.translation.states import FileState
from build_scripts.translation.units import run_name

T = TypeVar("T")


def link_content(content: Content, states: tuple[FileState, ...] = ()) -> Library:
    """Resolve and index checked content and its translations; raises `ValueError` if it has not been checked."""
    if content.site is None or content.kinds is None:
        raise ValueError("content with errors cannot be linked")
    stale = {language: _stale(states, language, True) for language in content.languages}
    standings = find_standings(stale, states)
    reports = {entry.id: _report(content, entry, standings) for entry in _in_order(content.reports)}
    statements = {s.key: s for report in reports.values() for brief in report.briefs for s in brief.statements}
    figures: defaultdict[str, list[Figure]] = defaultdict(list)
    for report in reports.values():
        for figure in report.figures:
            figures[f"{report.id}/{figure.statement}"].append(figure)
    events: defaultdict[str, list[Event]] = defaultdict(list)
    tables = content.tables
    for event in tables.events.entries.values():
        for key in event.statements:
            events[key].append(event)
    by_sector: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in statements.values():
        for sector in statement.sectors:
            by_sector[sector].append(statement)
    pages = {name: _page(name, content, group, standings) for name, group in content.pages.items()}
    handbook = {name: _handbook_page(name, group) for name, group in content.handbook.items()}
    comparisons = {
        sector: _comparison(content, sector, content.comparisons[sector], standings)
        for sector in tables.sectors.entries
        if sector in content.comparisons
    }
    points: defaultdict[str, list[Point]] = defaultdict(list)
    for point in (point for comparison in comparisons.values() for point in comparison.points):
        for key in point.rests:
            points[key].append(point)
    return Library(
        root=content.root,
        site=content.site,
        kinds=content.kinds,
        sectors=MappingProxyType(dict(tables.sectors.entries)),
        actors=MappingProxyType(dict(tables.actors.entries)),
        places=MappingProxyType(dict(tables.places.entries)),
        indicators=MappingProxyType(dict(tables.indicators.entries)),
        events=MappingProxyType(dict(tables.events.entries)),
        terms=MappingProxyType(dict(tables.glossary.entries)),
        reports=MappingProxyType(reports),
        pages=MappingProxyType(pages),
        handbook=MappingProxyType(handbook),
        comparisons=MappingProxyType(comparisons),
        references=MappingProxyType(dict(tables.references.entries)),
        units=content.names.units,
        images=content.images,
        statements=MappingProxyType(statements),
        statements_by_sector=_frozen(by_sector),
        points_by_statement=_frozen(points),
        figures_by_statement=_frozen(figures),
        events_by_statement=_frozen(events),
        questions=tuple(tables.questions.entries.values()),
        titles=MappingProxyType(
            {report.path: report.page.title for report in reports.values()}
            | {brief.path: brief.title for report in reports.values() for brief in report.briefs}
            | {f"{page.name}/": page.title for page in (*pages.values(), *handbook.values())}
        ),
        translations=states,
        stale=MappingProxyType(stale),
        unreviewed=MappingProxyType({language: _stale(states, language, False) for language in content.languages}),
        succession=find_succession(content),
        drafts=content.drafts,
        inputs=find_inputs(content, states),
        memory=content.memory,
    )


def _stale(states: Iterable[FileState], language: str, was_accepted: bool) -> frozenset[str]:
    """Give the stale units of a language as `reports/<report>/<brief>#<unit>`, or `sectors.yml#<unit>`.

    Those that were accepted translate an older source; those that never were have not been reviewed yet.
    """
    return frozenset(
        f"{file.path.removesuffix(f'.{language}.md')}#{unit.id}"
        for file in states
        if file.language == language
        for unit in file.units
        if unit.shown_state == "stale" and bool(unit.record) == was_accepted
    )


def _in_order(reports: Iterable[ReportEntry]) -> list[ReportEntry]:
    """Sort reports by date, those without one last, then by id."""

    def key(entry: ReportEntry) -> tuple[str, str]:
        date = entry.facts.date if entry.facts else None
        return (date.value if date else "9999", entry.id)

    return sorted(reports, key=key)


def _report(content: Content, entry: ReportEntry, standings: Standings) -> ReportNode:
    if entry.facts is None:
        raise ValueError(f"the report {entry.id} cannot be linked without its facts")
    briefs = [_brief(content, entry.id, name, group, standings) for name, group in entry.briefs.items()]
    chapters = {name: no for no, name in enumerate(entry.facts.chapters)}
    order = {sector: no for no, sector in enumerate(content.tables.sectors.entries)}
    positions = {
        brief.key: (chapters.get(brief.name, len(chapters)), brief.name not in order, order.get(brief.sector, 0))
        for brief in briefs
    }
    return ReportNode(
        id=entry.id,
        facts=entry.facts,
        page=_page(f"reports/{entry.id}", content, entry.indexes, standings),
        briefs=tuple(sorted(briefs, key=lambda brief: (positions[brief.key], brief.name))),
        references=MappingProxyType({reference.id: reference for reference in entry.references.values()}),
        figures=tuple(entry.figures.values()),
    )


def _page(name: str, content: Content, group: Mapping[str, MarkdownEntry[Any]], standings: Standings) -> Page:
    group = _source_first(content, group)
    source = group[content.source]
    page = _prose_page(name, source, group, owner_of(content, source), standings)
    return replace(page, files=MappingProxyType({language: entry.path for language, entry in group.items()}))


def _handbook_page(name: str, group: Mapping[str, MarkdownEntry[Any]]) -> Page:
    """Link a page that is no file of the content."""
    return _prose_page(name, next(iter(group.values())), group, handbook_owner(name), {})


def _prose_page(
    name: str, source: MarkdownEntry[Any], group: Mapping[str, MarkdownEntry[Any]], owner: str, standings: Standings
) -> Page:
    anchored = zip(find_anchors(source.outline.sections), source.outline.sections, strict=True)
    sections = (_section(no, *each, group, {}, owner, standings) for no, each in enumerate(anchored) if each[1].title)
    return Page(
        name=name,
        title=by_language(
            group, lambda entry: entry.front.title, standing=standings.get(f"{owner}#title", AS_IT_STANDS)
        ),
        intro=by_language(
            group, lambda entry: entry.outline.intro, intro_of(owner), standings.get(f"{owner}#intro", AS_IT_STANDS)
        ),
        sections=tuple(sections),
        nav=getattr(source.front, "nav", None),
        changes=_changes(group, owner),
    )


def _source_first(content: Content, group: Mapping[str, T]) -> dict[str, T]:
    """Order versions as the site orders its languages."""
    return {language: group[language] for language in content.languages if language in group}


def _changes(group: Mapping[str, MarkdownEntry[Any]], owner: str) -> Texts[tuple[Change, ...]]:
    """Give the change log of a page in the languages that have one."""
    return by_language(group, lambda entry: entry.front.changes, log_of(owner))


def _brief(
    content: Content, report: str, name: str, group: Mapping[str, MarkdownEntry[BriefFront]], standings: Standings
) -> Brief:
    group = _source_first(content, group)
    source = group[content.source]
    sector = source.front.sector or name
    owner = owner_of(content, source)
    versions = versions_by_id(group)
    anchored = zip(find_anchors(source.outline.sections), source.outline.sections, strict=True)
    statements: dict[str, Statement] = {}
    for section in source.outline.sections:
        for raw in section.statements:
            address, number = StatementAddress(report, name, raw.id), len(statements) + 1
            statements[raw.id] = _statement(address, number, sector, section, raw, versions[raw.id], owner, standings)
    return Brief(
        key=f"{report}/{name}",
        report=report,
        name=name,
        sector=sector,
        title=by_language(
            group, lambda entry: entry.front.title, standing=standings.get(f"{owner}#title", AS_IT_STANDS)
        ),
        section=by_language(
            group, lambda entry: entry.front.section or "", standing=standings.get(f"{owner}#section", AS_IT_STANDS)
        ),
        intro=by_language(
            group, lambda entry: entry.outline.intro, intro_of(owner), standings.get(f"{owner}#intro", AS_IT_STANDS)
        ),
        sections=tuple(
            _section(no, *each, group, statements, owner, standings)
            for no, each in enumerate(anchored)
            if each[1].title
        ),
        files=MappingProxyType({language: entry.path for language, entry in group.items()}),
        changes=_changes(group, owner),
    )


def _comparison(
    content: Content, sector: str, group: Mapping[str, MarkdownEntry[ComparisonFront]], standings: Standings
) -> Comparison:
    group = _source_first(content, group)
    source = group[content.source]
    owner = owner_of(content, source)
    versions = versions_by_id(group)
    numbers = count(1)

    def points(kind: str, section: Section) -> Iterator[Point]:
        for raw in section.statements:
            claim = link_claim(next(numbers), kind, raw, versions[raw.id], owner, standings)
            yield Point(**claim, address=PointAddress(sector, raw.id), rests=raw.attributes.get("rests"))

    groups = []
    for no, section in enumerate(source.outline.sections):
        if not section.title:
            continue
        kind, having = section.attributes.get("kind")[0], having_section(no, group)
        standing = standings.get(f"{owner}#heading-{no + 1}", AS_IT_STANDS)
        title = by_language(having, lambda version: version.title, section_of(owner, no), standing)
        groups.append(PointGroup(kind, title, tuple(points(kind, section))))
    files = MappingProxyType({language: entry.path for language, entry in group.items()})
    return Comparison(sector, tuple(groups), files, _changes(group, owner), considered_reports(source))


def _section(
    no: int,
    anchor: str,
    section: Section,
    group: Mapping[str, MarkdownEntry[Any]],
    statements: Mapping[str, Statement],
    owner: str,
    standings: Standings,
) -> BriefSection:
    """Link the nth section of a file, with its parts in the order of the source."""
    file, owner = owner, section_of(owner, no)
    versions = having_section(no, group)
    parts: list[Texts[Prose] | Statement] = []
    for part in section.parts:
        if isinstance(part, RawStatement):
            parts.append(statements[part.id])
        else:
            count = sum(isinstance(each, Texts) for each in parts)
            standing = standings.get(f"{file}#{run_name(no + 1, count + 1)}", AS_IT_STANDS)
            parts.append(link_run(count, versions, owner, standing))
    return BriefSection(
        anchored=(anchor, () if section.attributes.id else tuple(section_of(file, each) for each in range(no + 1))),
        old_anchor="" if section.attributes.id else f"section-{no + 1}",
        level=section.level,
        kind=next(iter(section.attributes.get("kind")), ""),
        title=by_language(
            versions, lambda version: version.title, owner, standings.get(f"{file}#heading-{no + 1}", AS_IT_STANDS)
        ),
        parts=tuple(parts),
    )


def _statement(
    address: StatementAddress,
    number: int,
    sector: str,
    section: Section,
    raw: RawStatement,
    versions: Mapping[str, RawStatement],
    owner: str,
    standings: Standings,
) -> Statement:
    def inherited(key: str) -> tuple[str, ...]:
        return raw.attributes.get(key) or section.attributes.get(key)

    return Statement(
        **link_claim(number, next(iter(inherited("kind")), ""), raw, versions, owner, standings),
        address=address,
        actors=inherited("actor"),
        sectors=sectors_of(sector, section, raw),
        cites=inherited("cites"),
        is_key="key" in raw.attributes.flags,
        page=" ".join(raw.attributes.get("page")),
    )


def _frozen(index: Mapping[str, list[T]]) -> Mapping[str, tuple[T, ...]]:
    return MappingProxyType({key: tuple(values) for key, values in index.items()})
