"""Tokens of search: what readers type becomes the tokens that stand in the index, in Python as in the browser."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from build_scripts.outputs.search_tokens import fold, form_token, is_dense, make_tokens, simplified
from build_scripts.outputs.spellings import canonical_spelling
from tests.conftest import TESTS

# The rows that the browser’s own code is held to as well (`tests/browser/test_search.py`).
VECTORS: dict[str, Any] = json.loads((TESTS / "data" / "search-tokens.json").read_text(encoding="utf-8"))
DENSE_TEXT = st.text(st.sampled_from("碳汇技术亿吨目标年a1.,%《》RF（）·-/ \u200b、US"), min_size=1, max_size=24)


@pytest.mark.parametrize("row", VECTORS["rows"], ids=lambda row: f"{row['language']}-{row['text'][:12]}")
def test_texts_are_folded_and_cut_as_the_browser_does_it(row: dict[str, Any]) -> None:
    assert fold(row["text"]) == row["folded"]
    assert make_tokens(row["text"], row["language"]) == row["tokens"]
    assert make_tokens(row["text"], row["language"], exact=True) == row.get("exact", row["tokens"])


@pytest.mark.parametrize(("language", "form", "token"), VECTORS["forms"])
def test_a_form_of_a_term_is_one_token(language: str, form: str, token: str) -> None:
    assert form_token(form, language) == token


def test_which_languages_are_dense() -> None:
    assert {code: is_dense(code) for code in VECTORS["dense"]} == VECTORS["dense"]


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    traditional, plain = VECTORS["han"]
    assert "".join(map(simplified, traditional)) == plain


@pytest.mark.parametrize(("word", "canonical"), VECTORS["spellings"])
def test_spellings_have_one_form(word: str, canonical: str) -> None:
    assert canonical_spelling(word) == canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("labour", "labor"),
        ("centred", "centered"),
        ("modelling", "modeling"),
        ("analysed", "analyzed"),
        ("paediatric", "pediatric"),
        ("defence", "defense"),
        ("aluminium", "aluminum"),
        ("catalogue", "catalog"),
        ("fulfilment", "fulfillment"),
        ("organisational", "organizational"),
        ("towards", "toward"),
    ],
)
def test_british_and_american_words_become_one(one: str, other: str) -> None:
    assert canonical_spelling(one) == canonical_spelling(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("filed", "filled"),
        ("prize", "price"),
        ("tour", "tor"),
        ("met", "metre"),
        ("planed", "planned"),
        ("for", "four"),
    ],
)
def test_words_of_another_meaning_stay_apart(one: str, other: str) -> None:
    assert canonical_spelling(one) != canonical_spelling(other)


@settings(max_examples=200)
@given(DENSE_TEXT, st.data())
def test_any_part_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    """The tokens of a part stand one after the other among those of the whole, but for its last character."""
    chars = fold(text)
    assume(chars)
    start = data.draw(st.integers(0, len(chars) - 1))
    end = data.draw(st.integers(start + 1, len(chars)))
    part = chars[start:end].strip(" .")
    assume(len(part.replace(" ", "")) > 1 and fold(part) == part)
    # A reader’s words have no boundary outside, and no token for the last character alone.
    tokens = make_tokens(part, "zh")[:-1]
    first, last = ("".join(pair) for pair in ((part[0],), (part[-1],)))
    inner = tokens[_is_word(first) : len(tokens) - _is_word(last)]
    whole = make_tokens(text, "zh")
    assert any(whole[no : no + len(inner)] == inner for no in range(len(whole)))


def _is_word(char: str) -> bool:
    """Tell whether a text that begins or ends so has a boundary there."""
    return make_tokens(char, "zh") != make_tokens(char, "en")


@settings(max_examples=100)
@given(st.text(max_size=30), st.sampled_from(["zh", "en", "fr", "ar"]))
def test_tokens_are_words_for_any_engine(text: str, language: str) -> None:
    """None is empty, has a blank, or begins like those of another namespace."""
    for token in make_tokens(text, language):
        assert token.split() == [token]
        assert not token.startswith(("zx", "zz"))


@settings(max_examples=100)
@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_of_words(text: str) -> None:
    assert all(one != " " or other != " " for one, other in pairwise(fold(text)))
