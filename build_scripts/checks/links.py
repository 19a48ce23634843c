"""The links of the content → problems, and what they share with the other stages.

Receives `Content`; returns problems: links that lead to no page or statement, are relative, or are written in a form
that nobody resolves. Gives every path that content can link to. What leads to a file that could not be read is no
problem of its own.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from build_scripts.checks.rule_definitions import load_rules
from build_scripts.content.attributes import id_of
from build_scripts.content.comparisons import POINT_KINDS
from build_scripts.content.entries import Content, MarkdownEntry, ReportEntry
from build_scripts.content.fronts import BriefFront, ComparisonFront
from build_scripts.content.paths import GENERATED_PAGES, OUTSIDE
from build_scripts.content.pictures import is_picture
from build_scripts.content.shapes import ID_PATTERN, LONGEST_ID
from build_scripts.ground.markdown import Link
from build_scripts.ground.messages import NOTHING, Phrase
from build_scripts.ground.problems import Place, Problem, did_you_mean
from build_scripts.ground.strict_yaml import YamlValue
from build_scripts.library.anchors import find_anchors

# Where links may lead besides the site itself.
SCHEMES = ("http", "https", "mailto", "tel")
_INTO_IMAGES = Phrase("Put the file into the folder images of the content, and write images/ and its name.")


def check_links(content: Content) -> Iterator[Problem]:
    """Links written as `ref:path#anchor` lead to a page or statement of the site; no other link is relative."""
    targets = site_paths(content)
    images = frozenset(path.relative_to(content.root).as_posix() for path in content.images)
    entries = ((group, entry) for _, group in content.all_groups for entry in group.values())
    for group, entry in entries:
        for link in (link for prose in entry.outline.pieces for link in prose.links):
            place = partial(place_of, entry, link)
            if link.target.startswith("cite:"):  # see `sources`
                continue
            if link.is_image or link.target.startswith("images/"):
                yield from check_image(link.target, images, place)
            elif own := own_path(content, link.target):
                yield _own_address(own, link.target, targets, place)
            elif link.target.startswith("#") and not isinstance(entry.front, (BriefFront, ComparisonFront)):
                yield from _check_anchor(link.target[1:], group.get(content.source, entry), place)
            elif not leads_to_unread(content, link.target):
                yield from check_target(link.target, targets, place)


def _check_anchor(anchor: str, entry: MarkdownEntry[Any], place: Callable[[], Place]) -> Iterator[Problem]:
    """A link within a page leads to one of its headings, whose anchors are those of the source."""
    anchors = find_anchors(entry.outline.sections)
    if anchor not in anchors:
        message = Phrase('this page has no heading "%(anchor)s".', anchor=anchor)
        hint = did_you_mean(anchor, anchors) or Phrase("Write {#%(anchor)s} at the end of the heading.", anchor=anchor)
        yield place().error("dangling-reference", message, hint)


def own_path(content: Content, target: str) -> str:
    """Give where an address of the site itself leads, as `ref:` has it; nothing for other addresses."""
    base = urlsplit(str(content.site.base_url)) if content.site else urlsplit("")
    address = urlsplit(target)
    if not base.hostname or (address.hostname or "") != base.hostname or not OUTSIDE.match(target):
        return ""
    path, root = f"{address.path.rstrip('/')}/", f"{base.path.rstrip('/')}/"
    language, _, rest = path.removeprefix(root).partition("/")
    if not path.startswith(root) or language not in content.languages:
        return ""
    rest = unquote(rest).removesuffix("index.html/").strip("/")
    return f"ref:{rest}{f'#{unquote(address.fragment)}' if address.fragment else ''}"


def _own_address(
    own: str, target: str, targets: Mapping[str, frozenset[str] | None], place: Callable[[], Place]
) -> Problem:
    """An address of the site leads to one language, is not followed by renaming, and nobody checks it."""
    message = Phrase("%(target)s is an address of this site, written out.", target=target)
    path, _, anchor = own.removeprefix("ref:").partition("#")
    anchors = targets.get(path, frozenset())
    is_there = path in targets and (not anchor or anchors is None or anchor in anchors)
    hint = Phrase("Write (ref:reports/<report>/<brief>#<statement>), so that it is checked, in every language.")
    if is_there:
        hint = Phrase("Write (%(own)s), so that it is checked and leads to the page in each language.", own=own)
    return place().warning("own-address", message, hint)


def place_of(entry: MarkdownEntry[Any], link: Link) -> Place:
    """Give the place of a link: its line, and where its target is first found on it."""
    line = entry.body.split("\n")[link.line]
    found = max(line.find(f"]({mark}{unquote(link.target)}") for mark in ("", "<"))
    column = line.rfind("[", 0, found) if found >= 0 else len(line) - len(line.lstrip())
    return Place(entry.path, entry.body_line + link.line, column + 1)


def check_image(target: str, images: Collection[str], place: Callable[[], Place]) -> Iterator[Problem]:
    """An image lies in the folder of images."""
    if re.match(r"(https?:)?//", target, re.IGNORECASE):
        message = Phrase("the image %(target)s lies on another host, from which no page loads anything.", target=target)
        yield place().error("foreign-resource", message, _INTO_IMAGES)
    elif target not in images:
        hint = (NOTHING if re.match(r"[A-Za-z]+:", target) else did_you_mean(target, images)) or _INTO_IMAGES
        yield place().error("dangling-reference", Phrase('there is no image "%(target)s".', target=target), hint)


def check_unused_pictures(content: Content) -> Iterator[Problem]:
    """Every picture of the content is shown somewhere, or its file is in the way."""
    used = {
        unquote(link.target)
        for _, group in content.all_groups
        for entry in group.values()
        for prose in entry.outline.pieces
        for link in prose.links
    }
    for path in content.images:
        name = path.relative_to(content.root).as_posix()
        if is_picture(path) and name not in used and not any(_holds(yaml.data, name) for yaml in _yaml_files(content)):
            hint = Phrase("Show it by ![words](%(name)s) in a paragraph of its own, or delete the file.", name=name)
            yield Place(path).warning("unused-picture", Phrase("no text shows this picture."), hint)


def _yaml_files(content: Content) -> Iterator[YamlValue]:
    yield content.site_yaml
    yield from (report.yaml for report in content.reports)


def _holds(value: object, text: str) -> bool:
    """Tell whether a value of YAML, or one within it, is a text."""
    if isinstance(value, (dict, list)):
        return any(_holds(each, text) for each in (value.values() if isinstance(value, dict) else value))
    return value == text


def leads_to_unread(content: Content, target: str) -> bool:
    """Tell whether nobody can say if a link leads somewhere, as what it names could not be read."""
    path = target.removeprefix("ref:").partition("#")[0].strip("/")
    if path.startswith("sectors/"):
        return content.tables.sectors.ids is None
    return is_unread(content, path.removeprefix("reports/"))


def check_target(
    target: str, targets: Mapping[str, frozenset[str] | None], place: Callable[[], Place]
) -> Iterator[Problem]:
    """A link leads to a page or statement of the site, or to an address outside."""
    if target.startswith("ref:"):
        path, _, anchor = target.removeprefix("ref:").strip("/").partition("#")
        path = path.strip("/")
        plain = unicodedata.normalize("NFKC", target)
        if plain != target and not list(check_target(plain, targets, place)):
            message = Phrase('"%(target)s" leads to no page.', target=target)
            yield place().error("dangling-reference", message, Phrase("Write (%(own)s).", own=plain))
            return
        anchors = targets.get(path, frozenset())
        if path not in targets:
            message = Phrase('"%(target)s" leads to no page.', target=target)
            yield place().error(
                "dangling-reference", message, did_you_mean(path, filter(None, targets)) if path else Phrase()
            )
        elif anchor and anchors is not None and anchor not in anchors:
            yield place().error(
                "dangling-reference",
                Phrase('%(path)s has no "%(anchor)s".', path=path, anchor=anchor),
                did_you_mean(anchor, anchors),
            )
    elif not OUTSIDE.match(target):
        scheme = re.match(r"[a-z][a-z0-9+.-]*:", target, re.IGNORECASE)
        if scheme and scheme[0][:-1].lower() not in SCHEMES:
            hint = Phrase("A link can begin with ref:, %(names)s.", names=[f"{name}:" for name in SCHEMES])
            if scheme[0].lower() in ("ref:", "cite:"):
                hint = Phrase("Write %(right)s in small letters.", right=scheme[0].lower())
            yield place().error("unsafe-link", Phrase('links cannot lead to "%(scheme)s".', scheme=scheme[0]), hint)
        else:
            hint = Phrase("Write links within the site as (ref:reports/<report>/<brief>#<statement>).")
            if re.match(r"www\.\w", target):
                hint = Phrase("Write https://%(target)s.", target=target)
            elif re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", target):
                hint = Phrase("Write mailto:%(target)s.", target=target)
            elif (plain := unicodedata.normalize("NFKC", unquote(target))).startswith("ref:"):
                hint = Phrase("Write (%(own)s).", own=plain)
            elif path := _page_of(target, targets):
                hint = Phrase("Write (%(own)s).", own=f"ref:{path}")
            message = Phrase('the link "%(target)s" is neither ref:… nor https://….', target=target)
            yield place().error("relative-link", message if target else Phrase("this link has no address."), hint)


def _page_of(target: str, targets: Collection[str]) -> str:
    """Give the path of the page that a link to its file, or to its place in the built site, was meant to lead to.

    >>> [_page_of(link, ["reports/x", "reports/x/y"]) for link in ("../reports/x/index.zh.md", "/zh/reports/x/y/", "z")]
    ['reports/x', 'reports/x/y', '']
    """
    plain = re.sub(r"\.[A-Za-z-]+\.md$|index\.html$|\.html$", "", target.partition("#")[0])
    parts = plain.removesuffix("/index").strip("./").split("/")
    ends = ("/".join(parts[no:]) for no in range(len(parts)))
    return next((end for end in ends if end and end in targets), "")


def site_paths(content: Content) -> dict[str, frozenset[str] | None]:
    """Give the path under a language of every page that content can link to, with its anchors if known."""
    paths: dict[str, frozenset[str] | None] = {"": frozenset(), **{name: frozenset() for name in GENERATED_PAGES}}
    paths["glossary"] = content.tables.glossary.ids
    paths["problems"] = frozenset(load_rules())
    paths |= {name: frozenset() for name in (*content.pages, *content.handbook)}
    paths |= {f"sectors/{sector}": _points(content, sector) for sector in content.tables.sectors.ids or ()}
    for report in content.reports:
        paths[f"reports/{report.id}"] = frozenset()
    for report, name, entry in source_briefs(content):
        ids = frozenset(statement.id for statement in entry.outline.statements)
        paths[f"reports/{report.id}/{name}"] = ids
    return paths


def _points(content: Content, sector: str) -> frozenset[str] | None:
    """Give the anchors of a sector's comparison."""
    entry = content.comparisons.get(sector, {}).get(content.source) if content.languages else None
    if entry and entry.is_whole:
        shown = (section for section in entry.outline.sections if section.statements)
        kinds = frozenset(kind for section in shown for kind in section.attributes.get("kind"))
        return frozenset(point.id for point in entry.outline.statements) | (kinds & set(POINT_KINDS))
    is_there = entry or os.path.lexists(content.root / "comparisons" / f"{sector}.{content.source}.md")
    return None if is_there else frozenset()


