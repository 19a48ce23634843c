"""Values → the axis that they share: round numbers, what is written at them, and the unit that all of them have.

Receives exact values, and the words of each number as a language writes it with its unit; returns an `Axis`. Refuses
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import east_asian_width

from build_scripts.pages.spoken import MIDDLE, START, close_lines, settle_directions, visible

_SHORT = 1.3  # ems of a unit that stands with every number, like %


@dataclass(frozen=True)
class Axis:
    """What an axis runs between, and where it has lines; the words at each line, and the unit that they leave out."""

    ticks: tuple[Decimal, ...]
    labels: tuple[str, ...]
    unit: str = ""


def make_axis(values: Sequence[Decimal], write: Callable[[Decimal], str], zero: str) -> Axis:
    """Give the axis of some values; `write` gives a number with its unit."""
    ticks = find_ticks(values)
    labels, unit = split_unit([write(tick) if tick else "" for tick in ticks])
    return Axis(ticks, tuple(label or zero for label in labels), unit)


def find_ticks(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Give round numbers from zero, or below the least, to above the greatest, about four steps apart."""
    least, most = min(*values, Decimal(0)), max(*values, Decimal(0))
    if least == most:
        most = Decimal(1)
    rough = (most - least) / 4
    power = Decimal(10) ** rough.adjusted()
    step = next(power * factor for factor in map(Decimal, ("1", "2", "2.5", "5", "10")) if power * factor >= rough)
    first, last = _floor(least / step), -_floor(-most / step)
    return tuple(step * no for no in range(first, last + 1))


def _floor(number: Decimal) -> int:
    return int(number.to_integral_value("ROUND_FLOOR"))


def split_unit(texts: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Take the unit off written quantities, unless it is short or they have no unit in common.

    >>> split_unit(["", "5 million tonnes", "10 million tonnes"]), split_unit(["500万公吨", "1亿公吨"])
    ((('', '5', '10'), 'million tonnes'), (('500万', '1亿'), '公吨'))
    >>> split_unit(["5%", "10%"]), split_unit(["1 tonne", "2 tonnes"])
    ((('5%', '10%'), ''), (('1 tonne', '2 tonnes'), ''))
    """
    written = [text for text in texts if text]
    shared = re.sub(r"^.*\d", "", written[0]) if written else ""
    while shared and not all(text.endswith(shared) for text in written):
        shared = shared[1:]
    while shared and any(_cuts_a_word(text, shared) for text in written):
        shared = shared[1:]
    if text_width(shared.strip()) <= _SHORT:
        return tuple(texts), ""
    return tuple(text.removesuffix(shared) for text in texts), shared.strip()


def _cuts_a_word(text: str, ending: str) -> bool:
    """Tell whether an ending begins within a word of letters, or leaves no number before it."""
    before = text.removesuffix(ending)[-1:]
    return not before or (before.isalpha() and ending[0].isalpha() and not _is_wide(before))


def _is_wide(char: str) -> bool:
    return east_asian_width(char) in "WF"


def text_width(text: str) -> float:
    """Estimate the width of a text in ems: Han characters are square, others about half as wide."""
    return sum(1.0 if _is_wide(char) else 0.56 for char in visible(text))


def wrap(text: str, most: float, measure: Callable[[str], float] = text_width) -> tuple[str, ...]:
    """Break a text into lines of at most so many ems: between words or Han characters, or within what is longer. Words
    that are marked with their language, or keep their own direction, are so on every line.

    >>> wrap("one two three", 5), wrap("一二三四。五", 4), wrap("one · two", 3), len(wrap("to 35\\u00a0%", 3))
    (('one two', 'three'), ('一二三', '四。五'), ('one ·', 'two'), 2)
    """
    lines, line = [], ""
    for piece in break_up(settle_directions(text), most, measure):
        if line and measure((line + piece).rstrip()) > most:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return tuple(close_lines(filter(None, (*lines, line.rstrip()))))


_WIDE = "\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
_CLOSING = "，。、；：？！）》”’」』…%％"
_CHAR = re.compile(f"{START}[^{MIDDLE}]*{MIDDLE}|.", re.DOTALL)
_PIECE = re.compile(rf"[（《“‘「『]*(?:[{_WIDE}]|[^ {_WIDE}]+)[{_CLOSING}]*(?: ·)? *| +")


def break_up(text: str, most: float, measure: Callable[[str], float]) -> list[str]:
    """Give the pieces of a text between which lines may break, none longer than a line."""
    found: list[str] = []
    for piece in _PIECE.findall(text.replace("\n", " ")):
        size = max(1, int(most / 0.56))
        chars = [piece] if measure(piece) <= most else _CHAR.findall(piece)
        found += ["".join(chars[at : at + size]) for at in range(0, len(chars), size)]
    return found
