"""The lexicon of a language that has no words here: what CLDR knows of its digits, scales, months, units and money.

Receives a language; returns its lexicon, that of English digits for a language that CLDR does not know. What CLDR does
not tell is left out: ordinals, words for numbers, qualifiers.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from babel import Locale, UnknownLocaleError

from build_scripts.quantities.lexicon import FOLDER, Lexicon, build_lexicon
from build_scripts.quantities.normalise import normalise
from build_scripts.quantities.units import UNITS, Forms, canonical, cldr_names, form_pattern

_UNSPACED = frozenset(["bo", "ja", "km", "lo", "my", "th", "zh"])


def known_locale(language: str) -> Locale:
    """Give what CLDR knows of a language, or of English where it does not know it.

    >>> known_locale("zh-Hans"), known_locale("xx")
    (Locale('zh', script='Hans'), Locale('en'))
    """
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@cache
def general_lexicon(language: str) -> Lexicon:
    """Give the lexicon of a language from CLDR alone.

    >>> from build_scripts.quantities.reader import recognise
    >>> text = "2,5 millions de tonnes, 3 mars 2030, 1 234,5 km, 7-8 %"
    >>> [str(item) for item in recognise(text, [], general_lexicon("fr"))]
    ['measure 2500000 t', 'date 20300303', 'measure 1234.5 km', 'percent 7…8']
    """
    locale = known_locale(language)
    signs, scales, months = locale.number_symbols["latn"], dict(_scales(locale)), dict(_months(locale))
    spaced = language.partition("-")[0] not in _UNSPACED
    data = tomllib.loads((FOLDER / "general.toml").read_text(encoding="utf-8"))
    data["fragments"] = {
        "group": re.escape(signs["group"].translate({0xA0: " ", 0x202F: " ", 0x2019: "'"}) + "٬"),
        "decimal": re.escape(signs["decimal"] + "٫"),
        "scales": "|".join(map(re.escape, sorted(scales, key=len, reverse=True))),
        "months": "|".join(map(re.escape, sorted(months, key=len, reverse=True))) or "(?!)",
        "before": r"\w" if spaced else r"A-Za-z\d",
        "end": r"(?!\w)" if spaced else "",
    }
    by_form = {
        canonical(form).lower(): (unit.id, Fraction(1))
        for unit in UNITS.by_id.values()
        for form in cldr_names(unit, locale)
        if len(form) > 1
    }
    forms = Forms({}, by_form, form_pattern(by_form, spaced))
    return build_lexicon({**data, "spaced": spaced, "scales": scales, "numbers": months}, language, forms)


def _scales(locale: Locale) -> Iterator[tuple[str, int]]:
    """Give the words that stand for a power of ten after a number.

    >>> scales = dict(_scales(Locale("de")))
    >>> scales["milliarden"], scales["million"], dict(_scales(Locale("ja")))["万"]
    (1000000000, 1000000, 10000)
    """
    for forms in locale.compact_decimal_formats["long"].values():
        for size, form in forms.items():
            zeros, word = form.pattern.count("0"), normalise(form.pattern.replace("0", "")).strip().casefold()
            if word:
                yield word, int(size) // 10 ** (zeros - 1)


def _months(locale: Locale) -> Iterator[tuple[str, int]]:
    """Give the names of the months, long and short; a language that numbers them has none.

    >>> months = dict(_months(Locale("fr")))
    >>> months["mars"], months["juil"], dict(_months(Locale("ja")))
    (3, 7, {})
    """
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                if not re.search(r"\d", name):
                    yield name.lower().rstrip("."), number
