"""What the search of a library, or of a built site, would show and is found by."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from build_scripts.content.interface import Interface
from build_scripts.library.index import Library
from build_scripts.outputs.search_index import make_index
from build_scripts.pages.terms import TermIndex

Shown = dict[str, Any]


def entries_of(library: Library, interface: Interface) -> dict[str, Shown]:
    """Give what results show of every entry of a language, by path."""
    shown = [json.loads(entry.shown) for entry in make_index(TermIndex(library), interface).entries]
    return by_path(shown)


def built_entries(site: Path, language: str) -> dict[str, Shown]:
    """Give the same of a built site."""
    folder = site / language / "search" / "entries"
    names = sorted(folder.glob("*.json.gz"), key=lambda path: int(path.name.partition(".")[0]))
    return by_path([entry for path in names for entry in unpacked(path)])


def unpacked(path: Path) -> Any:
    return json.loads(gzip.decompress(path.read_bytes()))


def by_path(entries: list[Shown]) -> dict[str, Shown]:
    found = {entry["path"]: {"text": "", **entry} for entry in entries}
    assert len(found) == len(entries), "two entries lead to one place"
    return found
