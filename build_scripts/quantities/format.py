"""A typed quantity → text for a locale: 3亿千瓦 and 300 GW, 4,500万吨 and 45 million tonnes.

Receives a quantity and a locale; returns text that `read` reads back as the same quantity where the lexicon of the
language says how it is written. Digits and grouping come from Babel; the units are those of the table. Other locales get
Babel's digits and its name of the unit, or else the unit's id.
"""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

from babel import Locale
from babel.numbers import format_currency, format_decimal
from babel.units import UnknownUnitError, format_unit

from build_scripts.quantities.general import known_locale
from build_scripts.quantities.lexicon import Lexicon, lexicon_of, primary
from build_scripts.quantities.model import Quantity
from build_scripts.quantities.own_units import OwnUnit, with_units
from build_scripts.quantities.units import UNITS, cldr_names, dimension, factor, split_rate

MAX_DECIMALS = 4
Parts = tuple[str, str, str]
# What is written of a qualifier, and of a ratio, where no words are known.
_SIGNS = {
    "about": "≈\u00a0",
    "nearly": "≲\u00a0",
    "over": ">\u00a0",
    "at-least": "≥\u00a0",
    "under": "<\u00a0",
    "at-most": "≤\u00a0",
    "up-to": "≤\u00a0",
}
_RATIO_SIGNS = {"percent": "\u00a0%", "percentage-point": "\u00a0pp", "multiple": "\u00a0×", "fraction": ""}
_RATIOS = frozenset(["percent", "percentage-point", "multiple"])
_WRITTEN = _RATIOS | {"count", "fraction", "currency", "measure", "temperature", "span", "rate"}


def format_quantity(quantity: Quantity, locale: str, units: tuple[OwnUnit, ...] = ()) -> str:
    """Write a quantity of a figure in the locale's language: number, unit, range and approximator.

    >>> from build_scripts.quantities.figures import figure_quantity
    >>> format_quantity(figure_quantity("3e11", unit="W"), "zh"), format_quantity(figure_quantity("3e11", unit="W"), "en")
    ('3亿千瓦', '300 GW')
    >>> format_quantity(figure_quantity("-5e8", unit="USD", qualifier="about"), "en")
    'about -$500 million'
    >>> format_quantity(figure_quantity(low=5, high=15, unit="percent"), "zh")
    '5%至15%'
    """
    return "".join(format_parts(quantity, locale, units))


def format_parts(quantity: Quantity, locale: str, units: tuple[OwnUnit, ...] = ()) -> Parts:
    """Write a quantity in parts: what stands before the number, the number with sign and scale, and the unit.

    >>> from build_scripts.quantities.figures import figure_quantity
    >>> format_parts(figure_quantity(21400, unit="t", qualifier="about"), "fr")
    ('environ ', '21\u202f400', '\xa0tonnes')
    >>> format_parts(figure_quantity(16, unit="percent", qualifier="over"), "zh")
    ('超过', '16%', '')
    >>> format_parts(figure_quantity(148, unit="per-100000", qualifier="under"), "zh")
    ('不足每10万人', '148', '')
    """
    if quantity.kind not in _WRITTEN:
        raise ValueError(f"a figure is no {quantity.kind}")
    lexicon, values = with_units(lexicon_of(primary(locale)), units), dict.fromkeys([quantity.first, quantity.last])
    if not lexicon.writing:
        written = [_format_elsewhere(value, quantity, str(known_locale(locale)), lexicon) for value in values]
        number, unit = _join_elsewhere(written)
        return _SIGNS.get(quantity.approx, ""), number, unit
    ends = [_format_end(value, quantity, locale, lexicon) for value in values]
    leading = lexicon.writing.get("leading")
    lead = ends[0][2].strip() if leading and re.fullmatch(leading, ends[0][2].strip()) else ""
    if lead:  # 每10万人148
        ends = [(sign, number, "") for sign, number, _ in ends]
    number, unit = _join(ends, quantity, lexicon)
    if unit.strip() in ("%", "٪"):
        number, unit = number + unit, ""
    word, is_after = (
        str(lexicon.writing["approx"].get(quantity.approx, "")),
        quantity.approx in lexicon.writing.get("after", ()),
    )
    before, after = ("", word) if is_after else (word, "")
    parts = before + lead, number, unit + after
    if known_locale(locale).script == "Hant":
        return lexicon.unfold(parts[0]), lexicon.unfold(parts[1]), lexicon.unfold(parts[2])
    return parts


