"""Places with a notation of their own: web addresses, codes, versions, dates in digits, clock times and ratios.

Receives normalised text; returns the quantities found there and the text with those places blanked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities.clock import find_clocks, find_records
from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Quantity, pack_date
from build_scripts.quantities.ratios import find_ratios
from build_scripts.quantities.units import UNITS

BLANK = "\x00"
_ADDRESS = re.compile(
    r"(?:https?://|www\.|pic\.twitter\.com/)[!-~]+|[A-Za-z0-9._-]{1,64}@[A-Za-z0-9.-]{1,64}|[@#][A-Za-z_]\w{0,40}"
)
_ALWAYS = re.compile(r"(?<!\d)(?:24/7|7\s?[*x×]\s?24|24\s?[*x×]\s?7)(?!\d)")
_DIGIT = re.compile(r"\d")
_OVERLONG = re.compile(r"\d{101,}+|[零〇一二三四五六七八九十百千万亿两]{41,}+")
_ISO_DATE = re.compile(r"(?<![\d/.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/-]|\.\d)")
_SEASON = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)\s?[-–/~]\s?(\d\d)(?![\d.,%])(?![-‐‑–/]\d)")
_SLASH_DATE = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d/])")
_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z]{1,12}-?\d[\dA-Za-z]*+(?:[-./][\dA-Za-z]++)*+|\d++[A-Za-z]++\d[\dA-Za-z]*+|\d++(?:\.\d++){2,})"
)
_DIGITS_LETTERS = re.compile(r"(?<![A-Za-z0-9.,])(\d++)(-?)([A-Za-z]++)(?![\d])")
_UNIT_WORDS = frozenset(word for form in UNITS.symbols for word in form.split() if re.search(r"\d", word))
_UNIT_WORDS |= {"CO2", "CO2e", "CO2eq"}
_TIMES = re.compile(r"\d+x\d+")
# What digits may be tied to without being a code.
_ENDS = re.compile("am|pm|m|bn|b|tn|trn|k|mn|mln|mio|million|billion|trillion|x")


def hide(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Blank out places, keeping the length of the text.

    >>> hide("the F-16 at 5", [(4, 8)]).replace(BLANK, "_")
    'the ____ at 5'
    """
    parts, last = [], 0
    for start, end in sorted(spans):
        if end > last:
            start = max(start, last)
            parts += [text[last:start], BLANK * (end - start)]
            last = end
    return "".join([*parts, text[last:]])


def find_codes(text: str, lexicon: Lexicon) -> tuple[list[Quantity], str]:
    """Give dates in digits, clock times, ratios and codes, and the text without them.

    >>> items, rest = find_codes("On 2021-01-20 at 9:30 the F-16 at 1:2:3", lexicon_of("en"))
    >>> [str(item) for item in items]
    ['date 20210120', 'time 570 12-hour', 'score 1…3 1:2:3', 'identifier 16 F16']
    >>> rest.replace(BLANK, "_")
    'On __________ at ____ the ____ at _____'
    """
    text = hide(text, [match.span() for match in _ADDRESS.finditer(text)])
    day = Quantity("span", Fraction(24), Fraction(24), "hour", optional=True)
    found = [replace(day, start=match.start(), end=match.end()) for match in _ALWAYS.finditer(text)]
    text = hide(text, [(item.start, item.end) for item in found])
    finders = (_find_dates, find_clocks, find_records, find_ratios, _find_identifiers)
    for finder in (_find_overlong, *(finders if _DIGIT.search(text) else (find_ratios,))):
        items = finder(text, lexicon)
        text = hide(text, [(item.start, item.end) for item in items])
        found += items
    return found, text


def _find_overlong(text: str, lexicon: Lexicon) -> list[Quantity]:
    """Give runs of digits too long for any number as unreadable.

    >>> [item.kind for item in _find_overlong("7" * 200, lexicon_of("en"))], _find_overlong("7" * 40, lexicon_of("en"))
    (['unreadable'], [])
    """
    zero, found = Fraction(0), _OVERLONG.finditer(text)
    return [Quantity("unreadable", zero, zero, match[0], "", match[0], *match.span()) for match in found]


