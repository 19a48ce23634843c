"""Units of the content's own: what contradicts itself or another unit, and spellings that mean two → problems.

Receives the content; refuses a unit that hides one of the table, whose parts are unknown, of a dimension that is none,
or that is read from the words of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from difflib import get_close_matches

from build_scripts.content.entries import Content
from build_scripts.content.own_units import Unit, find_base
from build_scripts.ground.messages import NOTHING, Phrase
from build_scripts.ground.problems import Problem, did_you_mean
from build_scripts.quantities import UNITS, OwnUnit, dimension, find_spellings

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
            message = Phrase('the unit "%(id)s" is one that the project knows already.', id=own.id)
            hint = Phrase("Leave it out, or give yours another id.")
            yield place(own.id).error("contradicting-unit", message, hint)


def _check_unit(content: Content, key: str, unit: Unit) -> Iterator[Problem]:
    place, entries = content.tables.units.place, content.tables.units.entries
    dimensions = {each.dimension.partition(":")[0] for each in UNITS.by_id.values()} | set(_FREE)
    own = {each.dimension for each in entries.values() if each.dimension and each.of is None} - dimensions
    if find_base(key, entries) is None:
        hint = NOTHING if unit.of in entries else did_you_mean(unit.of or "", [*UNITS.by_id, *entries])
        message = Phrase(
            'the unit "%(id)s" is made of "%(of)s", which is no unit, or is made of itself.', id=key, of=unit.of
        )
        yield place(key, "of").error("unknown-unit", message, hint)
    elif unit.of and unit.dimension and unit.dimension != (known := _dimension(unit.of, content)):
        message = Phrase(
            'the unit "%(id)s" is of the dimension "%(dimension)s", but "%(of)s" is of "%(known)s".',
            id=key,
            dimension=unit.dimension,
            of=unit.of,
            known=known,
        )
        hint = Phrase("Leave dimension out where of stands.")
        yield place(key, "dimension").error("contradicting-unit", message, hint)
    elif unit.of is None and unit.dimension in dimensions - set(_FREE):
        known = next(each.id for each in UNITS.by_id.values() if each.dimension.partition(":")[0] == unit.dimension)
        message = Phrase(
            'the unit "%(id)s" does not say how many it is of another unit of %(dimension)s.',
            id=key,
            dimension=unit.dimension,
        )
        yield place(key).error("contradicting-unit", message, _how_many(known))
    elif unit.dimension in own and (near := get_close_matches(unit.dimension, dimensions, 1)):
        message = Phrase('there is no dimension "%(dimension)s".', dimension=unit.dimension)
        hint = Phrase(
            'Did you mean "%(near)s"? A dimension of your own needs a word that is less like it.', near=near[0]
        )
        yield place(key, "dimension").error("unknown-dimension", message, hint)
    bases = [other for other, each in entries.items() if each.of is None and each.dimension == unit.dimension]
    if unit.dimension in own and unit.of is None and bases[0] != key:
        message = Phrase(
            'two units of the dimension "%(dimension)s" do not say how many the one is of the other.',
            dimension=unit.dimension,
        )
        yield place(key).error("contradicting-unit", message, _how_many(bases[0]))


def _how_many(unit: str) -> Phrase:
    return Phrase("Write of: %(unit)s, and factor: how many of it.", unit=unit)


def _dimension(unit: str, content: Content) -> str:
    entries = content.tables.units.entries
    base = find_base(unit, entries) if unit in entries else (unit, 1)
    known = entries[base[0]].dimension or "count" if base and base[0] in entries else dimension(base[0] if base else "")
    return known.partition(":")[0]


def _ambiguous(content: Content, key: str, language: str, spelling: str, other: str) -> Problem:
    message = Phrase(
        '“%(form)s” is read as the unit "%(id)s" and as "%(other)s" (%(language)s).',
        form=spelling,
        id=key,
        other=other,
        language=language,
    )
    hint = Phrase("Leave the word to one of them, or write a longer one.")
    return content.tables.units.place(key, "label", language).error("ambiguous-unit", message, hint)
