"""Two built sites → where their pages read differently: `python -m tests.tools.compare_texts OLD NEW [--limit N]`.

Receives two folders; prints the differences by kind with their counts, and exits with 1 if there are any. Of each page
the main content is compared: its words with white space folded (`words`; `spaces` where only white space differs), its
headings, ids, the targets of its links, and how its lists lie in one another. The same difference on many pages is
printed once. Refuses folders without HTML pages.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from tests.page_text import lines, squeeze, words

KINDS = ("pages", "words", "spaces", "headings", "ids", "links", "lists")
_SHOWN = 160  # characters of a text that differs


@dataclass(frozen=True, order=True)
class Difference:
    """What stands on a page of one site and what instead on that of the other; either may be nothing."""

    kind: str
    page: str
    old: str
    new: str


def compare_sites(old: Path, new: Path) -> list[Difference]:
    """Give all differences between the pages of two sites; raises `ValueError` for a folder without pages."""
    pages = [_pages(folder) for folder in (old, new)]
    found = [Difference("pages", name, name, "") for name in sorted(pages[0] - pages[1])]
    found += [Difference("pages", name, "", name) for name in sorted(pages[1] - pages[0])]
    for name in sorted(pages[0] & pages[1]):
        found += compare_pages(name, _main(old / name), _main(new / name))
    return found


def _pages(folder: Path) -> set[str]:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    if not found:
        raise ValueError(f"there are no HTML pages in {folder}")
    return found


def _main(path: Path) -> HtmlElement:
    """Read the main content of a page."""
    page = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    found = page.xpath("//article | //main[not(.//article)] | //body[not(.//article) and not(.//main)]")
    return found[0] if found else page


def compare_pages(name: str, old: HtmlElement, new: HtmlElement) -> Iterator[Difference]:
    """Give the differences between two versions of one page's main content."""
    texts = [words(page, _nothing) for page in (old, new)]
    if texts[0] != texts[1]:
        same = squeeze(texts[0]) == squeeze(texts[1])
        yield from _differing(name, "spaces" if same else "words", lines(old, _nothing), lines(new, _nothing))
    for kind, read in _READERS.items():
        yield from _differing(name, kind, read(old), read(new))


def _differing(name: str, kind: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    """Give the runs of entries in which two sequences differ."""
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Difference(kind, name, " ¦ ".join(old[a:b]), " ¦ ".join(new[c:d]))


def _nothing(element: HtmlElement) -> bool:
    return False


def _headings(page: HtmlElement) -> list[str]:
    found = page.xpath(".//h1 | .//h2 | .//h3 | .//h4 | .//h5 | .//h6")
    return [f"{heading.tag} {words(heading, _nothing)}" for heading in found]


def _ids(page: HtmlElement) -> list[str]:
    return [str(value) for value in page.xpath(".//@id")]


def _links(page: HtmlElement) -> list[str]:
    return [str(value) for value in page.xpath(".//@href | .//@src")]


def _lists(page: HtmlElement) -> list[str]:
    """Give every list that lies in no other as its tags in one another."""
    outer = page.xpath(".//*[self::ul or self::ol][not(ancestor::ul or ancestor::ol)]")
    return ["".join(_nesting(element)) for element in outer]


def _nesting(element: HtmlElement) -> Iterator[str]:
    name = {"ul": "ul", "ol": "ol", "li": "•"}.get(str(element.tag), "")
    inner = "".join("".join(_nesting(child)) for child in element)
    yield name + (f"({inner})" if name in ("ul", "ol") or (name and inner) else inner)


_READERS: dict[str, Callable[[HtmlElement], list[str]]] = {
    "headings": _headings,
    "ids": _ids,
    "links": _links,
    "lists": _lists,
}


def report(differences: Sequence[Difference], limit: int) -> Iterator[str]:
    """Write differences by kind, those that many pages share once; `limit` is how many of a kind are written out."""
    for kind in KINDS:
        own = [difference for difference in differences if difference.kind == kind]
        pages: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for difference in own:
            pages[difference.old, difference.new].append(difference.page)
        yield f"{kind}: {len(own)} difference(s) on {len({difference.page for difference in own})} page(s)"
        for (old, new), names in list(pages.items())[:limit]:
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            yield f"  {names[0]}{more}"
            yield from (f"    {sign} {text}" for sign, text in zip("-+", _shortened(old, new), strict=True) if text)
        if len(pages) > limit:
            yield f"  … {len(pages) - limit} more of this kind"


def _shortened(old: str, new: str) -> tuple[str, str]:
    """Cut two texts around the place where they begin to differ."""
    same = next((no for no, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), 0)
    start = max(0, same - _SHOWN // 4)
    cut = [("…" if start and text else "") + text[start : start + _SHOWN] for text in (old, new)]
    return cut[0], cut[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare two sites; give 1 if they differ, 2 if one of them is no site."""
    parser = argparse.ArgumentParser(description="Say where the pages of two built sites read differently.")
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--limit", type=int, default=20, help="how many differences of a kind are written out")
    given = parser.parse_args(arguments)
    try:
        differences = compare_sites(given.old, given.new)
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print("\n".join(report(differences, given.limit)))
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
