"""The text files of a site → the same compressed beside them (`.br`, `.gz`), for servers that send what lies there.

Receives an `Assembly` that holds all other files; adds two to each text of a kilobyte or more, which always become
smaller: no UTF-8 text uses all values that its bytes could have. They are made of the file alone, so the same text
gives the same bytes; what was made of a file that is as it was stays, and goes with its file. Refuses nothing; the
package `brotli` has to be there.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from build_scripts.ground.memory import digest
from build_scripts.publish.finish import Assembly, Parts

PACKAGE = "brotli"
_TEXTS = {"atom", "bib", "css", "csv", "html", "ics", "js", "json", "jsonld", "md", "ris", "svg", "txt", "webmanifest"}
_TEXTS |= {"xml"}
_SMALLEST = 1024  # bytes: what is smaller fits into the first packets as it is
# 11 takes sixty times as long and saves a tenth: worth it for what every first visit loads.
_BROTLI, _BROTLI_ASSETS, _ASSETS = 6, 11, (".css", ".js")
_GZIP = 9
_FORM = 1  # to be counted on when the same file is to give other bytes


def add_packed(fresh: Assembly) -> None:
    """Put the compressed forms of all texts into a site that is whole but for them."""
    texts = [name for name in fresh.files if name.rpartition(".")[2] in _TEXTS]
    large = [name for name in texts if (fresh.spare / name).stat().st_size >= _SMALLEST]
    fresh.add_all([_parts(fresh.spare / name, name, fresh.files[name]) for name in large])


def _parts(path: Path, name: str, key: bytes) -> Parts:
    names = (f"{name}.br", f"{name}.gz")
    return Parts(names, digest(PACKAGE, _FORM, key), partial(_packed, path, names))


def _packed(path: Path, names: tuple[str, str]) -> Mapping[str, bytes]:
    import brotli  # only who asks for packed files needs it

    data = path.read_bytes()
    quality = _BROTLI_ASSETS if path.suffix in _ASSETS else _BROTLI
    return dict(zip(names, (brotli.compress(data, quality=quality), gzip.compress(data, _GZIP, mtime=0)), strict=True))
