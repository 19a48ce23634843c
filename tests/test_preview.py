"""Which pages of a preview reload: those that changed, and all where what all of them load has."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_scripts.checks.source.beside import Originals
from build_scripts.content.originals import read_original
from build_scripts.publish.preview import BESIDE_SCRIPT_PATH, Preview
from tests.originals import REPORTS, as_text
from tests.source_report import STATEMENTS, make_content

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


def ask(preview: Preview, path: str) -> tuple[int, str]:
    """Ask a preview that serves."""
    thread = threading.Thread(target=preview.server.handle_request, daemon=True)
    thread.start()
    connection = http.client.HTTPConnection("127.0.0.1", preview.server.server_address[1])
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_passages_are_shown_only_where_an_original_was_given(preview: Preview) -> None:
    assert "__original" not in ask(preview, "/en/a/")[1]
    assert ask(preview, "/__original?/en/a/")[0] == 404 and ask(preview, "/__original.js")[0] == 404
    preview.beside = lambda path: {"x": ("page 1", path)}
    assert BESIDE_SCRIPT_PATH in ask(preview, "/en/a/")[1] and "fetch" in ask(preview, BESIDE_SCRIPT_PATH)[1]
    assert json.loads(ask(preview, "/__original?%2Fen%2Fa%2F")[1]) == {"x": ["page 1", "/en/a/"]}


def test_a_passage_is_that_which_the_statement_rests_on(tmp_path: Path) -> None:
    content, file = make_content(tmp_path, STATEMENTS, {"goal": "By 2030"}), tmp_path / "original.txt"
    file.write_text(as_text(REPORTS["zh"]), encoding="utf-8")
    originals, before = Originals(content, {"r": read_original(file)}), sorted(tmp_path.rglob("*"))
    found = originals.beside("/zh/reports/r/b/")
    assert found.keys() == STATEMENTS.keys() and "分馆增加到30家" in found["goal"][1] and "段" in found["goal"][0]
    assert originals.beside("/en/reports/r/b/")["goal"][1] == found["goal"][1]
    assert [originals.beside(f"/zh/{path}/") for path in ("reports/r/c", "reports/q/b", "sectors/b")] == [{}] * 3
    assert sorted(tmp_path.rglob("*")) == before
