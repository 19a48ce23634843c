"""Library → the files under /data/, and each language's calendars and citations of events.

Receives a `Library` and the interface of every language; gives files, each with the digest of what it is made from: a
table is made only where that has changed. The same content gives the same bytes. Ids, paths and addresses are those of
the pages; what was withdrawn has a file of its own. JSON files are arrays of objects (`data_shapes`), CSV files and
workbooks tables of the same (`tables`); a number is written out in full, exactly. Refuses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from build_scripts.content.interface import Interface
from build_scripts.ground.memory import digest
from build_scripts.library.data_names import OBJECTS, PACKAGE, schema_name, workbook_name
from build_scripts.library.dates import newest_change, newest_day
from build_scripts.library.index import Library
from build_scripts.outputs.calendar import calendar_files
from build_scripts.outputs.csv_text import csv_pieces
from build_scripts.outputs.data_package import FileFacts, data_package, file_facts
from build_scripts.outputs.data_rows import DataRows
from build_scripts.outputs.data_shapes import data_schema
from build_scripts.outputs.data_words import field_words, in_english
from build_scripts.outputs.events import event_citations
from build_scripts.outputs.tables import Table, find_tables
from build_scripts.outputs.workbook import Workbook


@dataclass(frozen=True)
class DataFile:
    """A file: its path below the site, the digest of what it is made from, and how to make it."""

    name: str
    key: bytes
    make: Callable[[], bytes]


def data_files(library: Library, interfaces: Iterable[Interface]) -> Iterator[DataFile]:
    """Give every file under /data/ in turn, as some are large: who asks for the next has done with this one."""
    return _Data(library, tuple(interfaces)).files()


def event_files(library: Library, interfaces: Sequence[Interface]) -> Iterator[tuple[str, str]]:
    """Give the calendars of every language, and the citations of events, by their paths below the site."""
    for interface in interfaces:
        for name, text in calendar_files(library, interface).items():
            for own in (name, *_old_names(library, name)):
                yield f"{interface.language.code}/{own}", text
    yield from event_citations(library, interfaces).items()


def _text_file(name: str, pieces: Iterable[str]) -> DataFile:
    data = b"".join(piece.encode() for piece in pieces)
    return DataFile(name, digest(data), partial(bytes, data))


def _old_names(library: Library, name: str) -> Iterator[str]:
    """Give where the calendar of a sector was once: programs that subscribed to it follow no link."""
    folder, _, rest = name.partition("/")
    sector, _, file = rest.partition("/")
    return (f"{folder}/{old}/{file}" for old in library.formerly("sector", sector) if folder == "sectors")


def _json_pieces(lines: Iterable[str]) -> Iterator[str]:
    """Write an array with one object per line, so that versions can be compared."""
    before = "["
    for line in lines:
        yield f"{before}\n{line}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


class _Data:
    """The files under /data/; the tables are made of what the files for programs hold, and of the frame."""

    def __init__(self, library: Library, interfaces: Sequence[Interface]) -> None:
        self.library, self.interfaces = library, interfaces
        self.rows = DataRows(library, interfaces)
        self.tables = find_tables(self.rows)
        self.keys: dict[str, bytes] = {}
        self.facts: dict[str, Callable[[], FileFacts]] = {}

    def files(self) -> Iterator[DataFile]:
        for name in OBJECTS:
            yield self._objects(name)
            yield _text_file(f"data/{schema_name(name)}", [_schema(name)])
        for table in self.tables:
            yield self._made(f"{table.name}.csv", self._key(table), partial(self._csv, table))
        for interface in self.interfaces:
            about = (newest_day(self.library).isoformat(), newest_change(self.library, interface.language.code))
            key = digest(interface.digest, *about, *map(self._key, self.tables))
            yield self._made(workbook_name(interface.language.code), key, partial(self._workbook, interface))
        version = newest_change(self.library, self.library.source)
        key = digest(self.library.inputs.of(()), version, *sorted(self.keys.items()))
        yield DataFile(f"data/{PACKAGE}", key, self._package)

    def _objects(self, name: str) -> DataFile:
        file = _text_file(f"data/{name}.json", _json_pieces(self.rows.lines(name)))
        self.keys[name], self.facts[f"{name}.json"] = file.key, lambda: file_facts(file.make())
        return file

    def _key(self, table: Table) -> bytes:
        return digest(self.library.inputs.of(()), *(self.keys[name] for name in table.sources))

    def _made(self, name: str, key: bytes, make: Callable[[], bytes]) -> DataFile:
        """Give a file whose facts are remembered, and which is made only if somebody wants it or these."""
        once, recall = cache(make), self.library.memory.recall
        self.keys[name] = key
        self.facts[name] = lambda: recall("facts of data", digest(name, key), lambda: file_facts(once()))
        return DataFile(f"data/{name}", key, once)

    def _package(self) -> bytes:
        facts = {name: find() for name, find in self.facts.items()}
        return data_package(self.library, self.tables, facts).encode()

    def _csv(self, table: Table) -> bytes:
        languages = self.library.languages
        return "".join(csv_pieces(table.header(languages), table.rows(languages))).encode()

    def _workbook(self, interface: Interface) -> bytes:
        site, code = self.library.site, interface.language.code
        order, gettext = self.library.order(code), interface.translations.gettext
        about = [(site.name.pick(*order) or "", f"{site.base_url.rstrip('/')}/{code}/")]
        changed = newest_change(self.library, code)
        if changed:
            about.append((gettext("Version of %(date)s") % {"date": interface.date(changed)}, ""))
        if site.licence:
            words = f"{gettext('Licence of the summaries:')} {site.licence.name}"
            about.append((words, site.licence.url))
        names = {language.code: language.name for language in site.languages}
        return Workbook(self.tables, interface, names, order).write(about, newest_day(self.library))


@cache
def _schema(name: str) -> str:
    words = field_words(in_english)
    own = {field.removeprefix(f"{name}."): meaning for field, (_, meaning) in words.items() if field.startswith(name)}
    meanings = {field: meaning for field, (_, meaning) in words.items()} | own
    return json.dumps(data_schema(name, meanings), ensure_ascii=False, indent=1) + "\n"
