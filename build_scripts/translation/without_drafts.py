"""Content with drafts → the same without them, as it is published, and so the states of its translations.

Receives checked `Content` whose drafts have been found, and the states; gives both anew. With a statement goes what
says its words elsewhere: typed figures, events that nothing else mentions, what the home page sets large, images that
nothing else shows. A heading that has lost all that stood under it keeps its number and loses its words. Refuses
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from build_scripts.content.entries import Content, MarkdownEntry, ReportEntry, Table
from build_scripts.content.model import Event, Site
from build_scripts.content.outline import Outline, RawStatement, Section
from build_scripts.content.questions import Question
from build_scripts.ground.markdown import Prose
from build_scripts.ground.memory import digest
from build_scripts.translation.states import FileState
from build_scripts.translation.units import label_files, markdown_units

Group = Mapping[str, MarkdownEntry[Any]]


def without_drafts(content: Content, states: Sequence[FileState]) -> tuple[Content, tuple[FileState, ...]]:
    """Give the content and its states as they are published."""
    if not content.drafts.names:
        return content, tuple(states)
    filter_ = _Filter(content)
    published = (report for report in content.reports if f"reports/{report.id}" not in filter_.names)
    reports = tuple(map(filter_.report, published))
    changed = replace(
        content,
        site=filter_.site(content.site, reports) if content.site else None,
        reports=reports,
        pages=filter_.groups(content.pages, "", ""),
        comparisons=filter_.groups(content.comparisons, "comparisons/", "sectors/"),
        tables=replace(
            content.tables,
            events=filter_.events(content.tables.events),
            questions=filter_.questions(content.tables.questions),
        ),
    )
    hidden = _images(content) - _images(changed)
    changed = replace(
        changed,
        images=tuple(path for path in content.images if path.relative_to(content.root).as_posix() not in hidden),
    )
    return changed, tuple(_states(changed, states))


class _Filter:
    """Takes drafts out of the parts of a content."""

    def __init__(self, content: Content) -> None:
        self.source = content.source
        self.names = content.drafts.names

    def _is_draft(self, statement: str) -> bool:
        return f"reports/{statement}" in self.names

    def groups(self, groups: Mapping[str, Group], files: str, pages: str) -> dict[str, Any]:
        """Give the files that are no drafts, by their name below `files`, which lie on pages below `pages`."""
        return {
            name: self.group(group, f"{files}{name}", f"{pages}{name}")
            for name, group in groups.items()
            if f"{files}{name}" not in self.names
        }

    def group(self, group: Group, name: str, page: str) -> dict[str, MarkdownEntry[Any]]:
        """Give the languages of a file in which it is no draft, without the statements that are."""
        source = group.get(self.source)
        emptied = self._emptied(source.outline, page) if source else frozenset()
        found = {}
        for language, entry in group.items():
            if language != self.source and f"{language}:{name}" in self.names:
                continue
            outline = self._outline(entry.outline, (page, f"{language}:{page}"), emptied)
            if outline is not entry.outline:
                own = digest(entry.digest, [statement.id for statement in outline.statements], sorted(emptied))
                entry = replace(entry, outline=outline, digest=own)
            found[language] = entry
        return found

    def _emptied(self, outline: Outline, page: str) -> frozenset[int]:
        """Give the numbers of the headings under which nothing but drafts stands."""
        emptied: set[int] = set()
        sections = outline.sections
        for no in range(len(sections) - 1, -1, -1):
            own = [f"{page}#{one.id}" if isinstance(one, RawStatement) else "" for one in sections[no].parts]
            below = _below(sections, no)
            if (own or below) and self.names.issuperset(own) and emptied.issuperset(below):
                emptied.add(no)
        return frozenset(emptied)

    def _outline(self, outline: Outline, pages: tuple[str, ...], emptied: frozenset[int]) -> Outline:
        sections = []
        for no, section in enumerate(outline.sections):
            parts = tuple(
                part
                for part in section.parts
                if not (isinstance(part, RawStatement) and any(f"{page}#{part.id}" in self.names for page in pages))
            )
            title = Prose() if no in emptied else section.title
            is_same = len(parts) == len(section.parts) and title is section.title
            sections.append(section if is_same else replace(section, title=title, parts=parts))
        is_same = all(mine is its for mine, its in zip(sections, outline.sections, strict=True))
        return outline if is_same else replace(outline, sections=tuple(sections))

    def report(self, report: ReportEntry) -> ReportEntry:
        """Give a report without its briefs and figures that are drafts."""
        name = f"reports/{report.id}"
        briefs = self.groups(report.briefs, f"{name}/", f"{name}/")
        figures = {no: one for no, one in report.figures.items() if not self._is_draft(f"{report.id}/{one.statement}")}
        facts = report.facts
        if facts:
            chapters = tuple(brief for brief in facts.chapters if f"{name}/{brief}" not in self.names)
            facts = facts.model_copy(update={"chapters": chapters})
        indexes = self.group(report.indexes, name, name)
        return replace(report, facts=facts, figures=figures, briefs=briefs, indexes=indexes)

    def events(self, table: Table[Event]) -> Table[Event]:
        """Give the events that something published mentions, or that nothing ever did."""
        entries = {}
        for identifier, event in table.entries.items():
            left = tuple(key for key in event.statements if not self._is_draft(key))
            if left or not event.statements:
                entries[identifier] = (
                    event if left == event.statements else event.model_copy(update={"statements": left})
                )
        return replace(table, entries=entries)

    def questions(self, table: Table[Question]) -> Table[Question]:
        """Give the questions that something published answers."""
        entries = {}
        for identifier, question in table.entries.items():
            left = tuple(key for key in question.statements if not self._is_draft(key))
            if left:
                entries[identifier] = question.model_copy(update={"statements": left})
        return replace(table, entries=entries)

    def site(self, site: Site, reports: Sequence[ReportEntry]) -> Site:
        """Give the site without what the home page would set large of drafts."""
        figures = {f"{report.id}/{figure.id}" for report in reports for figure in report.figures.values()}
        highlights = tuple(key for key in site.highlights if key in figures)
        finding = None if f"sectors/{site.finding}" in self.names else site.finding
        return site.model_copy(update={"highlights": highlights, "finding": finding})


def _below(sections: Sequence[Section], no: int) -> list[int]:
    """Give the numbers of the headings under a heading."""
    found = []
    for other in range(no + 1, len(sections)):
        if sections[other].level <= sections[no].level:
            break
        found.append(other)
    return found


def _images(content: Content) -> set[str]:
    """Give the images that texts show."""
    pieces = (prose for _, group in content.all_groups for entry in group.values() for prose in entry.outline.pieces)
    return {link.target for prose in pieces for link in prose.links if link.target.startswith("images/")}


def _states(content: Content, states: Sequence[FileState]) -> Iterator[FileState]:
    """Give the states of what is left: of a translation that is a draft everything is missing."""
    entries = {entry.path: entry for _, group in content.all_groups for entry in group.values()}
    labels = {file.path: frozenset(file.keys) for file in label_files(content)}
    for file in states:
        if file.source_file not in (labels if file.is_labels else entries):
            continue
        known = labels[file.source_file] if file.is_labels else markdown_units(entries[file.source_file]).keys()
        units = tuple(unit for unit in file.units if unit.id in known)
        if not file.is_labels and file.exists:
            own = markdown_units(entries[file.file]).keys() if file.file in entries else frozenset[str]()
            units = tuple(
                unit
                if unit.id in own or unit.target is None or unit.held_by
                else replace(unit, state="missing", target=None)
                for unit in units
            )
        yield replace(file, units=units)
