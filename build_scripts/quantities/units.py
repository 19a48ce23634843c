"""Units by id and by form: what the table of units says, indexed for reading and for writing.

Receives unit ids ("t", "USD/tCO2e") or forms as they stand in a text; returns units, factors and dimensions. A unit
that is not in the table has no dimension: it agrees only with itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel import Locale
from babel.numbers import get_currency_name
from babel.units import format_unit

from build_scripts.quantities.model import Kind
from build_scripts.quantities.normalise import normalise

_COUNTS = (1, 3, 2, 5, 11, 100)  # between them, every plural of CLDR
SPAN_DIMENSIONS = frozenset({"calendar", "time"})
RATIO_UNITS = ("percent", "percentage-point", "multiple", "fraction")  # kinds of their own
Form = tuple[str, Fraction]  # unit id, how many of it the form stands for


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: how many base units of its dimension it is, and CLDR's id of it, if it has one."""

    id: str
    dimension: str
    factor: Fraction
    cldr: str = ""


@dataclass(frozen=True, slots=True)
class Units:
    """The table: units by id, and the symbols that all languages write."""

    by_id: dict[str, Unit]
    symbols: dict[str, Form]
    money: dict[str, Form]


@dataclass(frozen=True, slots=True)
class Forms:
    """What a language calls the units: one and many by id, units by form, and the pattern of every form."""

    names: dict[str, tuple[str, str]]
    by_form: dict[str, Form]
    pattern: re.Pattern[str]
    kinds: Mapping[str, Kind] = field(default_factory=dict)  # of declared units; so are what follows
    money: re.Pattern[str] = re.compile("(?!)")
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def _load(path: Path) -> dict[str, Any]:
    """Give the content of a data file.

    >>> _load(Path(__file__).parent / "units.toml")["mass"]["t"]["factor"]
    '1000'
    """
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _split_forms(cell: str) -> Iterator[tuple[str, Fraction]]:
    """Give each form of a list with how many of the unit it stands for.

    >>> list(_split_forms("t, kt*1000, mg/1000"))
    [('t', Fraction(1, 1)), ('kt', Fraction(1000, 1)), ('mg', Fraction(1, 1000))]
    """
    for form in filter(None, (form.strip() for form in cell.replace("\n", " ").split(","))):
        name, sign, size = re.fullmatch(r"(.+?)(?:([*/])(\d+))?", form).groups()  # type: ignore[union-attr]  # fits all
        yield name, Fraction(1) if sign is None else Fraction(size) if sign == "*" else 1 / Fraction(size)


def canonical(form: str) -> str:
    """Give a form with a space for every hyphen or run of spaces, and CO2 however it was set.

    >>> canonical("metric-tons"), canonical("MtCO_2")
    ('metric tons', 'MtCO2')
    """
    return re.sub(r"[\s-]{1,2}", " ", re.sub("(?i)(?<=co)_2", "2", form))


def _load_units() -> Units:
    """Build the table of units from its data file.

    >>> table = _load_units()
    >>> table.by_id["t"].factor, table.symbols["kW"], table.money["€"]
    (Fraction(1000, 1), ('W', Fraction(1000, 1)), ('EUR', Fraction(1, 1)))
    """
    units = Units({}, {}, {})
    for dimension, rows in _load(Path(__file__).parent / "units.toml").items():
        for id_, row in rows.items():
            own = f"{dimension}:{id_}" if dimension == "currency" else dimension
            units.by_id[id_] = Unit(id_, own, Fraction(row.get("factor", 1)), row.get("cldr", ""))
            for form, size in _split_forms(row.get("symbols", "")):
                (units.money if dimension == "currency" else units.symbols).setdefault(canonical(form), (id_, size))
    return units


UNITS = _load_units()


def load_forms(path: Path, language: str, spaced: bool) -> Forms:
    """Give what a language calls the units: what its file says, and CLDR's names of currencies.

    >>> forms = load_forms(Path(__file__).parent / "en/units.toml", "en", True)
    >>> forms.names["t"], forms.by_form["kilowatt hours"], forms.names["VND"]
    (('tonne', 'tonnes'), ('Wh', Fraction(1000, 1)), ('Vietnamese dong', 'Vietnamese dong'))
    """
    data = _load(path)
    words, locale = data.pop("words", {}), Locale(language)
    names: dict[str, tuple[str, str]] = {}
    by_form: dict[str, Form] = {}
    for id_, unit in UNITS.by_id.items():
        row = data.get(id_, {})
        known = [] if "name" in row else cldr_names(unit, locale)
        one = row.get("name", known[0] if known else id_)
        names[id_] = one, row.get("plural", known[min(1, len(known) - 1)] if known else one)
        own = [(form, Fraction(1)) for form in (*names[id_], *known)]
        for form, size in (*own, *_expand(row.get("forms", ""), words)):
            by_form.setdefault(canonical(normalise(form)).lower(), (id_, size))
    return Forms(names, by_form, form_pattern(by_form, spaced))


def cldr_names(unit: Unit, locale: Locale) -> list[str]:
    """Give what CLDR calls a unit or a currency in a language: one, three, as other numbers have it, and in short.

    >>> cldr_names(UNITS.by_id["t"], Locale("fr")), cldr_names(UNITS.by_id["USD"], Locale("fr"))[0]
    (['tonne', 'tonnes', 't'], 'dollar des États-Unis')
    """
    names: list[str] = []
    if unit.cldr:
        shown = [
            format_unit(count, unit.cldr, length, locale=locale) for length in ("long", "short") for count in _COUNTS
        ]
        found = (re.fullmatch(r"\d+\s?(\D{1,})", normalise(text)) for text in shown)
        names = [match[1] for match in found if match]
    elif unit.dimension.startswith("currency"):
        names = [get_currency_name(unit.id, count, locale=locale) for count in _COUNTS]
    return [name for name in dict.fromkeys(names) if not re.search("[(（]", name)]  # (unknown unit of currency)


