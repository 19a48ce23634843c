"""Tokens of entries → the index that Pagefind searches in the browser, with its own script and program.

Receives a `SearchIndex` by language; gives files by their names under the language’s folder of search. Pagefind runs as
a service in a process of its own, gets the entries in their order, so that its index is always the same, and answers
with all files, of which those stay that a search needs. Its list of pages and files (the “meta” file) is written again:
a page is known by the number of its entry, a file by its own, and nothing of a page is fetched through Pagefind. A list
of our own names the tokens that very many entries have (`heavy`). Raises `PagefindError` where the program is missing
or fails.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import subprocess
import threading
import zlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import islice, product
from typing import Any, BinaryIO

from build_scripts.ground.messages import Phrase
from build_scripts.outputs.search_index import SearchIndex, packed

_PACKAGE = "pagefind_bin"
_META, _INDEX, _ENTRY, _SCRIPT = ".pf_meta", ".pf_index", "pagefind-entry.json", "pagefind.js"
_OF_PAGES = "fragment/"  # what Pagefind would show of each page
HEAVY = "heavy"
_HEAVY = 1500  # packed bytes of a file
_SIGNATURE = b"pagefind_dcd"  # every packed file of Pagefind begins so
# How much a file of the index holds: a query loads one or two for each word, of a hundred times that by default.
_CHUNK = "400"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_WAIT = 0.1  # seconds between two looks whether the index is still wanted
_MOST_READ = 2**20  # bytes at once


class PagefindError(Exception):
    """Why there is no index: a `Phrase`."""


def _requests(index: SearchIndex) -> Iterator[bytes]:
    """Write what the service is asked: to begin, to add every entry, to give the files."""
    yield _request(0, type="NewIndex", config=None)
    language = index.engine_language
    for no, entry in enumerate(index.entries):
        yield _request(no + 1, type="AddRecord", index_id=0, url=str(no), content=entry.tokens, language=language)
    yield _request(len(index.entries) + 1, type="GetFiles", index_id=0)


def _request(number: int, **asked: object) -> bytes:
    return base64.b64encode(json.dumps({"message_id": number, "payload": asked}).encode()) + b","


class Indexing:
    """Runs of Pagefind, which go on beside other work until their files are asked for.

    They are made one after the other, as each takes much room: about 40 KB for every entry.
    """

    def __init__(self, indexes: Mapping[str, SearchIndex]) -> None:
        """Begin."""
        self._indexes = indexes
        self._process: subprocess.Popen[bytes] | None = None
        self._is_unwanted = False
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._made = self._pool.submit(self._make_all)

    def files(self) -> dict[str, dict[str, bytes]]:
        """Wait for the files that the search of each language needs; raises `PagefindError`."""
        self._pool.shutdown()
        return self._made.result()

    def is_done(self, seconds: float = _WAIT) -> bool:
        """Tell whether there are files, or an error, after some seconds at most."""
        return bool(wait([self._made], seconds).done)

    def stop(self) -> None:
        """End it: nobody wants the files any more."""
        self._is_unwanted = True
        if self._process:
            self._process.kill()
        self._pool.shutdown()

    def _make_all(self) -> dict[str, dict[str, bytes]]:
        return {code: self._make(index) for code, index in self._indexes.items() if not self._is_unwanted}

    def _make(self, index: SearchIndex) -> dict[str, bytes]:
        """Ask for an index, and read as many answers as there are questions; the program ends with its input."""
        process, asking = _start()
        self._process = process
        if self._is_unwanted:
            process.kill()
        wanted, answers = len(index.entries) + 2, bytearray()
        writer = threading.Thread(target=_ask, args=(asking, index), daemon=True)
        writer.start()
        with process:
            while process.stdout and wanted > 0 and (part := os.read(process.stdout.fileno(), _MOST_READ)):
                wanted -= part.count(b",")
                if wanted and b"," in part:  # only the last answer is needed, and it is large
                    answers.clear()
                    part = part.rpartition(b",")[2]
                answers += part
            writer.join()
            with contextlib.suppress(OSError):
                asking.close()
        return _kept_files(_last_answer(answers, process.returncode), len(index.entries))


def _ask(asking: BinaryIO, index: SearchIndex) -> None:
    with contextlib.suppress(OSError):  # the program has ended, which its answers tell
        asking.writelines(_requests(index))
        asking.flush()


def _last_answer(answers: bytearray, code: int) -> Mapping[str, Any]:
    with contextlib.suppress(ValueError, KeyError, TypeError):
        end = answers.rindex(b",")
        last = base64.b64decode(memoryview(answers)[answers.rfind(b",", 0, end) + 1 : end])
        payload: dict[str, Any] = json.loads(last)["payload"]
        if payload["type"] == "GetFiles":
            return payload
    raise PagefindError(Phrase("it stopped with exit code %(code)s.", code=code))


def _start() -> tuple[subprocess.Popen[bytes], BinaryIO]:
    """Start the service; it ends when what is given with it is closed, and so with this process."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    own["PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE"] = _CHUNK
    asked, asking = os.pipe()
    try:
        from pagefind_bin import get_executable

        command = [str(get_executable()), "--service"]
        process = subprocess.Popen(command, stdin=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=own)
    except (ImportError, OSError) as error:
        os.close(asking)
        reason = Phrase(
            'its program cannot be started (%(reason)s). Install the package "%(package)s" again.',
            reason=error,
            package=_PACKAGE,
        )
        raise PagefindError(reason) from error
    finally:
        os.close(asked)
    return process, os.fdopen(asking, "wb")


