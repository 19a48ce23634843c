"""Two aligned texts → agree, differ or unreadable, with what is unmatched and the likely slips.

Receives texts or quantities already read. Every quantity is matched with one of the other text (one to one); what stays
unmatched makes the texts differ, unless language lets it go unsaid (一, "both") or it was not readable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from build_scripts.quantities.alignment import (
    Sides,
    match_best,
    match_date_parts,
    match_elided,
    match_range_ends,
    match_rounded,
)
from build_scripts.quantities.error_causes import find_slips
from build_scripts.quantities.lexicon import LANGUAGES, lexicon_of, primary
from build_scripts.quantities.match import fit
from build_scripts.quantities.model import Comparison, Quantity, Verdict
from build_scripts.quantities.names import NO_NAMES, Names
from build_scripts.quantities.normalise import normalise
from build_scripts.quantities.reader import read
from build_scripts.quantities.signs import SIGNED
from build_scripts.quantities.transpositions import find_swaps

_TOLD = frozenset(["about", "nearly", "over", "at-least"])
_UNQUALIFIED = frozenset(["date", "era", "time", "ordinal", "identifier", "name"])
_CLAUSE = 80  # how far before a change the word stands that says which way it went
_REPEATED = frozenset(["date", "ordinal", "era", "span", "fraction"])  # one text may say it twice, the other once


def compare(
    source: str, target: str, source_language: str = "zh", target_language: str = "en", names: Names = NO_NAMES
) -> Comparison:
    """Read both texts and set their quantities side by side.

    >>> compare("约2.24亿吨", "about 224 million tonnes").verdict
    'agree'
    >>> compare("约2.24亿吨", "about 22.4 million tonnes").slips
    ('÷10',)
    >>> compare("德国占25%，法国占16%。", "Germany has 16% and France 25%.").slips
    ('swapped between subjects',)
    >>> compare("avant 2030", "2030年以降", "fr", "ja").slips
    ('before / after',)
    """
    outcome = compare_quantities(read(source, source_language, names), read(target, target_language, names))
    if outcome.verdict == "differ":
        outcome = _without_said_years(outcome, (source, source_language), (target, target_language))
    if outcome.verdict == "differ" and not {primary(source_language), primary(target_language)} <= LANGUAGES:
        return replace(outcome, verdict="unreadable", slips=())
    if outcome.verdict != "agree":
        return outcome
    swap = find_swaps(source, target, outcome, source_language, target_language, names) or find_turned(
        outcome, (source, source_language), (target, target_language)
    )
    left, right = swap or ((), ())
    turned = len(left) == len(right) == 1 and left[0].low == right[0].low
    turn = "before / after" if left and left[0].kind == "date" else "rise / fall"
    slips = (turn if turned else "swapped between subjects",) if swap else ()
    verdict: Verdict = "differ" if swap else "agree"
    return replace(outcome, verdict=verdict, slips=slips, unmatched_source=left, unmatched_target=right)


def compare_quantities(source: Sequence[Quantity], target: Sequence[Quantity]) -> Comparison:
    """Set two lists of quantities side by side, each in the order of its text.

    >>> compare_quantities(read("5吨", "zh"), read("5 tonnes", "en")).verdict
    'agree'
    >>> [str(item) for item in compare_quantities(read("5吨", "zh"), ()).unmatched_source]
    ['measure 5 t']
    """
    sides = Sides(source, target)
    match_best(sides)
    match_elided(sides)
    match_range_ends(sides)
    rest_source, rest_target = match_date_parts(sides)
    match_rounded(sides)
    left = _required(source, sides.free_source, target) + rest_source
    right = _required(target, sides.free_target, source) + rest_target
    sort_key, clash = attrgetter("start"), _clashing_names(sides)
    left, right = sorted(left, key=sort_key) + clash[0], sorted(right, key=sort_key) + clash[1]
    unread = any(item.kind == "unreadable" for item in (*left, *right))
    verdict: Verdict = "unreadable" if unread else "differ" if left or right else "agree"
    slips = tuple(find_slips(left, right))
    return Comparison(verdict, tuple(source), tuple(target), tuple(left), tuple(right), slips)


def _without_said_years(outcome: Comparison, source: tuple[str, str], target: tuple[str, str]) -> Comparison:
    """Give an outcome without the years of one text that the other, each with its language, calls this or last year.

    >>> [compare("去年12月", text).verdict for text in ("December 2016", "in December 2016, not in 2015")]
    ['agree', 'differ']
    """
    only = (*outcome.unmatched_source, *outcome.unmatched_target)
    text, language = target if outcome.unmatched_source else source
    if len(only) != 1 or not _is_year(only[0]) or not lexicon_of(primary(language)).find("relative_year", text):
        return outcome
    return replace(outcome, verdict="agree", unmatched_source=(), unmatched_target=(), slips=())


def _is_year(item: Quantity) -> bool:
    """Tell whether a quantity is a year and nothing more.

    >>> [_is_year(item) for item in read("2017年；2017年5月；2015至2017年", "zh")]
    [True, False, False]
    """
    return item.kind == "date" and not item.is_range and item.date_parts[1:] == (0, 0)


def find_turned(
    outcome: Comparison, source: tuple[str, str], target: tuple[str, str]
) -> tuple[tuple[Quantity, ...], tuple[Quantity, ...]] | None:
    """Give two quantities of which the source, a text with its language, says that the one fell and the other rose, and
    the target the reverse; or one that falls in one text and rises in the other.

    >>> for zh, en in (
    ...     ("减少12%，增加9吨，增长5%", "rose by 12%, fell by 9 tonnes, grew by 5%"), ("下降5%", "up 5%"), ("占5%", "up 5%")
    ... ):
    ...     turned = find_turned(compare_quantities(read(zh, "zh"), read(en, "en")), (zh, "zh"), (en, "en"))
    ...     print(*([item.text for item in side] for side in turned or ()))
    ['12%', '9吨'] ['12%', '9 tonnes']
    ['5%'] ['5%']
    <BLANKLINE>
    """
    sides = Sides(outcome.source, outcome.target)
    match_best(sides)
    pairs = [(outcome.source[i], outcome.target[j]) for i, j in sorted(sides.pairs)]
    changes = [pair for pair in pairs if pair[0].kind in SIGNED and not pair[0].is_range]
    plain = len(changes) == 2 and all(one.kind == "percent" for one, _ in changes)  # what does not fall, rises
    ways = [(_way(one, source, plain), _way(other, target, plain)) for one, other in changes]
    if ("fall", "rise") in ways and ("rise", "fall") in ways:
        fell, rose = changes[ways.index(("fall", "rise"))], changes[ways.index(("rise", "fall"))]
        return (fell[0], rose[0]), (fell[1], rose[1])
    for one, other in changes:
        if {_way(one, source, False), _way(other, target, False)} == {"fall", "rise"}:
            return (one,), (other,)
    return None


def _way(item: Quantity, text: tuple[str, str], plain: bool) -> str:
    """Tell whether a quantity of a text in a language is how far something fell or rose; if `plain`, it did either. What
    its words call both (reductions rose by 5%) is neither.

    >>> [_way(item, text, False) for text in [("减少12%，增加9%，占5%", "zh")] for item in read(*text)]
    ['fall', 'rise', '']
    >>> [_way(item, text, False) for text in [("reductions rose by 5%, 6% higher", "en")] for item in read(*text)]
    ['', 'rise']
    """
    if item.low < 0:  # growth of -0.5%
        return "fall"
    lexicon = lexicon_of(primary(text[1]))
    words = lexicon.fold(normalise(text[0]))
    rises = lexicon.before("rise", words, item.start, _CLAUSE) or lexicon.match("rise", words, item.end)
    if _falls(item):
        return "" if rises else "fall"
    return "rise" if plain or rises else ""


def _falls(item: Quantity) -> bool:
    """Tell whether a quantity is said to be how far something fell.

    >>> [_falls(item) for item in read("减少12%，增加9%", "zh")]
    [True, False]
    """
    return any(other.low < 0 < item.low for other in item.also)


def find_lost_qualifiers(outcome: Comparison) -> list[tuple[Quantity, Quantity]]:
    """Give the quantities whose qualifier the target leaves out, which most often is a slip, with what stands for them.

    >>> [(one.text, other.text) for one, other in find_lost_qualifiers(compare("约580吨，近5%", "580 tonnes, nearly 5%"))]
    [('580吨', '580 tonnes')]
    """
    sides = Sides(outcome.source, outcome.target)
    match_best(sides)
    pairs = ((outcome.source[i], outcome.target[j]) for i, j in sorted(sides.pairs))
    return [(one, other) for one, other in pairs if _is_lost(one, other)]


def _is_lost(one: Quantity, other: Quantity) -> bool:
    """Tell whether one quantity is qualified and the other is not, where neither may say so by other words.

    >>> [five, about] = read("5吨，约5吨", "zh")
    >>> _is_lost(about, five), _is_lost(five, about), _is_lost(about, about)
    (True, False, False)
    """
    if one.approx not in _TOLD or other.approx or one.kind in _UNQUALIFIED or one.ends or other.ends:
        return False
    return not any(item.optional or item.comparand or item.vague for item in (one, other))


def _required(items: Sequence[Quantity], free: set[int], others: Sequence[Quantity]) -> list[Quantity]:
    """Give what may not go unsaid among the unmatched: neither optional nor a second mention of a date.

    >>> items = read("两国在2017年3月，即3月，减少5吨", "zh")
    >>> [str(item) for item in _required(items, {0, 2, 3}, read("March 2017", "en"))]
    ['measure 5 t']
    """
    required = [items[k] for k in sorted(free) if not items[k].optional]
    return [item for item in required if item.kind not in _REPEATED or not any(fit(item, other) for other in others)]


def _clashing_names(sides: Sides) -> tuple[list[Quantity], list[Quantity]]:
    """Give names of one kind with unlike numbers, left over on both sides: 十四五 against the 13th plan.

    >>> sides = Sides(read("“十四五”规划", "zh"), read("the 13th Five-Year Plan", "en"))
    >>> [[str(item) for item in side] for side in _clashing_names(sides)]
    [['name 14 five-year-plan'], ['name 13 five-year-plan']]
    """
    unsaid = _optional(sides.source, sides.free_source), _optional(sides.target, sides.free_target)
    money = [[item for item in side if item.kind == "currency"] for side in unsaid]
    vague = [[item for item in side if item.vague and item.low >= 10] for side in unsaid]
    names = [[item for item in side if item.kind == "name" and item.low] for side in unsaid]
    units = {item.unit for item in names[0]} & {item.unit for item in names[1]}
    named = [[item for item in side if item.unit in units] for side in names]
    left, right = next((found for found in (money, vague) if all(found)), named)
    return left, right


def _optional(items: Sequence[Quantity], free: set[int]) -> list[Quantity]:
    """Give the free quantities that may go unsaid.

    >>> [str(item) for item in _optional(read("一国和5吨", "zh"), {0, 1})]
    ['count 1 country']
    """
    return [items[k] for k in sorted(free) if items[k].optional]
