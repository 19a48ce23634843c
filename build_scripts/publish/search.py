"""What every language is searched in → files of the site: the index of Pagefind, and those beside it.

Receives the indexes of all languages and the memory; Pagefind runs beside the engine of the pages, and not at all where
it would make what it made the last time. Gives files with the digest of what they are made from, or a problem that says
why there are none: a site without search is not published. A preview may be published with the search of the site
before (`publish/later`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from build_scripts.content.paths import SEARCH
from build_scripts.ground.memory import Memory, digest
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem
from build_scripts.outputs.search_index import SearchIndex, packed
from build_scripts.publish.finish import Ledgers, Parts, kept_parts
from build_scripts.publish.pagefind import Indexing, PagefindError

_STAGE = "pagefind"


class Search:
    """The search of all languages, as far as it has been made."""

    def __init__(self, memory: Memory, indexes: Mapping[str, SearchIndex], site: Path, before: Ledgers) -> None:
        """Look what is known from the last build, and what the present site has."""
        self._site = site
        self.before = before.site
        self._memory = memory
        self._indexes = indexes
        self._files: dict[str, Mapping[str, bytes]] = {}
        self._running: Indexing | None = None
        for code, index in indexes.items():
            known = memory.get(_STAGE, digest(code))
            if isinstance(known, tuple) and known[0] == index.key:
                self._files[code] = known[1]

    @property
    def can_follow(self) -> bool:
        """Tell whether the present site has a search in every language."""
        return {name.partition("/")[0] for name in self.before if is_search_file(name)} >= self._indexes.keys()

    @property
    def is_behind(self) -> bool:
        """Tell whether the search of some language is still that of the site before."""
        return self._files.keys() != self._indexes.keys()

    def begin(self) -> None:
        """Have Pagefind begin with what is not known."""
        unknown = {code: index for code, index in self._indexes.items() if code not in self._files}
        self._running = Indexing(unknown) if unknown else None

    def finish(self) -> None:
        """Wait for all files, and remember them; raises `PagefindError`."""
        for code, files in self._running.files().items() if self._running else ():
            self._files[code] = files
            self._memory.put(_STAGE, digest(code), (self._indexes[code].key, files))
        self._running = None

    def follow(self, is_outdated: Callable[[], bool]) -> bool:
        """Do both, unless nobody wants it any more; tell whether it was done; raises `PagefindError`."""
        self.begin()
        while not is_outdated():
            if self._running is None or self._running.is_done():
                self.finish()
                return True
        self.stop()
        return False

    def stop(self) -> None:
        """End what runs: nobody wants it any more."""
        if self._running:
            self._running.stop()
        self._running = None

    def parts(self) -> Iterator[Parts]:
        """Give all files of the site that a search needs, but for its page."""
        for code, index in self._indexes.items():
            if code not in self._files:
                yield from self._parts_from_before(code)
                continue
            for name, data in self._files[code].items():
                yield _part(f"{code}/{SEARCH}/{name}", data, is_packed=True)
            for name, data in index.files():
                yield _part(f"{code}/{SEARCH}/{name}.json.gz", data)

    def _parts_from_before(self, code: str) -> Iterator[Parts]:
        names = (name for name in self.before if is_search_file(name) and name.startswith(f"{code}/"))
        return kept_parts(self._site, {name: self.before[name].key for name in names})


def is_search_file(name: str) -> bool:
    """Tell whether a file of a site is one of its search, but not the page."""
    parts = name.split("/")
    return len(parts) > 2 and parts[1] == SEARCH and not name.endswith(".html")


def search_problem(root: Path, error: PagefindError) -> Problem:
    """Say why there is no search."""
    message = Phrase("Pagefind, which makes the index of the search, has failed: %(reason)s", reason=error)
    return Place(root / "site.yml").error("engine-failed", message)


def _part(name: str, data: bytes, *, is_packed: bool = False) -> Parts:
    return Parts((name,), digest(data), partial(_made, name, data, is_packed))


def _made(name: str, data: bytes, is_packed: bool) -> Mapping[str, bytes]:
    return {name: data if is_packed else packed(data)}
