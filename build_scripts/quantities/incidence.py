"""How many of so many: 148 per 100,000, 每10万人148例, 3,4 pour 1 000, 10万人当たり148人.

Receives two neighbouring numerals with the text round them; returns a measure in `per-100000` or its like, with the share
that it is as a further reading, or None. Either number may be said first; what is counted and of whom goes unread, but a
number that is measured in a unit of its own is no incidence.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Numeral, Quantity, negate
from build_scripts.quantities.qualifiers import approx_before, quantity
from build_scripts.quantities.units import UNITS, dimension, find_form

_UNITS = {1 / unit.factor: unit.id for unit in UNITS.by_id.values() if unit.dimension == "incidence"}
_MAX_GAP = 48


def read_incidence(numeral: Numeral, following: Numeral | None, text: str, lexicon: Lexicon) -> Quantity | None:
    """Give how many of so many two neighbouring numerals say.

    >>> for text, code in (("about 148 deaths per 100,000", "en"), ("低于每10万人120例", "zh"), ("148 kg per 1,000 people", "en")):
    ...     item = read_incidence(*find_numerals(text, lexicon_of(code)), text, lexicon_of(code))
    ...     print(item, *(item.also if item else ()))
    measure about 148 per-100000 fraction about 0.00148 score about 148…100000
    measure under 120 per-100000 fraction under 0.0012 score under 120…100000
    None
    """
    if following is None or following.start - numeral.end > _MAX_GAP or numeral.ordinal or following.ordinal:
        return None
    gap = (text, numeral.end, following.start)
    if following.low in _UNITS and (following.digits or following.low == 10**6) and lexicon.whole("of_many_gap", *gap):
        if is_measured(numeral, text, lexicon):
            return None
        return _incidence(quantity(numeral, text, lexicon, "measure", following.end), following.low)
    if numeral.low not in _UNITS or not lexicon.whole("many_first_gap", *gap):
        return None
    start = lexicon.before("every", text, numeral.start)
    if (start is None and "every_before" in lexicon.patterns) or is_measured(following, text, lexicon):
        return None
    counted = _unit(following, text, lexicon)
    item = quantity(following, text, lexicon, "measure", counted.end() if counted else 0)
    item = negate(item) if text[following.start - 1] in "-–" else item
    first = start.start() if start else numeral.start
    return _incidence(
        replace(item, start=first, approx=item.approx or approx_before(text, first, lexicon)), numeral.low
    )


def read_per_million(numeral: Numeral, text: str, lexicon: Lexicon) -> Quantity | None:
    """Give how many of a million one numeral says, where the million is no numeral of its own.

    >>> text, en = "2.5 new cases per million", lexicon_of("en")
    >>> str(read_per_million(next(find_numerals(text, en)), text, en))
    'measure 2.5 per-million'
    """
    match = lexicon.match("per_million", text, numeral.end)
    if match is None or numeral.ordinal or is_measured(numeral, text, lexicon):
        return None
    whole = Fraction(1000 if match.groupdict().get("thousand") else 10**6)
    return _incidence(quantity(numeral, text, lexicon, "measure", match.end()), whole)


def _incidence(item: Quantity, whole: Fraction) -> Quantity:
    """Give an incidence with the share that it is.

    >>> item = _incidence(Quantity("measure", Fraction(5), Fraction(5)), Fraction(1000))
    >>> str(item), [str(other) for other in item.also]
    ('measure 5 per-1000', ['fraction 0.005', 'score 5…1000'])
    """
    share = replace(item, kind="fraction", low=item.low / whole, high=item.high / whole)
    score = replace(item, kind="score", high=max(item.low, whole), low=min(item.low, whole))
    return replace(item, unit=_UNITS[whole], optional=False, also=(share, score))


def per_mille(item: Quantity) -> Quantity:
    """Give what is told in thousandths with the incidence that it is as a further reading: 3.4‰.

    >>> [str(other) for other in per_mille(Quantity("percent", Fraction("0.34"), Fraction("0.34"))).also]
    ['measure 3.4 per-1000']
    """
    low, high = item.low * 10, item.high * 10
    return replace(item, also=(replace(item, kind="measure", unit=_UNITS[Fraction(1000)], low=low, high=high),))


def _unit(numeral: Numeral, text: str, lexicon: Lexicon) -> re.Match[str] | None:
    """Give the unit just after a number.

    >>> _unit(next(find_numerals("5 people", lexicon_of("en"))), "5 people", lexicon_of("en"))[0]
    'people'
    """
    gap = lexicon.match("unit_gap", text, numeral.end)
    return lexicon.forms.pattern.match(text, gap.end() if gap else numeral.end)


def is_measured(numeral: Numeral, text: str, lexicon: Lexicon) -> bool:
    """Tell whether a number counts nothing, but is money, a measure or a ratio.

    >>> en = lexicon_of("en")
    >>> [is_measured(next(find_numerals(text, en)), text, en) for text in ("5 t", "5 people", "$5", "5%", "5")]
    [True, False, True, True, False]
    """
    unit = _unit(numeral, text, lexicon)
    name = find_form(unit[0], lexicon.forms)[0] if unit else ""
    counts = not unit or dimension(name) == "count" or name in lexicon.forms.kinds or bool(re.search(r"\d", unit[0]))
    money = text[numeral.start - 1 : numeral.start]
    return not counts or money in tuple("$€£¥") or bool(lexicon.match("percent", text, numeral.end))
