"""The sources of units as they were when their translations were accepted, looked for in git.

Receives a `FileState` and some of its units; returns old texts of the source by unit, and none for a unit when there is
no git, no repository, or no commit of the file in which it has the recorded digest. Refuses nothing.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from build_scripts.translation.rewrites import parse_entry
from build_scripts.translation.states import PATCHED, FileState, UnitState
from build_scripts.translation.units import markdown_units

_MOST = "500"  # commits of one file


def find_old_sources(file: FileState, units: Iterable[UnitState]) -> dict[str, str]:
    """Give by unit the newest committed text of its source that has the recorded digest, where there is one."""
    wanted = {unit.id: unit.record.removesuffix(PATCHED) for unit in units if unit.record and not file.is_labels}
    found: dict[str, str] = {}
    versions = _versions(file.source_file) if wanted else ()
    for text in versions:
        old = markdown_units(parse_entry(text, file.source_file, ""))
        for name in wanted.keys() - found.keys():
            if name in old and old[name].digest == wanted[name]:
                found[name] = old[name].whole
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
