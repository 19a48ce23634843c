"""Library → what is new and what has changed, as an Atom feed (RFC 4287) in each language.

Receives a `Library` and the interface of every language; gives texts by their path below the site. The content says
itself what is new and when: the first line of a change log is the entry of its page, every further line one of its own,
and so is what was withdrawn; a report without a log has its own date. Of a year or month the first day counts. Ids are
addresses and stay: lines count from the oldest, as logs grow at the other end. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.builder import ElementMaker

from build_scripts.content.identity import is_mail
from build_scripts.content.interface import Interface
from build_scripts.content.paths import FEED
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.texts import Texts
from build_scripts.library.dates import all_logs, newest_day, shown_log
from build_scripts.library.index import Library
from build_scripts.pages.links import Links
from build_scripts.pages.old_ids import OldIds
from build_scripts.pages.text import Text

MOST = 100  # entries of a feed, the newest
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_ATOM = ElementMaker(namespace=_NAMESPACE, nsmap={None: _NAMESPACE})


@dataclass(frozen=True)
class Entry:
    """An entry: its id, address and day; its title and its words, each with the language that they are in."""

    id: str
    url: str
    day: str
    title: tuple[str, str]
    words: tuple[str, str]


def feeds(library: Library, interfaces: Iterable[Interface]) -> Iterator[tuple[str, str]]:
    """Give the feed of every language."""
    for interface in interfaces:
        yield f"{interface.language.code}/{FEED}", _Feed(Text(library, interface)).write()


@dataclass(frozen=True)
class _Feed:
    text: Text

    @property
    def _library(self) -> Library:
        return self.text.library

    def _address(self, path: str, language: str = "") -> str:
        return f"{self._library.site.base_url.rstrip('/')}/{language or self.text.language}/{path}"

    def entries(self) -> list[Entry]:
        """Give the newest entries, newest first."""
        every = [*self._logged(), *self._dated(), *self._withdrawn()]
        return sorted(every, key=lambda entry: entry.day, reverse=True)[:MOST]

    def _logged(self) -> Iterator[Entry]:
        for log in all_logs(self._library):
            language, lines = shown_log(self._library, log.changes, self.text.language)
            url = self._address(log.path)
            title = self._title(log.names[-1], " · ".join(map(self.text.plain, log.names)))
            for no, line in zip(range(len(lines), 0, -1), lines, strict=True):
                id_ = f"{url}#.change-{no}" if no > 1 else url
                yield Entry(id_, url, _day(line.date), title, (line.text, language))

    def _dated(self) -> Iterator[Entry]:
        order = self._library.order(self.text.language)
        for report in self._library.reports.values():
            if report.facts.date and not shown_log(self._library, report.page.changes, self.text.language)[1]:
                url, shown = self._address(report.path), report.page.intro.pick(*order)
                words = (shown.words if shown else "", self.text.shown_language(report.page.intro))
                yield Entry(url, url, _day(report.facts.date.value), self._title(report.page.title), words)

    def _withdrawn(self) -> Iterator[Entry]:
        own = OldIds(Links(self.text, ""))
        for identifier, gone in self._library.succession.withdrawn.items():
            home = self._library.succession.home(identifier)
            names = (own.words(home).striptags() if home else "", identifier.own)
            title = self._title(gone.label) if gone.label else (" · ".join(filter(None, names)), "")
            form = self.text.gettext("Withdrawn on %(date)s: %(reason)s")
            words = form % {"date": self.text.date(gone.since), "reason": self.text.plain(gone.reason)}
            id_ = self._address(f"#.withdrawn/{str(identifier).replace('#', '/')}")
            url = self._address(own.told_at(identifier))
            yield Entry(id_, url, _day(gone.since), title, (words, self.text.shown_language(gone.reason)))

    def _title(self, texts: Texts[str], words: str = "") -> tuple[str, str]:
        return words or self.text.plain(texts), self.text.shown_language(texts)

    def write(self) -> str:
        """Write the feed."""
        entries, code = self.entries(), self.text.language
        day = entries[0].day if entries else newest_day(self._library).isoformat()
        feed = _ATOM.feed(
            _ATOM.id(self._address(FEED)),
            _ATOM.title(self.text.plain(self._library.site.name)),
            *self._subtitle(),
            _ATOM.updated(_time(day)),
            _ATOM.link(rel="self", type="application/atom+xml", href=self._address(FEED)),
            *self._alternates(),
            self._author(),
            *self._rights(),
            *(self._entry(entry) for entry in entries),
        )
        feed.set(_LANG, code)
        return '<?xml version="1.0" encoding="utf-8"?>\n' + etree.tostring(feed, pretty_print=True, encoding="unicode")

    def _subtitle(self) -> list[etree._Element]:
        tagline = self._library.site.tagline
        return [self._said("subtitle", *self._title(tagline))] if tagline else []

    def _said(self, name: str, words: str, language: str) -> etree._Element:
        element = _ATOM(name, words)
        if language not in ("", self.text.language):
            element.set(_LANG, language)
        return element

    def _alternates(self) -> Iterator[etree._Element]:
        """Name the home page, and the feeds of the other languages."""
        for code in self._library.languages:
            is_own = code == self.text.language
            kind, path = ("text/html", "") if is_own else ("application/atom+xml", FEED)
            yield _ATOM.link(rel="alternate", type=kind, hreflang=code, href=self._address(path, code))

    def _author(self) -> etree._Element:
        site = self._library.site
        author = _ATOM.author(_ATOM.name(self.text.plain(site.publisher.name if site.publisher else site.name)))
        if site.publisher and site.publisher.url:
            author.append(_ATOM.uri(site.publisher.url))
        if site.contact and is_mail(site.contact):
            author.append(_ATOM.email(site.contact))
        return author

    def _rights(self) -> list[etree._Element]:
        licence = self._library.site.licence
        return [_ATOM.rights(licence.name), _ATOM.link(rel="license", href=licence.url)] if licence else []

    def _entry(self, entry: Entry) -> etree._Element:
        return _ATOM.entry(
            _ATOM.id(entry.id),
            self._said("title", *entry.title),
            _ATOM.updated(_time(entry.day)),
            _ATOM.link(rel="alternate", type="text/html", href=entry.url),
            self._said("summary", *entry.words),
        )


def _day(edtf: str) -> str:
    return parse_edtf(edtf).first.isoformat()


def _time(day: str) -> str:
    return f"{day}T00:00:00Z"
