"""Which files in a folder of people are theirs, and which their programs left there.

Receives names and folders; returns names and paths in order. Refuses nothing: who lists decides what to expect.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

# Of Windows' Explorer, and what vim makes for a moment to see whether it may write.
_NAMES = {"thumbs.db", "ehthumbs.db", "desktop.ini", "4913"}
_ENDINGS = ("~", ".bak", ".orig", ".rej", ".swo", ".swp", ".tmp")
_BEGINNINGS = (".", "~$", "#")  # hidden files, also macOS's; locks of office programs; copies that Emacs makes


def is_leftover(name: str) -> bool:
    """Tell whether a name is that of something a program left: `Thumbs.db`, `.a.md.swp`, `a.md~`, `a.md.orig`."""
    name = name.casefold()
    return name in _NAMES or name.startswith(_BEGINNINGS) or name.endswith(_ENDINGS)


def list_below(folder: Path, pattern: str = "*") -> Iterator[Path]:
    """Give all that lies below a folder, sorted, without leftovers and what lies in hidden folders."""
    for path in sorted(folder.rglob(pattern)):
        if not any(map(is_leftover, path.relative_to(folder).parts)):
            yield path
