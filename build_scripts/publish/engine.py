"""Staged trees → HTML, by a replaceable engine in a process of its own.

Receives a staged folder (`mkdocs.yml` and `docs/`) and gives `html/` beside it, with the engine's warnings as
problems. An engine builds only changed pages while the configuration, the theme, the set of pages and the tool
versions are those of its last successful run; otherwise afresh. Refuses engines it does not know.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from build_scripts.ground.files import files_below
from build_scripts.ground.messages import Phrase, reported
from build_scripts.ground.problems import Place, Problem
from build_scripts.publish import leash

ENGINES = ("mkdocs", "zensical")
# Written into every page that shows a build date, so that the clock never changes a byte.
_EPOCH = "315532800"
_WARNING = re.compile(r"^(?P<level>WARNING|ERROR)\s+-\s+(?P<text>.*)$")
# Zensical draws its warnings: the text, then the place in a frame around the line it shows.
_DRAWN_WARNING = re.compile(r"^\s*(?:Warning|Error): (?P<text>.*)\n\s*╭─\[ (?P<place>.*?) \]", re.MULTILINE)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_DIRTY_NOTICE = "A 'dirty' build is being performed"
_PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "pygments", "jinja2", "zensical")


@dataclass(frozen=True)
class EngineRun:
    """What an engine did for one language: `fresh` built all pages, `changed` counts the pages given to it."""

    language: str
    fresh: bool
    changed: int
    problems: tuple[Problem, ...]


def run_engine(engine: str, stage: Path, theme_files: Sequence[Path], clean: bool) -> EngineRun:
    """Bring `stage/html` up to date with `stage/docs`."""
    return run_engines(engine, [stage], theme_files, clean)[0]


def run_engines(engine: str, stages: Sequence[Path], theme_files: Sequence[Path], clean: bool) -> list[EngineRun]:
    """Do that for every language; for those in which something has changed the engine runs at once."""
    if engine not in ENGINES:
        raise ValueError(f"unknown engine {engine}")
    tasks = [_look(engine, stage, theme_files, clean) for stage in stages]
    wanted = [task for task in tasks if task.fresh or task.names]
    for task in wanted:
        task.prepare(clean)
    for task, problems in zip(wanted, _run_all(engine, wanted), strict=True):
        task.finish(tuple(problems))
    return [EngineRun(task.stage.name, task.fresh, len(task.names), task.problems) for task in tasks]


@dataclass
class _Task:
    """What an engine is to do for a language: build all pages `fresh`, or those whose staged files have changed."""

    stage: Path
    fingerprint: str
    digests: dict[str, str]
    names: list[str]
    fresh: bool
    problems: tuple[Problem, ...] = ()

    @property
    def _record(self) -> Path:
        return self.stage / "engine.json"

    def prepare(self, clean: bool) -> None:
        """Remove what is built anew: a killed run must not pass for a finished one."""
        if clean:
            shutil.rmtree(self.stage.parent / leash.COMPILED, ignore_errors=True)
        self._record.unlink(missing_ok=True)
        for name in leash.OUTPUTS:
            (self.stage / name).unlink(missing_ok=True)
        if self.fresh:
            shutil.rmtree(self.stage / "html", ignore_errors=True)
        else:
            for name in self.names:
                _output(self.stage, name).unlink(missing_ok=True)

    def finish(self, problems: tuple[Problem, ...]) -> None:
        """Keep what the engine said, and what it built from if that is no error."""
        self.problems = problems
        if not any(problem.level == "error" for problem in problems):
            record = {"fingerprint": self.fingerprint, "files": self.digests}
            self._record.write_text(json.dumps(record), encoding="utf-8")


def _look(engine: str, stage: Path, theme_files: Sequence[Path], clean: bool) -> _Task:
    digests = {path.relative_to(stage / "docs").as_posix(): _digest(path) for path in files_below(stage / "docs")}
    fingerprint = _fingerprint(engine, [stage / "mkdocs.yml", *theme_files], digests)
    known, files = _last_run(stage / "engine.json")
    names = sorted(name for name, digest in digests.items() if files.get(name) != digest)
    fresh = clean or known != fingerprint or not (stage / "html").is_dir() or engine != "mkdocs"
    return _Task(stage, fingerprint, digests, names, fresh)


def _output(stage: Path, name: str) -> Path:
    """Give what the engine makes of a staged file."""
    if not name.endswith(".md"):
        return stage / "html" / name
    path = Path(name).with_suffix("")
    return stage / "html" / (path.with_suffix(".html") if path.name == "index" else path / "index.html")


def engine_versions() -> tuple[str, ...]:
    """Give the versions of the packages that engines are made of."""
    found = []
    for name in _PACKAGES:
        try:
            found.append(f"{name}={version(name)}")
        except PackageNotFoundError:
            found.append(f"{name}=none")
    return tuple(found)


def _fingerprint(engine: str, shared: Iterable[Path], names: Iterable[str]) -> str:
    """Give the digest of what concerns every page: the engine, the files that all share, and which pages there are."""
    parts = [engine, *engine_versions(), *(part for path in shared for part in (path.name, _digest(path))), *names]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _last_run(path: Path) -> tuple[str | None, dict[str, str]]:
    """Give the fingerprint and the digests of the last run that finished well."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return str(value["fingerprint"]), dict(value["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None, {}


