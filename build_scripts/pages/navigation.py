"""The site's navigation and the paths of its pages.

Receives the words of a language; returns the navigation tree as titles and staged file names, the same in every
language but for the titles. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from build_scripts.ground.texts import Texts
from build_scripts.pages.text import Text


@dataclass(frozen=True)
class NavItem:
    """A place in the navigation: a title with a staged file, with children, or both: a section and its own page."""

    title: str
    file: str = ""
    children: tuple[NavItem, ...] = ()
    language: str = ""  # of the title


def staged_file(path: str) -> str:
    """Give the staged Markdown file of a site path: `sectors/` → `sectors/index.md`, `a/b/` → `a/b/index.md`.

    The file lies where its page will, so that a relative link in raw HTML means the same from either: MkDocs leaves
    such links alone, Zensical takes them as seen from the file.
    """
    return f"{path.strip('/')}/index.md".lstrip("/")


def build_navigation(text: Text) -> tuple[NavItem, ...]:
    """Give the navigation in one language."""
    library, _ = text.library, text.interface.translations.find

    def label(texts: Texts[str]) -> tuple[str, str]:
        return text.shown_language(texts), text.plain(texts)

    def item(said: tuple[str, str], path: str, children: Iterable[NavItem] = ()) -> NavItem:
        is_draft = library.drafts.has(path, text.language)
        title = f"{said[1]} ({_('Draft')[1]})" if is_draft else said[1]
        return NavItem(title, staged_file(path), tuple(children), said[0])

    sectors = [item(label(sector.label), f"sectors/{key}/") for key, sector in library.sectors.items()]
    reports = []
    for report in library.reports.values():
        briefs = [item(label(brief.title), brief.path) for brief in report.briefs]
        reports.append(item(label(report.facts.short), report.path, briefs))
    pages = sorted(library.all_pages, key=lambda page: (page.nav is None, page.nav or 0, page.name))
    language, about = _("About")
    return (
        item(_("Home"), ""),
        item(_("Sectors"), "sectors/", sectors),
        item(_("Reports"), "reports/", reports),
        item(_("Compare"), "compare/"),
        item(_("Recommendations"), "recommendations/"),
        item(_("Figures"), "figures/"),
        item(_("Timeline"), "timeline/"),
        item(_("Glossary"), "glossary/"),
        NavItem(
            about,
            children=(
                *(item(label(page.title), f"{page.name}/") for page in pages),
                item(_("State of the translation"), "translation/"),
            ),
            language=language,
        ),
    )


def titles(items: Iterable[NavItem]) -> Iterator[tuple[str, str]]:
    """Give the language and the words of every title."""
    for item in items:
        yield item.language, item.title
        yield from titles(item.children)


def as_config(items: tuple[NavItem, ...]) -> list[dict[str, object]]:
    """Give the navigation in the form of `nav:` in `mkdocs.yml`."""
    return [{item.title: _section(item) if item.children else item.file} for item in items]


def _section(item: NavItem) -> list[dict[str, object]]:
    own = [NavItem(item.title, item.file)] if item.file else []
    return as_config((*own, *item.children))


def section_pages(items: tuple[NavItem, ...]) -> list[str]:
    """Give the paths of the pages that stand for their section: file names do not tell, since all are `index.md`."""
    return [item.file.removesuffix("index.md") for item in walk(items) if item.children]


def walk(items: tuple[NavItem, ...]) -> Iterator[NavItem]:
    """Give every item that has a file."""
    for item in items:
        if item.file:
            yield item
        yield from walk(item.children)
