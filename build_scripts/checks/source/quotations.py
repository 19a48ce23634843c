"""Quotations in editors’ notes → whether the original has these words.

Receives the notes of a statement; gives `Mark`s, and a `Verdict` on each that is one of the original. Notes quote
other texts too, and give words of their own: a quotation is held to be one of the original where that has it or nearly
has it, or where it is long and its note cites nothing else. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from build_scripts.checks.source.index import DENSE, Segment, SourceIndex
from build_scripts.checks.source.lookup import Verdict
from build_scripts.checks.source.marks import Mark, fold_title
from build_scripts.quantities import primary

_CITED = re.compile(r"\[[^\]]*\]\((?:cite|ref):[^)]*\)")  # the name of what is cited, no words of the original
_TARGET = re.compile(r"\]\([^)]*\)")
_QUOTED = re.compile(
    r"“(?P<a>[^“”]+)”|「(?P<b>[^「」]+)」|『(?P<c>[^『』]+)』|\"(?P<d>[^\"]+)\"|《(?P<title>(?:[^《》]|《[^《》]*》)+)》"
)
_LEAST_ALIKE, _ALIKE = 7, 0.85  # letters of a quotation, and what share of them the original has where it has a slip
_LONG_DENSE, _LONG = 10, 30  # letters of a quotation that a note would hardly make up


def find_quotations(notes: Iterable[str]) -> tuple[Mark, ...]:
    """Give what notes quote, from their Markdown: as `other-quotation` what another text may have said.

    >>> [mark.text for mark in find_quotations(["原文作“一倍以上”，见[《公报》](cite:x)，不是《年鉴》。"])]
    ['一倍以上', '年鉴']
    """
    return tuple(mark for note in notes for mark in _of_note(note))


def _of_note(note: str) -> Iterator[Mark]:
    cites = "](cite:" in note
    text = _TARGET.sub("]", _CITED.sub(" ", note))
    for match in _QUOTED.finditer(text):
        words = next(filter(None, match.groups()))
        is_free = cites or match["title"] is not None
        yield Mark("other-quotation" if is_free else "quotation", words, match.start(), fold_title(words))


def look_up_quotations(marks: Iterable[Mark], support: Sequence[Segment], index: SourceIndex) -> Iterator[Verdict]:
    """Give a verdict on each quotation that is one of the original; `support` is what its statement rests on."""
    near = [segment for one in support for segment in index.by_passage[one.passage]]
    for mark in marks:
        if mark.key and (verdict := _look_up(mark, [*near, *index.segments], index)):
            yield verdict


def _look_up(mark: Mark, segments: Sequence[Segment], index: SourceIndex) -> Verdict | None:
    found = next((segment for segment in segments if mark.key in segment.folded), None)
    if found or mark.key in index.folded:
        return Verdict(mark, "found", found)
    if len(mark.key) >= _LEAST_ALIKE:
        share, words, segment = max(
            ((*_alike(mark.key, segment.folded), segment) for segment in segments), key=lambda one: one[0]
        )
        if share >= _ALIKE:
            return Verdict(mark, "otherwise", segment, words, "changed")
    is_long = len(mark.key) >= (_LONG_DENSE if primary(index.language) in DENSE else _LONG)
    return Verdict(mark, "missing") if is_long and mark.kind == "quotation" else None


def _alike(key: str, text: str) -> tuple[float, str]:
    """Give how much of a quotation the best place of a text has, and the words there.

    >>> _alike("接近3000亿千瓦", "占近3000亿瓦特")
    (0.7777777777777778, '占近3000亿瓦特')
    """
    longest = SequenceMatcher(None, key, text, autojunk=False).find_longest_match()
    start = max(0, longest.b - longest.a)
    words = text[start : start + len(key)]
    same = sum(block.size for block in SequenceMatcher(None, key, words, autojunk=False).get_matching_blocks())
    return same / len(key), words
