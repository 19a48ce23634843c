"""Typed figures → what can fairly be set side by side, and where the sources differ.

Receives a `Library`; returns comparisons and disagreements. Only figures of one indicator in one unit, against one
baseline, of one scope and in one scenario share an axis. Among these a figure must have a partner: another value for
its place (reports side by side, values over time), or another place in its year (places side by side). Where reports
state no year, only figures of one report count as of one year. Sources differ only for one place in one year, stated
or inferred: of values without a year nobody knows whether they speak of the same. Refuses nothing: what has no partner
is left out, and said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from build_scripts.content.interface import Interface
from build_scripts.content.model import Figure
from build_scripts.ground.dates import parse_edtf
from build_scripts.library.index import Library, Statement
from build_scripts.quantities import OwnUnit, Quantity, figure_quantity, format_parts

# What "about" and "nearly" leave open, as a share of the number: 68 is nearly 70, 60 is not.
_SLACK = Decimal("0.05")
_FROM = ("over", "at-least")
_UP_TO = ("under", "at-most")
_SOFT = ("about", "nearly")


@dataclass(frozen=True)
class Given:
    """A typed figure and the statement that gives it."""

    figure: Figure
    statement: Statement

    @property
    def key(self) -> str:
        """Give the figure's id across reports."""
        return f"{self.statement.report}/{self.figure.id}"


@dataclass(frozen=True)
class Point:
    """One value for a place and year, and all that give it."""

    given: tuple[Given, ...]

    @property
    def figure(self) -> Figure:
        """Give the first figure; all of them have its place, year and value."""
        return self.given[0].figure

    @property
    def reports(self) -> tuple[str, ...]:
        """Give the ids of the reports that give the value."""
        return tuple(dict.fromkeys(given.statement.report for given in self.given))


@dataclass(frozen=True)
class Comparison:
    """Values that share an axis; `left_out` are figures of the indicator that must not stand beside them."""

    indicator: str
    points: tuple[Point, ...]
    differing: tuple[tuple[int, ...], ...]
    left_out: tuple[Given, ...]

    @property
    def figure(self) -> Figure:
        """Give the first figure; all of them have its indicator, unit, baseline, scope and scenario."""
        return self.points[0].figure


def all_given(library: Library) -> tuple[Given, ...]:
    """Give all typed figures in the order of the indicators, then of places and years."""
    order = _Order(library)
    found = (
        Given(figure, library.statements[f"{report.id}/{figure.statement}"])
        for report in library.reports.values()
        for figure in report.figures
    )
    return tuple(sorted(found, key=order.of))


def find_comparisons(library: Library) -> tuple[Comparison, ...]:
    """Give every set of at least two values that can share an axis, in the order of the indicators."""
    axes: defaultdict[tuple[object, ...], list[Given]] = defaultdict(list)
    by_indicator: defaultdict[str, list[Given]] = defaultdict(list)
    for given in all_given(library):
        axes[_axis(given.figure)].append(given)
        by_indicator[given.figure.indicator].append(given)
    return tuple(
        _compare(component, by_indicator[component[0].figure.indicator])
        for group in axes.values()
        for component in _components(group)
        if len(_points(component)) > 1
    )


def find_differing(library: Library) -> frozenset[str]:
    """Give the keys of the figures that another contradicts: same thing, place, known year and unit, another value."""
    found: set[str] = set()
    for comparison in find_comparisons(library):
        for group in comparison.differing:
            found |= {given.key for no in group for given in comparison.points[no].given}
    return frozenset(found)


def differ(one: Figure, other: Figure) -> bool:
    """Tell whether two values for one thing cannot both be right, as they are qualified.

    Plain values and ranges agree if one holds the other; qualified ones if they overlap.
    """
    (low, high), (least, most) = _bounds(one), _bounds(other)
    if one.qualifier or other.qualifier:
        return _above(low, most) or _above(least, high)
    first_holds = not _above(low, least) and not _above(most, high)
    second_holds = not _above(least, low) and not _above(high, most)
    return not first_holds and not second_holds


def _bounds(figure: Figure) -> tuple[Decimal | None, Decimal | None]:
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    if low is None or high is None:  # the model refuses such figures
        raise ValueError(f"the figure {figure.id} has no value")
    if figure.qualifier in _FROM:
        return low, None
    if figure.qualifier in _UP_TO:
        return None, high
    if figure.qualifier in _SOFT:
        return low - abs(low) * _SLACK, high + (abs(high) * _SLACK if figure.qualifier == "about" else 0)
    return low, high


