"""What one page gives its reader besides the texts: addresses for raw HTML, marked terms, counterparts, change log.

Receives a `Library`, one language's `Interface`, the page's path and what the page is about; templates call it
`reading`. Raw HTML is left as it is by the engine, so its addresses are relative to the page as it will be served.
Marks a term at its first use on the page, so it is made anew for every page. Refuses nothing.
"""

from __future__ import annotations

import html
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from build_scripts.content.interface import Interface
from build_scripts.content.model import Change, Event, Figure, Language
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.markdown import plain_text
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Brief, Library, ReportNode, Statement
from build_scripts.library.index import Page as ProsePage
from build_scripts.library.terms import Vocabulary, build_vocabulary, find_terms, mark_terms

_HUES = 3
# A term used more often has a page of its own; the glossary lists so many uses and leads to that page.
LISTED_USES = 3
_NEWEST = 5  # changes that a page made from many files shows
Measured = tuple[Figure, Statement]
# Generated pages that show one file of the content.
_FILES = {"glossary/": "glossary.yml", "timeline/": "events.yml", "sectors/": "sectors.yml"}


@dataclass(frozen=True)
class TermIndex:
    """The glossary of a library, ready to be met in texts of every language."""

    library: Library

    @cached_property
    def vocabularies(self) -> Mapping[str, Vocabulary]:
        """Give the vocabulary of every language."""
        terms = self.library.terms.values()
        return {code: build_vocabulary(terms, code) for code in self.library.languages}

    @cached_property
    def briefs(self) -> Mapping[str, Brief]:
        """Give every brief by `report/name`."""
        return {brief.key: brief for brief in self.library.briefs}

    @cached_property
    def uses(self) -> Mapping[str, Mapping[str, tuple[Statement, ...]]]:
        """Give by language and term the statements whose text uses the term."""
        found: dict[str, defaultdict[str, list[Statement]]] = {}
        for code in self.library.languages:
            found[code] = defaultdict(list)
            for statement in self.library.statements.values():
                absent = self.absent(statement.text, code)
                for term in sorted(self.terms_of(statement.text.get(code, ""), code)):
                    if term not in absent:
                        found[code][term].append(statement)
        return {code: {term: tuple(uses) for term, uses in index.items()} for code, index in found.items()}

    def absent(self, texts: Texts, language: str) -> frozenset[str]:
        """Give the terms that a translation cannot use, because its source does not.

        So a word that is a term of the glossary in one sentence (“new” of 新材料) is left alone in all others.
        """
        source = self.library.source
        if language == source or source not in texts:
            return frozenset()
        return self._declared - self.terms_of(texts[source], source)

    @cached_property
    def _declared(self) -> frozenset[str]:
        """Give the terms that have a form in the source language."""
        return frozenset(term.id for term in self.library.terms.values() if self.library.source in term.forms)

    def terms_of(self, text: str, language: str) -> frozenset[str]:
        """Give the terms that a text uses."""
        if text not in self._found[language]:
            found = find_terms(plain_text(text), self.vocabularies[language])
            self._found[language][text] = frozenset(term.term for term in found)
        return self._found[language][text]

    @cached_property
    def _found(self) -> Mapping[str, dict[str, frozenset[str]]]:
        """Remember the terms of texts, which stand on several pages."""
        return {code: {} for code in self.library.languages}

    @cached_property
    def much_used(self) -> tuple[str, ...]:
        """Give the terms that have a page of their own: in some language more uses than the glossary lists."""
        most = {term: max(len(index.get(term, ())) for index in self.uses.values()) for term in self.library.terms}
        return tuple(term for term, count in most.items() if count > LISTED_USES)


