"""Events → an iCalendar file (RFC 5545) of one language.

Receives a `Library` and the `Interface` of a language; returns the text with the line ends and folded lines of the
standard. Every event lasts whole days: one that is known to the year runs from its first to its last day, and its
summary says the date as it is known. Stamped with the newest date of the content, never with the clock.
Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from build_scripts.content.interface import Interface
from build_scripts.content.model import Event
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library

_LONGEST = 75  # octets of a line, RFC 5545, section 3.1
_ESCAPED = re.compile(r"[\\;,]")


def calendar_text(library: Library, interface: Interface) -> str:
    """Give all events as a calendar."""

    def write() -> str:
        lines = _Calendar(library, interface).lines()  # which looks at the change logs: what is made here is traced
        return "".join(f"{_fold(line)}\r\n" for line in lines)

    return library.recall("calendar", interface.digest, write)


class _Calendar:
    """Writes the lines of a calendar, not yet folded."""

    def __init__(self, library: Library, interface: Interface) -> None:
        self.library, self.interface = library, interface
        self.base = library.site.base_url.rstrip("/")
        self.stamp = _day(newest_day(library))

    def lines(self) -> Iterator[str]:
        gettext = self.interface.translations.gettext
        name = f"{self._text(self.library.site.name)} · {gettext('Timeline')}"
        yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Duizhao//Events//EN", "CALSCALE:GREGORIAN")
        yield f"NAME:{_escape(name)}"  # RFC 7986, and the older name that more programs read
        yield f"X-WR-CALNAME:{_escape(name)}"
        for event in sorted(self.library.events.values(), key=lambda event: (parse_edtf(event.date), event.id)):
            yield from self._event(event)
        yield "END:VCALENDAR"

    def _event(self, event: Event) -> Iterator[str]:
        when = parse_edtf(event.date)
        language = self.interface.language.code
        label = self._text(event.label)
        # A day says itself; anything wider is written out, so that 1 January is not taken for the date.
        summary = label if when.precisions == (3,) else f"{self.interface.date(event.date)} · {label}"
        yield "BEGIN:VEVENT"
        yield f"UID:{event.id}@{urlsplit(self.base).netloc}"
        yield f"DTSTAMP:{self.stamp}T000000Z"
        yield f"DTSTART;VALUE=DATE:{_day(when.first)}"
        yield f"DTEND;VALUE=DATE:{_day(when.last + timedelta(days=1))}" if when.last < date.max else "DURATION:P1D"
        yield f"SUMMARY;LANGUAGE={language}:{_escape(summary)}"
        yield f"DESCRIPTION;LANGUAGE={language}:{_escape(self._description(event))}"
        categories = [self.library.kinds.events[event.kind].label, *(self.library.actors[a].label for a in event.actor)]
        yield f"CATEGORIES;LANGUAGE={language}:{','.join(_escape(self._text(texts)) for texts in categories)}"
        yield f"URL:{self.base}/{language}/{self.library.event_path(event)}"
        yield f"X-EDTF-DATE:{event.date}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"

    def _description(self, event: Event) -> str:
        kind = self._text(self.library.kinds.events[event.kind].label)
        actors = [self._text(self.library.actors[actor].label) for actor in event.actor]
        urls = [
            f"{self.base}/{self.interface.language.code}/{self.library.statements[key].path}"
            for key in event.statements
        ]
        return "\n".join([" · ".join([self.interface.date(event.date), kind, *actors]), *urls])

    def _text(self, texts: Texts[str]) -> str:
        return texts.pick(self.interface.language.code, self.library.source) or ""


def newest_day(library: Library) -> date:
    """Give the first day of the newest date that the content states of itself: of a report, or of a change."""
    dates = [report.facts.date.value for report in library.reports.values() if report.facts.date]
    logs = [brief.changes for brief in library.briefs]
    logs += [comparison.changes for comparison in library.comparisons.values()]
    logs += [page.changes for page in (*library.pages.values(), *(r.page for r in library.reports.values()))]
    dates += [change.date for by_language in logs for log in by_language.values() for change in log]
    return max((parse_edtf(text).first for text in dates), default=date(1970, 1, 1))


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _escape(text: str) -> str:
    return _ESCAPED.sub(lambda match: f"\\{match[0]}", text).replace("\n", "\\n")


def _fold(line: str) -> str:
    """Break a line into pieces of at most 75 octets, between characters; continued ones start with a space."""
    pieces = [""]
    for char in line:
        if len(f"{pieces[-1]}{char}".encode()) > _LONGEST:
            pieces.append(" ")
        pieces[-1] += char
    return "\r\n".join(pieces)
