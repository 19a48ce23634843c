"""What a translator should know of a unit that its text does not say, as comments for translation software.

Receives a `Library`, the states of all translations and the language that is translated into; gives lines: what kind of
statement it is, who it is about and where it stands on the site, how the glossary calls what it speaks of, and how the
other languages say it. Labels are in the language that is translated into, or the next in its order that has them.
Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from build_scripts.content.model import Term
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library
from build_scripts.library.terms import Vocabulary, build_vocabulary, find_terms
from build_scripts.translation.states import FileState, UnitState


@dataclass(frozen=True)
class TranslatorNotes:
    """The comments on the units of one language."""

    library: Library
    states: Sequence[FileState]
    language: str

    def describe(self, file: FileState, unit: UnitState, piece: str) -> Iterator[str]:
        """Give the comments on a piece of a unit, a line each."""
        if piece == "text":
            yield from self._facts(file, unit)
            address = self._address(file, unit.id)
            if address is not None:
                yield f"page: {self.library.site.base_url.rstrip('/')}/{self.language}/{address}"
        yield from self._terms(unit, piece)
        yield from self._others(file, unit.id, piece)

    def _facts(self, file: FileState, unit: UnitState) -> Iterator[str]:
        statement = self.library.statements.get(f"{file.owner.removeprefix('reports/')}#{unit.id}")
        if statement is None:
            return
        kind = self.library.kinds.statements.get(statement.kind)
        facts = (
            ("kind", [kind.label] if kind else []),
            ("actor", [self.library.actors[key].label for key in statement.actors if key in self.library.actors]),
            ("sector", [self.library.sectors[key].label for key in statement.sectors if key in self.library.sectors]),
        )
        for name, labels in facts:
            if labels:
                yield f"{name}: {', '.join(map(self._label, labels))}"

    def _label(self, texts: Texts[str]) -> str:
        return texts.pick(*self.library.order(self.language)) or ""

    def _address(self, file: FileState, unit: str) -> str | None:
        """Give where a unit is shown under its language, if that is one place."""
        if file.is_labels:
            return self._label_address(file.path, unit.split(".")[0])
        folder, _, name = file.owner.partition("/")
        page = {"pages": f"{name}/", "comparisons": f"sectors/{name}/"}.get(folder, f"{file.owner}/")
        anchor = f"#{unit}" if f"{file.owner}#{unit}" in self.library.claims else ""
        return f"{page.removesuffix('index/')}{anchor}"

    def _label_address(self, path: str, name: str) -> str | None:
        if path == "sectors.yml" and name in self.library.sectors:
            return f"sectors/{name}/"
        if path == "glossary.yml" and name in self.library.terms:
            return self.library.glossary.path(name, self.language)
        if path == "events.yml" and name in self.library.events:
            return self.library.event_path(self.library.events[name])
        return f"{path.removesuffix('report.yml')}" if path.endswith("/report.yml") else None

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return build_vocabulary(self.library.terms.values(), self.library.source)

    def _terms(self, unit: UnitState, piece: str) -> Iterator[str]:
        found = find_terms(unit.source.piece(piece).wording, self._vocabulary)
        for identifier in dict.fromkeys(each.term for each in found):
            yield from self._term(self.library.terms[identifier])

    def _term(self, term: Term) -> Iterator[str]:
        forms = term.forms.get(self.language)
        if forms is None:
            return
        said = {"or": (*forms.accepted, *([term.acronym] if term.acronym else [])), "not": forms.avoid}
        more = "".join(f"; {word}: {', '.join(dict.fromkeys(every))}" for word, every in said.items() if every)
        yield f"term: {term.forms[self.library.source].preferred} = {forms.preferred}{more}"

    @cached_property
    def _units(self) -> Mapping[tuple[str, str], Mapping[str, UnitState]]:
        """Give the units of the other languages, by the owner of their file and their language."""
        return {
            (file.owner, file.language): {unit.id: unit for unit in file.units}
            for file in self.states
            if file.language != self.language
        }

    def _others(self, file: FileState, unit: str, piece: str) -> Iterable[str]:
        for language in self.library.languages[1:]:
            other = self._units.get((file.owner, language), {}).get(unit)
            text = other.target.pieces.get(piece, "") if other and other.target else ""
            if other and text:
                mark = "" if other.state in ("current", "patched") else " (not accepted)"
                yield f"{language}{mark}: {text}"
