"""Several files of a folder changed together: all of them or none, whenever the program is killed.

Receives new texts, moves and removals; first lays everything down in a hidden folder, then a plan, and only then does
what the plan says. Who finds a plan carries it out again from its beginning; without one, nothing has happened yet.
Refuses, with `OSError`, what may not be written.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from build_scripts.ground.files import write_text_atomically

_FOLDER = ".unfinished-change"
_PLAN = "plan.json"


@dataclass(frozen=True)
class FileChanges:
    """Texts by the path at which they are to stand, files that get another path, and files that go.

    `renamed` says of which of those that go the text stands at another path, in the same way as `moves`.
    """

    texts: Mapping[Path, str] = field(default_factory=dict)
    moves: Mapping[Path, Path] = field(default_factory=dict)
    removed: Collection[Path] = ()
    renamed: Mapping[Path, Path] = field(default_factory=dict)


def plan_path(root: Path) -> Path:
    """Give the file that is there while a change of a folder is under way, or was broken off."""
    return root / _FOLDER / _PLAN


def change_files(root: Path, changes: FileChanges) -> None:
    """Change files below a folder, all of them or none; raises `OSError` before anything is changed."""
    finish_changes(root)
    for path in (*changes.texts, *changes.moves, *changes.moves.values(), *changes.removed):
        _check_writable(path)
    folder = root / _FOLDER
    try:
        folder.mkdir()
        for no, text in enumerate(changes.texts.values()):
            write_text_atomically(folder / str(no), text)

        def name(path: Path) -> str:
            return path.relative_to(root).as_posix()

        plan = {
            "texts": [name(path) for path in changes.texts],
            "moves": [[name(old), name(new)] for old, new in changes.moves.items()],
            "removed": [name(path) for path in changes.removed],
        }
        write_text_atomically(plan_path(root), json.dumps(plan))
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finish_changes(root)


def finish_changes(root: Path) -> bool:
    """Carry out what was begun and broken off, if anything was; tell whether there was a plan."""
    folder, plan = root / _FOLDER, plan_path(root)
    if not plan.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        return False
    steps = json.loads(plan.read_text(encoding="utf-8"))
    for no, name in enumerate(steps["texts"]):
        _replace(folder / str(no), _inside(root, name))
    for old, new in steps["moves"]:
        _replace(_inside(root, old), _inside(root, new))
    for name in [*steps["removed"], *(old for old, _ in steps["moves"])]:
        path = _inside(root, name)
        path.unlink(missing_ok=True)
        _remove_empty(path.parent, root)
    plan.unlink()
    shutil.rmtree(folder, ignore_errors=True)
    return True


def _replace(source: Path, target: Path) -> None:
    """Put a file in its place, unless that has been done; a link stays a link, a file keeps its permissions."""
    if not source.exists():
        return
    target = target.resolve()
    if target.exists():
        source.chmod(target.stat().st_mode)
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)


def _inside(root: Path, name: str) -> Path:
    """Give a path below the root; raises `ValueError` for any other, which no plan of ours has."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"{name} does not lie in {root}")
    return root / path


def _check_writable(path: Path) -> None:
    place = path if path.exists() else next(parent for parent in path.parents if parent.exists())
    folder = place if place.is_dir() else place.parent
    if not os.access(place, os.W_OK) or not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
