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

from .model import Numeral
from .numerals_zh import digit_step, parse_arabic

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
ONES = {word: i for i, word in enumerate(_ONES.split())}
TENS = {
    word: i * 10
    for i, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "quadrillion": 10**15,
    "lakh": 10**5,
    "crore": 10**7,
}
SHORT_SCALES = {
    "k": 1000,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "mio": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "tn": 10**12,
    "trn": 10**12,
}
_ORDINAL_ONES = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
}  # fmt: skip
ORDINALS = (
    _ORDINAL_ONES | {word[:-1] + "ieth": value for word, value in TENS.items()} | {"hundredth": 100, "thousandth": 1000}
)
_PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4, "tenths": 10, "hundredths": 100}
PARTS = _PARTS | {word + "s": n for word, n in ORDINALS.items() if n > 2} | {w: n for w, n in ORDINALS.items() if n > 2}
GROUPS = {"dozen": 12, "score": 20}
PLURAL_SCALES = {
    "dozens": 10, "scores": 10, "hundreds": 100, "thousands": 1000, "millions": 10**6, "billions": 10**9, "trillions": 10**12,
}  # fmt: skip

_TOKEN = re.compile(
    r"(?P<number>(?:(?<![\w.])|(?<=[A-Z]{3})|(?<=\bRM)|(?<=\bRs)|(?<=[A-Z]\$)|(?<=[A-Za-z]\.)|(?<=\dx))(?<!\d,)(?:\d{1,3}(?:,\d{3}){1,13}+(?![\d])|\d++)(?:\.\s\d++(?=\s?(?:%|trillion|billion|million))|\.\d++)?(?!\.\d)|(?<![\w.])\.\d++)"
    r"|(?P<word>[A-Za-z]++)|(?P<frac>[½¼¾⅓⅔⅛])"
)
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


class Token:
    """A number or a word of the text with its place."""

    __slots__ = ("end", "kind", "start", "text")

    def __init__(self, kind: str, text: str, start: int, end: int) -> None:
        self.kind, self.text, self.start, self.end = kind, text, start, end


def tokenise(text: str) -> list[Token]:
    """The numbers and the words that can be part of a numeral; other words are left out, which parts numerals."""
    tokens = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "word"
        word = match[0] if kind != "word" else match[0].lower()
        if kind != "word" or word in _VOCABULARY:
            tokens.append(Token(kind, word, match.start(), match.end()))
    return tokens


_VOCABULARY = frozenset(
    [
        *ONES,
        *TENS,
        *SCALES,
        *SHORT_SCALES,
        *ORDINALS,
        *PARTS,
        *GROUPS,
        *PLURAL_SCALES,
        "a",
        "an",
        "and",
        "of",
        "couple",
        "several",
        "few",
        "st",
        "nd",
        "rd",
        "th",
        "odd",
        "plus",
        "tens",
    ]
)


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
    for reader in (_read_plural, _read_article, _read_fraction_words, _read_cardinal):
        numeral, used = reader(run)
        if numeral is not None:
            return numeral, used
    return None, 1


def _words(run: list[Token], start: int, used: int, value: Fraction, **more: object) -> Numeral:
    plain = Numeral(value, value, run[start].start, run[used - 1].end, digits=False)
    return replace(plain, **more)  # type: ignore[arg-type]  # fields of Numeral by name


def _read_plural(run: list[Token]) -> tuple[Numeral | None, int]:
    """dozens, hundreds of thousands, tens of millions, several hundred: an order of magnitude."""
    words = [token.text for token in run]
    at, size = 0, 1
    if words[0] in ("several", "few") or (words[0] == "a" and words[1:2] == ["few"]):
        at = 2 if words[0] == "a" else 1
        while at < len(words) and words[at] in SCALES:
            size, at = size * SCALES[words[at]], at + 1
        if words[at : at + 1] == ["dozen"]:
            size, at = size * 10, at + 1
        return (_words(run, 0, at, Fraction(size), vague=True), at) if size > 1 else (None, 1)
    while at < len(words) and (words[at] in PLURAL_SCALES or words[at] == "tens"):
        size *= PLURAL_SCALES.get(words[at], 10)
        at += 1
        if words[at : at + 1] == ["of"] and at + 1 < len(words) and words[at + 1] in PLURAL_SCALES:
            at += 1
    return (_words(run, 0, at, Fraction(size), vague=True), at) if at else (None, 1)


