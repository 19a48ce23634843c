"""`duizhao rename`: every kind of id on real files, with nothing lost, no problem new and every acceptance kept."""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from build_scripts.cli.main import main
from build_scripts.content.load import load_content
from build_scripts.ground.file_changes import FileChanges, change_files, finish_changes, plan_path
from build_scripts.publish.build import build_site, check_content
from build_scripts.translation.states import find_states
from tests.built import CONTENT, FIXTURES
from tests.conftest import FUZZ

NEW = "-qqq"  # stands in no content: without it everything must read as before
# Of every kind one that others name, in the real content.
REAL = [
    ("report", "cop27-series"),
    ("brief", "cop27-series/methane"),
    ("statement", "cop27-series/methane#emitter-rank"),
    ("sector", "methane"),
    ("point", "methane#no-clear-target"),
    ("actor", "joint"),
    ("term", "carbon-capture"),
    ("event", "clean-air-act-1970"),
    ("figure", "siis-cooperation/china-carbon-intensity-2030"),
    ("indicator", "global-energy-consumption-share"),
    ("place", "world"),
    ("page", "about"),
    ("reference", "cop27-series/wmo-united-in-science"),
    ("reference", "china-bur2"),
]
MINIMAL = [
    ("report", "reading-city"),
    ("brief", "open-late/opening-hours"),
    ("statement", "reading-city/opening-hours#evening-visits"),
    ("sector", "opening-hours"),
    ("point", "opening-hours#shelf"),
    ("actor", "library"),
    ("term", "interlibrary-loan"),
    ("event", "harbour-branch-opens"),
    ("figure", "reading-city/loan-share-range"),
    ("indicator", "visits"),
    ("place", "harbour"),
    ("page", "about"),
    ("reference", "reading-city/yearbook"),
    ("reference", "branch-list"),
]


def run(*words: str, content: Path, code: int = 0) -> str:
    result = CliRunner().invoke(main, [*words, "--content", str(content)])
    assert result.exit_code == code, result.output
    return result.output


def rename(kind: str, key: str, content: Path) -> None:
    own = re.split("[/#]", key)[-1]
    run("rename", "--kind", kind, key, f"{own}{NEW}", content=content)


def states(content: Path) -> list[tuple[str, str, str]]:
    """Give every unit with its state; names that were changed are as they were."""
    found = find_states(load_content(content)[0])[0]
    return sorted(
        (file.name.replace(NEW, ""), unit.id.replace(NEW, ""), unit.state) for file in found for unit in file.units
    )


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Give every file of a folder, without the mark of what was changed, and without what a renaming leaves."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        text = path.read_text(encoding="utf-8", errors="replace")
        if "data-dz-old" in text:
            continue
        if path.suffix == ".ics":  # of which lines are folded by their length
            text = text.replace("\n ", "")
        text = re.sub(r'<a id="[^"]*"></a>\n?|"formerly": \[[^]]*\], ', "", text.replace(NEW, ""))
        yield path.relative_to(folder).as_posix().replace(NEW, ""), text


