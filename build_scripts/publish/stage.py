"""Staged trees → folders that an engine can build: the pages whole, and their shells for the engine.

Receives the `Staged` tree of a language and the working folder; keeps `<language>/` (whole pages, which any engine can
build as they are), `shells/<language>/` and, for the finished site, `markdown/<language>/` up to date. Files are
written only when their bytes change. Refuses nothing.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from build_scripts.ground.memory import digest
from build_scripts.pages.config import config_text
from build_scripts.pages.render import Staged, StagedPage, Trace
from build_scripts.pages.shell import make_shell


class Stage:
    """The folders of one language."""

    def __init__(self, work: Path, tree: Staged, base: Path, theme: Path, assets: Mapping[str, str]) -> None:
        """Find them below the working folder; `base` is the configuration that they inherit, `theme` a folder.

        Pages ask for `assets` of the theme by the addresses given for their names.
        """
        self.tree = tree
        self._assets = assets
        self._paths = (base, theme)
        self.whole = work / tree.language
        self.shells = work / "shells" / tree.language
        self._markdown = work / "markdown" / tree.language

    def make(self, page: StagedPage) -> Trace:
        """Make a page and write it, whole and as a shell; give its trace. Pages may be made by several processes."""
        made = page.make()
        write_if_new(self._whole(page), made.text.encode())
        write_if_new(self._shell(page), make_shell(made.text).encode())
        if made.markdown:
            write_if_new(self._markdown / page.name, made.markdown.encode())
        return made.trace

    @property
    def unmade(self) -> list[StagedPage]:
        """Give the pages that are not as they were, or whose file is gone."""
        return [page for page in self.tree.pages if not page.is_known or not self._whole(page).is_file()]

    def finish(self, files: Mapping[str, Callable[[], bytes]]) -> None:
        """Bring both folders up to date; `files` are what pages show besides, by their name under `docs/`."""
        for name, read in files.items():
            write_if_new(self.whole / "docs" / name, read())
        for page in self.tree.pages:
            if digest_of_file(self._shell(page)) != page.trace.shell:
                write_if_new(self._shell(page), make_shell(self.text(page)).encode())
        names = [page.name for page in self.tree.pages]
        self._finish(self.whole, [*names, *files])
        self._finish(self.shells, names)
        _remove_others(self._markdown, [page.name for page in self.tree.pages if page.trace.markdown])

    def _shell(self, page: StagedPage) -> Path:
        return self.shells / "docs" / page.name

    def _whole(self, page: StagedPage) -> Path:
        return self.whole / "docs" / page.name

    def text(self, page: StagedPage) -> str:
        """Give the text of a page from its file, which is made again if somebody has changed it."""
        return self._read(page, self._whole(page), page.trace.page)

    def markdown(self, page: StagedPage) -> str:
        """Give the same as Markdown, for a page that has it."""
        return self._read(page, self._markdown / page.name, page.trace.markdown)

    def _read(self, page: StagedPage, path: Path, expected: bytes) -> str:
        with contextlib.suppress(OSError):
            data = path.read_bytes()
            if digest(data) == expected:
                return data.decode()
        page.take(self.make(page))
        return path.read_text(encoding="utf-8")

    def _finish(self, folder: Path, names: Collection[str]) -> None:
        """Remove what is no longer wanted, and write the configuration."""
        _remove_others(folder / "docs", names)
        base, theme = (Path(os.path.relpath(path, folder)).as_posix() for path in self._paths)
        write_if_new(folder / "mkdocs.yml", config_text(self.tree.config, base, theme, self._assets).encode())


def _remove_others(folder: Path, names: Collection[str]) -> None:
    """Remove every file of a folder that is not named, and every folder that is left empty."""
    wanted = {str(folder / name) for name in names}
    for here, folders, files in os.walk(folder, topdown=False):
        for name in files:
            if os.path.join(here, name) not in wanted:
                Path(here, name).unlink()
        for name in folders:
            with contextlib.suppress(OSError):  # not empty: wanted
                Path(here, name).rmdir()


def digest_of_file(path: Path) -> bytes:
    """Give the digest of a file, or nothing where there is none."""
    with contextlib.suppress(OSError):
        return digest(path.read_bytes())
    return b""


def write_if_new(path: Path, data: bytes) -> bool:
    """Write a file unless it has these bytes already; tell whether it was written."""
    with contextlib.suppress(OSError):
        if path.read_bytes() == data:
            return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return True
