"""English quantities with a unit: measures, money, time, ages, counted things and rates.

Receives a numeral and the text round it; returns a quantity, or None when no unit of the table stands there.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities import units
from build_scripts.quantities.en.lexicon import approx_after, approx_before
from build_scripts.quantities.model import Kind, Numeral, Quantity, quantity_of

_AND_HALF = re.compile(r"\sand\s(?:a|one)\shalf\b", re.IGNORECASE)
_PER = re.compile(
    r"(?:\s(?:per|a|an|each|every)\s|\s?/\s?|\sper\s(?:capita\sper\s)?)(?P<unit>[A-Za-z][A-Za-z0-9 ]{0,40})",
    re.IGNORECASE,
)
_UNIT_GAP = re.compile(r"[\s-]?(?:of\s)?")
_PER_SOON = re.compile(r"\s?/|\sper\s")
_YEARLY = re.compile(r"\s(?:annually|a year|per annum|each year|every year|yearly)\b", re.IGNORECASE)


def quantity(
    numeral: Numeral,
    text: str,
    kind: Kind,
    end: int = 0,
    unit: str = "",
    low: Fraction | None = None,
    high: Fraction | None = None,
    size: Fraction = Fraction(1),
    start: int = -1,
) -> Quantity:
    """Give the quantity of a kind from a numeral, with the approximators that stand before and after it.

    >>> from build_scripts.quantities.en.numerals import find_numerals
    >>> text = "up to 16 people or more"
    >>> str(quantity(next(find_numerals(text)), text, "count", 15, "person"))
    'count over 16 person'
    """
    end, start = end or numeral.end, numeral.start if start < 0 else start
    after, end_after = approx_after(text, end)
    before = approx_before(text, start)
    approx = before if before not in ("", "about", "up-to") else after or numeral.approx or before
    item = quantity_of(numeral, kind, max(end, end_after), unit, approx, low, high, size)
    return replace(item, start=start, optional=item.optional or "couple" in numeral.raw)


def _money_before(text: str, start: int) -> tuple[str, int] | None:
    """Give the currency that stands just before a place, and where it begins.

    >>> _money_before("worth US$5", 9), _money_before("worth 5", 6)
    (('USD', 6), None)
    """
    window_start = max(0, start - 6)
    match = units.money_pattern().search(text[window_start:start])
    if match is None:
        return None
    return units.find_form(match[0].strip(), "en")[0], window_start + match.start()


def read_unit(numeral: Numeral, text: str) -> Quantity | None:
    """Give a measure, a sum of money, a length of time, an age or counted things; None where no unit stands.

    >>> from build_scripts.quantities.en.numerals import find_numerals
    >>> for text in ("300 GW", "$5 per tonne", "two people", "a year and a half", "3 widgets"):
    ...     print([str(read_unit(numeral, text)) for numeral in find_numerals(text)])
    ['measure 300000000000 W']
    ['rate 5 USD/t']
    ['count 2 person']
    ['None']
    ['None']
    """
    if numeral.ordinal:
        return None
    match = _match_unit(numeral, text)
    money = _money_before(text, numeral.start)
    if money:
        end = match.end() if match and units.find_form(match[0], "en")[0] == money[0] else numeral.end
        end, unit = _read_rate(text, end, money[0])
        return quantity(numeral, text, "rate" if "/" in unit else "currency", end, unit, start=money[1])
    if match is None or (match[0].lower() == "second" and not numeral.digits):
        return None
    unit, size = units.find_form(match[0], "en")
    if units.kind_of(unit) == "count" and not numeral.digits and numeral.whole == 2:
        return replace(quantity(numeral, text, "count", match.end(), unit), optional=True)
    item = _read_measure(numeral, text, match.end(), unit, size)
    if match[0].lower() in ("pound", "pounds"):  # money or mass
        money_too = replace(item, kind="currency", unit="GBP", low=numeral.low, high=numeral.high)
        return replace(item, also=(money_too,))
    return item


def _read_rate(text: str, end: int, unit: str) -> tuple[int, str]:
    """Read denominators after a unit: `per year`, `/tonne`, `a tonne`, `annually`.

    >>> _read_rate("5 t per person per year", 3, "t"), _read_rate("$5 a tonne", 2, "USD")
    ((23, 't/person/year'), (10, 'USD/t'))
    """
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


def _match_unit(numeral: Numeral, text: str) -> re.Match[str] | None:
    """Find the unit just after a numeral; `of` may stand between only after a scale word.

    >>> from build_scripts.quantities.en.numerals import find_numerals
    >>> for text in ("5 tonnes", "5 of tonnes", "millions of tonnes"):
    ...     print(bool(_match_unit(next(find_numerals(text)), text)))
    True
    False
    True
    """
    gap = _UNIT_GAP.match(text, numeral.end)
    start = gap.end() if gap else numeral.end
    if start > numeral.end + 1 and not numeral.scaled and not numeral.vague:
        start = numeral.end + 1
    return units.pattern("en").match(text, start)


def _read_measure(numeral: Numeral, text: str, end: int, unit: str, size: Fraction) -> Quantity:
    """Give the quantity with the half and the denominators that belong to it.

    >>> from build_scripts.quantities.en.numerals import find_numerals
    >>> for text, end, unit in (("2 years and a half", 7, "year"), ("5 t per person", 3, "t")):
    ...     print(_read_measure(next(find_numerals(text)), text, end, unit, Fraction(1)))
    span 2.5 year
    rate 5 t/person
    """
    kind, half = units.kind_of(unit), Fraction(0)
    if kind == "span" and (more := _AND_HALF.match(text, end)):
        half, end = Fraction(1, 2), more.end()
    if kind != "count" or _PER_SOON.match(text, end):
        end, unit = _read_rate(text, end, unit)
    item = quantity(numeral, text, kind, end, unit, size=size)
    if "/" in unit and unit not in units.UNITS.by_id:
        item = replace(item, kind="rate")
    return replace(item, low=item.low + half * size, high=item.high + half * size)
