"""An original as a browser prints it gives the passages that it has as text, whatever its pages look like."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from build_scripts.content.originals import read_original
from tests.originals import REPORTS, Part, as_html, as_text, as_word, expected, expected_notes
from tests.source_report import FAULTY, check_source, make_content

_ALL = ".footnote { font-size: 8pt } nav, footer { display: none } td { padding: 0 1.2em } "
STYLES = {
    "one column": "@page { size: A5; margin: 20mm } body { font: 10pt/1.5 serif }",
    "two columns": "@page { size: A5 landscape; margin: 15mm } main { columns: 2; column-gap: 8mm }"
    " h1 { column-span: all } body { font: 9pt/1.4 serif }",
    "indented": "@page { size: A5; margin: 20mm } p, li { text-align: justify; text-indent: 2em; margin: 0 }"
    " h2 { font-size: 14pt } h3 { font-size: 12pt } body { font: 10.5pt/1.6 sans-serif }",
}
_HEAD = '<div style="font-size: 8pt; width: 100%; text-align: center">{}</div>'


@pytest.mark.browser
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_printed_report_gives_the_same_passages(chromium: Browser, tmp_path: Path, language: str, style: str) -> None:
    parts = REPORTS[language]
    original = read_original(printed(chromium, parts, style, tmp_path / "report.pdf"))
    found = [(passage.kind, passage.text) for passage in original.passages if passage.kind != "note"]
    assert found == expected(parts)
    assert [passage.text for passage in original.passages if passage.kind == "note"] == expected_notes(parts)
    pages = [passage.page for passage in original.passages]
    assert original.language == language and pages == sorted(pages, key=int) and set(pages) >= {1}
    assert original.pages == pages[-1]  # the last one has text


@pytest.mark.browser
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_kinds_prove_the_same(chromium: Browser, tmp_path: Path, language: str, style: str) -> None:
    parts, statements = REPORTS[language], FAULTY[language]
    make_content(tmp_path, statements, statements, language=language)
    for name, write in (("report.txt", as_text), ("report.html", as_html)):
        (tmp_path / name).write_text(write(parts), encoding="utf-8")
    as_word(parts, tmp_path / "report.docx")
    printed(chromium, parts, style, tmp_path / "report.pdf")
    text, *others = (check_source(tmp_path, tmp_path / f"report.{kind}") for kind in ("txt", "html", "docx", "pdf"))
    assert text["marks"]["otherwise"] >= 3 and text["marks"]["missing"] and len(text["gaps"]) > 3
    assert any(one["copied"] for one in text["statements"])
    for other in others:
        assert other == text


def printed(chromium: Browser, parts: tuple[Part, ...], style: str, path: Path) -> Path:
    """Print a report to a file of a style, with heads and feet; gives its path."""
    page = chromium.new_page()
    page.set_content(as_html(parts, _ALL + STYLES[style]))
    page.pdf(
        path=path,
        prefer_css_page_size=True,
        display_header_footer=True,
        header_template=_HEAD.format("Working paper 2024/7"),
        footer_template=_HEAD.format('<span class="pageNumber"></span> / <span class="totalPages"></span>'),
    )
    page.close()
    return path
