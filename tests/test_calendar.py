"""Calendars: read back by a library, honest about days that nobody knows, folded as every program can read them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from build_scripts.content.model import Event
from build_scripts.library.dates import newest_change, newest_day
from build_scripts.library.events import deadlines_path, event_reference
from build_scripts.library.index import Library
from build_scripts.outputs.calendar import calendar_files, calendar_text, escape, fold
from tests.conftest import VALID_SITES
from tests.test_export import Site, due_sectors, export


@pytest.fixture(scope="module", params=["minimal", "transit"])
def site(request: pytest.FixtureRequest) -> Site:
    return export(VALID_SITES / request.param)


@pytest.fixture(scope="module")
def transit() -> Site:
    return export(VALID_SITES / "transit")


def entries(text: str) -> list[dict[str, Any]]:
    """Read a calendar with the library, and give what matters of its entries."""
    calendar = Calendar.from_ical(text)
    assert not calendar.errors
    found = []
    for entry in calendar.walk("VEVENT"):
        assert not entry.errors
        last = entry.end - timedelta(days=1)
        own = {name: str(entry[name]) for name in ("UID", "SUMMARY", "DESCRIPTION", "URL")}
        found.append({**own, "days": (entry.start, last), "stamp": entry.decoded("DTSTAMP").date()})
    return found


def one_event(library: Library, kind: str, **fields: Any) -> Event:
    return Event.model_validate({"id": "new", "date": "2030", "kind": kind, "label": {"en": "New"}, **fields})


def shown(site: Site, kind: str, edtf: str) -> list[tuple[str, str, str]]:
    """Give first day, last day and summary of the entries of an event."""
    library, interfaces, _ = site
    text = calendar_text(library, interfaces["en"], "name", [one_event(library, kind, date=edtf)])
    plain = str.maketrans("\u2009\u202f", "  ")
    return [(*(day.isoformat() for day in entry["days"]), entry["SUMMARY"].translate(plain)) for entry in entries(text)]


def test_every_calendar_has_its_events_in_every_language(site: Site) -> None:
    library, interfaces, files = site
    day = newest_day(library)
    for code in library.languages:
        found = entries(files[f"{code}/timeline/events.ics"])
        names = [entry["UID"].partition("@")[0].removesuffix(".begin") for entry in found]
        assert set(names) == set(library.events)
        assert len({entry["UID"] for entry in found}) == len(found)
        for name, entry in zip(names, found, strict=True):
            assert entry["stamp"] == day
            assert entry["URL"].endswith(f"/{code}/{library.event_path(library.events[name])}")
            assert event_reference(library, library.events[name], interfaces[code]) in entry["DESCRIPTION"]
            for key in library.events[name].statements:
                assert f"/{code}/{library.statements[key].path}" in entry["DESCRIPTION"]


def test_deadlines_have_calendars_of_their_own(site: Site) -> None:
    library, _, files = site
    due = {event.id for event in library.events.values() if library.kinds.events[event.kind].due}
    for code in library.languages:
        found = entries(files[f"{code}/{deadlines_path()}"])
        assert {entry["UID"].partition("@")[0] for entry in found} == due
        for sector in due_sectors(library):
            own = {entry["UID"].partition("@")[0] for entry in entries(files[f"{code}/{deadlines_path(sector)}"])}
            assert own and own <= due


@pytest.mark.parametrize(
    ("kind", "edtf", "expected"),
    [
        ("launch", "2030-02-03", [("2030-02-03", "2030-02-03", "New")]),
        ("launch", "2030", [("2030-12-31", "2030-12-31", "2030 · New")]),
        ("launch", "2028-02", [("2028-02-29", "2028-02-29", "February 2028 · New")]),
        ("launch", "2030-02-03/2030-02-10", [("2030-02-03", "2030-02-10", "3 – 10 Feb 2030 · New")]),
        (
            "launch",
            "2021/2024",
            [
                ("2021-01-01", "2021-01-01", "Begins: 2021 – 2024 · New"),
                ("2024-12-31", "2024-12-31", "Ends: 2021 – 2024 · New"),
            ],
        ),
        ("deadline", "2030", [("2030-12-31", "2030-12-31", "Due 2030: New")]),
        ("deadline", "2030-06-01", [("2030-06-01", "2030-06-01", "Due: New")]),
        ("deadline", "2050/2060", [("2060-12-31", "2060-12-31", "Due 2050 – 2060: New")]),
    ],
)
def test_nothing_is_a_bar_over_a_year_and_days_are_honest(
    transit: Site, kind: str, edtf: str, expected: list[tuple[str, str, str]]
) -> None:
    assert shown(transit, kind, edtf) == expected


def test_an_entry_says_when_its_day_is_chosen(transit: Site) -> None:
    library, interfaces, _ = transit
    for edtf, is_chosen in (("2030", True), ("2030-02", True), ("2030-02-03", False)):
        events = [one_event(library, "launch", date=edtf)]
        (entry,) = entries(calendar_text(library, interfaces["en"], "name", events))
        assert ("The day is not known" in entry["DESCRIPTION"]) == is_chosen


def test_the_last_day_that_there_is_has_no_day_after(transit: Site) -> None:
    library, interfaces, _ = transit
    text = calendar_text(library, interfaces["en"], "name", [one_event(library, "deadline", date="9999")])
    (entry,) = Calendar.from_ical(text).walk("VEVENT")
    assert entry.start == date.max and "DTEND" not in entry


@pytest.mark.parametrize("length", range(50, 62))
def test_no_line_is_folded_within_a_character_or_an_escape(transit: Site, length: int) -> None:
    library, interfaces, _ = transit
    label = "a" * length + ", b; 夜" + "夜" * 40 + "\\ c"
    text = calendar_text(library, interfaces["en"], "name", [one_event(library, "launch", label={"en": label})])
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert not re.search(r"(?<!\\)(\\\\)*\\\r\n", text), "a line ends within an escape"
    (entry,) = entries(text)
    assert entry["SUMMARY"] == f"2030 · {label}"


@given(
    before=st.integers(0, 75),
    special=st.text(st.sampled_from("\\;,\n\r é夜𠀀"), min_size=10, max_size=60),
    after=st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=60),
)
@settings(max_examples=100)
def test_whatever_stands_in_a_line_both_parsers_read_it_as_it_was(before: int, special: str, after: str) -> None:
    words = "x" * before + special + after
    line = fold(f"SUMMARY:{escape(words)}")
    pieces = line.split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:]) and not re.search(r"[\r\n]", "".join(pieces))
    assert not any(len(re.search(r"\\*$", piece)[0]) % 2 for piece in pieces), "a piece ends within an escape"
    entry = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:x", "DTSTAMP:20260101T000000Z", line]
    text = "\r\n".join([*entry, "END:VEVENT", "END:VCALENDAR", ""])
    wanted = re.sub(r"\r\n?", "\n", words)
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert str(event["SUMMARY"]) == wanted
    assert vobject.readOne(text).vevent.summary.value == wanted


def test_another_parser_reads_every_calendar_too(site: Site) -> None:
    _, _, files = site
    for text in (text for name, text in files.items() if name.endswith(".ics")):
        theirs = [event.summary.value for event in vobject.readOne(text).contents.get("vevent", ())]
        assert theirs == [entry["SUMMARY"] for entry in entries(text)]


def test_an_entry_keeps_its_name_when_words_and_dates_change(transit: Site) -> None:
    library, interfaces, _ = transit

    def names(**fields: Any) -> list[str]:
        events = [one_event(library, "launch", **fields)]
        return [entry["UID"] for entry in entries(calendar_text(library, interfaces["en"], "name", events))]

    assert names() == names(date="2031-02-03", label={"en": "Other"})
    assert names(date="2021/2024") == [names()[0].replace("new@", "new.begin@"), *names()]


def test_a_site_without_events_has_calendars_without_entries(transit: Site) -> None:
    library, interfaces, _ = transit
    files = calendar_files(replace(library, events={}), interfaces["en"])
    assert set(files) == {"timeline/events.ics", "timeline/deadlines.ics"}
    assert [entries(text) for text in files.values()] == [[], []]


def test_the_day_of_the_content_is_its_newest_date(transit_library: Library) -> None:
    assert newest_day(transit_library) == date(2023, 6, 15)
    assert newest_day(replace(transit_library, reports={}, pages={})) == date(1970, 1, 1)
    newest = newest_change(transit_library, "en")
    logs = [page.changes.get("en", ()) for page in transit_library.pages.values()]
    logs += [report.page.changes.get("en", ()) for report in transit_library.reports.values()]
    logs += [brief.changes.get("en", ()) for brief in transit_library.briefs]
    assert newest == max((change.date for log in logs for change in log), default="")
