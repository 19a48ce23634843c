"""What a command costs: the time on the clock, the time of the processors, and the memory of its largest process.

Receives a command; returns its `Cost` and what it said on standard error. Counted are the process and all that it
waited for. Memory is the largest resident set that one of these processes ever had, not the sum of those that ran at
once; a process counts as no smaller than this one, which starts it. Refuses commands that fail or take too long.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

_KIBIBYTE = 1024 if sys.platform != "darwin" else 1  # in what `ru_maxrss` is given
_SHOWN = 800  # characters of what a failed command said
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class CommandError(RuntimeError):
    """A command failed, or took too long; says which and why."""


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, seconds of processor time, and bytes of memory."""

    wall: float
    processor: float
    memory: int


def run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None, timeout: float | None = None
) -> tuple[Cost, str]:
    """Run a command in a folder and give its cost and its standard error; raises `CommandError`."""
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=output,
            start_new_session=True,
        )
        late = threading.Timer(timeout or threading.TIMEOUT_MAX, os.killpg, (process.pid, signal.SIGKILL))
        late.daemon = True
        late.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            late.cancel()
        wall = time.perf_counter() - started
        output.seek(0)
        said = output.read().decode("utf-8", "backslashreplace")
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        limit = f" (the limit is {timeout:.0f} s)" if timeout and wall >= timeout else ""
        tail = said[-_SHOWN:].strip() or "it said nothing"
        raise CommandError(f"exit code {process.returncode} after {wall:.1f} s{limit}: {shlex.join(command)}: {tail}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _KIBIBYTE), said


def apart(function: Callable[Parameters, Result], *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
    """Give what a function gives, called in a process of its own, so that this one stays small: see above."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()
