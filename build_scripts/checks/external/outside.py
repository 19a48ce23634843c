"""Content → the addresses outside that it links to, each with all places where it stands.

Receives `Content`; gives addresses of http and https in links of texts, in sources, originals and their archived
copies, and in what the site says of itself. Leaves out its own pages, which other rules look at, and other schemes,
such as `mailto:`. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from build_scripts.checks.links import place_of
from build_scripts.content.entries import Content
from build_scripts.content.model import Original, Reference
from build_scripts.ground.problems import Place

_WEB = re.compile(r"https?:", re.IGNORECASE)


@dataclass(frozen=True)
class OutsideLink:
    """An address as it is written, its place, and whether it is that of a source, which can have an archived copy.

    `has_copy` says that it has one, `is_copy` that it is one.
    """

    address: str
    place: Place
    is_source: bool = False
    has_copy: bool = False
    is_copy: bool = False


def find_outside(content: Content) -> list[OutsideLink]:
    """Give all addresses outside that stand in the content, in the order of its files."""
    own = urlsplit(content.site.base_url).hostname if content.site else None
    return [link for link in _links(content) if _WEB.match(link.address) and _host(link.address) != own]


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:  # brackets that are no host
        return None


def _links(content: Content) -> Iterator[OutsideLink]:
    yield from _of_site(content)
    table = content.tables.references
    for key, reference in table.entries.items():
        yield from _of_source(reference, table.place(key, "url"), table.place(key, "archived"))
    for report in content.reports:
        for no, reference in report.references.items():
            places = (report.yaml.place("references", no, field) for field in ("url", "archived"))
            yield from _of_source(reference, *places)
        if report.facts and report.facts.original:
            places = (report.yaml.place("original", field) for field in ("url", "archived"))
            yield from _of_source(report.facts.original, *places)
    for _, group in content.all_groups:
        for entry in group.values():
            for link in (link for prose in entry.outline.pieces for link in prose.links if not link.is_image):
                yield OutsideLink(link.target, place_of(entry, link))


def _of_source(source: Reference | Original, place: Place, place_of_copy: Place) -> Iterator[OutsideLink]:
    if source.url:
        yield OutsideLink(source.url, place, is_source=True, has_copy=source.archived is not None)
    if source.archived:
        yield OutsideLink(source.archived, place_of_copy, is_copy=True)


def _of_site(content: Content) -> Iterator[OutsideLink]:
    site, yaml = content.site, content.site_yaml
    if site is None:
        return
    if site.publisher and site.publisher.url:
        yield OutsideLink(site.publisher.url, yaml.place("publisher", "url"))
    if site.licence:
        yield OutsideLink(site.licence.url, yaml.place("licence", "url"))
    for no, link in enumerate(site.footer.links if site.footer else ()):
        yield OutsideLink(link.to, yaml.place("footer", "links", no, "to"))
