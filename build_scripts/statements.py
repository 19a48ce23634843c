"""The body of a brief → its outline: intro, sections and numbered statements.

Receives Markdown; returns an `Outline` and problems. A statement is a top-level list item under a heading
that has a `kind`; `{#id key=value …}` ends its first paragraph. Block quotes inside the item are editor's
notes. The block structure is read by CommonMark rules (library markdown-it-py), so code fences, nested
lists and HTML are never mistaken for statements. Refuses list items without an id, ids that are not ASCII
or stand twice, and attributes it does not know.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from build_scripts.model import ID_PATTERN
from build_scripts.problems import Place, Problem, did_you_mean

ATTRIBUTES = ("kind", "actor", "also", "cites")
_BRACES = re.compile(r"\s*\{([^{}\n]*)\}\s*\Z")
_FULL_WIDTH_BRACES = re.compile(r"[｛{]\s*[#＃][^{}｛｝]*[｝}]\s*\Z")
_ATTRIBUTE = re.compile(
    r"""\s*(?:\#(?P<id>[^\s"{}=]+)|(?P<key>[\w-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"“”]+)))(?=\s|\Z)"""
)
_ID = re.compile(ID_PATTERN)
_MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Attributes:
    """What stands between braces: an id, and words by key (`actor="a b"` → ("a", "b"))."""

    id: str = ""
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def get(self, key: str) -> tuple[str, ...]:
        """Give the words of a key, or none."""
        return self.words.get(key, ())


@dataclass(frozen=True)
class RawStatement:
    """A list item with an id, as one language's file has it; `details` is what follows its first paragraph."""

    id: str
    text: str
    details: str
    notes: tuple[str, ...]
    attributes: Attributes
    place: Place


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it: prose before its statements, and the statements."""

    title: str
    level: int
    attributes: Attributes
    prose: str
    statements: tuple[RawStatement, ...]
    place: Place


@dataclass(frozen=True)
class Outline:
    """A brief's body: the prose before the first heading, and its sections in order."""

    intro: str
    sections: tuple[Section, ...]

    @property
    def statements(self) -> Iterator[RawStatement]:
        """Give all statements in order."""
        return (statement for section in self.sections for statement in section.statements)


def parse_outline(body: str, path: Path, first_line: int, source: bool = True) -> tuple[Outline, list[Problem]]:
    """Read a brief's body; `source` says whether its headings must declare kinds (translations inherit them)."""
    parser = _Parser(body, path, first_line, source)
    outline = parser.parse()
    return outline, parser.problems


def parse_attributes(text: str, place: Place) -> tuple[Attributes, list[Problem]]:
    """Read the inside of `{…}`; ids must be ASCII, keys known, values quoted where they hold spaces."""
    words: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    identifier, position = "", 0
    text = text.strip()
    while position < len(text):
        match = _ATTRIBUTE.match(text, position)
        if not match:
            hint = 'Write {#some-id key=value key="two values"} with plain quotes.'
            message = f'cannot read the attributes from "{text[position:].strip()}".'
            return Attributes(identifier, words), [*problems, place.error("broken-attributes", message, hint)]
        position = match.end()
        if match["id"]:
            problems += _check_id(match["id"], identifier, place)
            identifier = match["id"]
        elif match["key"] not in ATTRIBUTES:
            hint = did_you_mean(match["key"], ATTRIBUTES)
            problems.append(place.error("unknown-attribute", f'there is no attribute "{match["key"]}".', hint))
        elif match["key"] in words:
            problems.append(place.error("broken-attributes", f'the attribute "{match["key"]}" stands twice.'))
        else:
            words[match["key"]] = tuple((match["quoted"] or match["bare"] or "").split())
    return Attributes(identifier, words), problems


def _check_id(found: str, earlier: str, place: Place) -> list[Problem]:
    if earlier:
        return [place.error("broken-attributes", f'two ids, "{earlier}" and "{found}".', "Keep one of them.")]
    if not _ID.fullmatch(found):
        hint = "Use a–z, 0–9 and single hyphens, like #first-finding."
        return [place.error("invalid-id", f'"{found}" is not an id.', hint)]
    return []


