"""The outline of a brief: golden files `golden/outline-*.yml` for what is read, and tests for each rule of reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from build_scripts.content.attributes import ATTRIBUTES, parse_attributes
from build_scripts.content.markup import check_markup
from build_scripts.content.outline import Outline, RawStatement, Run, Section, is_note
from build_scripts.content.outline_parser import parse_outline
from build_scripts.ground.markdown import parse, without_comments
from build_scripts.ground.problems import Place
from tests.conftest import TESTS, Golden

FILE = Path("brief.zh.md")
GOLDEN = sorted((TESTS / "golden").glob("outline-*.yml"))
# Pieces that meet at every corner of the grammar.
PIECES = "## 现状 {kind=finding}¦\n¦\n\n¦- ¦1. ¦    ¦\t¦> ¦{#a}¦{#b actor=x}¦{¦}¦#¦# ¦text¦`¦```\n¦<!-- ¦-->¦<b>"
PIECES += "¦|a|b|\n|-|-|\n¦[x](ref:y)¦===\n¦---\n¦***\n¦\\¦\r"
MARKDOWN_LIKE = st.lists(st.sampled_from(PIECES.split("¦")), max_size=30).map("".join)


def read(body: str, source: bool = True) -> tuple[Outline, list[tuple[str, int]]]:
    outline, problems = parse_outline(body, FILE, 1, source)
    found = sorted([*problems, *check_markup(outline, FILE, 1)])
    return outline, [(problem.rule, problem.line) for problem in found]


def prose_of(section: Section) -> str:
    return "\n\n".join(run.prose.source for run in section.runs)


def details_of(statement: RawStatement) -> str:
    return "\n\n".join(prose.source for name, prose in statement.parts if not is_note(name))


def dump(outline: Outline) -> dict[str, Any]:
    """Write an outline down, leaving out what is empty."""

    def filled(**fields: Any) -> dict[str, Any]:
        return {key: value for key, value in fields.items() if value}

    return filled(
        intro=outline.intro.source,
        sections=[
            filled(
                title=section.title.source,
                level=section.level,
                line=section.place.line,
                id=section.attributes.id,
                attributes={key: list(words) for key, words in section.attributes.words.items()},
                prose=prose_of(section),
                statements=[
                    filled(
                        id=statement.id,
                        line=statement.place.line,
                        text=statement.text.source,
                        attributes={key: list(words) for key, words in statement.attributes.words.items()},
                        details=details_of(statement),
                        notes=[note.source for note in statement.notes],
                    )
                    for statement in section.statements
                ],
            )
            for section in outline.sections
        ],
    )


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_outline(path: Path, golden: Golden) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    outline, problems = parse_outline(case["body"], FILE, case.get("first_line", 1), case.get("source", True))
    problems = sorted([*problems, *check_markup(outline, FILE, case.get("first_line", 1))])
    found = {**dump(outline), **({"problems": [str(problem) for problem in problems]} if problems else {})}
    golden.check(path, "outline", found)


# What is a statement


@pytest.mark.parametrize(
    "body",
    [
        "## 现状 {kind=finding}\n\n```\n- 例子 {#a}\n```\n",
        "## 现状 {kind=finding}\n\n<!--\n- 旧的 {#a}\n-->\n",
        "## 现状 {kind=finding}\n\n> - 引文 {#a}\n",
        "## 现状 {kind=finding}\n\n|列|\n|-|\n|- 甲 {#a}|\n",
        "## 现状 {kind=finding}\n\n正文\n    - 不是列表 {#a}\n",
    ],
    ids=["fence", "comment", "quote", "table", "continuation"],
)
def test_what_only_looks_like_a_statement_is_none(body: str) -> None:
    assert list(read(body)[0].statements) == []


def test_nested_list_belongs_to_its_statement() -> None:
    outline, problems = read("## 现状 {kind=finding}\n- 一 {#a}\n    - 甲\n    - 乙\n- 二 {#b}\n")
    assert problems == []
    assert [(s.id, s.text.source, details_of(s)) for s in outline.statements] == [
        ("a", "一", "- 甲\n- 乙"),
        ("b", "二", ""),
    ]


def test_statement_may_run_over_several_lines() -> None:
    outline, problems = read("## 现状 {kind=finding}\n- 第一行\n  第二行 {#a}\n")
    assert problems == []
    assert next(outline.statements).text.words == "第一行第二行"


@pytest.mark.parametrize("bullet", ["-", "*", "+", "1.", "3)"])
def test_every_kind_of_list_holds_statements(bullet: str) -> None:
    assert [s.id for s in read(f"## 现状 {{kind=finding}}\n{bullet} 一 {{#a}}\n")[0].statements] == ["a"]


def test_lines_count_from_the_start_of_the_file() -> None:
    outline, _ = parse_outline("导语\n\n## 现状 {kind=finding}\n\n- 一 {#a}\n", FILE, 5)
    assert outline.sections[0].place == Place(FILE, 7, 1)
    assert next(outline.statements).place == Place(FILE, 9, 1)


def test_notes_are_taken_out_of_the_details() -> None:
    body = "## 现状 {kind=finding}\n- 一 {#a}\n\n    细节\n\n    > 注一\n    > 续\n\n    再一段\n\n    > 注二\n"
    statement = next(read(body)[0].statements)
    assert [(name, prose.source) for name, prose in statement.parts] == [
        ("details", "细节"),
        ("note-1", "注一\n续"),
        ("details-2", "再一段"),
        ("note-2", "注二"),
    ]


def test_prose_of_a_section_keeps_what_is_no_statement() -> None:
    outline, _ = read("导语一\n\n导语二\n\n## 现状 {kind=finding}\n前文\n\n- 一 {#a}\n\n后文\n")
    assert outline.intro.source == "导语一\n\n导语二"
    parts = [part.prose.source if isinstance(part, Run) else part.id for part in outline.sections[0].parts]
    assert parts == ["前文", "a", "后文"]


def test_list_under_a_heading_without_kind_is_prose() -> None:
    outline, problems = read("## 背景\n\n- 一\n- 二\n")
    assert (problems, prose_of(outline.sections[0]), list(outline.statements)) == ([], "- 一\n- 二", [])


@pytest.mark.parametrize("body", ["## 背景\n\n- 一 {#a}\n", "- 一 {#a}\n", "## 背景\n\n- 一 {#a kind=finding}\n"])
def test_statement_that_would_be_lost_is_a_problem(body: str) -> None:
    """Without a kind above it, a list item with an id would silently be no statement."""
    assert [rule for rule, _ in read(body)[1]] == ["statement-without-kind"]


def test_translation_needs_no_kinds_and_may_have_lists_of_prose() -> None:
    body = "## Now\n\n- just\n- prose\n\n1. One {#a}\n2. Two {#b}\n"
    outline, problems = read(body, source=False)
    assert problems == []
    assert [s.id for s in outline.statements] == ["a", "b"]
    assert prose_of(outline.sections[0]) == "- just\n- prose"


# What is refused


@pytest.mark.parametrize(
    ("item", "rules"),
    [
        ("一", ["statement-without-id"]),
        ("一 {kind=finding}", ["statement-without-id"]),
        ("{#a}", ["empty-statement"]),
        ("一 {#A}", ["invalid-id"]),
        ("一 {#a_b}", ["invalid-id"]),
        ("一 {#甲}", ["invalid-id"]),
        ("一 {#title}", ["invalid-id"]),
        ("一 {#section-1}", ["invalid-id"]),
        ("一 {#a #b}", ["broken-attributes"]),
        ("一 {#a actor=x actor=y}", ["broken-attributes"]),
        ("一 {#a actor=x y}", ["broken-attributes"]),
        ("一 {#b} 二 {#a}", ["broken-attributes"]),
        ("一 `{#b}` 二 {#a}", []),
        ("一 {b} 二 {#a}", []),
        ("一 {#a actor=“x”}", ["broken-attributes"]),
        ("一 {#a colour=red}", ["unknown-attribute"]),
        ("一 ｛#a｝", ["broken-attributes", "statement-without-id"]),
        ("一 {#a}。", ["broken-attributes", "statement-without-id"]),
        ("一 <b>二</b> {#a}", ["raw-html"]),
    ],
)
def test_bad_item_is_refused_at_its_line(item: str, rules: list[str]) -> None:
    assert read(f"## 现状 {{kind=finding}}\n\n- 好 {{#good}}\n- {item}\n")[1] == [(rule, 4) for rule in rules]


def test_ids_are_unique_in_the_brief_headings_included() -> None:
    body = "## 甲 {kind=finding #a}\n- 一 {#b}\n## 乙 {kind=finding #b}\n- 二 {#a}\n- 三 {#c}\n- 四 {#c}\n"
    assert read(body)[1] == [("duplicate-id", 3), ("duplicate-id", 4), ("duplicate-id", 6)]


def test_one_bad_item_does_not_hide_the_next() -> None:
    outline, problems = read("## 现状 {kind=finding}\n- 一\n- 二 {#b}\n- 三\n")
    assert problems == [("statement-without-id", 2), ("statement-without-id", 4)]
    assert [s.id for s in outline.statements] == ["b"]


# Attributes


@pytest.mark.parametrize(
    ("text", "identifier", "words"),
    [
        ("#a", "a", {}),
        (" #a-1 kind=finding ", "a-1", {"kind": ("finding",)}),
        ('actor="x y" #a also=z', "a", {"actor": ("x", "y"), "also": ("z",)}),
        ('cites="x"', "", {"cites": ("x",)}),
        ('kind=""', "", {"kind": ()}),
        ("", "", {}),
    ],
)
def test_attributes_are_read(text: str, identifier: str, words: dict[str, tuple[str, ...]]) -> None:
    attributes, problems = parse_attributes(text, Place(FILE))
    assert (attributes.id, attributes.words, problems) == (identifier, words, [])


def test_attributes_are_kept_as_written() -> None:
    text = '#a actor="x y"  also=z'
    assert parse_attributes(f" {text} ", Place(FILE))[0].raw == text


def test_unknown_attribute_suggests_a_known_one() -> None:
    problem = parse_attributes("#a actors=x", Place(FILE, 3, 2))[1][0]
    assert str(problem) == (
        'brief.zh.md:3:2: error[unknown-attribute]: there is no attribute "actors". Did you mean "actor"?'
    )
    assert {key for key in ATTRIBUTES if parse_attributes(f"{key}=x", Place(FILE))[1]} == set()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a <!-- x --> b", "a  b"),
        ("a\n\n<!-- x\ny -->\n\nb", "a\n\n\n\nb"),
        ("`<!-- x -->`", "`<!-- x -->`"),
        ("<!-- all -->", ""),
        ("a <!-- open", "a <!-- open"),
    ],
)
def test_comments_are_left_out(text: str, shown: str) -> None:
    assert without_comments(text, parse(text).tokens).strip() == shown


def test_comments_never_reach_a_statement() -> None:
    body = "## 现状 {kind=finding}\n\n- 一 <!-- 待查 --> {#a}\n\n    细节 <!-- 待查 -->\n\n    > 注 <!-- 待查 -->\n"
    outline, problems = read(body)
    assert problems == []
    assert "待查" not in str(dump(outline))


# Whatever somebody writes


@settings(max_examples=300)
@given(st.text(max_size=100) | MARKDOWN_LIKE, st.booleans())
@example("## a {kind=x}\n- \n", True)
@example("## a {kind=x}\n-\n\n  {#a}\n", True)
@example("#\n", False)
def test_parse_outline_never_raises(body: str, source: bool) -> None:
    outline, problems = parse_outline(body, FILE, 7, source)
    ids = [statement.id for statement in outline.statements]
    assert len(ids) == len(set(ids))
    assert all(problem.line >= 7 and problem.column >= 1 for problem in problems)
    assert all(statement.place.line >= 7 for statement in outline.statements)


@given(st.text(max_size=60) | st.text(alphabet='#a ="“{}|kindactor-\u3000', max_size=40))
def test_parse_attributes_never_raises(text: str) -> None:
    attributes, problems = parse_attributes(text, Place(FILE))
    assert set(attributes.words) <= set(ATTRIBUTES)
    assert problems or not attributes.id or attributes.id.isascii()
