"""A page → what it is in the words of schema.org, as the JSON-LD of its head.

Receives a page, its template, what it is about, and the words of its head; returns a graph: the page, what it is about,
the way that leads to it. What the whole site shares is named by the `@id` that `site.jsonld` explains it under. Events
are no `Event` here, as that is something one attends, and nothing is a `ClaimReview`, as the site rates no claim.
Refuses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from build_scripts.content.model import Term
from build_scripts.library import schema_org
from build_scripts.library.schema_org import Node, base_of, iso_date, report_id, report_work, words_of
from build_scripts.pages.page import Page

_TYPES = {
    "home": "WebPage",
    "report": "Article",
    "brief": "Article",
    "page": "WebPage",
    "problems": "WebPage",
    "term": "WebPage",
    "search": "SearchResultsPage",
}
_GLOSSARY = "glossary/"


@dataclass(frozen=True)
class StructuredPage:
    """What a page says of itself to machines."""

    page: Page
    template: str
    about: Mapping[str, Any]
    heading: str
    description: str
    language: str  # that its words are in
    url: str
    versions: tuple[str, ...]  # the languages that it truly exists in
    picture: str = ""  # the address of the one that it is shared with

    def write(self) -> str:
        """Write the graph so that it may stand in an element of HTML."""
        graph = [self._page(), *self._things(), *self._trail()]
        text = json.dumps({"@context": schema_org.CONTEXT, "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
        return text.replace("<", "\\u003c")

    @property
    def _library_base(self) -> str:
        return base_of(self.page.library)

    def _address(self, path: str, language: str = "") -> str:
        return f"{self._library_base}{language or self.page.language}/{path}"

    def _page(self) -> Node:
        library, lines = self.page.library, self.page.changes.lines()
        site = {"@type": "WebSite", "@id": self._library_base, "name": self.page.text.plain(library.site.name)}
        kind = _TYPES.get(self.template, "CollectionPage")
        return {
            "@type": kind,
            "@id": self.url,
            "url": self.url,
            "headline" if kind == "Article" else "name": self.heading,
            "description": self.description,
            "inLanguage": self.language,
            **({"image": self.picture} if self.picture else {}),
            "isPartOf": site,
            **(iso_date("dateModified", lines[0].date) if lines else {}),
            **schema_org.licence(library),
            **schema_org.publisher(library),
            **self._versions(),
            **self._rests_on(),
        }

    def _versions(self) -> Node:
        """Name the original of a translation."""
        source = self.page.library.source
        if self.language == source or source not in self.versions or self.page.changes.own() is None:
            return {}
        return {"translationOfWork": {"@id": self._address(self.page.path, source)}}

    def _rests_on(self) -> Node:
        library = self.page.library
        if "report" in self.about:
            return {"isBasedOn": report_id(library, self.about["report"].id)}
        if self.template == "sector":
            return {"isBasedOn": [report_id(library, name) for name in library.reports_on(self.about["key"])]}
        return {"mainEntity": {"@id": f"{self._library_base}#data"}} if self.template == "figures" else {}

    def _things(self) -> Iterator[Node]:
        """Give what the page is about, where that is something of its own."""
        library, language = self.page.library, self.page.language
        match self.template:
            case "home":
                yield schema_org.website(library, language)
                yield from schema_org.organisation(library, language)
            case "report":
                yield report_work(library, self.about["report"], language)
            case "brief":
                report = self.about["report"]
                name = words_of(library, report.page.title, language)
                yield {"@type": "Report", **report_id(library, report.id), "name": name}
            case "figures":
                yield schema_org.dataset(library, language)
            case "glossary":
                yield {**self._set(), "hasDefinedTerm": list(self._terms())}
            case "term":
                yield self._set()
                yield self._term(self.about["term"])

    def _set(self) -> Node:
        name = self.page.text.gettext("Glossary")
        return {"@type": "DefinedTermSet", "@id": self._address(_GLOSSARY), "name": name, "inLanguage": self.language}

    def _terms(self) -> Iterator[Node]:
        parts = self.page.terms.parts()
        for group in parts[self.about["no"]] if parts else ():
            yield from map(self._term, group.terms)

    def _term(self, term: Term) -> Node:
        is_alone = self.template == "term"
        definition = self.page.text.plain(term.definition) if term.definition and is_alone else ""
        return {
            "@type": "DefinedTerm",
            "@id": self._address(self.page.terms.path(term.id)),
            "name": self.page.terms.preferred(term),
            **({"termCode": term.acronym} if term.acronym else {}),
            **({"description": definition} if definition else {}),
            **({"inDefinedTermSet": {"@id": self._address(_GLOSSARY)}} if is_alone else {}),
        }

    def _trail(self) -> Iterator[Node]:
        """Give the way from the home page, for all others."""
        if self.page.path:
            steps = [*self._above(), (self.heading, self.page.path)]
            items = [
                {"@type": "ListItem", "position": no, "name": name, "item": {"@id": self._address(path)}}
                for no, (name, path) in enumerate(steps, 1)
            ]
            yield {"@type": "BreadcrumbList", "itemListElement": items}

    def _above(self) -> Iterator[tuple[str, str]]:
        """Give the pages above this one with their names, the home page first."""
        text, library, about = self.page.text, self.page.library, self.about
        yield text.plain(library.site.name), ""
        section = f"{self.page.path.partition('/')[0]}/"
        names = {
            "sectors/": text.gettext("Sectors"),
            "reports/": text.gettext("Reports"),
            "recommendations/": text.gettext("Recommendations"),
            "figures/": text.gettext("Figures"),
            "timeline/": text.gettext("Timeline"),
            _GLOSSARY: text.gettext("Glossary"),
            "translation/": text.gettext("State of the translation"),
        }
        if section != self.page.path and section in names:
            yield names[section], section
        if self.template == "sector_list":
            yield text.plain(about["sector"].label), f"sectors/{about['key']}/"
        if self.template == "brief":
            yield text.plain(about["report"].facts.short), about["report"].path
        if about.get("no") and "list" in about and self.template.endswith("_list"):
            yield self.heading, about["list"].path
