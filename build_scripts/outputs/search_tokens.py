"""Words → tokens that an engine of search takes for words, so that it never cuts a text itself.

Receives plain words and the language that they are written in; returns tokens of letters and digits. What readers type
becomes tokens in the same way in the browser: both are held to the same rows in `tests/data/search-tokens.json`. There
are two modes, by the language:

- A language written without spaces (`is_dense`): its text is one row of characters, words of other scripts stand
  between boundaries, and a token is a pair of neighbours in the row; the last character is one alone. So the tokens of
  any part of the text follow each other there, wherever it begins: 技术 in CCUS技术, 24亿 in 2.24亿吨.
- Any other: a token is a word; characters written without spaces are pairs here, too.

Refuses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise

from build_scripts.ground.languages import find_script
from build_scripts.outputs.spellings import canonical_spelling

# Letters and digits that no stemmer takes for an ending, as there is no vowel among them.
_ALPHABET = "0123456789bfhjkpqvwxzm"
_CODE_LENGTH = 4  # of 22 signs: more than there are characters
_BOUNDARY = " "
# What tokens begin with. Words that begin with q or z, or have a point, begin with `zw`: none is taken for another.
_PAIR, _SIGN, _ESCAPED, _FORM = "q", "zs", "zw", "zx"
_EXACT = "q0"  # ends words as they are written, which no stemmer takes for an ending
BREAK = "zz"  # stands between texts, so that nothing is found across

_DENSE_SCRIPTS = frozenset(["Hans", "Hant", "Hani", "Jpan", "Hrkt", "Kore", "Thai", "Laoo", "Mymr", "Khmr"])
# Han, kana, Hangul, Thai, Lao, Burmese, Khmer.
_DENSE = (
    r"\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
    r"\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    r"\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"
    r"\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u103f\u104c-\u109f\u1780-\u17dd"
)
DENSE = re.compile(f"[{_DENSE}]+")
_RUN = re.compile(rf"[{_DENSE}]+|[^ {_DENSE}]+")
_SIGNS = frozenset("%‰°$€£¥&+")
# Left out of words: accents, Arabic vowels and the stretched line, and what nobody sees.
_DROPPED = dict.fromkeys(
    [
        *(0xAD, 0x640, 0x670, 0x2060, 0xFEFF),
        *(*range(0x300, 0x370), *range(0x64B, 0x656)),
        *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)),
    ]
)
_PLURAL_OF_ACRONYM = re.compile(r"\b([A-Z][A-Z0-9]+)s\b", re.ASCII)
# Of what English leaves out; any other apostrophe parts words: l’énergie.
_CONTRACTION = re.compile(r"['’ʼ](s|t|d|m|re|ve|ll)\b", re.ASCII)
# Digits and signs of numbers in Arabic and in Persian.
_NUMERALS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٪٫٬", "01234567890123456789%.,")
_ABBREVIATION = re.compile(r"\b[a-z](?:\.[a-z])+\b\.?", re.ASCII)
_GROUPED = re.compile(r"[0-9]+(?:,[0-9]+)+")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_POINT = re.compile(r"([0-9])\.(?=[0-9])")
_KEPT_POINT = "\ue000"


@cache
def is_dense(language: str) -> bool:
    """Tell whether a language is written without spaces between words.

    >>> [is_dense(code) for code in ("zh", "ja", "th", "en", "ar", "qaa")]
    [True, True, True, False, False, False]
    """
    return find_script(language) in _DENSE_SCRIPTS


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Write words as they are compared: small letters without accents, simplified Han, words and signs set apart.

    >>> fold("2,240万噸的ＣＣＵＳ、NDCs（16%）"), fold("Côte d’Ivoire’s 1.5 °C, U.S.–Peru R&D")
    ('2240万吨的ccus ndc 16 %', 'cote d ivoires 1.5 ° c us peru r & d')
    """
    text = _PLURAL_OF_ACRONYM.sub(r"\1", text).replace("，", " ").translate(_NUMERALS)
    text = _CONTRACTION.sub(r"\1", unicodedata.normalize("NFKC", text).lower())
    text = _ABBREVIATION.sub(lambda match: match[0].replace(".", "") + " ", text)
    text = _POINT.sub(rf"\1{_KEPT_POINT}", _GROUPED.sub(_join_thousands, text))
    return " ".join(_recomposed(text).translate(_characters()).split())


def _recomposed(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_DROPPED))


def _join_thousands(match: re.Match[str]) -> str:
    is_one = _THOUSANDS.fullmatch(match[0])
    return match[0].replace(",", "" if is_one else " ")


