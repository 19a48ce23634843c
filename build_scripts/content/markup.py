"""The outline of a Markdown file → what in it would not be shown as it was meant.

Receives an `Outline`; returns problems: code, comments and elements that nobody closes (they would take in what
follows), raw HTML that content may not use, braces and links that would be shown as text, cells and footnotes that
would not be shown at all. Refuses nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it.token import Token

from build_scripts.content.left_braces import find_left_braces
from build_scripts.content.lookalikes import find_lookalikes
from build_scripts.content.outline import Outline, RawStatement, Run
from build_scripts.content.paragraphs import paragraphs_of
from build_scripts.content.stars import find_left_stars
from build_scripts.ground.markdown import Prose, located, read_tags
from build_scripts.ground.markdown.figures import lost_captions
from build_scripts.ground.markdown.tags import ALLOWED, BLOCK, VOID
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem

# Rules whose breach makes the rest of a file unreadable: it swallows what follows.
SWALLOWING = frozenset({"unclosed-code", "unclosed-html"})
_DEFINITION = re.compile(r"^ {0,3}\[[^\]^\n][^\]\n]*\]:\s*(?:<|https?:|mailto:|ref:|cite:|images/|[#/.])", re.MULTILINE)
_TARGET = r"\s*[<＜“]?(?:https?[:：]//|(?:ref|cite|mailto):|images/)"
_LOST_LINK = re.compile(
    rf"(?<!\\)[\]］】]\s*[（(]{_TARGET}|[)）]\s*[\[［]{_TARGET}|(?<![A-Za-z0-9(（:<])ref:[a-z]+/[a-z]"
)
_CODED_STATEMENT = re.compile(r"^[ \t]*(?:[-*+•–－]|[0-9]+[.)])[ \t　].*\{#[^{}\n]*\}[ \t]*$", re.MULTILINE)
_TAKES_IN = re.compile(r"<!--(?:(?!-->).)*?<!--", re.DOTALL)
_SPACED_PICTURE = re.compile(r"!\[[^\]\n]*\]\((images/[^()\n\"]*?[ 　][^()\n\"]*?\.[A-Za-z]{3,4})")
_CURLY_CAPTION = re.compile(r"!\[[^\]\n]*\]\(images/[^()\s]*\s*[“”‘’„«「]")
_SIZE = re.compile(r"\{[^{}\n]*(?:width|height)[^{}\n]*\}")
_SHOWN = 40
_DEEPEST = 20  # elements within each other
_LAST_LEVEL = 18  # of blocks; the reader of Markdown passes over what is deeper than 20, and a list takes two


def check_markup(outline: Outline, path: Path, first_line: int) -> Iterator[Problem]:
    """Find what would not be shown as it was meant; lines are those of the file."""
    reader = _Reader(outline, path, first_line)
    yield from reader.open_code()
    yield from reader.open_comment()
    for prose in outline.pieces:
        yield from reader.elements(prose)
    yield from reader.tokens()
    yield from reader.lost_links()
    yield from reader.captions()
    yield from find_left_braces(outline.document, Place(path, first_line))
    yield from find_lookalikes(outline, Place(path, first_line))
    yield from find_left_stars(outline.document, Place(path, first_line))
    yield from reader.top_headings()
    yield from reader.footnotes()
    yield from reader.stray_notes()
    yield from reader.stray_statements()


@dataclass(frozen=True)
class _Element:
    """An element that is open: where it begins, and how deep in lists and quotations, or in emphasis and links."""

    name: str
    line: int
    level: int
    is_inline: bool


class _Reader:
    """Looks at one file."""

    def __init__(self, outline: Outline, path: Path, first_line: int) -> None:
        self.outline = outline
        self.document = outline.document
        self.path = path
        self.first_line = first_line
        self.refused: list[list[str]] = []

    def _place(self, line: int) -> Place:
        return Place(self.path, line + self.first_line)

    def open_code(self) -> Iterator[Problem]:
        """Fenced code ends; in a list or quote it ends with that."""
        for token in self.document.tokens:
            if token.type != "fence" or token.map is None or token.level:
                continue
            last = self.document.lines[token.map[1] - 1].strip() if token.map[1] - token.map[0] > 1 else ""
            if not (last.startswith(token.markup) and set(last) == {token.markup[0]}):
                message = Phrase("the code that starts here has no end.")
                yield self._place(token.map[0]).error(
                    "unclosed-code", message, Phrase("End it with %(markup)s.", markup=token.markup)
                )

    def open_comment(self) -> Iterator[Problem]:
        """A comment ends; within a paragraph an open one would be shown."""
        for token, line in located(self.document.tokens):
            is_html = token.type in ("html_block", "html_inline")
            if (token.type == "text" and "<!--" in token.content) or (
                is_html and re.search(r"<!--(?!.*?-->)", token.content, re.DOTALL)
            ):
                message = Phrase("the comment that starts here has no end.")
                yield self._place(line).error("unclosed-html", message, Phrase("End it with -->."))
                return
            taken = _TAKES_IN.search(token.content) if is_html else None
            if taken:
                first = line + token.content.count("\n", 0, taken.start())
                message = Phrase("the comment that starts here takes in the next one, and all that stands between.")
                yield self._place(first).error("unclosed-html", message, Phrase("End it with -->."))

    def elements(self, prose: Prose) -> Iterator[Problem]:
        """Elements are closed where they begin: in their paragraph, or, those of blocks, in their list or quotation."""
        opened: list[_Element] = []
        for token, line in located(prose.tokens):
            if token.block:
                yield from self._left_open(opened, [element for element in opened if element.is_inline])
            for kind, name in _tags(token) if token.type in ("html_inline", "html_block") else ():
                if token.type == "html_inline" and name in BLOCK:
                    hint = Phrase("Begin a line with it, with an empty line before.")
                    yield self._place(line).error(
                        "raw-html", Phrase("<%(name)s> cannot stand within a paragraph.", name=name), hint
                    )
                    continue
                element = _Element(name, line, token.level, token.type == "html_inline" or name not in BLOCK)
                if kind == "open" and len(opened) == _DEEPEST:
                    message = Phrase(
                        "<%(name)s> stands in %(count)s elements that are still open.", name=name, count=_DEEPEST
                    )
                    hint = Phrase("Close them, or write it in fewer levels.")
                    yield self._place(line).error("too-deep", message, hint)
                    return
                if kind == "open":
                    opened.append(element)
                else:
                    yield from self._close(opened, element)
        yield from self._left_open(opened, list(opened))

    def _close(self, opened: list[_Element], end: _Element) -> Iterator[Problem]:
        """Take out the element that an end closes; those opened within it are not closed."""
        starts = [no for no, element in enumerate(opened) if element.name == end.name]
        if not starts:
            message, hint = (
                Phrase("</%(name)s> closes nothing here.", name=end.name),
                Phrase("Remove it, or open it with <%(name)s>.", name=end.name),
            )
            yield self._place(end.line).error("unclosed-html", message, hint)
            return
        start = opened[starts[-1]]
        is_there = (start.level, start.is_inline) == (end.level, end.is_inline)
        yield from self._left_open(opened, opened[starts[-1] + is_there :])
        if is_there:
            opened.remove(start)

    def _left_open(self, opened: list[_Element], left: list[_Element]) -> Iterator[Problem]:
        for element in left:
            opened.remove(element)
            message = Phrase("the element <%(name)s> is not closed where it begins.", name=element.name)
            hint = Phrase("Close it with </%(name)s> in the same paragraph, list or quotation.", name=element.name)
            yield self._place(element.line).error("unclosed-html", message, hint)

    def tokens(self) -> Iterator[Problem]:
        """Look at every token that readers would see in another way than it was meant."""
        deep = next((token for token in self.document.tokens if token.level >= _LAST_LEVEL and token.map), None)
        if deep and deep.map:
            message = Phrase("lists or quotations stand in each other so deep that what follows would not be shown.")
            hint = Phrase("Write it in fewer levels: at most eight.")
            yield self._place(deep.map[0]).error("too-deep", message, hint)
        for token in self.document.tokens:
            for child, line in located([token]):
                if child.type in ("html_inline", "html_block"):
                    yield from self._refused(child, line)
            line = (token.map or [0])[0]
            if token.meta.get("lost"):
                words = " | ".join(token.meta["lost"])
                message = Phrase(
                    "this row has more cells than the head of its table; “%(words)s” would not be shown.", words=words
                )
                hint = Phrase("Add a column to the head, or write \\| for a bar.")
                yield self._place(line).error("lost-cells", message, hint)
            for match in _DEFINITION.finditer(token.content) if token.type == "inline" else ():
                own = line + token.content.count("\n", 0, match.start())
                yield self._place(own).error("unreadable-link", _UNREAD_LINK, _LINK_FORM)

    def _refused(self, token: Token, line: int) -> Iterator[Problem]:
        """Name refused tags, but not the ends of elements whose beginnings have been named."""
        done = lines = 0
        for part in read_tags(token.content):
            found = max(token.content.find(part.text[:20], done), done)
            lines, done = lines + token.content.count("\n", done, found), found
            place = self._place(line + lines)
            if part.kind == "comment" and "--!>" in part.text:
                message = Phrase("a comment cannot hold “--!>”, where browsers end it.")
                yield place.error("unclosed-html", message, Phrase("End it with -->."))
            if part.kind != "refused":
                continue
            name = part.text.strip("</>").split(maxsplit=1)[:1]
            if not part.text.startswith("</") or name not in self.refused:
                message = Phrase("HTML is not allowed here (%(tag)s).", tag=" ".join(part.text.split())[:_SHOWN])
                yield place.error("raw-html", message, _INSTEAD_OF_HTML)
                self.refused.append(name)

    def lost_links(self) -> Iterator[Problem]:
        """Links in a form that is not read; what is escaped was meant as words."""
        for paragraph in paragraphs_of(self.document):
            text = paragraph.text
            found = _LOST_LINK.search(text)
            if found and _LOST_LINK.search(paragraph.source):
                line = paragraph.first + text.count("\n", 0, found.start())
                spaced = _SPACED_PICTURE.search(paragraph.source)
                form = _CAPTION_FORM if _CURLY_CAPTION.search(paragraph.source) else _LINK_FORM
                hint = (
                    Phrase(
                        "Take the spaces out of the name of the file, here and in the folder images: %(name)s.",
                        name=re.sub(r"[ 　]+", "-", spaced[1]),
                    )
                    if spaced
                    else form
                )
                yield self._place(line).error("unreadable-link", _UNREAD_LINK, hint)

    def captions(self) -> Iterator[Problem]:
        """Captions stand below images that have a paragraph of their own."""
        for token, image in lost_captions(self.document.tokens):
            caption = str(image.attrs["title"])[:_SHOWN]
            message = Phrase("the caption “%(caption)s” would not be shown.", caption=caption)
            hint = Phrase("Give the picture a paragraph of its own, with an empty line before and after.")
            if rest := _SIZE.search(token.content):
                hint = Phrase("Take %(size)s away: pictures have the width of the text.", size=rest[0])
            elif not image.content.strip():
                hint = Phrase("Write between [ ] what the picture shows, for who cannot see it.")
            yield self._place((token.map or [0])[0]).error("lost-caption", message, hint)

    def top_headings(self) -> Iterator[Problem]:
        """A heading of the first level is that of the page; below another one it is not in the contents."""
        for section in self.outline.sections:
            if section.level == 1:
                message = Phrase("“%(words)s” has the level of the page’s title.", words=section.title.words[:_SHOWN])
                hint = Phrase("Write the heading with ##; remove it if it is the title, which stands in title: above.")
                yield section.place.warning("title-in-text", message, hint)

    def footnotes(self) -> Iterator[Problem]:
        """Every mark has a note and every note a mark, outside headings."""
        notes = self.document.notes
        marked = set()
        for token, line in located(self.document.tokens):
            if token.type == "footnote_ref":
                label = token.meta["label"]
                marked.add(label)
                if label not in notes:
                    hint = Phrase("Write the note on a line of its own: [^%(label)s]: …", label=label)
                    if near := self._note_like(label):
                        hint = Phrase("Begin line %(line)s with [^%(label)s]: and a space.", line=near, label=label)
                    yield self._place(line).error(
                        "missing-footnote", Phrase("[^%(label)s] has no note.", label=label), hint
                    )
        for token in self.document.tokens:
            if token.type == "footnote_reference_open" and token.meta["label"] not in marked:
                message = Phrase(
                    "the note [^%(label)s] has no mark in the text, and would not be shown.", label=token.meta["label"]
                )
                yield self._place((token.map or [0])[0]).error(
                    "unused-footnote", message, Phrase("Set its mark, or remove it.")
                )
        for label, line in self.document.repeated:
            yield self._place(line).error(
                "duplicate-footnote", Phrase("the note [^%(label)s] stands twice.", label=label), Phrase("Keep one.")
            )
        for section in self.outline.sections:
            if section.title.footnotes:
                message = Phrase("a heading cannot have a footnote: headings also stand in the contents.")
                yield section.place.error("footnote-in-heading", message, Phrase("Set its mark in the text below."))

    def _note_like(self, label: str) -> int:
        """Give the line that was meant as a note, as [1], ［1］ or [^1]： write it, or 0."""
        note = re.compile(rf"[ ]{{0,3}}[\[［]\^?{re.escape(label)}[\]］](?!\s*\()")
        found = (no for no, line in enumerate(self.document.lines) if note.match(line))
        return next((no + self.first_line for no in found), 0)

    def stray_notes(self) -> Iterator[Problem]:
        """A quotation right after a statement was meant as its note, which readers would miss there."""
        for section in self.outline.sections:
            before: Run | RawStatement | None = None
            for part in section.parts:
                is_quote = isinstance(part, Run) and part.prose.tokens[0].type == "blockquote_open"
                if isinstance(before, RawStatement) and isinstance(part, Run) and is_quote:
                    message = Phrase('this quotation stands outside the statement "%(id)s" above it.', id=before.id)
                    hint = Phrase(
                        "A note on it is indented by four spaces; before a quotation of its own, write a sentence."
                    )
                    yield Place(self.path, part.first).error("stray-note", message, hint)
                before = part

    def stray_statements(self) -> Iterator[Problem]:
        """A statement that is indented like code would be shown as code."""
        for section in self.outline.sections:
            runs = [part for part in section.parts if isinstance(part, Run)] if section.attributes.get("kind") else []
            for token in (token for run in runs for token in run.prose.tokens if token.type == "code_block"):
                found = _CODED_STATEMENT.search(token.content)
                if found and token.map:
                    line = token.map[0] + token.content.count("\n", 0, found.start())
                    message = Phrase("this statement is indented so far that it is code.")
                    hint = Phrase("Begin its line with the bullet; indent only what belongs to the statement above.")
                    yield self._place(line).error("broken-attributes", message, hint)


_UNREAD_LINK = Phrase("this link is written in a form that is not read.")
_LINK_FORM = Phrase("Write it as [words](address), with half-width brackets and no space in the address.")
_CAPTION_FORM = Phrase('Write the caption in straight quotation marks: ![words](images/name.png "caption").')
_INSTEAD_OF_HTML = Phrase(
    "Use Markdown instead: *emphasis*, [words](address). Allowed are %(names)s.", names=sorted(ALLOWED)
)


def _tags(token: Token) -> Iterator[tuple[str, str]]:
    """Give the tags that open elements and those that close them; what is refused is shown, and neither."""
    for part in read_tags(token.content):
        if part.kind in ("open", "close") and part.text not in VOID:
            yield part.kind, part.text
