"""The objects of the JSON files → tables for people: their columns, and their rows as they are asked for.

Receives `DataRows`, which give the objects; gives a `Table` for each CSV file under /data/ and for each sheet of a
workbook. In CSV a column by language is there once a language (`text_zh`, `text_en`); a cell holds what there is in it,
and several ids are set apart by a space, several texts by ` | `. Columns may be added, none goes. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library
from build_scripts.outputs.csv_text import Cell
from build_scripts.outputs.data_rows import DataRows

Item = Mapping[str, Any]
Type = Literal["string", "integer", "number", "boolean", "date"]
SEVERAL = " | "


@dataclass(frozen=True)
class Column:
    """A column: its name in CSV, where `{}` is the language; its type (Table Schema); the field that it shows.

    With `labels` the field holds ids that are shown as these. One that is `parallel` is shown in every language at
    once; of the state of translations there is none in the source language.
    """

    name: str
    field: str
    type: Type = "string"
    labels: Mapping[str, Texts[str]] | None = None
    is_parallel: bool = False

    @property
    def is_by_language(self) -> bool:
        """Tell whether there is one a language."""
        return "{}" in self.name

    @property
    def words(self) -> str:
        """Give what its words go by: labels have others than the ids that they are for."""
        return self.name.removesuffix("_{}") if self.labels is not None else self.field

    def names(self, languages: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Give its name in CSV for each language, or one, with the language."""
        own = list(languages)[self.field == "translation" :] if self.is_by_language else ("",)
        yield from ((self.name.format(code), code) for code in own)

    def cell(self, item: Item, *order: str) -> Cell:
        """Give what it shows of an object, in the first language that has it."""
        found = item[self.field]
        if self.labels is not None:
            labels = [self.labels[one] for one in ([found] if isinstance(found, str) else found)]
            found = [next(label[code] for code in order if code in label) for label in labels if {*order} & {*label}]
        elif self.is_by_language:
            found = next((found[code] for code in order if code in found), None) if found else None
        if isinstance(found, list):
            return (SEVERAL if self.is_by_language else " ").join(found)
        return found if isinstance(found, str | int) else None


@dataclass(frozen=True)
class Table:
    """A table: its name, which is that of the CSV file; its columns; its objects; where its ids lead.

    `lead` names the fields that stand first where people read it; `ids` are columns that hold an id of another table.
    `sources` are the JSON files that hold all that it shows, with the facts of the site.
    """

    name: str
    sources: tuple[str, ...]
    columns: tuple[Column, ...]
    items: Callable[[], Iterable[Item]]
    lead: tuple[str, ...]
    ids: Mapping[str, str]

    def header(self, languages: Sequence[str]) -> list[str]:
        """Give the names of the columns in CSV."""
        return [name for column in self.columns for name, _ in column.names(languages)]

    def rows(self, languages: Sequence[str]) -> Iterator[list[Cell]]:
        """Give the rows as they stand in CSV."""
        cells = [(column, code) for column in self.columns for _, code in column.names(languages)]
        return ([column.cell(item, code) for column, code in cells] for item in self.items())


def find_tables(rows: DataRows) -> tuple[Table, ...]:
    """Give every table, in the order of the sheets."""
    return _Tables(rows).all


def _several(names: str, *more: Column) -> tuple[Column, ...]:
    """Give plain columns by their names, then others."""
    return (*(Column(name, name) for name in names.split()), *more)


def _by_language(names: str) -> tuple[Column, ...]:
    return tuple(Column(f"{name.removesuffix('s') if name == 'urls' else name}_{{}}", name) for name in names.split())


def _parallel(name: str) -> Column:
    return Column(f"{name}_{{}}", name, is_parallel=True)


