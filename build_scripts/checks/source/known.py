"""What the content declares besides its statements: forms of terms, and the year in which a report was written.

Receives the content and a report; gives `Known`. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from build_scripts.checks.source.marks import fold_title
from build_scripts.content.entries import Content, ReportEntry
from build_scripts.content.model import Term
from build_scripts.ground.dates import parse_edtf


@dataclass(frozen=True)
class Known:
    """Forms of one term by each of them, folded; the same as they are written; the year in which
    the report was written, or 0."""

    terms: Mapping[str, frozenset[str]]
    written: tuple[str, ...]
    year: int

    def forms(self, key: str) -> frozenset[str]:
        """Give the other forms of what is called so."""
        return self.terms.get(key, frozenset())


def find_known(content: Content, report: ReportEntry) -> Known:
    """Give what is declared for a report."""
    terms: dict[str, frozenset[str]] = {}
    written: list[str] = []
    for term in content.tables.glossary.entries.values():
        written += _forms(term)
        forms = frozenset(map(fold_title, _forms(term)))
        terms |= {form: terms.get(form, frozenset()) | (forms - {form}) for form in forms}
    date = report.facts.date if report.facts else None
    year = parse_edtf(date.value).first.year if date else 0
    return Known(terms, tuple(written), year)


def _forms(term: Term) -> list[str]:
    forms = [form for own in term.forms.values() for form in (own.preferred, *own.accepted, *own.avoid, *own.sought)]
    return [*forms, term.acronym] if term.acronym else forms
