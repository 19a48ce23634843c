"""Values that changed places between subjects: 甲占25%，乙占16% against "16 % … 25 %" in the same order.

Receives two texts and their matched quantities; returns the values that are swapped, or nothing. Subjects are the
territories that CLDR names in both languages, the subjects that the caller declares, and calendar years. Only texts in
which values and subjects alternate, or which list both with 分别 or "respectively", show by their order what belongs
together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from build_scripts.quantities.lexicon import Lexicon, lexicon_of, primary
from build_scripts.quantities.model import Comparison, Quantity, unpack_date
from build_scripts.quantities.names import Name, Names
from build_scripts.quantities.notations import hide
from build_scripts.quantities.units import dimension, split_rate

SWAPPABLE = frozenset(
    ["percent", "percentage-point", "currency", "measure", "rate", "count", "temperature", "multiple"]
)
# In news and policy prose translators keep the order of percentages, though not that of counts or sums.
STEADY = frozenset({"percent", "percentage-point"})
MAX_LENGTH = 4000  # in longer texts order says little
Place = tuple[int, str]
Swap = tuple[tuple[Quantity, ...], tuple[Quantity, ...]]


@dataclass(frozen=True)
class Side:
    """One of the two texts, with what was read in it."""

    text: str
    items: tuple[Quantity, ...]
    lexicon: Lexicon
    names: Names

    @property
    def years(self) -> list[Quantity]:
        """Give the years of the text that stand for themselves."""
        return [item for item in self.items if _is_year(item)]


def find_swaps(
    source: str, target: str, outcome: Comparison, source_language: str, target_language: str, names: Names
) -> Swap | None:
    """Give the values of source and target that stand with different subjects; None when order shows no swap.

    >>> from build_scripts.quantities.comparison import compare_quantities
    >>> for zh, en in (
    ...     ("德国占25%，法国占16%。", "Germany has 16% and France 25%."),
    ...     ("2030年前达峰，2060年前中和", "neutral before 2060, peak before 2030"),
    ...     ("2030年较2005年下降65%", "in 2005 by 65% below 2030 levels"),
    ... ):
    ...     swap = find_swaps(zh, en, compare_quantities(read(zh, "zh"), read(en, "en")), "zh", "en", Names())
    ...     print(*([str(item) for item in side] for side in swap))
    ['percent 25', 'percent 16'] ['percent 16', 'percent 25']
    ['date 20300000', 'date 20600000'] ['date 20600000', 'date 20300000']
    ['date 20050000'] ['date 20300000']
    """
    if max(len(source), len(target)) > MAX_LENGTH:
        return None
    lexicon, other_lexicon = lexicon_of(primary(source_language)), lexicon_of(primary(target_language))
    one = Side(lexicon.fold(source), outcome.source, lexicon, names)
    other = Side(other_lexicon.fold(target), outcome.target, other_lexicon, names)
    others = group_values(other.items)
    for key, values in group_values(one.items).items():
        theirs = others.get(key, [])
        if len(values) >= 2 and len(values) == len(theirs) and _same_values(values, theirs):
            swapped = _is_swapped(one, values, other, theirs)
            if swapped or (swapped is None and key[0] in STEADY and not _in_order(values, theirs)):
                return tuple(values), tuple(theirs)
    return (
        _find_swapped_deadlines(one, other) or _find_swapped_baselines(one, other) or _find_turned_deadlines(one, other)
    )


def _is_swapped(one: Side, values: list[Quantity], other: Side, theirs: list[Quantity]) -> bool | None:
    """Tell whether values belong to other subjects in the other text; None when the order shows nothing.

    >>> def side(text):
    ...     return Side(text, read(text, "en"), lexicon_of("en"), Names())
    >>> one, other = side("Germany has 25%, France 16%"), side("France has 25%, Germany 16%")
    >>> [_is_swapped(one, list(one.items), x, list(x.items)) for x in (other, one, side("25%, 16%"))]
    [True, False, None]
    """
    settled = None
    for finder in (find_years, find_subjects):
        mine, yours = assign(values, finder(one), one), assign(theirs, finder(other), other)
        if mine and set(mine) == set(yours):
            if mine != yours:
                return True
            settled = False
    return settled


def _in_order(values: Sequence[Quantity], others: Sequence[Quantity]) -> bool:
    """Tell whether two texts give the same values in the same order.

    >>> _in_order(read("25%，16%", "zh"), read("25%, 16%", "en")), _in_order(read("25%，16%", "zh"), read("16%, 25%", "en"))
    (True, False)
    """
    return [item.low for item in values] == [item.low for item in others]


def _find_swapped_baselines(one: Side, other: Side) -> Swap | None:
    """Give the years against which a change is measured (较2005年, below 2005 levels) where they differ.

    >>> zh, en = (Side(text, read(text, code), lexicon_of(code), Names())
    ...     for text, code in (("2030年较2005年下降65%", "zh"), ("in 2005 by 65% below 2030 levels", "en")))
    >>> [[str(item) for item in side] for side in _find_swapped_baselines(zh, en)]
    [['date 20050000'], ['date 20300000']]
    """
    mine, yours = (tuple(year for year in side.years if is_marked(side, year, "baseline")) for side in (one, other))
    return (mine, yours) if len(mine) == len(yours) == 1 and not _in_order(mine, yours) else None


def _find_swapped_deadlines(one: Side, other: Side) -> Swap | None:
    """Give the years by which things are to be done (2030年前 …, 2060年前 …) where they come in another order.

    >>> zh, en = (Side(text, read(text, code), lexicon_of(code), Names())
    ...     for text, code in (("2030年前达峰，2060年前中和", "zh"), ("neutral before 2060, peak before 2030", "en")))
    >>> [[str(item) for item in side] for side in _find_swapped_deadlines(zh, en)]
    [['date 20300000', 'date 20600000'], ['date 20600000', 'date 20300000']]
    """
    mine, yours = one.years, other.years
    if len(mine) != len(yours) or len(mine) < 2 or not _same_values(mine, yours) or _in_order(mine, yours):
        return None
    due = any(all(is_marked(side, year, "deadline") for year in side.years) for side in (one, other))
    return (tuple(mine), tuple(yours)) if due else None


def _find_turned_deadlines(one: Side, other: Side) -> Swap | None:
    """Give a year before which something is to be in one text and after which it is in the other.

    >>> sides = {text: Side(text, read(text, code), lexicon_of(code), Names())
    ...     for text, code in (("2030年前达峰", "zh"), ("peak after 2030", "en"), ("peak by 2030", "en"))}
    >>> zh, after, by = sides.values()
    >>> _find_turned_deadlines(zh, after) is None, _find_turned_deadlines(zh, by) is None
    (False, True)
    """
    for year in one.years:
        same = [item for item in other.years if item.low == year.low]
        marks = [
            {mark for mark in ("deadline", "after") if is_marked(*place, mark)}
            for place in ((one, year), *((other, item) for item in same))
        ]
        if len(same) == 1 and {"deadline", "after"} == marks[0] | marks[1] and len(marks[0]) == len(marks[1]) == 1:
            return (year,), (same[0],)
    return None


def is_marked(side: Side, year: Quantity, mark: str) -> bool:
    """Tell whether the words beside a year make it a deadline or a baseline.

    >>> for text in ("by 2030", "in 2030"):
    ...     side = Side(text, read(text, "en"), lexicon_of("en"), Names())
    ...     print(is_marked(side, side.items[0], "deadline"))
    True
    False
    """
    return bool(side.lexicon.before(mark, side.text, year.start) or side.lexicon.match(mark, side.text, year.end))


def _is_year(item: Quantity) -> bool:
    """Tell whether a quantity is a year and nothing finer.

    >>> [_is_year(read(text, "zh")[0]) for text in ("2030年", "2030年3月", "2020—2030年", "3月")]
    [True, False, False, False]
    """
    return item.kind == "date" and not item.is_range and item.date_parts[0] > 0 and unpack_date(item.low)[1:] == (0, 0)


def group_values(items: Sequence[Quantity]) -> dict[tuple[str, str], list[Quantity]]:
    """Give the values of each kind and dimension, in the order of the text.

    >>> groups = group_values(read("25%、5吨和16%，5%至8%", "zh"))
    >>> {key: [str(item) for item in items] for key, items in groups.items()}
    {('percent', ''): ['percent 25', 'percent 16'], ('measure', 'mass'): ['measure 5 t']}
    """
    groups: dict[tuple[str, str], list[Quantity]] = {}
    for item in items:
        if item.kind in SWAPPABLE and not item.optional and not item.is_range:
            unit = "" if item.kind == "count" else dimension(split_rate(item.unit)[0])
            groups.setdefault((item.kind, unit), []).append(item)
    return groups


def _same_values(values: Sequence[Quantity], others: Sequence[Quantity]) -> bool:
    """Tell whether two lists hold the same values, each once.

    >>> one, other = read("25%，16%", "zh"), read("16%, 25%", "en")
    >>> _same_values(one, other), _same_values(one, other[:1])
    (True, False)
    """
    mine, yours = {item.low for item in values}, {item.low for item in others}
    return mine == yours and len(mine) == len(values)


def assign(values: Sequence[Quantity], places: Sequence[Place], side: Side) -> dict[str, Fraction]:
    """Give which value belongs to which subject, where the order of the text shows it; empty otherwise.

    >>> values = read("甲占25%，乙占16%", "zh")
    >>> side = Side("甲占25%，乙占16%", values, lexicon_of("zh"), Names())
    >>> assign(values, [(0, "a"), (7, "b")], side), assign(values, [(0, "a"), (1, "b")], side)
    ({'a': Fraction(25, 1), 'b': Fraction(16, 1)}, {})
    """
    count = len(values)
    if len(places) != count or len({key for _, key in places}) != count:
        return {}
    order = "".join(mark for _, mark in sorted([*((at, "s") for at, _ in places), *((v.start, "v") for v in values)]))
    respectively = side.lexicon.patterns.get("respectively")
    listed = order == "s" * count + "v" * count and respectively and respectively.search(side.text)
    if order not in ("sv" * count, "vs" * count) and not listed:
        return {}
    return {key: value.low for (_, key), value in zip(places, values, strict=True)}


def find_years(side: Side) -> list[Place]:
    """Give the places of the years in a text.

    >>> find_years(Side("", read("2030年、2060年", "zh"), lexicon_of("zh"), Names()))
    [(0, '2030'), (6, '2060')]
    """
    return [(item.start, str(item.date_parts[0])) for item in side.years]


def find_subjects(side: Side) -> list[Place]:
    """Give the places of territories and of the caller's subjects in a text.

    >>> from build_scripts.quantities.names import load_names
    >>> names = load_names({"subjects": [{"id": "north", "en": "the North"}]})
    >>> find_subjects(Side("Germany and the North", (), lexicon_of("en"), names))
    [(0, 'DE'), (12, 'north')]
    >>> find_subjects(Side("中国帮助发展中国家", (), lexicon_of("zh"), names))
    [(0, 'CN')]
    """
    language, subjects, other = side.lexicon.language, side.names.subjects, side.lexicon.patterns.get("other_subject")
    ids, pattern = _subject_ids(language, subjects), _subject_pattern(language, subjects)
    text = hide(side.text, (match.span() for match in other.finditer(side.text))) if other else side.text
    return [(match.start(), ids[match[0]]) for match in pattern.finditer(text)]


@lru_cache(maxsize=16)
def _subject_ids(language: str, subjects: tuple[Name, ...]) -> dict[str, str]:
    """Give the id of every form of a subject.

    >>> _subject_ids("zh", ())["德国"], _subject_ids("en", ())["Germany"]
    ('DE', 'DE')
    """
    return dict(_list_subjects(language, subjects))


@lru_cache(maxsize=16)
def _subject_pattern(language: str, subjects: tuple[Name, ...]) -> re.Pattern[str]:
    """Give the pattern of every form of a subject, the longest first; one that matches nothing where there are none.

    >>> _subject_pattern("en", ()).findall("South Korea and Germany"), _subject_pattern("xx", ()).findall("Germany")
    (['South Korea', 'Germany'], [])
    """
    forms = sorted(_subject_ids(language, subjects), key=lambda form: (-len(form), form))
    body = "|".join(re.escape(form) for form in forms) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)" if lexicon_of(language).spaced else body)


def _list_subjects(language: str, subjects: tuple[Name, ...]) -> Iterator[tuple[str, str]]:
    """Give names of territories from CLDR, then the caller's subjects, which may give a territory more names.

    >>> subjects = (Name("de", {"en": ("Germany", "the Germans")}),)
    >>> [pair for pair in _list_subjects("en", subjects) if pair[1] == "de"]
    [('Germany', 'de'), ('Germany', 'de'), ('the Germans', 'de')]
    """
    try:
        territories = sorted(Locale.parse(language).territories.items())
    except (UnknownLocaleError, ValueError):
        territories = []
    by_form = {form: code for code, form in territories if len(code) == 2 and len(form) > 1}
    aliases = {
        by_form[form]: subject.id for subject in subjects for form in subject.forms.get(language, ()) if form in by_form
    }
    for form, code in by_form.items():
        yield form, aliases.get(code, code)
    for subject in subjects:
        for form in subject.forms.get(language, ()):
            yield form, subject.id
