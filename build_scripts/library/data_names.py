"""The files below /data/ that hold the content: their names, and what kind of file each is.

Receives a `Library`; gives names. The calendars lie beside their pages. Refuses nothing.
"""

from __future__ import annotations

from build_scripts.library.index import Library

TABLES = ("reports", "statements", "recommendations", "comparisons", "figures", "events", "glossary")
OBJECTS = ("reports", "statements", "comparisons", "figures", "events", "withdrawn")
PACKAGE = "datapackage.json"
_MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def media_type(name: str) -> str:
    """Give the media type of a file.

    >>> media_type("figures.csv")
    'text/csv'
    """
    return _MEDIA_TYPES[name.rpartition(".")[2]]


def workbook_name(code: str) -> str:
    """Give the name of the workbook of a language."""
    return f"tables.{code}.xlsx"


def schema_name(name: str) -> str:
    """Give the name of the JSON Schema of a file for programs."""
    return f"schemas/{name}.json"


def data_names(library: Library) -> tuple[str, ...]:
    """Give the names of all files that hold the content; the schemas are of the generator."""
    books = (workbook_name(code) for code in library.languages)
    return (*books, *(f"{name}.csv" for name in TABLES), PACKAGE, *(f"{name}.json" for name in OBJECTS))
