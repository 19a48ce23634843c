"""The days on which editors changed or withdrew something → problems.

Receives `Content`; returns a problem for days that lie decades after all others, as a slip of the finger puts them: the
build asks no clock, and pages would call themselves “as of” that day. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from build_scripts.content.entries import Content
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem

_LONGEST = 20  # years in which nobody touches a content folder that is touched again


def check_far_dates(content: Content) -> Iterator[Problem]:
    """No day of the editors' work lies decades after the others, and after the dates of reports."""
    days = [(parse_edtf(date).first.year, date, place) for date, place in _days(content)]
    dates = [report.facts.date.value for report in content.reports if report.facts and report.facts.date]
    years = sorted({year for year, _, _ in days} | {parse_edtf(date).first.year for date in dates})
    if len(years) < 2 or years[-1] - years[-2] <= _LONGEST:
        return
    for year, date, place in days:
        if year == years[-1]:
            message = Phrase(
                "%(date)s lies %(count)s years after all other dates of changes, withdrawals and reports.",
                date=date,
                count=year - years[-2],
            )
            yield place.warning("far-date", message, Phrase("See whether a digit is wrong."))


def _days(content: Content) -> Iterator[tuple[str, Place]]:
    """Give every day on which something was changed or withdrawn, with its place."""
    for entry in content.markdown_entries:
        for no, change in enumerate(entry.front.changes):
            yield change.date, entry.yaml.place("changes", no, "date")
    table = content.tables.withdrawn
    for name, withdrawal in table.entries.items():
        yield withdrawal.since, table.place(name, "since")
