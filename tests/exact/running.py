"""Programs that run: previews, the processes that work in a folder or that a process has started; and their end.

Linux only, but for previews.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.exact.world import PROJECT

QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def processes(marker: str) -> list[int]:
    """Give the processes, other than this one, whose command line or working folder holds a path (Linux)."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parts = [os.fsdecode((path / "cmdline").read_bytes()), str((path / "cwd").readlink())]
            is_dead = (path / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
            if int(path.name) != os.getpid() and not is_dead and any(f"{marker}/" in f"{part}/" for part in parts):
                found.append(int(path.name))
    return found


def children(parent: int) -> list[int]:
    """Give the processes that a process has started (Linux)."""
    found: list[int] = []
    for path in Path(f"/proc/{parent}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, path.read_text(encoding="utf-8").split())
    return found


def kill(process: subprocess.Popen[Any], whom: str) -> None:
    """Kill the `parent`, its `group`, or its `children` alone."""
    if whom == "children":
        for child in children(process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
    elif whom == "group":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


@contextlib.contextmanager
def preview(command: Sequence[str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a command that serves until it is killed; give it and its address once it serves."""
    process = subprocess.Popen(
        command,
        cwd=PROJECT,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    assert process.stdout
    try:
        while "Preview at" not in (line := process.stdout.readline()):
            assert line, "the preview ended before it served"
        yield process, line.split()[2]
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.stdout.close()
        process.wait(60)
