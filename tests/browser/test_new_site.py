"""A site as `duizhao init` makes it, in a real browser: axe-core on its pages on phone and desk, and none too wide."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from build_scripts.cli.main import main
from build_scripts.ground.problems import render_text
from build_scripts.publish.build import build_site
from tests.browser.hosts import Host
from tests.browser.test_accessibility import SCREENS, violations

pytest_plugins = ("tests.browser.hosts",)

PATHS = ("", "edit/", "translate/", "reports/example/first-topic/", "sectors/first-topic/")


@pytest.fixture(scope="module")
def new_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of three languages, one of them written from right to left."""
    folder = tmp_path_factory.mktemp("new") / "mine"
    languages = [part for code in ("en", "zh", "ar") for part in ("--language", code)]
    assert CliRunner().invoke(main, ["init", str(folder), "--yes", *languages]).exit_code == 0
    result = build_site(folder / "content", folder / "site", drafts=True)
    assert not result.failed, render_text(result.problems)
    return folder / "site"


@pytest.mark.parametrize(("language", "screen"), [("en", "desktop"), ("zh", "phone"), ("ar", "phone")])
def test_a_new_site_is_sound(new_site: Path, chromium: Browser, host: Host, language: str, screen: str) -> None:
    width, height = SCREENS[screen]
    found = []
    with chromium.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce") as context:
        page = context.new_page()
        for path in PATHS:
            page.goto(f"{host(new_site)}/{language}/{path}")
            found += violations(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_wider_than_a_phone_has_a_shadow_at_both_edges(
    new_site: Path, chromium: Browser, host: Host, language: str
) -> None:
    """The shadows stay with the edges, and what covers them scrolls away with the table."""
    with chromium.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{host(new_site)}/{language}/recommendations/")
        box = page.locator(".dz-scroll").first
        assert box.evaluate("one => one.scrollWidth > one.clientWidth")
        assert box.evaluate("one => getComputedStyle(one).backgroundAttachment") == "local, local, scroll, scroll"
        images = box.evaluate("one => getComputedStyle(one).backgroundImage")
        assert images.count("linear-gradient(to right") == images.count("linear-gradient(to left") == 2


def test_headings_in_another_language_have_the_type_of_their_neighbours(
    new_site: Path, chromium: Browser, host: Host
) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{host(new_site)}/ar/recommendations/")
        for place, heading in (("h2 .dz-words", True), ("p .dz-words", False)):
            face = page.locator(f"article {place}").first.evaluate("one => getComputedStyle(one).fontFamily")
            assert ("Georgia" in face) is heading, (place, face)
