"""A run of Markdown that has been read → its words, its links, its marks.

Receives tokens of `parser`; gives `Prose`, which every place that shows or checks a text works on: pages, citations,
data, search, terms, links. Refuses nothing.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from build_scripts.ground.markdown.tags import read_tags
from build_scripts.ground.memory import digest

_SPACE = re.compile(r"[ \t\r\n\f]+")
# Stands for something that is no wording, such as code, where only the wording counts.
OBJECT = "\ufffc"


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image: where it leads, its line (counted from 0 in the text that was parsed), and its words."""

    target: str
    line: int
    words: str
    is_image: bool = False


@dataclass(frozen=True)
class Prose:
    """Markdown as it was written, with its tokens and the footnotes of its file; equal where the source is."""

    source: str = ""
    tokens: tuple[Token, ...] = field(default_factory=tuple, compare=False, repr=False)
    notes: Mapping[str, Prose] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def later(cls, source: str, known: Mapping[str, object], load: Callable[[], Prose]) -> Prose:
        """Give a text that was read before, of which the tokens are loaded when someone asks for them.

        `known` holds what is known without them, as `known` of that text gave it.

        >>> from build_scripts.ground.markdown import read_prose
        >>> whole = read_prose("*甲*")
        >>> prose = Prose.later(whole.source, whole.known, lambda: whole)
        >>> prose.links, "tokens" in vars(prose), prose.emphasised, "tokens" in vars(prose)
        ((), False, ('甲',), True)
        """
        prose = cls.__new__(cls)
        vars(prose).update(known, source=source, _load=load)
        return prose

    def forget(self, load: Callable[[], Prose]) -> None:
        """Let go of the tokens, which are loaded when someone asks for them again.

        >>> from build_scripts.ground.markdown import read_prose
        >>> prose = read_prose("*甲*")
        >>> prose.forget(lambda: read_prose("*甲*")), "tokens" in vars(prose), prose.emphasised
        (None, False, ('甲',))
        """
        if "tokens" in vars(self):
            vars(self).update(self.known)
            del vars(self)["tokens"], vars(self)["notes"]
        vars(self)["_load"] = load

    def __getattr__(self, name: str) -> Any:
        """Load the tokens and notes of a text that was read before.

        >>> Prose.later("a", {}, lambda: Prose("a", (), {"n": Prose("b")})).notes
        {'n': Prose(source='b')}
        """
        if name not in ("tokens", "notes") or "_load" not in vars(self):
            raise AttributeError(name)
        whole = vars(self).pop("_load")()
        vars(self).update(tokens=whole.tokens, notes=whole.notes)
        return vars(self)[name]

    def __getstate__(self) -> dict[str, Any]:
        """Give the whole text, which is loaded first.

        >>> Prose.later("a", {}, lambda: Prose("a")).__getstate__()["tokens"]
        ()
        """
        return {"tokens": self.tokens, **vars(self)}

    @property
    def known(self) -> Mapping[str, object]:
        """Give what is asked of every text, by attribute."""
        return {name: getattr(self, name) for name in ("links", "footnotes", "is_shown", "words", "digest")}

    @cached_property
    def digest(self) -> bytes:
        """Give the digest of all that a page shows of the text: its tokens, and the footnotes that it marks.

        >>> from build_scripts.ground.markdown import read_prose
        >>> one, other = (read_prose("甲[^1]。\\n\\n[^1]: " + note) for note in "乙丙")
        >>> one.digest == read_prose(one.source).digest, one.digest == other.digest
        (True, False)
        """
        marked = {label: self.notes[label].tokens for label in self.footnotes if label in self.notes}
        further = self.notes if any(note.footnotes for note in map(self.notes.get, marked) if note) else {}
        notes = [(label, note.tokens) for label, note in further.items()]
        return digest(pickle.dumps((self.tokens, marked, notes)))

    def __bool__(self) -> bool:
        """Tell whether there is anything to show where it stands: more than footnotes.

        >>> from build_scripts.ground.markdown import read_prose
        >>> bool(read_prose("a")), bool(read_prose("[^1]: a"))
        (True, False)
        """
        return self.is_shown

    @cached_property
    def is_shown(self) -> bool:
        """Tell the same as a property."""
        return any(True for _ in without_notes(self.tokens))

    @cached_property
    def words(self) -> str:
        """Give the words that a page shows, on one line, without the marks of footnotes.

        >>> from build_scripts.ground.markdown import read_prose
        >>> read_prose("**目标**是[`16%`](https://example.org)[^1]。\\n\\n1. 甲\\n\\n[^1]: 出处。").words
        '目标是16%。 甲'
        """
        return fold(_words(self.tokens, self.notes))

    @cached_property
    def wording(self) -> str:
        """Give the words without code and addresses, which are no wording; an object character stands for them.

        Every block, such as a cell of a table, is a line.

        >>> from build_scripts.ground.markdown import read_prose
        >>> read_prose("用`x`，见<https://example.org/>。").wording == "用\\ufffc，见\\ufffc。"
        True
        """
        return fold_blocks(_words(self.tokens, self.notes, frozenset({"code", "address"})))

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Give the wording of each cell of its tables, in order.

        >>> from build_scripts.ground.markdown import read_prose
        >>> read_prose("| a | b |\\n| --- | --- |\\n| 1 | 2 |").cells
        ('a', 'b', '1', '2')
        """
        pairs = pairwise(without_notes(self.tokens))
        inner = (token for opening, token in pairs if opening.type in ("td_open", "th_open"))
        return tuple(fold(_words([token], self.notes, frozenset({"code", "address"}))) for token in inner)

    @cached_property
    def unmarked(self) -> str:
        """Give the wording outside emphasis, which may set apart titles and words of other languages.

        >>> from build_scripts.ground.markdown import read_prose
        >>> read_prose("读*Stem*和**甲**").unmarked == "读\\ufffc和\\ufffc"
        True
        """
        return fold_blocks(_words(self.tokens, self.notes, frozenset({"code", "address", "emphasis"})))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Give the links and images in order; those in footnotes belong to the footnotes.

        >>> from build_scripts.ground.markdown import read_prose
        >>> links = read_prose("[甲](ref:a)\\n`[乙](ref:b)` ![图](images/c.png)").links
        >>> [(link.target, link.line, link.words, link.is_image) for link in links]
        [('ref:a', 0, '甲', False), ('images/c.png', 1, '图', True)]
        """
        return tuple(_links(without_notes(self.tokens)))

    @cached_property
    def footnotes(self) -> tuple[str, ...]:
        """Give the labels of the footnotes that are marked, in order.

        >>> from build_scripts.ground.markdown import read_prose
        >>> read_prose("甲[^b]乙[^a]`[^c]`").footnotes
        ('b', 'a')
        """
        leaves = leaves_of(without_notes(self.tokens))
        return tuple(token.meta["label"] for token in leaves if token.type == "footnote_ref")

    @cached_property
    def emphasised(self) -> tuple[str, ...]:
        """Give the words of every emphasised run, an outer one with what is in it.

        >>> from build_scripts.ground.markdown import read_prose
        >>> read_prose("**目标**2030年**达*成***").emphasised
        ('目标', '达成')
        """
        return tuple(_emphasised(without_notes(self.tokens)))


