"""Han numerals → exact values: 三千五百, 三四十, 二〇一七, and the scales 十 百 千 万 亿.

Receives a run of Han digits and nothing else; returns its value as an interval. Refuses a run that makes no number
(三四五六): None.
"""

from __future__ import annotations

from fractions import Fraction

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
MAX_RUN = 40  # no numeral is longer; a longer run is a code or noise


def parse_han(run: str) -> tuple[Fraction, Fraction] | None:
    """Give the value of a run of Han numerals as an interval (三四十 is 30 to 40); None when it makes none.

    >>> parse_han("三千五百"), parse_han("三四十"), parse_han("三四五六")
    ((Fraction(3500, 1), Fraction(3500, 1)), (Fraction(30, 1), Fraction(40, 1)), None)
    """
    if len(run) > MAX_RUN:
        return None
    if all(c in DIGITS for c in run) and len(run) > 2:
        return None
    doubled = [i for i in range(len(run) - 1) if run[i] in DIGITS and run[i + 1] in DIGITS and run[i] not in "零〇"]
    if not doubled:
        value = _parse_single(run)
        return None if value is None else (value, value)
    at = doubled[0]
    gap = DIGITS[run[at + 1]] - DIGITS[run[at]]
    if len(doubled) > 1 or gap not in (1, 2):
        return None
    low, high = _parse_single(run[: at + 1] + run[at + 2 :]), _parse_single(run[:at] + run[at + 1 :])
    return None if low is None or high is None or low >= high else (low, high)


def _parse_single(run: str) -> Fraction | None:
    """Give the value of a run that has no two digits side by side; a last digit counts for the scale below (三千五).

    >>> [int(_parse_single(run)) for run in ("一百二十万", "三千五", "三千零五", "两亿", "十")]
    [1200000, 3500, 3005, 200000000, 10]
    """
    total = section = 0
    digit: int | None = None
    last_unit = 0
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
    """Give what a run of 十 百 千 万 亿 multiplies by.

    >>> scale_value("万亿"), scale_value("千"), scale_value("")
    (1000000000000, 1000, 1)
    """
    size = 1
    for character in scale.strip():
        size *= SMALL.get(character) or LARGE[character]
    return size


def parse_year(run: str) -> tuple[Fraction, Fraction] | None:
    """Give a year said digit by digit: 二〇一七; None for any other run.

    >>> parse_year("二〇一七"), parse_year("两千"), parse_year("三四五六")
    ((Fraction(2017, 1), Fraction(2017, 1)), None, None)
    """
    if len(run) != 4 or run[:2] not in ("一九", "二零", "二〇", "一八", "一七") or any(c not in DIGITS for c in run):
        return None
    value = Fraction(int("".join(str(DIGITS[c]) for c in run)))
    return value, value
