"""A report is held to its original: what statements say otherwise, take over or leave out is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from build_scripts.checks.source.claims import Claim
from build_scripts.checks.source.copied import CopyFinder
from build_scripts.checks.source.index import index_source
from build_scripts.checks.source.known import Known
from build_scripts.checks.source.lookup import look_up
from build_scripts.checks.source.marks import find_marks
from build_scripts.checks.source.proof import Proof, proofread
from build_scripts.cli.main import main
from build_scripts.content.load import load_content
from build_scripts.content.originals import Original, Passage, read_original
from build_scripts.quantities import Names
from tests.conftest import TESTS
from tests.source_report import make_content

SOURCES = TESTS.parent.parent / "shared" / "sources"
ORIGINAL = """城市图书馆年度报告

一、开放时间

2023年，全市共有图书馆48家，每周平均开放61小时，比2019年增加约12%。报告建议到2030年开放时间达到70小时。

二、读者

去年，登记读者达到35万人。《全民阅读行动计划》要求每个社区都有阅览室（ISO 2789）。

主要困难包括：1）郊区缺少馆舍；2）夜班人手不足；3）旧书目没有数字化，检索时读者只能依靠纸质卡片逐张翻查编号。
"""
STATEMENTS = {
    "count": "2023年，全市有48家图书馆。",
    "hours": "2023年，图书馆平均每周开放61小时，比2019年多约12%。",
    "goal": "图书馆的开放时间到2030年应达到70小时。",
    "readers": "2022年，登记读者达到35万人。",
    "plan": "《全民阅读行动计划》要求各社区都有阅览室（ISO 2789）。",
    "suburbs": "一个困难是郊区缺少馆舍。",
    "nights": "另一个困难是夜班人手不足。",
    "catalogues": "旧书目没有数字化，检索只能靠纸质卡片。",
}
ENGLISH = {"count": "In 2023 the city had 48 libraries.", "goal": "Opening hours should reach 70 hours by 2030."}


def make(folder: Path, statements: dict[str, str], english: dict[str, str] | None = None, **facts: Any) -> Path:
    """Write a content folder with one report, and its original beside it; gives the folder."""
    (folder / "original.txt").write_text(ORIGINAL, encoding="utf-8")
    return make_content(folder, statements, english, **facts)


def proof_of(folder: Path, statements: dict[str, str], /, language: str = "zh", **facts: Any) -> Proof:
    content, _ = load_content(make(folder, statements, ENGLISH, **facts))
    return proofread(content, content.reports[0], read_original(folder / "original.txt"), language)


def faults(proof: Proof) -> dict[str, list[tuple[str, str, str]]]:
    """Give what is told of each statement: outcome, words, what the original has."""
    found = {one.claim.id: [(str(f.outcome), f.mark.text, f.instead) for f in one.faults] for one in proof.checked}
    return {key: own for key, own in found.items() if own}


def test_what_the_original_says_is_found(tmp_path: Path) -> None:
    proof = proof_of(tmp_path, STATEMENTS)
    assert faults(proof) == {}
    assert proof.counts["found"] >= 10 and proof.counts["explained"] == 1  # 2022 of last year
    assert proof.coverage.carried == proof.coverage.total, [gap.text for gap in proof.coverage.gaps]


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("count", "2023年，全市有43家图书馆。", ("otherwise", "43家", "48家")),
        ("hours", "2023年，图书馆平均每周开放61分钟。", ("otherwise", "61分钟", "61小时")),
        ("hours", "2023年，开放时间比2018年多约12%。", ("otherwise", "2018年", "2019年")),
        ("hours", "开放时间比2019年多12%。", ("otherwise", "12%", "12%")),
        ("readers", "去年，登记读者达到35亿人。", ("otherwise", "35亿人", "35万人")),
        ("goal", "开放时间到2023年应达到70小时。", ("otherwise", "2023年", "2030年")),
        ("plan", "《全民悦读行动计划》要求各社区都有阅览室。", ("otherwise", "全民悦读行动计划", "全民阅读行动计划")),
        ("plan", "《健身条例》要求各社区都有阅览室。", ("missing", "健身条例", "")),
        ("plan", "社区都有阅览室（IEC 2789）。", ("missing", "IEC", "")),
    ],
)
def test_what_it_says_otherwise_is_told(tmp_path: Path, key: str, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in faults(proof_of(tmp_path, {**STATEMENTS, key: text})).get(key, [])


OTHER_PLACE = """城区常住人口占比从72%提升至76%左右。

