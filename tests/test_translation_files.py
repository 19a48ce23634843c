"""The text of translation files: what `start` writes, what goes on from there, records, and units filled in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.fronts import BriefFront
from build_scripts.content.load import load_content
from build_scripts.content.outline import Outline
from build_scripts.content.outline_parser import parse_outline
from build_scripts.ground.front_matter import split_front_matter
from build_scripts.ground.strict_yaml import parse_yaml
from build_scripts.translation.accept import choose_units, record_units
from build_scripts.translation.edits import (
    Edit,
    TranslationError,
    apply_edits,
    continue_translation,
    fill_unit,
    find_entry,
    start_translation,
    unit_pieces,
)
from build_scripts.translation.states import FileState, find_states
from build_scripts.translation.units import markdown_units
from tests.test_translations import BUSES, copy_accepted, copy_transit, edit, file_state, find_files, write

PATH = Path("brief.en.md")
SOURCE = """---
title: Night buses
section: Chapter 2
---
The intro
of two lines.

## What we saw {kind=observation actor=riders}

Some prose.

- First. {#first cites=counts}

    More of it:

    - with a list

    > A note.

- Second. {#second}

## To do {kind=measure #to-do}

1. Third. {#third}
2. Fourth. {#fourth also=trams}
"""
TARGET = """---
# a remark of the translator
title: Bus de nuit
section: 'Chapitre 2'
waivers:
  first:
    links-differ: No link in French.
---
L’introduction.

## Ce que nous avons vu

Un peu de prose.

- Premier. {#first}

    La suite :

    - avec une liste

    > Une note.

<!-- Second. -->
- Deuxième. {#second}

## À faire {#to-do}

1. Troisième. {#third}
2. Quatrième. {#fourth}
"""


def parse(text: str, source: bool = False) -> MarkdownEntry[Any]:
    document, problems = split_front_matter(text, PATH)
    outline, more = parse_outline(document.body, PATH, document.body_line, source)
    assert not problems and not more, [*problems, *more]
    data = {key: value for key, value in document.front.data.items() if value is not None}
    front = BriefFront.model_validate(data)
    return MarkdownEntry(PATH, "en", front, document.front, document.body, document.body_line, outline)


def ids(outline: Outline) -> list[str]:
    return [statement.id for statement in outline.statements]


def without(text: str, *lines: str) -> str:
    """Take whole lines out of a text."""
    kept = [line for line in text.split("\n") if line not in lines]
    assert len(kept) == len(text.split("\n")) - len(lines)
    return "\n".join(kept)


# --- edits ---


def test_edits_replace_insert_and_remove_lines() -> None:
    edits = [Edit(2, 3, ("x",)), Edit(5, 4, ("y", "z")), Edit(1, 1, ())]
    assert apply_edits("a\nb\nc\nd\ne\n", edits) == "x\nd\ny\nz\ne\n"


@given(st.lists(st.text("abc ", max_size=4), min_size=1, max_size=12), st.sets(st.integers(1, 12)))
def test_edits_touch_no_other_line(lines: list[str], chosen: set[int]) -> None:
    wanted = [f"new {no}" if no in chosen else line for no, line in enumerate(lines, 1)]
    edits = [Edit(no, no, (f"new {no}",)) for no in sorted(chosen) if no <= len(lines)]
    assert apply_edits("\n".join(lines), edits) == "\n".join(wanted)


# --- start ---


def test_a_started_file_has_the_headings_and_ids_of_its_source_and_no_text() -> None:
    source = parse(SOURCE, source=True)
    started = parse(start_translation(source))
    assert ids(started.outline) == ids(source.outline)
    assert [section.level for section in started.outline.sections] == [2, 2]
    assert [section.attributes.id for section in started.outline.sections] == ["", "to-do"]
    assert markdown_units(started) == {}


def test_a_started_file_shows_every_source_text_above_its_place() -> None:
    source = parse(SOURCE, source=True)
    text = start_translation(source)
    position = 0
    for unit in markdown_units(source).values():
        for piece in unit.pieces.values():
            for line in piece.split("\n"):
                assert line in text[position:], line
        position = text.index(unit.text.split("\n")[0], position)


def test_a_started_file_reads_like_the_handbook() -> None:
    lines = start_translation(parse(SOURCE, source=True)).split("\n")
    assert lines[:6] == ["---", "# Night buses", "title:", "# Chapter 2", "section:", "---"]
    at = lines.index("- {#second}")
    assert lines[at - 1 : at + 2] == ["<!-- Second. -->", "- {#second}", ""]
    at = lines.index("## {#to-do}")
    assert lines[at - 1] == "<!-- To do -->"
    assert lines[-1] == "" and lines[-2] != ""


def test_a_started_file_passes_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    root = copy_transit(tmp_path)
    content = load_content(root)[0]
    started = root / "reports" / "step-free" / "stations.ar.md"
    found = find_entry(content, started)
    assert found
    write({started: start_translation(found[0])})
    problems = [problem for problem in load_content(root)[1] if "stations.ar.md" in problem.path]
    assert problems == []
    assert set(file_state(root, "reports/step-free/stations.ar.md").counts.items()) >= {("missing", 6)}


NASTY = [
    "a --> b",
    "a ---> b",
    "- - -",
    "a--",
    "-->",
    "<!-- x -->",
    "a -- b --- c ---- d -----> e",
    "--",
    ">",
    "->",
    "]]>",
]


@pytest.mark.parametrize("text", NASTY)
def test_no_source_text_ends_the_comment_that_holds_it(text: str) -> None:
    source = parse(SOURCE.replace("Second.", f"x {text} y").replace("Some prose.", f"Prose {text} y"), source=True)
    started = parse(start_translation(source))
    assert ids(started.outline) == ids(source.outline)
    assert markdown_units(started) == {}


@given(st.text("-<>! a\\`*", min_size=1, max_size=30))
def test_no_made_up_text_ends_the_comment_that_holds_it(text: str) -> None:
    document, _ = split_front_matter(SOURCE.replace("Some prose.", f"Prose {text} y"), PATH)
    outline, _ = parse_outline(document.body, PATH, document.body_line)
    source = MarkdownEntry(PATH, "en", BriefFront(title="T"), document.front, document.body, 1, outline)
    assert markdown_units(parse(start_translation(source))) == {}


@pytest.mark.parametrize("title", ["Two\n  lines", "With: colon", "# hash", "'quoted'", "12", "yes"])
def test_any_title_can_be_started(title: str) -> None:
    source = parse(SOURCE, source=True)
    front = BriefFront(title=title, section=title)
    entry = MarkdownEntry(PATH, "en", front, source.yaml, source.body, source.body_line, source.outline)
    started = parse(start_translation(entry))
    assert started.yaml.data == {"title": None, "section": None}


def test_what_the_source_has_not_is_not_started() -> None:
    source = parse("---\ntitle: T\n---\n- a list of prose\n", source=True)
    text = start_translation(source)
    assert "section" not in text
    assert "#" not in text.replace("# T", "")


# --- continue ---


def added(before: str, after: str) -> list[str]:
    """Give the lines that were put in; every line that was there must still be there, in order, as it was."""
    found = []
    old = iter([*before.split("\n"), None])
    expected = next(old)
    for line in after.split("\n"):
        if line == expected:
            expected = next(old)
        else:
            found.append(line)
    assert expected is None, f"lost: {expected!r}"
    return found


STATEMENTS = {
    "first": "- Premier. {#first}\n\n    La suite :\n\n    - avec une liste\n\n    > Une note.\n",
    "second": "- Deuxième. {#second}\n",
    "third": "1. Troisième. {#third}\n",
    "fourth": "2. Quatrième. {#fourth}\n",
}


@pytest.mark.parametrize(
    "gone",
    [
        ["first"],
        ["second"],
        ["third"],
        ["fourth"],
        ["first", "second"],
        ["third", "fourth"],
        ["second", "third"],
        [*STATEMENTS],
    ],
    ids="-".join,
)
def test_missing_statements_are_added_where_they_belong_and_nothing_else_changes(gone: list[str]) -> None:
    text = TARGET
    for name in gone:
        text = text.replace(STATEMENTS[name], "")
    source, target = parse(SOURCE, source=True), parse(text)
    fuller = continue_translation(text, source, target)
    new = added(text, fuller)
    assert [line for line in new if line.startswith("- ")] == [f"- {{#{name}}}" for name in gone]
    assert all(not line or line.startswith(("- {#", "<!--", "    <!--", "      ", "    ")) for line in new)
    done = parse(fuller)
    assert ids(done.outline) == ids(source.outline)
    before, after = markdown_units(target), markdown_units(done)
    assert {name: unit.pieces for name, unit in after.items()} == {name: unit.pieces for name, unit in before.items()}


def test_statements_are_added_after_the_prose_of_their_section() -> None:
    text = TARGET.replace(STATEMENTS["first"], "")
    lines = continue_translation(text, parse(SOURCE, source=True), parse(text)).split("\n")
    assert lines.index("Un peu de prose.") < lines.index("- {#first}") < lines.index("- Deuxième. {#second}")


def test_missing_title_and_section_are_added_too() -> None:
    text = without(TARGET, "section: 'Chapitre 2'")
    fuller = continue_translation(text, parse(SOURCE, source=True), parse(text))
    assert [line for line in added(text, fuller) if line and not line.startswith("#")] == ["section:"]
    assert parse(fuller).front.title == "Bus de nuit"


def test_a_complete_file_is_left_as_it_is() -> None:
    assert continue_translation(TARGET, parse(SOURCE, source=True), parse(TARGET)) == TARGET


def test_continuing_twice_is_continuing_once() -> None:
    text = TARGET.replace(STATEMENTS["first"], "").replace(STATEMENTS["fourth"], "")
    once = continue_translation(text, parse(SOURCE, source=True), parse(text))
    assert continue_translation(once, parse(SOURCE, source=True), parse(once)) == once


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "## À faire {#to-do}\n\n",
            "",
            "1 heading(s), its source 2. They differ from here on: no further heading; "
            "in the source: line 22, “To do”.",
        ),
        (
            "## À faire {#to-do}",
            "### Détail\n\n## À faire {#to-do}",
            "3 heading(s), its source 2. They differ from here on: line 26, “Détail”; in the source: line 22, “To do”.",
        ),
        (
            "## À faire {#to-do}",
            "## À faire {#to-do}\n\n## Fin",
            "3 heading(s), its source 2. They differ from here on: line 28, “Fin”; in the source: no further heading.",
        ),
    ],
    ids=["missing", "between", "after"],
)
def test_other_headings_are_refused_with_line_and_words(old: str, new: str, said: str) -> None:
    text = TARGET.replace(old, new)
    with pytest.raises(TranslationError) as refused:
        continue_translation(text, parse(SOURCE, source=True), parse(text))
    assert str(refused.value) == f"brief.en.md has {said}"


# --- units to record ---


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return copy_accepted(tmp_path)


def test_units_are_chosen_by_id_or_all_that_are_translated(site: Path) -> None:
    file = file_state(site, "reports/step-free/stations.fr.md")
    assert [unit.id for unit in choose_units(file, ["share-2022", "title"])] == ["share-2022", "title"]
    assert [unit.id for unit in choose_units(file, [])] == [
        "title",
        "heading-1",
        "share-2022",
        "heading-2",
        "all-by-2030",
    ]


def test_an_unknown_unit_is_refused_with_the_nearest(site: Path) -> None:
    file = file_state(site, f"{BUSES}.fr.md")
    with pytest.raises(TranslationError, match=r'no unit "headwai".*Did you mean "headway"') as error:
        choose_units(file, ["headwai"])
    assert f"{BUSES}.fr.md" in str(error.value)


def test_a_missing_unit_cannot_be_accepted(site: Path) -> None:
    file = file_state(site, "reports/step-free/stations.fr.md")
    with pytest.raises(TranslationError, match=r'"ferry-piers" of .*stations\.fr\.md is not translated yet'):
        choose_units(file, ["ferry-piers"])


def test_recording_one_unit_leaves_the_others(site: Path) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    edit(site / f"{BUSES}.en.md", "Night buses carry", "Night buses still carry")
    content = load_content(site)[0]
    file = file_state(site, f"{BUSES}.fr.md")
    write(record_units(content, file, choose_units(file, ["headway"])))
    states = {unit.id: unit.state for unit in file_state(site, f"{BUSES}.fr.md").units}
    assert [name for name, state in states.items() if state == "stale"] == ["intro"]
    intro = file_state(site, f"{BUSES}.fr.md").unit("intro")
    assert intro and intro.old_source.startswith("Night buses carry")


# The text of a source unit as it may be remembered: whatever UTF-8 can hold and Markdown can carry.
ANY = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), min_size=1, max_size=60)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Content, FileState]:
    root = copy_accepted(tmp_path_factory.mktemp("shared"))
    return load_content(root)[0], file_state(root, f"{BUSES}.fr.md")


@given(text=ANY.filter(lambda text: bool(text.strip())))
def test_whatever_the_source_says_is_remembered(shared: tuple[Content, FileState], text: str) -> None:
    content, file = shared
    unit = file.unit("headway")
    assert unit
    other = replace(unit, state="stale", source=replace(unit.source, pieces={"text": text}))
    states = replace(file, units=tuple(other if item is unit else item for item in file.units))
    files = record_units(content, states, [other])
    yaml, problems = parse_yaml(files[file.record.path], file.record.path)
    assert not problems
    assert unit.target and yaml.data["headway"] == {"text": text, "as": unit.target.digest}


# --- filling units in ---


def filled(text: str, unit: str, pieces: dict[str, str]) -> str:
    return apply_edits(text, [fill_unit(parse(text), unit, pieces)])


@pytest.mark.parametrize("unit", list(markdown_units(parse(SOURCE, source=True))))
@pytest.mark.parametrize("start", ["filled", "started"])
def test_a_unit_that_is_filled_in_reads_back_and_no_other_changes(unit: str, start: str) -> None:
    text = TARGET if start == "filled" else start_translation(parse(SOURCE, source=True))
    pieces = {name: f"Nouveau : {name}" for name in markdown_units(parse(SOURCE, source=True))[unit].pieces}
    before, after = markdown_units(parse(text)), markdown_units(parse(filled(text, unit, pieces)))
    assert dict(after[unit].pieces) == pieces
    assert {name: item.pieces for name, item in after.items() if name != unit} == {
        name: item.pieces for name, item in before.items() if name != unit
    }
    assert ids(parse(filled(text, unit, pieces)).outline) == ids(parse(text).outline)


def test_filling_in_what_is_there_changes_only_its_lines() -> None:
    changed = filled(TARGET, "second", {"text": "Un autre."})
    assert changed == TARGET.replace("- Deuxième. {#second}", "- Un autre. {#second}")


def test_attributes_of_a_translation_are_kept() -> None:
    text = TARGET.replace("{#second}", '{#second actor="a b" also=trams}').replace("{#to-do}", "{kind=measure #to-do}")
    assert '- Un autre. {#second actor="a b" also=trams}' in filled(text, "second", {"text": "Un autre."})
    assert "## Autre {kind=measure #to-do}" in filled(text, "heading-2", {"text": "Autre"})


@pytest.mark.parametrize("unit", ["third", "fourth"])
def test_numbered_lists_stay_numbered(unit: str) -> None:
    changed = filled(TARGET, unit, {"text": "Un autre."})
    assert changed.count("\n1. ") == 1 and changed.count("\n2. ") == 1


@pytest.mark.parametrize("line", ["title: Bus de nuit", "section: 'Chapitre 2'"])
def test_a_field_that_the_file_lacks_is_added(line: str) -> None:
    text, name = without(TARGET, line), line.partition(":")[0]
    front = parse(filled(text, name, {"text": "Nouveau"})).front
    other = {"title": "Bus de nuit", "section": "Chapitre 2"} | {name: "Nouveau"}
    assert {"title": front.title, "section": front.section} == other


def test_a_field_of_several_lines_is_replaced_whole() -> None:
    text = TARGET.replace("title: Bus de nuit", "title: >-\n  Bus\n  de nuit")
    assert parse(filled(text, "title", {"text": "Nouveau"})).front.title == "Nouveau"


TITLES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"),
    min_size=1,
    max_size=30,
).map(str.strip)
PITFALLS = [
    "yes",
    "No",
    "null",
    "~",
    "true",
    "1e5",
    "1_000",
    "0x1F",
    "12:30",
    "010",
    "1.5",
    "a: b",
    "a #b",
    "a:",
    "- a",
]
PITFALLS += [
    "[a]",
    "{a}",
    "'a'",
    '"a"',
    "a\\b",
    "%a",
    "@a",
    "`a`",
    "|",
    ">",
    "&a",
    "*a*",
    "!a",
    "?",
    "? a",
    "---",
    "a\tb",
]


@given(TITLES.filter(bool) | st.sampled_from(PITFALLS))
def test_any_title_can_be_filled_in(title: str) -> None:
    assert parse(filled(TARGET, "title", {"text": title})).front.title == title


# Text of one paragraph: no line of it starts a block of another kind, or holds an id, which has a rule of its own.
LINE = (
    st.text("abc é甲ب \"'\\*_[]().,;:!?%&-—{}#|~0123456789", max_size=40)
    .map(lambda text: f"w{text}".strip())
    .filter(lambda text: "{#" not in text)
)
PARAGRAPH = st.lists(LINE, min_size=1, max_size=3).map("\n".join)


@given(PARAGRAPH, st.sampled_from(["first", "second", "third", "fourth"]))
def test_any_paragraph_can_be_filled_into_a_statement(text: str, unit: str) -> None:
    pieces = unit_pieces(markdown_units(parse(TARGET))[unit]) | {"text": text}
    after = markdown_units(parse(filled(TARGET, unit, pieces)))
    assert dict(after[unit].pieces) == pieces


@given(PARAGRAPH, PARAGRAPH)
def test_any_paragraph_can_be_filled_into_details_and_notes(details: str, note: str) -> None:
    pieces = {"text": "Premier.", "details": f"{details}\n\n{note}", "note-1": f"{note}\n\n{details}"}
    after = markdown_units(parse(filled(TARGET, "first", pieces)))
    assert dict(after["first"].pieces) == pieces


@given(PARAGRAPH, st.sampled_from(["intro", "prose-1"]))
def test_any_paragraph_can_be_filled_into_prose(text: str, unit: str) -> None:
    after = markdown_units(parse(filled(TARGET, unit, {"text": text})))
    assert after[unit].text == text


def test_prose_in_several_places_is_filled_in_where_it_stands() -> None:
    text = TARGET.replace("- Deuxième.", "Au milieu.\n\n- Deuxième.")
    entry = parse(text)
    names = [unit for unit in markdown_units(entry) if unit.startswith("prose-")]
    assert len(names) > len([unit for unit in markdown_units(parse(TARGET)) if unit.startswith("prose-")])
    middle = next(unit for unit in names if markdown_units(entry)[unit].text == "Au milieu.")
    filled = apply_edits(text, [fill_unit(entry, middle, {"text": "Entre les deux."})])
    assert filled == text.replace("Au milieu.", "Entre les deux.")


def test_every_translation_of_the_fixture_can_be_filled_into_a_started_file(site: Path) -> None:
    """Starting anew and filling in what is there gives the same units, in every language."""
    content = load_content(site)[0]
    for file in find_states(content)[0]:
        if file.is_labels or not file.exists:
            continue
        found = find_entry(content, file.file)
        assert found
        text = start_translation(found[0])
        units = [unit for unit in file.units if unit.target]
        for unit in units:
            text = filled(text, unit.id, unit_pieces(unit.target))
        after = markdown_units(parse(text))
        assert {name: dict(unit.pieces) for name, unit in after.items()} == {
            unit.id: unit_pieces(unit.target) for unit in units
        }


def test_the_fixture_has_something_to_fill_in(site: Path) -> None:
    assert sum(file.exists and not file.is_labels for file in find_files(site)) >= 7
