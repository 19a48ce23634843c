"""Whether the marks of a statement stand in its original, where, or what stands there instead.

Receives a claim, the segments that it rests on, and the index; gives a `Verdict` for each mark. A mark that stands
elsewhere in the original only, while the place that the statement rests on has another of its kind, is found
otherwise: so a year that was mistaken for another is noticed. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from typing import Literal

from build_scripts.checks.source.claims import Claim
from build_scripts.checks.source.index import Segment, SourceIndex
from build_scripts.checks.source.known import Known
from build_scripts.checks.source.lists import listing, numerals
from build_scripts.checks.source.marks import LETTER, Mark
from build_scripts.quantities import (
    Quantity,
    compare_quantities,
    find_lost_qualifiers,
    fit,
    name_slip,
    relative_years,
)

Outcome = Literal["found", "explained", "otherwise", "missing"]
_MOST_COUNTED = 10
_LISTED = re.compile(
    rf"(?:[(（]|{listing('before_number')})?({listing('numeral')}|\d{{1,2}}|[a-h])(?:[)）、，,]|{listing('after_number')})"
)
_BETWEEN = re.compile(listing("between"))
_CLAUSE = re.compile(r"[。；：:;（）()]")
_SAME = 0.5  # of the weight of a statement that a segment must have which says the same in another place
_LEAST_CLAUSE = 0.1  # of the weight of a statement that the clause must have which it rests on
_SHORT = 5  # letters of a name that others may have by chance
_ALIKE = 0.6  # how much of two titles is the same where one is a slip for the other


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mark: where it stands in the original, or what stands there instead, and the likely slip."""

    mark: Mark
    outcome: Outcome
    segment: Segment | None = None
    instead: str = ""
    slip: str = ""


@dataclass(frozen=True)
class _Surroundings:
    """Where a statement is looked for: the segments that it rests on, those round them, all."""

    local: tuple[Segment, ...]
    near: tuple[Segment, ...]
    index: SourceIndex
    year: int

    @property
    def all(self) -> tuple[Segment, ...]:
        """Give all segments of the original."""
        return self.index.segments

    def rests_rather(self, claim: Claim, one: Segment, other: Segment) -> bool:
        """Tell whether a statement rests on a segment of its surest passage rather than on one of another."""
        if not self.local[0].passage == one.passage != other.passage:
            return False
        return self.index.share(one.tokens, claim.tokens) >= self.index.share(other.tokens, claim.tokens)


def look_up(claim: Claim, support: Sequence[Segment], index: SourceIndex, known: Known) -> list[Verdict]:
    """Give a verdict on every mark of a statement that rests on these segments."""
    places = {place for segment in support for place in index.near(segment.passage)}
    near = tuple(segment for place in sorted(places) for segment in index.by_passage.get(place, ()))
    where = _Surroundings(tuple(support), near, index, known.year)
    words = (_of_words(mark, claim, where, known) for mark in claim.marks if mark.quantity is None)
    return sorted([*_of_quantities(claim, where), *words], key=lambda verdict: verdict.mark.start)


def _of_quantities(claim: Claim, where: _Surroundings) -> Iterator[Verdict]:
    """Give the verdicts on quantities and dates."""
    mine = [mark.quantity for mark in claim.marks if mark.quantity]
    theirs = [(segment, mark) for segment in where.local for mark in segment.marks if mark.quantity]
    # Of several segments one stands behind the other, so that each place is that of one quantity.
    local = [replace(mark.quantity, start=no) for no, (_, mark) in enumerate(theirs) if mark.quantity]
    outcome = compare_quantities(local, mine)
    lost = {other.start: one for one, other in find_lost_qualifiers(outcome)}
    unmatched = {item.start for item in outcome.unmatched_target}
    free = [theirs[item.start] for item in outcome.unmatched_source if item.start < len(theirs)]
    for mark in (mark for mark in claim.marks if mark.quantity):
        assert mark.quantity
        qualified = lost.get(mark.start)
        if mark.quantity.kind == "name":
            yield _of_name(mark, mark.quantity, where)
        elif mark.start in unmatched:
            yield _unmatched(mark, mark.quantity, claim, free, where)
        elif qualified and not claim.prints(mark.quantity, qualified):
            yield Verdict(mark, "otherwise", theirs[qualified.start][0], qualified.text, "qualifier")
        elif crossed := _crossed(mark.quantity, claim, free, where):
            yield Verdict(mark, "otherwise", *crossed, "date")
        else:
            yield Verdict(mark, "found", _place(mark.quantity, where.local) or where.local[0])


