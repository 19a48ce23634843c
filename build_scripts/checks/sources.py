"""Rules over what the notes of editors rest on, written `[words](cite:reference)` → problems.

Receives `Content`; returns problems: such links outside notes or to no reference, and references of the site that no
note names. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from build_scripts.checks.links import place_of
from build_scripts.content.entries import Content, MarkdownEntry, ReportEntry
from build_scripts.ground.markdown import Link, Prose
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Problem, did_you_mean

_SCHEME = "cite:"


def check_sources(content: Content) -> Iterator[Problem]:
    """A note names references of its own report or of the site, and each of the site's is named."""
    table = content.tables.references
    named: set[str] = set()
    for report, entry in _entries(content):
        ids = report.reference_ids if report else frozenset()
        for prose, is_note in _pieces(entry):
            for link in (link for link in prose.links if link.target.startswith(_SCHEME)):
                identifier = link.target.removeprefix(_SCHEME)
                named |= {identifier} - (ids or set())
                if not is_note or link.is_image:
                    yield _misplaced(entry, link)
                elif ids is not None and table.ids is not None and identifier not in ids | table.ids:
                    message = Phrase('there is no reference "%(id)s".', id=identifier)
                    hint = did_you_mean(identifier, sorted(ids | table.ids))
                    yield place_of(entry, link).error("unknown-reference", message, hint)
    for identifier in table.entries:
        if identifier not in named:
            message = Phrase('no note names the reference "%(id)s".', id=identifier)
            yield table.place(identifier).warning("unused-reference", message, Phrase("Remove it."))


def _misplaced(entry: MarkdownEntry[Any], link: Link) -> Problem:
    message = Phrase('"%(target)s" stands outside an editor’s note.', target=link.target)
    hint = Phrase("Name it with cites= at the statement, or link to its address.")
    return place_of(entry, link).error("misplaced-reference", message, hint)


def _entries(content: Content) -> Iterator[tuple[ReportEntry | None, MarkdownEntry[Any]]]:
    """Give every Markdown file with the report that it belongs to, if it does to one."""
    reports = {report.folder: report for report in content.reports}
    for _, group in content.all_groups:
        yield from ((reports.get(entry.path.parent), entry) for entry in group.values())


def _pieces(entry: MarkdownEntry[Any]) -> Iterator[tuple[Prose, bool]]:
    """Give every piece of prose, and whether it is an editor's note."""
    notes = {id(note) for statement in entry.outline.statements for note in statement.notes}
    return ((prose, id(prose) in notes) for prose in entry.outline.pieces)
