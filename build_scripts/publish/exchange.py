"""The folder of a site, exchanged whole for a new one, by one build at a time.

Receives paths; changes nothing but the folder of the site and the working folder beside it. A build that fails or is
killed leaves the old site as it was. Refuses a second build of the same site with `BuildRunningError`.
"""

from __future__ import annotations

import contextlib
import ctypes
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from build_scripts.ground.messages import Phrase

_RENAME_EXCHANGE = 2  # Linux, renameat2(2)
_AT_FDCWD = -100


class BuildRunningError(RuntimeError):
    """Another build of the same site is under way."""


def work_folder(site: Path) -> Path:
    """Give the folder in which a site is prepared, on the same file system: `.build` beside `site`."""
    site = site.resolve()
    return site.parent / (".build" if site.name == "site" else f".build-{site.name}")


@contextlib.contextmanager
def only_build(work: Path) -> Iterator[None]:
    """Keep other builds of the same site away; raises `BuildRunningError`."""
    work.mkdir(parents=True, exist_ok=True)
    with (work / "lock").open("w", encoding="utf-8") as lock:
        try:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:  # no such locks on this system: two builds at once are then the user's to avoid
            pass
        except OSError as error:
            raise BuildRunningError(Phrase("another build is writing to %(work)s", work=work)) from error
        yield


def swap(spare: Path, site: Path, work: Path) -> None:
    """Exchange a new site for the old one, in one step where the system can; the old one is the spare then."""
    if not site.exists():
        spare.rename(site)
    elif not _exchange(spare, site):
        old = work / "site.old"
        shutil.rmtree(old, ignore_errors=True)
        site.rename(old)
        spare.rename(site)
        old.rename(spare)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically (Linux renameat2); tell whether the system could."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(renameat2(_AT_FDCWD, bytes(one), _AT_FDCWD, bytes(other), _RENAME_EXCHANGE) == 0)


def restore(site: Path, work: Path) -> None:
    """Bring back the old site if an earlier build was killed between its two renames."""
    old = work / "site.old"
    if old.is_dir():
        with only_build(work):
            if not site.exists():
                old.rename(site)
