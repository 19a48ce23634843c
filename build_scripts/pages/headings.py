"""The little that stays Markdown in a staged page: its title and the headings that the engine gathers as its contents.

Receives ready HTML; returns lines of Markdown, and a page's body laid out so that an engine takes all else as blocks
of HTML: no line of it is empty. Every character of a heading that Markdown could read as markup, attributes in braces
among them, is written as a character reference. Refuses nothing.
"""

from __future__ import annotations

import html
import re

from markupsafe import Markup

_ACTIVE = re.compile(r"[\\`*_{}\[\]()#+\-.!|~^:\"<>&$=@]")
_ACTIVE_IN_TAG = re.compile(r"[\\`*_{}\[\]()!~^|$]")
_TAG = re.compile(r"(<[^<>]*>)")


def markdown_heading(level: int, words: str, attributes: str) -> Markup:
    """Give a heading on a line of its own; `words` is HTML without blocks.

    >>> str(markdown_heading(2, Markup('<code>a_b</code> {c}'), "#d")).strip()
    '## <code>a&#95;b</code> &#123;c&#125; { #d }'
    """
    braces = f" {{ {attributes} }}" if attributes else ""
    return Markup(f"\n{'#' * level} {_inert(words)}{braces}\n")


def html_heading(level: int, words: str, anchor: str) -> Markup:
    """Give a heading that no table of contents has.

    >>> str(html_heading(3, "a & b", "c"))
    '<h3 id="c">a &amp; b</h3>'
    """
    return Markup('<h{0} id="{2}">{1}</h{0}>').format(level, Markup.escape(words), anchor)


def _inert(words: str) -> str:
    """Write HTML without blocks so that Markdown finds no markup in it."""
    parts = _TAG.split(str(Markup.escape(words)).replace("\n", " "))
    return "".join(_inert_tag(part) if no % 2 else _references(html.unescape(part)) for no, part in enumerate(parts))


def _inert_tag(tag: str) -> str:
    return _ACTIVE_IN_TAG.sub(lambda match: f"&#{ord(match[0])};", tag)


def _references(text: str) -> str:
    return _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", text)


def plain_heading(line: str) -> str:
    """Give the words of a line that `markdown_heading` wrote.

    >>> plain_heading('# <span lang="zh">a&#95;b</span> { .c }')
    'a_b'
    """
    return html.unescape(re.sub(r"<[^<>]*>|^#+ |\s*\{[^{}]*\}$", "", line)).strip()


def lay_out(body: str) -> str:
    """Give a body in which only headings have empty lines around them, so that no block of HTML ends early.

    >>> lay_out("# a\\n<p>b</p>\\n\\n<ul>\\n\\n</ul>\\n## c\\n")
    '# a\\n\\n<p>b</p>\\n<ul>\\n</ul>\\n\\n## c\\n'
    """
    lines = (f"\n{line}\n" if line.startswith("#") else line for line in body.split("\n") if line.strip())
    return "\n".join(lines).replace("\n\n\n", "\n\n").strip("\n") + "\n"
