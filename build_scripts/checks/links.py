"""The links of the content → problems, and what they share with the other stages.

Receives `Content`; returns problems: links that lead to no page or statement, are relative, or are written in a form
that nobody resolves. Gives every path that content can link to. What leads to a file that could not be read is no
problem of its own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

from build_scripts.content.load import Content, MarkdownEntry, ReportEntry
from build_scripts.content.model import ID_PATTERN, LONGEST_ID, BriefFront
from build_scripts.content.paths import GENERATED_PAGES
from build_scripts.ground.markdown import LINK, without_code
from build_scripts.ground.problems import Place, Problem, did_you_mean

# What Markdown reads as a link besides: other inline forms, and definitions of references (not of footnotes).
_OTHER_LINK = re.compile(r"\]\(|^ {0,3}\[(?!\^)[^\]\n]+\]:(?=\s*\S)", re.MULTILINE)


def check_links(content: Content) -> Iterator[Problem]:
    """Links written as `ref:path#anchor` lead to a page or statement of the site; no other link is relative."""
    targets = site_paths(content)
    images = frozenset(path.relative_to(content.root).as_posix() for path in content.images)
    for entry in (entry for _, group in content.all_groups for entry in group.values()):
        is_shown_elsewhere = isinstance(entry.front, BriefFront)
        body = without_code(entry.body)
        for match in LINK.finditer(body):
            line = entry.body_line + body.count("\n", 0, match.start())
            place = Place(entry.path, line, match.start() - body.rfind("\n", 0, match.start()))
            if match["target"].startswith("images/"):
                if match["target"] not in images:
                    message = f'there is no image "{match["target"]}".'
                    yield place.error("dangling-reference", message, "Put the file into the folder images.")
            elif _leads_to_unread(content, match["target"]):
                continue
            elif not match["target"].startswith("#") or is_shown_elsewhere:
                yield from _check_target(match["target"], targets, place)
        yield from _check_link_forms(entry, body)


def _leads_to_unread(content: Content, target: str) -> bool:
    """Tell whether nobody can say if a link leads somewhere, as what it names could not be read."""
    path = target.removeprefix("ref:").partition("#")[0].strip("/")
    if path.startswith("sectors/"):
        return content.tables["sectors"].ids is None
    return is_unread(content, path.removeprefix("reports/"))


def _check_link_forms(entry: MarkdownEntry[Any], body: str) -> Iterator[Problem]:
    """Links are written in one form, so that every one of them is checked and resolved."""
    read = {match.end("text") for match in LINK.finditer(body)}
    for match in _OTHER_LINK.finditer(body):
        if match.start() not in read:
            line = entry.body_line + body.count("\n", 0, match.start())
            place = Place(entry.path, line, match.start() - body.rfind("\n", 0, match.start()))
            hint = (
                "Write it as [words](address): no brackets within the words, no spaces or parentheses in the address."
            )
            yield place.error("unreadable-link", "this link is written in a form that is not read.", hint)


def _check_target(target: str, targets: Mapping[str, frozenset[str] | None], place: Place) -> Iterator[Problem]:
    if target.startswith("ref:"):
        path, _, anchor = target.removeprefix("ref:").strip("/").partition("#")
        path = path.strip("/")
        anchors = targets.get(path, frozenset())
        if path not in targets:
            message = f'"{target}" leads to no page.'
            yield place.error("dangling-reference", message, did_you_mean(path, filter(None, targets)) if path else "")
        elif anchor and anchors is not None and anchor not in anchors:
            yield place.error("dangling-reference", f'{path} has no "{anchor}".', did_you_mean(anchor, anchors))
    elif not re.match(r"(https?://[^\s/]|mailto:.)", target):
        hint = "Write links within the site as (ref:reports/<report>/<brief>#<statement>)."
        yield place.error("relative-link", f'the link "{target}" is neither ref:… nor https://….', hint)


def site_paths(content: Content) -> dict[str, frozenset[str] | None]:
    """Give the path under a language of every page that content can link to, with its statement ids if known."""
    paths: dict[str, frozenset[str] | None] = {"": frozenset(), **{name: frozenset() for name in GENERATED_PAGES}}
    paths["glossary"] = content.tables["glossary"].ids
    paths |= {name: frozenset() for name in content.pages}
    paths |= {f"sectors/{sector}": frozenset() for sector in content.tables["sectors"].ids or ()}
    for report in content.reports:
        paths[f"reports/{report.id}"] = frozenset()
    for report, name, entry in source_briefs(content):
        ids = frozenset(statement.id for statement in entry.outline.statements)
        paths[f"reports/{report.id}/{name}"] = ids
    return paths


def is_unread(content: Content, brief: str) -> bool:
    """Tell whether a brief's source file is there but could not be read."""
    report, _, name = brief.partition("/")
    if not re.fullmatch(rf"{ID_PATTERN}/{ID_PATTERN}", brief) or len(brief) > 2 * LONGEST_ID:
        return False
    entry = next((entry for own, key, entry in source_briefs(content) if (own.id, key) == (report, name)), None)
    if entry:
        return not entry.is_whole
    return os.path.lexists(content.root / "reports" / report / f"{name}.{content.source}.md")


def source_briefs(content: Content) -> Iterator[tuple[ReportEntry, str, MarkdownEntry[BriefFront]]]:
    """Give every brief in the source language, with its report and its name."""
    for report in content.reports:
        for name, group in report.briefs.items():
            if content.languages and content.source in group:
                yield report, name, group[content.source]
