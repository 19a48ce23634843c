"""A page → its title and its description, as search engines and chats show them: no two pages of a language the same.

Receives a page, the name of its template and what it is about; returns plain words. A description comes from the page's
introduction, its comparison or its first statements, and ends with a sentence, or else with a clause. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any
from unicodedata import east_asian_width

from build_scripts.ground.markdown import Prose, sentence_ends
from build_scripts.ground.texts import Texts
from build_scripts.library.index import BriefSection, ReportNode, Statement
from build_scripts.pages.page import Page

MOST = 160  # columns of a description: Latin letters take one, Han characters two
_ENOUGH = 90  # columns after which nothing is added to a description
_NAMES = 6  # of a list
_CLAUSE = re.compile(r"[，；：、]|[,;:](?=\s)|\s[–—-](?=\s)")
_PARAGRAPH = re.compile(r"<p\b[^<>]*>(.*?)</p>", re.DOTALL)
_LEAD = re.compile(r"<p class=\"dz-lead\">(.*?)</p>", re.DOTALL)
_LINK = re.compile(r"<a\b.*?</a>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"\s+")
_ENDS = "。！？.!?…"
_NAMED = {"page": "prose", "actor_list": "sector_list"}  # templates that say the same as others


def width(words: str) -> int:
    """Count the columns that words take (UAX 11).

    >>> width("a 甲。")
    6
    """
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in words)


def shorten(words: str, most: int = MOST) -> str:
    """Cut words to some columns after a sentence, else after a clause, else after a word; the last two get an ellipsis.

    >>> shorten("It rains. It pours, as they say.", 12), shorten("It pours, as they say.", 12), shorten("It pours", 5)
    ('It rains.', 'It pours…', 'It…')
    >>> shorten("下雨了。雨很大，有人说。", 14), shorten("雨很大，有人说是", 10), shorten("雨很大有人说是", 10)
    ('下雨了。', '雨很大…', '雨很大有…')
    """
    if width(words) <= most:
        return words
    end = _fitting(words, most)
    sentences = [no for no in sentence_ends(words) if no <= end]
    if sentences and width(words[: sentences[-1]]) * 3 >= most:
        return words[: sentences[-1]].rstrip()
    end = _fitting(words, most - 1)
    clauses = [match.start() for match in _CLAUSE.finditer(words, 0, end + 1)]
    spaces = [match.start() for match in _SPACE.finditer(words, 0, end + 1)]
    cut = next((found[-1] for found in (clauses, spaces) if found and width(words[: found[-1]]) * 3 >= most), end)
    return f"{words[:cut].rstrip()}…"


def _fitting(words: str, most: int) -> int:
    """Give how many characters fit into some columns."""
    columns = 0
    for no, char in enumerate(words):
        columns += width(char)
        if columns > most:
            return no
    return len(words)


def title_of(page: Page, about: Mapping[str, Any], heading: str) -> str:
    """Give the title of a page by its heading: with what it belongs to, and with the number of a part of a list."""
    if "brief" in about:
        return f"{heading} · {page.text.plain(about['report'].facts.short)}"
    gettext = page.text.gettext
    if "term" in about:
        return f"{heading} · {gettext('Glossary')}"
    if about.get("no"):
        part = gettext("part %(number)s")
        return f"{heading} · {part % {'number': about['no'] + 1}}"
    return heading


def describe(page: Page, template: str, about: Mapping[str, Any], title: str, body: str) -> str:
    """Give the description of a page, of which `body` is the HTML: as many pieces of what it says as are needed."""
    pieces = _Pieces(page, about, title, body)
    said = ""
    for piece in getattr(pieces, _NAMED.get(template, template), pieces.paragraphs)():
        said = _joined(said, piece.strip())
        if width(said) >= _ENOUGH:
            break
    return shorten(said)


def _joined(before: str, piece: str) -> str:
    """Join pieces; what is no sentence is set off with a dot.

    >>> _joined("It rains.", "It pours."), _joined("下雨了。", "雨很大。"), _joined("2 statements", "It rains.")
    ('It rains. It pours.', '下雨了。雨很大。', '2 statements · It rains.')
    """
    if not before or not piece:
        return before or piece
    if before[-1] not in _ENDS:
        return f"{before} · {piece}"
    return f"{before}{piece}" if width(before[-1]) == 2 else f"{before} {piece}"


@dataclass(frozen=True)
class _Pieces:
    """What a page may say of itself, by the name of its template, most telling first."""

    page: Page
    about: Mapping[str, Any]
    title: str
    body: str

    def home(self) -> Iterator[str]:
        site = self.page.site
        yield self._plain(site.about or site.tagline or site.name)

    def sectors(self) -> Iterator[str]:
        sectors = self.page.library.sectors.values()
        yield self._labelled(self.page.text.gettext("Sectors"), self._join(self._plain(one.label) for one in sectors))

    def reports(self) -> Iterator[str]:
        reports = self.page.library.reports.values()
        titles = (self._plain(report.page.title) for report in reports)
        yield self._labelled(self.page.text.gettext("Reports"), self._join(titles))

    def sector(self) -> Iterator[str]:
        sector = self.about["sector"]
        yield self._plain(sector.description) if sector.description else ""
        comparison = self.page.comparisons.on(self.about["key"])
        yield from self._words(point.text for point in (comparison.points if comparison else ()))
        for column in self.page.lists.columns(self.about["key"]):
            yield from self._statements(column.key_statements[:1])

    def sector_list(self) -> Iterator[str]:
        statements = self.about["list"].statements
        yield self.title
        names = dict.fromkeys(statement.report for statement in statements)
        count = self.page.text.interface.translations.ngettext
        said = count("%(num)s statement", "%(num)s statements", len(statements))
        reports = self._join(self._plain(self.page.library.reports[name].facts.short) for name in names)
        yield self._labelled(said % {"num": self.page.text.number(len(statements))}, reports)
        yield from self._statements(self.about["statements"])

    def report(self) -> Iterator[str]:
        report: ReportNode = self.about["report"]
        yield from self._words([report.page.intro])
        yield from self._runs(report.page.sections)
        for brief in () if report.page.intro else report.briefs:  # which the page itself does not show
            yield from self._statements(brief.key_statements)

    def brief(self) -> Iterator[str]:
        brief = self.about["brief"]
        yield from self._words([brief.intro])
        yield "" if brief.intro else self._plain(self.about["report"].facts.short)
        yield from self._statements(brief.key_statements)
        yield from self._runs(brief.sections)

    def sector_figures(self) -> Iterator[str]:
        given = self.page.lists.figures.parts(self.about["key"])[self.about["no"]]
        indicators = dict.fromkeys(one.figure.indicator for one in given)
        yield self._join(self._plain(self.page.library.indicators[key].label) for key in indicators)

    def year(self) -> Iterator[str]:
        yield self._join(self._plain(event.label) for event in self.about["events"])

    def glossary(self) -> Iterator[str]:
        yield from self.paragraphs()
        parts = self.page.terms.parts()
        terms = (term for group in (parts[self.about["no"]] if parts else ()) for term in group.terms)
        yield self._join(self.page.terms.preferred(term) for term in terms)

    def term(self) -> Iterator[str]:
        term = self.about["term"]
        yield self._plain(term.definition) if term.definition else ""
        yield self._join(form for _, form in self.page.terms.other_forms(term))
        yield from self._statements(self.page.terms.uses(term.id))

    def prose(self) -> Iterator[str]:
        prose = self.about["prose"]
        yield from self._words([prose.intro])
        yield from self._runs(prose.sections)

    def search(self) -> Iterator[str]:
        yield self.page.text.gettext("Search statements, figures and terms")

    def paragraphs(self) -> Iterator[str]:
        """Give the paragraph that the page opens with, else its first, without links."""
        for found in (*_LEAD.finditer(self.body), *_PARAGRAPH.finditer(self.body)):
            words = unescape(_TAG.sub("", _LINK.sub("", found[1]))).strip()
            if words:
                yield words
                return

    def _plain(self, texts: Texts[str]) -> str:
        return self.page.text.plain(texts).replace("\n", " ")

    def _labelled(self, name: str, what: str) -> str:
        return self.page.text.gettext("%(sector)s: %(list)s") % {"sector": name, "list": what}

    def _join(self, names: Iterable[str]) -> str:
        return self.page.text.interface.join(islice(names, _NAMES))

    def _words(self, texts: Iterable[Texts[Prose]]) -> Iterator[str]:
        order = self.page.library.order(self.page.language)
        return (prose.words for prose in (each.pick(*order) for each in texts) if prose)

    def _statements(self, statements: Iterable[Statement]) -> Iterator[str]:
        return self._words(statement.text for statement in statements)

    def _runs(self, sections: Iterable[BriefSection]) -> Iterator[str]:
        return self._words(run for section in sections for run in section.runs)
