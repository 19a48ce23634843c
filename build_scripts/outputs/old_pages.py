"""Library → a small page at every address that a page once had: it leads on, or says since when and why it is gone.

Receives a `Library`, the interface of every language and the folder of templates; gives texts by their path below the
site. They lead on by script, which keeps the anchor, and without it: by themselves, or where anchors would be lost by
that, in a list of links. They are not to be indexed. `old_addresses` says the same to servers. Refuses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from build_scripts.content.identifiers import Identifier
from build_scripts.content.interface import Interface
from build_scripts.content.paths import CHARTS
from build_scripts.content.succession import Succession
from build_scripts.pages.figure_index import FigureIndex
from build_scripts.pages.links import Links
from build_scripts.pages.lists import Lists
from build_scripts.pages.old_ids import OldIds, OldLine
from build_scripts.pages.policy import page_policy, styles_in
from build_scripts.pages.templates import MarkedWords, mark_words
from build_scripts.pages.terms import TermIndex
from build_scripts.pages.text import Text


@dataclass(frozen=True)
class OldPage:
    """An address that a page had; `path` is where it is now, if it is anywhere, and `id` what it is about."""

    old: str
    id: Identifier
    path: str


def old_pages(terms: TermIndex, interfaces: Iterable[Interface], templates: Path) -> Iterator[tuple[str, str]]:
    """Give every page that stands for one that has moved or was withdrawn, by its name."""
    library = terms.library
    loader = FileSystemLoader(templates / "root")
    environment = Environment(loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True)
    template = environment.get_template("old.html.jinja")
    policy = page_policy(styles_in((templates / "root" / "style.html").read_text(encoding="utf-8")))
    pages = {page.old: page for page in _find_pages(terms)}
    for interface in interfaces:
        for old, page in sorted(pages.items()):
            text = Text(library, interface)
            own = OldIds(Links(text, old))
            gone = page.id in library.succession.withdrawn
            path = "" if gone else page.path or own.path(page.id)
            html = template.render(
                text=text,
                old=own,
                page=page,
                path=path,
                line=own.withdrawn(page.id) if gone else None,
                moved=tuple(own.moved_from(page.id)) if gone else (),
                held=tuple(_held(own, page.id)) if path and path == own.path(page.id) else (),
                headings=own.headings(page.id) if path and path == own.path(page.id) else (),
                canonical=_canonical(text, path),
                policy=policy,
                _=MarkedWords(interface).message,
            )
            yield f"{interface.language.code}/{old}index.html", mark_words(html, text)


def old_addresses(terms: TermIndex, interface: Interface) -> Mapping[str, str]:
    """Give by every address that a page had where it is now, both under a language; nothing of what was withdrawn.

    The new page has the old anchors too: a server that sends readers there, who keep what stands after `#`, loses none.
    """
    text, withdrawn = Text(terms.library, interface), terms.library.succession.withdrawn
    pages = {page.old: page for page in _find_pages(terms)}
    return {
        old: "" if page.id in withdrawn else page.path or OldIds(Links(text, old)).path(page.id)
        for old, page in sorted(pages.items())
    }


def old_folders(terms: TermIndex) -> Mapping[str, tuple[str, ...]]:
    """Give by the path of a page, under a language, the addresses that it had, and its files with it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for page in _find_pages(terms):
        path = page.path or (f"reports/{page.id.key}/" if page.id.kind in ("report", "brief") else "")
        if path and page.id in terms.library.succession.living:
            found[path].append(page.old)
    return {path: tuple(dict.fromkeys(own)) for path, own in found.items()}


def _held(own: OldIds, page: Identifier) -> Iterator[OldLine]:
    yield from own.held(page)
    yield from own.moved_from(page)


def _canonical(text: Text, path: str) -> str:
    title = text.library.title_at(path)
    code = text.shown_language(title) if title else text.language
    return f"{text.library.site.base_url.rstrip('/')}/{code}/{path}"


def _find_pages(terms: TermIndex) -> Iterator[OldPage]:
    """Give every old page; what has the address of one that is there is left out."""
    library, succession = terms.library, terms.library.succession
    lists, figures = Lists(library), FigureIndex(library)
    for old in _old_ids(succession):
        new = succession.find(old)
        if new is None or old in succession.living:
            continue
        match old.kind:
            case "report" | "brief":
                yield OldPage(f"reports/{old.key}/", new, "")
            case "page":
                yield OldPage(f"{old.key}/", new, "")
            case "term":
                path = f"glossary/{new.key}/" if new.key in terms.much_used else ""
                yield OldPage(f"glossary/{old.key}/", new, path)
            case "sector":
                own = lists.by_sector.get(new.key, {}).values()
                paths = [f"sectors/{new.key}/", *(path for listed in own for path in listed.paths)]
                paths += [path for path in figures.paths if path.startswith(f"figures/{new.key}/")]
                yield from _renamed(old, new, paths)
            case "actor":
                listed = lists.by_actor.get(new.key)
                paths = list(listed.paths) if listed else []
                yield from _renamed(old, new, paths or [f"recommendations/{new.key}/"], is_there=bool(paths))
            case "indicator":
                drawn = [item.path for item in figures.drawn if item.comparison.indicator == new.key]
                yield from (
                    OldPage(path.replace(f"{CHARTS}/{new.key}", f"{CHARTS}/{old.key}", 1), new, path) for path in drawn
                )


def _renamed(old: Identifier, new: Identifier, paths: Iterable[str], is_there: bool = True) -> Iterator[OldPage]:
    for path in paths:
        folder = path.partition("/")[0]
        yield OldPage(path.replace(f"{folder}/{new.key}/", f"{folder}/{old.key}/", 1), new, path if is_there else "")


def _old_ids(succession: Succession) -> list[Identifier]:
    """Give every id that something had or that was withdrawn, and those of briefs by all old ids of their reports."""
    found = {*succession.claims, *succession.withdrawn}
    reports: defaultdict[Identifier, list[Identifier]] = defaultdict(list)
    for old, new in succession.claims.items():
        reports[new] += [old] if old.kind == "report" else []
    for brief in [one for one in (*succession.living, *found) if one.kind == "brief"]:
        home = succession.home(brief)
        found |= {brief.inside(other.key) for other in reports.get(home, ())} if home else set()
    return sorted(found)
