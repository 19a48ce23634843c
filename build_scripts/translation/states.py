"""The state of every translation, unit by unit.

Receives `Content`; returns for every translatable file and language the state of its units: missing, current,
stale or patched (an edit of the source that was waved through because it changes no meaning). A unit is current
when the digest that was recorded for it is that of the present source; one that was never accepted is stale.
The records of headings, and of the prose under them, follow these when sections are added, removed or moved.
Records stand in the translation's front matter; those of labels, and the source texts as they were when accepted,
in `content/translations/<language>/`. Refuses, as problems, records it cannot read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.outline import Outline
from build_scripts.ground.front_matter import REFUSED, parse_yaml, read_text
from build_scripts.ground.problems import Problem
from build_scripts.translation.units import Unit, follow_sections, label_files, markdown_units, section_number

State = Literal["missing", "current", "stale", "patched"]
STATES: tuple[State, ...] = ("current", "stale", "missing", "patched")
PATCHED = " patched"
COMMAND = ".venv/bin/duizhao translate"  # as the handbook has it, so that a hint can be pasted


@dataclass(frozen=True)
class UnitState:
    """A unit of the source, its translation if there is one, and how the two stand to each other."""

    id: str
    state: State
    source: Unit
    target: Unit | None
    record: str
    old_source: str

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
    units: tuple[UnitState, ...]
    exists: bool
    is_started: bool
    is_labels: bool = False

    @property
    def counts(self) -> Mapping[State, int]:
        """Count the units by state."""
        found = Counter(unit.state for unit in self.units)
        return {state: found[state] for state in STATES}

    def unit(self, identifier: str) -> UnitState | None:
        """Give a unit by its id."""
        return next((unit for unit in self.units if unit.id == identifier), None)


def find_states(content: Content) -> tuple[tuple[FileState, ...], list[Problem]]:
    """Give the state of every file in every language but the source's, sorted by language and path."""
    problems: list[Problem] = []
    files: list[FileState] = []
    for language in content.languages[1:]:
        for _, group in content.groups:
            if content.source in group:
                memory = read_memory(content, language, group[content.source].path, problems)
                files.append(_markdown_state(content, language, group, memory))
        for labels in label_files(content):
            memory = read_memory(content, language, labels.path, problems)
            own = labels.units.get(language, {})
            records = {unit: _plain(value, "digest") for unit, value in memory.items()}
            source = labels.units.get(content.source, {})
            path = labels.path.relative_to(content.root).as_posix()
            units = tuple(_unit_states(source, own, records, memory))
            if units:
                files.append(FileState(path, language, labels.path, labels.path, units, True, True, is_labels=True))
    order = {language: no for no, language in enumerate(content.languages)}
    return tuple(sorted(files, key=lambda file: (order[file.language], file.path))), problems


def _markdown_state(
    content: Content, language: str, group: Mapping[str, MarkdownEntry[Any]], memory: Mapping[str, Any]
) -> FileState:
    source = group[content.source]
    target = group.get(language)
    file = translation_path(source.path, content.source, language)
    own = markdown_units(target) if target else {}
    records = target.front.translation if target else {}
    units = markdown_units(source)
    names = _former_names(units, records, source.outline, target.outline) if target else {}
    records = {name: records[names.get(name, name)] for name in units if names.get(name, name) in records}
    memory = {name: memory.get(names.get(name, name)) for name in units}
    path = file.relative_to(content.root).as_posix()
    places = {statement.id for statement in target.outline.statements} if target else set()
    started = target is not None and places >= {statement.id for statement in source.outline.statements}
    states = tuple(_unit_states(units, own, records, memory))
    return FileState(path, language, file, source.path, states, target is not None, started)


def _former_names(
    units: Mapping[str, Unit], records: Mapping[str, str], source: Outline, target: Outline
) -> dict[str, str]:
    """Give the names under which headings and prose were recorded; an empty one where that is not known.

    A record follows to another number only where an id shows that the two sections belong together.
    """
    if len(source.sections) != len(target.sections):
        return {}
    names = follow_sections(
        {name: record.removesuffix(PATCHED) for name, record in records.items()},
        {name: unit.digest for name, unit in units.items()},
    )
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
    source: Mapping[str, Unit], target: Mapping[str, Unit], records: Mapping[str, str], memory: Mapping[str, Any]
) -> Iterator[UnitState]:
    for identifier, unit in source.items():
        own = target.get(identifier)
        record = records.get(identifier, "")
        old_source = _plain(memory.get(identifier), "source")
        yield UnitState(identifier, _state(unit, own, record), unit, own, record, old_source)