@pytest.mark.parametrize(("kind", "key"), MINIMAL)
def test_renaming_changes_nothing_but_the_name(kind: str, key: str, copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    run("publish-ids", content=content)
    before, problems = states(content), check_content(content)[2]
    rename(kind, key, content)
    loaded, _, found = check_content(content)
    assert found == problems == [] and states(content) == before
    assert loaded.site is not None


@pytest.mark.slow
@pytest.mark.skipif(not FUZZ, reason="takes a minute: make fuzz")
def test_all_kinds_on_the_real_content(tmp_path: Path) -> None:
    one, other = (shutil.copytree(CONTENT, tmp_path / name / "content") for name in ("one", "other"))
    run("publish-ids", content=other)
    before = states(other)
    for kind, key in REAL:
        for _, done in REAL:  # what holds it has another name by now
            key = re.sub(rf"^{re.escape(done)}(?=[/#])", f"{done}{NEW}", key)
        rename(kind, key.replace("methane#", f"methane{NEW}#") if kind == "statement" else key, other)
    assert states(other) == before
    sites = []
    for content in (one, other):
        result = build_site(content, content.parent / "site", memory=False)
        assert result.problems == ()
        sites.append(dict(texts(content.parent / "site")))
    assert sites[0].keys() == sites[1].keys()
    assert [name for name, text in sites[0].items() if text != sites[1][name]] == []


def test_old_id_is_left(copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    brief = content / "reports/reading-city/opening-hours.zh.md"
    run("rename", "reading-city/opening-hours#evening-visits", "visits-2021", content=content)
    assert "{#visits-2021 actor=readers formerly=evening-visits}" in brief.read_text(encoding="utf-8")
    run("rename", "reading-city/opening-hours#visits-2021", "visits-of-2021", content=content)
    assert 'formerly="evening-visits visits-2021"}' in brief.read_text(encoding="utf-8")
    run("rename", "reading-city/opening-hours#visits-of-2021", "evening-visits", content=content)
    assert 'formerly="visits-2021 visits-of-2021"}' in brief.read_text(encoding="utf-8")
    assert "{#evening-visits}" in brief.with_name("opening-hours.en.md").read_text(encoding="utf-8")


def test_brief_that_is_named_after_its_sector_keeps_it(copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    run("rename", "--kind", "sector", "opening-hours", "hours", content=content)
    text = (content / "reports/reading-city/opening-hours.zh.md").read_text(encoding="utf-8")
    assert "sector: hours\n" in text and (content / "comparisons/hours.en.md").is_file()
    run("rename", "--kind", "brief", "reading-city/collections", "books", content=content)
    assert "sector: collections\n" in (content / "reports/reading-city/books.zh.md").read_text(encoding="utf-8")


def test_fields_that_name_reports_and_pages_follow(copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    comparison = content / "comparisons/opening-hours.zh.md"
    text = comparison.read_text(encoding="utf-8")
    comparison.write_text(text.replace("---\n", "---\nconsidered: [reading-city, open-late]\n", 1), encoding="utf-8")
    with (content / "site.yml").open("a", encoding="utf-8") as file:
        file.write("footer: {links: [{label: {zh: 关于, en: About}, to: ref:about}]}\n")
    run("rename", "--kind", "report", "open-late", "late", content=content)
    run("rename", "--kind", "page", "about", "who", content=content)
    assert "\nconsidered: [reading-city, late]\n" in comparison.read_text(encoding="utf-8")
    assert "to: ref:who}]}\n" in (content / "site.yml").read_text(encoding="utf-8")


def test_what_was_renamed_by_hand_is_told_so(copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    run("publish-ids", content=content)
    for code in ("zh", "en"):
        path = content / f"reports/open-late/opening-hours.{code}.md"
        path.write_text(path.read_text(encoding="utf-8").replace("{#staff", "{#too-few-staff"), encoding="utf-8")
    (lost,) = [problem for problem in check_content(content)[2] if problem.rule == "lost-id"]
    command = re.search(r"`duizhao (rename [^`]+)`", lost.hint)
    assert command and command[1].endswith("open-late/opening-hours#staff open-late/opening-hours#too-few-staff")
    run(*command[1].split(), content=content)
    assert [problem for problem in check_content(content)[2] if problem.level == "error"] == []
    assert "#too-few-staff" in (content / "comparisons/opening-hours.zh.md").read_text(encoding="utf-8")


def test_a_statement_that_was_moved_to_another_brief(copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    run("publish-ids", content=content)
    old, new = content / "reports/open-late/opening-hours.zh.md", content / "reports/open-late/summary.zh.md"
    old.write_text(
        old.read_text(encoding="utf-8").replace("- 先在一个分馆试行三个月。 {#pilot}\n", ""), encoding="utf-8"
    )
    text = new.read_text(encoding="utf-8").rstrip("\n")
    new.write_text(f"{text}\n- 先在一个分馆试行三个月。 {{#pilot}}\n", encoding="utf-8")
    run("rename", "open-late/opening-hours#pilot", "open-late/summary#pilot", content=content)
    assert '{#pilot formerly="open-late/opening-hours#pilot"}' in new.read_text(encoding="utf-8")
    assert "open-late/summary#pilot" in (content / "events.yml").read_text(encoding="utf-8")
    assert not [problem for problem in check_content(content)[2] if problem.rule in ("lost-id", "dangling-reference")]


REFUSED = [
    (("collections", "opening-hours", "--kind", "sector"), 'the sector "opening-hours" exists already'),
    (("reading-city", "Reading City"), "can be no id (report)"),
    (("reading-city", "a/b"), "can be no id (report)"),
    (("open-late/opening-hours#staff", "reading-city/opening-hours#staff"), "stays where it is"),
    (("open-late/opening-hours#staff", "heading-1"), "is used there already"),
    (("open-late/opening-hours", "index"), "is used there already"),
    (("about", "search"), "is used there already"),
    (("city", "none"), "is used there already"),
    (("opening-hours#shelf", "agree"), "is used there already"),
    (("branch-list", "yearbook"), "is used there already"),
    (("no-such-thing", "other"), "there is nothing with the id"),
    (("reading-cities", "other"), 'Did you mean "reading-city"?'),
    (("staff", "other"), "there is nothing with the id"),
    (("library", "library"), "has this id already"),
]


@pytest.mark.parametrize(("words", "message"), REFUSED)
def test_refused(words: tuple[str, ...], message: str, copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    result = CliRunner().invoke(main, ["rename", *words, "--content", str(content)])
    assert result.exit_code in (1, 2) and message in result.output + str(result.exception), result.output
    assert is_same(content, FIXTURES / "minimal")


def is_same(one: Path, other: Path) -> bool:
    def files(folder: Path) -> dict[str, bytes]:
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    return files(one) == files(other)


def test_kind_is_asked_for_where_it_is_not_clear(copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    (content / "places.yml").open("a", encoding="utf-8").write("visits: {label: {zh: 某地, en: Place}}\n")
    result = CliRunner().invoke(main, ["rename", "visits", "visitors", "--content", str(content)])
    assert result.exit_code == 2 and "--kind: indicator, place" in str(result.exception) + result.output


def test_nothing_is_written_when_only_asked(copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    said = run("rename", "reading-city", "city-of-readers", "--dry-run", content=content)
    assert "reports/city-of-readers/report.yml" in said and "nothing was written" in said
    assert is_same(content, FIXTURES / "minimal")


def test_files_that_cannot_be_read_are_mended_first(copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    (content / "events.yml").write_text("- id: [", encoding="utf-8")
    assert "Mend this first" in CliRunner().invoke(main, ["rename", "city", "town", "--content", str(content)]).output
    assert (content / "actors.yml").read_bytes() == (FIXTURES / "minimal/actors.yml").read_bytes()


def test_words_stay_what_they_are(copy_site: Callable[[str], Path]) -> None:
    """An id in code, in prose, in a longer id, in another kind is no id of what is renamed."""
    content = copy_site("minimal")
    path = content / "pages/about.zh.md"
    odd = '\n`ref:reports/reading-city` reading-city [链](ref:reports/reading-city/ "reading-city")\n'
    path.write_text(path.read_text(encoding="utf-8") + odd, encoding="utf-8")
    run("rename", "reading-city", "city-of-readers", content=content)
    text = path.read_text(encoding="utf-8")
    assert '`ref:reports/reading-city` reading-city [链](ref:reports/city-of-readers/ "reading-city")' in text


# All or nothing


@pytest.mark.slow
def test_a_change_is_all_or_nothing_whenever_it_is_killed(tmp_path: Path) -> None:
    """Killed before any of its steps that write, it leaves the old content, or what the next run makes the new."""
    before, after = (shutil.copytree(FIXTURES / "minimal", tmp_path / name) for name in ("before", "after"))
    run("rename", "reading-city", "city-of-readers", content=after)
    outcomes = set()
    for step in (1, 2, 3, 7, 20, 40, 55, 60, 62, 64, 66, 70, 75, 80, 85, 90, 95, 10**6):
        content = shutil.copytree(before, tmp_path / str(step))
        died = kill_at(step, content)
        is_planned = plan_path(content).is_file()
        if is_planned:
            assert "unfinished-change" in {problem.rule for problem in load_content(content)[1]}
        assert finish_changes(content) == is_planned
        assert is_same(content, after if is_planned or not died else before), step
        outcomes.add((died, is_planned))
    assert outcomes == {(True, False), (True, True), (False, False)}


def kill_at(step: int, content: Path) -> bool:
    """Rename a report in a process of its own that dies before its nth step; tell whether it did."""
    code = f"""
import os, pathlib, signal
left = [{step}]
def dying(make):
    def step(*words, **more):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return make(*words, **more)
    return step
for name in ("replace", "unlink", "rmdir", "mkdir"):
    setattr(pathlib.Path, name, dying(getattr(pathlib.Path, name)))
from build_scripts.cli.main import main
main(["rename", "reading-city", "city-of-readers", "--content", {str(content)!r}])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


def test_what_may_not_be_written_is_refused_before_anything_is(tmp_path: Path) -> None:
    content = shutil.copytree(FIXTURES / "minimal", tmp_path / "content")
    (content / "reports" / "reading-city").chmod(0o500)
    if os.access(content / "reports" / "reading-city", os.W_OK):
        pytest.skip("this user may write everywhere")
    try:
        CliRunner().invoke(main, ["rename", "reading-city", "city", "--content", str(content)])
    finally:
        (content / "reports" / "reading-city").chmod(0o700)
    assert is_same(content, FIXTURES / "minimal")


def test_a_plan_that_leads_out_of_the_content_is_not_carried_out(tmp_path: Path) -> None:
    content, outside = tmp_path / "content", tmp_path / "outside"
    content.mkdir()
    outside.write_text("a", encoding="utf-8")
    plan_path(content).parent.mkdir()
    plan_path(content).write_text('{"texts": [], "moves": [], "removed": ["../outside"]}', encoding="utf-8")
    with pytest.raises(ValueError, match="outside"):
        finish_changes(content)
    assert outside.is_file()


def test_links_and_permissions_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    change_files(tmp_path, FileChanges({link: "new"}))
    assert link.is_symlink() and real.read_text(encoding="utf-8") == "new" and real.stat().st_mode & 0o777 == 0o640
    assert filecmp.cmp(link, real, shallow=False)
