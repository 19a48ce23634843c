"""Drafts: never published, shown and marked in a preview; what rests on them waits, what leads to them is text."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

from build_scripts.cli.main import main
from build_scripts.content.succession import find_succession
from build_scripts.ground.problems import Problem, has_errors, render_text
from build_scripts.publish.build import build_site, check_content
from build_scripts.translation.without_drafts import without_drafts
from tests.built import FIXTURES, assert_same, replace
from tests.pictures import png

pytest_plugins = ("tests.built",)

CopySite = Callable[[str], Path]
MARK = "qzw"  # in every text of a draft, and nowhere else
OPENING = Path("reports/reading-city/opening-hours.zh.md")
LATE = Path("reports/open-late/opening-hours")
POINTS = Path("comparisons/opening-hours.zh.md")
ABOUT = Path("pages/about.zh.md")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def declare(path: Path) -> None:
    """Say in the front matter of a file, or in a YAML file, that it is a draft."""
    text = path.read_text(encoding="utf-8")
    front = "---\n" if path.suffix == ".md" else ""
    assert text.startswith(front)
    path.write_text(f"{front}draft: true\n{text.removeprefix(front)}", encoding="utf-8")


def notes(problems: list[Problem], rule: str = "draft") -> list[str]:
    return [f"{one.path.rpartition('minimal/')[2]}:{one.line}" for one in problems if one.rule == rule]


def _brief(folder: Path) -> None:
    front = (
        "---\ndraft: true\ntitle: {0} {1}\nsection: {0}\nsector: digital\nchanges: [{{date: 2024, text: {0}}}]\n---\n"
    )
    body = "{0} intro.[^a]\n\n## {0} {{kind=finding}}\n\n- {0} one. {{#one}}\n\n    > {0} note.\n\n[^a]: {0} foot.\n"
    for language in ("zh", "en"):
        write(folder / f"reports/open-late/extra.{language}.md", (front + body).format(f"brief{MARK}", language))


def _report(folder: Path) -> None:
    name = f"report{MARK}"
    write(folder / "reports/more/report.yml", f"draft: true\nshort: {{zh: {name}, en: {name}}}\nlanguage: zh\n")
    write(folder / "reports/more/index.zh.md", f"---\ntitle: {name}\n---\n{name}\n")
    text = f"---\ntitle: {name}\n---\n## {name} {{kind=finding}}\n\n- 2021年{name} 9人。 {{#one}}\n"
    write(folder / "reports/more/digital.zh.md", text)
    figure = "figures: [{id: f, statement: digital#one, indicator: visits, geography: harbour, year: 2021, value: 9, "
    figure += f"unit: person, note: {{zh: {name}}}}}]\n"
    with (folder / "reports/more/report.yml").open("a", encoding="utf-8") as file:
        file.write(figure)


def _index(folder: Path) -> None:
    name = f"index{MARK}"
    write(folder / "reports/other/report.yml", f"short: {{zh: {name}}}\nlanguage: zh\n")
    write(folder / "reports/other/index.zh.md", f"---\ndraft: true\ntitle: {name}\n---\n{name}\n")
    write(
        folder / "reports/other/digital.zh.md",
        f"---\ntitle: {name}\n---\n## {name} {{kind=finding}}\n\n- {name} {{#a}}\n",
    )


def _page(folder: Path) -> None:
    text = f"---\ndraft: true\ntitle: page{MARK}\nnav: 1\n---\n![page{MARK}](images/{MARK}.png)\n"
    write(folder / f"pages/page{MARK}.zh.md", text)
    (folder / "images").mkdir()
    (folder / f"images/{MARK}.png").write_bytes(png())


def _comparison(folder: Path) -> None:
    body = (
        f'## comparison{MARK} {{kind=only}}\n\n- comparison{MARK} {{#alone rests="open-late/summary#no-substitute"}}\n'
    )
    write(folder / "comparisons/digital.zh.md", f"---\ndraft: true\n---\n{body}")


def _statement(folder: Path) -> None:
    added = f"- 2021年statement{MARK} 7人。 {{#withheld actor=readers draft}}\n\n    > note{MARK}\n"
    with (folder / OPENING).open("a", encoding="utf-8") as file:
        file.write(f"{added}\n## heading{MARK} {{kind=problem}}\n\n- more{MARK} {{#more draft}}\n")
    event = f"""
