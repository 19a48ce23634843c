"""Questions that readers ask in words of their own, typed into the page of the search in a real browser."""

from __future__ import annotations

import random

import pytest
from playwright.sync_api import Browser, Page

from build_scripts.outputs.search_tokens import DENSE
from tests.browser.hosts import Host
from tests.browser.test_search import ASK, LANGUAGES, type_in
from tests.built import Built
from tests.conftest import FUZZ

pytest_plugins = ("tests.built", "tests.browser.hosts")
pytestmark = pytest.mark.browser
KEYS = """async typed => {
  const [tokens, { openSite }, engine] = await Promise.all(
    ["tokens", "site", "engine"].map(name => import(`../assets/search/${name}.js`)));
  const site = await openSite(engine.load, engine, document.querySelector("[data-dz-search]").dataset);
  return Promise.all(typed.map(text => site.asked(tokens.runsOf(tokens.fold(text)))));
}"""


def search(chromium: Browser, host: Host, built: Built, language: str) -> Page:
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(60_000)
    page.goto(f"{host(built.site)}/{language}/search/")
    return page


def is_whole(pair: str) -> bool:
    return bool(DENSE.fullmatch(pair))


def shown(page: Page) -> list[str]:
    """Give what the first three results and what stands under them lead to, in order."""
    read = "all => all.slice(0, 3).flatMap(one => [...one.querySelectorAll('h3 a')].map(link => link.href))"
    found = page.locator(".dz-results > .dz-result").evaluate_all(read)
    return [address.partition("/")[2].split("/", 3)[-1] for address in found]


@pytest.mark.parametrize(
    ("language", "question", "right"),
    [
        ("zh", "守夜的工钱谁掏", "open-late/opening-hours/#staff"),
        ("zh", "下班以后能借书吗", "reading-city/opening-hours/#evening-visits"),
        ("en", "borrowing a novel after work", "reading-city/opening-hours/#evening-visits"),
    ],
)
def test_words_that_no_text_has_find_what_answers(
    built_minimal: Built, chromium: Browser, host: Host, language: str, question: str, right: str
) -> None:
    page = search(chromium, host, built_minimal, language)
    type_in(page, question)
    assert shown(page)[0].endswith(right), shown(page)
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_browser_knows_a_question_by_the_keys_that_the_index_has(
    built_real: Built, chromium: Browser, host: Host, language: str
) -> None:
    """Every word of the first way in which each is asked, but for those that very many have."""
    page = search(chromium, host, built_real, language)
    own = [one.asked[language] for one in built_real.library.questions if language in one.asked]
    cut = [text.split() if language == "en" else [text[at : at + 2] for at in range(len(text) - 1)] for text, *_ in own]
    words = [(number, word) for number, each in enumerate(cut) for word in each if word.isalpha()]
    words = [(number, word) for number, word in words if language == "en" or is_whole(word)]
    answers = page.evaluate(KEYS, [word for _, word in words])
    known = [number in found for (number, _), found in zip(words, answers, strict=True)]
    assert sum(known) > 0.5 * len(known) > 1000
    assert [word for word, is_known, found in zip(words, known, answers, strict=True) if found and not is_known] == []
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_as_it_was_asked_before_is_answered(
    built_real: Built, chromium: Browser, host: Host, language: str
) -> None:
    """Some of the ways in which questions are asked, as they stand; hundreds where there is time."""
    page, chance, missed = search(chromium, host, built_real, language), random.Random(5), []
    asked = [(words, one) for one in built_real.library.questions for words in one.asked.get(language, ())]
    chosen = chance.sample(asked, 300 if FUZZ else 40)
    for words, question in chosen:
        type_in(page, words)
        right = {built_real.library.statements[key].path for key in question.statements}
        missed += [] if right & set(shown(page)) else [words]
    assert len(missed) <= 0.1 * len(chosen), missed
    page.close()


def test_what_has_the_words_stands_before_what_only_answers(built_real: Built, chromium: Browser, host: Host) -> None:
    """A question of which enough entries have all words is not looked up among those that were asked before."""
    page, asked_for = search(chromium, host, built_real, "en"), []
    page.on("request", lambda request: asked_for.append(request.url))
    (hits,) = page.evaluate(ASK, ["carbon price"])
    assert len(hits) > 3 and not any("/asked/" in address for address in asked_for)
    page.evaluate(ASK, ["are hydrogen cars popular in California"])
    assert any("/asked/" in address for address in asked_for)
    page.close()


def test_what_is_about_as_good_on_one_page_is_shown_at_once(built_real: Built, chromium: Browser, host: Host) -> None:
    page = search(chromium, host, built_real, "en")
    type_in(page, "what should America do about its power lines")
    first = page.locator(".dz-results > .dz-result").first
    together = first.locator(".dz-results-here .dz-result")
    assert 1 <= together.count() <= 2
    assert "power lines" not in first.inner_text().lower()  # found by what was asked before
    type_in(page, "methane")  # one word: nothing tells which of many is meant
    assert page.locator(".dz-results > .dz-result").first.locator(".dz-results-here .dz-result").count() == 0
    page.close()


def test_a_word_that_readers_ask_with_is_no_slip(built_minimal: Built, chromium: Browser, host: Host) -> None:
    """“Novels” stands in no text, and is not taken for another word that does."""
    page = search(chromium, host, built_minimal, "en")
    type_in(page, "borrow novels after work")
    assert shown(page) and page.locator(".dz-mean, .dz-none").count() == 0
    page.close()
