"""Library → how nginx serves its site: a configuration, made of the languages, the address and all old addresses.

Receives the terms of a library, the interface of every language, the folder of templates, and where on the server what
is; gives one text. Old addresses lead on for good, at `/` the language is that of the browser, missing pages are missed
in the language of the address, and policies are those of the pages. Its variables bear the name of the host, so that a
server can have several sites. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from build_scripts.content.interface import Interface
from build_scripts.content.paths import CHARTS, SEARCH
from build_scripts.outputs.old_pages import old_addresses
from build_scripts.pages.policy import page_policy, styles_in
from build_scripts.pages.terms import TermIndex

Part = Literal["all", "http", "server"]

# What stands behind an address that a server has chosen by itself: see `theme/assets/first.js`.
MARKER = "_asked"
# Complete, as a block of types replaces all that there are.
_TYPES = (
    ("text/html", "html"),
    ("text/css", "css"),
    ("text/csv", "csv"),
    ("text/calendar", "ics"),
    ("text/javascript", "js mjs"),
    ("text/markdown", "md"),
    ("text/plain", "txt"),
    ("application/atom+xml", "atom"),
    ("application/json", "json"),
    ("application/ld+json", "jsonld"),
    ("application/manifest+json", "webmanifest"),
    ("application/x-bibtex", "bib"),
    ("application/x-research-info-systems", "ris"),
    ("application/xml", "xml"),
    ("image/svg+xml", "svg"),
    ("application/gzip", "gz"),
    ("application/pdf", "pdf"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ("font/woff2", "woff2"),
    ("image/gif", "gif"),
    ("image/jpeg", "jpg jpeg"),
    ("image/png", "png"),
    ("image/webp", "webp"),
    ("image/x-icon", "ico"),
)
_BYTES = ("application/gzip", "application/pdf", "application/vnd", "font/", "image/")
_QUALITIES = (r"1(?:\.0*)?", *(rf"0\.{tenth}\d*" for tenth in range(9, 0, -1)), r"0\.0\d*[1-9]\d*")
# A drawing that is opened by itself has styles, and loads nothing.
_DRAWING = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


@dataclass(frozen=True)
class Place:
    """Where the site lies on the server, at which port or address it is served, whether nginx has brotli's module."""

    root: str
    listen: str = "80"
    brotli: bool = False


def nginx_configuration(
    terms: TermIndex, interfaces: Sequence[Interface], templates: Path, place: Place, part: Part = "all"
) -> str:
    """Give all of the configuration, or what belongs outside any server block (`http`), or inside of one (`server`)."""
    loader = FileSystemLoader(templates / "serving")
    environment = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["quoted"] = _quoted
    site = terms.library.site
    address = urlsplit(site.base_url.rstrip("/"))
    base = f"{quote(address.path)}/"
    codes = [language.code for language in site.languages]
    old = [(f"{base}{each.language.code}/", old_addresses(terms, each)) for each in interfaces]
    text = environment.get_template("nginx.conf.jinja").render(
        part=part,
        own=re.sub("[^a-z0-9]+", "_", f"dz_{address.netloc}{address.path}".lower()).strip("_"),
        host=address.hostname,
        base=base,
        base_url=site.base_url.rstrip("/"),
        base_pattern=re.escape(base),
        any_language=_either(codes),
        codes=codes,
        asked=list(_asked(codes)),
        languages=list(_languages(codes)),
        policies=list(_policies(base, codes, old, templates)),
        types=_TYPES,
        texts=" ".join(name for name, _ in _TYPES[1:] if name == "image/svg+xml" or not name.startswith(_BYTES)),
        marker=MARKER,
        moved=[pair for folder, own in old for path, new in own.items() if new for pair in _moved(folder, path, new)],
        gone=[f"{folder}{path}" for folder, own in old for path, new in own.items() if not new],
        root=f"{place.root.rstrip('/')}/",
        listen=place.listen,
        brotli=place.brotli,
    )
    return text if part != "server" else text.replace("\n    ", "\n")


def _quoted(text: str) -> str:
    """Give a text or a regular expression as nginx reads it."""
    return '"{}"'.format(text.replace('"', '\\"'))


def _either(codes: Sequence[str]) -> str:
    return f"(?:{'|'.join(codes)})"


def _mains(codes: Sequence[str]) -> dict[str, str]:
    """Give by main language the first of the site's that is one: `pt` → `pt-BR`."""
    found: dict[str, str] = {}
    for code in codes:
        found.setdefault(code.partition("-")[0], code)
    return found


def _asked(codes: Sequence[str]) -> Iterator[str]:
    """Give patterns of `Accept-Language` (RFC 9110), the most wanted first, that catch a language the site may have."""
    tag = rf"~*(?:^|,)\s*({_either(list(_mains(codes)))}(?:-[a-z0-9]+)*)\s*"
    for quality in _QUALITIES:
        weight = rf"(?:;\s*q={quality}\s*)"
        yield f"{tag}{weight}{'?' if quality == _QUALITIES[0] else ''}(?:,|$)"


def _languages(codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give by pattern of what is asked for the site's language: the same, or else the first of the same main one."""
    exact = {code: code for code in sorted(codes, key=len, reverse=True)}
    for asked, code in (exact | _mains(codes)).items():
        yield f"~*^{asked}(?:-|$)", code


def _policies(
    base: str, codes: Sequence[str], old: Sequence[tuple[str, Mapping[str, str]]], templates: Path
) -> Iterator[tuple[str, str]]:
    """Give the policies of pages by patterns of their files; the first counts."""

    def styled(name: str) -> str:
        return page_policy(styles_in((templates / "root" / name).read_text(encoding="utf-8")))

    own = "; frame-ancestors 'self'"
    start = f"~^{re.escape(base)}"
    yield rf"{start}(?:index|404)\.html$", styled("style.html") + own
    for folder, paths in old:
        for path in (path for path, new in paths.items() if not new):
            yield rf"~^{re.escape(folder + path)}index\.html$", styled("style.html") + own
    yield rf"{start}{_either(codes)}/{SEARCH}/index\.html$", page_policy(runs_search=True) + own
    yield rf"{start}{_either(codes)}/{CHARTS}/[^/]+/index\.html$", styled("chart-style.html")
    yield rf"{start}.*\.html$", page_policy() + own
    yield rf"{start}.*\.svg$", _DRAWING


def _moved(folder: str, old: str, new: str) -> Iterator[tuple[str, str]]:
    """Give both addresses that a page had, with where it is now."""
    for name in ("", "index.html"):
        yield f"{folder}{old}{name}", f"{folder}{new}"
