"""The same content built where all else is different: the bytes are the same.

A `Setting` says what is different: time zone, locale, seed of hashes, permissions, number of processors, current
folder, spelling and depth of paths, order in which files came to be, and the Python that builds.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.exact.world import PROJECT

_COMMAND = "from build_scripts.cli.main import main; main()"
PYTHONS = ("3.11", "3.13")


@dataclass(frozen=True)
class Setting:
    """What is different from a usual build."""

    name: str
    environment: Mapping[str, str] = field(default_factory=dict)
    umask: int = 0o022
    reversed_order: bool = False
    relative: bool = False
    inside: str = "."  # the current folder, below that of the test
    below: str = "."  # where content and site lie, below that of the test
    processors: int = 0  # all


# Pairwise rather than all combinations: each two values of two properties meet at least once.
SETTINGS = (
    Setting("as usual, below a deep folder", below="a/b c/深い/é"),
    Setting("far east, one processor", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, 0o077, True,
            processors=1),
    Setting("far west, relative paths", {"TZ": "Pacific/Pago_Pago", "LANG": "zh_CN.UTF-8", "PYTHONHASHSEED": "2"},
            relative=True, inside="x/y"),
    Setting("no locale, in the content", {"LC_ALL": "POSIX", "PYTHONHASHSEED": "random", "COLUMNS": "20"}, 0o002, True,
            relative=True, inside="content"),
    Setting("Turkish letters, optimised", {"LC_ALL": "tr_TR.UTF-8", "PYTHONOPTIMIZE": "2", "TZ": "Asia/Kathmandu"},
            0o077, below="deep/er", processors=1),
    Setting("another clock", {"SOURCE_DATE_EPOCH": "1", "PYTHONUTF8": "0", "PYTHONDONTWRITEBYTECODE": "1"}, 0o002, True,
            below="x"),
)  # fmt: skip
# All of it at once, for the suite.
STRANGE = Setting(
    "all at once",
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "4711", "COLUMNS": "20"},
    0o077,
    reversed_order=True,
    relative=True,
    inside="x/y",
    below="els ewhere/文",
    processors=1,
)


def build_in(setting: Setting, content: Path, folder: Path, python: str = sys.executable) -> Path:
    """Build a copy of a content folder in a setting; give the site."""
    home = folder / setting.below
    copy_in_order(content, home / "content", setting.reversed_order)
    return _build(setting, home / "content", home / "site", folder / setting.inside, python)


def build_renamed(content: Path, folder: Path) -> tuple[Path, Path]:
    """Build a content folder, then the same under another name; give the site, and one that knows of no other name."""
    for name in ("before", "clean"):
        shutil.copytree(content, folder / name / ("texts" if name == "clean" else "content"))
    _build(SETTINGS[0], folder / "before" / "content", folder / "before" / "site", folder)
    (folder / "before" / "content").rename(folder / "before" / "texts")
    built, clean = (
        _build(SETTINGS[0], folder / name / "texts", folder / name / "site", folder) for name in ("before", "clean")
    )
    return built, clean


def _build(setting: Setting, copy: Path, site: Path, current: Path, python: str = sys.executable) -> Path:
    current.mkdir(parents=True, exist_ok=True)
    paths = [os.path.relpath(path, current) if setting.relative else str(path) for path in (copy, site)]
    result = subprocess.run(
        [python, "-c", _COMMAND, "build", "--content", paths[0], "--site-dir", paths[1]],
        cwd=current,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **setting.environment},
        umask=setting.umask,
        preexec_fn=(lambda: _use_processors(setting.processors)) if setting.processors else None,
        capture_output=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )
    assert result.returncode == 0, f"{setting.name}: {result.stdout}{result.stderr}"
    return site


def _use_processors(count: int) -> None:
    if sys.platform == "linux":
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])


def copy_in_order(content: Path, copy: Path, is_reversed: bool) -> None:
    """Copy a folder file by file, with other times, in the order of names or the other way."""
    for no, path in enumerate(sorted(content.rglob("*"), reverse=is_reversed)):
        target = copy / path.relative_to(content)
        if path.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            os.utime(target, (10**9 + no, 10**9 + no))


# Other versions of Python


def find_python(version: str) -> str | None:
    """Give another Python of a version that is on this machine, or nothing."""
    options = [shutil.which(f"python{version}") or ""]
    options += map(str, sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"), reverse=True))
    for option in options:
        if option and _version_of(option) == version:
            return option
    return None


def _version_of(python: str) -> str:
    command = [python, "-c", "import sys, venv, ensurepip; print('{}.{}'.format(*sys.version_info))"]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)
    return result.stdout.strip() if result.returncode == 0 else ""


def own_version() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def make_environment(python: str, folder: Path) -> str:
    """Install the locked packages for a Python into a new environment; give its interpreter."""
    subprocess.run([python, "-m", "venv", str(folder)], timeout=300, check=True)
    own = str(folder / "bin" / "python")
    options = [
        "-q",
        "--disable-pip-version-check",
        "install",
        "--require-hashes",
        "-r",
        str(PROJECT / "requirements.txt"),
    ]
    subprocess.run([own, "-m", "pip", *options], timeout=1800, check=True)
    return own
