"""Markdown → tokens: the only reader of Markdown. What follows works on what it gives.

Receives a text; returns a `Document`. Reads CommonMark 0.31 (library markdown-it-py), tables as GitHub has them,
footnotes as pandoc has them (mdit-py-plugins), and the rules of `cjk`, `addresses` and `figures`. Attributes in braces
are taken from the end of headings and of the first paragraph of top-level list items, and nowhere else. Link reference
definitions are read as the words they are, so that none vanishes. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from build_scripts.ground.markdown.addresses import read_address
from build_scripts.ground.markdown.cjk import join_lines, read_emphasis
from build_scripts.ground.markdown.figures import mark_figures
from build_scripts.ground.markdown.prose import Prose

# Targets within the site, which are no addresses yet.
_OWN = ("ref:", "cite:", "images/", "#")
# Of tokens that have been read, in which nobody writes any more.
_NONE: dict[str, Any] = {}
_MARK = re.compile(r"\[\^[^ \n\[\]]{1,200}\]")
_BRACES = re.compile(r"\s*\{([^{}\n]*)\}\s*\Z")
_ATTRIBUTES = re.compile(r"""(?:^|\s)(?:\#[^\s"{}=]|[\w-]+=)""")


@dataclass(frozen=True)
class Document:
    """A text that has been read: its tokens and lines, and its footnotes by label; `repeated` notes stand twice.

    The maps of tokens count lines from 0. `heading_open` and `list_item_open` tokens hold the inside of their braces
    in `meta["attributes"]`.
    """

    tokens: tuple[Token, ...]
    lines: tuple[str, ...]
    notes: Mapping[str, Prose] = field(default_factory=dict)
    repeated: tuple[tuple[str, int], ...] = field(default_factory=tuple)

    @classmethod
    def later(cls, notes: Mapping[str, Prose], load: Callable[[], Document]) -> Document:
        """Give a text that was read before, which is loaded when someone asks for more of it than its footnotes.

        >>> document = Document.later({}, lambda: parse("甲"))
        >>> document.notes, "lines" in vars(document), document.lines, "lines" in vars(document)
        ({}, False, ('甲',), True)
        """
        document = cls.__new__(cls)
        vars(document).update(notes=notes, _load=load)
        return document

    def forget(self, load: Callable[[], Document]) -> None:
        """Let go of all but the footnotes, which is loaded when someone asks for it again.

        >>> document = parse("甲")
        >>> document.forget(lambda: parse("甲")), "lines" in vars(document), document.lines
        (None, False, ('甲',))
        """
        notes = self.notes
        vars(self).clear()
        vars(self).update(notes=notes, _load=load)

    def __getattr__(self, name: str) -> Any:
        """Load a text that was read before.

        >>> Document.later({}, lambda: parse("甲")).repeated
        ()
        """
        if name.startswith("_") or "_load" not in vars(self):
            raise AttributeError(name)
        whole: Document = vars(self).pop("_load")()
        vars(self).update(vars(whole), notes=self.notes)
        return getattr(self, name)

    def __getstate__(self) -> dict[str, Any]:
        """Give the whole text, which is loaded first.

        >>> sorted(Document.later({}, lambda: parse("甲")).__getstate__())
        ['lines', 'notes', 'repeated', 'tokens']
        """
        return {"tokens": self.tokens, **vars(self)}


def parse(text: str) -> Document:
    """Read a text.

    >>> [token.type for token in parse("甲：\\n- 乙").tokens if token.nesting > 0]
    ['paragraph_open', 'bullet_list_open', 'list_item_open', 'paragraph_open']
    >>> parse("## 建议 {kind=finding}").tokens[0].meta["attributes"]
    'kind=finding'
    >>> parse("注[^1]。\\n\\n[^1]: 出处。").notes["1"].words
    '出处。'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as the library does before it counts lines
    tokens = tuple(_shrink(_parser().parse(text)))
    lines = tuple(text.split("\n"))
    notes: dict[str, Prose] = {}
    repeated: list[tuple[str, int]] = []
    for label, line, inside in _find_notes(tokens):
        if label in notes:
            repeated.append((label, line))
        else:
            notes[label] = Prose(cut_lines(inside, lines), inside, notes)
    return Document(tokens, lines, notes, tuple(repeated))


def read_prose(text: str) -> Prose:
    """Read a text that stands alone.

    >>> read_prose("**甲**，`乙`").words
    '甲，乙'
    """
    document = parse(text)
    return Prose(text, document.tokens, document.notes)


def plain_prose(text: str) -> Prose:
    """Give a text without markup, such as a label, as prose of one paragraph.

    >>> plain_prose("5*3*2 [甲]").words
    '5*3*2 [甲]'
    """
    words = Token("text", "", 0, content=text)
    inline = Token("inline", "", 0, content=text, children=[words], map=[0, 1])
    return Prose(text, (Token("paragraph_open", "p", 1), inline, Token("paragraph_close", "p", -1)))


def _shrink(tokens: Sequence[Token]) -> Sequence[Token]:
    """Have tokens that hold no attributes and no further facts share one empty mapping, a quarter of their size.

    >>> first, second = _shrink(_parser().parse("甲"))[::2]
    >>> first.attrs is second.attrs, first.attrs
    (True, {})
    """
    for token in tokens:
        token.attrs = token.attrs or _NONE
        token.meta = token.meta or _NONE
        _shrink(token.children or ())
    return tokens


@cache
def _parser() -> MarkdownIt:
    """Set up the library once.

    >>> _parser() is _parser()
    True
    """
    parser = MarkdownIt("commonmark").enable("table").disable("reference")
    footnote_plugin(parser, inline=False, move_to_end=False, always_match_refs=True)
    parser.inline.ruler.at("emphasis", read_emphasis)
    parser.inline.ruler.before("autolink", "address", read_address)
    parser.inline.ruler.at("footnote_ref", _footnote_mark)
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.before("inline", "attributes", _take_attributes)
    parser.core.ruler.after("text_join", "line_breaks", join_lines)
    parser.core.ruler.after("line_breaks", "figures", mark_figures)
    normalize = parser.normalizeLink
    parser.normalizeLink = lambda url: url if url.startswith(_OWN) else normalize(url)  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # what leads nowhere is named, not passed over
    return parser


def _footnote_mark(state: StateInline, silent: bool) -> bool:
    """Read the mark of a footnote by the plugin’s rule, which looks for its end as far as the paragraph goes.

    >>> [token.type for token in parse("甲[^a][^[^b]").tokens[1].children]
    ['text', 'footnote_ref', 'text', 'footnote_ref']
    """
    return _MARK.match(state.src, state.pos) is not None and footnote_ref(state, silent, always_match=True)


def _table(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Read a table by the library's rule, and keep the cells beyond its head, which it drops, or how many a row lacks.

    >>> [token.meta["lost"] for token in parse("| a |\\n| - |\\n| b | c |").tokens if "lost" in token.meta]
    [('c',)]
    """
    before = len(state.tokens)
    found = table(state, first, last, silent)
    if found and not silent:
        width = 0
        for token in state.tokens[before:]:
            if token.type == "tr_open" and token.map:
                cells = _cells(state, token.map[0])
                width = width or len(cells)
                if any(cells[width:]):
                    token.meta["lost"] = cells[width:]
                elif len(cells) < width:
                    token.meta["missing"] = width - len(cells)
    return found


def _cells(state: StateBlock, line: int) -> tuple[str, ...]:
    """Give the cells of a row as the library's rule cuts them.

    >>> _cells(StateBlock("| a | b\\\\|c |", _parser(), {}, []), 0)
    ('a', 'b|c')
    """
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
    cells = escapedSplit(text)
    return tuple(cell.strip() for cell in cells[not cells[0] : len(cells) - (len(cells) > 1 and not cells[-1])])


def _take_attributes(state: StateCore) -> None:
    """Take braces with attributes from where they may stand: the core rule before “inline”.

    >>> document = parse("- 甲 {#a}\\n    - 乙 {b, c}")
    >>> [token.content for token in document.tokens if token.type == "inline"]
    ['甲', '乙 {b, c}']
    """
    for no, token in enumerate(state.tokens):
        owner = _owner(state.tokens, no)
        match = _BRACES.search(token.content) if owner else None
        if owner and match and _ATTRIBUTES.search(match[1]):
            owner.meta["attributes"] = match[1].strip()
            token.content = token.content[: match.start()]


def _owner(tokens: Sequence[Token], no: int) -> Token | None:
    """Give the heading or list item whose attributes may end an inline token.

    >>> tokens = parse("# a").tokens
    >>> _owner(tokens, 1) is tokens[0], _owner(tokens, 0)
    (True, None)
    """
    if tokens[no].type != "inline" or no == 0:
        return None
    before = tokens[no - 1]
    if before.type == "heading_open" and before.level == 0:
        return before
    is_first = no > 1 and before.type == "paragraph_open" and tokens[no - 2].type == "list_item_open"
    return tokens[no - 2] if is_first and tokens[no - 2].level == 1 else None


def _find_notes(tokens: Sequence[Token]) -> Iterator[tuple[str, int, tuple[Token, ...]]]:
    """Give the label, line and inside of every footnote.

    >>> [(label, line) for label, line, _ in _find_notes(_parser().parse("甲\\n\\n[^a]: 乙\\n\\n[^b]: 丙"))]
    [('a', 2), ('b', 4)]
    """
    for no, token in enumerate(tokens):
        if token.type == "footnote_reference_open":
            end = find_end(tokens, no)
            yield token.meta["label"], (token.map or [0])[0], tuple(tokens[no + 1 : end])


def find_end(tokens: Sequence[Token], start: int) -> int:
    """Give the index of the token that closes the one at `start`; of one that opens nothing, its own.

    >>> tokens = parse("> a\\n> > b").tokens
    >>> find_end(tokens, 0) == len(tokens) - 1, find_end(tokens, 2)
    (True, 2)
    """
    depth = 0
    for no in range(start, len(tokens)):
        depth += tokens[no].nesting
        if depth <= 0:
            return no
    return len(tokens) - 1


def cut_lines(tokens: Sequence[Token], lines: Sequence[str]) -> str:
    """Give the source lines that a run of tokens stands on.

    >>> document = parse("a\\n\\nb\\nc")
    >>> cut_lines(document.tokens[3:], document.lines)
    'b\\nc'
    """
    maps = [token.map for token in tokens if token.map]
    return "\n".join(lines[min(m[0] for m in maps) : max(m[1] for m in maps)]) if maps else ""