class _Parser:
    """Walks the top-level blocks of one body."""

    def __init__(self, body: str, path: Path, first_line: int, source: bool) -> None:
        self.lines = body.split("\n")
        self.tokens = _MARKDOWN.parse(body)
        self.path = path
        self.first_line = first_line
        self.source = source
        self.problems: list[Problem] = []
        self.seen: dict[str, int] = {}

    def parse(self) -> Outline:
        starts = [no for no, token in enumerate(self.tokens) if token.type == "heading_open" and token.level == 0]
        first = self._line_of(starts[0]) if starts else len(self.lines)
        intro = "\n".join(self.lines[:first]).strip()
        ends = [*starts[1:], len(self.tokens)]
        return Outline(intro, tuple(self._section(start, end) for start, end in zip(starts, ends, strict=False)))

    def _section(self, start: int, end: int) -> Section:
        heading = self.tokens[start]
        place = self._place(self._line_of(start))
        title, attributes = self._split_attributes(self.tokens[start + 1].content, place)
        has_kind = bool(attributes.get("kind")) or not self.source
        statements: list[RawStatement] = []
        prose: list[tuple[int, int]] = []
        for no in range(start + 3, end):
            token = self.tokens[no]
            if token.level != 0 or token.nesting < 0 or token.map is None:
                continue
            if has_kind and token.type in ("bullet_list_open", "ordered_list_open") and self._is_statements(no):
                statements += self._statements(no)
            else:
                prose.append((token.map[0], token.map[1]))
        text = "\n\n".join("\n".join(self.lines[a:b]).strip("\n") for a, b in prose)
        return Section(title, int(heading.tag[1]), attributes, text, tuple(statements), place)

    def _is_statements(self, start: int) -> bool:
        """Tell a list of statements from ordinary prose: in a translation, by the ids its items carry."""
        if self.source:
            return True
        return any(_BRACES.search(self._first_paragraph(item)) for item in self._items(start))

    def _statements(self, start: int) -> Iterator[RawStatement]:
        for item in self._items(start):
            yield from self._statement(item)

    def _items(self, start: int) -> Iterator[int]:
        for no in range(start + 1, len(self.tokens)):
            token = self.tokens[no]
            if token.level == self.tokens[start].level and token.nesting < 0:
                return
            if token.type == "list_item_open" and token.level == self.tokens[start].level + 1:
                yield no

    def _children(self, item: int) -> Iterator[tuple[int, Token]]:
        for no in range(item + 1, len(self.tokens)):
            token = self.tokens[no]
            if token.level == self.tokens[item].level:
                return
            if token.level == self.tokens[item].level + 1 and token.nesting >= 0:
                yield no, token

    def _first_paragraph(self, item: int) -> str:
        first = next(self._children(item), None)
        return self.tokens[first[0] + 1].content if first and first[1].type == "paragraph_open" else ""

    def _statement(self, item: int) -> Iterator[RawStatement]:
        place = self._place(self._line_of(item))
        text, attributes = self._split_attributes(self._first_paragraph(item), place)
        if not attributes.id:
            hint = "End it with an id of its own, like {#first-finding}."
            self.problems.append(place.error("statement-without-id", "this list item has no id.", hint))
            return
        if not text:
            self.problems.append(place.error("empty-statement", f'the statement "{attributes.id}" has no text.'))
        if attributes.id in self.seen:
            message = f'the id "{attributes.id}" stands twice (first on line {self.seen[attributes.id]}).'
            self.problems.append(place.error("duplicate-id", message, "Give one of them another id."))
            return
        self.seen[attributes.id] = place.line
        details, notes = self._details(item)
        yield RawStatement(attributes.id, text, details, notes, attributes, place)

    def _details(self, item: int) -> tuple[str, tuple[str, ...]]:
        details, notes = [], []
        for no, (_, token) in enumerate(self._children(item)):
            if no == 0 or token.map is None:
                continue
            block = textwrap.dedent("\n".join(self.lines[token.map[0] : token.map[1]])).strip("\n")
            if token.type == "blockquote_open":
                notes.append("\n".join(re.sub(r"^\s*> ?", "", line) for line in block.split("\n")).strip())
            else:
                details.append(block)
        return "\n\n".join(details), tuple(notes)

    def _split_attributes(self, text: str, place: Place) -> tuple[str, Attributes]:
        match = _BRACES.search(text)
        if not match:
            if _FULL_WIDTH_BRACES.search(text):
                hint = "Write { # } with half-width characters."
                self.problems.append(place.error("broken-attributes", "full-width braces or number sign.", hint))
            elif "{#" in text:
                hint = "Move {#…} to the end of the first paragraph."
                self.problems.append(place.error("broken-attributes", "{#…} is not at the end.", hint))
            return text.strip(), Attributes()
        attributes, problems = parse_attributes(match[1], place)
        self.problems += problems
        return text[: match.start()].strip(), attributes

    def _line_of(self, token: int) -> int:
        position = self.tokens[token].map
        return position[0] if position else 0

    def _place(self, line: int) -> Place:
        text = self.lines[line] if line < len(self.lines) else ""
        return Place(self.path, line + self.first_line, len(text) - len(text.lstrip()) + 1)
