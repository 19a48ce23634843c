"""Units by id and by form: what the table of units says, indexed for reading and for writing.

Receives unit ids ("t", "USD/tCO2e") or forms as they stand in a text; returns units, factors and dimensions. A unit
that is not in the table has no dimension: it agrees only with itself.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from build_scripts.quantities.model import Kind
from build_scripts.quantities.unit_parser import Form, load_units

SPAN_DIMENSIONS = frozenset({"calendar", "time"})
UNITS = load_units()


def _alternation(forms: list[str]) -> str:
    """Give the pattern of any of the forms, the longest first; a space may be a hyphen, CO2 may be CO_2.

    >>> re.findall(_alternation(["t", "t CO2", "CO2"]), "t-CO2 CO_2 t")
    ['t-CO2', 'CO_2', 't']
    """
    plain = (re.escape(form).replace(r"\ ", r"[\s-]{1,2}") for form in sorted(forms, key=len, reverse=True))
    return "|".join(form.replace("CO2", r"CO_?2") for form in plain)


@cache
def pattern(language: str) -> re.Pattern[str]:
    """Give a pattern of every form of a unit in the language, longest first, to be matched just after a number.

    >>> pattern("zh").match("千瓦时")[0], pattern("en").match("square metres of")[0], pattern("en").match("tonnesque")
    ('千瓦时', 'square metres', None)
    """
    if language == "zh":
        latin = [form for form in (*UNITS.symbols, *UNITS.money) if form.isascii()]
        return re.compile(rf"(?:{_alternation(list(UNITS.zh))})|(?:{_alternation(latin)})(?![A-Za-z])")
    words, symbols = _alternation(list(UNITS.en)), _alternation([*UNITS.symbols, *UNITS.money])
    return re.compile(rf"(?i:(?:{words})(?![\w]))|(?:{symbols})(?![A-Za-z0-9])")


@cache
def money_pattern() -> re.Pattern[str]:
    """Give a pattern of a currency just before a number: `US$`, `RMB `, `€`.

    >>> [bool(money_pattern().search(text)) for text in ("worth US$", "worth RMB ", "XRMB")]
    [True, True, False]
    """
    codes = [form for form in UNITS.money if form[-1].isalpha()]
    signs = [form for form in UNITS.money if not form[-1].isalpha()]
    return re.compile(rf"(?:(?:{_alternation(signs)})|(?<![A-Za-z])(?:{_alternation(codes)}))\s?$")


def find_form(text: str, language: str) -> Form:
    """Give the unit id and size of a form that `pattern` matched.

    >>> find_form("千瓦时", "zh"), find_form("Square-Metres", "en"), find_form("MtCO_2", "en")
    (('Wh', Fraction(1000, 1)), ('m2', Fraction(1, 1)), ('tCO2', Fraction(1000000, 1)))
    """
    text = text.replace("CO_2", "CO2")
    plain = re.sub(r"[\s-]{1,2}", " ", text)
    if language == "zh":
        tables = (UNITS.zh, UNITS.symbols, UNITS.money)
        return next(table[text] for table in tables if text in table)
    for name, table in ((text, UNITS.symbols), (text, UNITS.money), (plain.lower(), UNITS.en)):
        if name in table:
            return table[name]
    return UNITS.en.get(text.lower()) or UNITS.en.get(text.lower().replace(" ", "-")) or _find_mixed(plain)


def _find_mixed(plain: str) -> Form:
    """Give the unit of a form whose spaces and hyphens were written otherwise than in the table.

    >>> _find_mixed("metric-tons"), _find_mixed("light year")
    (('t', Fraction(1, 1)), ('light-year', Fraction(1, 1)))
    """
    wanted = plain.lower().replace("-", " ")
    for table in (UNITS.en, UNITS.symbols):
        for name, form in table.items():
            if name.lower().replace("-", " ") == wanted:
                return form
    raise LookupError(f"no unit has the form {plain!r}")


def split_rate(unit: str) -> tuple[str, tuple[str, ...]]:
    """Give the unit and what it is per; a speed stays one unit.

    >>> split_rate("kg/person/year"), split_rate("km/hour"), split_rate("t")
    (('kg', ('person', 'year')), ('km/hour', ()), ('t', ()))
    """
    if unit in UNITS.by_id:
        return unit, ()
    numerator, *denominators = unit.split("/")
    return numerator, tuple(denominators)


def dimension(unit: str) -> str:
    """Give the dimension of a single unit; its own id when the table does not hold it, "" when there is none.

    >>> dimension("kg"), dimension("USD"), dimension("widget"), dimension("")
    ('mass', 'currency:USD', 'widget', '')
    """
    known = UNITS.by_id.get(unit)
    return known.dimension if known else unit


def kind_of(unit: str) -> Kind:
    """Give the kind of a quantity in the unit: what is counted, measured, paid, or a length of time.

    >>> [kind_of(unit) for unit in ("percent", "t", "USD", "year", "person", "t/year", "degC", "widget")]
    ['percent', 'measure', 'currency', 'span', 'count', 'rate', 'temperature', 'count']
    """
    if unit in ("percent", "percentage-point", "multiple", "fraction"):
        return unit  # type: ignore[return-value]  # these units are kinds of their own
    numerator, denominators = split_rate(unit)
    if denominators:
        return "rate"
    name = dimension(numerator).partition(":")[0]
    if name in ("currency", "temperature"):
        return name  # type: ignore[return-value]  # both are kinds
    if name in SPAN_DIMENSIONS:
        return "span"
    return "count" if name in ("count", "age", "") or numerator not in UNITS.by_id else "measure"


def factor(unit: str) -> Fraction:
    """Give how many base units of its dimension the unit is.

    >>> factor("t"), factor("mu"), factor("widget")
    (Fraction(1000, 1), Fraction(2000, 3), Fraction(1, 1))
    """
    known = UNITS.by_id.get(unit)
    return known.factor if known else Fraction(1)
