"""Entries → what the browser searches in: the tokens that an engine makes an index of, and the files beside it.

Receives the terms of a library and the interface of a language; gives a `SearchIndex`. Entries are numbered in the
order of the site; the files have what they are ranked by (`facets`) and filtered by (`filters/`), what results show
(`entries/`, two in a file), the words of the site for slips of typing (`words/`, by length), other spellings
(`variants`), everyday words (`synonyms/`) and traditional characters (`han`). All are JSON, and will be packed, as no
server must do that. What an owner gives is remembered. Refuses nothing.
"""

from __future__ import annotations

import json
import math
import re
import struct
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from build_scripts.content.interface import Interface
from build_scripts.ground.memory import digest
from build_scripts.library.index import Library
from build_scripts.outputs.entry_tokens import Forms, is_mixed, make_entry_tokens, states_number
from build_scripts.outputs.questions import question_files
from build_scripts.outputs.search_entries import Entries
from build_scripts.outputs.search_entry import RANKS, Entry
from build_scripts.outputs.search_tokens import (
    DENSE,
    fold,
    is_dense,
    simplified_forms,
    words_of,
)
from build_scripts.outputs.spellings import RULES
from build_scripts.outputs.synonyms import ENDINGS, find_groups, group_files, steps
from build_scripts.pages.terms import TermIndex

ENTRIES_OF_A_FILE = 2
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]{2,}\b", re.ASCII)
_FORM_TOKEN = re.compile(r"\bzx\w{4}(\w{4})\b", re.ASCII)
_STAMP = 10  # letters
_SHORTEST = 3  # letters of a word in which a slip can be told from another word
_LONGEST = 24


@dataclass(frozen=True)
class Indexed:
    """An entry as it is kept: what a result shows as JSON, the tokens it is found by, and what it is filtered by.

    The tokens begin with those of its names, of which `names` has the numbers. `page` is the path of its page, `path`
    where it stands there;
    `is_mixed` where a text is written with spaces and others of the site are not, or the other way round; `has_number`
    where it states one; `groups` of everyday words are known by their numbers.
    """

    path: str
    shown: str
    tokens: str
    names: tuple[int, ...]
    is_mixed: bool
    has_number: bool
    page: str
    kind: str
    type: str
    reports: tuple[str, ...]
    sectors: tuple[str, ...]
    actors: tuple[str, ...]
    years: tuple[int, ...]
    groups: tuple[int, ...]


