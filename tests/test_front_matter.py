from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from build_scripts.ground.files import read_text
from build_scripts.ground.front_matter import Document, split_front_matter
from build_scripts.ground.problems import Place, Problem
from build_scripts.ground.strict_yaml import REFUSED, YamlValue, parse_yaml

FILE = Path("events.yml")
# Mostly text that looks like YAML, because random letters seldom reach the corners of its grammar.
PIECES = "a¦zh¦:¦: ¦- ¦\n¦\n  ¦[¦]¦{¦}¦,¦&x ¦*x¦!!int ¦!t ¦? ¦<<¦|¦'¦\"¦#¦%YAML 1.2"
PIECES += "¦---\n¦...\n¦~¦no¦1:30¦010¦1e9¦\\x41¦\t¦标题"
YAML_LIKE = st.lists(st.sampled_from([*PIECES.split("¦"), "9" * 20]), max_size=25).map("".join)


def read(text: str) -> Any:
    """Parse YAML that must be free of problems."""
    value, problems = parse_yaml(text, FILE)
    assert problems == []
    return value.data


def rules(problems: list[Problem]) -> list[tuple[str, int, int]]:
    return [(problem.rule, problem.line, problem.column) for problem in problems]


# bytes → text


def write(folder: Path, data: bytes) -> Path:
    path = folder / "file.md"
    path.write_bytes(data)
    return path


def test_text_is_read_as_it_is(tmp_path: Path) -> None:
    assert read_text(write(tmp_path, "标题\n\tline 2 \n".encode())) == ("标题\n\tline 2 \n", [])


@pytest.mark.parametrize(
    ("data", "text", "found"),
    [
        (b"\xef\xbb\xbfa", "a", []),
        (b"a\nb\r\nc\r\n", "a\nb\nc\n", []),
        (b"a\rb", "a\nb", []),
        (b"a\nb\x00c\x00", "a\nbc", [("not-text", 2, 1)]),
        (b"", "", [("empty-file", 1, 1)]),
        (b" \n\t\n", " \n\t\n", [("empty-file", 1, 1)]),
        (b"\xef\xbb\xbf", "", [("empty-file", 1, 1)]),
        (b"ab\ncd\xff", "", [("not-utf-8", 2, 3)]),
        ("标\xe9".encode()[:-1], "", [("not-utf-8", 1, 2)]),
        (b"\xef\xbb\xbf\r\n\x00x", "\nx", [("not-text", 2, 1)]),
    ],
    ids=["bom", "crlf", "cr", "nul", "empty", "blank", "only-bom", "latin-1", "cut-off", "three-at-once"],
)
def test_odd_bytes_are_problems_not_guesses(
    tmp_path: Path, data: bytes, text: str, found: list[tuple[str, int, int]]
) -> None:
    actual, problems = read_text(write(tmp_path, data))
    assert (actual, rules(problems)) == (text, found)


def test_missing_file_and_folder_are_problems(tmp_path: Path) -> None:
    assert rules(read_text(tmp_path / "none.yml")[1]) == [("unreadable-file", 1, 1)]
    assert rules(read_text(tmp_path)[1]) == [("unreadable-file", 1, 1)]


# YAML → values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12),
        ("-3", -3),
        ("+5", 5),
        ("0", 0),
        ("12.50", Decimal("12.50")),
        ("1e3", Decimal("1e3")),
        ("0.1", Decimal("0.1")),
        ("true", True),
        ("false", False),
        ("'true'", "true"),
        ("True", "True"),
        ("null", None),
        ("~", None),
        ("", None),
        ("'no'", "no"),
        ("'1:30'", "1:30"),
        ('"010"', "010"),
        ("2023-11-14", "2023-11-14"),
        ("2023-11", "2023-11"),
        ("12 apples", "12 apples"),
        ("1.2.3", "1.2.3"),
        ("nothing", "nothing"),
        ("1:30 pm", "1:30 pm"),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        ("[1, a, [b]]", [1, "a", ["b"]]),
        ("{b: 1, c: {d: e}}", {"b": 1, "c": {"d": "e"}}),
    ],
)
def test_scalar_is_what_it_looks_like(text: str, expected: Any) -> None:
    found = read(f"a: {text}")["a"]
    assert found == expected
    assert type(found) is type(expected)


def test_decimals_stay_exact_and_dates_stay_text() -> None:
    assert str(read("a: 0.10")["a"]) == "0.10"
    assert not isinstance(read("a: 2023-11-14")["a"], datetime.date)


@pytest.mark.parametrize(
    "text", ["no", "NO", "On", "y", "1:30", "1:30:05", "010", "-07", "0x1F", "0o17", "1_000", ".5"]
)
def test_surprising_scalar_is_refused_and_only_words_are_taken_as_text(text: str) -> None:
    value, problems = parse_yaml(f"a:\n  - {text}\n", FILE)
    assert rules(problems) == [("yaml-surprise", 2, 5)]
    number = "1000, or a text as " if text == "1_000" else ""
    assert problems[0].hint == f'Write {number}"{text}" with quotes.'
    assert value.data == {"a": [text if text.isalpha() else REFUSED]}


