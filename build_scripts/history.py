"""The source of a unit as it was when its translation was accepted, looked for in git.

Receives a `FileState` and one of its units; returns the old text of the source, or nothing: when there is no git, no
repository, or no commit of the file whose digest is the recorded one. Refuses nothing.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from build_scripts.rewrites import parse_entry
from build_scripts.translations import PATCHED, FileState, UnitState
from build_scripts.units import markdown_units

_MOST = "500"  # commits of one file


def find_old_source(file: FileState, unit: UnitState) -> str:
    """Give the newest committed text of a Markdown unit's source that has the recorded digest."""
    wanted = unit.record.removesuffix(PATCHED)
    if file.is_labels or not wanted:
        return ""
    for text in _versions(file.source_file):
        old = markdown_units(parse_entry(text, file.source_file, "")).get(unit.id)
        if old and old.digest == wanted:
            return old.whole
    return ""


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
