"""English text → typed quantities.

Receives normalised text and the places already taken by names; returns quantities in the order of the text.
Each numeral is classified by what stands before (US$) and after it (percent, tonnes), then neighbours are joined.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from . import units
from .dates_en import find_dates
from .lexicon_en import approx_after, approx_before, find_and_halves, find_words
from .masks import find_codes, hide
from .model import Approx, Numeral, Quantity, pack_date
from .numerals_en import SHORT_SCALES, find_numerals, read_words
from .pieces import join_ranges

_PERCENT = re.compile(r"[\s-]?(?:%|per\s?cents?\b|percents?\b|pct\b|p\.c\.)", re.IGNORECASE)
_POINT = re.compile(
    r"[\s-]?(?:(?:percentage|percent|per\s?cent|%)[\s-]points?\b|(?P<bare>pp|ppts?|ppt)\b|(?P<basis>basis[\s-]points?|bps?)\b)",
    re.IGNORECASE,
)
_TIMES = re.compile(r"[\s-]?(?:times\b(?!\s(?:a|per|each|in a)\s)|-?fold\b|x\b(?![\s]?\d))", re.IGNORECASE)
_TIMES_ANY = re.compile(r"[\s-]?times\b", re.IGNORECASE)
_GROWTH = re.compile(
    r"\b(?:increas\w*|grow\w*|grew|rose|risen|ris\w+|up|by|expand\w*|jump\w*|soar\w*|surg\w*)\s(?:about\s|around\s|nearly\s|over\s|more than\s)?$",
    re.IGNORECASE,
)
_MORE = re.compile(r"\s(?:more|higher|larger|greater|faster|bigger|longer)\b", re.IGNORECASE)
_OUT_OF = re.compile(r"\s(?:(?:out\s)?of(?:\severy|\s10|\sten)?|in(?:\severy)?)\s")
_HALF_OF_UNIT = re.compile(r"[\s-](?:of\s)?(?:an?\s)?")
_AND_HALF = re.compile(r"\sand\s(?:a|one)\shalf\b", re.IGNORECASE)
_PER = re.compile(
    r"(?:\s(?:per|a|an|each|every)\s|\s?/\s?|\sper\s(?:capita\sper\s)?)(?P<unit>[A-Za-z][A-Za-z0-9 ]{0,40})",
    re.IGNORECASE,
)
_YEARLY = re.compile(r"\s(?:annually|a year|per annum|each year|every year|yearly)\b", re.IGNORECASE)
_GAP_RANGE = re.compile(
    r"\s?(?:-|–|—|~|to|through|until|till|up to)\s?(?:about\s|around\s|nearly\s|over\s|the\s|a\s)?",
    re.IGNORECASE,
)
_GAP_AND = re.compile(r"\s(?:and|to)\s(?:the\s)?", re.IGNORECASE)
_GAP_OR = re.compile(r"\s(?:or)\s", re.IGNORECASE)
_GAP_LIST = re.compile(r"\s?(?:,|,?\s?and|,?\s?or|&|;)\s?(?:the\s)?", re.IGNORECASE)
_GAP_CHANGE = re.compile(
    r"(?:\s[^.;!?\d]{0,40})?\s(?:to|into)\s(?:about\s|around\s|nearly\s|over\s|some\s|a\s|just\s|more than\s)?",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from)\s(?:[a-z]{1,12}\s){0,4}$", re.IGNORECASE)
_GAP_BACK = re.compile(
    r"\s?[^.;!?\d]{0,30}\s(?:from)\s(?:about\s|around\s|nearly\s|over\s|some\s|a\s|just\s)?", re.IGNORECASE
)
_TO = re.compile(r"\b(?:to|at)\s(?:[a-z]{1,10}\s){0,2}$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s(?:[a-z]{1,14}\s){0,2}$", re.IGNORECASE)
_NUMBER_SIGN = re.compile(r"(?:\bNo\.?|\bNos\.?|#|\bnumber|\bNumber|\bNO\.?)\s?$")
_PHASE = re.compile(
    r"\b(?:Phase|Part|Title|Chapter|Article|Section|Tier|Class|Type|Level|Volume|Stage|Schedule|War|Annex|Act|Series)\s(?P<n>[IVX]{1,6})\b(?!')"
)
HALF = Fraction(1, 2)
_HALF_MEANT = re.compile(
    r"\b(?:by|in|to|than|about|nearly|almost|over|least|only|just|one-|is|was|the remaining|cut|up)\s?$",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"(?:(?P<n>\d{1,2}(?:st|nd|rd|th)|[A-Za-z]+(?:-[a-z]+)?)\s)?\bFive-?\s?Year\s(?:Plan|Program)",
    re.IGNORECASE,
)


def read(text: str, taken: list[tuple[int, int]]) -> list[Quantity]:
    """Every quantity of an English text; `taken` are the places of names, which are left alone."""
    codes, hidden = find_codes(hide(text, taken), "en")
    codes += [*_find_plans(hidden), *_find_phases(hidden)]
    hidden = hide(hidden, [(item.start, item.end) for item in codes])
    dates = find_dates(hidden)
    hidden = hide(hidden, [(item.start, item.end) for item in dates])
    halves = find_and_halves(hidden)
    hidden = hide(hidden, [(item.start, item.end) for item in halves])
    items = _classify_all(list(find_numerals(hidden)), hidden)
    rest = hide(hidden, [(item.start, item.end) for item in items])
    items = sorted([*codes, *dates, *halves, *find_words(rest), *items], key=lambda item: (item.start, -item.end))
    items = _drop_overlaps(items)
    items = _join_backwards(items, text)
    items = join_ranges(items, hidden, _is_range, _is_list)
    items = _join_spans(items, text)
    return [replace(item, text=text[item.start : item.end]) for item in items]


def _drop_overlaps(items: list[Quantity]) -> list[Quantity]:
    kept: list[Quantity] = []
    for item in items:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _find_phases(text: str) -> list[Quantity]:
    """Phase II, Part III: a Roman numeral after a word that is counted with them."""
    from .names import read_roman

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


def _is_range(text: str, first: Quantity, last: Quantity) -> bool:
    gap = text[first.end : last.start]
    if len(gap) > 60 or first.kind in ("identifier", "name", "time") or last.kind in ("identifier", "name", "time"):
        return False
    if _GAP_RANGE.fullmatch(gap):
        return True
    before = text[max(0, first.start - 48) : first.start]
    if _GAP_AND.fullmatch(gap) and _BETWEEN.search(before):
        return True
    if _GAP_OR.fullmatch(gap) and first.low < last.low <= first.low * 2 and first.kind == last.kind == "count":
        return True
    if first.kind not in ("percent", "measure", "currency", "count", "temperature", "date", "rate"):
        return False
    return bool(_GAP_CHANGE.fullmatch(gap) and _FROM.search(before))


def _is_list(text: str, first: Quantity, last: Quantity) -> bool:
    gap = text[first.end : last.start]
    return len(gap) <= 10 and bool(_GAP_LIST.fullmatch(gap))


def _join_backwards(items: list[Quantity], text: str) -> list[Quantity]:
    """`to 5% from 3%` is the change from 3 to 5."""
    done: list[Quantity] = []
    for item in items:
        for place in range(len(done) - 1, max(-1, len(done) - 3), -1):
            last = done[place]
            if _is_backwards(text, last, item):
                low, high = sorted((last.low, item.low))
                done[place] = replace(last, low=low, high=high, falling=item.low > last.low, change=True)
                break
        else:
            done.append(item)
    return done


def _is_backwards(text: str, later: Quantity, earlier: Quantity) -> bool:
    if later.kind != earlier.kind or later.unit != earlier.unit or later.is_range or earlier.is_range:
        return False
    if later.kind not in ("percent", "measure", "currency", "count", "temperature", "rate"):
        return False
    gap = text[later.end : earlier.start]
    before = text[max(0, later.start - 30) : later.start]
    return len(gap) <= 50 and bool(_GAP_BACK.fullmatch(gap)) and bool(_TO.search(before))


def _join_spans(items: list[Quantity], text: str) -> list[Quantity]:
    """`2 hours and 13 minutes` is one length of time."""
    done: list[Quantity] = []
    lesser = {("hour", "minute"), ("minute", "second"), ("hour", "second"), ("second", "second")}
    for item in items:
        last = done[-1] if done else None
        if last is not None and last.kind == item.kind == "span" and (last.unit, item.unit) in lesser:
            gap = text[last.end : item.start]
            if len(gap) <= 6 and re.fullmatch(r",?\s?(?:and\s)?", gap) and not last.is_range and not item.is_range:
                seconds = last.low * units.factor(last.unit) + item.low * units.factor(item.unit)
                done[-1] = replace(item, low=seconds, high=seconds, unit="second", start=last.start, approx=last.approx)
                continue
        done.append(item)
    return done


def _classify_all(numerals: list[Numeral], text: str) -> list[Quantity]:
    items: list[Quantity] = []
    skip = False
    for place, numeral in enumerate(numerals):
        if skip:
            skip = False
            continue
        following = numerals[place + 1] if place + 1 < len(numerals) else None
        item = _read_share(numeral, following, text)
        skip = item is not None
        items.append(item or _classify(numeral, text))
    return items


def _read_share(numeral: Numeral, following: Numeral | None, text: str) -> Quantity | None:
    """one in five, seven out of ten; and 2/3 written with digits."""
    if following is None or following.start - numeral.end > 14 or numeral.is_range or following.low <= numeral.low:
        return None
    gap = text[numeral.end : following.start]
    plain = numeral.whole >= 0 and following.whole >= 2 and not following.ordinal and not numeral.ordinal
    slash = gap == "/" and following.low <= 100 and numeral.digits
    share = (
        re.fullmatch(r"\s(?:in|out of)(?:\severy)?\s", gap)
        and following.low <= 100
        and following.low > 0
        and numeral.low < following.low
    )
    if not plain or not (slash or (share and following.whole in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 50, 100, 1000))):
        return None
    value = numeral.low / following.low
    item = _quantity(numeral, text, "fraction", following.end, low=value, high=value)
    return replace(
        item,
        also=(_quantity(numeral, text, "score", following.end, low=numeral.low, high=following.low),),
        optional=False,
    )


def _classify(numeral: Numeral, text: str) -> Quantity:
    if numeral.fraction:
        return _read_fraction(numeral, text)
    return _read_ratio(numeral, text) or _read_unit(numeral, text) or _read_bare(numeral, text)


def _quantity(
    numeral: Numeral,
    text: str,
    kind: str,
    end: int = 0,
    unit: str = "",
    low: Fraction | None = None,
    high: Fraction | None = None,
    size: Fraction = Fraction(1),
    start: int = -1,
) -> Quantity:
    low = numeral.low * size if low is None else low
    high = numeral.high * size if high is None else high
    end, start = end or numeral.end, numeral.start if start < 0 else start
    after, end_after = approx_after(text, end)
    before = approx_before(text, start)
    approx = before if before not in ("", "about", "up-to") else after or numeral.approx or before
    return Quantity(
        kind,  # type: ignore[arg-type]  # the callers pass one of Kind
        low,
        high,
        unit,
        approx,
        start=start,
        end=max(end, end_after),
        optional=(low == high == 1 and not numeral.scaled and kind in ("count", "ordinal", "span"))
        or numeral.vague
        or "couple" in numeral.raw,
        vague=numeral.vague,
        digits=numeral.digits,
        step=numeral.step * size,
        size=size,
    )


def _read_fraction(numeral: Numeral, text: str) -> Quantity:
    """half an hour is a length of time; a third of it is a fraction; `half` in `first half` may stay unsaid."""
    opening = _HALF_OF_UNIT.match(text, numeral.end)
    if opening and (match := units.pattern("en").match(text, opening.end())):
        unit, size = units.find_form(match[0], "en")
        if units.dimension(unit) in ("calendar", "time", "length", "mass", "area"):
            return _quantity(numeral, text, units.kind_of(unit), match.end(), unit, size=size)
    if (
        re.search(
            r"\b(?:first|last|past|next|previous|consecutive)\s$",
            text[max(0, numeral.start - 12) : numeral.start],
        )
        and numeral.low > HALF
    ):
        return _quantity(numeral, text, "span", unit="quarter", low=numeral.low * 4, high=numeral.low * 4)
    item = _quantity(numeral, text, "fraction")
    before = text[max(0, numeral.start - 9) : numeral.start]
    named = re.search(r"(?:\b(?:first|second|1st|2nd|latter|other|last|better|this)[\s-])$", before, re.IGNORECASE)
    loose = re.match(
        r"[\s-]?(?:quarter|final|time|hour|day|brother|sister|way|marathon|hearted|term|jok\w+|century|mast|a century)",
        text[numeral.end : numeral.end + 12],
    )
    bare = (
        numeral.raw == "half"
        and not item.approx
        and not _HALF_MEANT.search(text[max(0, numeral.start - 16) : numeral.start])
    )
    unmeant = bare and not re.match(
        r"\s(?:of|the|a|an|its|his|her|their|our|my|all|as)\b", text[numeral.end : numeral.end + 6]
    )
    if (
        numeral.raw == "a quarter"
        and not re.match(r"\sof\b", text[numeral.end : numeral.end + 4])
        and not _HALF_MEANT.search(text[max(0, numeral.start - 16) : numeral.start])
    ):
        return _quantity(numeral, text, "span", unit="quarter", low=Fraction(1), high=Fraction(1))
    return replace(item, optional=bool(named or loose or unmeant))


def _read_ratio(numeral: Numeral, text: str) -> Quantity | None:
    """Percent, percentage points, times and -fold."""
    end = numeral.end
    if match := _POINT.match(text, end):
        size = Fraction(1, 100) if match["basis"] else Fraction(1)
        return _quantity(numeral, text, "percentage-point", match.end(), size=size)
    if match := _PERCENT.match(text, end):
        return _quantity(numeral, text, "percent", match.end())
    if (match := _TIMES_ANY.match(text, end) or _TIMES.match(text, end)) and not numeral.ordinal:
        item = _quantity(numeral, text, "multiple", match.end())
        grows = _GROWTH.search(text[max(0, numeral.start - 30) : numeral.start])
        more = _MORE.match(text, match.end())
        count = _quantity(numeral, text, "count", match.end())
        return replace(item, change=bool(grows or more), also=(count,), optional=False)
    return None


def _money_before(text: str, start: int) -> tuple[str, int] | None:
    window_start = max(0, start - 6)
    match = units.money_pattern().search(text[window_start:start])
    if match is None:
        return None
    return units.find_form(match[0].strip(), "en")[0], window_start + match.start()


def _read_unit(numeral: Numeral, text: str) -> Quantity | None:
    """A measure, a sum of money, a length of time, an age or counted things."""
    money = _money_before(text, numeral.start)
    gap = re.compile(r"[\s-]?(?:of\s)?").match(text, numeral.end)
    start = gap.end() if gap else numeral.end
    if start > numeral.end + 1 and not numeral.scaled and not numeral.vague:
        start = numeral.end + 1
    match = units.pattern("en").match(text, start)
    if numeral.ordinal:
        return None
    if money:
        end = match.end() if match and units.find_form(match[0], "en")[0] == money[0] else numeral.end
        end, unit = _read_rate(text, end, money[0])
        item = _quantity(numeral, text, "rate" if "/" in unit else "currency", end, unit, start=money[1])
        return item
    if match is None:
        return None
    unit, size = units.find_form(match[0], "en")
    kind, end = units.kind_of(unit), match.end()
    if match[0].lower() == "second" and not numeral.digits:
        return None
    half = Fraction(0)
    if kind == "span" and (more := _AND_HALF.match(text, end)):
        half, end = Fraction(1, 2), more.end()
    if kind == "count" and not numeral.digits and numeral.whole == 2:
        return replace(_quantity(numeral, text, kind, end, unit), optional=True)
    if kind != "count" or re.match(r"\s?/|\sper\s", text[end : end + 5]):
        end, unit = _read_rate(text, end, unit)
    item = _quantity(numeral, text, kind, end, unit, size=size)
    item = replace(item, low=item.low + half * size, high=item.high + half * size)
    if "/" in unit and unit not in units.UNITS.by_id:
        item = replace(item, kind="rate")
    return replace(item, also=_other_readings(numeral, item, match[0], text))


def _other_readings(numeral: Numeral, item: Quantity, form: str, text: str) -> tuple[Quantity, ...]:
    """Pounds are money or mass; degrees may stand without a scale."""
    if form.lower() in ("pound", "pounds"):
        return (replace(item, kind="currency", unit="GBP", low=numeral.low, high=numeral.high),)
    return ()


def _read_rate(text: str, end: int, unit: str) -> tuple[int, str]:
    """Denominators after a unit: `per year`, `/tonne`, `a tonne`, `annually`."""
    for _ in range(2):
        if yearly := _YEARLY.match(text, end):
            unit, end = f"{unit}/year", yearly.end()
            continue
        per = _PER.match(text, end)
        below = units.pattern("en").match(text, per.start("unit")) if per else None
        if below is None:
            break
        name, size = units.find_form(below[0], "en")
        if size != 1:
            break
        unit, end = f"{unit}/{name}", below.end()
    return end, unit


def _read_bare(numeral: Numeral, text: str) -> Quantity:
    """A number without a unit of the table: a year, an ordinal, or a count."""
    year = numeral.whole
    plain = numeral.digits and not (numeral.scaled or numeral.grouped or numeral.ordinal or numeral.approx)
    if plain and numeral.end - numeral.start == 4 and 1000 <= year <= 2100:
        before = text[max(0, numeral.start - 8) : numeral.start]
        if not _NUMBER_SIGN.search(before):
            packed = pack_date(year)
            count = _quantity(numeral, text, "count")
            approx: Approx = "about" if approx_before(text, numeral.start) == "about" else ""
            return Quantity("date", packed, packed, "", approx, start=numeral.start, end=numeral.end, also=(count,))
    item = _quantity(numeral, text, "ordinal" if numeral.ordinal else "count")
    if numeral.ordinal and not numeral.digits and numeral.high <= 2:
        item = replace(item, optional=True)
    if _may_be_metres(numeral, text):
        size = SHORT_SCALES[numeral.raw[-1].lower()]
        bare = replace(item, low=item.low / size, high=item.high / size)
        metres = (replace(bare, kind="measure", unit="m"),) if numeral.raw[-1] == "m" else ()
        item = replace(item, also=(bare, *metres) if numeral.raw[-1] != "m" else metres)
    if item.low <= 10 and re.match(r"-[A-Za-z]{2}", text[item.end : item.end + 3]):
        item = replace(item, optional=True)
    if not numeral.digits and item.low in (0, 2) and item.low == item.high:
        item = replace(item, optional=True)
    return item


def _may_be_metres(numeral: Numeral, text: str) -> bool:
    return numeral.scaled and bool(re.search(r"\d[mkKMB]$", numeral.raw))
