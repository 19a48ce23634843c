"""The statements of a report as they are proofread: what each says, what is declared of it, what it rests on.

Receives the content, a report and the language to compare in; gives `Claim`s in the order of the report. Refuses
nothing: a statement that has no version in that language is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from build_scripts.checks.source.index import DENSE, tokens_of
from build_scripts.checks.source.marks import Mark, find_marks, fold_title
from build_scripts.content.entries import Content, ReportEntry
from build_scripts.content.model import Figure
from build_scripts.content.outline import RawStatement
from build_scripts.quantities import Names, Quantity, figure_quantity, fit, primary, read

_TARGET = re.compile(r"\]\([^)]*\)")


@dataclass(frozen=True)
class Claim:
    """A statement in the language that is compared: its words and marks, and its tokens in that of the original.

    `declared` are the quantities that its notes, the index of the report, the references that it cites, or the inferred
    years of its figures say besides; `printed` has what the original prints for a figure of another value, with that;
    `words_declared` are the letters of all that is said besides; `notes` is the Markdown of the editors’ notes.
    """

    brief: str
    id: str
    path: Path
    line: int
    text: str
    marks: tuple[Mark, ...]
    tokens: frozenset[str]
    declared: tuple[Quantity, ...]
    printed: tuple[tuple[Quantity, Quantity], ...]
    words_declared: str
    notes: tuple[str, ...]
    pages: tuple[str, ...]

    @property
    def key(self) -> str:
        """Give the id within the report."""
        return f"{self.brief}#{self.id}"

    def declares(self, item: Quantity) -> bool:
        """Tell whether a quantity is said besides."""
        return any(fit(item, other) for other in self.declared)

    def prints(self, item: Quantity, other: Quantity) -> bool:
        """Tell whether it is known that the original prints one quantity where the statement has another."""
        return any(fit(item, typed) and fit(other, printed) for printed, typed in self.printed)


def find_claims(content: Content, report: ReportEntry, language: str, original: str) -> Iterator[Claim]:
    """Give the statements of a report in a language, to be held to an original in another or the same."""
    figures: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in report.figures.values():
        figures[figure.statement].append(figure)
    corrections = _corrections(report, language)
    chapters = report.facts.chapters if report.facts else ()
    order = [*chapters, *(name for name in report.briefs if name not in chapters)]
    for name in (name for name in order if language in report.briefs.get(name, {})):
        versions = report.briefs[name]
        entry = versions[language]
        own = {item.id: item for item in versions[original].outline.statements} if original in versions else {}
        first = versions.get(content.source, entry)  # whose attributes are those of all versions
        attributes = {item.id: item.attributes for item in first.outline.statements}
        for item in (item for item in entry.outline.statements if item.id in attributes):
            text, emphasised = statement_text(item)
            marks = find_marks(text, language, content.names, emphasised)
            if _is_dense(original) and not _is_dense(language):  # whose titles and names are written otherwise
                marks = tuple(mark for mark in marks if mark.quantity)
            there = statement_text(own[item.id])[0] if item.id in own else text
            notes = " ".join([*(note.words for note in item.notes), *corrections[f"{name}#{item.id}"]])
            own_figures = figures[f"{name}#{item.id}"]
            printed = [(one, text) for one in own_figures if one.printed for text in _in(one.printed, original)]
            years = [one.year for one in own_figures if one.year and one.year_basis == "inferred"]
            cited = " ".join(_cited(report, attributes[item.id].get("cites"), language))
            yield Claim(
                name,
                item.id,
                entry.path,
                item.place.line or 1,
                text,
                marks,
                tokens_of(there, marks),
                _quantities([notes, cited, *years], language, content.names),
                tuple(_printed(printed, original, content.names)),
                fold_title(f"{notes} {cited} {' '.join(text for _, text in printed)}"),
                tuple(note.source for note in item.notes),
                attributes[item.id].get("page"),
            )


def _corrections(report: ReportEntry, language: str) -> Mapping[str, list[str]]:
    """Give the lines of the report’s index that lead to a statement, by its id: what editors say of the original."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    body = report.indexes[language].body if language in report.indexes else ""
    for line in body.split("\n"):
        for key in re.findall(rf"\(ref:reports/{re.escape(report.id)}/([\w-]+#[\w-]+)\)", line):
            found[key].append(_TARGET.sub("]", line))
    return found


def _is_dense(language: str) -> bool:
    return primary(language) in DENSE


def statement_text(item: RawStatement) -> tuple[str, tuple[str, ...]]:
    """Give the words of a statement with its details, and those that are emphasised; its notes are the editors' own."""
    proses = [item.text, *(prose for name, prose in item.parts if name.startswith("details"))]
    return " ".join(prose.wording for prose in proses), tuple(w for prose in proses for w in prose.emphasised)


def _cited(report: ReportEntry, cites: tuple[str, ...], language: str) -> Iterator[str]:
    """Give the labels of the references of the report that a statement cites."""
    for reference in report.references.values():
        if reference.id in cites:
            yield from _in(reference.label, language)


def _in(texts: Mapping[str, str], language: str) -> list[str]:
    return [texts[language]] if language in texts else []


def _quantities(texts: list[str], language: str, names: Names) -> tuple[Quantity, ...]:
    return tuple(item for text in texts for item in read(text, language, names))


def _printed(figures: list[tuple[Figure, str]], language: str, names: Names) -> Iterator[tuple[Quantity, Quantity]]:
    for figure, text in figures:
        if typed := typed_quantity(figure):
            yield from ((item, typed) for item in read(text, language, names))


def typed_quantity(figure: Figure) -> Quantity | None:
    """Give what a figure says, or None where it cannot be read, of which a rule tells."""
    try:
        return figure_quantity(figure.value, figure.low, figure.high, figure.unit, figure.qualifier or "")
    except (ValueError, KeyError):
        return None