@dataclass(frozen=True)
class LoggedChange:
    """A line of a change log: its language; where the page is another than the log's, that one's path and names."""

    date: str
    text: str
    language: str
    path: str = ""
    names: tuple[Texts, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What one page gives its reader besides the texts."""

    library: Library
    interface: Interface
    path: str
    index: TermIndex
    context: Mapping[str, Any] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    @property
    def language(self) -> str:
        """Give the code of the page's language."""
        return self.interface.language.code

    def href(self, path: str) -> str:
        """Give the address of a site path from this page as it will be served."""
        path, _, anchor = path.partition("#")
        hash_ = f"#{anchor}" if anchor else ""
        if path == self.path and anchor:
            return hash_
        return f"{posixpath.relpath(f'/{path}', f'/{self.path}')}/{hash_}"

    def href_in(self, language: str, path: str) -> str:
        """Give the address of a site path in another language."""
        return f"{'../' * (self.path.count('/') + 1)}{language}/{path}"

    def leads(self, title: Texts) -> str:
        """Give the attribute of a link to a page that is shown in another language, by the page's title."""
        if self.language in title:
            return ""
        code = self.library.source if self.library.source in title else next(iter(title), self.library.source)
        return f' hreflang="{code}"'

    def leads_to(self, path: str) -> str:
        """Give the attribute of a link to a page that is shown in another language, by the page's path."""
        title = self.library.title_at(path)
        return "" if title is None else self.leads(title)

    def others(self, texts: Texts) -> tuple[Language, ...]:
        """Give the other languages that a text exists in."""
        languages = self.library.site.languages
        return tuple(other for other in languages if other.code != self.language and other.code in texts)

    def mark(self, markdown: str, language: str, texts: Texts) -> str:
        """Mark the glossary's terms that the page has not marked yet in one of the versions of a text."""
        vocabulary = self.index.vocabularies.get(language)
        if vocabulary is None or not self.library.terms:
            return markdown
        absent = self.index.absent(texts, language) - self.seen
        if self.index.terms_of(texts.get(language, ""), language) <= absent | self.seen:  # most texts have no new term
            return markdown
        marked, seen = mark_terms(markdown, vocabulary, absent | self.seen, self._marked_term)
        self.seen.update(seen - absent)
        return marked

    def _marked_term(self, term: str, words: str) -> str:
        definition = self._pick(self.library.terms[term].definition or {})
        extra = f' data-dz-term="{html.escape(definition)}"' if definition else ""
        return f'<a class="dz-term" href="{self.href(f"glossary/#{term}")}"{extra}>{words}</a>'

    def _pick(self, texts: Texts) -> str:
        return texts.get(self.language) or texts.get(self.library.source) or ""

    def uses(self, term: str) -> tuple[Statement, ...]:
        """Give the statements that use a term in the page's language."""
        return self.index.uses[self.language].get(term, ())

    def listed_uses(self, term: str) -> tuple[Statement, ...]:
        """Give the uses of a term that the glossary lists."""
        return self.uses(term)[:LISTED_USES]

    def uses_path(self, term: str) -> str:
        """Give the path of the page of a term's uses, or nothing if the glossary lists them all."""
        return f"glossary/{term}/" if term in self.index.much_used else ""

    def brief(self, statement: Statement) -> Brief:
        """Give the brief that a statement stands in."""
        return self.index.briefs[f"{statement.report}/{statement.brief}"]

    def report_hue(self, report: str) -> int:
        """Give the number of the colour that a report's spine has."""
        return list(self.library.reports).index(report) % _HUES + 1

    def actor_hue(self, actor: str) -> int:
        """Give the number of an actor's colour, for the first actors; 0 for the others."""
        order = list(self.library.actors)
        number = order.index(actor) + 1 if actor in order else 0
        return number if number <= _HUES else 0

    def absent_actors(self, statements: Iterable[Statement]) -> tuple[str, ...]:
        """Give the actors with a colour of their own that none of the statements speaks of first."""
        present = {statement.actors[0] for statement in statements if statement.actors}
        return tuple(actor for actor in self.library.actors if self.actor_hue(actor) and actor not in present)

    def count_by_report(self, statements: Iterable[Statement]) -> tuple[tuple[str, int], ...]:
        """Give for every report how many of the statements are its own."""
        counts = dict.fromkeys(self.library.reports, 0)
        for statement in statements:
            counts[statement.report] += 1
        return tuple(counts.items())

    def key_figures(self, sector: str, pairs: Iterable[Measured], most: int) -> tuple[Measured, ...]:
        """Choose figures to set large: highlights, then the sector's own, the reports in turn, one per indicator.

        Figures with a note or a correction are left to the table, where there is room to say what is doubtful.
        """
        wanted = set(self.library.site.highlights)
        turns: defaultdict[str, int] = defaultdict(int)
        ranked: list[tuple[bool, bool, int, Measured]] = []
        for figure, statement in pairs:
            is_wanted = f"{statement.report}/{figure.id}" in wanted
            if is_wanted or not (figure.note or figure.printed):
                is_own = (self.library.indicators[figure.indicator].sector or statement.sectors[0]) == sector
                ranked.append((not is_wanted, not is_own, turns[statement.report], (figure, statement)))
                turns[statement.report] += 1
        chosen: dict[str, Measured] = {}
        for *_, (figure, statement) in sorted(ranked, key=lambda row: row[:3]):
            chosen.setdefault(figure.indicator, (figure, statement))
        return tuple(chosen.values())[:most]

    def highlights(self) -> tuple[Measured, ...]:
        """Give the figures that `site.yml` names for the home page."""
        figures = {
            f"{report.id}/{f.id}": (f, report.id) for report in self.library.reports.values() for f in report.figures
        }
        found = (figures[key] for key in self.library.site.highlights)
        return tuple((figure, self.library.statements[f"{report}/{figure.statement}"]) for figure, report in found)

    def ahead(self) -> tuple[Event, ...]:
        """Give the events that are due after the newest report was written, by their last day."""
        dates = [parse_edtf(r.facts.date.value).last for r in self.library.reports.values() if r.facts.date]
        kinds = self.library.kinds.events
        events = ((parse_edtf(event.date), event) for event in self.library.events.values() if kinds[event.kind].due)
        later = [(date.last, event.id, event) for date, event in events if not dates or date.last > max(dates)]
        return tuple(event for _, _, event in sorted(later, key=lambda row: row[:2]))

    def last_day(self, edtf: str) -> str:
        """Give the last day of an EDTF date, for scripts that compare it with today."""
        return parse_edtf(edtf).last.isoformat()

    def changes(self) -> tuple[LoggedChange, ...]:
        """Give what editors have logged of this page, newest first; a brief without a log shows its report's.

        A sector's page shows the logs of its briefs and their reports, every other generated page the site's newest.
        """
        own = self._own()
        if own is not None:
            report = self.context.get("report")
            return tuple(self._logged(own.changes)) or (tuple(self._of_report(report)) if report else ())
        if "sector" not in self.context:
            return self._newest(self.library.reports.values(), self.library.briefs, self.library.pages.values())[
                :_NEWEST
            ]
        keys = {f"{s.report}/{s.brief}" for s in self.context["statements"]}
        briefs = [brief for brief in self.library.briefs if brief.key in keys]
        reports = [self.library.reports[key] for key in dict.fromkeys(brief.report for brief in briefs)]
        return self._newest(reports, briefs)

    def _own(self) -> Brief | ProsePage | None:
        """Give the file of the content that this page is made from, if it is one."""
        own: Brief | ProsePage | None = self.context.get("brief") or self.context.get("prose")
        return self.context["report"].page if own is None and "report" in self.context else own

    def _newest(
        self, reports: Iterable[ReportNode], briefs: Iterable[Brief], pages: Iterable[ProsePage] = ()
    ) -> tuple[LoggedChange, ...]:
        logged = [line for report in reports for line in self._of_report(report)]
        for brief in briefs:
            names = (self.library.reports[brief.report].facts.short, brief.title)
            logged += self._logged(brief.changes, brief.path, names)
        for page in pages:
            logged += self._logged(page.changes, f"{page.name}/", (page.title,))
        return tuple(sorted(logged, key=lambda line: parse_edtf(line.date), reverse=True))

    def _of_report(self, report: ReportNode) -> Iterator[LoggedChange]:
        return self._logged(report.page.changes, report.path, (report.facts.short,))

    def _logged(
        self, changes: Mapping[str, tuple[Change, ...]], path: str = "", names: tuple[Texts, ...] = ()
    ) -> Iterator[LoggedChange]:
        language = self.language if self.language in changes else self.library.source
        return (LoggedChange(line.date, line.text, language, path, names) for line in changes.get(language, ()))

    def file(self) -> str:
        """Give the file of the content that this page shows, in the page's language if it has one, or nothing."""
        own = self._own()
        if own is not None:
            path = own.files.get(self.language) or own.files[self.library.source]
            return str(path.relative_to(self.library.root).as_posix())
        if "term" in self.context:
            return _FILES["glossary/"]
        return _FILES["sectors/"] if "sector" in self.context else _FILES.get(self.path, "")
