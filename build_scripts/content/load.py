"""A content folder → its entries, as typed values with their places, and the problems of reading them.

Receives the folder's path; returns `Content` and problems. Reads everything before anything is written, and
goes on after a problem so that one pass shows them all. Refuses, as problems, files it cannot place: other
names, undeclared languages, unreadable or malformed text. Whether ids refer to something is for `validate`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from build_scripts.content.declarations import language_codes, part_ids, table_ids
from build_scripts.content.decode import parse_names, parse_shape, parse_shapes
from build_scripts.content.model import (
    ID_PATTERN,
    BriefFront,
    Event,
    Figure,
    IndexFront,
    Indicator,
    Kinds,
    Labelled,
    PageFront,
    Reference,
    Report,
    Sector,
    Shape,
    Site,
    Term,
    is_id,
)
from build_scripts.content.outline import Outline, parse_outline
from build_scripts.ground.front_matter import (
    REFUSED,
    Document,
    YamlValue,
    find_obstacle,
    near_file,
    parse_yaml,
    read_text,
    split_front_matter,
)
from build_scripts.ground.markup import find_unclosed
from build_scripts.ground.problems import Place, Problem, did_you_mean
from build_scripts.quantities import Names

F = TypeVar("F", bound=Shape)

TABLES: Mapping[str, type[Shape]] = MappingProxyType(
    {
        "sectors": Sector,
        "actors": Labelled,
        "places": Labelled,
        "indicators": Indicator,
        "events": Event,
        "glossary": Term,
    }
)
OPTIONAL_TABLES = ("places", "indicators", "events", "glossary")
FOLDERS = ("reports", "pages", "images", "locale", "translations")
_NAME = re.compile(rf"(?P<name>{ID_PATTERN})\.(?P<language>[A-Za-z]{{2,3}}(-[A-Za-z0-9]{{2,8}})*)\.md")


@dataclass(frozen=True)
class Table:
    """A YAML table of the content: entries by id in file order, and where each id's fields stand.

    `ids` also holds those of entries with problems, so that what refers to them is not a problem too; it is None
    when nobody can say which ids there are.
    """

    entries: Mapping[str, Any]
    yaml: YamlValue
    keys: Mapping[str, str | int]
    ids: frozenset[str] | None = frozenset()

    def place(self, identifier: str, *fields: str | int) -> Place:
        """Give the place of an entry's field."""
        return self.yaml.place(self.keys[identifier], *fields)


@dataclass(frozen=True)
class MarkdownEntry(Generic[F]):
    """A Markdown file in one language: its front matter, and its body as text and as outline.

    `is_whole` is false where part of it could not be read: then nobody can say what it lacks.
    """

    path: Path
    language: str
    front: F
    yaml: YamlValue
    body: str
    body_line: int
    outline: Outline
    is_whole: bool = True


@dataclass(frozen=True)
class ReportEntry:
    """A report's folder: facts, index pages by language, briefs by name and language.

    `reference_ids` also holds those of references with problems; it is None when nobody can say which there are.
    """

    id: str
    folder: Path
    facts: Report | None
    yaml: YamlValue
    figures: Mapping[int, Figure]
    references: Mapping[int, Reference]
    indexes: Mapping[str, MarkdownEntry[IndexFront]]
    briefs: Mapping[str, Mapping[str, MarkdownEntry[BriefFront]]]
    reference_ids: frozenset[str] | None = frozenset()


@dataclass(frozen=True)
class Content:
    """All that was read from a content folder; `languages` are the declared codes, source first."""

    root: Path
    site: Site | None
    site_yaml: YamlValue
    kinds: Kinds | None
    kinds_yaml: YamlValue
    languages: tuple[str, ...]
    tables: Mapping[str, Table]
    reports: tuple[ReportEntry, ...]
    pages: Mapping[str, Mapping[str, MarkdownEntry[PageFront]]]
    images: tuple[Path, ...] = field(default=())
    names: Names = field(default_factory=Names)

    @property
    def source(self) -> str:
        """Give the code of the source language."""
        return self.languages[0]

    @property
    def groups(self) -> Iterator[tuple[str, Mapping[str, MarkdownEntry[Any]]]]:
        """Give the whole versions by language of every page, with its name; none where the source is not whole."""
        for name, group in self.all_groups:
            if self.source not in group or group[self.source].is_whole:
                yield name, {language: entry for language, entry in group.items() if entry.is_whole}

    @property
    def all_groups(self) -> Iterator[tuple[str, Mapping[str, MarkdownEntry[Any]]]]:
        """Give all versions by language of every page, with its name."""
        for report in self.reports:
            yield "index", report.indexes
            yield from report.briefs.items()
        yield from self.pages.items()

    @property
    def markdown_entries(self) -> Iterator[MarkdownEntry[Any]]:
        """Give every Markdown file that was read whole."""
        return (entry for _, group in self.groups for entry in group.values())


def load_content(root: Path) -> tuple[Content, list[Problem]]:
    """Read a content folder; raises `NotADirectoryError` if there is none."""
    if not root.is_dir():
        raise NotADirectoryError(root)
    loader = _Loader(root)
    content = loader.load()
    return content, loader.problems


