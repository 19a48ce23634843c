"""Content → what of it is a draft: what editors say is one, what nobody has filled in, and what rests on these.

Receives `Content` and what new files are made with; returns `Drafts`. A report is one whole: by its `report.yml`, or by
its index. A name that a new file was given makes no draft of what was published with it. A translation that is a draft
takes nothing but itself away. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from build_scripts.content.drafts import Draft, Drafts, Reason, Unfilled
from build_scripts.content.entries import Content, MarkdownEntry, ReportEntry
from build_scripts.content.outline import Outline, RawStatement, sectors_of
from build_scripts.ground.problems import Place

Group = Mapping[str, MarkdownEntry[Any]]


def find_drafts(content: Content, unfilled: Unfilled) -> Drafts:
    """Find the drafts of checked content; `unfilled` is what a new file asks to be replaced."""
    if not content.languages:
        return Drafts()
    data = content.published.data if content.published else None
    published = frozenset(map(str, data)) if isinstance(data, list) else frozenset[str]()
    finder = _Finder(content.source, unfilled, published)
    for report in content.reports:
        finder.report(report)
    for name, page in content.pages.items():
        finder.page(name, page)
    for sector, comparison in content.comparisons.items():  # last, as points rest on statements
        finder.file(f"comparisons/{sector}", f"sectors/{sector}", comparison)
    addressed = frozenset(pair for report in content.reports for pair in finder.addressed(report))
    return Drafts(tuple(finder.found), frozenset(finder.names), addressed)


class _Finder:
    """Collects drafts, and the names of all that is one with them."""

    def __init__(self, source: str, unfilled: Unfilled, published: frozenset[str]) -> None:
        self.source = source
        self.unfilled = unfilled
        self.published = published
        self.found: list[Draft] = []
        self.names: set[str] = set()

    def report(self, report: ReportEntry) -> None:
        """Look at a report with its briefs, which are drafts if it is."""
        name = f"reports/{report.id}"
        if report.facts and report.facts.draft:
            self._add(name, report.yaml.place("draft"), "declared")
        elif report.facts and f"report/{report.id}" not in self.published:
            for language in (code for code, short in report.facts.short.items() if short == report.id):
                self._add(name, report.yaml.place("short", language), "unnamed")
            self._title(name, report.indexes)
        self.file(name, name, report.indexes)
        for brief, group in report.briefs.items():
            own = f"{name}/{brief}"
            self.file(own, own, group)
            if name in self.names:
                self.names.add(own)
                self._take(own, group)

    def page(self, name: str, group: Group) -> None:
        """Look at a page of prose."""
        if f"page/{name}" not in self.published:
            self._title(name, group)
        self.file(name, name, group)

    def _title(self, name: str, group: Group) -> None:
        """Look whether a page still has its id for a title, as a new file has."""
        source = group.get(self.source)
        if source and not source.front.draft and source.front.title == name.rpartition("/")[2]:
            self._add(name, source.yaml.place("title"), "unnamed")

    def addressed(self, report: ReportEntry) -> Iterator[tuple[str, str]]:
        """Give the report with every sector that drafts in it speak of."""
        for brief, group in report.briefs.items():
            source = group.get(self.source)
            for section in source.outline.sections if source else ():
                for statement in section.statements:
                    if source and f"reports/{report.id}/{brief}#{statement.id}" in self.names:
                        own = sectors_of(source.front.sector or brief, section, statement)
                        yield from ((report.id, sector) for sector in own)

    def file(self, name: str, page: str, group: Group) -> None:
        """Look at all languages of a file; its anchors are those of a page."""
        for language, entry in group.items():
            prefix = "" if language == self.source else f"{language}:"
            if not self._file(f"{prefix}{name}", entry):
                self._statements(f"{prefix}{name}", f"{prefix}{page}", entry)
        if name in self.names:
            self._take(page, group)

    def _take(self, page: str, group: Group) -> None:
        """Take the anchors of a file along."""
        for entry in (group[self.source],) if self.source in group else ():
            self.names |= {f"{page}#{name}" for name in _anchors(entry.outline)}

    def _add(self, name: str, place: Place, reason: Reason) -> None:
        self.found.append(Draft(name, place, reason))
        self.names.add(name)

    def _file(self, name: str, entry: MarkdownEntry[Any]) -> bool:
        """Look whether a file says that it is a draft, or has prose that nobody has filled in."""
        outline = entry.outline
        if entry.front.draft:
            self._add(name, entry.yaml.place("draft"), "declared")
        elif self._is_unfilled(entry.body):
            runs = (
                *([outline.opening] if outline.opening else ()),
                *(one for own in outline.sections for one in own.runs),
            )
            first = next((run.first for run in runs if self._is_unfilled(run.prose.source)), 0)
            if first:
                self._add(name, Place(entry.path, first), "unfilled")
        return name in self.names

    def _statements(self, name: str, page: str, entry: MarkdownEntry[Any]) -> None:
        """Look at the statements of a file; where all of them are drafts, so is it."""
        may_be_unfilled = self._is_unfilled(entry.body)
        for statement in entry.outline.statements:
            key = f"{page}#{statement.id}"
            ids = _ids(key) if entry.language == self.source else ()
            reason = self._reason(statement, ids, may_be_unfilled)
            if reason:
                self._add(key, statement.place, reason)
        for section in entry.outline.sections:
            own = [f"{page}#{statement.id}" for statement in section.statements]
            if own and self.names.issuperset(own):
                self.names |= {f"{page}#{kind}" for kind in section.attributes.get("kind")}
        every = [f"{page}#{statement.id}" for statement in entry.outline.statements]
        if every and self.names.issuperset(every) and entry.language == self.source:
            self.names.add(name)

    def _reason(self, statement: RawStatement, ids: tuple[str, ...], may_be_unfilled: bool) -> Reason | None:
        texts = (statement.text, *(prose for _, prose in statement.parts)) if may_be_unfilled else ()
        if "draft" in statement.attributes.flags:
            return "declared"
        if any(self._is_unfilled(prose.source) for prose in texts):
            return "unfilled"
        if ids and statement.id in self.unfilled.ids and not self.published.intersection(ids):
            return "unnamed"
        is_moot = any(f"reports/{key}" in self.names for key in statement.attributes.get("rests"))
        return "rests" if is_moot else None

    def _is_unfilled(self, text: str) -> bool:
        return any(words in text for words in self.unfilled.sentences)


def _ids(key: str) -> tuple[str, ...]:
    """Give the ids, with their kinds, that a statement or a point at an address may have been published with.

    >>> _ids("reports/a/b#c"), _ids("sectors/a#c")
    (('statement/a/b#c',), ('point/a#c',))
    """
    folder, _, rest = key.partition("/")
    kinds = {"reports": "statement", "sectors": "point"}
    return (f"{kinds[folder]}/{rest}",) if folder in kinds else ()


def _anchors(outline: Outline) -> set[str]:
    """Give the ids of statements, and the kinds of headings, which are the anchors of comparisons."""
    kinds = {kind for section in outline.sections for kind in section.attributes.get("kind")}
    return kinds | {statement.id for statement in outline.statements}
