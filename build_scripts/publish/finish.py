"""The finished site, file by file: what is as it was is taken from the site before, the rest is written.

Receives the folder of the site before, a new folder, and what is remembered of each file of the former (its ledger);
`add` puts a file into the new folder. Files that are the same are links to one file, where the system has these. A
file of the old site that somebody has changed, as its size or its times tell, is made anew. Refuses nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Signature = tuple[int, int, int, int]


@dataclass(frozen=True)
class Made:
    """A file of a site: the digest of what it was made from, and how the file system described it."""

    key: bytes
    signature: Signature = (0, 0, 0, 0)


def signature(path: Path | str) -> Signature:
    """Give size, times and number of a file, which tell whether somebody has changed it; zeros where there is none."""
    try:
        found = os.stat(path, follow_symlinks=False)
    except OSError:
        return (0, 0, 0, 0)
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


class Assembly:
    """A site that is put together in a new folder beside the old one."""

    def __init__(self, old: Path, fresh: Path, ledger: Mapping[str, Made]) -> None:
        """Begin with an empty folder; `ledger` has what is known of the files of the old site."""
        self.old = old
        self.fresh = fresh
        self.ledger = ledger
        self.files: dict[str, bytes] = {}
        self.written: set[str] = set()
        self._folders: set[str] = set()
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)

    def add(self, name: str, key: bytes, make: Callable[[], bytes]) -> None:
        """Put a file into the site: that of the old one if it was made from the same, else what is made now."""
        self.files[name] = key
        known = self.ledger.get(name)
        source, target = os.path.join(self.old, name), os.path.join(self.fresh, name)
        self._make_folder(os.path.dirname(name))
        is_same = known is not None and known.key == key and known.signature == signature(source) != (0, 0, 0, 0)
        data = b"" if is_same else make()
        if is_same or _has(source, data):
            try:
                os.link(source, target)
            except OSError:  # a file system without links
                shutil.copyfile(source, target)
        else:
            self.written.add(name)
            Path(target).write_bytes(data)

    def _make_folder(self, name: str) -> None:
        if name not in self._folders:
            os.makedirs(os.path.join(self.fresh, name), exist_ok=True)
            self._folders.add(name)

    def close(self, site: Path) -> dict[str, Made]:
        """Give the ledger of the site that the new folder has become."""
        return {name: Made(key, signature(os.path.join(site, name))) for name, key in self.files.items()}


def _has(path: str, data: bytes) -> bool:
    """Tell whether a file has these bytes."""
    try:
        return os.path.isfile(path) and os.stat(path).st_size == len(data) and Path(path).read_bytes() == data
    except OSError:
        return False


def is_untouched(site: Path, ledger: Mapping[str, Made]) -> bool:
    """Tell whether a site holds the files of its ledger, as they were written, and no others."""
    found = 0
    for here, _, files in os.walk(site):
        for file in files:
            path = os.path.join(here, file)
            known = ledger.get(os.path.relpath(path, site).replace(os.sep, "/"))
            if known is None or known.signature != signature(path):
                return False
            found += 1
    return bool(ledger) and found == len(ledger)
