"""What builds are measured with: made-up content of any size, other programs on its pages, and how costs compare."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml

from build_scripts.content.entries import Content
from build_scripts.content.load import load_content
from build_scripts.ground.problems import Problem, render_text
from build_scripts.library.link import link_content
from build_scripts.pages.lists import Lists
from build_scripts.publish.build import build_site, check_content
from build_scripts.translation.states import find_states
from tests.bench import amounts, tables
from tests.bench.__main__ import parse_arguments
from tests.bench.content import Made, generate
from tests.bench.contest import (
    CHECK_COLD,
    COLD,
    EDITED,
    OURS,
    SAME,
    STATEMENT,
    Results,
    SiteSize,
    _measure,
    _Step,
    measure_site,
    parse_stages,
)
from tests.bench.figures import median, ratio, rows
from tests.bench.measure import CommandError, Cost, run
from tests.bench.peers import HUGO, MKDOCS, PEERS, REQUIREMENTS, ZENSICAL, Peer
from tests.bench.plan import LANGUAGES, LEAST, make_plan
from tests.bench.project import PROJECT, Project
from tests.bench.report import report_text
from tests.bench.staged import StagedSite
from tests.bench.vocabulary import SECTORS
from tests.built import assert_same, digests

FEW = LEAST + 4  # pages, of which one brief is in each state of translation
STATEMENT_LINE = re.compile(r"^- (.+?) \{#", re.MULTILINE)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    """A small content, in `content/`."""
    folder = tmp_path_factory.mktemp("made")
    return folder, generate(folder / "content", FEW)


@pytest.fixture(scope="module")
def checked(made: tuple[Path, Made]) -> tuple[Content, list[Problem]]:
    content, _, problems = check_content(made[0] / "content")
    return content, problems


def write_content(folder: Path, seed: int, hash_seed: int) -> Path:
    command = [sys.executable, "-m", "tests.bench.content", str(folder), str(FEW), "--seed", str(seed)]
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True)
    return folder


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, made: tuple[Path, Made]) -> None:
    one, other = (write_content(tmp_path / f"{no}" / "content", 1, no) for no in (1, 2))
    assert_same(one, other)
    assert_same(one, made[0] / "content")


def test_another_seed_gives_another_content(tmp_path: Path, made: tuple[Path, Made]) -> None:
    generate(tmp_path / "content", LEAST, seed=2)
    assert digests(tmp_path / "content") != digests(made[0] / "content")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_statements_are_alike(tmp_path: Path, language: str) -> None:
    written = generate(tmp_path, 250)
    texts = [path.read_text(encoding="utf-8") for path in sorted(tmp_path.glob(f"reports/*/*.{language}.md"))]
    statements = Counter(statement for text in texts for statement in STATEMENT_LINE.findall(text))
    assert len(statements) > 900
    assert [statement for statement, count in statements.items() if count > 1] == []
    assert language == "en" or len(statements) == written.statements


def test_nothing_is_wrong_with_it_but_translations_that_are_not_up_to_date(
    checked: tuple[Content, list[Problem]],
) -> None:
    _, problems = checked
    assert {(problem.rule, problem.level) for problem in problems} == {("stale-translation", "warning")}, render_text(
        [problem for problem in problems if problem.rule != "stale-translation"]
    )


def test_translations_are_in_every_state(made: tuple[Path, Made], checked: tuple[Content, list[Problem]]) -> None:
    briefs = [
        file
        for file in find_states(checked[0])[0]
        if re.fullmatch(r"reports/[^/]+/(?!index)[^/]+\.en\.md", file.path) and not file.is_labels
    ]
    found = Counter(unit.state for file in briefs for unit in file.units)
    assert dict(found) == made[1].states
    assert all(found[state] for state in ("current", "stale", "missing", "patched"))
    assert [file.path for file in briefs if not file.exists], "a brief is not translated"
    assert [file.path for file in briefs if file.exists and not file.record.exists], "a brief was never accepted"


def test_labels_are_accepted_under_the_names_of_their_units(checked: tuple[Content, list[Problem]]) -> None:
    units = [unit for file in find_states(checked[0])[0] if file.is_labels for unit in file.units]
    assert len(units) > 200
    assert [unit.id for unit in units if unit.state != "current"] == []


def test_it_has_all_that_content_can_have(made: tuple[Path, Made]) -> None:
    folder = made[0] / "content"
    briefs = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("reports/*/*.zh.md")))
    for wanted in (
        "also=",
        "cites=",
        "actor=",
        "> 编者注：",
        "](ref:reports/",
        "[^",
        "| --- |",
        "    其中",
        "changes:",
    ):
        assert wanted in briefs, wanted
    report = yaml.safe_load(next(folder.glob("reports/*/report.yml")).read_text(encoding="utf-8"))
    fields = {name for figure in report["figures"] for name in figure}
    assert {"value", "low", "high", "qualifier", "year", "unit", "indicator", "geography"} <= fields
    assert report["references"] and yaml.safe_load((folder / "events.yml").read_text(encoding="utf-8"))


@pytest.mark.slow
def test_the_site_has_as_many_pages_as_were_asked_for(made: tuple[Path, Made], tmp_path: Path) -> None:
    result = build_site(made[0] / "content", tmp_path / "site")
    assert not result.failed, render_text(result.problems)
    lists = Lists(link_content(load_content(made[0] / "content")[0])).paths
    assert abs(measure_site([tmp_path / "site"]).pages - LANGUAGES * len(lists) - FEW) <= FEW / 10


@pytest.mark.parametrize("pages", [LEAST, 250, 1_000, 10_000])
def test_plans_hold_what_they_promise(pages: int) -> None:
    plan = make_plan(pages)
    assert abs(plan.pages - pages) <= pages / 100
    assert sum(plan.briefs_of(no) for no in range(plan.reports)) == plan.briefs
    for dealt, total in ((plan.common_of, plan.common), (plan.rare_of, plan.rare)):
        assert sum(dealt(no) for no in range(len(SECTORS))) == total


def test_too_few_pages_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 100"):
        make_plan(LEAST - 1)


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        generate(tmp_path, LEAST)
    assert [path.name for path in tmp_path.iterdir()] == ["own.txt"]


@pytest.mark.parametrize("module", [amounts, tables], ids=lambda module: module.__name__.rpartition(".")[2])
def test_examples_hold(module: object) -> None:
    results = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)  # type: ignore[arg-type]
    assert results.attempted and not results.failed


PAGES = ("index.md", "figures/index.md", "reports/index.md", "reports/a/index.md", "glossary/x/index.md")
BRIEFS = tuple(f"reports/a/brief-{no}/index.md" for no in range(9))


@pytest.fixture
def staged(tmp_path: Path) -> StagedSite:
    """A staged tree as a build leaves it, with few pages."""
    navigation = [
        {"Home": "index.md"},
        {"Figures": "figures/index.md"},
        {"Reports": [{"Reports": "reports/index.md"}, {"A": [{"A": "reports/a/index.md"}, *({n: n} for n in BRIEFS)]}]},
    ]
    for language in ("zh", "en"):
        for name in (*PAGES, *BRIEFS):
            page = tmp_path / "staged" / language / "docs" / name
            page.parent.mkdir(parents=True) if not page.parent.is_dir() else None
            front = f'---\ntitle: "{name}"\nsearch: {{"exclude": true}}\ndz_template: "brief"\n---\n'
            page.write_text(f"{front}\n# {name} {{ #_title }}\n\n<p>Words.</p>\n", encoding="utf-8")
        config = tmp_path / "staged" / language / "mkdocs.yml"
        config.write_text(yaml.safe_dump({"nav": navigation}), encoding="utf-8")
    return StagedSite(tmp_path / "staged")


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_gets_every_page_open_to_search(staged: StagedSite, tmp_path: Path, peer: Peer) -> None:
    peer.lay_out(staged, tmp_path / "peer")
    pages = sorted((tmp_path / "peer").rglob("*.md"))
    assert len(pages) == 2 * len(PAGES + BRIEFS)
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert "<p>Words.</p>" in text and "exclude" not in text
        assert yaml.safe_load(text.split("---\n")[1])["dz_template"] == "brief"


def test_navigation_of_mkdocs_leads_to_pages_of_each_language(staged: StagedSite, tmp_path: Path) -> None:
    MKDOCS.lay_out(staged, tmp_path / "peer")
    config = yaml.safe_load((tmp_path / "peer" / "mkdocs.yml").read_text(encoding="utf-8"))
    search, i18n = config["plugins"]
    assert "search" in search and i18n["i18n"]["docs_structure"] == "folder"
    for language in i18n["i18n"]["languages"]:
        named = re.findall(r"[\w/-]+/index\.md", yaml.safe_dump(language["nav"]))
        assert len(set(named)) == len(PAGES + BRIEFS) - 2  # but the home page and a term
        assert all((tmp_path / "peer" / "docs" / language["locale"] / name).is_file() for name in named)


def test_zensical_builds_a_site_a_language(staged: StagedSite, tmp_path: Path) -> None:
    ZENSICAL.lay_out(staged, tmp_path / "peer")
    for language in ("zh", "en"):
        config = yaml.safe_load((tmp_path / "peer" / language / "mkdocs.yml").read_text(encoding="utf-8"))
        assert config["theme"]["language"] == language and config["plugins"] == ["search"]


def test_sections_of_hugo_are_no_leaves_and_keep_their_order(staged: StagedSite, tmp_path: Path) -> None:
    HUGO.lay_out(staged, tmp_path / "peer")
    content = tmp_path / "peer" / "content" / "zh"
    sections = {path.parent.relative_to(content).as_posix() for path in content.rglob("_index.md")}
    assert sections == {".", "reports", "reports/a"} | {"glossary"} & sections
    weights = [
        yaml.safe_load((content / name).read_text(encoding="utf-8").split("---\n")[1])["weight"] for name in BRIEFS
    ]
    assert weights == sorted(set(weights))
    assert (tmp_path / "peer" / "layouts" / "all.html").is_file()


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_an_edit_changes_another_page_each_time(staged: StagedSite, tmp_path: Path, peer: Peer) -> None:
    folder = tmp_path / "peer"
    peer.lay_out(staged, folder)
    before = digests(folder)
    changed = set()
    for number in range(3):
        peer.edit(folder, number)
        after = digests(folder)
        changed |= {name for name in after if after[name] != before[name]}
        assert len(changed) == number + 1
        before = after


def test_a_peer_forgets_what_it_made(tmp_path: Path) -> None:
    for name in ("zh/site", "zh/.cache", "zh/docs"):
        (tmp_path / name).mkdir(parents=True)
    ZENSICAL.clear(tmp_path)
    assert [path.name for path in (tmp_path / "zh").iterdir()] == ["docs"]


def test_versions_of_peers_are_exact_and_name_no_place() -> None:
    lines = [line for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9a-z.]+", line) for line in lines)
    assert {name for peer in PEERS for name in peer.packages} <= {line.partition("==")[0] for line in lines}


def test_a_folder_without_staged_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no staged pages in zh"):
        StagedSite(tmp_path)


BURN = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'x = bytearray(200_000_000); sum(range(10**7))'])"


def test_cost_counts_what_a_process_waited_for(tmp_path: Path) -> None:
    small, _ = run([sys.executable, "-c", "pass"], tmp_path)
    large, _ = run([sys.executable, "-c", BURN], tmp_path)
    assert large.processor > small.processor > 0
    assert large.memory > 200_000_000 > small.memory
    assert large.wall > 0


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"(?s)exit code 1 .*no such thing"):
        run([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)


def test_a_command_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no-such-command"):
        run(["no-such-command"], tmp_path)


def test_a_command_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="stopped after 1 s"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, timeout=1)


@pytest.fixture
def project(tmp_path: Path, made: tuple[Path, Made]) -> Project:
    project = Project(tmp_path / "project")
    project.prepare()
    generate(project.work / "content", LEAST)
    return project


@pytest.mark.slow
@pytest.mark.parametrize("edit", [Project.edit_statement, Project.edit_term], ids=["statement", "term"])
def test_what_was_edited_is_sound(project: Project, edit: object) -> None:
    before = digests(project.work)
    for number in range(3):
        edit(project, number)  # type: ignore[operator]
        after = digests(project.work)
        assert sum(after[name] != before[name] for name in after) == 1
        before = after
    _, _, problems = check_content(project.work / "content")
    assert {problem.rule for problem in problems} == {"stale-translation"}, render_text(problems)


def test_a_template_is_changed_in_the_copy_alone(project: Project) -> None:
    before, copied = digests(PROJECT / "templates"), digests(project.folder / "code" / "templates")
    project.edit_template(1)
    assert digests(PROJECT / "templates") == before == copied
    assert digests(project.folder / "code" / "templates") != before


@pytest.mark.slow
def test_what_is_measured_is_the_copied_code(project: Project) -> None:
    path = project.folder / "code" / "build_scripts" / "cli" / "main.py"
    path.write_text(path.read_text(encoding="utf-8").replace("Turn structured", "Copied structured"), encoding="utf-8")
    environment = {**os.environ, **project.environment}
    said = subprocess.run(project.command("--help"), cwd=project.work, env=environment, capture_output=True, text=True)
    assert "Copied structured" in said.stdout, said.stderr


def cost(value: float) -> Cost:
    return Cost(value, value * 2, int(value * 10**6))


def test_a_ratio_is_the_median_of_pairs_of_the_same_round() -> None:
    results = Results("250")
    results.costs[OURS, COLD] = {0: cost(2), 1: cost(9), 2: cost(1)}
    results.costs["mkdocs", COLD] = {0: cost(4), 1: cost(3), 3: cost(100)}
    assert ratio(results, (OURS, COLD), ("mkdocs", COLD), "wall") == (0.5 + 3) / 2
    assert median(results, (OURS, COLD), "processor") == 4
    assert ratio(results, (OURS, COLD), ("hugo", COLD), "wall") is None
    assert median(results, (OURS, SAME), "wall") is None


def measured(pages: int, ours: float, theirs: float) -> Results:
    results = Results(str(pages), statements=pages * 5, sites={OURS: SiteSize(pages, 10**6, 10**4)})
    for what in (COLD, SAME, STATEMENT):
        results.costs[OURS, what] = {0: cost(ours)}
    for key in (("mkdocs", COLD), ("hugo", EDITED)):
        results.costs[key] = {0: cost(theirs)}
    return results


@pytest.mark.parametrize("pages", [250, 1_000])
def test_what_is_reached_and_what_is_missed_is_told_apart(pages: int) -> None:
    good, bad = measured(pages, 0.1, 10), measured(pages, 300, 100)
    for results, expected in ((good, True), (bad, False)):
        found = {row.figure: row.reached for row in rows(results, [results])}
        measurable = {
            figure: reached for figure, reached in found.items() if "check" not in figure and "peak" not in figure
        }
        assert len(measurable) == 3 and set(measurable.values()) == {expected}
        assert all(reached is None for figure, reached in found.items() if "check" in figure)


def test_a_large_size_is_set_beside_the_middle_one() -> None:
    middle, large = measured(1_000, 1, 1), measured(10_000, 3, 1)
    found = {row.figure: row for row in rows(large, [middle, large])}
    row = found["one statement edited, by that at the middle size"]
    assert (row.value, row.reached) == ("3.00 ×", False)
    alone = {row.figure: row for row in rows(large, [large])}
    assert alone["one statement edited, by that at the middle size"].value == "not measured"


def test_check_is_flat_if_pages_and_statements_cost_what_they_do_in_a_small_content() -> None:
    small, middle = measured(250, 1, 1), measured(1_000, 1, 1)
    small.costs[OURS, CHECK_COLD], middle.costs[OURS, CHECK_COLD] = {0: cost(1)}, {0: cost(6)}
    middle.statements *= 2
    found = {row.figure: row for row in rows(middle, [small, middle])}
    by_page, by_statement = (
        found[f"check, cold, processor time of a {name} by that at 250 pages"] for name in ("page", "statement")
    )
    assert (by_page.value, by_page.reached) == ("1.50 ×", False)
    assert (by_statement.value, by_statement.reached) == ("0.75 ×", True)


def test_the_report_has_every_number_and_what_failed() -> None:
    results = measured(250, 1.5, 3)
    results.stages[OURS, COLD] = [{"reading": 1.0, "pages": 3.0}]
    results.failures["zensical", COLD] = "exit code 1"
    results.yardsticks = [0.5, 0.2, 0.3]
    text = report_text([results], 1, ["Hugo could not be installed."])
    for wanted in (
        "| 250 | cold, wall time by MkDocs + Material + static-i18n | 0.50 × | ≤ 0.8 × | yes |",
        "| 250 | cold | MkDocs + Material + static-i18n, cold | 0.50 | 0.50 |",
        "| 250 | this project | cold | 1.50 | 3.00 | 2 | 250 | 1.0 | 10.0 |",
        "| 250 | pages | 3.00 (75%) |  |  |  |  |",
        "- 250, zensical · cold: exit code 1",
        "Hugo could not be installed.",
        "took 0.30 s of processor time (0.20 to 0.50)",
    ):
        assert wanted in text, f"{wanted} in {text}"


def test_the_yardstick_is_taken_before_each_step(tmp_path: Path) -> None:
    results = Results("none")
    step = _Step((OURS, COLD), lambda _: None, [sys.executable, "-c", ""], tmp_path, {}, ())
    for number in range(2):
        _measure(step, number, 60, results)
    assert len(results.yardsticks) == 2 and min(results.yardsticks) > 0 and len(results.costs[OURS, COLD]) == 2


def test_stages_are_read_among_other_words() -> None:
    said = "· reading content …\nreading\t1.25\nwarning: 3\t4 things\nwriting pages\t0.5\n"
    assert parse_stages(said) == {"reading": 1.25, "writing pages": 0.5}
    assert parse_stages("· reading content …\n") == {}


@pytest.mark.parametrize(("shell", "is_told"), [(20_000, False), (17_100, False), (16_900, True), (24_000, True)])
def test_a_shell_of_another_weight_is_told(shell: int, is_told: bool) -> None:
    results = measured(250, 1, 1)
    results.sites |= {"mkdocs": SiteSize(250, 1, 20_000), "hugo": SiteSize(250, 1, shell)}
    assert ("Hugo’s shell weighs" in report_text([results], 1, [])) is is_told


def test_a_site_is_counted_by_its_html(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text("<p>x</p><article>long content</article>", encoding="utf-8")
    (tmp_path / "redirect.html").write_text("<p>", encoding="utf-8")
    (tmp_path / "style.css").write_text("a {}", encoding="utf-8")
    size = measure_site([tmp_path])
    assert size.pages == 2
    assert size.total == 39 + 3 + 4
    assert size.shell == len("<p>x</p></article>")


def test_sizes_are_read_and_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert parse_arguments(["real", "10000"]).sizes == ["real", "10000"]
    with pytest.raises(SystemExit):
        parse_arguments(["12"])
    assert "invalid" in capsys.readouterr().err
