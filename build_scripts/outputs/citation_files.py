"""Library → the citation files of all briefs and comparisons, each ready to be made when it is needed.

Receives a `Library` and the interface of every language; returns who owns the texts, the paths, and how to make the
files. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from build_scripts.content.interface import Interface
from build_scripts.library.index import Library
from build_scripts.library.inputs import log_of
from build_scripts.outputs.citations import brief_citations, citation_names
from build_scripts.outputs.point_citations import comparison_citations


@dataclass(frozen=True)
class Cited:
    """The citation files of a brief or a comparison: whose they are, their paths, how to make them."""

    owner: str
    names: tuple[str, ...]
    make: Callable[[], Mapping[str, str]]
    others: tuple[str, ...] = ()

    @property
    def owners(self) -> tuple[str, ...]:
        """Give whose texts the files show: the owner's, and those of others, such as the change log of its report."""
        return (self.owner, *self.others)


def find_cited(library: Library, interfaces: Sequence[Interface]) -> Iterator[Cited]:
    """Give the files in all languages, brief by brief and then sector by sector."""
    for brief in library.briefs:
        if brief.statements:
            make = partial(brief_citations, library, brief, interfaces)
            log = log_of(f"reports/{brief.report}/index")
            yield Cited(f"reports/{brief.key}", _names(brief.path, interfaces), make, (log,))
    for comparison in library.comparisons.values():
        if comparison.points:
            make = partial(comparison_citations, library, comparison, interfaces)
            yield Cited(f"comparisons/{comparison.sector}", _names(comparison.path, interfaces), make)


def _names(path: str, interfaces: Sequence[Interface]) -> tuple[str, ...]:
    return tuple(name for each in interfaces for name in citation_names(path, each))
