"""The example that a new site comes with → the content without it.

Receives `Content` and the states of its translations; returns the changes, nothing is written: the report goes with
the comparisons, events, indicators and places that rest on nothing else, and with the term that it defines.
Nothing was ever published of it, so no word of it is left. Refuses, with `NamingError`, an example that is no draft any
more, or that was published, or rests with other reports in one comparison.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from build_scripts.content.entries import Content, ReportEntry, Table
from build_scripts.content.identifiers import Identifier
from build_scripts.content.naming import NamingError
from build_scripts.content.new_site import REPORT, known_words
from build_scripts.content.succession import published_ids
from build_scripts.ground.file_changes import FileChanges
from build_scripts.ground.files import files_below, read_text
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import shown_path
from build_scripts.ground.yaml_changes import remove_part
from build_scripts.translation.record import render_record
from build_scripts.translation.states import FileState


def remove_example(content: Content, states: Collection[FileState], templates: Path) -> FileChanges:
    """Give the changes that take the example out of a content."""
    report = _find_report(content)
    gone = {f"reports/{REPORT}", *(f"comparisons/{sector}" for sector in _comparisons(content))}
    removed = [path for path in files_below(content.root) if _owner(content, path) & gone]
    texts: dict[Path, str] = {}
    for table, own in _entries(content, report, templates):
        text = read_text(table.yaml.path)[0]
        head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
        for name in sorted(own, key=lambda name: table.keys[name], reverse=True):  # lists from their end
            text = remove_part(text, (table.keys[name],))
        texts[table.yaml.path] = text or head
        texts |= _records(states, table.yaml.path, own)
    if len(content.reports) == 1:
        texts[content.root / "reports" / ".gitkeep"] = ""
    return FileChanges(texts=texts, removed=removed)


def _find_report(content: Content) -> ReportEntry:
    report = content.reports_by_id.get(REPORT)
    if report is None or not report.facts:
        raise NamingError(Phrase("there is no example (reports/%(name)s) in this site.", name=REPORT))
    if not report.facts.draft:
        message = Phrase(
            "%(path)s is no draft any more, so it is yours: to take it out, withdraw it; to keep it, rename it.",
            path=shown_path(report.folder),
        )
        raise NamingError(message)
    if str(Identifier("report", REPORT)) in published_ids(content):
        raise NamingError(Phrase('"%(name)s" was published: withdraw it.', name=REPORT))
    return report


def _comparisons(content: Content) -> Iterator[str]:
    """Give the sectors of the comparisons that rest on the example alone."""
    for sector, group in content.comparisons.items():
        entry = group.get(content.source)
        rests = [key for one in (entry.outline.statements if entry else ()) for key in one.attributes.get("rests")]
        own = [key for key in rests if key.startswith(f"{REPORT}/")]
        if own and len(own) < len(rests) and entry:
            message = Phrase(
                "%(path)s rests on the example and on other reports: mend it first.", path=shown_path(entry.path)
            )
            raise NamingError(message)
        if own:
            yield sector


def _owner(content: Content, path: Path) -> set[str]:
    """Give what a file, or a record of one, belongs to: `reports/<report>`, or `comparisons/<sector>`."""
    parts = path.relative_to(content.root).as_posix().split("/")
    own = parts[2:] if parts[0] == "translations" else parts
    return {"/".join((own[0], own[1].partition(".")[0]))} if len(own) > 1 else set()


def _entries(content: Content, report: ReportEntry, templates: Path) -> Iterator[tuple[Table[Any], Collection[str]]]:
    """Give the entries of tables that nothing but the example uses."""
    tables = content.tables
    others = [each for other in content.reports if other is not report for each in other.figures.values()]
    mine = report.figures.values()
    prefix = f"{REPORT}/"
    events, questions = (
        [
            name
            for name, entry in table.entries.items()
            if entry.statements and all(key.startswith(prefix) for key in entry.statements)
        ]
        for table in (tables.events, tables.questions)
    )
    words = known_words(templates, ("definition",))
    terms = [
        name
        for name, term in tables.glossary.entries.items()
        if term.definition and words & set(term.definition.values())
    ]
    found: tuple[tuple[Table[Any], Collection[str]], ...] = (
        (tables.events, events),
        (tables.questions, questions),
        (tables.indicators, {each.indicator for each in mine} - {each.indicator for each in others}),
        (tables.places, {each.geography for each in mine} - {each.geography for each in others}),
        (tables.glossary, terms),
    )
    for table, names in found:
        own = [name for name in names if name in table.entries]
        if own:
            yield table, own


def _records(states: Collection[FileState], path: Path, gone: Collection[str]) -> Mapping[Path, str]:
    """Give the records of a table without what was recorded of entries that go."""
    found = {}
    for file in states:
        if file.file == path and file.record.exists and not file.record.faults:
            names = [unit.id for unit in file.units if unit.id.partition(".")[0] not in gone]
            kept = {name: file.record.entries[name].variants for name in names if name in file.record.entries}
            found[file.record.path] = render_record(names, kept)
    return found
