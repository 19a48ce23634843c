"""The web outside, as far as tests ask it: a real server, with and without TLS, that answers by path.

All names lead to it (as in a file of hosts) but those that end in `.gone.example`, which nobody has, those that end in
`.private.example`, which lie in a private network, and those in `.silent.example`, whose name server does not answer.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from build_scripts.checks.external.answers import find_outside_problems, reach_of
from build_scripts.checks.external.asking import Answer, Asker
from build_scripts.checks.external.outside import find_outside
from build_scripts.content.load import load_content
from build_scripts.ground.problems import Problem
from build_scripts.ground.web import Web
from tests.conftest import TESTS

HERE = "127.0.0.1"
TLS = TESTS / "data" / "tls"
STATUS = {"/missing": 404, "/removed": 410, "/forbidden": 403, "/failing": 500, "/unlisted": 451}
LEADS = {
    "/moved": (301, "/fine"),
    "/moved-twice": (308, "/moved"),
    "/moved-then-elsewhere": (301, "/for-now"),
    "/for-now": (302, "/fine"),
    "/safe": (301, "https://city.example/fine"),
    "/unsafe": (301, "http://city.example/fine"),
    "/moved-away": (301, "/missing"),
    "/circle": (302, "/circle-2"),
    "/circle-2": (302, "/circle"),
    "/to-front": (301, "/"),
    "/to-inner": (302, "http://inner.private.example/"),
    "/to-metadata": (302, "http://169.254.169.254/latest/"),
    "/to-mail": (302, "mailto:editor@city.example"),
    "/to-chinese": (301, "/报告/二〇三〇"),
    "/to-nothing": (302, ""),
}


@dataclass(frozen=True)
class Asked:
    """A question that the server got."""

    method: str
    host: str
    path: str
    agent: str
    begun: float


@dataclass
class Outside:
    """The server: where it listens, and what it was asked."""

    http: int
    https: int
    asked: list[Asked] = field(default_factory=list)
    open: Counter[str] = field(default_factory=Counter)
    most_open: Counter[str] = field(default_factory=Counter)

    def resolve(self, host: str, port: int) -> list[tuple[str, int]]:
        if host.endswith("gone.example"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if host.endswith("silent.example"):
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        if host.endswith("private.example") or host == "169.254.169.254":
            return [("169.254.169.254", port)]
        return [(HERE, {80: self.http, 443: self.https}.get(port, port))]

    def web(self, **changed: object) -> Web:
        given = {"user_agent": "tests", "may_reach": HERE.__eq__, "resolve": self.resolve, "seconds": 2.0}
        return Web(**{**given, "authorities": str(TLS / "certificate.pem"), **changed})  # type: ignore[arg-type]

    def methods(self, path: str) -> list[str]:
        return [each.method for each in self.asked if each.path == path]


class _Handler(BaseHTTPRequestHandler):
    outside: Outside

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self) -> None:
        host = self.headers["Host"].partition(":")[0]
        path = urlsplit(self.path).path
        before = self.outside.methods(path)
        agent = self.headers["User-Agent"]
        self.outside.asked.append(Asked(self.command, host, path, agent, time.monotonic()))
        self.outside.open[host] += 1
        self.outside.most_open[host] = max(self.outside.most_open[host], self.outside.open[host])
        try:
            self._say(path, before)
        except (BrokenPipeError, ConnectionResetError):
            pass  # who asked has heard enough
        finally:
            self.outside.open[host] -= 1

    def _say(self, path: str, before: list[str]) -> None:
        is_head = self.command == "HEAD"
        if path in LEADS:
            status, target = LEADS[path]
            self._head(status, Location=target.encode("utf-8").decode("latin-1"))
        elif path.startswith("/endless/"):
            self._head(302, Location=f"/endless/{int(path.rpartition('/')[2]) + 1}")
        elif path.startswith("/head-") and is_head:
            self._refuse_head(path.removeprefix("/head-"))
        elif path == "/busy" and not before:
            self._head(429, **{"Retry-After": "1"})
        elif path == "/busy-long":
            self._head(503, **{"Retry-After": "Wed, 01 Jan 2110 00:00:00 GMT"})
        elif path == "/drip":
            self._drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 10_000)
        elif path == "/noise":
            self.wfile.write(b"\x00\x16 this is no HTTP\r\n\r\n")
        elif path == "/archive":
            self._archive()
        else:
            self._head(STATUS.get(path, 200))
            if not is_head and path == "/head-405-huge":
                for _ in range(10_000):
                    self.wfile.write(b"x" * 2**16)

    def _head(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _refuse_head(self, how: str) -> None:
        if how == "cut":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self._head(int(how.partition("-")[0]))

    def _drip(self, data: bytes) -> None:
        for at in range(len(data)):
            self.wfile.write(data[at : at + 1])
            time.sleep(0.05)

    def _archive(self) -> None:
        wanted = parse_qs(urlsplit(self.path).query)["url"][0]
        closest = {"available": True, "timestamp": "20210102030405", "url": f"http://copies.example/2021/{wanted}"}
        self._head(200)
        known = {"archived_snapshots": {"closest": closest} if "unknown" not in wanted else {}}
        self.wfile.write(json.dumps(known).encode())


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing: who asks may hang up, as those do who do not trust the certificate."""


@cache
def outside() -> Outside:
    """Start the server, once; it ends with the process."""
    servers = [_Server((HERE, 0), _Handler) for _ in range(2)]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
    servers[1].socket = context.wrap_socket(servers[1].socket, server_side=True, do_handshake_on_connect=False)
    _Handler.outside = Outside(*(server.server_address[1] for server in servers))
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    return _Handler.outside


def ask(address: str, **changed: object) -> Answer:
    return Asker(outside().web(**changed), pause=0).ask(address)


def find_external_problems(folder: Path) -> list[Problem]:
    """Give the problems of what a content links to, in the web of the tests."""
    links = find_outside(load_content(folder)[0])
    answers: dict[str, Answer] = {}
    addresses = list(dict.fromkeys(map(reach_of, links)))
    Asker(outside().web(), pause=0).ask_all(addresses, answers.__setitem__)
    return find_outside_problems(links, answers, {})
