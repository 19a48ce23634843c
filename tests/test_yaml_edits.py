"""Texts put into YAML files: only they change, and they are read back as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.ground.strict_yaml import parse_yaml
from build_scripts.ground.yaml_edits import NewText, check_texts, set_texts

LANGUAGES = ("en", "fr", "ar")


def put(text: str, keys: tuple[str | int, ...], words: str, inner: tuple[str, ...] = (), language: str = "fr") -> str:
    change = NewText(keys, language, inner, words)
    found = set_texts(text, [change], LANGUAGES)
    check_texts(text, found, [change])
    return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: {en: One, fr: Un}  # two\n", "a: {en: One, fr: Trois}  # two\n"),
        ("a: {en: One, fr: 'Un'}\n", "a: {en: One, fr: 'Trois'}\n"),
        ('a: {en: One, fr: "Un", ar: x}\n', 'a: {en: One, fr: "Trois", ar: x}\n'),
        ("a: {en: One}\nb: 1\n", "a: {en: One, fr: Trois}\nb: 1\n"),
        ("a: {en: One, }\n", "a: {en: One, fr: Trois, }\n"),
        ("a:\n  en: One  # a\n  # b\n\nb: 1\n", "a:\n  en: One  # a\n  fr: Trois\n  # b\n\nb: 1\n"),
        ("a:\n  en: One\n  fr:   Un # a\nb: 1\n", "a:\n  en: One\n  fr:   Trois # a\nb: 1\n"),
        ("a:\n  en: One", "a:\n  en: One\n  fr: Trois"),
        ("a:\n  en: >-\n    One\n    two\n\n# b\nb: 1\n", "a:\n  en: >-\n    One\n    two\n  fr: Trois\n\n# b\nb: 1\n"),
        ("a:\n  en: One\n  fr: |\n    Un\n    deux\n\n# b\nb: 1\n", "a:\n  en: One\n  fr: Trois\n\n# b\nb: 1\n"),
        ("a:\n  en: One\n  fr: Un\n    deux\nb: 1\n", "a:\n  en: One\n  fr: Trois\nb: 1\n"),
        ("a: {en: One,\n    fr: Un}\n", "a: {en: One,\n    fr: Trois}\n"),
    ],
)
def test_only_the_text_changes(before: str, after: str) -> None:
    assert put(before, ("a",), "Trois") == after


def test_the_forms_of_a_term_keep_their_other_fields() -> None:
    before = "- id: x\n  en: {preferred: One, accepted: [I]}\n  fr: {preferred: Un, avoid: [U]}  # b\n  acronym: O\n"
    assert put(before, (0,), "Trois", ("preferred",)) == before.replace("preferred: Un", "preferred: Trois")
    lacking = "- id: x\n  en: {preferred: One, accepted: [I]}\n  definition: {en: D}\n"
    added = lacking.replace("[I]}\n", "[I]}\n  fr: {preferred: Trois}\n")
    assert put(lacking, (0,), "Trois", ("preferred",)) == added


def test_several_texts_of_a_file_change_at_once() -> None:
    before = "- {id: a, label: {en: A}}\n- id: b\n  label: {en: B, fr: Bé}\n"
    changes = [NewText((0, "label"), "fr", (), "Â"), NewText((1, "label"), "fr", (), "B, puis C")]
    after = set_texts(before, changes, LANGUAGES)
    assert after == '- {id: a, label: {en: A, fr: Â}}\n- id: b\n  label: {en: B, fr: "B, puis C"}\n'


def test_what_else_changes_is_noticed() -> None:
    change = NewText(("a",), "fr", (), "Un")
    check_texts("a: {en: One}\n", "a: {en: One, fr: Un}\n", [change])
    for wrong in ("a: {en: One, fr: Deux}\n", "a: {en: Two, fr: Un}\n", "a: {en: One, fr: Un}\nb: 1\n", "a: {"):
        with pytest.raises(ValueError, match="could not be edited"):
            check_texts("a: {en: One}\n", wrong, [change])


SHAPES = st.sampled_from(
    [
        "a: {{en: One, fr: {0}, ar: x}}  # end\nb: 1\n",
        "a: {{en: One}}\nb: 1\n",
        "a:\n  en: One  # one\n  fr: {0}\n  ar: x\nb: 1\n",
        "a:\n  en: One  # one\n# end\nb: 1\n",
    ]
)
OLD = st.sampled_from(["Un", "'Un'", '"Un \\"deux\\""'])
WORDS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
        st.sampled_from(" '\"\\#:-,[]{}<>&*!|>%@`?~\n\t\u2028\u0085"),
    ),
    min_size=1,
    max_size=30,
)


@given(SHAPES, OLD, WORDS)
def test_any_words_are_read_back_as_they_are(shape: str, old: str, words: str) -> None:
    before = shape.format(old)
    after = put(before, ("a",), words)
    value, problems = parse_yaml(after, Path())
    assert not problems and value.data["a"]["fr"] == words
    assert [line for line in after.splitlines() if line.startswith(("#", "b"))] == [
        line for line in before.splitlines() if line.startswith(("#", "b"))
    ]


@pytest.mark.parametrize(
    "words", ["no", "1:30", "010", "null", "true", "2030", "1.50", "- x", "# x", "*x", "{#x}", "a: b"]
)
def test_words_that_yaml_reads_otherwise_are_quoted(words: str) -> None:
    after = put("a: {en: One, fr: Un}\n", ("a",), words)
    assert parse_yaml(after, Path())[0].data["a"]["fr"] == words
