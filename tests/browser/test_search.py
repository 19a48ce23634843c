"""The page of the search in a real browser: what is typed finds what contains it, and that stands first."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hosts import Host
from tests.browser.test_accessibility import SCREENS, violations
from tests.browser.test_budget import Visit, settle
from tests.browser.waiting import wait_until
from tests.built import Built
from tests.conftest import FUZZ, TESTS
from tests.search_scan import Scan

pytest_plugins = ("tests.built", "tests.browser.hosts")
pytestmark = pytest.mark.browser

LANGUAGES = ("zh", "en")
FIRST_QUERY, NEXT_QUERY = 200_000, 30_000
# The page's own planner, without its field: many questions in one call.
ASK = """async questions => {
  const [{ plan }, { openSite }, engine] = await Promise.all(
    ["planner", "site", "engine"].map(name => import(`../assets/search/${name}.js`)));
  const words = document.querySelector("[data-dz-search]").dataset;
  const site = await openSite(engine.load, engine.findPhrase, engine.findBeginning, words), found = [];
  for (const question of questions) {
    const answer = await plan(question, site);
    found.push(answer.hits.map(hit => hit.no));
  }
  return found;
}"""
TOKENS = """async ([rows, han]) => {
  const tokens = await import("../assets/search/tokens.js"), pairs = {};
  [...han[0]].forEach((char, no) => { pairs[char] = [...han[1]][no]; });
  return rows.map(row => {
    const runs = tokens.runsOf(tokens.fold(row.text, pairs));
    return row.whole
      ? { folded: runs.join(" "), whole: tokens.denseTokens(runs, true), inside: tokens.denseTokens(runs, false) }
      : { folded: runs.join(" "), runs };
  });
}"""


@pytest.fixture(scope="module")
def open_search(built_real: Built, chromium: Browser, host: Host) -> Iterator[Callable[..., Page]]:
    """Open the page of the search; what the page says in its console is no error, and nothing is asked of others."""
    contexts, said = [], []

    def open_one(language: str, query: str = "", **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, **options)
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{host(built_real.site)}/{language}/search/{query}")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture(scope="module")
def shared(open_search: Callable[..., Page]) -> Callable[[str], Page]:
    """One page of the search in each language, for tests that leave it as it was."""
    pages: dict[str, Page] = {}
    return lambda language: pages.setdefault(language, open_search(language)) if language not in pages else pages[language]


def field_of(page: Page) -> Any:
    return page.locator(".dz-ask input[name=q]")


def type_in(page: Page, words: str) -> None:
    """Type, and wait for the answers to this question."""
    field_of(page).fill(words)
    answered(page, words)


def answered(page: Page, words: str) -> None:
    wait_until(page, "words => new URLSearchParams(location.search).get('q') === words", words)
    wait_until(page, "!document.querySelector('[aria-busy=true]') && !document.querySelector('.dz-found').hidden")
