"""What the tests that build share, as a pytest plugin: sites built once per run, commands, hashes, a server.

A test module says `pytest_plugins = ("tests.built",)` and asks for `built_minimal`, `built_transit` or
`built_real`. PYTEST_DONT_REWRITE: test modules import it before they name it as a plugin.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import pickle
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeVar

import pytest

from build_scripts.content.load import load_content
from build_scripts.ground.problems import has_errors, render_text
from build_scripts.library.index import Brief, Library
from build_scripts.library.link import link_content
from build_scripts.publish.build import BuildResult, build_site, work_folder

PROJECT = Path(__file__).resolve().parent.parent
CONTENT = PROJECT / "content"
FIXTURES = PROJECT / "tests" / "sites" / "valid"
DUIZHAO = str(Path(sys.executable).parent / "duizhao")


@dataclass(frozen=True)
class Built:
    """A site that has been built: its own copy of the content, the site, and what the build said."""

    content: Path
    site: Path
    result: BuildResult

    @property
    def work(self) -> Path:
        return work_folder(self.site)

    @cached_property
    def library(self) -> Library:
        return load_library(self.content)

    def copy(self, folder: Path) -> Built:
        """Copy content, site and work folder with their times, as if it had been built there."""
        for part in (self.content, self.site, self.work):
            shutil.copytree(part, folder / part.name)
        return Built(folder / self.content.name, folder / self.site.name, self.result)

    def build(self, clean: bool = False) -> BuildResult:
        return build_site(self.content, self.site, clean=clean)


def build_copy(content: Path, folder: Path) -> Built:
    """Copy a content folder and build it, refusing problems."""
    own = shutil.copytree(content, folder / "content")
    result = build_site(own, folder / "site")
    assert not result.failed, render_text(result.problems)
    return Built(own, folder / "site", result)


T = TypeVar("T")


def make_once(name: str, factory: pytest.TempPathFactory, make: Callable[[Path], T]) -> T:
    """Give what `make` gives for a new folder; of the processes that share a run, the first calls it for all.

    Nobody may change what lies there. It lies as deep as the folders that a test gets, for its relative paths.
    """
    own = factory.getbasetemp()
    folder = own.parent / "shared" / name if os.environ.get("PYTEST_XDIST_WORKER") else own / f"shared-{name}"
    folder.parent.mkdir(exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        record = folder / "made.pickle"
        if not record.is_file():
            shutil.rmtree(folder, ignore_errors=True)  # left by one that failed
            folder.mkdir()
            record.write_bytes(pickle.dumps(make(folder)))
        made: T = pickle.loads(record.read_bytes())
        return made


def load_library(content: Path) -> Library:
    loaded, problems = load_content(content)
    assert not has_errors(problems), render_text(problems)
    return link_content(loaded)


def full_brief(library: Library) -> Brief:
    """Give the first brief that has statements and a file in every language."""
    return next(b for b in library.briefs if b.statements and set(b.files) == set(library.languages))


def edit_statement(brief: Brief, language: str, no: int = 0) -> None:
    """Add a word that says nothing to the end of a statement's first paragraph."""
    words = {"zh": "确实如此。", "ar": "حقا.", "fr": "Vraiment."}.get(language, "Indeed.")
    pattern = re.compile(r"\s*(\{[^{}\n]*#" + re.escape(brief.statements[no].id) + r"(?![\w-])[^{}\n]*\})")
    replace(brief.files[language], pattern, lambda match: f" {words} {match[1]}")


def replace(path: Path, old: str | re.Pattern[str], new: object) -> None:
    """Change the first place where a file has a text; fail if it has none."""
    text = path.read_text(encoding="utf-8")
    pattern = old if isinstance(old, re.Pattern) else re.compile(re.escape(old))
    changed, count = pattern.subn(new if callable(new) else lambda _: str(new), text, count=1)
    assert count, f"{path} does not have {old!r}"
    path.write_text(changed, encoding="utf-8")


def digests(root: Path) -> dict[str, str]:
    """Give the SHA-256 of every file by its path below a folder."""
    paths = sorted(path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def footprint(root: Path) -> dict[str, tuple[str, int, int]]:
    """Give what must stay if a folder is not touched at all: bytes, time and inode of every file."""
    found = digests(root)
    stats = {name: (root / name).stat() for name in found}
    return {name: (digest, stats[name].st_mtime_ns, stats[name].st_ino) for name, digest in found.items()}


def assert_same(left: Path, right: Path) -> None:
    """Two folders hold the same files with the same bytes; says which differ."""
    one, two = digests(left), digests(right)
    differing = {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)}
    assert one, f"{left} is empty"
    assert not differing, f"{left} and {right} differ in {sorted(differing)[:10]}"


def pages(site: Path, language: str) -> set[str]:
    """Give the HTML pages of a language by their path below it."""
    return {path.relative_to(site / language).as_posix() for path in (site / language).rglob("*.html")}


def run(
    *arguments: object, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the installed command `duizhao`."""
    command = [DUIZHAO, *map(str, arguments)]
    environment = {**os.environ, **(env or {})}
    return subprocess.run(
        command, cwd=cwd or PROJECT, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
    )


@contextlib.contextmanager
def serve_folder(root: Path) -> Iterator[str]:
    """Serve a site as a plain web host would, with a language's 404 page; give the address."""
    server = _Server(("127.0.0.1", 0), partial(_Host, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when a browser goes on to the next page before it has read this one."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Host(SimpleHTTPRequestHandler):
    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, self.path.strip("/").split("/")[0], "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        data = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def built_minimal(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small fixture site in two languages."""
    return make_once("minimal", tmp_path_factory, lambda folder: build_copy(FIXTURES / "minimal", folder))


@pytest.fixture(scope="session")
def built_transit(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The unlike fixture site: another subject, three languages, one of them right-to-left."""
    return make_once("transit", tmp_path_factory, lambda folder: build_copy(FIXTURES / "transit", folder))


@pytest.fixture(scope="session")
def built_real(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project's own content, as it is when the tests start."""
    return make_once("real", tmp_path_factory, lambda folder: build_copy(CONTENT, folder))


@pytest.fixture
def minimal_copy(built_minimal: Built, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A copy of the small site that a test may change; as deep as the original, for its relative paths."""
    return built_minimal.copy(tmp_path_factory.mktemp("copy"))
