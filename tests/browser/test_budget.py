"""What a visit costs, and that it concerns nobody else: bytes, hosts and shifts, measured in a real browser."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.browser.hosts import Host, page_kinds
from tests.built import Built
from tests.conftest import FUZZ, some

pytest_plugins = ("tests.built", "tests.browser.hosts")
pytestmark = pytest.mark.browser

FIRST_VISIT = 150_000
NEXT_PAGE = 60_000
LARGEST_SHIFT = 0.05
LANGUAGES = ("zh", "en")
WATCH_SHIFTS = """
window.shifts = 0;
new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) shifts += e.value }))
  .observe({ type: "layout-shift", buffered: true });
"""
HEAVY = ("glossary/", "figures/", "timeline/")  # the pages of which there is one, however much they hold


class Visit:
    """What a browser asks for, and how many bytes come over the wire, headers and bodies."""

    def __init__(self, context: BrowserContext) -> None:
        self.responses: list[Response] = []
        context.on("response", lambda response: self.responses.append(response))

    def bytes(self) -> int:
        fresh = [response for response in self.responses if not response.from_service_worker]
        sizes = [response.request.sizes() for response in fresh]
        return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)

    def hosts(self) -> set[str]:
        return {urlsplit(response.url).netloc for response in self.responses}

    def asked_for(self, part: str) -> bool:
        return any(part in response.url for response in self.responses)

    def clear(self) -> None:
        self.responses.clear()


def settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(
    ("path", "width", "language"),
    some(
        [(*each, code) for each in (("", 390), ("", 1440), *((path, 390) for path in HEAVY)) for code in LANGUAGES], 3
    ),
)
def test_a_first_visit_is_small(
    built_real: Built, chromium: Browser, host: Host, language: str, path: str, width: int
) -> None:
    base = host(built_real.site)
    with chromium.new_context(viewport={"width": width, "height": 900}) as context:
        visit = Visit(context)
        page = context.new_page()
        page.goto(f"{base}/{language}/{path}")
        settle(page)
        assert visit.bytes() <= FIRST_VISIT
        assert not visit.asked_for("/search/")


@pytest.mark.parametrize(
    ("language", "width"), [("zh", 390), ("en", 1440), *([("zh", 1440), ("en", 390)] if FUZZ else [])]
)
def test_following_pages_are_small_nobody_else_is_asked_and_nothing_shifts(
    built_real: Built, chromium: Browser, host: Host, language: str, width: int
) -> None:
    base = host(built_real.site)
    with chromium.new_context(viewport={"width": width, "height": 900}) as context:
        context.add_init_script(WATCH_SHIFTS)
        visit = Visit(context)
        page = context.new_page()
        for path in (f"{language}/", *page_kinds(built_real.site, language).values()):
            visit.clear()
            page.goto(f"{base}/{path}")
            settle(page)
            assert page.evaluate("shifts") <= LARGEST_SHIFT, path
            assert visit.hosts() == {urlsplit(base).netloc}, path
            if path != f"{language}/":
                assert visit.bytes() <= NEXT_PAGE, path


def test_no_page_is_too_large(built_real: Built) -> None:
    sizes = {
        path.relative_to(built_real.site).as_posix(): len(gzip.compress(path.read_bytes(), 6))
        for path in built_real.site.rglob("*.html")
    }
    assert {name: size for name, size in sizes.items() if size > NEXT_PAGE - 1_000} == {}


def test_pages_are_whole_without_script(built_minimal: Built, chromium: Browser, host: Host) -> None:
    base = host(built_minimal.site)
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        path = page_kinds(built_minimal.site, "en")["brief"]
        page.goto(f"{base}/{path}")
        statement = page.locator(".dz-statement").first
        assert statement.is_visible()
        statement.locator("summary").click()
        for link in statement.locator("[data-dz-cite]").all():
            name = link.get_attribute("href")
            assert (built_minimal.site / path / str(name)).is_file()
        other = statement.locator(".dz-tools a[hreflang]").first
        page.goto(str(other.evaluate("link => link.href")))
        assert page.locator("html").get_attribute("lang") == other_language(path)
        assert page.locator(":target").count() == 1


def other_language(path: str) -> str:
    return "zh" if path.startswith("en/") else "en"
