"""Content → site: calls the stages in order. The only writer of the site.

Receives paths; returns a `BuildResult`. Everything is gathered and checked before the first file is written;
staged files are written only when their bytes change; the finished site replaces the old one in one step, so
that a failed or killed build leaves the old one as it was. Refuses to run twice at once on one site.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from build_scripts.checks.rules import validate
from build_scripts.checks.site import check_site
from build_scripts.checks.wording import check_wording
from build_scripts.content.entries import Content
from build_scripts.content.interface import Interface, load_interface
from build_scripts.content.load import load_content
from build_scripts.ground.problems import Problem, has_errors, shown_path
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.outputs.citations import citation_files
from build_scripts.outputs.data import data_files
from build_scripts.outputs.root_pages import root_files
from build_scripts.outputs.search import search_index, zensical_index
from build_scripts.pages.config import config_text
from build_scripts.pages.render import Renderer, Staged
from build_scripts.pages.terms import TermIndex
from build_scripts.publish.engine import EngineRun, run_engines
from build_scripts.translation.state_checks import check_states
from build_scripts.translation.states import FileState, find_states

PROJECT = Path(__file__).resolve().parents[2]
TEMPLATES = PROJECT / "templates"
# Left out of the finished site: what the engine writes for other uses, and maps for debugging its scripts.
_UNWANTED = ("sitemap.xml", "sitemap.xml.gz", "objects.inv")
_RENAME_EXCHANGE = 2  # Linux, renameat2(2)
_AT_FDCWD = -100

Report = Callable[[str], None]


@dataclass(frozen=True)
class BuildResult:
    """What a build did: its problems, and the engine's runs (empty when the content had errors)."""

    problems: tuple[Problem, ...]
    runs: tuple[EngineRun, ...] = ()
    engine_seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Tell whether the old site was left as it was."""
        return has_errors(self.problems)


class BuildRunningError(RuntimeError):
    """Another build of the same site is under way."""


def check_content(root: Path) -> tuple[Content, dict[str, Interface], list[Problem]]:
    """Load and validate a content folder with its catalogues; writes nothing."""
    content, interfaces, _, problems = _check(root)
    return content, interfaces, problems


def _check(root: Path) -> tuple[Content, dict[str, Interface], tuple[FileState, ...], list[Problem]]:
    content, problems = load_content(root)
    problems += validate(content)
    interfaces: dict[str, Interface] = {}
    for language in content.site.languages if content.site else ():
        folders = (content.root / "locale", TEMPLATES / "locale")
        interfaces[language.code], more = load_interface(language, folders, content.site_yaml.path)
        problems += more
    states, more = find_states(content) if content.site else ((), [])
    faulty = {problem.path for problem in problems if problem.level == "error"}
    problems += [*more, *check_states(states, content, faulty), *check_wording(content, states)]
    return content, interfaces, states, sorted(set(problems))


def build_site(
    root: Path, site: Path, engine: str = "mkdocs", clean: bool = False, report: Report = lambda _: None
) -> BuildResult:
    """Build the site of a content folder; raises `BuildRunningError` or `NotADirectoryError`."""
    site = site.resolve()  # a link stays a link: what it leads to is exchanged
    work = work_folder(site)
    if (work / "site.old").is_dir():
        with _only_build(work):
            _restore(site, work)
    report(f"reading {root}")
    content, interfaces, states, problems = _check(root)
    if has_errors(problems):
        return BuildResult(tuple(problems))
    library = link_content(content, states)
    with _only_build(work):
        report(f"rendering {len(library.languages)} languages")
        terms = TermIndex(library)
        staged = [_render(terms, interfaces[code], work / code) for code in library.languages]
        stages = [(work / tree.language, _stage(tree, work / tree.language, library)) for tree in staged]
        report(f"building pages with {engine}")
        started = time.monotonic()
        runs = tuple(run_engines(engine, stages, _theme_files(), clean))
        seconds = time.monotonic() - started
        problems += [problem for run in runs for problem in run.problems]
        if has_errors(problems):
            return BuildResult(tuple(problems), runs, seconds)
        report("finishing and checking the pages")
        fresh = _assemble(terms, list(interfaces.values()), work)
        problems += [_relocate(problem, fresh, site) for problem in check_site(fresh)]
        if has_errors(problems):
            return BuildResult(tuple(problems), runs, seconds)
        _swap(fresh, site, work)
    return BuildResult(tuple(problems), runs, seconds)


def work_folder(site: Path) -> Path:
    """Give the folder in which a site is prepared, on the same file system: `.build` beside `site`."""
    site = site.resolve()
    return site.parent / (".build" if site.name == "site" else f".build-{site.name}")


@contextlib.contextmanager
def _only_build(work: Path) -> Iterator[None]:
    work.mkdir(parents=True, exist_ok=True)
    with (work / "lock").open("w", encoding="utf-8") as lock:
        try:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:  # no such locks on this system: two builds at once are then the user's to avoid
            pass
        except OSError as error:
            raise BuildRunningError(f"another build is writing to {work}") from error
        yield


def _render(terms: TermIndex, interface: Interface, stage: Path) -> Staged:
    base = Path(os.path.relpath(PROJECT / "mkdocs.yml", stage)).as_posix()
    theme = Path(os.path.relpath(TEMPLATES / "theme", stage)).as_posix()
    return Renderer(terms, interface, TEMPLATES).render(base, theme)


def _stage(tree: Staged, stage: Path, library: Library) -> list[str]:
    """Bring the staged tree up to date; give the names of the pages that changed."""
    docs = stage / "docs"
    changed = [name for name, text in tree.files.items() if _write(docs / name, text.encode())]
    wanted = {docs / name for name in tree.files}
    for image in library.images:
        target = docs / image.relative_to(library.root)
        wanted.add(target)
        _write(target, image.read_bytes())
    for path in sorted(docs.rglob("*"), reverse=True):
        if path.is_dir():
            with contextlib.suppress(OSError):  # not empty: wanted
                path.rmdir()
        elif path not in wanted:
            path.unlink()
    _write(stage / "mkdocs.yml", config_text(tree.config).encode())
    return changed


def _write(path: Path, data: bytes) -> bool:
    """Write a file unless it has these bytes already; tell whether it was written."""
    with contextlib.suppress(OSError):
        if path.read_bytes() == data:
            return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return True


def _theme_files() -> Sequence[Path]:
    theme = sorted(path for path in (TEMPLATES / "theme").rglob("*") if path.is_file())
    return [PROJECT / "mkdocs.yml", *theme]


def _assemble(terms: TermIndex, interfaces: Sequence[Interface], work: Path) -> Path:
    """Put the languages' HTML and the root files together in a new folder."""
    library = terms.library
    fresh = work / "site.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for interface in interfaces:
        code = interface.language.code
        ignore = shutil.ignore_patterns(*_UNWANTED, "*.map")
        shutil.copytree(work / code / "html", fresh / code, ignore=ignore)
        _write_search_index(fresh / code, library, interface)
    for name, text in {**root_files(terms, interfaces, TEMPLATES), **citation_files(library, interfaces)}.items():
        (fresh / name).write_text(text, encoding="utf-8")
    for name, text in data_files(library, interfaces).items():
        _write(fresh / name, text.encode())
    return fresh


