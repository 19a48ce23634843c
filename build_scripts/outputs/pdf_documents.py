"""The pieces of a document → one HTML in one language, or in two side by side, ready to be made a PDF.

Receives the terms of a library, interfaces, the folder of templates and a `Subject`; returns HTML whose links lead to
the document itself where it has what they name, else to the site. Pictures are named `content:images/…`, so that the
text is the same wherever the content lies. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from build_scripts.content.interface import Interface
from build_scripts.ground.markdown import Address
from build_scripts.ground.memory import Memory
from build_scripts.ground.typefaces import families
from build_scripts.outputs.pdf_pieces import Piece, Subject
from build_scripts.outputs.pdf_rows import align_blocks
from build_scripts.pages.links import Links
from build_scripts.pages.page import Page
from build_scripts.pages.templates import mark_words, open_templates
from build_scripts.pages.terms import TermIndex
from build_scripts.pages.text import Text

PICTURES = "content:"  # before the path of a picture below the folder of the content


@dataclass(frozen=True)
class DocumentLinks(Links):
    """The links of a document in one language; `inside` are the site paths of what stands in it."""

    inside: frozenset[str] = frozenset()

    def href(self, path: str) -> str:
        """Give the address of a site path: an anchor of the document, or the whole address."""
        return f"#{path}" if path in self.inside else self.address_of(path)

    def file(self, path: str) -> str:
        """Give the whole address of a file under the language."""
        return self.address_of(path)

    def href_in(self, folder: str, path: str) -> str:
        """Give the whole address of a path under another language."""
        return f"{self.text.library.site.base_url.rstrip('/')}/{folder}/{path}"

    def address(self, target: str, owner: str = "") -> Address | None:
        """Give where a target of a text leads; a picture is named below the folder of the content."""
        return Address(f"{PICTURES}{target}") if target.startswith("images/") else super().address(target, owner)


@dataclass(frozen=True)
class Row:
    """A piece as it is written, in each language of the document."""

    piece: Piece
    cells: tuple[Markup, ...]

    @property
    def label(self) -> str:
        """Give the words of a heading in all languages, which bookmarks show."""
        return " / ".join(dict.fromkeys(cell.striptags() for cell in self.cells))


class Composer:
    """Composes documents of a library."""

    def __init__(self, terms: TermIndex, interfaces: Sequence[Interface], templates: Path) -> None:
        """Open the templates in every language."""
        self.terms = terms
        self.interfaces = {each.language.code: each for each in interfaces}
        memory: Memory = terms.library.memory
        self._templates: Mapping[str, Environment] = {
            code: open_templates(templates, each, memory, "pdf") for code, each in self.interfaces.items()
        }

    def compose(self, subject: Subject, languages: tuple[str, ...]) -> str:
        """Give a document in one language, or in two."""
        inside = frozenset(piece.anchor for piece in subject.pieces if piece.anchor)
        columns = [self._column(subject, code, inside, len(languages) > 1) for code in languages]
        written = zip(subject.pieces, zip(*columns, strict=True), strict=True)
        rows = [row for piece, cells in written if any(cells) for row in _rows(piece, cells)]
        texts = [Text(self.terms.library, self.interfaces[code]) for code in languages]
        return (
            self._templates[languages[0]]
            .get_template("document.html.jinja")
            .render(
                title=" / ".join(dict.fromkeys(text.plain(subject.title) for text in texts)),
                author=self._author(texts[0]),
                texts=texts,
                fonts={code: ", ".join(families(code)) for code in self.interfaces},
                groups=_groups(rows),
            )
        )

    def _author(self, text: Text) -> str:
        site = self.terms.library.site
        return text.plain(site.publisher.name if site.publisher else site.name)

    def _column(self, subject: Subject, code: str, inside: frozenset[str], is_pair: bool) -> Iterator[Markup]:
        """Give every piece in a language; what it has not is left to the language beside it."""
        interface = self.interfaces[code]
        links = DocumentLinks(Text(self.terms.library, interface), subject.path, inside)
        page = Page(self.terms, interface, subject.path, subject.about, links=links)
        template = self._templates[code].get_template("pieces.html.jinja")
        macros = template.make_module({"page": page, "is_pair": is_pair})
        for no, piece in enumerate(subject.pieces):
            written = getattr(macros, piece.macro)(f"{code}/{no}", *piece.given)
            yield Markup(mark_words(str(written).strip(), page.text))


def _rows(piece: Piece, cells: tuple[Markup, ...]) -> Iterator[Row]:
    """Give a piece as it is, or its blocks one by one where two languages stand side by side."""
    is_whole = piece.level or piece.is_item or len(cells) == 1
    return (Row(piece, own) for own in ([cells] if is_whole else align_blocks(cells)))


def _groups(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Give headings one by one, and what stands between them in runs: of items, or of other pieces."""

    def kind(place: tuple[int, Row]) -> tuple[str, int]:
        no, row = place
        return ("heading", no) if row.piece.level else ("items" if row.piece.is_item else "texts", 0)

    return [(name, [row for _, row in group]) for (name, _), group in groupby(enumerate(rows), key=kind)]
