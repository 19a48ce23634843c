"""Markdown in real writing: what the page, citations, data and search show of each case of `data/markdown`.

The right values are derived from CommonMark 0.31 and the rules that editors are told, not from what is built.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from build_scripts.ground.problems import render_text
from build_scripts.outputs.citations import tex
from tests.markdown_cases import (
    Case,
    footnotes_of,
    is_frame,
    read_cases,
    shown_structure,
    shown_words,
    statement_key,
    unfold,
)
from tests.markdown_site import LEAD, Piece, Reading, read_site, write_site
from tests.page_text import fold, squeeze, structure, words

CASES = read_cases()
SHOWN = [case for case in CASES if case.is_shown]


def named(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.piece.name)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """All cases in one small site."""
    folder = tmp_path_factory.mktemp("cases")
    write_site(folder, (case.piece for case in CASES))
    return read_site(folder)


def test_there_are_enough_cases() -> None:
    assert len({case.piece.id for case in CASES}) >= 400


@named([case for case in CASES if "problem" in case.right])
def test_problem_is_named_with_its_line(case: Case, reading: Reading) -> None:
    rule, problems = case.right["problem"], reading.problems.get(case.piece.file, ())
    found = [problem for problem in problems if problem.rule == rule or (rule == "any" and problem.level == "error")]
    assert found, f"{case.piece.text}\n{render_text(problems)}"
    if "line" in case.right:
        lines = [problem.line - case.piece.first_line + 1 for problem in found]
        assert case.right["line"] in lines, render_text(found)


@named(SHOWN)
def test_page_and_what_is_derived_from_it_show_the_words(case: Case, reading: Reading) -> None:
    """A test a case, for thousands of tests take longer to begin and to end than they do."""
    errors = reading.errors(case.piece.file)
    assert not errors, f"{case.piece.text}\n{render_text(errors)}"
    check_page(case, reading)
    if "footnotes" in case.right:
        check_notes(case, reading)
    if case.piece.place in ("statement", "details", "note"):
        check_sector_page(case, reading)
        check_citations_and_data(case, reading)
    if case.piece.place not in ("heading", "prose"):
        check_search(case, reading)


def check_page(case: Case, reading: Reading) -> None:
    page = reading.page(case.piece.path)
    assert shown_words(case.piece, page) == case.words
    if case.html:
        assert shown_structure(case.piece, page, case.piece.path) == case.html


def check_notes(case: Case, reading: Reading) -> None:
    """Notes stand at the foot of the page."""
    page = reading.page(case.piece.path)
    assert footnotes_of(page) == case.right["footnotes"]
    targets = {str(link).removeprefix("#") for link in page.xpath("//a[starts-with(@href, '#fn')]/@href")}
    assert targets, "no mark leads to the note"
    assert targets <= set(page.xpath("//@id"))


def check_sector_page(case: Case, reading: Reading) -> None:
    found = [item for address, item in reading.on_lists.items() if f"/{case.piece.name}/" in address]
    assert len(found) == 1
    name = "dz-note" if case.piece.place == "note" else "dz-text"
    [text] = [unfold(text) for text in found[0].find_class(name)]
    own = f"{LEAD} {case.words}" if case.piece.place == "details" else case.words
    assert words(text) == own
    assert [structure([item]) for item in text.xpath(".//ul | .//ol")] == [
        structure([item])
        for element in map(unfold, reading.page(case.piece.path).get_element_by_id("c").find_class(name))
        for item in element.xpath(".//ul | .//ol")
    ]


def check_citations_and_data(case: Case, reading: Reading) -> None:
    place, data = case.piece.place, reading.statements[statement_key(case.piece)]
    text = case.words if place == "statement" else LEAD
    assert fold(data["text"]["zh"]) == text  # type: ignore[index]
    if place == "details":
        assert fold(data["details"]["zh"]) == case.words  # type: ignore[index]
    if place == "note":
        assert [fold(note) for note in data["notes"]["zh"]] == [case.words]  # type: ignore[index]
    cite = {name: reading.citations[f"{case.piece.path}cite.{name}"] for name in ("txt", "bib", "ris", "json")}
    assert [fold(item["abstract"]) for item in json.loads(cite["json"])] == [text]
    assert f"：{text}（" in fold(cite["txt"])
    assert f" AB - {text} " in fold(cite["ris"])
    assert f"abstract = {{{tex(text)}}}" in fold(cite["bib"])


def check_search(case: Case, reading: Reading) -> None:
    place, path = case.piece.place, case.piece.path
    entry = reading.search[f"{path}#c" if place in ("statement", "details", "note") else path]
    lead = LEAD if place in ("details", "note") else ""
    notes = "".join(case.right.get("footnotes", ()))
    wanted = {squeeze(f"{lead}{case.words}"), squeeze(f"{lead}{case.words}{notes}")}
    assert squeeze(entry["text"]) in wanted


@named([case for case in CASES if "silent" in case.right])
def test_rules_that_do_not_speak_of_it(case: Case, reading: Reading) -> None:
    rules = {problem.rule for problem in reading.problems.get(case.piece.file, ())}
    assert not rules & set(case.right["silent"])


@named([case for case in CASES if {"order", "contains", "either"} & set(case.right)])
def test_all_of_it_stands_on_the_page(case: Case, reading: Reading) -> None:
    if "either" in case.right and reading.errors(case.piece.file):
        return
    errors = reading.errors(case.piece.file)
    assert not errors, f"{case.piece.text}\n{render_text(errors)}"
    wanted = [*case.right.get("order", ()), *case.right.get("contains", ()), *case.right.get("either", ())]
    shown = " ".join(texts_of_brief(case.piece, reading))
    places = [[match.start() for match in re.finditer(rf"(?<!\S){re.escape(text)}(?!\S)", shown)] for text in wanted]
    assert [len(found) for found in places] == [1] * len(wanted), shown
    if "order" in case.right:
        assert places == sorted(places), shown
    if "either" in case.right:
        assert not set(shown) & set("{}｛｝"), shown
    assert not [text for text in case.right.get("hidden", ()) if text in shown]


def texts_of_brief(piece: Piece, reading: Reading) -> list[str]:
    """Give what a brief's page shows, without tools and the frame of the page."""

    def skip(element: object) -> bool:
        return is_frame(element) or "dz-meta" in str(element.get("class", "")).split()  # type: ignore[attr-defined, arg-type]

    return [words(reading.page(piece.path), skip)]


