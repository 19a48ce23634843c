"""All content keyed by id and language, with cross-references both ways; frozen.

Objects hold ids and texts of every language; what refers to what is in the indexes of the library, so nothing waits
half-filled for a later stage. `link` makes a `Library`. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from build_scripts.content.addresses import StatementAddress
from build_scripts.content.drafts import Drafts
from build_scripts.content.fronts import Change
from build_scripts.content.identifiers import Identifier
from build_scripts.content.model import (
    Actor,
    Category,
    Event,
    Figure,
    Indicator,
    Kinds,
    Reference,
    Report,
    Sector,
    Site,
    Term,
)
from build_scripts.content.questions import Question
from build_scripts.content.succession import Succession
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.files import folder_name
from build_scripts.ground.markdown import Prose
from build_scripts.ground.memory import Memory, digest
from build_scripts.ground.processes import map_on_processors
from build_scripts.ground.texts import Texts, note_read, reads
from build_scripts.library.claims import Claim, Comparison, Point
from build_scripts.library.glossary import Glossary
from build_scripts.library.inputs import Inputs
from build_scripts.quantities import OwnUnit
from build_scripts.translation.states import FileState

T = TypeVar("T")
UNMARKED_KEYS = 4
MOST_EVENTS = 150  # on one page; more are split by year
_FEW = 24  # results are made here rather than by copies of the process


@dataclass(frozen=True)
class Statement(Claim):
    """A claim of a report, numbered in its brief.

    `is_key` says that editors count it among the few that carry the brief, `page` where in the original it stands.
    """

    address: StatementAddress
    actors: tuple[str, ...]
    sectors: tuple[str, ...]
    cites: tuple[str, ...]
    is_key: bool = False
    page: str = ""

    @property
    def report(self) -> str:
        """Give the id of the report."""
        return self.address.report

    @property
    def brief(self) -> str:
        """Give the name of the brief."""
        return self.address.brief


@dataclass(frozen=True)
class BriefSection:
    """A heading with its prose and statements in order; `anchor` is ASCII and the same in every language.

    `old_anchor` counts its position, as all anchors once did that no editor gave. Whoever looks at the anchor has read
    the words of all headings up to this one, as no two have the same anchor.
    """

    anchored: tuple[str, tuple[str, ...]]
    level: int
    kind: str
    title: Texts[Prose]
    parts: tuple[Texts[Prose] | Statement, ...]
    old_anchor: str = ""

    @property
    def anchor(self) -> str:
        """Give the anchor."""
        anchor, owners = self.anchored
        for owner in owners:
            note_read(owner)
        return anchor

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Give the statements under the heading."""
        return tuple(part for part in self.parts if isinstance(part, Statement))

    @property
    def runs(self) -> tuple[Texts[Prose], ...]:
        """Give the prose under the heading."""
        return tuple(part for part in self.parts if isinstance(part, Texts))


