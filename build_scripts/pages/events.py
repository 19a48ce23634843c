"""The dated things of a library along the line of time.

Receives a `Library`; returns events in order. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from build_scripts.content.model import Event
from build_scripts.ground.dates import EdtfDate, parse_edtf
from build_scripts.library.index import Library, Statement


@dataclass(frozen=True)
class Events:
    """The events of a library."""

    library: Library

    def all(self) -> tuple[Event, ...]:
        """Give all events by date."""
        return _by_date(self.library.events.values())

    def of(self, statements: Iterable[Statement]) -> tuple[Event, ...]:
        """Give the events that statements mention, by date."""
        index = self.library.events_by_statement
        events = {event.id: event for s in statements for event in index.get(s.key, ())}
        return _by_date(events.values())

    def ahead(self) -> tuple[Event, ...]:
        """Give the events that are due after the newest report was written, by their last day."""
        dates = [parse_edtf(r.facts.date.value).last for r in self.library.reports.values() if r.facts.date]
        kinds = self.library.kinds.events
        events = ((parse_edtf(event.date), event) for event in self.library.events.values() if kinds[event.kind].due)
        later = [(date.last, event.id, event) for date, event in events if not dates or date.last > max(dates)]
        return tuple(event for _, _, event in sorted(later, key=lambda row: row[:2]))

    def when(self, event: Event) -> EdtfDate:
        """Give an event's date with its first and last day."""
        return parse_edtf(event.date)

    def by_kind(self) -> tuple[tuple[str, tuple[Event, ...]], ...]:
        """Give all events by kind."""
        groups = ((kind, [e for e in self.all() if e.kind == kind]) for kind in self.library.kinds.events)
        return tuple((kind, tuple(group)) for kind, group in groups if group)

    def by_actor(self) -> tuple[tuple[str, tuple[Event, ...]], ...]:
        """Give all events by actor; one of several actors stands under each."""
        groups = ((actor, [e for e in self.all() if actor in e.actor]) for actor in self.library.actors)
        return tuple((actor, tuple(group)) for actor, group in groups if group)


def _by_date(events: Iterable[Event]) -> tuple[Event, ...]:
    """Sort events by first day, then last day, then id."""
    return tuple(sorted(events, key=lambda event: (parse_edtf(event.date), event.id)))
