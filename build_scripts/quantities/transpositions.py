"""Values that changed places between subjects: 甲占25%，乙占16% against "16 % … 25 %" in the same order.

Receives two texts and their matched quantities; returns the values that are swapped, or nothing. Subjects are the
territories that CLDR names in both languages, the subjects that the caller declares, and calendar years. Only texts in
which values and subjects alternate, or which list both with 分别 or "respectively", show by their order what belongs
together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from build_scripts.quantities.model import Comparison, Quantity, unpack_date
from build_scripts.quantities.names import Name, Names
from build_scripts.quantities.reader import primary
from build_scripts.quantities.units import dimension, split_rate
from build_scripts.quantities.windows import text_before

SWAPPABLE = frozenset(
    {"percent", "percentage-point", "currency", "measure", "rate", "count", "temperature", "multiple"}
)
# In news and policy prose translators keep the order of percentages, though not that of counts or sums.
STEADY = frozenset({"percent", "percentage-point"})
_DEADLINE = re.compile(r"\s?(?:之前|以前|前)")
_DEADLINE_BEFORE = re.compile(r"\b(?:by|before)\s$")
_BASELINE_BEFORE = re.compile(r"(?:较|比|相比于?|相较于?|相对于|\bbelow|\babove|relative to|compared (?:with|to))\s?$")
_BASELINE_AFTER = re.compile(r"(?:年)?(?:水平|的水平)|\slevels?\b")
_RESPECTIVELY = re.compile(r"分别|依次|respectively", re.IGNORECASE)
MAX_LENGTH = 4000  # in longer texts order says little
Place = tuple[int, str]


def find_swaps(
    source: str, target: str, outcome: Comparison, source_language: str, target_language: str, names: Names
) -> tuple[tuple[Quantity, ...], tuple[Quantity, ...]] | None:
    """Give the values of source and target that stand with different subjects; None when order shows no swap.

    >>> from build_scripts.quantities.comparison import compare_quantities
    >>> from build_scripts.quantities.reader import read
    >>> zh, en = "德国占25%，法国占16%。", "Germany has 16% and France 25%."
    >>> swaps = find_swaps(zh, en, compare_quantities(read(zh, "zh"), read(en, "en")), "zh", "en", Names())
    >>> [[str(item) for item in side] for side in swaps]
    [['percent 25', 'percent 16'], ['percent 16', 'percent 25']]
    """
    if max(len(source), len(target)) > MAX_LENGTH:
        return None
    groups = _group(outcome.source)
    others = _group(outcome.target)
    for key, values in groups.items():
        theirs = others.get(key, [])
        if len(values) < 2 or len(values) != len(theirs) or not _same_values(values, theirs):
            continue
        settled = False
        for finder in (_find_years, _find_subjects):
            mine = _assign(values, finder(source, outcome.source, source_language, names), source)
            yours = _assign(theirs, finder(target, outcome.target, target_language, names), target)
            if mine and yours and set(mine) == set(yours):
                settled = True
                if mine != yours:
                    return tuple(values), tuple(theirs)
        if key[0] in STEADY and not settled and [v.low for v in values] != [v.low for v in theirs]:
            return tuple(values), tuple(theirs)
    return _find_swapped_deadlines(source, target, outcome) or _find_swapped_baselines(source, target, outcome)


def _find_swapped_baselines(
    source: str, target: str, outcome: Comparison
) -> tuple[tuple[Quantity, ...], tuple[Quantity, ...]] | None:
    """Give the years against which a change is measured (较2005年, below 2005 levels) where they differ.

    >>> from build_scripts.quantities.comparison import compare_quantities
    >>> from build_scripts.quantities.reader import read
    >>> zh, en = "2030年较2005年下降65%", "in 2005 by 65% below 2030 levels"
    >>> swaps = _find_swapped_baselines(zh, en, compare_quantities(read(zh, "zh"), read(en, "en")))
    >>> [[str(item) for item in side] for side in swaps]
    [['date 20050000'], ['date 20300000']]
    """
    mine = [item for item in outcome.source if _is_year(item) and _is_baseline(source, item)]
    yours = [item for item in outcome.target if _is_year(item) and _is_baseline(target, item)]
    if len(mine) != 1 or len(yours) != 1 or mine[0].low == yours[0].low:
        return None
    return tuple(mine), tuple(yours)


def _is_baseline(text: str, item: Quantity) -> bool:
    """Tell whether a change is measured against a year.

    >>> from build_scripts.quantities.reader import read
    >>> [_is_baseline(text, read(text, "zh")[0]) for text in ("较2005年下降", "在2005年下降")]
    [True, False]
    """
    before = text_before(text, item.start, 14)
    return bool(_BASELINE_BEFORE.search(before) or _BASELINE_AFTER.match(text, item.end))


def _find_swapped_deadlines(
    source: str, target: str, outcome: Comparison
) -> tuple[tuple[Quantity, ...], tuple[Quantity, ...]] | None:
    """Give the years by which things are to be done (2030年前 …, 2060年前 …) where they come in another order.

    >>> from build_scripts.quantities.comparison import compare_quantities
    >>> from build_scripts.quantities.reader import read
    >>> zh, en = "2030年前达峰，2060年前中和", "neutral before 2060, peak before 2030"
    >>> outcome = compare_quantities(read(zh, "zh"), read(en, "en"))
    >>> [[str(item) for item in side] for side in _find_swapped_deadlines(zh, en, outcome)]
    [['date 20300000', 'date 20600000'], ['date 20600000', 'date 20300000']]
    """
    mine, yours = ([item for item in side if _is_year(item)] for side in (outcome.source, outcome.target))
    if len(mine) != len(yours) or len(mine) < 2 or not _same_values(mine, yours):
        return None
    due = all(_is_deadline(source, item) for item in mine) or all(_is_deadline(target, item) for item in yours)
    return (tuple(mine), tuple(yours)) if due and [y.low for y in mine] != [y.low for y in yours] else None


def _is_deadline(text: str, item: Quantity) -> bool:
    """Tell whether something is to be done by a year.

    >>> from build_scripts.quantities.reader import read
    >>> [_is_deadline(text, read(text, "en")[0]) for text in ("by 2030", "in 2030")]
    [True, False]
    """
    before = text_before(text, item.start, 8)
    return bool(_DEADLINE.match(text, item.end) or _DEADLINE_BEFORE.search(before))


def _is_year(item: Quantity) -> bool:
    """Tell whether a quantity is a year and nothing finer.

    >>> from build_scripts.quantities.reader import read
    >>> [_is_year(read(text, "zh")[0]) for text in ("2030年", "2030年3月", "2020—2030年", "3月")]
    [True, False, False, False]
    """
    return item.kind == "date" and not item.is_range and item.date_parts[0] > 0 and unpack_date(item.low)[1:] == (0, 0)


def _group(items: Sequence[Quantity]) -> dict[tuple[str, str], list[Quantity]]:
    """Give the values of each kind and dimension, in the order of the text.

    >>> from build_scripts.quantities.reader import read
    >>> groups = _group(read("25%、5吨和16%，5%至8%", "zh"))
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

    >>> from build_scripts.quantities.reader import read
    >>> one, other = read("25%，16%", "zh"), read("16%, 25%", "en")
    >>> _same_values(one, other), _same_values(one, other[:1])
    (True, False)
    """
    mine, yours = {item.low for item in values}, {item.low for item in others}
    return mine == yours and len(mine) == len(values)


def _assign(values: Sequence[Quantity], places: Sequence[Place], text: str) -> dict[str, object]:
    """Give which value belongs to which subject, where the order of the text shows it; empty otherwise.

    >>> from build_scripts.quantities.reader import read
    >>> values = read("甲占25%，乙占16%", "zh")
    >>> _assign(values, [(0, "a"), (6, "b")], "甲占25%，乙占16%"), _assign(values, [(8, "a"), (9, "b")], "…")
    ({'a': Fraction(25, 1), 'b': Fraction(16, 1)}, {'a': Fraction(25, 1), 'b': Fraction(16, 1)})
    """
    if len(places) != len(values) or len({key for _, key in places}) != len(places):
        return {}
    order = "".join(mark for _, mark in sorted([*((at, "s") for at, _ in places), *((v.start, "v") for v in values)]))
    count = len(values)
    listed = order == "s" * count + "v" * count and _RESPECTIVELY.search(text)
    if order not in ("sv" * count, "vs" * count) and not listed:
        return {}
    return {key: value.low for (_, key), value in zip(places, values, strict=True)}


def _find_years(text: str, items: Sequence[Quantity], language: str, names: Names) -> list[Place]:
    """Give the places of the years in a text.

    >>> from build_scripts.quantities.reader import read
    >>> text = "2030年、2060年"
    >>> _find_years(text, read(text, "zh"), "zh", Names())
    [(0, '2030'), (6, '2060')]
    """
    return [(item.start, str(item.date_parts[0])) for item in items if _is_year(item)]


def _find_subjects(text: str, items: Sequence[Quantity], language: str, names: Names) -> list[Place]:
    """Give the places of territories and of the caller's subjects in a text.

    >>> from build_scripts.quantities.names import load_names
    >>> names = load_names({"subjects": [{"id": "north", "en": "the North"}]})
    >>> _find_subjects("Germany and the North", (), "en", names)
    [(0, 'DE'), (12, 'north')]
    """
    found: dict[int, str] = {}
    for match in _subject_pattern(primary(language), names.subjects).finditer(text):
        found[match.start()] = _subject_ids(primary(language), names.subjects)[match[0]]
    return sorted(found.items())


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
    return re.compile(body if language == "zh" else rf"(?<!\w)(?:{body})(?!\w)")


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
