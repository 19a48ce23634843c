"""Tables for people: CSV that spreadsheets open right, workbooks, and the package that describes both."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from frictionless import Package, system
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from openpyxl.worksheet.worksheet import Worksheet

from build_scripts.ground.memory import Memory
from build_scripts.library.data_names import OBJECTS, TABLES, data_names, workbook_name
from build_scripts.outputs.csv_text import BYTE_ORDER_MARK, as_text, csv_pieces, csv_text
from build_scripts.outputs.data import DataFile, data_files
from build_scripts.outputs.data_rows import DataRows
from build_scripts.outputs.tables import find_tables
from build_scripts.outputs.workbook import Workbook
from build_scripts.pages.downloads import table_titles
from tests.built import Built
from tests.conftest import VALID_SITES
from tests.pages import csv_rows
from tests.test_export import Site, export

pytest_plugins = ("tests.built",)
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
# All sheets, each as a file, in UTF-8, with quotes where they are needed and cells as they are, not as they look.
ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
# As a spreadsheet opens them: everything may be a number or a formula, as nobody says what is text.
AS_OPENED = "--infilter=CSV:44,34,76,1,,0,false,true,false"


def needs_office() -> str:
    if OFFICE is None and os.environ.get("CI"):
        pytest.fail("no LibreOffice for the tests: see tests/browser/install.sh")
    if OFFICE is None:
        pytest.skip("LibreOffice is not on this machine")
    return OFFICE


def converted(folder: Path, file: Path, form: str, *options: str) -> None:
    """Let LibreOffice convert a file, with a profile of its own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        needs_office(),
        profile,
        "--headless",
        *options,
        "--convert-to",
        form,
        "--outdir",
        str(folder),
        str(file),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


@pytest.fixture(scope="module", params=["minimal", "transit"])
def site(request: pytest.FixtureRequest) -> Site:
    return export(VALID_SITES / request.param)


