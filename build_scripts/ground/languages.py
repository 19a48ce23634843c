"""What the stages know of scripts and languages: ranges of characters, CLDR locales, stemmers, the order of words.

Receives language codes (BCP 47, `pt-BR`) and texts. Refuses no language: for one that CLDR lacks, the nearest one
that it has stands in.
"""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby, islice
from typing import Any

import snowballstemmer
from babel import Locale, UnknownLocaleError
from babel.core import get_global, parse_locale

from build_scripts.ground.processes import do_in_copy

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HIRAGANA = r"\u3041-\u309f"
KATAKANA = r"\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_HAN_NAMES = ("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH")
_UNREAD = "~5"  # after every syllable

# Letters that Unicode does not take apart, as the root collation of CLDR sorts them.
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "þ": "th"})

_Weight = tuple[int, str, str, str]
CollationKey = tuple[tuple[_Weight, ...], str, str]


def is_known_language(language: str) -> bool:
    """Tell whether CLDR has data for a language, by its first subtag: `pt`."""
    try:
        Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return False
    return True


@cache
def find_locale(code: str) -> Locale:
    """Give the CLDR locale nearest to a language: `pt-BR` → pt_BR, `nan` → zh_Hans_CN, `qaa` → en.

    For a language that CLDR lacks it is that of the language that is written most in its script, which its code says
    or CLDR's likely subtags; else English.
    """
    parts = code.replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        with contextlib.suppress(UnknownLocaleError, ValueError):
            return Locale.parse("_".join(parts[:length]))
    return Locale.parse(get_global("likely_subtags").get(f"und_{find_script(code)}") or "en")


@cache
def text_direction(code: str) -> str:
    """Give the direction of a language, or of a CLDR locale, by CLDR: `ltr` or `rtl`."""
    return str(find_locale(code).text_direction)


def find_script(code: str) -> str | None:
    """Give the script (ISO 15924) of a language: as its code says it, or by CLDR's likely subtags; else None."""
    parts = code.replace("_", "-").split("-")
    written = next((part.title() for part in parts[1:] if len(part) == 4 and part.isalpha()), None)
    likely = get_global("likely_subtags").get(parts[0].lower())
    return written or (parse_locale(likely)[2] if likely else None)


@cache
def find_stemmer(language: str) -> Any:
    """Give the library's stemmer for a language, or None where it has none."""
    language = language.split("-")[0]
    if not is_known_language(language):  # a neighbour's stemmer would join words that are not related
        return None
    name = Locale.parse(language).get_language_name("en")
    known = {algorithm.casefold() for algorithm in snowballstemmer.algorithms()}
    return snowballstemmer.stemmer(name.casefold()) if name and name.casefold() in known else None


@lru_cache(maxsize=4096)
def collation_key(text: str, language: str, reading: str = "") -> CollationKey:
    """Give a key that sorts texts as readers of a language look for them; signs and spaces do not count.

    A text that has a reading stands by that: Han by its syllables, of which there is one a character (`is_reading`).

    Han text stands by its pinyin, as in its dictionaries, each word read as a whole (library pypinyin: 重庆 under ch,
    重量 under zh), after digits and Latin letters. All else stands by its base letters (NFKD without marks, folded:
    é by e, ß by ss); among equals that without marks comes first. An order tailored to each language would need ICU,
    which is not on every machine: and the same site must come out the same everywhere.
    """
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    base = "".join(char for char in folded if char.isalnum())
    if find_locale(language).language == "zh":
        weights = _pinyin_weights(base, tuple(map(_syllable, reading.split())))
    elif reading:
        weights = collation_key(reading, language)[0]
    else:
        weights = tuple(map(_weight, base))
    return weights, unicodedata.normalize("NFD", text.casefold()), text


def collation_keys(texts: Sequence[tuple[str, str]], language: str) -> list[CollationKey]:
    """Give the keys of texts with their readings; pinyin's dictionaries take 50 MB, which are let go of.

    The keys are kept as long as the process, so that a preview loads the dictionaries for new words only.
    """
    known = _known_keys(language)
    unknown = [each for each in dict.fromkeys(texts) if each not in known]

    def find() -> list[CollationKey]:
        return [collation_key(text, language, reading) for text, reading in unknown]

    if unknown:
        found = do_in_copy(find) if find_locale(language).language == "zh" else find()
        known |= zip(unknown, found, strict=True)
    return [known[each] for each in texts]


@cache
def _known_keys(_: str) -> dict[tuple[str, str], CollationKey]:
    """Give the keys that were found for a language, to be added to."""
    return {}


def initial(key: CollationKey) -> str:
    """Give the capital letter that a sorted text stands under, or nothing: of digits, of Han without a reading."""
    (_, first, _, _) = key[0][0] if key[0] else (0, "", "", "")
    letter = first[:1].upper()
    return letter if letter.isalpha() and not _is_han(letter) else ""


def is_reading(reading: str, text: str, language: str) -> bool:
    """Tell whether a reading fits a text: where Han is sorted by pinyin, a syllable a character, with spaces between.

    >>> [is_reading(reading, "重庆", "zh") for reading in ("chong2 qing4", "chóng qìng", "chongqing")]
    [True, True, False]
    """
    if find_locale(language).language != "zh":
        return any(char.isalnum() for char in reading)
    syllables = [_syllable(each).rstrip("12345") for each in reading.split()]
    return len(syllables) == sum(map(_is_han, text)) and all(each.isascii() and each.isalpha() for each in syllables)


def _weight(char: str) -> _Weight:
    return (0, char, "", "")


def _pinyin_weights(text: str, syllables: tuple[str, ...] = ()) -> tuple[_Weight, ...]:
    """Give every Han character the weight of its reading, or of a given one: syllable, tone, the character itself."""
    found: list[_Weight] = []
    given = iter(syllables)
    for is_han, group in groupby(text, _is_han):
        run = "".join(group)
        if is_han:
            readings = zip(list(islice(given, len(run))) or _read(run), run, strict=False)
            found += [(1, reading.rstrip("12345"), reading[-1:], char) for reading, char in readings]
        else:
            found += map(_weight, run)
    return tuple(found)


def _syllable(text: str) -> str:
    """Give a syllable of pinyin with its tone as a digit: `chóng` and `chong2` → chong2, without a tone chong5."""
    from pypinyin.contrib.tone_convert import to_tone3  # see `_read`

    written: str = to_tone3(text.casefold(), neutral_tone_with_five=True)
    return written.replace("ü", "v")


def _is_han(char: str) -> bool:
    return unicodedata.name(char, "").startswith(_HAN_NAMES)


def _read(run: str) -> list[str]:
    """Give the reading of every character of a run of Han: `重庆` → chong2, qing4; those nobody reads stand last."""

    from pypinyin import Style, pinyin  # its dictionaries take a while to load, and most commands sort nothing

    def read(part: str) -> list[str]:
        readings = pinyin(part, Style.TONE3, errors=lambda _: _UNREAD, neutral_tone_with_five=True)
        return [options[0] for options in readings]

    readings = read(run)
    return readings if len(readings) == len(run) else [reading for char in run for reading in read(char)[:1]]


def own_name(code: str) -> str:
    """Give what CLDR says that a language calls itself, or else its code.

    >>> own_name("fr"), own_name("pt-BR"), own_name("tlh")
    ('français', 'português (Brasil)', 'tlh')
    """
    if not is_known_language(code.partition("-")[0]):
        return code
    locale = find_locale(code)
    found = locale.get_display_name(locale) if "-" in code else locale.get_language_name(locale)
    return found or code
