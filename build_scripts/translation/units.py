"""What is translated piece by piece: the units of a Markdown file or YAML table, and their digests.

Receives loaded entries; returns units in the order of the file. A unit is a title, an intro, a heading, the prose
under it, a statement with its notes, or a label; its id is the statement's, or a name that no statement may take.
The digest of a unit ignores white space and the width of punctuation, and how long the dash of a range is; another
mark (、 for ，, a dash for a minus sign) can change the meaning and is seen. Refuses nothing.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.labels import walk_texts
from build_scripts.content.model import TermForms
from build_scripts.content.own_units import UnitForms
from build_scripts.ground.markdown import Prose, plain_prose
from build_scripts.ground.problems import Place
from build_scripts.ground.strict_yaml import KeyPath, YamlValue

_NUMBERED = re.compile(r"(heading|prose)-([0-9]+)(?:-[0-9]+)?")
# Marks that NFKC leaves as they are, by the half-width ones that are the same marks.
_PUNCTUATION = {"。": ".", "“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"'}
_RANGE = re.compile(r"(?<=[0-9])[–—](?=[0-9])")
_NEEDLESS_SPACE = re.compile(r"(?<![0-9A-Za-z\u00c0-\u024f])\s+|\s+(?![0-9A-Za-z\u00c0-\u024f])")


@dataclass(frozen=True)
class Unit:
    """A piece of text with its place; `pieces` are its Markdown by part: `text`, `details`, `note-1` …

    `prose` has the same parts as they were read, but for units that are no Markdown, such as titles and labels.
    """

    id: str
    pieces: Mapping[str, str]
    place: Place
    prose: Mapping[str, Prose] = field(default_factory=dict, compare=False, repr=False)

    def piece(self, name: str) -> Prose:
        """Give a part as prose."""
        return self.prose[name] if name in self.prose else plain_prose(self.pieces[name])

    @property
    def text(self) -> str:
        """Give the unit's main text."""
        return self.pieces.get("text", "")

    @cached_property
    def digest(self) -> str:
        """Give the digest of all pieces: the first ten hexadecimal digits of SHA-256."""
        return digest_of(self.pieces)

    @property
    def whole(self) -> str:
        """Give all pieces as one text."""
        return "\n\n".join(self.pieces.values())


def digest_of(pieces: Mapping[str, str]) -> str:
    """Give the digest of a unit's pieces."""
    joined = "\x1f".join(f"{name}\x1e{normalise(text)}" for name, text in pieces.items())
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()[:10]


def normalise(text: str) -> str:
    """Fold what changes no meaning: the width of characters and punctuation, and white space."""
    folded = unicodedata.normalize("NFC", text).translate(_FOLDED)
    return _RANGE.sub("-", _NEEDLESS_SPACE.sub("", " ".join(folded.split())))


def section_number(identifier: str) -> int:
    """Give the number of the section whose heading or prose a unit is, from 1; 0 for any other unit."""
    match = _NUMBERED.fullmatch(identifier)
    return int(match[2]) if match else 0


