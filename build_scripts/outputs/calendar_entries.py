"""Events → the entries that a calendar has of them: whole days, with a summary that says the date as it is known.

Receives events and the `Interface` of a language; returns `Entry`s. A calendar draws a bar over every day of an entry,
so only a span of stated days that is no longer than a month is one entry. What is known to the year or the month stands
on its last day: by then it is certain that the thing has happened, and by then a promise has to be kept. A longer span
has an entry where it begins and one where it ends; a promise only the latter. An entry keeps its UID when dates and
words change. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from build_scripts.content.interface import Interface
from build_scripts.content.model import Event
from build_scripts.ground.dates import EdtfDate, parse_edtf
from build_scripts.library.events import is_due
from build_scripts.library.index import Library

_LONGEST_BAR = 31  # days


@dataclass(frozen=True)
class Entry:
    """A line of a calendar, from its first to its last day; `remark` says so where the day is chosen, not known."""

    event: Event
    name: str
    first: date
    last: date
    summary: str
    remark: str


def entries_of(library: Library, event: Event, interface: Interface) -> Iterator[Entry]:
    """Give the entries of an event, in order."""
    gettext = interface.translations.gettext
    when = parse_edtf(event.date)
    words = {
        "date": interface.date(event.date),
        "event": event.label.pick(*library.order(interface.language.code)) or "",
    }
    # A day says itself; anything wider is written out, so that the last day is not taken for the date.
    dated = words["event"] if when.precisions == (3,) else gettext("%(date)s · %(event)s") % words
    at_begin = gettext("The day is not known; this entry stands on the first that is possible.")
    at_end = gettext("The day is not known; this entry stands on the last that is possible.")
    if is_due(library, event):
        form = gettext("Due: %(event)s") if when.precisions == (3,) else gettext("Due %(date)s: %(event)s")
        yield Entry(event, event.id, when.last, when.last, form % words, at_end if when.precisions[-1] < 3 else "")
    elif _is_bar(when):
        yield Entry(event, event.id, when.first, when.last, dated, "")
    elif when.is_interval:
        begins, ends = (form % {"event": dated} for form in (gettext("Begins: %(event)s"), gettext("Ends: %(event)s")))
        # No id has a dot, so that no event’s entry is taken for the beginning of another’s.
        yield Entry(
            event, f"{event.id}.begin", when.first, when.first, begins, at_begin if when.precisions[0] < 3 else ""
        )
        yield Entry(event, event.id, when.last, when.last, ends, at_end if when.precisions[1] < 3 else "")
    else:
        yield Entry(event, event.id, when.last, when.last, dated, at_end)


def _is_bar(when: EdtfDate) -> bool:
    """Tell whether all days are stated, and few enough to be drawn as one bar."""
    return set(when.precisions) == {3} and (when.last - when.first).days < _LONGEST_BAR
