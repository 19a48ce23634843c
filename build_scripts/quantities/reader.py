"""Text → quantities, in any language.

Receives text, its language and the declared names; returns quantities in the order of the text, each with what was read
and where. Of a language without a lexicon here that is read which CLDR knows; of a language that CLDR does not know,
digits as English writes them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest

from build_scripts.quantities.dates import read_part
from build_scripts.quantities.general import general_lexicon
from build_scripts.quantities.incidence import read_incidence, read_per_million
from build_scripts.quantities.lexicon import LANGUAGES, Lexicon, lexicon_of, primary
from build_scripts.quantities.measures import read_unit
from build_scripts.quantities.model import Numeral, Quantity, pack_date
from build_scripts.quantities.names import NO_NAMES, Names
from build_scripts.quantities.normalise import normalise
from build_scripts.quantities.notations import find_codes, hide
from build_scripts.quantities.numerals import find_idioms, find_numerals, weigh
from build_scripts.quantities.own_units import with_units
from build_scripts.quantities.parts import join_parts
from build_scripts.quantities.phrases import drop_overlaps, find_phrases
from build_scripts.quantities.qualifiers import quantity
from build_scripts.quantities.ranges import drop_echoes, join_all, join_backwards
from build_scripts.quantities.ratios import read_fraction, read_pair, read_ratio
from build_scripts.quantities.signs import apply_minus, read_decreases

# A list marker at the very start of a text: "3. ", "(3) ", "三、".
_MARKER = re.compile(r"\s?\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?(?:\.\s?(?!\d)|\)|、)")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DAY_AND_MONTH = re.compile(r"(0?[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])")
_SHORT_SCALE = re.compile(r"\d([mkKMB])$")


@lru_cache(maxsize=32768)
def read(text: str, language: str, names: Names = NO_NAMES) -> tuple[Quantity, ...]:
    """Read all quantities of a text in a language such as "zh", "zh-Hans" or "en-GB".

    >>> [str(item) for item in read("2017年约16%，3至5吨", "zh")]
    ['date 20170000', 'percent about 16', 'measure 3…5 t']
    >>> [str(item) for item in read("En 2017, environ 1,6 milliard", "fr")]
    ['date 20170000', 'count about 1600000000']

    Marks of direction, which nobody sees, are passed over: CLDR's Arabic has them round the sign of per cent.

    >>> [(str(item), item.start, item.end) for item in read("في 16\u200e%\u200e", "ar")]
    [('percent 16', 3, 7)]
    """
    if _DIRECTION.search(text):
        kept = [no for no, char in enumerate(text) if not _DIRECTION.match(char)]
        spans = [
            (item, kept[item.start], kept[item.end - 1] + 1) for item in read(_DIRECTION.sub("", text), language, names)
        ]
        return tuple(replace(item, start=start, end=end, text=text[start:end]) for item, start, end in spans)
    plain, code = normalise(text), primary(language)
    lexicon = with_units(lexicon_of(code) if code in LANGUAGES else general_lexicon(language), names.units)
    plain = lexicon.fold(plain)
    found = names.find(plain, code)
    taken = [(name.start, name.end) for name in found]
    items = [_soften(item, plain, lexicon) for item in recognise(plain, taken, lexicon)]
    placed = sorted([*found, *items], key=lambda item: (item.start, item.end))
    return tuple(replace(item, text=text[item.start : item.end]) for item in placed)


def recognise(text: str, taken: list[tuple[int, int]], lexicon: Lexicon) -> list[Quantity]:
    """Give the quantities of a normalised text outside the places that declared names take.

    >>> [str(item) for item in recognise("from 3% to 5%, 6 July, twice", [(0, 7)], lexicon_of("en"))]
    ['percent 5', 'date 706', 'multiple 2']
    """
    found, hidden = find_codes(hide(text, taken), lexicon)
    found += (phrases := find_phrases(hidden, lexicon))
    hidden = hide(hidden, [(item.start, item.end) for item in phrases])
    hidden = hide(hidden, find_idioms(hidden, lexicon))
    found += (items := _classify_all(list(find_numerals(hidden, lexicon)), hidden, lexicon))
    found += find_phrases(hide(hidden, [(item.start, item.end) for item in items]), lexicon, late=True)
    items = apply_minus(drop_overlaps(found), hidden, lexicon)
    items = join_backwards(items, hidden, lexicon)
    items = drop_echoes(join_parts(items, hidden, lexicon), hidden, lexicon)
    items = join_parts(join_all(items, hidden, lexicon), hidden, lexicon)
    return read_decreases(items, hidden, lexicon)


def _classify_all(numerals: list[Numeral], text: str, lexicon: Lexicon) -> list[Quantity]:
    """Give what each numeral says with the words round it; two neighbours may be one quantity.

    >>> zh, en = lexicon_of("zh"), lexicon_of("en")
    >>> [str(item) for item in _classify_all(list(find_numerals("三分之二，5吨", zh)), "三分之二，5吨", zh)]
    ['fraction 2/3', 'measure 5 t']
    >>> [str(item) for item in _classify_all(list(find_numerals("a third of 5", en)), "a third of 5", en)]
    ['fraction 1/3', 'count 5']
    """
    items: list[Quantity] = []
    skip = False
    for numeral, following in zip_longest(numerals, numerals[1:]):
        if skip:
            skip = False
            continue
        pair = read_incidence(numeral, following, text, lexicon) or read_pair(numeral, following, text, lexicon)
        item, skip = pair or _classify(numeral, text, lexicon), pair is not None
        items += [item] if item else []
    return items


def _classify(numeral: Numeral, text: str, lexicon: Lexicon) -> Quantity | None:
    """Give what a numeral says with the words round it, or None.

    >>> for text in ("三成", "3月", "三吨", "三十", "一同"):
    ...     print(_classify(next(find_numerals(text, lexicon_of("zh"))), text, lexicon_of("zh")))
    percent 30
    date 300
    measure 3 t
    count 30
    None
    """
    if numeral.fraction:
        return read_fraction(numeral, text, lexicon)
    return (
        read_per_million(numeral, text, lexicon)
        or read_ratio(numeral, text, lexicon)
        or read_part(numeral, text, lexicon)
        or read_unit(numeral, text, lexicon)
        or _read_bare(numeral, text, lexicon)
    )


def _read_bare(numeral: Numeral, text: str, lexicon: Lexicon) -> Quantity | None:
    """Give a number without a unit of the table: a year, an ordinal, or a count; None where it is no number.

    >>> en = lexicon_of("en")
    >>> for text in ("2017", "2,017", "No. 2017", "22nd", "first", "16", "two-way", "35m", "18.12"):
    ...     item = _read_bare(next(find_numerals(text, en)), text, en)
    ...     print(item, item.optional, *item.also)
    date 20170000 False count 2017
    count 2017 False
    count 2017 False
    ordinal 22 False
    ordinal 1 True
    count 16 False
    count 2 True
    count 35000000 False measure 35 m
    count 18.12 False date 1218
    """
    weight = weigh(numeral, text, lexicon)
    if weight == "none":
        return None
    item = quantity(numeral, text, lexicon, "ordinal" if numeral.ordinal else "count")
    if lexicon.whole("bare_year", numeral.raw) and not lexicon.before("no_year", text, numeral.start):
        packed = pack_date(numeral.whole)
        return Quantity("date", packed, packed, start=numeral.start, end=numeral.end, also=(item,))
    if day := _DAY_AND_MONTH.fullmatch(numeral.raw):  # due on 18.12
        packed = pack_date(month=int(day[2]), day=int(day[1]))
        item = replace(item, also=(replace(item, kind="date", low=packed, high=packed),))
    sizes, short = lexicon.numerals.get("short_scales", {}), _SHORT_SCALE.search(numeral.raw)
    if short and numeral.scaled and sizes:  # 35m may be millions or metres, 5k thousands or a name
        size = sizes[short[1].lower()]
        bare = replace(item, low=item.low / size, high=item.high / size)
        item = replace(item, also=(replace(bare, kind="measure", unit="m") if short[1] == "m" else bare,))
    return replace(item, optional=item.optional or weight == "optional")


def _soften(item: Quantity, text: str, lexicon: Lexicon) -> Quantity:
    """Give the number that only numbers a list entry, or counts what was named before, as one that may go unsaid.

    >>> zh = lexicon_of("zh")
    >>> [recognise(text, [], zh)[0].optional for text in ("3. 发电", "3.5亿", "3家")]
    [False, False, False]
    >>> [read(text, "zh")[0].optional for text in ("3. 发电", "3家", "国家、省和县三个层级", "国家和县三个层级", "这3所")]
    [True, False, True, False, True]
    """
    if item.kind not in ("count", "ordinal") or item.high > 99:
        return item
    marker = item.start <= 3 and _MARKER.match(text)
    these = item.high <= 10 and lexicon.before("these", text, item.start)
    return replace(item, optional=True) if marker or these or _counts_a_list(item, text, lexicon) else item


def _counts_a_list(item: Quantity, text: str, lexicon: Lexicon) -> bool:
    """Tell whether a number in words sums up what is listed just before it: 国家、省和县三个层级.

    >>> [_counts_a_list(read(text, "zh")[0], text, lexicon_of("zh")) for text in ("甲、乙和丙三方", "甲、乙和丙，三方")]
    [True, False]
    """
    between = lexicon.patterns.get("list_between")
    if between is None or item.digits:
        return False
    listed = re.split(r"[^\w、“”《》]", text[: item.start])[-1]
    return bool(listed) and len(between.findall(listed)) + 1 == item.low > 1