def follow_sections(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """Give for each new heading and prose the name it had before sections were added, removed or moved.

    Both sides are digests by the names of units. What was edited keeps its name unless another has taken it with
    its text; what is new is left out.
    """
    found = {name: name for name in new if section_number(name) and old.get(name) == new[name]}
    free: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for name in sorted(old, key=section_number):
        if section_number(name) and name not in found:
            free[name.partition("-")[0], old[name]].append(name)
    for name in new:
        same = free[name.partition("-")[0], new[name]]
        if section_number(name) and name not in found and same:
            found[name] = same.pop(0)
    taken = set(found.values())
    edited = {name: name for name in new if section_number(name) and name in old and name not in {*found, *taken}}
    return found | edited


class _Folded(dict[int, str]):
    """The usual forms of full-width and half-width characters; superscripts and the like keep their meaning."""

    def __missing__(self, code: int) -> str:
        """Find the form of a character when it is met first."""
        char = chr(code)
        usual = unicodedata.normalize("NFKC", char) if unicodedata.east_asian_width(char) in "FH" else char
        self[code] = "".join(_PUNCTUATION.get(each, each) for each in usual)
        return self[code]


_FOLDED = _Folded()


def markdown_units(entry: MarkdownEntry[Any]) -> dict[str, Unit]:
    """Give the units of a Markdown file, by id; those without text are left out."""
    return {unit.id: unit for unit in _markdown_units(entry) if unit.text}


def _markdown_units(entry: MarkdownEntry[Any]) -> Iterator[Unit]:
    front, outline = entry.front, entry.outline
    for name in ("title", "section"):
        yield Unit(name, {"text": getattr(front, name, None) or ""}, entry.yaml.place(name))
    opening = outline.opening
    if opening:
        yield _unit("intro", {"text": opening.prose}, Place(entry.path, opening.first))
    for no, section in enumerate(outline.sections, 1):
        yield _unit(f"heading-{no}", {"text": section.title}, section.place)
        for count, run in enumerate(section.runs, 1):
            yield _unit(run_name(no, count), {"text": run.prose}, Place(entry.path, run.first))
        for statement in section.statements:
            parts = {name: prose for name, prose in statement.parts if prose.source}
            yield _unit(statement.id, {"text": statement.text, **parts}, statement.place)


def _unit(identifier: str, prose: Mapping[str, Prose], place: Place) -> Unit:
    return Unit(identifier, {name: piece.source for name, piece in prose.items()}, place, prose)


def run_name(section: int, run: int) -> str:
    """Give the id of a run of prose: `prose-3` for the first of the third section, then `prose-3-2` …"""
    return f"prose-{section}" + (f"-{run}" if run > 1 else "")


# What a YAML file declares: its id in the file (none for the file itself), where it stands, and what it is.
LabelEntry = tuple[str, KeyPath, Any]


# Where a text by language is a set of forms, that which is translated.
MAIN_FORMS: Mapping[type, str] = MappingProxyType({TermForms: "preferred", UnitForms: "other"})


@dataclass(frozen=True)
class LabelFile:
    """A YAML file with texts by language: its units in each language, by language and id.

    `keys` says where in the file a unit's texts stand: the keys before the language, and those after it.
    """

    path: Path
    units: Mapping[str, Mapping[str, Unit]]
    keys: Mapping[str, tuple[KeyPath, tuple[str, ...]]]


def label_entries(content: Content) -> Iterator[tuple[YamlValue, list[LabelEntry]]]:
    """Give every YAML file of the content that holds texts by language, and what it declares."""
    if content.site:
        yield content.site_yaml, [("", (), content.site)]
    if content.kinds:
        yield content.kinds_yaml, [("", (), content.kinds)]
    for table in content.tables:
        if table.entries:
            yield table.yaml, [(name, (table.keys[name],), entry) for name, entry in table.entries.items()]
    for report in content.reports:
        entries: list[LabelEntry] = [("", (), report.facts)] if report.facts else []
        for part, items in (("figures", report.figures), ("references", report.references)):
            entries += [(f"{part}.{item.id}", (part, no), item) for no, item in items.items()]
        yield report.yaml, entries


def label_files(content: Content) -> tuple[LabelFile, ...]:
    """Give every YAML file of the content that holds texts by language, with its units."""
    files = (_label_file(yaml, entries) for yaml, entries in label_entries(content))
    return tuple(file for file in files if file.units)


def _label_file(yaml: YamlValue, entries: Iterable[LabelEntry]) -> LabelFile:
    found: dict[str, dict[str, Unit]] = {}
    places: dict[str, tuple[KeyPath, tuple[str, ...]]] = {}
    for name, start, entry in entries:
        for path, texts in walk_texts(entry):
            identifier = ".".join(filter(None, [name, *map(str, path)]))
            main = next((MAIN_FORMS[type(value)] for value in texts.values() if type(value) in MAIN_FORMS), "")
            places[identifier] = (*start, *path), (main,) if main else ()
            for language, value in texts.items():
                text = getattr(value, main) if main else value
                place = yaml.place(*start, *path, language)
                found.setdefault(language, {})[identifier] = Unit(identifier, {"text": text}, place)
    return LabelFile(yaml.path, found, places)
