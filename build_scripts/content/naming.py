"""Where ids stand in the files of the content, and the same files with other ids there.

Receives texts of files that were read, and a function that gives what a key of a kind is to be called; returns new
texts of which nothing else has changed. `formerly` says what was, and keeps its words. Refuses, with `NamingError`,
what it cannot find in the text again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from build_scripts.content.entries import MarkdownEntry
from build_scripts.content.identifiers import is_key
from build_scripts.content.outline import RawStatement, Section
from build_scripts.content.outline_parser import parse_outline
from build_scripts.ground.front_matter import split_front_matter
from build_scripts.ground.markdown import Link, Prose
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import shown_path
from build_scripts.ground.strict_yaml import KeyPath
from build_scripts.ground.yaml_changes import rename_scalars

# Gives what a key of a kind is called after a change.
Naming = Callable[[str, str], str]

# The tables by what their keys are, or the `id` of their entries.
KEYED = {"sectors.yml": "sector", "actors.yml": "actor", "places.yml": "place", "indicators.yml": "indicator"}
LISTED = {"events.yml": "event", "glossary.yml": "term", "references.yml": "reference"}
# Fields that name something, by file (of a report `report.yml`) and path, with what; `*` is any key.
_FIELDS: dict[tuple[str, tuple[str, ...]], str] = {
    ("site.yml", ("highlights", "*")): "figure",
    ("site.yml", ("chart",)): "indicator",
    ("site.yml", ("finding",)): "point",
    ("site.yml", ("footer", "links", "*", "to")): "link",
    ("sectors.yml", ("*", "related", "*")): "sector",
    ("actors.yml", ("*", "includes", "*")): "actor",
    ("indicators.yml", ("*", "sector")): "sector",
    ("events.yml", ("*", "actor")): "actor",
    ("events.yml", ("*", "actor", "*")): "actor",
    ("events.yml", ("*", "statements", "*")): "statement",
    ("questions.yml", ("*", "statements", "*")): "statement",
    ("withdrawn.yml", ("*", "id")): "",
    ("withdrawn.yml", ("*", "instead", "*")): "",
    ("report.yml", ("chapters", "*")): "brief",
    ("report.yml", ("figures", "*", "id")): "figure",
    ("report.yml", ("figures", "*", "statement")): "statement",
    ("report.yml", ("figures", "*", "indicator")): "indicator",
    ("report.yml", ("figures", "*", "geography")): "place",
    ("report.yml", ("references", "*", "id")): "reference",
    ("report.yml", ("said_otherwise", "*", "statement")): "statement",
}
_FIELDS |= {(name, ("*", "id")): kind for name, kind in LISTED.items()}
# The same of front matter.
_FRONT = {("sector",): "sector", ("considered", "*"): "report"}
_ATTRIBUTES = {"actor": "actor", "sector": "sector", "also": "sector", "rests": "statement"}
_ATTRIBUTE = re.compile(r'(?P<key>[\w-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"“”]+))|#(?P<id>[^\s"{}=]+)')


class NamingError(ValueError):
    """Why a text cannot be changed, in one line."""


def name_yaml(name: str, text: str, naming: Naming) -> str:
    """Give a YAML file, by its path below the content folder, with other ids."""
    folder, _, own = name.rpartition("/")
    inside = f"{folder.removeprefix('reports/')}/" if own == "report.yml" else ""

    def value(path: KeyPath, found: str) -> str:
        fields = _fields(path)
        kind = _FIELDS.get((own, fields), _FIELDS.get((own, ("*", *fields[1:]))))
        if kind is None:
            return found
        if not kind:
            return name_whole(found, naming)
        if kind == "link":
            return name_target(found, "", naming, lambda _: False)
        return " ".join(named_as(naming, kind, word, inside) for word in found.split(" "))

    def key(path: KeyPath, found: str) -> str:
        return named_as(naming, KEYED[own], found) if own in KEYED and len(path) == 1 else found

    return rename_scalars(text, value, key)


def _fields(path: KeyPath) -> tuple[str, ...]:
    return tuple("*" if isinstance(part, int) else part for part in path)


def name_whole(text: str, naming: Naming) -> str:
    """Give an id with its kind under its other name."""
    kind, _, key = text.partition("/")
    return f"{kind}/{named_as(naming, kind, key)}"


def named_as(naming: Naming, kind: str, found: str, inside: str = "") -> str:
    """Give another name of what is named within a report, or anywhere."""
    whole = f"{inside}{found}" if kind in ("brief", "figure", "statement", "reference") else found
    if not is_key(kind, whole):
        return found
    return naming(kind, whole).partition("/")[2] if whole != found else naming(kind, whole)


def name_markdown(
    text: str, entry: MarkdownEntry[Any], owner: str, naming: Naming, is_own: Callable[[str], bool]
) -> str:
    """Give a Markdown file with other ids; `owner` is its name for all languages.

    `is_own` tells whether a reference that it names is one of its report.
    """
    folder, _, name = owner.partition("/")
    kind, parent = {"reports": ("statement", name), "comparisons": ("point", name)}.get(folder, ("", ""))
    report = name.partition("/")[0] if folder == "reports" else ""
    opening, head, closing, body = split_parts(text, entry)
    if head:
        head = rename_scalars(
            head,
            lambda path, found: named_as(naming, _FRONT.get(_fields(path), ""), found),
            lambda path, found: own_name(naming, kind, parent, found) if path[:-1] == ("waivers",) else found,
        )
    body = change_attributes(body, entry, lambda item: _name_raw(item.attributes.raw, kind, parent, report, naming))
    body = name_links(body, entry.outline.pieces, lambda target: name_target(target, report, naming, is_own))
    return f"{opening}{head}{closing}{body}"


def split_parts(text: str, entry: MarkdownEntry[Any]) -> tuple[str, str, str, str]:
    """Give a file in parts that make it whole again: a fence, the front matter, a fence, the body."""
    lines = text.split("\n")
    fronts = [f"{line}\n" for line in lines[: entry.body_line - 1]]
    return fronts[0], "".join(fronts[1:-1]), fronts[-1], "\n".join(lines[entry.body_line - 1 :])


def own_name(naming: Naming, kind: str, parent: str, found: str) -> str:
    """Give the other name of a statement or point that is named in its own file."""
    key = f"{parent}#{found}"
    return naming(kind, key).rpartition("#")[2] if kind and is_key(kind, key) else found


def change_attributes(body: str, entry: MarkdownEntry[Any], change: Callable[[Section | RawStatement], str]) -> str:
    """Give the body of a file with what a function gives for the attributes of its headings and statements."""
    lines = body.split("\n")
    for item in _items(entry):
        new = change(item)
        if new == item.attributes.raw:
            continue
        first = item.place.line - entry.body_line
        last = item.last_line - entry.body_line if isinstance(item, RawStatement) else first
        no = next((no for no in range(first, last + 1) if item.attributes.raw in lines[no]), None)
        if no is None:
            raise NamingError(
                Phrase(
                    "%(path)s:%(line)s: the attributes stand on several lines; join these first.",
                    path=shown_path(entry.path),
                    line=item.place.line,
                )
            )
        before, _, after = lines[no].rpartition(item.attributes.raw)
        lines[no] = before + new + after
    return "\n".join(lines)


def _items(entry: MarkdownEntry[Any]) -> Iterator[Section | RawStatement]:
    for section in entry.outline.sections:
        yield section
        yield from section.statements


def _name_raw(raw: str, kind: str, parent: str, report: str, naming: Naming) -> str:
    """Give attributes with other ids in them."""

    def word(key: str, found: str) -> str:
        if key == "cites":
            return named_as(naming, "reference", found, f"{report}/")
        return named_as(naming, _ATTRIBUTES[key], found) if key in _ATTRIBUTES else found

    def change(match: re.Match[str]) -> str:
        if match["id"]:
            return f"#{own_name(naming, kind, parent, match['id'])}"
        found = (match["quoted"] or match["bare"] or "").split()
        named = list(dict.fromkeys(word(match["key"], each) for each in found))
        return match[0] if named == found else written_attribute(match["key"], named)

    return _ATTRIBUTE.sub(change, raw)


def written_attribute(key: str, words: Sequence[str]) -> str:
    """Write an attribute, with quotes where it has several words or a sign that ends one."""
    is_plain = len(words) == 1 and not re.search(r"[/#]", words[0])
    return f"{key}={words[0]}" if is_plain else f'{key}="{" ".join(words)}"'


def name_target(target: str, report: str, naming: Naming, is_own: Callable[[str], bool]) -> str:
    """Give the target of a link under its other name."""
    scheme, _, rest = target.partition(":")
    if scheme == "cite":
        return f"cite:{named_as(naming, 'reference', rest, f'{report}/' if is_own(rest) else '')}"
    if scheme != "ref":
        return target
    path, mark, anchor = rest.partition("#")
    clean = path.strip("/")
    folder, _, own = clean.partition("/")
    inner = {"sectors": ("sector", "point"), "reports": ("brief" if "/" in own else "report", "statement")}
    kind, held = inner.get(folder, ("", "")) if own else ("page", "")
    if clean == "glossary":
        return f"ref:{path}{mark}{named_as(naming, 'term', anchor)}"
    new = named_as(naming, kind, own or clean)
    if held and is_key(held, f"{own}#{anchor}"):
        new, _, anchor = naming(held, f"{own}#{anchor}").rpartition("#")
    whole = f"{folder}/{new}" if own else new
    return f"ref:{path.replace(clean, whole, 1) if clean else path}{mark}{anchor}"


def name_links(text: str, pieces: Iterator[Prose] | Sequence[Prose], change: Callable[[str], str]) -> str:
    """Give Markdown, of which these are the pieces that were read, with other targets of its links."""
    lines = text.split("\n")
    for link in [link for piece in pieces for link in piece.links]:
        new = change(link.target)
        if new != link.target:
            _replace(lines, link, new)
    return "\n".join(lines)


def _replace(lines: list[str], link: Link, new: str) -> None:
    """Replace the target of a link where it stands, which is after its words and may be on a later line."""
    inline = re.compile(rf"(?<=\]\(){re.escape(link.target)}(?=[)\s])|(?<=\]\(<){re.escape(link.target)}(?=>)")
    for no in range(link.line, len(lines)):
        if inline.search(lines[no]):
            lines[no] = inline.sub(new, lines[no])
            return


def check_targets(text: str, entry: MarkdownEntry[Any], is_source: bool, change: Callable[[str], str]) -> None:
    """Raise `NamingError` if a link of a changed file still leads to an old name."""
    document, _ = split_front_matter(text, entry.path)
    outline, _ = parse_outline(document.body, entry.path, document.body_line, is_source)
    for link in (link for piece in outline.pieces for link in piece.links):
        if change(link.target) != link.target:
            raise NamingError(
                Phrase(
                    "%(path)s:%(line)s: cannot change the link to %(target)s; do it by hand.",
                    path=shown_path(entry.path),
                    line=document.body_line + link.line,
                    target=link.target,
                )
            )
