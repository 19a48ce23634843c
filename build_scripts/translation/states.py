"""The state of every translation, unit by unit.

Receives `Content`; returns for every translatable file and language the state of its units: missing, current,
stale or patched (an edit of the source that was waved through because it changes no meaning); what `set_aside` keeps
from readers is held then. A unit is current
when the source that its translation was accepted for says what the present one says, and the translation what it said
then; one that was never accepted, or edited since, or of which the record contradicts itself, is stale. What is
recorded of headings, and of the prose under them, follows these when sections are added, removed or moved. Refuses
nothing: faults of records are returned as warnings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal

from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.outline import Outline
from build_scripts.ground.files import read_bytes
from build_scripts.ground.memory import digest
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Problem
from build_scripts.translation.address import UnitAddress
from build_scripts.translation.old_records import with_old_field
from build_scripts.translation.record import Acceptance, Entry, Record, read_record, record_path
from build_scripts.translation.units import (
    LabelFile,
    Unit,
    digest_of,
    follow_sections,
    label_files,
    markdown_units,
    section_number,
)

State = Literal["missing", "current", "stale", "patched"]
ShownState = Literal["missing", "current", "stale", "patched", "held"]
STATES: tuple[ShownState, ...] = ("current", "stale", "held", "missing", "patched")
# Why a unit is stale, in the words of commands.
CAUSES = {
    "new": Phrase("it has never been accepted"),
    "source": Phrase("its source changed and its translation did not"),
    "unknown": Phrase("its source changed; whether its translation did is not known"),
    "translation": Phrase("its translation changed since it was accepted"),
    "both": Phrase("its source and its translation changed since it was accepted"),
    "contradiction": Phrase("it is recorded for different sources"),
}


def of_target(recorded: Iterable[Acceptance], target: Unit | None) -> tuple[Acceptance, ...]:
    """Give the acceptances of a translation as it is; those that do not say of which hold for any."""
    return tuple(each for each in recorded if not target or each.target in ("", target.digest))


def find_acceptance(recorded: Iterable[Acceptance], target: Unit | None) -> Acceptance | None:
    """Give the acceptance of a translation as it is, unless there is none, or several for different sources."""
    own = of_target(recorded, target)
    return own[0] if len({each.digest for each in own}) == 1 else None


@dataclass(frozen=True)
class UnitState:
    """A unit of the source, its translation if there is one, and how the two stand to each other."""

    id: str
    state: State
    source: Unit
    target: Unit | None
    recorded: tuple[Acceptance, ...] = ()
    held_by: tuple[str, ...] = ()  # the rules for which readers do not get it, whether it was accepted or not

    @property
    def shown_state(self) -> ShownState:
        """Give the state as readers have it: what is held back from them is neither current nor stale."""
        return "held" if self.held_by else self.state

    @property
    def record(self) -> Acceptance | None:
        """Give what the present translation was accepted for, unless that is nothing, or contradicts itself."""
        return find_acceptance(self.recorded, self.target)

    @property
    def is_edited(self) -> bool:
        """Tell whether the translation has been changed since it was accepted."""
        return bool(self.target and self.recorded) and not of_target(self.recorded, self.target)

    @property
    def cause(self) -> str:
        """Give why the unit is stale, as one of `CAUSES`, or nothing."""
        if self.state != "stale":
            return ""
        if self.record:
            return "source" if self.record.target else "unknown"
        if self.is_edited:
            return "translation" if self.source.digest in {each.digest for each in self.recorded} else "both"
        return "contradiction" if self.recorded else "new"

    @property
    def old_source(self) -> str:
        """Give the source text that the translation was last accepted for, if it is known."""
        last = self.record or (self.recorded[-1] if self.is_edited else None)
        return last.whole if last else ""

    @property
    def lacking(self) -> tuple[str, ...]:
        """Give the names of the pieces of the source that the translation lacks, such as an editor's note."""
        return tuple(name for name in self.source.pieces if self.target and name not in self.target.pieces)


@dataclass(frozen=True)
class FileState:
    """The units of one file in one language; `path` is the translation's, relative to the content folder."""

    path: str
    language: str
    file: Path
    source_file: Path
    record: Record
    units: tuple[UnitState, ...]
    exists: bool
    is_started: bool
    is_labels: bool = False
    has_its_sections: bool = True  # as many as the source, so that what is recorded of them can follow
    strays: Mapping[str, Unit] = field(default_factory=dict, compare=False)  # statements that the source has not

    @cached_property
    def counts(self) -> Mapping[ShownState, int]:
        """Count the units by state, as readers have them."""
        found = Counter(unit.shown_state for unit in self.units)
        return {state: found[state] for state in STATES}

    def unit(self, identifier: str) -> UnitState | None:
        """Give a unit by its id."""
        return next((unit for unit in self.units if unit.id == identifier), None)

    @property
    def owner(self) -> str:
        """Give the name that all languages of the file have in common: `reports/<report>/<brief>`."""
        return self.path.removesuffix(f".{self.language}.md")

    @property
    def name(self) -> str:
        """Give the path as commands take it: with the language where all languages share the file."""
        return f"{self.path}@{self.language}" if self.is_labels else self.path

    def address(self, unit: str, piece: str = "text") -> UnitAddress:
        """Give the address of a unit; that of a label names the language, as all languages share its file."""
        return UnitAddress(self.path, unit, self.language if self.is_labels else "", piece)