def fold(text: str) -> str:
    """Write every run of white space as one space; spaces that belong to the text (U+00A0, U+3000) stay.

    >>> fold(" a\\n b\\u3000c ")
    'a b\\u3000c'
    """
    return _SPACE.sub(" ", text).strip(" ")


def fold_blocks(text: str) -> str:
    """Write every run of white space as one space, or as one line end where it holds one.

    >>> fold_blocks("\\na  b\\n \\nc ")
    'a b\\nc'
    """
    lines = (fold(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def without_notes(tokens: Sequence[Token]) -> Iterator[Token]:
    """Leave out the definitions of footnotes, which are shown where footnotes stand.

    >>> from build_scripts.ground.markdown import read_prose
    >>> [token.content for token in without_notes(read_prose("甲\\n\\n[^1]: 乙").tokens) if token.content]
    ['甲']
    """
    depth = 0
    for token in tokens:
        if token.type.startswith("footnote_reference"):
            depth += token.nesting
        elif not depth:
            yield token


def leaves_of(tokens: Iterator[Token] | Sequence[Token]) -> Iterator[Token]:
    """Give the tokens with those inside inline ones in their place.

    >>> from build_scripts.ground.markdown import read_prose
    >>> [token.type for token in leaves_of(read_prose("a *b*").tokens) if token.nesting == 0]
    ['text', 'text']
    """
    for token in tokens:
        if token.type == "inline":
            yield from token.children or ()
        else:
            yield token


def located(tokens: Iterator[Token] | Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """Give the tokens as `leaves_of` does, each with its line, counted from 0 in the text that was parsed.

    >>> from build_scripts.ground.markdown import read_prose
    >>> [line for token, line in located(read_prose("a\\nb\\n\\n`c`").tokens) if token.content]
    [0, 1, 3]
    """
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        if token.type != "inline":
            yield token, line
            continue
        for child in token.children or ():
            yield child, line
            line += child.type in ("softbreak", "hardbreak")
            line += child.content.count("\n") if child.type == "html_inline" else 0


def _words(tokens: Sequence[Token], notes: Mapping[str, Prose], skipped: frozenset[str] = frozenset()) -> str:
    """Give the words of tokens with a space between blocks; what is skipped is one object character.

    >>> from build_scripts.ground.markdown import read_prose
    >>> _words(read_prose("# a\\n\\n*b*").tokens, {}, frozenset({"emphasis"})) == "\\na\\n\\n\\ufffc\\n"
    True
    """
    pieces: list[str] = []
    depth = 0  # within what is skipped as a whole
    for token in leaves_of(without_notes(tokens)):
        if _is_run(token, skipped):
            depth += token.nesting
            if depth == 0:
                pieces.append(OBJECT)
        elif not depth:
            pieces.append(_piece(token, notes, skipped))
    return "".join(pieces)


def _is_run(token: Token, skipped: frozenset[str]) -> bool:
    """Tell whether a token opens or closes a run that is skipped.

    >>> _is_run(Token("em_open", "em", 1), frozenset({"emphasis"})), _is_run(Token("em_open", "em", 1), frozenset())
    (True, False)
    """
    if "emphasis" in skipped and token.tag in ("em", "strong"):
        return True
    return "address" in skipped and token.tag == "a" and token.markup == "autolink"


def _piece(token: Token, notes: Mapping[str, Prose], skipped: frozenset[str]) -> str:
    """Give the words of one token.

    >>> _piece(Token("code_inline", "code", 0, content="x"), {}, frozenset())
    'x'
    >>> _piece(Token("footnote_ref", "", 0, meta={"label": "1"}), {}, frozenset())
    '[^1]'
    """
    match token.type:
        case "text":
            return token.content
        case "code_inline" | "fence" | "code_block":
            words = OBJECT if "code" in skipped else token.content
            return words if token.type == "code_inline" else f"\n{words}\n"
        case "softbreak":
            return "" if token.hidden else " "
        case "image":
            return str(token.attrs.get("title", "")) if token.meta.get("figure") else ""
        case "html_inline" | "html_block":
            edge = "\n" if token.type == "html_block" else ""
            return edge + "".join(map(_tag_words, read_tags(token.content))) + edge
        case "footnote_ref":
            return "" if token.meta["label"] in notes else f"[^{token.meta['label']}]"
    return "\n" if token.block or token.type == "hardbreak" else ""


def _tag_words(part: object) -> str:
    """Give what is seen of a part of raw HTML.

    >>> [_tag_words(part) for part in read_tags("a<br><sub>b</sub><!-- c --><u>")]
    ['a', '\\n', '', 'b', '', '', '<u>']
    """
    kind, text = getattr(part, "kind", ""), str(getattr(part, "text", ""))
    if kind in ("text", "refused"):
        return text
    return "\n" if text in ("br", "summary", "details") and kind != "comment" else ""


def _links(tokens: Iterator[Token]) -> Iterator[Link]:
    """Give the links and images of tokens.

    >>> from build_scripts.ground.markdown import read_prose
    >>> [link.line for link in _links(iter(read_prose("a\\nb\\n[c](d)").tokens))]
    [2]
    """
    for token in tokens:
        children = token.children or ()
        for no, (child, line) in enumerate(located([token])) if children else ():
            if child.type == "image":
                yield Link(str(child.attrs.get("src", "")), line, child.content, is_image=True)
            elif child.type == "link_open":
                yield Link(str(child.attrs.get("href", "")), line, _inside(children, no))


def _inside(children: Sequence[Token], start: int) -> str:
    """Give the words between the token at `start` and the one that closes it.

    >>> from build_scripts.ground.markdown import read_prose
    >>> _inside(read_prose("[*a* `b`](c) d").tokens[1].children, 0)
    'a b'
    """
    depth, words = 0, []
    for token in children[start:]:
        depth += token.nesting
        if depth <= 0:
            break
        words.append(_piece(token, {}, frozenset()))
    return "".join(words)


def _emphasised(tokens: Iterator[Token]) -> Iterator[str]:
    """Give the words of the outermost emphasised runs.

    >>> from build_scripts.ground.markdown import read_prose
    >>> list(_emphasised(iter(read_prose("*a **b*** c").tokens)))
    ['a b']
    """
    for token in tokens:
        children, depth = token.children or (), 0
        for no, child in enumerate(children):
            if child.tag in ("em", "strong"):
                if child.nesting > 0 and depth == 0:
                    yield _inside(children, no)
                depth += child.nesting
