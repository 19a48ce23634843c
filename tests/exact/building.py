"""Builds for the tests of exactness: here or in a process of its own, with or without memory; and their comparison.

A process of its own is a copy of one that has read the generator's code and done nothing else: as clean as a command,
and sooner ready.
"""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path

from build_scripts.ground.problems import render_text
from build_scripts.publish.build import BuildResult, build_site, work_folder
from tests.built import digests
from tests.exact.world import World, use_project, using

_PATIENCE = 600  # seconds
_CLEAN = multiprocessing.get_context("forkserver")
_CLEAN.set_forkserver_preload(["tests.exact.building", "build_scripts.cli.build"])


def build(world: World, site: Path | None = None, clean: bool = False) -> BuildResult:
    """Build a world in this process; a clean build asks nothing of a memory."""
    with using(world.project):
        return build_site(world.content, site or world.site, clean=clean, memory=not clean, drafts=world.drafts)


def build_apart(world: World, site: Path | None = None, clean: bool = False) -> str:
    """Build a world in a new process; give what was wrong, nothing if it was built."""
    return _call_apart(_build_world, world.folder, site or world.site, clean, world.drafts)


def _build_world(folder: Path, site: Path, clean: bool, drafts: bool) -> str:
    world = World(folder)
    use_project(world.project)
    return _faults(build_site(world.content, site, clean=clean, memory=not clean, drafts=drafts))


def build_folder(folder: Path, memory: bool = True) -> bool:
    """Build a folder's `content` into its `site` in this process; tell whether it was built."""
    return not build_site(folder / "content", folder / "site", clean=not memory, memory=memory).failed


def build_folder_apart(folder: Path, memory: bool = True) -> bool:
    """Build a folder's `content` into its `site` in a new process; tell whether it was built."""
    return not _call_apart(_build_folder, folder, memory)


def _build_folder(folder: Path, memory: bool) -> str:
    return _faults(build_site(folder / "content", folder / "site", clean=not memory, memory=memory))


def _faults(result: BuildResult) -> str:
    return render_text(result.problems) if result.failed else ""


def _call_apart(work: Callable[..., str], *arguments: object) -> str:
    """Give what a function gives in a new process, or how that has ended."""
    receiver, sender = _CLEAN.Pipe(duplex=False)
    process = _CLEAN.Process(target=_send, args=(sender, work, arguments))
    process.start()
    sender.close()
    try:
        return str(receiver.recv()) if receiver.poll(_PATIENCE) else f"it was not ready after {_PATIENCE} s"
    except EOFError:
        process.join(_PATIENCE)
        return f"it ended with {process.exitcode}"
    finally:
        receiver.close()
        process.kill()
        process.join()


def _send(sender: Connection, work: Callable[..., str], arguments: tuple[object, ...]) -> None:
    sender.send(work(*arguments))


def build_reference(world: World, apart: bool = False) -> Path:
    """Build a world in an empty folder with an empty memory; give the site."""
    site = world.folder / "clean" / "site"
    shutil.rmtree(site.parent, ignore_errors=True)
    site.parent.mkdir()
    fault = build_apart(world, site, clean=True) if apart else _faults(build(world, site, clean=True))
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
