"""The site's navigation and the paths of its pages.

Receives a `Library`; returns the navigation tree as titles and staged file names, the same in every
language but for the titles. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from build_scripts.library import Library, Texts


@dataclass(frozen=True)
class NavItem:
    """A place in the navigation: a title with a staged file, or with children."""

    title: str
    file: str = ""
    children: tuple[NavItem, ...] = ()


def staged_file(path: str) -> str:
    """Give the staged Markdown file of a site path: `sectors/` → `sectors/index.md`, `a/b/` → `a/b.md`."""
    clean = path.strip("/")
    if clean in ("", "reports", "sectors") or (clean.startswith("reports/") and clean.count("/") == 1):
        return f"{clean}/index.md".lstrip("/")
    return f"{clean}.md"


def build_navigation(
    library: Library, gettext: Callable[[str], str], plain: Callable[[Texts], str]
) -> tuple[NavItem, ...]:
    """Give the navigation in one language; `plain` picks a text's version."""
    _ = gettext

    def leaf(title: str, path: str) -> NavItem:
        return NavItem(title, staged_file(path))

    sectors = [leaf(plain(sector.label), f"sectors/{key}/") for key, sector in library.sectors.items()]
    reports = []
    for report in library.reports.values():
        title = plain(report.facts.short)
        briefs = [leaf(plain(brief.title), brief.path) for brief in report.briefs]
        reports.append(NavItem(title, children=(leaf(title, report.path), *briefs)))
    pages = sorted(library.pages.values(), key=lambda page: (page.nav is None, page.nav or 0, page.name))
    return (
        leaf(_("Home"), ""),
        NavItem(_("Sectors"), children=(leaf(_("Sectors"), "sectors/"), *sectors)),
        NavItem(_("Reports"), children=(leaf(_("Reports"), "reports/"), *reports)),
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
    return [{item.title: as_config(item.children) if item.children else item.file} for item in items]


def walk(items: tuple[NavItem, ...]) -> Iterator[NavItem]:
    """Give every item that has a file."""
    for item in items:
        if item.file:
            yield item
        yield from walk(item.children)
