"""Library → the few files above the languages: the choice of language, 404, sitemap, robots, description.

Receives a `Library` and the interface of every language; returns texts by file name. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from build_scripts.content.interface import Interface
from build_scripts.content.paths import GENERATED_PAGES, SEARCH
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library
from build_scripts.outputs.description import DESCRIPTION, describe_site
from build_scripts.outputs.llms import LLMS, llms_text
from build_scripts.pages.head import alternates
from build_scripts.pages.lists import Lists
from build_scripts.pages.policy import page_policy, styles_in
from build_scripts.pages.terms import TermIndex
from build_scripts.pages.text import Text

# Whose index has the pages themselves: Markdown beside them would be found as a second one.
_SEARCH_ENGINES = ("Googlebot", "Bingbot", "Baiduspider", "Sogou web spider", "360Spider", "YandexBot", "DuckDuckBot")


def root_files(terms: TermIndex, interfaces: Sequence[Interface], templates: Path) -> dict[str, str]:
    """Give the files at the root of the site; the index of terms is that of its library."""
    library = terms.library
    environment = Environment(
        loader=FileSystemLoader(templates / "root"), undefined=StrictUndefined, autoescape=True, trim_blocks=True
    )
    views = [(Text(library, interface), interface.translations.gettext) for interface in interfaces]
    base = library.site.base_url.rstrip("/")
    base_path = f"{urlsplit(base).path}/"  # a 404 page is shown at any address
    folder = templates / "root"
    policy = page_policy(styles_in((folder / "style.html").read_text(encoding="utf-8")))
    shared = {"site": library.site, "views": views, "base_path": base_path, "policy": policy}
    pages = {name: environment.get_template(f"{name}.jinja").render(**shared) for name in ("index.html", "404.html")}
    is_preview = library.drafts.are_shown and library.drafts.names  # nobody is to find what is no site
    return {
        **pages,
        DESCRIPTION: describe_site(library),
        **{name: (folder / name).read_text(encoding="utf-8") for name in ("choose.js", "lost.js")},
        "robots.txt": "User-agent: *\nDisallow: /\n" if is_preview else _robots(base),
        LLMS: llms_text(library, interfaces),
        "sitemap.xml": sitemap(library, _listed(page_languages(terms))),
    }


def _robots(base: str) -> str:
    """Let everybody in; what lies beside a page as Markdown is for those who read no HTML, not to be found twice."""
    folder = urlsplit(base).path
    finders = "".join(f"User-agent: {name}\n" for name in _SEARCH_ENGINES)
    return (
        f"User-agent: *\nAllow: /\n\n{finders}Allow: /\nDisallow: {folder}/*/index.md$\n\nSitemap: {base}/sitemap.xml\n"
    )


def _listed(paths: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Give the pages that others may list: the page of the search holds nothing of its own."""
    return {path: languages for path, languages in paths.items() if path != f"{SEARCH}/"}


def page_languages(terms: TermIndex) -> dict[str, tuple[str, ...]]:
    """Give for every path under a language the languages in which the page truly exists."""
    library = terms.library
    every, spoken = library.languages, library.spoken
    generated = ("", *(f"{name}/" for name in GENERATED_PAGES), *(f"sectors/{key}/" for key in library.sectors))
    paths: dict[str, tuple[str, ...]] = dict.fromkeys(generated, spoken)

    def having(title: Texts[str]) -> tuple[str, ...]:
        return tuple(code for code in every if code in title)

    for report in library.reports.values():
        paths[report.path] = having(report.page.title)
        paths |= {brief.path: having(brief.title) for brief in report.briefs}
    paths |= {f"{page.name}/": having(page.title) for page in library.all_pages}
    paths |= dict.fromkeys(Lists(library).paths, spoken)
    paths |= {f"glossary/{term}/": spoken for term in terms.much_used}
    paths |= dict.fromkeys(library.glossary.paths, spoken)
    return dict(sorted(paths.items()))


def sitemap(library: Library, paths: Mapping[str, tuple[str, ...]]) -> str:
    """Give a sitemap in which every page names its versions, as its head does (sitemaps.org 0.9 with xhtml:link)."""
    base = library.site.base_url.rstrip("/")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for path, having in paths.items():
        for language in (code for code in library.languages if code in having):
            lines.append(f"<url><loc>{escape(f'{base}/{language}/{path}')}</loc>")
            for other, address in alternates(library, having, path):
                lines.append(f'<xhtml:link rel="alternate" hreflang="{other}" href="{escape(address)}"/>')
            lines.append("</url>")
    return "\n".join([*lines, "</urlset>", ""])
