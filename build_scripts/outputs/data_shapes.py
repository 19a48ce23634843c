"""What an object of each JSON file under /data/ holds: mypy holds the code to it, and JSON Schema tells it to others.

A file is an array of such objects. Fields may be added, none goes; so the schemas are open. Refuses nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from build_scripts.content.shapes import Basis, CitesBasis, Qualifier
from build_scripts.ground.files import read_text
from build_scripts.ground.texts import LANGUAGE_PATTERN
from build_scripts.translation.states import ShownState

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
Language = Annotated[str, Field(pattern=LANGUAGE_PATTERN)]
Words = dict[Language, str]
Lists = dict[Language, list[str]]
Number = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", description="An exact decimal, written out in full.")]
Url = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Urls = dict[Language, Url]
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]


class NamedFact(TypedDict):
    """A fact about a report, and whether its text states it."""

    name: Words
    basis: Basis


class DateFact(TypedDict):
    """When a report was published (EDTF), and how that is known."""

    value: str
    basis: Basis
    note: Words | None


class Author(TypedDict):
    """Who wrote a report."""

    name: Words
    role: Words | None


class Original(TypedDict):
    """Where to get a report."""

    url: Url | None
    archived: Url | None
    note: Words | None


class Reference(TypedDict):
    """A source that a report names."""

    id: str
    label: Words
    url: Url | None
    archived: Url | None


class Brief(TypedDict):
    """What a report says on one sector."""

    id: str
    formerly: list[str]
    sector: str
    path: str
    title: Words
    section: Words
    statements: list[str]


class Report(TypedDict):
    """A report, with its briefs."""

    id: str
    formerly: list[str]
    path: str
    urls: Urls
    title: Words
    title_basis: Basis
    short: Words
    publisher: NamedFact | None
    authors: list[Author]
    date: DateFact | None
    language: Language
    source_file: str | None
    original: Original | None
    cites_basis: CitesBasis
    references: list[Reference]
    briefs: list[Brief]


class Claim(TypedDict):
    """What statements and points have in common."""

    id: str
    formerly: list[str]
    anchor: str
    number: int
    kind: str
    path: str
    urls: Urls
    text: Words
    details: Words
    notes: Lists
    warning: Words | None
    translation: dict[Language, ShownState]


class Statement(Claim):
    """A statement: what a report says, in the words of the site."""

    report: str
    brief: str
    page: str
    reference: Words
    actors: list[str]
    sectors: list[str]
    note_kinds: list[str | None]
    cites: list[str]
    figures: list[str]
    events: list[str]


class Point(Claim):
    """A point of a comparison, with the statements that it rests on."""

    sector: str
    rests: list[str]


class Figure(TypedDict):
    """A typed figure: a value, or both ends of a range."""

    id: str
    formerly: list[str]
    report: str
    statement: str
    reference: Words
    indicator: str
    indicator_label: Words
    sector: str
    geography: str
    geography_label: Words
    year: str | None
    year_basis: Basis | None
    value: Number | None
    low: Number | None
    high: Number | None
    unit: str
    qualifier: Qualifier | None
    baseline: str | None
    scope: Words | None
    scenario: Words | None
    note: Words | None
    printed: Words | None
    contradicted: bool
    warning: Words | None
    path: str
    urls: Urls


class Event(TypedDict):
    """An event: its date (EDTF), with the first and the last day that this may mean."""

    id: str
    formerly: list[str]
    date: str
    date_basis: Basis
    first_day: Day
    last_day: Day
    kind: str
    due: bool
    actors: list[str]
    label: Words
    reference: Words
    statements: list[str]
    path: str
    urls: Urls


class Other(TypedDict):
    """What stands instead of something."""

    kind: str
    id: str


class Withdrawn(TypedDict):
    """What was published and stands no longer."""

    kind: str
    id: str
    formerly: list[str]
    since: str
    label: Words | None
    reason: Words
    instead: list[Other]


SHAPES: Mapping[str, Any] = {
    "reports": list[Report],
    "statements": list[Statement],
    "comparisons": list[Point],
    "figures": list[Figure],
    "events": list[Event],
    "withdrawn": list[Withdrawn],
}


# What no table shows has its meaning here.
_MEANINGS = {
    "formerly": "Ids that it had before.",
    "path": "Its address below that of the language.",
    "anchor": "The last part of its id, by which its page is entered.",
    "name": "The name, as the report gives it.",
    "role": "Their role or post, as the report gives it.",
    "basis": "Whether the report states it, or the site infers it.",
    "url": "The address.",
    "archived": "The address of a copy in an archive, for where the other is gone.",
    "source_file": "The file that the summaries were made from.",
    "original": "Where to get the original: an address, words, or both.",
    "cites_basis": "Whether the report marks the references of its statements, or the editors placed them.",
    "references": "The sources that the report names.",
    "briefs": "What it says, by sector.",
    "section": "The part of the report that the brief is about.",
    "note_kinds": "The kind of each note, in their order.",
    "since": "Since when it stands no longer, in EDTF.",
    "reason": "Why it stands no longer.",
    "instead": "What stands instead.",
}


def data_schema(name: str, meanings: Mapping[str, str]) -> dict[str, Any]:
    """Give the JSON Schema of a file by its name, with what each field of it means, by the field's name."""
    known = {**_MEANINGS, **meanings}
    schema = TypeAdapter(SHAPES[name]).json_schema()
    said = _docstrings()
    for shape, own in schema["$defs"].items():
        for field, each in own["properties"].items():
            each.pop("title", None)
            each["description"] = known[field]
        schema["$defs"][shape] = {"description": said[shape], **own}
    return {"$schema": _DIALECT, "title": f"{name}.json", **schema}


@cache
def _docstrings() -> Mapping[str, str]:
    """Give what each shape of this module says of itself, which Python leaves out where it optimises (`-OO`)."""
    classes = (node for node in ast.parse(read_text(Path(__file__))[0]).body if isinstance(node, ast.ClassDef))
    return {node.name: ast.get_docstring(node) or "" for node in classes}
