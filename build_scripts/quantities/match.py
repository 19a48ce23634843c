"""Whether two quantities say the same: by value, kind, dimension, date parts and direction of approximation.

Receives one quantity of each text; returns how well they fit (0 when they do not). Exact values must be equal; rounding
is allowed only between systems of units and where a text says that it rounds (see `alignment`).
"""

from __future__ import annotations

from fractions import Fraction

from build_scripts.quantities.match_dates import PLAIN, fit_date_and_number, fit_dates, fit_time_and_number, fit_times
from build_scripts.quantities.match_units import fit_units, fit_vague, same_ends
from build_scripts.quantities.model import Kind, Quantity

RATIOS = frozenset({"percent", "fraction", "multiple"})
_UNDATED = frozenset({"date", "era", "time", "ordinal", "identifier", "name"})
_UP = frozenset({"over", "at-least"})
_DOWN = frozenset({"under", "at-most", "nearly"})
_SCALES = frozenset({5, 10, 20, 50, 100, 1000})
_WITH_UNITS = frozenset({"measure", "rate", "currency", "span"})
_NUMBER_SCORES: dict[frozenset[Kind], int] = {
    frozenset({"era", "count"}): 60,
    frozenset({"multiple", "count"}): 45,
    frozenset({"span", "ordinal"}): 55,
}


def conflicts(first: Quantity, second: Quantity) -> bool:
    """Tell whether one text says over and the other under, or one says under and the other gives the value itself, or one
    says at least and the other up to.

    An unsaid "over" or "about" is common in good translations; an unsaid "under" is rare and turns the meaning. Beside the
    value of another thing (lower than the 47.5 billion of …) either may go unsaid.

    >>> over, under, plain = (read(text, "en")[0] for text in ("over 16%", "under 16%", "16%"))
    >>> conflicts(over, under), conflicts(under, plain), conflicts(over, plain)
    (True, True, False)
    >>> conflicts(read("至少16%", "zh")[0], read("up to 16%", "en")[0])
    True
    """
    loose = first.optional or second.optional or first.comparand or second.comparand
    if {first.approx, second.approx} == {"", "under"} and not loose:
        return first.kind not in _UNDATED and second.kind not in _UNDATED
    if {first.approx, second.approx} == {"at-least", "up-to"}:
        return True
    ways = (first.approx in _UP, second.approx in _DOWN), (first.approx in _DOWN, second.approx in _UP)
    return any(all(way) for way in ways)


def fit(first: Quantity, second: Quantity) -> int:
    """Give how well two quantities fit, 0 to 100, over all their readings; 0 also when their approximations conflict.

    >>> [fit(read("下降5%", "zh")[0], read(text, "en")[0]) for text in ("5%", "-5%", "6%", "five")]
    [93, 91, 0, 0]
    """
    if conflicts(first, second):
        return 0
    best = fit_reading(first, second)
    if best and (first.optional or second.optional):
        best -= 6 if first.optional != second.optional else 8
    if best < 90 and (first.also or second.also):
        for one in (first, *first.also):
            for other in (second, *second.also):
                best = max(best, fit_reading(one, other) - 2 * ((one is not first) + (other is not second)))
    return best


def fit_reading(first: Quantity, second: Quantity) -> int:
    """Give how well one reading of each fits, whatever their further readings and approximations.

    >>> half, percent, count = (read(text, "en")[0] for text in ("half of it", "50%", "50"))
    >>> fit_reading(half, percent), fit_reading(percent, count)
    (80, 0)
    """
    if first.vague or second.vague:
        return fit_vague(first, second)
    if first.kind == second.kind:
        same = _fit_same_kind(first, second)
        return same + (3 if same and first.approx == second.approx else 0)
    kinds = frozenset({first.kind, second.kind})
    if kinds <= RATIOS:
        return 80 if _ratio_values(first) & _ratio_values(second) else 0
    if "date" in kinds:
        return fit_date_and_number(first, second)
    if kinds <= _WITH_UNITS or kinds == {"measure", "temperature"}:
        return fit_units(first, second)
    if "time" in kinds and "count" in kinds:
        return fit_time_and_number(first, second)
    return _fit_numbers(first, second, kinds)


def _fit_same_kind(first: Quantity, second: Quantity) -> int:
    """Give how well two quantities of one kind fit.

    >>> [_fit_same_kind(read("1:2:3", "zh")[0], read(text, "en")[0]) for text in ("1:2:3", "1:5:3")]
    [92, 0]
    """
    kind = first.kind
    if kind in RATIOS:
        if first.unit and second.unit and first.unit != second.unit:  # what is paid, what is taken off
            return 0
        return 90 if _ratio_values(first) & _ratio_values(second) and first.falling == second.falling else 0
    if kind == "date":
        return fit_dates(first, second)
    if kind == "time":
        return fit_times(first, second)
    if kind in ("identifier", "name", "unreadable", "era"):
        same = same_ends(first, second)
        return 95 if same and first.unit == second.unit else 80 if same and kind == "identifier" else 0
    if kind == "count" and (_is_scale(first, second) or _is_scale(second, first)):
        return 50
    if first.falling != second.falling:
        return 0
    if kind == "count" and {first.low, second.low} == {10, 12} and not (first.digits or second.digits):
        return 60 if "over" in (first.approx, second.approx) else 0  # 十几, a dozen
    if kind in ("count", "ordinal", "score", "percentage-point"):
        return 92 if same_ends(first, second) and (kind != "score" or first.unit == second.unit) else 0
    return fit_units(first, second)


def _is_scale(first: Quantity, second: Quantity) -> bool:
    """Tell whether one is a scale from nought and the other its top: on a scale of 0 to 100, 满分100.

    >>> [_is_scale(read(text, "en")[0], read("100", "en")[0]) for text in ("0 to 100", "5 to 100", "0 to 10")]
    [True, False, False]
    """
    return first.low == 0 < first.high == second.low == second.high and first.high in _SCALES


def _ratio_values(item: Quantity) -> set[tuple[Fraction, Fraction]]:
    """Give the ratios that a percentage, a fraction or a multiple may mean, as new over old, both ends of each.

    >>> for text in ("50%", "增长2倍", "是原来的2倍"):
    ...     print([str(low) for low, _ in sorted(_ratio_values(read(text, "zh")[0]))])
    ['1/2']
    ['2', '3']
    ['2']
    """
    if item.kind == "percent":
        return {(item.low / 100, item.high / 100)}
    if item.kind == "multiple" and item.change:
        return {(item.low, item.high), (item.low + 1, item.high + 1)}
    return {(item.low, item.high)}


def _fit_numbers(first: Quantity, second: Quantity, kinds: frozenset[Kind]) -> int:
    """Give how well two quantities of unlike kinds fit of which one may be a mere number.

    >>> five, fifth, score = (read(text, "zh")[0] for text in ("5", "第5", "5:5"))
    >>> _fit_numbers(five, fifth, frozenset({"count", "ordinal"}))
    85
    >>> _fit_numbers(five, score, frozenset({"count", "score"}))
    0
    """
    if not same_ends(first, second):
        return 0
    if kinds <= PLAIN:
        return 85
    if "name" in kinds and len(kinds & PLAIN) == 1:
        return 60 if first.low else 0
    if kinds in ({"count", "score"}, {"fraction", "score"}):
        return 70 if first.falling == second.falling and first.is_range else 0
    if kinds == {"span", "count"}:
        return 50 if "year-old" in (first.unit, second.unit) else 0
    return _NUMBER_SCORES.get(kinds, 0)
