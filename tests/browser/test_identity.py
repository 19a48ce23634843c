"""A site with colours, logo and footer of its own: everybody can read it, and repeated marks are seen to differ."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.browser.hosts import Host
from tests.browser.test_accessibility import SCREENS, violations
from tests.built import Built, build_copy
from tests.conftest import some
from tests.identity_site import with_identity

pytest_plugins = ("tests.built", "tests.browser.hosts")
pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATHS = ("en/", "zh/about/", "en/recommendations/", "en/compare/", "zh/reports/open-late/summary/")
REPORTS = 9


@pytest.fixture(scope="module")
def built_own(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small site with an identity, and so many reports that a colour comes again."""
    folder = tmp_path_factory.mktemp("identity")
    content = with_identity(folder)
    for no in range(2, REPORTS):
        report = content / "reports" / f"more-{no}"
        report.mkdir()
        (report / "report.yml").write_text(f"short: {{zh: 又{no}, en: More {no}}}\nlanguage: zh\n", encoding="utf-8")
        (report / "index.zh.md").write_text(f"---\ntitle: 第{no}份\n---\n概述。\n", encoding="utf-8")
        brief = f"---\ntitle: 数字{no}\n---\n## 建议 {{kind=proposal}}\n\n- 应当开放第{no}层。 {{#open}}\n"
        (report / "digital.zh.md").write_text(brief, encoding="utf-8")
    return build_copy(content, folder)


@pytest.mark.parametrize(("screen", "scheme"), some([(one, two) for one in SCREENS for two in ("light", "dark")], 3))
def test_axe_finds_nothing(
    built_own: Built, chromium: Browser, host: Host, screen: str, scheme: Literal["light", "dark"]
) -> None:
    width, height = SCREENS[screen]
    found = []
    with chromium.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    ) as context:
        page = context.new_page()
        for path in PATHS:
            page.goto(f"{host(built_own.site)}/{path}")
            page.wait_for_selector(f"html.js body[data-md-color-scheme={'slate' if scheme == 'dark' else 'default'}]")
            found += violations(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        page.goto(f"{host(built_own.site)}/zh/search/?q=开放")
        page.wait_for_selector(".dz-result")
        found += violations(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_logo_is_seen_and_no_two_reports_look_alike(
    built_own: Built, chromium: Browser, host: Host, scheme: Literal["light", "dark"]
) -> None:
    with chromium.new_context(color_scheme=scheme, viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{host(built_own.site)}/en/compare/")
        logos = [logo for logo in page.locator("header .dz-logo").all() if logo.is_visible()]
        assert [re.search("logo[^/]*$", logo.get_attribute("src") or "")[0] for logo in logos] == [  # type: ignore[index]
            "logo.svg" if scheme == "light" else "logo-dark.png"
        ]
        looks = page.evaluate(
            """() => [...new Set([...document.querySelectorAll('.dz-map thead [class*=dz-spine-]')].map(cell => {
                const style = getComputedStyle(cell), of = name => style.getPropertyValue(name);
                return [of('--dz-spine'), of('--dz-style'), of('--dz-line'), of('--dz-fill')].join('|'); }))]"""
        )
        assert len(looks) == REPORTS
        assert len({look.partition("|")[0] for look in looks}) == REPORTS - 1, "the ninth has the colour of the first"
        drawn = page.evaluate(
            """() => [...document.querySelectorAll('.dz-map tbody td[class*=dz-spine-] a')].map(
                link => getComputedStyle(link).borderImageSource)"""
        )
        assert any("gradient" in each for each in drawn) and "none" in drawn
