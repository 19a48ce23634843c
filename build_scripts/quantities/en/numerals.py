"""English numerals: digits with million and bn, number words, fractions in words, ordinals.

Receives normalised text; returns `Numeral`s in order. Abbreviated scales (m, bn, k) count only at once after digits.
Refuses words that make no number: `read_words` returns None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from build_scripts.quantities.digits import digit_step, parse_arabic
from build_scripts.quantities.en.number_words import (
    read_article,
    read_cardinal,
    read_compound,
    read_fraction_words,
    read_plural,
)
from build_scripts.quantities.en.tokens import (
    GROUPS,
    SCALES,
    SHORT_SCALES,
    Token,
    tokenise,
)
from build_scripts.quantities.model import Numeral

_GLYPHS = {
    "½": Fraction(1, 2),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
    "⅛": Fraction(1, 8),
}
_LINK = re.compile(r"[\s-]{1,2}|\s?-\s?")
MAX_DIGITS = 160


def read_words(text: str) -> Fraction | None:
    """Give the value of a number or an ordinal written in words, and nothing but it; None otherwise.

    >>> read_words("twenty-second"), read_words("twenty-two boats"), read_words("half")
    (Fraction(22, 1), None, None)
    """
    numerals = list(find_numerals(text))
    if len(numerals) == 1 and numerals[0].start == 0 and numerals[0].end == len(text) and not numerals[0].fraction:
        return numerals[0].low if numerals[0].low == numerals[0].high else None
    return None


def find_numerals(text: str) -> Iterator[Numeral]:
    """Give every numeral of the text in order.

    >>> text = "24,380 in two hundred and five; £1.7m, hundreds of them, ¾"
    >>> [str(numeral) for numeral in find_numerals(text)]
    ['24380', '205', '1700000', '100', '0.75']
    """
    tokens = tokenise(text)
    at = 0
    while at < len(tokens):
        numeral, used = _read_at(tokens, at, text)
        if numeral is not None:
            yield replace(
                numeral,
                raw=text[numeral.start : numeral.end].lower()
                if not numeral.digits
                else text[numeral.start : numeral.end],
            )
        at += max(1, used)


def _linked(left: Token, right: Token, text: str) -> bool:
    """Tell whether two tokens follow each other with no other word between.

    >>> [_linked(*tokenise(text), text) for text in ("twenty-two", "twenty two", "twenty, two")]
    [True, True, False]
    """
    gap = text[left.end : right.start]
    return len(gap) <= 3 and bool(_LINK.fullmatch(gap))


def _run(tokens: Sequence[Token], at: int, text: str) -> list[Token]:
    """Give the tokens from `at` that follow one another with no other word between, at most 14.

    >>> text = "two hundred and five boats or six"
    >>> [token.text for token in _run(tokenise(text), 0, text)]
    ['two', 'hundred', 'and', 'five']
    """
    run = [tokens[at]]
    for left, right in pairwise(tokens[at : at + 14]):
        glued = left.end == right.start and left.kind == "number"
        if not glued and not _linked(left, right, text):
            break
        run.append(right)
    return run


def _read_at(tokens: Sequence[Token], at: int, text: str) -> tuple[Numeral | None, int]:
    """Read the numeral that begins at a token, and tell how many tokens it takes.

    >>> text = "5 million or twenty-two"
    >>> [(str(numeral), used) for numeral, used in (_read_at(tokenise(text), at, text) for at in (0, 2))]
    [('5000000', 2), ('22', 2)]
    """
    run = _run(tokens, at, text)
    if run[0].kind == "number":
        return _read_digits(run, text)
    if run[0].kind == "frac":
        value = _GLYPHS[run[0].text]
        return Numeral(value, value, run[0].start, run[0].end, fraction=True), 1
    return _read_word_run(run, text)


def _read_digits(run: list[Token], text: str) -> tuple[Numeral | None, int]:
    """Read digits with what belongs to them: a fraction sign, an ordinal ending, a scale.

    >>> [str(_read_digits(tokenise(text), text)[0]) for text in ("5½", "22nd", "1.7m", "35,600 thousand", "20-odd")]
    ['5.5', '22', '1700000', '35600000', 'over 20']
    """
    first = run[0]
    shown = first.text.replace(" ", "")
    if len(shown) > MAX_DIGITS:
        return None, 1
    value = parse_arabic(shown)
    numeral = Numeral(value, value, first.start, first.end, step=digit_step(shown), grouped="," in shown)
    used = 1
    if len(run) > 1 and run[1].kind == "frac":
        value += _GLYPHS[run[1].text]
        numeral, used = replace(numeral, low=value, high=value, end=run[1].end, step=Fraction(1, 4)), 2
    if len(run) > 1 and run[1].start == first.end and run[1].text in ("st", "nd", "rd", "th"):
        return replace(numeral, end=run[1].end, ordinal=True), 2
    if len(run) > 1 and run[1].start == first.end and run[1].text in SHORT_SCALES:
        return _scale(numeral, SHORT_SCALES[run[1].text], run[1].end), 2
    while used < len(run) and (size := SCALES.get(run[used].text) or GROUPS.get(run[used].text)):
        numeral = _scale(numeral, size, run[used].end)
        used += 1
    if used < len(run) and run[used].text in ("odd", "plus") and used == 1 and text[first.end : first.end + 1] == "-":
        numeral, used = replace(numeral, approx="over", end=run[used].end), used + 1
    return numeral, used


def _scale(numeral: Numeral, size: int, end: int) -> Numeral:
    """Give the numeral multiplied by a scale word.

    >>> str(_scale(Numeral(Fraction(5), Fraction(5), 0, 1), 10**6, 9))
    '5000000'
    """
    return replace(
        numeral,
        low=numeral.low * size,
        high=numeral.high * size,
        step=numeral.step * size,
        end=end,
        scaled=True,
    )


def _read_word_run(run: list[Token], text: str) -> tuple[Numeral | None, int]:
    """Read the numeral that a run of words begins with.

    >>> for text in ("dozens", "half a million", "hundred-billion", "two thirds", "twenty-two"):
    ...     print(*_read_word_run(tokenise(text), text))
    10 1
    500000 3
    100000000000 2
    2/3 2
    22 2
    """
    for reader in (read_plural, read_article):
        numeral, used = reader(run)
        if numeral is not None:
            return numeral, used
    numeral, used = read_compound(run, text)
    if numeral is not None:
        return numeral, used
    numeral, used = read_fraction_words(run, text)
    return (numeral, used) if numeral is not None else read_cardinal(run)
