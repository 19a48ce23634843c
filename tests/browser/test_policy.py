"""The content security policy: every kind of page works under it, and what is set into a page does not run."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from build_scripts.ground.problems import render_text
from build_scripts.publish.build import build_site
from build_scripts.publish.preview import Preview
from tests.browser.waiting import wait_until
from tests.built import FIXTURES, Built, make_once, serve_folder

pytestmark = [pytest.mark.browser, pytest.mark.slow]
pytest_plugins = ("tests.built",)

# Before anything of the page: notes what the policy keeps back, and what a script that is set in would call.
HOOK = """
window.__hits = [];
window.alert = () => window.__hits.push("alert");
window.__kept = [];
document.addEventListener("securitypolicyviolation", event =>
  window.__kept.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
INJECTED = """<script>alert(1)</script><img src="x.png" onerror="alert(1)"><script src="data:,alert(1)"></script>
<script src="https://elsewhere.example/x.js"></script><style>body{display:none}</style>
<base href="https://elsewhere.example/"><svg onload="alert(1)"></svg>
<iframe srcdoc="<script>parent.alert(1)</script>"></iframe><object data="data:text/html,x"></object>"""


def of_each_kind(site: Path, scheme: str) -> list[str]:
    """Give a page of every kind in every language; dark ones in the last language."""
    found: dict[tuple[str, str, int], str] = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        parts = name.split("/")
        found.setdefault((parts[0], parts[1] if len(parts) > 2 else "", len(parts)), name)
    last = max(found)[0]
    return [name for key, name in found.items() if scheme == "light" or key[0] == last]


@pytest.fixture(scope="module", params=["mkdocs", "zensical"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with every kind of page, by each engine."""
    engine = str(request.param)
    if engine == "zensical":
        pytest.importorskip("zensical")

    def make(folder: Path) -> Path:
        result = build_site(shutil.copytree(FIXTURES / "transit", folder / "content"), folder / "site", engine)
        assert not result.failed, render_text(result.problems)
        return folder / "site"

    return make_once(f"policy-{engine}", tmp_path_factory, make)


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a profile of its own."""
    contexts = []

    def open_one(**options: Any) -> Page:
        context = chromium.new_context(locale="sw", **options)  # none of the languages: the root stays
        context.set_default_timeout(90_000)
        context.grant_permissions(["clipboard-write"])
        context.add_init_script(HOOK)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


def is_error(message: ConsoleMessage) -> bool:
    """Tell whether a page has an error; pages of addresses that are none look for files where the site is published."""
    return message.type == "error" and "/transit/" not in str(message.location.get("url"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_keeps_to_it(site: Path, scheme: str, open_page: Callable[..., Page]) -> None:
    page, said = open_page(color_scheme=scheme), []
    page.on("console", lambda message: said.append(f"{message.text} {message.location}") if is_error(message) else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    with serve_folder(site) as address:
        for name in of_each_kind(site, scheme):
            page.goto(f"{address}/{name}", wait_until="load")
            kept = page.evaluate("window.__kept")
            assert kept == [] and said == [], f"{name}: {kept} {said}"
            assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1, name


def test_search_colours_and_the_rest_work_under_it(site: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(color_scheme="light")
    language = sorted(path.name for path in site.iterdir() if (path / "sectors").is_dir())[-1]
    with serve_folder(site) as address:
        page.goto(f"{address}/{language}/")
        page.locator("label[for=__palette_1]:visible, label[for=__palette_0]:visible").first.click()
        wait_until(page, "document.body.getAttribute('data-md-color-scheme') === 'slate'")
        page.goto(f"{address}/{language}/figures/")
        assert page.evaluate("document.body.getAttribute('data-md-color-scheme')") == "slate"
        page.locator(".dz-search input").fill("bus")
        page.locator(".dz-search input").press("Enter")
        page.wait_for_selector(".dz-result mark")
        assert page.evaluate("window.__kept") == []


def test_what_is_set_into_a_page_does_not_run(site: Path, tmp_path: Path, open_page: Callable[..., Page]) -> None:
    language = sorted(path.name for path in site.iterdir() if (path / "sectors").is_dir())[-1]
    shutil.copytree(site / language, tmp_path / language)
    own = tmp_path / language / "figures" / "index.html"
    text = own.read_text(encoding="utf-8").replace("<h1", f"{INJECTED}<h1", 1)
    own.write_text(text, encoding="utf-8")
    bare = re.sub(r'<meta http-equiv="?Content-Security-Policy"?[^>]*>', "", text)
    (own.parent / "bare.html").write_text(bare, encoding="utf-8")
    page = open_page()
    with serve_folder(tmp_path) as address:
        page.goto(f"{address}/{language}/figures/", wait_until="load")
        assert page.evaluate("window.__hits") == []
        kept = " ".join(page.evaluate("window.__kept"))
        for directive in ("script-src-elem inline", "script-src-attr inline", "base-uri"):
            assert directive in kept, directive
        assert "style-src-elem inline" in kept, kept
        page.goto(f"{address}/{language}/figures/bare.html", wait_until="load")
        assert "alert" in page.evaluate("window.__hits")


def test_a_preview_reloads_under_it(built_minimal: Built, open_page: Callable[..., Page]) -> None:
    preview = Preview(built_minimal.site, [], lambda *_: {}, 0)
    thread = threading.Thread(target=preview.server.serve_forever, daemon=True)
    thread.start()
    try:
        page = open_page()
        page.goto(f"{preview.address}zh/", wait_until="load")
        page.evaluate("window.__stays = true")
        page.wait_for_timeout(400)
        preview.publish(["zh/index.html"])
        wait_until(page, "window.__stays === undefined")
        preview.problems = {"en": "something is wrong"}
        expect(page.locator("[role=alert] pre")).to_have_text("something is wrong")
        assert page.evaluate("window.__kept") == []
    finally:
        preview.server.shutdown()
        preview.server.server_close()


def _statement(path: Path) -> str:
    """Give the anchor of the first statement of a page."""
    found = re.search(r'<li id="?([a-z][\w-]*)[^>]*dz-statement', path.read_text(encoding="utf-8"))
    return found[1] if found else ""


def test_a_preview_shows_passages_under_it(built_minimal: Built, open_page: Callable[..., Page]) -> None:
    file = next(path for path in sorted(built_minimal.site.glob("zh/reports/*/*/index.html")) if _statement(path))
    beside = {_statement(file): ("page 3", "<b>what it rests on")}
    preview = Preview(built_minimal.site, [], lambda *_: {}, 0, beside=lambda _: beside)
    thread = threading.Thread(target=preview.server.serve_forever, daemon=True)
    thread.start()
    try:
        page = open_page()
        page.goto(f"{preview.address}{file.parent.relative_to(built_minimal.site)}/", wait_until="load")
        expect(page.locator(f"#{_statement(file)} .dz-beside")).to_have_text("page 3: <b>what it rests on")
        assert page.evaluate("window.__kept") == []
    finally:
        preview.server.shutdown()
        preview.server.server_close()