def split_name(path: Path) -> tuple[str, str] | None:
    """Take `open-data.en.md` apart into name and language, or give None for other file names."""
    match = _NAME.fullmatch(path.name)
    return (match["name"], match["language"]) if match else None


class _Loader:
    """Reads one content folder, collecting problems."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.languages: tuple[str, ...] = ()

    def load(self) -> Content:
        site_yaml = self._yaml(self.root / "site.yml")
        site = self._keep(parse_shape(Site, site_yaml)) if site_yaml else None
        self.languages = language_codes(site, site_yaml)
        kinds_yaml = self._yaml(self.root / "kinds.yml")
        kinds = self._keep(parse_shape(Kinds, kinds_yaml)) if kinds_yaml else None
        tables = {name: self._table(name, shape) for name, shape in TABLES.items()}
        self._refuse_strangers()
        self._refuse_obstacles()
        folders = self._folders(self.root / "reports")
        reports = tuple(self._report(folder) for folder in folders)
        pages = self._markdown(self.root / "pages", PageFront) if (self.root / "pages").is_dir() else {}
        return Content(
            root=self.root,
            site=site,
            site_yaml=site_yaml or YamlValue({}, self.root / "site.yml"),
            kinds=kinds,
            kinds_yaml=kinds_yaml or YamlValue({}, self.root / "kinds.yml"),
            languages=self.languages,
            tables=tables,
            reports=reports,
            pages=pages,
            images=self._images(),
            names=self._names(),
        )

    def _keep(self, result: tuple[Any, list[Problem]]) -> Any:
        self.problems += result[1]
        return result[0]

    def _yaml(self, path: Path, optional: bool = False) -> YamlValue | None:
        if not os.path.lexists(path):
            if not optional:
                self.problems.append(Place(path).error("missing-file", f"there is no {path.name}.", near_file(path)))
            return None
        text, problems = read_text(path)
        self.problems += problems
        if not text.strip():
            return None
        value: YamlValue = self._keep(parse_yaml(text, path))
        return value

    def _names(self) -> Names:
        yaml = self._yaml(self.root / "names.yml", optional=True)
        return self._keep(parse_names(yaml)) if yaml else Names()

    def _table(self, name: str, shape: type[Shape]) -> Table:
        path = self.root / f"{name}.yml"
        yaml = self._yaml(path, optional=name in OPTIONAL_TABLES)
        if yaml is None or not yaml.data:
            is_empty = yaml is not None or (not os.path.lexists(path) and name in OPTIONAL_TABLES)
            return Table({}, yaml or YamlValue({}, path), {}, frozenset() if is_empty else None)
        found = self._keep(parse_shapes(shape, yaml))
        entries: dict[str, Any] = {}
        keys: dict[str, str | int] = {}
        for key, entry in found.items():
            identifier = getattr(entry, "id", key)
            place = yaml.place(key)
            if not isinstance(identifier, str) or not is_id(identifier):
                hint = "Use a–z, 0–9 and single hyphens, like open-data."
                self.problems.append(place.error("invalid-id", f'"{identifier}" is not an id.', hint))
            elif identifier in entries:
                first = yaml.place(keys[identifier]).line
                message = f'the id "{identifier}" stands twice (first on line {first}).'
                self.problems.append(place.error("duplicate-id", message, "Give one of them another id."))
            else:
                entries[identifier], keys[identifier] = entry, key
        return Table(entries, yaml, keys, table_ids(yaml, is_list="id" in shape.model_fields))

    def _report(self, folder: Path) -> ReportEntry:
        yaml = self._yaml(folder / "report.yml")
        figures: dict[str | int, Figure] = {}
        references: dict[str | int, Reference] = {}
        facts = None
        if yaml and isinstance(yaml.data, dict):
            figures = self._list(yaml, "figures", Figure)
            references = self._list(yaml, "references", Reference)
            own = {key: value for key, value in yaml.data.items() if key not in ("figures", "references")}
            facts = self._keep(parse_shape(Report, YamlValue(own, yaml.path, yaml.places)))
        elif yaml:
            self._keep(parse_shape(Report, yaml))
        entries = self._markdown(folder, BriefFront, index=IndexFront)
        return ReportEntry(
            id=folder.name,
            folder=folder,
            facts=facts,
            yaml=yaml or YamlValue({}, folder / "report.yml"),
            figures={int(no): figure for no, figure in figures.items()},
            references={int(no): reference for no, reference in references.items()},
            indexes=entries.pop("index", {}),
            briefs=entries,
            reference_ids=part_ids(yaml, "references"),
        )

    def _list(self, yaml: YamlValue, key: str, shape: type[Shape]) -> Any:
        value = yaml.data.get(key)
        if value is None:
            return {}
        if isinstance(value, dict):
            self.problems.append(yaml.place(key).error("invalid-value", f"{key}: expected a list, found fields."))
            return {}
        return self._keep(parse_shapes(shape, yaml, key))

    def _markdown(
        self, folder: Path, shape: type[Shape], index: type[Shape] | None = None
    ) -> dict[str, dict[str, MarkdownEntry[Any]]]:
        found: dict[str, dict[str, MarkdownEntry[Any]]] = {}
        for path in self._files(folder):
            if path.name == "report.yml" and index:
                continue
            parts = split_name(path)
            if parts is None:
                hint = _name_hint(path.name)
                message = f'"{path.name}" is not a file name that is expected here.'
                self.problems.append(Place(path).error("unknown-file", message, hint))
            elif parts[1] not in self.languages:
                if self.languages:
                    hint = did_you_mean(parts[1], self.languages)
                    message = f'the language "{parts[1]}" is not declared in site.yml.'
                    self.problems.append(Place(path).error("unknown-language", message, hint))
            else:
                own = index if index and parts[0] == "index" else shape
                entry = self._entry(path, parts[1], own)
                if entry:
                    found.setdefault(parts[0], {})[parts[1]] = entry
        return found

    def _entry(self, path: Path, language: str, shape: type[Shape]) -> MarkdownEntry[Any] | None:
        text, problems = read_text(path)
        self.problems += problems
        if not text.strip():
            return None
        document = self._keep(split_front_matter(text, path))
        is_source = language == self.languages[0]
        front = self._front(document, shape, path, is_source)
        outline = self._keep(parse_outline(document.body, path, document.body_line, is_source))
        swallowing = find_unclosed(document.body, path, document.body_line)
        self.problems += swallowing
        is_whole = front is not None and not swallowing
        front = front or shape.model_construct(title=path.stem)
        yaml, body, line = document.front, document.body, document.body_line
        return MarkdownEntry(path, language, front, yaml, body, line, outline, is_whole)

    def _front(self, document: Document, shape: type[Shape], path: Path, is_source: bool) -> Any:
        """Read the front matter, or give None; a translation may leave fields empty, the source must have a title."""
        yaml = document.front
        if not is_source and isinstance(yaml.data, dict):
            yaml = replace(yaml, data={key: value for key, value in yaml.data.items() if value is not None})
        if yaml.data is REFUSED:  # which is a problem already
            return None
        if is_source and isinstance(yaml.data, dict) and "title" not in yaml.data:
            self.problems.append(yaml.place().error("missing-field", 'the field "title" is missing.'))
        return self._keep(parse_shape(shape, yaml))

    def _files(self, folder: Path) -> Iterator[Path]:
        for path in self._listing(folder):
            if path.is_dir() and path.name != "report.yml":  # which is read, and refused, on its own
                message = f'a folder "{path.name}" is not expected here.'
                self.problems.append(Place(path).error("unknown-file", message, "Briefs lie directly in their report."))
            else:
                yield path

    def _folders(self, folder: Path) -> list[Path]:
        if not folder.is_dir():
            self.problems.append(Place(folder).error("missing-file", "there is no folder reports."))
            return []
        found = []
        for path in self._listing(folder):
            if not path.is_dir():
                hint = "Put it into the folder of its report."
                self.problems.append(Place(path).error("unknown-file", f'"{path.name}" lies beside the reports.', hint))
            elif not is_id(path.name):
                hint = "Use a–z, 0–9 and single hyphens, like open-data."
                self.problems.append(Place(path).error("invalid-id", f'the folder "{path.name}" is not an id.', hint))
            else:
                found.append(path)
        return found

    def _listing(self, folder: Path) -> list[Path]:
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            self.problems.append(Place(folder).error("unreadable-file", f"cannot read the folder: {error.strerror}."))
            return []
        return [path for path in paths if not path.name.startswith(".") and not path.name.endswith("~")]

    def _refuse_strangers(self) -> None:
        known = [*FOLDERS, "site.yml", "kinds.yml", "names.yml", *(f"{name}.yml" for name in TABLES)]
        for path in self._listing(self.root):
            if path.name in FOLDERS and not path.is_dir():
                message = f'"{path.name}" must be a folder.'
                self.problems.append(Place(path).error("unknown-file", message, "Rename the file."))
            if path.name not in known:
                hint = did_you_mean(path.name, known)
                message = f'"{path.name}" is not a file name that is expected here.'
                self.problems.append(Place(path).error("unknown-file", message, hint))

    def _images(self) -> tuple[Path, ...]:
        folder = self.root / "images"
        return tuple(sorted(path for path in folder.rglob("*") if path.is_file())) if folder.is_dir() else ()

    def _refuse_obstacles(self) -> None:
        """Catalogues are looked up by name, and would be passed over where they are no files."""
        for path in sorted((self.root / "locale").rglob("*.po")):
            obstacle = find_obstacle(path)
            self.problems += [obstacle] if obstacle else []


def _name_hint(name: str) -> str:
    stem = name.removesuffix(".md")
    if name.endswith(".md") and "." not in stem:
        return f"Add the language: {stem}.en.md, for example."
    return "Name it <id>.<language>.md with a–z, 0–9 and single hyphens, like open-data.en.md."
