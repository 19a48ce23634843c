"""Numbers that agree: source, translation and typed figure → findings.

Receives the pieces of a unit in two languages, or the content with its typed figures; returns findings that say
what was read on each side and what the slip may be. Reading and comparing is the work of `quantities`; a language
that it cannot read is never said to agree or differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from build_scripts.checks.pair import Finding, Pair
from build_scripts.content.entries import Content, MarkdownEntry, ReportEntry
from build_scripts.content.fronts import BriefFront
from build_scripts.content.model import Figure
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.messages import NOTHING, Phrase, both, sentences
from build_scripts.ground.problems import Place
from build_scripts.library.figures import quantity_of
from build_scripts.quantities import (
    LANGUAGES,
    Comparison,
    Names,
    Quantity,
    compare,
    compare_quantities,
    primary,
    read,
    unpack_date,
)

NOT_COMPARED = "numbers-not-compared"  # said once for a language, and of no unit
_SLIPS = {
    str(slip): slip
    for slip in (
        Phrase("added"), Phrase("changed"), Phrase("currency"), Phrase("date"), Phrase("day and month swapped"),
        Phrase("dropped"), Phrase("minus sign"), Phrase("over / under"), Phrase("percent / percentage points"),
        Phrase("range reversed"), Phrase("unit"),
    )
}  # fmt: skip


def check_numbers(pair: Pair) -> Iterator[Finding]:
    """A translation states the quantities of its source, no more and no less."""
    outcome = compare(
        pair.source.wording, pair.target.wording, pair.source_language, pair.target_language, pair.site.names
    )
    if outcome.verdict == "agree":
        return
    if not {primary(pair.source_language), primary(pair.target_language)} <= LANGUAGES:
        yield Finding(
            "numbers-not-compared", Phrase("its numbers cannot be compared."), Phrase("Compare them yourself."), "note"
        )
        return
    message = _difference(outcome)
    if outcome.verdict == "unreadable":
        hint = Phrase("Write the number in a usual way, or waive it with the reason.")
        yield Finding(
            "numbers-unreadable", Phrase("cannot compare the numbers: %(message)s", message=message), hint, "warning"
        )
        return
    slip = Phrase("Likely slip: %(slips)s.", slips=slip_names(outcome.slips)) if outcome.slips else NOTHING
    yield Finding("numbers-differ", message, sentences(slip, Phrase("State the same quantity in both languages.")))


def _difference(outcome: Comparison) -> Phrase:
    """Say what only one side states."""
    source, target = _words(outcome.unmatched_source), _words(outcome.unmatched_target)
    if source and target:
        return Phrase(
            "%(source)s only in the source and %(target)s only in the translation.", source=source, target=target
        )
    if source or target:
        only = Phrase("%(source)s only in the source.", source=source)
        return only if source else Phrase("%(target)s only in the translation.", target=target)
    return Phrase("the quantities.")


def slip_names(slips: Iterable[str]) -> tuple[str, ...]:
    """Give slips as they are said to editors; powers of ten are the same in every language."""
    return tuple(_SLIPS.get(slip, slip) for slip in slips)


def _words(quantities: Sequence[Quantity]) -> tuple[str, ...]:
    return tuple(f"“{quantity.text or quantity.meaning}”" for quantity in quantities)


def check_figures(content: Content) -> Iterator[tuple[Path, str, Place, Finding]]:
    """A typed figure stands in its statement, in every language; gives file, unit, place and finding."""
    for report in content.reports:
        briefs: defaultdict[str, list[tuple[int, Figure]]] = defaultdict(list)
        for no, figure in report.figures.items():
            briefs[figure.statement.partition("#")[0]].append((no, figure))
        for brief, figures in briefs.items():
            for entry in report.briefs.get(brief, {}).values():
                make = partial(_check_figures, report, figures, entry, content.names)
                for name, place, finding in content.recall(
                    "figures", (report.yaml.path, entry.path), make, ("names.yml",)
                ):
                    # What a translation says otherwise than its source is set aside by itself, and stops nothing here.
                    is_source = entry.language == content.source
                    yield entry.path, name, place, finding if is_source else replace(finding, level="warning")


def _check_figures(
    report: ReportEntry, figures: Iterable[tuple[int, Figure]], entry: MarkdownEntry[BriefFront], names: Names
) -> list[tuple[str, Place, Finding]]:
    return [
        (identifier, report.yaml.place("figures", no, field), finding)
        for no, figure in figures
        for identifier in [figure.statement.partition("#")[2]]
        for field, finding in _check_figure(figure, identifier, entry, names)
    ]


def _check_figure(
    figure: Figure, identifier: str, entry: MarkdownEntry[BriefFront], names: Names
) -> Iterator[tuple[str, Finding]]:
    statement = next((item for item in entry.outline.statements if item.id == identifier), None)
    if statement is None or not statement.text or primary(entry.language) not in LANGUAGES:
        return
    found = read(statement.text.wording, entry.language, names)
    # What a rate is per may stand apart from its number: then the numerator must be there.
    wanted = [quantity_of(figure, unit) for unit in dict.fromkeys((figure.unit, figure.unit.split("/")[0]))]
    if all(item and compare_quantities([item], found).unmatched_source for item in wanted):
        message = Phrase(
            'the figure "%(id)s" is not what %(name)s says: “%(words)s”',
            id=figure.id,
            name=entry.path.name,
            words=statement.text.words,
        )
        hint = Phrase("There stand: %(quantities)s.", quantities=_words(found) or Phrase("no quantities"))
        yield "value", Finding("figure-differs", message, hint)
    for field, date, remedy in _stated_dates(figure):
        missing = [str(year) for year in _years(date) if not _is_stated(year, found)]
        if missing:
            message = Phrase(
                'the %(field)s %(years)s of "%(id)s" is not in %(name)s: “%(words)s”',
                field=field,
                years=both(missing),
                id=figure.id,
                name=entry.path.name,
                words=statement.text.words,
            )
            yield field, Finding("figure-date-differs", message, remedy, "warning")


def _stated_dates(figure: Figure) -> Iterator[tuple[str, str, Phrase]]:
    """Give the dates of a figure that its statement must state: the field, the date, and what else can be done."""
    if figure.year and figure.year_basis == "stated":
        yield "year", figure.year, Phrase("Mend the year, or say that it is known otherwise: year_basis: inferred.")
    if figure.baseline:
        yield (
            "baseline",
            figure.baseline,
            Phrase("Mend the base year, or leave it out: it must stand in the statement."),
        )


def _years(date: str) -> tuple[int, ...]:
    parsed = parse_edtf(date)
    return tuple(dict.fromkeys((parsed.first.year, parsed.last.year)))


def _is_stated(year: int, found: Iterable[Quantity]) -> bool:
    """Tell whether a text states a year: in a date, as a bare number (of a fiscal year), or within a decade.

    >>> [_is_stated(year, read("in the 1990s and 2005", "en")) for year in (1990, 1999, 2005, 2000)]
    [True, True, True, False]
    """
    for item in found:
        if item.kind == "date" and unpack_date(item.first)[0] <= year <= unpack_date(item.last)[0]:
            return True
        if item.kind == "count" and item.first <= year <= item.last and item.first > 1000:
            return True
        if item.kind == "era" and item.unit == "decade" and item.first <= year <= item.first + 9:
            return True
    return False
