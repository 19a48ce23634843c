"""Builds and commands killed: afterwards nothing is lost, nothing is half, and the next build is exact.

Receives a content folder and a place to work in; raises `AssertionError` that names the command and the moment. A
command is killed before a change of the file system that it makes (`mortal`), or after a share of its time.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from build_scripts.ground.files import is_leftover
from build_scripts.publish.build import work_folder
from tests.built import DUIZHAO, digests, replace
from tests.exact.world import PROJECT

QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@dataclass(frozen=True)
class Victim:
    """A command that is killed: its arguments below a folder, and what is done to the content before it runs."""

    name: str
    arguments: tuple[str, ...]
    prepare: Callable[[Path], None] = lambda _: None
    is_built: bool = True  # there is a site from before

    def command(self, folder: Path) -> list[str]:
        places = {"CONTENT": str(folder / "content"), "SITE": str(folder / "site"), "FOLDER": str(folder)}
        return [re.sub("CONTENT|SITE|FOLDER", lambda match: places[match[0]], each) for each in self.arguments]


@dataclass
class Range:
    """A folder with a built site to copy from, and what clean builds of contents gave."""

    folder: Path
    content: Path
    source: str
    other: str
    _clean: dict[str, dict[str, str]] = field(default_factory=dict)
    _made: int = 0

    @classmethod
    def create(cls, folder: Path, content: Path, source: str, other: str) -> Range:
        """Build a copy of a content folder, and keep it as it is."""
        first = folder / "first"
        shutil.copytree(content, first / "content")
        run_build(first)
        return cls(folder, first / "content", source, other)

    def copy(self, victim: Victim) -> Path:
        """Give a new folder as it is before a command."""
        self._made += 1
        folder = self.folder / f"{self._made:04}"
        parts = ("content", "site", ".build") if victim.is_built else ("content",)
        for part in parts:
            shutil.copytree(self.content.parent / part, folder / part)
        victim.prepare(folder)
        return folder

    def clean(self, content: Path) -> dict[str, str]:
        """Give the digests of a clean site of a content folder; nothing if the content has errors."""
        key = repr(sorted(own_files(content).items()))
        if key not in self._clean:
            self._made += 1
            folder = self.folder / f"{self._made:04}-clean"
            copy = shutil.copytree(content, folder / "content")
            for path in [path for path in copy.rglob("*") if is_leftover(path.name) and path.name != ".gitattributes"]:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            self._clean[key] = digests(folder / "site") if run_build(folder) == 0 else {}
            shutil.rmtree(folder)
        return self._clean[key]


def run_build(folder: Path, *options: str) -> int:
    """Build a folder's content with the command; give its exit code."""
    arguments = ["build", "--content", folder / "content", "--site-dir", folder / "site", *options]
    command = [DUIZHAO, *map(str, arguments)]
    return subprocess.run(command, cwd=PROJECT, timeout=600, check=False, **QUIET).returncode  # type: ignore[call-overload]


def own_files(folder: Path) -> dict[str, str]:
    """Give the digests of files that are content, without what a killed program leaves."""
    found = digests(folder)
    return {
        name: digest
        for name, digest in found.items()
        if name.endswith(".gitattributes") or not any(map(is_leftover, Path(name).parts))
    }


# What must hold after a kill


def check_after(range_: Range, victim: Victim, folder: Path, finished: Path, what: str) -> None:
    """Compare what a killed command left with what was before it and what it would have made."""
    before = range_.copy(victim)
    old, new = own_files(before / "content"), own_files(finished / "content")
    for name, digest in own_files(folder / "content").items():
        assert digest in (old.get(name), new.get(name)), f"{what}: {name} is neither the old nor the new one"
    lost = {name for name in old.keys() & new.keys() if not (folder / "content" / name).is_file()}
    assert not lost, f"{what}: {sorted(lost)} are gone"
    check_site(range_, before, folder, what)
    expected = range_.clean(folder / "content")
    assert expected, f"{what}: the content cannot be built any more"
    _wait_until_free(folder)
    assert run_build(folder) == 0, f"{what}: the next build fails"
    assert digests(folder / "site") == expected, f"{what}: the next build is not exact"
    left = [path.name for path in work_folder(folder / "site").iterdir() if path.name.startswith("site.")]
    assert not left, f"{what}: {left} are left in the work folder"
    shutil.rmtree(before)
    shutil.rmtree(folder)


def check_site(range_: Range, before: Path, folder: Path, what: str) -> None:
    """The site is the old one or the new one, whole, or still none where there was none."""
    site = digests(folder / "site") if (folder / "site").exists() else {}
    old = digests(before / "site") if (before / "site").exists() else {}
    assert site in (old, range_.clean(folder / "content")), f"{what}: the site is neither the old nor the new one"


def _wait_until_free(folder: Path) -> None:
    """Wait until no process of the killed build is left; it ends by itself, or this fails."""
    end = time.monotonic() + 10
    while processes(str(folder)):
        assert time.monotonic() < end, f"something still works in {folder}"
        time.sleep(0.02)