def find_states(content: Content) -> tuple[tuple[FileState, ...], list[Problem]]:
    """Give the state of every file in every language but the source's, sorted by language and path."""
    problems: list[Problem] = []
    files: list[FileState] = []
    for language in content.languages[1:]:
        for _, group in content.groups:
            if content.source in group:
                record, found = _record(content, language, group[content.source].path)
                files.append(_held_state(content, language, group, record))
                problems += found
        for labels in label_files(content):
            if labels.units.get(content.source):
                record, found = _record(content, language, labels.path)
                files.append(_label_state(content, language, labels, record))
                problems += found
    order = {language: no for no, language in enumerate(content.languages)}
    return tuple(sorted(files, key=lambda file: (order[file.language], file.path))), problems


def _record(content: Content, language: str, source: Path) -> tuple[Record, list[Problem]]:
    """Read the record of a source file’s translation, unless it is the one that was read before."""
    path = record_path(content.root, content.source, language, source)
    raw = read_bytes(path)
    if raw is None:
        return read_record(path)
    return content.memory.recall("record", digest(str(path), raw), lambda: read_record(path, raw))


def _held_state(content: Content, language: str, group: Mapping[str, MarkdownEntry[Any]], record: Record) -> FileState:
    """Give the state of a file, which a process that builds again knows as long as all three files are as they were."""
    source, target = group[content.source], group.get(language)
    digests = [entry.digest for entry in (source, target) if entry]
    make = partial(_markdown_state, content, language, group, record)
    if not all(digests) or (record.exists and not record.digest):
        return make()
    key = digest(str(source.path), content.source, language, digests, record.digest)
    return content.memory.hold("state", key, make)


def _label_state(content: Content, language: str, labels: LabelFile, record: Record) -> FileState:
    path = labels.path.relative_to(content.root).as_posix()
    units = tuple(_unit_states(labels.units[content.source], labels.units.get(language, {}), record.entries))
    return FileState(path, language, labels.path, labels.path, record, units, True, True, is_labels=True)


def _markdown_state(
    content: Content, language: str, group: Mapping[str, MarkdownEntry[Any]], record: Record
) -> FileState:
    source, target = group[content.source], group.get(language)
    record = with_old_field(record, target) if target else record
    units, own = markdown_units(source), markdown_units(target) if target else {}
    names = _former_names(units, record.entries, source.outline, target.outline) if target else {}
    entries = {name: record.entries[names.get(name, name)] for name in units if names.get(name, name) in record.entries}
    file = translation_path(source.path, content.source, language)
    path = file.relative_to(content.root).as_posix()
    places = {statement.id for statement in target.outline.statements} if target else set()
    started = target is not None and places >= {statement.id for statement in source.outline.statements}
    states = tuple(_unit_states(units, own, entries))
    sections = [len(each.outline.sections) for each in (source, target or source)]
    return FileState(
        path,
        language,
        file,
        source.path,
        record,
        states,
        target is not None,
        started,
        has_its_sections=sections[0] == sections[1],
        strays={name: own[name] for name in own if name in places and name not in units},
    )


def _former_names(
    units: Mapping[str, Unit], entries: Mapping[str, Entry], source: Outline, target: Outline
) -> dict[str, str]:
    """Give the names under which headings and prose were recorded; an empty one where that is not known.

    A record follows to another number only where an id shows that the two sections belong together.
    """
    if len(source.sections) != len(target.sections):
        return {}
    old = {name: entry.accepted.digest if entry.accepted else "" for name, entry in entries.items() if entry.variants}
    names = follow_sections(old, {name: unit.digest for name, unit in units.items()})
    paired = {0}
    for no, (its, mine) in enumerate(zip(source.sections, target.sections, strict=True), 1):
        same = {statement.id for statement in its.statements} & {statement.id for statement in mine.statements}
        if same or its.attributes.id == mine.attributes.id != "":
            paired.add(no)
    return {
        name: names[name] if name in names and (names[name] == name or section_number(name) in paired) else ""
        for name in units
        if section_number(name)
    }


def _unit_states(
    source: Mapping[str, Unit], target: Mapping[str, Unit], entries: Mapping[str, Entry]
) -> Iterator[UnitState]:
    for identifier, unit in source.items():
        own = target.get(identifier)
        entry = entries.get(identifier, Entry(1))
        yield UnitState(identifier, _state(unit, own, find_acceptance(entry.variants, own)), unit, own, entry.variants)


def _state(source: Unit, target: Unit | None, record: Acceptance | None) -> State:
    if target is None:
        return "missing"
    if record is None:
        return "stale"
    if record.patched and record.digest == source.digest:
        return "patched"
    # The source may have gone back to what the translation was made from.
    return "current" if source.digest == (record.old_digest or digest_of(record.pieces)) else "stale"


def translation_path(source: Path, source_language: str, language: str) -> Path:
    """Give the path of a translation beside its source: `a.en.md` → `a.fr.md`."""
    return source.with_name(f"{source.name.removesuffix(f'.{source_language}.md')}.{language}.md")
