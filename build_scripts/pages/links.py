"""Where links lead from one page, as it will be served, and what they say of the page that they lead to.

Receives the words of a language and the page's path under it; returns addresses, attributes and whole links. The engine
leaves the addresses of HTML as they are, so they are relative to the page. Refuses targets of content that are none
of a page, an image, an anchor, or an address of the web or of mail.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup

from build_scripts.content.identity import contact_url, is_mail
from build_scripts.content.model import Language, Reference
from build_scripts.content.paths import OUTSIDE
from build_scripts.ground.markdown import Address
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library
from build_scripts.pages.text import Text


@dataclass(frozen=True)
class Links:
    """The links of one page in one language."""

    text: Text
    path: str

    @property
    def _library(self) -> Library:
        return self.text.library

    def href(self, path: str) -> str:
        """Give the address of a site path, which may end in an `#anchor`, in the page's language."""
        path, _, anchor = path.partition("#")
        hash_ = f"#{anchor}" if anchor else ""
        if path == self.path and anchor:
            return hash_
        return f"{_relative(path, self.path)}/{hash_}"

    def chosen(self, path: str, **choice: str) -> str:
        """Give the address of a list with what its filters leave; without script its `#anchor` counts."""
        path, _, anchor = path.partition("#")
        return f"{self.href(path)}?{urlencode(choice)}#{anchor}"

    def file(self, path: str) -> str:
        """Give the address of a file under the page's language."""
        return _relative(path, self.path)

    def address_of(self, path: str) -> str:
        """Give the whole address of a file under the page's language, for programs that are given an address."""
        return f"{self._library.site.base_url.rstrip('/')}/{self.text.language}/{path}"

    def href_in(self, folder: str, path: str) -> str:
        """Give the address of a path under another language, or another folder above the languages."""
        return f"{'../' * (self.path.count('/') + 1)}{folder}/{path}"

    def source(self, path: str) -> str:
        """Give the address of a site path in the source language."""
        return self.href_in(self._library.source, path)

    def edit(self, file: str) -> str:
        """Give where to edit a file of the content, or nothing."""
        template = self._library.site.edit_url
        return template.replace("{path}", f"{self._library.folder}/{file}") if template and file else ""

    def contact(self) -> str:
        """Give the address that leads to the editors, or nothing."""
        contact = self._library.site.contact
        return contact_url(contact) if contact else ""

    def error_report(self) -> str:
        """Give where to report an error on this page, or nothing: a mail that names the page, or the address given."""
        contact, page = self._library.site.contact, self.address_of(self.path)
        if not contact:
            return ""
        if is_mail(contact):
            return f"mailto:{contact}?{urlencode({'subject': page}, quote_via=quote)}"
        return contact.replace("{page}", quote(page, safe=""))

    def leads(self, title: Texts[Any]) -> Markup:
        """Give the attribute of a link to a page that is shown in another language, by the page's title."""
        if self.text.language in title:
            return Markup("")
        code = self.text.shown_language(title) if title else self._library.source
        return Markup(' hreflang="{}"').format(code)

    def leads_to(self, path: str) -> Markup:
        """Give the attribute of a link to a page that is shown in another language, by the page's path."""
        title = self._library.title_at(path)
        return Markup("") if title is None else self.leads(title)

    def others(self, texts: Texts[Any]) -> tuple[Language, ...]:
        """Give the other languages that a text exists in."""
        languages = self._library.site.languages
        return tuple(other for other in languages if other.code != self.text.language and other.code in texts)

    def link(self, label: Texts[str], path: str, css: str = "") -> Markup:
        """Give a link whose words are a label; one that leads to another language says so to readers."""
        classes = Markup(' class="{}"').format(css) if css else ""
        return Markup('<a{} href="{}"{}>{}{}</a>').format(
            classes, self.href(path), self.leads_to(path), self.text.label(label), self._mark(path)
        )

    def _mark(self, path: str) -> Markup:
        """Give what says to readers that a page is a draft, and in which language it is shown, if it is another."""
        title = self._library.title_at(path)
        draft = Markup("")
        if self._library.drafts.has(path, self.text.language):
            draft = Markup(' <small class="dz-draft">{}</small>').format(self.text.gettext("Draft"))
        if title is None or not self.text.is_fallback(title):
            return draft
        code = self.text.shown_language(title)
        name = self.text.own_name(code)
        # The space before it is the page's: on that side where the link ends.
        return Markup('{}<small class="dz-leads-to"> <span{}>{}</span></small>').format(
            draft, self.text.lang(code), name
        )

    def sector(self, key: str) -> Markup:
        """Give a sector's name as a link to its page."""
        return self.link(self._library.sectors[key].label, f"sectors/{key}/")

    def sectors(self, keys: Iterable[str]) -> tuple[Markup, ...]:
        """Give the same of several sectors."""
        return tuple(map(self.sector, keys))

    def actor(self, key: str) -> Markup:
        """Give an actor's name as a link to what is recommended to it."""
        label = self._library.actors[key].label
        return self.link(label, f"recommendations/#actor-{key}", f"dz-actor dz-actor--{key}")

    def report(self, key: str) -> Markup:
        """Give a report's short name as a link to its page."""
        report = self._library.reports[key]
        return self.link(report.facts.short, report.path)

    def reports(self, keys: Iterable[str]) -> tuple[Markup, ...]:
        """Give the same of several reports."""
        return tuple(map(self.report, keys))

    def address(self, target: str, owner: str = "") -> Address | None:
        """Give where a target that a text names leads from this page, or None where it must be no link.

        The owner of the text says whose references it names.
        """
        if target.startswith("ref:"):
            path, _, anchor = target.removeprefix("ref:").partition("#")
            if not self._library.drafts.are_shown and self._library.drafts.has(f"{path}#{anchor}"):
                return None
            path = f"{path.strip('/')}/".lstrip("/")
            whole = path + (f"#{anchor}" if anchor else "")
            if path == "glossary/" and anchor in self._library.terms:
                whole = self._library.glossary.path(anchor, self.text.language)
            href = self.href(whole)
            return Address(href, str(self.leads_to(path)), str(self._mark(whole)))
        if target.startswith("images/"):
            return Address(posixpath.relpath(f"/{target}", f"/{self.path}"))
        if target.startswith("cite:"):
            return self._source_address(self._library.reference(owner, target.removeprefix("cite:")))
        return Address(target) if target.startswith("#") or OUTSIDE.match(target) else None

    def _source_address(self, reference: Reference | None) -> Address | None:
        """Give where a source lies; of one that lies nowhere, its label stands after the words."""
        if reference is None:
            return None
        if reference.url:
            copy = (reference.archived, self.text.gettext("archived copy")) if reference.archived else None
            return Address(reference.url, ' rel="noreferrer"', beside=copy)
        mark = Markup(' <small class="dz-source">({})</small>').format(self.text.label(reference.label))
        return Address("", mark=str(mark))


def _relative(path: str, folder: str) -> str:
    """Give the address of a site path from a folder of the site, `.` for itself.

    >>> _relative("sectors/power/", "sectors/"), _relative("about", "sectors/power/"), _relative("", "")
    ('power', '../../about', '.')
    """
    there, here = ([part for part in each.split("/") if part] for each in (path, folder))
    shared = len(posixpath.commonprefix([there, here]))
    return "/".join([*[".."] * (len(here) - shared), *there[shared:]]) or "."