def _state(source: Unit, target: Unit | None, record: str) -> State:
    if target is None:
        return "missing"
    if record.removesuffix(PATCHED) != source.digest:
        return "stale"
    return "patched" if record.endswith(PATCHED) else "current"


def translation_path(source: Path, source_language: str, language: str) -> Path:
    """Give the path of a translation beside its source: `a.en.md` → `a.fr.md`."""
    return source.with_name(f"{source.name.removesuffix(f'.{source_language}.md')}.{language}.md")


def memory_path(content: Content, language: str, source: Path) -> Path:
    """Give the file that remembers what was accepted of a source file in a language."""
    name = source.relative_to(content.root).as_posix()
    stem = name.removesuffix(".yml").removesuffix(f".{content.source}.md")
    return content.root / "translations" / language / f"{stem}.yml"


def read_memory(content: Content, language: str, source: Path, problems: list[Problem]) -> Mapping[str, Any]:
    """Read what was accepted: by unit its digest and the source text as it was."""
    path = memory_path(content, language, source)
    if not path.is_file():
        return {}
    text, found = read_text(path)
    yaml, more = parse_yaml(text, path)
    problems += [*found, *more]
    if yaml.data is not REFUSED and not isinstance(yaml.data, dict):
        hint = f"`{COMMAND} accept` writes this file; delete it and accept the translation again."
        problems.append(yaml.place().error("invalid-value", "expected units by name.", hint))
    return yaml.data if isinstance(yaml.data, dict) else {}


def _plain(value: Any, key: str) -> str:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def check_states(states: tuple[FileState, ...], content: Content) -> Iterator[Problem]:
    """Every translated unit translates the present source."""
    for file in states:
        source_ids = {unit.id for unit in file.units}
        is_new = not any(unit.record for unit in file.units)
        if is_new:
            yield from _check_new(file)
        for unit in file.units:
            if unit.state == "stale" and unit.target and not is_new:
                if unit.record:
                    message = f'"{unit.id}" translates an older source.'
                    hint = f"Compare with `{COMMAND} diff {file.path}`, mend it and accept it."
                else:
                    message = f'"{unit.id}" has not been accepted as a translation yet.'
                    hint = f"When it is good: `{COMMAND} accept {file.path}`."
                yield unit.target.place.warning("stale-translation", message, hint)
            yield from _check_notes(unit)
        if not file.is_labels and file.exists:
            entry = _entry(content, file)
            for identifier in entry.front.translation if entry else ():
                if entry and identifier not in source_ids:
                    place = entry.yaml.place("translation", identifier)
                    hint = f"`{COMMAND} accept {file.path}` removes it."
                    yield place.warning("unknown-unit", f'the source has no unit "{identifier}" any more.', hint)


def _check_new(file: FileState) -> Iterator[Problem]:
    """Say once of a file that nothing of it was ever accepted, so that other problems are not lost among its units."""
    translated = [unit.target for unit in file.units if unit.target]
    if translated:
        number = f"{len(translated)} unit{'s' if len(translated) > 1 else ''}"
        message = f"this translation has not been accepted yet ({number})."
        hint = f"When it is good: `{COMMAND} accept {file.path}`."
        yield translated[0].place.warning("stale-translation", message, hint)


def _entry(content: Content, file: FileState) -> MarkdownEntry[Any] | None:
    for _, group in content.groups:
        if file.language in group and group[file.language].path == file.file:
            return group[file.language]
    return None


def _check_notes(unit: UnitState) -> Iterator[Problem]:
    """What goes with a statement is translated with it."""
    if unit.target is None:
        return
    extra = [name for name in unit.target.pieces if name not in unit.source.pieces]
    if unit.lacking:
        message = f'"{unit.id}" lacks {", ".join(unit.lacking)} of the source.'
        yield unit.target.place.error("differs-from-source", message, "Translate it too.")
    if extra:
        message = f'"{unit.id}" has {", ".join(extra)}, which the source has not.'
        yield unit.target.place.error("differs-from-source", message, "Remove it, or add it to the source first.")
