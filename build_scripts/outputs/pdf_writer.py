"""A document as HTML → a PDF, by WeasyPrint.

Receives HTML, the folder of the content, and its languages; returns bytes: tagged (PDF/UA-1), with bookmarks, every
typeface embedded, and without a date, so that the same document gives the same bytes. Typefaces are those of packages;
only for letters that none of these has those of the machine are asked. Nothing is fetched but pictures of the content.
WeasyPrint and Pango need not be there: ask `has_pdf_maker` first.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from build_scripts.ground.typefaces import typeface_files
from build_scripts.outputs.pdf_documents import PICTURES

_STYLE = "document.css"
_FRAMES = ("/Table", "/TBody", "/NonStruct")  # tags of what only holds rows
_EPOCH = "SOURCE_DATE_EPOCH"


@cache
def has_pdf_maker() -> bool:
    """Tell whether PDFs can be made: whether WeasyPrint is installed, and the Pango that it needs."""
    try:
        import_module("weasyprint")
    except (ImportError, OSError):
        return False
    return True


@cache
def pdf_maker() -> tuple[str, ...]:
    """Give what besides a document decides the bytes of its PDF: the versions of what makes it."""
    import weasyprint
    from weasyprint.text import ffi

    versions = (ffi.pango.pango_version(), ffi.harfbuzz.hb_version_atleast(4, 1, 0) and bool(ffi.harfbuzz_subset))
    return (weasyprint.__version__, *map(str, versions), *(face.path.name for face in typeface_files()))


def write_pdf(html: str, languages: Sequence[str], root: Path, templates: Path) -> bytes:
    """Make a PDF of a document in one language, or in two side by side."""
    import weasyprint

    fonts, style = _open_style(templates)
    found = weasyprint.HTML(string=html, base_url="", url_fetcher=_fetcher(root))
    with _no_clock():
        data: bytes = found.write_pdf(
            font_config=fonts,
            stylesheets=[style],
            pdf_variant="pdf/ua-1",
            finisher=lambda _, made: _name_languages(made, languages) if len(languages) > 1 else None,
        )
    return data


def _name_languages(pdf: Any, languages: Sequence[str]) -> None:
    """Give every cell and half of a heading its language among the tags, which WeasyPrint leaves to the whole.

    Rows and headings stand right below the document: what lies deeper belongs to the texts.
    """
    from pydyf import String

    elements = {each.reference: each for each in pdf.objects}
    document = next(each for each in pdf.objects if isinstance(each, dict) and each.get("S") == "/Document")

    def children(element: Any) -> list[Any]:
        found = [elements[name] for name in element.get("K", ()) if name in elements]
        return [child for part in found for child in (children(part) if part["S"] in _FRAMES else [part])]

    for row in children(document):
        halves = [each for each in children(row) if each["S"] in ("/TD", "/Span")]
        for half, code in zip(halves, languages, strict=False):
            half["Lang"] = String(code)


@contextmanager
def _no_clock() -> Iterator[None]:
    """Have the embedded typefaces say that they were changed in 1970; fontTools asks this variable, or the clock."""
    before = os.environ.get(_EPOCH)
    os.environ[_EPOCH] = "0"
    try:
        yield
    finally:
        os.environ.pop(_EPOCH)
        if before is not None:
            os.environ[_EPOCH] = before


@cache
def _open_style(templates: Path) -> tuple[Any, Any]:
    """Open the style sheet and the typefaces, which all documents share."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    text = "\n".join(_typefaces()) + (templates / "pdf" / _STYLE).read_text(encoding="utf-8")
    return fonts, weasyprint.CSS(string=text, font_config=fonts)


def _typefaces() -> Iterator[str]:
    """Give the rules of the style sheet that name the typefaces."""
    for face in typeface_files():
        style = "italic" if face.is_italic else "normal"
        weight = f"font-weight: {face.weight}; " if face.weight else ""
        source = f"src: url('{face.path.as_uri()}')"
        yield f"@font-face {{ font-family: {face.family}; {weight}font-style: {style}; {source} }}"


def _fetcher(root: Path) -> Any:
    """Give what fetches for a document: pictures of the content."""
    from weasyprint.urls import URLFetcher

    class Pictures(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            path = (root / unquote(url.removeprefix(PICTURES))).resolve()
            if not url.startswith(PICTURES) or not path.is_relative_to((root / "images").resolve()):
                raise ValueError(url)
            return super().fetch(path.as_uri(), headers)

    return Pictures(allowed_protocols=["file"])
