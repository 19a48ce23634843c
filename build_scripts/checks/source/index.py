"""An original, cut into segments, read and indexed: where its marks stand, and which segments a text rests on.

Receives an `Original`, its language and the declared names; gives a `SourceIndex`. Refuses nothing. What two texts
share is weighed by how few segments have it: a rare word tells more than a common one.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from build_scripts.checks.source.lists import listing
from build_scripts.checks.source.marks import Mark, find_marks, fold_title, without_addresses
from build_scripts.content.originals import Original, Passage
from build_scripts.ground.languages import HAN
from build_scripts.quantities import Names, primary

_ENUMERATOR = rf"(?:[(（]?(?:\d{{1,2}}|[a-h])[)）](?!\w*[)）])|{listing('opens')})"
_CUT = re.compile(
    rf"(?<=[。！？；;])(?![”’」』)）])|(?<=[.!?])\s+(?=[A-Z“\"(])|(?=(?<![\w(（]){_ENUMERATOR})|(?<=[。！？；][”’」』)）])"
)
_STARTS = re.compile(_ENUMERATOR)
_NOTE_MARK = re.compile(
    rf"(?<=[。”）])[0-9０-９]{{1,2}}(?= ?(?!{listing('counted')})[{HAN}“《]|(?:19|20)[0-9]{{2}} ?{listing('year')}|$)"
    rf"|(?<=）[，；])[0-9]{{1,2}}(?= [{HAN}])"
)
_YEAR = re.compile(r"\d{4}|=.*")
_CLAUSE = re.compile(r"(?<=[，,；;：:（）()])")
_WORD = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
_HAN = re.compile(f"[{HAN}]")
NEAR = 3  # passages round those that a statement rests on, which may say its year or its unit
DENSE = frozenset({"zh", "ja"})  # languages whose passages in Latin letters alone are in another
_MOST_SUPPORT = 5  # segments that a statement may rest on
_LEAST_GAIN = 0.1  # of its weight that a further one must add


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, clause or listed item of a passage; `is_item` where the original lists it.

    `passage` is the place of that among the passages, `start` where the segment begins in it, as its marks count.
    """

    no: int
    passage: int
    start: int
    text: str
    is_item: bool
    marks: tuple[Mark, ...]
    tokens: frozenset[str]
    folded: str


@dataclass(frozen=True)
class SourceIndex:
    """An original with all that is looked up in it."""

    original: Original
    language: str
    segments: tuple[Segment, ...]
    by_token: Mapping[str, tuple[int, ...]] = field(repr=False)

    def weight(self, token: str) -> float:
        """Give how much a token tells, more the fewer segments have it; nothing if none has."""
        found = len(self.by_token.get(token, ()))
        return math.log(1 + len(self.segments) / found) if found else 0.0

    def passage(self, segment: Segment) -> Passage:
        """Give the passage of a segment."""
        return self.original.passages[segment.passage]

    @cached_property
    def by_passage(self) -> Mapping[int, tuple[Segment, ...]]:
        """Give the segments of each passage, by its place."""
        groups: defaultdict[int, list[Segment]] = defaultdict(list)
        for segment in self.segments:
            groups[segment.passage].append(segment)
        return {key: tuple(group) for key, group in groups.items()}

    @cached_property
    def _body(self) -> tuple[int, ...]:
        """Give the places of the passages that are no notes: these stand where the kind of file has them."""
        return tuple(place for place, passage in enumerate(self.original.passages) if passage.kind != "note")

    @cached_property
    def _order(self) -> Mapping[int, int]:
        return {place: no for no, place in enumerate(self._body)}

    def near(self, place: int, distance: int = NEAR) -> tuple[int, ...]:
        """Give the places of the passages round one, as if there were no notes; round a note there are none."""
        no = self._order.get(place)
        return (place,) if no is None else self._body[max(0, no - distance) : no + distance + 1]

    @cached_property
    def folded(self) -> str:
        """Give all letters and digits of the original, passage by passage."""
        return "\n".join(fold_title(passage.text) for passage in self.original.passages)

    def support(self, tokens: Iterable[str]) -> list[tuple[Segment, float]]:
        """Give the segments that a text of these tokens rests on, the surest first, each with its share of the weight.

        After the first only those count that have words which the ones before lack; a number alone proves nothing.
        """
        left = {token: weight for token in tokens if (weight := self.weight(token))}
        whole, found = sum(left.values()), list[tuple[Segment, float]]()
        while left and len(found) < _MOST_SUPPORT:
            best, gain = self._best(left, [segment for segment, _ in found])
            if best is None or (found and gain < _LEAST_GAIN * whole):
                break
            found.append((best, gain / whole))
            left = {token: left[token] for token in left if token not in best.tokens and not _is_number(token)}
        return found

    def clause_share(self, segment: Segment, mark: Mark, tokens: Collection[str]) -> float:
        """Give how much of what some tokens weigh the clause of a date has, its years left aside.

        A date that is set apart belongs to all that follows.
        """
        place, clauses = mark.start - segment.start, _CLAUSE.split(segment.text)
        ends = [sum(map(len, clauses[: k + 1])) for k in range(len(clauses))]
        no = next((k for k, end in enumerate(ends) if place < end), 0)
        is_apart = len(clauses[no].strip()) <= len(mark.text) + 2
        clause = "".join(clauses[no:] if is_apart else clauses[no : no + 1])
        return self.share(tokens_of(clause), [token for token in tokens if not _YEAR.fullmatch(token)])

    def share(self, tokens: Collection[str], whole: Iterable[str]) -> float:
        """Give how much of what some tokens weigh others have, 0 to 1."""
        weights = {token: self.weight(token) for token in whole}
        total = sum(weights.values())
        return sum(weight for token, weight in weights.items() if token in tokens) / total if total else 0.0

    def _best(self, left: Mapping[str, float], found: Sequence[Segment]) -> tuple[Segment | None, float]:
        """Give the segment that has most of what is left, and how much that is."""
        gains: defaultdict[int, float] = defaultdict(float)
        for token, weight in left.items():
            for no in self.by_token[token]:
                gains[no] += weight
        near = {place for segment in found for place in self.near(segment.passage, 1)}
        best, best_score = None, 0.0
        for no, gain in gains.items():
            segment = self.segments[no]
            is_near = not near or segment.passage in near
            score = gain / (len(segment.tokens) + 12) ** 0.35 * (1.0 if is_near else 0.7)
            if score > best_score or (score == best_score and best is not None and no < best.no):
                best, best_score = segment, score
        return best, gains[best.no] if best else 0.0


