"""What readers meet at an address that is none: their language, the way home, search; how permalinks are called."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.hosts import Host
from tests.built import Built, serve_folder

pytest_plugins = ("tests.built", "tests.browser.hosts")
pytestmark = pytest.mark.browser


def open_lost(page: Page, site: Path, base: str, path: str) -> None:
    """Open an address that is none, as a host shows the page for such under it."""

    def answer(route: Route) -> None:
        route.fulfill(status=404, content_type="text/html; charset=utf-8", path=site / "404.html")

    page.route(f"{base}{path}", answer)
    page.goto(f"{base}{path}")


@pytest.mark.parametrize(
    ("path", "locale", "language", "words"),
    [
        ("ar/reports/night-buses/", "fr-FR", "ar", "night buses"),
        ("nowhere/", "fr-FR", "fr", ""),
        ("nowhere/", "de-DE", "", ""),
    ],
)
def test_a_lost_reader_is_led_on_in_the_right_language(
    built_transit: Built, chromium: Browser, tmp_path: Path, path: str, locale: str, language: str, words: str
) -> None:
    (tmp_path / "transit").symlink_to(built_transit.site)  # as its base address says
    with serve_folder(tmp_path) as host, chromium.new_context(locale=locale) as context:
        page = context.new_page()
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text) if "Policy" in message.text else None)
        open_lost(page, built_transit.site, f"{host}/transit/", path)
        shown = page.locator("main li:visible")
        expect(shown).to_have_count(1 if language else 3)
        if language:
            assert page.evaluate("document.documentElement.lang") == language == shown.get_attribute("lang")
            expect(shown.locator("input")).to_have_value(words)
            shown.locator("input").fill("x")
            shown.locator("button").click()
            assert page.url == f"{host}/transit/{language}/search/?q=x"
            page.go_back()
            page.locator("main li:visible a").click()
            assert page.url == f"{host}/transit/{language}/"
        assert problems == []


def test_the_page_of_a_language_offers_the_search(built_minimal: Built, chromium: Browser) -> None:
    with serve_folder(built_minimal.site) as base, chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{base}/en/nowhere/")
        assert "There is no such page." in page.title()
        form = page.locator("article form[role=search]")
        assert form.get_attribute("action") == "/en/search/"
        form.locator("input").fill("branch")
        form.locator("button").click()
        assert page.url == f"{base}/en/search/?q=branch"


def test_a_permalink_is_called_by_its_statement(built_minimal: Built, host: Host, chromium: Browser) -> None:
    base = host(built_minimal.site)
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{base}/en/reports/reading-city/collections/#holdings")
        whole = "Collections · Reading city – City libraries"
        expect(page).to_have_title(f"In 2021 the city held 224 million volumes. · {whole}")
        page.evaluate("location.hash = ''")
        expect(page).to_have_title(whole)
