"""`duizhao new`: what it writes passes `check` and can be built; what it refuses, it refuses without writing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from build_scripts.cli.main import main
from build_scripts.ground.problems import render_text
from build_scripts.publish.build import build_site, check_content
from tests.built import FIXTURES, digests, load_library, replace


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
