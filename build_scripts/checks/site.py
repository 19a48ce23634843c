"""The built HTML → problems.

Receives the folder of a built site; returns problems: links, anchors and entries of the search that lead nowhere, ids
that stand twice, pages without `lang`, alternates that do not exist or do not point back, resources of other hosts,
pages that no other page links to, and languages that differ in their paths. Of a site that was checked before, only
what has changed is read, as long as nothing is lost that other pages may lead to. Refuses HTML it cannot read.
"""

from __future__ import annotations

import posixpath
import re
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from lxml import etree

from build_scripts.checks.search import check_search
from build_scripts.ground.files import files_below, find_obstacle
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem
from build_scripts.ground.processes import map_on_processors

_WITH_SOURCE = ("audio", "embed", "iframe", "img", "input", "script", "source", "track", "video")
_RESOURCES = (*((tag, "src") for tag in _WITH_SOURCE), ("image", "href"), ("object", "data"), ("video", "poster"))
_FOREIGN_IN_CSS = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\s\"')]+)", re.IGNORECASE)
_SCHEMES = ("http", "https", "mailto", "tel", "webcal")
_LOADED_RELATIONS = {"stylesheet", "icon", "preload", "preconnect", "dns-prefetch", "modulepreload", "manifest"}
# A 404 page is served from any address, so what it links to is absolute from the site's root.
_ANYWHERE = "404.html"
_FEW = 60  # pages that are read before copies of the process have begun


@dataclass(frozen=True)
class BuiltPage:
    """What matters of one HTML file; links keep their line. One that `is_old` stands where another page was."""

    path: Path
    language: str
    ids: frozenset[str]
    duplicates: tuple[tuple[str, int], ...]
    links: tuple[tuple[str, int], ...]
    loaded: tuple[tuple[str, int], ...]
    alternates: tuple[tuple[str, str], ...]
    is_old: bool = False


def check_site(root: Path) -> list[Problem]:
    """Check every HTML file below `root`; raises `NotADirectoryError` if there is no such folder."""
    return check_again(root, {}, set())[0]


def check_again(
    root: Path, before: Mapping[str, BuiltPage], same: Collection[str], *, has_search: bool = True
) -> tuple[list[Problem], dict[str, BuiltPage]]:
    """Check a site of which some pages are the `same` as in the one that had no problems and these pages `before`.

    Gives what is to be known of the pages the next time, too. Without `has_search` that of the site is not its own yet.
    """
    if not root.is_dir():
        raise NotADirectoryError(root)
    pages, problems = _read_pages(root, {name: before[name] for name in same if name in before})
    if before and not problems and not _is_less(before, pages):
        changed = [(name, page) for name, page in pages.items() if page is not before.get(name)]
        links = _Links(root, pages)
        problems += [problem for name, page in changed for problem in _check_page(name, page, links)]
        problems += check_search(root, pages, same) if has_search else []
        return sorted([*problems, *_check_styles(root)]), {name: _slim(page) for name, page in pages.items()}
    if any(page is before.get(name) for name, page in pages.items()):
        return check_again(root, {}, set(), has_search=has_search)
    if not pages:
        problems.append(Place(root).error("empty-site", Phrase("there is no page in the folder.")))
    links = _Links(root, pages)
    checked = map_on_processors(lambda name: list(_check_page(name, pages[name], links)), list(pages), _FEW)
    problems += [problem for found in checked for problem in found]
    problems += check_search(root, pages, set()) if has_search else []
    problems += [*_check_orphans(pages), *_check_languages(root, pages), *_check_styles(root)]
    return sorted(problems), {name: _slim(page) for name, page in pages.items()}


def _read_pages(root: Path, known: Mapping[str, BuiltPage]) -> tuple[dict[str, BuiltPage], list[Problem]]:
    paths = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*.html"))}
    new = [name for name in paths if name not in known]
    read = dict(zip(new, map_on_processors(lambda name: _read_or_say(paths[name]), new, _FEW), strict=True))
    found = {name: known.get(name) or read[name] for name in paths}
    pages = {name: page for name, page in found.items() if isinstance(page, BuiltPage)}
    return pages, [problem for problem in found.values() if isinstance(problem, Problem)]


