"""Library → the picture that each page is shared with, in each language.

Receives a `Library` and the interface of every language; gives PNGs by their path below the site, each with the digest
of what it shows. The site has one, a report, a brief, a sector with its comparison, a chart, and a typed figure, which
is linked where it is listed; every other page has that of the site (`pages/card_paths`). Where the packages to draw
with are not installed there is none. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain
from urllib.parse import urlsplit

from build_scripts.content.interface import Interface
from build_scripts.ground.memory import digest
from build_scripts.ground.texts import Texts
from build_scripts.ground.typefaces import has_typefaces
from build_scripts.library.colours import mark_reports
from build_scripts.library.figures import Given
from build_scripts.library.index import Brief, Library, ReportNode
from build_scripts.library.notes import warning_in
from build_scripts.library.references import reference_to
from build_scripts.outputs.cards import Card, CardFrame, Words, draw_card
from build_scripts.pages.card_paths import CARD, figure_card
from build_scripts.pages.chart_frame import ACCENT
from build_scripts.pages.chart_words import ChartWords, figure_basis, figure_year
from build_scripts.pages.figure_index import Compared, FigureIndex
from build_scripts.pages.spoken import unmarked
from build_scripts.pages.text import Text

_Said = Callable[[Text], Words]


@dataclass(frozen=True)
class CardFile:
    """A picture: its path below the site, the digest of what it shows, and how to draw it."""

    name: str
    key: bytes
    make: Callable[[], bytes]


def card_files(library: Library, interfaces: Iterable[Interface]) -> Iterator[CardFile]:
    """Give the pictures of all languages."""
    if not has_typefaces():
        return
    texts = [Text(library, interface) for interface in interfaces]
    digests, logo = [text.interface.digest for text in texts], _read_logo(library)
    for text in texts:
        cards = _Cards(text, texts)
        groups = cards.groups()
        names = list(groups)
        # What pictures say is remembered group by group, without the logo, which all have.
        settings = [(text.language, digests, name) for name in names]
        for found in library.recall_all("cards", settings, lambda no: _known(groups[names[no]])):  # noqa: B023 called at once
            for path, key, card in found:
                whole = replace(card, frame=replace(card.frame, logo=logo)) if logo is not None else card
                yield CardFile(f"{text.language}/{path}", digest(key, logo), partial(draw_card, whole))


def _known(cards: Callable[[], Iterable[tuple[str, Card]]]) -> list[tuple[str, bytes, Card]]:
    return [(path, digest(repr(card)), card) for path, card in cards()]


def _read_logo(library: Library) -> bytes | None:
    """Give the logo of the site if it can be drawn, nothing if it cannot, or None where the site has none."""
    logo = library.site.logo
    if logo is None:
        return None
    return (library.root / logo.light).read_bytes() if logo.light.lower().endswith(".png") else b""


@dataclass(frozen=True)
class _Cards:
    """The cards of one language; `texts` has the words of all."""

    text: Text
    texts: list[Text]

    @property
    def _library(self) -> Library:
        return self.text.library

    def groups(self) -> Mapping[str, Callable[[], Iterator[tuple[str, Card]]]]:
        """Give all cards, each by its path under the language, in groups with names."""
        reports = self._library.reports.values()
        return {
            "site": self._overview,
            **{f"report {report.id}": partial(self._of_report, report) for report in reports},
            "charts": self._charts,
            **{f"figures {report.id}": partial(self._figures, report) for report in reports},
        }

    def _overview(self) -> Iterator[tuple[str, Card]]:
        yield CARD, self._site()
        for key in self._library.sectors:
            yield f"sectors/{key}/{CARD}", self._sector(key)

    def _of_report(self, report: ReportNode) -> Iterator[tuple[str, Card]]:
        yield f"{report.path}{CARD}", self._report(report)
        for brief in report.briefs:
            yield f"{brief.path}{CARD}", self._brief(report, brief)

    def _charts(self) -> Iterator[tuple[str, Card]]:
        for item in self._index.drawn:
            yield f"{item.path}{CARD}", self._chart(item)

    def _figures(self, report: ReportNode) -> Iterator[tuple[str, Card]]:
        for given in chain.from_iterable(self._index.by_sector.values()):
            if given.statement.report == report.id:
                yield figure_card(report.id, given.figure.id), self._figure(given)

    @cached_property
    def _index(self) -> FigureIndex:
        return FigureIndex(self._library)

    def _site(self) -> Card:
        site, counts = self._library.site, {}
        for key, report in self._library.reports.items():
            counts[key] = sum(len(brief.statements) for brief in report.briefs)

        def say(text: Text) -> Words:
            lead = site.tagline or site.about
            return self._words(text, site.name, lead=text.plain(lead) if lead else "")

        return self._card(say, site.name, self._counted(sum(counts.values()), len(counts)), counts, names=())

    def _report(self, report: ReportNode) -> Card:
        facts, text = report.facts, self.text
        said = [text.plain(facts.publisher.name)] if facts.publisher else []
        said += [str(text.known(text.date(facts.date.value), facts.date.basis))] if facts.date else []
        title = report.page.title
        return self._card(
            lambda own: self._words(own, title, own.gettext("Report")), title, " · ".join(said), {report.id: 1}
        )

    def _brief(self, report: ReportNode, brief: Brief) -> Card:
        def say(text: Text) -> Words:
            return self._words(text, brief.title, text.plain(report.facts.short), text.plain(brief.section))

        return self._card(say, brief.title, self._statements(len(brief.statements)), {report.id: 1})

    def _sector(self, key: str) -> Card:
        label, counts = self._library.sectors[key].label, dict.fromkeys(self._library.reports, 0)
        statements = self._library.statements_by_sector.get(key, ())
        for statement in statements:
            counts[statement.report] += 1
        facts = self._counted(len(statements), sum(map(bool, counts.values())))
        lead = self._library.sectors[key].description

        def say(text: Text) -> Words:
            return self._words(text, label, text.gettext("Sector"), text.plain(lead) if lead else "")

        return self._card(say, label, facts, counts)

    def _chart(self, item: Compared) -> Card:
        words = ChartWords(self.text, item)
        own = Words(self._locale(self.text), *map(unmarked, (words.headline, words.label, words.caption)))
        reports = {key: 1 for point in item.comparison.points for key in point.reports}
        names = (self.text.plain(self._library.reports[key].facts.short) for key in reports)
        source = self.text.gettext("Source:")
        facts = f"{source}{'' if source[-1] in '：' else ' '}{self.text.interface.join(names)}"
        rows = tuple(replace(row, label=unmarked(row.label), note=unmarked(row.note)) for row in words.rows)
        return Card(own, None, facts, self._frame(reports), axis=words.chart.axis, rows=rows)

    def _figure(self, given: Given) -> Card:
        """Set a value large, beside the statement that gives it with what the editors warn of."""
        text, figure, statement = self.text, given.figure, given.statement
        shown = text.shown_language(statement.text)
        locale = next((self._locale(each) for each in self.texts if each.language == shown), self._locale(text))
        prose = statement.text.pick(*self._library.order(text.language))
        reference = reference_to(self._library, statement).words(*self._library.order(text.language))
        warning = warning_in(self._library, statement, text.language)
        about = [text.plain(self._library.places[figure.geography].label), unmarked(figure_year(text, figure))]
        about += [*map(unmarked, figure_basis(text, figure)), *([text.gettext("doubtful")] if warning else [])]
        label = text.plain(self._library.indicators[figure.indicator].label)
        own = Words(self._locale(text), text.value(figure), label, " · ".join(about))
        quoted = Words(locale, prose.words if prose else "", lead=warning)
        return Card(own, quoted, reference, self._frame({statement.report: 1}), has_quote=True)

    def _card(
        self,
        say: _Said,
        title: Texts[str],
        facts: str,
        reports: Mapping[str, int],
        names: tuple[str, ...] | None = None,
    ) -> Card:
        """Make a card of what is said in any language of a thing with a title, beside one that it has too."""
        shown = self.text.shown_language(title)
        codes = [text.language for text in self.texts]
        own = next(text for text in self.texts if text.language == (shown if shown in codes else self.text.language))
        other = next((text for text in self.texts if text.language in title and text is not own), None)
        is_first = other is not None and codes.index(other.language) < codes.index(own.language)
        frame = self._frame(reports) if names is None else replace(self._frame(reports), site=names)
        return Card(say(own), say(other) if other else None, facts, frame, is_first)

    def _frame(self, reports: Mapping[str, int]) -> CardFrame:
        """Give what all cards have: the names of the site, its address, its colours, and those of some reports."""
        site = self._library.site
        name = self.text.plain(site.name)
        others = (site.name[text.language] for text in self.texts if text.language in site.name)
        address = urlsplit(site.base_url)
        return CardFrame(
            site=tuple(dict.fromkeys((name, *others)))[:2],
            address=f"{address.netloc}{address.path}".rstrip("/"),
            bars=tuple((self._marks[key], share) for key, share in reports.items() if share),
            accent=site.colours.accent.light if site.colours and site.colours.accent else ACCENT,
        )

    @cached_property
    def _marks(self) -> Mapping[str, str]:
        wanted = {key: report.facts.colour for key, report in self._library.reports.items()}
        return {key: mark.light for key, mark in mark_reports(wanted).items()}

    def _words(self, text: Text, title: Texts[str], kicker: str = "", lead: str = "") -> Words:
        return Words(self._locale(text), text.plain(title), kicker, lead)

    def _locale(self, text: Text) -> str:
        return text.interface.language.locale

    def _counted(self, statements: int, reports: int) -> str:
        said = self.text.interface.translations.ngettext("%(num)s report", "%(num)s reports", reports)
        return f"{said % {'num': self.text.number(reports)}} · {self._statements(statements)}"

    def _statements(self, number: int) -> str:
        said = self.text.interface.translations.ngettext("%(num)s statement", "%(num)s statements", number)
        return said % {"num": self.text.number(number)}
