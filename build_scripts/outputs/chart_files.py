"""Library → what can be taken along of each chart, in each language: a drawing, a table, a page of its own to embed.

Receives a `Library`, the interface of every language and the folder of templates; gives texts by their path below the
site, each with the names of the texts that it shows. The page has no navigation and no script, is not to be indexed,
and leads to the figures of the site and to the statements that give the values. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from build_scripts.content.interface import Interface
from build_scripts.ground.typefaces import has_typefaces
from build_scripts.library.figures import Given, exact
from build_scripts.library.index import Library, Statement
from build_scripts.library.notes import read_note, warning_in, warning_notes
from build_scripts.library.references import reference_to
from build_scripts.outputs.csv_text import csv_text
from build_scripts.pages.card_paths import CARD, CARD_SIZE
from build_scripts.pages.chart_frame import ACCENT, Frame, frame_chart
from build_scripts.pages.chart_words import ChartWords
from build_scripts.pages.charts import draw_chart
from build_scripts.pages.figure_index import FigureIndex
from build_scripts.pages.links import Links
from build_scripts.pages.policy import page_policy, styles_in
from build_scripts.pages.spoken import unmarked
from build_scripts.pages.templates import mark_words
from build_scripts.pages.text import Text

_HEADER: tuple[str, ...] = (
    "indicator",
    "place",
    "year",
    "year_basis",
    "value",
    "low",
    "high",
    "unit",
    "qualifier",
    "text",
    "baseline",
)
_HEADER += ("scope", "scenario", "warning", "contradicted", "report", "reference", "url")


@dataclass(frozen=True)
class ChartFile:
    """A file: its path below the site, the names of the texts that it shows, and how to write it."""

    name: str
    owners: tuple[str, ...]
    make: Callable[[], str]


def chart_files(library: Library, interfaces: Iterable[Interface], templates: Path) -> Iterator[ChartFile]:
    """Give the files of every chart in every language."""
    loader = FileSystemLoader(templates / "root")
    environment = Environment(loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True)
    style = (templates / "root" / "chart-style.html").read_text(encoding="utf-8")
    environment.filters["unmarked"] = unmarked
    environment.globals["policy"] = page_policy(styles_in(style))
    index = FigureIndex(library)
    items = tuple(index.drawn)
    for interface in interfaces:
        for item in items:
            files = _Files(ChartWords(Text(library, interface), item), index, environment)
            folder = f"{interface.language.code}/{item.path}"
            for name, make in (("index.html", files.page), ("chart.svg", files.drawing), ("chart.csv", files.table)):
                yield ChartFile(f"{folder}{name}", files.owners, make)


@dataclass(frozen=True)
class _Files:
    """The files of one chart in one language."""

    words: ChartWords
    index: FigureIndex
    environment: Environment

    @property
    def _library(self) -> Library:
        return self.words.text.library

    @property
    def _given(self) -> tuple[Given, ...]:
        return tuple(given for point in self.words.item.comparison.points for given in point.given)

    @property
    def owners(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(given.statement.address.unit for given in self._given))

    @property
    def _home(self) -> str:
        return f"{self.index.home(self.words.item.sector)}#{self.words.item.anchor}"

    def _url(self, path: str) -> str:
        return f"{self._library.site.base_url.rstrip('/')}/{self.words.text.language}/{path}"

    def _reference(self, given: Given) -> str:
        return reference_to(self._library, given.statement).words(*self._library.order(self.words.text.language))

    def drawing(self) -> str:
        references = "; ".join(dict.fromkeys(map(self._reference, self._given)))
        source = f"{self.words.text.gettext('Source:')} {references}"
        language = self.words.text.interface.language
        about = (self.words.label, self.words.headline, self.words.caption)
        colours = self._library.site.colours
        accent = colours.accent.light if colours and colours.accent else ACCENT
        return frame_chart(self.words.chart, Frame(*about, (source, self._url(self._home)), language.code, accent))

    def table(self) -> str:
        return csv_text(_HEADER, map(self._row, self._given))

    def _row(self, given: Given) -> list[str | None]:
        figure, statement, plain = given.figure, given.statement, self.words.text.plain
        return [
            unmarked(self.words.label),
            plain(self._library.places[figure.geography].label),
            figure.year,
            figure.year_basis if figure.year else None,
            *map(exact, (figure.value, figure.low, figure.high)),
            figure.unit,
            figure.qualifier,
            self.words.text.value(figure),
            figure.baseline,
            plain(figure.scope) if figure.scope else None,
            plain(figure.scenario) if figure.scenario else None,
            warning_in(self._library, statement, self.words.text.language),
            str(given.key in self.index.contradicted).lower(),
            plain(self._library.reports[statement.report].facts.short),
            self._reference(given),
            self._url(statement.path),
        ]

    def page(self) -> str:
        links = Links(self.words.text, self.words.item.path)
        html = self.environment.get_template("chart.html.jinja").render(
            text=self.words.text,
            gettext=self.words.text.gettext,
            site=self._library.site,
            words=self.words,
            links=links,
            home=self._home,
            canonical=self._url(self._home.partition("#")[0]),
            address=self._url(self.words.item.path),
            card=CARD if has_typefaces() else "",
            card_size=CARD_SIZE,
            drawing=Markup(draw_chart(self.words.chart)),
            points=self.words.item.comparison.points,
            label=self.words.text.label(self._library.indicators[self.words.item.comparison.indicator].label),
            warning=self._warning,
        )
        return mark_words(html, self.words.text)

    def _warning(self, statement: Statement) -> Markup:
        text, notes = self.words.text, warning_notes(self._library, statement)
        verdicts = (read_note(self._library, note, text.language).verdict.words for note in notes)
        return Markup(" ").join(map(text.marked, notes, map(Markup.escape, verdicts)))
