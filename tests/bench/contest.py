"""All that is measured of one content, round by round: this project and the others in turn.

Receives a content and the peers that are installed; returns every `Sample` and what the sites are like. A step that
fails is left out from then on, and why is said. Refuses nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.measure import CommandError, Cost, measure_yardstick, run
from tests.bench.peers import PEERS, Peer
from tests.bench.project import Project
from tests.bench.staged import StagedSite

OURS = "project"
COLD, SAME, STATEMENT, TERM, TEMPLATE = (
    "cold",
    "nothing changed",
    "statement edited",
    "term changed",
    "template changed",
)
CHECK_COLD, CHECK_WARM = "check, cold", "check, warm"
EDITED = "page edited"
BUILDS = (COLD, SAME, STATEMENT, TERM, TEMPLATE)
_STAGE = re.compile(r"^([^\t\n]+)\t([0-9.]+)$", re.MULTILINE)
Key = tuple[str, str]  # who, what


@dataclass(frozen=True)
class SiteSize:
    """What a site is like: its HTML files, its bytes, and the mean bytes of a page without what stands in `article`."""

    pages: int
    total: int
    shell: int


@dataclass
class Results:
    """What was measured of one content, filled round by round; a round that failed has no cost for a step."""

    name: str
    statements: int = 0
    costs: defaultdict[Key, dict[int, Cost]] = field(default_factory=lambda: defaultdict(dict))
    stages: defaultdict[Key, list[Mapping[str, float]]] = field(default_factory=lambda: defaultdict(list))
    sites: dict[str, SiteSize] = field(default_factory=dict)
    failures: dict[Key, str] = field(default_factory=dict)
    yardsticks: list[float] = field(default_factory=list)  # one before each step


@dataclass(frozen=True)
class _Step:
    """Something measured: who, what, and where; `prepare` is not measured."""

    key: Key
    prepare: Callable[[int], None]
    command: list[str]
    folder: Path
    environment: Mapping[str, str]
    sites: tuple[Path, ...]


def measure_content(
    name: str,
    project: Project,
    peers: Mapping[Peer, Path],
    folder: Path,
    rounds: int,
    timeout: float,
    report: Callable[[str], None] = lambda _: None,
) -> Results:
    """Measure everything in each round; `peers` have their virtual environments, `folder` is where they build."""
    results = Results(name, project.count_statements())
    steps = list(_steps(project, peers, folder))
    for number in range(rounds):
        for step in steps:
            if step.key not in results.failures:
                report(f"{name}: round {number + 1} of {rounds}: {' · '.join(step.key)}")
                _measure(step, number, timeout, results)
    return results


def _measure(step: _Step, number: int, timeout: float, results: Results) -> None:
    try:
        step.prepare(number)
        results.yardsticks.append(measure_yardstick())
        cost, said = run(step.command, step.folder, step.environment, timeout)
    except (CommandError, OSError, ValueError) as error:
        results.failures[step.key] = str(error)
        return
    results.costs[step.key][number] = cost
    if stages := parse_stages(said):
        results.stages[step.key].append(stages)
    if step.sites and step.key[0] not in results.sites:
        results.sites[step.key[0]] = measure_site(step.sites)


def parse_stages(said: str) -> dict[str, float]:
    """Give the seconds of each stage that a build with `--profile` prints, a line each: `stage<TAB>seconds`."""
    return {stage: float(seconds) for stage, seconds in _STAGE.findall(said)}


def _steps(project: Project, peers: Mapping[Peer, Path], folder: Path) -> Iterator[_Step]:
    """Give the steps of a round in their order: what is compared stands near each other."""

    def ours(what: str, prepare: Callable[[int], None], command: str = "build") -> _Step:
        sites = (project.site,) if command == "build" else ()
        words = project.command(command)
        return _Step((OURS, what), prepare, words, project.work, project.environment, sites)

    yield ours(CHECK_COLD, lambda _: project.forget(), "check")
    yield ours(COLD, lambda _: project.forget())
    for peer, environment in peers.items():
        yield _peer_step(peer, environment, COLD, folder / peer.name, _cold(project, peer, folder / peer.name))
    yield ours(SAME, lambda _: None)
    yield ours(STATEMENT, project.edit_statement)
    for peer, environment in peers.items():
        if peer.edited:
            yield _peer_step(peer, environment, EDITED, folder / peer.name, _edit(peer, folder / peer.name))
    yield ours(TERM, project.edit_term)
    yield ours(TEMPLATE, project.edit_template)
    yield ours(CHECK_WARM, lambda _: None, "check")


def _peer_step(peer: Peer, environment: Path, what: str, folder: Path, prepare: Callable[[int], None]) -> _Step:
    sites = tuple(folder / name for name in peer.sites)
    return _Step((peer.name, what), prepare, peer.command(environment), folder, peer.environment, sites)


def _cold(project: Project, peer: Peer, folder: Path) -> Callable[[int], None]:
    def prepare(number: int) -> None:
        if number == 0:  # the pages have been staged by now: this project was first
            folder.mkdir(parents=True)
            peer.lay_out(StagedSite(project.staged), folder)
        peer.clear(folder)

    return prepare


def _edit(peer: Peer, folder: Path) -> Callable[[int], None]:
    return lambda number: peer.edit(folder, number)


def measure_site(folders: Sequence[Path]) -> SiteSize:
    """Give what a site is like that lies in one folder or in several."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    pages = [path for path in files if path.suffix == ".html"]
    shells = [size for path in pages if (size := _shell(path.read_bytes()))]
    return SiteSize(len(pages), sum(path.stat().st_size for path in files), sum(shells) // max(1, len(shells)))


def _shell(page: bytes) -> int:
    """Give the bytes of a page without its content, or 0 if it has none."""
    start, end = page.find(b"<article"), page.find(b"</article>")
    return len(page) - (end - start) if 0 <= start < end else 0


def titles() -> dict[str, str]:
    """Give what those measured are called."""
    return {OURS: "this project", **{peer.name: peer.title for peer in PEERS}}
