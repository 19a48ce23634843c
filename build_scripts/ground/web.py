"""One question to one address of the web: what its server answers, within limits of time and of bytes.

Receives an address and a method; gives status, where it leads to, how long to wait, and as much of the body as is
asked for. Follows nothing by itself. Refuses with `WebError`, whose `fault` says why: what is no address of the web,
hosts that do not exist, machines that may not be reached (this one, and those of private networks: it connects to what
it has looked at), certificates that browsers refuse, and who does not answer in time, however slowly they send.
Proxies of the environment are not used, as behind one nobody could tell where a name leads.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal
from urllib.parse import urljoin

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, LocationParseError, SSLError
from urllib3.util import Timeout, parse_url

Fault = Literal[
    "certificate",  # browsers refuse it too
    "no-address",  # it cannot be read as one of http or https
    "no-answer",  # in time, or none that is HTTP
    "no-host",  # nobody has this name
    "private",  # it leads into a private network
    "refused",  # the connection
]
Resolve = Callable[[str, int], Sequence[tuple[str, int]]]

CONNECT_SECONDS = 10.0
WHOLE_SECONDS = 20.0  # for one question, from the connection to the last byte
# OpenSSL's codes (x509_vfy.h) of what browsers refuse as well: expired, signed by itself, of another host. An issuer
# that is missing may be known to them.
_REFUSED_CERTIFICATES = {10, 18, 62}
_NO_HOST = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
# Networks whose addresses hold one of IPv4: NAT64 (RFC 6052), in their last four bytes.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class WebError(Exception):
    """An address was not asked, or did not answer; `fault` says why, `detail` what the machine said of it."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        """Take why, and what was said."""
        super().__init__(f"{fault} {detail}".strip())
        self.fault, self.detail = fault, detail


@dataclass(frozen=True)
class Reply:
    """What a server answered: status, where it leads to (whole), `Retry-After` as it stands, the body's first bytes."""

    status: int
    location: str = ""
    retry_after: str = ""
    body: bytes = b""


