"""What a preview publishes after its pages: the index of the search, and the files under `data/`.

Nothing of either is shown on a page, and together they take as long as all else that one edit needs. Receives the
search, the data files and the site before; puts them into an `Assembly` with the pages, or, where a preview has both
from the site before, those first and its own into a second one. Raises `PagefindError`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from build_scripts.library.data_names import data_names
from build_scripts.library.index import Library
from build_scripts.outputs.data import DataFile
from build_scripts.publish.finish import Assembly, kept_parts
from build_scripts.publish.search import Search, is_search_file

FOLDER = "data/"


class Later:
    """The search and the data of a site, which a preview `may_wait` for."""

    def __init__(
        self, search: Search, data: Callable[[], Iterable[DataFile]], library: Library, *, may_wait: bool
    ) -> None:
        """Look what the site before has: what pages lead to has to be there."""
        self.search = search
        self._data = data
        names = {f"{FOLDER}{name}" for name in data_names(library)}
        self._waits = may_wait and search.can_follow and search.before.keys() >= names

    @property
    def is_behind(self) -> bool:
        """Tell whether the site has some of it from the site before."""
        return self._waits or self.search.is_behind

    @property
    def has_search(self) -> bool:
        """Tell whether the search is its own."""
        return not self.search.is_behind

    def begin(self) -> None:
        """Have Pagefind begin, beside the engine of the pages, unless it may follow."""
        if not self._waits:
            self.search.begin()

    def add(self, fresh: Assembly) -> None:
        """Put it into a site, or what the site before has of it."""
        if self._waits:
            before = self.search.before.items()
            fresh.add_all(kept_parts(fresh.site, {name: made.key for name, made in before if name.startswith(FOLDER)}))
        else:
            for file in self._data():  # while Pagefind may still be at work
                fresh.add(file.name, file.key, file.make)
            self.search.finish()
        fresh.add_all(self.search.parts())

    def follow(self, fresh: Assembly, is_outdated: Callable[[], bool]) -> Assembly | None:
        """Put a published site together once more, with what is new of it, unless nobody wants that any more."""
        if not self.search.follow(is_outdated):
            return None
        again = Assembly(fresh.site, fresh.spare, fresh.close())
        pages = (name for name in fresh.files if not (name.startswith(FOLDER) or is_search_file(name)))
        again.add_all(kept_parts(fresh.site, {name: fresh.files[name] for name in pages}))
        for file in self._data():
            if is_outdated():
                return None
            again.add(file.name, file.key, file.make)
        again.add_all(self.search.parts())
        again.finish()
        return again
