"""Prose of the content → the HTML of one page: its links, its footnotes, and the glossary's terms at their first use.

Receives the links of a page and the terms of the library; returns `Markup`. Marks a term once on the page and numbers
footnotes as they come, so it is made anew for every page. Headings, links and code have no marked terms. Refuses
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from build_scripts.ground.markdown import Address, Prose, escape_text, render, render_inline
from build_scripts.ground.texts import Texts
from build_scripts.library.terms import find_terms
from build_scripts.pages.footnotes import Footnote, Footnotes
from build_scripts.pages.links import Links
from build_scripts.pages.terms import TermIndex
from build_scripts.quantities import UNITS, OwnUnit

# What a number is not parted from: the next three digits, a sign, a unit's symbol.
_SYMBOLS = frozenset(symbol for symbol in UNITS.symbols if len(symbol) > 1 or symbol in "gmtlhsW")


def number_gaps(units: Iterable[OwnUnit] = ()) -> re.Pattern[str]:
    """Give what finds the spaces after numbers at which no line ends; `units` are declared."""
    own = {form for unit in units for words in unit.words for form in words.forms if _is_symbol(form)}
    symbols = "|".join(map(re.escape, sorted({*_SYMBOLS, *own}, key=lambda symbol: (-len(symbol), symbol))))
    return re.compile(rf"(?<=\d) (?=\d{{3}}(?!\d)|[%‰°€$£¥]|(?:{symbols})(?![\w’']))")


def _is_symbol(form: str) -> bool:
    """Tell whether what a unit is called is a sign and no word.

    >>> [_is_symbol(form) for form in ("mmHg", "DALYs", "beds", "of Mercury")]
    [True, True, False, False]
    """
    return " " not in form and form != form.lower()


_GAPS = number_gaps()


def bind_numbers(words: str, gaps: re.Pattern[str] = _GAPS) -> str:
    """Keep a number on one line with its unit, and its groups of digits together.

    >>> bind_numbers("within 150 km of 21 400 homes, 5 %, in 2030 and 12 trams").replace("\u00a0", "~")
    'within 150~km of 21~400 homes, 5~%, in 2030 and 12 trams'
    """
    return gaps.sub("\u00a0", words)


@dataclass
class PageProse:
    """Writes the prose of one page; without `has_terms` it marks none of the glossary."""

    links: Links
    terms: TermIndex
    has_terms: bool = True
    _seen: set[str] = field(default_factory=set)
    _notes: dict[str, Footnotes] = field(default_factory=dict)

    @cached_property
    def gaps(self) -> re.Pattern[str]:
        """Give what finds the spaces that part numbers from their units; most sites declare none."""
        units = self.terms.library.units
        return number_gaps(units) if units else _GAPS

    def blocks(self, texts: Texts[Prose], scope: str = "", *, has_terms: bool = True) -> Markup:
        """Give a text in the version that is shown; its footnotes are those of `scope`, by default the page's."""
        language, prose = self._pick(texts)
        new = self._new_terms(texts, language, prose) if has_terms else set[str]()
        return Markup(render(prose, self._view(language, scope, new, texts.owner)))

    def write(self, prose: Prose, language: str, scope: str = "", owner: str = "") -> Markup:
        """Give a part of a text without marked terms; its footnotes are those of `scope`, by default the page’s."""
        return Markup(render(prose, self._view(language, scope, owner=owner)))

    def heading(self, texts: Texts[Prose]) -> Markup:
        """Give a heading's words, without the elements of blocks, marked if they are a fallback."""
        language, prose = self._pick(texts)
        return self.links.text.marked(texts, Markup(render_inline(prose, self._view(language))))

    def inline(self, texts: Texts[Prose]) -> Markup:
        """Give the words of one paragraph in a line, without footnotes and marks of terms."""
        return Markup(escape_text(self._pick(texts)[1].words))

    def footnotes(self, scope: str = "") -> tuple[Footnote, ...]:
        """Give the footnotes that were marked so far."""
        return tuple(self._footnotes(self._notes[scope])) if scope in self._notes else ()

    def _footnotes(self, notes: Footnotes) -> Iterator[Footnote]:
        """Write the notes first, because a note may hold marks of others, and its own again."""
        written = [
            (marked, Markup(render(marked.note, self._view(marked.language, notes.scope))))
            for marked in notes.pending()
        ]
        return (notes.shown(marked, html) for marked, html in written)

    def _pick(self, texts: Texts[Prose]) -> tuple[str, Prose]:
        language = self.links.text.shown_language(texts)
        return language, texts.pick(language) or Prose()

    def _new_terms(self, texts: Texts[Prose], language: str, prose: Prose) -> set[str]:
        """Give the terms of a text that the page has not marked yet."""
        if not self.has_terms or language not in self.terms.vocabularies:
            return set()
        return set(self.terms.terms_of(prose, language) - self.terms.absent(texts, language) - self._seen)

    def _view(self, language: str, scope: str = "", new: set[str] | None = None, owner: str = "") -> _View:
        notes = self._notes.setdefault(scope, Footnotes(scope))
        return _View(self, language, notes, set() if new is None else new, owner)

    def mark_terms(self, text: str, language: str, new: set[str]) -> Iterator[str]:
        """Give plain words as HTML in which the first use of each new term leads to the glossary."""
        end = 0
        for found in find_terms(text, self.terms.vocabularies[language]):
            if found.term in new:
                new.discard(found.term)
                self._seen.add(found.term)
                yield escape_text(text[end : found.start])
                yield self._term(found.term, text[found.start : found.end])
                end = found.end
        yield escape_text(text[end:])

    def _term(self, term: str, words: str) -> str:
        definition = self.terms.library.terms[term].definition
        tip = self.links.text.plain(definition).replace("\n", " ") if definition else ""
        extra = f' data-dz-term="{Markup.escape(tip)}"' if tip else ""
        href = self.links.href(self.terms.library.glossary.path(term, self.links.text.language))
        return f'<a class="dz-term" href="{Markup.escape(href)}"{extra}>{escape_text(words)}</a>'


@dataclass(frozen=True)
class _View:
    """What the page knows while one text is written: see `ground.markdown.View`."""

    page: PageProse
    language: str
    notes: Footnotes
    new: set[str]
    owner: str

    def address(self, target: str) -> Address | None:
        """Give where a target leads from the page."""
        return self.page.links.address(target, self.owner)

    def words(self, text: str) -> str:
        """Give plain words as HTML; most texts have no new term."""
        marked = "".join(self.page.mark_terms(text, self.language, self.new)) if self.new else escape_text(text)
        return bind_numbers(marked, self.page.gaps)

    def footnote(self, label: str, note: Prose) -> str:
        """Give the mark of a footnote."""
        return self.notes.mark(label, note, self.language)
