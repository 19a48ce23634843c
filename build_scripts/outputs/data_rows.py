"""Library → the objects of the JSON files under /data/, of the shapes that `data_shapes` says.

Receives a `Library` and the interface of every language; gives objects, in the order of the content. Ids, paths and
addresses are those of the pages; numbers are exact decimals, as text. Refuses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain, groupby
from typing import Any, TypeVar, cast

from build_scripts.content.identifiers import Identifier
from build_scripts.content.interface import Interface
from build_scripts.content.model import Attribution
from build_scripts.ground.markdown import Prose
from build_scripts.ground.texts import Texts, note_read
from build_scripts.library.claims import Claim, Comparison, Point
from build_scripts.library.figures import Given, all_given, exact, find_differing
from build_scripts.library.index import Brief, Library, ReportNode, Statement
from build_scripts.library.notes import note_kind, warning_in, warning_notes
from build_scripts.library.references import reference_to
from build_scripts.outputs import data_shapes as shapes
from build_scripts.outputs.events import event_rows
from build_scripts.translation.states import ShownState

T = TypeVar("T")


class DataRows:
    """Turns a library into objects, each written on one line of JSON."""

    def __init__(self, library: Library, interfaces: Sequence[Interface]) -> None:
        """Take what the objects are made of."""
        self.library = library
        self.interfaces = interfaces
        self.base = library.site.base_url.rstrip("/")

    def lines(self, name: str) -> Iterable[str]:
        """Give the objects of a file by its name without `.json`, each as a line."""
        made: Mapping[str, Callable[[], Iterable[str]]] = {
            "reports": lambda: map(_line, map(self._report, self.library.reports.values())),
            "statements": self._statements,
            "comparisons": self._comparisons,
            "figures": lambda: self.library.recall("figures of data", "", self._figures),
            "events": lambda: map(_line, event_rows(self.library, self.interfaces)),
            "withdrawn": lambda: map(_line, map(self._withdrawn, sorted(self.library.succession.withdrawn))),
        }
        return made[name]()

    def items(self, name: str) -> Iterator[dict[str, Any]]:
        """Give the same as objects."""
        return map(json.loads, self.lines(name))

    @cached_property
    def states(self) -> Mapping[tuple[str, str], ShownState]:
        """Give the state of every unit by language and address."""
        return {
            (file.language, f"{file.path.removesuffix(f'.{file.language}.md')}#{unit.id}"): unit.shown_state
            for file in self.library.translations
            for unit in file.units
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

    def _report(self, report: ReportNode) -> shapes.Report:
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
            "date": cast(shapes.DateFact, facts.date.model_dump(mode="json")) if facts.date else None,
            "language": facts.language,
            "source_file": facts.source_file,
            "original": cast(shapes.Original, facts.original.model_dump(mode="json")) if facts.original else None,
            "cites_basis": facts.cites_basis,
            "references": [cast(shapes.Reference, one.model_dump(mode="json")) for one in report.references.values()],
            "briefs": [self._brief(brief) for brief in report.briefs],
        }

    def _withdrawn(self, one: Identifier) -> shapes.Withdrawn:
        own = self.library.succession.withdrawn[one]
        return {
            "kind": one.kind,
            "id": one.key,
            "formerly": self.library.formerly(one.kind, one.key),
            "since": own.since,
            "label": self._ordered(own.label) if own.label else None,
            "reason": self._ordered(own.reason),
            "instead": [{"kind": each.kind, "id": each.key} for each in self.library.succession.instead(one)],
        }

    def _brief(self, brief: Brief) -> shapes.Brief:
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
        return chain.from_iterable(found)

    def _lines(self, statements: Iterable[Statement]) -> list[str]:
        return [_line(self._statement(statement)) for statement in statements]

    def _statement(self, statement: Statement) -> shapes.Statement:
        library = self.library
        return {
            "id": statement.key,
            "formerly": self.library.formerly("statement", statement.key),
            "report": statement.report,
            "brief": f"{statement.report}/{statement.brief}",
            "anchor": statement.id,
            "number": statement.number,
            "page": statement.page,
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
        return chain.from_iterable(found)

    def _points(self, comparison: Comparison) -> list[str]:
        return [_line(self._point(comparison, point)) for point in comparison.points]

    def _point(self, comparison: Comparison, point: Point) -> shapes.Point:
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

    def _translation(self, claim: Claim, unit: str) -> dict[str, ShownState]:
        """Give the state of each translation; where nothing is recorded, whether there is one."""
        note_read(unit)
        return {
            code: self.states.get((code, unit), "current" if code in claim.text else "missing")
            for code in self.library.languages[1:]
        }

    def _figures(self) -> list[str]:
        differing = find_differing(self.library)
        return [_line(self._figure(given, given.key in differing)) for given in all_given(self.library)]

    def _figure(self, given: Given, is_contradicted: bool) -> shapes.Figure:
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
            "scope": _by_language(figure.scope),
            "scenario": _by_language(figure.scenario),
            "note": _by_language(figure.note),
            "printed": _by_language(figure.printed),
            "contradicted": is_contradicted,
            "warning": self._warning(given.statement),
            "path": path,
            "urls": self._urls(path),
        }

    def _sector(self, given: Given) -> str:
        return self.library.indicators[given.figure.indicator].sector or given.statement.sectors[0]


def _line(item: Mapping[str, Any]) -> str:
    return json.dumps(item, ensure_ascii=False)


def _by_language(texts: Texts[str] | None) -> dict[str, str] | None:
    return dict(texts) if texts else None


def _attribution(fact: Attribution | None) -> shapes.NamedFact | None:
    return {"name": dict(fact.name), "basis": fact.basis} if fact else None
