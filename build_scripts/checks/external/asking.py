"""Addresses → what each of them answers, asked so that no host is burdened.

Receives addresses as `read_address` gives them, and a `Web`; gives an `Answer` each. A host gets one question at a time
and then a pause, whoever leads to it; hosts are asked side by side. The question is HEAD; where that is refused or does
not end well, GET, of which no body is read. What a host says of waiting is done once, if it is not long; a host that
does not answer twice is left in peace. Redirects are followed, to a limit. Fragments are not asked. Whether a page that
answers 200 says in its words that there is nothing is not read: only who is led to the front page is told of it.
Refuses nothing.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

from build_scripts.ground.web import Fault, Reply, Web, WebError, read_address

PAUSE = 1.0  # seconds between two questions to a host
MOST_HOPS = 8
_MOST_HOSTS = 8  # that are asked side by side
_LONGEST_WAIT = 30.0  # seconds that a host may ask us to wait; who asks for more is left in peace
_MOST_SILENT = 2  # questions that a host leaves unanswered before it is asked no more
_FOR_GOOD, _FOR_NOW = (301, 308), (302, 303, 307)
_BUSY = (429, 503)

Trouble = Fault | Literal["circle", "too-far", "silent-before", "told-to-wait", ""]


@dataclass(frozen=True)
class Answer:
    """What an address answered in the end: a status, or 0 and the `trouble` that kept it from that.

    `end` is where it leads if that is elsewhere, `moved` how far of that for good.
    """

    status: int = 0
    trouble: Trouble = ""
    detail: str = ""
    end: str = ""
    moved: str = ""

    @property
    def is_certain(self) -> bool:
        """Tell whether the answer would be the same tomorrow, so that it can be kept.

        That a name leads nowhere may be our own network.
        """
        return 200 <= self.status < 400 or self.status in (404, 410) or self.trouble == "certificate"


@dataclass
class _Host:
    """What is known of a host while its addresses are asked."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    next: float = 0.0
    silent: int = 0
    is_shut: bool = False


class _Quiet(Exception):
    """A host is not asked any more; says why."""


@dataclass
class Asker:
    """Asks addresses; `pause` is that between two questions to one host, in seconds."""

    web: Web
    pause: float = PAUSE
    _hosts: dict[str, _Host] = field(default_factory=lambda: defaultdict(_Host))
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _end: threading.Event = field(default_factory=threading.Event)

    def ask_all(self, addresses: Sequence[str], keep: Callable[[str, Answer], None]) -> None:
        """Ask all addresses, host by host, and hand each answer on as it comes, one after the other."""
        by_host: dict[str, list[str]] = {}
        for address in addresses:
            by_host.setdefault(_host_of(address), []).append(address)
        with ThreadPoolExecutor(_MOST_HOSTS) as threads:
            waiting = [threads.submit(self._ask_each, own, keep) for own in by_host.values()]
            try:
                for done in as_completed(waiting):
                    done.result()
            finally:
                self._end.set()  # who is interrupted does not wait for the rest

    def _ask_each(self, addresses: Sequence[str], keep: Callable[[str, Answer], None]) -> None:
        for address in addresses:
            if self._end.is_set():
                return
            answer = self.ask(address)
            with self._lock:
                keep(address, answer)

    def ask(self, address: str) -> Answer:
        """Ask one address, and follow where it leads."""
        current, moved, is_lasting = address, "", True
        seen: list[str] = []
        try:
            while len(seen) <= MOST_HOPS:
                seen.append(current)
                reply = self._talk(current)
                if reply.status not in (*_FOR_GOOD, *_FOR_NOW) or not reply.location:
                    return Answer(reply.status, end=current if len(seen) > 1 else "", moved=moved)
                led_to = read_address(reply.location, current)
                is_lasting = is_lasting and reply.status in _FOR_GOOD
                moved = led_to if is_lasting else moved
                if led_to in seen:
                    return Answer(trouble="circle", detail=led_to)
                current = led_to
        except WebError as error:
            return Answer(trouble=error.fault, detail=error.detail, end=current if len(seen) > 1 else "")
        except _Quiet as quiet:
            return Answer(trouble="silent-before" if quiet.args[0] == "silent" else "told-to-wait")
        return Answer(trouble="too-far")

    def _talk(self, address: str) -> Reply:
        """Give the answer to HEAD, or to GET where HEAD may not be understood."""
        try:
            reply = self._patiently("HEAD", address)
        except WebError as error:
            if error.fault != "no-answer" or error.detail == "time is over":
                raise
        else:
            if reply.status < 400 or reply.status in _BUSY:
                return reply
        return self._patiently("GET", address)

    def _patiently(self, method: str, address: str) -> Reply:
        """Ask, and once more where the host says after how many seconds."""
        host = self._host(address)
        for _ in range(2):
            with self._turn(host):
                reply = self._once(method, address, host)
                wait = _seconds(reply.retry_after) if reply.status in _BUSY else None
                if wait is None:
                    return reply
                if wait > _LONGEST_WAIT:
                    host.is_shut = True
                    return reply
                host.next = time.monotonic() + wait
        return reply

    def _once(self, method: str, address: str, host: _Host) -> Reply:
        try:
            return self.web.ask(method, address)
        except WebError as error:
            host.silent += error.fault in ("no-answer", "refused") and method == "HEAD"
            raise

    def _host(self, address: str) -> _Host:
        with self._lock:
            return self._hosts[_host_of(address)]

    @contextmanager
    def _turn(self, host: _Host) -> Iterator[None]:
        """Wait for the host's turn; raises `_Quiet` where it is not to be asked any more."""
        with host.turn:
            if host.is_shut:
                raise _Quiet("shut")
            if host.silent >= _MOST_SILENT:
                raise _Quiet("silent")
            self._end.wait(max(0.0, host.next - time.monotonic()))
            host.next = 0.0
            try:
                yield
            finally:
                host.next = max(host.next, time.monotonic() + self.pause)


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # brackets that are no host
        return ""


def _seconds(retry_after: str) -> float | None:
    """Give how long a host asks to wait, in seconds, if it does; it may be written as a date (RFC 9110, 10.2.3)."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except ValueError:
        return None
