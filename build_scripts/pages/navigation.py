"""The site's navigation and the paths of its pages.

Receives the words of a language; returns the navigation tree as titles and staged file names, the same in every
language but for the titles. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from build_scripts.pages.text import Text


@dataclass(frozen=True)
class NavItem:
    """A place in the navigation: a title with a staged file, with children, or both: a section and its own page."""

    title: str
    file: str = ""
    children: tuple[NavItem, ...] = ()


def staged_file(path: str) -> str:
    """Give the staged Markdown file of a site path: `sectors/` → `sectors/index.md`, `a/b/` → `a/b/index.md`.

    The file lies where its page will, so that a relative link in raw HTML means the same from either: MkDocs leaves
    such links alone, Zensical takes them as seen from the file.
    """
    return f"{path.strip('/')}/index.md".lstrip("/")


def build_navigation(text: Text) -> tuple[NavItem, ...]:
    """Give the navigation in one language."""
    library, _, plain = text.library, text.gettext, text.plain

    def titled(title: str, path: str) -> str:
        is_draft = library.drafts.has(path, text.language)
        return f"{title} ({_('Draft')})" if is_draft else title

    def leaf(title: str, path: str) -> NavItem:
        return NavItem(titled(title, path), staged_file(path))

    sectors = [leaf(plain(sector.label), f"sectors/{key}/") for key, sector in library.sectors.items()]
    reports = []
    for report in library.reports.values():
        title = titled(plain(report.facts.short), report.path)
        briefs = [leaf(plain(brief.title), brief.path) for brief in report.briefs]
        reports.append(NavItem(title, staged_file(report.path), tuple(briefs)))
    pages = sorted(library.pages.values(), key=lambda page: (page.nav is None, page.nav or 0, page.name))
    return (
        leaf(_("Home"), ""),
        NavItem(_("Sectors"), staged_file("sectors/"), tuple(sectors)),
        NavItem(_("Reports"), staged_file("reports/"), tuple(reports)),
        leaf(_("Compare"), "compare/"),
        leaf(_("Recommendations"), "recommendations/"),
        leaf(_("Figures"), "figures/"),
        leaf(_("Timeline"), "timeline/"),
        leaf(_("Glossary"), "glossary/"),
        NavItem(
            _("About"),
            children=(
                *(leaf(plain(page.title), f"{page.name}/") for page in pages),
                leaf(_("State of the translation"), "translation/"),
            ),
        ),
    )


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
