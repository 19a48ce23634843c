"""Charts as readers meet them: nothing overlaps or runs out, downloads open, and other pages can embed them."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.built import Built
from tests.conftest import some
from tests.pages import csv_rows

pytest_plugins = ("tests.built",)
pytestmark = pytest.mark.browser

Open = Callable[..., BrowserContext]
# The texts of drawings that overlap another, or that stand outside of the drawing by more than two pixels.
FAULTS = """
svgs => svgs.flatMap(svg => {
  const frame = svg.getBoundingClientRect(), faults = [];
  const texts = [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]);
  texts.forEach(([words, box], no) => {
    if (box.left < frame.left - 2 || box.right > frame.right + 2) faults.push(words + ' runs out');
    texts.slice(no + 1).forEach(([other, next]) => {
      const wide = Math.min(box.right, next.right) - Math.max(box.left, next.left);
      const high = Math.min(box.bottom, next.bottom) - Math.max(box.top, next.top);
      if (wide > 1 && high > 3) faults.push(words + ' overlaps ' + other);
    });
  });
  return faults;
})
"""


@pytest.mark.parametrize("width", [360, 390, 1440])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_words_overlap_or_run_out(open_context: Open, language: str, width: int) -> None:
    page = open_context(width).new_page()
    page.goto(f"/{language}/figures/")
    charts = page.locator(".dz-chart-svg")
    assert charts.count() > 5
    assert charts.evaluate_all(FAULTS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_words_overlap_in_what_stands_alone(open_context: Open, built_real: Built, language: str) -> None:
    page = open_context(390).new_page()
    for folder in sorted((built_real.site / language / "charts").iterdir()):
        page.goto(f"/{language}/charts/{folder.name}/")
        assert page.locator("svg").evaluate_all(FAULTS) == [], folder.name
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.goto(f"/{language}/charts/{folder.name}/chart.svg")
        assert page.evaluate(f"({FAULTS})([document.documentElement])") == [], folder.name


def first_tools(page: Page) -> Any:
    tools = page.locator(".dz-chart-tools").first
    tools.locator("summary").click()
    return tools


def download(page: Page, click: Callable[[], None], folder: Path) -> Path:
    with page.expect_download() as waiting:
        click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_downloads_open(open_context: Open, tmp_path: Path, language: str) -> None:
    page = open_context(390).new_page()
    page.goto(f"/{language}/figures/")
    tools = first_tools(page)
    said = page.locator(".dz-chart").first.locator(".dz-chart-value").all_text_contents()
    svg = download(page, tools.get_by_role("link", name="SVG").click, tmp_path)
    root = Tree.fromstring(svg.read_text(encoding="utf-8"))
    assert set(said) <= {element.text for element in root.iter()}
    table = download(page, tools.get_by_role("link", name="CSV").click, tmp_path)
    rows = csv_rows(table.read_bytes().decode())
    assert [row["text"] for row in rows] == said
    picture = download(page, tools.get_by_role("button", name="PNG").click, tmp_path)
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) > 5_000
    size = struct.unpack(">II", data[16:24])
    assert size == (2 * int(root.get("width") or 0), 2 * int(root.get("height") or 0))
    assert {path.stem for path in (svg, table, picture)} == {svg.stem}, "they bear one name"


def test_a_picture_shows_more_than_paper(open_context: Open, tmp_path: Path) -> None:
    page = open_context(1440).new_page()
    page.goto("/en/figures/")
    picture = download(page, first_tools(page).get_by_role("button", name="PNG").click, tmp_path)
    count = """async bytes => {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height), context = canvas.getContext('2d');
      context.drawImage(bitmap, 0, 0);
      const all = new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
      return new Set(all).size;
    }"""
    assert page.evaluate(count, list(picture.read_bytes())) > 20


def test_without_script_all_but_the_picture_is_there(open_context: Open) -> None:
    page = open_context(390, java_script_enabled=False).new_page()
    page.goto("/en/figures/")
    tools = first_tools(page)
    expect(tools.get_by_role("link", name="SVG")).to_be_visible()
    expect(tools.get_by_role("link", name="CSV")).to_be_visible()
    expect(tools.get_by_role("textbox")).to_be_visible()
    expect(tools.get_by_role("button")).to_have_count(0)


def test_what_embeds_a_chart_is_copied(open_context: Open) -> None:
    context = open_context(1440)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/en/figures/")
    tools = first_tools(page)
    tools.get_by_role("button", name="Copy").click()
    expect(tools.get_by_role("button", name="Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == tools.get_by_role("textbox").input_value()


@pytest.mark.parametrize(
    ("width", "language", "scheme"),
    some(((width, code, scheme) for width in (390, 700) for code in ("zh", "en") for scheme in ("light", "dark")), 3),
)
def test_every_chart_fits_the_frame_that_embeds_it(
    open_context: Open, built_real: Built, address: str, language: str, width: int, scheme: str
) -> None:
    page = open_context(1440, color_scheme=scheme).new_page()
    page.goto(f"/{language}/figures/")
    snippets = page.locator("[data-dz-embed]").evaluate_all("areas => areas.map(area => area.value)")
    base = built_real.library.site.base_url.rstrip("/")
    page.set_viewport_size({"width": width, "height": 900})
    chosen = snippets[:: 1 if scheme == "light" else 5]
    assert chosen
    page.goto("/robots.txt")
    page.set_content(f"<!doctype html><body style='margin:0'>{''.join(chosen).replace(base, address)}</body>")
    for no, snippet in enumerate(chosen):
        iframe = page.locator("iframe").nth(no)
        iframe.scroll_into_view_if_needed()  # else a frame that is loaded when it is seen stays empty
        frame = iframe.content_frame
        expect(frame.locator("svg")).to_be_visible()
        fits = frame.locator("html").evaluate("html => [html.scrollHeight, html.clientHeight, html.scrollWidth]")
        assert fits[0] <= fits[1] + 1 and fits[2] <= width, snippet
        assert frame.locator("a").evaluate_all("links => links.every(link => link.target === '_blank')")
        title = str(frame.locator("html").evaluate("html => html.ownerDocument.title"))
        expect(iframe).to_have_attribute("title", title.partition(" · ")[0])
