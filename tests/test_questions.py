"""What readers ask in words of their own: checked, kept with the statements that answer, and given to the search."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from build_scripts.cli.main import main
from build_scripts.content.load import load_content
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.outputs.questions import question_files, question_keys
from build_scripts.publish.build import check_content
from build_scripts.translation.without_drafts import without_drafts
from tests.built import Built, edit_statement, full_brief, replace
from tests.searched import built_entries, unpacked

pytest_plugins = ("tests.built",)

CopySite = Callable[[str], Path]
STAFF = "open-late/opening-hours#staff"
LATE_DOORS = """\
- id: late-doors
  asked:
    zh: [下班以后还能借书吗, 晚上几点关门]
    en: [can I borrow novels after work, when do the doors shut]
  statements: [reading-city/opening-hours#evening-visits, open-late/opening-hours#pilot]
"""


def answers_of(library: Library) -> dict[str, tuple[str, ...]]:
    return {question.id: question.statements for question in library.questions}


def run(*words: str, content: Path) -> str:
    result = CliRunner().invoke(main, [*words, "--content", str(content)])
    assert result.exit_code == 0, result.output
    return result.output


def files_of(built: Built, language: str) -> tuple[dict[str, list[int]], list[list[int]]]:
    """Give the keys of all files with the questions that have them, and what answers each."""
    folder = built.site / language / "search"
    count = unpacked(folder / "facets.json.gz")["asked"]
    keys = {key: own for no in range(count) for key, own in unpacked(folder / f"asked/{no}.json.gz").items()}
    answers = [own for path in sorted(folder.glob("asked/answers-*.gz")) for own in unpacked(path)]
    return keys, answers


# The content


def test_what_answers_a_question_goes_by_its_new_name(copy_site: CopySite) -> None:
    content = copy_site("minimal")
    run("rename", "--kind", "statement", STAFF, "night-staff", content=content)
    text = (content / "questions.yml").read_text(encoding="utf-8")
    assert "[open-late/opening-hours#night-staff]" in text
    run("rename", "--kind", "report", "open-late", "late", content=content)
    library = link_content(load_content(content)[0])
    assert answers_of(library)["who-pays"] == ("late/opening-hours#night-staff",)


def test_what_is_withdrawn_answers_no_longer(copy_site: CopySite) -> None:
    """A question that nothing answers then goes too; what another statement answers as well stays."""
    content = copy_site("minimal")
    for path in (content / "comparisons").glob("*.md"):
        path.unlink()
    run("withdraw", STAFF, "--reason", "…", content=content)
    assert (content / "questions.yml").read_text(encoding="utf-8") == LATE_DOORS
    replace(content / "events.yml", ", open-late/opening-hours#pilot", "")
    replace(
        content / "reports/reading-city/collections.zh.md", "(ref:reports/open-late/opening-hours#pilot)", "(ref:about)"
    )
    replace(
        content / "reports/reading-city/collections.en.md", "(ref:reports/open-late/opening-hours#pilot)", "(ref:about)"
    )
    run("withdraw", "--kind", "report", "open-late", "--reason", "…", content=content)
    text = (content / "questions.yml").read_text(encoding="utf-8")
    assert text == LATE_DOORS.replace(", open-late/opening-hours#pilot", "")


def test_what_stands_instead_answers_once(copy_site: CopySite) -> None:
    content = copy_site("minimal")
    replace(content / "questions.yml", f"[{STAFF}]", f"[{STAFF}, open-late/opening-hours#pilot]")
    instead = ("--instead", "open-late/opening-hours#pilot")
    run("withdraw", STAFF, "--reason", "…", *instead, content=content)
    library = link_content(load_content(content)[0])
    assert answers_of(library)["who-pays"] == ("open-late/opening-hours#pilot",)


def test_a_draft_answers_nothing(copy_site: CopySite) -> None:
    content = copy_site("minimal")
    replace(content / "reports/open-late/opening-hours.zh.md", "---\n", "---\ndraft: true\n")
    published, _ = without_drafts(check_content(content)[0], ())
    assert answers_of(link_content(published)) == {"late-doors": ("reading-city/opening-hours#evening-visits",)}


# What a browser loads


def test_every_question_is_found_by_its_words_and_leads_to_its_answers(built_minimal: Built) -> None:
    for language, english in (("zh", False), ("en", True)):
        keys, answers = files_of(built_minimal, language)
        paths = [*built_entries(built_minimal.site, language)]
        asked = [one for one in built_minimal.library.questions if language in one.asked]
        assert len(answers) == len(asked) > 0
        for number, question in enumerate(asked):
            found = {key for text in question.asked[language] for key in question_keys(text, is_english=english)}
            assert found and all(number in _numbers(keys[key]) for key in found)
            right = [built_minimal.library.statements[key].path for key in question.statements]
            assert [paths[no] for no in answers[number]] == right


def _numbers(steps: list[int]) -> list[int]:
    return [sum(steps[: no + 1]) for no in range(len(steps))]


def test_words_that_very_many_questions_have_are_left_out() -> None:
    questions = [((f"common rare{no}",), (no,)) for no in range(200)]
    files = dict(question_files(questions, is_english=True))
    keys = {key for name, own in files.items() if "answers" not in name for key in own}  # type: ignore[attr-defined]
    assert len(keys) == 200 and "common" not in keys


def test_files_stay_small_however_many_questions_there_are() -> None:
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghijklmnop", k=6)) for _ in range(4000)]
    for count in (300, 3000):
        questions = [((" ".join(chance.sample(words, 4)),), (no, no + 1)) for no in range(count)]
        files = dict(question_files(questions, is_english=False))
        assert max(len(json.dumps(own)) for own in files.values()) < 4500
        assert len(files) > count / 40


def test_a_new_question_changes_the_search_alone(minimal_copy: Built) -> None:
    """No page shows it, so none is rendered again; the index of the engine stays."""
    assert not minimal_copy.build().failed
    before = {path: path.read_bytes() for path in minimal_copy.site.rglob("*") if path.is_file()}
    replace(minimal_copy.content / "questions.yml", "谁掏钱雇人守夜", "守夜的工钱谁出")
    assert not minimal_copy.build().failed
    after = {path: path.read_bytes() for path in minimal_copy.site.rglob("*") if path.is_file()}
    changed = {path for path in before | after if before.get(path) != after.get(path)}
    assert changed and all("/search/" in path.as_posix() for path in changed), changed
    assert not any("/index/" in path.as_posix() or path.name.startswith("pagefind") for path in changed)
    keys, _ = files_of(minimal_copy, "zh")
    assert "工钱" in keys and "掏钱" not in keys


def test_an_edited_statement_is_still_what_answers(minimal_copy: Built) -> None:
    assert not minimal_copy.build().failed
    edit_statement(full_brief(minimal_copy.library), minimal_copy.library.source)
    assert not minimal_copy.build().failed
    paths = [*built_entries(minimal_copy.site, "zh")]
    _, answers = files_of(minimal_copy, "zh")
    assert paths[answers[1][0]] == minimal_copy.library.statements[STAFF].path


@pytest.mark.parametrize("text", ["", "？？", "的"])
def test_what_has_no_words_gives_no_keys(text: str) -> None:
    assert list(question_keys(text, is_english=False)) == []
