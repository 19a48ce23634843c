"""A content folder → its entries, as typed values with their places, and the problems of reading them.

Receives the folder's path; returns `Content` and problems. Reads everything before anything is written, and
goes on after a problem so that one pass shows them all. Refuses, as problems, files it cannot place: other
names, undeclared languages, unreadable or malformed text. Whether ids refer to something is for `validate`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from build_scripts.content.declarations import language_codes, part_ids, table_ids
from build_scripts.content.decode import parse_names, parse_shape, parse_shapes
from build_scripts.content.entries import TABLES, Content, MarkdownEntry, ReportEntry, Table, Tables
from build_scripts.content.folders import PUBLISHED, check_strangers, list_folder, report_folders
from build_scripts.content.fronts import BriefFront, ComparisonFront, IndexFront, PageFront, TitledFront
from build_scripts.content.handbook import load_handbook
from build_scripts.content.markup import SWALLOWING, check_markup
from build_scripts.content.model import Figure, Kinds, Reference, Report, Site, Withdrawal
from build_scripts.content.names import check_names
from build_scripts.content.outline_parser import parse_outline
from build_scripts.content.own_units import own_units
from build_scripts.content.pictures import check_picture
from build_scripts.content.reading import FileReading
from build_scripts.content.shapes import ID_PATTERN, Shape, is_id
from build_scripts.ground.files import find_obstacle, list_below, near_file, read_bytes, read_text
from build_scripts.ground.front_matter import Document, split_front_matter
from build_scripts.ground.memory import Memory, digest
from build_scripts.ground.messages import NOTHING, Phrase
from build_scripts.ground.problems import Place, Problem, did_you_mean
from build_scripts.ground.processes import counted
from build_scripts.ground.shipped import TEMPLATES
from build_scripts.ground.strict_yaml import REFUSED, YamlValue, parse_yaml
from build_scripts.quantities import Names

F = TypeVar("F", bound=Shape)

OPTIONAL_TABLES = ("places", "indicators", "events", "glossary", "references", "units", "withdrawn", "questions")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)
_NAME = re.compile(rf"(?P<name>{ID_PATTERN})\.(?P<language>[A-Za-z]{{2,3}}(-[A-Za-z0-9]{{2,8}})*)\.md")


def load_content(root: Path, memory: Memory | None = None) -> tuple[Content, list[Problem]]:
    """Read a content folder, of which the memory may know files; raises `NotADirectoryError` if there is none."""
    if not root.is_dir():
        raise NotADirectoryError(root)
    loader = _Loader(root, memory or Memory())
    content = loader.load()
    return content, loader.problems


def split_name(path: Path) -> tuple[str, str] | None:
    """Take `open-data.en.md` apart into name and language, or give None for other file names."""
    match = _NAME.fullmatch(path.name)
    return (match["name"], match["language"]) if match else None


@dataclass(frozen=True)
class _Facts:
    """What `report.yml` holds."""

    yaml: YamlValue | None = None
    report: Report | None = None
    figures: Mapping[int, Figure] = field(default_factory=dict)
    references: Mapping[int, Reference] = field(default_factory=dict)


class _Loader:
    """Reads one content folder, collecting problems."""

    def __init__(self, root: Path, memory: Memory) -> None:
        self.root = root
        self.memory = memory
        self.problems: list[Problem] = []
        self.languages: tuple[str, ...] = ()
        self.digests: dict[str, bytes] = {}

    def load(self) -> Content:
        site_yaml = self._yaml(self.root / "site.yml")
        site = self._keep(parse_shape(Site, site_yaml)) if site_yaml else None
        self.languages = language_codes(site, site_yaml)
        kinds_yaml = self._yaml(self.root / "kinds.yml")
        kinds = self._keep(parse_shape(Kinds, kinds_yaml)) if kinds_yaml else None
        tables = Tables(**{name: self._table(name, shape) for name, shape in TABLES.items()})
        self.problems += check_strangers(self.root)
        self._refuse_obstacles()
        folders = self._keep(report_folders(self.root))
        reports = tuple(self._report(folder) for folder in counted(folders))
        pages = self._optional("pages", PageFront)
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
            comparisons=self._optional("comparisons", ComparisonFront),
            handbook=load_handbook(TEMPLATES / "handbook", self.languages, pages, self.memory),
            images=self._images(),
            names=replace(self._names(), units=own_units(tables.units.entries, self.languages)),
            published=self._yaml(self.root / PUBLISHED, optional=True),
            digests=self.digests,
            memory=self.memory,
        )

    def _keep(self, result: tuple[Any, list[Problem]]) -> Any:
        self.problems += result[1]
        return result[0]

    def _recall(
        self, path: Path, settings: object, make: Callable[[bytes | None], Any], is_source: bool = False
    ) -> Any:
        """Give what is made of a file’s bytes, with its problems, if they and the settings are as they were."""
        raw = read_bytes(path)
        if raw is None:  # what cannot be read is never remembered
            return make(None)
        own = self.digests[path.relative_to(self.root).as_posix()] = digest(raw)
        key = digest(str(path), own, settings)
        reading = self.memory.recall("file", key, lambda: self._reading(partial(make, raw), is_source))
        self.problems += reading.problems
        return reading.value

    def _reading(self, make: Callable[[], Any], is_source: bool) -> FileReading:
        before, self.problems = self.problems, []
        value = make()
        found, self.problems = self.problems, before
        return FileReading(value, tuple(found), is_source)

    def _yaml(self, path: Path, optional: bool = False) -> YamlValue | None:
        if not os.path.lexists(path):
            if not optional:
                self.problems.append(
                    Place(path).error("missing-file", Phrase("there is no %(name)s.", name=path.name), near_file(path))
                )
            return None
        found: YamlValue | None = self._recall(path, "yaml", partial(self._read_yaml, path))
        return found

    def _read_yaml(self, path: Path, raw: bytes | None) -> YamlValue | None:
        text, problems = read_text(path, raw)
        self.problems += problems
        if not text.strip():
            return None
        value: YamlValue = self._keep(parse_yaml(text, path))
        return value

    def _names(self) -> Names:
        yaml = self._yaml(self.root / "names.yml", optional=True)
        return self._keep(parse_names(yaml)) if yaml else Names()

    def _table(self, name: str, shape: type[Shape]) -> Table[Any]:
        path = self.root / f"{name}.yml"
        if not os.path.lexists(path):
            self._yaml(path, optional=name in OPTIONAL_TABLES)
            return Table({}, YamlValue({}, path), {}, frozenset() if name in OPTIONAL_TABLES else None)
        table: Table[Any] = self._recall(path, ("table", name), partial(self._read_table, path, shape))
        return table

    def _read_table(self, path: Path, shape: type[Shape], raw: bytes | None) -> Table[Any]:
        yaml = self._read_yaml(path, raw)
        if yaml is None or not yaml.data:
            return Table({}, yaml or YamlValue({}, path), {}, None if yaml is None else frozenset())
        found = self._keep(parse_shapes(shape, yaml))
        entries: dict[str, Any] = {}
        keys: dict[str, str | int] = {}
        for key, entry in found.items():
            identifier = getattr(entry, "id", key)
            place = yaml.place(key)
            if not isinstance(identifier, str) or not (shape is Withdrawal or is_id(identifier)):  # see `succession`
                hint = Phrase("Use a–z, 0–9 and single hyphens, like open-data.")
                self.problems.append(place.error("invalid-id", Phrase('"%(id)s" is not an id.', id=identifier), hint))
            elif identifier in entries:
                first = yaml.place(keys[identifier]).line
                message = Phrase(
                    'the id "%(id)s" stands twice (first on line %(first)s).',
                    id=identifier,
                    first=first,
                )
                self.problems.append(place.error("duplicate-id", message, Phrase("Give one of them another id.")))
            else:
                entries[identifier], keys[identifier] = entry, key
        return Table(entries, yaml, keys, table_ids(yaml, is_list="id" in shape.model_fields))

    def _report(self, folder: Path) -> ReportEntry:
        path = folder / "report.yml"
        if os.path.lexists(path):
            facts: _Facts = self._recall(path, "report", partial(self._read_facts, path))
        else:
            self._yaml(path)
            facts = _Facts()
        entries = self._markdown(folder, BriefFront, index=IndexFront)
        return ReportEntry(
            id=folder.name,
            folder=folder,
            facts=facts.report,
            yaml=facts.yaml or YamlValue({}, path),
            figures=facts.figures,
            references=facts.references,
            indexes=entries.pop("index", {}),
            briefs=entries,
            reference_ids=part_ids(facts.yaml, "references"),
        )

    def _read_facts(self, path: Path, raw: bytes | None) -> _Facts:
        yaml = self._read_yaml(path, raw)
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
        return _Facts(
            yaml,
            facts,
            {int(no): figure for no, figure in figures.items()},
            {int(no): reference for no, reference in references.items()},
        )

    def _list(self, yaml: YamlValue, key: str, shape: type[Shape]) -> Any:
        value = yaml.data.get(key)
        if value is None:
            return {}
        if isinstance(value, dict):
            self.problems.append(
                yaml.place(key).error("invalid-value", Phrase("%(key)s: expected a list, found fields.", key=key))
            )
            return {}
        return self._keep(parse_shapes(shape, yaml, key))

    def _optional(self, folder: str, shape: type[Shape]) -> dict[str, dict[str, MarkdownEntry[Any]]]:
        """Read the Markdown files of a folder, if there is one."""
        return self._markdown(self.root / folder, shape) if (self.root / folder).is_dir() else {}

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
                message = Phrase('"%(name)s" is not a file name that is expected here.', name=path.name)
                self.problems.append(Place(path).error("unknown-file", message, hint))
            elif parts[1] not in self.languages:
                if self.languages:
                    hint = _copy_hint(path, *parts) or did_you_mean(parts[1], self.languages)
                    message = Phrase('the language "%(code)s" is not declared in site.yml.', code=parts[1])
                    is_translation = path.with_name(f"{parts[0]}.{self.languages[0]}.md").is_file()
                    place = Place(path)
                    make = place.warning if is_translation else place.error
                    self.problems.append(make("unknown-language", message, hint))
            else:
                own = index if index and parts[0] == "index" else shape
                entry = self._entry(path, parts[1], own)
                if entry:
                    found.setdefault(parts[0], {})[parts[1]] = entry
        return found

    def _entry(self, path: Path, language: str, shape: type[Shape]) -> MarkdownEntry[Any] | None:
        is_source = language == self.languages[0]
        make = partial(self._read_entry, path, language, shape)
        settings = (language, is_source, shape.__name__)
        entry: MarkdownEntry[Any] | None = self._recall(path, settings, make, is_source)
        return entry

    def _read_entry(
        self, path: Path, language: str, shape: type[Shape], raw: bytes | None
    ) -> MarkdownEntry[Any] | None:
        text, problems = read_text(path, raw)
        self.problems += problems
        if not text.strip():
            return None
        document = self._keep(split_front_matter(text, path))
        is_source = language == self.languages[0]
        front = self._front(document, shape, path, is_source)
        outline = self._keep(parse_outline(document.body, path, document.body_line, is_source))
        markup = list(check_markup(outline, path, document.body_line))
        self.problems += markup
        is_whole = front is not None and not any(problem.rule in SWALLOWING for problem in markup)
        front = front or shape.model_construct(title=path.stem)
        yaml, body, line = document.front, document.body, document.body_line
        own = self.digests.get(path.relative_to(self.root).as_posix(), b"")
        return MarkdownEntry(path, language, front, yaml, body, line, outline, is_whole, own)

    def _front(self, document: Document, shape: type[Shape], path: Path, is_source: bool) -> Any:
        """Read the front matter, or give None; a translation may leave fields empty, the source must have a title."""
        yaml = document.front
        if not is_source and isinstance(yaml.data, dict):
            yaml = replace(yaml, data={key: value for key, value in yaml.data.items() if value is not None})
        if yaml.data is REFUSED:  # which is a problem already
            return None
        if is_source and issubclass(shape, TitledFront) and isinstance(yaml.data, dict) and "title" not in yaml.data:
            self.problems.append(
                yaml.place().error(
                    "missing-field",
                    Phrase('the field "%(field)s" is missing.', field="title"),
                    Phrase("Write %(field)s: … here.", field="title"),
                )
            )
        return self._keep(parse_shape(shape, yaml))

    def _files(self, folder: Path) -> Iterator[Path]:
        for path in self._keep(list_folder(folder)):
            if path.is_dir() and path.name != "report.yml":  # which is read, and refused, on its own
                message = Phrase('a folder "%(name)s" is not expected here.', name=path.name)
                self.problems.append(
                    Place(path).error("unknown-file", message, Phrase("Briefs lie directly in their report."))
                )
            else:
                yield path

    def _images(self) -> tuple[Path, ...]:
        self.problems += check_names(self.root)
        paths = tuple(path for path in list_below(self.root / "images") if path.is_file())
        for path in paths:
            raw = read_bytes(path)
            if raw is None:
                message = Phrase("cannot read the file.")
                self.problems.append(Place(path).error("unreadable-file", message, Phrase("Check its permissions.")))
            else:  # no page changes with the bytes of a picture, so these are not among the digests
                key = digest(str(path), raw)
                self.problems += self.memory.recall("picture", key, partial(check_picture, path, raw))
        return paths

    def _refuse_obstacles(self) -> None:
        """Catalogues are looked up by name, and would be passed over where they are no files."""
        for path in list_below(self.root / "locale", "*.po"):
            obstacle = find_obstacle(path)
            self.problems += [obstacle] if obstacle else []


def _name_hint(name: str) -> Phrase:
    """Give what to do about a file of another name; what is no text, or a copy, is not helped by a new one."""
    stem = name.removesuffix(".md")
    double = re.fullmatch(r"(?P<name>.+\.(?:md|yml))\.(?:txt|text|md|yml|yaml)", name, re.IGNORECASE)
    copied = re.fullmatch(
        rf"(?P<name>{ID_PATTERN}\.[A-Za-z-]+?)(?: - .*| ?[(（][^)）]*[)）]|[ _-]copy.*| [0-9]+|\.sync-.*)\.md", name
    )
    of_merge = re.fullmatch(r"(?P<name>[a-z0-9.-]+)_(?:BACKUP|BASE|LOCAL|REMOTE)_[0-9]+(?P<ending>[a-z.-]+)", name)
    if double:
        return Phrase("Take the second ending away: %(name)s. Then nothing else need be done.", name=double["name"])
    if copied:
        return _a_copy_of(f"{copied['name']}.md")
    if of_merge:
        return _a_copy_of(f"{of_merge['name']}{of_merge['ending']}")
    if name.casefold() == "report.yaml":
        return did_you_mean(name, ["report.yml"])
    if not name.lower().endswith((".md", ".txt", ".markdown")):
        return Phrase("Take it out of the content folder: only texts in Markdown (.md) belong here.")
    if name.endswith(".md") and "." not in stem:
        return Phrase("Add the language: %(stem)s.en.md, for example.", stem=stem)
    return Phrase("Name it <id>.<language>.md with a–z, 0–9 and single hyphens, like open-data.en.md.")


def _copy_hint(path: Path, name: str, code: str) -> Phrase:
    """Give what to do about a file that a program has named after a computer: `brief.en-LAPTOP.md`."""
    there = f"{name}.{code.partition('-')[0]}.md"
    return _a_copy_of(there) if not _LANGUAGE.fullmatch(code) and path.with_name(there).is_file() else NOTHING


def _a_copy_of(name: str) -> Phrase:
    return Phrase("It looks like a copy of %(name)s: take it out of the content folder, or rename it.", name=name)