def test_title_never_takes_the_anchor_of_a_statement(tmp_path: Path) -> None:
    text = "---\ntitle: Pilot\nsector: shelf\n---\n\n## Findings {kind=finding}\n\n- One branch opens late. {#pilot}\n"
    piece = Piece("title", "file", text)
    write_site(tmp_path, [piece])
    ids = read_site(tmp_path).page(piece.path).xpath("//@id")
    assert ids.count("pilot") == 1


# The reading of pages, on which all of this rests


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>甲<strong>乙</strong></p>\n<p>丙</p>", "甲乙 丙"),
        ("<ul><li>甲<ul><li>乙</li></ul></li></ul>", "甲 乙"),
        ("<p>甲<br>乙<!-- 丙 --><script>丁</script></p>", "甲 乙"),
        ("<p>推进电\n力</p>", "推进电 力"),
        ('<p>甲<sup id="fnref1"><a>1</a></sup>。</p>', "甲。"),
    ],
)
def test_words_are_those_a_browser_shows(html: str, expected: str) -> None:
    from tests.page_text import parse

    assert words(parse(html)) == expected


def test_pieces_are_written_where_they_stand(tmp_path: Path) -> None:
    places = ("statement", "details", "note", "intro", "prose", "page", "heading")
    pieces = [Piece("x", place, "甲\n\n乙" if place in ("details", "note") else "甲乙") for place in places]
    write_site(tmp_path, pieces)
    for piece in pieces:
        lines = (tmp_path / piece.file).read_text(encoding="utf-8").split("\n")
        assert "甲" in lines[piece.first_line - 1]
