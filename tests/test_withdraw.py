"""`duizhao withdraw` and `duizhao publish-ids`: what is gone says so, and nothing is gone without a word."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from build_scripts.cli.main import main
from build_scripts.content.identifiers import Identifier
from build_scripts.content.load import load_content
from build_scripts.content.succession import find_succession
from build_scripts.publish.build import check_content
from tests.built import FIXTURES, replace
from tests.test_rename import is_same, run, states

WHY = "与原文不符。"


def withdraw(*words: str, content: Path) -> Result:
    return CliRunner().invoke(main, ["withdraw", *words, "--reason", WHY, "--on", "2024-06", "--content", str(content)])


def rules(content: Path) -> set[str]:
    return {problem.rule for problem in check_content(content)[2] if problem.level == "error"}


WITHDRAWN = [
    (("open-late/opening-hours#unknown-shelf", "--instead", "open-late/opening-hours#staff"), "statement"),
    (("opening-hours#readers-or-staff",), "point"),
    (("night-shelf",), "term"),
    (("library-bylaw",), "event"),
    (("reading-city/loan-share-range",), "figure"),
    (("e-lending", "--instead", "interlibrary-loan"), "term"),
]


@pytest.mark.parametrize(("words", "kind"), WITHDRAWN)
def test_what_is_withdrawn_is_gone_and_says_so(
    words: tuple[str, ...], kind: str, copy_site: Callable[[str], Path]
) -> None:
    content = copy_site("minimal")
    run("publish-ids", content=content)
    before = states(content)
    result = withdraw(*words, content=content)
    assert result.exit_code == 0, result.output
    assert rules(content) == set()
    succession = find_succession(load_content(content)[0])
    (one,) = succession.withdrawn
    assert (one.kind, one.key) == (kind, words[0]) and one not in succession.living
    entry = succession.withdrawn[one]
    assert (entry.since, dict(entry.reason)) == ("2024-06", {"zh": WHY})
    own = re.split("[/#]", words[0])[-1]
    kept = [unit for unit in before if own not in (unit[1], *unit[1].split(".")[:2])]
    assert [unit for unit in states(content) if not unit[0].startswith("withdrawn.yml")] == kept
    assert not any(f'"{own}' in path.read_text(encoding="utf-8") for path in (content / "translations").rglob("*.yml"))


def test_brief_and_report_go_with_all_that_is_in_them(copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    run("publish-ids", content=content)
    (content / "comparisons/opening-hours.zh.md").unlink()
    (content / "comparisons/opening-hours.en.md").unlink()
    assert withdraw("open-late/summary", content=content).exit_code == 0
    assert not (content / "reports/open-late/summary.zh.md").exists()
    events = content / "events.yml"
    events.write_text(
        re.sub(r", open-late/[a-z#-]+|open-late/[a-z#-]+", "", events.read_text("utf-8")), encoding="utf-8"
    )
    for path in (content / "reports/reading-city").glob("*.md"):
        path.write_text(
            path.read_text(encoding="utf-8").replace("ref:reports/open-late", "ref:reports"), encoding="utf-8"
        )
    result = withdraw("--kind", "report", "open-late", "--instead", "reading-city", content=content)
    assert result.exit_code == 0, result.output
    assert not (content / "reports/open-late").exists() and not (content / "translations/en/reports/open-late").exists()
    succession = find_succession(load_content(content)[0])
    assert [str(one) for one in sorted(succession.withdrawn)] == [
        "brief/open-late/opening-hours",
        "brief/open-late/summary",
        "report/open-late",
    ]
    points = [problem for problem in check_content(content)[2] if problem.rule == "lost-id"]
    assert {problem.message.split('"')[1].partition("#")[0] for problem in points} == {"opening-hours"}  # taken by hand


def test_what_is_still_named_is_refused(copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    result = withdraw("open-late/opening-hours#staff", content=content)
    assert result.exit_code == 1
    assert "still named in comparisons/opening-hours.zh.md. Change that first, or give with --instead" in result.output
    for words in (
        ("reading-city", "--kind", "report"),
        ("opening-hours", "--kind", "sector"),
        ("harbour", "--kind", "place"),
    ):
        assert "is still named in" in withdraw(*words, content=content).output
    assert is_same(content, FIXTURES / "minimal")


REFUSED = [
    (("nothing",), "there is nothing with the id"),
    (("night-shelf", "--instead", "day-shelf"), "that could stand instead"),
    (("night-shelf", "--instead", "Day shelf"), "is no id with its kind"),
    (("night-shelf", "--instead", "night-shelf"), "is part of what is withdrawn"),
    (("night-shelf", "--on", "yesterday"), "--on"),
]


@pytest.mark.parametrize(("words", "message"), REFUSED)
def test_refused(words: tuple[str, ...], message: str, copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    result = CliRunner().invoke(main, ["withdraw", "--reason", WHY, *words, "--content", str(content)])
    assert result.exit_code in (1, 2) and message in result.output + str(result.exception), result.output
    assert is_same(content, FIXTURES / "minimal")


def test_what_is_gone_already_gets_its_word(copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    run("publish-ids", content=content)
    path = content / "glossary.yml"
    path.write_text(re.sub(r"(?s)- id: night-shelf\n.*?(?=- id)", "", path.read_text("utf-8")), encoding="utf-8")
    (lost,) = [problem for problem in check_content(content)[2] if problem.rule == "lost-id"]
    assert "`duizhao withdraw --kind term night-shelf --reason" in lost.hint
    assert withdraw("--kind", "term", "night-shelf", content=content).exit_code == 0
    assert rules(content) == set()
    assert "withdrawn already" in withdraw("--kind", "term", "night-shelf", content=content).output
    again = CliRunner().invoke(main, ["rename", "e-lending", "night-shelf", "--content", str(content)])
    assert "its id is not given again" in again.output


def test_ids_are_remembered_for_good(copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    run("publish-ids", content=content)
    first = (content / "published.yml").read_text(encoding="utf-8")
    run("rename", "--kind", "term", "night-shelf", "shelf", content=content)
    run("publish-ids", content=content)
    second = (content / "published.yml").read_text(encoding="utf-8")
    assert set(second.splitlines()) - set(first.splitlines()) == {"- term/shelf"} and "- term/night-shelf\n" in second
    run("publish-ids", content=content)
    assert (content / "published.yml").read_text(encoding="utf-8") == second
    assert (content / ".gitattributes").read_text(encoding="utf-8") == "published.yml merge=union\n"
    path = content / "glossary.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("  formerly: [night-shelf]\n", ""), encoding="utf-8")
    assert rules(content) == {"lost-id"}
    assert "lost-id" in run("publish-ids", content=content, code=1)


def test_git_joins_what_two_editors_published(tmp_path: Path) -> None:
    """Each on a branch of their own, with the real git."""

    def git(*words: str) -> str:
        own = ("-c", "user.name=a", "-c", "user.email=a@b.example")
        return subprocess.run(["git", *own, *words], cwd=content, check=True, capture_output=True, text=True).stdout

    content = shutil.copytree(FIXTURES / "minimal", tmp_path / "content")
    git("init", "-q", "-b", "main")
    run("publish-ids", content=content)
    git("add", "-A")
    git("commit", "-qm", "first")
    for branch, term in (("one", "night-shelf"), ("other", "interlibrary-loan")):
        git("checkout", "-qb", branch, "main")
        run("rename", "--kind", "term", term, f"{term}-{branch}", content=content)
        run("publish-ids", content=content)
        git("commit", "-qam", branch)
    git("merge", "-q", "-m", "both", "one")
    assert rules(content) == set()
    lines = (content / "published.yml").read_text(encoding="utf-8").splitlines()
    assert {"- term/night-shelf-one", "- term/interlibrary-loan-other", "- term/night-shelf"} <= set(lines)


def test_a_page_that_the_generator_has_now_is_not_gone(copy_site: Callable[[str], Path]) -> None:
    content = copy_site("minimal")
    run("publish-ids", content=content)
    with (content / "published.yml").open("a", encoding="utf-8") as file:
        file.write("- page/edit\n- page/elsewhere\n")
    (lost,) = [problem for problem in check_content(content)[2] if problem.rule == "lost-id"]
    assert '"elsewhere"' in lost.message


def test_old_ids_and_acceptance_go_with_what_is_withdrawn(copy_site: Callable[[str], Path]) -> None:
    """A renamed event: its old id needs no entry of its own, and its name is accepted as it was."""
    content = copy_site("minimal")
    run("publish-ids", content=content)
    run("rename", "library-bylaw", "bylaw", content=content)
    run("translate", "accept", "--all", content=content)
    assert withdraw("bylaw", content=content).exit_code == 0
    assert rules(content) == set()
    succession = find_succession(load_content(content)[0])
    assert [str(one) for one in succession.withdrawn] == ["event/bylaw"]
    assert str(succession.find(Identifier.parse("event/library-bylaw"))) == "event/bylaw"
    assert ("withdrawn.yml@en", "event/bylaw.label", "current") in states(content)
    assert "formerly: [library-bylaw]" in (content / "withdrawn.yml").read_text(encoding="utf-8")


def test_what_moved_into_what_is_withdrawn_is_still_found(copy_site: Callable[[str], Path]) -> None:
    """A statement that stood in another brief, which stays, and is withdrawn with the brief that it stands in."""
    content = copy_site("minimal")
    replace(
        content / "reports/open-late/summary.zh.md",
        "{#no-substitute",
        "{#no-substitute formerly=open-late/opening-hours#moved",
    )
    replace(
        content / "comparisons/opening-hours.zh.md", "unknown-shelf open-late/summary#no-substitute", "unknown-shelf"
    )
    (content / "published.yml").write_text("- statement/open-late/opening-hours#moved\n", encoding="utf-8")
    assert rules(content) == set()
    result = withdraw("open-late/summary", "--instead", "open-late/opening-hours", content=content)
    assert result.exit_code == 0, result.output
    assert rules(content) == set()


def test_lines_that_name_another_thing_now_are_named(copy_site: Callable[[str], Path]) -> None:
    """Their words were written for what is withdrawn."""
    content = copy_site("minimal")
    words = ("open-late/opening-hours#pilot", "--instead", "open-late/opening-hours#staff")
    result = withdraw(*words, content=content)
    assert result.exit_code == 0, result.output
    said = [line for line in result.output.splitlines() if "#staff" in line or "opening-hours#staff" in line]
    named = {line.split(":")[0].rpartition("/")[2] for line in said}
    assert {"collections.zh.md", "collections.en.md", "opening-hours.zh.md", "events.yml"} <= named, result.output
    for line in said:
        path, no, text = re.fullmatch(r"(.*?):(\d+): (.*)", line).group(1, 2, 3)  # type: ignore[union-attr]
        assert (content / path).read_text(encoding="utf-8").split("\n")[int(no) - 1].strip() == text