def _crossed(
    item: Quantity, claim: Claim, free: Sequence[tuple[Segment, Mark]], where: _Surroundings
) -> tuple[Segment, str] | None:
    """Give the date that the clause has which a statement rests on, where the statement has that of another clause."""
    if item.kind != "date" or claim.declares(item):
        return None

    def share(segment: Segment, mark: Mark) -> float:
        return where.index.clause_share(segment, mark, claim.tokens)

    place = _place(item, where.local)
    own = [share(place, mark) for mark in place.marks if mark.quantity and fit(mark.quantity, item)] if place else []
    others = [(share(place, mark), mark) for segment, mark in free if segment is place and mark.kind == "date"]
    best = max(others, key=lambda other: other[0], default=None)
    return (place, best[1].text) if place and best and best[0] > max(_LEAST_CLAUSE, 2 * max(own, default=0.0)) else None


def _unmatched(
    mark: Mark, item: Quantity, claim: Claim, free: Sequence[tuple[Segment, Mark]], where: _Surroundings
) -> Verdict:
    """Give the verdict on a quantity that the place lacks which the statement rests on; `free` are those left there."""
    counted = next((segment for segment in where.local if _counts(item, segment.text)), None)
    if counted:
        return Verdict(mark, "found", counted)
    coarser = next(
        (segment for segment in where.local for other in _quantities(segment) if _is_coarser(item, other)), None
    )
    if coarser:
        return Verdict(mark, "found", coarser)
    others = [(segment, other.quantity) for segment, other in free if other.quantity]
    named = [(segment, other, slip) for segment, other in others if (slip := _slip(item, other))]
    if claim.declares(item) or any(claim.prints(item, other) for _, other, _ in named):
        return Verdict(mark, "explained", named[0][0] if named else None, named[0][1].text if named else "")
    relative = _relative_years(where) if item.kind == "date" else set()
    if item.date_parts[0] in relative:
        return Verdict(mark, "explained", where.local[0])
    near = _place(item, where.near)
    if near and not relative and (not named or where.rests_rather(claim, near, named[0][0])):
        return Verdict(mark, "found", near)
    if named:
        segment, other, slip = named[0]
        return Verdict(mark, "otherwise", segment, other.text, slip)
    elsewhere = _place(item, where.all)
    same = (segment for segment in where.all if where.index.share(segment.tokens, claim.tokens) >= _SAME)
    if elsewhere and (repeated := _place(item, same)):
        return Verdict(mark, "found", repeated)
    return Verdict(mark, "otherwise", elsewhere, "", "elsewhere") if elsewhere else Verdict(mark, "missing")


def _of_name(mark: Mark, item: Quantity, where: _Surroundings) -> Verdict:
    """Give the verdict on a declared name that holds a number, which the original may write in full."""
    for segments in (where.local, where.near, where.all):
        others = [(segment, other) for segment in segments for other in _quantities(segment)]
        same = [(segment, other) for segment, other in others if other.kind == "name" and other.unit == item.unit]
        found = next((segment for segment, other in [*same, *others] if fit(item, other)), None)
        if found:
            return Verdict(mark, "found", found)
        if same:
            return Verdict(mark, "otherwise", same[0][0], same[0][1].text, "changed")
    return Verdict(mark, "missing")


def _slip(item: Quantity, other: Quantity) -> str:
    """Name the slip that makes one quantity of another of its kind, or give nothing where they are unlike."""
    if fit(item, other):
        return ""
    same = "unit" if item.kind != other.kind and (item.low, item.high) == (other.low, other.high) else ""
    is_alike = item.kind == other.kind and (item.unit == other.unit or not (item.unit and other.unit))
    return name_slip(other, item) or same or ("changed" if is_alike else "")


