"""The vocabulary of English numerals, and the tokens of a text that belong to it.

Receives normalised text; returns numbers and number words with their places, and leaves out every other word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONES = """
zero one two three four five six seven eight nine ten
eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
"""
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
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
}  # fmt: skip
ORDINALS = (
    _ORDINAL_ONES | {word[:-1] + "ieth": value for word, value in TENS.items()} | {"hundredth": 100, "thousandth": 1000}
)
_PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4, "tenths": 10, "hundredths": 100}
PARTS = _PARTS | {word + "s": n for word, n in ORDINALS.items() if n > 2} | {w: n for w, n in ORDINALS.items() if n > 2}
GROUPS = {"dozen": 12, "score": 20}
PLURAL_SCALES = {
    "dozens": 10, "scores": 10, "hundreds": 100, "thousands": 1000, "millions": 10**6,
    "billions": 10**9, "trillions": 10**12,
}  # fmt: skip
_TOKEN = re.compile(
    r"(?P<number>(?:(?<![\w.])(?<!_\{)|(?<=[A-Z]{3})|(?<=\bRM)|(?<=\bRs)|(?<=[A-Z]\$)|(?<=[A-Za-z]\.)|(?<=\dx))(?<!\d,)(?:\d{1,3}(?:,\d{3}){1,13}+(?![\d])|\d++)(?:\.\s\d++(?=\s?(?:%|trillion|billion|million))|\.\d++)?(?!\.\d)|(?<![\w.])\.\d++)"
    r"|(?P<word>[A-Za-z]++)|(?P<frac>[½¼¾⅓⅔⅛])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A number or a word of the text with its place."""

    kind: str
    text: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """Give the numbers and the words that can be part of a numeral; other words are left out, which parts numerals.

    >>> [(token.kind, token.text) for token in tokenise("Some 4,500 of two hundred boats, ¾")]
    [('number', '4,500'), ('word', 'of'), ('word', 'two'), ('word', 'hundred'), ('frac', '¾')]
    """
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
