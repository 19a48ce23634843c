"""English text → typed quantities.

Receives normalised text and the places already taken by names; returns quantities in the order of the text. Each
numeral is classified by what stands before (US$) and after it (percent, tonnes), then neighbours are joined.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import zip_longest

from build_scripts.quantities.en.connectors import is_list, is_range, join_backwards, join_spans
from build_scripts.quantities.en.dates import find_dates
from build_scripts.quantities.en.lexicon import approx_before, find_and_halves, find_words
from build_scripts.quantities.en.numerals import find_numerals, read_words
from build_scripts.quantities.en.ratios import read_fraction, read_ratio, read_share
from build_scripts.quantities.en.signs import SIGN_WORDS
from build_scripts.quantities.en.tokens import SHORT_SCALES
from build_scripts.quantities.en.units import quantity, read_unit
from build_scripts.quantities.model import Approx, Numeral, Quantity, pack_date
from build_scripts.quantities.names import read_roman
from build_scripts.quantities.notations import find_codes, hide
from build_scripts.quantities.ranges import join_ranges
from build_scripts.quantities.signs import apply_minus, read_decreases
from build_scripts.quantities.windows import text_before

_OUT_OF = re.compile(r"\s(?:(?:out\s)?of(?:\severy|\s10|\sten)?|in(?:\severy)?)\s")
_NO_YEAR = re.compile(r"(?:\bNo\.?|\bNos\.?|#|\bnumber|\bNumber|\bNO\.?)\s?$|(?:^|[^\d\s]\s|\()[-–]$|\bminus\s$")
_SHORT_SCALE = re.compile(r"\d[mkKMB]$")
_TIED = re.compile(r"-[A-Za-z]{2}")
_NAME_FOLLOWS = re.compile(r"\s[A-Z][a-z]")
_PHASE = re.compile(
    r"\b(?:Phase|Part|Title|Chapter|Article|Section|Tier|Class|Type|Level|Volume|Stage|Schedule|War|Annex|Act|Series)\s(?P<n>[IVX]{1,6})\b(?!')"
)
_PLAN = re.compile(
    r"(?:\b(?P<n>\d{1,2}(?:st|nd|rd|th)|[A-Za-z]{3,12}(?:-[a-z]{3,8})?)\s)?\bFive-?\s?Year\s(?:Plan|Program)",
    re.IGNORECASE,
)


def read_english(text: str, taken: list[tuple[int, int]]) -> list[Quantity]:
    """Give every quantity of an English text; `taken` are the places of names, which are left alone.

    >>> [str(item) for item in read_english("In 2017 they cut 224 million tonnes, or 5 to 15 percent.", [])]
    ['date 20170000', 'measure 224000000 t', 'percent 5…15']
    >>> [str(item) for item in read_english("the Group of 77 has 134 members", [(4, 15)])]
    ['count 134 person']
    """
    codes, hidden = find_codes(hide(text, taken), "en", lambda *_: "")
    codes += [*_find_plans(hidden), *_find_phases(hidden)]
    hidden = hide(hidden, [(item.start, item.end) for item in codes])
    dates = find_dates(hidden)
    hidden = hide(hidden, [(item.start, item.end) for item in dates])
    halves = find_and_halves(hidden)
    hidden = hide(hidden, [(item.start, item.end) for item in halves])
    items = _classify_all(list(find_numerals(hidden)), hidden)
    rest = hide(hidden, [(item.start, item.end) for item in items])
    items = sorted([*codes, *dates, *halves, *find_words(rest), *items], key=lambda item: (item.start, -item.end))
    items = apply_minus(_drop_overlaps(items), hidden, SIGN_WORDS, approx_before)
    items = join_backwards(items, text)
    items = join_ranges(items, hidden, is_range, is_list)
    items = read_decreases(join_spans(items, text), text, SIGN_WORDS)
    return [replace(item, text=text[item.start : item.end]) for item in items]


def _drop_overlaps(items: list[Quantity]) -> list[Quantity]:
    """Give the items of which none overlaps one before it.

    >>> items = [Quantity("count", Fraction(n), Fraction(n), start=at, end=at + 3) for n, at in ((1, 0), (2, 2), (3, 3))]
    >>> [str(item) for item in _drop_overlaps(items)]
    ['count 1', 'count 3']
    """
    kept: list[Quantity] = []
    for item in items:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _find_phases(text: str) -> list[Quantity]:
    """Give the Roman numeral after a word that is counted with them: Phase II, Part III.

    >>> [str(item) for item in _find_phases("Phase II of Part XIV, World War I, Phase IIX")]
    ['ordinal 2', 'ordinal 14', 'ordinal 1']
    """
    found = []
    for match in _PHASE.finditer(text):
        value = read_roman(match["n"])
        if value is not None:
            found.append(
                Quantity(
                    "ordinal",
                    Fraction(value),
                    Fraction(value),
                    start=match.start("n"),
                    end=match.end("n"),
                    optional=True,
                )
            )
    return found


def _find_plans(text: str) -> list[Quantity]:
    """Give the ordinal of a five-year plan, whose five years are part of its name.

    >>> [str(item) for item in _find_plans("the 14th Five-Year Plan, the Twelfth Five Year Plan")]
    ['name 14 five-year-plan', 'name 12 five-year-plan']
    """
    found = []
    for match in _PLAN.finditer(text):
        shown = match["n"] or ""
        digits = re.match(r"\d+", shown)
        number = Fraction(int(digits[0])) if digits else (read_words(shown) or Fraction(0))
        found.append(
            Quantity("name", number, number, "five-year-plan", start=match.start(), end=match.end(), optional=True)
        )
    return found


def _classify_all(numerals: list[Numeral], text: str) -> list[Quantity]:
    """Give what every numeral says, or two of them together.

    >>> [str(item) for item in _classify_all(list(find_numerals("one in five, 3 tonnes")), "one in five, 3 tonnes")]
    ['fraction 0.2', 'measure 3 t']
    """
    items: list[Quantity] = []
    skip = False
    for numeral, following in zip_longest(numerals, numerals[1:]):
        if skip:
            skip = False
            continue
        share = read_share(numeral, following, text)
        skip = share is not None
        items.append(share or _classify(numeral, text))
    return items


def _classify(numeral: Numeral, text: str) -> Quantity:
    """Give what a numeral says with the words round it.

    >>> [str(_classify(next(find_numerals(text)), text)) for text in ("a third of it", "5%", "5 tonnes", "5")]
    ['fraction 1/3', 'percent 5', 'measure 5 t', 'count 5']
    """
    if numeral.fraction:
        return read_fraction(numeral, text)
    return read_ratio(numeral, text) or read_unit(numeral, text) or _read_bare(numeral, text)


def _read_bare(numeral: Numeral, text: str) -> Quantity:
    """Give a number without a unit of the table: a year, an ordinal, or a count.

    >>> for text in ("2017", "No. 2017", "22nd", "first", "16", "two-way", "Five Eyes"):
    ...     item = _read_bare(next(find_numerals(text)), text)
    ...     print(item, item.optional)
    date 20170000 False
    count 2017 False
    ordinal 22 False
    ordinal 1 True
    count 16 False
    count 2 True
    count 5 True
    """
    if _is_year(numeral, text):
        packed = pack_date(numeral.whole)
        approx: Approx = "about" if approx_before(text, numeral.start) == "about" else ""
        also = (quantity(numeral, text, "count"),)
        return Quantity("date", packed, packed, "", approx, start=numeral.start, end=numeral.end, also=also)
    item = quantity(numeral, text, "ordinal" if numeral.ordinal else "count")
    item = replace(item, also=_short_scale_readings(item, numeral.raw) if numeral.scaled else ())
    small_word = not numeral.digits and (item.high <= 2 if numeral.ordinal else item.low == item.high in (0, 2))
    return replace(item, optional=item.optional or small_word or _is_in_a_name(item, text))


def _is_year(numeral: Numeral, text: str) -> bool:
    """Tell whether four digits are a year: neither scaled, grouped, numbered nor negative.

    >>> [_is_year(next(find_numerals(text)), text) for text in ("in 2017", "2,017", "No. 2017", "a change of -2000")]
    [True, False, False, False]
    """
    if not numeral.digits or numeral.scaled or numeral.grouped or numeral.ordinal or numeral.approx:
        return False
    four = numeral.end - numeral.start == 4 and 1000 <= numeral.whole <= 2100
    return four and not _NO_YEAR.search(text_before(text, numeral.start, 8))


def _short_scale_readings(item: Quantity, raw: str) -> tuple[Quantity, ...]:
    """Give what 35m or 5k may mean besides millions and thousands: metres, or a name.

    >>> item = Quantity("count", Fraction(35 * 10**6), Fraction(35 * 10**6))
    >>> [[str(other) for other in _short_scale_readings(item, raw)] for raw in ("35m", "35M", "35 million")]
    [['measure 35 m'], ['count 35'], []]
    """
    if not _SHORT_SCALE.search(raw):
        return ()
    size = SHORT_SCALES[raw[-1].lower()]
    bare = replace(item, low=item.low / size, high=item.high / size)
    return (replace(bare, kind="measure", unit="m"),) if raw[-1] == "m" else (bare,)


def _is_in_a_name(item: Quantity, text: str) -> bool:
    """Tell whether a small number is tied to a word or begins a name: two-way, Five Eyes.

    >>> item = Quantity("count", Fraction(5), Fraction(5), end=4)
    >>> [_is_in_a_name(item, text) for text in ("five-way", "Five Eyes", "five eyes")]
    [True, True, False]
    """
    if item.low > 10:
        return False
    return bool(_TIED.match(text, item.end) or (text[item.start].isupper() and _NAME_FOLLOWS.match(text, item.end)))
