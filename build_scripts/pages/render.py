"""Library → staged pages and configuration per language.

Receives a `Library` and one language's `Interface`; returns texts by staged file name, nothing is written. Templates
hold layout only: they get a `Page`, and what the page is about.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from build_scripts.content.interface import Interface
from build_scripts.ground.memory import digest
from build_scripts.ground.texts import reads
from build_scripts.pages.config import engine_config
from build_scripts.pages.head import Head, write_head
from build_scripts.pages.headings import lay_out, plain_heading
from build_scripts.pages.lists import Lists, StatementList
from build_scripts.pages.markdown import write_markdown
from build_scripts.pages.navigation import staged_file
from build_scripts.pages.page import Page
from build_scripts.pages.shell import HEAD, make_shell
from build_scripts.pages.templates import mark_words, open_templates
from build_scripts.pages.terms import TermIndex
from build_scripts.pages.text import Text

# What of the theme's two navigations a kind of page leaves out, to have the width for what it compares.
_HIDDEN = {
    "home": ["navigation", "toc"],
    "sectors": ["toc"],
    "sector": ["toc"],
    "sector_list": ["navigation", "toc"],
    "actor_list": ["navigation", "toc"],
    "reports": ["toc"],
    "report": ["toc"],
    "compare": ["navigation", "toc"],
    "recommendations": ["navigation", "toc"],
    "figures": ["navigation", "toc"],
    "sector_figures": ["navigation", "toc"],
    "timeline": ["navigation", "toc"],
    "year": ["navigation", "toc"],
    "glossary": ["navigation", "toc"],
    "term": ["navigation", "toc"],
    "search": ["navigation", "toc"],
}
# The pages that every site has once, by path, with their templates.
_SINGLE = {
    "": "home",
    "sectors/": "sectors",
    "reports/": "reports",
    "compare/": "compare",
    "recommendations/": "recommendations",
    "figures/": "figures",
    "timeline/": "timeline",
    "problems/": "problems",
    "search/": "search",
}


@dataclass(frozen=True)
class Trace:
    """What a page was made from: the owners of texts it looked at, the digest of these, and what came of it.

    A page without Markdown has no digest of it.
    """

    reads: tuple[str, ...]
    inputs: bytes
    page: bytes
    shell: bytes
    markdown: bytes


class Made(NamedTuple):
    """A page as it was made: its trace, the staged page, and the same as Markdown, or nothing."""

    trace: Trace
    text: str
    markdown: str


class StagedPage:
    """A staged page: its file name under `docs/`, its trace if what it would be is known, and how to make it."""

    def __init__(self, name: str, make: Callable[[], Made], trace: Trace | None = None) -> None:
        """Take the trace of a page that is as it was; then it need not be made."""
        self.name = name
        self.make = make
        self._trace = trace

    @property
    def is_known(self) -> bool:
        """Tell whether what the page would be is known."""
        return self._trace is not None

    @property
    def trace(self) -> Trace:
        """Give the trace; raises `ValueError` for a page that has not been made."""
        if self._trace is None:
            raise ValueError(f"{self.name} has not been made")
        return self._trace

    def take(self, trace: Trace) -> None:
        """Take the trace of the page as it was made."""
        self._trace = trace


@dataclass(frozen=True)
class Staged:
    """The staged tree of one language: its pages in order, and the engine's configuration."""

    language: str
    pages: tuple[StagedPage, ...]
    config: Mapping[str, Any]

    @property
    def files(self) -> Mapping[str, str]:
        """Make every page; give the texts by file name under `docs/`."""
        return {page.name: page.make().text for page in self.pages}


