"""`duizhao new`: what it writes passes `check` and can be built; what it refuses, it refuses without writing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from build_scripts.cli.main import main
from build_scripts.ground.front_matter import split_front_matter
from build_scripts.ground.problems import render_text
from build_scripts.publish.build import build_site, check_content
from tests.built import FIXTURES, digests, load_library, replace
from tests.originals import REPORTS, as_text, as_word


@pytest.fixture(params=["minimal", "transit"])
def content(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a fixture site's content in the current folder."""
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(FIXTURES / request.param, tmp_path / "content")


def new(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["new", *arguments])


def errors(content: Path) -> list[str]:
    return [str(problem) for problem in check_content(content)[2] if problem.level == "error"]


@pytest.mark.slow
def test_everything_new_passes_check_and_is_built(content: Path) -> None:
    library = load_library(content)
    sector, source = next(iter(library.sectors)), library.source
    calls = {
        ("report", "one-more"): ["reports/one-more/report.yml", f"reports/one-more/index.{source}.md"],
        ("brief", "one-more", sector): [f"reports/one-more/{sector}.{source}.md"],
        ("brief", "one-more", "outlook", "--sector", sector): [f"reports/one-more/outlook.{source}.md"],
        ("page", "one-more"): [f"pages/one-more.{source}.md"],
        ("comparison", sector): [f"comparisons/{sector}.{source}.md"],
    }
    for arguments, files in calls.items():
        before = digests(content)
        result = new(*arguments)
        assert result.exit_code == 0, result.stderr
        assert result.stdout.splitlines() == [f"content/{name}" for name in files]
        assert digests(content).keys() - before.keys() == set(files)
        assert errors(content) == []
    built = build_site(content, content.parent / "site", drafts=True)  # nobody has filled them in
    assert not built.failed, render_text(built.problems)
    brief = load_library(content).reports["one-more"].briefs[0]
    assert brief.sector == sector and brief.statements
    assert (content.parent / "site" / source / brief.path / "index.html").is_file()


def test_a_brief_named_after_its_sector_does_not_repeat_it(content: Path) -> None:
    sector, source = next(iter(load_library(content).sectors)), load_library(content).source
    new("report", "one-more")
    new("brief", "one-more", sector)
    assert "sector:" not in (content / "reports" / "one-more" / f"{sector}.{source}.md").read_text(encoding="utf-8")


def test_a_title_may_hold_any_character(content: Path) -> None:
    library = load_library(content)
    sector, label = next((key, entry.label[library.source]) for key, entry in library.sectors.items())
    replace(content / "sectors.yml", label, '"Rail: \\"fast\\" # {odd} \\u2019"')
    if errors(content):
        pytest.skip("the label stands in quotes already in this fixture")
    new("report", "one-more")
    assert new("brief", "one-more", sector).exit_code == 0
    assert errors(content) == []
    assert load_library(content).reports["one-more"].briefs[0].title[library.source] == 'Rail: "fast" # {odd} ’'


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["One-More", "one more", "one_more", "更多", "-one", "one-", "one--more", "../one", "a/b", ""]
)
@pytest.mark.parametrize("what", ["report", "page", "brief"])
@pytest.mark.parametrize("content", ["minimal"], indirect=True)
def test_a_bad_name_is_refused(content: Path, what: str, name: str) -> None:
    report = next(iter(load_library(content).reports))
    before = digests(content.parent)
    result = new(what, *([report] if what == "brief" else []), "--", name)
    assert result.exit_code != 0
    assert isinstance(result.exception, SystemExit)
    assert len(result.stderr.splitlines()) == 1
    assert digests(content.parent) == before


@pytest.mark.parametrize("name", ["reports", "sectors", "glossary", "search", "assets", "index", "data"])
@pytest.mark.parametrize("content", ["minimal"], indirect=True)
def test_a_page_that_the_site_fills_is_refused(content: Path, name: str) -> None:
    before = digests(content)
    assert new("page", name).exit_code == 1
    assert digests(content) == before


def test_nothing_is_overwritten(content: Path) -> None:
    library = load_library(content)
    report = next(report for report in library.reports.values() if report.briefs)
    page = next(iter(library.pages))
    before = digests(content)
    for arguments in (
        ["report", report.id],
        ["brief", report.id, report.briefs[0].name, "--sector", report.briefs[0].sector],
        ["page", page],
    ):
        result = new(*arguments)
        assert result.exit_code == 1
        assert "exists already" in result.stderr and len(result.stderr.splitlines()) == 1
    assert digests(content) == before


