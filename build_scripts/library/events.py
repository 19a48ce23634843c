"""The dated things of a library: their order, what is due, and the reference each is known by.

Receives a `Library`; returns events and words. A reference is said aloud like that of a statement: the timeline, the
date as it is known, the event. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from build_scripts.content.interface import Interface
from build_scripts.content.model import Event
from build_scripts.ground.dates import parse_edtf
from build_scripts.library.index import Library
from build_scripts.library.notes import warning_notes


def by_date(events: Iterable[Event]) -> tuple[Event, ...]:
    """Sort events by first day, then last day, then id."""
    return tuple(sorted(events, key=lambda event: (parse_edtf(event.date), event.id)))


def is_due(library: Library, event: Event) -> bool:
    """Tell whether an event is a promise for its date."""
    return library.kinds.events[event.kind].due


def is_doubted(library: Library, event: Event) -> bool:
    """Tell whether the editors warn of every statement that mentions an event."""
    statements = [library.statements[key] for key in event.statements]
    return bool(statements) and all(warning_notes(library, statement) for statement in statements)


def deadlines(library: Library, sector: str = "") -> tuple[Event, ...]:
    """Give the events that are due by date: all, or those that statements on a sector mention."""
    due = (event for event in library.events.values() if is_due(library, event))
    return by_date(event for event in due if not sector or sector in sectors_of(library, event))


def deadlines_path(sector: str = "") -> str:
    """Give the path of the calendar of what is due, of all or of a sector."""
    return f"sectors/{sector}/deadlines.ics" if sector else "timeline/deadlines.ics"


def sectors_of(library: Library, event: Event) -> tuple[str, ...]:
    """Give the sectors of the statements that mention an event, in the order of the sectors."""
    found = {sector for key in event.statements for sector in library.statements[key].sectors}
    return tuple(sector for sector in library.sectors if sector in found)


def reports_of(library: Library, event: Event) -> tuple[str, ...]:
    """Give the reports that mention an event, in the order of the reports."""
    found = {library.statements[key].report for key in event.statements}
    return tuple(report for report in library.reports if report in found)


def event_date(event: Event, interface: Interface) -> str:
    """Give the date of an event in words, marked where the reports do not state it."""
    return interface.known(interface.date(event.date), event.date_basis)


def event_reference(library: Library, event: Event, interface: Interface) -> str:
    """Give the reference of an event in one language: “Timeline 2015 · The bridge opens”."""
    form = interface.translations.gettext("Timeline %(date)s · %(event)s")
    label = event.label.pick(*library.order(interface.language.code)) or ""
    return form % {"date": interface.date(event.date), "event": label}
