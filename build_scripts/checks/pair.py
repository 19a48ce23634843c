"""What checks of wording and numbers have in common: findings, and the texts they look at.

Receives loaded terms and names; gives `Finding`, `Pair` and `SiteTerms`. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from babel import Locale
from babel.core import get_global, parse_locale

from build_scripts.content.model import Term
from build_scripts.ground.languages import HAN
from build_scripts.ground.problems import Level
from build_scripts.quantities import Names

# Scripts whose characters bear another name in Unicode than the script in CLDR, or are shared by several scripts.
_SCRIPTS = {"Hans": "Han", "Hant": "Han", "Jpan": "Han", "Kore": "Hangul", "Beng": "Bengali"}


_CODE = re.compile(r"`[^`]*`|```.*?```", re.DOTALL)


def without_code(text: str) -> str:
    """Put a placeholder for code, which is the same in every language."""
    return _CODE.sub("\ufffc", text)


@dataclass(frozen=True)
class Finding:
    """What one check has against one piece."""

    rule: str
    message: str
    hint: str
    level: Level = "error"


@dataclass(frozen=True)
class Pair:
    """A piece of the source and its translation, with what checks need to know of the site."""

    source: str
    target: str
    source_language: str
    target_language: str
    site: SiteTerms
    is_note: bool = False


@dataclass(frozen=True)
class SiteTerms:
    """What the site declares: its glossary, the locale of each language, the names that hold digits."""

    terms: tuple[Term, ...]
    locales: Mapping[str, str] = field(default_factory=dict)
    names: Names = field(default_factory=Names)

    def occurring(self, text: str, language: str) -> tuple[Term, ...]:
        """Give the terms that a text uses; inside a longer term a shorter one does not count."""
        folded = _folded(text)
        spans = [
            (match.start(), match.end(), term)
            for key, form, term in self._folded_forms.get(language, ())
            if key in folded  # far cheaper than the pattern, and most forms are not there
            for match in form_pattern(form).finditer(text)
        ]
        kept = [
            term
            for start, end, term in spans
            if not any(a <= start and end <= b and b - a > end - start for a, b, _ in spans)
        ]
        return tuple({term.id: term for term in kept}.values())

    @cached_property
    def _folded_forms(self) -> Mapping[str, tuple[tuple[str, str, Term], ...]]:
        """Give by language every good form, folded and as it is, with its term."""
        return {
            code: tuple((_folded(form), form, term) for term in self.terms for form in self.forms(term, code))
            for code in self._languages
        }

    def forms(self, term: Term, language: str) -> tuple[str, ...]:
        """Give the good forms of a term in a language."""
        forms = term.forms.get(language)
        return (forms.preferred, *forms.accepted) if forms else ()

    @cached_property
    def avoided(self) -> Mapping[str, tuple[tuple[str, str, tuple[str, ...]], ...]]:
        """Give by language each form to avoid, what to write instead, and the good forms that hold it."""
        return {code: tuple(self._avoided(code)) for code in self._languages}

    def _avoided(self, language: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        good = [form for term in self.terms for form in self.forms(term, language)]
        for forms in (term.forms.get(language) for term in self.terms):
            for form in forms.avoid if forms else ():
                longer = sorted(filter(form_pattern(form).search, good), key=len, reverse=True)
                yield form, forms.preferred if forms else "", tuple(longer)

    @property
    def _languages(self) -> frozenset[str]:
        return frozenset(code for term in self.terms for code in term.forms)

    @cached_property
    def scripts(self) -> Mapping[str, str]:
        """Give the script that each language is written in, from CLDR's likely subtags."""
        return {code: _script(locale) for code, locale in self.locales.items()}


@cache
def form_pattern(form: str) -> re.Pattern[str]:
    """Match a form: Han text anywhere, other text as whole words without case."""
    if re.search(f"[{HAN}]", form):
        return re.compile(re.escape(form))
    pattern = re.sub("['’]", "['’]", re.escape(form))
    return re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)


def _folded(text: str) -> str:
    return text.casefold().replace("’", "'")


def _script(locale: str) -> str:
    """Give the name of a locale's script in Unicode's character names (ISO 15924 codes and names from CLDR)."""
    language = Locale.parse(locale)
    likely = get_global("likely_subtags").get(language.language)
    code = language.script or (parse_locale(likely)[2] if likely else None) or "Latn"
    names: Mapping[str, str] = Locale("en").scripts
    return _SCRIPTS.get(code) or names.get(code, code)