@dataclass(frozen=True)
class Owned:
    """The entries of an owner, the words in them, their acronyms, and their characters of scripts without spaces."""

    entries: tuple[Indexed, ...]
    words: tuple[str, ...]
    acronyms: tuple[str, ...]
    characters: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class SearchIndex:
    """What one language is searched in."""

    library: Library
    language: str
    owned: tuple[Owned, ...]

    @property
    def engine_language(self) -> str:
        """Give the language by which the engine stems words: none where it would cut them."""
        return "und" if is_dense(self.language) else self.language.partition("-")[0].lower()

    @cached_property
    def entries(self) -> tuple[Indexed, ...]:
        """Give all entries; an entry is known by its number here."""
        return tuple(entry for owned in self.owned for entry in owned.entries)

    @cached_property
    def key(self) -> bytes:
        """Give the digest of what the engine’s index is made from."""
        return digest(self.engine_language, *(entry.tokens for entry in self.entries))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Give the files beside the engine’s index by their names under the language, unpacked.

        The first has the stamp of all, which stands behind the addresses of the others.
        """
        files = [*self._others()]
        stamp = digest(self.key, *(part for file in files for part in file)).hex()[:_STAMP]
        yield "facets", _json({"stamp": stamp, **self._facets()})
        yield from files

    def _others(self) -> Iterator[tuple[str, bytes]]:
        shown = [entry.shown for entry in self.entries]
        for no, start in enumerate(range(0, len(shown), ENTRIES_OF_A_FILE)):
            yield f"entries/{no}", f"[{','.join(shown[start : start + ENTRIES_OF_A_FILE])}]".encode()
        yield from ((f"filters/{name}", _json(made)) for name, made in self._filters())
        english = (RULES, ENDINGS) if self._has("en") else ((), ())
        yield "variants", _json({"words": dict(self._plurals()), "rules": english[0], "endings": english[1]})
        groups = group_files(self.language, [entry.groups for entry in self.entries])
        yield from ((name, _json(made)) for name, made in (*groups, *self._questions))
        pairs = [pair for pair in simplified_forms().items() if pair[1] in self._characters]
        yield "han", _json(["".join(chars) for chars in zip(*pairs, strict=True)] or ["", ""])
        by_length: defaultdict[int, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            by_length[len(word)].append(word)
        for length, words in sorted(by_length.items()):
            if _SHORTEST <= length <= _LONGEST:
                yield f"words/{length}", _json(words)

    @cached_property
    def _questions(self) -> Sequence[tuple[str, object]]:
        return [*question_files(self._asked, is_english=self._has("en"))]

    @cached_property
    def _asked(self) -> Sequence[tuple[tuple[str, ...], Sequence[int]]]:
        """Give what readers ask in the language, with the entries of the statements that answer."""
        numbers = {entry.path: no for no, entry in enumerate(self.entries)}
        statements = self.library.statements
        return [
            (question.asked[self.language], [numbers[statements[key].path] for key in question.statements])
            for question in self.library.questions
            if self.language in question.asked
        ]

    def _has(self, language: str) -> bool:
        return any(code.partition("-")[0] == language for code in self._languages)

    @cached_property
    def _languages(self) -> list[str]:
        return sorted({code for owned in self.owned for code in owned.languages})

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for owned in self.owned for word in owned.words)

    @cached_property
    def _characters(self) -> frozenset[str]:
        return frozenset(char for owned in self.owned for char in owned.characters)

    def _plurals(self) -> Iterator[tuple[str, str]]:
        """Give the plurals of acronyms as they may be typed in small letters, with the acronyms."""
        for acronym in sorted({acronym for owned in self.owned for acronym in owned.acronyms}):
            if f"{acronym}s" not in self._words:
                yield f"{acronym}s", acronym

    def _facets(self) -> Mapping[str, object]:
        """Give the columns of what entries are ranked and grouped by."""
        entries, kinds = self.entries, list(RANKS)
        pages = {page: no for no, page in enumerate(dict.fromkeys(entry.page for entry in entries))}
        return {
            "count": len(entries),
            "modes": [*dict.fromkeys(_mode(code) for code in (self.language, *self._languages))],
            "kinds": kinds,
            "ranks": list(RANKS.values()),
            "kind": [kinds.index(entry.kind) for entry in entries],
            "page": [pages[entry.page] for entry in entries],
            "names": [entry.names for entry in entries],
            "length": [_length_of(entry.tokens) for entry in entries],
            "mixed": steps(no for no, entry in enumerate(entries) if entry.is_mixed),
            "asked": sum("answers" not in name for name, _ in self._questions),
            "numbers": steps(no for no, entry in enumerate(entries) if entry.has_number),
            "forms": "".join(sorted({end for entry in entries for end in _FORM_TOKEN.findall(entry.tokens)})),
        }

    def _filters(self) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Give the columns of what entries are filtered by, each as numbers of sets of places in a list of values."""
        library, entries = self.library, self.entries
        years = sorted({year for entry in entries for year in entry.years})
        lists = {"report": list(library.reports), "sector": list(library.sectors), "actor": list(library.actors)}
        lists |= {"type": list(library.kinds.statements)}
        values: Mapping[str, list[tuple[Any, ...]]] = {
            "report": [entry.reports for entry in entries],
            "sector": [entry.sectors for entry in entries],
            "actor": [entry.actors for entry in entries],
            "type": [(entry.type,) if entry.type else () for entry in entries],
            "year": [entry.years for entry in entries],
        }
        for name, column in values.items():
            own = _Sets(lists.get(name, years))
            numbers = [own.number(each) for each in column]
            yield name, {"values": own.values, "sets": own.sets, "column": numbers}


