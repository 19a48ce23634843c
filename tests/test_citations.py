"""Citations: valid in every format, of the right statement, and honest about what is only inferred."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import bibtexparser
import pytest
import rispy
from jsonschema import Draft7Validator

from build_scripts.content.fronts import Change
from build_scripts.content.interface import Interface
from build_scripts.ground.markdown import read_prose
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.outputs.citations import FORMATS, as_bibtex, as_csl, as_ris, cite, tex
from build_scripts.publish.build import check_content
from tests.conftest import TESTS, VALID_SITES
from tests.pages import citations_of

Files = dict[str, str]
# Of Research Information Systems’ list (2011) what a page of the web may have.
RIS_TAGS = {"TY", "ID", "AU", "TI", "T2", "PB", "PY", "DA", "AB", "SP", "N1", "UR", "LA", "ER"}


@pytest.fixture(scope="module", params=["minimal", "transit"])
def site(request: pytest.FixtureRequest) -> tuple[Library, dict[str, Interface], Files]:
    content, interfaces, _ = check_content(VALID_SITES / request.param)
    library = link_content(content)
    return library, interfaces, citations_of(library, interfaces.values())


def test_every_brief_has_every_format_in_every_language(site: tuple[Library, dict[str, Interface], Files]) -> None:
    library, _, files = site
    briefs = [brief for brief in library.briefs if brief.statements]
    assert set(files) == {
        f"{language}/{brief.path}cite.{name}" for language in library.languages for brief in briefs for name in FORMATS
    }


def test_all_formats_cite_the_same_statements_in_order(site: tuple[Library, dict[str, Interface], Files]) -> None:
    library, _, files = site
    for language in library.languages:
        for brief in (brief for brief in library.briefs if brief.statements):
            base = f"{language}/{brief.path}cite"
            urls = [f"{library.site.base_url.rstrip('/')}/{language}/{s.path}" for s in brief.statements]
            assert [item["URL"] for item in json.loads(files[f"{base}.json"])] == urls
            assert [item["urls"][0] for item in rispy.loads(files[f"{base}.ris"])] == urls
            parsed = bibtexparser.parse_string(files[f"{base}.bib"])
            assert not parsed.failed_blocks
            assert [entry["url"] for entry in parsed.entries] == urls
            blocks = files[f"{base}.txt"].strip().split("\n\n")
            assert [url in block for url, block in zip(urls, blocks, strict=True)] == [True] * len(urls)
            assert all(len(block.split("\n")) == len(library.languages) for block in blocks)
            for name, end in (("bib", "\n\n"), ("ris", "\r\n\r\n")):
                assert len(files[f"{base}.{name}"].strip().split(end)) == len(urls)


def test_every_record_of_ris_has_its_lines_and_tags_as_programs_want_them(
    site: tuple[Library, dict[str, Interface], Files],
) -> None:
    _, _, files = site
    for text in (text for name, text in files.items() if name.endswith(".ris")):
        assert text.endswith("ER  - \r\n") and not re.search(r"(?<!\r)\n|\r(?!\n)", text)
        for record in text.removesuffix("\r\n").split("\r\n\r\n"):
            tags = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line) for line in record.split("\r\n")]
            assert all(tags), record
            names = [tag[1] for tag in tags if tag]
            assert names[0] == "TY" and names[-1] == "ER" and set(names) <= RIS_TAGS
            assert all(tag[2] for tag in tags[:-1] if tag)


def test_csl_is_what_its_schema_says(site: tuple[Library, dict[str, Interface], Files]) -> None:
    _, _, files = site
    check = Draft7Validator(json.loads((TESTS / "data" / "csl-data.json").read_text("utf-8")))
    for text in (text for name, text in files.items() if name.endswith("cite.json")):
        assert [error.message for error in check.iter_errors(json.loads(text))] == []


def test_bibtex_keeps_its_letters(site: tuple[Library, dict[str, Interface], Files]) -> None:
    library, _, files = site
    for brief in (brief for brief in library.briefs if brief.statements):
        entries = bibtexparser.parse_string(files[f"{library.source}/{brief.path}cite.bib"]).entries
        wanted = [tex(statement.text[library.source].words) for statement in brief.statements]
        assert [entry["abstract"] for entry in entries] == wanted
        assert all(entry["title"].startswith("{") and entry["title"].endswith("}") for entry in entries)


def test_keys_are_unique(site: tuple[Library, dict[str, Interface], Files]) -> None:
    _, _, files = site
    keys = [item["id"] for name, text in files.items() if name.endswith(".json") for item in json.loads(text)]
    assert len(keys) == len(set(keys))


def test_what_is_inferred_says_so_in_every_format(tmp_path: Path) -> None:
    content, interfaces, _ = check_content(VALID_SITES / "minimal")
    library = link_content(content)
    brief = next(brief for brief in library.briefs if brief.statements)
    node = library.reports[brief.report]
    date = {"value": "2019-03", "basis": "inferred"}
    publisher = {"name": {library.source: "X"}, "basis": "inferred"}
    facts = type(node.facts).model_validate(
        {**node.facts.model_dump(), "title_basis": "inferred", "date": date, "publisher": publisher}
    )
    changed = replace(library, reports={**library.reports, brief.report: replace(node, facts=facts)})
    files = citations_of(changed, interfaces.values())
    for name in FORMATS:
        text = files[f"en/{brief.path}cite.{name}"]
        assert "2019 (inferred)" in text
        assert "X (inferred)" in text
        assert "(title given by this site)" in text
    item = json.loads(files[f"en/{brief.path}cite.json"])[0]
    assert item["original-date"] == {"date-parts": [[2019, 3]], "circa": True}
    assert "original-publisher" not in item and "original-title" not in item


def test_a_statement_without_translation_is_cited_in_the_source_language() -> None:
    content, interfaces, _ = check_content(VALID_SITES / "minimal")
    library = link_content(content)
    brief = next(brief for brief in library.briefs if brief.statements)
    statement = replace(brief.statements[0], text=Texts({library.source: read_prose("原文")}))
    other = next(code for code in library.languages if code != library.source)
    citation = cite(library, brief, statement, interfaces[other])
    assert (citation.text, citation.language) == ("原文", library.source)
    assert f"/{other}/" in citation.url


def test_markup_and_special_characters_do_not_break_a_record() -> None:
    content, interfaces, _ = check_content(VALID_SITES / "minimal")
    library = link_content(content)
    brief = next(brief for brief in library.briefs if brief.statements)
    raw = "**5% & $6** of a_b {c} #1 \\\\ x^2 ~y [link](ref:about)\nnext line"
    statement = replace(brief.statements[0], text=Texts({"en": read_prose(raw)}))
    citation = cite(library, brief, statement, interfaces["en"])
    assert citation.text == "5% & $6 of a_b {c} #1 \\ x^2 ~y link next line"
    (entry,) = bibtexparser.parse_string(as_bibtex(citation)).entries
    assert entry["abstract"] == tex(citation.text)
    (record,) = rispy.loads(as_ris(citation))
    assert record["abstract"] == citation.text


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a *b* `c`", "a b c"),
        ("[d](https://x.org) e[^1]\n\n[^1]: f", "d e"),
        ("&amp; \\* f", "& * f"),
        ("g\n h", "g h"),
    ],
)
def test_plain_text_has_no_marks(markdown: str, expected: str) -> None:
    assert read_prose(markdown).words == expected


def cited(**changes: object) -> dict[str, str]:
    """Give the citation of one statement in every format, in English; `logged` is the change log of its report."""
    content, interfaces, _ = check_content(VALID_SITES / "minimal")
    library = link_content(content)
    brief = next(brief for brief in library.briefs if brief.statements)
    node = library.reports[brief.report]
    log = changes.pop("logged", ())
    page = replace(node.page, changes=Texts({library.source: log}))
    library = replace(library, reports={**library.reports, brief.report: replace(node, page=page)})
    statement = replace(brief.statements[0], **changes)  # type: ignore[arg-type]
    citation = cite(library, brief, statement, interfaces["en"])
    return {
        "txt": citation.plain,
        "bib": as_bibtex(citation),
        "ris": as_ris(citation),
        "json": json.dumps(as_csl(citation)),
    }


@pytest.mark.parametrize(
    ("date", "words", "month", "ris", "csl"),
    [
        ("2026-09-04", "4 September 2026", "09", "2026/09/04/", [2026, 9, 4]),
        ("2026-09", "September 2026", "09", "2026/09//", [2026, 9]),
        ("2026", "2026", "", "2026///", [2026]),
    ],
)
def test_date_is_that_of_the_last_change(date: str, words: str, month: str, ris: str, csl: list[int]) -> None:
    changes = tuple(Change(date=day, text="x") for day in (date, "2020-01-01"))
    found = cited(logged=changes)
    assert f"version of {words})" in found["txt"]
    (entry,) = bibtexparser.parse_string(found["bib"]).entries
    fields = {field.key: field.value for field in entry.fields}
    assert fields["year"] == "2026" and fields.get("month", "") == month.lstrip("0")
    (record,) = rispy.loads(found["ris"])
    assert record["year"] == "2026" and record["date"] == ris
    assert json.loads(found["json"])["issued"] == {"date-parts": [csl]}


def test_page_that_never_changed_has_no_date() -> None:
    found = cited()
    assert "version of" not in found["txt"]
    assert "year" not in found["bib"] and "PY" not in found["ris"] and "issued" not in found["json"]


@pytest.mark.parametrize(("page", "words"), [("12", ", p. 12."), ("12-13", ", pp. 12-13.")])
def test_page_of_the_original_is_cited_in_the_field_of_every_format(page: str, words: str) -> None:
    found = cited(page=page)
    assert all(words in text for text in found.values())
    (entry,) = bibtexparser.parse_string(found["bib"]).entries
    assert entry["pages"] == page.replace("-", "--")
    assert f"\nSP  - {page}\n" in found["ris"]
    assert json.loads(found["json"])["locator"] == page
    assert not any(mark in text for text in cited().values() for mark in ("pages =", "SP  -", "locator"))


def test_words_of_the_site_are_not_quoted_as_those_of_the_report() -> None:
    found = cited(text=Texts({"en": read_prose("A claim.")}))
    assert "Summary by City libraries: A claim. (" in found["txt"]
    assert "“A claim" not in "".join(found.values())
    assert all("Summarises: " in text for text in found.values())


def test_date_of_access_is_left_to_the_reader() -> None:
    found = cited()
    assert found["txt"].endswith("(accessed YYYY-MM-DD)")
    assert not any(field in text for text in found.values() for field in ("urldate", 'accessed"', "Y2  -"))
