"""Measures builds of the real content: `python -m tests.bench [rounds]`. Not run by pytest.

Each round builds a copy of the content three ways: everything afresh, without any change, and after one edited
statement. Prints the median of the engine's seconds and of the whole command's, and how they compare.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from build_scripts.ground.problems import render_text
from build_scripts.publish.build import BuildResult, build_site
from tests.built import CONTENT, edit_statement, full_brief, load_library

Measured = dict[str, list[tuple[float, float]]]


def measure(rounds: int, folder: Path) -> Measured:
    """Give engine seconds and total seconds of every build, by its kind."""
    content = shutil.copytree(CONTENT, folder / "content")
    site = folder / "site"
    library = load_library(content)  # loads what every build needs once, so that the first is like the others
    brief = full_brief(library)
    found: Measured = {"every page": [], "no change": [], "one statement": []}
    for number in range(rounds):
        found["every page"].append(timed(lambda: build_site(content, site, clean=True)))
        found["no change"].append(timed(lambda: build_site(content, site)))
        edit_statement(brief, library.source, number % len(brief.statements))
        found["one statement"].append(timed(lambda: build_site(content, site)))
    return found


def timed(build: Callable[[], BuildResult]) -> tuple[float, float]:
    """Give the engine's seconds and the whole build's; stop where it fails."""
    started = time.perf_counter()
    result = build()
    total = time.perf_counter() - started
    if result.failed:
        sys.exit(render_text(result.problems))
    return result.engine_seconds, total


def table(found: Measured) -> str:
    """Give the medians and ratios as text."""
    medians = {
        name: tuple(statistics.median(column) for column in zip(*rows, strict=True)) for name, rows in found.items()
    }
    whole = medians["every page"]
    lines = [f"{'':<15}{'engine s':>10}{'of whole':>10}{'total s':>10}{'of whole':>10}"]
    for name, (engine, total) in medians.items():
        lines.append(f"{name:<15}{engine:>10.3f}{engine / whole[0]:>10.1%}{total:>10.3f}{total / whole[1]:>10.1%}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        found = measure(rounds, Path(folder))
    print(f"{rounds} rounds of {CONTENT.relative_to(Path.cwd()) if CONTENT.is_relative_to(Path.cwd()) else CONTENT}")
    print(table(found))


if __name__ == "__main__":
    main()
