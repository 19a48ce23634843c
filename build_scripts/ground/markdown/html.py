"""Prose → the HTML of a page.

Receives `Prose` and a `View`, which knows where links lead from the page and which words are terms; returns HTML on
one line, so that an engine that reads Markdown takes it as one block and leaves it alone: line ends and tabs of code
are written as character references. Raw HTML that content may not use is shown as text. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

from markdown_it.token import Token

from build_scripts.ground.markdown.prose import Prose, leaves_of, without_notes
from build_scripts.ground.markdown.tags import BLOCK, HtmlPart, read_tags


@dataclass(frozen=True)
class Address:
    """Where a link leads from a page; `attributes` (of its tag) and `mark` (after its words) are ready HTML.

    Without `href` there is no link, but the mark stands. `beside` are the address and the words of a link after it.
    """

    href: str
    attributes: str = ""
    mark: str = ""
    beside: tuple[str, str] | None = None


class View(Protocol):
    """What a page knows that a text does not."""

    def address(self, target: str) -> Address | None:
        """Give where a target leads, or None for one that must be no link."""

    def words(self, text: str) -> str:
        """Give plain words as HTML."""

    def footnote(self, label: str, note: Prose) -> str:
        """Give the mark of a footnote as HTML."""


class PlainView:
    """A view that knows nothing: links stay as they are, words are only escaped, footnotes are marked by label."""

    def address(self, target: str) -> Address | None:
        """Give the target itself.

        >>> PlainView().address("ref:a")
        Address(href='ref:a', attributes='', mark='', beside=None)
        """
        return Address(target)

    def words(self, text: str) -> str:
        """Escape words.

        >>> PlainView().words("a<b")
        'a&lt;b'
        """
        return escape_text(text)

    def footnote(self, label: str, note: Prose) -> str:
        """Give the label.

        >>> PlainView().footnote("1", Prose())
        '<sup>1</sup>'
        """
        return f"<sup>{escape(label)}</sup>"


_LINES = {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}


def escape_text(text: str) -> str:
    """Write words as HTML; a line end within them is a space, a tab a reference.

    >>> escape_text('a<b & "c"\\td')
    'a&lt;b &amp; "c"&#9;d'
    """
    return escape(text, quote=False).replace("\n", " ").replace("\t", "&#9;")


def escape_code(text: str) -> str:
    """Write code as HTML that keeps its lines, whatever reads it.

    >>> escape_code("a\\n\\n\\tb")
    'a&#10;&#10;&#9;b'
    """
    return "".join(_LINES.get(char, char) for char in escape(text, quote=False))


def _beside(address: Address) -> str:
    """Write the link that stands after another, in brackets.

    >>> _beside(Address("https://a.example/", beside=("https://b.example/?a&b", "copy")))
    ' <small>(<a href="https://b.example/?a&amp;b" rel="noreferrer">copy</a>)</small>'
    """
    if address.beside is None:
        return ""
    href, words = address.beside
    return f' <small>(<a href="{escape(href)}" rel="noreferrer">{escape_text(words)}</a>)</small>'


def _written(part: HtmlPart, is_block: bool) -> str:
    """Write a part of raw HTML: a tag that may stand here as it is, all else as text.

    >>> [_written(part, is_block=False) for part in read_tags("<sub>a<details>")]
    ['<sub>', 'a', '&lt;details&gt;']
    """
    if part.kind not in ("open", "close"):
        return escape_text(part.text)
    return part.html if is_block or part.text not in BLOCK else escape_text(part.html)


def render(prose: Prose, view: View | None = None) -> str:
    """Write prose as HTML.

    >>> from build_scripts.ground.markdown import read_prose
    >>> render(read_prose("**强调。**后面\\n- 甲\\n  - 乙"))
    '<p><strong>强调。</strong>后面</p><ul><li>甲<ul><li>乙</li></ul></li></ul>'
    >>> render(read_prose("<script>x</script>"))
    '&lt;script&gt;x&lt;/script&gt;'
    """
    return _Writer(prose, view or PlainView()).write(tuple(without_notes(prose.tokens)))


def render_inline(prose: Prose, view: View | None = None) -> str:
    """Write prose without the elements of its blocks, for a heading or a line.

    >>> from build_scripts.ground.markdown import read_prose
    >>> render_inline(read_prose("**重点** `x`"))
    '<strong>重点</strong> <code>x</code>'
    """
    leaves = leaves_of(without_notes(prose.tokens))
    return _Writer(prose, view or PlainView()).write([token for token in leaves if not token.block])


class _Writer:
    """Writes the tokens of one piece of prose, one after the other."""

    def __init__(self, prose: Prose, view: View) -> None:
        self.prose = prose
        self.view = view
        self.links: list[Address | None] = []

    def write(self, tokens: Sequence[Token]) -> str:
        """Write tokens.

        >>> _Writer(Prose(), PlainView()).write([Token("text", "", 0, content="a"), Token("hr", "hr", 0)])
        'a<hr>'
        """
        return "".join(self._write(tokens))

    def _write(self, tokens: Sequence[Token]) -> Iterator[str]:
        """Write tokens one by one, with those inside inline ones in their place.

        >>> list(_Writer(Prose(), PlainView())._write([Token("inline", "", 0, children=[Token("hr", "hr", 0)])]))
        ['<hr>']
        """
        for token in tokens:
            if token.type == "inline":
                yield from self._write(token.children or ())
            else:
                yield self._token(token)

    def _token(self, token: Token) -> str:
        """Write one token by the method of its type, or as its tag.

        >>> _Writer(Prose(), PlainView())._token(Token("em_open", "em", 1))
        '<em>'
        """
        method: Callable[[Token], str] = getattr(self, f"_{token.type}", self._tag)
        return method(token)

    def _tag(self, token: Token) -> str:
        """Write a tag with its attributes.

        >>> _Writer(Prose(), PlainView())._tag(Token("th_open", "th", 1, attrs={"style": "text-align:right"}))
        '<th style="text-align:right">'
        """
        if token.hidden or not token.tag:
            return ""
        if token.nesting < 0:
            return f"</{token.tag}>"
        attributes = "".join(f' {name}="{escape(str(value))}"' for name, value in token.attrs.items())
        return f"<{token.tag}{attributes}>"

    def _text(self, token: Token) -> str:
        """Write words; those within a link are no terms.

        >>> _Writer(Prose(), PlainView())._text(Token("text", "", 0, content="a & b"))
        'a &amp; b'
        """
        return escape_text(token.content) if any(self.links) else self.view.words(token.content)

    def _softbreak(self, token: Token) -> str:
        """Write a line end as a space, or as nothing between wide characters.

        >>> _Writer(Prose(), PlainView())._softbreak(Token("softbreak", "br", 0))
        ' '
        """
        return "" if token.hidden else " "

    def _code_inline(self, token: Token) -> str:
        """Write code within a line.

        >>> _Writer(Prose(), PlainView())._code_inline(Token("code_inline", "code", 0, content="<a>"))
        '<code>&lt;a&gt;</code>'
        """
        return f"<code>{escape_code(token.content)}</code>"

    def _fence(self, token: Token) -> str:
        """Write a block of code with the language it names.

        >>> _Writer(Prose(), PlainView())._fence(Token("fence", "code", 0, content="a\\n", info='python title="x"'))
        '<pre><code class="language-python">a&#10;</code></pre>'
        """
        name = (token.info or "").split()
        language = f' class="language-{escape(name[0])}"' if name else ""
        return f"<pre><code{language}>{escape_code(token.content)}</code></pre>"

    _code_block = _fence

    def _html_inline(self, token: Token) -> str:
        """Write the tags that content may use here; all others are shown.

        >>> _Writer(Prose(), PlainView())._html_inline(Token("html_inline", "", 0, content="<b onclick=x>"))
        '&lt;b onclick=x&gt;'
        """
        parts = (part for part in read_tags(token.content) if part.kind != "comment")
        return "".join(_written(part, token.type == "html_block") for part in parts)

    _html_block = _html_inline

    def _link_open(self, token: Token) -> str:
        """Write the start of a link where its target leads somewhere.

        >>> _Writer(Prose(), PlainView())._link_open(Token("link_open", "a", 1, attrs={"href": "x", "title": "y"}))
        '<a href="x" title="y">'
        """
        address = self.view.address(str(token.attrs.get("href", "")))
        self.links.append(address)
        if address is None or not address.href:
            return ""
        title = f' title="{escape(str(token.attrs["title"]))}"' if "title" in token.attrs else ""
        return f'<a href="{escape(address.href)}"{title}{address.attributes}>'

    def _link_close(self, token: Token) -> str:
        """Write the end of a link, with what is said of where it leads.

        >>> writer = _Writer(Prose(), PlainView())
        >>> writer._link_open(Token("link_open", "a", 1, attrs={"href": "x"}))
        '<a href="x">'
        >>> writer._link_close(Token("link_close", "a", -1))
        '</a>'
        """
        address = self.links.pop()
        if address is None:
            return ""
        return f"{address.mark}</a>{_beside(address)}" if address.href else address.mark

    def _image(self, token: Token) -> str:
        """Write an image; one that `figures` has marked is a figure with its title as the caption.

        >>> words = [Token("text", "", 0, content="乙")]
        >>> image = Token("image", "img", 0, attrs={"src": "a.png", "title": "甲"}, children=words)
        >>> _Writer(Prose(), PlainView())._image(image)
        '<img src="a.png" alt="乙" title="甲">'
        """
        address = self.view.address(str(token.attrs.get("src", "")))
        words = "".join(child.content for child in token.children or ())
        if address is None:
            return escape_text(words)
        caption = str(token.attrs.get("title", ""))
        is_figure = bool(caption and token.meta.get("figure"))
        title = f' title="{escape(caption)}"' if caption and not is_figure else ""
        image = f'<img src="{escape(address.href)}" alt="{escape(words)}"{title}>'
        return f"<figure>{image}<figcaption>{escape_text(caption)}</figcaption></figure>" if is_figure else image

    def _footnote_ref(self, token: Token) -> str:
        """Write the mark of a footnote; one without a note stays as it was written.

        >>> _Writer(Prose(), PlainView())._footnote_ref(Token("footnote_ref", "", 0, meta={"label": "1"}))
        '[^1]'
        """
        label = token.meta["label"]
        note = self.prose.notes.get(label)
        return f"[^{escape(label)}]" if note is None else self.view.footnote(label, note)
