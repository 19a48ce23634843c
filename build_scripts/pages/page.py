"""One page in one language: what its template calls `page`.

Receives the terms of a library, one language's `Interface`, the page's path and what the page is about; gives the parts
that templates write with. Keeps which terms and footnotes the page has shown, so it is made anew for every page. A
text that is missing in the language is shown in the source language, marked with its true `lang`. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from markupsafe import Markup

from build_scripts.content.icons import icon
from build_scripts.content.interface import Interface
from build_scripts.content.model import Site
from build_scripts.ground.texts import Texts
from build_scripts.library.index import BriefSection, Library
from build_scripts.pages.changes import Changes
from build_scripts.pages.comparisons import Comparisons
from build_scripts.pages.downloads import Downloads
from build_scripts.pages.events import Events
from build_scripts.pages.figures import Figures
from build_scripts.pages.headings import html_heading, markdown_heading
from build_scripts.pages.hues import Hues
from build_scripts.pages.links import Links
from build_scripts.pages.lists import Lists
from build_scripts.pages.notes import Notes
from build_scripts.pages.old_ids import OldIds
from build_scripts.pages.pdf_paths import PdfPath, pdf_paths
from build_scripts.pages.problems import Problems
from build_scripts.pages.prose import PageProse
from build_scripts.pages.recommendations import Recommendations
from build_scripts.pages.statements import Statements
from build_scripts.pages.terms import TermIndex, Terms
from build_scripts.pages.text import Text
from build_scripts.pages.translation import Translation


class Page:
    """One page in one language: what its template calls `page`."""

    def __init__(
        self,
        terms: TermIndex,
        interface: Interface,
        path: str,
        about: Mapping[str, Any] | None = None,
        *,
        has_contents: bool = False,
        lists: Lists | None = None,
        links: Links | None = None,
        has_pdfs: bool = False,
    ) -> None:
        """Set up the parts; `has_contents` says whether the engine gathers the headings as a table of contents.

        Pages of one library may share its lists. `links` are those of a document that is no page of the site,
        in which no terms are marked.
        `has_pdfs` says whether the site has PDFs.
        """
        self.library: Library = terms.library
        self.path = path
        self.has_contents = has_contents
        self.has_pdfs = has_pdfs
        self.text = Text(terms.library, interface)
        self.links = links or Links(self.text, path)
        self.old = OldIds(self.links)
        self.prose = PageProse(self.links, terms, has_terms=links is None)
        self.notes = Notes(self.prose)
        self.changes = Changes(self.text, path, about or {})
        self.terms = Terms(terms, self.text)
        self.statements = Statements(terms.library)
        self.lists = lists or Lists(terms.library)
        self.events = Events(terms.library)
        self.hues = Hues(terms.library)
        self.translation = Translation(self.links)
        self.problems = Problems(self.text.language)
        self.comparisons = Comparisons(terms.library, self.translation)

    @property
    def language(self) -> str:
        """Give the code of the page's language."""
        return self.text.language

    def is_draft(self, path: str) -> bool:
        """Tell whether what lies at a site path is a draft, which only a preview shows."""
        return self.library.drafts.has(path, self.language)

    def pdfs(self, title: Texts[Any]) -> tuple[PdfPath, ...]:
        """Give the PDFs of this page, which has a title, if the site has any."""
        return tuple(pdf_paths(self.site, self.path, title)) if self.has_pdfs else ()

    @property
    def site(self) -> Site:
        """Give what the site says of itself."""
        return self.library.site

    @cached_property
    def figures(self) -> Figures:
        """Give the typed figures."""
        return Figures(self.text, self.lists.figures)

    @cached_property
    def downloads(self) -> Downloads:
        """Give the files below /data/."""
        return Downloads(self.text)

    @cached_property
    def recommendations(self) -> Recommendations:
        """Give the recommending statements."""
        return Recommendations(self.library, self.lists)

    def title(self, words: str, css: str = "") -> Markup:
        """Give the title, which is the first line of the page."""
        # Its anchor is no id of the content: an engine would make one of the words, which a statement may have too.
        return markdown_heading(1, words, f"#_title .{css}" if css else "#_title")

    def heading(self, level: int, words: str, anchor: str) -> Markup:
        """Give a heading, with a place in the table of contents if the page has one."""
        return markdown_heading(level, words, f"#{anchor}") if self.has_contents else html_heading(level, words, anchor)

    def old_anchor(self, section: BriefSection) -> Markup:
        """Give the anchor that a heading had when headings were counted, which leads to the same place."""
        return Markup('<div id="{}"></div>').format(section.old_anchor) if section.old_anchor else Markup("")

    def icon(self, name: str | None) -> Markup:
        """Give an icon with a space after it, or nothing."""
        return icon(name) if name else Markup("")
