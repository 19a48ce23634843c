"""Nobody is left out: axe-core on every kind of page, the keyboard alone, and valid HTML by the Nu checker."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.hosts import Host, page_kinds
from tests.browser.waiting import wait_until
from tests.built import PROJECT, Built
from tests.conftest import FUZZ

pytest_plugins = ("tests.built", "tests.browser.hosts")
pytestmark = pytest.mark.browser

SCREENS = {"phone": (390, 844), "desktop": (1440, 900)}
COUNTED = {"moderate", "serious", "critical"}
LANGUAGES = (("minimal", "zh"), ("minimal", "en"), ("transit", "ar"), ("real", "zh"), ("real", "en"))
# axe takes seconds a page: each site and each language is looked at once, on one screen or the other, in one scheme or
# the other; `make fuzz` tries every screen with every scheme.
VIEWS = [
    ("minimal", "zh", "desktop", "dark"),
    ("minimal", "en", "phone", "light"),
    ("transit", "ar", "phone", "dark"),
    ("real", "zh", "phone", "light"),
]
if FUZZ:
    VIEWS = [(*each, screen, scheme) for each in LANGUAGES for screen in SCREENS for scheme in ("light", "dark")]
# What the theme itself emits, with the reason why it stays.
THEME_EMITS = (
    # base.html writes it on the checkboxes of its drawer and search; browsers ignore it.
    r"Attribute “autocomplete” is only allowed when the input type is",
    # toc.html labels a checkbox that only pages without children in the navigation have.
    r"The value of the “for” attribute of the “label” element must be the ID of a non-hidden form control\.",
)


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{page.url} {rule['id']}: {node['html'][:120]}"
        for rule in found
        if rule["impact"] in COUNTED
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(("site", "language", "screen", "scheme"), VIEWS)
def test_axe_finds_nothing(
    request: pytest.FixtureRequest,
    chromium: Browser,
    host: Host,
    site: str,
    language: str,
    screen: str,
    scheme: Literal["light", "dark"],
) -> None:
    built: Built = request.getfixturevalue(f"built_{site}")
    viewport = dict(zip(("width", "height"), SCREENS[screen], strict=True))
    lies_below = bool(urlsplit(built.library.site.base_url).path.strip("/"))
    found = []
    with chromium.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        page = context.new_page()
        for kind, path in page_kinds(built.site, language).items():
            if kind == "missing" and lies_below:
                continue  # it is written for the site's own address, so here it has neither style nor script
            page.goto(f"{host(built.site)}/{path}")
            if kind != "chart":  # it stands alone, without script
                named = "slate" if scheme == "dark" else "default"
                page.wait_for_selector(f"html.js body[data-md-color-scheme={named}]")
            found += violations(page)
    assert not found, "\n".join(found)


def test_axe_finds_nothing_in_what_a_reader_opens(built_minimal: Built, chromium: Browser, host: Host) -> None:
    path = page_kinds(built_minimal.site, "en")["brief"]
    with chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{host(built_minimal.site)}/{path}")
        page.locator("[data-dz-align]").first.click()
        page.wait_for_selector(".dz-other")
        page.locator(".dz-statement summary").first.focus()
        page.keyboard.press("Enter")
        page.locator("[data-dz-cite=bib]").first.click()
        page.wait_for_selector(".dz-citation")
        assert not violations(page)


def test_the_choice_of_language_is_sound(built_minimal: Built, chromium: Browser, host: Host) -> None:
    with chromium.new_context(locale="fr-FR") as context:  # none of the languages: the page stays
        page = context.new_page()
        page.goto(f"{host(built_minimal.site)}/")
        assert page.locator("main a").count() > 1
        assert not violations(page)


def tab_stops(page: Page, most: int = 400) -> list[str]:
    """Press Tab until the focus comes round; give what had it."""
    script = """() => {
      const e = document.activeElement;
      return e === document.body ? "" : `${e.tagName}.${e.className}#${e.id} ${e.getAttribute("href") || ""}`;
    }"""
    stops: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = str(page.evaluate(script))
        if not stop or (stops and stop == stops[0]):
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize("width", [390, 1440])
def test_the_keyboard_reaches_everything(built_minimal: Built, chromium: Browser, host: Host, width: int) -> None:
    path = page_kinds(built_minimal.site, "en")["brief"]
    with chromium.new_context(viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{host(built_minimal.site)}/{path}")
        page.wait_for_selector("html.js")
        stops = tab_stops(page)
        for part in (
            "dz-permalink",
            "SUMMARY",
            "INPUT" if width == 1440 else "dz-search-link",
            "zh/",
            "recommendations",
        ):
            assert any(part in stop for stop in stops), part
        assert any(("dz-menu" if width == 390 else "md-tabs__link") in stop for stop in stops)
        hidden = page.evaluate(
            """() => [...document.querySelectorAll(".md-content a[href], .md-content button, .md-content summary")]
              .filter(e => e.checkVisibility() && e.tabIndex < 0).map(e => e.outerHTML)"""
        )
        assert hidden == []


def test_the_drawer_opens_and_closes_with_the_keyboard(built_minimal: Built, chromium: Browser, host: Host) -> None:
    with chromium.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{host(built_minimal.site)}/en/")
        page.locator(".dz-menu").focus()
        page.keyboard.press("Enter")
        wait_until(page, "document.activeElement.closest('.md-sidebar--primary') !== null")
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.classList.contains('dz-menu')")
        assert not page.locator("#__drawer").is_checked()


def test_an_address_with_a_broken_percent_sign_stops_no_script(
    built_minimal: Built, chromium: Browser, host: Host
) -> None:
    kinds = page_kinds(built_minimal.site, "en")
    errors: list[str] = []
    with chromium.new_context(viewport={"width": 360, "height": 740}) as context:
        for kind, fragment in [("brief", "50%"), ("sector", "%E4%B8"), ("timeline", "kind-50%"), ("home", "%")]:
            page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(f"{host(built_minimal.site)}/{kinds[kind]}#{fragment}")
            page.wait_for_selector("html.js")
            page.locator(".dz-menu").click()
            expect(page.locator("#__drawer")).to_be_checked()
            if kind == "timeline":
                expect(page.locator(".dz-time-item:visible").first).to_be_attached()
            page.close()
    assert errors == []


def checker() -> list[str]:
    jar = Path(os.environ.get("DUIZHAO_VNU") or PROJECT / ".venv/vnu/package/build/dist/vnu.jar")
    java = shutil.which("java")
    if java is None or not jar.is_file():
        message = "no Nu HTML checker on this machine; run tests/browser/install.sh or set DUIZHAO_VNU"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    # A run of seconds earns nothing by a compiler that optimises, nor by collecting garbage beside it.
    return [str(java), "-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(jar)]


def test_every_page_is_valid_html(built_minimal: Built, built_transit: Built, built_real: Built) -> None:
    sites = [str(built.site) for built in (built_minimal, built_transit, built_real)]
    command = [*checker(), "--skip-non-html", "--format", "json", "--exit-zero-always", *sites]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=True)
    errors = [
        f"{message['url']}:{message.get('lastLine')}: {message['message']}"
        for message in json.loads(result.stderr)["messages"]
        if message["type"] == "error" and not any(re.match(known, message["message"]) for known in THEME_EMITS)
    ]
    assert not errors, "\n".join(errors[:20])
