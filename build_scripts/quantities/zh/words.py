"""Chinese words that are quantities of themselves: 翻一番, 减半, 过半, 一半, 半年, 十四五.

Receives normalised text; returns quantities with their places.
"""

from __future__ import annotations

import re
from fractions import Fraction

from build_scripts.quantities.model import Approx, Kind, Quantity
from build_scripts.quantities.zh.han import parse_han
from build_scripts.quantities.zh.lexicon import approx_after, approx_before

HALF = Fraction(1, 2)
_PLAN = re.compile(
    r"[“\"「]?(?P<n>十[一二三四五六七八九]?|[一二三四五六七八九])五[”\"」]?(?=规划|计划|时期|期间|以来|末|收官|开局|纲要|减排|目标|[”\"」])|[“\"「](?P<q>十[一二三四五六七八九])五[”\"」]|(?<![一二三四五六七八九十百第])(?P<bare>十[一二三四五六七])五(?![十百千万亿个名年岁人天月日号]|分)"
)
_PLAN_NUMBER = re.compile(r"(?:第(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})个)?五年(?:规划|计划)")
_TURN = re.compile(r"翻(?:了)?(?P<n>[一两二三四五]|\d)?(?P<unit>番|倍)|(?P<double>成倍|加倍|倍增|翻番|翻一倍)")
_HALVES = re.compile(
    r"(?P<over>(?:超|过|逾|超过|大)半(?:数|以上)?|半数以上|一半以上|半壁)|(?P<nearly>近半(?:数)?|将近(?:一半|半数)|接近(?:一半|半数))"
    r"|(?P<cut>拦?腰斩)|(?P<half>减半|减少一半|折半|对半|半数|一半|(?:约|大约)半(?:数)?)"
)
_HALF_UNIT = re.compile(
    r"(?<![一二三四五六七八九十两\d个上下前后大多天年月时])半(?:个)?(?P<unit>年|月|世纪|小时|天|日|公里)(?![轴刊报])"
)
_HALF_UNITS: dict[str, tuple[str, int]] = {
    "年": ("year", 1),
    "月": ("month", 1),
    "世纪": ("century", 1),
    "小时": ("hour", 1),
    "天": ("day", 1),
    "日": ("day", 1),
    "公里": ("km", 1),
}


def find_words(text: str) -> list[Quantity]:
    """Give every word of the text that is a quantity of itself, none overlapping another.

    >>> [str(item) for item in find_words("“十四五”期间翻一番，超半数，半年，90后，百分百，Ⅱ")]
    ['name 14 five-year-plan', 'multiple 2', 'fraction over 0.5', 'span 0.5 year', 'era 1990 decade', 'percent 100', 'ordinal 2']
    """
    born = [
        _word(
            match,
            "era",
            Fraction(1900 + int(match[1]) if int(match[1]) >= 50 else 2000 + int(match[1])),
            "decade",
            optional=True,
        )
        for match in re.finditer(r"(?<!\d)([5-90]0)后(?![来续面期半])", text)
    ]
    for match in re.finditer(r"(?<!\d)([5-90][1-9])后(?![来续面期半])", text):
        year = int(match[1])
        born.append(_word(match, "date", Fraction((1900 if year >= 50 else 2000) + year) * 10000, optional=True))
    whole = born + [_word(match, "percent", Fraction(100)) for match in re.finditer("百分百", text)]
    for match in re.finditer(r"[Ⅰ-Ⅻ]", text):
        whole.append(_word(match, "ordinal", Fraction(ord(match[0]) - 0x215F), optional=True))
    found = [*whole, *_find_plans(text), *_find_turns(text), *_find_halves(text), *_find_half_units(text)]
    found.sort(key=lambda item: (item.start, -item.end))
    kept: list[Quantity] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _word(
    match: re.Match[str],
    kind: Kind,
    value: Fraction,
    unit: str = "",
    approx: Approx = "",
    optional: bool = False,
    change: bool = False,
) -> Quantity:
    """Give the quantity that a word is.

    >>> str(_word(re.search("翻番", "翻番"), "multiple", Fraction(2)))
    'multiple 2'
    """
    return Quantity(
        kind,
        value,
        value,
        unit,
        approx,
        match[0],
        *match.span(),
        optional=optional,
        change=change,
        digits=False,
    )


def _find_plans(text: str) -> list[Quantity]:
    """Give the ordinal of a five-year plan, in quotes or before a word for a plan or its time.

    >>> [str(item) for item in _find_plans("“十四五”、十三五规划、第十四个五年规划、十五个")]
    ['name 14 five-year-plan', 'name 14 five-year-plan', 'name 13 five-year-plan']
    """
    found = []
    for match in _PLAN_NUMBER.finditer(text):
        digits = match["n"] or ""
        number = (
            (Fraction(int(digits)), Fraction(0))
            if digits.isdigit()
            else parse_han(digits)
            if digits
            else (Fraction(0), Fraction(0))
        )
        if number is not None:
            found.append(_word(match, "name", number[0], "five-year-plan", optional=True))
    for match in _PLAN.finditer(text):
        number = parse_han(match["n"] or match["q"] or match["bare"])
        if number is not None:
            found.append(_word(match, "name", number[0], "five-year-plan", optional=True))
    return found


def _find_turns(text: str) -> list[Quantity]:
    """Give what 翻 multiplies by: 翻一番 doubles, 翻两番 makes four times as much; 翻两倍 is said of two and of three times.

    >>> [(str(item), item.change) for item in _find_turns("翻一番，翻两番，翻两倍，倍增")]
    [('multiple 2', False), ('multiple 4', False), ('multiple 2', True), ('multiple 2', False)]
    """
    found = []
    for match in _TURN.finditer(text):
        if match["double"]:
            vague = match["double"] == "成倍"
            found.append(_word(match, "multiple", Fraction(2), optional=vague))
            continue
        digits = match["n"] or "一"
        number = int(digits) if digits.isdigit() else int((parse_han(digits) or (Fraction(1),))[0])
        if match["unit"] == "番":
            found.append(_word(match, "multiple", Fraction(2**number)))
        elif number == 1:
            found.append(_word(match, "multiple", Fraction(2)))
        else:
            found.append(_word(match, "multiple", Fraction(number), change=True))
    return found


def _find_halves(text: str) -> list[Quantity]:
    """Give words for a half: 减半, 过半, 近半.

    >>> [str(item) for item in _find_halves("减半，超过半数，近半数，约一半")]
    ['fraction 0.5', 'fraction over 0.5', 'fraction nearly 0.5', 'fraction about 0.5']
    """
    found = []
    for match in _HALVES.finditer(text):
        approx: Approx = "over" if match["over"] else "nearly" if match["nearly"] else ""
        approx = approx or approx_before(text, match.start())
        after, end = approx_after(text, match.end())
        item = _word(match, "fraction", HALF, "", approx or after)
        cut = bool(match["cut"])
        found.append(
            Quantity(
                item.kind,
                HALF,
                HALF,
                "",
                item.approx,
                match[0],
                match.start(),
                end,
                optional=cut,
                digits=False,
            )
        )
    return found


def _find_half_units(text: str) -> list[Quantity]:
    """Give half a unit: 半年, 半小时.

    >>> [str(item) for item in _find_half_units("半年，约半小时，三个半小时")]
    ['span 0.5 year', 'span about 0.5 hour']
    """
    found = []
    for match in _HALF_UNIT.finditer(text):
        unit, size = _HALF_UNITS[match["unit"]]
        kind: Kind = "measure" if unit == "km" else "span"
        found.append(_word(match, kind, HALF * size, unit, approx_before(text, match.start())))
    return found
