"""Library → staged pages and configuration per language.

Receives a `Library` and one language's `Interface`; returns texts by staged file name, nothing is written. Templates
hold layout only: they get a `Page`, and what the page is about. They write HTML; what is not ready `Markup` is words,
those of the catalogues among them, and is escaped. A line end in words is a space, so that no line of a page is
anything but what its template says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from build_scripts.content.interface import Interface
from build_scripts.pages.config import engine_config
from build_scripts.pages.headings import lay_out, plain_heading
from build_scripts.pages.navigation import staged_file
from build_scripts.pages.page import Page
from build_scripts.pages.terms import TermIndex
from build_scripts.pages.text import Text

# What of the theme's two navigations a kind of page leaves out, to have the width for what it compares.
_HIDDEN = {
    "home": ["navigation", "toc"],
    "sectors": ["toc"],
    "sector": ["toc"],
    "reports": ["toc"],
    "recommendations": ["navigation", "toc"],
    "figures": ["navigation", "toc"],
    "timeline": ["navigation", "toc"],
    "glossary": ["navigation", "toc"],
    "term": ["navigation", "toc"],
}
# The pages that every site has once, by path, with their templates.
_SINGLE = {
    "": "home",
    "sectors/": "sectors",
    "reports/": "reports",
    "recommendations/": "recommendations",
    "figures/": "figures",
    "timeline/": "timeline",
    "glossary/": "glossary",
    "translation/": "translation",
}


@dataclass(frozen=True)
class Staged:
    """The staged tree of one language: text by file name under `docs/`, and the engine's configuration."""

    language: str
    files: Mapping[str, str]
    config: Mapping[str, Any]


class Renderer:
    """Renders all pages of a library in one language."""

    def __init__(self, terms: TermIndex, interface: Interface, templates: Path) -> None:
        """Prepare the templates with the language's catalogue; all languages share the index of the library's terms."""
        self.library = terms.library
        self.interface = interface
        self.terms = terms
        self.environment = Environment(
            loader=FileSystemLoader([templates / "pages", templates / "partials"]),
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            autoescape=True,
            finalize=_on_one_line,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self.environment.install_gettext_callables(self._gettext, self._ngettext, newstyle=True)

    def _gettext(self, message: str) -> Markup:
        """Give a message as HTML: a catalogue holds words."""
        return _escape(self.interface.translations.gettext(message))

    def _ngettext(self, one: str, many: str, number: int) -> Markup:
        """Fill in the number as the locale writes it: newstyle gettext would put its bare digits."""
        words: str = self.interface.translations.ngettext(one, many, number)
        return _escape(words.replace("%(num)s", self.interface.number(number)))

    def render(self, base_config: str, theme: str) -> Staged:
        """Render every page and the configuration; `base_config` and `theme` are paths for the engine."""
        config = engine_config(Text(self.library, self.interface), base_config, theme)
        return Staged(self.interface.language.code, dict(self._pages()), config)

    def _pages(self) -> Iterable[tuple[str, str]]:
        library = self.library
        for path, name in _SINGLE.items():
            yield self._page(path, name)
        for key, sector in library.sectors.items():
            statements = library.statements_by_sector.get(key, ())
            yield self._page(f"sectors/{key}/", "sector", key=key, sector=sector, statements=statements)
        for report in library.reports.values():
            yield self._page(report.path, "report", report=report)
            for brief in report.briefs:
                yield self._page(brief.path, "brief", report=report, brief=brief)
        for key in self.terms.much_used:
            yield self._page(f"glossary/{key}/", "term", term=library.terms[key])
        for prose in library.pages.values():
            yield self._page(f"{prose.name}/", "page", prose=prose)

    def _page(self, path: str, template: str, **about: Any) -> tuple[str, str]:
        hidden = _HIDDEN.get(template, [])
        page = Page(self.terms, self.interface, path, about, has_contents="toc" not in hidden)
        names = (f"{template}.md.jinja", "foot.md.jinja")
        body = lay_out("\n".join(self.environment.get_template(name).render(page=page, **about) for name in names))
        meta = {
            "title": plain_heading(body.partition("\n")[0]),
            "search": {"exclude": True},  # the index is made from the library, see `search`
            "dz_path": path,
            "dz_template": template,
            **({"hide": hidden} if hidden else {}),
            **_languages(page),
        }
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
        return staged_file(path), "---\n" + "\n".join(lines) + f"\n---\n\n{body}"


def _languages(page: Page) -> dict[str, Any]:
    """Say in which languages the page exists, and in which it is shown if not in its own."""
    own = page.changes.own()
    if own is None:
        return {"dz_languages": list(page.library.languages)}
    meta: dict[str, Any] = {"dz_languages": [code for code in page.library.languages if code in own.title]}
    if page.text.is_fallback(own.title):
        meta["dz_shown"] = page.text.shown_language(own.title)
    if page.language in own.files:
        meta["dz_file"] = own.files[page.language].relative_to(page.library.root).as_posix()
    return meta


def _escape(words: str) -> Markup:
    return Markup.escape(words.replace("\n", " "))


def _on_one_line(value: object) -> object:
    """Keep what templates write to one line, but for HTML that they made themselves."""
    return value.replace("\n", " ") if isinstance(value, str) and not isinstance(value, Markup) else value