class _Sets:
    """Sets of values by number, in the order in which they are met; the first is empty."""

    def __init__(self, values: Sequence[str | int]) -> None:
        self.values = values
        self.sets: list[list[int]] = [[]]
        self._places = {value: no for no, value in enumerate(values)}
        self._known: dict[tuple[str | int, ...], int] = {(): 0}

    def number(self, own: tuple[str | int, ...]) -> int:
        """Give the number of a set, which may be a new one."""
        if own not in self._known:
            self._known[own] = len(self.sets)
            self.sets.append([self._places[value] for value in own])
        return self._known[own]


def make_index(terms: TermIndex, interface: Interface) -> SearchIndex:
    """Give what a language is searched in."""
    entries = Entries(terms, interface)
    names = list(entries.owners())

    forms = Forms(terms)

    def owned(no: int) -> Owned:
        return _own([*entries.of(names[no])], forms, interface.language.code)

    keys = [(interface.digest, name) for name in names]
    found = terms.library.recall_all("search", keys, owned)
    return SearchIndex(terms.library, interface.language.code, tuple(found))


def packed(data: bytes) -> bytes:
    """Pack data as gzip does, without a time or a system in it.

    >>> import gzip
    >>> gzip.decompress(packed(b"abc"))
    b'abc'
    """
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(data) + deflate.flush()
    return b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + body + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def _own(entries: Iterable[Entry], forms: Forms, language: str) -> Owned:
    entries = list(entries)
    found = [
        Indexed(entry.path, _shown(entry, language), *make_entry_tokens(entry, forms, language),
                is_mixed(entry, language), states_number(entry), entry.page.path, entry.kind, entry.type,
                entry.reports, entry.sectors, entry.actors, entry.years, _groups_of(entry, language))
        for entry in entries
    ]  # fmt: skip
    texts = [words for entry in entries for words in (entry.title, *entry.texts)]
    folded = [fold(words.text) for words in texts]
    return Owned(
        tuple(found),
        tuple(sorted({word for text in folded for word in words_of(text)})),
        tuple(sorted({acronym.lower() for words in texts for acronym in _ACRONYM.findall(words.text)})),
        "".join(sorted({char for text in folded for run in DENSE.findall(text) for char in run})),
        tuple(sorted({words.language for words in texts})),
    )


def _groups_of(entry: Entry, language: str) -> tuple[int, ...]:
    texts = (fold(words.text) for words in (entry.title, *entry.texts) if words.language == language)
    return tuple(sorted(find_groups(texts, language)))


def _shown(entry: Entry, language: str) -> str:
    """Write what a result shows of an entry."""
    texts = [words for words in entry.texts if words not in entry.names]
    own = {
        "path": entry.path,
        "title": entry.title.text,
        "text": "\n".join(words.text for words in texts),
        "page": [entry.page.path, entry.page.title],
        "kind": entry.kind,
        "type": entry.type,
        "reports": entry.reports,
        "sectors": entry.sectors,
        "actors": entry.actors,
        "doubts": entry.doubts,
        "forms": entry.forms,
        "lang": next((words.language for words in texts[:1] if words.language != language), ""),
        "title_lang": entry.title.language if entry.title.language != language else "",
    }
    return _json({name: value for name, value in own.items() if value}).decode()


def _mode(language: str) -> str:
    return "dense" if is_dense(language) else "spaced"


def _length_of(tokens: str) -> int:
    """Give about how long an entry is: twice the logarithm to base 2, so that there are few different ones.

    >>> _length_of("a b c d"), _length_of("a " * 100)
    (4, 13)
    """
    return int(2 * math.log2(tokens.count(" ") + 1))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
