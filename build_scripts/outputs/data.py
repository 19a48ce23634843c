"""Library → the files under /data/, and each language's calendars and citations of events.

Receives a `Library` and the interface of every language; returns texts by their path below the site. The same
content gives the same bytes. Ids, paths and addresses are those of the pages; what was withdrawn has a file of its own.
JSON files are arrays of objects, CSV files follow RFC 4180; a number is written out in full, exactly. A CSV field that
a spreadsheet would take for a formula starts with an apostrophe. Refuses nothing.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import groupby
from typing import Any, TypeVar

from build_scripts.content.identifiers import Identifier
from build_scripts.content.interface import Interface
from build_scripts.content.model import Attribution, Figure, Term
from build_scripts.ground.markdown import Prose
from build_scripts.ground.texts import Texts, note_read
from build_scripts.library.claims import Claim, Comparison, Point
from build_scripts.library.figures import Given, all_given, exact, find_differing
from build_scripts.library.index import Brief, Library, ReportNode, Statement
from build_scripts.library.notes import note_kind, warning_in, warning_notes
from build_scripts.library.references import reference_to
from build_scripts.outputs.calendar import calendar_files
from build_scripts.outputs.events import event_citations, event_rows, events_table

T = TypeVar("T")
# What a spreadsheet may run (OWASP, CSV Injection), unless it is a plain number.
_FORMULA = re.compile(r"(?!-?[0-9]+(\.[0-9]+)?\Z)[=+\-@\t\r＝＋－＠]")
_BETWEEN = " | "


def data_files(library: Library, interfaces: Iterable[Interface]) -> Iterator[tuple[str, Iterable[str]]]:
    """Give every data file by its name, in pieces, as some are large: who asks for the next has done with this one."""
    interfaces = tuple(interfaces)
    for name, make in _Export(library).files.items():
        yield f"data/{name}", make()
    events = event_rows(library, interfaces)
    yield "data/events.json", _json_text(events)
    yield "data/events.csv", [csv_text(*events_table(library, events))]
    for interface in interfaces:
        for name, text in calendar_files(library, interface).items():
            for own in (name, *_old_names(library, name)):
                yield f"{interface.language.code}/{own}", [text]
    for name, text in event_citations(library, interfaces).items():
        yield name, [text]


def _old_names(library: Library, name: str) -> Iterator[str]:
    """Give where the calendar of a sector was once: programs that subscribed to it follow no link."""
    folder, _, rest = name.partition("/")
    sector, _, file = rest.partition("/")
    return (f"{folder}/{old}/{file}" for old in library.formerly("sector", sector) if folder == "sectors")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | None]]) -> str:
    """Write a table by RFC 4180, with a header."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_safe(cell or "") for cell in row] for row in rows)
    return out.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _json_text(items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Write an array with one object per line, so that versions can be compared."""
    return _json_array(json.dumps(item, ensure_ascii=False) for item in items)


def _json_array(items: Iterable[str]) -> Iterator[str]:
    before = "["
    for item in items:
        yield f"{before}\n{item}"
        before = ","
    yield "]\n" if before == "[" else "\n]\n"


class _Export:
    """Turns a library into rows."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.base = library.site.base_url.rstrip("/")
        self.figures: list[dict[str, Any]] = library.recall("figures of data", "", self._figures)

    @cached_property
    def states(self) -> Mapping[tuple[str, str], str]:
        """Give the state of every unit by language and address."""
        return {
            (file.language, f"{file.path.removesuffix(f'.{file.language}.md')}#{unit.id}"): unit.shown_state
            for file in self.library.translations
            for unit in file.units
        }

    @property
    def files(self) -> dict[str, Callable[[], Iterable[str]]]:
        return {
            "reports.json": lambda: _json_text(map(self._report, self.library.reports.values())),
            "statements.json": self._statements,
            "comparisons.json": self._comparisons,
            "figures.json": lambda: _json_text(self.figures),
            "figures.csv": lambda: [self._figures_csv()],
            "glossary.csv": lambda: [self._glossary_csv()],
            "withdrawn.json": lambda: _json_text(map(self._withdrawn, sorted(self.library.succession.withdrawn))),
        }

    def _urls(self, path: str) -> dict[str, str]:
        return {code: f"{self.base}/{code}/{path}" for code in self.library.languages}

    def _ordered(self, texts: Mapping[str, T]) -> dict[str, T]:
        """Give what there is by language in the order of the site's languages, source first."""
        return {code: texts[code] for code in self.library.languages if code in texts}

    def _words(self, *texts: Texts[Prose]) -> dict[str, str]:
        """Give the words of texts by language, those of one language together."""
        found = {code: [each[code].words for each in texts if code in each] for code in self.library.languages}
        return {code: " ".join(words) for code, words in found.items() if words}

    def _report(self, report: ReportNode) -> dict[str, Any]:
        facts = report.facts
        return {
            "id": report.id,
            "formerly": self.library.formerly("report", report.id),
            "path": report.path,
            "urls": self._urls(report.path),
            "title": self._ordered(report.page.title),
            "title_basis": facts.title_basis,
            "short": dict(facts.short),
            "publisher": _attribution(facts.publisher),
            "authors": [
                {"name": dict(author.name), "role": dict(author.role) if author.role else None}
                for author in facts.authors
            ],
            "date": facts.date.model_dump(mode="json") if facts.date else None,
            "language": facts.language,
            "source_file": facts.source_file,
            "original": facts.original.model_dump(mode="json") if facts.original else None,
            "cites_basis": facts.cites_basis,
            "references": [reference.model_dump(mode="json") for reference in facts.references],
            "briefs": [self._brief(brief) for brief in report.briefs],
        }

    def _withdrawn(self, one: Identifier) -> dict[str, Any]:
        own = self.library.succession.withdrawn[one]
        return {
            "kind": one.kind,
            "id": one.key,
            "formerly": self.library.formerly(one.kind, one.key),
            "since": own.since,
            "label": self._ordered(own.label) if own.label else None,
            "reason": self._ordered(own.reason),
            "instead": [{"kind": each.kind, "id": each.key} for each in map(Identifier.parse, own.instead)],
        }

    def _brief(self, brief: Brief) -> dict[str, Any]:
        return {
            "id": brief.key,
            "formerly": self.library.formerly("brief", brief.key),
            "sector": brief.sector,
            "path": brief.path,
            "title": self._ordered(brief.title),
            "section": self._ordered(brief.section),
            "statements": [statement.key for statement in brief.statements],
        }

    def _statements(self) -> Iterator[str]:
        """Write the statements brief by brief, as most briefs are as they were."""
        briefs = groupby(self.library.statements.values(), lambda statement: statement.address.brief_key)
        found = (self.library.recall("data", key, partial(self._lines, tuple(own))) for key, own in briefs)
        return _json_array(line for lines in found for line in lines)

    def _lines(self, statements: Iterable[Statement]) -> list[str]:
        return [json.dumps(self._statement(statement), ensure_ascii=False) for statement in statements]

    def _statement(self, statement: Statement) -> dict[str, Any]:
        library = self.library
        return {
            "id": statement.key,
            "formerly": self.library.formerly("statement", statement.key),
            "report": statement.report,
            "brief": f"{statement.report}/{statement.brief}",
            "anchor": statement.id,
            "number": statement.number,
            "reference": self._reference(statement),
            "kind": statement.kind,
            "actors": list(statement.actors),
            "sectors": list(statement.sectors),
            "path": statement.path,
            "urls": self._urls(statement.path),
            "text": self._words(statement.text),
            "details": self._words(*statement.details),
            "notes": self._notes(statement),
            "note_kinds": [note_kind(library, note) or None for note in statement.notes],
            "warning": self._warning(statement),
            "cites": list(statement.cites),
            "figures": [f"{statement.report}/{f.id}" for f in library.figures_by_statement.get(statement.key, ())],
            "events": [event.id for event in library.events_by_statement.get(statement.key, ())],
            "translation": self._translation(statement, statement.address.unit),
        }

    def _comparisons(self) -> Iterator[str]:
        """Write the points sector by sector."""
        own = self.library.comparisons.values()
        found = (self.library.recall("points", each.sector, partial(self._points, each)) for each in own)
        return _json_array(line for lines in found for line in lines)

    def _points(self, comparison: Comparison) -> list[str]:
        return [json.dumps(self._point(comparison, point), ensure_ascii=False) for point in comparison.points]

    def _point(self, comparison: Comparison, point: Point) -> dict[str, Any]:
        return {
            "id": point.key,
            "formerly": self.library.formerly("point", point.key),
            "sector": comparison.sector,
            "anchor": point.id,
            "number": point.number,
            "kind": point.kind,
            "path": point.path,
            "urls": self._urls(point.path),
            "text": self._words(point.text),
            "details": self._words(*point.details),
            "notes": self._notes(point),
            "warning": self._warning(point),
            "rests": list(point.rests),
            "translation": self._translation(point, point.address.unit),
        }

    def _notes(self, claim: Claim) -> dict[str, list[str]]:
        found = {code: [note[code].words for note in claim.notes if code in note] for code in self.library.languages}
        return {code: notes for code, notes in found.items() if notes}

    def _reference(self, statement: Statement) -> dict[str, str]:
        reference = reference_to(self.library, statement)
        return {code: reference.words(*self.library.order(code)) for code in self.library.languages}

    def _warning(self, claim: Claim) -> dict[str, str] | None:
        """Give what the editors warn of; it goes with every copy of the statement and of its figures."""
        notes = warning_notes(self.library, claim)
        codes = [code for code in self.library.languages if any(code in note for note in notes)]
        return {code: warning_in(self.library, claim, code) for code in codes} or None

    def _translation(self, claim: Claim, unit: str) -> dict[str, str]:
        """Give the state of each translation; where nothing is recorded, whether there is one."""
        note_read(unit)
        return {
            code: self.states.get((code, unit), "current" if code in claim.text else "missing")
            for code in self.library.languages[1:]
        }

    def _figures(self) -> list[dict[str, Any]]:
        differing = find_differing(self.library)
        return [self._figure(given, given.key in differing) for given in all_given(self.library)]

    def _figure(self, given: Given, is_contradicted: bool) -> dict[str, Any]:
        figure, path = given.figure, given.statement.path
        return {
            "id": given.key,
            "formerly": self.library.formerly("figure", given.key),
            "report": given.statement.report,
            "statement": given.statement.key,
            "reference": self._reference(given.statement),
            "indicator": figure.indicator,
            "indicator_label": dict(self.library.indicators[figure.indicator].label),
            "sector": self._sector(given),
            "geography": figure.geography,
            "geography_label": dict(self.library.places[figure.geography].label),
            "year": figure.year,
            "year_basis": figure.year_basis if figure.year else None,
            "value": exact(figure.value),
            "low": exact(figure.low),
            "high": exact(figure.high),
            "unit": figure.unit,
            "qualifier": figure.qualifier,
            "baseline": figure.baseline,
            **{name: dict(texts) if texts else None for name, texts in _words_of(figure)},
            "contradicted": is_contradicted,
            "warning": self._warning(given.statement),
            "path": path,
            "urls": self._urls(path),
        }

    def _sector(self, given: Given) -> str:
        return self.library.indicators[given.figure.indicator].sector or given.statement.sectors[0]

    def _figures_csv(self) -> str:
        codes = self.library.languages
        plain = ["id", "report", "statement", "sector", "indicator", "geography", "year", "year_basis"]
        plain += ["value", "low", "high", "unit", "qualifier", "baseline", "contradicted"]
        by_language = ["indicator_label", "geography_label", "scope", "scenario", "note", "printed"]
        by_language += ["warning", "reference", "urls"]
        header = [*plain, *(f"{name.removesuffix('s')}_{code}" for name in by_language for code in codes)]
        rows = []
        for item in self.figures:
            own = [str(item[name]).lower() if name == "contradicted" else item[name] for name in plain]
            rows.append([*own, *((item[name] or {}).get(code) for name in by_language for code in codes)])
        return csv_text(header, rows)

    def _glossary_csv(self) -> str:
        columns = ("", "_accepted", "_avoid", "_definition")
        header = ["id", "acronym", *(f"{code}{column}" for code in self.library.languages for column in columns)]
        rows = ([term.id, term.acronym, *self._term(term)] for term in self.library.terms.values())
        return csv_text(header, rows)

    def _term(self, term: Term) -> Iterator[str]:
        for code in self.library.languages:
            forms = term.forms.get(code)
            yield forms.preferred if forms else ""
            yield _BETWEEN.join(forms.accepted) if forms else ""
            yield _BETWEEN.join(forms.avoid) if forms else ""
            yield (term.definition or Texts[str]()).get(code, "")


def _words_of(figure: Figure) -> tuple[tuple[str, Texts[str] | None], ...]:
    """Give what is said of a figure, by the name of its field."""
    return ("scope", figure.scope), ("scenario", figure.scenario), ("note", figure.note), ("printed", figure.printed)


def _attribution(fact: Attribution | None) -> dict[str, Any] | None:
    return {"name": dict(fact.name), "basis": fact.basis} if fact else None
