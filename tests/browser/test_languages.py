"""The choice of language where a site has more than two: unfolded from the header, with and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.hosts import Host, page_kinds
from tests.browser.test_statements import open_page
from tests.built import Built

pytest_plugins = ("tests.built", "tests.browser.hosts")
NAMES = "() => [...document.querySelectorAll('.md-header__title .md-ellipsis')]"
CUT = f"({NAMES})().some(name => name.scrollWidth > name.clientWidth + 1)"


def names(page: Page) -> list[str]:
    return page.locator(".dz-tongues li").all_inner_texts()


@pytest.mark.parametrize("width", [320, 390, 1440])
@pytest.mark.parametrize("script", [True, False], ids=["script", "none"])
def test_three_languages_unfold_from_the_header(
    built_transit: Built, host: Host, chromium: Browser, width: int, script: bool
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
    path = page_kinds(built_transit.site, "ar")["brief"]
    page = context.new_page()
    page.goto(f"{host(built_transit.site)}/{path}")
    if script and width > 360:
        assert not page.evaluate(CUT), "the name of the site is cut short"
    assert not any(page.locator(".dz-tongues li").nth(no).is_visible() for no in range(3))
    page.locator(".dz-tongues summary").click()
    assert names(page) == ["English", "العربية", "français"]
    box = page.locator(".dz-tongues .dz-languages").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width, "the list leaves the screen"
    page.locator(".dz-tongues a[hreflang=fr]").click()
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.url.endswith(path.replace("ar/", "fr/", 1)), "another page than this one"
    context.close()


def test_the_list_of_languages_folds_again(built_transit: Built, host: Host, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = open_page(context, host(built_transit.site), page_kinds(built_transit.site, "en")["brief"])
    summary, last = page.locator(".dz-tongues summary"), page.locator(".dz-tongues li").last
    for leave in (lambda: page.keyboard.press("Escape"), lambda: page.locator("h1").click()):
        summary.press("Enter")
        assert last.is_visible()
        leave()
        assert not last.is_visible()
    summary.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
    assert not last.is_visible(), "who tabs on is out of the list"
    context.close()
