"""All content keyed by id and language, with cross-references both ways; frozen.

Receives `Content` without errors; returns a `Library`. Objects hold ids and texts of every language;
what refers to what is in the indexes of the library, so nothing waits half-filled for a later stage.
Refuses nothing: `validate` has done so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from build_scripts.content.load import Content, MarkdownEntry, ReportEntry
from build_scripts.content.model import (
    BriefFront,
    Change,
    Event,
    Figure,
    Indicator,
    Kinds,
    Labelled,
    Reference,
    Report,
    Sector,
    Site,
    Term,
)
from build_scripts.content.outline import RawStatement, Section, without_comments
from build_scripts.ground.markdown import LINK, without_code
from build_scripts.translation.states import FileState

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Statement:
    """A numbered claim of a report: `key` is `report/brief#id`, `number` its place in the brief (from 1)."""

    key: str
    id: str
    number: int
    report: str
    brief: str
    kind: str
    actors: tuple[str, ...]
    sectors: tuple[str, ...]
    cites: tuple[str, ...]
    text: Texts
    details: Texts
    notes: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, int]

    @property
    def path(self) -> str:
        """Give the statement's permalink under a language."""
        return f"reports/{self.report}/{self.brief}/#{self.id}"


@dataclass(frozen=True)
class BriefSection:
    """A heading of a brief with its prose and statements; `anchor` is ASCII and the same in every language."""

    anchor: str
    level: int
    kind: str
    title: Texts
    prose: Texts
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Brief:
    """What a report says on one sector; `key` is `report/name`."""

    key: str
    report: str
    name: str
    sector: str
    title: Texts
    section: Texts
    intro: Texts
    sections: tuple[BriefSection, ...]
    files: Mapping[str, Path]
    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Give the brief's path under a language."""
        return f"reports/{self.report}/{self.name}/"

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Give all statements in order."""
        return tuple(statement for section in self.sections for statement in section.statements)


@dataclass(frozen=True)
class Page:
    """A page of prose (a report's index, or one of `pages/`) in the languages that it has."""

    name: str
    title: Texts
    body: Texts
    intro: Texts
    sections: tuple[BriefSection, ...]
    files: Mapping[str, Path]
    nav: int | None = None
    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportNode:
    """A report with its index page and briefs."""

    id: str
    facts: Report
    page: Page
    briefs: tuple[Brief, ...]
    references: Mapping[str, Reference]
    figures: tuple[Figure, ...]

    @property
    def path(self) -> str:
        """Give the report's path under a language."""
        return f"reports/{self.id}/"


@dataclass(frozen=True)
class Library:
    """The whole content, frozen and indexed."""

    root: Path
    site: Site
    kinds: Kinds
    sectors: Mapping[str, Sector]
    actors: Mapping[str, Labelled]
    places: Mapping[str, Labelled]
    indicators: Mapping[str, Indicator]
    events: Mapping[str, Event]
    terms: Mapping[str, Term]
    reports: Mapping[str, ReportNode]
    pages: Mapping[str, Page]
    images: tuple[Path, ...]
    statements: Mapping[str, Statement]
    statements_by_sector: Mapping[str, tuple[Statement, ...]]
    figures_by_statement: Mapping[str, tuple[Figure, ...]]
    events_by_statement: Mapping[str, tuple[Event, ...]]
    backlinks: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, Texts]
    translations: tuple[FileState, ...]
    stale: Mapping[str, frozenset[str]]
    unreviewed: Mapping[str, frozenset[str]]

    @property
    def languages(self) -> tuple[str, ...]:
        """Give the codes of the languages, source first."""
        return tuple(language.code for language in self.site.languages)

    @property
    def source(self) -> str:
        """Give the code of the source language."""
        return self.site.languages[0].code

    @property
    def briefs(self) -> Iterator[Brief]:
        """Give all briefs, report by report."""
        return (brief for report in self.reports.values() for brief in report.briefs)

    @property
    def figure_count(self) -> int:
        """Give the number of typed figures of all reports."""
        return sum(len(report.figures) for report in self.reports.values())

    def title_at(self, path: str) -> Texts | None:
        """Give the title of the report, brief or page of prose at a path under a language, or None for others."""
        clean = f"{path.partition('#')[0].strip('/')}/"
        return self.titles.get(clean)

    def reports_on(self, sector: str) -> tuple[str, ...]:
        """Give the ids of the reports that have a statement on a sector."""
        found = {statement.report for statement in self.statements_by_sector.get(sector, ())}
        return tuple(report for report in self.reports if report in found)


