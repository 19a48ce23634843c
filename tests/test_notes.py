"""Editors' notes: their kinds by the label that opens them, their verdict, and how warnings go with statements."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.content.load import load_content
from build_scripts.ground.markdown import read_prose, render, split_first_sentence
from build_scripts.library.index import Library, Statement
from build_scripts.library.link import link_content
from build_scripts.library.notes import note_kind, read_note, warning_in
from build_scripts.outputs.citations import FORMATS
from build_scripts.outputs.events import event_citations
from build_scripts.pages.page import Page
from build_scripts.pages.terms import TermIndex
from tests.pages import citations_of, csv_rows, data_of, files_of, interface_of
from tests.searched import entries_of

CopySite = Callable[[str], Path]
VERDICT = "Doubtful: the study counts one week in May only."
VERDICT_FR = "Douteux : l’étude ne porte que sur une semaine de mai."
DOUBTED = "night-network/buses#workers"
PIECES = ["甲。", "乙！”", "（", "）", "A.", "b? ", "*c*", "`d.`", "[e. F](ref:g)", "**h**", " 3.5", " U.S. "]
PIECES += ["\n", "“", "” "]


LABELS = {
    "en": ("Editor's note: the study counts one week in May only.", f"{VERDICT} Fewer people go out in winter."),
    "fr": (
        "Note de la rédaction : l’étude ne porte que sur une semaine de mai.",
        f"{VERDICT_FR} On sort moins en hiver.",
    ),
    "ar": ("ملاحظة المحرّر: لا", "مشكوك فيه: لا"),
}


@pytest.fixture
def doubting(copy_site: CopySite) -> CopySite:
    """Copy the site `transit` with its note labelled as a doubt."""

    def copy(name: str) -> Path:
        folder = copy_site(name)
        for language, (old, new) in LABELS.items():
            change(folder / f"reports/night-network/buses.{language}.md", old, new)
        return folder

    return copy


@pytest.fixture
def transit_library(doubting: CopySite) -> Library:
    return link_content(load_content(doubting("transit"))[0])


@pytest.fixture
def doubted(transit_library: Library) -> Statement:
    return transit_library.statements[DOUBTED]


def change(path: Path, old: str, new: str) -> None:
    """Change a text that must stand in the file just once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def page_in(library: Library, language: str) -> Page:
    return Page(TermIndex(library), interface_of(library, language), "figures/")


def library_with(copy_site: CopySite, name: str, old: str, new: str) -> Library:
    """Make the site `transit` with one text changed."""
    folder = copy_site("transit")
    change(folder / name, old, new)
    return link_content(load_content(folder)[0])


# Kinds and verdicts


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Doubtful: x.", "doubtful"),
        ("doubtful ： x.", "doubtful"),
        ("**Doubtful:** x.", "doubtful"),
        ("Editor's note: x.", ""),
        ("Doubtful, but x.", ""),
        ("It is doubtful: x.", ""),
    ],
)
def test_kind_is_that_of_the_label(doubting: CopySite, note: str, kind: str) -> None:
    library = library_with(doubting, "reports/night-network/buses.en.md", VERDICT, note)
    (found,) = library.statements[DOUBTED].notes
    assert note_kind(library, found) == kind
    assert bool(warning_in(library, library.statements[DOUBTED], "en")) == bool(kind)


def test_translation_without_the_label_warns_like_its_source(doubting: CopySite) -> None:
    library = library_with(doubting, "reports/night-network/buses.fr.md", "Douteux : l’étude", "L’étude")
    assert warning_in(library, library.statements[DOUBTED], "fr").startswith("L’étude")


def test_kind_that_does_not_warn_stays_with_its_statement(doubting: CopySite) -> None:
    library = library_with(doubting, "kinds.yml", "    warns: true\n", "")
    statement = library.statements[DOUBTED]
    assert note_kind(library, statement.notes[0]) == "doubtful"
    assert warning_in(library, statement, "en") == ""
    assert page_in(library, "en").notes.warning(statement) == ""


def test_verdict_is_shown_and_the_rest_folds(transit_library: Library, doubted: Statement) -> None:
    shown = page_in(transit_library, "en").notes.show(doubted.notes[0])
    label = '<strong class="dz-note-label">Doubtful: </strong>'
    assert (shown.kind, shown.warns) == ("doubtful", True)
    assert shown.verdict == f"<p>{label}the study counts one week in May only.</p>"
    assert shown.rest == '<p class="dz-continued">Fewer people go out in winter.</p>'


