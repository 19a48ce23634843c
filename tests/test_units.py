"""Units of translation: what they are, in which order, and what their digests do and do not see."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.fronts import PageFront
from build_scripts.content.load import load_content
from build_scripts.content.outline_parser import parse_outline
from build_scripts.ground.problems import Place
from build_scripts.ground.strict_yaml import YamlValue
from build_scripts.translation.units import Unit, digest_of, follow_sections, label_files, markdown_units, normalise

SITES = Path(__file__).resolve().parent / "sites" / "valid"

# The marks that have a full-width form, with it.
WIDE = {",": "，", ".": "．", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）", "%": "％", "/": "／"}
CHINESE = {".": "。", '"': "“", "'": "’"}
WORDS = st.text("abcdefgh XYZ 0123456789 ,.:;!?()%/ 甲乙丙丁 سشص éü", min_size=1, max_size=60)


@pytest.fixture(scope="module")
def transit() -> Content:
    return load_content(SITES / "transit")[0]


def entry_of(body: str, title: str = "Title") -> MarkdownEntry[PageFront]:
    path = Path("page.en.md")
    outline, _ = parse_outline(body, path, 4)
    return MarkdownEntry(path, "en", PageFront.model_construct(title=title), YamlValue({}, path), body, 4, outline)


def digest(text: str) -> str:
    return digest_of({"text": text})


def report_entry(content: Content, report: str, name: str, language: str) -> MarkdownEntry[object]:
    found = next(entry for entry in content.reports if entry.id == report)
    return found.briefs[name][language]  # type: ignore[return-value]


# --- which units there are ---


def test_a_brief_has_a_unit_for_every_text_in_the_order_of_the_file(transit: Content) -> None:
    units = markdown_units(report_entry(transit, "night-network", "buses", "en"))
    expected = ["title", "section", "intro", "heading-1", "ridership", "workers", "heading-2", "headway", "tram-lanes"]
    assert list(units) == expected
    assert units["headway"].text == "Run every night line at a headway of 20 minutes."


def test_a_translation_has_the_same_units_under_the_same_ids(transit: Content) -> None:
    source = markdown_units(report_entry(transit, "night-network", "buses", "en"))
    for language in ("ar", "fr"):
        assert list(markdown_units(report_entry(transit, "night-network", "buses", language))) == list(source)


def test_attributes_are_no_part_of_a_unit(transit: Content) -> None:
    units = markdown_units(report_entry(transit, "night-network", "buses", "en"))
    assert not [unit.id for unit in units.values() if "{" in unit.whole or "#" in unit.whole]


def test_details_and_notes_belong_to_their_statement() -> None:
    body = "## H {kind=a}\n\n- One. {#one}\n\n    More of it.\n\n    > First note.\n\n    > Second\n    > note.\n"
    unit = markdown_units(entry_of(body))["one"]
    expected = {"text": "One.", "details": "More of it.", "note-1": "First note.", "note-2": "Second\nnote."}
    assert dict(unit.pieces) == expected
    assert all(piece in unit.whole for piece in unit.pieces.values())


def test_prose_under_a_heading_is_a_unit_of_its_own() -> None:
    units = markdown_units(entry_of("Intro.\n\n## One\n\nFirst.\n\nSecond.\n\n## Two\n"))
    assert {name: unit.text for name, unit in units.items()} == {
        "title": "Title",
        "intro": "Intro.",
        "heading-1": "One",
        "prose-1": "First.\n\nSecond.",
        "heading-2": "Two",
    }


def test_what_has_no_text_is_no_unit() -> None:
    units = markdown_units(entry_of("<!-- to do -->\n\n## {#a}\n\n<!-- Source. -->\n", title=""))
    assert not units


def test_units_know_their_lines(transit: Content) -> None:
    entry = report_entry(transit, "night-network", "buses", "fr")
    lines = entry.path.read_text(encoding="utf-8").split("\n")
    for unit in markdown_units(entry).values():
        assert unit.text.split("\n")[0] in lines[unit.place.line - 1], unit.id


def test_every_yaml_file_with_texts_has_label_units(transit: Content) -> None:
    found = {labels.path.relative_to(transit.root).as_posix(): labels for labels in label_files(transit)}
    tables = ("actors", "events", "glossary", "indicators", "kinds", "places", "references", "sectors", "site")
    reports = [f"reports/{name}/report.yml" for name in ("night-network", "step-free")]
    assert sorted(found) == sorted([*(f"{name}.yml" for name in tables), *reports])
    for labels in found.values():
        assert list(labels.units["en"]) == list(labels.units["fr"]) == list(labels.units["ar"])


@pytest.mark.parametrize(
    ("file", "unit", "text"),
    [
        ("site.yml", "name", "Se déplacer ensemble"),
        ("kinds.yml", "statements.goal.label", "Objectif"),
        ("kinds.yml", "events.launch.label", "Lancement"),
        ("sectors.yml", "buses.description", "Les bus de jour et de nuit en ville"),
        ("events.yml", "lift-programme.label", "Programme d’ascenseurs"),
        ("glossary.yml", "headway", "intervalle de passage"),
        ("glossary.yml", "headway.definition", "Le temps qui sépare deux véhicules d’une ligne"),
        ("report.yml", "publisher.name", "Institut de la mobilité urbaine"),
        ("report.yml", "references.counts.label", "Comptages de voyageurs 2022"),
    ],
)
def test_labels_are_found_wherever_they_stand(transit: Content, file: str, unit: str, text: str) -> None:
    labels = next(labels for labels in label_files(transit) if labels.path.name == file)
    found = labels.units["fr"][unit]
    assert found.text == text
    assert text in labels.path.read_text(encoding="utf-8").split("\n")[found.place.line - 1]


def test_label_ids_are_unique_in_their_file(transit: Content) -> None:
    for labels in label_files(transit):
        pairs = [(unit.place.line, unit.place.column) for unit in labels.units["en"].values()]
        assert len(set(pairs)) == len(pairs), labels.path


# --- what digests ignore ---


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("16% of the world", "16%  of\nthe world"),
        ("约占 16%", "约占16%"),
        ("甲烷，乙烷。", "甲烷,乙烷."),
        ("（见上）", "(见上)"),
        ("他说“好”。", '他说"好"。'),
        ("2020—2030年", "2020-2030年"),
        ("１６％", "16%"),
        ("A，B", "A, B"),
        (" trailing ", "trailing"),
        ("一行\n两行", "一行两行"),
        ("caf\u00e9", "cafe\u0301"),
        ("no\u00a0break", "no break"),
    ],
)
def test_what_changes_no_meaning_changes_no_digest(one: str, other: str) -> None:
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("16%", "17%"),
        ("16%", "16‰"),
        ("1.5", "15"),
        ("no where", "nowhere"),
        ("1 200", "1200"),
        ("12 3", "1 23"),
        ("US", "us"),
        ("甲烷", "乙烷"),
        ("增加", "不增加"),
        ("[a](ref:x)", "[a](ref:y)"),
        ("**16** of 20", "16 of **20**"),
        ("كتاب", "كتب"),
        ("10² km", "102 km"),
    ],
)
def test_what_changes_meaning_changes_the_digest(one: str, other: str) -> None:
    assert digest(one) != digest(other)


def test_a_digest_is_ten_hexadecimal_digits() -> None:
    unit = Unit("a", {"text": "x"}, Place(Path("a")))
    assert re.fullmatch("[0-9a-f]{10}", unit.digest)
    assert unit.digest == digest_of(unit.pieces) == digest("x")


def test_the_digest_of_a_text_stays_the_same_for_ever() -> None:
    """Records lie in the content; another digest for the same text would make everything stale."""
    assert digest("Run every night line at a headway of 20 minutes.") == "228887c043"
    assert digest_of({"text": "甲。", "note-1": "乙。"}) == digest_of({"text": "甲.", "note-1": " 乙."})


@given(st.lists(WORDS, min_size=1, max_size=6), st.lists(st.sampled_from([" ", "  ", "\n", "\t", "\u00a0", " \n  "])))
def test_digests_ignore_how_much_white_space_there_is(words: list[str], spaces: list[str]) -> None:
    plain = " ".join(words)
    other = "".join(word + (spaces[no % len(spaces)] if spaces else " ") for no, word in enumerate(words))
    assert digest(plain) == digest(f"\n{other}  ")


@given(WORDS, st.sets(st.integers(0, 59)), st.sampled_from([WIDE, CHINESE]))
def test_digests_ignore_the_width_of_punctuation(text: str, where: set[int], marks: dict[str, str]) -> None:
    wide = "".join(marks.get(char, char) if no in where else char for no, char in enumerate(text))
    assert digest(text) == digest(wide)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲，乙", "甲、乙"),
        ("甲,乙", "甲、乙"),
        ("-5%", "–5%"),
        ("-5%", "—5%"),
        ("−5%", "-5%"),
        ("甲—乙", "甲-乙"),
        ("2030年—2035年", "2030年-2035年"),
        ("3·5", "3.5"),
        ("3,5", "3.5"),
        ("5:10", "5;10"),
    ],
)
def test_digests_see_that_a_mark_is_another(one: str, other: str) -> None:
    assert digest(one) != digest(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("-5%", "－５％"), ("甲，乙。", "甲, 乙."), ("“甲”（乙）", '"甲"(乙)'), ("5~10", "5～10"), ("5-10", "5–10")],
)
def test_digests_do_not_see_how_wide_a_mark_is(one: str, other: str) -> None:
    assert digest(one) == digest(other)


@given(WORDS, st.integers(0, 59), st.sampled_from("abXY059甲丁س"))
def test_digests_see_every_letter_and_digit(text: str, at: int, char: str) -> None:
    at %= len(text)
    changed = text[:at] + char + text[at + 1 :]
    same_letters = [c for c in text if c.isalnum()] == [c for c in changed if c.isalnum()]
    assert (digest(text) == digest(changed)) <= same_letters


@given(WORDS)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert digest(unicodedata.normalize("NFD", text)) == digest(unicodedata.normalize("NFC", text))


@given(WORDS, WORDS)
def test_digests_see_to_which_piece_a_text_belongs(one: str, other: str) -> None:
    found = {
        digest_of({"text": one, "note-1": other}),
        digest_of({"text": one, "details": other}),
        digest_of({"text": f"{one}{other}"}),
        digest_of({"text": one, "details": other, "note-1": "x"}),
    }
    assert len(found) == 4


def names(*digests: str) -> dict[str, str]:
    return {f"heading-{no}": found for no, found in enumerate(digests, 1)}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("abc", "abc", {1: 1, 2: 2, 3: 3}),
        ("abc", "axc", {1: 1, 2: 2, 3: 3}),  # edited in its place
        ("abc", "xabc", {2: 1, 3: 2, 4: 3}),
        ("abc", "axbc", {1: 1, 3: 2, 4: 3}),
        ("abc", "abcx", {1: 1, 2: 2, 3: 3}),
        ("abc", "ac", {1: 1, 2: 3}),
        ("abc", "cab", {1: 3, 2: 1, 3: 2}),
        ("abc", "xbya", {2: 2, 3: 3, 4: 1}),
        ("aab", "axab", {1: 1, 3: 2, 4: 3}),  # two headings of one wording
        ("aab", "aaab", {1: 1, 2: 2, 4: 3}),
        ("", "ab", {}),
        ("ab", "", {}),
    ],
)
def test_headings_are_followed_when_sections_come_go_and_move(old: str, new: str, expected: dict[int, int]) -> None:
    found = follow_sections(names(*old), names(*new))
    assert found == {f"heading-{now}": f"heading-{before}" for now, before in expected.items()}


@given(st.lists(st.sampled_from("abcdef"), max_size=8), st.lists(st.sampled_from("abcdef"), max_size=8))
def test_no_record_is_followed_twice_and_none_to_another_text(old: list[str], new: list[str]) -> None:
    before, now = names(*old), names(*new)
    found = follow_sections(before, now)
    assert len(set(found.values())) == len(found)
    assert all(now[name] == before[former] or name == former for name, former in found.items())


def test_prose_and_headings_are_followed_apart_and_statements_not_at_all() -> None:
    old = {"heading-1": "a", "prose-1": "b", "goal": "c", "prose-2": "a"}
    new = {"heading-1": "x", "prose-1": "a", "heading-2": "a", "prose-2": "b", "other": "c"}
    assert follow_sections(old, new) == {"heading-2": "heading-1", "prose-1": "prose-2", "prose-2": "prose-1"}


ATTRIBUTES = ("#one", "kind=finding", 'actor="city riders"', "also=trams", 'cites="a b"')


@given(st.permutations(ATTRIBUTES), st.sampled_from([" ", "  "]), st.integers(1, 5))
def test_digests_ignore_attributes_and_their_order(order: list[str], space: str, count: int) -> None:
    chosen = sorted({*order[:count], "#one"}, key=order.index)
    body = "## H {kind=finding}\n\n- Buses run at night. {" + space.join(chosen) + "}\n"
    assert markdown_units(entry_of(body))["one"].digest == digest("Buses run at night.")


@given(st.permutations(("kind=finding", "actor=city", "#results")))
def test_digests_of_headings_ignore_the_order_of_attributes(order: list[str]) -> None:
    units = markdown_units(entry_of(f"## What we found {{{' '.join(order)}}}\n"))
    assert units["heading-1"].digest == digest("What we found")


def test_comments_are_no_part_of_a_unit() -> None:
    plain, commented = "Intro.\n\n## H\n\nProse.\n", "<!-- a -->\n\nIntro.\n\n## H\n\nProse.\n\n<!-- b -->\n"
    one, other = markdown_units(entry_of(plain)), markdown_units(entry_of(commented))
    assert {name: unit.digest for name, unit in one.items()} == {name: unit.digest for name, unit in other.items()}
