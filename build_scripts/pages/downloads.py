"""What lies below /data/: the tables, the files for programs, the workbooks, and what each holds, in words.

Receives a `Library` and a `gettext`; gives names of files, words or their messages, numbers of rows. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from build_scripts.library.data_names import OBJECTS, TABLES, schema_name, workbook_name
from build_scripts.pages.text import Text


@dataclass(frozen=True)
class Download:
    """A file below /data/: its name, the message that says what it holds, and how many rows, if it has such."""

    name: str
    about: str
    rows: int | None = None


def table_titles(gettext: Callable[[str], str]) -> Mapping[str, str]:
    """Give what each table is called."""
    titles = (gettext("Reports"), gettext("Statements"), gettext("Recommendations"), gettext("Comparisons"))
    return dict(zip(TABLES, (*titles, gettext("Figures"), gettext("Events"), gettext("Glossary")), strict=True))


def table_meanings(gettext: Callable[[str], str]) -> Mapping[str, str]:
    """Say what a row of each table is, and of what there is a file for programs alone."""
    return {
        "reports": gettext("The reports: what is known of each and how, its sectors, where to get it."),
        "statements": gettext("Every statement: text, kind, actors, sectors, notes, state of the translation."),
        "recommendations": gettext("Those of the statements that recommend something, with the same columns."),
        "comparisons": gettext("Every point of the comparisons: text, kind, the statements that it rests on."),
        "figures": gettext("Every figure: indicator, place, year, exact value or range, unit, statement."),
        "events": gettext("Every event: date (EDTF) with its first and last day, kind, actors, statements."),
        "glossary": gettext("Every term: its preferred, accepted and avoided forms in each language."),
        "withdrawn": gettext("What was withdrawn: its old id, since when and why, what stands instead."),
    }


class Downloads:
    """The files as the page of figures lists them."""

    def __init__(self, text: Text) -> None:
        """Take the text of the page's language."""
        self.library, self.language = text.library, text.language
        self._meanings = table_meanings(str)  # the template says them, and marks them where they fall back

    @property
    def workbooks(self) -> tuple[tuple[str, str], ...]:
        """Give the workbooks with the code of their language, that of the page first."""
        codes = sorted(self.library.languages, key=lambda code: code != self.language)
        return tuple((workbook_name(code), code) for code in codes)

    @property
    def tables(self) -> tuple[Download, ...]:
        """Give the tables in CSV."""
        counts = self._counts
        return tuple(Download(f"{name}.csv", self._meanings[name], counts[name]) for name in TABLES)

    @property
    def objects(self) -> tuple[tuple[Download, str], ...]:
        """Give the files for programs, each with the name of its schema."""
        return tuple((Download(f"{name}.json", self._meanings[name]), schema_name(name)) for name in OBJECTS)

    @property
    def _counts(self) -> Mapping[str, int]:
        library = self.library
        kinds = library.kinds.statements
        return {
            "reports": len(library.reports),
            "statements": len(library.statements),
            "recommendations": sum(kinds[one.kind].recommends for one in library.statements.values()),
            "comparisons": sum(len(comparison.points) for comparison in library.comparisons.values()),
            "figures": library.figure_count,
            "events": len(library.events),
            "glossary": len(library.terms),
        }
