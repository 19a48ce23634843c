"""Work on all processors: the same results, the same errors, and nothing left behind."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from build_scripts.ground.processes import map_on_processors

PROC = Path("/proc/self")
pytestmark = pytest.mark.skipif(not PROC.exists(), reason="copies of processes are made on Linux only")


@pytest.fixture(autouse=True)
def _three_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """No test leaves an open pipe, or a process that nobody has waited for."""
    before = open_files()
    yield
    assert open_files() == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def open_files() -> set[str]:
    return {str(link.readlink()) for link in (PROC / "fd").iterdir() if link.is_symlink()} - {f"{PROC.resolve()}/fd"}


def who(_: object) -> int:
    return os.getpid()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 7, 100])
def test_results_come_in_the_order_of_the_items(count: int) -> None:
    items = [str(no) for no in range(count)]
    assert map_on_processors(lambda item: item * 2, items) == [item * 2 for item in items]


def test_the_work_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # those that share the suite have threads of their own
    found = map_on_processors(who, range(9))
    assert len(set(found)) == 3 and found[0] == os.getpid()
    assert len(set(found[::3])) == len(set(found[1::3])) == 1


def test_few_items_are_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # those that share the suite have threads of their own
    assert set(map_on_processors(who, range(5), least=6)) == {os.getpid()}
    assert len(set(map_on_processors(who, range(6), least=6))) == 3
    assert len(set(map_on_processors(who, range(2)))) == 2


def test_beside_other_threads_all_is_done_here() -> None:
    go = threading.Event()
    thread = threading.Thread(target=go.wait)
    thread.start()
    try:
        assert set(map_on_processors(who, range(9))) == {os.getpid()}
    finally:
        go.set()
        thread.join()


def test_one_processor_does_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    assert set(map_on_processors(who, range(9))) == {os.getpid()}


def test_large_results_come_whole() -> None:
    """A pipe holds little; the copies must not wait for each other."""
    assert map_on_processors(lambda no: bytes([no]) * 3_000_000, range(6)) == [
        bytes([no]) * 3_000_000 for no in range(6)
    ]


@pytest.mark.parametrize("no", range(6))
def test_what_any_share_raises_is_raised_here(no: int) -> None:
    def work(item: int) -> int:
        if item == no:
            raise LookupError(f"no {item}")
        return item

    with pytest.raises(LookupError, match=f"no {no}"):
        map_on_processors(work, range(6))


def end_at_once() -> None:
    os._exit(3)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("end", [kill, end_at_once])
def test_what_a_copy_that_dies_has_not_done_is_done_here(end: Callable[[], None]) -> None:
    here = os.getpid()

    def work(item: int) -> int:
        if os.getpid() != here and item == 4:
            end()
        return item * item

    assert map_on_processors(work, range(9)) == [item * item for item in range(9)]


def test_results_that_cannot_be_sent_are_made_here() -> None:
    found = map_on_processors(lambda item: lambda: item, range(6))
    assert [give() for give in found] == list(range(6))


def test_where_no_copy_can_be_made_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system may refuse: too many processes."""
    fork, made = os.fork, []

    def refuse() -> int:
        if made:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        made.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", refuse)
    assert map_on_processors(lambda item: item * 2, range(9)) == [item * 2 for item in range(9)]


def test_a_copy_finishes_nothing_twice(tmp_path: Path) -> None:
    """What this process has not written out yet is its own."""
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        log.write("once")
        map_on_processors(who, range(9))
    assert (tmp_path / "log").read_text(encoding="utf-8") == "once"


# Holds a lock, as a build does, and is killed by one of its copies, which would go on for a minute.
KILLED = """
import fcntl, os, signal, sys, time
from build_scripts.ground.processes import map_on_processors

os.sched_getaffinity = lambda _: {0, 1, 2}
lock, here = open(sys.argv[1], "w"), os.getpid()
fcntl.flock(lock, fcntl.LOCK_EX)

def work(no):
    if os.getpid() != here and no == int(sys.argv[2]):
        os.kill(here, signal.SIGKILL)
    time.sleep(60)

map_on_processors(work, range(3))
"""


@pytest.mark.parametrize("no", [1, 2])
def test_copies_end_with_the_process_that_made_them(tmp_path: Path, no: int) -> None:
    """Whoever comes next finds its locks free."""
    path = tmp_path / "lock"
    ended = subprocess.run([sys.executable, "-c", KILLED, path, str(no)], timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL
    with path.open("w", encoding="utf-8") as lock:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                time.sleep(0.01)
    pytest.fail("a copy still holds the lock")