def link_content(content: Content, states: tuple[FileState, ...] = ()) -> Library:
    """Resolve and index checked content and its translations; raises `ValueError` if it has not been checked."""
    if content.site is None or content.kinds is None:
        raise ValueError("content with errors cannot be linked")
    reports = {entry.id: _report(content, entry) for entry in _in_order(content.reports)}
    statements = {s.key: s for report in reports.values() for brief in report.briefs for s in brief.statements}
    figures: defaultdict[str, list[Figure]] = defaultdict(list)
    for report in reports.values():
        for figure in report.figures:
            figures[f"{report.id}/{figure.statement}"].append(figure)
    events: defaultdict[str, list[Event]] = defaultdict(list)
    for event in content.tables["events"].entries.values():
        for key in event.statements:
            events[key].append(event)
    by_sector: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in statements.values():
        for sector in statement.sectors:
            by_sector[sector].append(statement)
    pages = {name: _page(name, content.source, group) for name, group in content.pages.items()}
    tables = {name: MappingProxyType(dict(table.entries)) for name, table in content.tables.items()}
    return Library(
        root=content.root,
        site=content.site,
        kinds=content.kinds,
        sectors=tables["sectors"],
        actors=tables["actors"],
        places=tables["places"],
        indicators=tables["indicators"],
        events=tables["events"],
        terms=tables["glossary"],
        reports=MappingProxyType(reports),
        pages=MappingProxyType(pages),
        images=content.images,
        statements=MappingProxyType(statements),
        statements_by_sector=_frozen(by_sector),
        figures_by_statement=_frozen(figures),
        events_by_statement=_frozen(events),
        backlinks=_backlinks(content.source, statements.values()),
        titles=MappingProxyType(
            {report.path: report.page.title for report in reports.values()}
            | {brief.path: brief.title for report in reports.values() for brief in report.briefs}
            | {f"{page.name}/": page.title for page in pages.values()}
        ),
        translations=states,
        stale=MappingProxyType({language: _stale(states, language, True) for language in content.languages}),
        unreviewed=MappingProxyType({language: _stale(states, language, False) for language in content.languages}),
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
        if unit.state == "stale" and bool(unit.record) == was_accepted
    )


def _in_order(reports: Iterable[ReportEntry]) -> list[ReportEntry]:
    """Sort reports by date, those without one last, then by id."""

    def key(entry: ReportEntry) -> tuple[str, str]:
        date = entry.facts.date if entry.facts else None
        return (date.value if date else "9999", entry.id)

    return sorted(reports, key=key)


def _report(content: Content, entry: ReportEntry) -> ReportNode:
    if entry.facts is None:
        raise ValueError(f"the report {entry.id} cannot be linked without its facts")
    briefs = [_brief(content, entry.id, name, group) for name, group in entry.briefs.items()]
    order = {sector: no for no, sector in enumerate(content.tables["sectors"].entries)}
    positions = {brief.key: (brief.name not in order, order.get(brief.sector, 0), brief.name) for brief in briefs}
    return ReportNode(
        id=entry.id,
        facts=entry.facts,
        page=_page(f"reports/{entry.id}", content.source, entry.indexes),
        briefs=tuple(sorted(briefs, key=lambda brief: positions[brief.key])),
        references=MappingProxyType({reference.id: reference for reference in entry.references.values()}),
        figures=tuple(entry.figures.values()),
    )


def _page(name: str, source: str, group: Mapping[str, MarkdownEntry[Any]]) -> Page:
    return Page(
        name=name,
        title=_by_language(group, lambda entry: entry.front.title),
        body=_by_language(group, lambda entry: without_comments(entry.body)),
        intro=_by_language(group, lambda entry: entry.outline.intro),
        sections=tuple(_section(no, section, group, ()) for no, section in enumerate(group[source].outline.sections)),
        files=MappingProxyType({language: entry.path for language, entry in group.items()}),
        nav=getattr(group[source].front, "nav", None),
        changes=_changes(group),
    )


