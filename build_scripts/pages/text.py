"""What the site says in one language: texts in the version that is shown, dates, numbers, lists, values.

Receives a `Library` and one language's `Interface`; returns plain words, or `Markup` where it says so. A text that is
missing in the language is given in the next of its order; a label says so with its `lang`. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from build_scripts.content.interface import Interface, isolate_values
from build_scripts.content.model import Figure
from build_scripts.ground.languages import own_name, text_direction
from build_scripts.ground.texts import Texts
from build_scripts.library.claims import Point
from build_scripts.library.figures import figure_parts, figure_text
from build_scripts.library.index import Library, Statement
from build_scripts.library.references import reference_to
from build_scripts.pages.spoken import FSI, PDI, spoken, spoken_message

_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True)
class Text:
    """The words of one language."""

    library: Library
    interface: Interface

    @property
    def language(self) -> str:
        """Give the code of the language."""
        return self.interface.language.code

    def gettext(self, message: str) -> str:
        """Give a message of the interface."""
        return self.interface.translations.gettext(message)

    def shown_language(self, texts: Texts[Any]) -> str:
        """Give the language a text is shown in: the page's, else the next of its order, else any."""
        return texts.language(*self.library.order(self.language)) or self.language

    def is_fallback(self, texts: Texts[Any]) -> bool:
        """Tell whether a text is shown in another language than the page's."""
        return bool(texts) and self.language not in texts

    def held_by(self, texts: Texts[Any]) -> tuple[str, ...]:
        """Give the rules for which the translation of a text into the page's language is held back, if it is."""
        return texts.standing.held.get(self.language, ()) if self.is_fallback(texts) else ()

    def plain(self, texts: Texts[str]) -> str:
        """Give a text as it is."""
        return texts.pick(*self.library.order(self.language)) or ""

    def said(self, message: str) -> str:
        """Give a message of the interface as plain words, marked with its language where that is another."""
        language, words = self.interface.translations.find(message)
        if language == self.language:
            return words
        marked, _ = spoken_message(language, words)
        return self._isolated(language, isolate_values(marked) if self._turns(language) else marked)

    def spoken(self, texts: Texts[str]) -> str:
        """Give a text as plain words, marked if it is a fallback."""
        language, words = self.shown_language(texts), self.plain(texts)
        if self.is_fallback(texts):
            return self._isolated(language, spoken(language, words))
        is_turned = self.direction(self.language) == "rtl" and _LATIN.search(words)
        return f"{FSI}{words}{PDI}" if is_turned else words

    def _isolated(self, language: str, words: str) -> str:
        return f"{FSI}{words}{PDI}" if self._turns(language) else words

    def _turns(self, language: str) -> bool:
        return self.direction(language) != self.direction(self.language)

    def label(self, texts: Texts[str]) -> Markup:
        """Give a text without markup as HTML, marked if it is a fallback.

        Where words run to the left, one with Latin letters is isolated, so that it does not turn what comes after it.
        """
        words = Markup.escape(self.plain(texts).replace("\n", " "))
        if self.direction(self.language) == "rtl" and not self.is_fallback(texts) and _LATIN.search(words):
            words = Markup("<bdi>{}</bdi>").format(words)
        return self.marked(texts, words)

    def marked(self, texts: Texts[Any], html: Markup) -> Markup:
        """Mark HTML with the language of the text that it shows, if that is a fallback."""
        if not self.is_fallback(texts):
            return html
        return Markup("<span{}>{}</span>").format(self.lang(self.shown_language(texts)), html)

    def lang(self, code: str, around: str = "") -> Markup:
        """Give the attributes of an element in a language, if that is another than around it: by default the page's."""
        around = around or self.language
        if code == around:
            return Markup("")
        direction = self.direction(code)
        own = Markup("") if direction == self.direction(around) else Markup(' dir="{}"').format(direction)
        return Markup(' lang="{}"{}').format(code, own)

    def direction(self, code: str) -> str:
        """Give the direction of a language: `ltr` or `rtl`."""
        own = [language.direction for language in self.library.site.languages if language.code == code]
        return own[0] if own else text_direction(code)  # a report may be in none of the site's

    def own_name(self, code: str) -> str:
        """Give what a language calls itself: as the site says, or else CLDR."""
        named = (language.name for language in self.library.site.languages if language.code == code)
        return next(named, "") or own_name(code)

    def language_name(self, code: str) -> Markup:
        """Give a language's own name for itself, marked as being in it."""
        return Markup("<span{}>{}</span>").format(self.lang(code), self.own_name(code))

    def reference(self, statement: Statement) -> Markup:
        """Give the reference of a statement; its number stays with the word before it."""
        parts = reference_to(self.library, statement)
        brief = self.label(parts.brief)  # ready HTML, as all of it is
        return Markup(f"{self.label(parts.report)} · {brief}&nbsp;{parts.number:d}")

    def point_reference(self, point: Point) -> Markup:
        """Give the reference of a point of a comparison."""
        sector = self.label(self.library.sectors[point.address.sector].label)
        form = Markup.escape(self.gettext("%(sector)s, comparison %(number)s"))
        return form % {"sector": sector, "number": point.number}

    def date(self, edtf: str) -> str:
        """Give an EDTF date in the words of the language."""
        return self.interface.date(edtf)

    def number(self, number: int) -> str:
        """Give a whole number with the locale's grouping."""
        return self.interface.number(number)

    def join(self, items: Iterable[str]) -> Markup:
        """Give a list in the words of the language."""
        return Markup(self.interface.join(Markup.escape(item) for item in items))

    def known(self, words: str, basis: str) -> Markup:
        """Give a fact in words; one that the report's text does not state says that it is inferred."""
        return Markup.escape(self.interface.known(words, basis))

    def value(self, figure: Figure) -> str:
        """Give a typed figure in the words of the language."""
        return figure_text(figure, self.interface, self.library.units)

    def value_parts(self, figure: Figure) -> tuple[str, str, str]:
        """Give the same in parts: what stands before the number, the number, the unit."""
        return figure_parts(figure, self.interface, self.library.units)
