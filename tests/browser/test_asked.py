"""A server that has chosen the language by what the browser asks for: the one chosen here before counts more."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from build_scripts.outputs.nginx import MARKER
from tests.browser.conftest import OpenContext

pytest_plugins = ("tests.built",)


@pytest.mark.parametrize(("chosen", "shown"), [("en", "en"), ("zh", "zh"), ("xx", "zh"), ("", "zh")])
def test_the_language_chosen_before_counts_more(
    open_context: OpenContext, address: str, chosen: str, shown: str
) -> None:
    kept = [{"name": "duizhao-language", "value": chosen}] if chosen else []
    context = open_context(storage_state={"cookies": [], "origins": [{"origin": address, "localStorage": kept}]})
    page = context.new_page()
    page.goto(f"/zh/#{MARKER}")
    expect(page.locator("html")).to_have_attribute("lang", shown)
    page.wait_for_url(f"**/{shown}/")  # without the mark
