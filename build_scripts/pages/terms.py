"""The glossary as pages need it: which statements use a term, which terms have a page, their forms in order.

Receives a `Library`; `TermIndex` is made once for a build, `Terms` for the pages of a language. Refuses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TypeVar

from markupsafe import Markup

from build_scripts.content.model import Term
from build_scripts.ground.markdown import Prose
from build_scripts.ground.memory import digest
from build_scripts.ground.texts import Texts, note_read
from build_scripts.library.glossary import Initial
from build_scripts.library.index import Library, Statement
from build_scripts.library.inputs import TERM_USES, Inputs
from build_scripts.library.terms import Vocabulary, build_vocabulary, find_terms
from build_scripts.pages.text import Text

T = TypeVar("T")
# A term used more often has a page of its own, which the glossary leads to; else it lists the uses.
LISTED_USES = 3


@dataclass(frozen=True)
class TermIndex:
    """The glossary of a library, ready to be met in texts of every language."""

    library: Library

    @cached_property
    def vocabularies(self) -> Mapping[str, Vocabulary]:
        """Give the vocabulary of every language."""
        return self._held("vocabularies", self._build)

    def _build(self) -> Mapping[str, Vocabulary]:
        terms = self.library.terms.values()
        return {code: build_vocabulary(terms, code) for code in self.library.languages}

    def _held(self, stage: str, make: Callable[[], T]) -> T:
        """Give what later builds can use too, as long as the glossary is as it was."""
        return self.library.memory.hold(stage, self._glossary, make)

    @cached_property
    def _glossary(self) -> bytes:
        """Give the digest of what terms are found by."""
        return digest(self.library.languages, list(self.library.terms.values()))

    @cached_property
    def uses(self) -> Mapping[str, Mapping[str, tuple[Statement, ...]]]:
        """Give by language and term the statements whose text uses the term."""
        found: dict[str, defaultdict[str, list[Statement]]] = {
            code: defaultdict(list) for code in self.library.languages
        }
        for brief, statements in groupby(self.library.statements.values(), lambda each: each.address.brief_key):
            own = tuple(statements)
            for number, language, terms in self._uses_in(f"reports/{brief}", own):
                for term in terms:
                    found[language][term].append(own[number])
        return {code: {term: tuple(uses) for term, uses in index.items()} for code, index in found.items()}

    def _uses_in(self, owner: str, statements: tuple[Statement, ...]) -> list[tuple[int, str, list[str]]]:
        """Give by place and language the terms that the statements of a brief use, if it is as it was."""
        inputs = self.library.inputs
        if owner not in inputs.owners:
            return list(self._find_uses(statements))
        key = digest(self._glossary, owner, inputs.owners[owner])
        return self.library.memory.recall("term uses", key, lambda: list(self._find_uses(statements)))

    def _find_uses(self, statements: Iterable[Statement]) -> Iterator[tuple[int, str, list[str]]]:
        for number, statement in enumerate(statements):
            for code in self.library.languages:
                used = self.terms_of(statement.text[code], code) if code in statement.text else frozenset()
                terms = sorted(used - self.absent(statement.text, code)) if used else []
                if terms:
                    yield number, code, terms

    @cached_property
    def inputs(self) -> Inputs:
        """Give the digests of what pages are made from, the uses of terms among them."""
        uses = [(code, term, [each.key for each in own]) for code in self.uses for term, own in self.uses[code].items()]
        return self.library.inputs.with_owner(TERM_USES, digest(uses))

    def absent(self, texts: Texts[Prose], language: str) -> frozenset[str]:
        """Give the terms that a translation cannot use, because its source does not.

        So a word that is a term of the glossary in one sentence (“new” of 新材料) is left alone in all others.
        """
        source = self.library.source
        if language == source or source not in texts:
            return frozenset()
        return self._declared - self.terms_of(texts[source], source)

    @cached_property
    def _declared(self) -> frozenset[str]:
        """Give the terms that have a form in the source language."""
        return frozenset(term.id for term in self.library.terms.values() if self.library.source in term.forms)

    def terms_of(self, prose: Prose, language: str) -> frozenset[str]:
        """Give the terms that a text uses."""
        if prose.source not in self._found[language]:
            found = find_terms(prose.words, self.vocabularies[language])
            self._found[language][prose.source] = frozenset(term.term for term in found)
        return self._found[language][prose.source]

    @cached_property
    def _found(self) -> Mapping[str, dict[str, frozenset[str]]]:
        """Remember the terms of texts, which stand on several pages."""
        return self._held("terms of texts", lambda: {code: {} for code in self.library.languages})

    @cached_property
    def much_used(self) -> tuple[str, ...]:
        """Give the terms that have a page of their own: in some language more uses than the glossary lists."""
        most = {term: max(len(index.get(term, ())) for index in self.uses.values()) for term in self.library.terms}
        return tuple(term for term, count in most.items() if count > LISTED_USES)


@dataclass(frozen=True)
class Terms:
    """The glossary in the words of one language."""

    index: TermIndex
    text: Text

    def parts(self) -> tuple[tuple[Initial, ...], ...]:
        """Give the parts of the glossary in the language's order, each by initials."""
        return self.index.library.glossary.parts(self.text.language)

    def initials(self) -> tuple[tuple[str, str], ...]:
        """Give every initial with the address of its first term."""
        glossary, found = self.index.library.glossary, dict[str, str]()
        for no, part in enumerate(self.parts()):
            for group in part:
                found.setdefault(group.letter, f"{glossary.part_path(no)}#{group.anchor}")
        return tuple(found.items())

    def path(self, term: str) -> str:
        """Give where a term stands in the glossary."""
        return self.index.library.glossary.path(term, self.text.language)

    def further_forms(self, term: Term) -> str:
        """Give what else a term is called, in every language, for those who look for it."""
        accepted = (form for forms in term.forms.values() for form in forms.accepted)
        return " | ".join(form for form in dict.fromkeys(accepted) if form != term.acronym)

    def preferred(self, term: Term) -> str:
        """Give a term's preferred form in the language that it is shown in."""
        return self.text.plain(_preferred_forms(term))

    def forms(self, term: Term) -> Markup:
        """Give a term's preferred form, with its acronym."""
        forms = _preferred_forms(term)
        if term.acronym and term.acronym not in self.preferred(term):
            forms = Texts({code: f"{form} ({term.acronym})" for code, form in forms.items()})
        return self.text.label(forms)

    def other_forms(self, term: Term) -> tuple[tuple[str, str], ...]:
        """Give a term's preferred form in each other language than the one that it is shown in."""
        forms = _preferred_forms(term)
        return tuple((code, form) for code, form in forms.items() if code != self.text.shown_language(forms))

    def uses(self, term: str) -> tuple[Statement, ...]:
        """Give the statements that use a term in the page's language."""
        note_read(TERM_USES)
        return self.index.uses[self.text.language].get(term, ())

    def uses_path(self, term: str) -> str:
        """Give the path of the page of a term's uses, or nothing if the glossary lists them all."""
        note_read(TERM_USES)
        return f"glossary/{term}/" if term in self.index.much_used else ""


def _preferred_forms(term: Term) -> Texts[str]:
    return Texts({code: forms.preferred for code, forms in term.forms.items()})