def _write_search_index(folder: Path, library: Library, interface: Interface) -> None:
    """Put an index of the library in the place of the engine's own."""
    own = folder / "search.json"
    if own.is_file():
        own.write_text(zensical_index(library, interface, own.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        _write(folder / "search" / "search_index.json", search_index(library, interface).encode())


def _relocate(problem: Problem, fresh: Path, site: Path) -> Problem:
    """Name the page as it will lie in the site, not in the folder it is prepared in."""
    path = Path(problem.path)
    with contextlib.suppress(ValueError):
        inside = path.absolute().relative_to(fresh.absolute())
        return replace(problem, path=shown_path(site / inside))
    return problem


def _swap(fresh: Path, site: Path, work: Path) -> None:
    """Put the new site in the place of the old one, in one step where the system can."""
    old = work / "site.old"
    shutil.rmtree(old, ignore_errors=True)
    if not site.exists():
        fresh.rename(site)
    elif not _exchange(fresh, site):
        site.rename(old)
        fresh.rename(site)
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically (Linux renameat2); tell whether the system could."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(renameat2(_AT_FDCWD, bytes(one), _AT_FDCWD, bytes(other), _RENAME_EXCHANGE) == 0)


def _restore(site: Path, work: Path) -> None:
    """Bring back the old site if an earlier build was killed between its two renames."""
    old = work / "site.old"
    if old.is_dir() and not site.exists():
        old.rename(site)
