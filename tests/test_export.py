"""The data files: valid, exact, safe to open, the same each time, with the ids of the pages."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

from build_scripts.content.interface import Interface
from build_scripts.library.data_names import OBJECTS, data_names, schema_name
from build_scripts.library.events import deadlines_path
from build_scripts.library.figures import exact
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.outputs.citations import FORMATS
from build_scripts.publish.build import check_content
from build_scripts.translation.states import find_states
from tests.built import Built
from tests.conftest import VALID_SITES
from tests.pages import csv_rows, data_of

pytest_plugins = ("tests.built",)

SCHEMAS = {f"data/{schema_name(name)}" for name in OBJECTS}
Site = tuple[Library, dict[str, Interface], dict[str, str]]


def export(folder: Path) -> Site:
    content, interfaces, _ = check_content(folder)
    library = link_content(content, find_states(content)[0])
    return library, interfaces, data_of(library, interfaces.values())


@pytest.fixture(scope="module", params=["minimal", "transit"])
def site(request: pytest.FixtureRequest) -> Site:
    return export(VALID_SITES / request.param)


def test_every_file_is_there(site: Site) -> None:
    library, _, files = site
    beside = ("events.ics", "deadlines.ics", *(f"cite.{name}" for name in FORMATS))
    timeline = {f"{code}/timeline/{name}" for code in library.languages for name in beside}
    sectors = {f"{code}/{deadlines_path(key)}" for code in library.languages for key in due_sectors(library)}
    data = {f"data/{name}" for name in data_names(library) if not name.endswith(".xlsx")}
    assert set(files) == data | SCHEMAS | timeline | sectors


def due_sectors(library: Library) -> set[str]:
    due = [event for event in library.events.values() if library.kinds.events[event.kind].due]
    return {sector for event in due for key in event.statements for sector in library.statements[key].sectors}


def test_same_content_gives_the_same_bytes(site: Site) -> None:
    library, interfaces, files = site
    assert data_of(library, interfaces.values()) == files


def test_statements_are_those_of_the_library(site: Site) -> None:
    library, _, files = site
    rows = json.loads(files["data/statements.json"])
    assert [row["id"] for row in rows] == list(library.statements)
    for row in rows:
        statement = library.statements[row["id"]]
        assert row["path"] == statement.path
        assert set(row["text"]) == set(statement.text)
        assert set(row["urls"]) == set(library.languages)
        assert set(row["translation"]) == set(library.languages[1:])
        assert all((state == "missing") == (code not in statement.text) for code, state in row["translation"].items())


def test_ids_and_addresses_are_those_of_the_pages(built_minimal: Built) -> None:
    base = built_minimal.library.site.base_url.rstrip("/")
    anchors: dict[Path, set[str]] = {}
    rows = [
        row
        for name in ("statements", "figures", "events", "reports")
        for row in json.loads((built_minimal.site / "data" / f"{name}.json").read_text(encoding="utf-8"))
    ]
    assert rows
    for row in rows:
        for code, url in row["urls"].items():
            assert url == f"{base}/{code}/{row['path']}"
            path, _, anchor = url.removeprefix(f"{base}/").partition("#")
            page = built_minimal.site / path / "index.html"
            if page not in anchors:
                anchors[page] = set(html.parse(str(page)).getroot().xpath("//@id"))
            assert not anchor or anchor in anchors[page], url


def test_figures_are_exact_and_the_same_in_both_files(site: Site) -> None:
    library, _, files = site
    rows, cells = json.loads(files["data/figures.json"]), csv_rows(files["data/figures.csv"])
    assert [row["id"] for row in rows] == [cell["id"] for cell in cells]
    figures = {f"{report.id}/{f.id}": f for report in library.reports.values() for f in report.figures}
    assert {row["id"] for row in rows} == set(figures)
    for row, cell in zip(rows, cells, strict=True):
        for name in ("value", "low", "high"):
            number = getattr(figures[row["id"]], name)
            assert (Decimal(row[name]) if row[name] else None) == number
            assert cell[name] == (row[name] or "")
            assert not re.search("[eE]", cell[name])
        assert cell["contradicted"] == str(row["contradicted"]).lower()
        assert row["statement"] in library.statements


@pytest.mark.parametrize(
    ("number", "text"),
    [("3E+11", "300000000000"), ("0.30", "0.3"), ("-12", "-12"), ("100", "100"), ("1E-7", "0.0000001")],
)
def test_numbers_are_written_out(number: str, text: str) -> None:
    assert exact(Decimal(number)) == text


def test_terms_have_the_forms_of_every_language(site: Site) -> None:
    library, _, files = site
    rows = csv_rows(files["data/glossary.csv"])
    assert [row["id"] for row in rows] == list(library.terms)
    for row in rows:
        for code in library.languages:
            assert row[f"url_{code}"].endswith(f"/{code}/{library.glossary.path(row['id'], code)}")
        for code, forms in library.terms[row["id"]].forms.items():
            assert row[code] == forms.preferred
            assert row[f"{code}_accepted"].split(" | ") == (list(forms.accepted) or [""])


def test_the_table_of_events_has_what_the_file_for_programs_has(site: Site) -> None:
    library, _, files = site
    rows, items = csv_rows(files["data/events.csv"]), json.loads(files["data/events.json"])
    assert [row["id"] for row in rows] == [item["id"] for item in items] and len(rows) == len(library.events)
    for row, item in zip(rows, items, strict=True):
        assert row["statements"].split() == item["statements"] and row["actors"].split() == item["actors"]
        assert row["due"] == str(item["due"]).lower() and row["last_day"] == item["last_day"]
        for code in library.languages:
            assert row[f"label_{code}"] == item["label"].get(code, "")
            assert row[f"reference_{code}"] == item["reference"][code]
            assert row[f"url_{code}"] == item["urls"][code]
