"""Content broken at random, in structure and in bytes: no exception, no hang, and no word that is lost in silence.

Every word of a brief is a marker. After edits such as people and programs make, each marker that is still in the file
stands on its page, or the check has an error for the file. `make fuzz` tries thousands of edits.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from build_scripts.content.repairs import repair_file
from build_scripts.ground.problems import has_errors, render_text
from build_scripts.library.link import link_content
from build_scripts.pages.render import Renderer
from build_scripts.pages.terms import TermIndex
from build_scripts.publish.build import TEMPLATES, check_content
from tests.conftest import FUZZ, VALID_SITES
from tests.markdown_site import Piece, read_site, write_site
from tests.page_text import words

LONGEST = 20  # seconds of a processor for one check of a small site, which takes a fiftieth of that
MARKER = re.compile(r"M\d+m")
# What nobody means to be shown: comments, the words of an image, the name of a code’s language, addresses.
HIDDEN = re.compile(
    r"<!--.*?-->|!\[[^\]]*\]\(|^[\s>*+\-\d.)]*(?:`{3,}|~{3,})[^\n]*$|\]\([^)\n]*\)|<[a-z]+:[^>\n]*>",
    re.DOTALL | re.MULTILINE,
)
# A line of YAML that somebody has made a comment, as new files show how.
COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
BRIEF = """---
title: M1m
sector: shelf
section: M2m
---
M3m M4m。

## M5m {kind=finding}

M6m：

