"""A typed quantity → text for a locale: 3亿千瓦 and 300 GW, 4,500万吨 and 45 million tonnes.

Receives a quantity and a locale; returns text that `read` reads back as the same quantity (zh and en).
Digits and
grouping come from Babel; the units and scales are those of the table. Other locales get Babel's digits
and its name of
the unit, or else the unit's id.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, format_decimal
from babel.units import UnknownUnitError, format_unit

from build_scripts.quantities.forms import APPROX, CLDR, PREFIXED, SCALES, SIGNS, ZH_BELOW
from build_scripts.quantities.model import Quantity
from build_scripts.quantities.units import UNITS, dimension, split_rate

MAX_DECIMALS = 4


def format_quantity(quantity: Quantity, locale: str) -> str:
    """Write a quantity in the locale's language: number, unit, range and approximator."""
    language = locale.replace("-", "_").split("_")[0]
    if language not in SCALES:
        return _format_elsewhere(quantity, locale)
    ends = [_format_end(value, quantity, locale, language) for value in _ends(quantity)]
    return APPROX[language][quantity.approx] + _join(ends, quantity, language)


def split_quantity(text: str, locale: str) -> tuple[str, str, str]:
    """Split a written quantity into what stands before the number, the number with sign and scale, and the unit."""
    scales = [word for _, word in SCALES.get(locale.replace("-", "_").split("_")[0], ())]
    after = "|".join([r"\s?[%٪]", *map(re.escape, scales)])
    one = rf"(?:US)?[$€£¥]?\d[\d.,٫٬/]*(?:{after})?"
    between = r"(?:\s?[-–—~～至到]\s?|\s[^\W\d]{1,4}\s)"
    match = re.match(rf"(.*?)({one}(?:{between}{one})?)(.*)\Z", text)
    return (match[1], match[2], match[3]) if match else ("", text, "")


def _ends(quantity: Quantity) -> list[Fraction]:
    return [quantity.first, quantity.last] if quantity.is_range else [quantity.low]


def _format_end(value: Fraction, quantity: Quantity, locale: str, language: str) -> tuple[str, str, str]:
    """Sign, number with its scale, and unit of one end."""
    if quantity.kind == "fraction":
        return "", f"{value.numerator}/{value.denominator}", ""
    if quantity.kind in ("percent", "percentage-point", "multiple"):
        return "", _number(value, locale), _ratio_unit(quantity.kind, language, value)
    numerator, denominators = split_rate(quantity.unit)
    prefixed = PREFIXED[language].get(numerator, ())
    size, form = next(((size, form) for size, form in prefixed if _fits(value, size)), (1, ""))
    number = _scaled(value / size, locale, language)
    if dimension(numerator).startswith("currency"):
        sign, unit = _money(numerator, language)
    else:
        sign, unit = (
            "",
            f" {form}" if form and language == "en" else form or _unit_name(numerator, language, value),
        )
    return sign, number, unit + _below(denominators, language)


def _fits(value: Fraction, size: int) -> bool:
    return abs(value) >= size and _decimals(value / size) is not None


def _decimals(value: Fraction) -> int | None:
    """How many decimals the exact value needs, up to `MAX_DECIMALS`; None when it needs more."""
    return next((places for places in range(MAX_DECIMALS + 1) if (value * 10**places).denominator == 1), None)


def _scaled(value: Fraction, locale: str, language: str) -> str:
    for size, word in SCALES[language]:
        if _fits(value, size):
            return _number(value / size, locale) + word
    return _number(value, locale)


def _number(value: Fraction, locale: str) -> str:
    """The exact digits of a value, grouped as the locale does; a value without finite digits is written as
    a/b.
    """
    places, rest = 0, value.denominator
    while rest % 10 == 0 or rest % 2 == 0 or rest % 5 == 0:
        rest = rest // 10 if rest % 10 == 0 else rest // 2 if rest % 2 == 0 else rest // 5
        places += 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    exact = Decimal(value.numerator * 10**places // value.denominator).scaleb(-places)
    return str(
        format_decimal(exact, format="#,##0." + "#" * max(places, 1), locale=_known(locale), decimal_quantization=False)
    )


def _known(locale: str) -> str:
    try:
        return str(Locale.parse(locale.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return "en"


def _ratio_unit(kind: str, language: str, value: Fraction) -> str:
    if kind == "percent":
        return "%"
    if kind == "multiple":
        return "倍" if language == "zh" else " times"
    if language == "zh":
        return "个百分点"
    return " percentage point" + ("" if value == 1 else "s")


def _money(unit: str, language: str) -> tuple[str, str]:
    if language == "zh":
        return "", UNITS.by_id[unit].zh.replace("元人民币", "元")
    return (SIGNS[unit], "") if unit in SIGNS else ("", f" {UNITS.by_id[unit].en_plural}")


def _unit_name(unit: str, language: str, value: Fraction) -> str:
    known = UNITS.by_id.get(unit)
    if known is None:
        return f" {unit}" if unit else ""
    if language == "zh":
        return known.zh
    if unit == "degC":
        return "°C"
    return f" {known.en if value == 1 else known.en_plural}"


def _below(denominators: tuple[str, ...], language: str) -> str:
    if language == "zh":
        return "".join(
            "/" + (ZH_BELOW.get(unit) or UNITS.by_id[unit].zh if unit in UNITS.by_id else unit) for unit in denominators
        )
    return "".join(f" per {UNITS.by_id[unit].en if unit in UNITS.by_id else unit}" for unit in denominators)


def _join(ends: list[tuple[str, str, str]], quantity: Quantity, language: str) -> str:
    if len(ends) == 1:
        return "".join(ends[0])
    word = "至" if language == "zh" else " to "
    (sign, number, unit), (last_sign, last_number, last_unit) = ends
    if (unit == last_unit and quantity.kind != "percent" and not unit.startswith((" per", "/"))) or sign:
        unit = ""
    return f"{sign}{number}{unit}{word}{last_sign}{last_number}{last_unit}"


def _format_elsewhere(quantity: Quantity, locale: str) -> str:
    """Another locale: Babel's digits and name of the unit, or else the unit's id."""
    known = _known(locale)
    return "–".join(_format_one_elsewhere(value, quantity, known) for value in _ends(quantity))


def _format_one_elsewhere(value: Fraction, quantity: Quantity, locale: str) -> str:
    number = _number(value, locale)
    if quantity.kind == "percent":
        return f"{number}\u00a0%"
    if dimension(quantity.unit).startswith("currency") and "/" not in number:
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return str(
            format_currency(exact, quantity.unit, locale=locale, currency_digits=False, decimal_quantization=False)
        )
    try:
        if quantity.unit in CLDR and "/" not in number:
            exact = Decimal(value.numerator) / Decimal(value.denominator)
            return str(format_unit(exact, CLDR[quantity.unit], locale=locale))
    except UnknownUnitError:
        pass
    return f"{number} {quantity.unit}".strip()
