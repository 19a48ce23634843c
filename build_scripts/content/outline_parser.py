"""The body of a Markdown file → its outline.

Receives a text; returns an `Outline` and problems. A statement is a top-level list item under a heading that has a
`kind`; `{#id key=value …}` ends its first paragraph. Block quotes inside the item are editor's notes, what else
follows is its details. Refuses list items without an id, ids that are not ASCII or stand twice, and attributes it does
not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it.token import Token

from build_scripts.content.attributes import Attributes, id_of, parse_attributes, write_right
from build_scripts.content.outline import Outline, RawStatement, Run, Section
from build_scripts.ground.markdown import (
    Document,
    Prose,
    find_end,
    is_comment,
    parse,
    quote_source,
    source_of,
    without_comments,
)
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem

_RESERVED = re.compile(r"title|section|intro|(heading|prose|section)-[0-9]+(-[0-9]+)?")
# Around the words of every heading and statement.
_OPEN, _CLOSE = Token("paragraph_open", "p", 1, block=True), Token("paragraph_close", "p", -1, block=True)
_LISTS = ("bullet_list_open", "ordered_list_open")


def is_reserved(identifier: str) -> bool:
    """Tell whether an id is the name of another unit of translation, which no statement may take."""
    return _RESERVED.fullmatch(identifier) is not None


def parse_outline(body: str, path: Path, first_line: int, source: bool = True) -> tuple[Outline, list[Problem]]:
    """Read a body; `source` says whether its headings must declare kinds (translations inherit them)."""
    parser = _Parser(parse(body), path, first_line, source)
    outline = parser.parse()
    return outline, parser.problems


class _Parser:
    """Walks the top-level blocks of one body."""

    def __init__(self, document: Document, path: Path, first_line: int, source: bool) -> None:
        self.document = document
        self.lines = document.lines
        self.tokens = document.tokens
        self.path = path
        self.first_line = first_line
        self.source = source
        self.problems: list[Problem] = []
        self.seen: dict[str, int] = {}

    def parse(self) -> Outline:
        starts = [no for no, token in enumerate(self.tokens) if token.type == "heading_open" and token.level == 0]
        before = starts[0] if starts else len(self.tokens)
        self._find_strays(0, before, is_under_heading=False)
        opening = next(self._parts(0, before, frozenset()), None)
        ends = [*starts[1:], len(self.tokens)][: len(starts)]
        sections = tuple(self._section(start, end) for start, end in zip(starts, ends, strict=True))
        return Outline(opening if isinstance(opening, Run) else None, sections, self.document)

    def _section(self, start: int, end: int) -> Section:
        place = self._place(self._line_of(start))
        attributes = self._attributes(start, place)
        if attributes.id:
            self._take_id(attributes.id, place)
        has_kind = bool(attributes.get("kind")) or not self.source
        lists = [no for no in range(start + 3, end) if has_kind and self._is_statements(no)]
        if not has_kind:
            lists = self._find_strays(start + 3, end, is_under_heading=True)
        title = self._inline(self.tokens[start + 1])
        if self.source and not title.words:
            hint = Phrase("Write them after the signs #, or remove the line.")
            self.problems.append(place.error("empty-heading", Phrase("this heading has no words."), hint))
        parts = tuple(self._parts(start + 3, end, frozenset(lists)))
        return Section(title, int(self.tokens[start].tag[1]), attributes, parts, place)

    def _find_strays(self, start: int, end: int, is_under_heading: bool) -> list[int]:
        """Find lists whose items have ids where no kind is declared: they were meant to be statements."""
        if is_under_heading:
            message = Phrase("the heading above this statement has no kind.")
            hint = Phrase("Add one to the heading, like {kind=finding}.")
        else:
            message = Phrase("there is no heading above this statement.")
            hint = Phrase("Put it under a heading with a kind, like {kind=finding}.")
        found = []
        for no in range(start, end):
            if self.tokens[no].type not in _LISTS or self.tokens[no].level:
                continue
            strays = [item for item in self._items(no) if "#" in self.tokens[item].meta.get("attributes", "")]
            if strays and self.source:
                found.append(no)
                places = (self._place(self._line_of(item)) for item in strays)
                self.problems += [place.error("statement-without-kind", message, hint) for place in places]
        return found

    def _parts(self, start: int, end: int, lists: frozenset[int]) -> Iterator[Run | RawStatement]:
        """Give runs of prose and statements in the order in which they stand."""
        run: list[Token] = []
        no = start
        while no < end:
            last = find_end(self.tokens, no)
            if no in lists:
                yield from self._run(run)
                run = []
                yield from (found for item in self._items(no) for found in self._statement(item))
            elif not self._is_comment(no):
                run += self.tokens[no : last + 1]
            no = last + 1
        yield from self._run(run)

    def _run(self, tokens: Sequence[Token]) -> Iterator[Run]:
        maps = [token.map for token in tokens if token.map]
        if maps:
            prose = Prose(source_of(tokens, self.lines), tuple(tokens), self.document.notes)
            first, last = min(start for start, _ in maps), max(end for _, end in maps)
            yield Run(prose, first + self.first_line, self._last_line(first, last))

    def _is_comment(self, no: int) -> bool:
        return self.tokens[no].type == "html_block" and is_comment(self.tokens[no].content)

    def _is_statements(self, start: int) -> bool:
        """Tell a list of statements from ordinary prose: in a translation, by the ids its items carry."""
        if self.tokens[start].level != 0 or self.tokens[start].type not in _LISTS:
            return False
        if self.source:
            return True
        return any("attributes" in self.tokens[item].meta for item in self._items(start))

    def _items(self, start: int) -> Iterator[int]:
        """Give where the items of a list begin."""
        no, last = start + 1, find_end(self.tokens, start)
        while no < last:
            yield no
            no = find_end(self.tokens, no) + 1

    def _children(self, item: int) -> Iterator[tuple[Token, ...]]:
        """Give the blocks of a list item."""
        no, last = item + 1, find_end(self.tokens, item)
        while no < last:
            end = find_end(self.tokens, no)
            yield self.tokens[no : end + 1]
            no = end + 1

    def _statement(self, item: int) -> Iterator[RawStatement]:
        place = self._place(self._line_of(item))
        attributes = self._attributes(item, place)
        if not attributes.id:
            hint = _id_hint(self.tokens[item : find_end(self.tokens, item)], self.source)
            self.problems.append(place.error("statement-without-id", Phrase("this list item has no id."), hint))
            return
        first, *rest = self._children(item)
        text = self._inline(first[1])
        if self.source and not _has_words(first[1]):
            hint = Phrase("Write it before the braces, or remove the line.")
            if text.source:
                hint = Phrase("Write what it says; a picture stands in a paragraph of its own below.")
            message = Phrase('the statement "%(id)s" has no text.', id=attributes.id)
            self.problems.append(place.error("empty-statement", message, hint))
        if is_reserved(attributes.id):
            message = Phrase('the id "%(id)s" is used by the site itself.', id=attributes.id)
            self.problems.append(place.error("invalid-id", message, Phrase("Choose another.")))
        if self._take_id(attributes.id, place):
            lines = self.tokens[item].map or [0, 1]
            last = self._last_line(*lines)
            yield RawStatement(attributes.id, text, tuple(self._statement_parts(rest)), attributes, place, last)

    def _take_id(self, identifier: str, place: Place) -> bool:
        if identifier in self.seen:
            message = Phrase(
                'the id "%(id)s" stands twice (first on line %(first)s).',
                id=identifier,
                first=self.seen[identifier],
            )
            self.problems.append(place.error("duplicate-id", message, Phrase("Give one of them another id.")))
            return False
        self.seen[identifier] = place.line
        return True

    def _statement_parts(self, blocks: Sequence[Sequence[Token]]) -> Iterator[tuple[str, Prose]]:
        """Give what follows the first paragraph of a statement, neighbouring blocks of details as one part."""
        details: list[Token] = []
        counts = {"details": 0, "note": 0}

        def name(kind: str) -> str:
            counts[kind] += 1
            return kind if kind == "details" and counts[kind] == 1 else f"{kind}-{counts[kind]}"

        for block in blocks:
            if block[0].type == "html_block" and is_comment(block[0].content):
                continue
            if block[0].type != "blockquote_open":
                details += block
                continue
            if details:
                yield name("details"), self._prose(details)
                details = []
            note = Prose(quote_source(block, self.lines), tuple(_shown(block[1:-1], 2)), self.document.notes)
            yield name("note"), note
        if details:
            yield name("details"), self._prose(details)

    def _prose(self, tokens: Sequence[Token]) -> Prose:
        return Prose(source_of(tokens, self.lines), tuple(_shown(tokens, 2)), self.document.notes)

    def _inline(self, token: Token) -> Prose:
        """Give the words of a heading, or of the first paragraph of a statement, as a paragraph."""
        source = without_comments(token.content, [token]).strip()
        if not source:
            return Prose()
        return Prose(source, (_OPEN, token, _CLOSE), self.document.notes)

    def _attributes(self, owner: int, place: Place) -> Attributes:
        raw = self.tokens[owner].meta.get("attributes", "")
        attributes, problems = parse_attributes(raw, place)
        self.problems += problems
        return attributes

    def _line_of(self, token: int) -> int:
        position = self.tokens[token].map
        return position[0] if position else 0

    def _last_line(self, first: int, end: int) -> int:
        """Give the last line before `end` that is not blank, as the file counts its lines."""
        last = next((no for no in range(end, first, -1) if self.lines[no - 1].strip()), first + 1)
        return last + self.first_line - 1

    def _place(self, line: int) -> Place:
        text = self.lines[line] if line < len(self.lines) else ""
        return Place(self.path, line + self.first_line, len(text) - len(text.lstrip()) + 1)


def _id_hint(tokens: Sequence[Token], is_source: bool) -> Phrase:
    """Give how the id of a statement is written: as the braces at its end have it, or other brackets with a #; in a
    translation, as in the source.
    """
    words = next((token.content for token in tokens if token.type == "inline"), "")
    braces = re.search(r"\{([^{}\n]{1,80})\}$|[(（\[【]([#＃][^()（）\[\]【】\n]{1,80})[)）\]】]$", words)
    right = (write_right(braces[1]) if braces[1] else f"#{id_of(braces[2])}") if braces else ""
    if right:
        return Phrase("End it with {%(words)s}.", words=right)
    if not is_source:
        return Phrase("End it with the id that it has in the source; if the source has no such item, remove it.")
    return Phrase("End it with an id of its own, like {#first-finding}.")


def _has_words(token: Token) -> bool:
    """Tell whether a paragraph has more than pictures, marks of footnotes and white space."""
    return any(child.content.strip() for child in token.children or () if child.type in ("text", "code_inline"))


def _shown(tokens: Sequence[Token], level: int) -> Iterator[Token]:
    """Give tokens of a list item on their own: paragraphs that a tight list hides are paragraphs then."""
    for token in tokens:
        is_figure = "figures" in token.meta
        own = token.hidden and not is_figure and token.type.startswith("paragraph") and token.level <= level
        yield token.copy(hidden=False) if own else token
