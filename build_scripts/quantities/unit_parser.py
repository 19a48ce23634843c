"""The table of units, parsed: units by id, and the forms of each language that stand for them.

Receives the rows of `unit_table` and the names of currencies of CLDR; returns `Units`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from babel import Locale

from build_scripts.quantities.unit_table import COUNTED, MONEY, MONEY_NAMES, PHYSICAL

TONNE_WORDS = ("tonne", "tonnes", "ton", "tons", "metric ton", "metric tons", "metric tonne", "metric tonnes")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: its dimension, its size in the dimension's base unit and its names."""

    id: str
    dimension: str
    factor: Fraction
    zh: str
    en: str
    en_plural: str


Form = tuple[str, Fraction]  # unit id, how many of it the form stands for


@dataclass(frozen=True, slots=True)
class Units:
    """The whole table: units by id, and the forms of each language."""

    by_id: dict[str, Unit]
    zh: dict[str, Form]
    en: dict[str, Form]
    symbols: dict[str, Form]
    money: dict[str, Form]


def _split_form(form: str) -> tuple[str, Fraction]:
    """Give a form and how many of the unit it stands for.

    >>> _split_form("kW*1000"), _split_form("mm/1000"), _split_form("t")
    (('kW', Fraction(1000, 1)), ('mm', Fraction(1, 1000)), ('t', Fraction(1, 1)))
    """
    match = re.fullmatch(r"(.+?)([*/])(\d+)", form)
    if match is None:
        return form, Fraction(1)
    size = Fraction(int(match[3]))
    return match[1], size if match[2] == "*" else 1 / size


def _expand_english(form: str) -> list[tuple[str, Fraction]]:
    """Spell out the table's shorthands `{t}` (every word for tonne) and `{n}prefix` (prefix + hours).

    >>> [form for form, _ in _expand_english("{t} of CO2")][:2], _expand_english("{1000}kilowatt")[0]
    (['tonne of CO2', 'tonnes of CO2'], ('kilowatt-hour', Fraction(1000, 1)))
    >>> _expand_english("milligram/1000")
    [('milligram', Fraction(1, 1000))]
    """
    if "{t}" in form:
        return [(form.replace("{t}", word), Fraction(1)) for word in TONNE_WORDS]
    prefixed = re.fullmatch(r"\{(\d+)\}(\w+)", form)
    if prefixed is None:
        name, size = _split_form(form)
        return [(name.lstrip("-"), size)]
    size = Fraction(int(prefixed[1]))
    endings = ("-hour", "-hours", " hour", " hours")
    return [(prefixed[2] + ending, size) for ending in endings]


def _add_row(units: Units, unit: Unit, zh: str, en: str, symbols: list[str]) -> None:
    """Add a unit and its forms to the table.

    >>> units = Units({}, {}, {}, {}, {})
    >>> gram = Unit("g", "mass", Fraction(1, 1000), "克", "gram", "grams")
    >>> _add_row(units, gram, "克 毫克/1000", "gram, grams", ["g"])
    >>> units.zh, sorted(units.en), units.symbols
    ({'克': ('g', Fraction(1, 1)), '毫克': ('g', Fraction(1, 1000))}, ['gram', 'grams'], {'g': ('g', Fraction(1, 1))})
    """
    units.by_id[unit.id] = unit
    for form in zh.split():
        name, size = _split_form(form)
        units.zh.setdefault(name, (unit.id, size))
    for form in filter(None, (word.strip() for word in en.split(","))):
        for name, size in _expand_english(form):
            units.en.setdefault(name.lower(), (unit.id, size))
    for form in symbols:
        name, size = _split_form(form)
        (units.money if unit.dimension.startswith("currency") else units.symbols).setdefault(name, (unit.id, size))


def _rows(table: str) -> list[list[str]]:
    r"""Give the cells of each row of a table; an indented line continues the row before it.

    >>> _rows("g | mass\n    weight | 克\nm | length | 米")
    [['g', 'mass weight', '克'], ['m', 'length', '米']]
    """
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().replace("\n    ", " ").splitlines()]


