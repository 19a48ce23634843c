"""The paths of a content folder → those that some computer, or some web server, cannot carry.

Receives the folder; returns problems: names that Windows refuses or takes for another, names that an address cannot
hold, two names that differ in capitals alone, and links that lead out of the folder. Refuses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from build_scripts.ground.files import list_below
from build_scripts.ground.problems import Place, Problem

_LONGEST = 200  # bytes: file systems hold 255, and programs add endings of their own
_BAD = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\\%#]|[. ]$")
# Devices of Windows, with any ending.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def check_names(root: Path) -> Iterator[Problem]:
    """Look at everything in a content folder."""
    home = root.resolve()
    seen: dict[Path, Path] = {}
    for path in list_below(root):
        yield from _check_name(path)
        folded = path.parent / unicodedata.normalize("NFC", path.name).casefold()
        if folded in seen:
            message = f'"{path.name}" and "{seen[folded].name}" are one file on Windows and macOS.'
            yield Place(path).error("unsafe-name", message, "Give one of them another name.")
        seen.setdefault(folded, path)
        if path.is_symlink() and path.exists() and not path.resolve().is_relative_to(home):
            message = f'"{path.name}" is a link that leads out of the folder of the content.'
            yield Place(path).error("outside-content", message, "Put the file itself in its place.")


def _check_name(path: Path) -> Iterator[Problem]:
    bad = _BAD.search(path.name)
    if bad:
        message = f'the name "{path.name}" has {bad[0]!r}, which Windows or an address cannot carry.'
        yield Place(path).error("unsafe-name", message, "Rename the file: letters, digits, - and . are safe.")
    elif _DEVICE.fullmatch(path.name):
        message = f'"{path.name}" is the name of a device on Windows, where nobody could open it.'
        yield Place(path).error("unsafe-name", message, "Give it another name.")
    elif len(path.name.encode("utf-8", "replace")) > _LONGEST:
        message = f"the name is longer than {_LONGEST} bytes."
        yield Place(path).error("unsafe-name", message, "Give it a shorter one.")
