"""Numerals in Han characters and in digits with Han scales: 三千五百万, 3.5亿, 4万多, 十余, 数百, 七八十, 二点五.

Receives normalised text, with idioms and dates in digits blanked out, and the lexicon; returns numerals with their
places. Chance characters that form no number, such as 百姓, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache

from build_scripts.quantities.digits import digit_step, parse_arabic
from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Approx, Numeral, Weight

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
MAX_RUN = 40  # no numeral is longer; a longer run is a code or noise
_HAN = frozenset("一二三四五六七八九十百千万亿两零〇数几第")
_APPROX_OF: dict[str, Approx] = {"多": "over", "余": "over", "来": "about", "几": "over", "数": "over"}


def parse_han(run: str) -> tuple[Fraction, Fraction] | None:
    """Give the value of a run of Han numerals, or the two ends where digits are doubled (七八十); None for no number.

    >>> parse_han("三千五百万"), parse_han("七八十")
    ((Fraction(35000000, 1), Fraction(35000000, 1)), (Fraction(70, 1), Fraction(80, 1)))
    >>> parse_han("一百五"), parse_han("一二三"), parse_han("万" * 50)
    ((Fraction(150, 1), Fraction(150, 1)), None, None)
    >>> parse_han("六〇二")
    (Fraction(602, 1), Fraction(602, 1))
    """
    if len(run) > MAX_RUN or (len(run) > 2 and all(c in DIGITS for c in run)):
        spelled = Fraction("".join(str(DIGITS[c]) for c in run)) if set(run) & set("〇零") and len(run) <= 4 else None
        return (spelled, spelled) if spelled and run[0] not in "〇零两" else None
    doubled = [i for i in range(len(run) - 1) if run[i] in DIGITS and run[i + 1] in DIGITS and run[i] not in "零〇"]
    if not doubled:
        return _parse_single(run), _parse_single(run)
    at = doubled[0]
    if len(doubled) > 1 or DIGITS[run[at + 1]] - DIGITS[run[at]] not in (1, 2):
        return None
    low, high = _parse_single(run[: at + 1] + run[at + 2 :]), _parse_single(run[:at] + run[at + 1 :])
    return (low, high) if low < high else None


def _parse_single(run: str) -> Fraction:
    """Give the value of Han numerals without doubled digits.

    >>> _parse_single("两千零五"), _parse_single("一亿二千万"), _parse_single("百")
    (Fraction(2005, 1), Fraction(120000000, 1), Fraction(100, 1))
    """
    total = section = last_unit = 0
    digit: int | None = None
    for character in run:
        if character in DIGITS:
            digit = DIGITS[character]
            if digit == 0:
                digit, last_unit = None, 0
        elif character in SMALL:
            section += (1 if digit is None else digit) * SMALL[character]
            digit, last_unit = None, SMALL[character]
        else:
            size = LARGE[character]
            section += digit or 0
            if section == 0 and total == 0:
                section = 1
            total = (total + section) * size if total < size or section == 0 else total + section * size
            section, digit, last_unit = 0, None, size
    if digit is not None:
        section += digit * last_unit // 10 if last_unit >= 100 else digit
    return Fraction(total + section)


def scale_value(scale: str) -> int:
    """Give the size of a scale: 万 10,000; 百万 1,000,000; what is no scale counts as 1.

    >>> scale_value("百万"), scale_value("万亿"), scale_value("")
    (1000000, 1000000000000, 1)
    """
    size = 1
    for character in scale:
        size *= SMALL.get(character) or LARGE.get(character) or 1
    return size


def parse_year(run: str) -> tuple[Fraction, Fraction] | None:
    """Give a year written digit by digit: 二〇一七, 一九九八.

    >>> parse_year("二〇一七"), parse_year("三〇一七")
    ((Fraction(2017, 1), Fraction(2017, 1)), None)
    """
    if len(run) != 4 or run[:2] not in ("一九", "二零", "二〇", "一八", "一七") or any(c not in DIGITS for c in run):
        return None
    value = Fraction("".join(str(DIGITS[c]) for c in run))
    return value, value


def find_numerals(text: str, lexicon: Lexicon) -> Iterator[Numeral]:
    """Give every numeral of the text in its order; 3亿5000万 is one.

    >>> [str(numeral) for numeral in find_numerals("3亿5000万人，两亿多，七八十，数百，2.5万", lexicon_of("zh"))]
    ['350000000', 'over 200000000', '70…80', '100', '25000']
    """
    pending: Numeral | None = None
    for match in lexicon.patterns["numeral"].finditer(text):
        numeral = _read_match(match, text, lexicon)
        if numeral is None:
            if match["han"] and len(match["han"]) <= 9 and "点" not in match["han"]:
                yield from [pending] if pending else []
                pending = None
                yield from _read_each(match, text)
            continue
        if pending is not None and numeral.start < pending.end:
            continue
        joined = _join_sections(pending, numeral, text) if pending else None
        if pending is not None and joined is None:
            yield pending
        pending = joined or _mark_ordinal(numeral, text)
    if pending is not None:
        yield pending


def _mark_ordinal(numeral: Numeral, text: str) -> Numeral:
    """Give the numeral, as an ordinal where 第 stands before it.

    >>> _mark_ordinal(Numeral(Fraction(3), Fraction(3), 1, 2), "第3").ordinal
    True
    """
    return replace(numeral, ordinal=True) if text[numeral.start - 1 : numeral.start] == "第" else numeral


def _read_each(match: re.Match[str], text: str) -> Iterator[Numeral]:
    """Give the digits of a run that is no number one by one: 三五 may be 三 and 五.

    >>> [str(numeral) for numeral in find_numerals("二三五", lexicon_of("zh"))]
    ['2', '3', '5']
    """
    for place, character in enumerate(match["han"], start=match.start()):
        value = Fraction(DIGITS.get(character, 0))
        if value > 1:
            yield _mark_ordinal(Numeral(value, value, place, place + 1, digits=False, raw=character), text)


def _read_match(match: re.Match[str], text: str, lexicon: Lexicon) -> Numeral | None:
    """Give the numeral of a match, or None for chance characters and overlong runs.

    >>> [str(numeral) for numeral in find_numerals("百慕大，3.5万，三十", lexicon_of("zh"))]
    ['35000', '30']
    """
    if match["vague"]:
        size = Fraction(scale_value(match["vague"].replace("成千上万", "万").replace("成百上千", "千")))
        size /= 2 if match["vague"] == "成千上万" else 1  # thousands, or tens of thousands
        return Numeral(size, size, match.start(), match.end(), vague=True, digits=False, raw=match["vague"])
    if match["arabic"]:
        return _read_arabic(match, text, lexicon) if len(match["arabic"]) <= 4 * MAX_RUN else None
    return _read_han(match, text, lexicon)


def _read_arabic(match: re.Match[str], text: str, lexicon: Lexicon) -> Numeral:
    """Give a number in digits with its scale and what says that it is more: 4万多, 30余.

    >>> [str(numeral) for numeral in find_numerals("4万多，30余，3多万，1.5亿", lexicon_of("zh"))]
    ['over 40000', 'over 30', 'over 30000', '150000000']
    """
    shown, mid, end = match["arabic"], (match["mid"] or "").strip(), match.end()
    size = scale_value(match["scale"] or "")
    approx: Approx = _APPROX_OF[mid] if mid else ""
    tail = None if mid else lexicon.match("numeral_tail", text, end)
    if tail:
        approx, end, size = _APPROX_OF[tail["more"]], tail.end(), size * scale_value(tail["tens"] or "")
    value, step, raw = parse_arabic(shown) * size, digit_step(shown) * size, text[match.start() : end]
    return Numeral(value, value, match.start(), end, approx, scaled=size > 1, step=step, raw=raw)


def _read_han(match: re.Match[str], text: str, lexicon: Lexicon) -> Numeral | None:
    """Give a number in Han characters, or None for chance characters.

    >>> [str(numeral) for numeral in find_numerals("三十，二点五万，十余，三千瓦", lexicon_of("zh"))]
    ['30', '25000', 'over 10', '3']
    """
    run, _, decimals = match["han"].partition("点")
    if decimals:
        return _read_decimal(match, run, decimals)
    end = match.end()
    if run[-1] == "百" and text[end : end + 1] == "慕":
        return None
    if run[-1] == "千" and lexicon.match("kilo_unit", text, end):
        run, end = run[:-1], end - 1
    interval = parse_year(run) or parse_han(run) if run else None
    if interval is None:
        return None
    vague = text[end : end + 1] == "几" and run[-1] == "十"
    size, approx, end = _read_more(run, text, end, lexicon)
    low, high = interval[0] * size, interval[1] * size
    raw, scaled = text[match.start() : end], high >= 10**4
    return Numeral(low, high, match.start(), end, approx, digits=False, vague=vague, scaled=scaled, raw=raw)


def _read_more(run: str, text: str, end: int, lexicon: Lexicon) -> tuple[int, Approx, int]:
    """Give the scale, the qualifier and the end that 多, 余, 来 or 几 adds: 十余, 两亿多, 二十几万; not 三来.

    >>> _read_more("十", "十余万", 1, lexicon_of("zh")), _read_more("三", "三来", 1, lexicon_of("zh"))
    ((10000, 'over', 3), (1, '', 1))
    """
    tail = lexicon.match("numeral_more", text, end)
    other = tail and ((text[end] in "来几" and run[-1] != "十") or (run[-1] in DIGITS and text[end] not in "多余"))
    if not tail or other or not (tail["scale"] or lexicon.match("numeral_tail", text, end)):
        return 1, "", end
    return scale_value(tail["scale"] or ""), _APPROX_OF[text[end]], tail.end()


def _read_decimal(match: re.Match[str], run: str, decimals: str) -> Numeral | None:
    """Give a decimal in Han characters: 二点五, 一点二亿.

    >>> [str(numeral) for numeral in find_numerals("二点五，一点二亿", lexicon_of("zh"))]
    ['2.5', '120000000']
    """
    whole, shown = parse_han(run), decimals.rstrip("万亿")
    if whole is None or whole[0] != whole[1]:
        return None
    size = scale_value(decimals[len(shown) :])
    step = Fraction(size, 10 ** len(shown))
    value = whole[0] * size + int("".join(str(DIGITS[c]) for c in shown)) * step
    return Numeral(value, value, *match.span(), digits=False, scaled=size > 1, step=step, raw=match[0])


def _join_sections(left: Numeral, right: Numeral, text: str) -> Numeral | None:
    """Give the one numeral that two are, the second going on the first: 3亿5000万, 2万4801; or None.

    >>> [str(numeral) for numeral in find_numerals("2万4801，2万，4801", lexicon_of("zh"))]
    ['24801', '20000', '4801']
    """
    if left.end != right.start or not left.scaled or left.approx or right.vague or right.is_range:
        return None
    scale = scale_value(text[left.end - 1])
    if scale < 100 or right.high >= scale or left.low % scale:
        return None
    value, raw = left.low + right.low, text[left.start : right.end]
    return replace(left, low=value, high=value, end=right.end, approx=right.approx, step=right.step, raw=raw)


def weigh(numeral: Numeral, text: str, lexicon: Lexicon) -> Weight:
    """Tell what a numeral without a unit is worth: a lone character without a classifier may be part of a word.

    >>> zh = lexicon_of("zh")
    >>> [weigh(next(find_numerals(text, zh)), text, zh) for text in ("35", "三张", "三者", "一同", "两张", "三同", "零散")]
    ['', '', 'optional', 'none', 'optional', 'optional', 'none']
    """
    if numeral.ordinal:
        return "optional" if numeral.high <= 2 and not numeral.digits else ""
    if numeral.digits or numeral.vague:
        return "optional" if numeral.vague else ""
    raw, end = numeral.raw, numeral.end
    if raw in "零〇":
        return "" if text[end : end + 1] in ("度", "点") else "none"
    if len(raw) == 1 and raw in "百千万亿":
        return "optional"
    loose = numeral.high <= 10 and (lexicon.match("loose_noun", text, end) or lexicon.whole("loose_number", raw))
    if lexicon.match("classifier", text, end) or lexicon.before("approx", text, numeral.start):
        return "optional" if loose else ""
    single = len(raw) == 1 and not lexicon.match("loose_noun", text, end)
    if single and numeral.high == 1 and not lexicon.match("range_gap", text, end):
        return "none"
    return "optional" if single or loose or not numeral.scaled else ""


def find_idioms(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Give the places of words that hold a numeral and no number; not where the numeral goes on: 一百零一定.

    >>> find_idioms("一定在星期三统一", lexicon_of("zh"))
    [(0, 2), (3, 6), (6, 8), (3, 6)]
    """
    found = [match.span() for match in _idioms(lexicon).finditer(text) if not _goes_on(text, *match.span())]
    weekdays = (match.span() for match in lexicon.patterns["weekday"].finditer(text))
    return found + [span for span in weekdays if text[span[0] - 1 : span[0]] not in _HAN]


@cache
def _idioms(lexicon: Lexicon) -> re.Pattern[str]:
    """Give the pattern of all idioms, the longest first.

    >>> _idioms(lexicon_of("zh")).match("一方面")[0]
    '一方面'
    """
    return re.compile("|".join(sorted(set(lexicon.words["idioms"].split()), key=len, reverse=True)))


def _goes_on(text: str, start: int, end: int) -> bool:
    """Tell whether the numeral of an idiom goes on beyond it.

    >>> _goes_on("一百零一定", 3, 5), _goes_on("这一定", 1, 3), _goes_on("十分钟", 0, 2)
    (True, False, True)
    """
    before, after, idiom = text[start - 1 : start], text[end : end + 1], text[start:end]
    if text[start] in _HAN and (before in _HAN or before.isdigit() or (before in "午晨晚" and before)):
        return True
    if (idiom == "二氧化" and before == "吨") or (text[start] == "之" and before == "分"):
        return True
    if idiom in ("十分", "万分", "百分") and after in ("钟", "之"):
        return True
    return bool(after) and after in _HAN and (text[end - 1] == "点" or text[end - 1] in _HAN)
