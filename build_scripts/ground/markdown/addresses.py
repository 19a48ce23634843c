"""Addresses that stand in a text as they are: `https://…` without brackets is a link, as readers expect.

An address ends before the first character that is not ASCII, so that 。 and Han characters are none of it, and before
marks that end a sentence or close a bracket that it has not opened (GitHub Flavored Markdown, section 6.9).
"""

from __future__ import annotations

import re

from markdown_it.common.utils import unescapeAll
from markdown_it.rules_inline import StateInline

BARE = "bare"  # the `info` of the link’s tokens
_SCHEME = re.compile(r"(?<![A-Za-z0-9+.-])https?\Z", re.IGNORECASE)
_LONGEST_SCHEME = len("https") + 1
_REST = re.compile(r"://[!#-;=?-_a-z{|}~]+")
_ENDS = ".,;:!?'*_~|"
_CLOSING = {")": "(", "]": "[", "}": "{"}


def read_address(state: StateInline, silent: bool) -> bool:
    """Read an address: an inline rule, which begins at the colon.

    >>> from markdown_it import MarkdownIt
    >>> md = MarkdownIt()
    >>> md.inline.ruler.before("autolink", "address", read_address)
    >>> md.renderInline("见https://e.org/a_b_(c)。（https://e.org/）[x](https://e.org/)")
    '见<a href="https://e.org/a_b_(c)">https://e.org/a_b_(c)</a>。（<a href="https://e.org/">https://e.org/</a>）\
<a href="https://e.org/">x</a>'
    """
    scheme = _SCHEME.search(state.pending, len(state.pending) - _LONGEST_SCHEME if state.pending else 0)
    rest = _REST.match(state.src, state.pos, state.posMax) if scheme and state.linkLevel == 0 else None
    if scheme is None or rest is None:
        return False
    found = _without_ends(rest[0])
    if len(found) <= len("://"):
        return False
    if not silent:
        address = unescapeAll(scheme[0] + found)
        state.pending = state.pending[: scheme.start()]
        opened = state.push("link_open", "a", 1)
        opened.attrs = {"href": state.md.normalizeLink(address)}
        opened.markup, opened.info = "autolink", BARE
        state.push("text", "", 0).content = address
        closed = state.push("link_close", "a", -1)
        closed.markup, closed.info = "autolink", BARE
    state.pos += len(found)
    return True


def _without_ends(address: str) -> str:
    """Leave out the marks at the end that belong to the sentence.

    >>> [_without_ends(text) for text in ("://a/b.", "://a/(b)", "://a/b),", "://a**")]
    ['://a/b', '://a/(b)', '://a/b', '://a']
    """
    end = len(address)
    unopened = {last: address.count(last) - address.count(first) for last, first in _CLOSING.items()}
    while end and (address[end - 1] in _ENDS or unopened.get(address[end - 1], 0) > 0):
        end -= 1
        unopened[address[end]] = unopened.get(address[end], 0) - 1
    return address[:end]
