"""Independent work on all processors, and how far it has come; when a process looks for rings of objects.

Receives a function and items; gives the results in their order. Whoever opens `watched` is told meanwhile how many of
the items are done. Refuses nothing: what a part of the work raises is raised here.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

I = TypeVar("I")  # noqa: E741
T = TypeVar("T")

_SIGNAL_AT_PARENTS_END = 1  # Linux, prctl(2): PR_SET_PDEATHSIG


def map_on_processors(work: Callable[[I], T], items: Sequence[I], least: int = 2) -> list[T]:
    """Do the work for every item, shared among the processors where there are so many items and the system can.

    The work must change nothing and its results must be values that can be pickled.

    >>> map_on_processors(len, ["a", "bc", ""])
    [1, 2, 0]
    """
    count = min(len(items), len(os.sched_getaffinity(0)) if _has_copies() else 1)
    if count < 2 or len(items) < least:
        return [work(item) for item in counted(items)]
    helpers = [_Helper(work, items[no::count]) for no in range(1, count)]
    found: list[T | None] = [None] * len(items)
    try:
        found[::count] = [work(item) for item in counted(items[::count], len(items))]
    finally:
        parts: list[list[T] | None] = [helper.results() for helper in helpers]
    for no, part in enumerate(parts, 1):
        # What a copy could not do is done here, and raises here what it raises.
        found[no::count] = [work(item) for item in items[no::count]] if part is None else part
    return found  # type: ignore[return-value]


def do_in_copy(work: Callable[[], T]) -> T:
    """Do work in a copy of this process where the system can, so that what it needs of memory is gone with it.

    >>> do_in_copy(lambda: 1 + 1)
    2
    """
    found: list[T] | None = _Helper(lambda _: work(), [None]).results() if _has_copies() else None
    return work() if found is None else found[0]


class _Rings:
    """Whether this process passes over what it had when it began to look for rings of objects."""

    are_kept = False


def collect_from_now() -> None:
    """Look for rings of objects in what comes; a process that has put that off does not look through what it has."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
        _Rings.are_kept = True


def collect_what_was_kept() -> None:
    """Look once through what it had then, as it is no longer needed; where nothing was put off so, do nothing."""
    if _Rings.are_kept:
        gc.unfreeze()
        gc.collect()
        _Rings.are_kept = False


def _has_copies() -> bool:
    """Tell whether work can be given away: a copy has no other threads, but may have the locks that they held."""
    return sys.platform == "linux" and threading.active_count() == 1


_watchers: list[Callable[[int, int], None]] = []


@contextmanager
def watched(tell: Callable[[int, int], None]) -> Iterator[None]:
    """Have a function told how many items are done, of how many, while this is open."""
    _watchers.append(tell)
    try:
        yield
    finally:
        _watchers.pop()


def counted(items: Sequence[I], total: int = 0) -> Iterator[I]:
    """Give items one by one, telling how many are done; of a share of the work, as if the others were as far.

    >>> with watched(lambda done, total: print(done, "of", total)):
    ...     list(counted("ab", 4))
    2 of 4
    4 of 4
    ['a', 'b']
    """
    for no, item in enumerate(items, 1):
        yield item
        for tell in _watchers:
            tell(no * (total or len(items)) // len(items), total or len(items))


class _Helper:
    """A copy of this process that does a share of the work, and ends; it ends, too, where this process is killed."""

    def __init__(self, work: Callable[[I], T], items: Sequence[I]) -> None:
        self.pipe, end = os.pipe()
        self.process: int | None = None
        parent = os.getpid()
        with contextlib.suppress(OSError):  # the system has none to spare: nothing will come through the pipe
            self.process = os.fork()
        if self.process == 0:
            try:
                _end_with(parent)
                data = pickle.dumps([work(item) for item in items])
                with os.fdopen(end, "wb") as file:
                    file.write(len(data).to_bytes(8, "big") + data)
            finally:
                os._exit(0)  # nothing of this process is to be finished twice
        os.close(end)

    def results(self) -> list[T] | None:
        """Give the results, or nothing where the copy has not ended well."""
        with os.fdopen(self.pipe, "rb") as file:
            size, data = int.from_bytes(file.read(8), "big"), file.read()
        if self.process is not None:
            os.waitpid(self.process, 0)
        found: list[T] | None = pickle.loads(data) if data and len(data) == size else None
        return found


def _end_with(parent: int) -> None:
    """Have the system kill this copy as soon as the process that made it has ended, whose locks it would hold on to."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SIGNAL_AT_PARENTS_END, signal.SIGKILL)
    if os.getppid() != parent:  # before that
        os._exit(0)
