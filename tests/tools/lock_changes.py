"""Two lists of locked packages → what changed between them: added, removed, from which version to which.

    python tests/tools/lock_changes.py BEFORE AFTER

Receives files as `make lock` writes them; prints a line a package, or that nothing changed. Where a package is locked
in several versions (for several Pythons), each counts with its condition. Hashes that alone differ are named as well,
as then somebody has put other files under a version. Needs nothing but Python. Refuses files that are not there.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

_PACKAGE = re.compile(
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[^\s;\\]+)\s*(?:;\s*(?P<when>[^\\]+?))?\s*\\?"
)
_HASH = re.compile(r"\s+--hash=(\S+)")
Locked = Mapping[str, tuple[str, frozenset[str]]]  # version and hashes, by name and condition


def read_lock(text: str) -> Locked:
    """Give the locked packages of a file.

    >>> read_lock('a==1.0 \\\\\\n    --hash=sha256:00\\nb==2 ; python_version < "3.12" \\\\\\n    --hash=sha256:11\\n')
    {'a': ('1.0', frozenset({'sha256:00'})), 'b (python_version < "3.12")': ('2', frozenset({'sha256:11'}))}
    """
    found: dict[str, tuple[str, frozenset[str]]] = {}
    name = ""
    for line in text.splitlines():
        if match := _PACKAGE.fullmatch(line):
            name = f"{match['name']} ({match['when']})" if match["when"] else match["name"]
            found[name] = (match["version"], frozenset())
        elif (match := _HASH.match(line)) and name:
            version, hashes = found[name]
            found[name] = (version, hashes | {match[1]})
    return found


def find_changes(before: Locked, after: Locked) -> Iterator[str]:
    """Say what changed, package by package in the order of the alphabet."""
    for name in sorted({*before, *after}):
        if name not in before:
            yield f"added    {name} {after[name][0]}"
        elif name not in after:
            yield f"removed  {name} {before[name][0]}"
        elif before[name][0] != after[name][0]:
            yield f"updated  {name} {before[name][0]} → {after[name][0]}"
        elif before[name][1] != after[name][1]:
            yield f"rehashed {name} {before[name][0]}: the same version has other files"


def main(before: str, after: str) -> None:
    """Print what changed."""
    old, new = (read_lock(Path(path).read_text(encoding="utf-8")) for path in (before, after))
    changes = list(find_changes(old, new)) or ["nothing changed"]
    print(f"{Path(after).name}:", *changes, sep="\n  ")


if __name__ == "__main__":
    main(*sys.argv[1:])
