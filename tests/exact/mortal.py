"""The command `duizhao` in a process that dies: `python -m tests.exact.mortal NO WHOM LOG FOLDER ARGUMENT…`.

It kills itself (`parent`), or its whole process group (`group`), without any chance to clean up, just before the NO-th
time that it changes something below FOLDER: opens a file for writing, renames, links, removes, makes a folder. With
NO 0 it lives. LOG gets a line for each such moment. Python's audit events tell of them.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod"}
_WRITING = os.O_WRONLY | os.O_RDWR


def install(no: int, whom: str, log: Path, folder: Path) -> None:
    """Die before the NO-th change below a folder."""
    seen = 0
    moments = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if not _is_change(event, arguments, folder):
            return
        seen += 1
        os.write(moments, f"{event} {arguments[0]!r}\n".encode())
        if seen == no:
            os.killpg(0, signal.SIGKILL) if whom == "group" else os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(audit)


def _is_change(event: str, arguments: tuple[Any, ...], folder: Path) -> bool:
    if event == "open":
        path, _, flags = arguments
        if not isinstance(path, str | bytes) or not flags & _WRITING:
            return False
    elif event in _CHANGES:
        path = arguments[0]
    else:
        return False
    # What is named relative to an open folder (as `rmtree` does) cannot be looked up here: it counts.
    name = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
    return not Path(name).is_absolute() or name.startswith(str(folder))


def main(arguments: list[str]) -> None:
    """Run the command as the command line says."""
    no, whom, log, folder, *command = arguments
    from build_scripts.cli.main import main as duizhao  # what it imports is read before the hook looks

    install(int(no), whom, Path(log), Path(folder).resolve())
    duizhao(command, prog_name="duizhao")


if __name__ == "__main__":
    main(sys.argv[1:])
