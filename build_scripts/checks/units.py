"""Units of the content's own: what contradicts itself or another unit, and spellings that mean two → problems.

Receives the content; refuses a unit that hides one of the table, whose parts are unknown, of a dimension that is none,
or that is read from the words of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from build_scripts.content.entries import Content
from build_scripts.content.own_units import Unit, find_base
from build_scripts.ground.messages import NOTHING, Phrase
from build_scripts.ground.problems import Place, Problem, did_you_mean
from build_scripts.quantities import (
    RATIO_UNITS,
    UNITS,
    OwnUnit,
    dimension,
    find_spellings,
    read,
    unit_labels,
    unknown_units,
)

_PREFIXES = {"k": "1e3", "M": "1e6", "G": "1e9", "T": "1e12", "P": "1e15", "E": "1e18"}  # of units (SI)
_FREE = ("count", "currency")  # dimensions of which each unit is a base for itself


def check_units(content: Content) -> Iterator[Problem]:
    """What `units.yml` declares agrees with itself and with the units that the project knows."""
    entries = content.tables.units.entries
    for key, unit in entries.items():
        yield from _check_unit(content, key, unit)
    first: defaultdict[str, dict[str, OwnUnit]] = defaultdict(dict)
    for own in content.names.units:
        place = content.tables.units.place
        for language, spelling, other in find_spellings(own):
            yield _ambiguous(content, own.id, language, spelling, other)
        for words in own.words:
            for form in words.forms:
                known = first[words.language].setdefault(form.casefold(), own)
                if (known.base, known.factor) != (own.base, own.factor):
                    yield _ambiguous(content, own.id, words.language, form, known.id)
        if own.id in UNITS.by_id:
            message = Phrase('the unit "%(unit)s" is one that the project knows already.', unit=own.id)
            hint = Phrase("Leave it out, or give yours another id.")
            yield place(own.id).error("contradicting-unit", message, hint)


def check_unit(content: Content, unit: str, place: Place) -> Iterator[Problem]:
    """A unit is one of the table or of `units.yml`, or some of them with slashes between (t/year)."""
    declared = content.tables.units.ids
    for part in unknown_units(unit, declared or ()):
        if declared is not None:
            hint = _meant_unit(part, content.languages) or did_you_mean(
                part, _units_like(part, declared), {**unit_labels(), **_labels(content)}
            )
            if part[:1] in _PREFIXES and part[1:] in UNITS.by_id:
                hint = _times(part[1:], _PREFIXES[part[0]])
            yield place.error("unknown-unit", Phrase('there is no unit "%(unit)s".', unit=part), hint)


def _labels(content: Content) -> dict[str, dict[str, str]]:
    named = {key: entry.label for key, entry in content.tables.units.entries.items()}
    return {key: {code: forms.other for code, forms in label.items()} for key, label in named.items()}


def _meant_unit(word: str, languages: Iterable[str]) -> Phrase:
    """Give the unit that a word or sign is read as in a text of one of the languages: %, 人次, 万吨, tonnes."""
    for language in languages:
        found = read(f"7 {word}", language)
        if len(found) == 1 and found[0].start == 0 and found[0].end == len(word) + 2:
            unit = found[0].unit or found[0].kind
            if unit in UNITS.by_id or unit in RATIO_UNITS:
                times = found[0].low / 7
                near = Phrase('Did you mean "%(near)s"?', near=unit)
                return near if times == 1 else _times(unit, f"{float(times):g}")
    return NOTHING


def _times(unit: str, factor: str) -> Phrase:
    return Phrase("Write the value in %(unit)s, times %(factor)s.", unit=unit, factor=factor)


def _units_like(word: str, declared: Collection[str]) -> list[str]:
    """Give the units that a word may stand for: a currency only for its code."""
    known = (unit.id for unit in UNITS.by_id.values() if word.isupper() or not unit.dimension.startswith("currency"))
    return [*known, *RATIO_UNITS, *declared]


def _check_unit(content: Content, key: str, unit: Unit) -> Iterator[Problem]:
    place, entries = content.tables.units.place, content.tables.units.entries
    dimensions = {each.dimension.partition(":")[0] for each in UNITS.by_id.values()} | set(_FREE)
    own = {each.dimension for each in entries.values() if each.dimension and each.of is None} - dimensions
    if find_base(key, entries) is None:
        hint = NOTHING if unit.of in entries else did_you_mean(unit.of or "", [*UNITS.by_id, *entries])
        message = Phrase(
            'the unit "%(unit)s" is made of "%(of)s", which is no unit, or is made of itself.', unit=key, of=unit.of
        )
        yield place(key, "of").error("unknown-unit", message, hint)
    elif unit.of and unit.dimension and unit.dimension != (known := _dimension(unit.of, content)):
        message = Phrase(
            'the unit "%(unit)s" is of the dimension "%(dimension)s", but "%(of)s" is of "%(known)s".',
            unit=key,
            dimension=unit.dimension,
            of=unit.of,
            known=known,
        )
        hint = Phrase("Leave dimension out where of stands.")
        yield place(key, "dimension").error("contradicting-unit", message, hint)
    elif unit.of is None and unit.dimension in dimensions - set(_FREE):
        known = next(each.id for each in UNITS.by_id.values() if each.dimension.partition(":")[0] == unit.dimension)
        message = Phrase(
            'the unit "%(unit)s" does not say how many it is of another unit of %(dimension)s.',
            unit=key,
            dimension=unit.dimension,
        )
        yield place(key).error("contradicting-unit", message, _how_many(known))
    elif unit.dimension in own and (near := get_close_matches(unit.dimension, dimensions, 1)):
        hint = Phrase(
            'Did you mean "%(near)s"? A dimension of your own needs a word that is less like it.', near=near[0]
        )
        message = Phrase('there is no dimension "%(dimension)s".', dimension=unit.dimension)
        yield place(key, "dimension").error("unknown-dimension", message, hint)
    bases = [other for other, each in entries.items() if each.of is None and each.dimension == unit.dimension]
    if unit.dimension in own and unit.of is None and bases[0] != key:
        message = Phrase(
            'two units of the dimension "%(dimension)s" do not say how many the one is of the other.',
            dimension=unit.dimension,
        )
        yield place(key).error("contradicting-unit", message, _how_many(bases[0]))


def _how_many(base: str) -> Phrase:
    return Phrase("Write of: %(unit)s, and factor: how many of it.", unit=base)


def _dimension(unit: str, content: Content) -> str:
    entries = content.tables.units.entries
    base = find_base(unit, entries) if unit in entries else (unit, 1)
    known = entries[base[0]].dimension or "count" if base and base[0] in entries else dimension(base[0] if base else "")
    return known.partition(":")[0]


def _ambiguous(content: Content, key: str, language: str, spelling: str, other: str) -> Problem:
    message = Phrase(
        '“%(word)s” is read as the unit "%(unit)s" and as "%(other)s" (%(language)s).',
        word=spelling,
        unit=key,
        other=other,
        language=language,
    )
    hint = Phrase("Leave the word to one of them, or write a longer one.")
    return content.tables.units.place(key, "label", language).error("ambiguous-unit", message, hint)
