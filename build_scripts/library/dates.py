"""What day the content is of: the newest date that it states of itself, as the build never asks the clock.

Receives a `Library`; returns a day, or a date in EDTF. Whoever asks has looked at every change log. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from build_scripts.content.fronts import Change
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library


def newest_day(library: Library) -> date:
    """Give the first day of the newest date that the content states of itself: of a report, or of a change."""
    dates = [report.facts.date.value for report in library.reports.values() if report.facts.date]
    dates += [change.date for by_language in _logs(library) for log in by_language.values() for change in log]
    return max((parse_edtf(text).first for text in dates), default=date(1970, 1, 1))


def newest_change(library: Library, language: str) -> str:
    """Give the EDTF date of the newest change that readers of a language are shown, or nothing."""
    logs = (shown_log(library, log, language)[1] for log in _logs(library))
    return max((change.date for log in logs for change in log), key=parse_edtf, default="")


def shown_log(library: Library, log: Texts[tuple[Change, ...]], language: str) -> tuple[str, tuple[Change, ...]]:
    """Give a change log as readers of a language are shown it, with its language; one of none of theirs is not."""
    code = log.language(*library.order(language))
    return (code, log[code]) if code in library.order(language) else (language, ())


def _logs(library: Library) -> Iterator[Texts[tuple[Change, ...]]]:
    yield from (report.page.changes for report in library.reports.values())
    yield from (brief.changes for brief in library.briefs)
    yield from (page.changes for page in library.pages.values())
    yield from (comparison.changes for comparison in library.comparisons.values())
