"""Events → rows of data, and how to cite each, in the formats and in the order of `citations`.

Receives a `Library` and the interface of every language; returns rows, and texts by their path below the site, beside
the page of the timeline that an event stands on. What is cited is the line of the timeline at its permalink, under the
event’s reference, with the statements that mention it and the date of the site’s last change. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from build_scripts.content.interface import Interface
from build_scripts.content.model import Event
from build_scripts.ground.dates import parse_edtf
from build_scripts.library.dates import newest_change
from build_scripts.library.events import by_date, event_date, event_reference, is_doubted, is_due
from build_scripts.library.index import Library
from build_scripts.library.notes import warning_in
from build_scripts.library.references import reference_to
from build_scripts.outputs import data_shapes as shapes
from build_scripts.outputs.citations import (
    Citation,
    all_citations,
    make_citation,
    picker,
    with_warning,
)


def event_rows(library: Library, interfaces: Sequence[Interface]) -> list[shapes.Event]:
    """Give every event by date as it stands in `events.json`."""
    base = library.site.base_url.rstrip("/")
    rows: list[shapes.Event] = []
    for event in by_date(library.events.values()):
        when, path = parse_edtf(event.date), library.event_path(event)
        rows.append(
            {
                "id": event.id,
                "formerly": list(event.formerly),
                "date": event.date,
                "date_basis": event.date_basis,
                "first_day": when.first.isoformat(),
                "last_day": when.last.isoformat(),
                "kind": event.kind,
                "due": is_due(library, event),
                "actors": list(event.actor),
                "label": dict(event.label),
                "reference": {each.language.code: event_reference(library, event, each) for each in interfaces},
                "statements": list(event.statements),
                "path": path,
                "urls": {code: f"{base}/{code}/{path}" for code in library.languages},
            }
        )
    return rows


def event_citations(library: Library, interfaces: Sequence[Interface]) -> dict[str, str]:
    """Give the files of every page of the timeline in every language."""
    digests = [interface.digest for interface in interfaces]
    return library.recall("citations of events", digests, lambda: _files(library, interfaces))


def _files(library: Library, interfaces: Sequence[Interface]) -> dict[str, str]:
    found: dict[str, str] = {}
    changed = {code: newest_change(library, code) for code in library.languages}
    for page, group in groupby(
        by_date(library.events.values()), lambda each: library.event_path(each).partition("#")[0]
    ):
        events = tuple(group)
        versions = [[_cite(library, event, each, changed) for event in events] for each in interfaces]
        found |= all_citations(page, versions, interfaces)
    return found


def _cite(library: Library, event: Event, interface: Interface, newest: Mapping[str, str]) -> Citation:
    """Say how to cite an event in one language; a label missing in it is given in the source language."""
    gettext, code = interface.translations.gettext, interface.language.code
    label = picker(library, code)(event.label)
    references = (
        reference_to(library, library.statements[key]).words(*library.order(code)) for key in event.statements
    )
    named = interface.join(list(references))
    about = gettext("Mentioned in: %(statements)s.") % {"statements": named} if named else ""
    citation = make_citation(
        library,
        interface,
        form=gettext("Entry by %(site)s: %(place)s. %(about)s %(url)s (accessed YYYY-MM-DD)"),
        key=f"timeline:{event.id}",
        reference=event_reference(library, event, interface),
        text=gettext("%(date)s · %(event)s") % {"date": event_date(event, interface), "event": label},
        language=event.label.language(*library.order(code)),
        about=with_warning(about, _warning(library, event, code), interface),
        path=library.event_path(event),
        changed=newest[code],
    )
    return replace(citation, plain=" ".join(citation.plain.split()))  # where there is nothing to say about it


def _warning(library: Library, event: Event, language: str) -> str:
    """Give what the editors warn of, where they warn of every statement that mentions the event."""
    statements = (library.statements[key] for key in event.statements if is_doubted(library, event))
    return " ".join(dict.fromkeys(warning_in(library, statement, language) for statement in statements))