@pytest.mark.parametrize(
    ("text", "rule", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1),
        ("a:\n  b: {c: 1, c: 2}\n", "duplicate-key", 2, 13),
        ("no: 1\n", "yaml-surprise", 1, 1),
        ("a: &x 1\nb: *x\n", "yaml-alias", 2, 4),
        ("a: 1\n<<: {b: 2}\n", "yaml-alias", 2, 1),
        ("a: !!python/object:os.system 1\n", "yaml-tag", 1, 4),
        ("a: !mine [1]\n", "yaml-tag", 1, 4),
        ("a: 1\n? [b]\n: 2\n", "yaml-key", 2, 3),
        ("a: b: c\n", "broken-yaml", 1, 5),
        ("a: 1\nb: [1, 2\nc: 3\n", "broken-yaml", 3, 2),
        ("a: 1\nb: 'open\nc: 3\n", "broken-yaml", 2, 4),
        ("a: 1\nb: \x07\n", "broken-yaml", 2, 4),
        ('a: 1\nb: "\\UFFFFFFFF"\n', "broken-yaml", 2, 7),
        ('a: 1\nb: "\\ud800"\n', "broken-yaml", 2, 4),
        ("a: 1\nb: " + "9" * 5000, "broken-yaml", 2, 4),
        ("%YAML 1." + "9" * 5000 + "\n---\na: 1\n", "broken-yaml", 1, 9),
        ("[" * 5000, "broken-yaml", 1, 42),
    ],
)
def test_refusal_stands_at_its_own_place(text: str, rule: str, line: int, column: int) -> None:
    assert rules(parse_yaml(text, FILE)[1])[:1] == [(rule, line, column)]


def test_first_of_two_equal_keys_is_kept() -> None:
    assert parse_yaml("a: 1\na: 2\n", FILE)[0].data == {"a": 1}


def test_every_problem_of_a_file_is_found_at_once() -> None:
    problems = parse_yaml("a: no\nb: 010\na: *x\nc: !t 1\n".replace("*x", "1:30"), FILE)[1]
    assert [problem.rule for problem in problems] == ["yaml-surprise", "yaml-surprise", "duplicate-key", "yaml-tag"]


def test_places_are_those_of_the_keys() -> None:
    value, _ = parse_yaml("name:\n  zh: 标题\nlist:\n  - x\n  - {id: y}\n", FILE, first_line=10)
    assert value.place("name", "zh") == Place(FILE, 11, 3)
    assert value.place("list", 1, "id") == Place(FILE, 14, 6)
    assert value.place("list", 0) == Place(FILE, 13, 5)


def test_place_of_a_key_that_is_not_there_is_that_of_its_nearest_parent() -> None:
    value, _ = parse_yaml("a:\n  b:\n    c: 1\n", FILE)
    assert value.place("a", "b", "x", "y") == Place(FILE, 2, 3)
    assert value.place("x") == Place(FILE, 1, 1)
    assert YamlValue({}, FILE).place("x", 1) == Place(FILE, 1, 1)


# front matter


def split(text: str) -> tuple[Document, list[tuple[str, int, int]]]:
    document, problems = split_front_matter(text, FILE)
    return document, rules(problems)


def test_document_is_taken_apart_with_the_files_own_lines() -> None:
    document, found = split("---\ntitle: 标题\nnav: 2\n---\n\nBody\n---\nmore\n")
    assert found == []
    assert document.front.data == {"title": "标题", "nav": 2}
    assert document.front.place("nav") == Place(FILE, 3, 1)
    assert (document.body, document.body_line) == ("\nBody\n---\nmore\n", 5)


def test_body_line_is_the_line_of_the_body() -> None:
    text = "---\ntitle: x\n---\nfirst\nsecond\n"
    document, _ = split(text)
    assert text.split("\n")[document.body_line - 1] == document.body.split("\n")[0] == "first"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title: x\n", [("no-front-matter", 1, 1)]),
        ("", [("no-front-matter", 1, 1)]),
        ("\n---\ntitle: x\n---\n", [("no-front-matter", 1, 1)]),
        ("---\ntitle: x\n", [("front-matter-not-closed", 1, 1)]),
        ("---", [("front-matter-not-closed", 1, 1)]),
        ("---\ntitle: a: b\n---\n", [("broken-yaml", 2, 9)]),
        ("---\ntitle: a\ntitle: b\n---\n", [("duplicate-key", 3, 1)]),
    ],
)
def test_bad_front_matter_is_a_problem(text: str, found: list[tuple[str, int, int]]) -> None:
    assert split(text)[1] == found


def test_text_without_front_matter_is_all_body() -> None:
    document, _ = split("# Title\n\ntext\n")
    assert (document.body, document.body_line) == ("# Title\n\ntext\n", 1)


def test_blanks_after_the_dashes_do_not_matter() -> None:
    assert split("---  \ntitle: x\n--- \nbody")[0].front.data == {"title": "x"}


# Whatever somebody feeds it


@given(st.binary(max_size=200))
@example(b"\xed\xa0\x80")
def test_read_text_never_raises(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    text, problems = read_text(write(tmp_path_factory.getbasetemp(), data))
    assert "\r" not in text and "\x00" not in text
    assert bool(text.strip()) or problems


@settings(max_examples=300)
@given(st.text(max_size=80) | YAML_LIKE)
@example('"\\UFFFFFFFF"')
@example("9" * 5000)
@example("%YAML 1." + "9" * 5000 + "\n---\n")
@example("*a")
@example("{? }")
@example("!<%ff> a")
def test_parse_yaml_never_raises(text: str) -> None:
    value, problems = parse_yaml(text, FILE, first_line=3)
    assert isinstance(value, YamlValue)
    assert all(problem.line >= 3 and problem.column >= 1 for problem in problems)


@settings(max_examples=300)
@given(st.text(max_size=80) | YAML_LIKE.map("---\n{}\n---\n".format))
@example("---\n---\n")
@example("---\n- \n---")
def test_split_front_matter_never_raises(text: str) -> None:
    document, _ = split_front_matter(text, FILE)
    lines = text.split("\n")
    assert document.body == "" or "\n".join(lines[document.body_line - 1 :]) == document.body