def _is_coarser(item: Quantity, other: Quantity) -> bool:
    """Tell whether a date is that of the original without its day or month.

    >>> from build_scripts.quantities import read
    >>> november, *others = (read(text, "zh")[0] for text in ("2014年11月", "2014年", "2015年", "2014年11月5日"))
    >>> [_is_coarser(other, november) for other in others]
    [True, False, False]
    """
    if item.kind != "date" or other.kind != "date" or item.is_range or other.is_range or item.approx != other.approx:
        return False
    return all(mine in (0, its) for mine, its in zip(item.date_parts, other.date_parts, strict=True))


def _counts(item: Quantity, text: str) -> bool:
    """Tell whether a small number in words only counts what a sentence lists, or is the number of a listed item.

    >>> from build_scripts.quantities import read
    >>> three = read("这三项", "zh")[0]
    >>> [_counts(three, text) for text in ("包括甲、乙和丙。", "包括甲和乙。", "三是扩大合作；", "3）丙；")]
    [True, False, True, True]
    """
    if item.kind not in ("count", "ordinal") or item.is_range or not 1 < item.low <= _MOST_COUNTED:
        return False
    mark, number = _LISTED.match(text), int(item.low)
    if mark and mark[1] in (str(number), "0abcdefghij"[number], *(own[number] for own in numerals())):
        return True
    return any(len(_BETWEEN.findall(part)) + 1 == number for part in _CLAUSE.split(text))


def _relative_years(where: _Surroundings) -> set[int]:
    """Give the years that a statement rests on by the year of writing: last year."""
    first = where.local[0].text if where.local and where.year else ""
    return {where.year + step for step in relative_years(first, where.index.language)}


def _quantities(segment: Segment) -> Iterator[Quantity]:
    return (mark.quantity for mark in segment.marks if mark.quantity)


def _place(item: Quantity, segments: Iterable[Segment]) -> Segment | None:
    """Give the first segment that has a quantity; of a date with its year."""
    year = item.date_parts[0] if item.kind == "date" else 0
    found = ((segment, other) for segment in segments for other in _quantities(segment) if fit(other, item))
    return next((s for s, other in found if not year or other.kind != "date" or other.date_parts[0]), None)


def _of_words(mark: Mark, claim: Claim, where: _Surroundings, known: Known) -> Verdict:
    """Give the verdict on a title or a name in Latin letters."""
    forms, is_whole = known.forms(mark.key), not mark.text[1:].islower()  # India is in Indian, but ISO not in isolated
    for segments in (where.local, where.near, where.all):
        found = next((segment for segment in segments if _has(segment, mark.key, is_whole)), None)
        if found:
            return Verdict(mark, "found", found)
        found = next((segment for segment in segments if any(_has(segment, form) for form in forms)), None)
        if found:
            return Verdict(mark, "explained", found)
    if len(mark.key) > _SHORT and mark.key in where.index.folded:  # cut in two by the end of a sentence that is none
        return Verdict(mark, "found")
    if mark.key in claim.words_declared:
        return Verdict(mark, "explained")
    others = [(segment, other) for segment in where.near for other in segment.marks if other.kind == mark.kind]
    alike = max(others, key=lambda pair: _likeness(mark.key, pair[1].key), default=None)
    if alike and _likeness(mark.key, alike[1].key) >= _ALIKE:
        return Verdict(mark, "otherwise", alike[0], alike[1].text, "changed")
    return Verdict(mark, "missing")


def _has(segment: Segment, key: str, is_whole: bool = True) -> bool:
    """Tell whether a segment has these letters and digits; a short name in Latin letters must begin a word, or be one.

    >>> from build_scripts.checks.source.marks import fold_title
    >>> texts = ("It was left in a safe.", "NASA’s plan", "N.A.S.A.", "由NASA发布", "nasal")
    >>> [_has(Segment(0, 0, 0, text, False, (), frozenset(), fold_title(text)), "nasa") for text in texts]
    [False, True, True, True, False]
    """
    is_there = key in segment.folded
    return is_there and (len(key) > _SHORT or not key.isascii() or bool(_word(key, is_whole).search(segment.text)))


@cache
def _word(key: str, is_whole: bool) -> re.Pattern[str]:
    start, end = rf"(?<![{LETTER}])", rf"s?(?![{LETTER}])" if is_whole else ""
    return re.compile(start + r"[\W_]?".join(map(re.escape, key)) + end, re.IGNORECASE)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
