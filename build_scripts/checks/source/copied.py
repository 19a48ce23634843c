"""Runs of words that a statement takes over from its original.

Receives the words of statements and the index; gives each run of at least 25 Han characters or 12 words of other
scripts that stands in the original in the same order, whatever punctuation stands between. Official titles, forms of
terms and quotations are no such run, and end one. Refuses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from build_scripts.checks.source.index import SourceIndex
from build_scripts.checks.source.marks import without_addresses
from build_scripts.content.originals import Passage
from build_scripts.ground.languages import HAN

MOST_HAN, MOST_WORDS = 24, 11  # what may be taken over
_UNIT = re.compile(rf"[{HAN}]|[^\W_{HAN}]+|\0")
_TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)?》|“[^“”]*”|\"[^\"]*\"|「[^「」]*」")


@dataclass(frozen=True, slots=True)
class Copied:
    """A run of words that a statement takes over: as the statement has it, and where it stands in the original."""

    text: str
    passage: Passage


class CopyFinder:
    """All runs of an original, to be looked up; `names` are titles and terms that no run goes across."""

    def __init__(self, index: SourceIndex, names: Iterable[str]) -> None:
        """Cut the original into runs."""
        self.most = MOST_HAN if index.language.startswith(("zh", "ja")) else MOST_WORDS
        known = sorted({name for name in names if len(name) > 1}, key=lambda name: (-len(name), name))
        self.names = re.compile("|".join(map(re.escape, known)) or "(?!)")
        self.runs: dict[tuple[str, ...], int] = {}
        for place, passage in enumerate(index.original.passages):
            units = [unit for unit, _, _ in _units(passage.text)]
            for run in _runs(units, self.most + 1):
                self.runs.setdefault(run, place)
        self.passages = index.original.passages

    def find(self, text: str) -> Iterator[Copied]:
        """Give the runs of a text that stand in the original, each as long as it goes."""
        units = list(_units(self._without_names(text)))
        size, start = self.most + 1, 0
        while start + size <= len(units):
            end = start + size
            place = self.runs.get(tuple(unit for unit, _, _ in units[start:end]))
            if place is None:
                start += 1
                continue
            while end < len(units) and tuple(unit for unit, _, _ in units[end - size + 1 : end + 1]) in self.runs:
                end += 1
            yield Copied(text[units[start][1] : units[end - 1][2]], self.passages[place])
            start = end

    def _without_names(self, text: str) -> str:
        """Give a text of the same length with a sign that nothing has for what may be taken over."""

        def hide(match: re.Match[str]) -> str:
            return "\0" * len(match[0])

        return self.names.sub(hide, _TITLE.sub(hide, without_addresses(text)))


def _units(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _UNIT.finditer(text):
        yield unicodedata.normalize("NFKC", match[0]).casefold(), match.start(), match.end()


def _runs(units: list[str], size: int) -> Iterator[tuple[str, ...]]:
    for start in range(len(units) - size + 1):
        yield tuple(units[start : start + size])
