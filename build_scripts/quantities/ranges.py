"""Ranges, changes and lists put together from what stands between two quantities.

Receives quantities in the order of the text, some of them bare numbers, and the lexicon; returns them with ranges joined
("5%至15%", "3 to 5 years", "to 5% from 3%") and bare neighbours given the unit they share ("25、30和35吨").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Quantity, pack_date
from build_scripts.quantities.sharing import SHARING, is_bare, scale_of, share_ends, share_unit

MAX_LENGTH = 120  # a longer stretch is no one quantity; chains such as 1-1-1-1 end here
_MAX_GAP = 60
_TIED_BEFORE, _TIED = re.compile(r"\d[-‐‑–]$"), re.compile(r"[-‐‑–]\d")
_CHANGING = frozenset({"percent", "measure", "currency", "count", "temperature", "date", "rate", "multiple"})


def join_all(items: Sequence[Quantity], text: str, lexicon: Lexicon) -> list[Quantity]:
    """Join the ends of ranges and changes, and share units in lists, from the last quantity to the first.

    >>> [str(item) for item in read("5至8%，3、4和5吨，降2%，9%", "zh")]
    ['percent 5…8', 'measure 3 t', 'measure 4 t', 'measure 5 t', 'percent 2', 'percent 9']
    >>> [str(item) for item in read("May 5 and 6; from 3% it fell to 2%", "en")]
    ['date 505', 'date 506', 'percent 3…2']
    """
    done: list[Quantity] = []
    shared_at: set[int] = set()
    for item in reversed(items):
        following = done[-1] if done else None
        if following is None or not _may_join(item, following):
            done.append(item)
        elif _is_range(text, item, following, lexicon) and (shared := share_ends(item, following, text, lexicon)):
            done[-1] = _join(*shared, is_change=bool(lexicon.before("from", text, item.start, 48)))
        elif _is_second_day(item, following) and lexicon.whole("day_gap", text, item.end, following.start):
            done[-1:] = [_complete_end(item, share_unit(following, item)), item]
        elif _may_share(item, following, text, shared_at) and lexicon.whole(
            "list_gap", text, item.end, following.start
        ):
            shared_at.add(item.start)
            done.append(
                share_unit(item, following, scale_of(following, text, lexicon) if item.low < 1000 else Fraction(1))
            )
        else:
            done.append(item)
    done.reverse()
    return done


def _may_join(item: Quantity, following: Quantity) -> bool:
    """Tell whether two neighbours are short enough, and both plain, to belong together.

    >>> three, five = (Quantity("percent", Fraction(n), Fraction(n)) for n in (3, 5))
    >>> _may_join(three, five), _may_join(three, replace(five, vague=True))
    (True, False)
    """
    if following.is_range or item.is_range or following.vague != item.vague:
        return False
    return following.end - following.start <= MAX_LENGTH and following.start - item.end <= _MAX_GAP


def _is_range(text: str, first: Quantity, last: Quantity, lexicon: Lexicon) -> bool:
    """Tell whether the words between two quantities make them the ends of a range or of a change.

    >>> import re
    >>> for text in ("3% to 5%", "between 3% and 5%", "from 3% it fell to 5%", "3% and 5%"):
    ...     places = [match.span() for match in re.finditer("[35]%", text)]
    ...     items = [Quantity("percent", Fraction(3), Fraction(3), start=a, end=b) for a, b in places]
    ...     print(_is_range(text, *items, lexicon_of("en")))
    True
    True
    True
    False
    """
    gap, kinds = (text, first.end, last.start), {first.kind, last.kind}
    if kinds & {"identifier", "time"} or _is_code(text, first, last):
        return False
    if lexicon.whole("range_gap", *gap):
        return True
    if lexicon.whole("and_gap", *gap) and lexicon.before("between", text, first.start, 48):
        return True
    if (kinds == {"count"} or (is_bare(first) and last.kind in SHARING)) and lexicon.whole("or_gap", *gap):
        spelled = not first.digits and not last.digits and first.low < 10
        scale = scale_of(last, text, lexicon) if spelled else 1
        return first.low < last.low / scale <= first.low * 2
    small_word = first.kind == "count" and not first.digits and first.low <= 10 and not lexicon.spaced
    if first.kind not in _CHANGING or small_word:
        return False
    return bool(lexicon.whole("change_gap", *gap) and lexicon.before("from", text, first.start, 48))


def _is_code(text: str, first: Quantity, last: Quantity) -> bool:
    """Tell whether dashes tie further numbers to two, as in the number of a file, so that they are no range.

    >>> [[str(item) for item in read(f"file {code}", "en")] for code in ("2018-23-51", "2018–23–51")]
    [['date 20180000', 'count 23', 'count 51'], ['date 20180000', 'count 23', 'count 51']]
    """
    return bool(_TIED_BEFORE.search(text[max(0, first.start - 2) : first.start]) or _TIED.match(text, last.end))


def _join(first: Quantity, last: Quantity, is_change: bool) -> Quantity:
    """Make one range of its two ends; one that falls keeps its order, and is a change.

    >>> first, last = (Quantity("percent", Fraction(n), Fraction(n), start=at, end=at + 2) for n, at in ((60, 1), (32, 5)))
    >>> joined = _join(first, last, is_change=False)
    >>> str(joined), joined.low, joined.falling, len(joined.ends)
    ('percent 60…32', Fraction(32, 1), True, 2)
    """
    if first.kind == "date":
        first, last = _complete_start(first, last), _complete_end(first, last)
    low, high, falling = first.low, last.high, False
    if low > high:
        low, high, falling = (high, low, True) if first.kind == "date" else (last.low, first.high, True)
    tied = first.kind == last.kind == "count" and low == high and not last.unit  # drew 1-1
    return replace(
        last, kind="score" if tied else last.kind, low=low, high=high, falling=falling,
        approx=first.approx or last.approx, start=first.start, step=max(first.step, last.step),
        optional=first.optional and last.optional, also=(), vague=False,
        ends=(first, last) if is_change or falling else (),
    )  # fmt: skip


def _complete_end(first: Quantity, last: Quantity) -> Quantity:
    """Give the end of a range of dates with the year and month that only its start names.

    >>> first, last = (Quantity("date", pack_date(*day), pack_date(*day)) for day in ((2017, 6, 20), (0, 0, 25)))
    >>> str(_complete_end(first, last))
    'date 20170625'
    """
    year, month, day = first.date_parts
    last_year, last_month, last_day = last.date_parts
    if day and last_day and not last_month:
        last_month = month
    if not last_year and (last_month or last_day) and (month or day):
        last_year = year
    packed = pack_date(last_year, last_month, last_day)
    return replace(last, low=packed, high=packed)


def _complete_start(first: Quantity, last: Quantity) -> Quantity:
    """Give the start of a range of days with the month that only its end names: 20-25 June.

    >>> first, last = (Quantity("date", pack_date(*day), pack_date(*day)) for day in ((0, 0, 20), (0, 6, 25)))
    >>> str(_complete_start(first, last))
    'date 620'
    """
    year, month, day = first.date_parts
    _, last_month, last_day = last.date_parts
    if day and not month and last_month and last_day:
        packed = pack_date(year, last_month, day)
        return replace(first, low=packed, high=packed)
    return first


def _is_second_day(item: Quantity, following: Quantity) -> bool:
    """Tell whether a number is the second day of `20 and 25 June`, written after the first date.

    >>> day = Quantity("date", pack_date(0, 6, 20), pack_date(0, 6, 20))
    >>> [_is_second_day(day, Quantity("count", Fraction(n), Fraction(n), end=2)) for n in (25, 15, 45)]
    [True, False, False]
    """
    day = item.date_parts[2] if item.kind == "date" else 0
    if not day or following.kind not in ("count", "ordinal") or following.unit or not following.digits:
        return False
    return day < following.low <= 31 and following.end - following.start <= 4


def _may_share(item: Quantity, following: Quantity, text: str, shared_at: set[int]) -> bool:
    """Tell whether a bare number may take the unit of what follows; after a bare comma only within a list.

    >>> five = Quantity("count", Fraction(5), Fraction(5), end=1)
    >>> tonnes = Quantity("measure", Fraction(8), Fraction(8), "t", start=2)
    >>> _may_share(five, tonnes, "5、8吨", set()), _may_share(five, tonnes, "5,8吨", set()), _may_share(five, tonnes, "5,8吨", {2})
    (True, False, True)
    """
    if (
        not is_bare(item)
        or following.kind not in (*SHARING, "era")
        or (following.kind == "multiple" and item.low > 100)
    ):
        return False
    return text[item.end : following.start].strip() not in (",", ";") or following.start in shared_at


def join_backwards(items: Sequence[Quantity], text: str, lexicon: Lexicon) -> list[Quantity]:
    """Join `to 5% from 3%`, of which the later value is said first, into the change from 3 to 5.

    >>> [str(item) for item in read("rose to 5% from 3%, rose by 5% over 3%", "en")]
    ['percent 3…5', 'percent 5', 'percent over 3']
    """
    done: list[Quantity] = []
    for item in items:
        later = next((no for no in (-1, -2) if len(done) >= -no and _is_backwards(text, done[no], item, lexicon)), 0)
        if later:
            low, high = sorted((done[later].low, item.low))
            falling, ends = item.low == high > low, (item, done[later])
            done[later] = replace(done[later], low=low, high=high, falling=falling, change=True, ends=ends)
        else:
            done.append(item)
    return done


def _is_backwards(text: str, later: Quantity, earlier: Quantity, lexicon: Lexicon) -> bool:
    """Tell whether the later value of a change is said first.

    >>> items = [Quantity("percent", Fraction(n), Fraction(n), start=at, end=at + 2) for n, at in ((5, 8), (3, 16))]
    >>> [_is_backwards(text, *items, lexicon_of("en")) for text in ("rose to 5% from 3%", "rose by 5% over 3%")]
    [True, False]
    """
    if (later.kind, later.unit) != (earlier.kind, earlier.unit) or later.is_range or earlier.is_range:
        return False
    if later.kind not in _CHANGING - {"date", "multiple"} or earlier.start - later.end > 50:
        return False
    return bool(lexicon.whole("back_gap", text, later.end, earlier.start) and lexicon.before("to", text, later.start))


def drop_echoes(items: Sequence[Quantity], text: str, lexicon: Lexicon) -> list[Quantity]:
    """Give the items without the first of `3件及3件以上`, which says three once.

    >>> [str(item) for item in read("3件及3件以上", "zh")]
    ['count over 3 item']
    """
    kept: list[Quantity] = []
    for item in items:
        if (
            kept
            and item.approx
            and kept[-1].low == item.low
            and lexicon.whole("echo_gap", text, kept[-1].end, item.start)
        ):
            kept.pop()
        kept.append(item)
    return kept
