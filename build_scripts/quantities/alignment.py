"""Which quantity of one text stands for which of the other: best fits first, then what language leaves out.

Receives two lists of quantities, each in the order of its text; returns the pairs and what is left free on each side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from build_scripts.quantities.match import conflicts, fit
from build_scripts.quantities.match_units import HARD, is_elided
from build_scripts.quantities.model import Quantity, pack_date, unpack_date
from build_scripts.quantities.units import dimension, split_rate

WINDOW = 60  # how far from its place in order a partner is sought, once texts hold very many quantities


@dataclass
class Sides:
    """What is still to be matched, by index into the two lists."""

    source: Sequence[Quantity]
    target: Sequence[Quantity]
    pairs: list[tuple[int, int]] = field(default_factory=list)
    free_source: set[int] = field(default_factory=set)
    free_target: set[int] = field(default_factory=set)

    def take(self, i: int, j: int) -> None:
        """Pair two quantities, which are then no longer free.

        >>> sides = Sides((), (), free_source={0, 1}, free_target={0})
        >>> sides.take(1, 0)
        >>> sides.pairs, sides.free_source, sides.free_target
        ([(1, 0)], {0}, set())
        """
        self.pairs.append((i, j))
        self.free_source.discard(i)
        self.free_target.discard(j)


def sides_of(source: Sequence[Quantity], target: Sequence[Quantity]) -> Sides:
    """Give two lists of quantities, all of them free.

    >>> from build_scripts.quantities.reader import read
    >>> sides_of(read("5吨", "zh"), ()).free_source
    {0}
    """
    return Sides(source, target, free_source=set(range(len(source))), free_target=set(range(len(target))))


def _candidates(sides: Sides) -> list[tuple[int, int, int, int]]:
    """Give score, distance and places of every two quantities that fit, the best first.

    >>> from build_scripts.quantities.reader import read
    >>> _candidates(sides_of(read("5吨和3%", "zh"), read("3% and 5 tonnes", "en")))
    [(-93, 1, 0, 1), (-93, 1, 1, 0)]
    """
    found = []
    many = len(sides.source) * len(sides.target) > 40_000
    ratio = len(sides.target) / max(1, len(sides.source))
    for i, item in enumerate(sides.source):
        middle = int(i * ratio)
        places = (
            range(max(0, middle - WINDOW), min(len(sides.target), middle + WINDOW))
            if many
            else range(len(sides.target))
        )
        for j in places:
            score = fit(item, sides.target[j])
            if score:
                found.append((-score, abs(middle - j), i, j))
    return sorted(found)


def match_best(sides: Sides) -> None:
    """Pair what fits best, each quantity once.

    >>> from build_scripts.quantities.reader import read
    >>> sides = sides_of(read("5吨和3%", "zh"), read("3% and 5 tonnes", "en"))
    >>> match_best(sides)
    >>> sorted(sides.pairs)
    [(0, 1), (1, 0)]
    """
    for _, _, i, j in _candidates(sides):
        if i in sides.free_source and j in sides.free_target:
            sides.take(i, j)


def _dimensions(items: Sequence[Quantity]) -> frozenset[str]:
    """Give the dimensions that the quantities are measured in.

    >>> from build_scripts.quantities.reader import read
    >>> sorted(_dimensions(read("5吨，3美元，7个", "zh")))
    ['currency:USD', 'mass']
    """
    return frozenset(dimension(split_rate(item.unit)[0]) for item in items if item.kind in HARD)


def match_elided(sides: Sides) -> None:
    """Pair a measure with a bare number, where the bare one's text says the unit elsewhere.

    >>> from build_scripts.quantities.reader import read
    >>> sides = sides_of(read("从5米，后来到8米", "zh"), read("from 5, later to 8 metres", "en"))
    >>> match_elided(sides)
    >>> sides.pairs
    [(0, 0)]
    """
    source_units, target_units = _dimensions(sides.source), _dimensions(sides.target)
    for i in sorted(sides.free_source, key=lambda k: (sides.source[k].optional, k)):
        for j in sorted(sides.free_target, key=lambda k: (sides.target[k].optional, k)):
            one, other = sides.source[i], sides.target[j]
            if (is_elided(one, other, target_units) or is_elided(other, one, source_units)) and not conflicts(
                one, other
            ):
                sides.take(i, j)
                break


def match_range_ends(sides: Sides) -> None:
    """Pair a range on one side with its two ends as single quantities in the same order on the other.

    >>> from build_scripts.quantities.reader import read
    >>> sides = sides_of(read("5%至8%", "zh"), read("at least 5%, at most 8%", "en"))
    >>> match_range_ends(sides)
    >>> sides.free_source, sides.free_target
    (set(), set())
    """
    for i in sorted(sides.free_source):
        ends = _find_ends(sides.source[i], sides.target, sorted(sides.free_target))
        if ends:
            sides.take(i, ends[0])
            sides.free_target.discard(ends[1])
    for j in sorted(sides.free_target):
        ends = _find_ends(sides.target[j], sides.source, sorted(sides.free_source))
        if ends:
            sides.take(ends[0], j)
            sides.free_source.discard(ends[1])


def _find_ends(whole: Quantity, others: Sequence[Quantity], free: list[int]) -> tuple[int, int] | None:
    """Give the places of the two ends of a range among other quantities, or None.

    >>> from build_scripts.quantities.reader import read
    >>> [whole] = read("5%至8%", "zh")
    >>> _find_ends(whole, read("5% and 8%", "en"), [0, 1]), _find_ends(whole, read("8% and 5%", "en"), [0, 1])
    ((0, 1), None)
    """
    if not whole.is_range:
        return None
    ends = (
        replace(whole, high=whole.first, low=whole.first, falling=False),
        replace(whole, low=whole.last, high=whole.last, falling=False),
    )
    first = next((k for k in free if not others[k].is_range and _fits_end(ends[0], others[k])), None)
    if first is None:
        return None
    last = next(
        (
            k
            for k in free
            if (k > first or (whole.change and k != first)) and not others[k].is_range and _fits_end(ends[1], others[k])
        ),
        None,
    )
    return None if last is None else (first, last)


def _fits_end(end: Quantity, other: Quantity) -> bool:
    """Tell whether a quantity is an end of a range, with its unit or without.

    >>> from build_scripts.quantities.reader import read
    >>> [five, metres] = read("5 and 5 metres", "en")
    >>> _fits_end(metres, five), _fits_end(metres, read("6", "en")[0])
    (True, False)
    """
    return bool(fit(end, other)) or (
        end.kind in HARD and is_elided(end, other, frozenset({dimension(split_rate(end.unit)[0])}))
    )


def _years(items: Sequence[Quantity]) -> set[int]:
    """Give the years that quantities mention.

    >>> from build_scripts.quantities.reader import read
    >>> sorted(_years(read("2017年1月、2020—2030年", "zh")))
    [2017, 2020, 2030]
    """
    return {unpack_date(end)[0] for item in items if item.kind == "date" for end in (item.low, item.high)} | {
        int(item.low) for item in items if item.kind in ("count", "ordinal") and 1000 <= item.low <= 2999
    }


def match_date_parts(sides: Sides) -> tuple[list[Quantity], list[Quantity]]:
    """Find the years that only one of two matched dates names elsewhere in the other text; give those left over.

    >>> from build_scripts.quantities.reader import read
    >>> sides = sides_of(read("2017年3月5日", "zh"), read("5 March", "en"))
    >>> match_best(sides)
    >>> [[str(item) for item in side] for side in match_date_parts(sides)]
    [['date 20170000'], []]
    """
    left: list[Quantity] = []
    right: list[Quantity] = []
    source_years, target_years = _years(sides.source), _years(sides.target)
    for i, j in sides.pairs:
        one, other = sides.source[i], sides.target[j]
        if one.kind != "date" or other.kind != "date":
            continue
        year, other_year = one.date_parts[0], other.date_parts[0]
        if year and not other_year and not _find_year(sides.target, sides.free_target, year, target_years):
            left.append(_year_of(one, year))
        if other_year and not year and not _find_year(sides.source, sides.free_source, other_year, source_years):
            right.append(_year_of(other, other_year))
    return left, right


def _find_year(items: Sequence[Quantity], free: set[int], year: int, mentioned: set[int]) -> bool:
    """Tell whether the other text gives the year elsewhere; a free mention of it is used up.

    >>> from build_scripts.quantities.reader import read
    >>> free = {0}
    >>> _find_year(read("2017", "en"), free, 2017, {2017}), free, _find_year((), set(), 2017, set())
    (True, set(), False)
    """
    for k in sorted(free):
        if items[k].kind == "date" and items[k].low == items[k].high == pack_date(year):
            free.discard(k)
            return True
    return year in mentioned


def _year_of(item: Quantity, year: int) -> Quantity:
    """Give the year of a date as a quantity of its own.

    >>> from build_scripts.quantities.reader import read
    >>> str(_year_of(read("2017年3月5日", "zh")[0], 2017))
    'date 20170000'
    """
    return replace(item, low=pack_date(year), high=pack_date(year), also=())


def match_rounded(sides: Sides) -> None:
    """Pair a rounded value with an exact one, where the rounded side says so (about, over, nearly).

    >>> from build_scripts.quantities.reader import read
    >>> sides = sides_of(read("约3,500人", "zh"), read("3,512 people", "en"))
    >>> match_rounded(sides)
    >>> sides.pairs
    [(0, 0)]
    """
    for i in sorted(sides.free_source):
        for j in sorted(sides.free_target):
            if _is_rounded(sides.source[i], sides.target[j]):
                sides.take(i, j)
                break


def _is_rounded(first: Quantity, second: Quantity) -> bool:
    """Tell whether one quantity is the other rounded to fewer digits, and says so.

    >>> from build_scripts.quantities.reader import read
    >>> [exact] = read("3,512 people", "en")
    >>> [_is_rounded(read(text, "zh")[0], exact) for text in ("约3,500人", "3,500人", "约3,600人")]
    [True, False, False]
    """
    if (
        first.kind != second.kind
        or first.is_range
        or second.is_range
        or first.kind in ("date", "time", "era", "identifier", "name")
    ):
        return False
    if conflicts(first, second) or (first.unit != second.unit and first.kind in HARD):
        return False
    coarse, fine = (first, second) if first.step >= second.step else (second, first)
    if not coarse.approx or coarse.step <= fine.step or coarse.low < 10 * coarse.step:
        return False
    return abs(coarse.low - fine.low) < coarse.step / 2
