"""Terms in texts: the longest one, once on a page, outside links, code and headings, in every script."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.content.model import Term
from build_scripts.ground.markdown import Address, PlainView, read_prose, render
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library
from build_scripts.library.terms import Vocabulary, build_vocabulary, find_terms
from build_scripts.pages.page import Page
from build_scripts.pages.terms import TermIndex
from tests.pages import LIBRARY, interface_of


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


def page_in(library: Library, language: str = "en") -> Page:
    """Give a page of a library that has these terms, no other, in one of three languages."""
    (known, *_) = library.site.languages
    languages = tuple(known.model_copy(update={"code": code}) for code in ("zh", "en", "ar"))
    site = library.site.model_copy(update={"languages": languages})
    own = replace(library, site=site, terms={term.id: term for term in TERMS})
    return Page(TermIndex(own), interface_of(own, language), "")


def shown(html: str) -> str:
    """Write the marks of a page as `<term|words>`."""
    return re.sub(r'<a class="dz-term" href="[^"]*#([^"]*)">(.*?)</a>', r"<\1|\2>", str(html))


def marked(page: Page, text: str) -> str:
    return shown(page.prose.blocks(Texts({page.language: read_prose(text)})))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "全国碳市场和碳市场。", "<national-market|全国碳市场>和<market|碳市场>。"),
        ("en", "policy, national carbon market", "<policy|policy>, <national-market|national carbon market>"),
        ("en", "Carbon markets, carbon market", "<market|Carbon markets>, carbon market"),
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
def test_the_longest_term_is_marked_once(library: Library, language: str, text: str, expected: str) -> None:
    page = page_in(library, language)
    assert marked(page, text) == f"<p>{expected}</p>"
    assert "dz-term" not in page.prose.blocks(Texts({language: read_prose(text)})), "only at its first use on the page"


@pytest.mark.parametrize(
    "text",
    [
        "[the carbon market](https://example.org/)",
        "[the *carbon market*](https://example.org/)",
        "![carbon market](images/a.png)",
        "`carbon market`",
        "```\ncarbon market\n```",
        "<abbr title='carbon market'>x</abbr>",
        "<!-- carbon market -->",
        "<https://example.org/carbon-market>",
    ],
)
def test_links_code_and_attributes_are_left_alone(library: Library, text: str) -> None:
    assert "dz-term" not in page_in(library).prose.blocks(Texts({"en": read_prose(text)}))


def test_headings_and_notes_are_left_alone(library: Library) -> None:
    page, texts = page_in(library), Texts({"en": read_prose("carbon market")})
    assert page.prose.heading(texts) == "carbon market"
    assert page.prose.blocks(texts, has_terms=False) == "<p>carbon market</p>"
    assert marked(page, "carbon market") == "<p><market|carbon market></p>", "they do not count as a first use"


def test_words_beside_markup_are_marked(library: Library) -> None:
    text = "`carbon market` [policy](https://example.org/) **carbon market**\n\n- policy"
    html = marked(page_in(library), text)
    assert "<strong><market|carbon market></strong>" in html and "<li><policy|policy></li>" in html
    assert html.count("|") == 2


def test_terms_without_a_form_in_the_language_are_not_met(library: Library) -> None:
    assert marked(page_in(library, "zh"), "policy") == "<p>policy</p>"


@given(text=st.text(alphabet="carbon market碳市场 `[]()#<>{}\n-政策policies", max_size=120))
def test_marking_only_adds_marks(text: str) -> None:
    for language in ("en", "zh"):
        prose = read_prose(text)
        html = page_in(LIBRARY, language).prose.blocks(Texts({language: prose}))
        assert re.sub(r'<a class="dz-term"[^>]*>(.*?)</a>', r"\1", html) == render(prose, _Addresses())


class _Addresses(PlainView):
    """Leads where pages lead, and knows no terms."""

    def address(self, target: str) -> Address | None:
        return page_in(LIBRARY).links.address(target)


@pytest.mark.timing
@pytest.mark.parametrize("text", ["carbon national ", "全国碳", "<a href", "`", "[", "{", "```\n"])
def test_the_work_grows_with_the_text(text: str) -> None:
    vocabulary = build_vocabulary(TERMS, "zh" if "碳" in text else "en")
    short, long = (min(timed(text * count, vocabulary) for _ in range(3)) for count in (500, 4000))
    assert long < 24 * short + 0.02


def timed(text: str, vocabulary: Vocabulary) -> float:
    started = time.process_time()
    list(find_terms(text, vocabulary))
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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("LEDの役割とバスの削減", ["LED", "バス"]),
        ("夜行バスを増やす", ["夜行バス"]),
        ("まさにバスが、バスケットではない", ["バス"]),
    ],
)
def test_words_of_japanese_stand_without_spaces(text: str, found: list[str]) -> None:
    terms = [term("lamp", ja="LED"), term("bus", ja="バス"), term("night-bus", ja="夜行バス")]
    vocabulary = build_vocabulary(terms, "ja")
    assert [text[each.start : each.end] for each in find_terms(text, vocabulary)] == found
