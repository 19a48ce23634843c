"""What checks of wording and numbers have in common: findings, and the texts they look at.

Receives loaded terms and names; gives `Finding`, `Pair` and `SiteTerms`. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from babel import Locale

from build_scripts.content.model import Term
from build_scripts.ground.languages import find_script
from build_scripts.ground.markdown import Prose
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Level
from build_scripts.library.terms import Vocabulary, build_avoided, build_vocabulary
from build_scripts.quantities import Names

# Scripts whose characters bear another name in Unicode than the script in CLDR, or are shared by several scripts.
_SCRIPTS = {"Hans": "Han", "Hant": "Han", "Jpan": "Han", "Kore": "Hangul", "Beng": "Bengali"}


@dataclass(frozen=True)
class Finding:
    """What one check has against one piece; `numbers` are those that a waiver of it must name, as they stand there."""

    rule: str
    message: Phrase
    hint: Phrase
    level: Level = "error"
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pair:
    """A piece of the source and its translation, with what checks need to know of the site."""

    source: Prose
    target: Prose
    source_language: str
    target_language: str
    site: SiteTerms
    is_note: bool = False
    is_page: bool = False  # of prose, which translators may cut into paragraphs otherwise


@dataclass(frozen=True)
class SiteTerms:
    """What the site declares: its glossary, the locale of each language, the names that hold digits."""

    terms: tuple[Term, ...]
    locales: Mapping[str, str] = field(default_factory=dict)
    names: Names = field(default_factory=Names)

    @cached_property
    def by_id(self) -> Mapping[str, Term]:
        """Give the terms by id."""
        return {term.id: term for term in self.terms}

    @cached_property
    def vocabularies(self) -> Mapping[str, Vocabulary]:
        """Give the good forms of all terms by language."""
        return {code: build_vocabulary(self.terms, code, has_marks=True) for code in self._languages}

    @cached_property
    def avoided(self) -> Mapping[str, Vocabulary]:
        """Give the forms to avoid by language."""
        return {code: build_avoided(self.terms, code) for code in self._languages}

    def instead_of(self, form: str, language: str) -> str:
        """Give what to write instead of a form to avoid."""
        having = (term.forms[language] for term in self.terms if language in term.forms)
        return next((forms.preferred for forms in having if form in forms.avoid), "")

    @property
    def _languages(self) -> frozenset[str]:
        return frozenset(code for term in self.terms for code in term.forms)

    @cached_property
    def scripts(self) -> Mapping[str, str]:
        """Give the script that each language is written in, from CLDR's likely subtags."""
        return {code: _script(locale) for code, locale in self.locales.items()}


def _script(locale: str) -> str:
    """Give the name of a locale's script in Unicode's character names (ISO 15924 codes and names from CLDR)."""
    code = find_script(locale) or "Latn"
    names: Mapping[str, str] = Locale("en").scripts
    return _SCRIPTS.get(code) or names.get(code, code)
