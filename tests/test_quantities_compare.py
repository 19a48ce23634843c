"""Verdicts on hand-made pairs, on mutations of them, and the names of the slips."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from build_scripts.quantities import (
    Names,
    compare,
    compare_pairs,
    compare_quantities,
    figure_quantity,
    load_names,
    read,
)
from tests.tools.mutate import mutate_en, mutate_zh

DATA = Path(__file__).parent / "data"
NAMES_FILE = DATA / "names.yml"


def load_rows() -> list[tuple[str, str, str]]:
    lines = (DATA / "minimal_pairs.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]  # type: ignore[misc]


ROWS = load_rows()


@pytest.fixture(scope="module")
def names() -> Names:
    return load_names(yaml.safe_load(NAMES_FILE.read_text(encoding="utf-8")))


def test_minimal_pairs() -> None:
    assert [row for row in ROWS if compare(row[1], row[2]).verdict != row[0]] == []


def test_verdicts_are_the_same_both_ways() -> None:
    assert [row for row in ROWS if compare(row[2], row[1], "en", "zh").verdict != row[0]] == []


def test_mutations_of_agreeing_pairs_differ() -> None:
    mutated = [
        (name, new_zh, new_en)
        for verdict, zh, en in ROWS
        if verdict == "agree"
        for maker in (mutate_en, mutate_zh)
        for name, new_zh, new_en in maker(zh, en)
    ]
    missed = [row for row in mutated if compare(row[1], row[2]).verdict != "differ"]
    assert len(mutated) > 250
    assert len(missed) <= len(mutated) // 100, missed


SLIPS = [
    ("2.24亿吨", "2.24 billion tonnes", "×10"),
    ("2.24亿吨", "22.4 million tonnes", "÷10"),
    ("2.24亿吨", "2.24 million tonnes", "÷100"),
    ("2.24亿人", "22,400 people", "万/亿"),
    ("上升5个百分点", "rose by 5%", "percent / percentage points"),
    ("3月5日", "May 3", "day and month swapped"),
    ("5%至15%", "15% to 5%", "range reversed"),
    ("超过300人", "fewer than 300 people", "over / under"),
    ("500美元", "€500", "currency"),
    ("12海里", "12 miles", "unit"),
    ("增长5%，达到300万吨", "grew to 3 million tonnes", "dropped"),
    ("达到300万吨", "grew by 5% to 3 million tonnes", "added"),
    ("变化为-0.5%", "a change of 0.5%", "minus sign"),
    ("比去年下降5%", "up 5% on last year", "rise / fall"),
    ("2030年前完成", "finished after 2030", "before / after"),
    ("德国占25%，法国占16%。", "Germany has 16% and France 25%.", "swapped between subjects"),
]


@pytest.mark.parametrize(("zh", "en", "slip"), SLIPS)
def test_likely_slip_is_named(zh: str, en: str, slip: str) -> None:
    outcome = compare(zh, en)
    assert outcome.verdict == "differ"
    assert slip in outcome.slips


def test_agreement_names_no_slip() -> None:
    outcome = compare("约16%", "about 16%")
    assert (outcome.slips, outcome.unmatched_source, outcome.unmatched_target) == ((), (), ())


def test_unreadable_is_no_agreement() -> None:
    assert compare("7" * 500, "many").verdict == "unreadable"
    assert compare("编号" + "七" * 500, "many").verdict == "unreadable"
    assert compare("共有 1.234.567 个", "There are 1,234,567.").verdict == "unreadable"


@pytest.mark.parametrize(
    ("text", "language", "verdict"),
    [
        ("En 2030 habrá 12 proyectos.", "es", "agree"),
        ("En 2030 habrá 13 proyectos.", "es", "unreadable"),
        ("2030 gibt es 1,2 Milliarden.", "de", "unreadable"),
    ],
)
def test_other_languages_are_never_guessed(text: str, language: str, verdict: str) -> None:
    assert compare("2030年将有12个项目。", text, "zh", language).verdict == verdict


def test_declared_names_are_no_numbers(names: Names) -> None:
    assert compare("第27届联合国气候变化大会", "COP27", names=names).verdict == "agree"
    assert compare("第27届联合国气候变化大会", "COP26", names=names).verdict == "differ"
    assert compare("45Q税收抵免", "the 45Q tax credit", names=names).verdict == "agree"
    assert compare("范围3排放", "Scope 3 emissions", names=names).verdict == "agree"
    assert compare("第14008号行政令", "Executive Order 14008", names=names).verdict == "agree"
    assert compare("第14008号行政令", "Executive Order 14057", names=names).verdict == "differ"
    assert compare("二十国集团", "the G20", names=names).verdict == "agree"


def test_a_wrong_names_file_is_told() -> None:
    with pytest.raises(ValueError, match="names, entry 1"):
        load_names({"names": [{"zh": ["一"]}]})
    with pytest.raises(ValueError, match="'x'"):
        load_names({"names": [{"id": "x", "zh": 3}]})


def test_a_figure_is_compared_with_text() -> None:
    figure = figure_quantity("5529e4", unit="t")
    assert compare_quantities([figure], read("达到5,529万吨", "zh")).verdict == "agree"
    assert compare_quantities([figure], read("552.9 million tonnes", "en")).slips == ("×10",)
    bounds = figure_quantity(low="4e6", high="42e6", unit="t/year", qualifier="about")
    assert compare_quantities([bounds], read("约400万至4,200万吨甲烷/年", "zh")).verdict == "agree"


@pytest.mark.parametrize(
    ("value", "text", "language", "verdict"),
    [
        ("-0.5", "变化为-0.5%。", "zh", "agree"),
        ("-0.5", "a change of −0.5%", "en", "agree"),
        ("-5", "下降5%", "zh", "agree"),
        ("-5", "降幅约为5%", "zh", "agree"),
        ("-5", "fell by 5%", "en", "agree"),
        ("-5", "5% lower", "en", "agree"),
        ("5", "下降5%", "zh", "agree"),
        ("-5", "上升5%", "zh", "differ"),
        ("-5", "降至5%", "zh", "differ"),
        ("-5", "fell to 5%", "en", "differ"),
        ("0.5", "变化为-0.5%。", "zh", "differ"),
    ],
)
def test_a_negative_figure_is_compared_with_text(value: str, text: str, language: str, verdict: str) -> None:
    figure = figure_quantity(value, unit="percent")
    assert compare_quantities([figure], read(text, language)).verdict == verdict


def test_pairs_are_compared_line_by_line() -> None:
    result = next(compare_pairs(["a1\t约16%\tabout 61%\n", "\n"]))
    assert (result.id, result.verdict) == ("a1", "differ")
    assert result.source == ["16% = percent about 16"]
    assert result.unmatched_target == ["61% = percent about 61"]
    with pytest.raises(ValueError, match="line 1"):
        list(compare_pairs(["a\tb"]))