def test_note_of_one_sentence_does_not_fold(library: Library) -> None:
    statement = library.statements["reading-city/collections#on-loan"]
    assert page_in(library, "en").notes.show(statement.notes[0]).rest == ""


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_splitting_loses_no_word(pieces: list[str]) -> None:
    prose = read_prose("".join(pieces))
    first, rest = split_first_sentence(prose)
    squeezed = ["".join(text.split()) for text in (f"{first.words}{rest.words}", prose.words)]
    assert squeezed[0] == squeezed[1]
    tags = [render(part).count("<em>") - render(part).count("</em>") for part in (first, rest)]
    assert tags == [0, 0]


# Warnings


def test_warning_goes_into_every_citation(transit_library: Library, doubted: Statement) -> None:
    interfaces = [interface_of(transit_library, code) for code in transit_library.languages]
    files = citations_of(transit_library, interfaces)
    for interface in interfaces:
        code = interface.language.code
        warning = warning_in(transit_library, doubted, code)
        assert warning
        for name in FORMATS:
            text = files[f"{code}/reports/night-network/buses/cite.{name}"]
            assert text.count(warning) == 1, (code, name)


def test_data_files_have_the_warning_in_every_language(transit_library: Library, doubted: Statement) -> None:
    files = data_of(transit_library, [])
    rows = {row["id"]: row for row in json.loads(files["data/statements.json"])}
    assert list(rows[DOUBTED]["warning"]) == list(transit_library.languages)
    assert rows[DOUBTED]["note_kinds"] == ["doubtful"]
    assert {row["warning"] for key, row in rows.items() if key != DOUBTED} == {None}


def test_search_says_what_is_doubted(transit_library: Library, doubted: Statement) -> None:
    entries = entries_of(transit_library, interface_of(transit_library, "en"))
    assert entries[doubted.path]["doubts"] == ["Doubtful"]
    assert [path for path, entry in entries.items() if "doubts" in entry] == [doubted.path]


@pytest.fixture
def with_doubted_figure(doubting: CopySite) -> Library:
    """The site `transit`, with a figure of the statement that is doubted."""
    new = "statement: buses#workers\n    indicator: night-trips\n    geography: centre"
    name = "reports/night-network/report.yml"
    return library_with(
        doubting, name, "statement: buses#ridership\n    indicator: night-trips\n    geography: centre", new
    )


def test_doubted_figure_is_no_key_figure_unless_the_editors_name_it(with_doubted_figure: Library) -> None:
    library = with_doubted_figure
    page = page_in(library, "en")
    pairs = page.figures.of([library.statements[DOUBTED]])
    (pair,) = pairs
    sector = library.statements[DOUBTED].sectors[0]
    assert page.figures.key_figures(sector, pairs, 4) == ()
    named = replace(library, site=library.site.model_copy(update={"highlights": (f"night-network/{pair[0].id}",)}))
    assert page_in(named, "en").figures.key_figures(sector, pairs, 4) == pairs
    assert page.notes.warning(pair[1]) == "<b>Doubtful: </b>the study counts one week in May only."


def test_doubted_figure_says_so_in_the_data(with_doubted_figure: Library) -> None:
    files = data_of(with_doubted_figure, [])
    rows = [row for row in csv_rows(files["data/figures.csv"]) if row["statement"].endswith("#workers")]
    assert [row["warning_fr"] for row in rows] == ["Douteux : l’étude ne porte que sur une semaine de mai."]
    figures = [row for row in json.loads(files["data/figures.json"]) if row["warning"]]
    assert [row["id"] for row in figures] == [row["id"] for row in rows]


@pytest.mark.parametrize(("besides", "count"), [("", 1), ("night-network/buses#ridership, ", 0)])
def test_event_says_so_where_all_that_mentions_it_is_doubted(doubting: CopySite, besides: str, count: int) -> None:
    new = f"statements: [{besides}{DOUBTED}]"
    library = library_with(doubting, "events.yml", "statements: [night-network/buses#ridership]", new)
    page = files_of(library, "en")["timeline/index.md"]
    assert page.count('<span class="dz-reservation">the editors warn: see its note</span>') == count
    cited = event_citations(library, [interface_of(library, "en")])["en/timeline/cite.txt"]
    assert cited.count("The editors of the site warn: “Doubtful: ") == count


def test_note_that_is_not_translated_is_marked(doubting: CopySite) -> None:
    old = "\n    > Douteux : l’étude ne porte que sur une semaine de mai. On sort moins en hiver.\n"
    library = library_with(doubting, "reports/night-network/buses.fr.md", old, "")
    statement = library.statements[DOUBTED]
    warning = page_in(library, "fr").notes.warning(statement)
    assert warning.startswith('<span lang="en"><b>Doubtful: </b>')
    assert read_note(library, statement.notes[0], "fr").verdict.words.startswith("Doubtful: ")
