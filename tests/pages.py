"""What the tests of pages share: a page, all pages of a language, texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from babel import Locale

from build_scripts.content.interface import Interface, Words
from build_scripts.content.load import load_content
from build_scripts.ground.markdown import Prose, read_prose
from build_scripts.ground.memory import digest
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.outputs.citation_files import find_cited
from build_scripts.outputs.data import data_files, event_files
from build_scripts.pages.page import Page
from build_scripts.pages.render import Renderer
from build_scripts.pages.terms import TermIndex
from tests.built import PROJECT
from tests.conftest import VALID_SITES


def interface_of(library: Library, code: str) -> Interface:
    language = next(language for language in library.site.languages if language.code == code)
    return Interface(language, Locale.parse(language.locale), Words(), digest(language))


LIBRARY = link_content(load_content(VALID_SITES / "minimal")[0])
ENGLISH = interface_of(LIBRARY, "en")


def page_of(library: Library, code: str = "en", path: str = "", **about: object) -> Page:
    return Page(TermIndex(library), interface_of(library, code), path, about)


def citations_of(library: Library, interfaces: Iterable[Interface]) -> dict[str, str]:
    """Give the citation files of all briefs by path."""
    briefs = (each for each in find_cited(library, tuple(interfaces)) if each.owner.startswith("reports/"))
    return {name: text for each in briefs for name, text in each.make().items()}


def data_of(library: Library, interfaces: Iterable[Interface], without: str = "none") -> dict[str, str]:
    """Give data, calendars and citations by path, but for the workbooks, which are no text, and one nobody wants."""
    interfaces = tuple(interfaces)
    made = (file for file in data_files(library, interfaces) if not file.name.endswith((".xlsx", without)))
    return {file.name: file.make().decode("utf-8-sig") for file in made} | dict(event_files(library, interfaces))


def csv_rows(text: str) -> list[dict[str, str]]:
    """Read a table with its byte order mark, as strictly as Python does."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def files_of(library: Library, code: str = "en") -> Mapping[str, str]:
    """Render every page of a language."""
    return Renderer(TermIndex(library), interface_of(library, code), PROJECT / "templates").render().files


def texts(**versions: str) -> Texts[Prose]:
    return Texts({code: read_prose(text) for code, text in versions.items()})