def _run_all(engine: str, tasks: Sequence[_Task]) -> list[list[Problem]]:
    """Run the engine for all tasks: MkDocs in one process and copies of it, where the system has these."""
    together = engine == "mkdocs" and sys.platform == "linux"
    groups = [tasks] if together and tasks else [[task] for task in tasks]
    with ThreadPoolExecutor(max_workers=max(len(groups), 1)) as pool:
        return [found for group in pool.map(lambda group: _run(engine, group), groups) for found in group]


def _run(engine: str, tasks: Sequence[_Task]) -> list[list[Problem]]:
    jobs = [(str(task.stage), _arguments(engine, task)) for task in tasks]
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    command = [sys.executable, "-P", leash.__file__, engine, str(processors), json.dumps(jobs)]
    fixed = {
        "SOURCE_DATE_EPOCH": _EPOCH,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONIOENCODING": "utf-8",
    }
    end, held = os.pipe()
    try:
        result = subprocess.run(
            command,
            env={**os.environ, **fixed},
            stdin=end,
            capture_output=True,
            encoding="utf-8",
            errors="backslashreplace",
            check=False,
        )
    finally:
        os.close(end)
        os.close(held)
    codes = json.loads(result.stdout) if len(tasks) > 1 and not result.returncode else [result.returncode] * len(tasks)
    return [list(_problems(engine, task.stage, code, result.stderr)) for task, code in zip(tasks, codes, strict=True)]


def _arguments(engine: str, task: _Task) -> list[str]:
    # Every warning is a problem here, so the engine's own strict mode would only hide which page it was.
    lenient = ["--no-strict"] if engine == "mkdocs" else []
    config = str(task.stage / "mkdocs.yml")
    return ["build", "--config-file", config, *lenient, "--clean" if task.fresh else "--dirty"]


def _problems(engine: str, stage: Path, code: int, said: str) -> Iterator[Problem]:
    """Give the problems that an engine has printed, and that it failed; `said` is what was printed before it ran."""
    texts = [_read_output(stage / name) for name in leash.OUTPUTS]
    output = _COLOURS.sub("", "\n".join([*texts, said]))
    place = Place(stage / "mkdocs.yml")
    for match in _DRAWN_WARNING.finditer(output):
        yield place.error(
            "engine-warning", Phrase("%(place)s: %(text)s", place=match["place"], text=reported(match["text"]))
        )
    for line in output.splitlines():
        warning = _WARNING.match(line.strip())
        if warning and not warning["text"].startswith(_DIRTY_NOTICE):
            yield place.error("engine-warning", reported(warning["text"]))
    if code != 0:
        last = [line for line in output.splitlines() if line.strip()][-8:]
        message = Phrase(
            "%(engine)s stopped with exit code %(code)s: %(output)s",
            engine=engine,
            code=code,
            output=reported(" / ".join(last)) if last else Phrase("no output"),
        )
        yield place.error("engine-failed", message)


def _read_output(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="backslashreplace") if path.is_file() else ""