def find_addresses(host: str, port: int) -> list[tuple[str, int]]:
    """Give the numeric addresses of a host, each with the port; raises `socket.gaierror`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((str(address[0]), port) for *_, address in found))


def is_public(address: str) -> bool:
    """Tell whether a numeric address is one of the public net.

    >>> is_public("93.184.215.14"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1"), is_public("224.0.0.1")
    (True, False, False, False)
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        found = inner or found
    return found.is_global and not found.is_multicast


def read_address(text: str, base: str = "") -> str:
    """Give an address as it is asked: whole, its host as IDNA, its path in percent signs, no fragment, no password.

    Raises `WebError` for what is no address of the web.

    >>> read_address("HTTP://例子.测试/报告?年=1#页"), read_address("/b", "https://a.example/c/d#e")
    ('http://xn--fsqu00a.xn--0zwm56d/%E6%8A%A5%E5%91%8A?%E5%B9%B4=1', 'https://a.example/b')
    """
    try:
        address = parse_url(urljoin(base, text.strip()))
    except (LocationParseError, ValueError) as error:
        raise WebError("no-address", str(error)) from error
    if address.scheme not in ("http", "https") or not address.host:
        raise WebError("no-address")
    return address._replace(fragment=None, auth=None, path=address.path or "/").url


@dataclass
class _Door:
    """The way out for one question: looks where a name leads before it connects, and shuts when time is over."""

    resolve: Resolve
    may_reach: Callable[[str], bool]
    is_late: bool = False
    _sockets: list[socket.socket] = field(default_factory=list)

    def open(self, host: str, port: int) -> socket.socket:
        """Connect to the first address of a host that answers; raises `WebError` or `OSError`."""
        try:
            found = self.resolve(host, port)
        except socket.gaierror as error:
            raise WebError("no-host" if error.errno in _NO_HOST else "no-answer", str(error)) from error
        except UnicodeError as error:
            raise WebError("no-address", str(error)) from error
        public = [each for each in found if self.may_reach(each[0])]
        if found and not public:
            raise WebError("private", found[0][0])
        last: OSError = OSError("no address")
        for address in public:
            try:
                opened = socket.create_connection(address, CONNECT_SECONDS)
            except OSError as error:
                last = error
            else:
                self._sockets.append(opened.dup())  # TLS takes the socket over, but not this one
                return opened
        raise WebError("refused" if isinstance(last, ConnectionRefusedError) else "no-answer", str(last)) from last

    @contextmanager
    def closing(self, seconds: float) -> Iterator[None]:
        """Shut all connections after some seconds, and in the end."""
        timer = threading.Timer(seconds, self._shut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            for each in self._sockets:
                each.close()

    def _shut(self) -> None:
        self.is_late = True
        for each in list(self._sockets):
            with suppress(OSError):  # it is shut already
                each.shutdown(socket.SHUT_RDWR)


class _Http(HTTPConnection):
    def __init__(self, *given: Any, door: _Door, **extra: Any) -> None:
        super().__init__(*given, **extra)
        self._door = door

    def _new_conn(self) -> socket.socket:
        return self._door.open(self._dns_host, self.port or 80)


class _Https(HTTPSConnection):
    def __init__(self, *given: Any, door: _Door, **extra: Any) -> None:
        super().__init__(*given, **extra)
        self._door = door

    def _new_conn(self) -> socket.socket:
        return self._door.open(self._dns_host, self.port or 443)


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


@dataclass(frozen=True)
class Web:
    """The way into the web: who asks, which numeric addresses may be reached, where names lead, whom to trust.

    `authorities` is a file of certificates to trust beside those of the system and of Mozilla; `seconds` are for one
    question, whole.
    """

    user_agent: str
    may_reach: Callable[[str], bool] = is_public
    resolve: Resolve = find_addresses
    authorities: str = ""
    seconds: float = WHOLE_SECONDS

    def ask(self, method: str, address: str, most: int = 0) -> Reply:
        """Ask an address once, for `most` bytes of its body; raises `WebError`."""
        parts = parse_url(read_address(address))
        door = _Door(self.resolve, self.may_reach)
        more: dict[str, Any] = {"door": door}
        if parts.scheme == "https":
            more |= {"ssl_context": _trust(self.authorities), "cert_reqs": "CERT_REQUIRED"}
        pool = (_HttpsPool if parts.scheme == "https" else _HttpPool)(parts.host or "", parts.port, maxsize=1, **more)
        with door.closing(self.seconds), pool:
            try:
                return self._answer(pool, method, parts.request_uri, most)
            except SSLError as error:
                raise _of_certificate(error) from error
            except (HTTPError, OSError, ValueError) as error:
                raise WebError("no-answer", "time is over" if door.is_late else str(error)) from error

    def _answer(self, pool: HTTPConnectionPool, method: str, target: str, most: int) -> Reply:
        reply = pool.urlopen(
            method,
            target,
            headers={"User-Agent": self.user_agent, "Accept": "*/*", "Connection": "close"},
            retries=False,
            redirect=False,
            preload_content=False,
            decode_content=False,
            timeout=Timeout(connect=CONNECT_SECONDS, read=self.seconds),
        )
        try:
            location = reply.headers.get("Location", "").encode("latin-1", "replace").decode("utf-8", "replace")
            body = reply.read(most) if most else b""
            return Reply(reply.status, location, reply.headers.get("Retry-After", ""), body)
        finally:
            reply.close()


def _of_certificate(error: SSLError) -> WebError:
    cause = error.args[0] if error.args else error
    if isinstance(cause, ssl.SSLCertVerificationError) and cause.verify_code in _REFUSED_CERTIFICATES:
        return WebError("certificate", cause.verify_message)
    return WebError("no-answer", str(cause))


@cache
def _trust(authorities: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    if authorities:
        context.load_verify_locations(authorities)
    return context
