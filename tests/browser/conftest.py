"""A real Chromium on a real static host that serves the project's own site.

Every page that a test opens is watched: an error in its console, or a request to any other host, fails the test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.built import Built, serve_folder

# The first is the same engine without windows around it, which takes half the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # there is no other host
]

expect.set_options(timeout=30_000)  # a busy machine is slow, which is no fault of the page

OpenContext = Callable[..., BrowserContext]


def find_browser() -> str | None:
    """Give the Chromium to use: that of DUIZHAO_BROWSER, else the distribution's."""
    names = (os.environ.get("DUIZHAO_BROWSER") or "", *NAMES)
    return next((path for path in map(shutil.which, filter(None, names)) if path), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running browser; without one the test is skipped, but never in CI."""
    path = find_browser()
    if path is None:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("there is no Chromium here; install chromium-headless-shell or chromium, or set DUIZHAO_BROWSER")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(built_real: Built) -> Iterator[str]:
    """The address of the project's own site."""
    with serve_folder(built_real.site) as address:
        yield address


class Watch:
    """What must not happen while pages are read."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.expected = ""

    def request(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.netloc != self.host and url.scheme not in ("data", "blob"):
            self.foreign.append(request.url)

    def page(self, page: Page) -> None:
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.note(str(error)))
        page.on("requestfailed", lambda request: self.note(f"{request.url}: {request.failure}"))

    def console(self, message: ConsoleMessage) -> None:
        # A Chromium with windows asks for an icon of its own beside a drawing, which names none.
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
            self.note(message.text)

    def note(self, error: str) -> None:
        # A request that a click to the next page cut short is no fault of the page.
        if "ERR_ABORTED" not in error and not (self.expected and self.expected in error):
            self.errors.append(error)


@pytest.fixture
def watch(address: str) -> Watch:
    """The watch over this test; a test that asks for a missing page says so in `expected`."""
    return Watch(urlsplit(address).netloc)


@pytest.fixture
def open_context(chromium: Browser, address: str, watch: Watch) -> Iterator[OpenContext]:
    """Open a browser profile of its own, with a clean memory, for `viewport=`, `color_scheme=` and the like."""
    contexts: list[BrowserContext] = []

    def open_one(width: int = 1440, **options: Any) -> BrowserContext:
        viewport = {"width": width, "height": 844 if width < 800 else 900}
        context = chromium.new_context(base_url=address, viewport=viewport, **options)  # type: ignore[arg-type]
        context.set_default_timeout(90_000)
        context.on("request", watch.request)  # a route would see them too, but costs a third of a page's time
        context.on("page", watch.page)
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()
    assert watch.foreign == [], "the pages asked other hosts"
    assert watch.errors == [], "the pages have errors"
