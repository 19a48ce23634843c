"""Dates of events held to the statements that mention them → findings.

Receives the content; returns for each event whose date is `stated` a finding where none of its statements says that
date. Refuses nothing: in a language that cannot be read, and of what is not there, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from build_scripts.checks.figures import states_date
from build_scripts.checks.links import source_briefs
from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.fronts import BriefFront
from build_scripts.content.model import Event
from build_scripts.content.outline import RawStatement
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Problem
from build_scripts.quantities import LANGUAGES, primary, read_statement

_SETTINGS = ("names.yml", "units.yml")
_SHOWN = 60


def check_event_dates(content: Content) -> Iterator[Problem]:
    """A stated date stands in one of the statements of its event."""
    table = content.tables.events
    if not table.entries or not content.languages or primary(content.source) not in LANGUAGES:
        return
    briefs = {f"{report.id}/{name}": entry for report, name, entry in source_briefs(content) if entry.is_whole}
    named = {key.partition("#")[0] for event in table.entries.values() for key in event.statements}
    paths = [table.yaml.path, *(briefs[name].path for name in sorted(named & briefs.keys()))]
    yield from content.recall("events", paths, lambda: list(_find(content, briefs)), _SETTINGS)


def _find(content: Content, briefs: Mapping[str, MarkdownEntry[BriefFront]]) -> Iterator[Problem]:
    statements = {
        f"{name}#{statement.id}": (entry.path, statement)
        for name, entry in briefs.items()
        for statement in entry.outline.statements
    }
    for identifier, event in content.tables.events.entries.items():
        own = [statements[key] for key in event.statements if key in statements]
        if event.date_basis == "stated" and own and not any(_states(content, event, each) for _, each in own):
            path, first = own[0]
            yield _differs(content, identifier, event, path, first)


def _states(content: Content, event: Event, statement: RawStatement) -> bool:
    """Tell whether a statement, or what follows it, says the date of an event."""
    texts = (statement.text, *(prose for _, prose in statement.parts))
    stated = (read_statement(prose.wording, content.source, content.names) for prose in texts)
    return any(states_date(event.date, each) for each in stated)


def _differs(content: Content, identifier: str, event: Event, path: Path, statement: RawStatement) -> Problem:
    words = statement.text.words
    message = Phrase(
        'the date %(date)s of "%(event)s" stands in none of its statements; %(file)s says: “%(words)s”',
        date=event.date,
        event=identifier,
        file=path.name,
        words=words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…",
    )
    hint = Phrase("Mend the date, or say that it is known otherwise: date_basis: inferred.")
    return content.tables.events.place(identifier, "date").warning("event-date-differs", message, hint)
