"""PDFs of reports and sectors, read back by a PDF reader: their words, bookmarks, tags, typefaces, links."""

from __future__ import annotations

import io
import os
import shutil
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import html
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from build_scripts.content.interface import load_interface
from build_scripts.ground.shipped import TEMPLATES
from build_scripts.library.index import Library, Statement
from build_scripts.outputs.pdf_files import PdfFile, pdf_files
from build_scripts.outputs.pdf_writer import has_pdf_maker
from build_scripts.pages.pdf_paths import pdf_paths
from build_scripts.pages.terms import TermIndex
from build_scripts.publish.build import build_site
from tests.built import FIXTURES, Built, digests, load_library, replace, run

pytest_plugins = ("tests.built",)
pytestmark = pytest.mark.skipif(not (has_pdf_maker() or os.environ.get("CI")), reason="needs WeasyPrint and Pango")
CITY, NIGHT = "reports/reading-city/reading-city", "reports/night-network/night-network"
SAME_LINE = 4.0  # points by which the base lines of two typefaces may differ
SECTOR = "sectors/opening-hours/opening-hours"


@cache
def site(name: str) -> tuple[Library, dict[str, PdfFile]]:
    """Give a fixture site with the PDFs that it has."""
    library = load_library(FIXTURES / name)
    folders = (library.root / "locale", TEMPLATES / "locale")
    faces = [load_interface(language, folders, library.root)[0] for language in library.site.languages]
    return library, {file.name: file for file in pdf_files(TermIndex(library), faces, TEMPLATES, b"")}


def opened(name: str, of: str = "minimal") -> PdfDocument:
    return PdfDocument(site(of)[1][name].make())


@cache
def pdf(name: str, of: str = "minimal") -> PdfReader:
    return PdfReader(io.BytesIO(site(of)[1][name].make()))


def words(text: str) -> str:
    """Give a text without white space, which a PDF has at the ends of lines."""
    return "".join(text.split())


def text_of(reader: PdfReader) -> str:
    return words("\n".join(page.extract_text() for page in reader.pages))


def statements(library: Library, report: str) -> list[Statement]:
    return [statement for statement in library.statements.values() if statement.report == report]


def bookmarks(reader: PdfReader, outline: list[object] | None = None, depth: int = 0) -> Iterator[tuple[int, str]]:
    for item in reader.outline if outline is None else outline:
        if isinstance(item, list):
            yield from bookmarks(reader, item, depth + 1)
        else:
            yield depth, item.title  # type: ignore[attr-defined]


def fonts(reader: PdfReader) -> dict[str, bool]:
    """Give the typefaces of all pages, each with whether it is embedded."""
    found = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            found[font.get_object()["/BaseFont"]] = bool({"/FontFile2", "/FontFile3"} & descriptor.keys())
    return found


def links(reader: PdfReader) -> tuple[set[str], set[str]]:
    """Give where links lead: the places in the document, and the addresses outside."""
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", ())]
    inside = {str(note["/Dest"]) for note in notes if "/Dest" in note}
    return inside, {str(note["/A"]["/URI"]) for note in notes if "/A" in note}


@pytest.mark.parametrize("code", ["zh", "en"])
def test_every_statement_can_be_copied_back_in_order(code: str) -> None:
    library, _ = site("minimal")
    text, at = text_of(pdf(f"{code}/{CITY}.{code}.pdf")), 0
    for statement in statements(library, "reading-city"):
        own = words(statement.text[code].words)
        assert own in text[at:], own
        at = text.index(own, at) + len(own)
    notes = [part.texts[code].words for s in statements(library, "reading-city") for part in s.parts]
    assert notes and all(words(note) in text for note in notes)


@pytest.mark.parametrize(("code", "of", "name"), [("zh", "minimal", CITY), ("ar", "transit", NIGHT)])
def test_a_pdf_is_tagged_in_its_language_with_all_typefaces(code: str, of: str, name: str) -> None:
    reader = pdf(f"{code}/{name}.{code}.pdf", of)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value and "/StructTreeRoot" in root
    assert root["/Lang"] == code
    library, _ = site(of)
    title = library.reports[name.partition("/")[2].partition("/")[0]].page.title[code]
    assert reader.metadata and (reader.metadata.title, reader.metadata.author) == (title, library.site.name[code])
    assert reader.metadata.creation_date is None, "no clock"
    found = fonts(reader)
    assert found and all(found.values())
    assert {name.partition("+")[2].partition("-")[0] for name in found} <= {"Hans", "Latn", "Arab"}, (
        "none of the machine"
    )


