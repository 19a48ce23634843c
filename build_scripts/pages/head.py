"""A page → its head: title, description, address, versions in other languages, what chats and machines are told.

Receives a page, its template, what it is about and its HTML; returns HTML, the same for every engine, which puts it
where the theme says. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from babel import Locale
from babel.core import get_global
from jinja2 import Environment
from markupsafe import Markup

from build_scripts.content.paths import FEED
from build_scripts.ground.texts import Texts
from build_scripts.ground.typefaces import has_typefaces
from build_scripts.library.index import Library
from build_scripts.pages.card_paths import CARD, CARD_SIZE, card_path
from build_scripts.pages.headings import plain_heading
from build_scripts.pages.page import Page
from build_scripts.pages.structured import StructuredPage
from build_scripts.pages.summaries import describe, title_of
from build_scripts.pages.text import Text

_ARTICLES = ("report", "brief", "page")
# They hold nothing of their own: what is found, how a translation stands, what rules mean.
_WITHOUT_MARKDOWN = ("search", "translation", "problems")
# The title of a page that is in another language as a whole.
_SPOKEN = re.compile(r"# <span((?: (?:lang|dir)=\"[^\"]*\")+)[^<>]*>[^<>]*</span>(?: \{[^{}]*\})?\Z")


def write_head(environment: Environment, head: Head) -> str:
    """Write the head of a page, but for what the theme has in all of them."""
    return environment.get_template("head.html.jinja").render(head=head).strip()


@dataclass(frozen=True)
class Head:
    """What the head of a page says; `body` is the page as it is staged, from its title on."""

    page: Page
    template: str
    about: Mapping[str, Any]
    body: str

    @cached_property
    def heading(self) -> str:
        """Give the words of the title on the page."""
        return plain_heading(self.body.partition("\n")[0])

    @cached_property
    def title(self) -> str:
        """Give the title, with what the page belongs to."""
        return title_of(self.page, self.about, self.heading)

    @property
    def site_name(self) -> str:
        """Give the name of the site."""
        return self.page.text.plain(self.page.site.name)

    @property
    def spoken(self) -> Markup:
        """Give the attributes of a title that is in another language than the page."""
        found = _SPOKEN.match(self.body.partition("\n")[0])
        return Markup(found[1]) if found else Markup("")

    @cached_property
    def description(self) -> str:
        """Give the description."""
        return describe(self.page, self.template, self.about, self.title, self.body)

    @property
    def kind(self) -> str:
        """Give what the page is in the words of Open Graph."""
        return "article" if self.template in _ARTICLES else "website"

    @cached_property
    def versions(self) -> tuple[str, ...]:
        """Give the languages that the page truly exists in; of a page that comes with the generator maybe none."""
        return tuple(code for code in self.page.library.languages if code in self._title_texts)

    @property
    def _title_texts(self) -> Texts[str]:
        own = self.page.changes.own()
        return own.title if own else self.page.site.name

    @property
    def shown(self) -> str:
        """Give the language of the site that the page is shown in."""
        shown = self.page.text.shown_language(self._title_texts)
        return shown if shown in self.versions else self.page.language

    @cached_property
    def url(self) -> str:
        """Give the address that the page is known by."""
        return self.address(self.shown)

    def address(self, code: str) -> str:
        """Give the address of the page in a language."""
        return f"{self.page.site.base_url.rstrip('/')}/{code}/{self.page.path}"

    @property
    def alternates(self) -> tuple[tuple[str, str], ...]:
        """Give the versions of the page with their addresses, if it is one of them, and which is for all others."""
        own = self.page.language in self.versions
        return alternates(self.page.library, self.versions, self.page.path) if own else ()

    @property
    def picture(self) -> str:
        """Give the address of a picture for where the page is shared: its card, else the logo, if chats can show it."""
        return picture_of(self.page.text, self._card) if has_typefaces() else self._logo

    @property
    def _card(self) -> str:
        return card_path(self.template, self.page.path, self.about)

    @property
    def _logo(self) -> str:
        logo = self.page.site.logo.light if self.page.site.logo else ""
        return picture_of(self.page.text, logo) if logo.endswith(".png") else ""

    @property
    def picture_size(self) -> tuple[int, int] | None:
        """Give how wide and high the picture is, if it is a card."""
        return CARD_SIZE if has_typefaces() else None

    @property
    def picture_words(self) -> str:
        """Give what stands on the picture, for those who do not see it."""
        is_own = self._card == f"{self.page.path}{CARD}" and self.template != "home"
        return f"{self.title} – {self.site_name}" if is_own else self.site_name

    @property
    def locales(self) -> tuple[str, ...]:
        """Give the languages of the versions as Open Graph names them, that which is shown first."""
        codes = dict.fromkeys((self.shown, *self.versions))
        known = {language.code: language.locale for language in self.page.site.languages}
        return tuple(map(territorial, (known[code] for code in codes)))

    @property
    def has_markdown(self) -> bool:
        """Tell whether the page lies beside its Markdown."""
        return self.template not in _WITHOUT_MARKDOWN

    @property
    def feed(self) -> str:
        """Give where the feed of the language lies."""
        return self.page.links.file(FEED)

    @property
    def structured(self) -> Markup:
        """Give what the page is, as JSON-LD."""
        language = self.page.text.shown_language(self._title_texts)
        about = (self.page, self.template, self.about, self.heading, self.description)
        return Markup(StructuredPage(*about, language, self.url, self.versions, self.picture).write())


def alternates(library: Library, versions: Sequence[str], path: str) -> tuple[tuple[str, str], ...]:
    """Give the address of a page in each of its languages, and where there are several, for readers of none of them.

    These are sent to the choice of language from the home page, from every other to its English version, or its source.
    """
    base = library.site.base_url.rstrip("/")
    found = tuple((code, f"{base}/{code}/{path}") for code in versions)
    default = f"{library.default_version(versions)}/{path}" if path else ""
    return (*found, ("x-default", f"{base}/{default}")) if len(found) > 1 else found


def picture_of(text: Text, path: str) -> str:
    """Give the address of a file under the language of a page."""
    return f"{text.library.site.base_url.rstrip('/')}/{text.language}/{path}"


def territorial(locale: str) -> str:
    """Give a locale as a language with a territory, by CLDR the likeliest where it names none.

    >>> territorial("zh_Hans_CN"), territorial("fr"), territorial("ar")
    ('zh_CN', 'fr_FR', 'ar_EG')
    """
    own = Locale.parse(locale)
    likely = get_global("likely_subtags").get(locale) or get_global("likely_subtags").get(own.language)
    territory = own.territory or (Locale.parse(str(likely)).territory if likely else "")
    return f"{own.language}_{territory}" if territory else own.language
