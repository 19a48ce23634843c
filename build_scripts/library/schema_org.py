"""Library → what it holds in the words of schema.org (JSON-LD): the site, its publisher, its data, its reports.

Receives a `Library`, and the language that words are in, or none: then they are in all of them. Returns nodes, which
the file `site.jsonld` and the head of every page are made of; the same thing has the same `@id` everywhere. What a
report does not state of itself (`basis: inferred`) is not said. Refuses nothing.
"""

from __future__ import annotations

import re
from typing import Any

from build_scripts.content.identity import is_mail
from build_scripts.content.model import Author
from build_scripts.ground.texts import Texts
from build_scripts.library.data_names import data_names, media_type
from build_scripts.library.dates import newest_change
from build_scripts.library.index import Library, ReportNode

Node = dict[str, Any]
CONTEXT = "https://schema.org/"
_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}\Z")


def base_of(library: Library) -> str:
    """Give the address of the site, which is its `@id` too."""
    return f"{library.site.base_url.rstrip('/')}/"


def words_of(library: Library, texts: Texts[str], language: str = "") -> Any:
    """Give a text in a language, else in every language that it has."""
    if language:
        return texts.pick(*library.order(language)) or ""
    return [{"@language": code, "@value": text} for code, text in texts.items()]


def iso_date(name: str, edtf: str) -> Node:
    """Give a date as a property, unless schema.org has no form for it: it has none for marks and intervals.

    >>> iso_date("dateModified", "2026-11"), iso_date("dateModified", "2026~"), iso_date("dateModified", "")
    ({'dateModified': '2026-11'}, {}, {})
    """
    return {name: edtf} if _DAY.match(edtf) else {}


def website(library: Library, language: str = "") -> Node:
    """Give the site."""
    site, base = library.site, base_of(library)
    about = site.about or site.tagline
    return {
        "@type": "WebSite",
        "@id": base,
        "url": base,
        "name": words_of(library, site.name, language),
        **({"description": words_of(library, about, language)} if about else {}),
        "inLanguage": list(library.languages),
        **publisher(library),
        **licence(library),
    }


def publisher(library: Library) -> Node:
    """Give who publishes the site as a property, if the site says so."""
    return {"publisher": {"@id": f"{base_of(library)}#publisher"}} if _has_publisher(library) else {}


def _has_publisher(library: Library) -> bool:
    return bool(library.site.publisher or library.site.contact)


def licence(library: Library) -> Node:
    """Give the licence of the summaries as a property, if there is one."""
    return {"license": library.site.licence.url} if library.site.licence else {}


def organisation(library: Library, language: str = "") -> list[Node]:
    """Give who publishes the site, or nothing."""
    site = library.site
    if not _has_publisher(library):
        return []
    address = "email" if site.contact and is_mail(site.contact) else "url"
    point = {"@type": "ContactPoint", "contactType": "editors", address: site.contact}
    own: Node = {
        "@type": "Organization",
        "@id": f"{base_of(library)}#publisher",
        "name": words_of(library, site.publisher.name if site.publisher else site.name, language),
        **({"url": site.publisher.url} if site.publisher and site.publisher.url else {}),
        **({"contactPoint": point} if site.contact else {}),
    }
    return [own]


def dataset(library: Library, language: str = "") -> Node:
    """Give what can be downloaded."""
    site, base = library.site, base_of(library)
    about = site.about or site.tagline
    files = [
        {"@type": "DataDownload", "encodingFormat": media_type(name), "contentUrl": f"{base}data/{name}"}
        for name in data_names(library)
    ]
    return {
        "@type": "Dataset",
        "@id": f"{base}#data",
        "url": base,
        "name": words_of(library, site.name, language),
        **({"description": words_of(library, about, language)} if about else {}),
        "inLanguage": list(library.languages),
        **iso_date("dateModified", newest_change(library, library.source)),
        **licence(library),
        **publisher(library),
        "distribution": files,
    }


def report_id(library: Library, report: str) -> Node:
    """Give what names a report: its entry in the data."""
    return {"@id": f"{base_of(library)}data/reports.json#{report}"}


def report_work(library: Library, report: ReportNode, language: str = "") -> Node:
    """Give a report itself, which the site sums up."""
    facts = report.facts
    found: Node = {
        "@type": "Report",
        **report_id(library, report.id),
        "name": words_of(library, report.page.title, language),
        "inLanguage": facts.language,
    }
    if facts.authors:
        found["author"] = [_person(library, author, language) for author in facts.authors]
    if facts.publisher and facts.publisher.basis == "stated":
        found["publisher"] = {"@type": "Organization", "name": words_of(library, facts.publisher.name, language)}
    if facts.date and facts.date.basis == "stated":
        found |= iso_date("datePublished", facts.date.value)
    if facts.original and facts.original.url:
        found["url"] = facts.original.url
        if facts.original.archived:
            found["archivedAt"] = facts.original.archived
    return found


def _person(library: Library, author: Author, language: str) -> Node:
    return {"@type": "Person", "name": words_of(library, author.name, language)}
