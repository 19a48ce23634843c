"""Numerals of any language that has a grammar of them: which grammar a lexicon asks for, and numbers in names.

Receives normalised text and the lexicon; returns numerals, and numbers of texts that are nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from build_scripts.quantities import digits
from build_scripts.quantities.en import numerals as english
from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Numeral, Weight
from build_scripts.quantities.zh import numerals as han

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_FINDERS = {"han": han.find_numerals, "words": english.find_numerals, "digits": digits.find_numerals}
_WEIGHERS = {"han": han.weigh, "words": english.weigh, "digits": digits.weigh}


def find_numerals(text: str, lexicon: Lexicon) -> Iterator[Numeral]:
    """Give every numeral of the text in its order.

    >>> [str(next(find_numerals(text, lexicon_of(code)))) for text, code in (("三十", "zh"), ("thirty", "en"))]
    ['30', '30']
    """
    return _FINDERS[lexicon.grammar](text, lexicon)


def weigh(numeral: Numeral, text: str, lexicon: Lexicon) -> Weight:
    """Tell what a numeral without a unit is worth: a number, one that may go unsaid, or none.

    >>> zh = lexicon_of("zh")
    >>> weigh(next(find_numerals("一同", zh)), "一同", zh)
    'none'
    """
    weigher = _WEIGHERS.get(lexicon.grammar)
    return weigher(numeral, text, lexicon) if weigher else ""


def find_idioms(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Give the places of words that hold a numeral and no number.

    >>> find_idioms("一定", lexicon_of("zh")), find_idioms("one", lexicon_of("en"))
    ([(0, 2)], [])
    """
    return han.find_idioms(text, lexicon) if "idioms" in lexicon.words else []


def read_number(text: str, lexicon: Lexicon) -> Fraction | None:
    """Give the number that a text is: digits, an ordinal, a Roman numeral or words; None when it is none.

    >>> [str(read_number(text, lexicon_of("en"))) for text in ("27", "3rd", "XIV", "twenty-second", "'90", "blue")]
    ['27', '3', '14', '22', '90', 'None']
    >>> str(read_number("二十七", lexicon_of("zh"))), str(read_number("27", lexicon_of("xx")))
    ('27', '27')
    """
    text = text.strip()
    if (figures := re.fullmatch(r"'?(\d+)(?:st|nd|rd|th)?", text, re.IGNORECASE)) is not None:
        return Fraction(figures[1])
    if (roman := read_roman(text)) is not None:
        return Fraction(roman)
    numerals = list(find_numerals(text, lexicon))
    if len(numerals) != 1 or (numerals[0].start, numerals[0].end) != (0, len(text)) or numerals[0].fraction:
        return None
    return None if numerals[0].is_range else numerals[0].low


def read_roman(text: str) -> int | None:
    """Give the value of a Roman numeral below 400; None when the letters are none.

    >>> read_roman("XIV"), read_roman("IIX")
    (14, None)
    """
    if not re.fullmatch(r"(?=.)C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})", text):
        return None
    values = [_ROMAN[letter] for letter in text]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
