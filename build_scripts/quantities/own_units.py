"""Units that the caller declares: read, written and compared as those of the table.

Receives declared units and a lexicon; returns the lexicon with their words, or a quantity in the units that they are
made of. A declared unit is read as what it is made of (mmHg as so many Pa), so that nothing else need know of it; one
that is made of nothing is a base unit under its own id. Refuses nothing: what is wrong with a declaration the caller
finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from build_scripts.quantities.lexicon import Lexicon, lexicon_of, primary
from build_scripts.quantities.model import Kind, Quantity
from build_scripts.quantities.normalise import normalise
from build_scripts.quantities.units import UNITS, canonical, form_pattern


@dataclass(frozen=True)
class UnitWords:
    """What a language calls a unit: by plural category of CLDR, in short, and what else it is read from."""

    language: str
    plurals: tuple[tuple[str, str], ...]
    short: str = ""
    spellings: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Give everything that the unit is read from, each once."""
        known = (*(word for _, word in self.plurals), self.short, *self.spellings)
        return tuple(dict.fromkeys(filter(None, known)))


@dataclass(frozen=True)
class OwnUnit:
    """A declared unit: how many of which unit it is, its kind, and its words; the first language is the source."""

    id: str
    base: str
    factor: Fraction
    kind: Kind
    words: tuple[UnitWords, ...]

    def words_in(self, language: str) -> UnitWords:
        """Give its words in a language, or in the first that it has words in.

        >>> bed = OwnUnit("bed", "bed", Fraction(1), "count", (UnitWords("en", (("other", "beds"),)),))
        >>> bed.words_in("en-GB").plurals == bed.words_in("fr").plurals
        True
        """
        return next((words for words in self.words if primary(words.language) == primary(language)), self.words[0])


@lru_cache(maxsize=64)
def with_units(lexicon: Lexicon, units: tuple[OwnUnit, ...]) -> Lexicon:
    """Give a lexicon that reads declared units as well.

    >>> words = (UnitWords("en", (("one", "bed"), ("other", "beds"))),)
    >>> more = with_units(lexicon_of("en"), (OwnUnit("bed", "bed", Fraction(1), "count", words),))
    >>> more.forms.pattern.match("beds")[0], more.forms.by_form["beds"]
    ('beds', ('bed', Fraction(1, 1)))
    """
    if not units:
        return lexicon
    own = {
        canonical(lexicon.fold(normalise(spelling))).lower(): (unit.base, unit.factor)
        for unit in units
        for words in unit.words
        if primary(words.language) == lexicon.language
        for form in words.forms
        for spelling in _spellings(form, lexicon.words.get("measure_words", "").split())
    }
    by_form = {**lexicon.forms.by_form, **own}
    money = (
        form for form, (unit, _) in own.items() if any(unit == each.id and each.kind == "currency" for each in units)
    )
    before = "|".join(map(re.escape, sorted(money, key=len, reverse=True))) or "(?!)"
    forms = replace(
        lexicon.forms,
        by_form=by_form,
        pattern=form_pattern(by_form, lexicon.spaced),
        kinds={unit.id: unit.kind for unit in units},
        money=re.compile(rf"(?i)(?<![^\W\d])(?P<form>{before})\s?$"),
        own={unit.id: dict(_names(unit.words_in(lexicon.language))) for unit in units},
    )
    return replace(lexicon, forms=forms)


def _spellings(form: str, measures: Sequence[str]) -> Iterator[str]:
    """Give a form, and where the language counts with measure words that without its own and with each.

    >>> list(_spellings("张床位", ["张", "个"])), list(_spellings("床位", ["张", "个"])), list(_spellings("beds", []))
    (['张床位', '床位', '张床位', '个床位'], ['床位', '张床位', '个床位'], ['beds'])
    """
    yield form
    bare = next((form.removeprefix(word) for word in measures if form.startswith(word) and form != word), "")
    yield from [bare] if bare else ()
    yield from (word + (bare or form) for word in measures)


def _names(words: UnitWords) -> Iterator[tuple[str, str]]:
    """Give the words for a unit by plural category, and that which stands for it in short.

    >>> dict(_names(UnitWords("en", (("one", "bed"), ("other", "beds")))))
    {'one': 'bed', 'other': 'beds', 'short': 'bed'}
    """
    yield from words.plurals
    yield "short", words.short or dict(words.plurals).get("one") or words.plurals[-1][1]


def in_base_units(item: Quantity, units: tuple[OwnUnit, ...]) -> Quantity:
    """Give a quantity in the units that those of its unit are made of, as a text is read.

    >>> mmhg = OwnUnit("mmhg", "Pa", Fraction("133.3"), "measure", ())
    >>> str(in_base_units(Quantity("measure", Fraction(2), Fraction(2), "mmhg"), (mmhg,)))
    'measure 266.6 Pa'
    >>> str(in_base_units(Quantity("rate", Fraction(2), Fraction(2), "W/mmhg"), (mmhg,))).split()[-1]
    'W/Pa'
    """
    known = {unit.id: unit for unit in units}
    parts, size = [], Fraction(1)
    for no, part in enumerate(item.unit.split("/") if item.unit not in UNITS.by_id else ()):
        unit = known.get(part)
        parts.append(unit.base if unit else part)
        size *= 1 if unit is None else 1 / unit.factor if no else unit.factor
    if not known.keys() & set(item.unit.split("/")):
        return item
    kind: Kind = "rate" if "/" in "/".join(parts) else known[item.unit].kind
    low, high = item.low * size, item.high * size
    return replace(item, kind=kind, unit="/".join(parts), low=low, high=high, size=size)


def find_spellings(unit: OwnUnit) -> Iterator[tuple[str, str, str]]:
    """Give each spelling of a unit that the table reads as another unit: language, spelling, and that unit's id.

    >>> tonne = OwnUnit("heap", "heap", Fraction(1), "count", (UnitWords("en", (("other", "tonnes"),)),))
    >>> list(find_spellings(tonne))
    [('en', 'tonnes', 't')]
    """
    for words in unit.words:
        by_form = lexicon_of(primary(words.language)).forms.by_form
        for form in words.forms:
            plain = canonical(normalise(form))
            found = UNITS.symbols.get(plain) or UNITS.money.get(plain) or by_form.get(plain.lower())
            if found and found != (unit.base, unit.factor):
                yield words.language, form, found[0]
