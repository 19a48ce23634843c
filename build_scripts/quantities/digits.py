"""Numbers in digits, 1,200 · 4.50 · ½, and the numerals of languages that need no more: 1.234,5 · 2 Mio · vingt-cinq.

Receives digits, or normalised text and its lexicon; returns exact values, or numerals with their places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from math import prod

from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Numeral, Weight

_SHARES = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅛": "1/8"}
GLYPHS = {sign: Fraction(share) for sign, share in _SHARES.items()}


def parse_arabic(digits: str) -> Fraction:
    """Give the value of Arabic digits with or without separators.

    >>> parse_arabic("1,200.5"), parse_arabic("4，500")
    (Fraction(2401, 2), Fraction(4500, 1))
    """
    return Fraction(digits.replace(",", "").replace("，", ""))


def digit_step(digits: str) -> Fraction:
    """Give the value of the last digit shown, trailing zeros of whole numbers left out.

    >>> digit_step("1200"), digit_step("12.50"), digit_step("0")
    (Fraction(100, 1), Fraction(1, 100), Fraction(1, 1))
    """
    plain = digits.replace(",", "").replace("，", "")
    if "." in plain:
        return Fraction(1, 10 ** len(plain.partition(".")[2]))
    return Fraction(10 ** min(len(plain) - len(plain.rstrip("0")), len(plain) - 1))


def find_numerals(text: str, lexicon: Lexicon) -> Iterator[Numeral]:
    """Give every numeral in digits, with the word for a power of ten after it, and those in words that are known.

    >>> from build_scripts.quantities.general import general_lexicon
    >>> text = "1.234,5 und 2,5 Milliarden"
    >>> [str(numeral) for numeral in find_numerals(text, general_lexicon("de"))]
    ['1234.5', '2500000000']
    >>> [str(numeral) for numeral in find_numerals("5 ans, quatre-vingt-dix mille, des milliers", lexicon_of("fr"))]
    ['5', '90000', '1000']
    """
    found = list(_find_digits(text, lexicon))
    free = "".join(" " * len(piece) if no % 2 else piece for no, piece in enumerate(_split(text, found)))
    return iter(sorted([*found, *_find_words(free, lexicon)], key=lambda numeral: numeral.start))


def _split(text: str, found: Sequence[Numeral]) -> Iterator[str]:
    """Give the text in pieces, by turns outside a numeral and within one.

    >>> list(_split("a 5 b", [Numeral(Fraction(5), Fraction(5), 2, 3)]))
    ['a ', '5', ' b']
    """
    last = 0
    for numeral in found:
        yield text[last : numeral.start]
        yield text[numeral.start : numeral.end]
        last = numeral.end
    yield text[last:]


def _find_words(text: str, lexicon: Lexicon) -> Iterator[Numeral]:
    """Give every numeral in words, an order of magnitude as a vague one.

    >>> [(str(item), item.vague) for item in _find_words("vingt-cinq, des dizaines de milliers", lexicon_of("fr"))]
    [('25', False), ('10000', True)]
    """
    if "ones" not in lexicon.numerals:
        return
    one, many = _word_patterns(lexicon)
    for match in many.finditer(text):
        words, sizes = [word.casefold() for word in one.findall(match[0])], lexicon.numerals["plural_scales"]
        vague = words[0] in sizes
        value = Fraction(prod(sizes.get(word, 1000) for word in words) if vague else _add_up(words, lexicon))
        step = Fraction(1) if value < 1000 else digit_step(str(value))
        numeral = Numeral(
            value, value, *match.span(), digits=False, vague=vague, scaled=value >= 1000, step=step, raw=match[0]
        )
        yield _with_half(numeral, lexicon.scales.get(words[-1], 1), text, lexicon)


def _with_half(numeral: Numeral, scale: int, text: str, lexicon: Lexicon) -> Numeral:
    """Give a numeral with the half of its scale that the words after it add: deux millions et demi.

    >>> print(*find_numerals("deux millions et demi, 3 milliards et demi, deux et demi", lexicon_of("fr")))
    2500000 3500000000 2
    """
    more = lexicon.match("scale_and_half", text, numeral.end) if scale > 1 else None
    if more is None:
        return numeral
    value, half = numeral.low + Fraction(scale, 2), Fraction(scale, 10)
    return replace(numeral, low=value, high=value, step=half, end=more.end(), raw=text[numeral.start : more.end()])


@cache
def _word_patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give the patterns of one word of a numeral, and of words that make one together.

    >>> one, many = _word_patterns(lexicon_of("fr"))
    >>> many.search("les vingt-cinq ans")[0], one.findall("vingt-cinq")
    ('vingt-cinq', ['vingt', 'cinq'])
    """
    known = sorted({*lexicon.numerals["ones"], *lexicon.numerals["plural_scales"], *lexicon.scales}, key=len)
    one, start = "|".join(map(re.escape, reversed(known))), lexicon.words["word_start"]
    many = rf"(?i){start}(?:{one})(?:{lexicon.words['word_gap']}(?:{one})(?!\w))*+(?!\w)"
    return re.compile(rf"(?i)(?:{one})(?!\w)"), re.compile(many)


def _add_up(words: Sequence[str], lexicon: Lexicon) -> int:
    """Give the value of the words of a numeral: quatre vingt dix mille.

    >>> _add_up(["quatre", "vingt", "dix", "mille"], lexicon_of("fr")), _add_up(["deux", "cents"], lexicon_of("fr"))
    (90000, 200)
    """
    total = section = 0
    for word in words:
        if size := lexicon.scales.get(word):
            total, section = (total, max(section, 1) * size) if size == 100 else (total + max(section, 1) * size, 0)
        else:
            value = lexicon.numerals["ones"].get(word, 0)
            section += 76 if value == 20 and section % 100 == 4 else value
    return total + section


def weigh(numeral: Numeral, text: str, lexicon: Lexicon) -> Weight:
    """Tell what a numeral without a unit is worth: a small word may go unsaid.

    >>> [weigh(next(find_numerals(text, lexicon_of("fr"))), text, lexicon_of("fr")) for text in ("deux", "trois")]
    ['optional', '']
    """
    return "optional" if not numeral.digits and numeral.high <= 2 else ""


def _find_digits(text: str, lexicon: Lexicon) -> Iterator[Numeral]:
    """Give every numeral in digits, with the word for a power of ten after it.

    >>> from build_scripts.quantities.general import general_lexicon
    >>> [str(numeral) for numeral in _find_digits("1.234,5 und 2,5 Milliarden", general_lexicon("de"))]
    ['1234.5', '2500000000']
    """
    for match in lexicon.patterns["numeral"].finditer(text):
        whole, scales = (
            re.sub(r"\D", "", match["number"]),
            {**lexicon.numerals.get("short_scales", {}), **lexicon.scales},
        )
        size = scales[match["scale"].casefold()] if match["scale"] else 1
        shown = f"{whole}.{match['decimals']}" if match["decimals"] else whole
        value, step = Fraction(shown) * size, digit_step(shown) * size
        yield _with_half(
            Numeral(value, value, *match.span(), scaled=size > 1, step=step, raw=match[0]), size, text, lexicon
        )
