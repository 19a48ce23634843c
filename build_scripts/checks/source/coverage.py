"""What of an original no statement carries: its quantities, titles, listed items and headings → gaps, page by page.

Receives the index, the carriers (texts of the content, each with the segments that it rests on) and what is left out on
purpose; gives `Coverage`. Something is carried where a text says the same that rests on its place or near it; what two
places of the original say alike need be said once. Refuses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from build_scripts.checks.source.index import Segment, SourceIndex
from build_scripts.checks.source.known import Known
from build_scripts.checks.source.marks import Mark
from build_scripts.quantities import Quantity, fit

GapKind = Literal["quantity", "date", "title", "item", "heading"]
_OWN_SHARE = 0.2  # of the weight of a statement that a segment must have, to be carried by it
_SAME_SHARE = 0.5  # of the weight of a segment that a text must have, to say the same wherever it stands
_HEADING_SHARE = 0.5
_TELLING = 20  # a number without a unit that is less may stand anywhere


@dataclass(frozen=True)
class Carrier:
    """A text of the content that may carry parts of the original; `support` are the segments that it rests on.

    One that rests on none, such as the overview of a report, may carry any.
    """

    name: str
    tokens: frozenset[str]
    quantities: tuple[Quantity, ...]
    folded: str
    support: tuple[tuple[Segment, float], ...] = ()
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of the original that nothing carries; `reason` says why where it is left out on purpose."""

    kind: GapKind
    segment: Segment
    text: str
    reason: str = ""


@dataclass(frozen=True)
class Coverage:
    """How many parts of each kind there are, and which of them nothing carries."""

    counts: Mapping[GapKind, int]
    gaps: tuple[Gap, ...]

    @property
    def total(self) -> int:
        """Give how many parts there are that should be carried."""
        return sum(self.counts.values()) - sum(1 for gap in self.gaps if gap.reason)

    @property
    def carried(self) -> int:
        """Give how many of these are."""
        return sum(self.counts.values()) - len(self.gaps)


class _Carried:
    """The carriers, looked up by where they rest and by what they say."""

    def __init__(self, index: SourceIndex, carriers: Sequence[Carrier], known: Known) -> None:
        self.index, self.known = index, known
        self.carriers = carriers
        self.by_segment: defaultdict[int, list[Carrier]] = defaultdict(list)
        self.by_passage: defaultdict[int, list[Carrier]] = defaultdict(list)
        self.by_token: defaultdict[str, list[int]] = defaultdict(list)
        for no, carrier in enumerate(carriers):
            for segment, share in carrier.support:
                if share >= _OWN_SHARE:
                    self.by_segment[segment.no].append(carrier)
                self.by_passage[segment.passage].append(carrier)
            for token in sorted(carrier.tokens):
                self.by_token[token].append(no)

    def of(self, segment: Segment) -> list[Carrier]:
        """Give what rests on a segment, or says the same as it."""
        shared: defaultdict[int, float] = defaultdict(float)
        for token in segment.tokens:
            weight = self.index.weight(token)
            for no in self.by_token.get(token, ()):
                shared[no] += weight
        whole = sum(self.index.weight(token) for token in segment.tokens)
        same = [self.carriers[no] for no, weight in sorted(shared.items()) if weight >= _SAME_SHARE * whole]
        return [*self.by_segment.get(segment.no, ()), *same]

    def near(self, segment: Segment) -> Iterator[Carrier]:
        """Give what rests on the passage of a segment or those round it, and what rests on none."""
        for place in self.index.near(segment.passage):
            yield from self.by_passage.get(place, ())
        yield from (carrier for carrier in self.carriers if not carrier.support)

    def has_quantity(self, item: Quantity, segment: Segment) -> bool:
        """Tell whether a quantity is carried: near its place, or anywhere if few others can be meant by it."""
        carriers = self.carriers if _tells(item) else [*self.near(segment), *self.of(segment)]
        return any(fit(item, other) or _within(item, other) for carrier in carriers for other in carrier.quantities)

    def has_words(self, key: str) -> bool:
        """Tell whether words, or others for the same, are carried anywhere."""
        forms = {key, *self.known.forms(key)}
        return any(form in carrier.folded for carrier in self.carriers for form in forms)

    def has_heading(self, segment: Segment) -> bool:
        """Tell whether a heading is that of a text, or anything that stands under it is carried."""
        titles = (carrier for carrier in self.carriers if carrier.is_title)
        shares = (self.index.share(carrier.tokens, segment.tokens) for carrier in titles)
        is_said = self.has_words(segment.folded) or any(share >= _HEADING_SHARE for share in shares)
        return is_said or any(self.by_segment.get(no) for no in self._below(segment))

    def _below(self, heading: Segment) -> Iterator[int]:
        """Give the segments from a heading to the next."""
        yield heading.no
        for segment in self.index.segments[heading.no + 1 :]:
            if self.index.passage(segment).kind == "heading":
                return
            yield segment.no


def find_coverage(
    index: SourceIndex, carriers: Sequence[Carrier], known: Known, left_out: Mapping[int, str]
) -> Coverage:
    """Give what is carried and what is not; `left_out` has the reasons for segments that are left out, by number."""
    carried = _Carried(index, carriers, known)
    counts: defaultdict[GapKind, int] = defaultdict(int)
    gaps: list[Gap] = []
    for segment in index.segments:
        for kind, text, is_there in _parts(index, carried, segment):
            counts[kind] += 1
            if not is_there:
                gaps.append(Gap(kind, segment, text, left_out.get(segment.no, "")))
    return Coverage(counts, tuple(gaps))


def _parts(index: SourceIndex, carried: _Carried, segment: Segment) -> Iterator[tuple[GapKind, str, bool]]:
    """Give the parts of a segment that should be carried, and whether they are."""
    passage = index.passage(segment)
    if passage.kind == "heading":
        yield "heading", segment.text.strip(), carried.has_heading(segment)
        return
    if segment.is_item and passage.kind != "note":
        yield "item", segment.text.strip(), bool(carried.of(segment))
    for mark in segment.marks:
        if part := _of_mark(mark, carried, segment):
            yield part


def _of_mark(mark: Mark, carried: _Carried, segment: Segment) -> tuple[GapKind, str, bool] | None:
    if mark.kind == "title":
        return "title", mark.text, carried.has_words(mark.key)
    if mark.quantity is None or mark.quantity.kind == "name":
        return None
    kind: GapKind = "date" if mark.kind == "date" else "quantity"
    return kind, mark.text, carried.has_quantity(mark.quantity, segment)


def _tells(item: Quantity) -> bool:
    """Tell whether a quantity is one of few: with a unit, or large, or with digits after the point."""
    return item.kind != "date" and (item.kind not in ("count", "ordinal", "multiple", "span") or item.high >= _TELLING)


def _within(item: Quantity, other: Quantity) -> bool:
    """Tell whether a date is said with its day or month left out, or is one end of a span of dates."""
    if item.kind != "date" or other.kind != "date":
        return False
    ends = {other.low, other.high}
    return item.low in ends or all(
        its in (0, mine) for mine, its in zip(item.date_parts, other.date_parts, strict=True)
    )