def _read_article(run: list[Token]) -> tuple[Numeral | None, int]:
    """a hundred, a dozen, half a million, half a dozen, a million and a half."""
    words = [token.text for token in run]
    value, at = Fraction(1), 0
    if words[0] == "half" and words[1:2] in (["a"], ["an"]):
        value, at = Fraction(1, 2), 2
    elif words[0] in ("a", "an"):
        at = 1
        if words[1:3] == ["couple", "of"] or words[1:2] == ["couple"]:
            at = 3 if words[1:3] == ["couple", "of"] else 2
            value = Fraction(2)
    elif words[0] not in GROUPS or len(words) < 1:
        return None, 1
    if at == 0 and words[0] in GROUPS and words[0] != "dozen":
        return None, 1
    scaled = at
    while at < len(words) and (size := SCALES.get(words[at]) or (GROUPS.get(words[at]) if words[at] == "dozen" else 0)):
        value, at = value * size, at + 1
    if at == scaled:
        return (_words(run, 0, at, value, approx="about", raw="couple"), at) if value == 2 else (None, 1)
    return _words(run, 0, at, value, scaled=value >= 1000), at


def _read_fraction_words(run: list[Token]) -> tuple[Numeral | None, int]:
    """two thirds, a quarter of, three-quarters, one-fifth, half."""
    words = [token.text for token in run]
    if words[0] == "half":
        return _words(run, 0, 1, Fraction(1, 2), fraction=True), 1
    top: int | None = 1 if words[0] in ("a", "an") else ONES.get(words[0])
    if (
        top is None
        or len(words) < 2
        or words[1] not in PARTS
        or (top != 1) == (words[1] in ORDINALS or words[1] == "quarter")
    ):
        return None, 1
    if (words[1] in ("quarter", "second") and words[0] in ("a", "an")) or (
        words[0] in ("a", "an") and words[1] in ORDINALS
    ):
        if words[2:3] != ["of"] and words[1] != "quarter":
            return None, 1
    if top == 0:
        return None, 1
    return _words(run, 0, 2, Fraction(top, PARTS[words[1]]), fraction=True), 2


def _read_cardinal(run: list[Token]) -> tuple[Numeral | None, int]:
    """twenty-two, two hundred and five, one and a half million, twenty-second."""
    total = section = Fraction(0)
    used, last, scaled = 0, 0, False
    ordinal = False
    at = 0
    while at < len(run) and not ordinal:
        word = run[at].text
        value = ONES.get(word, ORDINALS.get(word, TENS.get(word)))
        if word == "and" and used and at + 1 < len(run):
            if run[at + 1].text in ("a", "one") and [t.text for t in run[at + 2 : at + 3]] == ["half"]:
                section, at = section + Fraction(1, 2), at + 3
                used, last = at, 0
                continue
            if last < 100 or (run[at + 1].text not in ONES and run[at + 1].text not in TENS):
                break
            at += 1
            continue
        if (word in SCALES or word in GROUPS) and used:
            size = SCALES.get(word) or GROUPS[word]
            if size <= 100:
                section *= size
            else:
                total, section, scaled = total + section * size, Fraction(0), True
            last, used, at = size, at + 1, at + 1
            continue
        if value is None or (used and not _may_add(last, value)):
            break
        ordinal = word in ORDINALS
        section += value
        last, used, at = (value if value else 1), at + 1, at + 1
    if not used:
        return None, 1
    return _words(run, 0, used, total + section, ordinal=ordinal, scaled=scaled), used


def _may_add(last: int, value: int) -> bool:
    """Whether a smaller word may follow: twenty + two, hundred + five, but not five + six."""
    if last in TENS.values():
        return 0 < value < 10
    return last >= 100 and value < last
