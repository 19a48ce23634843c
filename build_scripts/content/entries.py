"""What was read from a content folder: tables, Markdown files, reports, as typed values with their places.

Receives and refuses nothing: `load` fills these, the stages after it read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from build_scripts.content.drafts import Drafts
from build_scripts.content.fronts import BriefFront, ComparisonFront, IndexFront, PageFront
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
    Withdrawal,
)
from build_scripts.content.outline import Outline
from build_scripts.content.own_units import Unit
from build_scripts.content.questions import Question
from build_scripts.content.shapes import Shape
from build_scripts.ground.memory import Memory, digest
from build_scripts.ground.problems import Place
from build_scripts.ground.strict_yaml import YamlValue
from build_scripts.quantities import Names

F = TypeVar("F", bound=Shape)
S = TypeVar("S", bound=Shape)
T = TypeVar("T")

TABLES: Mapping[str, type[Shape]] = MappingProxyType(
    {
        "sectors": Sector,
        "actors": Actor,
        "places": Category,
        "indicators": Indicator,
        "events": Event,
        "glossary": Term,
        "references": Reference,
        "withdrawn": Withdrawal,
        "questions": Question,
        "units": Unit,
    }
)


@dataclass(frozen=True)
class Table(Generic[S]):
    """A YAML table of the content: entries by id in file order, and where each id's fields stand.

    `ids` also holds those of entries with problems, so that what refers to them is not a problem too; it is None
    when nobody can say which ids there are.
    """

    entries: Mapping[str, S]
    yaml: YamlValue
    keys: Mapping[str, str | int]
    ids: frozenset[str] | None = frozenset()

    def place(self, identifier: str, *fields: str | int) -> Place:
        """Give the place of an entry's field."""
        return self.yaml.place(self.keys[identifier], *fields)


@dataclass(frozen=True)
class Tables:
    """The YAML tables of the content; each is a file of its name."""

    sectors: Table[Sector]
    actors: Table[Actor]
    places: Table[Category]
    indicators: Table[Indicator]
    events: Table[Event]
    glossary: Table[Term]
    references: Table[Reference]
    withdrawn: Table[Withdrawal]
    questions: Table[Question]
    units: Table[Unit]

    def __iter__(self) -> Iterator[Table[Any]]:
        """Give every table, in the order of `TABLES`."""
        return (getattr(self, name) for name in TABLES)


@dataclass(frozen=True)
class MarkdownEntry(Generic[F]):
    """A Markdown file in one language: its front matter, and its body as text and as outline.

    `is_whole` is false where part of it could not be read: then nobody can say what it lacks. `digest` is that of the
    file's bytes.
    """

    path: Path
    language: str
    front: F
    yaml: YamlValue
    body: str
    body_line: int
    outline: Outline
    is_whole: bool = True
    digest: bytes = field(default=b"", compare=False)


@dataclass(frozen=True)
class ReportEntry:
    """A report's folder: facts, index pages by language, briefs by name and language.

    `reference_ids` also holds those of references with problems; it is None when nobody can say which there are.
    """

    id: str
    folder: Path
    facts: Report | None
    yaml: YamlValue
    figures: Mapping[int, Figure]
    references: Mapping[int, Reference]
    indexes: Mapping[str, MarkdownEntry[IndexFront]]
    briefs: Mapping[str, Mapping[str, MarkdownEntry[BriefFront]]]
    reference_ids: frozenset[str] | None = frozenset()


@dataclass(frozen=True)
class Content:
    """All that was read from a content folder; `languages` are the declared codes, source first.

    `handbook` has the pages that come with the generator, in languages of the site and in English; `published` is the
    list of all ids that were ever published, if there is one. `digests` has those of the bytes of all files that were
    read, by their path below the folder; `memory` is where later stages keep what they make of them.
    `drafts` are found by `find_drafts`, after the rules.
    """

    root: Path
    site: Site | None
    site_yaml: YamlValue
    kinds: Kinds | None
    kinds_yaml: YamlValue
    languages: tuple[str, ...]
    tables: Tables
    reports: tuple[ReportEntry, ...]
    pages: Mapping[str, Mapping[str, MarkdownEntry[PageFront]]]
    comparisons: Mapping[str, Mapping[str, MarkdownEntry[ComparisonFront]]]
    handbook: Mapping[str, Mapping[str, MarkdownEntry[PageFront]]] = field(default_factory=dict)
    images: tuple[Path, ...] = field(default=())
    names: Names = field(default_factory=Names)
    published: YamlValue | None = None
    drafts: Drafts = field(default_factory=Drafts)
    digests: Mapping[str, bytes] = field(default_factory=dict, compare=False)
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    def recall(self, stage: str, paths: Iterable[Path], make: Callable[[], T], settings: Iterable[str] = ()) -> T:
        """Give what a stage makes of some files, if these and the files of its settings are as they were.

        The stage must see nothing else of the content but which language is the source.
        """
        return self.memory.recall(stage, self._key(paths, settings), make)

    def recall_all(
        self, stage: str, paths: Iterable[Iterable[Path]], make: Callable[[int], T], settings: Iterable[str] = ()
    ) -> list[T]:
        """Give the same of several groups of files, each made by its number."""
        return self.memory.recall_all(stage, [self._key(group, settings) for group in paths], make)

    def _key(self, paths: Iterable[Path], settings: Iterable[str]) -> bytes:
        names = [*(path.relative_to(self.root).as_posix() for path in paths), *settings]
        return digest(str(self.root), self.source, names, [self.digests.get(name, b"") for name in names])

    @cached_property
    def reports_by_id(self) -> Mapping[str, ReportEntry]:
        """Give the reports by id."""
        return {report.id: report for report in self.reports}

    @property
    def source(self) -> str:
        """Give the code of the source language."""
        return self.languages[0]

    @property
    def groups(self) -> Iterator[tuple[str, Mapping[str, MarkdownEntry[Any]]]]:
        """Give the whole versions by language of every file, with its name; none where the source is not whole."""
        for name, group in self.all_groups:
            if self.source not in group or group[self.source].is_whole:
                yield name, {language: entry for language, entry in group.items() if entry.is_whole}

    @property
    def all_groups(self) -> Iterator[tuple[str, Mapping[str, MarkdownEntry[Any]]]]:
        """Give all versions by language of every Markdown file, with its name."""
        for report in self.reports:
            yield "index", report.indexes
            yield from report.briefs.items()
        yield from self.comparisons.items()
        yield from self.pages.items()

    @property
    def markdown_entries(self) -> Iterator[MarkdownEntry[Any]]:
        """Give every Markdown file that was read whole."""
        return (entry for _, group in self.groups for entry in group.values())