@dataclass(frozen=True)
class Brief:
    """What a report says on one sector; `key` is `report/name`."""

    key: str
    report: str
    name: str
    sector: str
    title: Texts[str]
    section: Texts[str]
    intro: Texts[Prose]
    sections: tuple[BriefSection, ...]
    files: Mapping[str, Path]
    changes: Texts[tuple[Change, ...]] = field(default_factory=Texts)

    @property
    def path(self) -> str:
        """Give the brief's path under a language."""
        return f"reports/{self.report}/{self.name}/"

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Give all statements in order."""
        return tuple(statement for section in self.sections for statement in section.statements)

    @property
    def key_statements(self) -> tuple[Statement, ...]:
        """Give the statements that carry the brief: those that are marked, else the first under each heading."""
        marked = tuple(statement for statement in self.statements if statement.is_key)
        return marked or tuple(section.statements[0] for section in self.sections if section.statements)[:UNMARKED_KEYS]


@dataclass(frozen=True)
class Page:
    """A page of prose (a report's index, or one of `pages/`) in the languages that it has."""

    name: str
    title: Texts[str]
    intro: Texts[Prose]
    sections: tuple[BriefSection, ...]
    files: Mapping[str, Path] = field(default_factory=lambda: MappingProxyType({}))
    nav: int | None = None
    changes: Texts[tuple[Change, ...]] = field(default_factory=Texts)

    @property
    def pieces(self) -> Iterator[Texts[Prose]]:
        """Give every piece of prose in order, headings among them."""
        yield self.intro
        for section in self.sections:
            yield section.title
            yield from section.runs


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
class Traced:
    """A result, with the owners of the texts that were looked at for it, and the digest of these."""

    reads: tuple[str, ...]
    inputs: bytes
    value: Any


@dataclass(frozen=True)
class Library:
    """The whole content, frozen and indexed; `inputs` has the digests of what it was made from."""

    root: Path
    site: Site
    kinds: Kinds
    sectors: Mapping[str, Sector]
    actors: Mapping[str, Actor]
    places: Mapping[str, Category]
    indicators: Mapping[str, Indicator]
    events: Mapping[str, Event]
    terms: Mapping[str, Term]
    reports: Mapping[str, ReportNode]
    pages: Mapping[str, Page]
    handbook: Mapping[str, Page]
    comparisons: Mapping[str, Comparison]
    references: Mapping[str, Reference]
    units: tuple[OwnUnit, ...]
    images: tuple[Path, ...]
    statements: Mapping[str, Statement]
    statements_by_sector: Mapping[str, tuple[Statement, ...]]
    points_by_statement: Mapping[str, tuple[Point, ...]]
    figures_by_statement: Mapping[str, tuple[Figure, ...]]
    events_by_statement: Mapping[str, tuple[Event, ...]]
    questions: tuple[Question, ...]
    titles: Mapping[str, Texts[str]]
    translations: tuple[FileState, ...]
    stale: Mapping[str, frozenset[str]]
    unreviewed: Mapping[str, frozenset[str]]
    succession: Succession = field(default_factory=Succession)
    drafts: Drafts = field(default_factory=Drafts)
    inputs: Inputs = field(default_factory=Inputs, compare=False, repr=False)
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    @property
    def folder(self) -> str:
        """Give the name of the folder that holds the content."""
        return folder_name(self.root)

    @property
    def languages(self) -> tuple[str, ...]:
        """Give the codes of the languages, source first."""
        return tuple(language.code for language in self.site.languages)

    @property
    def source(self) -> str:
        """Give the code of the source language."""
        return self.site.languages[0].code

    @property
    def spoken(self) -> tuple[str, ...]:
        """Give the languages that generated pages truly exist in: those that the site has its name in."""
        return tuple(code for code in self.languages if code in self.site.name)

    def default_version(self, languages: Sequence[str]) -> str:
        """Choose of the languages of a page one for readers of none of them: English, the source, or the first."""
        wanted = (*(code for code in languages if code.split("-")[0] == "en"), self.source)
        return next((code for code in wanted if code in languages), languages[0])

    def order(self, code: str) -> tuple[str, ...]:
        """Give the languages that a text is looked for in by readers of one, that first, the source last."""
        return self._orders[code]

    @cached_property
    def _orders(self) -> Mapping[str, tuple[str, ...]]:
        return {code: self.site.order(code) for code in self.languages}

    @property
    def briefs(self) -> Iterator[Brief]:
        """Give all briefs, report by report."""
        return (brief for report in self.reports.values() for brief in report.briefs)

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Give the place of every statement and every brief in the order in which they are read, by key."""
        return {
            key: no for keys in (self.statements, (brief.key for brief in self.briefs)) for no, key in enumerate(keys)
        }

    @property
    def all_pages(self) -> Iterator[Page]:
        """Give the pages of prose: those of the content, then those of the handbook that come with the generator."""
        return chain(self.pages.values(), self.handbook.values())

    @property
    def points(self) -> Iterator[Point]:
        """Give the points of all comparisons, sector by sector."""
        return (point for comparison in self.comparisons.values() for point in comparison.points)

    @cached_property
    def claims(self) -> frozenset[str]:
        """Give every statement and point as a unit of translation."""
        statements = (statement.address.unit for statement in self.statements.values())
        return frozenset((*statements, *(point.address.unit for point in self.points)))

    @property
    def figure_count(self) -> int:
        """Give the number of typed figures of all reports."""
        return sum(len(report.figures) for report in self.reports.values())

    def recall(self, stage: str, settings: object, make: Callable[[], T]) -> T:
        """Give what a stage makes of the library, if the texts that it looked at are as they were, and the frame.

        It must depend on nothing else but the settings.
        """
        return self.recall_all(stage, [settings], lambda _: make())[0]

    def recall_all(self, stage: str, settings: Sequence[object], make: Callable[[int], T]) -> list[T]:
        """Give the same for several settings, each made by its number, on all processors."""
        if not self.inputs.frame:  # of a library that was put together by hand nothing is known
            return [make(no) for no in range(len(settings))]
        keys = [digest(each) for each in settings]
        found = [self._known(stage, key) for key in keys]
        unknown = [no for no, traced in enumerate(found) if traced is None]
        made = map_on_processors(lambda no: self._trace(partial(make, no)), unknown, _FEW)
        for no, traced in zip(unknown, made, strict=True):
            self.memory.put(stage, keys[no], traced)
            found[no] = traced
        return [traced.value for traced in found if traced is not None]

    def _known(self, stage: str, key: bytes) -> Traced | None:
        known = self.memory.get(stage, key)
        is_same = isinstance(known, Traced) and known.inputs == self.inputs.of(known.reads)
        return known if is_same else None

    def _trace(self, make: Callable[[], object]) -> Traced:
        with reads() as seen:
            value = make()
        return Traced(tuple(sorted(seen)), self.inputs.of(seen), value)

    def reference(self, owner: str, identifier: str) -> Reference | None:
        """Give the reference that a text names by its id: of its own report, by the text's owner, or of the site."""
        folder, _, rest = owner.partition("/")
        report = self.reports.get(rest.partition("/")[0]) if folder == "reports" else None
        own = report.references.get(identifier) if report else None
        return own or self.references.get(identifier)

    @cached_property
    def glossary(self) -> Glossary:
        """Give the terms in the order of each language."""
        return Glossary(self.terms, self._orders)

    @property
    def has_years(self) -> bool:
        """Tell whether the events are so many that each year has a page."""
        return len(self.events) > MOST_EVENTS

    def event_path(self, event: Event) -> str:
        """Give an event's permalink under a language."""
        page = f"timeline/{parse_edtf(event.date).first.year}/" if self.has_years else "timeline/"
        return f"{page}#event-{event.id}"

    def formerly(self, kind: str, key: str) -> list[str]:
        """Give the old ids of something, as data name them."""
        return [old.key for old in self.succession.old_ids.get(Identifier(kind, key), ())]

    def title_at(self, path: str) -> Texts[str] | None:
        """Give the title of the report, brief or page of prose at a path under a language, or None for others."""
        clean = f"{path.partition('#')[0].strip('/')}/"
        return self.titles.get(clean)

    def reports_on(self, sector: str) -> tuple[str, ...]:
        """Give the ids of the reports that have a statement on a sector."""
        found = {statement.report for statement in self.statements_by_sector.get(sector, ())}
        return tuple(report for report in self.reports if report in found)
