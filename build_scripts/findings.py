"""What checks of wording and numbers have in common: findings, and the texts they look at.

Receives loaded terms and names; gives `Finding`, `Pair` and `SiteTerms`. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from babel import Locale

from build_scripts.model import Term
from build_scripts.problems import Level
from build_scripts.quantities import Names

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"


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
        spans = [
            (match.start(), match.end(), term)
            for term in self.terms
            for form in self.forms(term, language)
            for match in form_pattern(form).finditer(text)
        ]
        kept = [
            term
            for start, end, term in spans
            if not any(a <= start and end <= b and b - a > end - start for a, b, _ in spans)
        ]
        return tuple({term.id: term for term in kept}.values())

    def forms(self, term: Term, language: str) -> tuple[str, ...]:
        """Give the good forms of a term in a language."""
        forms = term.forms.get(language)
        return (forms.preferred, *forms.accepted) if forms else ()

    @cached_property
    def scripts(self) -> Mapping[str, str]:
        """Give the script that each language is written in, from CLDR's likely subtags."""
        return {code: _script(locale) for code, locale in self.locales.items()}


@cache
def form_pattern(form: str) -> re.Pattern[str]:
    """Match a form: Han text anywhere, other text as whole words without case."""
    if re.search(f"[{HAN}]", form):
        return re.compile(re.escape(form))
    return re.compile(rf"(?<!\w){re.escape(form)}(?!\w)", re.IGNORECASE)


def _script(locale: str) -> str:
    language = Locale.parse(locale)
    if language.script:
        return {"Hans": "Han", "Hant": "Han"}.get(language.script, language.script)
    known = {"zh": "Han", "ja": "Han", "ko": "Hangul", "ru": "Cyrillic", "uk": "Cyrillic", "el": "Greek"}
    known |= {"ar": "Arabic", "fa": "Arabic", "ur": "Arabic", "he": "Hebrew", "hi": "Devanagari", "th": "Thai"}
    return known.get(language.language, "Latin")
