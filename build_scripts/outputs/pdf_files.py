"""Library → the PDFs of its reports and sectors, in each language and in two side by side.

Receives the terms of a library, the interface of every language, the folder of templates and the digest of what pages
are made with besides the library; gives PDFs by their path below the site, each with the digest of all that it is made
of. Refuses nothing; WeasyPrint has to be there (`pdf_writer.has_pdf_maker`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from build_scripts.content.interface import Interface
from build_scripts.ground.memory import digest
from build_scripts.outputs.pdf_documents import PICTURES, Composer
from build_scripts.outputs.pdf_pieces import subjects
from build_scripts.outputs.pdf_writer import pdf_maker, write_pdf
from build_scripts.pages.pdf_paths import pdf_paths
from build_scripts.pages.terms import TermIndex

_PICTURE = re.compile(rf'"{PICTURES}([^"]*)"')


@dataclass(frozen=True)
class PdfFile:
    """A PDF: its path below the site, the digest of what it shows and of what makes it, and how to make it."""

    name: str
    key: bytes
    make: Callable[[], bytes]


def pdf_files(terms: TermIndex, interfaces: Sequence[Interface], templates: Path, settings: bytes) -> Iterator[PdfFile]:
    """Give the PDFs of all languages; their documents are remembered as long as nothing in them changes."""
    library, composer = terms.library, Composer(terms, interfaces, templates)
    wanted = [(one, pdf) for one in subjects(library) for pdf in pdf_paths(library.site, one.path, one.title)]
    keys = [(settings, pdf.name, [each.digest for each in interfaces]) for _, pdf in wanted]
    style = (templates / "pdf" / "document.css").read_bytes()

    def compose(no: int) -> str:
        subject, pdf = wanted[no]
        return composer.compose(subject, pdf.languages)

    for (_, pdf), html in zip(wanted, library.recall_all("pdf", keys, compose), strict=True):
        key = digest(html, style, *pdf_maker(), *_pictures(html, library.root))
        yield PdfFile(pdf.name, key, partial(write_pdf, html, pdf.languages, library.root, templates))


def _pictures(html: str, root: Path) -> Iterator[bytes]:
    for name in dict.fromkeys(_PICTURE.findall(html)):
        path = root / name
        yield digest(path.read_bytes()) if path.is_file() else b""
