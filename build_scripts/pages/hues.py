"""The numbers that reports and actors are coloured by, which the style sheets know; 0 is no colour of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from build_scripts.library.index import Library

_COUNT = 3


@dataclass(frozen=True)
class Hues:
    """The colours of what a library compares."""

    library: Library

    def report(self, key: str) -> int:
        """Give the number of a report's spine: the style sheet of the site (`site_css`) has one of each report."""
        return list(self.library.reports).index(key) + 1

    def actor(self, key: str) -> int:
        """Give the colour of one of the first actors, and of a place that bears the id of one."""
        return _number(key, self.library.actors)


def _number(key: str, order: Iterable[str]) -> int:
    number = next((no for no, other in enumerate(order, 1) if other == key), 0)
    return number if number <= _COUNT else 0
