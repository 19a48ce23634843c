"""Many pairs at once: lines of `id⇥zh⇥en` → one result for each, ready for JSON.

Receives lines; yields `{id, verdict, zh, en, unmatched_zh, unmatched_en, slips}`. A line without three fields raises
ValueError with its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypedDict

from build_scripts.quantities.comparison import compare
from build_scripts.quantities.model import Quantity
from build_scripts.quantities.names import NO_NAMES, Names


class PairResult(TypedDict):
    """The outcome for one pair; quantities are given as `describe` writes them."""

    id: str
    verdict: str
    zh: list[str]
    en: list[str]
    unmatched_zh: list[str]
    unmatched_en: list[str]
    slips: list[str]


def describe(item: Quantity) -> str:
    """Give a quantity in a line: what stands in the text and how it was read.

    >>> from build_scripts.quantities.reader import read
    >>> describe(read("约5%至15%", "zh")[0])
    '5%至15% = percent about 5…15'
    """
    return f"{item.text} = {item}"


def compare_pairs(
    lines: Iterable[str], names: Names = NO_NAMES, source_language: str = "zh", target_language: str = "en"
) -> Iterator[PairResult]:
    r"""Compare the pairs of a TSV file line by line; empty lines are passed over.

    >>> [result] = compare_pairs(["a1\t约16%\tabout 61%\n", "\n"])
    >>> result["id"], result["verdict"], result["unmatched_en"]
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
            raise ValueError(
                f"line {number}: expected id, source and target parted by tabs, found {len(fields)} fields"
            )
        id_, source, target = fields
        outcome = compare(source, target, source_language, target_language, names)
        yield {
            "id": id_,
            "verdict": outcome.verdict,
            "zh": [describe(item) for item in outcome.source],
            "en": [describe(item) for item in outcome.target],
            "unmatched_zh": [describe(item) for item in outcome.unmatched_source],
            "unmatched_en": [describe(item) for item in outcome.unmatched_target],
            "slips": list(outcome.slips),
        }
