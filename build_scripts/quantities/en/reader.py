"""English text → typed quantities.

Receives normalised text and the places already taken by names; returns quantities in the order of the text.
Each numeral is classified by what stands before (US$) and after it (percent, tonnes), then neighbours
are joined.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities.en.connectors import is_list, is_range, join_backwards, join_spans
from build_scripts.quantities.en.dates import find_dates
from build_scripts.quantities.en.lexicon import SIGN_WORDS, approx_before, find_and_halves, find_words
from build_scripts.quantities.en.numerals import find_numerals, read_words
from build_scripts.quantities.en.ratios import read_fraction, read_ratio, read_share
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
_PHASE = re.compile(
    r"\b(?:Phase|Part|Title|Chapter|Article|Section|Tier|Class|Type|Level|Volume|Stage|Schedule|War|Annex|Act|Series)\s(?P<n>[IVX]{1,6})\b(?!')"
)
_PLAN = re.compile(
    r"(?:\b(?P<n>\d{1,2}(?:st|nd|rd|th)|[A-Za-z]{3,12}(?:-[a-z]{3,8})?)\s)?\bFive-?\s?Year\s(?:Plan|Program)",
    re.IGNORECASE,
)


def read_english(text: str, taken: list[tuple[int, int]]) -> list[Quantity]:
    """Every quantity of an English text; `taken` are the places of names, which are left alone."""
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
    kept: list[Quantity] = []
    for item in items:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _find_phases(text: str) -> list[Quantity]:
    """Phase II, Part III: a Roman numeral after a word that is counted with them."""
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
    """14th Five-Year Plan: the plan's ordinal; the five years are part of its name."""
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
    items: list[Quantity] = []
    skip = False
    for place, numeral in enumerate(numerals):
        if skip:
            skip = False
            continue
        following = numerals[place + 1] if place + 1 < len(numerals) else None
        item = read_share(numeral, following, text)
        skip = item is not None
        items.append(item or _classify(numeral, text))
    return items


def _classify(numeral: Numeral, text: str) -> Quantity:
    if numeral.fraction:
        return read_fraction(numeral, text)
    return read_ratio(numeral, text) or read_unit(numeral, text) or _read_bare(numeral, text)


def _read_bare(numeral: Numeral, text: str) -> Quantity:
    """A number without a unit of the table: a year, an ordinal, or a count."""
    year = numeral.whole
    plain = numeral.digits and not (numeral.scaled or numeral.grouped or numeral.ordinal or numeral.approx)
    if plain and numeral.end - numeral.start == 4 and 1000 <= year <= 2100:
        before = text_before(text, numeral.start, 8)
        if not _NO_YEAR.search(before):
            packed = pack_date(year)
            count = quantity(numeral, text, "count")
            approx: Approx = "about" if approx_before(text, numeral.start) == "about" else ""
            return Quantity("date", packed, packed, "", approx, start=numeral.start, end=numeral.end, also=(count,))
    item = quantity(numeral, text, "ordinal" if numeral.ordinal else "count")
    if numeral.ordinal and not numeral.digits and numeral.high <= 2:
        item = replace(item, optional=True)
    if _may_be_metres(numeral, text):
        size = SHORT_SCALES[numeral.raw[-1].lower()]
        bare = replace(item, low=item.low / size, high=item.high / size)
        metres = (replace(bare, kind="measure", unit="m"),) if numeral.raw[-1] == "m" else ()
        item = replace(item, also=(bare, *metres) if numeral.raw[-1] != "m" else metres)
    if item.low <= 10 and re.match(r"-[A-Za-z]{2}", text[item.end : item.end + 3]):
        item = replace(item, optional=True)
    if item.low <= 10 and text[item.start].isupper() and re.match(r"\s[A-Z][a-z]", text[item.end : item.end + 3]):
        item = replace(item, optional=True)
    if not numeral.digits and item.low in (0, 2) and item.low == item.high:
        item = replace(item, optional=True)
    return item


def _may_be_metres(numeral: Numeral, text: str) -> bool:
    return numeral.scaled and bool(re.search(r"\d[mkKMB]$", numeral.raw))
