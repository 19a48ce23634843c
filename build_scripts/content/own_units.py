"""`units.yml`: units of the content's own, as a file holds them and as the reader of quantities takes them.

Receives the shapes of the file; returns `OwnUnit`s, those left out whose chain of units leads nowhere. Refuses a unit
without words, and a factor that is no number above nought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import Field, model_validator

from build_scripts.content.shapes import Shape, Text
from build_scripts.ground.messages import Phrase
from build_scripts.ground.texts import Texts
from build_scripts.quantities import OwnUnit, UnitWords, dimension, factor, kind_of, read, unknown_units
from build_scripts.quantities.model import Kind

PLURALS = ("zero", "one", "two", "few", "many", "other")


class UnitForms(Shape):
    """What a language calls a unit: by its plural categories in CLDR, in short, and what else it is read from."""

    other: Text
    zero: Text | None = None
    one: Text | None = None
    two: Text | None = None
    few: Text | None = None
    many: Text | None = None
    short: Text | None = None
    spellings: tuple[Text, ...] = ()


class Unit(Shape):
    """An entry of `units.yml`: what is counted or measured, in words, and how many it is `of` another unit.

    Without `of` it is the base of its own `dimension`: `count` for things, `currency` for money, or a word of its own.
    """

    label: Texts[UnitForms]
    dimension: Text | None = None
    of: Text | None = None
    factor: Annotated[Decimal, Field(gt=0)] = Decimal(1)

    @model_validator(mode="after")
    def _check_factor(self) -> Unit:
        if self.of is None and self.factor != 1:
            raise ValueError(Phrase("a factor says how many of which unit: give of as well"))
        return self


def own_units(entries: Mapping[str, Unit], languages: Sequence[str] = ()) -> tuple[OwnUnit, ...]:
    """Give the units whose parts are known, as the reader of quantities takes them, words in the order of languages."""
    found = []
    for key, unit in entries.items():
        base = find_base(key, entries)
        if base is not None:
            order = [*(code for code in languages if code in unit.label), *unit.label]
            words = tuple(_words(code, unit.label[code]) for code in dict.fromkeys(order))
            base = _incidence(base, unit, words) or base
            found.append(OwnUnit(key, base[0], base[1], _kind(base[0], entries), words))
    return tuple(found)


def find_base(key: str, entries: Mapping[str, Unit]) -> tuple[str, Fraction] | None:
    """Give the unit that one is made of in the end, and how many of it; None where that is unknown or itself."""
    size, seen = Fraction(1), {key}
    while key in entries and (below := entries[key].of):
        size *= Fraction(entries[key].factor)
        if below in seen or (below not in entries and unknown_units(below)):
            return None
        seen.add(below)
        key = below
    return key, size


def _incidence(base: tuple[str, Fraction], unit: Unit, words: Sequence[UnitWords]) -> tuple[str, Fraction] | None:
    """Give the unit of the table where the words say how many of so many (per 100,000), so that text is read alike.

    What the declaration says to the contrary counts: then nothing is given.
    """
    texts = ((text, each.language) for each in words for form in each.forms for text in (f"7 {form}", f"{form}7"))
    items = (item for text, language in texts for item in read(text, language))
    found = next((item.unit for item in items if dimension(item.unit) == "incidence" and item.low == 7), None)
    share = base[1] * (Fraction(1, 100) if base[0] == "percent" else factor(base[0]))
    is_same = unit.of is None or (found and share == factor(found))
    return (found, Fraction(1)) if found and is_same else None


def _kind(base: str, entries: Mapping[str, Unit]) -> Kind:
    if base not in entries:
        return kind_of(base)
    dimension = entries[base].dimension or "count"
    return dimension if dimension in ("count", "currency") else "measure"  # type: ignore[return-value]  # both are kinds


def _words(language: str, forms: UnitForms) -> UnitWords:
    plurals = tuple((name, word) for name in PLURALS if (word := getattr(forms, name)))
    return UnitWords(language, plurals, forms.short or "", forms.spellings)
