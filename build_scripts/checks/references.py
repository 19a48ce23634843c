"""No two statements are known by one reference → problems.

Receives `Content`; returns problems: reports with one short name, and briefs of a report with one title, in any
language. A reference is made of these and a number (`library.references`), and readers say it aloud, so case and white
space make no difference. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from build_scripts.content.entries import Content, ReportEntry
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem


@dataclass(frozen=True)
class _Name:
    """A name as it is shown in a language, where it stands, and whether it is written in that language."""

    words: str
    place: Place
    is_own: bool

    @property
    def said(self) -> str:
        """Give what of the name can be heard."""
        return " ".join(self.words.casefold().split())


def check_statement_references(content: Content) -> Iterator[Problem]:
    """Reports have a short name each, and the briefs of a report a title each, in every language."""
    for language in content.languages:
        hint = Phrase("Make them differ: readers name statements by report, brief and number.")
        for name, first in _repeated(_short_names(content, language)):
            message = Phrase("%(where)s has the short name “%(words)s” too.", where=_where(first), words=name.words)
            yield name.place.error("duplicate-reference", message, hint)
        for report in content.reports:
            for name, first in _repeated(_titles(content, report, language)):
                message = Phrase(
                    "%(where)s of this report has the title “%(words)s” too.", where=_where(first), words=name.words
                )
                yield name.place.error("duplicate-reference", message, hint)


def _short_names(content: Content, language: str) -> Iterator[_Name]:
    for report in content.reports:
        short = report.facts.short if report.facts else {}
        shown = language if language in short else content.source
        if shown in short:
            yield _Name(short[shown], report.yaml.place("short", shown), shown == language)


def _titles(content: Content, report: ReportEntry, language: str) -> Iterator[_Name]:
    for group in report.briefs.values():
        source = group.get(content.source)
        if source is not None and any(source.outline.statements):
            entry = group.get(language, source)
            yield _Name(entry.front.title, entry.yaml.place("title"), language in group)


def _repeated(names: Iterable[_Name]) -> Iterator[tuple[_Name, _Name]]:
    """Give every name that another has too, with the first of these; untranslated ones come first, and are no news."""
    first: dict[str, _Name] = {}
    for name in sorted(names, key=lambda name: name.is_own):
        if name.is_own and name.said in first:
            yield name, first[name.said]
        first.setdefault(name.said, name)


def _where(name: _Name) -> str:
    return f"{name.place.path.parent.name}/{name.place.path.name}"
