"""The texts of the content that may carry parts of an original: all of its report, and what is made of its statements.

Receives the content, a report, its claims with what they rest on; gives `Carrier`s. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from build_scripts.checks.source.claims import Claim, typed_quantity
from build_scripts.checks.source.coverage import Carrier
from build_scripts.checks.source.index import Segment, tokens_of
from build_scripts.checks.source.marks import find_marks, fold_title
from build_scripts.content.entries import Content, MarkdownEntry, ReportEntry
from build_scripts.content.labels import walk_texts
from build_scripts.content.model import Event
from build_scripts.content.outline import Outline
from build_scripts.ground.dates import parse_edtf
from build_scripts.quantities import Quantity, pack_date

Support = list[tuple[Segment, float]]


def find_carriers(
    content: Content, report: ReportEntry, language: str, claims: Mapping[str, tuple[Claim, Support]]
) -> Iterator[Carrier]:
    """Give every text that may carry a part of the original of a report."""
    for key, (claim, support) in claims.items():
        quantities = tuple(mark.quantity for mark in claim.marks if mark.quantity)
        folded = fold_title(claim.text) + claim.words_declared
        yield Carrier(
            key,
            claim.tokens,
            (*quantities, *claim.declared, *(item for item, _ in claim.printed)),
            folded,
            tuple(support),
        )
    yield from _figures(report, claims)
    yield from _mentions(content, report, language, claims)
    for text, is_title in _own_texts(report, language):
        yield _carrier(content, "", text, language, (), is_title)


def _carrier(
    content: Content,
    name: str,
    text: str,
    language: str,
    support: tuple[tuple[Segment, float], ...],
    is_title: bool = False,
) -> Carrier:
    marks = find_marks(text, language, content.names)
    quantities = tuple(mark.quantity for mark in marks if mark.quantity)
    return Carrier(name, tokens_of(text, marks), quantities, fold_title(text), support, is_title)


def _figures(report: ReportEntry, claims: Mapping[str, tuple[Claim, Support]]) -> Iterator[Carrier]:
    """Give the typed figures of statements that there are."""
    for figure in report.figures.values():
        if figure.statement in claims:
            quantity = typed_quantity(figure)
            quantities = (quantity,) if quantity else ()
            yield Carrier(figure.id, frozenset(), quantities, "", tuple(claims[figure.statement][1]))


def _mentions(
    content: Content, report: ReportEntry, language: str, claims: Mapping[str, tuple[Claim, Support]]
) -> Iterator[Carrier]:
    """Give the events and points of comparisons that rest on statements that there are."""
    for event in content.tables.events.entries.values():
        rests = _supports(event.statements, report, claims)
        if rests and language in event.label:
            carrier = _carrier(content, event.id, event.label[language], language, rests)
            yield replace(carrier, quantities=(*carrier.quantities, _year(event)))
    for sector, versions in content.comparisons.items():
        for point in versions[language].outline.statements if language in versions else ():
            rests = _supports(point.attributes.get("rests"), report, claims)
            if rests:
                yield _carrier(content, f"{sector}#{point.id}", point.text.wording, language, rests)


def _year(event: Event) -> Quantity:
    year = pack_date(parse_edtf(event.date).first.year)
    return Quantity("date", year, year)


def _supports(
    keys: tuple[str, ...], report: ReportEntry, claims: Mapping[str, tuple[Claim, Support]]
) -> tuple[tuple[Segment, float], ...]:
    own = (key.partition("/")[2] for key in keys if key.startswith(f"{report.id}/"))
    return tuple(pair for key in own if key in claims for pair in claims[key][1])


def _own_texts(report: ReportEntry, language: str) -> Iterator[tuple[str, bool]]:
    """Give the prose, titles and facts of a report, and whether they are titles."""
    groups: list[Mapping[str, MarkdownEntry[Any]]] = [report.indexes, *report.briefs.values()]
    for entry in (group[language] for group in groups if language in group):
        yield from ((text, True) for text in (entry.front.title, getattr(entry.front, "section", None)) if text)
        yield from _prose(entry.outline)
    shapes = (report.facts, *report.references.values())
    for texts in (texts for shape in shapes for _, texts in walk_texts(shape)):
        yield from ((text, False) for text in texts.values() if isinstance(text, str))


def _prose(outline: Outline) -> Iterator[tuple[str, bool]]:
    yield outline.intro.wording, False
    for section in outline.sections:
        yield section.title.wording, True
        yield from ((run.prose.wording, False) for run in section.runs)
