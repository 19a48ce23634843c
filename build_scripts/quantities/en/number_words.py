"""English number words → numerals: twenty-two, half a million, dozens, two thirds.

Receives a run of tokens that follow one another; returns the numeral at its start and how many tokens it takes, or None
and 1.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities.en.tokens import (
    GROUPS,
    ONES,
    ORDINALS,
    PARTS,
    PLURAL_SCALES,
    SCALES,
    TENS,
    Token,
)
from build_scripts.quantities.model import Numeral
from build_scripts.quantities.windows import text_before


def _words(run: list[Token], start: int, used: int, value: Fraction, **more: object) -> Numeral:
    """Give the numeral that the words of a run are.

    >>> from build_scripts.quantities.en.tokens import tokenise
    >>> run = tokenise("twenty-two")
    >>> str(_words(run, 0, 2, Fraction(22)))
    '22'
    """
    plain = Numeral(value, value, run[start].start, run[used - 1].end, digits=False)
    return replace(plain, **more)  # type: ignore[arg-type]  # fields of Numeral by name


def read_plural(run: list[Token]) -> tuple[Numeral | None, int]:
    """Read an order of magnitude: dozens, hundreds of thousands, tens of millions, several hundred.

    >>> from build_scripts.quantities.en.tokens import tokenise
    >>> for text in ("dozens", "hundreds of thousands", "several hundred", "five"):
    ...     print(read_plural(tokenise(text))[0])
    10
    100000
    100
    None
    """
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


def read_article(run: list[Token]) -> tuple[Numeral | None, int]:
    """Read a number that begins with an article or half: a hundred, half a million, a couple of.

    >>> from build_scripts.quantities.en.tokens import tokenise
    >>> [str(read_article(tokenise(text))[0]) for text in ("a hundred", "half a million", "a couple of", "dozen", "a third")]
    ['100', '500000', 'about 2', '12', 'None']
    """
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


_BEFORE_SHARE = re.compile(r"\b(?:almost|nearly|about|around|over|than|by|to|roughly|some|least|under|up)\s$")
_AFTER_SHARE = re.compile(r"\s*(?:[.,;:)]|$|\b(?:in|from|over|by|to|since|and|as|less|more|between|during|while|on)\b)")


def read_compound(run: list[Token], text: str) -> tuple[Numeral | None, int]:
    """Read hundred-billion, half-million and trillion-yuan: a scale that a hyphen ties to another or to a noun.

    >>> from build_scripts.quantities.en.tokens import tokenise
    >>> for text in ("hundred-billion", "half-million people", "trillion-yuan", "multi-billion-dollar", "million"):
    ...     print(read_compound(tokenise(text), text)[0])
    100000000000
    500000
    1000000000000
    None
    None
    """
    first, tied = run[0], text[run[0].end : run[0].end + 1] == "-"
    if not tied or text_before(text, first.start, 6).lower().endswith(("multi-", "multi")):
        return None, 1
    scales = [SCALES.get(token.text, 0) for token in run[:2]]
    if len(scales) == 2 and scales[1] >= 10**6 and (first.text in ("hundred", "thousand", "half")):
        value = Fraction(scales[0] or Fraction(1, 2)) * scales[1]
        return _words(run, 0, 2, value, scaled=True), 2
    if scales[0] >= 10**6 and text[first.end + 1 : first.end + 2].isalpha():
        return _words(run, 0, 1, Fraction(scales[0]), scaled=True), 1
    return None, 1


def _is_share(run: list[Token], text: str) -> bool:
    """Tell whether `a third` without `of` is a share: `almost a third`, but not `by a third party`.

    >>> from build_scripts.quantities.en.tokens import tokenise
    >>> [_is_share(tokenise(text), text) for text in ("almost a third.", "by a third party")]
    [True, False]
    """
    before = text[max(0, run[0].start - 9) : run[0].start].lower()
    return bool(_BEFORE_SHARE.search(before) and _AFTER_SHARE.match(text, run[1].end))


def read_fraction_words(run: list[Token], text: str) -> tuple[Numeral | None, int]:
    """Read a fraction in words: two thirds, a quarter, one-fifth, half.

    >>> from build_scripts.quantities.en.tokens import tokenise
    >>> for text in ("two thirds", "a quarter", "one-fifth", "half", "two third"):
    ...     print(read_fraction_words(tokenise(text), text)[0])
    2/3
    0.25
    0.2
    0.5
    None
    """
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
    if words[0] in ("a", "an") and words[1] in ORDINALS and words[2:3] != ["of"] and not _is_share(run, text):
        return None, 1
    if top == 0:
        return None, 1
    return _words(run, 0, 2, Fraction(top, PARTS[words[1]]), fraction=True), 2


def read_cardinal(run: list[Token]) -> tuple[Numeral | None, int]:
    """Read a number or an ordinal in words.

    >>> from build_scripts.quantities.en.tokens import tokenise
    >>> for text in ("twenty-two", "two hundred and five", "one and a half million", "twenty-second", "five six"):
    ...     print(*read_cardinal(tokenise(text)))
    22 2
    205 4
    1500000 5
    22 2
    5 1
    """
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
    """Tell whether a smaller word may follow: twenty + two, hundred + five, but not five + six.

    >>> _may_add(20, 2), _may_add(100, 5), _may_add(5, 6), _may_add(20, 0)
    (True, True, False, False)
    """
    if last in TENS.values():
        return 0 < value < 10
    return last >= 100 and value < last
