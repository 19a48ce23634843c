"""Events → iCalendar files (RFC 5545, with the names of RFC 7986) of one language, to download and to subscribe to.

Receives a `Library` and the `Interface` of a language; returns texts by their path under the language, with the line
ends and folded lines of the standard: all events, those that are due, and those that are due on each sector. What
stands on which day is said by `calendar_entries`. Stamped with the newest date of the content, never with the clock.
Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from build_scripts.content.identity import contact_url
from build_scripts.content.interface import Interface
from build_scripts.content.model import Event
from build_scripts.ground.texts import Texts
from build_scripts.library.dates import newest_day
from build_scripts.library.events import by_date, deadlines, deadlines_path, event_date, event_reference
from build_scripts.library.index import Library
from build_scripts.library.references import reference_to
from build_scripts.outputs.calendar_entries import Entry, entries_of

_LONGEST = 75  # octets of a line, RFC 5545, section 3.1
_ESCAPED = re.compile(r"[\\;,]")
_LINE_END = re.compile(r"\r\n?|\n")
# An escape stays on one line: some programs unescape before they unfold.
_WHOLE = re.compile(r"\\.|.", re.DOTALL)


def calendar_files(library: Library, interface: Interface) -> dict[str, str]:
    """Give every calendar of a language."""
    gettext, code = interface.translations.gettext, interface.language.code
    site = library.site.name.pick(*library.order(code)) or ""
    found = {"timeline/events.ics": (gettext("Timeline"), by_date(library.events.values()))}
    found[deadlines_path()] = (gettext("Deadlines"), deadlines(library))
    for key, sector in library.sectors.items():
        name = gettext("Deadlines: %(sector)s") % {"sector": sector.label.pick(*library.order(code)) or ""}
        found[deadlines_path(key)] = (name, deadlines(library, key))
    return {
        path: calendar_text(library, interface, f"{site} · {name}", events)
        for path, (name, events) in found.items()
        if events or path.startswith("timeline/")
    }


def calendar_text(library: Library, interface: Interface, name: str, events: Iterable[Event]) -> str:
    """Give events as a calendar with a name."""
    own = tuple(events)

    def write() -> str:
        lines = _Calendar(library, interface).lines(name, own)  # looks at the change logs: what is made here is traced
        return "".join(f"{fold(line)}\r\n" for line in lines)

    return library.recall("calendar", (interface.digest, name, list(own)), write)


class _Calendar:
    """Writes the lines of a calendar, not yet folded."""

    def __init__(self, library: Library, interface: Interface) -> None:
        self.library, self.interface = library, interface
        self.base = f"{library.site.base_url.rstrip('/')}/{interface.language.code}"
        self.stamp = _day(newest_day(library))

    def lines(self, name: str, events: Iterable[Event]) -> Iterator[str]:
        yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Duizhao//Events//EN", "CALSCALE:GREGORIAN")
        yield f"NAME:{escape(name)}"  # RFC 7986, and the older name that more programs read
        yield f"X-WR-CALNAME:{escape(name)}"
        yield "REFRESH-INTERVAL;VALUE=DURATION:P1D"  # the same, and the older name
        yield "X-PUBLISHED-TTL:P1D"
        for event in events:
            for entry in entries_of(self.library, event, self.interface):
                yield from self._entry(entry)
        yield "END:VCALENDAR"

    def _entry(self, entry: Entry) -> Iterator[str]:
        event, language = entry.event, self.interface.language.code
        categories = [self.library.kinds.events[event.kind].label, *(self.library.actors[a].label for a in event.actor)]
        yield "BEGIN:VEVENT"
        yield f"UID:{entry.name}@{urlsplit(self.base).netloc}"
        yield f"DTSTAMP:{self.stamp}T000000Z"
        yield f"DTSTART;VALUE=DATE:{_day(entry.first)}"
        if entry.last < date.max:  # without an end it lasts one day
            yield f"DTEND;VALUE=DATE:{_day(entry.last + timedelta(days=1))}"
        yield f"SUMMARY;LANGUAGE={language}:{escape(entry.summary)}"
        yield f"DESCRIPTION;LANGUAGE={language}:{escape(self._description(entry))}"
        yield f"CATEGORIES;LANGUAGE={language}:{','.join(escape(self._text(texts)) for texts in categories)}"
        yield f"URL:{self.base}/{self.library.event_path(event)}"
        yield from self._contact()
        yield f"X-EDTF-DATE:{event.date}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"

    def _contact(self) -> Iterator[str]:
        """Say who answers for the entry: no ORGANIZER, which is for meetings that one is invited to."""
        site, language = self.library.site, self.interface.language.code
        words = [self._text(site.publisher.name)] if site.publisher else []
        words += [contact_url(site.contact)] if site.contact else []
        if words:
            yield f"CONTACT;LANGUAGE={language}:{escape(', '.join(words))}"

    def _description(self, entry: Entry) -> str:
        """Say what the entry is, how sure its day is, where it is cited as what, and which statements mention it."""
        event = entry.event
        kind = self._text(self.library.kinds.events[event.kind].label)
        actors = [self._text(self.library.actors[actor].label) for actor in event.actor]
        lines = [" · ".join([event_date(event, self.interface), kind, *actors])]
        if entry.remark:
            lines.append(entry.remark)
        lines += [event_reference(self.library, event, self.interface), f"{self.base}/{self.library.event_path(event)}"]
        for key in event.statements:
            statement = self.library.statements[key]
            reference = reference_to(self.library, statement).words(*self.library.order(self.interface.language.code))
            lines += [reference, f"{self.base}/{statement.path}"]
        return "\n".join(lines)

    def _text(self, texts: Texts[str]) -> str:
        return texts.pick(*self.library.order(self.interface.language.code)) or ""


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def escape(text: str) -> str:
    """Write a text as a value: RFC 5545, section 3.3.11."""
    return _LINE_END.sub(r"\\n", _ESCAPED.sub(r"\\\g<0>", text))


def fold(line: str) -> str:
    """Break a line into pieces of at most 75 octets, between characters and escapes; continued ones start with a space.

    >>> fold("SUMMARY:" + "a" * 66 + r"\\, b")
    'SUMMARY:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\\r\\n \\\\, b'
    """
    pieces, size = [""], 0
    for piece in _WHOLE.findall(line):
        size += len(piece.encode())
        if size > _LONGEST:
            pieces.append(" ")
            size = 1 + len(piece.encode())
        pieces[-1] += piece
    return "\r\n".join(pieces)