def is_unread(content: Content, brief: str) -> bool:
    """Tell whether a brief's source file is there but could not be read."""
    report, _, name = brief.partition("/")
    if not re.fullmatch(rf"{ID_PATTERN}/{ID_PATTERN}", brief) or len(brief) > 2 * LONGEST_ID:
        return False
    folder = content.reports_by_id.get(report)
    entry = folder.briefs.get(name, {}).get(content.source) if folder and content.languages else None
    if entry:
        return not entry.is_whole
    path = content.root / "reports" / report
    return os.path.lexists(path / f"{name}.{content.source}.md") or _lies_beside(path, name, content.languages)


def is_misnamed(content: Content, report: str) -> bool:
    """Tell whether a report’s folder is there under a name that is no id."""
    return report not in content.reports_by_id and _lies_beside(content.root / "reports" / report, "", ())


def _lies_beside(folder: Path, name: str, languages: Collection[str]) -> bool:
    """Tell whether a file, or the whole folder, has another name than was meant: `brief.zh.md.txt`, `Brief.zh.md`."""
    if not folder.is_dir():
        others = sorted(folder.parent.iterdir()) if folder.parent.is_dir() else []
        return any(id_of(other.name) == folder.name for other in others)
    known = {f"{name}.{language}.md" for language in languages}
    files = [path.name for path in sorted(folder.iterdir())]
    return any(file.casefold().startswith(f"{name}.") and file not in known for file in files)


def source_briefs(content: Content) -> Iterator[tuple[ReportEntry, str, MarkdownEntry[BriefFront]]]:
    """Give every brief in the source language, with its report and its name."""
    for report in content.reports:
        for name, group in report.briefs.items():
            if content.languages and content.source in group:
                yield report, name, group[content.source]


def statement_keys(content: Content) -> frozenset[str]:
    """Give the key of every statement, as `report/brief#statement`."""
    return frozenset(
        f"{report.id}/{name}#{statement.id}"
        for report, name, entry in source_briefs(content)
        for statement in entry.outline.statements
    )