class Renderer:
    """Renders all pages of a library in one language."""

    def __init__(
        self, terms: TermIndex, interface: Interface, templates: Path, settings: bytes = b"", *, has_pdfs: bool = False
    ) -> None:
        """Prepare the templates with the language's catalogue; all languages share the index of the library's terms.

        `settings` is the digest of what pages depend on besides the library: templates, catalogues, and whether
        it has PDFs.
        """
        self.has_pdfs = has_pdfs
        self.settings = settings
        self.library = terms.library
        self.interface = interface
        self.terms = terms
        self.lists = Lists(terms.library)
        self.environment = open_templates(templates, interface, self.library.memory)
        self._markdown: dict[str, str] = {}

    def render(self, traces: Mapping[str, Trace] | None = None) -> Staged:
        """Give every page and the configuration; a page is as it was if what it looked at by its trace is."""
        known = traces or {}
        pages = tuple(self._staged(path, template, about, known) for path, template, about in self._pages())
        return Staged(self.interface.language.code, pages, engine_config(Text(self.library, self.interface)))

    def _staged(self, path: str, template: str, about: Mapping[str, Any], known: Mapping[str, Trace]) -> StagedPage:
        name = staged_file(path)
        trace = known.get(name)
        is_same = trace is not None and trace.inputs == self._inputs(trace.reads)
        return StagedPage(name, partial(self._traced, path, template, about), trace if is_same else None)

    def _traced(self, path: str, template: str, about: Mapping[str, Any]) -> Made:
        with reads() as seen:
            text, markdown = self._page(path, template, **about)
        page, shell = digest(text.encode()), digest(make_shell(text).encode())
        same = digest(markdown.encode()) if markdown else b""
        return Made(Trace(tuple(sorted(seen)), self._inputs(seen), page, shell, same), text, markdown)

    def _inputs(self, owners: Iterable[str]) -> bytes:
        return digest(self.settings, self.interface.language.code, self.terms.inputs.of(owners))

    def _pages(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Give path and template of every page, and what it is about."""
        library = self.library
        for path, name in _SINGLE.items():
            yield path, name, {}
        yield "translation/", "translation", {"only": ""}
        for key, sector in library.sectors.items():
            statements = library.statements_by_sector.get(key, ())
            yield f"sectors/{key}/", "sector", {"key": key, "sector": sector, "statements": statements}
            for kind, listed in self.lists.by_sector.get(key, {}).items():
                yield from _parts("sector_list", listed, key=key, sector=sector, kind=kind)
        for actor, listed in self.lists.by_actor.items():
            yield from _parts("actor_list", listed, actor=actor)
        if self.lists.everything:
            yield from _parts("actor_list", self.lists.everything, actor=None)
        figures = self.lists.figures
        for key in figures.by_sector if figures.is_split else ():
            for no in range(len(figures.parts(key))):
                yield figures.part_path(key, no), "sector_figures", {"key": key, "no": no, "list": key}
        for year, events in self.lists.years.items():
            yield f"timeline/{year}/", "year", {"year": year, "events": events, "list": year}
        for path, only in self.lists.translated.items():
            yield path, "translation", {"only": only}
        for report in library.reports.values():
            yield report.path, "report", {"report": report}
            for brief in report.briefs:
                yield brief.path, "brief", {"report": report, "brief": brief}
        for no, path in enumerate(library.glossary.paths):
            yield path, "glossary", {"no": no}
        for key in self.terms.much_used:
            yield f"glossary/{key}/", "term", {"term": library.terms[key]}
        for prose in library.all_pages:
            yield f"{prose.name}/", "page", {"prose": prose}

    def _page(self, path: str, template: str, **about: Any) -> tuple[str, str]:
        """Give a staged page, and the same as Markdown."""
        hidden = _HIDDEN.get(template, [])
        has_contents = "toc" not in hidden
        page = Page(
            self.terms,
            self.interface,
            path,
            about,
            has_contents=has_contents,
            has_pdfs=self.has_pdfs,
            lists=self.lists,
        )
        names = (f"{template}.md.jinja", "foot.md.jinja")
        html = "\n".join(self.environment.get_template(name).render(page=page, **about) for name in names)
        body = lay_out(mark_words(html, page.text))
        head = Head(page, template, about, body)
        meta = {
            "title": plain_heading(body.partition("\n")[0]),
            "search": {"exclude": True},  # the index is made from the library, see `search`
            "dz_template": template,
            **({"hide": hidden} if hidden else {}),
            HEAD: write_head(self.environment, head),
        }
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
        return "---\n" + "\n".join(lines) + f"\n---\n\n{body}", write_markdown(head, self._markdown)


def _parts(template: str, listed: StatementList, **about: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for no, groups in enumerate(listed.parts):
        statements = tuple(statement for group in groups for statement in group.statements)
        yield listed.part_path(no), template, {**about, "list": listed, "no": no, "statements": statements}
