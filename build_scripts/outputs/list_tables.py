"""Library → each whole list of statements as a table, in each language: what its page shows, for spreadsheets.

Receives a `Library` and the interface of every language; gives CSV texts, as `csv_text` writes them. A statement
has one row in each list. Ids are those of the content; labels and texts are in the language of the list. A text that is
missing in it is given in the source language, and `language` says so. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from build_scripts.content.interface import Interface
from build_scripts.ground.markdown import Prose
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Brief, Library, Statement
from build_scripts.library.notes import warning_in
from build_scripts.library.references import reference_to
from build_scripts.outputs.csv_text import csv_text
from build_scripts.pages.lists import Lists, StatementList

_OF_THE_STATEMENT = ("id", "reference", "report", "brief", "number", "page", "kind", "actors", "sectors")
_HEADER = (*_OF_THE_STATEMENT, "text", "warning", "notes", "language", "url")
_BETWEEN = "; "


@dataclass(frozen=True)
class ListTable:
    """A table: its path below the site, the names of the texts that it shows, and how to write it."""

    name: str
    owners: tuple[str, ...]
    make: Callable[[], str]


def list_tables(library: Library, interfaces: Iterable[Interface]) -> Iterator[ListTable]:
    """Give the table of every list in every language."""
    lists = Lists(library).all
    for interface in interfaces:
        rows = _Rows(library, interface)
        for listed in lists:
            owners = tuple(statement.address.unit for statement in listed.statements)
            yield ListTable(f"{interface.language.code}/{listed.table}", owners, partial(rows.table, listed))


class _Rows:
    """The rows of all statements in one language, brief by brief as they are asked for."""

    def __init__(self, library: Library, interface: Interface) -> None:
        self.library = library
        self.code = interface.language.code
        self.briefs = {brief.key: brief for brief in library.briefs}
        self.known: dict[str, dict[str, list[str]]] = {}

    def table(self, listed: StatementList) -> str:
        return csv_text(
            _HEADER, (self._of(statement.address.brief_key)[statement.id] for statement in listed.statements)
        )

    def _of(self, key: str) -> dict[str, list[str]]:
        if key not in self.known:
            brief = self.briefs[key]
            make = partial(self._rows, brief)
            self.known[key] = self.library.recall("list rows", (self.code, key), make)
        return self.known[key]

    def _rows(self, brief: Brief) -> dict[str, list[str]]:
        return {statement.id: self._row(brief, statement) for statement in brief.statements}

    def _row(self, brief: Brief, statement: Statement) -> list[str]:
        library = self.library
        return [
            statement.key,
            reference_to(library, statement).words(*library.order(self.code)),
            self._label(library.reports[statement.report].facts.short),
            self._label(brief.title),
            str(statement.number),
            statement.page,
            self._label(library.kinds.statements[statement.kind].label),
            _BETWEEN.join(self._label(library.actors[actor].label) for actor in statement.actors),
            _BETWEEN.join(self._label(library.sectors[sector].label) for sector in statement.sectors),
            " ".join(prose.words for prose in self._shown((statement.text, *statement.details))),
            warning_in(library, statement, self.code),
            " ".join(prose.words for prose in self._shown(statement.notes)),
            statement.text.language(*library.order(self.code)),
            f"{library.site.base_url.rstrip('/')}/{self.code}/{statement.path}",
        ]

    def _label(self, texts: Texts[str]) -> str:
        return texts.pick(*self.library.order(self.code)) or ""

    def _shown(self, every: Iterable[Texts[Prose]]) -> Iterator[Prose]:
        for texts in every:
            prose = texts.pick(*self.library.order(self.code))
            if prose:
                yield prose
