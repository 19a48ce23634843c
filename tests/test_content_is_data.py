"""Content is data: pictures, names and links that are more are refused, and no template syntax is evaluated."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from build_scripts.content.markup import check_markup
from build_scripts.content.outline_parser import parse_outline
from build_scripts.content.pictures import LARGEST, check_picture
from build_scripts.ground.markdown import parse
from build_scripts.ground.problems import Problem, has_errors, render_text
from build_scripts.publish.build import build_site, check_content
from tests.built import replace
from tests.pictures import png

CopySite = Callable[[str], Path]
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">\n%s\n</svg>'
)
GOOD = [
    '<path d="M0 0h9v9z" fill="url(#a)"/>',
    '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><use href="#a" xlink:href="#a"/>',
    "<style>.a{fill:red;mask:url(#m)}</style><text class='a'>甲 &lt;script&gt;</text>",
    '<image href="data:image/png;base64,iVBORw0KGgo="/>',
    '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata><!-- a note -->',
]
BAD = [
    "<script>alert(1)</script>",
    '<path onload="alert(1)"/>',
    '<g OnClick="alert(1)"/>',
    '<a href="https://e.org/"><path d=""/></a>',
    '<use href="https://e.org/a.svg#a"/>',
    '<use xlink:href="data:image/svg+xml,x"/>',
    '<image href="https://e.org/a.png"/>',
    '<image href="data:image/svg+xml;base64,PHN2Zz4="/>',
    '<image href="java&#x09;script:alert(1)"/>',
    '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">a</p></foreignObject>',
    '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
    '<set attributeName="href" to="javascript:alert(1)"/>',
    '<animate attributeName="href" values="javascript:alert(1)"/>',
    "<style>@import 'https://e.org/a.css';</style>",
    "<style>.a{background:url( 'https://e.org/')}</style>",
    "<style>.a{background:u\\72l(https://e.org/)}</style>",
    '<path style="fill:url(//e.org/a)"/>',
    '<path fill="url(https://e.org/a#b)"/>',
    '<g xml:base="https://e.org/"/>',
    "<handler>x</handler>",
    '<iframe src="https://e.org/"/>',
]
BAD_FILES = [
    (b'<!DOCTYPE svg [<!ENTITY a "b">]>\n' + (SVG % "&a;").encode(), "unsafe-drawing"),
    (b'<?xml-stylesheet href="https://e.org/a.css"?>\n' + (SVG % "").encode(), "unsafe-drawing"),
    ((SVG % "").encode("utf-16"), "unsafe-drawing"),
    (b"<svg><path></svg>", "unknown-picture"),
    (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "unknown-picture"),
    (b"", "unknown-picture"),
]


def rules(problems: list[Problem]) -> list[str]:
    return [problem.rule for problem in problems]


@pytest.mark.parametrize("body", GOOD)
def test_a_drawing_that_only_draws_is_taken(body: str) -> None:
    assert check_picture(Path("a.svg"), (SVG % body).encode()) == []


@pytest.mark.parametrize("body", BAD, ids=range(len(BAD)))
def test_a_drawing_that_does_more_is_refused_where_it_does(body: str) -> None:
    problems = check_picture(Path("a.svg"), (SVG % body).encode())
    assert problems and {(one.rule, one.line, one.level) for one in problems} == {("unsafe-drawing", 2, "error")}


@pytest.mark.parametrize(("data", "rule"), BAD_FILES, ids=range(len(BAD_FILES)))
def test_what_is_no_plain_drawing_is_refused(data: bytes, rule: str) -> None:
    assert rules(check_picture(Path("a.svg"), data)) == [rule]


def test_a_picture_is_what_its_name_says() -> None:
    gif = b"GIF89a\x02\x00\x02\x00;"
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x02\x00\x03\x01\x01\x11\x00"
    webp = b"RIFF\x1a\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x01\x00\x00"
    avif = (
        b"\x00\x00\x00\x1cftypavif"
        + b"\x00" * 16
        + b"\x00\x00\x00\x14ispe\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x02"
    )
    made = {"png": png(), "gif": gif, "jpg": jpeg, "jpeg": jpeg, "webp": webp, "avif": avif}
    for kind, data in made.items():
        for name in made:
            is_right = name == kind or {name, kind} == {"jpg", "jpeg"}
            assert rules(check_picture(Path(f"a.{name}"), data)) == ([] if is_right else ["unknown-picture"]), (
                kind,
                name,
            )
            assert rules(check_picture(Path(f"a.{name}"), data[:9])) == ["unknown-picture"]
    assert rules(check_picture(Path("a.js"), b"alert(1)")) == ["unknown-picture"]
    assert rules(check_picture(Path("a.PNG"), png())) == []


def test_a_picture_has_a_bound() -> None:
    assert rules(check_picture(Path("a.png"), png() + b"\0" * LARGEST)) == ["too-large"]
    assert rules(check_picture(Path("a.png"), png(7000, 7000))) == []
    assert rules(check_picture(Path("a.png"), png(8000, 7000))) == ["too-large"]


def test_names_that_some_system_cannot_carry(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    (folder / "images").mkdir()
    assert not has_errors(check_content(folder)[2])
    bad = [
        "CON.png",
        "nul.png",
        "a:b.png",
        'a"b.png',
        "a?.png",
        "a%2e.png",
        "a#b.png",
        "a\\b.png",
        "A.png",
        "é" * 110 + ".png",
    ]
    for name in [*bad, "a.png", "图.png"]:
        (folder / "images" / name).write_bytes(png())
    found = [problem for problem in check_content(folder)[2] if problem.level == "error"]
    assert {problem.rule for problem in found} == {"unsafe-name"}
    assert {Path(problem.path).name for problem in found} == {*bad, "a.png"} - {"A.png"}


def test_links_of_the_file_system_stay_inside(copy_site: CopySite, tmp_path: Path) -> None:
    folder = copy_site("minimal")
    (folder / "images").mkdir()
    (tmp_path / "secret.png").write_bytes(png())
    (folder / "images" / "out.png").symlink_to(tmp_path / "secret.png")
    (folder / "images" / "own.png").write_bytes(png())
    (folder / "images" / "in.png").symlink_to("own.png")
    (tmp_path / "about.zh.md").write_text("---\ntitle: 甲\n---\n乙\n", encoding="utf-8")
    (folder / "pages" / "out.zh.md").symlink_to(tmp_path / "about.zh.md")
    found = [problem for problem in check_content(folder)[2] if problem.level == "error"]
    assert [(problem.rule, Path(problem.path).name) for problem in found] == [
        ("outside-content", "out.png"),
        ("outside-content", "out.zh.md"),
    ]


@pytest.mark.parametrize(
    "target", ["images/../site.yml", "images/%2e%2e/site.yml", "images\\..\\a.png", "/etc/passwd", "file:///etc/passwd"]
)
def test_links_of_the_text_stay_inside(target: str, copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    for form in (f"[甲]({target})", f"![甲]({target})"):
        replace(folder / "pages/about.zh.md", "---\n", "---\n")
        path = folder / "pages/more.zh.md"
        path.write_text(f"---\ntitle: 甲\n---\n{form}\n", encoding="utf-8")
        assert has_errors(problem for problem in check_content(folder)[2] if problem.path.endswith("more.zh.md")), form


@pytest.mark.parametrize("scheme", ["javascript", "data", "vbscript", "file", "ftp", "blob", "ws", "JaVaScRiPt", "x"])
def test_other_schemes_lead_nowhere(scheme: str, copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    path = folder / "pages/more.zh.md"
    path.write_text(f"---\ntitle: 甲\n---\n[甲]({scheme}:alert) <{scheme}:alert>\n", encoding="utf-8")
    report = folder / "reports/reading-city/report.yml"
    replace(report, "https://yearbook.example/2021", f"'{scheme}://yearbook.example/2021'")
    found = {Path(one.path).name for one in check_content(folder)[2] if one.level == "error"}
    assert found == {"more.zh.md", "report.yml"}


@pytest.mark.slow
def test_no_template_syntax_is_evaluated(copy_site: CopySite, tmp_path: Path) -> None:
    folder = copy_site("minimal")
    code = "{{ 617*7 }}{% set x = 617*7 %}{{ config }}{# gone #}${617*7}"
    quoted = f"'{code}'"
    replace(folder / "pages/about.zh.md", "title: ", f"title: {quoted} #")
    replace(folder / "pages/about.zh.md", "---\n", "---\n")
    with (folder / "pages/about.zh.md").open("a", encoding="utf-8") as file:
        file.write(f"\n## 标题 {code}x\n\n段落 {code}。\n")
    replace(folder / "reports/open-late/opening-hours.zh.md", "夜间值班人手不足。", f"夜间 {code}。")
    replace(folder / "sectors.yml", "zh: 馆藏", f"zh: {quoted}")
    replace(folder / "site.yml", "zh: 城市图书馆", f"zh: {quoted}")
    result = build_site(folder, tmp_path / "site")
    assert not result.failed, render_text(result.problems)
    for name in ("about", "reports/open-late/opening-hours", "sectors/collections", ""):
        text = (tmp_path / "site/zh" / name / "index.html").read_text("utf-8")
        assert "617*7 }}" in text, name
        assert "4319" not in text, name


@pytest.mark.parametrize(
    "text",
    [
        "> " * 30 + "深",
        "".join("    " * no + "- 深\n" for no in range(15)),
        "".join(f"<sub>{no}" for no in range(30)) + "</sub>" * 30,
    ],
)
def test_what_is_nested_too_deep_is_named(text: str) -> None:
    """The reader of Markdown passes over what is deeper, without a word."""
    problems = check_markup(parse_outline(text, Path("a.md"), 1)[0], Path("a.md"), 1)
    assert "too-deep" in rules(list(problems))
    shallow = "> " * 8 + "深\n\n" + "".join("    " * no + "- 深\n" for no in range(8))
    assert "too-deep" not in rules(list(check_markup(parse_outline(shallow, Path("a.md"), 1)[0], Path("a.md"), 1)))
    assert sum(token.content == "深" for token in parse(shallow).tokens if token.type == "inline") == 9