到2030年，图书经费达到3.5亿元以上，人均到馆次数达到6次左右；各区之间、各街道之间在馆舍、藏书和夜间开放上的差距进一步缩小，读者满意程度明显改善，城区常住人口占比达到78%左右，儿童和老人到馆更加方便。
"""


def test_a_number_of_the_passage_that_a_statement_rests_on_is_found(tmp_path: Path) -> None:
    content = make_content(tmp_path, {"goal": "到2030年，图书经费要达到3.5亿元以上，城区常住人口占比要达到约78%。"})
    (tmp_path / "original.txt").write_text(OTHER_PLACE, encoding="utf-8")
    loaded, _ = load_content(content)
    original = read_original(tmp_path / "original.txt")
    assert faults(proofread(loaded, loaded.reports[0], original, "zh")) == {}


@pytest.mark.parametrize(
    ("name", "outcome"), [("NASA", "otherwise"), ("EASA", "found"), ("EASAs", "found"), ("Ethiopia", "found")]
)
def test_short_names_stand_as_words(name: str, outcome: str) -> None:
    text = "The Ethiopian bureau and EASA say that it was left in a safe condition."
    index = index_source(Original((Passage(text, 1, 1, "text"),), "", "en"), "en", Names())
    (mark,) = find_marks(f"The bureau and {name} say so.", "en", Names())
    claim = Claim("b", "a", Path(), 1, "", (mark,), frozenset(["bureau"]), (), (), "", (), ())
    [verdict] = look_up(claim, index.segments, index, Known({}, (), 0))
    assert verdict.outcome == outcome


@pytest.mark.parametrize("key", ["count", "goal", "plan", "suburbs", "nights", "catalogues"])
def test_what_no_statement_carries_is_told(tmp_path: Path, key: str) -> None:
    gone = {other: text for other, text in STATEMENTS.items() if other != key}
    words = {"count": "48", "goal": "70", "plan": "阅读", "suburbs": "馆舍", "nights": "夜班", "catalogues": "书目"}
    gaps = [gap.text for gap in proof_of(tmp_path, gone).coverage.gaps]
    assert any(words[key] in text for text in gaps), gaps


def test_declarations_explain_and_needless_ones_are_told(tmp_path: Path) -> None:
    gone = {key: text for key, text in STATEMENTS.items() if key != "nights"}
    said = [{"statement": "b#count", "text": "49家", "reason": "新开一家"}]
    left = [{"text": "夜班人手", "reason": "过时"}, {"text": "没有的话", "reason": "无"}]
    statements = {**gone, "count": "2023年，全市有49家图书馆。"}
    proof = proof_of(tmp_path, statements, said_otherwise=said, left_out=left)
    assert faults(proof) == {}
    assert [gap.reason for gap in proof.coverage.gaps if "夜班" in gap.text] == ["过时"]
    assert len(proof.needless) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_declaration_holds_for_all_versions_of_its_statement(tmp_path: Path, language: str) -> None:
    said = [
        {"statement": "b#count", "text": "49家", "reason": "新开一家"},
        {"statement": "b#goal", "text": "80 hours", "reason": "the plan was changed"},
    ]
    own = {**STATEMENTS, "count": "2023年，全市有49家图书馆。", "goal": "图书馆的开放时间到2030年应达到80小时。"}
    other = {"count": "In 2023 the city had 49 libraries.", "goal": "Opening hours should reach 80 hours by 2031."}
    content, _ = load_content(make(tmp_path, own, other, said_otherwise=said))
    proof = proofread(content, content.reports[0], read_original(tmp_path / "original.txt"), language)
    assert faults(proof) == ({} if language == "zh" else {"goal": [("otherwise", "2031", "2030年")]})
    assert proof.needless == ()


def test_a_title_that_is_declared_may_have_another_form_in_another_version(tmp_path: Path) -> None:
    said = [{"statement": "b#plan", "text": "National Fitness Plan", "reason": "the plan’s name"}]
    other = {"plan": "The city has a National Fitness Plan for 2030."}
    content, _ = load_content(
        make(tmp_path, {"plan": "市里有《全民健身计划》，到2030年。"}, other, said_otherwise=said)
    )
    original = Original((Passage("The city has a plan for sports until 2030.", None, 1, "text"),), "", "en")
    proofs = {code: proofread(content, content.reports[0], original, code) for code in ("zh", "en")}
    assert {code: faults(proof) for code, proof in proofs.items()} == {"zh": {}, "en": {}}
    assert {code: proof.counts["explained"] for code, proof in proofs.items()} == {"zh": 1, "en": 1}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("原文作“每周平均开放61小时”。", ("found", "")),
        ("原文作「每周平均开放67小时」。", ("otherwise", "每周平均开放61小时")),
        ("这里指《全民悦读行动计划》。", ("otherwise", "全民阅读行动计划")),
        ("见[年鉴](cite:x)：《全民阅读行动计划》。", ("found", "")),
        ("原文说“图书馆的椅子都应该换成新的”。", ("missing", "")),
        ("[年鉴](cite:x)说“图书馆的椅子都应该换成新的”。", None),
        ("“椅子”是笔误。", None),
        ("见[“每周平均开放67小时”](cite:x)。", None),
    ],
    ids=["found", "slip", "title", "beside-a-source", "made-up", "of-a-source", "short", "name-of-a-source"],
)
def test_what_notes_quote_is_looked_up(tmp_path: Path, note: str, expected: tuple[str, str] | None) -> None:
    path = make(tmp_path, STATEMENTS) / "reports/r/b.zh.md"
    text = path.read_text(encoding="utf-8").replace("{#hours}\n", f"{{#hours}}\n\n    > 更正：{note}\n\n")
    path.write_text(text, encoding="utf-8")
    content, _ = load_content(tmp_path / "content")
    proof = proofread(content, content.reports[0], read_original(tmp_path / "original.txt"), "zh")
    verdicts = [verdict for one in proof.checked for verdict in one.verdicts if "quotation" in verdict.mark.kind]
    assert [(verdict.outcome, verdict.instead) for verdict in verdicts] == ([expected] if expected else [])


def test_whole_chapters_and_pages_are_left_out(tmp_path: Path) -> None:
    few = {key: STATEMENTS[key] for key in ("count", "hours", "goal")}
    under = [{"under": "读者", "reason": "不在范围内"}]
    assert all(gap.reason for gap in proof_of(tmp_path, few, left_out=under).coverage.gaps)
    page = [{"page": 2, "reason": "附录"}]
    assert not any(gap.reason for gap in proof_of(tmp_path, few, left_out=page).coverage.gaps)  # a text has no pages


def test_notes_and_printed_forms_explain(tmp_path: Path) -> None:
    figure = {
        "id": "f", "statement": "b#readers", "indicator": "i", "geography": "p", "value": 3500, "unit": "person",
        "printed": {"zh": "35万人", "en": "350,000 people"},
    }  # fmt: skip
    text = "登记读者达到3,500人。"
    assert "readers" in faults(proof_of(tmp_path, {**STATEMENTS, "readers": text}))
    assert "readers" not in faults(proof_of(tmp_path, {**STATEMENTS, "readers": text}, figures=[figure]))


def test_statements_of_another_language_are_compared(tmp_path: Path) -> None:
    assert faults(proof_of(tmp_path, STATEMENTS, "en")) == {}
    content, _ = load_content(make(tmp_path, STATEMENTS, {**ENGLISH, "count": "In 2023 the city had 47 libraries."}))
    proof = proofread(content, content.reports[0], read_original(tmp_path / "original.txt"), "en")
    assert faults(proof)["count"] == [("otherwise", "47", "48家")]


def copied(original: str, statement: str, language: str, names: tuple[str, ...] = ()) -> list[str]:
    index = index_source(Original((Passage(original, None, 1, "text"),), "", language), language, Names())
    return [run.text for run in CopyFinder(index, names).find(statement)]


def test_runs_of_words_that_are_taken_over_are_told() -> None:
    run = "旧书目没有数字化，检索时读者只能依靠纸质卡片逐张翻查编号"
    assert copied(ORIGINAL, f"报告说：{run}。", "zh") == [run]
    assert copied(ORIGINAL, f"报告说：{run[:24]}很慢。", "zh") == []
    assert copied(ORIGINAL, f"《{run}》", "zh") == []
    assert copied(ORIGINAL, run, "zh", (run[4:20],)) == []
    english = "Every branch of the library stays open on Sunday until eight in the evening."
    assert copied(
        english, "It says that every branch of the library stays open on Sunday until eight in the evening.", "en"
    ) == ["every branch of the library stays open on Sunday until eight in the evening"]
    assert copied(english, "Every branch of the library stays open on Sunday.", "en") == []


def test_addresses_hold_no_quantities() -> None:
    text = "见https://example.org/2020/12/31/a5%和www.example.org/77，占5%。"
    assert [mark.text for mark in find_marks(text, "zh", Names()) if mark.quantity] == ["5%"]


def run(folder: Path, *options: str) -> tuple[int, str]:
    original, content = str(folder / "original.txt"), str(folder / "content")
    result = CliRunner().invoke(
        main, ["source", "check", "r", original, "--content", content, "--lang", "en", *options]
    )
    return result.exit_code, result.output


def test_the_command_prints_and_writes(tmp_path: Path) -> None:
    make(tmp_path, {**STATEMENTS, "count": "2023年，全市有43家图书馆。"})
    out, page = tmp_path / "out.json", tmp_path / "out.html"
    code, output = run(tmp_path, "--json", str(out), "--html", str(page))
    assert code == 1
    assert "b#count: “43家”: the original has “48家” (paragraph 3)." in output
    data = json.loads(out.read_text(encoding="utf-8"))
    assert data["marks"]["otherwise"] == 1 and data["coverage"]["parts"] >= data["coverage"]["carried"]
    html = page.read_text(encoding="utf-8")
    assert "the original has “48家”" in html and "<script" not in html and "http" not in html.replace("http-equiv", "")


def test_the_command_is_content_with_what_is_right(tmp_path: Path) -> None:
    make(tmp_path, STATEMENTS)
    code, output = run(tmp_path)
    assert (code, "100%" in output) == (0, True), output


def test_the_command_writes_pages_where_there_are_none(tmp_path: Path) -> None:
    content = make(tmp_path, STATEMENTS)
    path = content / "reports/r/b.zh.md"
    path.write_text(path.read_text(encoding="utf-8").replace("{#goal}", "{#goal page=9}"), encoding="utf-8")
    pages = ORIGINAL.replace("\n二、读者", "\f\n二、读者")
    (tmp_path / "original.txt").write_text(pages, encoding="utf-8")
    assert "7 statements got a page" in run(tmp_path, "--write")[1]
    text = path.read_text(encoding="utf-8")
    assert "{#hours page=1}" in text and "{#plan page=2}" in text and "{#goal page=9}" in text
    assert "0 statements got a page" in run(tmp_path, "--write")[1]


def test_what_shows_the_original_stays_out_of_the_site(tmp_path: Path) -> None:
    content = make(tmp_path, STATEMENTS)
    code, output = run(tmp_path, "--html", str(content / "proof.html"))
    assert code == 2 and "sentences of the original" in output
    assert not (content / "proof.html").exists()


@pytest.mark.parametrize(("name", "words"), [("x", "no report"), ("r", "no text")])
def test_wrong_calls_are_refused_in_a_line(tmp_path: Path, name: str, words: str) -> None:
    content = make(tmp_path, STATEMENTS)
    (tmp_path / "empty.txt").write_text("\n", encoding="utf-8")
    arguments = ["source", "check", name, str(tmp_path / "empty.txt"), "--content", str(content), "--lang", "en"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code in (1, 2) and words in result.output
    assert result.output.count("\n") == 1


@pytest.mark.slow
@pytest.mark.skipif(not SOURCES.is_dir(), reason="the originals do not lie beside the project")
def test_the_three_reports_agree_with_their_originals() -> None:
    content, _ = load_content(TESTS.parent / "content")
    for report in content.reports:
        assert report.facts and report.facts.source_file
        proof = proofread(content, report, read_original(SOURCES / report.facts.source_file), "zh")
        assert faults(proof) == {}, report.id
        assert not any(one.copied for one in proof.checked), report.id
        assert proof.coverage.carried >= 0.97 * proof.coverage.total, report.id
