"""What day the content is of: the newest date that it states of itself, as the build never asks the clock.

Receives a `Library`; returns a day, or a date in EDTF. Whoever asks has looked at every change log. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from build_scripts.content.fronts import Change
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Brief, Library, ReportNode


@dataclass(frozen=True)
class Log:
    """The change log of one file: the path of its page under a language, what it is called, its lines, newest first."""

    path: str
    names: tuple[Texts[str], ...]
    changes: Texts[tuple[Change, ...]]


def newest_day(library: Library) -> date:
    """Give the first day of the newest date that the content states of itself: of a report, or of a change."""
    dates = [report.facts.date.value for report in library.reports.values() if report.facts.date]
    dates += [change.date for log in all_logs(library) for lines in log.changes.values() for change in lines]
    return max((parse_edtf(text).first for text in dates), default=date(1970, 1, 1))


def newest_change(library: Library, language: str) -> str:
    """Give the EDTF date of the newest change that readers of a language are shown, or nothing."""
    logs = (shown_log(library, log.changes, language)[1] for log in all_logs(library))
    return max((change.date for lines in logs for change in lines), key=parse_edtf, default="")


def shown_log(library: Library, log: Texts[tuple[Change, ...]], language: str) -> tuple[str, tuple[Change, ...]]:
    """Give a change log as readers of a language are shown it, with its language; one of none of theirs is not."""
    code = log.language(*library.order(language))
    return (code, log[code]) if code in library.order(language) else (language, ())


def report_log(report: ReportNode) -> Log:
    """Give the log of a report."""
    return Log(report.path, (report.facts.short,), report.page.changes)


def brief_log(library: Library, brief: Brief) -> Log:
    """Give the log of a brief."""
    return Log(brief.path, (library.reports[brief.report].facts.short, brief.title), brief.changes)


def all_logs(library: Library) -> Iterator[Log]:
    """Give every log: of reports, briefs, pages of prose and comparisons."""
    yield from map(report_log, library.reports.values())
    yield from (brief_log(library, brief) for brief in library.briefs)
    yield from (Log(f"{page.name}/", (page.title,), page.changes) for page in library.pages.values())
    for one in library.comparisons.values():
        yield Log(one.path, (library.sectors[one.sector].label,), one.changes)
