"""Library → the colour, the line and the texture that each report is known by besides its name.

Receives the colours that reports ask for, in the order of the site; gives a `Mark` each. Refuses nothing.

The eight colours of each scheme were searched for in Oklab: any two are at least `APART` from each other, also for who
lacks one kind of cones, and 3:1 from every ground (tests/test_colours.py measures both). The ninth report has the
colour of the first with another line and texture; neighbours differ in texture too, so that colour is never alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from build_scripts.content.identity import GROUNDS, SchemeColour
from build_scripts.ground.colours import MARK_CONTRAST, distance, readable

APART = 9.0
PALETTE: tuple[tuple[str, str], ...] = (
    ("#138fd2", "#6f82c1"),
    ("#72132b", "#fcc5b9"),
    ("#71902f", "#c7b666"),
    ("#99456f", "#e289a1"),
    ("#4f5db9", "#73b8f7"),
    ("#66600d", "#9b9a2e"),
    ("#3b3568", "#d0d7fd"),
    ("#bd638d", "#be637d"),
)
PATTERNS = 4


@dataclass(frozen=True)
class Mark:
    """How a report is marked: its colour where pages are light and dark, the number of its line and of its texture."""

    light: str
    dark: str
    line: int
    texture: int


def mark_reports(wanted: Mapping[str, SchemeColour | None]) -> dict[str, Mark]:
    """Give the mark of every report."""
    fixed = {key: both_schemes(colour, MARK_CONTRAST) for key, colour in wanted.items() if colour}
    free = [pair for pair in PALETTE if not _is_near(pair, fixed.values())] or list(PALETTE)
    slots = list(dict.fromkeys([*free, *fixed.values()]))
    times: Counter[tuple[str, str]] = Counter()
    marks = {}
    for key in wanted:
        pair = fixed.get(key) or free[(sum(times[each] for each in free)) % len(free)]
        marks[key] = Mark(*pair, times[pair] % PATTERNS, (slots.index(pair) + times[pair]) % PATTERNS)
        times[pair] += 1
    return marks


def both_schemes(colour: SchemeColour, wanted: float) -> tuple[str, str]:
    """Give a colour for light and for dark pages; one that is not given for dark ones is made to be read there."""
    return colour.light, colour.dark or readable(colour.light, GROUNDS["dark"], wanted)


def _is_near(pair: tuple[str, str], others: Iterable[tuple[str, str]]) -> bool:
    return any(distance(one, two) < APART for other in others for one, two in zip(pair, other, strict=True))
