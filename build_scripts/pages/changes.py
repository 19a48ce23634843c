"""What editors have logged of one page, and which file of the content it shows.

Receives the words of a language, the page's path and what the page is about; returns the lines of the log, newest
first. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from build_scripts.content.fronts import Change
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.texts import Texts
from build_scripts.library.claims import Comparison
from build_scripts.library.dates import Log, all_logs, brief_log, report_log, shown_log
from build_scripts.library.index import Brief, Library, ReportNode
from build_scripts.library.index import Page as ProsePage
from build_scripts.pages.text import Text

_NEWEST = 5  # changes that a page made from many files shows
# Generated pages that show one file of the content.
_FILES = {"glossary/": "glossary.yml", "timeline/": "events.yml", "sectors/": "sectors.yml"}


@dataclass(frozen=True)
class LoggedChange:
    """A line of a change log: its language; where the page is another than the log's, that one's path and names."""

    date: str
    text: str
    language: str
    path: str = ""
    names: tuple[Texts[str], ...] = ()


@dataclass(frozen=True)
class Changes:
    """The change log of one page; `about` holds what the page is about by name, as its template gets it."""

    text: Text
    path: str
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def _library(self) -> Library:
        return self.text.library

    def lines(self) -> tuple[LoggedChange, ...]:
        """Give what editors have logged of this page, newest first; a brief without a log shows its report's.

        A page of a sector or of a list shows the logs of its briefs and their reports, every other generated page the
        site's newest.
        """
        own = self.own()
        library = self._library
        if own is not None:
            report = self.about.get("report")
            return tuple(self._logged(own.changes)) or (tuple(self._of_report(report)) if report else ())
        if "statements" not in self.about:
            return self._newest(all_logs(library))[:_NEWEST]
        keys = {f"{s.report}/{s.brief}" for s in self.about["statements"]}
        briefs = [brief for brief in library.briefs if brief.key in keys]
        reports = [library.reports[key] for key in dict.fromkeys(brief.report for brief in briefs)]
        comparison = self._comparison()
        logged = self._logged(comparison.changes) if comparison else iter(())
        logs = (*map(report_log, reports), *(brief_log(library, brief) for brief in briefs))
        return _newest_first([*logged, *self._newest(logs)])

    def own(self) -> Brief | ProsePage | None:
        """Give the file of the content that this page is made from, if it is one."""
        own: Brief | ProsePage | None = self.about.get("brief") or self.about.get("prose")
        return self.about["report"].page if own is None and "report" in self.about else own

    def _comparison(self) -> Comparison | None:
        """Give the comparison that a sector's page shows."""
        return self._library.comparisons.get(self.about["key"]) if {"sector", "key"} <= self.about.keys() else None

    def _newest(self, logs: Iterable[Log]) -> tuple[LoggedChange, ...]:
        return _newest_first(line for log in logs for line in self._logged(log.changes, log.path, log.names))

    def _of_report(self, report: ReportNode) -> Iterator[LoggedChange]:
        log = report_log(report)
        return self._logged(log.changes, log.path, log.names)

    def _logged(
        self, changes: Texts[tuple[Change, ...]], path: str = "", names: tuple[Texts[str], ...] = ()
    ) -> Iterator[LoggedChange]:
        language, lines = shown_log(self._library, changes, self.text.language)
        return (LoggedChange(line.date, line.text, language, path, names) for line in lines)

    def file(self) -> str:
        """Give the file of the content that this page shows, in the page's language if it has one, or nothing."""
        own = self.own() or self._comparison()
        if own is not None:
            paths = (own.files[code] for code in self._library.order(self.text.language) if code in own.files)
            return next((path.relative_to(self._library.root).as_posix() for path in paths), "")
        if "list" in self.about:
            return ""
        if "term" in self.about:
            return _FILES["glossary/"]
        return _FILES["sectors/"] if "sector" in self.about else _FILES.get(self.path, "")


def _newest_first(lines: Iterable[LoggedChange]) -> tuple[LoggedChange, ...]:
    return tuple(sorted(lines, key=lambda line: parse_edtf(line.date), reverse=True))
