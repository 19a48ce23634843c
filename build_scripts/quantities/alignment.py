"""Which quantity of one text stands for which of the other: best fits first, then what language leaves out.

Receives two lists of quantities, each in the order of its text; returns the pairs and what is left free on each side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from build_scripts.quantities.match import conflicts, fit
from build_scripts.quantities.match_units import HARD, is_elided, is_spelled_out
from build_scripts.quantities.model import Quantity, pack_date, unpack_date
from build_scripts.quantities.units import dimension, split_rate

_NEVER_ROUNDED = frozenset(["date", "time", "era", "identifier", "name"])
WINDOW = 60  # how far from its place in order a partner is sought, once texts hold very many quantities


@dataclass
class Sides:
    """What is still to be matched, by index into the two lists."""

    source: Sequence[Quantity]
    target: Sequence[Quantity]
    pairs: list[tuple[int, int]] = field(default_factory=list)
    free_source: set[int] = field(init=False)
    free_target: set[int] = field(init=False)

    def __post_init__(self) -> None:
        """Set all of them free."""
        self.free_source, self.free_target = set(range(len(self.source))), set(range(len(self.target)))

    def take(self, i: int, j: int) -> None:
        """Pair two quantities, which are then no longer free.

        >>> sides = Sides(read("5吨和3%", "zh"), read("3%", "en"))
        >>> sides.take(1, 0)
        >>> sides.pairs, sides.free_source, sides.free_target
        ([(1, 0)], {0}, set())
        """
        self.pairs.append((i, j))
        self.free_source.discard(i)
        self.free_target.discard(j)

    def take_where(self, may_pair: Callable[[Quantity, Quantity], bool]) -> None:
        """Pair each free quantity with the first free one that may be its partner, those that may go unsaid last.

        >>> sides = Sides(read("5吨和3%", "zh"), read("3% and 5 tonnes", "en"))
        >>> sides.take_where(lambda one, other: one.kind == other.kind)
        >>> sides.pairs
        [(0, 1), (1, 0)]
        """
        for i in sorted(self.free_source, key=lambda k: (self.source[k].optional, k)):
            free = sorted(self.free_target, key=lambda k: (self.target[k].optional, k))
            found = next((j for j in free if may_pair(self.source[i], self.target[j])), None)
            if found is not None:
                self.take(i, found)


def match_best(sides: Sides) -> None:
    """Pair what fits best, each quantity once; of equal fits those nearest in order.

    >>> sides = Sides(read("5吨和3%", "zh"), read("3% and 5 tonnes", "en"))
    >>> match_best(sides)
    >>> sorted(sides.pairs)
    [(0, 1), (1, 0)]
    """
    found = []
    count = len(sides.target)
    many, ratio = len(sides.source) * count > 40_000, count / max(1, len(sides.source))
    for i, item in enumerate(sides.source):
        middle = int(i * ratio)
        for j in range(max(0, middle - WINDOW), min(count, middle + WINDOW)) if many else range(count):
            if score := fit(item, sides.target[j]):
                found.append((-score, abs(middle - j), i, j))
    for _, _, i, j in sorted(found):
        if i in sides.free_source and j in sides.free_target:
            sides.take(i, j)


def _dimensions(items: Sequence[Quantity]) -> frozenset[str]:
    """Give the dimensions that the quantities are measured in.

    >>> sorted(_dimensions(read("5吨，3美元，7个", "zh")))
    ['currency:USD', 'mass']
    """
    return frozenset(dimension(split_rate(item.unit)[0]) for item in items if item.kind in HARD)


def match_elided(sides: Sides) -> None:
    """Pair a measure with a bare number, where the bare one's text says the unit elsewhere.

    >>> sides = Sides(read("从5米，后来到8米", "zh"), read("from 5, later to 8 metres", "en"))
    >>> match_elided(sides)
    >>> sides.pairs
    [(0, 0)]
    """
    mine, theirs = _dimensions(sides.source), _dimensions(sides.target)
    sides.take_where(
        lambda one, other: (
            (is_elided(one, other, theirs) or is_elided(other, one, mine) or is_spelled_out(one, other))
            and not conflicts(one, other)
        )
    )


def match_range_ends(sides: Sides) -> None:
    """Pair a range on one side with its two ends as single quantities in the same order on the other.

    >>> sides = Sides(read("5%至8%", "zh"), read("at least 5%, at most 8%", "en"))
    >>> match_range_ends(sides)
    >>> sides.free_source, sides.free_target
    (set(), set())
    """
    for i in sorted(sides.free_source):
        if ends := _find_ends(sides.source[i], sides.target, sorted(sides.free_target)):
            sides.take(i, ends[0])
            sides.free_target.discard(ends[1])
    for j in sorted(sides.free_target):
        if ends := _find_ends(sides.target[j], sides.source, sorted(sides.free_source)):
            sides.take(ends[0], j)
            sides.free_source.discard(ends[1])


def _find_ends(whole: Quantity, others: Sequence[Quantity], free: list[int]) -> tuple[int, int] | None:
    """Give the places of the two ends of a range among other quantities, or None.

    >>> [whole] = read("5%至8%", "zh")
    >>> _find_ends(whole, read("5% and 8%", "en"), [0, 1]), _find_ends(whole, read("8% and 5%", "en"), [0, 1])
    ((0, 1), None)
    """
    share = next((other for other in whole.also if other.kind == "score"), None) if whole.kind == "fraction" else None
    if share or whole.kind == "score":  # 35 of each 100,000, in either order; 60 votes to 38
        whole = replace(share or whole, kind="count", change=bool(share))
    if not whole.is_range:
        return None
    start, end = (replace(whole, low=value, high=value, falling=False) for value in (whole.first, whole.last))
    single = [k for k in free if not others[k].is_range]
    first = next((k for k in single if _fits_end(start, others[k])), -1)
    after = [k for k in single if first >= 0 and (k > first or (whole.change and k != first))]
    last = next((k for k in after if _fits_end(end, others[k]) or _ends_below(end, others[k])), -1)
    return None if last < 0 else (first, last)


def _fits_end(end: Quantity, other: Quantity) -> bool:
    """Tell whether a quantity is an end of a range, with its unit or without.

    >>> [five, metres] = read("5 and 5 metres", "en")
    >>> _fits_end(metres, five), _fits_end(metres, read("6", "en")[0])
    (True, False)
    """
    return bool(fit(end, other)) or (
        end.kind in HARD and is_elided(end, other, frozenset({dimension(split_rate(end.unit)[0])}))
    )


def _ends_below(end: Quantity, other: Quantity) -> bool:
    """Tell whether a quantity is the upper end of a range, said as what is not reached: 16 to 18, 满16岁未满18岁.

    >>> _ends_below(read("18 years old", "en")[0], read("未满18岁", "zh")[0])
    True
    """
    return other.approx == "under" and not end.approx and _fits_end(end, replace(other, approx=""))


def _years(items: Sequence[Quantity]) -> set[int]:
    """Give the years that quantities mention.

    >>> sorted(_years(read("2017年1月、2020—2030年", "zh")))
    [2017, 2020, 2030]
    """
    return {unpack_date(end)[0] for item in items if item.kind == "date" for end in (item.low, item.high)} | {
        int(item.low) for item in items if item.kind in ("count", "ordinal") and 1000 <= item.low <= 2999
    }


def match_date_parts(sides: Sides) -> tuple[list[Quantity], list[Quantity]]:
    """Find the years that only one of two matched dates names elsewhere in the other text; give those left over.

    >>> sides = Sides(read("2017年3月5日", "zh"), read("5 March", "en"))
    >>> match_best(sides)
    >>> [[str(item) for item in side] for side in match_date_parts(sides)]
    [['date 20170000'], []]
    """
    left: list[Quantity] = []
    right: list[Quantity] = []
    mine, theirs = _years(sides.source), _years(sides.target)
    for i, j in sides.pairs:
        one, other = sides.source[i], sides.target[j]
        if one.kind == other.kind == "date":
            year, other_year = one.date_parts[0], other.date_parts[0]
            if year and not other_year and not _find_year(sides.target, sides.free_target, year, theirs):
                left.append(replace(one, low=pack_date(year), high=pack_date(year), also=()))
            if other_year and not year and not _find_year(sides.source, sides.free_source, other_year, mine):
                right.append(replace(other, low=pack_date(other_year), high=pack_date(other_year), also=()))
    return left, right


def _find_year(items: Sequence[Quantity], free: set[int], year: int, mentioned: set[int]) -> bool:
    """Tell whether the other text gives the year elsewhere; a free mention of it is used up.

    >>> free = {0}
    >>> _find_year(read("2017", "en"), free, 2017, {2017}), free, _find_year((), set(), 2017, set())
    (True, set(), False)
    """
    for k in sorted(free):
        if items[k].kind == "date" and items[k].low == items[k].high == pack_date(year):
            free.discard(k)
            return True
    return year in mentioned


def match_rounded(sides: Sides) -> None:
    """Pair a rounded value with an exact one, where the rounded side says so (about, over, nearly).

    >>> sides = Sides(read("约3,500人", "zh"), read("3,512 people", "en"))
    >>> match_rounded(sides)
    >>> sides.pairs
    [(0, 0)]
    """
    sides.take_where(_is_rounded)


def _is_rounded(first: Quantity, second: Quantity) -> bool:
    """Tell whether one quantity is the other rounded to fewer digits, and says so.

    >>> [exact] = read("3,512 people", "en")
    >>> [_is_rounded(read(text, "zh")[0], exact) for text in ("约3,500人", "3,500人", "约3,600人")]
    [True, False, False]
    """
    if first.kind != second.kind or first.kind in _NEVER_ROUNDED or first.is_range or second.is_range:
        return False
    if conflicts(first, second) or (first.unit != second.unit and first.kind in HARD):
        return False
    coarse, fine = (first, second) if first.step >= second.step else (second, first)
    if not coarse.approx or coarse.step <= fine.step or coarse.low < 10 * coarse.step:
        return False
    return abs(coarse.low - fine.low) < coarse.step / 2