def index_source(original: Original, language: str, names: Names) -> SourceIndex:
    """Cut, read and index an original."""
    segments: list[Segment] = []
    for place, passage in enumerate(original.passages):
        own = language if primary(language) not in DENSE or _HAN.search(passage.text) else "en"
        marks = find_marks(without_note_marks(passage.text), own, names)
        for start, end in _cuts(passage.text):
            text = passage.text[start:end]
            enumerator = _STARTS.match(text)
            first = start + enumerator.end() if enumerator else start
            inside = tuple(mark for mark in marks if first <= mark.start < end)
            is_item = enumerator is not None or (passage.kind == "item" and start == 0)
            segments.append(
                Segment(len(segments), place, start, text, is_item, inside, tokens_of(text, inside), fold_title(text))
            )
    by_token: defaultdict[str, list[int]] = defaultdict(list)
    for segment in segments:
        for token in sorted(segment.tokens):
            by_token[token].append(segment.no)
    return SourceIndex(original, language, tuple(segments), {token: tuple(nos) for token, nos in by_token.items()})


def without_note_marks(text: str) -> str:
    """Give a text with spaces for the numbers of notes behind its sentences, where a program lost that they are raised.

    >>> without_note_marks("完成。52020年，占9。８此后")
    '完成。 2020年，占9。 此后'
    """
    return _NOTE_MARK.sub(lambda match: " " * len(match[0]), text)


def _cuts(text: str) -> list[tuple[int, int]]:
    """Give where segments begin and end.

    >>> [("要点：1）甲；2）乙。丙。"[a:b]) for a, b in _cuts("要点：1）甲；2）乙。丙。")]
    ['要点：', '1）甲；', '2）乙。', '丙。']
    """
    bounds = sorted({0, *(match.start() for match in _CUT.finditer(text)), len(text)})
    return [(a, b) for a, b in pairwise(bounds) if text[a:b].strip()]


def tokens_of(text: str, marks: Iterable[Mark] = ()) -> frozenset[str]:
    """Give what two texts can share: words, of Han pairs of neighbours, and what their quantities say.

    >>> sorted(tokens_of("ISBN技术占5%", find_marks("5%", "zh", Names())))
    ['5', '=percent 5-5 ', 'isbn', '技术', '术占']
    """
    found: Counter[str] = Counter()
    for word in _WORD.findall(without_addresses(text).casefold()):
        pairs = [word[k : k + 2] for k in range(len(word) - 1)] if _HAN.match(word) else [_stem(word)]
        found.update(pairs)
    quantities = (mark.quantity for mark in marks if mark.quantity)
    found.update(f"={item.kind} {item.low}-{item.high} {item.unit}" for item in quantities)
    return frozenset(found)


def _is_number(token: str) -> bool:
    return token.startswith("=") or token[0].isdigit()


def _stem(word: str) -> str:
    """Give a word without the endings that English inflects with."""
    for ending in ("ies", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)]
    return word