def _above(low: Decimal | None, high: Decimal | None) -> bool:
    return low is not None and high is not None and low > high


def _axis(figure: Figure) -> tuple[object, ...]:
    """Give what figures must share to stand on one axis; of scope and scenario, their words in every language."""
    words = (tuple(sorted((texts or {}).items())) for texts in (figure.scope, figure.scenario))
    return figure.indicator, figure.unit, figure.baseline or "", *words


def _components(group: Iterable[Given]) -> Iterator[tuple[Given, ...]]:
    """Split figures into sets whose members are joined, directly or through others, by what makes them comparable."""
    sets: list[list[Given]] = []
    for given in group:
        joined = [members for members in sets if any(_fit(given, member) for member in members)]
        sets = [members for members in sets if members not in joined]
        sets.append([*(member for members in joined for member in members), given])
    order = {given.key: no for no, given in enumerate(group)}
    return (tuple(sorted(members, key=lambda given: order[given.key])) for members in sets)


def _fit(one: Given, other: Given) -> bool:
    if one.figure.geography == other.figure.geography:
        return True
    if one.figure.year or other.figure.year:
        return one.figure.year == other.figure.year
    return one.statement.report == other.statement.report


def _points(component: Iterable[Given]) -> tuple[Point, ...]:
    """Gather the figures that say the same, in order; first those that state their year."""
    found: defaultdict[tuple[object, ...], list[Given]] = defaultdict(list)
    for given in component:
        figure = given.figure
        value = (figure.value, figure.low, figure.high, figure.qualifier)
        found[(figure.geography, figure.year, *value)].append(given)
    return tuple(
        Point(tuple(sorted(same, key=lambda given: given.figure.year_basis != "stated"))) for same in found.values()
    )


def _compare(component: tuple[Given, ...], everything: Iterable[Given]) -> Comparison:
    points = _points(component)
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for no, point in enumerate(points):
        if point.figure.year:
            groups[(point.figure.geography, point.figure.year)].append(no)
    differing = tuple(
        tuple(group)
        for group in groups.values()
        if any(differ(points[one].figure, points[other].figure) for one, other in combinations(group, 2))
    )
    inside = {given.key for given in component}
    left_out = tuple(given for given in everything if given.key not in inside)
    return Comparison(component[0].figure.indicator, points, differing, left_out)


class _Order:
    """The order of figures: by indicator, place, year (those without one last), then value."""

    def __init__(self, library: Library) -> None:
        self.indicators = _numbered(library.indicators)
        self.places = _numbered(library.places)

    def of(self, given: Given) -> tuple[object, ...]:
        figure = given.figure
        year = parse_edtf(figure.year).first.isoformat() if figure.year else "9999"
        value = figure.value if figure.value is not None else figure.low
        place = self.places[figure.geography]
        return self.indicators[figure.indicator], place, year, figure.year or "", value, given.key


def _numbered(table: Mapping[str, object]) -> dict[str, int]:
    return {key: no for no, key in enumerate(table)}


def exact(number: Decimal | None) -> str | None:
    """Write a decimal in full, without exponent or needless zeros."""
    if number is None:
        return None
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantity_of(figure: Figure, units: tuple[OwnUnit, ...] = ()) -> Quantity | None:
    """Give a typed figure as a quantity, or nothing for one that is refused; `units` are the content's own."""
    try:
        return figure_quantity(figure.value, figure.low, figure.high, figure.unit, figure.qualifier or "", units)
    except ValueError:
        return None


def figure_text(figure: Figure, interface: Interface, units: tuple[OwnUnit, ...] = ()) -> str:
    """Write a typed figure's value, unit and qualifier in the words of a locale: 3亿千瓦 / 300 GW."""
    return "".join(figure_parts(figure, interface, units))


def figure_parts(figure: Figure, interface: Interface, units: tuple[OwnUnit, ...] = ()) -> tuple[str, str, str]:
    """Write the same in parts: what stands before the number, the number, the unit.

    The percent sign is that of the locale: after Arabic letters a bare one would go to the other side of its number.
    """
    quantity = quantity_of(figure, units)
    if quantity is None:
        return "", figure.unit, ""
    before, number, unit = format_parts(quantity, interface.language.locale, units)
    return before, number.replace("%", interface.locale.number_symbols["latn"]["percentSign"]), unit
