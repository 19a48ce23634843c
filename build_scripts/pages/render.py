"""Library → staged Markdown and configuration per language.

Receives a `Library` and one language's `Interface`; returns texts by staged file name, nothing is written.
Templates hold layout only: they get a `Page` that turns texts, dates and ids of the library into Markdown
of the page's language, as links relative to the page. A text that is missing in the language is shown in
the source language, marked with its true `lang`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from build_scripts.content.interface import Interface
from build_scripts.library.figures import figure_text
from build_scripts.library.index import Brief
from build_scripts.library.index import Page as ProsePage
from build_scripts.pages.navigation import as_config, build_navigation, section_pages, staged_file
from build_scripts.pages.reading import Reading, TermIndex
from build_scripts.pages.tables import Tables
from build_scripts.pages.view import Page, escape

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
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self.environment.install_gettext_callables(interface.translations.gettext, self._ngettext, newstyle=True)
        self.environment.filters |= {
            "escape_markup": escape,
            "sector_link": lambda key, page: page.sector(key),
            "label": lambda texts, page: page.label(texts),
            "actor_label": lambda key, page: page.label(self.library.actors[key].label),
            "report_link": lambda key, page: page.report(key),
        }

    def _ngettext(self, one: str, many: str, number: int) -> str:
        """Fill in the number as the locale writes it: newstyle gettext would put its bare digits."""
        words: str = self.interface.translations.ngettext(one, many, number)
        return words.replace("%(num)s", self.interface.number(number))

    def render(self, base_config: str, theme: str) -> Staged:
        """Render every page and the configuration; `base_config` and `theme` are paths for the engine."""
        files = dict(self._pages())
        return Staged(self.interface.language.code, files, self._config(base_config, theme))

    def _pages(self) -> Iterable[tuple[str, str]]:
        library = self.library
        for path, name in (
            ("", "home"),
            ("sectors/", "sectors"),
            ("reports/", "reports"),
            ("recommendations/", "recommendations"),
            ("figures/", "figures"),
            ("timeline/", "timeline"),
            ("glossary/", "glossary"),
            ("translation/", "translation"),
        ):
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

    def _page(self, path: str, template: str, **context: Any) -> tuple[str, str]:
        page = Page(self.library, self.interface, path, context)
        reading = Reading(self.library, self.interface, path, self.terms, context)
        tables = Tables(self.library, self.interface, path, figure_text)
        shared = {"page": page, "reading": reading, "tables": tables, **context}
        shared |= {"library": self.library, "site": self.library.site}
        body = self.environment.get_template(f"{template}.md.jinja").render(shared)
        body += self.environment.get_template("foot.md.jinja").render(shared)
        body = re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"
        title, _, rest = body.partition("\n")
        meta = {
            "title": html.unescape(re.sub(r"<[^>]+>|^#\s+|\s*\{[^}]*\}$", "", title)).strip(),
            "search": {"exclude": True},  # the index is made from the library, see `search`
            "dz_path": path,
            "dz_template": template,
            **({"hide": _HIDDEN[template]} if template in _HIDDEN else {}),
            **self._translated(page, context),
        }
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
        return staged_file(path), "---\n" + "\n".join(lines) + f"\n---\n\n{title}\n{rest}"

    def _translated(self, page: Page, context: Mapping[str, Any]) -> dict[str, Any]:
        """Say in which languages the page exists, and in which it is shown if not in its own."""
        own: Brief | ProsePage | None = context.get("brief") or context.get("prose")
        if own is None and "report" in context:
            own = context["report"].page
        if own is None:
            return {"dz_languages": list(self.library.languages)}
        meta: dict[str, Any] = {"dz_languages": [code for code in self.library.languages if code in own.title]}
        if page.is_fallback(own.title):
            meta["dz_shown"] = page.shown_language(own.title)
        if page.language in own.files:
            meta["dz_file"] = own.files[page.language].relative_to(self.library.root).as_posix()
        return meta

    @cached_property
    def _home(self) -> Page:
        return Page(self.library, self.interface, "")

    def _config(self, base_config: str, theme: str) -> dict[str, Any]:
        site, language = self.library.site, self.interface.language
        gettext = self.interface.translations.gettext
        navigation = build_navigation(self.library, gettext, self._home.plain)
        licence = gettext("Summaries: %(licence)s.").partition("%(licence)s")
        return {
            "INHERIT": base_config,
            "site_name": self._home.plain(site.name),
            "site_description": self._home.plain(site.tagline or site.name),
            "site_url": f"{site.base_url.rstrip('/')}/{language.code}/",
            "docs_dir": "docs",
            "site_dir": "html",
            "theme": {
                "custom_dir": theme,
                "language": _theme_language(language.code),
                "direction": language.direction,
                "palette": [
                    _palette("light", "default", "weather-night", gettext("Switch to dark colours")),
                    _palette("dark", "slate", "weather-sunny", gettext("Switch to light colours")),
                ],
            },
            "not_in_nav": "/glossary/*/index.md\n",
            "nav": as_config(navigation),
            "extra": {
                "dz_language": language.code,
                "dz_section_pages": section_pages(navigation),
                "dz_base_url": site.base_url.rstrip("/"),
                "dz_root_path": f"{urlsplit(site.base_url).path.rstrip('/')}/",
                "dz_languages": [
                    {"code": other.code, "name": other.name, "direction": other.direction} for other in site.languages
                ],
                "dz_text": {
                    "language": gettext("Language"),
                    "licence_before": licence[0],
                    "licence_after": licence[2],
                    "rights": gettext("The rights in the original reports stay with their publishers."),
                    "not_found": gettext("There is no such page."),
                    "not_found_hint": gettext("It may have been renamed. Search for it, or start from the home page."),
                    "home": gettext("To the home page"),
                    "menu": gettext("Menu"),
                    "copy_link": gettext("Copy"),
                    "copied": gettext("Copied."),
                    "not_translated": gettext("Not translated yet."),
                },
                "dz_licence": {"name": site.licence.name, "url": site.licence.url} if site.licence else None,
                "dz_tagline": self._home.plain(site.tagline) if site.tagline else "",
            },
        }


def _palette(preference: str, scheme: str, icon: str, name: str) -> dict[str, Any]:
    return {
        "media": f"(prefers-color-scheme: {preference})",
        "scheme": scheme,
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": f"material/{icon}", "name": name},
    }


def _theme_language(code: str) -> str:
    """Give the theme's own language for its few words: the code, its base language, else English."""
    from importlib.resources import files

    folder = files("material") / "templates" / "partials" / "languages"
    for name in (code, code.split("-")[0]):
        if (folder / f"{name}.html").is_file():
            return name
    return "en"


def config_text(config: Mapping[str, Any]) -> str:
    """Write a staged configuration as YAML."""
    return yaml.safe_dump(dict(config), allow_unicode=True, sort_keys=False, width=1000)