def test_bookmarks_are_the_headings() -> None:
    library, _ = site("minimal")
    report = library.reports["reading-city"]
    wanted = [(0, report.page.title["zh"])]
    for brief in report.briefs:
        wanted += [(1, brief.title["zh"]), *((2, section.title["zh"].words) for section in brief.sections)]
    found = list(bookmarks(pdf(f"zh/{CITY}.zh.pdf")))
    assert [one for one in found if one in wanted] == wanted
    assert {depth for depth, _ in found} == {0, 1, 2}


def test_links_lead_into_the_document_or_to_the_site() -> None:
    library, _ = site("minimal")
    reader = pdf(f"zh/{CITY}.zh.pdf")
    inside, outside = links(reader)
    places = set(reader.named_destinations)
    assert inside <= places
    assert {statement.path for statement in statements(library, "reading-city")} <= places
    base = library.site.base_url.rstrip("/")
    assert f"{base}/zh/reports/open-late/opening-hours/#pilot" in outside, "a statement of another report"
    assert f"{base}/zh/reports/reading-city/" in outside, "where the document comes from"
    assert library.site.licence and library.site.licence.url in outside
    assert "#proposals" not in outside and all("://" in url or url.startswith("mailto:") for url in outside)


def place(document: PdfDocument, beginning: str) -> tuple[int, float, float]:
    """Give page, left edge and base line of where a text begins, as another reader sees them."""
    for no, page in enumerate(document):
        text = page.get_textpage()
        if found := text.search(beginning).get_next():
            left, bottom, *_ = text.get_charbox(found[0], loose=True)
            return no, left, bottom
    raise AssertionError(beginning)


def test_both_languages_of_a_statement_stand_side_by_side() -> None:
    library, _ = site("minimal")
    reader = pdf(f"en/{CITY}.zh-en.pdf")
    document, middle = opened(f"en/{CITY}.zh-en.pdf"), float(reader.pages[0].mediabox.width) / 2
    for statement in statements(library, "reading-city"):
        left, right = (place(document, statement.text[code].words[:end]) for code, end in (("zh", 8), ("en", 16)))
        assert left[0] == right[0] and abs(left[2] - right[2]) < SAME_LINE, statement.key
        assert left[1] < middle < right[1], statement.key
    titles = library.reports["reading-city"].page.title
    assert next(bookmarks(reader)) == (0, f"{titles['zh']} / {titles['en']}")
    assert reader.trailer["/Root"]["/Lang"] == "zh"
    cells = [str(one["/Lang"]) for one in structure(reader) if one.get("/S") == "/TD" and "/Lang" in one]
    assert cells.count("zh") == cells.count("en") >= len(statements(library, "reading-city"))


