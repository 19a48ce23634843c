"""Two rules that CommonMark lacks for text written without spaces, and one for products.

Emphasis: wide characters (Han, kana and their punctuation), count as letters beside a run of
`*`, and make a run beside any other punctuation open or close; so `**强调。**后面` is read as an editor expects. See
CommonMark 0.31, section 6.2, and the amendment to it that is known as “markdown-cjk-friendly”. A single `*` between two
digits, or in a product such as `3*x*2`, `5m*3m` and `a*b*c`, is a sign of multiplication. Line breaks: between two such
characters a line break is no space (CSS Text 3, section 4.1.2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

# Marks of CJK punctuation that other languages use too: quotation marks, dashes, ellipsis, middle dot.
_SHARED_MARKS = "“”‘’—…·"
# Factors of which one begins with a digit, or of a letter each: who emphasises within a word takes more than one.
_PRODUCT = re.compile(
    r"""(?<![\w*.%)\]])(?=(?:[A-Za-z][0-9A-Za-z.%]*\*)*[0-9]|[A-Za-z]\*[A-Za-z]\*[A-Za-z](?![0-9A-Za-z*]))
    [0-9A-Za-z.%]++(?:\*[0-9A-Za-z.%]++)++(?!\*)""",
    re.ASCII | re.VERBOSE,
)
_LONGEST_PRODUCT = 80  # characters before a star that are looked at, so that no text takes longer than its length
# Variation selectors belong to the character before them (Unicode Standard, section 23.4).
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


def is_wide(char: str) -> bool:
    """Tell whether a character is of a script that is written without spaces: Han, kana, full-width punctuation.

    >>> [is_wide(char) for char in "电。Ａ a한"]
    [True, True, True, False, False, False]
    """
    if not char or char < "\u2e80":
        return False
    return unicodedata.east_asian_width(char) in "WF" and not unicodedata.name(char, "").startswith("HANGUL")


def joins(before: str, after: str) -> bool:
    """Tell whether a line break between two characters is no space.

    >>> joins("电", "力"), joins("，", "电"), joins("”", "电"), joins("电", "C"), joins("a", "b")
    (True, True, True, False, False)
    """
    sides = (is_wide(before), is_wide(after))
    return all(sides) or (any(sides) and (before in _SHARED_MARKS or after in _SHARED_MARKS) and bool(before and after))


def read_emphasis(state: StateInline, silent: bool) -> bool:
    """Read a run of `*` or `_` as delimiters: the inline rule “emphasis” with the rules of this module.

    >>> from markdown_it import MarkdownIt
    >>> md = MarkdownIt()
    >>> md.inline.ruler.at("emphasis", read_emphasis)
    >>> md.renderInline("**强调。**后面，5*3*2")
    '<strong>强调。</strong>后面，5*3*2'
    """
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    end = state.pos
    while end < state.posMax and state.src[end] == marker:
        end += 1
    opens, closes = _flanks(state.src, state.pos, end, state.posMax)
    for _ in range(end - state.pos):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(ord(marker), end - state.pos, len(state.tokens) - 1, end=-1, open=opens, close=closes)
        )
    state.pos = end
    return True


def _flanks(text: str, start: int, end: int, last: int) -> tuple[bool, bool]:
    """Tell whether a run of marks can open and whether it can close.

    >>> _flanks("年前**（含）**达峰", 2, 4, 11), _flanks("a**(b)**c", 1, 3, 9), _flanks("5*3", 1, 2, 3)
    ((True, True), (False, True), (False, False))
    """
    before, after = _before(text, start), text[end] if end < last else " "
    if text[start] == "*" and end - start == 1 and _multiplies(text, start, before, after):
        return False, False
    marks = (_is_mark(before), _is_mark(after))
    left = not isWhiteSpace(ord(after)) and (not marks[1] or _lets_open(before, marks[0]))
    right = not isWhiteSpace(ord(before)) and (not marks[0] or _lets_open(after, marks[1]))
    if text[start] == "*":
        return left, right
    return left and (not right or marks[0]), right and (not left or marks[1])


def _is_factor(char: str) -> bool:
    """Tell whether a character can stand beside the sign of a product.

    >>> _is_factor("5"), _is_factor("x"), _is_factor("%"), _is_factor("电")
    (True, True, True, False)
    """
    return char.isdigit() or char == "%" or (char.isascii() and char.isalpha())


def _multiplies(text: str, start: int, before: str, after: str) -> bool:
    """Tell whether a star between two characters is a sign of multiplication.

    >>> _multiplies("5*3", 1, "5", "3"), _multiplies("re*al*ly", 2, "e", "a")
    (True, False)
    """
    if before.isdigit() and after.isdigit():
        return True
    return _is_factor(before) and _is_factor(after) and _is_in_product(text, start)


def _is_in_product(text: str, place: int) -> bool:
    """Tell whether a star stands between the factors of a product.

    >>> [_is_in_product(text, text.index("*")) for text in ("3*x*2", "5m*3m", "a*b*c", "re*al*ly", "2030*abc*")]
    [True, True, True, False, False]
    """
    start = place
    first = place - _LONGEST_PRODUCT
    while start > max(first, 0) and (_is_factor(text[start - 1]) or text[start - 1] in "*."):
        start -= 1
    found = _PRODUCT.match(text, start)
    return found is not None and place < found.end()


def _before(text: str, start: int) -> str:
    """Give the character before a place, past the selectors that choose its shape.

    >>> _before("葛󠄀*", 2)
    '葛'
    """
    start -= 1
    while start > 0 and text[start] in _SELECTORS:
        start -= 1
    return text[start] if start >= 0 else " "


def _is_mark(char: str) -> bool:
    """Tell whether a character is punctuation that is not wide.

    >>> _is_mark("("), _is_mark("（"), _is_mark("a")
    (True, False, False)
    """
    return not is_wide(char) and (isMdAsciiPunct(ord(char)) or isPunctChar(char))


def _lets_open(neighbour: str, is_mark: bool) -> bool:
    """Tell whether the other side of a run lets it flank a mark: white space, a mark, or a wide character.

    >>> _lets_open("前", False), _lets_open("a", False)
    (True, False)
    """
    return is_mark or isWhiteSpace(ord(neighbour)) or is_wide(neighbour)


def join_lines(state: StateCore) -> None:
    """Hide the line breaks between wide characters: the core rule after “inline”.

    >>> from markdown_it import MarkdownIt
    >>> md = MarkdownIt()
    >>> md.core.ruler.push("lines", join_lines)
    >>> [token.hidden for token in md.parseInline("推进电\\n力\\nA")[0].children if token.type == "softbreak"]
    [True, False]
    """
    for token in state.tokens:
        if token.children:
            _join_lines(token.children)


def _join_lines(children: Sequence[Token]) -> None:
    """Hide the breaks among the children of one token.

    >>> tokens = [Token("text", "", 0, content="电"), Token("softbreak", "br", 0), Token("text", "", 0, content="力")]
    >>> _join_lines(tokens)
    >>> tokens[1].hidden
    True
    """
    for no, token in enumerate(children):
        if token.type == "softbreak":
            before = (children[other] for other in range(no - 1, -1, -1))
            after = (children[other] for other in range(no + 1, len(children)))
            token.hidden = joins(_last(before), _first(after))


def _last(tokens: Iterable[Token]) -> str:
    """Give the last character that is seen in a run of tokens, from the last on.

    >>> _last([Token("strong_close", "strong", -1), Token("text", "", 0, content="电")])
    '电'
    """
    for token in tokens:
        if token.content and token.type in ("text", "code_inline"):
            return _before(token.content, len(token.content))
        if token.type in ("softbreak", "hardbreak", "image"):
            return " "
    return ""


def _first(tokens: Iterable[Token]) -> str:
    """Give the first character that is seen in a run of tokens.

    >>> _first([Token("strong_open", "strong", 1), Token("text", "", 0, content="力场")])
    '力'
    """
    for token in tokens:
        if token.content and token.type in ("text", "code_inline"):
            return token.content[0]
        if token.type in ("softbreak", "hardbreak", "image"):
            return " "
    return ""
