"""The comparison of two built sites, on sites of one page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.compare_texts import KINDS, compare_sites, main

PAGE = '<h1 id="a">题</h1><p>甲 <a href="b/">乙</a>丙</p><ul><li>一<ul><li>二</li></ul></li></ul>'


def site(folder: Path, body: str = PAGE, name: str = "zh/index.html") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<!DOCTYPE html><title>t</title><nav>菜单</nav><article>{body}</article>", encoding="utf-8")
    return folder


def kinds(tmp_path: Path, body: str) -> set[str]:
    return {difference.kind for difference in compare_sites(site(tmp_path / "old"), site(tmp_path / "new", body))}


def test_site_is_like_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(site(tmp_path))
    assert main([folder, folder]) == 0
    assert capsys.readouterr().out.count(": 0 difference(s) on 0 page(s)") == len(KINDS)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("甲", "申", {"words"}),
        ("丙</p>", "</p>", {"words"}),
        ("甲 ", "甲", {"spaces"}),
        ("<h1", "<h2", {"headings"}),
        ("题", "提", {"words", "headings"}),
        ('id="a"', 'id="b"', {"ids"}),
        ('href="b/"', 'href="c/"', {"links"}),
        ("<ul><li>二</li></ul></li>", "</li><li>二</li>", {"lists"}),
        ("<ul><li>一", "<ol><li>一", {"lists"}),
        ("丙", "<strong>丙</strong>", set()),
        ("丙", "\n丙", {"spaces"}),
        ("<p>", "\n<p>", set()),
    ],
)
def test_kind_of_a_difference(old: str, new: str, expected: set[str], tmp_path: Path) -> None:
    assert old in PAGE
    assert kinds(tmp_path, PAGE.replace(old, new, 1)) == expected


def test_what_surrounds_the_content_is_not_compared(tmp_path: Path) -> None:
    old, new = site(tmp_path / "old"), site(tmp_path / "new")
    page = new / "zh" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("菜单", "目录"), encoding="utf-8")
    assert compare_sites(old, new) == []


def test_pages_of_one_site_only(tmp_path: Path) -> None:
    old, new = site(tmp_path / "old"), site(site(tmp_path / "new"), name="zh/more/index.html")
    assert [(found.kind, found.old, found.new) for found in compare_sites(old, new)] == [
        ("pages", "", "zh/more/index.html")
    ]


def test_difference_on_many_pages_is_written_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for no in range(5):
        site(tmp_path / "old", "<p>甲</p>", f"zh/{no}/index.html")
        site(tmp_path / "new", "<p>乙</p>", f"zh/{no}/index.html")
    assert main([str(tmp_path / "old"), str(tmp_path / "new")]) == 1
    out = capsys.readouterr().out
    assert "words: 5 difference(s) on 5 page(s)\n  zh/0/index.html and 4 more\n    - 甲\n    + 乙\n" in out


def test_limit_says_how_many_are_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for no in range(5):
        site(tmp_path / "old", f"<p>甲{no}</p>", f"zh/{no}/index.html")
        site(tmp_path / "new", f"<p>乙{no}</p>", f"zh/{no}/index.html")
    main([str(tmp_path / "old"), str(tmp_path / "new"), "--limit", "2"])
    assert "… 3 more of this kind" in capsys.readouterr().out


def test_folder_without_pages_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert main([str(tmp_path / "empty"), str(site(tmp_path / "new"))]) == 2
    assert "there are no HTML pages" in capsys.readouterr().err
