"""Staged trees → HTML, by a replaceable engine in one process per language.

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
from build_scripts.ground.messages import Phrase
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
    if engine not in ENGINES:
        raise ValueError(f"unknown engine {engine}")
    print_file = stage / "engine.json"
    digests = {path.relative_to(stage / "docs").as_posix(): _digest(path) for path in files_below(stage / "docs")}
    fingerprint = _fingerprint(engine, [stage / "mkdocs.yml", *theme_files], digests)
    known, files = _last_run(print_file)
    names = sorted(name for name, digest in digests.items() if files.get(name) != digest)
    fresh = clean or known != fingerprint or not (stage / "html").is_dir() or engine != "mkdocs"
    if not fresh and not names:
        return EngineRun(stage.name, False, 0, ())
    if clean:
        shutil.rmtree(stage / leash.COMPILED, ignore_errors=True)
    print_file.unlink(missing_ok=True)  # a killed run must not pass for a finished one
    if fresh:
        shutil.rmtree(stage / "html", ignore_errors=True)
    else:
        for name in names:
            _output(stage, name).unlink(missing_ok=True)
    problems = tuple(_run(engine, stage, dirty=not fresh))
    if not any(problem.level == "error" for problem in problems):
        print_file.write_text(json.dumps({"fingerprint": fingerprint, "files": digests}), encoding="utf-8")
    return EngineRun(stage.name, fresh, len(names), problems)


def run_engines(engine: str, stages: Sequence[Path], theme_files: Sequence[Path], clean: bool) -> list[EngineRun]:
    """Run the engine for every language at once."""
    with ThreadPoolExecutor(max_workers=len(stages)) as pool:
        return list(pool.map(lambda stage: run_engine(engine, stage, theme_files, clean), stages))


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


def _run(engine: str, stage: Path, dirty: bool) -> Iterator[Problem]:
    config = stage / "mkdocs.yml"
    command = [sys.executable, "-P", leash.__file__, engine, "build", "--config-file", str(config)]
    if engine == "mkdocs":
        # Every warning is a problem here, so the engine's own strict mode would only hide which page it was.
        command.append("--no-strict")
    command.append("--dirty" if dirty else "--clean")
    fixed = {
        "SOURCE_DATE_EPOCH": _EPOCH,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONIOENCODING": "utf-8",
    }
    environment = {**os.environ, **fixed}
    end, held = os.pipe()
    try:
        result = subprocess.run(
            command,
            cwd=stage,
            env=environment,
            stdin=end,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="backslashreplace",
            check=False,
        )
    finally:
        os.close(end)
        os.close(held)
    output = _COLOURS.sub("", f"{result.stdout}\n{result.stderr}")
    place = Place(config)
    for match in _DRAWN_WARNING.finditer(output):
        yield place.error("engine-warning", Phrase("%(place)s: %(text)s", place=match["place"], text=match["text"]))
    for line in output.splitlines():
        warning = _WARNING.match(line.strip())
        if warning and not warning["text"].startswith(_DIRTY_NOTICE):
            yield place.error("engine-warning", Phrase("%(text)s", text=warning["text"]))
    if result.returncode != 0:
        last = [line for line in output.splitlines() if line.strip()][-8:]
        message = Phrase(
            "%(engine)s stopped with exit code %(code)s: %(output)s",
            engine=engine,
            code=result.returncode,
            output=" / ".join(last) or Phrase("no output"),
        )
        yield place.error("engine-failed", message)