def test_a_typing_slip_is_answered_with_the_nearest_name(content: Path) -> None:
    library = load_library(content)
    report, sector = next(iter(library.reports)), next(iter(library.sectors))
    for arguments, meant in (
        (["brief", report + "x", sector], report),
        (["brief", report, sector + "x"], sector),
        (["brief", report, "one-more", "--sector", sector + "x"], sector),
    ):
        result = new(*arguments)
        assert result.exit_code == 1
        assert f'Did you mean "{meant}"?' in result.stderr


def test_a_comparison_is_of_a_sector_that_a_report_speaks_of(content: Path) -> None:
    library = load_library(content)
    with (content / "sectors.yml").open("a", encoding="utf-8") as file:
        file.write(f"silent: {{label: {{{library.source}: Silent}}}}\n")
    before = digests(content)
    for sector, words in (
        ("silent", "nothing to compare"),
        ("silence", 'Did you mean "silent"?'),
        ("../x", "no sector"),
    ):
        result = new("comparison", sector)
        assert result.exit_code == 1 and words in result.stderr
    sector = next(iter(library.comparisons))
    assert "exists already" in new("comparison", sector).stderr
    assert digests(content) == before


def test_a_comparison_of_several_reports_has_points_of_every_kind(content: Path) -> None:
    library = load_library(content)
    sector, comparison = next(iter(library.comparisons.items()))
    for path in comparison.files.values():
        (content / path.relative_to(library.root)).unlink()
    assert new("comparison", sector).exit_code == 0
    assert errors(content) == []
    groups = load_library(content).comparisons[sector].groups
    assert [(group.kind, len(group.points)) for group in groups] == [("agree", 1), ("differ", 1), ("only", 1)]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("content", ["minimal"], indirect=True)
def test_a_report_made_from_its_original_is_a_draft_and_shows_nothing_of_it(
    content: Path, tmp_path: Path, language: str
) -> None:
    original = tmp_path / "original.txt"
    original.write_text(as_text(REPORTS[language]), encoding="utf-8")
    result = new("report", "night", "--from", str(original))
    assert result.exit_code == 0, result.stderr
    assert errors(content) == []
    report = content / "reports" / "night"
    files = {path.name: path.read_text(encoding="utf-8") for path in report.iterdir()}
    passages = [words for kind, _, words in REPORTS[language] if kind in ("text", "item") and len(words) > 45]
    assert sum(passage in text for passage in passages for text in files.values()) > len(passages) // 2
    loaded, _, problems = check_content(content)
    assert "reports/night" in loaded.drafts.names
    left = {Path(problem.path).name for problem in problems if problem.rule == "left-original"}
    assert left == {name for name, text in files.items() if "<!-- original" in text} != set()
    assert {problem.rule for problem in problems if "night" in problem.path} == {"draft", "left-original"}
    site = tmp_path / "site"
    assert not build_site(content, site, drafts=True).failed
    shown = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.*") if path.suffix in (".html", ".json"))
    assert "reports/night" in shown and not [passage for passage in passages if passage in shown]


@pytest.mark.parametrize("content", ["minimal"], indirect=True)
def test_an_original_gives_outline_places_and_figures(content: Path, tmp_path: Path) -> None:
    original = as_word(REPORTS["zh"], tmp_path / "original.docx")
    assert new("report", "night", "--from", str(original)).exit_code == 0
    report = content / "reports" / "night"
    facts = (report / "report.yml").read_text(encoding="utf-8")
    assert 'name: {zh: "海港城公共阅读研究中心"}' in facts and 'value: "2023-05"' in facts
    assert "value: 12000000\n#     unit: CNY/year\n#     qualifier: at-least" in facts
    assert 'title: "海港城夜间开放报告"' in (report / "index.zh.md").read_text(encoding="utf-8")
    titles = [
        split_front_matter((report / f"chapter-{no}.zh.md").read_text(encoding="utf-8"), report)[0] for no in (1, 2, 3)
    ]
    assert [
        f'title: "{word}"' in str(title) for word, title in zip(("概述", "现状与问题", "建议"), titles, strict=True)
    ]
    advice = (report / "chapter-3.zh.md").read_text(encoding="utf-8")
    assert "{kind=proposal}" in advice and "<!-- original: 应当把夜班津贴提高到每小时40元。 -->" in advice


@pytest.mark.parametrize("content", ["minimal"], indirect=True)
def test_an_original_that_cannot_be_read_is_refused_in_a_line(content: Path, tmp_path: Path) -> None:
    (tmp_path / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    before = digests(content)
    result = new("report", "night", "--from", str(tmp_path / "scan.png"))
    assert result.exit_code == 1 and len(result.stderr.splitlines()) == 1 and "OCR" in result.stderr
    assert digests(content) == before
