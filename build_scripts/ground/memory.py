"""What has been computed is remembered: results of pure stages by the digest of all that went into them.

Receives a folder; gives `Memory`, of which `recall` gives a result that is known, or makes it. A key holds the stage,
the digest of its input and settings, and that of the code and the tools that made it, so that nothing stale comes
back: what has changed has another key. Entries that are damaged, or hold anything but values of this project, are
dropped and made again; a file that is no memory at all is begun anew. Several builds may share one. Where nothing can
be written, nothing is remembered. Refuses nothing.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import os
import pickle
import platform
import sqlite3
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

from build_scripts.ground.processes import map_on_processors

T = TypeVar("T")

_CODE = Path(__file__).resolve().parents[1]
# What results depend on besides the code here; the engine has a fingerprint of its own.
_TOOLS = (
    "babel", "cbor2", "fontpkg-source-serif-4", "jinja2", "lxml", "markdown-it-py", "markupsafe", "mdit-py-plugins",
    "mkdocs-material", "opencc", "pagefind_bin", "pillow", "pydantic", "pylopdf-fonts-zh-cn", "pypinyin", "pyyaml",
    "snowballstemmer", "uharfbuzz",
)  # fmt: skip
_OTHER_TYPEFACES = ("pylopdf-fonts-jp", "pylopdf-fonts-ko", "pylopdf-fonts-zh-tw")  # used where they are installed
_LONG = 256  # bytes, which are digested on their own, as writing them out takes longer
_FEW = 24  # results are made here rather than by copies of the process, which take a while to begin
_MOST_WAITING = 2 * 2**20  # bytes of results that wait to be written
_LARGEST = 128 * 2**20  # bytes in a memory's file; beyond it all is forgotten but what the last run has used
_PATIENCE = 5.0  # seconds that another build may keep the file to itself
# What sqlite says of a file that is no memory, or none any more; all else, such as a lock, may pass.
_BROKEN = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# The classes of values, and values, besides the project's own dataclasses and models.
_CLASSES = frozenset(
    [
        ("builtins", "frozenset"),
        ("builtins", "set"),
        ("build_scripts.ground.messages", "Phrase"),
        ("build_scripts.ground.texts", "Texts"),
        ("build_scripts.ground.yaml_reader", "REFUSED"),
        ("datetime", "date"),
        ("decimal", "Decimal"),
        ("markdown_it.token", "Token"),
        ("pathlib", "PosixPath"),
        ("pathlib", "WindowsPath"),
    ]
)
# What reading an entry may raise that nobody but this project should have written.
_UNREADABLE: tuple[type[Exception], ...] = (
    pickle.UnpicklingError, ArithmeticError, AttributeError, EOFError, ImportError, LookupError, MemoryError,
    RecursionError, TypeError, ValueError,
)  # fmt: skip
_LAYOUT = "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"


def digest(*parts: object) -> bytes:
    """Give the digest of bytes, texts, numbers, and sequences and mappings of these; it tells apart how they are split.

    >>> digest("a", "b") == digest("a", "b"), digest("a", "b") == digest("ab"), digest(("a",), "b") == digest("a", "b")
    (True, False, False)
    """
    short = [_short(part) if type(part) is bytes and len(part) > _LONG else part for part in parts]
    return _short(repr(short).encode("utf-8", "surrogatepass"))


def _short(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=20).digest()


@cache
def code_digest() -> bytes:
    """Give the digest of the code that makes results, of the tools it uses, and of the Python that runs it."""
    files = sorted(
        path for kind in ("*.py", "*.toml", "*.po", "*.txt") for path in _CODE.rglob(kind)
    )  # words of some rules are data
    code = [part for path in files for part in (path.relative_to(_CODE).as_posix(), path.read_bytes())]
    return digest(
        *code,
        platform.python_implementation(),
        platform.python_version(),
        [_version(tool) for tool in (*_TOOLS, *_OTHER_TYPEFACES)],
    )


def _version(tool: str) -> str:
    with contextlib.suppress(PackageNotFoundError):
        return version(tool)
    return ""


class Memory:
    """Results by key, in this process and in a file; close it to keep what is new.

    >>> memory = Memory()
    >>> memory.recall("square", digest(3), lambda: 9), memory.recall("square", digest(3), lambda: 0)
    (9, 9)
    """

    def __init__(
        self, folder: Path | None = None, salt: bytes = b"", *, forget: bool = False, lasting: bool = True
    ) -> None:
        """Open the memory in a folder, or one that lasts as long as the process; `salt` is part of every key.

        One that is to `forget` gives nothing from before, and keeps what is new. A `lasting` one keeps results in the
        process too, for builds that follow.
        """
        self._forget = forget
        self._lasting = lasting
        self._path = folder / "results.sqlite" if folder else None
        self._salt = salt
        self._process = os.getpid()
        self._known: dict[bytes, Any] = {}
        self._used: set[bytes] = set()
        self._new: dict[bytes, bytes] = {}
        self._waiting = 0
        self._has_grown = False
        self._file: sqlite3.Connection | None = None

    def recall(self, stage: str, key: bytes, make: Callable[[], T]) -> T:
        """Give the result of a stage for a key, made if it is not known."""
        found, value = self._find(stage, key)
        if not found:
            value = make()
            self.put(stage, key, value)
        result: T = value
        return result

    def recall_all(self, stage: str, keys: Sequence[bytes], make: Callable[[int], T]) -> list[T]:
        """Give the results for some keys; what is not known is made by the number of its key, on all processors."""
        known = [self._find(stage, key) for key in keys]
        unknown = [no for no, (found, _) in enumerate(known) if not found]
        for no, value in zip(unknown, map_on_processors(make, unknown, _FEW), strict=True):
            self.put(stage, keys[no], value)
            known[no] = (True, value)
        return [value for _, value in known]

    def hold(self, stage: str, key: bytes, make: Callable[[], T]) -> T:
        """Give a result that a lasting memory knows, or make it; it is kept for later builds, but not in the file."""
        if not self._lasting:
            return make()
        name = self._name(stage, key)
        self._used.add(name)
        if name not in self._known:
            self._known[name] = make()
        result: T = self._known[name]
        return result

    def get(self, stage: str, key: bytes) -> Any:
        """Give a result if it is known, else None."""
        return self._find(stage, key)[1]

    def put(self, stage: str, key: bytes, value: object) -> None:
        """Keep a result, in the place of one that is known."""
        name = self._name(stage, key)
        self._used.add(name)
        if self._lasting:
            self._known[name] = value
        if self._path:
            self._new[name] = _pack(name, value)
            self._waiting += len(self._new[name])
            if self._waiting > _MOST_WAITING:
                self._write()

    def _name(self, stage: str, key: bytes) -> bytes:
        return digest(stage, key, self._salt, code_digest())

    def save(self) -> None:
        """Write what is new, and forget what has not been used since the last time."""
        self._write()
        self._bound()
        self._known = {name: value for name, value in self._known.items() if name in self._used}
        self._used.clear()

    def close(self) -> None:
        """Save and let go of the file."""
        self.save()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _find(self, stage: str, key: bytes) -> tuple[bool, Any]:
        """Tell whether there is a result, and give it."""
        name = self._name(stage, key)
        if name in self._known:
            self._used.add(name)
            return True, self._known[name]
        found, value = _unpack(name, self._new[name]) if name in self._new else self._read(name)
        if found:
            self._used.add(name)
            if self._lasting:
                self._known[name] = value
        return found, value

    def _read(self, name: bytes) -> tuple[bool, Any]:
        connection = None if self._forget or not self._path or not self._path.exists() else self._connect()
        if connection is None:
            return False, None
        try:
            row = connection.execute("SELECT value FROM entries WHERE key = ?", (name,)).fetchone()
        except sqlite3.Error as error:
            self._leave(error)
            return False, None
        return _unpack(name, row[0]) if row else (False, None)

    def _write(self) -> None:
        rows, self._new, self._waiting = sorted(self._new.items()), {}, 0
        # A file that was good when it was opened may turn out to be broken now; then there is another one.
        if rows and not self._insert(rows):
            self._insert(rows)

    def _insert(self, rows: Sequence[tuple[bytes, bytes]]) -> bool:
        """Write entries; tell whether the file took them."""
        connection = self._connect()
        if connection is None:
            return False
        try:
            with connection:
                connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?)", rows)
            self._has_grown = True
        except (sqlite3.Error, OSError) as error:
            self._leave(error)
            return False
        return True

    def _bound(self) -> None:
        """Where the file has grown too large, leave in it only what has been used since the last time."""
        if self._file is None or not self._has_grown:
            return
        self._has_grown = False
        try:
            pages, free, size = (self._ask(name) for name in ("page_count", "freelist_count", "page_size"))
            if (pages - free) * size <= _LARGEST:
                return
            with self._file as connection:
                connection.execute("CREATE TEMP TABLE used (key BLOB PRIMARY KEY) WITHOUT ROWID")
                connection.executemany("INSERT INTO used VALUES (?)", [(name,) for name in self._used])
                connection.execute("DELETE FROM entries WHERE key NOT IN (SELECT key FROM used)")
                connection.execute("DROP TABLE used")
        except sqlite3.Error as error:
            self._leave(error)

    def _ask(self, name: str) -> int:
        row = self._file.execute(f"PRAGMA {name}").fetchone() if self._file else (0,)
        return int(row[0])

    def _connect(self) -> sqlite3.Connection | None:
        if os.getpid() != self._process:  # a copy of the process must leave the file to the first
            return None
        if self._file is None and self._path is not None:
            try:
                self._open(self._path)
            except (sqlite3.Error, OSError) as error:
                self._leave(error)
        return self._file

    def _open(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(path, timeout=_PATIENCE, check_same_thread=False)
        self._file.execute("PRAGMA synchronous = OFF")  # a power cut may damage it, and then it is begun anew
        self._file.execute(_LAYOUT)

    def _leave(self, error: Exception) -> None:
        """Let go of a file that cannot be used: one that is no memory is begun anew, any other is left as it is."""
        if self._file is not None:
            with contextlib.suppress(sqlite3.Error):
                self._file.close()
        self._file = None
        path, self._path = self._path, None
        if path is None or getattr(error, "sqlite_errorcode", None) not in _BROKEN:
            return
        with contextlib.suppress(OSError):
            for name in (path.name, f"{path.name}-journal"):
                path.with_name(name).unlink(missing_ok=True)
            self._path = path


class ValueReader(pickle.Unpickler):
    """Reads values of this project only: a file in a build folder must not make other code run."""

    def find_class(self, module: str, name: str) -> Any:
        """Give a class of values; raises `pickle.UnpicklingError` for all else."""
        return _find_class(module, name)


@cache
def _find_class(module: str, name: str) -> Any:
    if (module, name) in _CLASSES:
        return _reader.find_class(module, name)
    found = _reader.find_class(module, name) if module.startswith("build_scripts.") and "." not in name else None
    if isinstance(found, type) and found.__module__ == module and _is_value(found):
        return found
    raise pickle.UnpicklingError(f"{module}.{name} is no value of a memory")


_reader = pickle.Unpickler(io.BytesIO())  # which finds any class


def _is_value(found: type) -> bool:
    """Tell whether objects of a class only hold something: to make another kind may do anything."""
    if dataclasses.is_dataclass(found):
        return True
    from pydantic import BaseModel  # takes longer to import than to find that nothing has changed

    return issubclass(found, BaseModel)


def _pack(name: bytes, value: object) -> bytes:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return digest(name, data) + data


def _unpack(name: bytes, data: bytes) -> tuple[bool, Any]:
    """Read an entry; tell whether it is whole, and that of this key."""
    try:
        seal, value = data[:20], data[20:]
        if seal != digest(name, value):
            return False, None
        return True, read_pickle(value)
    except _UNREADABLE:
        return False, None


def read_pickle(data: bytes) -> Any:
    """Read a value that `pickle` has written; raises what that raises, and refuses all code but this project's."""
    return ValueReader(io.BytesIO(data)).load()
