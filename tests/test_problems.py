from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.ground.messages import Phrase, load_speech
from build_scripts.ground.problems import (
    Place,
    Problem,
    did_you_mean,
    has_errors,
    render_github,
    render_json,
    render_text,
    shown_path,
)

ERROR = Problem("b.yml", 2, 3, "unknown-kind", "error", 'there is no kind "x".', 'Did you mean "y"?')
WARNING = Problem("a.yml", 10, 1, "fuzzy-message", "warning", "it is fuzzy.")


def test_text_has_one_line_each_what_stops_a_build_first_and_a_count() -> None:
    assert render_text([WARNING, ERROR]).split("\n") == [
        'b.yml:2:3: error[unknown-kind]: there is no kind "x". Did you mean "y"?',
        "a.yml:10:1: warning[fuzzy-message]: it is fuzzy.",
        "1 error(s), 1 warning(s)",
    ]


def test_people_are_told_what_to_do_on_a_line_of_its_own() -> None:
    assert render_text([ERROR, WARNING], is_for_people=True).split("\n") == [
        'b.yml:2:3: error[unknown-kind]: there is no kind "x".',
        '  Did you mean "y"?',
        "a.yml:10:1: warning[fuzzy-message]: it is fuzzy.",
        "1 error(s), 1 warning(s)",
    ]


def test_what_keeps_a_file_from_being_read_comes_first() -> None:
    hiding = Problem("z.yml", 1, 1, "broken-yaml", "error", "it is broken.")
    assert render_text([ERROR, hiding]).startswith("z.yml:1:1: error[broken-yaml]")


def test_relatives_are_folded_and_programs_get_all() -> None:
    same = [Problem("a.yml", line, 1, "r", "error", "m", "h") for line in range(20, 0, -1)]
    assert render_text(same).split("\n") == [
        "a.yml:1:1: error[r]: m h",
        "  and 19 more: lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, …",
        "20 error(s), 0 warning(s)",
    ]
    assert len(render_text(same, fold=False).split("\n")) == 21
    assert len(json.loads(render_json(same))) == 20
    assert render_text([*same, Problem("b.yml", 1, 1, "r", "error", "m", "h")]).count("error[r]") == 2


def test_of_messages_that_differ_in_their_values_a_few_are_told() -> None:
    place = [Place(Path("a.yml"), line) for line in range(1, 8)]
    problems = [each.error("r", Phrase("no %(name)s.", name=f"x{each.line}")) for each in place]
    text = render_text(problems)
    assert [f"no x{no}." in text for no in range(1, 8)] == [True, True, True, False, False, False, False]
    assert "and 4 more: lines 4, 5, 6, 7" in text


def test_text_says_when_there_is_nothing() -> None:
    assert render_text([]) == "no problems"


def test_lines_sort_as_numbers() -> None:
    problems = [Problem("a.yml", line, 1, "r", "error", "m") for line in (10, 9, 100)]
    assert [problem.line for problem in sorted(problems)] == [9, 10, 100]


def test_json_has_the_fields_of_the_contract() -> None:
    rows = json.loads(render_json([ERROR, WARNING]))
    assert [list(row) for row in rows] == [["rule", "level", "path", "line", "column", "message", "hint"]] * 2
    assert rows[0] == {
        "rule": "fuzzy-message",
        "level": "warning",
        "path": "a.yml",
        "line": 10,
        "column": 1,
        "message": "it is fuzzy.",
        "hint": "",
    }
    assert json.loads(render_json([])) == []


def test_json_keeps_letters_readable() -> None:
    assert "标题" in render_json([Problem("标题.md", 1, 1, "r", "error", "标题")])


def test_github_has_one_command_each() -> None:
    assert render_github([ERROR, WARNING]).split("\n") == [
        "::warning file=a.yml,line=10,col=1,title=fuzzy-message::it is fuzzy.",
        '::error file=b.yml,line=2,col=3,title=unknown-kind::there is no kind "x". Did you mean "y"?',
    ]
    assert render_github([]) == ""


