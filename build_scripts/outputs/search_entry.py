"""What an entry of the search is: a thing that can be found, with its words, and what it is filtered and ranked by.

Objects hold plain words with the language of each. `search_entries` makes them. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from build_scripts.content.model import Actor, Sector, Term

# What an entry can be, with its rank among what is found alike: what answers stands before pages of prose.
RANKS = {
    "statement": 0, "recommendation": 0, "figure": 0, "event": 0, "comparison": 0, "term": 0,
    "sector": 1, "report": 2, "brief": 2, "list": 4, "page": 5, "handbook": 9,
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """Plain words, and the language that they are in."""

    text: str
    language: str


@dataclass(frozen=True)
class Place:
    """A page that entries stand on: its path under the language, and its title."""

    path: str
    title: str


@dataclass(frozen=True)
class Entry:
    """What can be found: `names` are what it is called, `type` is a statement’s kind, `doubts` what is warned of.

    Of a term `forms` are the other names, but for those that texts have to avoid.
    """

    kind: str
    path: str
    page: Place
    title: Words
    texts: tuple[Words, ...] = ()
    names: tuple[Words, ...] = ()
    type: str = ""
    reports: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


def good_forms_of(term: Term) -> Iterator[Words]:
    """Give every form of a term that texts may use or readers look for, in every language."""
    for code, forms in term.forms.items():
        yield from (Words(form, code) for form in (forms.preferred, *forms.accepted, *forms.sought))
        if term.acronym:
            yield Words(term.acronym, code)


def forms_of(term: Term) -> Iterator[Words]:
    """Give the same and what texts have to avoid."""
    yield from good_forms_of(term)
    for code, forms in term.forms.items():
        yield from (Words(form, code) for form in forms.avoid)


def sought_of(category: Sector | Actor) -> Iterator[Words]:
    """Give the words by which readers look for a sector or an actor, in every language."""
    return (Words(word, code) for code, words in category.sought.items() for word in words)
