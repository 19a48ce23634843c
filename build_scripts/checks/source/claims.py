"""The statements of a report as they are proofread: what each says, what is declared of it, what it rests on.

Receives the content, a report and the language to compare in; gives `Claim`s in the order of the report. Refuses
nothing: a statement that has no version in that language is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from build_scripts.checks.source.index import DENSE, tokens_of
from build_scripts.checks.source.marks import Mark, find_marks, fold_title
from build_scripts.content.entries import Content, ReportEntry
from build_scripts.content.model import Figure
from build_scripts.content.outline import RawStatement
from build_scripts.quantities import Names, Quantity, fit, primary, read


@dataclass(frozen=True)
class Claim:
    """A statement in the language that is compared: its words and marks, and its tokens in that of the original.

    `declared` are the quantities that its notes, the references that it cites, or its figures as printed or inferred,
    say besides; `words_declared` are their letters.
    """

    brief: str
    id: str
    path: Path
    line: int
    text: str
    marks: tuple[Mark, ...]
    tokens: frozenset[str]
    declared: tuple[Quantity, ...]
    words_declared: str
    pages: tuple[str, ...]

    @property
    def key(self) -> str:
        """Give the id within the report."""
        return f"{self.brief}#{self.id}"

    def declares(self, item: Quantity) -> bool:
        """Tell whether a quantity is said besides."""
        return any(fit(item, other) for other in self.declared)


def find_claims(content: Content, report: ReportEntry, language: str, original: str) -> Iterator[Claim]:
    """Give the statements of a report in a language, to be held to an original in another or the same."""
    figures: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in report.figures.values():
        figures[figure.statement].append(figure)
    chapters = report.facts.chapters if report.facts else ()
    order = [*chapters, *(name for name in report.briefs if name not in chapters)]
    for name in (name for name in order if language in report.briefs.get(name, {})):
        versions = report.briefs[name]
        entry = versions[language]
        own = {item.id: item for item in versions[original].outline.statements} if original in versions else {}
        for item in entry.outline.statements:
            text, emphasised = statement_text(item)
            marks = find_marks(text, language, content.names, emphasised)
            if _is_dense(original) and not _is_dense(language):  # whose titles and names are written otherwise
                marks = tuple(mark for mark in marks if mark.quantity)
            there = statement_text(own[item.id])[0] if item.id in own else text
            notes = " ".join(note.words for note in item.notes)
            printed = _printed(figures[f"{name}#{item.id}"], original)
            cited = " ".join(_cited(report, item, language))
            yield Claim(
                name,
                item.id,
                entry.path,
                item.place.line or 1,
                text,
                marks,
                tokens_of(there, marks),
                (*_quantities([notes, cited], language, content.names), *_quantities(printed, original, content.names)),
                fold_title(f"{notes} {cited} {' '.join(printed)}"),
                item.attributes.get("page"),
            )


def _is_dense(language: str) -> bool:
    return primary(language) in DENSE


def statement_text(item: RawStatement) -> tuple[str, tuple[str, ...]]:
    """Give the words of a statement with its details, and those that are emphasised; its notes are the editors' own."""
    proses = [item.text, *(prose for name, prose in item.parts if name.startswith("details"))]
    return " ".join(prose.wording for prose in proses), tuple(w for prose in proses for w in prose.emphasised)


def _printed(figures: list[Figure], language: str) -> list[str]:
    """Give what is said of figures that their statement need not have from the original: printed forms, known years."""
    printed = [text for figure in figures if figure.printed for text in _in(figure.printed, language)]
    return printed + [figure.year for figure in figures if figure.year and figure.year_basis == "inferred"]


def _cited(report: ReportEntry, item: RawStatement, language: str) -> Iterator[str]:
    """Give the labels of the references of the report that a statement cites."""
    cites = item.attributes.get("cites")
    for reference in report.references.values():
        if reference.id in cites:
            yield from _in(reference.label, language)


def _in(texts: Mapping[str, str], language: str) -> list[str]:
    return [texts[language]] if language in texts else []


def _quantities(texts: list[str], language: str, names: Names) -> Iterator[Quantity]:
    for text in texts:
        yield from read(text, language, names)
