"""Tables and files → `datapackage.json` (Frictionless Data Package 1), which tells what each file and column is.

Receives a `Library`, tables, and what is known of the files that are made; gives text. Words are English, as the names
are; titles of the site are in its source language. Refuses nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from build_scripts.library.data_names import media_type, schema_name
from build_scripts.library.dates import newest_change
from build_scripts.library.index import Library
from build_scripts.outputs.data_words import field_words, in_english, words_of
from build_scripts.outputs.tables import Column, Table
from build_scripts.pages.downloads import table_meanings, table_titles


@dataclass(frozen=True)
class FileFacts:
    """How many bytes a file has, and their SHA-256 in hexadecimal."""

    size: int
    sha256: str


def file_facts(data: bytes) -> FileFacts:
    """Give the facts of a file that has these bytes."""
    return FileFacts(len(data), hashlib.sha256(data).hexdigest())


def data_package(library: Library, tables: Sequence[Table], files: Mapping[str, FileFacts]) -> str:
    """Give the package; `files` are by their names under /data/, in the order in which it lists them."""
    site, source = library.site, library.source
    about = (site.about or site.tagline or site.name).pick(source)
    found = {
        "profile": "data-package",
        "name": "data",
        "title": site.name.pick(source),
        "description": about,
        "homepage": f"{site.base_url.rstrip('/')}/",
        "version": newest_change(library, source) or None,
        "licenses": [{"title": site.licence.name, "path": site.licence.url}] if site.licence else None,
        "contributors": _contributors(library),
        "resources": [_resource(library, tables, name, facts) for name, facts in files.items()],
    }
    return json.dumps(_known(found), ensure_ascii=False, indent=1) + "\n"


def _contributors(library: Library) -> list[dict[str, Any]] | None:
    publisher = library.site.publisher
    own = (
        {"title": publisher.name.pick(library.source), "path": publisher.url, "role": "publisher"} if publisher else {}
    )
    return [_known(own)] if own else None


def _resource(library: Library, tables: Sequence[Table], file: str, facts: FileFacts) -> dict[str, Any]:
    name, _, ending = file.rpartition(".")
    shared = {
        "name": file.replace(".", "-"),
        "path": file,
        "title": table_titles(in_english).get(name),
        "description": table_meanings(in_english).get(name),
        "format": ending,
        "mediatype": media_type(file),
        "encoding": None if ending == "xlsx" else "utf-8",
        "bytes": facts.size,
        "hash": f"sha256:{facts.sha256}",
    }
    table = next((table for table in tables if f"{table.name}.csv" == file), None)
    if table is None:
        schema = {"jsonSchema": schema_name(name)} if ending == "json" else {}
        return _known({**shared, "type": "json" if ending == "json" else "file", "profile": "data-resource", **schema})
    return _known({**shared, "type": "table", "profile": "tabular-data-resource", "schema": _schema(library, table)})


def _schema(library: Library, table: Table) -> dict[str, Any]:
    words = field_words(in_english)
    fields = [
        {**_field(column, name, *words_of(words, table.name, column.words)), **({"language": code} if code else {})}
        for column in table.columns
        for name, code in column.names(library.languages)
    ]
    keys = [
        {"fields": field, "reference": {"resource": f"{other}-csv", "fields": "id"}}
        for field, other in table.ids.items()
    ]
    return {"fields": fields, "missingValues": [""], "primaryKey": "id", **({"foreignKeys": keys} if keys else {})}


def _field(column: Column, name: str, title: str, meaning: str) -> dict[str, Any]:
    required = {"constraints": {"required": True, "unique": True}} if name == "id" else {}
    return {"name": name, "type": column.type, "title": title, "description": meaning, **required}


def _known(found: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if value is not None}