def _expand(cell: str, words: Mapping[str, str]) -> Iterator[tuple[str, Fraction]]:
    """Give the forms of a list, one for each word that a name in braces stands for.

    >>> [form for form, _ in _expand("{ton} of CO2, kg", {"ton": "ton, tons"})]
    ['ton of CO2', 'tons of CO2', 'kg']
    """
    for form, size in _split_forms(cell):
        name = re.search(r"\{(\w+)\}", form)
        for word, _ in _split_forms(words[name[1]]) if name else [("", size)]:
            yield form.replace(name[0], word) if name else form, size


def _alternation(forms: Iterable[str]) -> str:
    """Give the pattern of any of the forms, the longest first; a space may be a hyphen, CO2 may be CO_2.

    >>> re.findall(_alternation(["t", "t CO2", "CO2"]), "t-CO2 CO_2 t")
    ['t-CO2', 'CO_2', 't']
    """
    plain = (re.escape(form).replace(r"\ ", r"[\s-]{1,2}") for form in sorted(forms, key=len, reverse=True))
    return "|".join(plain).replace("CO2", "CO_?2").replace("co2", "co_?2")


def form_pattern(by_form: Mapping[str, Form], spaced: bool) -> re.Pattern[str]:
    """Give a pattern of every form and symbol of a unit, longest first, to be matched just after a number.

    >>> form_pattern({"square metres": ("m2", 1)}, True).match("Square metres of")[0], form_pattern({"米": ("m", 1)}, False).match("米长")[0]
    ('Square metres', '米')
    """
    words, symbols = _alternation(by_form), _alternation([*UNITS.symbols, *UNITS.money])
    end, symbol_end = (r"(?!\w|'\w)", r"(?!\w|'\w)") if spaced else ("", "(?![A-Za-z0-9])")
    return re.compile(rf"(?i:(?:{words}){end})|(?:{symbols}){symbol_end}")


@cache
def money_pattern() -> re.Pattern[str]:
    """Give a pattern of a currency just before a number: `US$`, `RMB `, `€`.

    >>> [bool(money_pattern().search(text)) for text in ("worth US$", "worth RMB ", "XRMB")]
    [True, True, False]
    """
    codes = _alternation(form for form in UNITS.money if form[-1].isalpha())
    signs = _alternation(form for form in UNITS.money if not form[-1].isalpha())
    return re.compile(rf"(?:(?:{signs})|(?<![A-Za-z])(?:{codes}))\s?$")


def find_form(text: str, forms: Forms) -> Form:
    """Give the unit id and size of a form that the pattern of the forms matched.

    >>> zh, en = lexicon_of("zh").forms, lexicon_of("en").forms
    >>> find_form("千瓦时", zh), find_form("Square-Metres", en), find_form("MtCO_2", en)
    (('Wh', Fraction(1000, 1)), ('m2', Fraction(1, 1)), ('tCO2', Fraction(1000000, 1)))
    """
    plain = canonical(text)
    return UNITS.symbols.get(plain) or UNITS.money.get(plain) or forms.by_form[plain.lower()]


def split_rate(unit: str) -> tuple[str, tuple[str, ...]]:
    """Give the unit and what it is per; a speed stays one unit.

    >>> split_rate("kg/person/year"), split_rate("km/hour"), split_rate("t")
    (('kg', ('person', 'year')), ('km/hour', ()), ('t', ()))
    """
    if unit in UNITS.by_id:
        return unit, ()
    numerator, *denominators = unit.split("/")
    return numerator, tuple(denominators)


def unknown_units(unit: str, declared: Collection[str] = ()) -> list[str]:
    """Give the parts of a unit id that are neither units of the table, nor declared, nor ratios.

    >>> unknown_units("t/year"), unknown_units("percent"), unknown_units("widget/year")
    ([], [], ['widget'])
    """
    parts = [unit] if unit in UNITS.by_id else unit.split("/")
    return [part for part in parts if part not in UNITS.by_id and part not in RATIO_UNITS and part not in declared]


def dimension(unit: str) -> str:
    """Give the dimension of a single unit; its own id when the table does not hold it, "" when there is none.

    >>> dimension("kg"), dimension("USD"), dimension("widget"), dimension("")
    ('mass', 'currency:USD', 'widget', '')
    """
    known = UNITS.by_id.get(unit)
    return known.dimension if known else unit


def kind_of(unit: str, declared: Mapping[str, Kind] = MappingProxyType({})) -> Kind:
    """Give the kind of a quantity in the unit: what is counted, measured, paid, or a length of time.

    >>> [kind_of(unit) for unit in ("percent", "t", "USD", "year", "person", "t/year", "degC", "widget")]
    ['percent', 'measure', 'currency', 'span', 'count', 'rate', 'temperature', 'count']
    """
    if unit in RATIO_UNITS:
        return unit  # type: ignore[return-value]  # these units are kinds
    numerator, denominators = split_rate(unit)
    if denominators:
        return "rate"
    if numerator in declared:
        return declared[numerator]
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
