"""English numerals in digits and words: 4,500 · 1.2 million · £1.7m · 22nd · twenty-two · half a million · a third.

Receives normalised text and the lexicon; returns numerals with their places. A number word is one only with others of
its kind: "a", "of" and "and" alone are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import pairwise

from build_scripts.quantities.digits import GLYPHS, digit_step, parse_arabic
from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Numeral, Weight

Words = Mapping[str, Mapping[str, int]]
MAX_DIGITS = 160
_LINK = re.compile(r"[\s-]{1,2}|\s?-\s?")
_BEFORE_SHARE = re.compile(r"\b(?:almost|nearly|about|around|over|than|by|to|roughly|some|least|under|up)\s$")
_COMPARED = re.compile(
    r"\s(?:less|fewer|lower|higher|smaller|larger|shorter|longer|cheaper|faster|more)\s?(?!\s?(?:to|country)\b)"
)
_AFTER_SHARE = re.compile(r"\s*(?:[.,;:)]|$|\b(?:in|from|over|by|to|since|and|as|less|more|between|during|while|on)\b)")


@dataclass(frozen=True, slots=True)
class Token:
    """A number or a word of the text with its place."""

    kind: str
    text: str
    start: int
    end: int


@cache
def _known(lexicon: Lexicon) -> frozenset[str]:
    """Give all words that can be part of a numeral.

    >>> {"two", "thirds", "of", "th"} <= _known(lexicon_of("en")), "boats" in _known(lexicon_of("en"))
    (True, False)
    """
    return frozenset().union(*lexicon.numerals.values())


def find_numerals(text: str, lexicon: Lexicon) -> Iterator[Numeral]:
    """Give every numeral of the text in its order.

    >>> text = "4,500 of twenty-two, half a million, a third of, 1.7m, 22nd, hundreds, one and a half million"
    >>> [str(numeral) for numeral in find_numerals(text, lexicon_of("en"))]
    ['4500', '22', '500000', '1/3', '1700000', '22', '100', '1500000']
    """
    tokens = _tokenise(text, lexicon)
    at = 0
    while at < len(tokens):
        run = _run(tokens, at, text)
        numeral = _read_run(run, text, lexicon.numerals)
        if numeral is None:
            at += 1
            continue
        raw = text[numeral.start : numeral.end]
        yield replace(numeral, raw=raw if numeral.digits else raw.lower())
        at += sum(token.end <= numeral.end for token in run)


def weigh(numeral: Numeral, text: str, lexicon: Lexicon) -> Weight:
    """Tell what a numeral without a unit is worth: a small word, or one tied to a word or in a name, may go unsaid.

    >>> en = lexicon_of("en")
    >>> [weigh(next(find_numerals(text, en)), text, en) for text in ("16", "two", "5-way", "Five Eyes", "five eyes")]
    ['', 'optional', 'optional', 'optional', '']
    """
    few = numeral.high <= 2 if numeral.ordinal else numeral.low == numeral.high in (0, 2)
    tied = lexicon.match("name_follows", text, numeral.end)
    named = tied or (text[numeral.start].isupper() and lexicon.match("capital_follows", text, numeral.end))
    return "optional" if (few and not numeral.digits) or (numeral.low <= 10 and named) else ""


def _tokenise(text: str, lexicon: Lexicon) -> list[Token]:
    """Give the numbers and the words that can be part of a numeral; other words are left out, which parts numerals.

    >>> en = lexicon_of("en")
    >>> [token.text for token in _tokenise("Some 4,500 of two hundred boats, ¾", en)]
    ['4,500', 'of', 'two', 'hundred', '¾']
    """
    tokens, known = [], _known(lexicon)
    for match in lexicon.patterns["numeral"].finditer(text):
        kind = match.lastgroup or "word"
        word = match[0].lower() if kind == "word" else match[0]
        if kind != "word" or word in known:
            tokens.append(Token(kind, word, match.start(), match.end()))
    return tokens


def _run(tokens: Sequence[Token], at: int, text: str) -> list[Token]:
    """Give the tokens from a place that hang together, at most 14.

    >>> [token.text for token in _run([Token("word", "two", 0, 3), Token("word", "ten", 5, 8)], 0, "two; ten")]
    ['two']
    """
    run = [tokens[at]]
    for left, right in pairwise(tokens[at : at + 14]):
        glued = left.end == right.start and left.kind == "number"
        if not glued and (right.start - left.end > 3 or not _LINK.fullmatch(text, left.end, right.start)):
            break
        run.append(right)
    return run


def _read_run(run: list[Token], text: str, words: Words) -> Numeral | None:
    """Give the numeral that a run begins with, or None.

    >>> str(_read_run([Token("frac", "¾", 0, 1)], "¾", {}))
    '0.75'
    """
    if run[0].kind == "number":
        return _read_digits(run, text, words)
    if run[0].kind == "frac":
        return Numeral(GLYPHS[run[0].text], GLYPHS[run[0].text], run[0].start, run[0].end, fraction=True)
    return (
        _read_plural(run, words)
        or _read_article(run, words)
        or _read_compound(run, text, words)
        or _read_fraction(run, text, words)
        or _read_cardinal(run, words)
    )


def _read_digits(run: list[Token], text: str, words: Words) -> Numeral | None:
    """Give a number in digits with the scale, the ending or the fraction that follows it.

    >>> [str(item) for item in find_numerals("1.2 million, 3½, 22nd, 20-odd", lexicon_of("en"))]
    ['1200000', '3.5', '22', 'over 20']
    """
    first = run[0]
    shown = first.text.replace(" ", "")
    if len(shown) > MAX_DIGITS:
        return None
    value, used = parse_arabic(shown), 1
    numeral = Numeral(value, value, first.start, first.end, step=digit_step(shown))
    if len(run) > 1 and run[1].kind == "frac":
        value += GLYPHS[run[1].text]
        numeral, used = replace(numeral, low=value, high=value, end=run[1].end, step=Fraction(1, 4)), 2
    if len(run) > 1 and run[1].start == first.end:
        if run[1].text in words["endings"]:
            return replace(numeral, end=run[1].end, ordinal=True)
        if run[1].text in words["short_scales"]:
            return _scale(numeral, words["short_scales"][run[1].text], run[1].end)
    while used < len(run) and (size := words["scales"].get(run[used].text) or words["groups"].get(run[used].text)):
        numeral, used = _scale(numeral, size, run[used].end), used + 1
    if used == 1 < len(run) and run[1].text in ("odd", "plus") and text[first.end] == "-":
        return replace(numeral, approx="over", end=run[1].end)
    return numeral


def _scale(numeral: Numeral, size: int, end: int) -> Numeral:
    """Give the numeral times a scale that ends at a place.

    >>> str(_scale(Numeral(Fraction(2), Fraction(2), 0, 1), 1000, 10))
    '2000'
    """
    low, high = numeral.low * size, numeral.high * size
    return replace(numeral, low=low, high=high, step=numeral.step * size, end=end, scaled=True)


def _spelled(run: list[Token], used: int, value: Fraction | int, **more: object) -> Numeral:
    """Give the numeral that the first words of a run are.

    >>> str(_spelled([Token("word", "two", 0, 3)], 1, 2))
    '2'
    """
    plain = Numeral(Fraction(value), Fraction(value), run[0].start, run[used - 1].end, digits=False)
    return replace(plain, **more)  # type: ignore[arg-type]  # fields of Numeral by name


def _read_plural(run: list[Token], words: Words) -> Numeral | None:
    """Give an order of magnitude: hundreds, tens of thousands, several million, a few dozen.

    >>> [str(item) for item in find_numerals("tens of thousands, several million, a few", lexicon_of("en"))]
    ['10000', '1000000']
    """
    texts, at, size = [token.text for token in run], 0, 1
    if texts[0] in ("several", "few") or texts[:2] == ["a", "few"]:
        at = 2 if texts[0] == "a" else 1
        while at < len(texts) and texts[at] in words["scales"]:
            size, at = size * words["scales"][texts[at]], at + 1
        if texts[at : at + 1] == ["dozen"]:
            size, at = size * 10, at + 1
        return _spelled(run, at, size, vague=True) if size > 1 else None
    while at < len(texts) and texts[at] in words["plural_scales"]:
        size, at = size * words["plural_scales"][texts[at]], at + 1
        if texts[at : at + 1] == ["of"] and at + 1 < len(texts) and texts[at + 1] in words["plural_scales"]:
            at += 1
    return _spelled(run, at, size, vague=True) if at else None


def _read_article(run: list[Token], words: Words) -> Numeral | None:
    """Give what an article or a half makes a number of: a million, half a million, a dozen, a couple.

    >>> [str(item) for item in find_numerals("half a million, a dozen, a couple of, a boat", lexicon_of("en"))]
    ['500000', '12', 'about 2']
    """
    texts = [token.text for token in run]
    value, at = Fraction(1), 0
    if texts[0] == "half" and texts[1:2] in (["a"], ["an"]):
        value, at = Fraction(1, 2), 2
    elif texts[0] in ("a", "an"):
        at = 1
        if texts[1:2] == ["couple"]:
            value, at = Fraction(2), 3 if texts[2:3] == ["of"] else 2
    elif texts[0] != "dozen":
        return None
    first = at
    while at < len(texts) and (texts[at] in words["scales"] or texts[at] == "dozen"):
        value, at = value * (words["scales"].get(texts[at]) or words["groups"][texts[at]]), at + 1
    if at == first:
        return _spelled(run, at, value, approx="about", loose=True) if value == 2 else None
    return _spelled(run, at, value, scaled=value >= 1000)


def _read_compound(run: list[Token], text: str, words: Words) -> Numeral | None:
    """Give a scale that is tied to what follows or to “every”: hundred-billion, million-strong; not multi-million.

    >>> [str(item) for item in find_numerals("hundred-billion, every hundred, multi-million-pound", lexicon_of("en"))]
    ['100000000000', '100']
    """
    first = run[0]
    if first.text in words["scales"] and text[max(0, first.start - 6) : first.start].lower() == "every ":
        return _spelled(run, 1, words["scales"][first.text])
    if text[first.end : first.end + 1] != "-" or text[max(0, first.start - 6) : first.start].lower().endswith(
        ("multi-", "multi")
    ):
        return None
    scales = [words["scales"].get(token.text, 0) for token in run[:2]]
    if len(scales) == 2 and scales[1] >= 10**6 and first.text in ("hundred", "thousand", "half"):
        return _spelled(run, 2, (scales[0] or Fraction(1, 2)) * scales[1], scaled=True)
    if scales[0] >= 10**6 and text[first.end + 1 : first.end + 2].isalpha():
        return _spelled(run, 1, scales[0], scaled=True)
    return None


def _read_fraction(run: list[Token], text: str, words: Words) -> Numeral | None:
    """Give a fraction in words: half, a third of, three-quarters; not "a third boat".

    >>> [str(item) for item in find_numerals("half, a third of, three-quarters, by a fifth, a fifth boat", lexicon_of("en"))]
    ['0.5', '1/3', '0.75', '0.2', '5']
    """
    texts = [token.text for token in run[:3]]
    if texts[0] == "half":
        return _spelled(run, 1, Fraction(1, 2), fraction=True)
    top = 1 if texts[0] in ("a", "an") else words["ones"].get(texts[0], 0)
    if not top or len(texts) < 2 or texts[1] not in words["parts"]:
        return None
    if (top == 1) != (texts[1] in words["ordinals"] or texts[1] == "quarter"):
        return None
    if texts[0] in ("a", "an") and texts[1] in words["ordinals"] and texts[2:3] != ["of"] and not _is_share(run, text):
        return None
    return _spelled(run, 2, Fraction(top, words["parts"][texts[1]]), fraction=True)


def _is_share(run: list[Token], text: str) -> bool:
    """Tell whether the words round "a fifth" show that it is a share, no place in an order.

    >>> run = [Token("word", "a", 3, 4), Token("word", "fifth", 5, 10)]
    >>> _is_share(run, "by a fifth in May"), _is_share(run, "in a fifth boat")
    (True, False)
    """
    before = text[max(0, run[0].start - 9) : run[0].start].lower()
    is_compared = _COMPARED.match(text, run[1].end)
    return bool(is_compared or (_BEFORE_SHARE.search(before) and _AFTER_SHARE.match(text, run[1].end)))


def _read_cardinal(run: list[Token], words: Words) -> Numeral | None:
    """Give a cardinal or an ordinal in words.

    >>> [str(item) for item in find_numerals("two hundred and five thousand, twenty-second, two and three", lexicon_of("en"))]
    ['205000', '22', '2', '3']
    """
    total = section = Fraction(0)
    used, last, at, scaled, ordinal = 0, 0, 0, False, False
    while at < len(run) and not ordinal:
        word, following = run[at].text, [token.text for token in run[at + 1 : at + 3]]
        value = words["ones"].get(word, words["ordinals"].get(word, words["tens"].get(word)))
        if word == "and" and used and following:
            if following in (["a", "half"], ["one", "half"]):
                section, used, last, at = section + Fraction(1, 2), at + 3, 0, at + 3
                continue
            if last < 100 or (following[0] not in words["ones"] and following[0] not in words["tens"]):
                break
            at += 1
            continue
        if used and (size := words["scales"].get(word) or words["groups"].get(word)):
            if size <= 100:
                section *= size
            else:
                total, section, scaled = total + section * size, Fraction(0), True
            last, used, at = size, at + 1, at + 1
            continue
        if value is None or (
            used and not (0 < value < 10 if last in words["tens"].values() else last >= 100 and value < last)
        ):
            break
        ordinal = word in words["ordinals"]
        section, last, used, at = section + value, value or 1, at + 1, at + 1
    return _spelled(run, used, total + section, ordinal=ordinal, scaled=scaled) if used else None
