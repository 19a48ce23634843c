"""What a command costs: the time on the clock, the time of the processors, and the memory of its largest process.

Receives a command; returns its `Cost` and what it said on standard error. Counted are the process and all that it
waited for. Memory is the largest resident set that one of these processes ever had, not the sum of those that ran at
once. Refuses commands that fail or take too long.
"""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_KIBIBYTE = 1024 if sys.platform != "darwin" else 1  # in what `ru_maxrss` is given
_SHOWN = 800  # characters of what a failed command said
# Starts the command and waits for it. It is small: to a process is counted what that had which started it.
_LAUNCHER = """\
import json, os, sys, time
silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
started = time.perf_counter()
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent)
_, status, usage = os.wait4(process, 0)
wall = time.perf_counter() - started
print(json.dumps([wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status)]))
"""


_YARDSTICK = 2_000_000  # turns: some tenths of a second


def measure_yardstick() -> float:
    """Give the processor time, in seconds, of work that is always the same: seconds of two runs compare only by it.

    A virtual machine may be several times as slow an hour later, though nothing else runs there.
    """
    started = time.process_time()
    words: dict[int, str] = {}
    for no in range(_YARDSTICK):
        words[no & 4095] = words.get(no & 2047, "")[:8] + "x"
    return time.process_time() - started


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
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _LAUNCHER, *command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired as error:
            raise CommandError(f"stopped after {timeout:.0f} s: {shlex.join(command)}") from error
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        errors.seek(0)
        said = errors.read().decode("utf-8", "backslashreplace")
    wall, processor, memory, code = json.loads(output) if output else (0.0, 0.0, 0, process.returncode)
    if code:
        tail = said[-_SHOWN:].strip() or "it said nothing"
        raise CommandError(f"exit code {code} after {wall:.1f} s: {shlex.join(command)}: {tail}")
    return Cost(wall, processor, memory * _KIBIBYTE), said
