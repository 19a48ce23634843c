from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from build_scripts.content.entries import TABLES, Content
from build_scripts.content.load import load_content, split_name
from build_scripts.ground.problems import Place
from tests.conftest import VALID_SITES

CopySite = Callable[[str], Path]


def rules(folder: Path) -> list[tuple[str, str]]:
    return sorted((problem.path, problem.rule) for problem in load_content(folder)[1])


def test_whole_folder_is_read(minimal: Content) -> None:
    assert minimal.languages == ("zh", "en")
    assert minimal.source == "zh"
    assert [report.id for report in minimal.reports] == ["open-late", "reading-city"]
    assert list(minimal.reports[1].briefs) == ["collections", "opening-hours"]
    assert list(minimal.reports[1].indexes) == ["en", "zh"]
    assert list(minimal.pages) == ["about"]
    assert list(minimal.comparisons) == ["opening-hours"]
    assert {name: len(getattr(minimal.tables, name).entries) for name in TABLES} == {
        "sectors": 3,
        "actors": 3,
        "places": 2,
        "indicators": 2,
        "events": 2,
        "glossary": 3,
        "references": 1,
        "units": 0,
        "withdrawn": 0,
        "questions": 2,
    }


def test_index_is_no_brief(minimal: Content) -> None:
    for report in minimal.reports:
        assert "index" not in report.briefs


@pytest.mark.parametrize("name", ["minimal", "transit"])
def test_valid_site_loads_without_problems(name: str) -> None:
    assert load_content(VALID_SITES / name)[1] == []


def test_missing_folder_raises(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        load_content(tmp_path / "none")


def test_figures_and_references_keep_their_place_in_the_file(minimal: Content) -> None:
    report = minimal.reports[1]
    assert [figure.id for figure in report.figures.values()] == ["harbour-visits", "loan-share-range"]
    path = VALID_SITES / "minimal" / "reports" / "reading-city" / "report.yml"
    line = path.read_text(encoding="utf-8").split("\n").index("    value: 41000") + 1
    assert report.yaml.place("figures", 0, "value") == Place(path, line, 5)


def test_table_places_are_those_of_the_fields(minimal: Content) -> None:
    assert minimal.tables.sectors.place("collections", "related", 0).line == 5
    assert minimal.tables.events.place("library-bylaw", "date").line == 9


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("methods.en.md", ("methods", "en")),
        ("open-data.zh.md", ("open-data", "zh")),
        ("a1.pt-BR.md", ("a1", "pt-BR")),
        ("a.zh-Hant-TW.md", ("a", "zh-Hant-TW")),
        ("methods.md", None),
        ("Methods.en.md", None),
        ("open--data.en.md", None),
        ("open_data.en.md", None),
        ("a.b.en.md", None),
        ("a.english.md", None),
        ("a.en.markdown", None),
        (".en.md", None),
        ("标题.zh.md", None),
    ],
)
def test_file_name_gives_name_and_language(name: str, parts: tuple[str, str] | None) -> None:
    assert split_name(Path("folder") / name) == parts


# Files that are there and should not be, and the other way round


LEFT = [
    ".DS_Store",
    "Thumbs.db",
    "Desktop.ini",
    "desktop.ini",
    "ehthumbs.db",
    "site.yml~",
    "site.yml.bak",
    "index.zh.md.orig",
]
LEFT += [
    "index.zh.md.rej",
    ".index.zh.md.swp",
    ".index.zh.md.swo",
    "a.zh.md.tmp",
    "4913",
    "._index.zh.md",
    "._fr.po",
    ".#fr.po",
]
LEFT += ["#index.zh.md#", "~$index.zh.md", "._reading-city.yml", ".git"]
FOLDERS = ["", "pages", "reports", "reports/reading-city", "images", "images/maps", "locale", "translations/en/reports"]


@pytest.mark.parametrize("name", LEFT)
def test_what_programs_leave_is_passed_over(copy_site: CopySite, name: str) -> None:
    folder = copy_site("minimal")
    (folder / "images" / "maps").mkdir(parents=True)
    (folder / "images" / "maps" / "harbour.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8"
    )
    images = load_content(folder)[0].images
    for place in FOLDERS:
        (folder / place).mkdir(parents=True, exist_ok=True)
        (folder / place / name).write_bytes(b"\x00\xff")
    content, problems = load_content(folder)
    assert problems == []
    assert content.images == images and (folder / "images" / "maps" / "harbour.svg") in images


