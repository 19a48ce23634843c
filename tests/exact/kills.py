"""Builds and commands killed: afterwards nothing is lost, nothing is half, and the next build is exact.

Receives a content folder and a place to work in; raises `AssertionError` that names the command and the moment. A
command is killed before a change of the file system that it makes (`mortal`), or after a share of its time.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from build_scripts.ground.files import is_leftover
from build_scripts.publish.build import work_folder
from tests.built import DUIZHAO, digests
from tests.exact.building import build_folder
from tests.exact.running import QUIET, children, kill, preview, processes
from tests.exact.victims import Victim, victims
from tests.exact.world import PROJECT


@dataclass(frozen=True)
class Finished:
    """What a command does when nobody kills it: files by digest before and after, its changes, its seconds."""

    old: Mapping[str, str]
    new: Mapping[str, str]
    site: Mapping[str, str]
    moments: Sequence[str]
    seconds: float


@dataclass
class Range:
    """Where commands are killed: copies of a site that was built, and what clean builds of contents gave."""

    folder: Path
    built: Path  # holds `content`, `site` and `.build`
    source: str
    other: str
    build: Callable[..., bool] = build_folder
    _clean: dict[str, dict[str, str]] = field(default_factory=dict)
    _finished: dict[str, Finished] = field(default_factory=dict)
    _proven: set[str] = field(default_factory=set)
    _made: int = 0

    def __post_init__(self) -> None:
        self._clean[_key(self.content)] = digests(self.built / "site")

    @property
    def content(self) -> Path:
        return self.built / "content"

    @cached_property
    def victims(self) -> Mapping[str, Victim]:
        return victims(self.content, self.source, self.other)

    def copy(self, victim: Victim) -> Path:
        """Give a new folder as it is before a command."""
        self._made += 1
        folder = self.folder / f"{self._made:04}"
        for part in ("content",) if victim.is_first else ("content", "site", ".build"):
            shutil.copytree(self.built / part, folder / part)
        if victim.builds and not victim.is_first:
            assert self.build(folder)
        victim.prepare(folder)
        return folder

    def clean(self, content: Path) -> dict[str, str]:
        """Give the digests of a clean site of a content folder; nothing if the content has errors."""
        key = _key(content)
        if key not in self._clean:
            self._made += 1
            folder = self.folder / f"{self._made:04}-clean"
            copy = shutil.copytree(content, folder / "content")
            for path in [path for path in copy.rglob("*") if is_leftover(path.name) and path.name != ".gitattributes"]:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            self._clean[key] = digests(folder / "site") if self.build(folder, memory=False) else {}
            shutil.rmtree(folder)
        return self._clean[key]

    def finish(self, victim: Victim) -> Finished:
        """Let a command end, once, and give what it does."""
        if victim.name not in self._finished:
            self._finished[victim.name] = _finish(self, victim)
        return self._finished[victim.name]

    def is_new(self, folder: Path) -> bool:
        """Tell whether nothing with these bytes has been asked for: content, where leftovers are, site, work folder."""
        content, left = own_files(folder / "content"), digests(folder / "content")
        places = {str(Path(name).parent) for name in left.keys() - content.keys()}
        key = repr((content, sorted(places), digests(folder / "site"), digests(folder / ".build")))
        is_new = key not in self._proven
        self._proven.add(key)
        return is_new


def _key(content: Path) -> str:
    return repr(sorted(own_files(content).items()))


def own_files(folder: Path) -> dict[str, str]:
    """Give the digests of files that are content, without what a killed program leaves."""
    found = digests(folder)
    return {
        name: digest
        for name, digest in found.items()
        if name.endswith(".gitattributes") or not any(map(is_leftover, Path(name).parts))
    }


# What must hold after a kill


def check_after(range_: Range, finished: Finished, folder: Path, what: str) -> None:
    """Compare what a killed command left with what was before it and what it would have made."""
    for name, digest in own_files(folder / "content").items():
        either = (finished.old.get(name), finished.new.get(name))
        assert digest in either, f"{what}: {name} is neither the old nor the new one"
    lost = {name for name in finished.old.keys() & finished.new.keys() if not (folder / "content" / name).is_file()}
    assert not lost, f"{what}: {sorted(lost)} are gone"
    expected = range_.clean(folder / "content")
    assert expected, f"{what}: the content cannot be built any more"
    site = digests(folder / "site") if (folder / "site").exists() else {}
    assert site in (finished.site, expected), f"{what}: the site is neither the old nor the new one"
    if range_.is_new(folder):
        # At once: what the killed one leaves running must not be in the way.
        assert range_.build(folder), f"{what}: the next build fails"
        assert digests(folder / "site") == expected, f"{what}: the next build is not exact"
        left = [path.name for path in work_folder(folder / "site").iterdir() if path.name.startswith("site.")]
        assert not left, f"{what}: {left} are left in the work folder"
        assert not processes(str(folder)), f"{what}: something still works in {folder}"
    shutil.rmtree(folder)


# How it is killed


def _finish(range_: Range, victim: Victim) -> Finished:
    """Let a command end, and note what it does."""
    folder = range_.copy(victim)
    old = own_files(folder / "content")
    site = {} if victim.is_first else digests(folder / "site")
    started = time.monotonic()
    code, moments = _run_mortal(victim, folder, 0, "parent")
    seconds = time.monotonic() - started
    assert code in (0, 1), f"{victim.name} ended with {code}"
    assert moments, f"{victim.name} changes nothing"
    found = Finished(old, own_files(folder / "content"), site, moments, seconds)
    assert victim.builds or found.old != found.new, f"{victim.name} writes nothing"
    shutil.rmtree(folder)
    return found


def _before(folder: Path) -> Finished:
    """Note what a build that is about to begin finds: it leaves the content as it is."""
    own = own_files(folder / "content")
    return Finished(own, own, digests(folder / "site"), (), 0)


def _run_mortal(victim: Victim, folder: Path, no: int, whom: str) -> tuple[int, list[str]]:
    log = folder.with_name(f"{folder.name}.log")
    command = [sys.executable, "-m", "tests.exact.mortal", str(no), whom, str(log), str(folder)]
    command += victim.command(folder)
    code = subprocess.run(command, cwd=PROJECT, start_new_session=True, timeout=600, check=False, **QUIET).returncode  # type: ignore[call-overload]
    moments = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
    log.unlink(missing_ok=True)
    return code, moments


def kill_at_changes(range_: Range, victim: Victim, count: int, report: Callable[[str], None] = lambda _: None) -> int:
    """Kill a command before changes that it makes, evenly spread among them; give how often it was."""
    finished = range_.finish(victim)
    moments, killed = finished.moments, 0
    wanted = spread(len(moments), count)
    for index, no in enumerate(wanted):
        whom = ("parent", "group")[index % 2]
        what = f"{victim.name}, killed ({whom}) before change {no} of {len(moments)}: {moments[no - 1]}"
        report(what)
        folder = range_.copy(victim)
        code, _ = _run_mortal(victim, folder, no, whom)
        # Two runs need not make the same number of changes: then it has lived.
        assert code in (-signal.SIGKILL, 0), f"{what}: it ended with {code}"
        killed += code != 0
        check_after(range_, finished, folder, what)
    return killed


def spread(total: int, count: int) -> list[int]:
    """Give at most `count` numbers of 1 … total, evenly spread, the first and the last among them."""
    if count >= total:
        return list(range(1, total + 1))
    if count == 1:
        return [(total + 1) // 2]
    return sorted({1 + round(no * (total - 1) / max(1, count - 1)) for no in range(count)})


def kill_in_time(range_: Range, victim: Victim, moments: Sequence[float], whom: str) -> int:
    """Kill a command, the `parent` or its `group`, after shares of the time that it takes; give how often it was."""
    finished, killed = range_.finish(victim), 0
    for share in moments:
        what = f"{victim.name}, killed ({whom}) after {share:.2f} of {finished.seconds:.1f} s"
        folder = range_.copy(victim)
        process = subprocess.Popen([DUIZHAO, *victim.command(folder)], cwd=PROJECT, start_new_session=True, **QUIET)  # type: ignore[call-overload]
        time.sleep(share * finished.seconds)
        kill(process, whom)
        killed += process.wait(60) == -signal.SIGKILL
        check_after(range_, finished, folder, what)
    return killed


def kill_children(range_: Range, victim: Victim) -> int:
    """Kill what a build has started as soon as there is some: it says so or does the work itself."""
    folder = range_.copy(victim)
    finished = _before(folder)
    process = subprocess.Popen([DUIZHAO, *victim.command(folder)], cwd=PROJECT, start_new_session=True, **QUIET)  # type: ignore[call-overload]
    found: list[int] = []
    while process.poll() is None and not found:
        found = children(process.pid)
        time.sleep(0.01)
    assert found, f"{victim.name} starts no other process"
    kill(process, "children")
    process.wait(60)
    check_after(range_, finished, folder, f"{victim.name}, its engines killed (exit {process.returncode})")
    return 1


def kill_preview(range_: Range, victim: Victim, moments: Sequence[float], whom: str) -> int:
    """Kill a preview some seconds after an edit, while it builds again."""
    for seconds in moments:
        folder = range_.copy(Victim("serve", (), builds=True))
        places = ("--content", str(folder / "content"), "--site-dir", str(folder / "site"), "--port", "0")
        with preview([DUIZHAO, "serve", *places]) as (process, _):
            victim.prepare(folder)
            finished = _before(folder)
            time.sleep(seconds)
            kill(process, whom)
        check_after(range_, finished, folder, f"serve, killed ({whom}) {seconds:.2f} s after an edit")
    return len(moments)
