"""The value of a typed figure against the quantities of its statement → what differs: value, sign, unit or qualifier.

Receives both as quantities; returns the field with a finding, or none. What is said to fall bears a minus, unless the
indicator itself names the decrease.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from build_scripts.checks.numbers import quote
from build_scripts.checks.pair import Finding
from build_scripts.content.model import Figure
from build_scripts.ground.messages import NOTHING, Phrase, sentences
from build_scripts.quantities import RATIO_UNITS, Quantity, Stated, compare_quantities, fit_reading, kind_of, negate
from build_scripts.quantities.model import show_exact as exact

Difference = tuple[str, Finding]
_MOST_OFFERED = 4


@dataclass(frozen=True)
class Held:
    """A figure, its value, and its statement in one language; `falls` tells whether its indicator names a decrease."""

    figure: Figure
    value: Quantity
    falls: bool | None
    stated: Stated
    words: str
    file: str

    @property
    def names(self) -> Mapping[str, str]:
        """Give what messages name: the figure, the file of the statement, and its words."""
        return {"figure": self.figure.id, "file": self.file, "words": self.words}


def find_value(figure: Quantity, stated: Stated) -> Quantity | None:
    """Give the quantity that a figure is by value and unit, whatever its sign; that with its qualifier first."""
    same = [item for item in stated.values if _says(figure, item) or _says(negate(figure), item)]
    return next((item for item in same if figure.approx in stated.qualifiers(item)), next(iter(same), None))


def find_difference(held: Held) -> Difference | None:
    """Give what differs."""
    figure, stated = held.value, held.stated
    item = find_value(figure, stated)
    if item is None:
        return None if _stands_apart(figure, stated) else _differ(held)
    units = {item.unit, *(other.unit for other in item.also)}  # 件 counts anything
    if item.kind == "count" and not units & {"", figure.unit} and not stated.names_unit(figure.unit.split("/")[0]):
        return _unit_difference(held, item)
    if not _has_sign(figure, item, held.falls):
        message = Phrase('the sign of "%(figure)s" is not what %(file)s says: “%(words)s”', **held.names)
        remedy = Phrase("Turn the sign: a fall has a minus, unless the label of the indicator names it.")
        return _field(figure), Finding("figure-sign-differs", message, sentences(_stands(item), remedy))
    if figure.approx not in stated.qualifiers(item) and not stated.is_foreign(item, figure.approx):
        message = Phrase('the qualifier of "%(figure)s" is not what %(file)s says: “%(words)s”', **held.names)
        remedy = Phrase("Leave the qualifier out.")
        if stated.may_deny(item):
            remedy = Phrase(
                "A word there may turn “%(qualifier)s”: write as qualifier what the sentence means.",
                qualifier=item.approx,
            )
        elif item.approx:
            remedy = Phrase("Write qualifier: %(qualifier)s.", qualifier=item.approx)
        field = "qualifier" if figure.approx else _field(figure)
        return field, Finding("figure-qualifier-differs", message, sentences(_stands(item), remedy))
    return None


def _says(figure: Quantity, item: Quantity) -> bool:
    """Tell whether a reading has the value and the unit of a figure.

    What a figure is per may stand apart from its number in the statement; what the statement says so must not be lost.
    """
    plain = replace(figure, approx="", falling=False)
    bare = _numerator(plain)
    readings = (replace(reading, approx="", falling=False) for reading in (item, *item.also))
    return any(
        (fit_reading(plain, other) and _per(other) <= _per(figure)) or (not _per(other) and fit_reading(bare, other))
        for other in readings
    )


def _numerator(figure: Quantity) -> Quantity:
    unit = figure.unit.split("/")[0]
    return replace(figure, unit=unit, kind=kind_of(unit)) if _per(figure) else figure


def _per(item: Quantity) -> int:
    return item.unit.count("/")


def _has_sign(figure: Quantity, item: Quantity, falls: bool | None) -> bool:
    if not (_says(figure, item) and _says(negate(figure), item)):  # the words leave no choice
        return _says(figure, item) or bool(falls)
    return falls is None or not figure.high or (figure.high > 0) == falls


def _stands_apart(figure: Quantity, stated: Stated) -> bool:
    """Tell whether the statement says the figure with its unit, or with its two ends, at places apart."""
    if figure.is_range and all(any(_says(end, item) for item in stated.values) for end in _ends(figure)):
        return True
    values = [replace(item, approx="") for item in stated.values if not _per(item)]
    return not compare_quantities([_numerator(replace(figure, approx=""))], values).unmatched_source


def _differ(held: Held) -> Difference:
    """Give whether it is the unit, an end of a range, or the value itself that stands otherwise in the statement."""
    figure, quantities = held.value, held.stated.side.items
    message = Phrase('the value of "%(figure)s" is not what %(file)s says: “%(words)s”', **held.names)
    for item in held.stated.values:
        same = (item.low, item.high) in {(end.low, end.high) for end in (figure, negate(figure))}
        sized = (item.low / item.size, item.high / item.size) == (figure.low / figure.size, figure.high / figure.size)
        if (same or sized) and item.kind not in ("ordinal", "score"):
            return _unit_difference(held, item)
        if item.is_range and not figure.is_range and any(_says(figure, end) for end in _ends(item)):
            remedy = Phrase("Write low and high instead.")
            return "value", Finding("figure-differs", message, sentences(_stands(item), remedy))
        if figure.is_range and any(_says(end, item) for end in _ends(figure)):
            message = Phrase('the range of "%(figure)s" is not what %(file)s says: “%(words)s”', **held.names)
            hint = Phrase("There stands “%(text)s” alone. Write value instead of low and high.", text=item.text)
            return "low", Finding("figure-differs", message, hint)
    none = Phrase("There stand no quantities.")
    hint = Phrase("There stand: %(quantities)s.", quantities=quote(quantities)) if quantities else none
    fields = [_as_fields(item) for item in held.stated.values if item.text and not item.vague][:_MOST_OFFERED]
    return _field(figure), Finding("figure-differs", message, sentences(hint, _what_to_write(fields)))


def _what_to_write(fields: list[str]) -> Phrase:
    return Phrase("In a figure that is: %(fields)s.", fields=fields) if fields else NOTHING


def _as_fields(item: Quantity) -> str:
    """Give what a figure says that is a quantity as it was read: `value: 148, unit: per-100000`."""
    first, last = (exact(end) for end in (item.low, item.high))
    number = f"low: {first}, high: {last}" if item.is_range else f"value: {first}"
    unit = item.unit if item.kind not in RATIO_UNITS else item.kind
    return f"`{number}, unit: {unit}`" if unit else f"`{number}`"


def _unit_difference(held: Held, item: Quantity) -> Difference:
    message = Phrase('the unit of "%(figure)s" is not what %(file)s says: “%(words)s”', **held.names)
    hint = Phrase(
        "There stands “%(text)s” (%(unit)s). Write its unit, which is also that of the indicator.",
        text=item.text,
        unit=item.unit or item.kind,
    )
    return "unit", Finding("figure-unit-differs", message, hint)


def _stands(item: Quantity) -> Phrase:
    return Phrase("There stands “%(text)s”.", text=item.text)


def _ends(item: Quantity) -> tuple[Quantity, Quantity]:
    return replace(item, high=item.low), replace(item, low=item.high)


def _field(figure: Quantity) -> str:
    return "low" if figure.is_range else "value"
