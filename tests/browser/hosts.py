"""A host that compresses as web hosts do, and one page of every kind, for the tests that measure and check.

PYTEST_DONT_REWRITE: test modules import it before they name it as a plugin.
"""

from __future__ import annotations

import contextlib
import gzip
import threading
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

Host = Callable[[Path], str]
_COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".txt", ".xml"}


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """Serve a folder for the whole session; give its address."""
    with contextlib.ExitStack() as stack:
        started: dict[Path, str] = {}

        def serve(root: Path) -> str:
            if root not in started:
                server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_CompressingHost, directory=str(root)))
                threading.Thread(target=server.serve_forever, daemon=True).start()
                stack.callback(server.server_close)
                stack.callback(server.shutdown)
                started[root] = f"http://127.0.0.1:{server.server_address[1]}"
            return started[root]

        yield serve


class _CompressingHost(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        is_text = path.suffix in _COMPRESSED
        data = _compressed(path) if is_text else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Cache-Control", "max-age=3600")
        if is_text:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@lru_cache(maxsize=512)
def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


def page_kinds(site: Path, language: str, most: int = 300_000) -> dict[str, str]:
    """Give one page of every kind by its path below the site: the largest of its kind that is not over `most` bytes."""
    kinds = {
        "home": "index.html",
        "sectors": "sectors/index.html",
        "sector": "sectors/*/index.html",
        "sector-list": "sectors/*/*/index.html",
        "compare": "compare/index.html",
        "problems": "problems/index.html",
        "reports": "reports/index.html",
        "report": "reports/*/index.html",
        "brief": "reports/*/*/index.html",
        "recommendations": "recommendations/index.html",
        "actor-list": "recommendations/*/index.html",
        "figures": "figures/index.html",
        "chart": "charts/*/index.html",
        "timeline": "timeline/index.html",
        "glossary": "glossary/index.html",
        "term": "glossary/*/index.html",
        "translation": "translation/index.html",
        "prose": "about/index.html",
        "search": "search/index.html",
        "missing": "404.html",
    }
    found = {}
    for kind, pattern in kinds.items():
        pages = sorted((site / language).glob(pattern), key=lambda path: path.stat().st_size)
        small = [path for path in pages if path.stat().st_size <= most] or pages[:1]
        if small:
            found[kind] = small[-1].relative_to(site).as_posix().removesuffix("index.html")
    return found
