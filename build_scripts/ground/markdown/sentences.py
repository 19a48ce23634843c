"""Prose → its first sentence, and what follows; and its first words set apart.

Receives `Prose`; returns `Prose` made of the same tokens. A sentence ends at 。！？ with the closing quotes and
brackets after it, or at . ! ? before white space and a letter that is not small, or a quote. It never ends within a
link, code, emphasis or brackets, nor after an abbreviation. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from build_scripts.ground.markdown.prose import OBJECT, Prose, without_notes

_CLOSING = "”’»」』）)】》〉]\"'"
_END = re.compile(rf"[。！？｡](?P<wide>)[{re.escape(_CLOSING)}]*|[.!?؟۔]+[{re.escape(_CLOSING)}]*(?=\s)")
_NEXT = re.compile(r"\s+[“‘«「『（(《\[\"'*_]*(?P<letter>\w|" + OBJECT + ")")
# What a full stop after these ends is a word, or a number in a list: No. 5, e.g. this, U.S. firms, J. Smith, 2. Costs.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(（“‘\"'])(?:(?:[^\W\d_]\.)*[^\W\d_]|\d{1,2}|no|nos|vs|cf|al|etc|ca|approx|mr|mrs|ms|dr|prof|st|gov|sen|rep|gen|inc|co"
    r"|corp|ltd|art|sec|ch|vol|fig|pp|ed|eds|dept|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\Z",
    re.IGNORECASE,
)
_OPEN, _CLOSE = "（(【《〈[", "）)】》〉]"


def split_first_sentence(prose: Prose, css: str = "") -> tuple[Prose, Prose]:
    """Give the first sentence of prose that begins with a paragraph, and the rest; other prose is not split.

    What is left of the first paragraph is one of a class.

    >>> from build_scripts.ground.markdown import read_prose
    >>> def split(text): return [part.words for part in split_first_sentence(read_prose(text))]
    >>> split("偏高。按清单约为45%。"), split("他说：“偏高。”另见下文。"), split("偏高（见附件。）另见下文。还有。")
    (['偏高。', '按清单约为45%。'], ['他说：“偏高。”', '另见下文。'], ['偏高（见附件。）另见下文。', '还有。'])
    >>> split("No. 5 is 3.5 in the U.S. Senate, e.g. here. “So” it is."), split("One sentence.")
    (['No. 5 is 3.5 in the U.S. Senate, e.g. here.', '“So” it is.'], ['One sentence.', ''])
    >>> split("See [One. Two](https://example.org) and **this. That** too. `F` follows."), split("One.\\n\\nTwo.")
    (['See One. Two and this. That too.', 'F follows.'], ['One.', 'Two.'])
    >>> split("说明[^1]。[^1]后文。\\n\\n[^1]: 注。"), split("- 甲。乙。")
    (['说明。', '后文。'], ['甲。乙。', ''])
    """
    tokens = tuple(without_notes(prose.tokens))
    if len(tokens) < 3 or tokens[0].type != "paragraph_open" or tokens[1].type != "inline":
        return prose, Prose()
    children, blocks = tokens[1].children or [], tokens[3:]
    cut = _find_cut(children)
    first, rest = _cut(children, *cut) if cut else (children, list[Token]())
    around = (tokens[0], tokens[2])
    left = (tokens[0].copy(attrs={"class": css} if css else {}), tokens[2])
    following = (*(_paragraph(left, rest) if rest else ()), *blocks)
    return _like(prose, _paragraph(around, first)), _like(prose, following)


def sentence_ends(words: str) -> Iterator[int]:
    """Give where the sentences of plain words end; at the end of all only what has a wide mark is one.

    >>> list(sentence_ends("No. 5 is in the U.S. Senate. It stays.")), list(sentence_ends("甲。乙。"))
    ([28], [2, 4])
    """
    return (match.end() for match in _END.finditer(words) if _is_end(words, match))


def set_apart_opening(prose: Prose, length: int, css: str) -> Prose:
    """Set the first characters of prose in strong type of a class, if they are plain words of its first paragraph.

    >>> from build_scripts.ground.markdown import read_prose, render
    >>> render(set_apart_opening(read_prose("存疑：偏*高*。"), 3, "label"))
    '<p><strong class="label">存疑：</strong>偏<em>高</em>。</p>'
    >>> render(set_apart_opening(read_prose("**存疑**：偏高。"), 3, "label"))
    '<p><strong>存疑</strong>：偏高。</p>'
    """
    tokens = tuple(prose.tokens)
    children = (tokens[1].children or []) if len(tokens) > 1 and tokens[1].type == "inline" else []
    if not length or not children or children[0].type != "text" or len(children[0].content) < length:
        return prose
    words = children[0].content
    opening = [
        Token("strong_open", "strong", 1, attrs={"class": css}),
        Token("text", "", 0, content=words[:length]),
        Token("strong_close", "strong", -1),
        Token("text", "", 0, content=words[length:]),
    ]
    return _like(prose, (tokens[0], tokens[1].copy(children=[*opening, *children[1:]]), *tokens[2:]))


@dataclass(frozen=True)
class _Piece:
    """The words of a token within a paragraph: where they begin in those of the whole, and whether they are plain."""

    no: int
    start: int
    words: str
    is_plain: bool


def _pieces(children: Sequence[Token]) -> Iterator[_Piece]:
    """Give the words of tokens; what stands in links or emphasis is not plain, code and images are one character.

    >>> from build_scripts.ground.markdown import read_prose
    >>> [(piece.start, piece.words, piece.is_plain) for piece in _pieces(read_prose("a *b*c").tokens[1].children)]
    [(0, 'a ', True), (2, '', False), (2, 'b', False), (3, '', False), (3, 'c', True)]
    """
    start = depth = 0
    for no, child in enumerate(children):
        words = _words_of(child)
        depth += child.nesting
        yield _Piece(no, start, words, child.type == "text" and not depth)
        start += len(words)


def _words_of(child: Token) -> str:
    """Give what a token stands for in the words of its paragraph.

    >>> _words_of(Token("code_inline", "code", 0, content="x. Y")) == OBJECT, _words_of(Token("softbreak", "br", 0))
    (True, ' ')
    """
    match child.type:
        case "text":
            return child.content
        case "code_inline" | "image":
            return OBJECT
        case "softbreak":
            return "" if child.hidden else " "
        case "hardbreak":
            return " "
    return ""


def _find_cut(children: Sequence[Token]) -> tuple[int, int] | None:
    """Give the token, and the character in it, after which the second sentence begins, or None.

    >>> from build_scripts.ground.markdown import read_prose
    >>> _find_cut(read_prose("*a*bc. D").tokens[1].children), _find_cut(read_prose("a.").tokens[1].children)
    ((3, 3), None)
    """
    pieces = list(_pieces(children))
    words = "".join(piece.words for piece in pieces)
    for match in _END.finditer(words):
        last = match.end() - 1
        piece = next(piece for piece in pieces if piece.start <= last < piece.start + len(piece.words))
        starts_in = piece.start <= match.start()
        if piece.is_plain and starts_in and words[match.end() :].strip() and _is_end(words, match):
            return piece.no, match.end() - piece.start
    return None


def _is_end(words: str, match: re.Match[str]) -> bool:
    """Tell whether a mark ends a sentence: not within brackets, nor, of a full stop, after an abbreviation.

    >>> [_is_end(words, _END.search(words)) for words in ("a. B", "No. 5", "ab. C", "2. B", "（甲。）乙", "甲。乙")]
    [False, False, True, False, False, True]
    """
    before, mark = words[: match.start()], match[0]
    if sum(before.count(char) for char in _OPEN) > sum(before.count(char) for char in _CLOSE):
        return False
    if match["wide"] is not None:
        return True
    following = _NEXT.match(words, match.end())
    if following is None or following["letter"].islower() or following["letter"].isdigit():
        return False
    return not (mark[0] == "." and _ABBREVIATION.search(before))


def _cut(children: Sequence[Token], no: int, length: int) -> tuple[list[Token], list[Token]]:
    """Cut tokens after some characters of one of them; the marks of footnotes stay with the words before them.

    >>> from build_scripts.ground.markdown import read_prose
    >>> [[t.content for t in part] for part in _cut(read_prose("a. B").tokens[1].children, 0, 2)]
    [['a.'], ['B']]
    """
    words = children[no].content
    first = [*children[:no], children[no].copy(content=words[:length])]
    rest = [*children[no + 1 :]]
    if words[length:].strip():
        return first, [children[no].copy(content=words[length:].lstrip()), *rest]
    while rest and rest[0].type == "footnote_ref":
        first.append(rest.pop(0))
    while rest and rest[0].type in ("softbreak", "hardbreak"):
        rest.pop(0)
    if rest and rest[0].type == "text":
        rest[0] = rest[0].copy(content=rest[0].content.lstrip())
    return first, rest


def _paragraph(around: tuple[Token, Token], children: Sequence[Token]) -> tuple[Token, ...]:
    """Give a paragraph of some tokens.

    >>> [token.type for token in _paragraph((Token("paragraph_open", "p", 1), Token("paragraph_close", "p", -1)), [])]
    ['paragraph_open', 'inline', 'paragraph_close']
    """
    return around[0], Token("inline", "", 0, children=list(children), block=True), around[1]


def _like(prose: Prose, tokens: tuple[Token, ...]) -> Prose:
    """Give tokens of prose as prose with its footnotes; its source is its words.

    >>> _like(Prose("a"), ()).source
    ''
    """
    part = Prose("", tokens, prose.notes)
    return Prose(part.words, tokens, prose.notes)
