"""The sources of units as they were when their translations were accepted, looked for in git.

Receives a `FileState` whose record has its old form; returns old sources by unit, and none for a unit when there is no
git, no repository, or no commit of the file in which it has the recorded digest. Refuses nothing.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from build_scripts.translation.edits import parse_entry
from build_scripts.translation.states import FileState
from build_scripts.translation.units import markdown_units

_MOST = "500"  # commits of one file


def find_old_sources(file: FileState) -> dict[str, Mapping[str, str]]:
    """Give by unit, piece by piece, the newest committed source that has the digest of an old record."""
    recorded = {unit.id: unit.record.old_digest for unit in file.units if unit.state == "stale" and unit.record}
    wanted = {} if file.is_labels else {name: digest for name, digest in recorded.items() if digest}
    found: dict[str, Mapping[str, str]] = {}
    for text in _versions(file.source_file) if wanted else ():
        old = markdown_units(parse_entry(text, file.source_file, ""))
        for name in wanted.keys() - found.keys():
            if name in old and old[name].digest == wanted[name]:
                found[name] = old[name].pieces
        if len(found) == len(wanted):
            break
    return found


def _versions(path: Path) -> Iterator[str]:
    """Give the committed texts of a file, the newest first."""
    commits = _git(path.parent, "log", "--format=%H", "--max-count", _MOST, "--", path.name)
    for commit in commits.split():
        yield _git(path.parent, "show", f"{commit}:./{path.name}")


def _git(folder: Path, *arguments: str) -> str:
    try:
        result = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except OSError:
        return ""
    return result.stdout.decode("utf-8", "replace") if result.returncode == 0 else ""