def test_what_lies_in_a_hidden_folder_is_no_image(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    before = load_content(folder)[0].images
    (folder / "images" / ".cache").mkdir(parents=True)
    (folder / "images" / ".cache" / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    assert load_content(folder)[0].images == before


@pytest.mark.parametrize("name", ["thumbs.zh.db", "index.md.bak2", "tmp", "swp.md", "bak.md", "desktop.md"])
def test_other_names_are_still_refused(copy_site: CopySite, name: str) -> None:
    folder = copy_site("minimal")
    (folder / "pages" / name).write_text("x", encoding="utf-8")
    assert rules(folder) == [(f"pages/{name}", "unknown-file")]


@pytest.mark.parametrize("name", ["places.yml", "indicators.yml", "events.yml", "glossary.yml"])
def test_optional_tables_may_be_left_out(copy_site: CopySite, name: str) -> None:
    folder = copy_site("minimal")
    (folder / name).unlink()
    assert rules(folder) == []


@pytest.mark.parametrize("name", ["site.yml", "kinds.yml", "sectors.yml", "actors.yml"])
def test_other_files_must_be_there(copy_site: CopySite, name: str) -> None:
    folder = copy_site("minimal")
    (folder / name).unlink()
    assert (name, "missing-file") in rules(folder)


def test_pages_folder_may_be_left_out(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    for path in (folder / "pages").iterdir():
        path.unlink()
    (folder / "pages").rmdir()
    content, problems = load_content(folder)
    assert (content.pages, problems) == ({}, [])


def test_images_are_listed_and_sorted(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    for name in ("b.png", "a/c.png"):
        (folder / "images" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "images" / name).write_bytes(b"x")
    images = load_content(folder)[0].images
    assert [path.relative_to(folder / "images").as_posix() for path in images] == ["a/c.png", "b.png"]


def test_file_in_the_place_of_a_folder_is_a_problem(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    for path in (folder / "pages").iterdir():
        path.unlink()
    (folder / "pages").rmdir()
    (folder / "pages").write_text("x", encoding="utf-8")
    assert {path for path, _ in rules(folder)} == {"pages"}


# Going on after a problem


def test_broken_site_file_still_gives_its_languages(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    path = folder / "site.yml"
    path.write_text(path.read_text(encoding="utf-8") + "colour: red\n", encoding="utf-8")
    content, problems = load_content(folder)
    assert content.site is None
    assert content.languages == ("zh", "en")
    assert [problem.rule for problem in problems] == ["unknown-field"]
    assert len(content.pages["about"]) == 2


def test_broken_page_is_still_there_for_the_others(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    (folder / "pages" / "about.zh.md").write_text("---\ntitel: 关于\n---\n正文\n", encoding="utf-8")
    content, problems = load_content(folder)
    assert {problem.rule for problem in problems} == {"missing-field", "unknown-field"}
    assert content.pages["about"]["zh"].body == "正文\n"


@pytest.mark.parametrize("data", [b"", b"\xff", b"\x00", b"- a\n", b"a: [", b"42\n", b"a: 1\n"])
@pytest.mark.parametrize(
    "name",
    [
        "site.yml",
        "kinds.yml",
        "sectors.yml",
        "events.yml",
        "glossary.yml",
        "reports/reading-city/report.yml",
        "reports/reading-city/index.zh.md",
        "reports/reading-city/collections.en.md",
    ],
)
def test_any_file_may_hold_anything(copy_site: CopySite, name: str, data: bytes) -> None:
    folder = copy_site("minimal")
    (folder / name).write_bytes(data)
    problems = load_content(folder)[1]
    assert problems, "nothing of this is content"
    assert {problem.path for problem in problems} == {name}


def test_two_loads_are_alike() -> None:
    one, other = (load_content(VALID_SITES / "transit") for _ in range(2))
    assert one == other


@pytest.mark.parametrize(("mark", "ends"), [(b"\xef\xbb\xbf", b"\n"), (b"", b"\r\n"), (b"\xef\xbb\xbf", b"\r\n")])
def test_files_from_windows_are_read_as_any_other(copy_site: Callable[[str], Path], mark: bytes, ends: bytes) -> None:
    folder = copy_site("minimal")
    as_they_were = load_content(folder)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    for path in files:
        path.write_bytes(mark + path.read_bytes().replace(b"\n", ends))
    assert load_content(folder) == as_they_were
