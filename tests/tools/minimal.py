"""Verdicts on a table of hand-made pairs, `verdict⇥zh⇥en` a line: the wrong ones, and how many are right."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from build_scripts.quantities import compare
from build_scripts.quantities.pairs import describe


def main(path: Path) -> None:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    right = 0
    for verdict, zh, en in rows:
        outcome = compare(zh, en)
        right += outcome.verdict == verdict
        if outcome.verdict != verdict:
            read = [[describe(item) for item in side] for side in (outcome.source, outcome.target)]
            print(f"wanted {verdict}, got {outcome.verdict}: {zh} | {en}\n    {read[0]}\n    {read[1]}")
    print(f"{right} of {len(rows)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