def _kept_files(answer: Mapping[str, Any], count: int) -> dict[str, bytes]:
    named = ((each["path"].replace("\\", "/"), each["content"]) for each in answer["files"])
    files = {name: base64.b64decode(content) for name, content in named if not name.startswith(_OF_PAGES)}
    entry = json.loads(files[_ENTRY])
    ((language, known),) = entry["languages"].items()
    meta = _Meta(zlib.decompress(files[f"pagefind.{known['hash']}{_META}"], zlib.MAX_WBITS | 16), files)
    if len(meta.pages) != count:
        raise PagefindError(
            Phrase("it has indexed %(found)s of %(count)s entries.", found=len(meta.pages), count=count)
        )
    listed = meta.written()
    known["hash"] = f"{language}_{_digest(listed)}"
    wasm = f"wasm.{known['wasm'] or 'unknown'}.pagefind"
    kept = {_SCRIPT: files[_SCRIPT], wasm: files[wasm], _ENTRY: json.dumps(entry).encode()}
    kept |= {f"pagefind.{known['hash']}{_META}": listed, f"{HEAVY}.json.gz": packed(json.dumps(meta.heavy()).encode())}
    return dict(sorted((kept | meta.files).items()))


class _Meta:
    """What Pagefind lists: the pages, and of each file of the index the first token, the last one and the name.

    Raises `PagefindError` where it is not written as we know it.
    """

    def __init__(self, data: bytes, files: Mapping[str, bytes]) -> None:
        import cbor2  # only a build asks for it

        if not data.startswith(_SIGNATURE):
            raise PagefindError(Phrase("its files are not written as they were."))
        self._version, self.pages, chunks, *self._rest = cbor2.loads(data.removeprefix(_SIGNATURE))
        names = _numbers(len(chunks))
        found = [files[f"index/{name}{_INDEX}"] for _, _, name in chunks]
        self._chunks = [(first, last, name) for (first, last, _), name in zip(chunks, names, strict=True)]
        self.files = {f"index/{name}{_INDEX}": data for name, data in zip(names, found, strict=True)}

    def written(self) -> bytes:
        """Write the list again, with numbers instead of digests, which take most of it, and without lengths of pages.

        Lengths serve Pagefind’s own ranks, for which nobody asks. What a file of the index is asked for by ends in a
        stamp, so that no old one is shown; Pagefind’s script adds an ending to it.
        """
        import cbor2

        stamp = _digest(b"".join(self.files.values()))
        pages = [[number, 1] for number in _numbers(len(self.pages))]
        chunks = [[first, last, f"{name}{_INDEX}?{stamp}"] for first, last, name in self._chunks]
        return packed(_SIGNATURE + cbor2.dumps([self._version, pages, chunks, *self._rest]))

    def heavy(self) -> list[str]:
        """Give the tokens that make a file large, of which each is the last: those that very many entries have."""
        sizes = ((last, len(self.files[f"index/{name}{_INDEX}"])) for _, last, name in self._chunks)
        return [last for last, size in sizes if size > _HEAVY]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]


def _numbers(count: int) -> list[str]:
    """Write numbers from 0 on with the digits of base 36, all as long as the last one, and backwards.

    Packed, these take half the room that numbers take forwards: what changes each time is the first digit alone.

    >>> _numbers(38)[:2], _numbers(38)[-2:]
    (['00', '10'], ['01', '11'])
    """
    width = 1
    while len(_DIGITS) ** width < count:
        width += 1
    return ["".join(digits)[::-1] for digits in islice(product(_DIGITS, repeat=width), count)]