@pytest.fixture(scope="module")
def folder(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a site, as they lie below its address."""
    library, interfaces, _ = site
    found = tmp_path_factory.mktemp("files")
    for file in data_files(library, interfaces.values()):
        path = found / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.make())
    return found / "data"


def test_csv_is_rfc_4180_with_a_byte_order_mark() -> None:
    text = csv_text(("a", "b"), [('quote " comma,', "two\nlines"), ("", None)])
    assert text == '\ufeffa,b\r\n"quote "" comma,","two\nlines"\r\n,\r\n'


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1 (555)", "-cmd", "@SUM(A1)", "\tx", "\r=1", "\n=1", "＝1+1", '=HYPERLINK("x")', "-1+cmd|' /C calc'!A0"],
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert csv_rows(csv_text(("a",), [(cell,)])) == [{"a": f"'{cell}"}]


@pytest.mark.parametrize(
    "cell",
    ["-5", "-5.25", "12", "−5", "-5 %", "+3.2 °C", "-1,5 万吨", "a=b", "text - more", "‘quoted’", "− minus", "#1"],
)
def test_numbers_quantities_and_words_stay_as_they_are(cell: str) -> None:
    assert csv_rows(csv_text(("a",), [(cell,)])) == [{"a": cell}]


@given(rows=st.lists(st.lists(st.text(st.characters(exclude_categories=("Cs",))), min_size=2, max_size=2)))
@settings(max_examples=60)
def test_a_table_comes_back_and_begins_no_formula(rows: list[list[str]]) -> None:
    text = "".join(csv_pieces(("a", "b"), rows))
    assert text.encode().startswith(BYTE_ORDER_MARK.encode())
    back = list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""), strict=True))
    assert back == [["a", "b"], *([as_text(cell) for cell in row] for row in rows)]
    for cell, own in zip((c for row in back[1:] for c in row), (c for row in rows for c in row), strict=True):
        assert cell.removeprefix("'") == own.removeprefix("'")
        assert not cell.startswith(("=", "@", "\t", "\r", "\n"))


def test_a_long_table_is_written_in_pieces() -> None:
    pieces = list(csv_pieces(("n",), ([no] for no in range(1000))))
    assert len(pieces) > 2 and [row["n"] for row in csv_rows("".join(pieces))] == [str(no) for no in range(1000)]


@pytest.mark.slow
def test_a_spreadsheet_shows_what_was_written_and_runs_none_of_it(tmp_path: Path) -> None:
    cells = ["=1+1", "+1+1", "-1-1", "@SUM(1)", "中文，“引号”", '"quoted", 1', "two\nlines", "-5 %", "−5", "a=b"]
    (tmp_path / "table.csv").write_text(csv_text(("text", "number"), [(c, -12) for c in cells]), "utf-8", newline="")
    converted(tmp_path, tmp_path / "table.csv", "xlsx", AS_OPENED)
    (sheet,) = openpyxl.load_workbook(tmp_path / "table.xlsx").worksheets
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[1].value for row in rows] == [-12] * len(cells)
    assert all(row[0].data_type != "f" for row in rows)
    shown = [str(row[0].value) for row in rows]
    assert shown[:4] == ["'=1+1", "'+1+1", "'-1-1", "'@SUM(1)"] and shown[4:7] == cells[4:7] and shown[8:] == cells[8:]
    assert Decimal(shown[7].removesuffix(" %")) in (Decimal(-5), Decimal("-0.05"))


def sheets(folder: Path, code: str) -> Iterator[tuple[str, Worksheet]]:
    book = openpyxl.load_workbook(folder / workbook_name(code))
    assert len(book.worksheets) == len(TABLES) + 1
    return zip(("", *TABLES), book.worksheets, strict=True)


def test_a_workbook_has_a_sheet_of_each_table_in_its_language(site: Site, folder: Path) -> None:
    _, interfaces, _ = site
    for code, interface in interfaces.items():
        titles = table_titles(interface.translations.gettext)
        for name, sheet in sheets(folder, code):
            if not name:
                continue
            rows = csv_rows((folder / f"{name}.csv").read_bytes().decode())
            assert sheet.title == titles[name] and sheet.max_row == len(rows) + 1
            assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref.startswith("A1:")
            heads = [cell.value for cell in sheet[1]]
            assert all(heads) and len(set(heads)) == len(heads), heads
            ids = {str(cell.value) for column in sheet.iter_cols(min_row=2) for cell in column}
            assert {row["id"] for row in rows} <= ids
            assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_the_first_sheet_says_what_every_column_means(site: Site, folder: Path) -> None:
    _, interfaces, _ = site
    for code in interfaces:
        (_, notes), *others = sheets(folder, code)
        told = {(row[0], row[1]) for row in notes.iter_rows(values_only=True) if row[0] and row[3]}
        assert {(sheet.title, cell.value) for _, sheet in others for cell in sheet[1]} <= told


def test_a_workbook_leads_to_the_pages_and_keeps_numbers_and_dates(site: Site, folder: Path) -> None:
    library, interfaces, _ = site
    base = library.site.base_url.rstrip("/")
    for code in interfaces:
        found = dict(sheets(folder, code))
        links = [cell.hyperlink for row in found["statements"].iter_rows(min_row=2) for cell in row if cell.hyperlink]
        wanted = [f"{base}/{code}/{statement.path}" for statement in library.statements.values()]
        assert [f"{link.target}#{link.location}" for link in links] == wanted
        figures = [f for report in library.reports.values() for f in report.figures]
        numbers = {c.value for row in found["figures"].iter_rows(min_row=2) for c in row if c.data_type == "n"}
        assert {float(f.value) for f in figures if f.value is not None} <= numbers
        assert not any(cell.is_date for _, sheet in found.items() for row in sheet.iter_rows() for cell in row)
        dates = {cell.value for row in found["events"].iter_rows(min_row=2) for cell in row}
        assert {event.date for event in library.events.values()} <= dates


def test_a_number_that_no_spreadsheet_keeps_stays_text(site: Site, tmp_path: Path) -> None:
    library, interfaces, _ = site
    code = library.source
    (table,) = (each for each in find_tables(DataRows(library, tuple(interfaces.values()))) if each.name == "figures")
    items = [{**item, "value": "1234567890.1234567", "note": {code: "=1+1 " + "长" * 40_000}} for item in table.items()]
    long = replace(table, items=lambda: items)
    names = {language.code: language.name for language in library.site.languages}
    book = Workbook((long,), interfaces[code], names, library.order(code))
    path = tmp_path / "book.xlsx"
    path.write_bytes(book.write([("a", "")], date(2026, 1, 1)))
    cells = [cell.value for row in openpyxl.load_workbook(path).worksheets[1].iter_rows(min_row=2) for cell in row]
    assert cells.count("1234567890.1234567") == len(items) > 0
    assert [len(cell) for cell in cells if str(cell).startswith("=1+1 ")] == [32_767] * len(items)


def test_the_same_content_gives_the_same_workbook(site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library, interfaces, _ = site
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    before = os.umask(0o077)
    try:
        made = {file.name: file.make() for file in data_files(library, interfaces.values())}
    finally:
        os.umask(before)
    for code in interfaces:
        name = workbook_name(code)
        assert made[f"data/{name}"] == (folder / name).read_bytes()


def test_a_table_is_made_only_when_what_it_shows_has_changed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    library, interfaces, _ = site
    library = replace(library, memory=Memory(lasting=True))
    first = {file.name: file.key for file in data_files(library, interfaces.values())}
    made: list[str] = []
    monkeypatch.setattr(Workbook, "write", lambda *_: made.append("book"))
    again: list[DataFile] = list(data_files(library, interfaces.values()))
    assert {file.name: file.key for file in again} == first and made == []


def assert_described(folder: Path) -> None:
    """Hold the files of a site to what is said of them: by the validators of both standards."""
    with system.use_context(trusted=False):
        report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "note"])
    described = {each["path"] for each in json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]}
    assert described == {path.name for path in folder.iterdir() if path.is_file()} - {"datapackage.json"}
    for name in OBJECTS:
        schema = json.loads((folder / "schemas" / f"{name}.json").read_text("utf-8"))
        items = json.loads((folder / f"{name}.json").read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        errors = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(items)
        assert [f"{error.json_path}: {error.message}" for error in errors] == []
        (shape,) = re.findall(r"#/\$defs/(\w+)$", schema["items"]["$ref"])
        assert all(set(item) == set(schema["$defs"][shape]["properties"]) for item in items)


def test_what_is_said_of_the_files_is_true(folder: Path) -> None:
    assert_described(folder)


def test_a_file_that_is_not_what_is_said_of_it_is_found(site: Site, folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "data")
    path = tmp_path / "data" / "statements.csv"
    path.write_bytes(path.read_bytes() + path.read_bytes().splitlines(keepends=True)[1])
    with pytest.raises(AssertionError, match=r"hash-count|primary-key"):
        assert_described(tmp_path / "data")


def test_recommendations_are_those_of_the_statements_that_recommend(site: Site, folder: Path) -> None:
    library, _, _ = site
    every, some = (csv_rows((folder / f"{n}.csv").read_bytes().decode()) for n in ("statements", "recommendations"))
    assert some == [row for row in every if library.kinds.statements[row["kind"]].recommends]
    assert [row["id"] for row in every] == list(library.statements)


@pytest.mark.slow
def test_the_project_s_own_files_are_what_is_said_of_them(built_real: Built) -> None:
    folder = built_real.site / "data"
    assert_described(folder)
    assert {path.name for path in folder.iterdir() if path.is_file()} == set(data_names(built_real.library))
    for code in built_real.library.languages:
        counts = {name: sheet.max_row - 1 for name, sheet in sheets(folder, code) if name}
        assert counts["statements"] == len(built_real.library.statements)


@pytest.mark.slow
def test_libreoffice_opens_a_workbook_with_all_its_sheets(built_real: Built, tmp_path: Path) -> None:
    code = built_real.library.source
    converted(tmp_path, built_real.site / "data" / workbook_name(code), ALL_SHEETS)
    for name, sheet in sheets(built_real.site / "data", code):
        path = tmp_path / f"{workbook_name(code).removesuffix('.xlsx')}-{sheet.title}.csv"
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
        assert len(rows) == sheet.max_row
        if name:
            assert rows[0] == [cell.value for cell in sheet[1]]
            assert [row[0] for row in rows[1:]] == [str(r[0]) for r in sheet.iter_rows(min_row=2, values_only=True)]
