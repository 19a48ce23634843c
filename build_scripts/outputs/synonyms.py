"""Everyday words for the same thing → which groups of them texts have, and the files by which a browser asks.

Receives folded texts and the language that they are written in; gives the numbers of groups. A group is a line of
`synonyms/<language>.txt`, words of which each may stand for any other; a language without a table has none. Words are
compared without the endings that grammar adds (`ENDINGS`, which the browser applies to what is typed), those of a
language without spaces as they are; there a single character is asked for but not looked for in texts, as it would
stand within other words. Refuses nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from build_scripts.outputs.search_tokens import DENSE, fold, is_dense
from build_scripts.outputs.spellings import canonical_spelling, replace_all

# Pattern and what stands in its place, one after the other, as in `spellings`.
ENDINGS: tuple[tuple[str, str], ...] = (
    (r"^(.{2,})ies$", "$1y"),
    (r"^(.{2,}(?:s|x|z|ch|sh))es$", "$1"),
    (r"^(.{2,}[^s])s$", "$1"),
    (r"^(.{2,}[^e])ed$", "$1"),
    (r"^(.{3,})ing$", "$1"),
    (r"^(.+)([bdgmnprt])\2$", "$1$2"),
    (r"^(.{3,})e$", "$1"),
)
_FOLDER = Path(__file__).with_suffix("")
_USUAL = 1 / 3  # of the entries
GROUPS_OF_A_FILE = 4
_FILES_OF_WORDS = 48


@cache
def synonyms(language: str) -> Sequence[tuple[str, ...]]:
    """Give the groups of a language, each as its words, folded.

    >>> synonyms("en-GB")[0][:2], synonyms("la")
    (('reduce', 'reduction'), ())
    """
    path = _FOLDER / f"{language.partition('-')[0]}.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    groups = (line for line in lines if line and not line.startswith("#"))
    return tuple(tuple(fold(word) for word in re.split("[,，]", group)) for group in groups)


def find_groups(texts: Iterable[str], language: str) -> frozenset[int]:
    """Give the numbers of the groups of which folded texts have a word.

    >>> [synonyms("en")[number][:2] for number in find_groups(["two lorries"], "en")]
    [('lorry', 'truck')]
    """
    keys, within = _keys(language), _in_dense if is_dense(language) else _in_spaced
    return frozenset(number for text in texts for key in within(text, language) for number in keys[key])


@cache
def _asked(language: str) -> Mapping[str, Sequence[int]]:
    """Give the numbers of groups by the words that readers may ask for, without their endings."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(synonyms(language)):
        for word in group:
            found[word if is_dense(language) else " ".join(map(bare, word.split()))].append(number)
    return dict(found)


@cache
def _keys(language: str) -> Mapping[str, Sequence[int]]:
    """Give the same by the words that texts may have."""
    return {key: groups for key, groups in _asked(language).items() if len(key) > 1}


@lru_cache(maxsize=65536)
def bare(word: str) -> str:
    """Give a word without its ending, which need not leave a word.

    >>> [bare(word) for word in ("cutting", "companies", "prices", "fields", "bus", "organized")]
    ['cut', 'company', 'pric', 'field', 'bus', 'organis']
    """
    return replace_all(ENDINGS, canonical_spelling(word))


def _in_spaced(text: str, language: str) -> Iterator[str]:
    beginnings, words = _beginnings(language), [bare(word) for word in text.split()]
    for start, word in enumerate(words):
        for key in beginnings.get(word, ()):
            parts = key.split(" ")
            if words[start : start + len(parts)] == parts:
                yield key


def _in_dense(text: str, language: str) -> Iterator[str]:
    beginnings = _beginnings(language)
    for run in DENSE.findall(text):
        for start in range(len(run) - 1):
            yield from (key for key in beginnings.get(run[start : start + 2], ()) if run.startswith(key, start))


@cache
def _beginnings(language: str) -> Mapping[str, Sequence[str]]:
    """Give names by their first word, or two characters, so that each place in a text is looked up once."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key in _keys(language):
        found[key[:2] if is_dense(language) else key.partition(" ")[0]].append(key)
    return found


def group_files(language: str, entries: Sequence[Iterable[int]]) -> Iterator[tuple[str, object]]:
    """Give what the browser loads for entries with the groups of each, by name: groups by words, and entries by groups.

    A group that no entry has is left out, and so is one that tells too little, as many have it.

    >>> files = dict(group_files("en", [(2,), (2, 0), (), (), (), ()]))
    >>> len(files["synonyms/0"][2][0]) > 9, files["synonyms/0"][2][1], files["synonyms/0"][1]
    (True, [0, 1], [])
    """
    having: list[list[int]] = [[] for _ in synonyms(language)]
    for number, groups in enumerate(entries):
        for group in groups:
            having[group].append(number)
    kept = [numbers if len(numbers) <= _USUAL * len(entries) else [] for numbers in having]
    for place in range(_FILES_OF_WORDS):
        own = {
            key: [no for no in groups if kept[no]] for key, groups in _asked(language).items() if _place(key) == place
        }
        yield f"synonyms/words-{place}", {key: groups for key, groups in own.items() if groups}
    shown = [
        [",".join(group), steps(numbers)] if numbers else []
        for group, numbers in zip(synonyms(language), kept, strict=True)
    ]
    for no, start in enumerate(range(0, len(shown), GROUPS_OF_A_FILE)):
        yield f"synonyms/{no}", shown[start : start + GROUPS_OF_A_FILE]


def _place(key: str) -> int:
    """Give the file that a name lies in, which is that of its first word, or character, so that few are asked for."""
    return sum(map(ord, key[:1] if DENSE.match(key) else key.partition(" ")[0])) % _FILES_OF_WORDS


def steps(numbers: Iterable[int]) -> list[int]:
    """Give how far each of some growing numbers is from the last one, which packs better.

    >>> steps([2, 3, 7])
    [2, 1, 4]
    """
    return [number - last for last, number in pairwise((0, *numbers))]