def _find_dates(text: str, lexicon: Lexicon) -> list[Quantity]:
    """Give dates in digits: 2021-01-20, 2015/16, and 10/11/2021 with both its readings.

    >>> [(str(item), len(item.also)) for item in _find_dates("2021-01-20, 2015-16年, 10/11/2021, 2021-13-40", lexicon_of("zh"))]
    [('date 20210120', 0), ('date 20150000…20160000', 0), ('date 20211011', 1)]
    """
    found = []
    for match in _ISO_DATE.finditer(text):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        if 1 <= month <= 12 and 1 <= day <= 31:
            found.append(_date(match, year, month, day))
    for match in _SEASON.finditer(text):
        first, last = int(match[1]), int(match[1]) // 100 * 100 + int(match[2])
        word = lexicon.match("season", text, match.end())
        if (first < last <= first + 30 and not 1 <= int(match[2]) <= 12) or word:
            end = word.end() if word else match.end()
            found.append(Quantity("date", pack_date(first), pack_date(last), start=match.start(), end=end))
    for match in _SLASH_DATE.finditer(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        year += 0 if year > 99 else 2000
        readings = [(m, d) for m, d in ((first, second), (second, first)) if 1 <= m <= 12 and 1 <= d <= 31]
        if readings:
            items = [_date(match, year, month, day) for month, day in dict.fromkeys(readings)]
            found.append(replace(items[0], also=tuple(items[1:])))
    return found


def _date(match: re.Match[str], year: int, month: int, day: int) -> Quantity:
    """Give the date that a match shows.

    >>> str(_date(re.match(".*", "2021-01-20"), 2021, 1, 20))
    'date 20210120'
    """
    packed = pack_date(year, month, day)
    return Quantity("date", packed, packed, text=match[0], start=match.start(), end=match.end())


def _find_identifiers(text: str, lexicon: Lexicon) -> list[Quantity]:
    """Give codes that hold digits: F-16, 5G, 1.2.3; not numbers with their units (300GW) or scales (5bn).

    >>> [str(item) for item in _find_identifiers("the F-16, 5G, version 1.2.3, 300GW, 5bn, CO2", lexicon_of("en"))]
    ['identifier 16 F16', 'unreadable 1 1.2.3', 'identifier 5 5G']
    """
    money, forms = UNITS.money, lexicon.forms
    found = []
    for match in _CODE.finditer(text):
        prefix = re.match(r"[A-Za-z]*", match[0])[0]  # type: ignore[index]  # matches always
        after = match[0][len(prefix)]
        tied = prefix.islower() and len(prefix) > 2 and after == "-"
        numbered = prefix.lower() == "no" or (prefix in money and after.isdigit())
        unit = match[0] in _UNIT_WORDS or forms.pattern.fullmatch(match[0])
        if not (lexicon.whole("no_code", match[0]) or tied or numbered or unit or _TIMES.fullmatch(match[0])):
            found.append(_identifier(match[0], match.start()))
    taken = {item.start for item in found}
    for match in _DIGITS_LETTERS.finditer(text):
        word, folded = match[3], match[3].lower()
        known = (
            match.start() in taken
            or lexicon.whole("no_code", match[0])
            or match[2]
            or word in money
            or folded in forms.by_form
        )
        known = known or _ENDS.fullmatch(folded) or lexicon.whole("ending", folded)
        if not (known or _TIMES.fullmatch(match[0]) or forms.pattern.match(text, match.start(3))):
            found.append(_identifier(match[0], match.start()))
    return found


def _identifier(code: str, start: int) -> Quantity:
    """Give a code as an identifier; a number with several dots cannot be read.

    >>> str(_identifier("F-16", 0)), _identifier("1.2.3", 0).kind
    ('identifier 16 F16', 'unreadable')
    """
    digits = re.search(r"\d+", code)
    value = Fraction(int(digits[0])) if digits and len(digits[0]) < 40 else Fraction(0)
    unit = re.sub(r"[^A-Z0-9]", "", code.upper())
    if code[0].isdigit() and "." in code:
        return Quantity("unreadable", value, value, code, text=code, start=start, end=start + len(code))
    return Quantity("identifier", value, value, unit, text=code, start=start, end=start + len(code), optional=True)
