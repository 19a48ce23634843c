"""English quantities with a unit: measures, money, time, ages, counted things and rates.

Receives a numeral and the text round it; returns a quantity, or None when no unit of the table stands there.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities import units
from build_scripts.quantities.en.lexicon import approx_after, approx_before
from build_scripts.quantities.model import Numeral, Quantity
from build_scripts.quantities.windows import text_before

_AND_HALF = re.compile(r"\sand\s(?:a|one)\shalf\b", re.IGNORECASE)
_PER = re.compile(
    r"(?:\s(?:per|a|an|each|every)\s|\s?/\s?|\sper\s(?:capita\sper\s)?)(?P<unit>[A-Za-z][A-Za-z0-9 ]{0,40})",
    re.IGNORECASE,
)
_BELOW_ZERO = re.compile(r"(?:\bminus\s|(?:^|[^\d%CF°])-)$", re.IGNORECASE)
_AFTER_ZERO = re.compile(r"\sbelow\s(?:zero|freezing)", re.IGNORECASE)
_YEARLY = re.compile(r"\s(?:annually|a year|per annum|each year|every year|yearly)\b", re.IGNORECASE)


def quantity(
    numeral: Numeral,
    text: str,
    kind: str,
    end: int = 0,
    unit: str = "",
    low: Fraction | None = None,
    high: Fraction | None = None,
    size: Fraction = Fraction(1),
    start: int = -1,
) -> Quantity:
    """A quantity of the kind from a numeral, with the approximators that stand before and after it."""
    low = numeral.low * size if low is None else low
    high = numeral.high * size if high is None else high
    end, start = end or numeral.end, numeral.start if start < 0 else start
    after, end_after = approx_after(text, end)
    before = approx_before(text, start)
    approx = before if before not in ("", "about", "up-to") else after or numeral.approx or before
    return Quantity(
        kind,  # type: ignore[arg-type]  # the callers pass one of Kind
        low,
        high,
        unit,
        approx,
        start=start,
        end=max(end, end_after),
        optional=(low == high == 1 and not numeral.scaled and kind in ("count", "ordinal", "span"))
        or numeral.vague
        or "couple" in numeral.raw,
        vague=numeral.vague,
        digits=numeral.digits,
        step=numeral.step * size,
        size=size,
    )


def _money_before(text: str, start: int) -> tuple[str, int] | None:
    window_start = max(0, start - 6)
    match = units.money_pattern().search(text[window_start:start])
    if match is None:
        return None
    return units.find_form(match[0].strip(), "en")[0], window_start + match.start()


def read_unit(numeral: Numeral, text: str) -> Quantity | None:
    """A measure, a sum of money, a length of time, an age or counted things."""
    money = _money_before(text, numeral.start)
    gap = re.compile(r"[\s-]?(?:of\s)?").match(text, numeral.end)
    start = gap.end() if gap else numeral.end
    if start > numeral.end + 1 and not numeral.scaled and not numeral.vague:
        start = numeral.end + 1
    match = units.pattern("en").match(text, start)
    if numeral.ordinal:
        return None
    if money:
        end = match.end() if match and units.find_form(match[0], "en")[0] == money[0] else numeral.end
        end, unit = _read_rate(text, end, money[0])
        item = quantity(numeral, text, "rate" if "/" in unit else "currency", end, unit, start=money[1])
        return item
    if match is None:
        return None
    unit, size = units.find_form(match[0], "en")
    kind, end = units.kind_of(unit), match.end()
    if match[0].lower() == "second" and not numeral.digits:
        return None
    half = Fraction(0)
    if kind == "span" and (more := _AND_HALF.match(text, end)):
        half, end = Fraction(1, 2), more.end()
    if kind == "count" and not numeral.digits and numeral.whole == 2:
        return replace(quantity(numeral, text, kind, end, unit), optional=True)
    if kind != "count" or re.match(r"\s?/|\sper\s", text[end : end + 5]):
        end, unit = _read_rate(text, end, unit)
    below = _BELOW_ZERO.search(text_before(text, numeral.start, 7))
    if unit in ("degC", "degree", "degF") and (below or _AFTER_ZERO.match(text, end)):
        numeral = replace(numeral, low=-numeral.high, high=-numeral.low)
    item = quantity(numeral, text, kind, end, unit, size=size)
    item = replace(item, low=item.low + half * size, high=item.high + half * size)
    if "/" in unit and unit not in units.UNITS.by_id:
        item = replace(item, kind="rate")
    return replace(item, also=_other_readings(numeral, item, match[0], text))


def _other_readings(numeral: Numeral, item: Quantity, form: str, text: str) -> tuple[Quantity, ...]:
    """Pounds are money or mass; degrees may stand without a scale."""
    if form.lower() in ("pound", "pounds"):
        return (replace(item, kind="currency", unit="GBP", low=numeral.low, high=numeral.high),)
    return ()


def _read_rate(text: str, end: int, unit: str) -> tuple[int, str]:
    """Denominators after a unit: `per year`, `/tonne`, `a tonne`, `annually`."""
    for _ in range(2):
        if yearly := _YEARLY.match(text, end):
            unit, end = f"{unit}/year", yearly.end()
            continue
        per = _PER.match(text, end)
        below = units.pattern("en").match(text, per.start("unit")) if per else None
        if below is None:
            break
        name, size = units.find_form(below[0], "en")
        if size != 1:
            break
        unit, end = f"{unit}/{name}", below.end()
    return end, unit
