"""Names that hold digits, declared by the caller: plans, conferences, laws, code words.

Receives a mapping as it stands in a YAML file; returns a frozen `Names`. A form may hold `{n}`, which stands for the
number that tells one bearer of the name from another (`S{n}`); it is compared. Refuses a name without id or forms.

    names:
      - id: summit
        zh: ['第{n}届峰会', 'S{n}']
        en: ['{n} Summit', 'S{n}']
    subjects:
      - {id: north, zh: [北方], en: [the North]}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from build_scripts.ground.messages import Phrase
from build_scripts.quantities.lexicon import lexicon_of
from build_scripts.quantities.model import Quantity
from build_scripts.quantities.numerals import read_number
from build_scripts.quantities.own_units import OwnUnit

_compile: Callable[[str], re.Pattern[str]] = cache(re.compile)


@dataclass(frozen=True)
class Name:
    """One declared name: its id and its forms by language."""

    id: str
    forms: Mapping[str, tuple[str, ...]]

    def __hash__(self) -> int:
        """Give the hash of the id, which is enough to tell names apart as keys of caches.

        >>> hash(Name("summit", {})) == hash("summit")
        True
        """
        return hash(self.id)


@dataclass(frozen=True)
class Names:
    """Everything the caller declares: names that hold digits, subjects whose order tells values apart, and units."""

    names: tuple[Name, ...] = ()
    subjects: tuple[Name, ...] = ()
    units: tuple[OwnUnit, ...] = ()

    @cached_property
    def _patterns(self) -> dict[str, list[tuple[str, str, str]]]:
        languages = sorted({language for name in self.names for language in name.forms})
        return {language: list(self._write(language)) for language in languages}

    def _write(self, language: str) -> Iterator[tuple[str, str, str]]:
        """Give each form's id, a piece that no text with the form lacks, and its pattern, the longest form first.

        Most pieces stand in no text, and their patterns need not be compiled.

        >>> names = load_names({"names": [{"id": "summit", "en": ["S{n}", "{n} Summit"]}]})
        >>> [(id_, piece, bool(re.search(pattern, "the 3rd Summit"))) for id_, piece, pattern in names._write("en")]
        [('summit', 'summit', True), ('summit', 's', True)]
        """
        lexicon = lexicon_of(language)
        known = lexicon.patterns.get("name_number")
        number = known.pattern if known else r"(\d{1,6})"
        forms = [(lexicon.fold(form), name.id) for name in self.names for form in name.forms.get(language, ())]
        for form, id_ in sorted(forms, key=lambda pair: (-len(pair[0]), pair)):
            parts = [re.escape(part).replace(r"\ ", r"[\s-]") for part in form.split("{n}")]
            body = number.join(parts)
            before = r"(?<![A-Za-z0-9])" if form[0].isascii() else ""
            after = r"(?![A-Za-z0-9])" if form[-1].isascii() and not form.endswith("{n}") else ""
            flags = "(?i)" if lexicon.spaced else ""
            piece = max(re.split(r"\{n\}|[\s-]", form), key=len).casefold()
            yield id_, piece, flags + before + body + after

    def find(self, text: str, language: str) -> list[Quantity]:
        """Give every declared name in the text; the longer form wins where two overlap.

        >>> names = load_names({"names": [{"id": "summit", "en": "{n} Summit"}, {"id": "plan", "en": "Plan {n}"}]})
        >>> [str(item) for item in names.find("Plan 9 at the 3rd Summit", "en")], names.find("Plan 9", "zh")
        (['name 9 plan', 'name 3 summit'], [])
        """
        taken = bytearray(len(text))
        found = []
        folded = text.casefold()
        for id_, piece, source in self._patterns.get(language, []):
            if piece not in folded:
                continue
            pattern = _compile(source)
            for match in pattern.finditer(text):
                start, end = match.span()
                number = read_number(match[1], lexicon_of(language)) if pattern.groups else Fraction(0)
                if end > start and number is not None and not any(taken[start:end]):
                    taken[start:end] = b"\1" * (end - start)
                    found.append(Quantity("name", number, number, id_, start=start, end=end, optional=True))
        return sorted(found, key=lambda quantity: quantity.start)


def load_names(data: Mapping[str, Any]) -> Names:
    """Build `Names` from the content of a names file; raises ValueError naming the entry that is wrong.

    >>> load_names({"names": [{"id": "summit", "zh": "第{n}届峰会"}]}).names[0].forms
    {'zh': ('第{n}届峰会',)}
    >>> load_names({"names": [{"zh": ["一"]}]})
    Traceback (most recent call last):
        ...
    ValueError: names, entry 1: expected an id and forms by language, found {'zh': ['一']}
    """
    return Names(tuple(_load_list(data, "names")), tuple(_load_list(data, "subjects")))


def _load_list(data: Mapping[str, Any], field: str) -> Iterator[Name]:
    """Give the names of one list of the file.

    >>> [name.id for name in _load_list({"subjects": [{"id": "north", "en": ["the North"]}]}, "subjects")]
    ['north']
    """
    for place, entry in enumerate(data.get(field) or [], start=1):
        id_ = entry.get("id") if isinstance(entry, Mapping) else None
        if not isinstance(id_, str) or not id_:
            raise ValueError(
                Phrase(
                    "%(field)s, entry %(place)s: expected an id and forms by language, found %(entry)s",
                    field=field,
                    place=place,
                    entry=f"{entry!r}",
                )
            )
        forms = {language: _forms(id_, value) for language, value in entry.items() if language != "id"}
        yield Name(id_, forms)


def _forms(id_: str, value: object) -> tuple[str, ...]:
    """Give the forms of a name in one language: a text, or a list of texts.

    >>> _forms("summit", "S{n}"), _forms("summit", ["S{n}", "{n} Summit"])
    (('S{n}',), ('S{n}', '{n} Summit'))
    >>> _forms("summit", 3)
    Traceback (most recent call last):
        ...
    ValueError: name 'summit': expected a list of forms, found 3
    """
    forms = [value] if isinstance(value, str) else value
    if not isinstance(forms, list) or not all(isinstance(form, str) and form.strip() for form in forms):
        raise ValueError(
            Phrase("name %(id)s: expected a list of forms, found %(value)s", id=f"{id_!r}", value=f"{value!r}")
        )
    return tuple(forms)


NO_NAMES = Names()
