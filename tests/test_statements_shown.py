"""Every statement of the content stands on its built page, in its order, with its number, its anchor and its words.

What must stand there is read from the lines of the files by a pattern, not by the reader of the project.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from lxml.html import HtmlElement

from tests.built import Built
from tests.page_text import is_mark, parse, squeeze, words

pytest_plugins = ("tests.built",)

SOURCE = "zh"
STATEMENT = re.compile(r"^(?:[-*+]|\d+[.)]) +(?P<text>\S.*?)\s*\{[^{}\n]*#(?P<id>[a-z0-9-]+)[^{}\n]*\}$", re.MULTILINE)
LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
MARKS = re.compile(r"\*\*|(?<!\d)\*|\*(?!\d)|`|</?(?:sub|sup|kbd)>|\[\^[^\]]+\]|\\(?=[!-/:-@\[-`{-~])")


def written(path: Path) -> list[tuple[str, str]]:
    """Give the ids of the statements of a file in order, with their words."""
    found = STATEMENT.finditer(path.read_text(encoding="utf-8"))
    return [(match["id"], squeeze(unescape(MARKS.sub("", LINK.sub(r"\1", match["text"]))))) for match in found]


def shown(item: HtmlElement) -> str:
    return squeeze(words(item.find_class("dz-text")[:1], is_mark))


@pytest.mark.parametrize("name", ["built_minimal", "built_real"])
@pytest.mark.slow
def test_every_statement_is_on_its_page(name: str, request: pytest.FixtureRequest) -> None:
    built: Built = request.getfixturevalue(name)
    count = 0
    for path in sorted(built.content.glob("reports/*/*.*.md")):
        brief, language, _ = path.name.split(".")
        if brief == "index":
            continue
        page = parse((built.site / language / "reports" / path.parent.name / brief / "index.html").read_text("utf-8"))
        items = page.xpath("//article//li[contains(@class, 'dz-statement')]")
        own = dict(written(path))  # what a translation lacks is shown in the source language
        wanted = [(name, own.get(name, text)) for name, text in written(path.with_name(f"{brief}.{SOURCE}.md"))]
        assert [item.get("id") for item in items] == [identifier for identifier, _ in wanted], path
        for no, (item, (identifier, text)) in enumerate(zip(items, wanted, strict=True), 1):
            count += 1
            assert item.get("value") == str(no), (path, identifier)
            assert item.xpath(f".//a[contains(@class, 'dz-permalink')][@href='#{identifier}']"), (path, identifier)
            assert shown(item).startswith(text), (path, identifier)
    assert count >= 10
