"""The dated things of a library along the line of time.

Receives a `Library`; returns events in order. Past is what is over on the newest day that the content states of itself
(`library/dates`): the build never asks the clock, the page’s script does. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from build_scripts.content.model import Event
from build_scripts.ground.dates import EdtfDate, parse_edtf
from build_scripts.library.dates import newest_day
from build_scripts.library.events import by_date, deadlines, deadlines_path, is_doubted, is_due, reports_of, sectors_of
from build_scripts.library.index import Library, Statement

_Groups = tuple[tuple[str, tuple[Event, ...]], ...]


@dataclass(frozen=True)
class Events:
    """The events of a library."""

    library: Library

    @cached_property
    def all(self) -> tuple[Event, ...]:
        """Give all events by date."""
        return by_date(self.library.events.values())

    def of(self, statements: Iterable[Statement]) -> tuple[Event, ...]:
        """Give the events that statements mention, by date."""
        index = self.library.events_by_statement
        return by_date({event.id: event for s in statements for event in index.get(s.key, ())}.values())

    @property
    def day(self) -> date:
        """Give the day that parts what is past from what is to come."""
        return newest_day(self.library)

    def past(self) -> tuple[Event, ...]:
        """Give the events that are over, by date."""
        day = self.day
        return tuple(event for event in self.all if parse_edtf(event.date).last < day)

    def coming(self) -> tuple[Event, ...]:
        """Give the events that are not over, by date."""
        day = self.day
        return tuple(event for event in self.all if parse_edtf(event.date).last >= day)

    def ahead(self) -> tuple[Event, ...]:
        """Give what is due and not over, by its last day."""
        due = (event for event in self.coming() if is_due(self.library, event))
        return tuple(sorted(due, key=lambda event: (parse_edtf(event.date).last, event.id)))

    def when(self, event: Event) -> EdtfDate:
        """Give an event's date with its first and last day."""
        return parse_edtf(event.date)

    def is_doubted(self, event: Event) -> bool:
        """Tell whether the editors warn of every statement that mentions an event."""
        return is_doubted(self.library, event)

    def sectors(self, event: Event) -> tuple[str, ...]:
        """Give the sectors of the statements that mention an event."""
        return sectors_of(self.library, event)

    def reports(self, event: Event) -> tuple[str, ...]:
        """Give the reports that mention an event."""
        return reports_of(self.library, event)

    def calendar(self, sector: str = "") -> str:
        """Give the path of the calendar of what is due, of all or of a sector, or nothing where nothing is."""
        return deadlines_path(sector) if not sector or deadlines(self.library, sector) else ""

    def by_kind(self) -> _Groups:
        """Give all events by kind."""
        return self._grouped(self.library.kinds.events, lambda event: (event.kind,))

    def by_actor(self) -> _Groups:
        """Give all events by actor; one of several actors stands under each."""
        return self._grouped(self.library.actors, lambda event: event.actor)

    def by_sector(self) -> _Groups:
        """Give all events by the sectors that they concern; one of several stands under each."""
        return self._grouped(self.library.sectors, self.sectors)

    def by_report(self) -> _Groups:
        """Give all events by the reports that mention them; one of several stands under each."""
        return self._grouped(self.library.reports, self.reports)

    def _grouped(self, keys: Iterable[str], keys_of: Callable[[Event], tuple[str, ...]]) -> _Groups:
        found: dict[str, list[Event]] = {key: [] for key in keys}
        for event in self.all:
            for key in keys_of(event):
                found[key].append(event)
        return tuple((key, tuple(group)) for key, group in found.items() if group)