def _changes(group: Mapping[str, MarkdownEntry[Any]]) -> Mapping[str, tuple[Change, ...]]:
    """Give the change log of a page in the languages that have one."""
    return MappingProxyType({language: entry.front.changes for language, entry in group.items() if entry.front.changes})


def _brief(content: Content, report: str, name: str, group: Mapping[str, MarkdownEntry[BriefFront]]) -> Brief:
    source = group[content.source]
    sector = source.front.sector or name
    found = {
        language: {statement.id: statement for statement in entry.outline.statements}
        for language, entry in group.items()
    }
    sections = []
    number = 0
    for no, section in enumerate(source.outline.sections):
        statements = []
        for raw in section.statements:
            number += 1
            versions = {language: by_id[raw.id] for language, by_id in found.items() if raw.id in by_id}
            statements.append(_statement(report, name, sector, number, section, raw, versions))
        sections.append(_section(no, section, group, tuple(statements)))
    return Brief(
        key=f"{report}/{name}",
        report=report,
        name=name,
        sector=sector,
        title=_by_language(group, lambda entry: entry.front.title),
        section=_by_language(group, lambda entry: entry.front.section or ""),
        intro=_by_language(group, lambda entry: entry.outline.intro),
        sections=tuple(sections),
        files=MappingProxyType({language: entry.path for language, entry in group.items()}),
        changes=_changes(group),
    )


def _section(
    no: int,
    section: Section,
    group: Mapping[str, MarkdownEntry[Any]],
    statements: tuple[Statement, ...],
) -> BriefSection:
    kind = next(iter(section.attributes.get("kind")), "")
    translated = {language: entry for language, entry in group.items() if len(entry.outline.sections) > no}
    return BriefSection(
        anchor=section.attributes.id or f"section-{no + 1}",
        level=section.level,
        kind=kind,
        title=_by_language(translated, lambda entry: entry.outline.sections[no].title),
        prose=_by_language(translated, lambda entry: entry.outline.sections[no].prose),
        statements=statements,
    )


def _statement(
    report: str,
    brief: str,
    sector: str,
    number: int,
    section: Section,
    raw: RawStatement,
    versions: Mapping[str, RawStatement],
) -> Statement:
    def inherited(key: str) -> tuple[str, ...]:
        return raw.attributes.get(key) or section.attributes.get(key)

    return Statement(
        key=f"{report}/{brief}#{raw.id}",
        id=raw.id,
        number=number,
        report=report,
        brief=brief,
        kind=next(iter(inherited("kind")), ""),
        actors=inherited("actor"),
        sectors=tuple(dict.fromkeys((sector, *raw.attributes.get("also")))),
        cites=inherited("cites"),
        text=_by_language(versions, lambda version: version.text),
        details=_by_language(versions, lambda version: version.details),
        notes=MappingProxyType({language: version.notes for language, version in versions.items()}),
        lines=MappingProxyType({language: version.place.line for language, version in versions.items()}),
    )


def _by_language(group: Mapping[str, Any], get: Any) -> Texts:
    """Gather one text per language, leaving out the empty ones."""
    texts = {language: get(entry) for language, entry in group.items()}
    return MappingProxyType({language: text for language, text in texts.items() if text})


def _backlinks(source: str, statements: Iterable[Statement]) -> Mapping[str, tuple[str, ...]]:
    """Give, for each target of a `ref:` link, the keys of the statements that link to it."""
    links: defaultdict[str, list[str]] = defaultdict(list)
    for statement in statements:
        texts = [statement.text.get(source, ""), statement.details.get(source, ""), *statement.notes.get(source, ())]
        targets = [match["target"] for text in texts for match in LINK.finditer(without_code(text))]
        for target in dict.fromkeys(targets):
            if target.startswith("ref:"):
                links[target.removeprefix("ref:").strip("/").replace("/#", "#")].append(statement.key)
    return _frozen(links)


def _frozen(index: Mapping[str, list[Any]]) -> Mapping[str, tuple[Any, ...]]:
    return MappingProxyType({key: tuple(values) for key, values in index.items()})
