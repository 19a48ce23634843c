"""Library → what search can find in one language: a list of entries for every owner.

Receives the terms of a library and the interface of a language; gives every statement, figure, event, point of a
comparison and term, every sector, report, brief and page of prose (under each of its headings), and the pages of lists.
An entry says where it stands, its words with the language of each, and what it is filtered by. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from build_scripts.content.interface import Interface
from build_scripts.content.model import Event, Term
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.markdown import Prose
from build_scripts.ground.texts import Texts
from build_scripts.library.claims import Claim, Point
from build_scripts.library.events import event_reference, is_doubted, reports_of, sectors_of
from build_scripts.library.figures import Given, figure_text
from build_scripts.library.index import Brief, BriefSection, Library, Page, Statement
from build_scripts.library.notes import note_kind, warning_notes
from build_scripts.library.references import join_reference, reference_to
from build_scripts.outputs.point_citations import point_reference
from build_scripts.outputs.search_entry import Entry, Place, Words, good_forms_of
from build_scripts.pages.lists import Lists
from build_scripts.pages.terms import TermIndex

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


@dataclass(frozen=True)
class Entries:
    """Gives what is found in one language."""

    terms: TermIndex
    interface: Interface

    @property
    def library(self) -> Library:
        """Give the library."""
        return self.terms.library

    @cached_property
    def _lists(self) -> Lists:
        return Lists(self.library)

    @cached_property
    def _kinds(self) -> dict[str, Callable[[str], Iterable[Entry]]]:
        return {
            "report": self._report,
            "brief": lambda name: self._brief(self._briefs[name]),
            "comparison": self._comparison,
            "figures": lambda _: self._figures(),
            "events": lambda _: map(self._event, self.library.events.values()),
            "terms": lambda _: map(self._term, self.library.terms.values()),
            "sectors": lambda _: self._sectors(),
            "lists": lambda _: self._list_pages(),
            "page": lambda name: self._page(self.library.pages[name], "page"),
            "handbook": lambda name: self._page(self.library.handbook[name], "handbook"),
        }

    def owners(self) -> Iterator[str]:
        """Give what entries are about, in the order of the index: every file of texts, every table."""
        library = self.library
        for report in library.reports.values():
            yield f"report/{report.id}"
            yield from (f"brief/{brief.key}" for brief in report.briefs)
        yield from (f"comparison/{sector}" for sector in library.comparisons)
        yield from ("figures/", "events/", "terms/", "sectors/", "lists/")
        yield from (f"page/{name}" for name in library.pages)
        yield from (f"handbook/{name}" for name in library.handbook)

    def of(self, owner: str) -> Iterable[Entry]:
        """Give the entries of an owner; a page stands before what it holds."""
        kind, _, name = owner.partition("/")
        return self._kinds[kind](name)

    @cached_property
    def _briefs(self) -> dict[str, Brief]:
        return {brief.key: brief for brief in self.library.briefs}

    # Words

    def _order(self) -> tuple[str, ...]:
        return self.library.order(self.interface.language.code)

    def _said(self, texts: Texts[str]) -> Words:
        return Words(texts.pick(*self._order()) or "", texts.language(*self._order()))

    def _own(self, text: str) -> Words:
        return Words(text, self.interface.language.code)

    def _say(self, message: str) -> str:
        return self.interface.translations.gettext(message)

    def _prose(self, *pieces: Texts[Prose]) -> tuple[Words, ...]:
        """Give the words of pieces of prose, with those of the footnotes that they mark."""
        found = ((texts.pick(*self._order()), texts.language(*self._order())) for texts in pieces)
        every = ((words, code) for prose, code in found if prose for words in (prose.words, *_notes(prose)))
        return tuple(Words(words, code) for words, code in every if words)

    # Reports

    def _report(self, name: str) -> Iterator[Entry]:
        report = self.library.reports[name]
        short, date = self._said(report.facts.short), report.facts.date
        years = _years_of(date.value) if date else ()
        for no, entry in enumerate(self._page(report.page, "report", report.path, (name,))):
            yield entry if no else replace(entry, names=(*entry.names, short), years=years)

    def _brief(self, brief: Brief) -> Iterator[Entry]:
        short = self._said(self.library.reports[brief.report].facts.short)
        title = self._said(brief.title)
        place = Place(brief.path, join_reference(short.text, title.text))
        about: dict[str, Any] = {"reports": (brief.report,), "sectors": (brief.sector,)}
        whole = Words(place.title, title.language)
        yield Entry("brief", brief.path, place, whole, self._prose(brief.intro), (title,), **about)
        for section in brief.sections:
            if section.runs:
                yield self._section(section, "brief", place, about)
            yield from (self._statement(statement, place) for statement in section.statements)

    def _section(self, section: BriefSection, kind: str, place: Place, about: dict[str, Any]) -> Entry:
        heading = self._prose(section.title) or (self._own(place.title),)
        path = f"{place.path}#{section.anchor}"
        return Entry(kind, path, place, heading[0], self._prose(*section.runs), heading[:1], **about)

    def _statement(self, statement: Statement, place: Place) -> Entry:
        library = self.library
        reference = reference_to(library, statement)
        texts = self._claim(statement)
        dated = [figure.year for figure in library.figures_by_statement.get(statement.key, ()) if figure.year]
        dated += [event.date for event in library.events_by_statement.get(statement.key, ())]
        years = {int(year) for words in texts for year in _YEAR.findall(words.text)}
        return Entry(
            "recommendation" if library.kinds.statements[statement.kind].recommends else "statement",
            statement.path,
            place,
            Words(reference.words(*self._order()), reference.brief.language(*self._order())),
            texts,
            type=statement.kind,
            reports=(statement.report,),
            sectors=statement.sectors,
            actors=statement.actors,
            years=tuple(sorted(years.union(*map(_years_of, dated)))),
            doubts=self._doubts(statement),
        )

    def _claim(self, claim: Claim) -> tuple[Words, ...]:
        return self._prose(claim.text, *(part.texts for part in claim.parts))

    def _doubts(self, claim: Claim) -> tuple[str, ...]:
        """Give the labels of what the editors warn of in a statement or a point."""
        kinds = dict.fromkeys(note_kind(self.library, note) for note in warning_notes(self.library, claim))
        return tuple(self._said(self.library.kinds.notes[kind].label).text for kind in kinds)

    # Comparisons, figures, events

    def _comparison(self, sector: str) -> Iterator[Entry]:
        comparison = self.library.comparisons[sector]
        place = Place(comparison.path, self._said(self.library.sectors[sector].label).text)
        return (self._point(point, place) for point in comparison.points)

    def _point(self, point: Point, place: Place) -> Entry:
        reports = {self.library.statements[key].report for key in point.rests}
        return Entry(
            "comparison",
            point.path,
            place,
            self._own(point_reference(self.library, point, self.interface)),
            self._claim(point),
            reports=tuple(report for report in self.library.reports if report in reports),
            sectors=(point.address.sector,),
            doubts=self._doubts(point),
        )

    def _figures(self) -> Iterator[Entry]:
        index = self._lists.figures
        for sector in index.by_sector:
            label = self._said(self.library.sectors[sector].label).text
            listed = self._say("%(sector)s: %(list)s") % {"sector": label, "list": self._say("Figures")}
            for no, part in enumerate(index.parts(sector) if index.is_split else [index.by_sector[sector]]):
                path = index.part_path(sector, no)
                place = Place(path, listed if index.is_split else self._say("Figures"))
                yield from (self._figure(given, sector, place) for given in part)

    def _figure(self, given: Given, sector: str, place: Place) -> Entry:
        figure, statement, library = given.figure, given.statement, self.library
        label = self._said(library.indicators[figure.indicator].label)
        where = self._said(library.places[figure.geography].label).text
        year = self.interface.known(self.interface.date(figure.year), figure.year_basis) if figure.year else ""
        further = [self._said(texts) for texts in (figure.scope, figure.scenario, figure.note) if texts]
        base = [self._own(self._against(figure.baseline))] if figure.baseline else []
        return Entry(
            "figure",
            f"{place.path}#{figure_anchor(given)}",
            place,
            Words(" · ".join(filter(None, (label.text, where, str(year)))), label.language),
            (self._own(figure_text(figure, self.interface, library.units)), *base, *further),
            (label,),
            reports=(statement.report,),
            sectors=tuple(dict.fromkeys((sector, *statement.sectors))),
            actors=statement.actors,
            years=_years_of(figure.year) if figure.year else (),
            doubts=self._doubts(statement),
        )

    def _against(self, baseline: str) -> str:
        return self._say("against %(year)s") % {"year": self.interface.date(baseline)}

    def _event(self, event: Event) -> Entry:
        library, label = self.library, self._said(event.label)
        path = library.event_path(event)
        page = path.partition("#")[0]
        year = self.interface.date(f"{parse_edtf(event.date).first.year:04d}")
        title = f"{self._say('Timeline')} · {year}" if library.has_years else self._say("Timeline")
        warned = [label for key in event.statements for label in self._doubts(library.statements[key])]
        return Entry(
            "event",
            path,
            Place(page, title),
            Words(event_reference(library, event, self.interface), label.language),
            (self._said(library.kinds.events[event.kind].label),),
            (label,),
            reports=reports_of(library, event),
            sectors=sectors_of(library, event),
            actors=event.actor,
            years=_years_of(event.date),
            doubts=tuple(dict.fromkeys(warned)) if is_doubted(library, event) else (),
        )

    # Tables and pages

    def _term(self, term: Term) -> Entry:
        path = self.library.glossary.path(term.id, self.interface.language.code)
        title = self._said(Texts({code: forms.preferred for code, forms in term.forms.items()}))
        names = tuple(dict.fromkeys((title, *good_forms_of(term))))
        definition = (self._said(term.definition),) if term.definition else ()
        shown = dict.fromkeys(words.text for words in names[1:])
        page = self._page_of(path, "Glossary")
        return Entry("term", path, page, title, (*names[1:], *definition), names, forms=tuple(shown))

    def _page_of(self, path: str, message: str) -> Place:
        return Place(path.partition("#")[0], self._say(message))

    def _sectors(self) -> Iterator[Entry]:
        for key, sector in self.library.sectors.items():
            label = self._said(sector.label)
            synthesis = None if key in self.library.comparisons else sector.synthesis
            texts = tuple(self._said(text) for text in (sector.description, synthesis) if text)
            place = Place(f"sectors/{key}/", label.text)
            yield Entry("sector", place.path, place, label, texts, (label,), sectors=(key,))

    def _list_pages(self) -> Iterator[Entry]:
        """Give the pages that hold nothing but lists, which are found by their titles alone."""
        names = {
            "sectors/": "Sectors", "reports/": "Reports", "compare/": "Compare", "figures/": "Figures",
            "recommendations/": "Recommendations", "timeline/": "Timeline", "glossary/": "Glossary",
        }  # fmt: skip
        for path, message in names.items():
            yield self._list_page(path, self._own(self._say(message)))
        for sector, lists in self._lists.by_sector.items():
            for kind, listed in lists.items():
                label = self._said(self.library.sectors[sector].label)
                own = self._said(self.library.kinds.statements[kind].label).text
                title = Words(self._say("%(sector)s: %(list)s") % {"sector": label.text, "list": own}, label.language)
                yield self._list_page(listed.path, title, type=kind, sectors=(sector,))
        for actor, listed in self._lists.by_actor.items():
            if actor:
                label = self._said(self.library.actors[actor].label)
                title = Words(self._say("Recommendations: %(actor)s") % {"actor": label.text}, label.language)
                yield self._list_page(listed.path, title, actors=(actor,))

    def _list_page(self, path: str, title: Words, **about: Any) -> Entry:
        return Entry("list", path, Place(path, title.text), title, (), (title,), **about)

    def _page(self, page: Page, kind: str, path: str = "", reports: tuple[str, ...] = ()) -> Iterator[Entry]:
        """Give a page of prose up to its first heading, then what stands under each."""
        title = self._said(page.title)
        place = Place(path or f"{page.name}/", title.text)
        yield Entry(kind, place.path, place, title, self._prose(page.intro), (title,), reports=reports)
        for section in page.sections:
            yield self._section(section, kind, place, {"reports": reports})


def figure_anchor(given: Given) -> str:
    """Give the anchor of a figure in the tables of all figures; no id of the content has a point.

    Templates write it, too.
    """
    return f"figure.{given.statement.report}.{given.figure.id}"


def _notes(prose: Prose) -> Iterator[str]:
    """Give the words of the footnotes that a text marks, which stand on its page too."""
    return (prose.notes[label].words for label in dict.fromkeys(prose.footnotes) if label in prose.notes)


def _years_of(edtf: str) -> tuple[int, ...]:
    """Give the year of a date, or the first and the last of a longer time."""
    date = parse_edtf(edtf)
    return tuple(sorted({date.first.year, date.last.year}))
