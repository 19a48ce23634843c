"""The engine's contract: when it builds afresh, when only what changed, and how its complaints come back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader

from build_scripts.publish import engine, leash
from build_scripts.publish.engine import EngineRun, run_engine, run_engines
from tests.built import digests, footprint

CONFIG = """\
site_name: Trial
docs_dir: docs
site_dir: html
theme: {name: mkdocs}
plugins: []
nav: [index.md, other.md]
validation: {links: {not_found: warn, anchors: warn}}
"""


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    """A small staged tree of two pages."""
    folder = tmp_path / "en"
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    write(folder, "index.md", "# First\n")
    write(folder, "other.md", "# Second\n\n[first](index.md)\n")
    return folder


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """A file that counts as the theme's."""
    path = tmp_path / "style.css"
    path.write_text("a {}", encoding="utf-8")
    return path


def write(stage: Path, name: str, text: str) -> None:
    (stage / "docs" / name).write_text(text, encoding="utf-8")


def run(stage: Path, theme: Path, clean: bool = False) -> EngineRun:
    return run_engine("mkdocs", stage, [theme], clean)


@pytest.mark.slow
def test_the_first_run_builds_every_page(stage: Path, theme: Path) -> None:
    result = run(stage, theme)
    assert result == EngineRun("en", True, 2, ())
    assert "First" in (stage / "html" / "index.html").read_text(encoding="utf-8")
    assert "Second" in (stage / "html" / "other" / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_run_without_change_starts_no_engine(stage: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(stage, theme)
    monkeypatch.setattr(engine.subprocess, "run", lambda *a, **k: pytest.fail("the engine was started"))
    assert run(stage, theme) == EngineRun("en", False, 0, ())


@pytest.mark.slow
def test_a_changed_page_is_the_only_one_built(stage: Path, theme: Path) -> None:
    run(stage, theme)
    untouched = (stage / "html" / "other" / "index.html").stat()
    write(stage, "index.md", "# Another\n")
    assert run(stage, theme) == EngineRun("en", False, 1, ())
    assert "Another" in (stage / "html" / "index.html").read_text(encoding="utf-8")
    assert (stage / "html" / "other" / "index.html").stat().st_mtime_ns == untouched.st_mtime_ns


def change_configuration(stage: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (stage / "mkdocs.yml").write_text(CONFIG.replace("Trial", "Renamed"), encoding="utf-8")


def change_theme(stage: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theme.write_text("a {color: red}", encoding="utf-8")


def add_page(stage: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(stage, "third.md", "# Third\n")


def remove_page(stage: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(stage, "other.md", "")
    (stage / "docs" / "other.md").unlink()


def lose_the_pages(stage: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (stage / "html").rename(stage / "lost")


def lose_the_record(stage: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (stage / "engine.json").unlink()


def damage_the_record(stage: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (stage / "engine.json").write_text("[", encoding="utf-8")


def install_another_version(stage: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "version", lambda name: "99.0")


@pytest.mark.parametrize(
    "change",
    [
        change_configuration,
        change_theme,
        add_page,
        remove_page,
        lose_the_pages,
        lose_the_record,
        damage_the_record,
        install_another_version,
    ],
)
def test_what_concerns_every_page_builds_afresh(
    stage: Path, theme: Path, monkeypatch: pytest.MonkeyPatch, change: object
) -> None:
    runs = fake_engine(monkeypatch)
    run(stage, theme)
    run(stage, theme)
    assert runs == ["--clean"]
    change(stage, theme, monkeypatch)  # type: ignore[operator]
    assert run(stage, theme).fresh
    assert runs == ["--clean", "--clean"]
    assert not run(stage, theme).fresh


def test_clean_builds_afresh(stage: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = fake_engine(monkeypatch)
    run(stage, theme)
    assert run(stage, theme, clean=True).fresh
    assert runs == ["--clean", "--clean"]


@pytest.mark.slow
def test_what_was_compiled_of_the_theme_serves_again_but_for_a_clean_run(stage: Path, theme: Path) -> None:
    run(stage, theme)
    compiled, site = footprint(stage.parent / leash.COMPILED), digests(stage / "html")
    write(stage, "index.md", "# New\n")
    run(stage, theme)
    assert compiled and footprint(stage.parent / leash.COMPILED) == compiled
    write(stage, "index.md", "# First\n")
    run(stage, theme, clean=True)
    anew = footprint(stage.parent / leash.COMPILED)
    assert anew.keys() == compiled.keys() and anew != compiled
    assert digests(stage / "html") == site


def test_files_of_a_theme_are_listed_but_for_those_in_hidden_folders(tmp_path: Path) -> None:
    folders = [tmp_path / "own", tmp_path / "theme"]
    for name in ("own/main.html", "theme/main.html", "theme/assets/a.css", "theme/.icons/a.svg", "theme/a/.b/c.svg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    every = FileSystemLoader(folders).list_templates()
    assert leash._list_templates(map(str, folders)) == [name for name in every if "/." not in f"/{name}"]


def test_a_run_that_did_not_end_is_done_again(stage: Path, theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_engine(monkeypatch)
    run(stage, theme)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(engine.subprocess, "run", interrupt)
        write(stage, "index.md", "# Another\n")
        run(stage, theme)
    assert run(stage, theme).fresh


@pytest.mark.slow
def test_the_engines_warnings_are_problems(stage: Path, theme: Path) -> None:
    write(stage, "index.md", "# First\n\n[lost](nowhere.md) [lost too](other.md#nowhere)\n")
    problems = run(stage, theme).problems
    assert {(problem.rule, problem.level) for problem in problems} == {("engine-warning", "error")}
    assert any("nowhere.md" in problem.message and "index.md" in problem.message for problem in problems)
    assert any("#nowhere" in problem.message for problem in problems)
    assert run(stage, theme).fresh, "pages with problems must be looked at again"


@pytest.mark.slow
def test_an_engine_that_stops_says_why(stage: Path, theme: Path) -> None:
    (stage / "mkdocs.yml").write_text(CONFIG.replace("plugins: []", "plugins: [no-such-plugin]"), encoding="utf-8")
    problems = run(stage, theme).problems
    assert "engine-failed" in {problem.rule for problem in problems}
    assert any("no-such-plugin" in problem.message for problem in problems)
    assert all("mkdocs.yml" in problem.path for problem in problems)
    assert run(stage, theme).fresh


def test_an_engine_that_is_not_installed_is_a_problem(
    stage: Path, theme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "ENGINES", ("no_such_engine",))
    (problem,) = run_engine("no_such_engine", stage, [theme], False).problems
    assert problem.rule == "engine-failed" and "no_such_engine" in problem.message


def test_an_unknown_engine_is_refused(stage: Path, theme: Path) -> None:
    with pytest.raises(ValueError, match="unknown engine"):
        run_engine("hugo", stage, [theme], False)


def test_every_language_is_run(stage: Path, theme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_engine(monkeypatch)
    other = tmp_path / "zh"
    (other / "docs").mkdir(parents=True)
    (other / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    results = run_engines("mkdocs", [stage, other], [theme], False)
    assert [(result.language, result.changed) for result in results] == [("en", 2), ("zh", 0)]


def fake_engine(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand in for the process of the engine, where only the decision to start it is looked at; give its modes."""
    modes: list[str] = []

    def pretend(command: list[str], **options: object) -> engine.subprocess.CompletedProcess[str]:
        jobs = json.loads(command[-1])
        for folder, arguments in jobs:
            modes.append(arguments[-1])
            Path(folder, "html").mkdir(exist_ok=True)
        return engine.subprocess.CompletedProcess(command, 0, json.dumps([0] * len(jobs)), "")

    monkeypatch.setattr(engine.subprocess, "run", pretend)
    return modes


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.slow
@pytest.mark.parametrize("processors", [1, 2])
def test_languages_share_an_engine_and_what_it_says_is_their_own(
    stage: Path, theme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processors: int
) -> None:
    """One has a link that leads nowhere, one stops the engine, one is well."""
    monkeypatch.setattr(engine.os, "sched_getaffinity", lambda _: set(range(processors)))
    stages = [stage, *(shutil.copytree(stage, tmp_path / code) for code in ("fr", "zh"))]
    write(stages[0], "index.md", "# First\n\n[lost](nowhere.md)\n")
    (stages[1] / "mkdocs.yml").write_text(CONFIG.replace("plugins: []", "plugins: [no-such-plugin]"), encoding="utf-8")
    runs = run_engines("mkdocs", stages, [theme], False)
    said = [{problem.rule for problem in each.problems} for each in runs]
    assert said[0] == {"engine-warning"} and "engine-failed" in said[1] and not said[2]
    assert "First" in (stages[2] / "html" / "index.html").read_text(encoding="utf-8")
    assert [each.fresh for each in run_engines("mkdocs", stages, [theme], False)] == [True, True, False]
