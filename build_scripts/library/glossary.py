"""The terms of a glossary in the order of a language: under their initials, and in parts where they are many.

Receives terms by id, and the order of languages that each looks for a text in; returns terms, initials and paths. A
part has at most `MOST` terms, so that no page grows with the archive; as every language has the same terms, it has as
many parts. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from build_scripts.content.model import Term
from build_scripts.ground.languages import CollationKey, collation_keys, initial

MOST = 300  # terms of a page
_PATH = "glossary/"


@dataclass(frozen=True)
class Initial:
    """The terms of a part that begin with a letter, or with none: its number among all, by which it is addressed."""

    letter: str
    number: int
    terms: tuple[Term, ...]

    @property
    def anchor(self) -> str:
        """Give the anchor, which is that of no term, as no id has a dot."""
        return f"initial.{self.number}"


@dataclass(frozen=True)
class Glossary:
    """The terms of a library."""

    terms: Mapping[str, Term]
    orders: Mapping[str, tuple[str, ...]]
    _ordered: dict[str, tuple[tuple[Initial, ...], ...]] = field(default_factory=dict, compare=False, repr=False)
    _parts: dict[str, dict[str, int]] = field(default_factory=dict, compare=False, repr=False)

    def parts(self, language: str) -> tuple[tuple[Initial, ...], ...]:
        """Give the parts of the glossary in a language, each by initials."""
        if language not in self._ordered:
            self._ordered[language] = self._order(language)
        return self._ordered[language]

    def part_path(self, no: int) -> str:
        """Give the path of the nth part, from 0; no term has such an address for its own page."""
        return f"{_PATH}a-z/{no + 1}/" if no else _PATH

    @property
    def paths(self) -> tuple[str, ...]:
        """Give the paths of the parts."""
        return tuple(map(self.part_path, range(max(1, -(-len(self.terms) // MOST)))))

    def path(self, term: str, language: str) -> str:
        """Give where a term stands in a language."""
        if len(self.terms) <= MOST:
            return f"{_PATH}#{term}"
        if language not in self._parts:
            parts = enumerate(self.parts(language))
            self._parts[language] = {one.id: no for no, part in parts for group in part for one in group.terms}
        return f"{self.part_path(self._parts[language][term])}#{term}"

    def _order(self, language: str) -> tuple[tuple[Initial, ...], ...]:
        terms = tuple(self.terms.values())
        keys = self._keys(language)

        def letter(term: Term) -> str:
            return initial(keys[term.id])

        def key(term: Term) -> tuple[bool, str, CollationKey, str]:
            return letter(term) != "", letter(term), keys[term.id], term.id

        ordered = sorted(terms, key=key)
        letters = list(dict.fromkeys(map(letter, ordered)))
        size = -(-len(ordered) // len(self.paths))
        parts = []
        for start in range(0, len(ordered), size or 1):
            groups = groupby(ordered[start : start + size], letter)
            parts.append(tuple(Initial(name, letters.index(name) + 1, tuple(own)) for name, own in groups))
        return tuple(parts)

    def _keys(self, language: str) -> dict[str, CollationKey]:
        """Give what terms are sorted by: the form that is shown, as readers of the language it is in look for it."""
        keys: dict[str, CollationKey] = {}
        for code in self.orders[language]:
            own = [term for term in self.terms.values() if term.forms.language(*self.orders[language]) == code]
            forms = [(term.forms[code].preferred, term.forms[code].sort or "") for term in own]
            keys |= zip((term.id for term in own), collation_keys(forms, code), strict=True)
        return keys