def _read_or_say(path: Path) -> BuiltPage | Problem:
    """Read a page, or say why it cannot be read."""
    obstacle = find_obstacle(path)
    if obstacle:
        return replace(obstacle, rule="unreadable-html")
    try:
        return _read(path)
    except (etree.LxmlError, OSError, UnicodeDecodeError, ValueError) as error:
        return Place(path).error("unreadable-html", Phrase("cannot read the page: %(reason)s.", reason=error))


def _is_less(before: Mapping[str, BuiltPage], pages: Mapping[str, BuiltPage]) -> bool:
    """Tell whether pages have come or gone, or have lost anchors, links or alternates that others count on."""
    if before.keys() != pages.keys():
        return True
    return any(
        page is not old
        and (
            page.language != old.language
            or page.alternates != old.alternates
            or not page.ids >= old.ids
            or not {target for target, _ in page.links} >= {target for target, _ in old.links}
        )
        for name, old in before.items()
        for page in [pages[name]]
    )


def _slim(page: BuiltPage) -> BuiltPage:
    """Leave out what nobody asks of a page that had no problems: every place of a link but the first."""
    links = dict(reversed(page.links))
    return replace(page, path=Path(page.path.name), links=tuple(reversed(links.items())), loaded=())


def _read(path: Path) -> BuiltPage:
    tree = etree.parse(str(path), etree.HTMLParser(encoding="utf-8")).getroot()
    if tree is None:
        raise ValueError(Phrase("it is empty"))
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for element in tree.iterfind(".//*[@id]"):
        lines[element.get("id", "")].append(element.sourceline or 1)
    for element in tree.iterfind(".//a[@name]"):
        if element.get("name") != element.get("id"):
            lines[element.get("name", "")].append(element.sourceline or 1)
    lines.pop("", None)
    sources: list[tuple[str, int]] = []
    for image in tree.iter("img", "source"):
        candidates = [part.split()[0] for part in (image.get("srcset") or "").split(",") if part.split()]
        sources += [(candidate, image.sourceline or 1) for candidate in candidates]
    # Pages repeat their links: one text for all of them takes less to keep, and to hand over between processes.
    hrefs = ((a.get("href"), a.sourceline or 1) for a in tree.iter("a", "area"))
    links = [(sys.intern(str(href)), line) for href, line in hrefs if href is not None]
    loaded = [(e.get(attribute, ""), e.sourceline or 1) for tag, attribute in _RESOURCES for e in tree.iter(tag)]
    loaded += sources
    styles = [(element.get("style", ""), element.sourceline or 1) for element in tree.iterfind(".//*[@style]")]
    styles += [(element.text or "", element.sourceline or 1) for element in tree.iter("style")]
    loaded += [(target, line) for css, line in styles for target in _FOREIGN_IN_CSS.findall(css)]
    pictures = tree.iterfind(".//meta[@property='og:image']")  # its address is whole, so its path is looked for
    loaded += [(urlsplit(meta.get("content", "")).path, meta.sourceline or 1) for meta in pictures]
    alternates = []
    for link in tree.iter("link"):
        relations = set((link.get("rel") or "").split())
        if relations & _LOADED_RELATIONS:
            loaded.append((link.get("href", ""), link.sourceline or 1))
        if "alternate" in relations and link.get("hreflang"):
            alternates.append((link.get("hreflang", ""), link.get("href", "")))
    return BuiltPage(
        path=path,
        language=tree.get("lang") or "",
        ids=frozenset(lines),
        duplicates=tuple((name, found[1]) for name, found in sorted(lines.items()) if len(found) > 1),
        links=tuple(links),
        loaded=tuple((target, line) for target, line in loaded if target),
        alternates=tuple(alternates),
        is_old=tree.get("data-dz-old") is not None,
    )