def processes(marker: str) -> list[int]:
    """Give the processes, other than this one, whose command line or working folder holds a path (Linux)."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parts = [os.fsdecode((path / "cmdline").read_bytes()), str((path / "cwd").readlink())]
            is_dead = (path / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
            if int(path.name) != os.getpid() and not is_dead and any(f"{marker}/" in f"{part}/" for part in parts):
                found.append(int(path.name))
    return found


# How it is killed


def finish(range_: Range, victim: Victim) -> tuple[Path, list[str], float]:
    """Let a command end; give its folder, the changes that it made, and its seconds."""
    folder = range_.copy(victim)
    started = time.monotonic()
    code, moments = _run_mortal(victim, folder, 0, "parent")
    assert code in (0, 1), f"{victim.name} ended with {code}"
    assert moments, f"{victim.name} changes nothing"
    return folder, moments, time.monotonic() - started


def _run_mortal(victim: Victim, folder: Path, no: int, whom: str) -> tuple[int, list[str]]:
    log = folder.with_name(f"{folder.name}.log")
    command = [sys.executable, "-m", "tests.exact.mortal", str(no), whom, str(log), str(folder)]
    command += victim.command(folder)
    code = subprocess.run(command, cwd=PROJECT, start_new_session=True, timeout=600, check=False, **QUIET).returncode  # type: ignore[call-overload]
    moments = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
    log.unlink(missing_ok=True)
    return code, moments


def kill_at_changes(range_: Range, victim: Victim, count: int, report: Callable[[str], None] = lambda _: None) -> int:
    """Kill a command before changes that it makes, evenly spread among them; give how many there were."""
    finished, moments, _ = finish(range_, victim)
    wanted = spread(len(moments), count)
    for index, no in enumerate(wanted):
        whom = ("parent", "group")[index % 2]
        what = f"{victim.name}, killed ({whom}) before change {no} of {len(moments)}: {moments[no - 1]}"
        report(what)
        folder = range_.copy(victim)
        code, _ = _run_mortal(victim, folder, no, whom)
        # Two runs need not make the same number of changes: then it has lived.
        assert code in (-signal.SIGKILL, 0), f"{what}: it ended with {code}"
        check_after(range_, victim, folder, finished, what)
    shutil.rmtree(finished)
    return len(wanted)


def spread(total: int, count: int) -> list[int]:
    """Give at most `count` numbers of 1 … total, evenly spread, the first and the last among them."""
    if count >= total:
        return list(range(1, total + 1))
    return sorted({1 + round(no * (total - 1) / max(1, count - 1)) for no in range(count)})


def kill_in_time(range_: Range, victim: Victim, moments: Sequence[float], whom: str) -> int:
    """Kill a command after shares of the time that it takes: its `group`, the `parent`, or the `children` alone."""
    finished, _, seconds = finish(range_, victim)
    for share in moments:
        what = f"{victim.name}, killed ({whom}) after {share:.2f} of {seconds:.1f} s"
        folder = range_.copy(victim)
        process = subprocess.Popen([DUIZHAO, *victim.command(folder)], cwd=PROJECT, start_new_session=True, **QUIET)  # type: ignore[call-overload]
        time.sleep(share * seconds)
        _kill(process, whom)
        process.wait(60)
        check_after(range_, victim, folder, finished, what)
    shutil.rmtree(finished)
    return len(moments)


def _kill(process: subprocess.Popen[bytes], whom: str) -> None:
    if whom == "children":
        for child in children(process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
    elif whom == "group":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def children(parent: int) -> list[int]:
    """Give the processes that a process has started (Linux)."""
    found: list[int] = []
    for path in Path(f"/proc/{parent}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, path.read_text(encoding="utf-8").split())
    return found


def kill_children(range_: Range, victim: Victim) -> int:
    """Kill the engines as soon as there are some: the build says so, and leaves the old site."""
    finished, _, _ = finish(range_, victim)
    folder = range_.copy(victim)
    process = subprocess.Popen([DUIZHAO, *victim.command(folder)], cwd=PROJECT, start_new_session=True, **QUIET)  # type: ignore[call-overload]
    while process.poll() is None and not children(process.pid):
        time.sleep(0.01)
    _kill(process, "children")
    process.wait(60)
    check_after(range_, victim, folder, finished, f"{victim.name}, its engines killed (exit {process.returncode})")
    shutil.rmtree(finished)
    return 1


def kill_preview(range_: Range, victim: Victim, moments: Sequence[float], whom: str) -> int:
    """Kill a preview some seconds after an edit, while it builds again."""
    finished, _, _ = finish(range_, victim)
    for seconds in moments:
        folder = range_.copy(Victim("serve", ()))
        with preview(folder) as process:
            victim.prepare(folder)
            time.sleep(seconds)
            _kill(process, whom)
        check_after(range_, victim, folder, finished, f"serve, killed ({whom}) {seconds:.2f} s after an edit")
    shutil.rmtree(finished)
    return len(moments)


@contextlib.contextmanager
def preview(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run `serve` until it is killed; give it once it serves."""
    options = ["serve", "--content", folder / "content", "--site-dir", folder / "site", "--port", "0"]
    process = subprocess.Popen(
        [DUIZHAO, *map(str, options)],
        cwd=PROJECT,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    assert process.stdout
    try:
        while "Preview at" not in (line := process.stdout.readline()):
            assert line, "the preview ended before it served"
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.stdout.close()
        process.wait(60)


# Who is killed


def edit_source(range_: Range) -> Callable[[Path], None]:
    """Give the edit of one statement and of one label of the source."""

    def edit(folder: Path) -> None:
        path = _brief(range_, folder / "content", range_.source)
        replace(path, re.compile(r"(?= \{[^{}\n]*#)"), " …")
        replace(
            folder / "content" / "sectors.yml", re.compile(r"(label:.*?: *['\"]?)(\w)"), lambda m: f"{m[1]}A {m[2]}"
        )

    return edit


def _brief(range_: Range, content: Path, language: str) -> Path:
    """Give the first brief that has a file in every language."""
    paths = sorted((content / "reports").glob(f"*/*.{range_.source}.md"))
    both = [path.with_name(path.name.replace(f".{range_.source}.", f".{range_.other}.")) for path in paths]
    return next(
        path if language == range_.source else other
        for path, other in zip(paths, both, strict=True)
        if other.is_file() and not path.name.startswith("index.")
    )


def victims(range_: Range) -> Mapping[str, Victim]:
    """Give what builds, and every command that writes content."""
    edit = edit_source(range_)
    build = ("build", "--content", "CONTENT", "--site-dir", "SITE")
    content = ("--content", "CONTENT")
    brief = _brief(range_, range_.content, range_.source).relative_to(range_.content)
    translation = f"CONTENT/{brief.as_posix().replace(f'.{range_.source}.', f'.{range_.other}.')}"
    report = brief.parent.name

    def lose_half(folder: Path) -> None:
        path = folder / "content" / brief.parent / brief.name.replace(f".{range_.source}.", f".{range_.other}.")
        text = path.read_text(encoding="utf-8")
        path.write_text(text[: text.rindex("\n- " if "\n- " in text else "\n1. ") + 1], encoding="utf-8")

    def lose(folder: Path) -> None:
        (folder / "content" / brief.parent / brief.name.replace(f".{range_.source}.", f".{range_.other}.")).unlink()

    def write_catalogue(folder: Path) -> None:
        write_edited_catalogue(folder, range_.other)

    found = (
        Victim("a build of an edit", build, edit),
        Victim("a build of every page", (*build, "--clean"), edit),
        Victim("the first build", build, is_built=False),
        Victim("translate accept", ("translate", "accept", "--all", "--by", "Someone", *content), edit),
        Victim("translate patch", ("translate", "patch", f"{translation}#title", *content), _retitle(brief)),
        Victim("translate start of half a file", ("translate", "start", translation, *content), lose_half),
        Victim("translate start", ("translate", "start", translation, *content), lose),
        Victim("translate import", ("translate", "import", "FOLDER/edited.po", *content), write_catalogue),
        Victim("translate migrate", ("translate", "migrate", *content), _forget_records),
        Victim("new report", ("new", "report", "one-more", *content)),
        Victim("new brief", ("new", "brief", report, "one-more", "--sector", _sector(range_.content), *content)),
        Victim("new page", ("new", "page", "one-more", *content)),
    )
    return {victim.name: victim for victim in found}


def _retitle(brief: Path) -> Callable[[Path], None]:
    return lambda folder: replace(
        folder / "content" / brief, re.compile(r"^title: (['\"]?)", re.M), lambda m: f"{m[0]}A "
    )


def _forget_records(folder: Path) -> None:
    shutil.rmtree(folder / "content" / "translations")


def _sector(content: Path) -> str:
    match = re.search(r"^([a-z0-9-]+):", (content / "sectors.yml").read_text(encoding="utf-8"), re.M)
    assert match
    return match[1]


def write_edited_catalogue(folder: Path, language: str) -> None:
    """Export a language and change every fourth of its translations."""
    catalogue = folder / "edited.po"
    command = [DUIZHAO, "translate", "export", language, "-o", str(catalogue), "--content", str(folder / "content")]
    subprocess.run(command, cwd=PROJECT, timeout=120, check=True, **QUIET)  # type: ignore[call-overload]
    rng = random.Random(language)
    text = catalogue.read_text(encoding="utf-8")
    changed = re.sub(
        r'(?<=\n)(msgid "[^"\n]+"\nmsgstr "[^"\n]+)(?=")',
        lambda match: f"{match[1]} Indeed." if rng.random() < 0.25 else match[1],
        text,
    )
    assert changed != text
    catalogue.write_text(changed, encoding="utf-8")