def _symbols(cell: str) -> list[str]:
    """Give the symbols of a cell, parted by spaces, except those of two parts such as `Gt CO2e`.

    >>> _symbols("tCO2e Gt CO2e*1000000000")
    ['tCO2e', 'Gt CO2e*1000000000']
    """
    return [form.replace("~", " ") for form in re.sub(r"\b([GMk]?t) (CO2)", r"\1~\2", cell).split()]


def load_units() -> Units:
    """Build the table of units.

    >>> table = load_units()
    >>> table.by_id["t"].en_plural, table.zh["千瓦"], table.money["€"]
    ('tonnes', ('W', Fraction(1000, 1)), ('EUR', Fraction(1, 1)))
    """
    units = Units({}, {}, {}, {}, {})
    for id_, dimension, factor, zh_name, en_names, zh, en, symbols in _rows(PHYSICAL):
        one, many = (name.strip() for name in en_names.split(","))
        _add_row(units, Unit(id_, dimension, Fraction(factor), zh_name, one, many), zh, en, _symbols(symbols))
    for id_, zh_name, en_names, zh, en in _rows(COUNTED):
        one, many = (name.strip() for name in en_names.split(","))
        _add_row(units, Unit(id_, "count", Fraction(1), zh_name, one, many), zh, en, [])
    for id_, zh_name, zh, en, symbols in _rows(MONEY):
        plural = en.split(",")[0].strip()
        unit = Unit(id_, f"currency:{id_}", Fraction(1), zh_name, plural, plural)
        _add_row(units, unit, zh, en, symbols.split())
    _add_other_money(units)
    return units


def _add_other_money(units: Units) -> None:
    """Add further currencies with the names that CLDR gives them in either language, and their short names.

    >>> units = Units({}, {}, {}, {}, {})
    >>> _add_other_money(units)
    >>> units.by_id["VND"].zh, units.zh["越盾"], units.en["dong"], units.money["VND"]
    ('越南盾', ('VND', Fraction(1, 1)), ('VND', Fraction(1, 1)), ('VND', Fraction(1, 1)))
    """
    zh, en = Locale("zh").currencies, Locale("en").currencies
    short = {code: (forms, names) for code, forms, names in _rows(MONEY_NAMES)}
    for code in sorted(set(zh) & set(en)):
        name = en[code].lower()
        if code in units.by_id or not _is_plain_currency(code, zh[code], name):
            continue
        forms, names = short.get(code, ("", ""))
        unit = Unit(code, f"currency:{code}", Fraction(1), zh[code], f"{name}s", f"{name}s")
        _add_row(units, unit, f"{zh[code]} {forms}", f"{name}, {name}s, {names}", [code] if code in _CODES else [])


def _is_plain_currency(code: str, zh: str, en: str) -> bool:
    """Tell whether a currency of CLDR is money that is in use, not a metal, a test or an old one with its years.

    >>> _is_plain_currency("VND", "越南盾", "vietnamese dong"), _is_plain_currency("XAU", "黄金", "gold")
    (True, False)
    """
    if not re.fullmatch(r"[A-Z]{3}", code) or not re.fullmatch(r"\w{2,12}", zh):
        return False
    return not any(mark in en for mark in "()0123456789") and not any(mark in zh for mark in "金银测")


# Codes that are read beside a number; the others look too much like words (TOP, ALL, COP).
_CODES = frozenset(
    [
        "AED",
        "BRL",
        "CZK",
        "DKK",
        "EGP",
        "HUF",
        "IDR",
        "ILS",
        "KWD",
        "KZT",
        "MXN",
        "NOK",
        "PHP",
        "PLN",
        "QAR",
        "SAR",
        "SEK",
        "THB",
        "TRY",
        "VND",
        "ZAR",
    ]
)