- id: event{MARK}
  date: 2020-01
  kind: opening
  label: {{zh: event{MARK}, en: event{MARK}}}
  statements: [reading-city/opening-hours#withheld]
"""
    with (folder / "events.yml").open("a", encoding="utf-8") as file:
        file.write(event)
    replace(folder / "events.yml", "statements: [reading", "statements: [reading-city/opening-hours#more, reading")
    point = f'\n- point{MARK} {{#late rests="reading-city/opening-hours#withheld open-late/summary#no-substitute"}}\n'
    replace(folder / POINTS, re.compile(r"(?<=#staff\"\}\n)"), point)
    figure = f"""  - id: f{MARK}
    statement: opening-hours#withheld
    indicator: visits
    geography: harbour
    year: 2021
    year_basis: inferred
    value: 7
    unit: person
    note: {{zh: figure{MARK}}}
"""
    with (folder / "reports/reading-city/report.yml").open("a", encoding="utf-8") as file:
        file.write(figure)
    with (folder / "site.yml").open("a", encoding="utf-8") as file:
        file.write(f"highlights: [reading-city/harbour-visits, reading-city/f{MARK}]\nfinding: opening-hours#late\n")


def _translation(folder: Path) -> None:
    path = folder / "pages/about.en.md"
    body = path.read_text("utf-8").partition("---\n")[2].partition("---\n")[2]
    body = re.sub(r"(?<![\w#(:/.])[A-Z]\w{3,}", lambda word: f"{word[0]} {MARK}", body)
    assert MARK in body
    write(path, f"---\ndraft: true\ntitle: About {MARK}\n---\n{body}")
    replace(folder / f"{LATE}.en.md", " {#staff}", f" {MARK} {{#staff draft}}")


KINDS = {
    "brief": _brief,
    "report": _report,
    "index": _index,
    "page": _page,
    "comparison": _comparison,
    "statement": _statement,
    "translation": _translation,
}


@pytest.fixture(scope="module")
def with_drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a draft of every kind."""
    folder = shutil.copytree(FIXTURES / "minimal", tmp_path_factory.mktemp("drafts") / "minimal")
    for add in KINDS.values():
        add(folder)
    return folder


def spoken(site: Path) -> list[str]:
    """Give the files of a site that have a word of a draft, in their text or their name."""
    paths = (path for path in sorted(site.rglob("*")) if path.is_file())
    names = ((path.relative_to(site).as_posix(), path.read_bytes()) for path in paths)
    return [name for name, data in names if MARK in name or MARK.encode() in data]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_no_word_of_a_draft_is_published(with_drafts: Path, tmp_path: Path, engine: str) -> None:
    if engine == "zensical":
        pytest.importorskip("zensical")
    result = build_site(with_drafts, tmp_path / "site", engine)
    assert not result.failed, render_text(result.problems)
    assert spoken(tmp_path / "site") == []
    assert (tmp_path / "site/zh/reports/open-late/index.html").is_file()


@pytest.mark.slow
def test_a_preview_shows_drafts_and_marks_them(with_drafts: Path, tmp_path: Path) -> None:
    result = build_site(with_drafts, tmp_path / "site", drafts=True)
    assert not result.failed, render_text(result.problems)
    site = tmp_path / "site"
    shown = "".join(path.read_text("utf-8") for path in site.rglob("*.html"))
    for kind in KINDS:
        assert (f"{kind}{MARK}" in shown) or kind == "translation"
    for path in ("reports/more", "reports/more/digital", "reports/other", "reports/open-late/extra", f"page{MARK}"):
        page = html.fromstring((site / "zh" / path / "index.html").read_text("utf-8"))
        assert page.cssselect(".dz-notice.dz-draft"), path
    for path in site.rglob("*.html"):
        if "noindex" not in path.read_text("utf-8"):
            assert path == site / "index.html", path
    brief = html.fromstring((site / "zh/reports/reading-city/opening-hours/index.html").read_text("utf-8"))
    marked = [item.get("id") for item in brief.cssselect("li.dz-statement") if item.cssselect("small.dz-draft")]
    assert marked == ["withheld", "more"]
    listed = html.fromstring((site / "zh/sectors/opening-hours/problem/index.html").read_text("utf-8"))
    assert [bool(item.cssselect(".dz-draft")) for item in listed.cssselect("li.dz-statement")].count(True) == 1
    english = html.fromstring((site / "en/about/index.html").read_text("utf-8"))
    assert english.cssselect(".dz-notice.dz-draft") and MARK in english.text_content()
    assert "Disallow: /" in (site / "robots.txt").read_text("utf-8")


def test_check_names_every_draft(with_drafts: Path) -> None:
    problems = check_content(with_drafts)[2]
    assert not has_errors(problems), render_text(problems)
    assert notes(problems) == [
        "comparisons/digital.zh.md:2",
        "comparisons/opening-hours.zh.md:15",
        "pages/about.en.md:2",
        f"pages/page{MARK}.zh.md:2",
        "reports/more/report.yml:1",
        "reports/open-late/extra.en.md:2",
        "reports/open-late/extra.zh.md:2",
        "reports/open-late/opening-hours.en.md:8",
        "reports/other/index.zh.md:2",
        "reports/reading-city/opening-hours.zh.md:7",
        "reports/reading-city/opening-hours.zh.md:13",
    ]
    assert notes(problems, "link-to-draft") == ["site.yml:10", "site.yml:11"]


@pytest.mark.slow
def test_a_link_to_a_draft_is_text_and_a_warning(copy_site: CopySite, tmp_path: Path) -> None:
    folder = copy_site("minimal")
    replace(folder / f"{LATE}.zh.md", "{#pilot}", "{#pilot draft}")
    replace(
        folder / ABOUT,
        re.compile(r"\Z"),
        "\n[甲](ref:reports/open-late/opening-hours)[乙](ref:sectors/opening-hours#one-branch-first)\n",
    )
    problems = check_content(folder)[2]
    assert notes(problems, "link-to-draft") == [
        f"{ABOUT}:7",
        "reports/reading-city/collections.en.md:23",
        "reports/reading-city/collections.zh.md:23",
    ]
    assert not has_errors(build_site(folder, tmp_path / "site").problems)
    for language in ("zh", "en"):
        brief = html.fromstring(
            (tmp_path / f"site/{language}/reports/reading-city/collections/index.html").read_text("utf-8")
        )
        (widen,) = brief.cssselect("#widen-loans .dz-text")
        assert ("延长开放" if language == "zh" else "Open late") in widen.text_content()
        assert not widen.cssselect("a:not(.dz-term)")
    about = html.fromstring((tmp_path / "site/zh/about/index.html").read_text("utf-8"))
    assert [link.text for link in about.cssselect("article p a") if link.text in ("甲", "乙")] == ["甲"]


def test_what_nobody_has_filled_in_is_a_draft(copy_site: CopySite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Known by the words of the scaffold itself, whatever the language; filled in, it is none."""
    folder = copy_site("minimal")
    monkeypatch.chdir(folder.parent)
    calls = (("report", "one"), ("brief", "one", "digital"), ("page", "two"), ("comparison", "digital"))
    files = []
    for call in calls:
        result = CliRunner().invoke(main, ["new", *call, "--content", folder.name])
        assert result.exit_code == 0, result.stderr
        files += [line for line in result.stdout.split() if line.endswith(".md")]
    problems = check_content(folder)[2]
    assert not has_errors(problems), render_text(problems)
    found = {problem.path for problem in problems if problem.rule == "draft"}
    report = f"{folder.name}/reports/one/report.yml"
    assert found == {*files, report}  # each is named, what a draft report holds as well
    assert not [one for one in problems if one.rule == "report-not-considered"]
    index = folder / "reports/one/index.zh.md"
    index.write_text("---\ntitle: one\n---\n一份报告。\n", encoding="utf-8")
    named = [(Path(one.path).name, one.line) for one in check_content(folder)[2] if one.rule == "draft"]
    assert {("index.zh.md", 2), ("report.yml", 3)} < {*named}  # the title and the short name are the id
    index.write_text("---\ntitle: 一\n---\n一份报告。\n", encoding="utf-8")
    replace(Path(report), 'zh: "one"', 'zh: "一"')
    assert {problem.path for problem in check_content(folder)[2] if problem.rule == "draft"} == {*files} - {
        f"{folder.name}/reports/one/index.zh.md"
    }
    brief = folder / "reports/one/digital.zh.md"
    lines = brief.read_text("utf-8").split("\n")
    first, last = (next(no for no, line in enumerate(lines) if line.startswith(start)) for start in ("用", "- "))
    lines[first] = "甲。"
    brief.write_text("\n".join(lines), "utf-8")
    drafts = [one for one in check_content(folder)[2] if one.rule == "draft" and one.path.endswith("one/digital.zh.md")]
    assert [one.line for one in drafts] == [last + 1]
    for claim, published, expected in (
        ("first-claim", "", [last + 1]),
        ("first-claim", "statement/one/digital#first-claim", []),  # an id that was published stays
        ("claim", "", []),
    ):
        lines[last] = f"- 甲。 {{#{claim}}}"
        brief.write_text("\n".join(lines), "utf-8")
        (folder / "published.yml").write_text(f"- {published}\n" if published else "[]\n", encoding="utf-8")
        drafts = [
            one for one in check_content(folder)[2] if one.rule == "draft" and one.path.endswith("one/digital.zh.md")
        ]
        assert [one.line for one in drafts] == expected, (claim, published)


@pytest.mark.slow
def test_the_commands_say_what_they_leave_out(copy_site: CopySite, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copy_site("minimal")
    monkeypatch.chdir(folder.parent)
    declare(folder / OPENING)
    runner = CliRunner()
    built = runner.invoke(main, ["build", "--content", folder.name])
    assert built.exit_code == 0, built.stderr
    assert "Drafts left out: 3. `duizhao serve` shows them, `duizhao check` names them.\n" in built.stderr
    assert "note[draft]" not in built.stderr
    assert not Path("site/zh/reports/reading-city/opening-hours").exists()
    again = runner.invoke(main, ["build", "--content", folder.name])
    assert "Drafts left out: 3." in again.stderr
    shown = runner.invoke(main, ["build", "--content", folder.name, "--drafts"])
    assert shown.exit_code == 0 and "left out" not in shown.stderr
    assert Path("site/zh/reports/reading-city/opening-hours/index.html").is_file()
    runner.invoke(main, ["build", "--content", folder.name])
    assert not Path("site/zh/reports/reading-city/opening-hours").exists()
    checked = runner.invoke(main, ["check", "--content", folder.name, "--format", "json"])
    assert checked.exit_code == 0
    assert [row["level"] for row in json.loads(checked.stdout) if row["rule"] == "draft"] == ["note"] * 3


@pytest.mark.slow
def test_drafts_come_and_go_without_a_trace(copy_site: CopySite, tmp_path: Path) -> None:
    """In one folder, one after the other: made a draft, previewed, published; each gives the bytes of a clean build."""
    folder = copy_site("minimal")
    states = [lambda: declare(folder / OPENING), lambda: replace(folder / OPENING, "draft: true\n", "")]
    for no, edit in enumerate(states):
        edit()
        for drafts in (False, True, False):
            assert not build_site(folder, tmp_path / "site", drafts=drafts).failed
            clean = tmp_path / f"clean-{no}-{drafts}" / "site"
            if not clean.is_dir():
                clean.parent.mkdir()
                assert not build_site(folder, clean, memory=False, drafts=drafts).failed
            assert_same(tmp_path / "site", clean)


@pytest.mark.slow
def test_without_drafts_a_preview_is_the_site(copy_site: CopySite, tmp_path: Path) -> None:
    folder = copy_site("minimal")
    assert not build_site(folder, tmp_path / "a/site").failed
    assert not build_site(folder, tmp_path / "b/site", drafts=True).failed
    assert_same(tmp_path / "a/site", tmp_path / "b/site")


@pytest.mark.slow
def test_a_site_of_drafts_alone_is_built(copy_site: CopySite, tmp_path: Path) -> None:
    folder = copy_site("minimal")
    for path in [
        *folder.glob("reports/*/report.yml"),
        *folder.glob("pages/*.zh.md"),
        *folder.glob("comparisons/*.zh.md"),
    ]:
        declare(path)
    result = build_site(folder, tmp_path / "site")
    assert not result.failed, render_text(result.problems)


@pytest.mark.slow
def test_a_translation_that_is_a_draft_falls_back(copy_site: CopySite, tmp_path: Path) -> None:
    folder = copy_site("minimal")
    declare(folder / f"{LATE}.en.md")
    replace(folder / "reports/reading-city/opening-hours.en.md", "{#evening-visits", "{#evening-visits draft")
    assert not has_errors(build_site(folder, tmp_path / "site").problems)
    site = tmp_path / "site" / "en"
    brief = html.fromstring((site / "reports/open-late/opening-hours/index.html").read_text("utf-8"))
    assert "夜间值班人手不足" in brief.text_content() and brief.cssselect(".dz-notice")
    other = html.fromstring((site / "reports/reading-city/opening-hours/index.html").read_text("utf-8"))
    (statement,) = other.cssselect("#evening-visits")
    assert "海港分馆" in statement.text_content() and statement.cssselect(".dz-fallback")
    assert (tmp_path / "site/zh/reports/open-late/opening-hours/index.html").is_file()
    rows = json.loads((tmp_path / "site/data/statements.json").read_text("utf-8"))
    staff = next(row for row in rows if row["id"] == "open-late/opening-hours#staff")
    assert set(staff["text"]) == {"zh"}


SILENT = {"zh": "没有谈到这一行业的报告", "en": "Not addressed by"}


@pytest.mark.slow
@pytest.mark.parametrize("is_brief", [True, False])
def test_of_a_report_with_drafts_on_a_sector_nobody_says_that_it_is_silent(
    copy_site: CopySite, tmp_path: Path, is_brief: bool
) -> None:
    """It was considered, and speaks of the sector in a brief, or in a statement of another brief, that is a draft."""
    folder = copy_site("minimal")
    replace(folder / POINTS, "---\nchanges", "---\nconsidered: [reading-city, open-late, more]\nchanges")
    draft = "draft: true\n" if is_brief else ""
    for part, text in (
        ("report.yml", "short: {zh: 又一份, en: More}\nlanguage: zh\n"),
        ("index.zh.md", "---\ntitle: 又一份报告\n---\n一份报告。\n"),
        ("digital.zh.md", "---\ntitle: 数字\n---\n## 现状 {kind=finding}\n\n- 甲。 {#one}\n"),
    ):
        write(folder / "reports/more" / part, text)
    own = "- 乙。 {#two}\n" if is_brief else "- 乙。 {#two draft also=opening-hours}\n"
    name = "opening-hours" if is_brief else "digital-2"
    front = draft if is_brief else "sector: digital\n"
    write(folder / f"reports/more/{name}.zh.md", f"---\n{front}title: 丙\n---\n## 现状 {{kind=finding}}\n\n{own}")
    for step, is_draft in (("draft", True), ("gone", False)):
        if not is_draft:
            (folder / f"reports/more/{name}.zh.md").unlink()
        result = build_site(folder, tmp_path / "site")  # one folder: what drafts say is looked at again
        assert not result.failed, render_text(result.problems)
        for language in ("zh", "en"):
            page = html.fromstring((tmp_path / f"site/{language}/sectors/opening-hours/index.html").read_text("utf-8"))
            said = [" ".join(one.text_content().split()) for one in page.cssselect(".dz-absent")]
            short = "又一份" if language == "zh" else "More"
            assert [short in one for one in said] == [True], (step, said)
            assert (SILENT[language] in said[0]) is not is_draft, (step, said)


@pytest.mark.slow
def test_what_was_published_is_no_draft_but_in_a_preview(copy_site: CopySite, tmp_path: Path) -> None:
    """A build for publication stops, as when an id is lost; the preview of the same goes on."""
    folder = copy_site("minimal")
    write(folder / "published.yml", "- brief/reading-city/opening-hours\n")
    assert not build_site(folder, tmp_path / "site").failed
    declare(folder / OPENING)
    result = build_site(folder, tmp_path / "site")
    assert [one.rule for one in result.problems if one.level == "error"] == ["draft-of-published"]
    assert (tmp_path / "site/zh/reports/reading-city/opening-hours/index.html").is_file()
    shown = build_site(folder, tmp_path / "preview", drafts=True)
    assert not shown.failed, render_text(shown.problems)
    assert [one.level for one in shown.problems if one.rule == "draft-of-published"] == ["warning"]


@pytest.mark.slow
def test_what_is_withdrawn_leads_to_no_draft(copy_site: CopySite, tmp_path: Path) -> None:
    """What stands instead may be a draft, and is then neither linked nor named in data, as it is not there."""
    folder = copy_site("minimal")
    declare(folder / OPENING)
    living = find_succession(check_content(folder)[0]).living
    hidden = living - find_succession(without_drafts(check_content(folder)[0], ())[0]).living
    assert {"brief", "figure", "point", "statement"} <= {one.kind for one in hidden}
    every = ", ".join(map(str, sorted(hidden)))
    entry = (
        "- id: statement/open-late/summary#gone\n  since: '2024'\n  reason: {zh: 合并, en: Merged}\n  instead: [%s]\n"
    )
    write(folder / "withdrawn.yml", entry % f"{every}, brief/open-late/opening-hours")
    assert not (result := build_site(folder, tmp_path / "site")).failed, render_text(result.problems)
    (told,) = json.loads((tmp_path / "site/data/withdrawn.json").read_text(encoding="utf-8"))
    assert told["instead"] == [{"kind": "brief", "id": "open-late/opening-hours"}]
    assert not build_site(folder, tmp_path / "preview", drafts=True).failed
    (told,) = json.loads((tmp_path / "preview/data/withdrawn.json").read_text(encoding="utf-8"))
    assert len(told["instead"]) == len(hidden) + 1
