"""Measures this project beside others on the same pages: `python -m tests.bench [SIZE …]`. See docs/benchmark.md.

Receives sizes: numbers of pages to make up, or `real` for the content of this project. Prints Markdown, and progress on
standard error. Not run by pytest. Refuses sizes that are too small.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.content import SEED, generate
from tests.bench.contest import Results, measure_content
from tests.bench.measure import CommandError
from tests.bench.peers import PEERS, Peer, install
from tests.bench.plan import make_plan
from tests.bench.project import PROJECT, Project
from tests.bench.report import report_text

REAL = "real"
_SIZES = ("250", "1000")


def _size(text: str) -> str:
    if text != REAL:
        make_plan(int(text))  # says what is wrong with it
    return text


def parse_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure builds beside other programs.")
    parser.add_argument("sizes", nargs="*", type=_size, metavar="SIZE", help="HTML pages, or `real`; 250 1000 if none")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--peers", default=",".join(peer.name for peer in PEERS), help="which others, by name")
    parser.add_argument("--folder", type=Path, default=PROJECT / ".build" / "bench", help="where it is all done")
    parser.add_argument("--timeout", type=float, default=3600, help="seconds that a command may take")
    parser.add_argument("--output", type=Path, help="a file that the tables are written to as well")
    return parser.parse_args(arguments)


def install_peers(
    names: Sequence[str], folder: Path, report: Callable[[str], None]
) -> tuple[dict[Peer, Path], list[str]]:
    """Give the peers that could be installed, with where, and why the others could not."""
    found: dict[Peer, Path] = {}
    reasons = []
    for peer in PEERS:
        if peer.name not in names:
            continue
        report(f"installing {peer.title}")
        try:
            found[peer] = install(peer, folder)
        except CommandError as error:
            reasons.append(f"{peer.title} could not be installed, so there is nothing of it: {error}")
    return found, reasons


def main() -> None:
    """Measure, and print the tables."""
    options = parse_arguments(sys.argv[1:])
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    peers, reasons = install_peers(options.peers.split(","), folder, _say)
    every = [_measure(size, options, peers, folder) for size in options.sizes or _SIZES]
    text = report_text(every, options.rounds, reasons)
    print(text, end="")
    if options.output:
        options.output.write_text(text, encoding="utf-8")


def _measure(size: str, options: argparse.Namespace, peers: dict[Peer, Path], folder: Path) -> Results:
    """Measure one content in a folder that is made afresh."""
    place = folder / size
    shutil.rmtree(place, ignore_errors=True)
    project = Project(place / "project")
    project.prepare()
    content = project.work / "content"
    if size == REAL:
        shutil.copytree(PROJECT / "content", content)
    else:
        _say(f"making up {size} pages")
        generate(content, int(size), options.seed)
    return measure_content(size, project, peers, place / "peers", options.rounds, options.timeout, _say)


def _say(text: str) -> None:
    print(f"· {text} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
