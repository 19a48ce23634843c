"""Runs an engine for folders in a process that ends when its standard input does: `python leash.py mkdocs 2 …`.

One left behind by a killed build would write old pages into the folder that the next build uses. The engine is loaded
once: it runs for each further folder in a copy of the process, on as many processors as the second argument says. What
it prints goes to the files `OUTPUTS` of its folder; the exit codes go to standard output, as a JSON list.

MkDocs keeps beside the folders what it has compiled of the theme's templates, and passes over the theme's 14,000
drawings of icons, of which it would list each to leave it out: together half of what it does for a small site. Imports
nothing of this project.
"""

from __future__ import annotations

import json
import os
import runpy
import select
import sys
import threading
from collections.abc import Iterable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path

COMPILED = "compiled"  # the folder beside that of the engine; in it a folder for each version of Jinja
OUTPUTS = ("engine.1", "engine.2")  # what it prints as output, and as errors

Job = tuple[str, list[str]]  # a folder, and the arguments of the engine in it


def main() -> None:
    """Run a module on so many processors for the jobs, which are JSON; tell the exit codes if there are several."""
    module, processors, jobs = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
    if module == "mkdocs":
        _hasten_mkdocs()
    own = jobs[0] if len(jobs) == 1 else _share(jobs, processors)
    if own:
        _run(module, *own)


def _share(jobs: Sequence[Job], processors: int) -> Job | None:
    """Give a job in each copy of this process, which must not have threads yet; in the first nothing, after all."""
    running: dict[int, int] = {}
    codes = [1] * len(jobs)
    for no, job in enumerate(jobs):
        if len(running) == processors:
            _await_one(running, codes)
        process = os.fork()
        if process == 0:
            return job
        running[process] = no
    while running:
        _await_one(running, codes)
    os.write(1, json.dumps(codes).encode())
    return None


def _await_one(running: dict[int, int], codes: list[int]) -> None:
    process, status = os.wait()
    codes[running.pop(process)] = os.waitstatus_to_exitcode(status)


def _run(module: str, folder: str, arguments: list[str]) -> None:
    """Run a module in a folder, and what it prints into files; it ends the process."""
    if select.select([0], [], [], 0)[0]:  # the build has ended before this began
        return
    threading.Thread(target=lambda: (os.read(0, 1), os._exit(1)), daemon=True).start()
    os.chdir(folder)
    for number, name in enumerate(OUTPUTS, 1):
        file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        os.dup2(file, number)
        os.close(file)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _hasten_mkdocs() -> None:
    import mkdocs.commands.build  # noqa: F401 what every copy needs
    from jinja2 import Environment, FileSystemBytecodeCache
    from mkdocs.theme import Theme

    make = Theme.get_env

    def get_env(theme: Theme) -> Environment:
        environment = make(theme)
        folder = Path("..", COMPILED, version("jinja2"))
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