def _format_end(value: Fraction, quantity: Quantity, locale: str, lexicon: Lexicon) -> tuple[str, str, str]:
    """Give sign, number with its scale, and unit of one end.

    >>> from build_scripts.quantities.figures import figure_quantity
    >>> _format_end(Fraction(45 * 10**6), figure_quantity("45e6", unit="t"), "en", lexicon_of("en"))
    ('', '45 million', ' tonnes')
    >>> _format_end(Fraction(-5), figure_quantity(-5, unit="USD"), "en", lexicon_of("en"))
    ('-$', '5', '')
    """
    if quantity.kind == "fraction" and quantity.unit not in lexicon.forms.own:
        return "", f"{value.numerator}/{value.denominator}", ""
    if quantity.kind in _RATIOS and quantity.unit not in lexicon.forms.own:
        one, many = lexicon.writing["ratios"][quantity.kind]
        singular = Locale(lexicon.language).plural_form(abs(float(value))) in lexicon.writing["singular"]
        return "", _number(value, locale), one if singular else many
    numerator, denominators = split_rate(quantity.unit)
    prefixed: dict[str, int] = lexicon.writing["prefixed"].get(numerator, {})
    form = next((form for form, size in prefixed.items() if _fits(value, size)), "")
    number = _scaled(value / prefixed.get(form, 1), locale, lexicon)
    sign = lexicon.writing["signs"].get(numerator, "")
    unit = form or ("" if sign else _unit_name(numerator, value, lexicon))
    if "of" in lexicon.writing and number[-1].isalpha():
        unit = lexicon.writing["of"][unit[1:2] in "aeiouéEÉh"] + unit[1:]
    below = (_below(name, lexicon) for name in denominators)
    if value < 0 and sign:
        sign, number = f"-{sign}", number.removeprefix("-")
    return sign, number, unit + "".join(lexicon.writing["per"] + name for name in below)


def _below(unit: str, lexicon: Lexicon) -> str:
    """Give what a unit is called of which something is measured: 年, person, or the short form of a declared one.

    >>> _below("year", lexicon_of("zh")), _below("person", lexicon_of("en"))
    ('年', 'person')
    """
    own = lexicon.forms.own.get(unit, {}).get("short")
    return own or str(lexicon.writing["below"].get(unit) or lexicon.forms.names.get(unit, (unit,))[0])


def _own_name(unit: str, value: Fraction, locale: str, lexicon: Lexicon) -> str:
    """Give the word for a declared unit in the plural that the language has for a number; "" for any other unit.

    >>> _own_name("bed", Fraction(2), "en", lexicon_of("en"))
    ''
    """
    words = lexicon.forms.own.get(unit)
    if not words:
        return ""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    form = Locale.parse(locale).plural_form(abs(exact))
    return words.get(form) or words.get("other") or words["short"]


def _fits(value: Fraction, size: int) -> bool:
    """Tell whether a value has few decimals when it is counted in units of a size.

    >>> _fits(Fraction(45 * 10**6), 10**6), _fits(Fraction(45), 10**6), _fits(Fraction(123456789), 10**6)
    (True, False, False)
    """
    return abs(value) >= size and (value / size * 10**MAX_DECIMALS).denominator == 1


def _scaled(value: Fraction, locale: str, lexicon: Lexicon) -> str:
    """Give a value with the largest scale word that keeps its decimals few.

    >>> [_scaled(Fraction(45 * 10**6), code, lexicon_of(code)) for code in ("en", "zh")]
    ['45 million', '4,500万']
    """
    for word, size in lexicon.writing["scales"].items():
        if _fits(value, size):
            return _number(value / size, locale) + str(word)
    return _number(value, locale)


def _number(value: Fraction, locale: str) -> str:
    """Give the exact digits of a value, grouped as the locale does; a value without finite digits as a/b.

    >>> _number(Fraction(9001, 2), "en"), _number(Fraction(1, 3), "en"), _number(Fraction(-3, 2), "fr")
    ('4,500.5', '1/3', '-1,5')
    """
    places = next((places for places in range(100) if (value * 10**places).denominator == 1), None)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    exact = Decimal(int(value * 10**places)).scaleb(-places)
    pattern = "#,##0." + "#" * max(places, 1)
    return str(format_decimal(exact, format=pattern, locale=str(known_locale(locale)), decimal_quantization=False))


def _unit_name(unit: str, value: Fraction, lexicon: Lexicon) -> str:
    """Give the name of a unit with what parts it from the number; an unknown unit is its own name.

    >>> en, zh = lexicon_of("en"), lexicon_of("zh")
    >>> _unit_name("t", Fraction(1), en), _unit_name("t", Fraction(2), en), _unit_name("t", Fraction(2), zh)
    (' tonne', ' tonnes', '吨')
    >>> _unit_name("widget", Fraction(2), en), _unit_name("", Fraction(2), en)
    (' widget', '')
    """
    gap = lexicon.writing.get("gap", " " if lexicon.spaced else "")
    if own := _own_name(unit, value, lexicon.language, lexicon):
        return f"{gap}{own}"
    if unit not in UNITS.by_id:
        return f" {unit}" if unit else ""
    one, many = lexicon.forms.names[unit]
    singular = Locale(lexicon.language).plural_form(abs(float(value))) in lexicon.writing["singular"]
    name = re.sub(r"(?<=\d) (?=\d)", "\u202f", one if singular else many)  # pour 100 000
    return str(lexicon.writing["names"].get(unit) or f"{gap}{name}")


