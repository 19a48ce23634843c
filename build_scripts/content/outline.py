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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from build_scripts.content.model import ID_PATTERN
from build_scripts.ground.problems import Place, Problem, did_you_mean

ATTRIBUTES = ("kind", "actor", "also", "cites")
_BRACES = re.compile(r"\s*\{([^{}\n]*)\}\s*\Z")
_INNER_ID = re.compile(r"\{#[^{}\s]+[^{}\n]*\}")
_CODE = re.compile(r"`[^`]*`")
_STATEMENT_END = re.compile(r"\{#[^{}\n]*\}\s*\Z")
_FULL_WIDTH_BRACES = re.compile(r"[｛{]\s*[#＃][^{}｛｝]*[｝}]\s*\Z")
_ATTRIBUTE = re.compile(
    r"""\s*(?:\#(?P<id>[^\s"{}=]+)|(?P<key>[\w-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"“”]+)))(?=\s|\Z)"""
)
_ID = re.compile(ID_PATTERN)
# Names of other units of translation, which a statement must not take.
_RESERVED = re.compile(r"title|section|intro|(heading|prose|section)-[0-9]+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Attributes:
    """What stands between braces: an id, and words by key (`actor="a b"` → ("a", "b")); `raw` as written."""

    id: str = ""
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    raw: str = ""

    def get(self, key: str) -> tuple[str, ...]:
        """Give the words of a key, or none."""
        return self.words.get(key, ())


@dataclass(frozen=True)
class Block:
    """A run of Markdown and the lines of the file it stands on, first to last, counted from 1."""

    text: str
    first: int
    last: int


@dataclass(frozen=True)
class RawStatement:
    """A list item with an id, as one language's file has it; `details` is what follows its first paragraph."""

    id: str
    text: str
    details: str
    notes: tuple[str, ...]
    attributes: Attributes
    place: Place
    last_line: int


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it: prose, and the statements."""

    title: str
    level: int
    attributes: Attributes
    blocks: tuple[Block, ...]
    statements: tuple[RawStatement, ...]
    place: Place

    @property
    def prose(self) -> str:
        """Give the prose under the heading, without the statements."""
        return "\n\n".join(block.text for block in self.blocks)


@dataclass(frozen=True)
class Outline:
    """A body: the prose before the first heading, and its sections in order."""

    opening: Block | None
    sections: tuple[Section, ...]

    @property
    def intro(self) -> str:
        """Give the prose before the first heading."""
        return self.opening.text if self.opening else ""

    @property
    def statements(self) -> Iterator[RawStatement]:
        """Give all statements in order."""
        return (statement for section in self.sections for statement in section.statements)


def without_comments(text: str) -> str:
    """Drop HTML comments: they speak to those who edit, never to readers."""
    return re.sub(r"\n{3,}", "\n\n", _COMMENT.sub("", text)).strip()


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
    text = raw = text.strip()
    while position < len(text):
        match = _ATTRIBUTE.match(text, position)
        if not match:
            hint = 'Write {#some-id key=value key="two values"} with plain quotes.'
            message = f'cannot read the attributes from "{text[position:].strip()}".'
            return Attributes(identifier, words, raw), [*problems, place.error("broken-attributes", message, hint)]
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
    return Attributes(identifier, words, raw), problems


def _check_id(found: str, earlier: str, place: Place) -> list[Problem]:
    if earlier:
        return [place.error("broken-attributes", f'two ids, "{earlier}" and "{found}".', "Keep one of them.")]
    if not _ID.fullmatch(found):
        hint = "Use a–z, 0–9 and single hyphens, like #first-finding."
        return [place.error("invalid-id", f'"{found}" is not an id.', hint)]
    return []


def _joined(blocks: Sequence[Block], lines: Sequence[str], first_line: int) -> Block | None:
    """Make one block of neighbours, with the white space between them as it is."""
    if not blocks:
        return None
    first, last = blocks[0].first, blocks[-1].last
    text = without_comments("\n".join(lines[first - first_line : last - first_line + 1]))
    return Block(text, first, last)


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
        blocks = self._blocks(0, starts[0] if starts else len(self.tokens), self._is_prose)
        self._find_strays(0, starts[0] if starts else len(self.tokens), "there is no heading above this statement.")
        ends = [*starts[1:], len(self.tokens)][: len(starts)]
        sections = tuple(self._section(start, end) for start, end in zip(starts, ends, strict=True))
        return Outline(_joined(blocks, self.lines, self.first_line), sections)

    def _section(self, start: int, end: int) -> Section:
        place = self._place(self._line_of(start))
        title, attributes = self._split_attributes(self.tokens[start + 1].content, place)
        if attributes.id:
            self._take_id(attributes.id, place)
        has_kind = bool(attributes.get("kind")) or not self.source
        lists = [no for no in range(start + 3, end) if has_kind and self._is_statements(no)]
        if not has_kind:
            lists = self._find_strays(start + 3, end, "the heading above this statement has no kind.")
        statements = tuple(statement for no in lists for statement in self._statements(no))
        blocks = self._blocks(start + 3, end, lambda no: no not in lists and self._is_prose(no))
        return Section(title, int(self.tokens[start].tag[1]), attributes, tuple(blocks), statements, place)

    def _find_strays(self, start: int, end: int, message: str) -> list[int]:
        """Find lists whose items have ids where no kind is declared: they were meant to be statements."""
        hint = "Add one to the heading, like {kind=finding}."
        if "no heading" in message:
            hint = "Put it under a heading with a kind, like {kind=finding}."
        found = []
        for no in range(start, end):
            if self.tokens[no].type not in ("bullet_list_open", "ordered_list_open") or self.tokens[no].level:
                continue
            strays = [item for item in self._items(no) if _STATEMENT_END.search(self._first_paragraph(item))]
            if strays and self.source:
                found.append(no)
                places = (self._place(self._line_of(item)) for item in strays)
                self.problems += [place.error("statement-without-kind", message, hint) for place in places]
        return found

    def _blocks(self, start: int, end: int, wanted: Callable[[int], bool]) -> list[Block]:
        """Give the top-level blocks that are wanted, with their lines in the file."""
        found = []
        for no in range(start, end):
            position = self.tokens[no].map
            if self.tokens[no].level != 0 or self.tokens[no].nesting < 0 or position is None or not wanted(no):
                continue
            text = without_comments("\n".join(self.lines[position[0] : position[1]]))
            if text:
                found.append(Block(text, position[0] + self.first_line, position[1] + self.first_line - 1))
        return found

    def _is_prose(self, no: int) -> bool:
        token = self.tokens[no]
        return token.type != "html_block" or bool(without_comments(token.content))

    def _is_statements(self, start: int) -> bool:
        """Tell a list of statements from ordinary prose: in a translation, by the ids its items carry."""
        if self.tokens[start].level != 0 or self.tokens[start].type not in ("bullet_list_open", "ordered_list_open"):
            return False
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
        if not text and self.source:
            self.problems.append(place.error("empty-statement", f'the statement "{attributes.id}" has no text.'))
        self._refuse_html(item, place)
        if _RESERVED.fullmatch(attributes.id):
            message = f'the id "{attributes.id}" is used by the site itself.'
            self.problems.append(place.error("invalid-id", message, "Choose another."))
        if self._take_id(attributes.id, place):
            details, notes = self._details(item)
            position = self.tokens[item].map or [0, 1]
            end = next(no for no in range(position[1], position[0], -1) if self.lines[no - 1].strip())
            yield RawStatement(attributes.id, text, details, notes, attributes, place, end + self.first_line - 1)

    def _take_id(self, identifier: str, place: Place) -> bool:
        if identifier in self.seen:
            message = f'the id "{identifier}" stands twice (first on line {self.seen[identifier]}).'
            self.problems.append(place.error("duplicate-id", message, "Give one of them another id."))
            return False
        self.seen[identifier] = place.line
        return True

    def _refuse_html(self, item: int, place: Place) -> None:
        """A statement is shown on several pages, where raw HTML could break what is around it."""
        for no in range(item + 1, len(self.tokens)):
            token = self.tokens[no]
            if token.level == self.tokens[item].level:
                return
            inner = [child for child in token.children or () if child.type == "html_inline"]
            html = token.content if token.type == "html_block" else "".join(child.content for child in inner)
            if without_comments(html):
                hint = "Use Markdown instead: *emphasis*, [words](address)."
                self.problems.append(
                    place.error("raw-html", f"a statement cannot hold HTML ({html.strip()[:40]}).", hint)
                )
                return

    def _details(self, item: int) -> tuple[str, tuple[str, ...]]:
        details, notes = [], []
        for no, (_, token) in enumerate(self._children(item)):
            if no == 0 or token.map is None or (token.type == "html_block" and not without_comments(token.content)):
                continue
            block = textwrap.dedent(_COMMENT.sub("", "\n".join(self.lines[token.map[0] : token.map[1]]))).strip()
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
            return without_comments(text), Attributes()
        attributes, problems = parse_attributes(match[1], place)
        self.problems += problems
        other = _INNER_ID.search(_CODE.sub("", text[: match.start()]))
        if other:
            message = f"{other[0]} stands in the middle, and would be shown to readers."
            self.problems.append(place.error("broken-attributes", message, "Keep one {#…}, at the end."))
        return without_comments(text[: match.start()]), attributes

    def _line_of(self, token: int) -> int:
        position = self.tokens[token].map
        return position[0] if position else 0

    def _place(self, line: int) -> Place:
        text = self.lines[line] if line < len(self.lines) else ""
        return Place(self.path, line + self.first_line, len(text) - len(text.lstrip()) + 1)
