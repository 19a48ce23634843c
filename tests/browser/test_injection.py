"""Hostile strings in every field, on sites that are built: nothing of them runs in Chromium.

Every page is loaded, and every element of it clicked, focused and pointed at. See `tests/test_markdown_injection.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from build_scripts.ground.problems import render_text
from build_scripts.publish.build import build_site, check_content
from tests.built import serve_folder
from tests.conftest import FUZZ
from tests.hostile import drop_refused, pieces_of, read_strings, write_catalogue, write_site_file, write_tables
from tests.markdown_site import write_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# A part of the strings, another of each kind in every place; `make fuzz` opens them all.
STRINGS = read_strings() if FUZZ else read_strings()[::9]
# What a hostile string would call; links lead nowhere but to scripts, so that all of them can be clicked; forms stay.
HOOK = """
window.__hits = [];
for (const name of ["alert", "prompt", "confirm", "__x"]) window[name] = () => window.__hits.push(name);
addEventListener("click", event => {
  const link = event.target.closest && event.target.closest("a[href]");
  if (link && link.protocol !== "javascript:") event.preventDefault();
}, true);
addEventListener("submit", event => event.preventDefault(), true);
"""
TOUCH = """() => {
  for (const element of document.querySelectorAll("body, body *")) {
    for (const name of ["pointerover", "mouseover", "mouseenter", "focus", "focusin", "toggle", "animationstart"])
      element.dispatchEvent(new Event(name, {bubbles: true, cancelable: true}));
    if (element.tabIndex >= 0 && element.focus) element.focus();
    if (element.matches("details")) element.open = true;
    if (element.click && !element.matches("label, input, [data-md-toggle]")) element.click();
  }
  const links = Array.from(document.querySelectorAll("[href], [src], [action]"));
  return links.map(element => element.href || element.src || element.action)
    .filter(address => /^\\s*(javascript|vbscript|data:text)/i.test(String(address)));
}"""


def build(content: Path, site: Path) -> None:
    drop_refused(content)
    result = build_site(content, site)
    assert not result.failed, render_text(result.problems)


def pages_of(site: Path) -> list[str]:
    """Give the pages to open: of several languages, which have the same strings, one, unless there is time."""
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    folders = sorted({name.partition("/")[0] for name in names if "/" in name})
    return [name for name in names if FUZZ or "/" not in name or name.startswith(f"{folders[-1]}/")]


def hits(site: Path, chromium: Browser) -> list[str]:
    """Open and touch every page of a site; give what ran, with the page."""
    found: list[str] = []
    context = chromium.new_context(locale="fr-FR")  # none of the languages: the root stays
    context.grant_permissions(["clipboard-write"])  # else the script leads to what it cannot copy
    context.add_init_script(HOOK)
    with serve_folder(site) as address:
        page = context.new_page()
        page.on("dialog", lambda dialog: (found.append(f"dialog on {page.url}"), dialog.dismiss()))
        for path in pages_of(site):
            page.goto(f"{address}/{path}", wait_until="domcontentloaded")
            found += [f"{path}: {link}" for link in page.evaluate(TOUCH)]
            found += [f"{path}: {hit}" for hit in page.evaluate("window.__hits")]
    context.close()
    return found


def test_texts_run_nothing(chromium: Browser, tmp_path: Path) -> None:
    content = tmp_path / "content"
    write_site(
        content, [piece for piece in pieces_of(STRINGS) if piece.place in ("statement", "note", "page", "heading")]
    )
    build(content, tmp_path / "site")
    assert hits(tmp_path / "site", chromium) == []


@pytest.mark.parametrize("no", range(3 if FUZZ else 1))
def test_labels_and_words_of_the_interface_run_nothing(no: int, chromium: Browser, tmp_path: Path) -> None:
    content = tmp_path / "content"
    own = STRINGS[no::3] if FUZZ else STRINGS
    content.mkdir()
    write_tables(content, own)
    write_catalogue(content, own, no)
    write_site_file(content, " ¦ ".join(own))
    if any(problem.path.endswith("site.yml") for problem in check_content(content)[2] if problem.level == "error"):
        write_site_file(content, "无害的话")
    build(content, tmp_path / "site")
    assert hits(tmp_path / "site", chromium) == []


def test_hook_sees_what_runs(chromium: Browser, tmp_path: Path) -> None:
    for no, body in enumerate(
        ["<svg onload=alert(1)>", "<p onclick=alert(1)>a", "<a href='javascript:alert(1)'>a</a>"]
    ):
        (tmp_path / f"{no}.html").write_text(f"<!DOCTYPE html><title>t</title><body>{body}", encoding="utf-8")
    found = hits(tmp_path, chromium)
    assert {hit.partition(":")[0] for hit in found} == {"0.html", "1.html", "2.html"}
