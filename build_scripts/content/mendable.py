"""Problems of a content folder → how many of them `duizhao fix` would mend.

Receives problems; reads their files again; returns a number. Refuses nothing: a file that cannot be read has nothing to
mend.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from build_scripts.content.repairs import repair_file
from build_scripts.ground.files import read_bytes
from build_scripts.ground.problems import Problem

MENDABLE = (".md", ".yml")


def count_mendable(problems: Iterable[Problem]) -> int:
    """Count the problems that stand on a line which would be mended, or about a whole file that would."""
    problems = list(problems)
    lines = {path: _mended_lines(Path(path)) for path in {problem.path for problem in problems}}
    return sum(problem.line in lines[problem.path] for problem in problems)


def _mended_lines(path: Path) -> frozenset[int]:
    raw = read_bytes(path) if path.suffix in MENDABLE else None
    if raw is None:
        return frozenset()
    _, repairs = repair_file(raw, path)
    if any(repair.is_of_file for repair in repairs):  # then nothing else could be read
        return frozenset(range(1, raw.count(b"\n") + 2))
    return frozenset(repair.line for repair in repairs)