def _check_page(name: str, page: BuiltPage, links: _Links) -> Iterator[Problem]:
    if not page.language:
        yield Place(page.path).error(
            "no-language", Phrase("the page does not say its language."), Phrase('Set lang on "html".')
        )
    for identifier, line in page.duplicates:
        yield Place(page.path, line).error(
            "duplicate-anchor", Phrase('the id "%(id)s" stands twice on the page.', id=identifier)
        )
    for target, line in page.loaded:
        if re.match(r"(https?:)?//", target, re.IGNORECASE):
            yield Place(page.path, line).error(
                "foreign-resource", Phrase("the page loads %(target)s from another host.", target=target)
            )
        elif not target.startswith("data:"):
            yield from links.check(name, target, Place(page.path, line))
    for target, line in page.links:
        yield from links.check(name, target, Place(page.path, line))
    for language, href in page.alternates:
        yield from _check_alternate(name, language, href, page, links.pages)


class _Links:
    """The links of a site: those of the pages of a folder are the same for the most part, and looked at once."""

    def __init__(self, root: Path, pages: Mapping[str, BuiltPage]) -> None:
        self.pages = pages
        self._files = frozenset(path.relative_to(root).as_posix() for path in files_below(root))
        self._good: set[tuple[str, str]] = set()

    def check(self, name: str, target: str, place: Place) -> Iterator[Problem]:
        """Check one link of a page."""
        key = (posixpath.dirname(name), target)
        if key not in self._good:
            found = list(self._check(name, target, place))
            yield from found
            if not found and target[:1] not in {"", "#", "?"} and posixpath.basename(name) != _ANYWHERE:
                self._good.add(key)

    def _check(self, name: str, target: str, place: Place) -> Iterator[Problem]:
        try:
            parts, path = _read_link(posixpath.dirname(name), target)
        except ValueError as error:
            yield place.error(
                "broken-link", Phrase('the link "%(target)s" is no address: %(reason)s.', target=target, reason=error)
            )
            return
        if parts.scheme and parts.scheme not in _SCHEMES:
            yield place.error(
                "broken-link", Phrase('the link "%(target)s" has a scheme that is not expected here.', target=target)
            )
        if parts.scheme or parts.netloc:
            return
        path = path if parts.path else name
        if path is None:
            yield place.error("broken-link", Phrase('the link "%(target)s" leads out of the site.', target=target))
            return
        if "//" in parts.path:
            yield place.error("broken-link", Phrase('the link "%(target)s" has an empty segment.', target=target))
            return
        if posixpath.basename(name) == _ANYWHERE and parts.path and not parts.path.startswith("/"):
            message = Phrase('the link "%(target)s" is relative, but this page is shown at any address.', target=target)
            yield place.error("broken-link", message)
            return
        found = self._find_file(path)
        if found is None and parts.path.startswith("/"):  # the site may lie below the root of its host
            shorter = [path.split("/", no)[-1] for no in range(1, path.count("/") + 1)]
            found = next(filter(None, map(self._find_file, shorter)), None)
        if found is None:
            yield place.error(
                "broken-link", Phrase('the link "%(target)s" leads to no page or file of the site.', target=target)
            )
        elif parts.fragment and found in self.pages and unquote(parts.fragment) not in self.pages[found].ids:
            yield place.error(
                "broken-anchor",
                Phrase('"%(path)s" has no anchor "%(anchor)s".', path=found, anchor=unquote(parts.fragment)),
            )

    def _find_file(self, path: str) -> str | None:
        """Give the file that a server would answer a site path with."""
        if path in self.pages or path in self._files:
            return path
        index = f"{path}/index.html"
        return index if index in self._files else None


@lru_cache(maxsize=65536)
def _read_link(folder: str, target: str) -> tuple[SplitResult, str | None]:
    """Take a link apart, and resolve its path if it has one; raises `ValueError` for what is no address.

    Pages repeat their links, and so do the pages of a folder.
    """
    parts = urlsplit(target)
    return parts, None if parts.scheme or parts.netloc or not parts.path else resolve_link(folder, parts.path)


