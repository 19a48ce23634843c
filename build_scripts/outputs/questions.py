"""Questions that readers ask in words of their own → the keys by which a browser finds what answers them.

Receives questions of the content with the numbers of the entries that answer them; gives files of keys with the
numbers of questions, and of questions with those entries. A key is a word without its ending (`synonyms.ENDINGS`, which
the browser applies to what is typed), of a language without spaces two neighbouring characters. There are as many files
as keep each small, however many questions there are. Refuses nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from build_scripts.outputs.search_tokens import DENSE, fold, runs_of
from build_scripts.outputs.synonyms import bare, steps

_KEYS_OF_A_FILE, _NUMBERS_OF_A_FILE = 40, 300
_ANSWERS_OF_A_FILE = 64
_USUAL, _FEW = 1 / 10, 12  # of all questions: a key that so many have, and more than these, tells nothing


def question_keys(text: str, *, is_english: bool) -> Iterator[str]:
    """Give the keys of what is asked; endings are those of English.

    >>> list(question_keys("Who pays for EVs", is_english=True)), list(question_keys("谁买EV", is_english=False))
    (['who', 'pay', 'for', 'ev'], ['谁买', 'ev'])
    """
    for run in runs_of(fold(text)):
        if DENSE.match(run):
            yield from (first + second for first, second in pairwise(run))
        else:
            yield bare(run) if is_english else run


def question_files(
    questions: Sequence[tuple[Iterable[str], Sequence[int]]], *, is_english: bool
) -> Iterator[tuple[str, object]]:
    """Give what the browser loads, by name: keys, each with the questions that have it, and what answers each of these.

    >>> dict(question_files([(["who pays"], (4, 2)), (["pay"], (7,))], is_english=True))
    {'asked/0': {'pay': [0, 1], 'who': [0]}, 'asked/answers-0': [(4, 2), (7,)]}
    """
    having: defaultdict[str, list[int]] = defaultdict(list)
    for number, (asked, _) in enumerate(questions):
        for key in dict.fromkeys(key for text in asked for key in question_keys(text, is_english=is_english)):
            having[key].append(number)
    most = max(_FEW, _USUAL * len(questions))
    kept = {key: having[key] for key in sorted(having) if len(having[key]) <= most}
    sizes = len(kept) / _KEYS_OF_A_FILE, sum(map(len, kept.values())) / _NUMBERS_OF_A_FILE
    files: list[dict[str, list[int]]] = [{} for _ in range(math.ceil(max(sizes)))]
    for key, numbers in kept.items():
        files[sum(map(ord, key)) % len(files)][key] = steps(numbers)
    yield from ((f"asked/{no}", own) for no, own in enumerate(files))
    answers = [numbers for _, numbers in questions]
    for no, start in enumerate(range(0, len(answers), _ANSWERS_OF_A_FILE)):
        yield f"asked/answers-{no}", answers[start : start + _ANSWERS_OF_A_FILE]
