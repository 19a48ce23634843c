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
from build_scripts.ground.messages import Phrase
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
            message = Phrase(
                '"%(name)s" and "%(other)s" are one file on Windows and macOS.', name=path.name, other=seen[folded].name
            )
            yield Place(path).error("unsafe-name", message, Phrase("Give one of them another name."))
        seen.setdefault(folded, path)
        if path.is_symlink() and path.exists() and not path.resolve().is_relative_to(home):
            message = Phrase('"%(name)s" is a link that leads out of the folder of the content.', name=path.name)
            yield Place(path).error("outside-content", message, Phrase("Put the file itself in its place."))


def _check_name(path: Path) -> Iterator[Problem]:
    bad = _BAD.search(path.name)
    if bad:
        message = Phrase(
            'the name "%(name)s" has %(sign)s, which Windows or an address cannot carry.',
            name=path.name,
            sign=repr(bad[0]),
        )
        hint = Phrase("Rename the file: letters, digits, - and . are safe.")
        yield Place(path).error("unsafe-name", message, hint)
    elif _DEVICE.fullmatch(path.name):
        message = Phrase('"%(name)s" is the name of a device on Windows, where nobody could open it.', name=path.name)
        yield Place(path).error("unsafe-name", message, Phrase("Give it another name."))
    elif len(path.name.encode("utf-8", "replace")) > _LONGEST:
        message = Phrase("the name is longer than %(most)s bytes.", most=_LONGEST)
        yield Place(path).error("unsafe-name", message, Phrase("Give it a shorter one."))