@lru_cache(maxsize=65536)
def resolve_link(folder: str, path: str) -> str | None:
    """Give the site path a link leads to from the files of a folder, or None where it leaves the site."""
    base = "" if path.startswith("/") else folder
    found = posixpath.normpath(posixpath.join(base, unquote(path).lstrip("/")))
    if found.startswith(".."):
        return None
    return "index.html" if found == "." else found


def _check_alternate(
    name: str, language: str, href: str, page: BuiltPage, pages: Mapping[str, BuiltPage]
) -> Iterator[Problem]:
    if language == "x-default":
        return
    own, _, rest = name.partition("/")
    if not rest:  # above the languages: the choice of language leads to their home pages
        own, rest = language, "index.html"
    expected = f"{language}/{rest}"
    path = urlsplit(href).path.strip("/")
    if expected not in pages:
        message = Phrase('the alternate "%(href)s" (%(language)s) does not exist.', href=href, language=language)
        yield Place(page.path).error("broken-alternate", message)
    elif not f"/{path}/".endswith(f"/{expected.removesuffix('index.html')}".rstrip("/") + "/"):
        message = Phrase(
            'the alternate "%(href)s" (%(language)s) is not the page of the same path.', href=href, language=language
        )
        yield Place(page.path).error("broken-alternate", message)
    elif language != own and own not in {code for code, _ in pages[expected].alternates}:
        yield Place(page.path).error(
            "broken-alternate", Phrase("the alternate %(expected)s does not point back.", expected=expected)
        )


def _check_orphans(pages: Mapping[str, BuiltPage]) -> Iterator[Problem]:
    reached = {"index.html"}
    for name, page in pages.items():
        folder = posixpath.dirname(name)
        for target, _ in page.links:
            try:
                _, path = _read_link(folder, target)
            except ValueError:  # which is a problem already
                continue
            if path is not None and path not in reached and path != name and not _same_page(path, name):
                reached |= {path, posixpath.join(path, "index.html")}
    for name, page in pages.items():
        if name not in reached and not page.is_old and posixpath.basename(name) != _ANYWHERE:
            yield Place(page.path).error("orphan-page", Phrase("no other page links to this one."))


def _same_page(one: str, other: str) -> bool:
    """Tell whether two site paths are versions of one page, which lead to each other in any case."""
    rest, same = (path.partition("/")[2].removesuffix("index.html").strip("/") for path in (one, other))
    return rest == same != ""


def _check_languages(root: Path, pages: Mapping[str, BuiltPage]) -> Iterator[Problem]:
    """Every language has the same paths, and its pages say that they are in it."""
    languages = {page.language for name, page in pages.items() if name.startswith(f"{page.language}/")}
    by_language: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(root.rglob("*.html")):  # also those that cannot be read, which are not missing
        language, _, rest = path.relative_to(root).as_posix().partition("/")
        if rest and language in languages:
            by_language[language].add(rest)
            said = pages[f"{language}/{rest}"].language if f"{language}/{rest}" in pages else ""
            if said and said != language:
                message = Phrase(
                    'the page says that it is in "%(said)s", but lies under "%(language)s".',
                    said=said,
                    language=language,
                )
                yield Place(path).error("wrong-language", message)
    everything = set().union(*by_language.values()) if by_language else set()
    for language, names in sorted(by_language.items()):
        for missing in sorted(everything - names):
            yield Place(root / language).error(
                "missing-page",
                Phrase('there is no "%(missing)s" in "%(language)s".', missing=missing, language=language),
            )


def _check_styles(root: Path) -> Iterator[Problem]:
    """Style sheets load nothing from another host either."""
    for path in sorted(root.rglob("*.css")):
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        for match in _FOREIGN_IN_CSS.finditer(text):
            place = Place(path, text.count("\n", 0, match.start()) + 1)
            yield place.error(
                "foreign-resource", Phrase("the style sheet loads %(target)s from another host.", target=match[1])
            )
