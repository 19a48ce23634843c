"""English numerals: digits with million and bn, number words, fractions in words, ordinals.

Receives normalised text; returns `Numeral`s in order. Abbreviated scales (m, bn, k) count only at once
after digits.
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
    """The value of a number or an ordinal written in words, and nothing but it; None otherwise."""
    numerals = list(find_numerals(text))
    if len(numerals) == 1 and numerals[0].start == 0 and numerals[0].end == len(text) and not numerals[0].fraction:
        return numerals[0].low if numerals[0].low == numerals[0].high else None
    return None


def find_numerals(text: str) -> Iterator[Numeral]:
    """Every numeral of the text in order."""
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
    gap = text[left.end : right.start]
    return len(gap) <= 3 and bool(_LINK.fullmatch(gap))


def _run(tokens: Sequence[Token], at: int, text: str) -> list[Token]:
    """The tokens from `at` that follow one another with no other word between, at most 14."""
    run = [tokens[at]]
    for left, right in pairwise(tokens[at : at + 14]):
        glued = left.end == right.start and left.kind == "number"
        if not glued and not _linked(left, right, text):
            break
        run.append(right)
    return run


def _read_at(tokens: Sequence[Token], at: int, text: str) -> tuple[Numeral | None, int]:
    run = _run(tokens, at, text)
    if run[0].kind == "number":
        return _read_digits(run, text)
    if run[0].kind == "frac":
        value = _GLYPHS[run[0].text]
        return Numeral(value, value, run[0].start, run[0].end, fraction=True), 1
    return _read_word_run(run, text)


def _read_digits(run: list[Token], text: str) -> tuple[Numeral | None, int]:
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
    return replace(
        numeral,
        low=numeral.low * size,
        high=numeral.high * size,
        step=numeral.step * size,
        end=end,
        scaled=True,
    )


def _read_word_run(run: list[Token], text: str) -> tuple[Numeral | None, int]:
    for reader in (read_plural, read_article):
        numeral, used = reader(run)
        if numeral is not None:
            return numeral, used
    numeral, used = read_compound(run, text)
    if numeral is not None:
        return numeral, used
    numeral, used = read_fraction_words(run, text)
    return (numeral, used) if numeral is not None else read_cardinal(run)
