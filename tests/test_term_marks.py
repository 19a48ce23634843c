"""Terms in texts: the longest one, once, outside what is markup, in every script."""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.content.model import Term
from build_scripts.library.terms import Vocabulary, build_vocabulary, find_terms, mark_terms


def term(identifier: str, acronym: str | None = None, accepted: Iterable[str] = (), **preferred: str) -> Term:
    forms = {code: {"preferred": text, "accepted": list(accepted)} for code, text in preferred.items()}
    return Term.model_validate({"id": identifier, "acronym": acronym, **forms})


TERMS = (
    term("market", zh="碳市场", en="carbon market"),
    term("national-market", zh="全国碳市场", en="national carbon market"),
    term("clean-rule", "ACE", zh="《平价清洁能源规则》", en="Affordable Clean Energy rule"),
    term("pledge", "NDC", zh="国家自主贡献", en="nationally determined contribution"),
    term("capture", zh="碳捕集、利用与封存", en="carbon capture, utilisation and storage"),
    term("policy", en="policy"),
    term("stop", ar="محطة", en="stop"),
)


def marked(text: str, language: str = "en", seen: frozenset[str] = frozenset()) -> str:
    return mark_terms(text, build_vocabulary(TERMS, language), seen, lambda key, words: f"<{key}|{words}>")[0]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "全国碳市场和碳市场。", "<national-market|全国碳市场>和<market|碳市场>。"),
        ("en", "policy, national carbon market", "<policy|policy>, <national-market|national carbon market>"),
        ("en", "Carbon markets, carbon\nmarket", "<market|Carbon markets>, carbon\nmarket"),
        ("en", "carbon-market policies", "<market|carbon-market> <policy|policies>"),
        ("en", "The ace of NDCs", "The ace of <pledge|NDCs>"),
        ("en", "the ACE", "the <clean-rule|ACE>"),
        ("zh", "用《平价清洁能源规则》取代", "用《<clean-rule|平价清洁能源规则>》取代"),
        ("zh", "碳捕集、利用与封存", "<capture|碳捕集、利用与封存>"),
        ("zh", "碳 市场", "碳 市场"),
        ("en", "carbon. Market", "carbon. Market"),
        ("ar", "هذه محطة", "هذه <stop|محطة>"),
    ],
)  # fmt: skip
def test_the_longest_term_is_marked_once(language: str, text: str, expected: str) -> None:
    assert marked(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "## The carbon market",
        "[the carbon market](https://example.org/)",
        "![carbon market](images/a.png)",
        "`carbon market`",
        "```\ncarbon market\n```",
        "<a href='x'>carbon market</a>",
        "<!-- carbon market -->",
        "word{ title='carbon market' }",
        "https://example.org/carbon-market",
        "[carbon market]: https://example.org/",
        "text[^carbon market]",
    ],
)
def test_markup_is_left_alone(text: str) -> None:
    assert marked(text) == text


def test_text_after_markup_is_marked() -> None:
    assert marked("# carbon market\n\n`x` carbon market") == "# carbon market\n\n`x` <market|carbon market>"


def test_what_was_seen_is_not_marked_again() -> None:
    assert marked("carbon market", seen=frozenset({"market"})) == "carbon market"
    _, seen = mark_terms("a policy", build_vocabulary(TERMS, "en"), frozenset({"market"}), lambda key, words: words)
    assert seen == {"market", "policy"}


def test_terms_without_a_form_in_the_language_are_not_met() -> None:
    assert marked("policy", "zh") == "policy"


@given(st.text(alphabet="carbon market碳市场 `[]()#<>{}\n-政策policies", max_size=120))
def test_marking_only_adds_marks(text: str) -> None:
    for language in ("en", "zh"):
        assert mark_terms(text, build_vocabulary(TERMS, language), frozenset(), lambda key, words: words)[0] == text


@pytest.mark.timing
@pytest.mark.parametrize("text", ["carbon national ", "全国碳", "<a href", "`", "[", "{", "```\n"])
def test_the_work_grows_with_the_text(text: str) -> None:
    vocabulary = build_vocabulary(TERMS, "zh" if "碳" in text else "en")
    short, long = (min(timed(text * count, vocabulary) for _ in range(3)) for count in (500, 4000))
    assert long < 24 * short + 0.02


def timed(text: str, vocabulary: Vocabulary) -> float:
    started = time.process_time()
    mark_terms(text, vocabulary, frozenset(), lambda key, words: words)
    return time.process_time() - started


def test_found_terms_do_not_overlap() -> None:
    text = "A national carbon market needs a policy; carbon markets too."
    found = list(find_terms(text, build_vocabulary(TERMS, "en")))
    assert [text[item.start : item.end] for item in found] == ["national carbon market", "policy", "carbon markets"]
    assert all(one.end <= two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Allowances are traded.", ["Allowances"]),
        ("An allowance is traded.", ["allowance"]),
        ("The report allows for growth.", []),
        ("Options are traded.", ["Options"]),
        ("It is an option.", []),
        ("Carbon futures are traded.", ["Carbon futures"]),
        ("a low-carbon future", []),
    ],
)
def test_a_shorter_word_of_one_stem_is_another_word(text: str, found: list[str]) -> None:
    forms = {"allowance": "allowance", "options": "options", "futures": "carbon futures"}
    terms = [Term.model_validate({"id": key, "en": {"preferred": form}}) for key, form in forms.items()]
    vocabulary = build_vocabulary(terms, "en")
    assert [text[term.start : term.end] for term in find_terms(text, vocabulary)] == found
