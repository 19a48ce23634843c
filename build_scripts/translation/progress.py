"""How far the translation is: units and words by state, of files and reports, and what each person accepted.

Receives `FileState`s; returns sums. Words are those of the source, as what is to be translated is paid and planned by
them. Refuses nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from build_scripts.ground.languages import HAN, HIRAGANA, KATAKANA
from build_scripts.translation.states import STATES, FileState, ShownState, UnitState

_KANA = HIRAGANA + KATAKANA
# A run without spaces counts if it has a letter or digit; marks alone are no word.
_WORD = re.compile(rf"[{HAN}{_KANA}]|[^\s{HAN}{_KANA}]*[^\W_{HAN}{_KANA}][^\s{HAN}{_KANA}]*")


@dataclass(frozen=True)
class Progress:
    """The number of units, and of words in their source, by state."""

    units: Mapping[ShownState, int]
    words: Mapping[ShownState, int]

    @property
    def left(self) -> int:
        """Give the number of words that are missing, stale or held back."""
        return self.words["missing"] + self.words["stale"] + self.words["held"]


@dataclass(frozen=True)
class Share:
    """What a person accepted of what stands: units, words of their source, the last day that was given (ISO 8601)."""

    units: int = 0
    words: int = 0
    last: str = ""


def count_words(text: str) -> int:
    """Count words as Microsoft Word, and CAT tools after it, do: each Han character or kana, each run without spaces.

    Marks alone are no word, so that text without spaces counts a little less here.

    >>> count_words("2022年，PM2.5下降约16.5%。"), count_words("It isn’t – well-known."), count_words("東京メトロ")
    (7, 3, 5)
    """
    return len(_WORD.findall(text))


def unit_words(unit: UnitState) -> int:
    """Count the words of a unit's source as pages show them, its notes among them."""
    return sum(count_words(unit.source.piece(name).words) for name in unit.source.pieces)


def sum_up(files: Iterable[FileState]) -> Progress:
    """Give the sums of files."""
    units: Counter[ShownState] = Counter()
    words: Counter[ShownState] = Counter()
    for unit in (unit for file in files for unit in file.units):
        units[unit.shown_state] += 1
        words[unit.shown_state] += unit_words(unit)
    return Progress({state: units[state] for state in STATES}, {state: words[state] for state in STATES})


def by_report(files: Iterable[FileState]) -> dict[str, tuple[FileState, ...]]:
    """Group files by the report, as `reports/<report>`; the others under the folder they stand in, or nothing."""
    groups: defaultdict[str, list[FileState]] = defaultdict(list)
    for file in files:
        folders = file.path.split("/")[:-1]
        groups["/".join(folders[:2])].append(file)
    return {name: tuple(own) for name, own in groups.items()}


def by_person(files: Iterable[FileState]) -> dict[str, Share]:
    """Give what each person accepted, by name, the most words first; under no name what was accepted without one."""
    shares: defaultdict[str, Share] = defaultdict(Share)
    for unit in (unit for file in files for unit in file.units):
        for name in dict.fromkeys(unit.record.by.split(", ")) if unit.record else ():
            old, date = shares[name], unit.record.date if unit.record else ""
            shares[name] = Share(old.units + 1, old.words + unit_words(unit), max(old.last, date))
    return dict(sorted(shares.items(), key=lambda item: (-item[1].words, item[0])))
