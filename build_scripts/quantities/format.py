"""A typed quantity → text for a locale: 3亿千瓦 and 300 GW, 4,500万吨 and 45 million tonnes.

Receives a quantity and a locale; returns text that `read` reads back as the same quantity (zh and en). Digits and
grouping come from Babel; the units and scales are those of the table. Other locales get Babel's digits and its name of
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
from build_scripts.quantities.model import Kind, Quantity
from build_scripts.quantities.units import UNITS, dimension, split_rate

MAX_DECIMALS = 4
_WRITTEN = frozenset(
    {
        "count",
        "percent",
        "percentage-point",
        "fraction",
        "multiple",
        "currency",
        "measure",
        "temperature",
        "span",
        "rate",
    }
)


def format_quantity(quantity: Quantity, locale: str) -> str:
    """Write a quantity of a figure in the locale's language: number, unit, range and approximator.

    >>> from build_scripts.quantities.figures import figure_quantity
    >>> format_quantity(figure_quantity("3e11", unit="W"), "zh"), format_quantity(figure_quantity("3e11", unit="W"), "en")
    ('3亿千瓦', '300 GW')
    >>> format_quantity(figure_quantity("-5e8", unit="USD", qualifier="about"), "en")
    'about -$500 million'
    >>> format_quantity(figure_quantity(low=5, high=15, unit="percent"), "zh")
    '5%至15%'
    """
    language = locale.replace("-", "_").split("_")[0]
    if quantity.kind not in _WRITTEN:
        raise ValueError(f"a figure is no {quantity.kind}")
    if language not in SCALES:
        return _format_elsewhere(quantity, locale)
    ends = [_format_end(value, quantity, locale, language) for value in _ends(quantity)]
    return APPROX[language][quantity.approx] + _join(ends, quantity, language)


def split_quantity(text: str, locale: str) -> tuple[str, str, str]:
    """Split a written quantity into what stands before the number, the number with sign and scale, and the unit.

    >>> split_quantity("about 45 million tonnes", "en"), split_quantity("超过16%", "zh"), split_quantity("-5%", "en")
    (('about ', '45 million', ' tonnes'), ('超过', '16%', ''), ('', '-5%', ''))
    """
    scales = [word for _, word in SCALES.get(locale.replace("-", "_").split("_")[0], ())]
    after = "|".join([r"\s?[%٪]", *map(re.escape, scales)])
    one = rf"[-−]?(?:US)?[$€£¥]?\d[\d.,٫٬/]*(?:{after})?"
    between = r"(?:\s?[-–—~～至到]\s?|\s[^\W\d]{1,4}\s)"
    match = re.match(rf"(.*?)({one}(?:{between}{one})?)(.*)\Z", text)
    return (match[1], match[2], match[3]) if match else ("", text, "")


def _ends(quantity: Quantity) -> list[Fraction]:
    """Give the values to write: both ends of a range, the one said first before the other.

    >>> from build_scripts.quantities.figures import figure_quantity
    >>> _ends(figure_quantity(5)), _ends(figure_quantity(low=5, high=15))
    ([Fraction(5, 1)], [Fraction(5, 1), Fraction(15, 1)])
    """
    return [quantity.first, quantity.last] if quantity.is_range else [quantity.low]


def _format_end(value: Fraction, quantity: Quantity, locale: str, language: str) -> tuple[str, str, str]:
    """Give sign, number with its scale, and unit of one end.

    >>> from build_scripts.quantities.figures import figure_quantity
    >>> _format_end(Fraction(45 * 10**6), figure_quantity("45e6", unit="t"), "en", "en")
    ('', '45 million', ' tonnes')
    >>> _format_end(Fraction(-5), figure_quantity(-5, unit="USD"), "en", "en")
    ('-$', '5', '')
    """
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
        if value < 0 and sign:
            sign, number = f"-{sign}", number.removeprefix("-")
    else:
        sign, unit = (
            "",
            f" {form}" if form and language == "en" else form or _unit_name(numerator, language, value),
        )
    return sign, number, unit + _below(denominators, language)


def _fits(value: Fraction, size: int) -> bool:
    """Tell whether a value has few decimals when it is counted in units of a size.

    >>> _fits(Fraction(45 * 10**6), 10**6), _fits(Fraction(45), 10**6), _fits(Fraction(123456789), 10**6)
    (True, False, False)
    """
    return abs(value) >= size and _decimals(value / size) is not None


def _decimals(value: Fraction) -> int | None:
    """Give how many decimals the exact value needs, up to `MAX_DECIMALS`; None when it needs more.

    >>> _decimals(Fraction(5, 2)), _decimals(Fraction(3)), _decimals(Fraction(1, 3))
    (1, 0, None)
    """
    return next((places for places in range(MAX_DECIMALS + 1) if (value * 10**places).denominator == 1), None)


def _scaled(value: Fraction, locale: str, language: str) -> str:
    """Give a value with the largest scale word that keeps its decimals few.

    >>> _scaled(Fraction(45 * 10**6), "en", "en"), _scaled(Fraction(45 * 10**6), "zh", "zh"), _scaled(Fraction(24380), "en", "en")
    ('45 million', '4,500万', '24,380')
    """
    for size, word in SCALES[language]:
        if _fits(value, size):
            return _number(value / size, locale) + word
    return _number(value, locale)


def _number(value: Fraction, locale: str) -> str:
    """Give the exact digits of a value, grouped as the locale does; a value without finite digits as a/b.

    >>> _number(Fraction(9001, 2), "en"), _number(Fraction(1, 3), "en"), _number(Fraction(-3, 2), "fr")
    ('4,500.5', '1/3', '-1,5')
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
    """Give the locale, or English where Babel does not know it.

    >>> _known("zh-Hans"), _known("xx")
    ('zh_Hans', 'en')
    """
    try:
        return str(Locale.parse(locale.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return "en"


def _ratio_unit(kind: Kind, language: str, value: Fraction) -> str:
    """Give what stands after the number of a percentage, of percentage points, or of a multiple.

    >>> _ratio_unit("percentage-point", "en", Fraction(1)), _ratio_unit("percentage-point", "en", Fraction(2))
    (' percentage point', ' percentage points')
    >>> _ratio_unit("multiple", "zh", Fraction(2))
    '倍'
    """
    if kind == "percent":
        return "%"
    if kind == "multiple":
        return "倍" if language == "zh" else " times"
    if language == "zh":
        return "个百分点"
    return " percentage point" + ("" if value == 1 else "s")


def _money(unit: str, language: str) -> tuple[str, str]:
    """Give the sign before a sum of money and the words after it.

    >>> _money("USD", "en"), _money("CNY", "en"), _money("USD", "zh")
    (('$', ''), ('', ' yuan'), ('', '美元'))
    """
    if language == "zh":
        return "", UNITS.by_id[unit].zh.replace("元人民币", "元")
    return (SIGNS[unit], "") if unit in SIGNS else ("", f" {UNITS.by_id[unit].en_plural}")


def _unit_name(unit: str, language: str, value: Fraction) -> str:
    """Give the name of a unit with what parts it from the number; an unknown unit is its own name.

    >>> _unit_name("t", "en", Fraction(1)), _unit_name("t", "en", Fraction(2)), _unit_name("t", "zh", Fraction(2))
    (' tonne', ' tonnes', '吨')
    >>> _unit_name("widget", "en", Fraction(2)), _unit_name("", "en", Fraction(2))
    (' widget', '')
    """
    known = UNITS.by_id.get(unit)
    if known is None:
        return f" {unit}" if unit else ""
    if language == "zh":
        return known.zh
    if unit == "degC":
        return "°C"
    return f" {known.en if value == 1 else known.en_plural}"


def _below(denominators: tuple[str, ...], language: str) -> str:
    """Give what a rate is per.

    >>> _below(("person", "year"), "en"), _below(("person", "year"), "zh"), _below((), "en")
    (' per person per year', '/人/年', '')
    """
    if language == "zh":
        return "".join(
            "/" + (ZH_BELOW.get(unit) or UNITS.by_id[unit].zh if unit in UNITS.by_id else unit) for unit in denominators
        )
    return "".join(f" per {UNITS.by_id[unit].en if unit in UNITS.by_id else unit}" for unit in denominators)


def _join(ends: list[tuple[str, str, str]], quantity: Quantity, language: str) -> str:
    """Give one end, or two with a word between; a unit that both share is written once.

    >>> from build_scripts.quantities.figures import figure_quantity
    >>> quantity = figure_quantity(low=5, high=8, unit="t")
    >>> _join([("", "5", " tonnes"), ("", "8", " tonnes")], quantity, "en"), _join([("$", "5", "")], quantity, "en")
    ('5 to 8 tonnes', '$5')
    """
    if len(ends) == 1:
        return "".join(ends[0])
    word = "至" if language == "zh" else " to "
    (sign, number, unit), (last_sign, last_number, last_unit) = ends
    if (unit == last_unit and quantity.kind != "percent" and not unit.startswith((" per", "/"))) or sign:
        unit = ""
    return f"{sign}{number}{unit}{word}{last_sign}{last_number}{last_unit}"


def _format_elsewhere(quantity: Quantity, locale: str) -> str:
    """Write a quantity for another locale: Babel's digits and name of the unit, or else the unit's id.

    >>> from build_scripts.quantities.figures import figure_quantity
    >>> _format_elsewhere(figure_quantity(low=2, high=3, unit="km"), "de")
    '2 Kilometer–3 Kilometer'
    """
    known = _known(locale)
    return "–".join(_format_one_elsewhere(value, quantity, known) for value in _ends(quantity))


def _format_one_elsewhere(value: Fraction, quantity: Quantity, locale: str) -> str:
    """Write one value for another locale.

    >>> from build_scripts.quantities.figures import figure_quantity
    >>> _format_one_elsewhere(Fraction(3, 2), figure_quantity("1.5", unit="km"), "fr").split()
    ['1,5', 'kilomètre']
    >>> _format_one_elsewhere(Fraction(3), figure_quantity(3, unit="widget"), "de")
    '3 widget'
    """
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