- M7m **M8m** M9m。 {#a actor=city}
- M10m[^1]。 {#b page=12}

    M11m `M12m`：

    - M13m
    - M14m

    > 编者注：M15m。M16m。

1. M17m [M18m](https://e.org/)。 {#c}

## M19m

| M20m | M21m |
| - | - |
| M22m | M23m |

![图](images/plan.png "M24m")

    M25m

```
M26m
```

[^1]: M27m。
"""
# What fingers, word processors and merges put into a text.
SNIPPETS = [
    *(
        "•",
        "–",
        "－",
        "-",
        "*",
        "＊",
        "·",
        "1．",
        "1、",
        "（1）",
        "- ",
        "  - ",
        "    - ",
        "\t- ",
        "#",
        "##",
        "＃",
        "# ",
    ),
    *(
        "> ",
        "＞",
        "    > ",
        "{#d}",
        "｛#d｝",
        "{＃d}",
        "{#d",
        "}",
        "{kind=target}",
        "{kind=“finding”}",
        "{.x}",
        "`",
        "```\n",
    ),
    *(
        "**",
        "***",
        "＊＊",
        "_",
        "~~",
        "==",
        "^2^",
        "~2~",
        "$",
        "$$",
        "|",
        "｜",
        "\n| - |\n",
        "[",
        "]",
        "(",
        ")",
        "（",
        "［",
    ),
    *(
        "[^1]",
        "[^2]",
        "\n[^1]: ",
        "［^1］",
        "<!--",
        "-->",
        "<br>",
        "<b>",
        "</b>",
        "<details>\n",
        "&nbsp",
        "&lt;",
        "\\",
        "!",
    ),
    *(
        "https://e.org/",
        "ref:reports/cases",
        "\n---\n",
        "\n===\n",
        "\n———\n",
        "---",
        "title：x\n",
        "\ntitle: x\n",
        "： ",
        ": ",
    ),
    *(
        " ",
        "    ",
        "\t",
        "　",
        "\u00a0",
        "\u200b",
        "\ufeff",
        "\u2028",
        "\r\n",
        "\r",
        "\n",
        "\n\n",
        "\n\n\n",
        "!!! note\n",
        ":::\n",
    ),
    *("- [ ] ", "\n<<<<<<< HEAD\n", "\x07", "\ufffd", "\uf0b7 ", "é", "e\u0301", "\u202e", "𠮷", "مرحبا"),
]


@st.composite
def broken(draw: st.DrawFn) -> str:
    """Give the brief after some edits of characters or lines."""
    text = BRIEF
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(
            st.sampled_from(["insert", "insert", "replace", "delete", "indent", "swap", "double", "join", "cut"])
        )
        lines = text.split("\n")
        no = draw(st.integers(0, len(lines) - 1))
        place = draw(st.integers(0, len(text)))
        snippet = draw(st.sampled_from(SNIPPETS))
        match kind:
            case "insert":  # most often where markup stands
                at_line = draw(st.booleans())
                column = 0 if draw(st.booleans()) else len(lines[no])
                lines[no] = lines[no][:column] + snippet + lines[no][column:]
                text = "\n".join(lines) if at_line else text[:place] + snippet + text[place:]
            case "replace":
                mark = draw(
                    st.sampled_from(
                        ["- ", "**", "{", "}", "#", "> ", "|", "[", "](", "`", ": ", "\n\n", '"', "---", "。"]
                    )
                )
                text = text.replace(mark, snippet, draw(st.integers(1, 3)))
            case "delete":
                text = text[:place] + text[place + draw(st.integers(1, 3)) :]
            case "indent":
                blank = draw(st.sampled_from(["", " ", "  ", "   ", "    ", "\t", "　", "\u00a0", "        "]))
                lines[no] = blank + lines[no].lstrip()
                text = "\n".join(lines)
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[no], lines[other] = lines[other], lines[no]
                text = "\n".join(lines)
            case "double":
                text = "\n".join([*lines[:no], MARKER.sub("x", lines[no]), *lines[no:]])
            case "join":
                text = "\n".join(lines[: no + 1]) + "\n".join(lines[no + 1 :])
            case "cut":
                text = text[:place]
    return text


def lost_words(text: str) -> str:
    """Tell which markers of a file are neither on its page nor in a file with an error; nothing if all is well."""
    piece = Piece("x", "file", text)
    with tempfile.TemporaryDirectory() as folder:
        write_site(Path(folder), [])
        (Path(folder) / piece.file).write_bytes(text.encode("utf-8"))
        reading = read_site(Path(folder))
        if reading.errors(piece.file):
            return ""
        shown = set(MARKER.findall(words([reading.page(piece.path)])))
    hidden = {marker for match in HIDDEN.finditer(text) for marker in MARKER.findall(match[0])}
    warned = [problem.line for problem in reading.problems.get(piece.file, ()) if problem.rule == "yaml-comment"]
    hidden |= {marker for line in warned for marker in MARKER.findall(text.split("\n")[line - 1])}
    front = text.split("\n---", 1)[0] if text.startswith("---") else ""
    hidden |= {marker for line in COMMENT.findall(front) for marker in MARKER.findall(line)}
    left = [marker for marker in MARKER.findall(text) if marker not in shown | hidden]
    return f"{left} of\n{text}\n{render_text(reading.problems.get(piece.file, ()))}" if left else ""


def test_the_good_brief_is_shown_whole() -> None:
    """Also the test itself sees a word that is lost."""
    assert not lost_words(BRIEF)
    assert lost_words(BRIEF.replace("M3m", "M3m <abbr title='M99m'>x</abbr>"))


@pytest.mark.slow
@settings(max_examples=6000 if FUZZ else 12)
@given(text=broken())
@example(text=BRIEF.replace("section: M2m", "section: M2m # M28m"))
@example(text=BRIEF.replace("section: M2m", "#section: M2m"))
@example(text=BRIEF.replace("    M25m", "    > M25m"))
@example(text=BRIEF.replace("- M7m", "- ![图](images/plan.png 'M28m') M7m"))
def test_no_word_is_lost_in_silence(text: str) -> None:
    started = time.process_time()
    assert not (lost := lost_words(text)), lost
    assert time.process_time() - started < LONGEST


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(VALID_SITES / "minimal", tmp_path_factory.mktemp("bytes") / "content"))


NAMES = sorted(
    path.relative_to(VALID_SITES / "minimal").as_posix()
    for path in (VALID_SITES / "minimal").rglob("*")
    if path.suffix in (".md", ".yml")
)
BITS = [
    b"\x00",
    b"\xff",
    b"\xe6",
    b"\r",
    b"\n",
    b"\t",
    b"\xc2\xa0",
    b"\xef\xbb\xbf",
    b"\xe3\x80\x80",
    b"- ",
    b"{",
    b"]",
    b'"',
    b"*a",
    b"&a",
]


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """Give a file of a good site by its name, and its bytes after some damage."""
    name = draw(st.sampled_from(NAMES))
    raw = (VALID_SITES / "minimal" / name).read_bytes()
    for _ in range(draw(st.integers(1, 3))):
        place, bits = draw(st.integers(0, len(raw))), draw(st.one_of(st.sampled_from(BITS), st.binary(max_size=4)))
        kind = draw(st.sampled_from(["insert", "put", "cut", "take", "double", "encode"]))
        if kind == "encode":
            encoding = draw(st.sampled_from(["gbk", "utf-16", "utf-16-le", "utf-8-sig", "big5", "latin-1"]))
            return name, raw.decode("utf-8", "replace").encode(encoding, "replace")
        end = place + draw(st.integers(1, 40))
        raw = {
            "insert": raw[:place] + bits + raw[place:],
            "put": raw[:place] + bits + raw[place + len(bits) :],
            "cut": raw[:place],
            "take": raw[:place] + raw[end:],
            "double": raw[:end] + raw[place:],
        }[kind]
    return name, raw


@pytest.mark.slow
@settings(max_examples=1000 if FUZZ else 10)
@given(change=damaged())
@example(change=("site.yml", b""))
@example(change=("kinds.yml", b"\xff\xfe"))
def test_no_bytes_break_the_check_or_the_pages(site: Path, change: tuple[str, bytes]) -> None:
    name, raw = change
    before = (site / name).read_bytes()
    started = time.process_time()
    try:
        (site / name).write_bytes(raw)
        content, interfaces, problems = check_content(site)
        if not has_errors(problems):
            event("built")
            library = link_content(content)
            for interface in interfaces.values():
                assert Renderer(TermIndex(library), interface, TEMPLATES).render().files
        once = repair_file(raw, Path(name))[0]
        assert repair_file(once, Path(name))[0] == once
    finally:
        (site / name).write_bytes(before)
    assert time.process_time() - started < LONGEST