def _join(ends: list[tuple[str, str, str]], quantity: Quantity, lexicon: Lexicon) -> tuple[str, str]:
    """Give number and unit of one end, or of two with a word between; a unit that both share is written once.

    >>> from build_scripts.quantities.figures import figure_quantity
    >>> quantity, en = figure_quantity(low=5, high=8, unit="t"), lexicon_of("en")
    >>> _join([("", "5", " tonnes"), ("", "8", " tonnes")], quantity, en), _join([("$", "5", "")], quantity, en)
    (('5 to 8', ' tonnes'), ('$5', ''))
    """
    (sign, number, unit), last = ends[0], ends[-1]
    if len(ends) == 1:
        return sign + number, unit
    rate = unit.startswith(lexicon.writing["per"].rstrip()) and quantity.kind == "rate"
    shared = unit == last[2] and quantity.kind != "percent" and not rate
    between = ("" if shared or sign else unit) + str(lexicon.writing["range"])
    return sign + number + between + last[0] + last[1], last[2]


def _join_elsewhere(ends: list[tuple[str, str]]) -> tuple[str, str]:
    """Give number and unit of one written value or two, each with its number; a unit before the number belongs to it.

    >>> _join_elsewhere([("3 Tonnen", "3"), ("5 Tonnen", "5")]), _join_elsewhere([("$3", "3")])
    (('3 Tonnen–5', ' Tonnen'), ('$3', ''))
    """
    text, number = ends[-1]
    end = text.rindex(number) + len(number) if number in text else len(text)
    rest = re.match(r"[\d.,٫٬]*(?:\s?[%٪])?", text[end:])
    end += rest.end() if rest else 0
    return "".join(f"{first}–" for first, _ in ends[:-1]) + text[:end], text[end:]


def _format_elsewhere(value: Fraction, quantity: Quantity, locale: str, lexicon: Lexicon) -> tuple[str, str]:
    """Write one value, and its number, for a locale whose language says not how: Babel's name of the unit, or its id.

    >>> from build_scripts.quantities.figures import figure_quantity
    >>> _format_elsewhere(Fraction(3, 2), figure_quantity("1.5", unit="km"), "fr", lexicon_of("xx"))
    ('1,5\xa0kilomètre', '1,5')
    >>> for unit in ("widget", "t/year", "per-1000"):
    ...     print(_format_elsewhere(Fraction(3), figure_quantity(3, unit=unit), "de", lexicon_of("de"))[0].replace("\\xa0", " "))
    3 widget
    3 Tonnen/Jahr
    3 / 1.000
    """
    number, (unit, below) = _number(value, locale), split_rate(quantity.unit)
    own = _own_name(unit, value, locale, lexicon)
    if quantity.kind in _RATIO_SIGNS and not own:
        return number + _RATIO_SIGNS[quantity.kind], number
    per = "".join(
        f"/{_own_name(name, Fraction(1), locale, lexicon) or _name_elsewhere(name, Fraction(1), locale)}"
        for name in below
    )
    if own:
        return f"{number}\u00a0{own}{per}", number
    if dimension(unit) == "incidence":
        return f"{number}\u00a0/\u00a0{_number(1 / factor(unit), locale)}{per}", number
    known = UNITS.by_id.get(unit)
    if known and "/" not in number:
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        if known.dimension.startswith("currency"):
            shown = format_currency(exact, unit, locale=locale, currency_digits=False, decimal_quantization=False)
            return f"{shown}{per}", number
        if known.cldr:
            with suppress(UnknownUnitError):  # CLDR has not every unit in every language
                return f"{format_unit(exact, known.cldr, locale=locale)}{per}", number
    return f"{number} {_name_elsewhere(unit, value, locale)}".strip() + per, number


def _name_elsewhere(unit: str, value: Fraction, locale: str) -> str:
    """Give what CLDR calls a unit in a language, or else its English name.

    >>> _name_elsewhere("year", Fraction(1), "de"), _name_elsewhere("person", Fraction(3), "de")
    ('Jahr', 'people')
    """
    known = UNITS.by_id.get(unit)
    names = cldr_names(known, Locale.parse(locale)) if known else []
    one, many = (
        (names[0], names[min(1, len(names) - 1)]) if names else lexicon_of("en").forms.names.get(unit, (unit, unit))
    )
    return one if value == 1 else many
