"""Builds for the tests of exactness: here or in a process of its own, with or without memory; and their comparison.

As a program (`python -m tests.exact.building FOLDER SITE [--clean]`) it builds the content of a `World` with that
world's templates, and exits 0, or 1 where the content has errors.
"""

from __future__ import annotations

import inspect
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from build_scripts.ground.problems import render_text
from build_scripts.publish.build import BuildResult, build_site, work_folder
from tests.built import digests
from tests.exact.world import PROJECT, World, use_project, using


def build(world: World, site: Path | None = None, clean: bool = False) -> BuildResult:
    """Build a world in this process."""
    with using(world.project):
        return _build(world, site or world.site, clean)


def _build(world: World, site: Path, clean: bool) -> BuildResult:
    """A clean build asks nothing of a memory, where the builder has one."""
    options = {"memory": False} if clean and "memory" in inspect.signature(build_site).parameters else {}
    return build_site(world.content, site, clean=clean, **options)  # type: ignore[arg-type]


def build_apart(
    world: World, site: Path | None = None, clean: bool = False, environment: Mapping[str, str] | None = None
) -> str:
    """Build a world in a new process; give what was wrong, nothing if it was built."""
    arguments = [str(world.folder), str(site or world.site), *(["--clean"] if clean else [])]
    command = [sys.executable, "-m", "tests.exact.building", *arguments]
    result = subprocess.run(
        command,
        cwd=PROJECT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    return "" if result.returncode == 0 else f"{result.stdout}\n{result.stderr}".strip()


def build_reference(world: World, apart: bool = False) -> Path:
    """Build a world in an empty folder with an empty memory; give the site."""
    site = world.folder / "clean" / "site"
    shutil.rmtree(site.parent, ignore_errors=True)
    site.parent.mkdir()
    if apart:
        fault = build_apart(world, site, clean=True)
    else:
        result = build(world, site, clean=True)
        fault = render_text(result.problems) if result.failed else ""
    assert not fault, f"the clean build failed: {fault}"
    assert work_folder(site).parent == site.parent
    return site


def first_difference(one: Mapping[str, str], other: Mapping[str, str]) -> str:
    """Give the first path, sorted, under which two sites have not the same bytes; nothing if they are the same."""
    return next((name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)), "")


def describe_difference(site: Path, reference: Path, name: str) -> str:
    """Say how a file differs: who lacks it, or the first place with what stands there."""
    if not (site / name).is_file() or not (reference / name).is_file():
        lacking = "the site" if not (site / name).is_file() else "the clean site"
        return f"{name} is missing from {lacking}"
    one, other = (site / name).read_bytes(), (reference / name).read_bytes()
    at = next((no for no, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    around = slice(max(0, at - 60), at + 100)
    shown = [data[around].decode("utf-8", "replace") for data in (one, other)]
    return f"{name} differs at byte {at}:\n  built: {shown[0]!r}\n  clean: {shown[1]!r}"


def assert_exact(site: Path, reference: Path, what: str) -> dict[str, str]:
    """Two sites have the same files with the same bytes; give the digests."""
    found, expected = digests(site), digests(reference)
    assert expected, f"{reference} is empty"
    name = first_difference(found, expected)
    assert not name, f"{what}: {describe_difference(site, reference, name)}"
    return expected


def main(arguments: Sequence[str]) -> int:
    """Build as the command line says."""
    world, site = World(Path(arguments[0])), Path(arguments[1])
    use_project(world.project)
    result = _build(world, site, "--clean" in arguments)
    if result.failed:
        print(render_text(result.problems))
    return 1 if result.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
