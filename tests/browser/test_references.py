"""References in a real browser: a reference that is typed brings its statement first."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from build_scripts.library.index import Library
from build_scripts.library.references import reference_to
from tests.browser.conftest import OpenContext
from tests.built import Built

pytest_plugins = ("tests.built",)
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def real(built_real: Built) -> Library:
    return built_real.library


@pytest.mark.parametrize("end", [0, -1])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_typed_reference_brings_its_statement_first(
    open_context: OpenContext, real: Library, language: str, end: int
) -> None:
    """Of the first brief and the last one, typed without the dot, as somebody would who has heard it."""
    brief = [brief for brief in real.briefs if len(brief.statements) > 12][end]
    statement = brief.statements[6]  # its number is also the beginning of those of others
    words = reference_to(real, statement).words(language, real.source)
    page = open_context().new_page()
    page.goto(f"/{language}/")
    field = page.locator("input[data-md-component=search-query]")
    field.click()
    field.press_sequentially(words.replace(" ·", ""), delay=5)
    first = page.locator(".md-search-result__link[href*='#']").first
    expect(first).to_have_attribute("href", re.compile(f"#{statement.id}$"))
    expect(first).to_be_visible()
    assert first.locator("h2").inner_text().replace("\u200b", "") == words
