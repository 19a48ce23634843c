"""Many pairs at once: lines of `id⇥source⇥target` → one result for each.

Receives lines; yields `PairResult`s. A line without three fields raises ValueError with its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from build_scripts.quantities.comparison import compare
from build_scripts.quantities.model import Quantity
from build_scripts.quantities.names import NO_NAMES, Names


@dataclass(frozen=True, slots=True)
class PairResult:
    """The outcome for one pair; quantities are given as `describe` writes them."""

    id: str
    verdict: str
    source: list[str]
    target: list[str]
    unmatched_source: list[str]
    unmatched_target: list[str]
    slips: list[str]


def describe(item: Quantity) -> str:
    """Give a quantity in a line: what stands in the text and how it was read.

    >>> describe(read("约5%至15%", "zh")[0])
    '5%至15% = percent about 5…15'
    """
    return f"{item.text} = {item}"


def compare_pairs(
    lines: Iterable[str], names: Names = NO_NAMES, source_language: str = "zh", target_language: str = "en"
) -> Iterator[PairResult]:
    r"""Compare the pairs of a TSV file line by line; empty lines are passed over.

    >>> [result] = compare_pairs(["a1\t约16%\tabout 61%\n", "\n"])
    >>> result.id, result.verdict, result.unmatched_target
    ('a1', 'differ', ['61% = percent about 61'])
    >>> list(compare_pairs(["a1\t约16%"]))
    Traceback (most recent call last):
        ...
    ValueError: line 1: expected id, source and target parted by tabs, found 2 fields
    """
    for number, line in enumerate(lines, start=1):
        fields = line.rstrip("\r\n").split("\t")
        if fields == [""]:
            continue
        if len(fields) != 3:
            wanted = "expected id, source and target parted by tabs"
            raise ValueError(f"line {number}: {wanted}, found {len(fields)} fields")
        id_, source, target = fields
        outcome = compare(source, target, source_language, target_language, names)
        left, right = outcome.unmatched_source, outcome.unmatched_target
        one, other, only, only_other = (
            list(map(describe, side)) for side in (outcome.source, outcome.target, left, right)
        )
        yield PairResult(id_, outcome.verdict, one, other, only, only_other, list(outcome.slips))
