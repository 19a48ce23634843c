"""Runs an engine in a process that ends when its standard input does: `python leash.py mkdocs build …`.

One left behind by a killed build would write old pages into the folder that the next build uses. MkDocs keeps here what
it has compiled of the theme's templates, and passes over the theme's 14,000 drawings of icons, of which it would list
each to leave it out: together half of what it does for a small site. Imports nothing of this project.
"""

from __future__ import annotations

import os
import runpy
import sys
import threading
from collections.abc import Iterable
from functools import partial
from importlib.metadata import version
from pathlib import Path

COMPILED = "compiled"  # the folder in the current one; in it a folder for each version of Jinja


def main() -> None:
    """Run the module that the first argument names with those that follow."""
    threading.Thread(target=lambda: (os.read(0, 1), os._exit(1)), daemon=True).start()
    sys.argv = sys.argv[1:]
    if sys.argv[0] == "mkdocs":
        _hasten_mkdocs()
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _hasten_mkdocs() -> None:
    from jinja2 import Environment, FileSystemBytecodeCache
    from mkdocs.theme import Theme

    make = Theme.get_env

    def get_env(theme: Theme) -> Environment:
        environment = make(theme)
        folder = Path(COMPILED, version("jinja2"))
        folder.mkdir(parents=True, exist_ok=True)
        environment.bytecode_cache = FileSystemBytecodeCache(str(folder))
        environment.loader.list_templates = partial(_list_templates, theme.dirs)  # type: ignore[method-assign]
        return environment

    Theme.get_env = get_env  # type: ignore[assignment, method-assign]


def _list_templates(folders: Iterable[str]) -> list[str]:
    """Give the files of a theme by their paths, but for hidden ones, which MkDocs would leave out one by one."""
    found: set[str] = set()
    for folder in folders:
        for path, names, files in os.walk(folder):
            names[:] = [name for name in names if not name.startswith(".")]
            found.update(Path(path, file).relative_to(folder).as_posix() for file in files)
    return sorted(found)


if __name__ == "__main__":
    main()
