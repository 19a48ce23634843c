"""Which pages of a preview reload: those that changed, and all where what all of them load has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from build_scripts.publish.preview import Preview

PATHS = ("/", "/en/", "/en/a/", "/en/404.html", "/de/a/")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    """A preview of a small site, which serves nothing: only what it would answer is asked."""
    for path in PATHS:
        file = tmp_path / path.strip("/") / "index.html" if path.endswith("/") else tmp_path / path.strip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("<p>x", encoding="utf-8")
    made = Preview(tmp_path, [], lambda *_: {}, 0)
    yield made
    made.server.server_close()


def reloaded(preview: Preview, *names: str) -> set[str]:
    """Give the pages that reload when these files are new."""
    before = {path: preview.version(path) for path in PATHS}
    preview.publish(names)
    return {path for path in PATHS if preview.version(path) != before[path]}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), set()),
        (("en/a/index.html",), {"/en/a/"}),
        (("index.html",), {"/"}),
        (("en/index.html", "de/a/index.html"), {"/en/", "/de/a/"}),
        (("en/404.html",), {"/en/404.html"}),
        (("en/search/facets.json.gz", "data/statements.json", "sitemap.xml", "en/images/a.png"), set()),
        (("en/assets/duizhao.css",), set(PATHS)),
        (("de/assets/javascripts/bundle.js", "en/a/index.html"), set(PATHS)),
        (("en/a/cite.json",), set()),
    ],
    ids=["nothing", "page", "root", "two pages", "not found", "data", "style", "script", "cite"],
)
def test_pages_reload_that_have_changed(preview: Preview, names: tuple[str, ...], expected: set[str]) -> None:
    assert reloaded(preview, *names) == expected


def test_each_edit_reloads_its_page_again_and_no_other(preview: Preview) -> None:
    assert [reloaded(preview, "en/a/index.html") for _ in range(3)] == [{"/en/a/"}] * 3
    assert reloaded(preview, "x.css") == set(PATHS)
    assert reloaded(preview, "en/a/index.html") == {"/en/a/"}
    assert reloaded(preview, "x.css") == set(PATHS)


@pytest.mark.parametrize("path", ["/en/a/", "/en/a", "en/a/index.html", "/en/a/index.html"])
def test_a_page_has_one_version_by_any_of_its_addresses(preview: Preview, path: str) -> None:
    preview.publish(["en/index.html"])
    preview.publish(["en/a/index.html"])
    assert preview.version(path) == 2


def test_what_is_no_page_has_the_version_of_the_site(preview: Preview, tmp_path: Path) -> None:
    """A page that is not there yet is to appear; nobody knows which build brings it."""
    preview.publish(["en/a/index.html"])
    assert preview.version("/en/nowhere/") == preview.version("") == 1
    preview.publish(["en/index.html"])
    assert preview.version("/en/nowhere/") == preview.version("") == 2
    (tmp_path / "en" / "nowhere").mkdir()
    (tmp_path / "en" / "nowhere" / "index.html").write_text("<p>x", encoding="utf-8")
    preview.publish(["en/nowhere/index.html"])
    assert preview.version("/en/nowhere/") == 3


def test_a_page_that_goes_reloads_once_it_has_gone(preview: Preview, tmp_path: Path) -> None:
    before = preview.version("/en/a/")
    (tmp_path / "en" / "a" / "index.html").unlink()
    preview.publish(["en/index.html"])
    assert preview.version("/en/a/") != before


def test_a_good_build_clears_what_was_wrong(preview: Preview) -> None:
    preview.problems = {"en": "a.md:1:1: error"}
    preview.publish([])
    assert preview.problems == {}
