"""The body of a Markdown file → what is left open in it and would swallow what follows.

Receives Markdown; returns problems: comments, fenced code and HTML elements that nobody closes. On the page they would
take in the statements, or the foot of the page, without a word. Refuses nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from build_scripts.ground.problems import Place, Problem

_MARKDOWN = MarkdownIt("commonmark").enable("table")
# HTML Living Standard, 13.1.2 (void elements) and 13.1.2.4 (end tags that may be left out).
_NEVER_CLOSED = re.compile(r"area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")
_CLOSED_BY_ITSELF = re.compile(r"li|d[td]|p|r[tp]|opt(group|ion)|colgroup|caption|t(head|body|foot|[rdh])")


def find_unclosed(body: str, path: Path, first_line: int) -> list[Problem]:
    """Find code, comments and elements that are still open where the body ends."""
    tokens = _MARKDOWN.parse(body)
    lines = body.split("\n")
    place = [Place(path, no + first_line) for no in range(len(lines) + 1)]
    message = "the code that starts here has no end."
    code = [place[no].error("unclosed-code", message, f"End it with {mark}.") for no, mark in _open_code(tokens, lines)]
    html = [place[no].error("unclosed-html", *words) for no, *words in _open_html(tokens)]
    return [*code, *html]


def _open_code(tokens: list[Token], lines: list[str]) -> Iterator[tuple[int, str]]:
    for token in tokens:
        if token.type != "fence" or token.map is None or token.level:  # in a list or quote it ends with that
            continue
        last = lines[token.map[1] - 1].strip() if token.map[1] - token.map[0] > 1 else ""
        if not (last.startswith(token.markup) and set(last) == {token.markup[0]}):
            yield token.map[0], token.markup


def _open_html(tokens: list[Token]) -> Iterator[tuple[int, str, str]]:
    reader = _Elements()
    for token in tokens:
        inline = [child.content for child in token.children or () if child.type == "html_inline"]
        html = token.content if token.type == "html_block" else "".join(inline)
        reader.line = token.map[0] if token.map else reader.line
        words = "".join(child.content for child in token.children or () if child.type == "text")
        if "<!--" in words or re.search(r"<!--(?!.*?-->)", html, re.DOTALL):  # in a paragraph it would be shown as text
            yield reader.line, "the comment that starts here has no end.", "End it with -->."
            return
        reader.feed(html)
    for name, line in reader.open:
        yield line, f"the element <{name}> is not closed.", f"Close it with </{name}>."


class _Elements(HTMLParser):
    """Keeps the elements that are open."""

    def __init__(self) -> None:
        super().__init__()
        self.line = 0
        self.open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if not _NEVER_CLOSED.fullmatch(tag) and not _CLOSED_BY_ITSELF.fullmatch(tag):
            self.open.append((tag, self.line))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """In HTML a slash closes nothing but void elements, which are not counted."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element of that name."""
        for no in range(len(self.open) - 1, -1, -1):
            if self.open[no][0] == tag:
                del self.open[no]
                return