def test_github_escapes_what_its_syntax_reserves() -> None:
    problem = Problem("a,b:c%.yml", 1, 1, "r", "error", "100%: one,\ntwo\r", "x")
    assert render_github([problem]) == "::error file=a%2Cb%3Ac%25.yml,line=1,col=1,title=r::100%25: one,%0Atwo%0D x"


@given(st.text(), st.text(), st.text())
def test_github_never_breaks_its_line(path: str, message: str, hint: str) -> None:
    rendered = render_github([Problem(path, 1, 1, "r", "error", message, hint)])
    assert "\n" not in rendered and "\r" not in rendered
    assert rendered.count("::") >= 2


@given(st.text(), st.text())
def test_json_is_read_back_as_it_was(message: str, hint: str) -> None:
    row = json.loads(render_json([Problem("a", 1, 1, "r", "error", message, hint)]))[0]
    assert (row["message"], row["hint"]) == (message, hint)


def test_text_of_a_problem_is_one_line_whatever_it_quotes() -> None:
    problem = Place(Path("a.yml")).error("r", 'found "one\ntwo\r\nthree".', "Write\nit.")
    assert str(problem) == 'a.yml:1:1: error[r]: found "one two three". Write it.'


def test_place_makes_problems_of_both_levels() -> None:
    place = Place(Path("a.yml"), 4, 2)
    assert str(place.error("r", "m", "h")) == "a.yml:4:2: error[r]: m h"
    assert str(place.warning("r", "m")) == "a.yml:4:2: warning[r]: m"


def test_only_errors_stop_a_build() -> None:
    assert has_errors([WARNING, ERROR])
    assert not has_errors([WARNING])
    assert not has_errors([])


# Paths


def test_path_is_shown_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path(Path("content/site.yml")) == "content/site.yml"
    assert shown_path(tmp_path / "content" / "site.yml") == "content/site.yml"
    assert shown_path(Path("content/../site.yml")) == "site.yml"
    assert shown_path(tmp_path.parent / "elsewhere.yml") == (tmp_path.parent / "elsewhere.yml").as_posix()


def test_symbolic_link_is_shown_under_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yml").write_text("", encoding="utf-8")
    Path("b.yml").symlink_to("a.yml")
    Path("loop.yml").symlink_to("loop.yml")
    assert shown_path(Path("b.yml")) == "b.yml"
    assert shown_path(Path("loop.yml")) == "loop.yml"


# Hints


@pytest.mark.parametrize(
    ("found", "valid", "hint"),
    [
        ("actors", ["kind", "actor"], 'Did you mean "actor"?'),
        ("zzz", ["b", "a", "b"], "Expected one of: a, b."),
        ("zzz", [], ""),
        ("zzz", [f"word-{no}" for no in range(21)], ""),
        ("zzz", list("abcdefghij"), "Expected one of: a, b, c, d, e, f, g, h, or one of 2 more."),
        ("word", [f"word-{no:02}" for no in range(21)], 'Did you mean "word-20"?'),
        ("读者", ["读者们", "图书馆"], 'Did you mean "读者们"?'),
    ],
)
def test_hint_names_the_nearest_or_the_few(found: str, valid: list[str], hint: str) -> None:
    assert did_you_mean(found, valid) == hint


def test_hint_has_labels_and_names_the_file_of_the_rest() -> None:
    labels = {f"kind-{no:02}": {"zh": f"第{no}类", "en": f"Kind {no}"} for no in range(30)}
    hint = did_you_mean("zzz", labels, labels, "kinds.yml")
    assert hint.startswith("Expected one of: kind-00 (Kind 0), kind-01 (Kind 1)")
    assert hint.endswith(", or one of 22 more in kinds.yml.")
    assert hint.said(load_speech("zh")).startswith("可以写：kind-00（第0类）、kind-01（第1类）")
    assert did_you_mean("第7类", labels, labels) == 'Did you mean "kind-07"?'


def test_hint_does_not_depend_on_the_order_of_the_choices() -> None:
    choices = ["abc-1", "abc-2", "abc-3"]
    assert {did_you_mean("abc", order) for order in (choices, choices[::-1])} == {'Did you mean "abc-3"?'}