class _Characters(dict[int, str]):
    """What becomes of a character, found when it is met first."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char == _KEPT_POINT:
            found = "."
        elif char in _SIGNS:
            found = f" {char} "
        else:
            found = simplified(char) if unicodedata.category(char)[0] in "LNM" else " "
        self[code] = found
        return found


@cache
def _characters() -> _Characters:
    return _Characters()


def simplified(char: str) -> str:
    """Give the simplified form of a Han character, any other as it is.

    >>> simplified("態"), simplified("态"), simplified("a")
    ('态', '态', 'a')
    """
    return simplified_forms().get(char, char)


@cache
def simplified_forms() -> dict[str, str]:
    """Give the traditional characters with their simplified forms, one by one and not by word: 乾 is always 干."""
    from opencc import OpenCC  # only a build asks for it

    blocks = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))
    chars = [char for block in blocks for char in map(chr, range(*block))]
    forms = OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return {char: form for char, form in zip(chars, forms, strict=True) if form != char and len(form) == 1}


def make_tokens(text: str, language: str, *, exact: bool = False) -> list[str]:
    """Give the tokens of a text in a language; `exact` ones of words are found by these alone, by no other form.

    >>> make_tokens("The NDCs: 1.5%", "en")
    ['the', 'ndc', 'zw1p5', 'zs001p']
    >>> [len(token) for token in make_tokens("甲乙", "zh")], make_tokens("甲乙", "zh") == make_tokens("甲乙", "en")
    ([9, 5], True)
    >>> make_tokens("the NDCs: 16%", "en", exact=True)
    ['theq0', 'ndcq0', '16q0', 'zs001p']
    """
    runs = runs_of(fold(text))
    if is_dense(language):
        return _pairs(_with_boundaries(runs))
    is_english = _is_english(language) and not exact
    tokens = [token for run in runs for token in (_pairs(run) if DENSE.match(run) else [_word(run, is_english)])]
    return [f"{token}{_EXACT}" if exact and not token.startswith((_PAIR, _SIGN)) else token for token in tokens]


@lru_cache(maxsize=4096)
def form_token(text: str, language: str) -> str:
    """Give the one token of a form of a term, whatever it is written with: a digest (FNV-1a, 32 bits).

    >>> form_token("the U.S. centre", "en") == form_token("The US center", "en")
    True
    """
    is_english = _is_english(language)
    runs = runs_of(fold(text))
    words = (
        canonical_spelling(run) if is_english and run not in _SIGNS and not DENSE.match(run) else run for run in runs
    )
    number = 0x811C9DC5
    for byte in "".join(words).encode():
        number = (number ^ byte) * 0x01000193 & 0xFFFFFFFF
    return _FORM + _letters(number, 2 * _CODE_LENGTH)


def _is_english(language: str) -> bool:
    return language.partition("-")[0] == "en"


def words_of(text: str) -> Iterator[str]:
    """Give the words of a folded text that are written with spaces, without signs and numbers.

    >>> list(words_of("2240 ndc的ccus 16 %"))
    ['ndc', 'ccus']
    """
    return (run for run in runs_of(text) if not DENSE.match(run) and run not in _SIGNS and not run[0].isdigit())


def runs_of(text: str) -> list[str]:
    """Give the runs of a folded text: words, signs, and what is written without spaces.

    >>> runs_of("2240万吨的ccus 16 %")
    ['2240', '万吨的', 'ccus', '16', '%']
    """
    return _RUN.findall(text)


def _with_boundaries(runs: Iterable[str]) -> Iterator[str]:
    """Give the characters of runs in a row, boundaries around words, one between two of them."""
    last = ""
    for run in runs:
        if DENSE.match(run):
            yield from run
        else:
            if last != _BOUNDARY:
                yield _BOUNDARY
            yield from run
            yield _BOUNDARY
        last = run if DENSE.match(run) else _BOUNDARY


def _pairs(chars: Iterable[str]) -> list[str]:
    codes = [_code(char) for char in chars]
    return [*(f"{_PAIR}{one}{other}" for one, other in pairwise(codes)), *_alone(codes)]


def _alone(codes: list[str]) -> list[str]:
    return [f"{_PAIR}{codes[-1]}"] if codes else []


@lru_cache(maxsize=65536)
def _word(run: str, is_english: bool) -> str:
    if run in _SIGNS:
        return f"{_SIGN}{_code(run)}"
    word = canonical_spelling(run) if is_english else run
    return f"{_ESCAPED}{word.replace('.', 'p')}" if word[0] in "qz" or "." in word else word


@cache
def _code(char: str) -> str:
    """Write a character as four letters of an alphabet of 22.

    >>> _code("\\x00"), _code("%")
    ('0000', '001p')
    """
    return _letters(ord(char), _CODE_LENGTH)


def _letters(number: int, length: int) -> str:
    letters = ""
    for _ in range(length):
        number, digit = divmod(number, len(_ALPHABET))
        letters = _ALPHABET[digit] + letters
    return letters
