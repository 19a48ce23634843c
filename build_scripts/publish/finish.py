"""The finished site, file by file: what is as it was stays or is taken from the site before, the rest is written.

A site is put together in the folder of the site before the present one (the spare), beside the present one; then the
two are exchanged. Receives both folders and what is remembered of each file in them (their ledgers); `add` puts a file
into the spare. A file that is the same in both is one file with two names, where the system has these. One that
somebody has changed, as its size, times or number tell, is made anew, and no file is ever written into.
Refuses nothing.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from build_scripts.ground.processes import map_on_processors

_FEW = 60  # are put in their place before copies of the process have begun

Signature = tuple[int, int, int, int]


@dataclass(frozen=True)
class Made:
    """A file of a site: the digest of what it was made from, and how the file system described it."""

    key: bytes
    signature: Signature


@dataclass(frozen=True)
class Ledgers:
    """What is remembered of the files of the present site, and of the spare."""

    site: Mapping[str, Made] = field(default_factory=dict)
    spare: Mapping[str, Made] = field(default_factory=dict)


def signature(path: Path | str) -> Signature:
    """Give size, times and number of a file, which tell whether somebody has changed it; zeros where there is none."""
    try:
        found = os.stat(path, follow_symlinks=False)
    except OSError:
        return (0, 0, 0, 0)
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


@dataclass(frozen=True)
class Parts:
    """Files of a site that are made together: their names, the digest of what they are made from, how to make them."""

    names: tuple[str, ...]
    key: bytes
    make: Callable[[], Mapping[str, bytes]]


def kept_parts(site: Path, keys: Mapping[str, bytes]) -> Iterator[Parts]:
    """Give files of a site as they are, by their names and the digests of what they were made from."""
    return (Parts((name,), key, partial(_read, site, name)) for name, key in keys.items())


def _read(site: Path, name: str) -> Mapping[str, bytes]:
    return {name: (site / name).read_bytes()}


class Assembly:
    """A site that is put together in the spare folder."""

    def __init__(self, site: Path, spare: Path, ledgers: Ledgers) -> None:
        """Begin with what the spare holds."""
        self.site = site
        self.spare = spare
        self.ledgers = ledgers
        self.files: dict[str, bytes] = {}
        self.written: set[str] = set()
        self._verified: set[str] = set()
        self._folders: set[str] = set()
        spare.mkdir(parents=True, exist_ok=True)

    def knows(self, name: str, key: bytes) -> bool:
        """Tell whether the present site has a file that was made from the same, as it was written."""
        known = self.ledgers.site.get(name)
        if known is None or known.key != key:
            return False
        if name not in self._verified and known.signature == signature(os.path.join(self.site, name)):
            self._verified.add(name)
        return name in self._verified

    def add(self, name: str, key: bytes, make: Callable[[], bytes]) -> None:
        """Put a file into the site: one that was made from the same, else what is made now."""
        self.add_all([Parts((name,), key, lambda: {name: make()})])

    def add_all(self, parts: Iterable[Parts], least: int = _FEW) -> None:
        """Put parts of the site into it, those to be made or written on all processors if so many."""
        wanted = [each for each in parts if not self._has_all(each)]
        same = [all(self.knows(name, each.key) for name in each.names) for each in wanted]
        work = list(zip(wanted, same, strict=True))
        for names in map_on_processors(lambda one: self._put(*one), work, least):
            self.written |= names

    def _has_all(self, parts: Parts) -> bool:
        """Tell whether both folders have the files as they are to be; see to it that these have a folder."""
        found = True
        for name in parts.names:
            self.files[name] = parts.key
            target = os.path.join(self.spare, name)
            self._make_folder(os.path.dirname(target))
            spare = self.ledgers.spare.get(name)
            has_it = spare is not None and spare.key == parts.key and spare.signature == signature(target)
            found = self.knows(name, parts.key) and has_it and found
        return found

    def _put(self, parts: Parts, is_same: bool) -> set[str]:
        """Link or write the files; give the names of those that are written. May be done by a copy of the process."""
        made = {} if is_same else parts.make()
        written = set()
        for name in parts.names:
            source, target = os.path.join(self.site, name), os.path.join(self.spare, name)
            if is_same or _has(source, made[name]):
                self._link(source, target)
            else:
                written.add(name)
                _remove(target)
                Path(target).write_bytes(made[name])
        return written

    def _link(self, source: str, target: str) -> None:
        _remove(target)
        try:
            os.link(source, target)
        except OSError:  # a file system without links
            shutil.copyfile(source, target)

    def _make_folder(self, folder: str) -> None:
        """See to it that a folder is one, and no file or link to another, which `finish` would remove."""
        if folder in self._folders:
            return
        if len(folder) > len(str(self.spare)):
            self._make_folder(os.path.dirname(folder))
            if not _is_folder(folder):
                _remove(folder)
                os.mkdir(folder)
        self._folders.add(folder)

    def finish(self) -> None:
        """Remove what the site no longer has."""
        for here, folders, files in os.walk(self.spare, topdown=False):
            inside = os.path.relpath(here, self.spare).replace(os.sep, "/")
            for name in files:
                if (name if inside == "." else f"{inside}/{name}") not in self.files:
                    os.unlink(os.path.join(here, name))
            for name in folders:
                with contextlib.suppress(OSError):  # not empty: wanted
                    _remove_folder(os.path.join(here, name))

    def close(self) -> Ledgers:
        """Give the ledgers after the two folders have been exchanged."""
        made = {name: Made(key, signature(os.path.join(self.site, name))) for name, key in self.files.items()}
        old = {
            name: Made(self.ledgers.site[name].key, signature(os.path.join(self.spare, name)))
            for name in sorted(self._verified)
        }
        return Ledgers(made, old)


def _is_folder(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)


def _remove(path: str) -> None:
    """Make room for a file: what lies there may be the present site's too, so nobody writes into it."""
    if _is_folder(path):
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.unlink(path)


def _remove_folder(path: str) -> None:
    if os.path.islink(path):
        os.unlink(path)
    else:
        os.rmdir(path)


def _has(path: str, data: bytes) -> bool:
    """Tell whether a file, and no link to one, has these bytes."""
    try:
        return (
            os.path.isfile(path)
            and not os.path.islink(path)
            and os.stat(path).st_size == len(data)
            and Path(path).read_bytes() == data
        )
    except OSError:
        return False


def is_untouched(site: Path, ledger: Mapping[str, Made]) -> bool:
    """Tell whether a site holds the files of its ledger, as they were written, and no others."""
    found, folders = 0, [""]
    try:
        while folders:
            inside = folders.pop()
            with os.scandir(os.path.join(site, inside)) as entries:
                for entry in entries:
                    name = inside + entry.name
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(f"{name}/")
                    elif name not in ledger or ledger[name].signature != signature(entry.path):
                        return False
                    else:
                        found += 1
    except OSError:
        return False
    return bool(ledger) and found == len(ledger)
