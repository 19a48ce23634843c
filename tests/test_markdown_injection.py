"""No text of a content folder becomes markup that runs: hostile strings in every field, pages parsed as HTML.

What a browser makes of them is tried in `browser/test_injection.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from build_scripts.library.link import link_content
from build_scripts.outputs.root_pages import root_files
from build_scripts.pages.terms import TermIndex
from build_scripts.publish.build import TEMPLATES, check_content
from tests.conftest import FUZZ
from tests.hostile import (
    dangers,
    drop_refused,
    pieces_of,
    read_strings,
    write_catalogue,
    write_site_file,
    write_tables,
)
from tests.markdown_site import Piece, Reading, read_site, write_site
from tests.page_text import parse

STRINGS = read_strings()
HARMLESS = [f"无害的话{no}" for no in range(len(STRINGS))]
PARTS = 4  # sites that share the strings: one with all of them as sectors and as actors has a matrix of thousands


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """Every string at every place of a text."""
    folder = tmp_path_factory.mktemp("texts")
    write_site(folder, pieces_of(STRINGS))
    return read_site(folder)


@pytest.mark.slow
@pytest.mark.parametrize("piece", pieces_of(STRINGS), ids=lambda piece: piece.name)
def test_text_is_refused_or_harmless(piece: Piece, texts: Reading) -> None:
    if not texts.errors(piece.file):
        assert not dangers(texts.page(piece.path)), piece.text


@pytest.mark.slow
def test_pages_made_of_many_texts_are_harmless(texts: Reading, tmp_path: Path) -> None:
    write_site(tmp_path, pieces_of(HARMLESS))
    plain = dangers_of_site(read_site(tmp_path))
    assert not more_than(plain, dangers_of_site(texts, [piece.path for piece in pieces_of(STRINGS)]))


def more_than(plain: Counter[str], found: Counter[str]) -> Counter[str]:
    """Give what stands on pages beyond what the same pages have with harmless words."""
    return found - plain


def dangers_of_site(reading: Reading, without: list[str] | None = None) -> Counter[str]:
    """Count what is dangerous on all pages of a site, and on those above its languages."""
    found: Counter[str] = Counter()
    for path in reading.staged.keys() - set(without or ()):
        found += dangers(reading.page(path))
    files = root_files(TermIndex(reading.library), list(reading.interfaces.values()), TEMPLATES)
    for name, text in files.items():
        if name.endswith(".html"):
            found += dangers(parse(text))
    return found


def read_folder(folder: Path) -> Reading:
    content, interfaces, problems = check_content(folder)
    assert not [problem for problem in problems if problem.level == "error"]
    return Reading(folder, {}, link_content(content), interfaces)


@pytest.mark.slow
@pytest.mark.parametrize("no", range(PARTS))
def test_labels_are_refused_or_harmless(no: int, tmp_path: Path) -> None:
    found = []
    for name, strings in (("harmless", HARMLESS[no::PARTS]), ("hostile", STRINGS[no::PARTS])):
        (tmp_path / name).mkdir()
        write_tables(tmp_path / name, strings)
        drop_refused(tmp_path / name)
        reading = read_folder(tmp_path / name)
        assert len(reading.library.events) > len(strings) * 0.8, "too much was refused for this to say anything"
        found.append(dangers_of_site(reading))
    assert not more_than(*found)


@pytest.mark.slow
def test_words_of_the_site_itself_are_refused_or_harmless(tmp_path: Path) -> None:
    write_site(tmp_path, [])
    write_site_file(tmp_path, HARMLESS[0])
    plain = dangers_of_site(read_folder(tmp_path))
    tried = STRINGS if FUZZ else STRINGS[::5]
    for no in range(0, len(tried), 8):
        assert not dangers_of_words(tried[no : no + 8], tmp_path, plain)


def dangers_of_words(strings: list[str], folder: Path, plain: Counter[str]) -> Counter[str]:
    """Count what strings do that stand together in `site.yml`; if they are refused, each half of them by itself."""
    write_site_file(folder, " ¦ ".join(strings))
    if not [problem for problem in check_content(folder)[2] if problem.level == "error"]:
        return more_than(plain, dangers_of_site(read_folder(folder)))
    half = len(strings) // 2
    parts = (strings[:half], strings[half:]) if half else ()
    return sum((dangers_of_words(part, folder, plain) for part in parts), Counter())


@pytest.mark.slow
@pytest.mark.parametrize("shift", range(0, len(STRINGS), 40))
def test_words_of_a_catalogue_are_refused_or_harmless(shift: int, tmp_path: Path) -> None:
    found = []
    for name, strings in (("harmless", HARMLESS), ("hostile", STRINGS)):
        folder = tmp_path / name
        folder.mkdir()
        write_tables(folder, HARMLESS[:2])
        write_catalogue(folder, strings, shift)
        drop_refused(folder)
        found.append(dangers_of_site(read_folder(folder)))
    assert not more_than(*found)


@pytest.mark.parametrize("path", sorted((TEMPLATES / "theme").rglob("*.html")), ids=lambda path: path.name)
def test_theme_escapes_words_of_catalogues_and_titles(path: Path) -> None:
    """Its templates are read by the engines, which escape nothing by themselves; the macro `other` does."""
    bare = re.findall(
        r"\{\{(?! other\()[^{}|]*(?:\btext\.|dz_text\.|\.title\b|site_name|dz_licence"
        r"|publisher\.[buca]|link\.href|logo\.)[^{}|]*\}\}",
        path.read_text("utf-8"),
    )
    assert bare == []


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<p onclick=x>a</p>",
        "<a href='java\tscript:x'>a</a>",
        "<a href='&#106;avascript:x'>a</a>",
        "<a href='data:text/html,x'>a</a>",
        "<svg onload=x></svg>",
        "<iframe srcdoc='x'></iframe>",
        "<p style='background:url(&quot;javascript:x&quot;)'>a</p>",
    ],
)
def test_danger_is_seen(html: str) -> None:
    assert dangers(parse(html))


@pytest.mark.parametrize("html", ["<p>onclick=x &lt;script&gt;</p>", "<a href='https://e.org/?javascript:'>a</a>"])
def test_what_only_looks_dangerous_is_none(html: str) -> None:
    assert not dangers(parse(html))
