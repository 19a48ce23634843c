"""Units by id and by form: what the table of units says, indexed for reading and for writing.

Receives unit ids ("t", "USD/tCO2e") or forms as they stand in a text; returns units, factors and dimensions.
A unit that is not in the table has no dimension: it agrees only with itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from babel import Locale

from build_scripts.quantities.model import Kind
from build_scripts.quantities.unit_table import COUNTED, MONEY, MONEY_NAMES, PHYSICAL

TONNE_WORDS = ("tonne", "tonnes", "ton", "tons", "metric ton", "metric tons", "metric tonne", "metric tonnes")
SPAN_DIMENSIONS = frozenset({"calendar", "time"})


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
    """`kW*1000` → (`kW`, 1000)."""
    match = re.fullmatch(r"(.+?)([*/])(\d+)", form)
    if match is None:
        return form, Fraction(1)
    size = Fraction(int(match[3]))
    return match[1], size if match[2] == "*" else 1 / size


def _expand_english(form: str) -> list[tuple[str, Fraction]]:
    """Spell out the table's shorthands `{t}` (every word for tonne) and `{n}prefix` (prefix + hours)."""
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
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().replace("\n    ", " ").splitlines()]


def _symbols(cell: str) -> list[str]:
    """Symbols are parted by spaces, except those of two parts such as `Gt CO2e`."""
    return [form.replace("~", " ") for form in re.sub(r"\b([GMk]?t) (CO2)", r"\1~\2", cell).split()]


def _load() -> Units:
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

    >>> UNITS.by_id["VND"].zh, UNITS.zh["越盾"], UNITS.en["dong"], UNITS.money["VND"]
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
UNITS = _load()


def _alternation(forms: list[str]) -> str:
    plain = (re.escape(form).replace(r"\ ", r"[\s-]{1,2}") for form in sorted(forms, key=len, reverse=True))
    return "|".join(form.replace("CO2", r"CO_?2") for form in plain)


@cache
def pattern(language: str) -> re.Pattern[str]:
    """A pattern of every form of a unit in the language, longest first, to be matched just after a number."""
    if language == "zh":
        latin = [form for form in (*UNITS.symbols, *UNITS.money) if form.isascii()]
        return re.compile(rf"(?:{_alternation(list(UNITS.zh))})|(?:{_alternation(latin)})(?![A-Za-z])")
    words, symbols = _alternation(list(UNITS.en)), _alternation([*UNITS.symbols, *UNITS.money])
    return re.compile(rf"(?i:(?:{words})(?![\w]))|(?:{symbols})(?![A-Za-z0-9])")


@cache
def money_pattern() -> re.Pattern[str]:
    """A pattern of a currency just before a number: `US$`, `RMB `, `€`."""
    codes = [form for form in UNITS.money if form[-1].isalpha()]
    signs = [form for form in UNITS.money if not form[-1].isalpha()]
    return re.compile(rf"(?:(?:{_alternation(signs)})|(?<![A-Za-z])(?:{_alternation(codes)}))\s?$")


def find_form(text: str, language: str) -> Form:
    """The unit id and size of a form that `pattern` matched."""
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
    """A form whose spaces and hyphens were written otherwise than in the table."""
    wanted = plain.lower().replace("-", " ")
    for table in (UNITS.en, UNITS.symbols):
        for name, form in table.items():
            if name.lower().replace("-", " ") == wanted:
                return form
    raise LookupError(f"no unit has the form {plain!r}")


def split_rate(unit: str) -> tuple[str, tuple[str, ...]]:
    """`kg/person/year` → (`kg`, (`person`, `year`)); a speed stays one unit."""
    if unit in UNITS.by_id:
        return unit, ()
    numerator, *denominators = unit.split("/")
    return numerator, tuple(denominators)


def dimension(unit: str) -> str:
    """The dimension of a single unit; its own id when the table does not hold it, "" when there is none."""
    known = UNITS.by_id.get(unit)
    return known.dimension if known else unit


def kind_of(unit: str) -> Kind:
    """The kind of a quantity in the unit: what is counted, measured, paid, or a length of time."""
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
    """How many base units of its dimension the unit is."""
    known = UNITS.by_id.get(unit)
    return known.factor if known else Fraction(1)
