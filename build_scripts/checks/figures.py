"""Typed figures held to their statements: value, sign, unit, qualifier, year, base year and place → findings.

Receives the content; returns for each figure what its statement states otherwise, in every language that can be read.
Refuses nothing: but for its value, what a statement leaves unsaid contradicts no figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from build_scripts.checks.figure_values import Held, find_difference, find_value
from build_scripts.checks.pair import Finding
from build_scripts.content.entries import Content, MarkdownEntry, ReportEntry
from build_scripts.content.fronts import BriefFront
from build_scripts.content.model import Figure, Labelled
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.messages import Named, Phrase, both, sentences
from build_scripts.ground.problems import Place
from build_scripts.library.figures import quantity_of
from build_scripts.quantities import (
    LANGUAGES,
    Name,
    Names,
    Stated,
    in_base_units,
    names_a_fall,
    names_the_world,
    primary,
    read_statement,
    unknown_units,
)

SETTINGS = ("names.yml", "places.yml", "indicators.yml", "units.yml")
Found = Iterator[tuple[str, Finding]]
Forms = Mapping[str, tuple[str, ...]]


def check_figures(content: Content) -> Iterator[tuple[Path, str, Place, Finding]]:
    """A typed figure stands in its statement, in every language; gives file, unit, place and finding."""
    for report in content.reports:
        briefs: defaultdict[str, list[tuple[int, Figure]]] = defaultdict(list)
        for no, figure in report.figures.items():
            briefs[figure.statement.partition("#")[0]].append((no, figure))
        for brief, figures in briefs.items():
            for entry in report.briefs.get(brief, {}).values():
                make = partial(_check_brief, content, report, figures, entry)
                for name, place, finding in content.recall("figures", (report.yaml.path, entry.path), make, SETTINGS):
                    # What a translation says otherwise than its source is set aside by itself, and stops nothing here.
                    is_source = entry.language == content.source
                    yield entry.path, name, place, finding if is_source else replace(finding, level="warning")


def _check_brief(
    content: Content, report: ReportEntry, figures: Iterable[tuple[int, Figure]], entry: MarkdownEntry[BriefFront]
) -> list[tuple[str, Place, Finding]]:
    if primary(entry.language) not in LANGUAGES:
        return []
    forms, units, found = _forms(content), content.names.units, []
    subjects = Names(subjects=tuple(Name(key, words) for key, words in sorted(forms.items())))
    statements = {item.id: item for item in entry.outline.statements if item.text}
    for no, figure in figures:
        statement, value = statements.get(figure.statement.partition("#")[2]), quantity_of(figure, units)
        if statement and value and statement.text and not unknown_units(figure.unit, [own.id for own in units]):
            stated = read_statement(statement.text.wording, entry.language, content.names, subjects)
            value, falls = in_base_units(value, units), _falls(content, figure)
            held = Held(figure, value, falls, stated, statement.text.words, entry.path.name)
            checks = (_check_value, _check_dates, _check_order, partial(_check_place, content, forms))
            for field, finding in (each for check in checks for each in check(held)):
                place = report.yaml.place("figures", no, field)
                found.append((statement.id, place, replace(finding, numbers=_numbers(figure, stated))))
    return found


def _numbers(figure: Figure, stated: Stated) -> tuple[str, ...]:
    """Give the numbers that a waiver must name: those of the figure, and those that its statement states."""
    own = (str(number) for number in (figure.value, figure.low, figure.high) if number is not None)
    return tuple(dict.fromkeys([*own, *(item.text for item in stated.values)]))


def _forms(content: Content) -> Mapping[str, Forms]:
    """Give the words for each declared subject and place by language; the label of a place is one of them."""
    forms: defaultdict[str, defaultdict[str, tuple[str, ...]]] = defaultdict(lambda: defaultdict(tuple))
    for name in content.names.subjects:
        for language, words in name.forms.items():
            forms[name.id][language] += words
    for key, place in content.tables.places.entries.items():
        for language, label in place.label.items():
            forms[key][primary(language)] += (label,)
    return {key: dict(by_language) for key, by_language in forms.items()}


def _falls(content: Content, figure: Figure) -> bool | None:
    """Tell whether the label of the indicator names a decrease; None where no label can be read."""
    indicator = content.tables.indicators.entries.get(figure.indicator)
    labels = indicator.label.items() if indicator else ()
    told = [names_a_fall(label, code) for code, label in labels if primary(code) in LANGUAGES]
    return any(told) if told else None


def _check_value(held: Held) -> Found:
    difference = find_difference(held)
    if difference:
        yield difference


def _check_dates(held: Held) -> Found:
    """The year and the base year stand in the statement, each as what it is."""
    figure, stated = held.figure, held.stated
    year, baseline = figure.year if figure.year_basis == "stated" else None, figure.baseline
    if year and not states_date(year, stated):
        hint = Phrase("Mend the year, or say that it is known otherwise: year_basis: inferred.")
        yield "year", _other_year(held, hint)
    if baseline and not states_date(baseline, stated):
        hint = Phrase("Mend the base year, or leave it out: it must stand in the statement.")
        yield "baseline", _other_baseline(held, hint)
    base = stated.baselines
    if year and {int(year[:4])} <= base and "/" not in year:
        hint = Phrase("There it is what is measured against: write it as baseline.")
        yield "year", _other_year(held, hint)
    if baseline and states_date(baseline, stated) and base and int(baseline[:4]) not in base:
        hint = Phrase("There it is %(years)s that is measured against.", years=both(sorted(base)))
        yield "baseline", _other_baseline(held, hint)
    if not baseline and len(base) == 1 and len(stated.values) == 1:
        message = Phrase('"%(figure)s" has no base year, but %(file)s says one: “%(words)s”', **held.names)
        yield "id", Finding("figure-date-differs", message, Phrase("Write baseline: %(year)s.", year=min(base)))


def _other_year(held: Held, hint: Phrase) -> Finding:
    message = Phrase(
        'the year %(date)s of "%(figure)s" is not what %(file)s says: “%(words)s”', date=held.figure.year, **held.names
    )
    return Finding("figure-date-differs", message, hint)


def _other_baseline(held: Held, hint: Phrase) -> Finding:
    message = Phrase(
        'the base year %(date)s of "%(figure)s" is not what %(file)s says: “%(words)s”',
        date=held.figure.baseline,
        **held.names,
    )
    return Finding("figure-date-differs", message, hint)


def _other_place(held: Held, hint: Phrase) -> Finding:
    message = Phrase(
        'the place "%(place)s" of "%(figure)s" is not what %(file)s says: “%(words)s”',
        place=held.figure.geography,
        **held.names,
    )
    return Finding("figure-place-differs", message, hint)


def states_date(date: str, stated: Stated) -> bool:
    """Tell whether a statement says a date of EDTF: its years, and its months if it has any."""
    parsed = parse_edtf(date)
    months = {(end.year, end.month) for end in (parsed.first, parsed.last)} if min(parsed.precisions) > 1 else ()
    return stated.states_years(parsed.first.year, parsed.last.year) and all(stated.states_month(*end) for end in months)


def _check_order(held: Held) -> Found:
    """Where a statement gives several values by year or by place, the figure has the value of its own."""
    item, figure = find_value(held.value, held.stated), held.figure
    if item is None:
        return
    by_year, by_place = held.stated.values_by("year", item), held.stated.values_by("place", item)
    if figure.year_basis == "stated" and by_year.get(figure.year or "", item.low) != item.low:
        yield "year", _other_year(held, Phrase("There the value stands with another year."))
    if by_place.get(figure.geography, item.low) != item.low:
        yield "geography", _other_place(held, Phrase("There the value stands with another place."))


def _check_place(content: Content, subjects: Mapping[str, Forms], held: Held) -> Found:
    """A statement that names places names that of the figure, or one that it is made of; a note may say why not."""
    places, place = content.tables.places.entries, held.figure.geography
    world = {key for key in places if any(names_the_world(*label) for label in _labels(places, key))}
    named = (held.stated.places & set(places)) - world
    own = [word for words in subjects.get(place, {}).values() for word in words]
    is_named = place in named or (place in world and held.stated.names_the_world)
    if not named or is_named or any(_is_part(subjects[other], own) for other in named) or held.figure.note:
        return
    there = Phrase("There stand: %(places)s.", places=[Named(key, dict(places[key].label)) for key in sorted(named)])
    remedy = Phrase(
        "Mend the place, say in a note why it is another, or declare the words for it in names.yml: subjects."
    )
    yield "geography", _other_place(held, sentences(there, remedy))


def _is_part(forms: Forms, whole: Iterable[str]) -> bool:
    """Tell whether a label holds a form of another place: North and South."""
    return any(word in label for words in forms.values() for word in words for label in whole)


def _labels(places: Mapping[str, Labelled], key: str) -> Iterator[tuple[str, str]]:
    return ((label, code) for code, label in places[key].label.items())