class _Tables:
    """The tables of a library."""

    def __init__(self, rows: DataRows) -> None:
        self.rows = rows
        self.library: Library = rows.library

    @property
    def all(self) -> tuple[Table, ...]:
        statements = self._statements
        lead = ("reference", "text", "kind_label", "actor_labels", "sector_labels")
        of_report, of_statement = {"report": "reports"}, {"report": "reports", "statement": "statements"}
        own = ("statements",)
        points = ("sector_labels", "kind", "text")
        figures = ("indicator_label", "geography_label", "year", "value", "low", "high", "unit", "reference")
        events = ("date", "label", "kind_label", "actor_labels")
        return (
            Table("reports", ("reports",), self._report_columns, self._reports, ("short", "title", "date"), {}),
            Table("statements", own, statements, lambda: self.rows.items("statements"), lead, of_report),
            Table("recommendations", own, statements, self._recommendations, lead, of_report),
            Table("comparisons", ("comparisons",), self._points, lambda: self.rows.items("comparisons"), points, {}),
            Table("figures", ("figures",), self._figures, lambda: self.rows.items("figures"), figures, of_statement),
            Table("events", ("events",), self._events, lambda: self.rows.items("events"), events, {}),
            Table("glossary", (), self._glossary, self._terms, ("preferred", "definition", "acronym"), {}),
        )

    def _labels(self, name: str, labels: Mapping[str, Any], field: str) -> Column:
        return Column(f"{name}_{{}}", field, labels={key: each.label for key, each in labels.items()})

    @property
    def _report_columns(self) -> tuple[Column, ...]:
        plain = "id language date date_basis title_basis publisher_basis original_url sectors"
        count = Column("statement_count", "statement_count", "integer")
        names = (_parallel("short"), _parallel("title"), *_by_language("publisher authors urls"))
        return _several(plain, count, self._labels("sector_labels", self.library.sectors, "sectors"), *names)

    def _reports(self) -> Iterator[Item]:
        for item in self.rows.items("reports"):
            publisher, dated = (
                item["publisher"] or {"name": {}, "basis": None},
                item["date"] or {"value": None, "basis": None},
            )
            names = {
                code: [one["name"][code] for one in item["authors"] if code in one["name"]] for code in self._codes
            }
            yield {
                **item,
                "date": dated["value"],
                "date_basis": dated["basis"],
                "publisher": publisher["name"],
                "publisher_basis": publisher["basis"],
                "authors": {code: own for code, own in names.items() if own},
                "original_url": (item["original"] or {}).get("url"),
                "sectors": list(dict.fromkeys(brief["sector"] for brief in item["briefs"])),
                "statement_count": sum(len(brief["statements"]) for brief in item["briefs"]),
            }

    @property
    def _codes(self) -> tuple[str, ...]:
        return self.library.languages

    @property
    def _statements(self) -> tuple[Column, ...]:
        library = self.library
        return (
            *_several("id report brief", Column("number", "number", "integer")),
            *_several("page kind actors sectors cites figures events"),
            *_by_language("reference"),
            self._labels("kind_label", library.kinds.statements, "kind"),
            self._labels("actor_labels", library.actors, "actors"),
            self._labels("sector_labels", library.sectors, "sectors"),
            _parallel("text"),
            *_by_language("details notes warning translation urls"),
        )

    def _recommendations(self) -> Iterator[Item]:
        kinds = {key for key, kind in self.library.kinds.statements.items() if kind.recommends}
        return (item for item in self.rows.items("statements") if item["kind"] in kinds)

    @property
    def _points(self) -> tuple[Column, ...]:
        return (
            *_several("id sector", Column("number", "number", "integer")),
            *_several("kind rests"),
            self._labels("sector_labels", self.library.sectors, "sector"),
            _parallel("text"),
            *_by_language("details notes warning translation urls"),
        )

    @property
    def _figures(self) -> tuple[Column, ...]:
        return (
            *_several("id report statement sector indicator geography year year_basis"),
            *(Column(name, name, "number") for name in ("value", "low", "high")),
            *_several("unit qualifier baseline", Column("contradicted", "contradicted", "boolean")),
            *_by_language("indicator_label geography_label scope scenario note printed warning reference urls"),
        )

    @property
    def _events(self) -> tuple[Column, ...]:
        library = self.library
        return (
            *_several("id date date_basis"),
            *(Column(name, name, "date") for name in ("first_day", "last_day")),
            *_several("kind", Column("due", "due", "boolean")),
            *_several("actors statements", _parallel("label")),
            *_by_language("reference urls"),
            self._labels("kind_label", library.kinds.events, "kind"),
            self._labels("actor_labels", library.actors, "actors"),
        )

    @property
    def _glossary(self) -> tuple[Column, ...]:
        forms = ("_accepted", "accepted"), ("_avoid", "avoid"), ("_definition", "definition")
        languages = (Column(f"{{}}{ending}", field) for ending, field in forms)
        return _several("id acronym", Column("{}", "preferred", is_parallel=True), *languages, *_by_language("urls"))

    def _terms(self) -> Iterator[Item]:
        base, glossary = self.rows.base, self.library.glossary
        for term in self.library.terms.values():
            forms = term.forms.items()
            yield {
                "id": term.id,
                "acronym": term.acronym,
                "preferred": {code: own.preferred for code, own in forms},
                "accepted": {code: list(own.accepted) for code, own in forms},
                "avoid": {code: list(own.avoid) for code, own in forms},
                "definition": dict(term.definition or {}),
                "urls": {code: f"{base}/{code}/{glossary.path(term.id, code)}" for code in self._codes},
            }
