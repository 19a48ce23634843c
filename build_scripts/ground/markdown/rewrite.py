"""Prose → Markdown again, for those who read it outside the site: links lead where they lead from anywhere.

Receives `Prose`, and where the targets of its links lead; returns Markdown that reads as the same words. Footnotes are
numbered through all that one `Rewriter` writes, and stand at its end. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from markdown_it.token import Token

from build_scripts.ground.markdown.html import Address, escape_text
from build_scripts.ground.markdown.parser import find_end
from build_scripts.ground.markdown.prose import Prose, without_notes
from build_scripts.ground.markdown.tags import read_tags

_ACTIVE = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?\w+;)")
_OPENING = re.compile(r"(?:#{1,6}(?=\s|\Z)|[-+](?=\s|\Z)|=+|-{2,})|\d{1,9}(?=[.)](?:\s|\Z))")
_AWKWARD = re.compile(r"[\s()<>\\]")
_PIPE = re.compile(r"(?<!\\)\|")
_TAG = re.compile(r"<[^<>]*>")
_MARKS = {"strong_open": "**", "strong_close": "**", "em_open": "*", "em_close": "*"}


def escape_markdown(words: str) -> str:
    """Write words so that nothing in them is markup, at the beginning of a line or within one.

    >>> escape_markdown("a*b [c]"), escape_markdown("1. Mai"), escape_markdown("# a"), escape_markdown("AT&T &amp;")
    ('a\\\\*b \\\\[c\\\\]', '1\\\\. Mai', '\\\\# a', 'AT&T \\\\&amp;')
    """
    escaped = _ACTIVE.sub(lambda match: f"\\{match[0]}", words)
    opening = _OPENING.match(escaped)
    if not opening:
        return escaped
    is_number = opening[0].isdigit()
    return f"{opening[0]}\\{escaped[opening.end() :]}" if is_number else f"\\{escaped}"


class Rewriter:
    """Writes prose as Markdown; `address` says where a target leads, or None for one that must be no link."""

    def __init__(self, address: Callable[[str], Address | None]) -> None:
        """Begin without footnotes; `marks` counts where one was marked."""
        self.address = address
        self.marks = 0
        self._notes: list[tuple[Prose, Callable[[str], Address | None]]] = []

    def blocks(self, prose: Prose) -> str:
        """Write prose with its blocks.

        >>> from build_scripts.ground.markdown import read_prose
        >>> writer = Rewriter(lambda target: Address("https://a.example/" + target))
        >>> print(writer.blocks(read_prose("*甲*[乙](ref:c)[^1]\\n\\n- a\\n- b\\n\\n    > c\\n\\n[^1]: 注")))
        *甲*[乙](https://a.example/ref:c)[^1]
        <BLANKLINE>
        - a
        <BLANKLINE>
        - b
        <BLANKLINE>
          > c
        >>> print(writer.footnotes())
        [^1]: 注
        """
        return self._join(tuple(without_notes(prose.tokens)), prose)

    def inline(self, prose: Prose) -> str:
        """Write prose on one line.

        >>> from build_scripts.ground.markdown import read_prose
        >>> Rewriter(lambda target: None).inline(read_prose("a\\n\\n- [b](c)"))
        'a b'
        """
        tokens = (token for token in without_notes(prose.tokens) if token.type == "inline")
        lines = (self._line(token.children or (), prose) for token in tokens)
        return " ".join(line.replace("\\\n", " ").replace("\n", "") for line in lines)

    def footnotes(self) -> str:
        """Write the footnotes that were marked, each with the addresses of its text; one may mark others.

        >>> from build_scripts.ground.markdown import read_prose
        >>> writer = Rewriter(lambda target: Address("/" + target))
        >>> writer.blocks(read_prose("a[^x]\\n\\n[^x]: b[^y]\\n\\n[^y]: c")), writer.footnotes()
        ('a[^1]', '[^1]: b[^2]\\n\\n[^2]: c')
        """
        written: list[str] = []
        while len(written) < len(self._notes):
            note, self.address = self._notes[len(written)]
            written.append(f"[^{len(written) + 1}]: {_indented(self.blocks(note), '    ')}")
        return "\n\n".join(written)

    def _join(self, tokens: Sequence[Token], prose: Prose, between: str = "\n\n") -> str:
        """Write blocks one after the other.

        >>> from build_scripts.ground.markdown import read_prose
        >>> Rewriter(lambda target: Address("/" + target)).blocks(read_prose("a\\n\\nb"))
        'a\\n\\nb'
        """
        return between.join(text for text in self._blocks(tokens, prose) if text)

    def _blocks(self, tokens: Sequence[Token], prose: Prose) -> Iterator[str]:
        """Write each block.

        >>> from build_scripts.ground.markdown import read_prose
        >>> Rewriter(lambda target: Address("/" + target)).blocks(read_prose("a\\n\\n***\\n\\nb"))
        'a\\n\\n* * *\\n\\nb'
        """
        no = 0
        while no < len(tokens):
            end = find_end(tokens, no)
            yield self._block(tokens[no], tokens[no + 1 : end], prose)
            no = end + 1

    def _block(self, token: Token, inner: Sequence[Token], prose: Prose) -> str:
        """Write one block: its opening token, and what stands in it.

        >>> from build_scripts.ground.markdown import read_prose
        >>> Rewriter(lambda target: Address("/" + target)).blocks(read_prose("## a\\n\\n> b\\n\\n~~~ c\\nd\\n~~~"))
        '## a\\n\\n> b\\n\\n```c\\nd\\n```'
        """
        match token.type:
            case "paragraph_open":
                return self._lines(inner, prose)
            case "heading_open":
                return f"{'#' * int(token.tag[1:])} {self._lines(inner, prose)}"
            case "bullet_list_open" | "ordered_list_open":
                return self._list(token, inner, prose)
            case "blockquote_open":
                return "\n".join(f"> {line}".rstrip() for line in self._join(inner, prose).split("\n"))
            case "fence" | "code_block":
                fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", token.content)), 3)
                return f"{fence}{(token.info or '').strip()}\n{token.content.rstrip()}\n{fence}"
            case "table_open":
                return self._table(inner, prose)
            case "html_block":
                return self._html(token).strip()
            case "inline":
                return self._line(token.children or (), prose)
        return "* * *" if token.type == "hr" else ""

    def _lines(self, inner: Sequence[Token], prose: Prose) -> str:
        """Write the words of a paragraph or heading.

        >>> from build_scripts.ground.markdown import read_prose
        >>> Rewriter(lambda target: Address("/" + target)).blocks(read_prose("*a*\\nb"))
        '*a* b'
        """
        return " ".join(self._line(token.children or (), prose) for token in inner if token.type == "inline")

    def _list(self, token: Token, inner: Sequence[Token], prose: Prose) -> str:
        """Write a list, with blank lines between its items where one has several blocks.

        >>> from build_scripts.ground.markdown import read_prose
        >>> Rewriter(lambda target: Address("/" + target)).blocks(read_prose("3. a\\n4. b"))
        '3. a\\n4. b'
        """
        number, items, no = int(token.attrs.get("start", 1)), [], 0
        while no < len(inner):
            end = find_end(inner, no)
            mark = f"{number}. " if token.type == "ordered_list_open" else "- "
            items.append(f"{mark}{_indented(self._join(inner[no + 1 : end], prose), ' ' * len(mark))}")
            number, no = number + 1, end + 1
        return ("\n" if all("\n\n" not in item for item in items) else "\n\n").join(items)

    def _table(self, inner: Sequence[Token], prose: Prose) -> str:
        """Write a table.

        >>> from build_scripts.ground.markdown import read_prose
        >>> Rewriter(lambda target: Address("/" + target)).blocks(read_prose("|a|b|\\n|:-|-|\\n|c|d\\\\|e|"))
        '| a | b |\\n| --- | --- |\\n| c | d\\\\|e |'
        """
        rows: list[list[str]] = []
        for no, token in enumerate(inner):
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                cell = self._line(inner[no + 1].children or (), prose)
                rows[-1].append(_PIPE.sub(r"\\|", cell.replace("\\\n", "<br>")))
        rule = ["---"] * len(rows[0])
        return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:]))

    def _line(self, tokens: Sequence[Token], prose: Prose) -> str:
        """Write what stands on one line.

        >>> from build_scripts.ground.markdown import read_prose
        >>> Rewriter(lambda target: Address("/" + target)).blocks(read_prose("__a__ [b](c)"))
        '**a** [b](/c)'
        """
        written: list[str] = []
        links: list[Address | None] = []
        for token in tokens:
            written.append(self._piece(token, prose, links, at_start=not written or written[-1].endswith("\n")))
        return "".join(written).strip()

    def _piece(self, token: Token, prose: Prose, links: list[Address | None], *, at_start: bool) -> str:
        """Write one token within a line.

        >>> from build_scripts.ground.markdown import read_prose
        >>> Rewriter(lambda target: Address("/" + target)).blocks(read_prose("a `b` ![c](d)"))
        'a `b` ![c](/d)'
        """
        match token.type:
            case "text":
                words = _ACTIVE.sub(lambda match: f"\\{match[0]}", token.content)
                return escape_markdown(token.content) if at_start else words
            case "code_inline":
                ticks = "`" * (1 + max((len(run) for run in re.findall("`+", token.content)), default=0))
                edge = " " if token.content.startswith("`") or token.content.endswith("`") else ""
                return f"{ticks}{edge}{token.content}{edge}{ticks}"
            case "softbreak":
                return "\n" if token.hidden else " "  # wide characters stand on both sides of a hidden one
            case "hardbreak":
                return "\\\n"
            case "link_open":
                links.append(self.address(str(token.attrs.get("href", ""))))
                return "[" if links[-1] and links[-1].href else ""
            case "link_close":
                return _link_end(links.pop())
            case "image":
                found = self.address(str(token.attrs.get("src", "")))
                words = escape_markdown("".join(child.content for child in token.children or ()))
                title = str(token.attrs.get("title", "")).replace('"', "&quot;")
                after = f' "{title}"' if title else ""
                return f"![{words}]({link_target(found.href)}{after})" if found else words
            case "html_inline":
                return self._html(token)
            case "footnote_ref":
                return self._mark(token.meta["label"], prose)
        return _MARKS.get(token.type, "")

    def _html(self, token: Token) -> str:
        """Write the few elements that are allowed, without comments.

        >>> from build_scripts.ground.markdown import read_prose
        >>> Rewriter(lambda target: Address("/" + target)).blocks(read_prose("H<sub>2</sub>O<!-- a -->"))
        'H<sub>2</sub>O'
        """
        parts = (part for part in read_tags(token.content) if part.kind != "comment")
        write = escape_text if token.type == "html_block" else escape_markdown
        return "".join(part.html if part.kind in ("open", "close") else write(part.text) for part in parts)

    def _mark(self, label: str, prose: Prose) -> str:
        """Write the mark of a footnote; one without its note as words.

        >>> from build_scripts.ground.markdown import read_prose
        >>> Rewriter(lambda target: Address("/" + target)).blocks(read_prose("a[^x]"))
        'a\\\\[^x\\\\]'
        """
        note = prose.notes.get(label)
        if note is None:
            return escape_markdown(f"[^{label}]")
        self.marks += 1
        number = next((no for no, (own, _) in enumerate(self._notes, 1) if own is note), 0)
        if not number:
            self._notes.append((note, self.address))
        return f"[^{number or len(self._notes)}]"


def link_target(href: str) -> str:
    """Write where a link leads; in angle brackets where it holds brackets or white space.

    >>> link_target("https://a.example/"), link_target("a(b c>")
    ('https://a.example/', '<a(b c%3E>')
    """
    return f"<{href.replace('<', '%3C').replace('>', '%3E')}>" if _AWKWARD.search(href) else href


def _link_end(found: Address | None) -> str:
    """Write the end of a link, and without its elements what is said of where it leads.

    >>> _link_end(Address("https://a.example/", mark=" <small>中文</small>")), _link_end(Address("", mark=" (b)"))
    (' 中文](https://a.example/)', ' (b)')
    """
    if found is None:
        return ""
    mark = _TAG.sub("", found.mark)
    beside = f" ([{found.beside[1]}]({link_target(found.beside[0])}))" if found.beside else ""
    return f"{mark}]({link_target(found.href)}){beside}" if found.href else mark


def _indented(text: str, space: str) -> str:
    """Indent all lines but the first; empty ones stay empty.

    >>> _indented("a\\n\\nb", "  ")
    'a\\n\\n  b'
    """
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"{space}{line}" if line else "" for line in rest)])
