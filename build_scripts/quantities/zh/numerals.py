"""Chinese numerals: Arabic digits with 万 and 亿, Han numerals, and the two mixed.

Receives normalised text; returns `Numeral`s with exact values, ranges such as 七八十 and vague ones such as 数百. A run of
Han digits that makes no number (三四五六) is refused: `parse_han` returns None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from build_scripts.quantities.digits import digit_step, parse_arabic
from build_scripts.quantities.model import Approx, Numeral
from build_scripts.quantities.zh.han import DIGITS, LARGE, MAX_RUN, SMALL, parse_han, parse_year, scale_value

_HAN = "零〇一二三四五六七八九十百千万亿两"
_ARABIC = (
    r"(?:(?<![A-Za-z\d._])(?<!_\{)|(?<=[A-Z]{3})|(?<=RM)|(?<=[A-Z]\$)|(?<=\dx))"
    r"(?:\d{1,3}(?:[,，]\d{3}){1,13}+(?![\d])|\d++)(?:\.\d++)?(?!\.\d)"
)
_SCALE = r"(?:\s?[十百千]?(?:万亿|[万亿])|\s?[十百千](?!分之|分点|瓦|卡|克|焦|赫|帕|伏|米(?!宽)|慕))"
_MORE = "多余来几"
_NUMERAL = re.compile(
    rf"(?P<vague>(?:好几|[数几])(?:[十百千]?[万亿]{{1,2}}|[十百千])|(?<=上)(?:[百千]?(?:万亿|[万亿])|[百千](?!分))"
    rf"|成千上万|成百上千|数以[十百千万亿]{{1,2}}计)"
    rf"|(?P<arabic>{_ARABIC})(?P<mid>\s?[{_MORE}](?=\s?[十百千万亿]))?(?P<scale>{_SCALE})?"
    rf"|(?P<han>[{_HAN}][{_HAN}]*+(?:点[零〇一二三四五六七八九]++(?![十百千分时])[万亿]*+)?)"
)
_HAN_MORE = re.compile(rf"[{_MORE}](?P<scale>[十百千万亿]{{1,3}})?")
_TAIL = re.compile(
    r"\s?(?P<more>多|余|几|来)(?!次元|米尼|巴哥|内亚|哥|边|媒|式|元化|样|方|极|数|层次|国|功|党|地|云|哈)(?P<tens>[万亿])?"
)
_KILO = "瓦克米卡赫帕伏焦"  # 千 before these belongs to the unit
_APPROX_OF: dict[str, Approx] = {"多": "over", "余": "over", "来": "about", "几": "over"}


def find_numerals(text: str) -> Iterator[Numeral]:
    """Give every numeral of the text in order, the parts of 3亿5000万 and 2万4801 put together.

    >>> [str(numeral) for numeral in find_numerals("3亿5000万人，2万4801张，两亿多，七八十，二四五年级")]
    ['350000000', '24801', 'over 200000000', '70…80', '2', '4', '5']
    """
    pending: Numeral | None = None
    for match in _NUMERAL.finditer(text):
        numeral = _read_match(match, text)
        if numeral is None:
            if match["han"] and len(match["han"]) <= 9 and "点" not in match["han"]:
                yield from ([pending] if pending else [])
                pending = None
                yield from _read_each(match)
            continue
        if pending is not None and numeral.start < pending.end:
            continue
        joined = _join_sections(pending, numeral, text)
        if joined is not None:
            pending = joined
            continue
        if pending is not None:
            yield pending
        pending = numeral
    if pending is not None:
        yield pending


def _read_each(match: re.Match[str]) -> Iterator[Numeral]:
    """Give Han digits that make no number together, one by one: 二四五年级.

    >>> [str(numeral) for numeral in _read_each(_NUMERAL.search("二四五年级"))]
    ['2', '4', '5']
    """
    for place, character in enumerate(match["han"], start=match.start()):
        value = Fraction(DIGITS.get(character, 0))
        if value > 1:
            yield Numeral(value, value, place, place + 1, digits=False, raw=character)


def _read_match(match: re.Match[str], text: str) -> Numeral | None:
    """Give the numeral that a match is; None when it is none.

    >>> [str(_read_match(_NUMERAL.search(text), text)) for text in ("数百人", "4,500吨", "三十", "二四五")]
    ['100', '4500', '30', 'None']
    """
    if match["vague"]:
        return _read_vague(match)
    if match["arabic"]:
        if len(match["arabic"]) > 4 * MAX_RUN:
            return None
        return _read_arabic(match, text)
    return _read_han(match, text)


def _read_vague(match: re.Match[str]) -> Numeral:
    """Give an order of magnitude: 数百, 上万, 成千上万.

    >>> [str(_read_vague(_NUMERAL.search(text))) for text in ("数百人", "好几千", "成千上万")]
    ['100', '1000', '10000']
    """
    size = Fraction(1)
    body = match["vague"].replace("成千上万", "万").replace("成百上千", "千")
    for character in body:
        size *= SMALL.get(character) or LARGE.get(character) or 1
    return Numeral(size, size, match.start(), match.end(), vague=True, digits=False, raw=match["vague"])


def _read_arabic(match: re.Match[str], text: str) -> Numeral:
    """Give digits with their scale and what makes them rough: 2.24亿, 300多, 10余万.

    >>> [str(_read_arabic(_NUMERAL.search(text), text)) for text in ("2.24亿", "300多人", "10余万", "3千瓦")]
    ['224000000', 'over 300', 'over 100000', '3']
    """
    size = scale_value(match["scale"] or "")
    value = parse_arabic(match["arabic"]) * size
    approx: Approx = _APPROX_OF[match["mid"].strip()] if match["mid"] else ""
    end = match.end()
    tail = _TAIL.match(text, end)
    if tail and not match["mid"]:
        approx, end = _APPROX_OF[tail["more"]], tail.end()
        if tail["tens"]:
            value, size = value * LARGE[tail["tens"]], size * LARGE[tail["tens"]]
    step = digit_step(match["arabic"]) * size
    grouped = "," in match["arabic"] or "，" in match["arabic"]
    return Numeral(
        value,
        value,
        match.start(),
        end,
        approx,
        scaled=size > 1,
        grouped=grouped,
        step=step,
        raw=text[match.start() : end],
    )


def _read_han(match: re.Match[str], text: str) -> Numeral | None:
    """Read a run of Han digits with what may follow it: 十余, 二十几, 三千 before 瓦.

    >>> for text in ("三千五百", "十余颗", "三千瓦", "三点五亿", "三四五六"):
    ...     print(_read_han(_NUMERAL.search(text), text))
    3500
    over 10
    3
    350000000
    None
    """
    run, _, decimals = match["han"].partition("点")
    if decimals:
        return _read_han_decimal(match, run, decimals)
    end = match.end()
    following = text[end : end + 1]
    if run[-1] == "百" and following == "慕":
        return None
    if run[-1] == "千" and following and following in _KILO:
        run, end = run[:-1], end - 1
    interval = parse_year(run) or parse_han(run) if run else None
    if interval is None:
        return None
    vague = text[end : end + 1] == "几" and run[-1] == "十"
    size, approx, end = _read_more(run, text, end)
    low, high = interval[0] * size, interval[1] * size
    raw = text[match.start() : end]
    scaled = high >= 10**4
    return Numeral(low, high, match.start(), end, approx, digits=False, vague=vague, scaled=scaled, raw=raw)


def _is_other_word(run: str, text: str, end: int) -> bool:
    """Tell whether what follows is no 多 or 余 of the numeral: 来 only approximates after 十 (十来个, 一来).

    >>> _is_other_word("十", "十来个", 1), _is_other_word("一", "一来", 1), _is_other_word("三", "三几个", 1)
    (False, True, True)
    """
    return (text[end] in "来几" and run[-1] not in "十") or (run[-1] in DIGITS and text[end] not in "多余")


def _read_han_decimal(match: re.Match[str], run: str, decimals: str) -> Numeral | None:
    """Give a Han numeral with decimals: 三点五亿.

    >>> str(_read_han_decimal(_NUMERAL.search("三点五亿"), "三", "五亿")), _read_han_decimal(_NUMERAL.search("三点五"), "三四", "五")
    ('350000000', None)
    """
    whole = parse_han(run)
    if whole is None or whole[0] != whole[1]:
        return None
    shown = decimals.rstrip("万亿")
    size = scale_value(decimals[len(shown) :])
    step = Fraction(size, 10 ** len(shown))
    value = whole[0] * size + int("".join(str(DIGITS[c]) for c in shown)) * step
    return Numeral(value, value, match.start(), match.end(), digits=False, scaled=size > 1, step=step, raw=match[0])


def _join_sections(left: Numeral | None, right: Numeral, text: str) -> Numeral | None:
    """Join 3亿 and 5000万, 2万 and 4801: the right one follows at once and is smaller than the left one's scale.

    >>> left = Numeral(Fraction(20000), Fraction(20000), 0, 2, scaled=True)
    >>> right = Numeral(Fraction(4801), Fraction(4801), 2, 6)
    >>> str(_join_sections(left, right, "2万4801")), _join_sections(right, left, "4801")
    ('24801', None)
    """
    if left is None or left.end != right.start or not left.scaled or left.approx or right.vague or right.is_range:
        return None
    scale = scale_value(text[left.end - 1]) if text[left.end - 1] in "万亿千百" else 1
    if right.high >= scale or left.low % scale:
        return None
    value = left.low + right.low
    return Numeral(
        value,
        value,
        left.start,
        right.end,
        right.approx,
        digits=left.digits,
        scaled=True,
        step=right.step,
        raw=text[left.start : right.end],
    )


def _read_more(run: str, text: str, end: int) -> tuple[int, Approx, int]:
    """Read 多, 余 and what scale follows: what the run is multiplied by, the approximator, and where it ends.

    >>> _read_more("两", "两多万", 1), _read_more("十", "十余颗", 1), _read_more("十", "十颗", 1)
    ((10000, 'over', 3), (1, 'over', 2), (1, '', 1))
    """
    tail = _HAN_MORE.match(text, end)
    if not tail or _is_other_word(run, text, end) or not (tail["scale"] or _TAIL.match(text, end)):
        return 1, "", end
    return scale_value(tail["scale"] or ""), _APPROX_OF[text[end]], tail.end()
