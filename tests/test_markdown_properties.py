"""Nothing is lost in silence: what a text says stands on its page, once and in order, or the check names a problem.

Texts are made of fragments of Markdown with marker words. Markers stand in words and code, never in addresses,
comments or attributes, which pages do not show.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from build_scripts.ground.problems import render_text
from tests.conftest import FUZZ, TESTS
from tests.markdown_site import Piece, Reading, read_site, write_site
from tests.page_text import words

OWN = TESTS / "data" / "markdown_snippets.json"
SHARED = TESTS.parent.parent / "shared" / "data" / "markdown-snippets.json"
PLACES = ("statement", "details", "note", "prose")
MARKER = re.compile(r"M\d+m?")
# What CommonMark may take for a comment, the words of an image or the name of a code's language, which need not show.
HIDDEN = re.compile(r"<!--.*?-->|!\[[^\]]*\]\(|^[\s>*+\-\d.)]*(?:`{3,}|~{3,})[^\n]*$", re.DOTALL | re.MULTILINE)
# W is a marker word.
INLINE = [
    *(
        "W",
        " W ",
        "W。",
        "（W）",
        "“W”",
        "《W》",
        "——W",
        "**W**",
        "**W。**",
        "*W*",
        "_W_",
        "W_W_W",
        "***W***",
        "**W",
        "*",
    ),
    *("`W`", "`` W`W ``", "`<!-- W -->`", "`", "~~W~~", "W^2^", "5*3*2", "\\*W\\*", "\\W", "\\", "\\\\", "C:\\W"),
    *("[W](https://e.org/)", "[W](ref:reports/cases)", "[W]", "[W](", "[W][W]", "](", "![图](images/plan.png)"),
    *(
        "<https://e.org/>",
        "<sub>W</sub>",
        "<br>",
        "<kbd>W",
        "<b>W</b>",
        "<W>",
        "a<W",
        "W>",
        "<!-- 注 -->",
        "<!--",
        "-->",
    ),
    *("&amp;W", "&nbsp;W", "&nbspW", "&copy", "&", "{W}", "{#id}", "{#W", "{: .W }", "{{ W }}", "{% W %}", "｛W｝"),
    *(":W:", "1:100:5", ":smile:", "$W$", "|", " | W | ", "#W", "𠮷W", "한W", "مرحبا", "\u3000", "\u200b", "\t", "  "),
    *("[^a]", "[^b]", "[^甲]", "!", "~", "^", "=", "+W+", "-", "1. ", "W，", "W：", "W", "W"),
]
LINES = [
    *("- W", "* W", "+ W", "  - W", "    - W", "      - W", "-W", "-\tW", "-", "1. W", "2) W", "   W", "  W", "    W"),
    *(
        "> W",
        "> - W",
        "> > W",
        ">W",
        ">",
        "## W",
        "### **W** `W`",
        "#W",
        "W\n---",
        "W\n===",
        "---",
        "***",
        "===",
        "- - -",
    ),
    *("```\nW\n```", '```py title="x"\nW\n```', "~~~\nW\n~~~", "```", "    W\n\n    W", "\tW", "W  ", "W\\"),
    *(
        "| W | W |\n| - | - |\n| W | W |",
        "| W | W |\n| - | - |\n| W |",
        "| W |\n| - |\n| W | W |",
        "| W |",
        "| - | - |",
    ),
    *(
        "<details>\n<summary>W</summary>\n\nW\n\n</details>",
        "<details>",
        "</details>",
        "<div>",
        "<!-- 注\n\n注 -->",
        "<!--",
    ),
    *(
        "[x]: https://e.org/",
        "*[W]: W",
        "[W]: W W",
        "[W]：W",
        ": W",
        "!!! W",
        '=== "W"',
        "[TOC]",
        "{: .x }",
        "{W}",
        "W",
    ),
]
BREAKS = st.sampled_from(["\n", "\n\n", "\n\n\n"])
LINE = st.lists(st.sampled_from(INLINE), min_size=1, max_size=6).map("".join)
TEXT = st.lists(st.tuples(st.one_of(LINE, st.sampled_from(LINES)), BREAKS), min_size=1, max_size=6)
TEXT = TEXT.map(lambda parts: "".join(part + end for part, end in parts).strip("\n"))


def with_markers(text: str) -> str:
    """Number the marker words, and add a definition for every footnote that is marked, in the order of the marks."""
    numbers = count(1)
    labels = dict.fromkeys(re.findall(r"\[\^([^\]]+)\]", text))
    text = "\n\n".join([text, *(f"[^{label}]: W。" for label in labels)])
    return re.sub("W", lambda _: f"M{next(numbers)}m", text)


def lost(piece: Piece, reading: Reading) -> str:
    """Tell what is wrong with the markers of a piece on its page; nothing if all is well or the check has said so."""
    if reading.errors(piece.file):
        return ""
    shown = words(reading.page(piece.path))
    hidden = {marker for match in HIDDEN.finditer(piece.input) for marker in MARKER.findall(match[0])}
    wanted, found = ([m for m in MARKER.findall(text) if m not in hidden] for text in (piece.input, shown))
    if piece.place in ("statement", "details") and re.search(r"^\s*>", piece.input, re.MULTILINE):
        wanted, found = sorted(wanted), sorted(found)  # a quotation is an editor's note, which stands after all else
    twice = [marker for marker in hidden if MARKER.findall(shown).count(marker) > 1]
    return "" if found == wanted and not twice else f"{piece.text}\n\nfound {found}\nin {shown}"


def read_pieces(*pieces: Piece) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        write_site(Path(folder), pieces)
        reading = read_site(Path(folder))
        for piece in pieces:
            if not reading.errors(piece.file):
                reading.page(piece.path)  # while its folder is there
        return reading


@pytest.mark.slow
@settings(max_examples=2500 if FUZZ else 30)
@given(text=st.one_of(TEXT, LINE).map(with_markers), place=st.sampled_from([*PLACES, "intro", "page"]))
@example(text="M1m[^a]。\n\n[^a]: M2m", place="intro")
@example(text="- M1m\n  - M2m", place="details")
@example(text="M1m{M2m}\n{M3m}", place="page")
@example(text="M1m&nbspM2m", place="statement")
def test_every_word_stands_on_the_page_once_or_is_a_problem(text: str, place: str) -> None:
    piece = Piece("x", place, text)
    reading = read_pieces(piece)
    event("refused" if reading.errors(piece.file) else "shown")
    assert not lost(piece, reading), lost(piece, reading)


def read_snippets(path: Path) -> list[Piece]:
    """Give the snippets of a file at every place; the first ones of a name keep it."""
    snippets = json.loads(path.read_text(encoding="utf-8"))
    return [
        Piece(f"s{no}-{re.sub('[^a-z0-9]+', '-', snippet['name'].lower()).strip('-')}", place, snippet["text"])
        for no, snippet in enumerate(snippets)
        for place in PLACES
    ]


def named(pieces: list[Piece]) -> Callable[[Callable[..., None]], pytest.MarkDecorator]:
    return pytest.mark.parametrize("piece", pieces, ids=lambda piece: piece.name)


@pytest.fixture(scope="module")
def own_snippets(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """The snippets of this project in one small site."""
    folder = tmp_path_factory.mktemp("snippets")
    write_site(folder, read_snippets(OWN))
    return read_site(folder)


@named(read_snippets(OWN))
def test_snippet_is_shown_or_refused(piece: Piece, own_snippets: Reading) -> None:
    assert not lost(piece, own_snippets), lost(piece, own_snippets)


def test_most_snippets_are_shown(own_snippets: Reading) -> None:
    """A check that refused everything would pass all the other tests."""
    pieces = [piece for piece in read_snippets(OWN) if piece.place == "prose"]
    shown = [piece for piece in pieces if not own_snippets.errors(piece.file)]
    assert len(shown) > len(pieces) * 0.6


def test_what_is_lost_is_told() -> None:
    """The test itself sees a word that is missing, one that stands twice, and one out of order."""
    reading = read_pieces(Piece("a", "prose", "M1 M2"))
    assert not lost(Piece("a", "prose", "M1 M2"), reading)
    for other in ("M1 M2 M3", "M1", "M2 M1"):
        assert lost(Piece("a", "prose", other), reading)


@pytest.fixture(scope="module")
def shared_snippets(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """Snippets that lie beside the project."""
    folder = tmp_path_factory.mktemp("shared")
    write_site(folder, read_snippets(SHARED))
    return read_site(folder)


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_file(), reason="there are no snippets beside the project")
@pytest.mark.parametrize("place", PLACES)
def test_snippets_beside_the_project(place: str, shared_snippets: Reading) -> None:
    found = [lost(piece, shared_snippets) for piece in read_snippets(SHARED) if piece.place == place]
    bad = [text for text in found if text]
    assert not bad, f"{len(bad)} of {len(found)}:\n\n" + "\n\n".join(bad)


def test_problems_name_a_line_of_the_file() -> None:
    piece = Piece("x", "page", "甲\n\n<div>乙")
    errors = read_pieces(piece).errors(piece.file)
    assert [error.line for error in errors] == [piece.first_line + 2], render_text(errors)