def structure(reader: PdfReader) -> Iterator[dict[str, object]]:
    """Give the elements of the tree of tags."""
    todo = [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while todo:
        one = todo.pop().get_object()
        if isinstance(one, list):
            todo += one
        elif isinstance(one, dict):
            yield one
            todo += [one["/K"]] if "/K" in one and not isinstance(one["/K"], int) else []


def test_a_sector_answers_with_its_comparison_and_what_that_rests_on() -> None:
    library, _ = site("minimal")
    reader = pdf(f"en/{SECTOR}.en.pdf")
    text, (inside, _) = text_of(reader), links(reader)
    points = library.comparisons["opening-hours"].points
    for point in (one for one in points if "en" in one.text):
        assert words(point.text["en"].words) in text
    rested = [library.statements[key] for point in points for key in point.rests]
    for statement in rested:
        assert words(statement.text.pick("en", "zh").words) in text
    assert {statement.path for statement in rested} <= inside
    assert [title for depth, title in bookmarks(reader) if depth == 1][:2] == ["Where they agree", "Where they differ"]


def test_right_to_left_runs_to_the_left_beside_its_source() -> None:
    library, _ = site("transit")
    document = opened(f"ar/{NIGHT}.en-ar.pdf", "transit")
    page, _, line = place(document, "Let night buses")
    text = document[page].get_textpage()
    width = document[page].get_width()
    beside = text.get_text_bounded(width / 2, line - SAME_LINE, width, line + 2 * SAME_LINE)
    assert "الترام" in unicodedata.normalize("NFKC", beside)
    at = text.search("الترام").get_next()
    assert at and text.get_charbox(at[0])[0] > width / 2
    alone = pdf(f"ar/{NIGHT}.ar.pdf", "transit")
    assert "الحافلات" in "".join(page.extract_text() for page in alone.pages)
    assert library.site.languages[1].direction == "rtl"


def test_what_is_not_translated_is_said_once_and_stands_beside() -> None:
    library, _ = site("transit")
    statement = next(one for one in statements(library, "step-free") if "fr" not in one.text)
    own = words(statement.text["en"].words)
    pair, alone = (text_of(pdf(f"fr/reports/step-free/step-free.{code}.pdf", "transit")) for code in ("en-fr", "fr"))
    assert pair.count(own) == 1 and alone.count(own) == 1
    assert "Pasencoretraduit" in pair and "Pasencoretraduit" in alone


def test_a_language_that_lacks_the_title_has_no_pdf() -> None:
    library, files = site("transit")
    assert "ar" not in library.reports["step-free"].page.title
    assert not [name for name in files if name.startswith("ar/reports/step-free")]
    names = {
        path.name for path in pdf_paths(library.site, "reports/step-free/", library.reports["step-free"].page.title)
    }
    assert names == {name for name in files if "step-free" in name}


def test_the_same_document_gives_the_same_bytes_in_any_order() -> None:
    files = site("minimal")[1]
    name = f"en/{SECTOR}.zh-en.pdf"
    first = files[name].make()
    files[f"zh/{SECTOR}.zh.pdf"].make()
    assert files[name].make() == first


def test_a_change_makes_only_its_documents_again(tmp_path: Path) -> None:
    """Keys follow what documents show: a word of an introduction stands in the report alone."""
    own = shutil.copytree(FIXTURES / "minimal", tmp_path / "content")
    before = {name: file.key for name, file in site("minimal")[1].items()}
    replace(own / "reports" / "reading-city" / "collections.zh.md", "馆藏增长", "馆藏确实增长")
    library = load_library(own)
    faces = [load_interface(each, (own / "locale", TEMPLATES / "locale"), own)[0] for each in library.site.languages]
    after = {file.name: file.key for file in pdf_files(TermIndex(library), faces, TEMPLATES, b"")}
    assert {name for name in after if after[name] != before[name]} == {f"zh/{CITY}.zh.pdf", f"en/{CITY}.zh-en.pdf"}


def test_a_build_links_its_pdfs_and_remembers_them(minimal_copy: Built) -> None:
    assert not list(minimal_copy.site.rglob("*.pdf")), "nobody asked for them"
    result = build_site(minimal_copy.content, minimal_copy.site, pdf=True)
    assert not result.failed
    made = {name: path for name, path in digests(minimal_copy.site).items() if name.endswith(".pdf")}
    assert made.keys() == site("minimal")[1].keys()
    page = html.parse(str(minimal_copy.site / "en" / "reports" / "reading-city" / "index.html"))
    folder = minimal_copy.site / "en" / "reports" / "reading-city"
    linked = [(folder / href).resolve() for href in page.xpath("//p[@class='dz-pdfs']/a/@href")]
    assert [path.name for path in linked] == [f"reading-city.{code}.pdf" for code in ("zh", "en", "zh-en")]
    assert all(path.is_file() for path in linked)
    again = build_site(minimal_copy.content, minimal_copy.site, pdf=True)
    assert not again.failed and again.seconds.keys() == {"reading"}, "nothing has changed"


def test_a_build_goes_without_where_there_is_no_maker(minimal_copy: Built, tmp_path: Path) -> None:
    """WeasyPrint cannot be imported there, as without Pango; the site is that of a build without PDFs."""
    before = digests(minimal_copy.site)
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library')\n", encoding="utf-8")
    places = ("--content", minimal_copy.content, "--site-dir", minimal_copy.site)
    done = run("build", "--pdf", *places, "--lang", "en", env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("No PDFs are made") == 1
    assert digests(minimal_copy.site) == before
