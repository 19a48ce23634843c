"""Exactness at length: `python -m tests.exact [STEPS] [KILLS]`. Not run by pytest; takes long.

Walks through random steps on the fixture sites and on the real content, then kills builds and commands. Prints every
step, and stops with seed, step and first differing file at the first fault.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.built import CONTENT, FIXTURES
from tests.exact import kills
from tests.exact.walk import Walk


def walk(content: Path, seed: str, count: int) -> None:
    """Make steps in a copy of a content folder, comparing after each."""
    with tempfile.TemporaryDirectory() as folder:
        Walk(content, Path(folder) / "walk", seed, apart=True).run(count, lambda text: print(text, flush=True))


def kill(content: Path, count: int) -> int:
    """Kill every command at its share of points, and previews and engines; give how many points there were."""
    with tempfile.TemporaryDirectory() as folder:
        range_ = kills.Range.create(Path(folder), content, "zh", "en")
        victims = kills.victims(range_)
        share = max(2, count // len(victims))
        done = sum(kills.kill_at_changes(range_, victim, share, print) for victim in victims.values())
        edit, clean = victims["a build of an edit"], victims["a build of every page"]
        done += kills.kill_children(range_, clean)
        for whom in ("parent", "group"):
            done += kills.kill_in_time(range_, clean, [0.2, 0.4, 0.6, 0.8], whom)
            done += kills.kill_preview(range_, edit, [0.05, 0.2, 0.4], whom)
        return done


def main() -> None:
    """Walk and kill as the command line says."""
    steps, points = map(int, [*sys.argv[1:], *("500", "200")[len(sys.argv) - 1 :]])
    walk(FIXTURES / "minimal", "long", steps // 2)
    walk(FIXTURES / "transit", "long", steps - steps // 2)
    walk(CONTENT, "real", max(1, steps // 25))
    print(f"{kill(FIXTURES / 'minimal', points)} kills")


if __name__ == "__main__":
    main()
