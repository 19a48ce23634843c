"""The value of a typed figure against the quantities of its statement → what differs: value, sign, unit or qualifier.

Receives both as quantities; returns the field with a finding whose message names what differs, or none. What is said
to fall bears a minus, unless the indicator itself names the decrease.
"""

from __future__ import annotations

from dataclasses import replace

from build_scripts.checks.numbers import quote
from build_scripts.checks.pair import Finding
from build_scripts.ground.messages import Phrase, sentences
from build_scripts.quantities import Quantity, Stated, compare_quantities, fit_reading, kind_of, negate

Difference = tuple[str, Finding]


def find_value(figure: Quantity, stated: Stated) -> Quantity | None:
    """Give the quantity that a figure is by value and unit, whatever its sign; that with its qualifier first."""
    same = [item for item in stated.values if _says(figure, item) or _says(negate(figure), item)]
    return next((item for item in same if figure.approx in stated.qualifiers(item)), next(iter(same), None))


def find_difference(figure: Quantity, stated: Stated, falls: bool | None) -> Difference | None:
    """Give what differs; `falls` tells whether the indicator names a decrease, None that nobody knows."""
    item = find_value(figure, stated)
    if item is None:
        return None if _stands_apart(figure, stated) else _differ(figure, stated)
    if item.kind == "count" and item.unit not in ("", figure.unit) and not stated.names_unit(figure.unit.split("/")[0]):
        return _unit_difference(figure, item)
    if not _has_sign(figure, item, falls):
        remedy = Phrase("Turn the sign: a fall has a minus, unless the label of the indicator names it.")
        return _field(figure), Finding("figure-sign-differs", Phrase("sign"), sentences(_there(item), remedy))
    if figure.approx not in stated.qualifiers(item):
        write = Phrase("Write qualifier: %(qualifier)s.", qualifier=item.approx)
        remedy = write if item.approx else Phrase("Leave the qualifier out.")
        field = "qualifier" if figure.approx else _field(figure)
        hint = sentences(_there(item), remedy)
        return field, Finding("figure-qualifier-differs", Phrase("qualifier"), hint)
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


def _differ(figure: Quantity, stated: Stated) -> Difference:
    """Give whether it is the unit, an end of a range, or the value itself that stands otherwise in the statement."""
    for item in stated.values:
        same = (item.low, item.high) in {(end.low, end.high) for end in (figure, negate(figure))}
        sized = (item.low / item.size, item.high / item.size) == (figure.low / figure.size, figure.high / figure.size)
        if (same or sized) and item.kind not in ("ordinal", "score"):
            return _unit_difference(figure, item)
        if item.is_range and not figure.is_range and any(_says(figure, end) for end in _ends(item)):
            return "value", Finding(
                "figure-differs", Phrase("value"), sentences(_there(item), Phrase("Write low and high instead."))
            )
        if figure.is_range and any(_says(end, item) for end in _ends(figure)):
            return "low", Finding(
                "figure-differs",
                Phrase("range"),
                Phrase("There stands “%(words)s” alone. Write value instead of low and high.", words=item.text),
            )
    hint = Phrase("There stand: %(quantities)s.", quantities=quote(stated.side.items) or Phrase("no quantities"))
    return _field(figure), Finding("figure-differs", Phrase("value"), hint)


def _there(item: Quantity) -> Phrase:
    return Phrase("There stands “%(words)s”.", words=item.text)


def _unit_difference(figure: Quantity, item: Quantity) -> Difference:
    hint = Phrase(
        "There stands “%(words)s” (%(unit)s). Write its unit, which is also that of the indicator.",
        words=item.text,
        unit=item.unit or item.kind,
    )
    return "unit", Finding("figure-unit-differs", Phrase("unit"), hint)


def _ends(item: Quantity) -> tuple[Quantity, Quantity]:
    return replace(item, high=item.low), replace(item, low=item.high)


def _field(figure: Quantity) -> str:
    return "low" if figure.is_range else "value"
