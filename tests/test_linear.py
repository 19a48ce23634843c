"""Reading, checking and writing a text takes time in proportion to its length, whatever stands in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from build_scripts.content.markup import check_markup
from build_scripts.content.outline_parser import parse_outline
from build_scripts.ground.front_matter import split_front_matter
from build_scripts.ground.markdown import render
from tests.conftest import some

Make = Callable[[int], str]
SIZE = 3000
KINDS: dict[str, Make] = {
    "brackets": lambda n: "[" * n,
    "links": lambda n: "[a](" * n,
    "images": lambda n: "![" * n,
    "emphasis": lambda n: "*a **b_ " * n,
    "emphasis-han": lambda n: "**强调。*" * n,
    "stars": lambda n: "*" * n,
    "backticks": lambda n: "".join("`" * (no % 200 + 1) + "a" for no in range(n // 20)),
    "quotes": lambda n: ">" * n + "a",
    "quoted-lines": lambda n: "> a\n" * n,
    "broken-lines": lambda n: "中\n" * n,
    "list-marks": lambda n: "* " * n + "a",
    "list-items": lambda n: "- a\n" * n,
    "nested-list": lambda n: "".join("  " * no + "- a\n" for no in range(int((4 * n) ** 0.5))),
    "statements": lambda n: "## h {kind=finding}\n\n" + "".join(f"- a {{#a{no}}}\n" for no in range(n)),
    "braces": lambda n: "- a " + "{#a " * n,
    "angles": lambda n: '<a b="' * n,
    "comments": lambda n: "<!-- " * n,
    "closed-comments": lambda n: "<!-- a --> " * n,
    "instructions": lambda n: "<?" * n,
    "cdata": lambda n: "<![CDATA[" * n,
    "elements": lambda n: "<sub>" * n,
    "details": lambda n: "<details>\n\n" * n,
    "footnote-marks": lambda n: "[^a" * n,
    "footnote-marks-open": lambda n: "^[" * n,
    "footnotes": lambda n: "".join(f"[^{no}] " for no in range(n)) + "".join(f"\n\n[^{no}]: a" for no in range(n)),
    "table-rows": lambda n: "|a|b|\n|-|-|\n" + "|c|d|\n" * n,
    "table-cells": lambda n: "|a" * n + "|\n" + "|-" * n + "|\n",
    "entities": lambda n: "&amp;&" * n,
    "escapes": lambda n: "\\[" * n,
    "definitions": lambda n: "[a]: b\n" * n,
    "fences": lambda n: "```\n" * n,
    "spaces": lambda n: "a" + " " * n + "b",
    "front-matter-brackets": lambda n: f"---\ntitle: {'[' * n}\n---\n",
    "front-matter-fields": lambda n: "---\n" + "".join(f"a{no}: b\n" for no in range(n)) + "---\n",
    "front-matter-quotes": lambda n: '---\na: "' + "\\\\" * n + '"\n---\n',
}


def work(text: str) -> float:
    """Read, check and write a text; give the time of the processor."""
    begun = time.process_time()
    body = split_front_matter(text, Path("a.md"))[0].body if text.startswith("---\n") else text
    outline = parse_outline(body, Path("a.md"), 1)[0]
    list(check_markup(outline, Path("a.md"), 1))
    for prose in outline.pieces:
        render(prose)
        assert prose.words is not None and prose.links is not None
    return time.process_time() - begun


@pytest.mark.timing
@pytest.mark.parametrize("kind", some(KINDS))
def test_time_grows_as_the_text(kind: str) -> None:
    """Four times the text takes about four times as long: far from the sixteen of what looks at all for each part."""
    make = KINDS[kind]
    work(make(SIZE))
    ratios = []
    for _ in range(3):
        small, large = work(make(SIZE)), work(make(4 * SIZE))
        ratios.append(large / max(small, 0.01))
        if ratios[-1] < 8:
            return
    pytest.fail(f"four times the text took {', '.join(f'{ratio:.1f}' for ratio in ratios)} times as long")


def test_the_test_sees_what_is_not_linear() -> None:
    def slow(size: int) -> float:
        begun = time.process_time()
        for no in range(size):
            sum(range(no))
        return time.process_time() - begun

    assert slow(4000) / max(slow(1000), 0.001) > 8
