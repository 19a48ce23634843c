"""Two aligned texts → agree, differ or unreadable, with what is unmatched and the likely slips.

Receives texts or quantities already read. Every quantity is matched with one of the other text (one to one);
what stays unmatched makes the texts differ, unless language lets it go unsaid (一, "both") or it was
not readable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from build_scripts.quantities.error_causes import find_slips
from build_scripts.quantities.match import HARD, conflicts, fit, is_elided
from build_scripts.quantities.model import Comparison, Quantity, pack_date, unpack_date
from build_scripts.quantities.names import NO_NAMES, Names
from build_scripts.quantities.reader import READERS, primary, read
from build_scripts.quantities.transpositions import find_swaps
from build_scripts.quantities.units import dimension, split_rate

WINDOW = 60  # how far from its place in order a partner is sought, once texts hold very many quantities


@dataclass
class _Sides:
    """What is still to be matched, by index into the two lists."""

    source: Sequence[Quantity]
    target: Sequence[Quantity]
    pairs: list[tuple[int, int]] = field(default_factory=list)
    free_source: set[int] = field(default_factory=set)
    free_target: set[int] = field(default_factory=set)

    def take(self, i: int, j: int) -> None:
        self.pairs.append((i, j))
        self.free_source.discard(i)
        self.free_target.discard(j)


def compare(
    source: str,
    target: str,
    source_language: str = "zh",
    target_language: str = "en",
    names: Names = NO_NAMES,
) -> Comparison:
    """Read both texts and set their quantities side by side."""
    found = read(source, source_language, names), read(target, target_language, names)
    outcome = compare_quantities(*found)
    if outcome.verdict == "differ" and not {primary(source_language), primary(target_language)} <= set(READERS):
        return replace(outcome, verdict="unreadable", slips=())
    if outcome.verdict == "agree":
        swaps = find_swaps(source, target, outcome, source_language, target_language, names)
        if swaps:
            return replace(
                outcome,
                verdict="differ",
                slips=("swapped between subjects",),
                unmatched_source=swaps[0],
                unmatched_target=swaps[1],
            )
    return outcome


def compare_quantities(source: Sequence[Quantity], target: Sequence[Quantity]) -> Comparison:
    """Set two lists of quantities side by side, each in the order of its text."""
    sides = _Sides(source, target, [], set(range(len(source))), set(range(len(target))))
    _match_best(sides)
    _match_elided(sides)
    _match_range_ends(sides)
    rest_source, rest_target = _match_date_parts(sides)
    _match_rounded(sides)
    unmatched_source = _required(sides.source, sides.free_source, sides.target, rest_source)
    unmatched_target = _required(sides.target, sides.free_target, sides.source, rest_target)
    clash = _clashing_names(sides)
    unmatched_source, unmatched_target = unmatched_source + clash[0], unmatched_target + clash[1]
    return _conclude(tuple(source), tuple(target), unmatched_source, unmatched_target)


def _conclude(
    source: tuple[Quantity, ...], target: tuple[Quantity, ...], left: list[Quantity], right: list[Quantity]
) -> Comparison:
    if not left and not right:
        return Comparison("agree", source, target)
    unread = any(item.kind == "unreadable" for item in (*left, *right))
    slips = find_slips(left, right)
    return Comparison("unreadable" if unread else "differ", source, target, tuple(left), tuple(right), tuple(slips))


def _candidates(sides: _Sides) -> list[tuple[int, int, int, int]]:
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


def _match_best(sides: _Sides) -> None:
    for _, _, i, j in _candidates(sides):
        if i in sides.free_source and j in sides.free_target:
            sides.take(i, j)


def _dimensions(items: Sequence[Quantity]) -> frozenset[str]:
    return frozenset(dimension(split_rate(item.unit)[0]) for item in items if item.kind in HARD)


def _match_elided(sides: _Sides) -> None:
    """A measure against a bare number, where the bare one's text says the unit elsewhere."""
    source_units, target_units = _dimensions(sides.source), _dimensions(sides.target)
    for i in sorted(sides.free_source, key=lambda k: (sides.source[k].optional, k)):
        for j in sorted(sides.free_target, key=lambda k: (sides.target[k].optional, k)):
            one, other = sides.source[i], sides.target[j]
            if (is_elided(one, other, target_units) or is_elided(other, one, source_units)) and not conflicts(
                one, other
            ):
                sides.take(i, j)
                break


def _match_range_ends(sides: _Sides) -> None:
    """A range on one side, its two ends as single quantities in the same order on the other."""
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
    return bool(fit(end, other)) or (
        end.kind in HARD and is_elided(end, other, frozenset({dimension(split_rate(end.unit)[0])}))
    )


def _years(items: Sequence[Quantity]) -> set[int]:
    return {unpack_date(end)[0] for item in items if item.kind == "date" for end in (item.low, item.high)} | {
        int(item.low) for item in items if item.kind in ("count", "ordinal") and 1000 <= item.low <= 2999
    }


def _match_date_parts(sides: _Sides) -> tuple[list[Quantity], list[Quantity]]:
    """Years that only one of two matched dates names: found elsewhere in the other text, or left over."""
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
    """Whether the other text gives the year elsewhere; a free mention of it is used up."""
    for k in sorted(free):
        if items[k].kind == "date" and items[k].low == items[k].high == pack_date(year):
            free.discard(k)
            return True
    return year in mentioned


def _year_of(item: Quantity, year: int) -> Quantity:
    return replace(item, low=pack_date(year), high=pack_date(year), also=())


def _match_rounded(sides: _Sides) -> None:
    """A rounded value against an exact one, where the rounded side says so (about, over, nearly)."""
    for i in sorted(sides.free_source):
        for j in sorted(sides.free_target):
            if _is_rounded(sides.source[i], sides.target[j]):
                sides.take(i, j)
                break


def _is_rounded(first: Quantity, second: Quantity) -> bool:
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


def _required(
    items: Sequence[Quantity], free: set[int], others: Sequence[Quantity], rest: list[Quantity]
) -> list[Quantity]:
    """What may not go unsaid among the unmatched: neither optional nor a second mention of a date."""
    required = [items[k] for k in sorted(free) if not items[k].optional and not _is_repeat(items[k], others)]
    return sorted([*required, *rest], key=lambda item: item.start)


def _is_repeat(item: Quantity, others: Sequence[Quantity]) -> bool:
    return item.kind in ("date", "ordinal", "era") and any(fit(item, other) for other in others)


def _clashing_names(sides: _Sides) -> tuple[list[Quantity], list[Quantity]]:
    """Names of one kind with unlike numbers, left over on both sides: 十四五 against the 13th plan."""
    left, right = _optional(sides.source, sides.free_source), _optional(sides.target, sides.free_target)
    if any(item.kind == "currency" for item in left) and any(item.kind == "currency" for item in right):
        return [item for item in left if item.kind == "currency"], [item for item in right if item.kind == "currency"]
    vague = [[item for item in side if item.vague and item.low >= 10] for side in (left, right)]
    if vague[0] and vague[1]:
        return vague[0], vague[1]
    left, right = ([item for item in side if item.kind == "name" and item.low] for side in (left, right))
    units = {item.unit for item in left} & {item.unit for item in right}
    return [item for item in left if item.unit in units], [item for item in right if item.unit in units]


def _optional(items: Sequence[Quantity], free: set[int]) -> list[Quantity]:
    return [items[k] for k in sorted(free) if items[k].optional]
