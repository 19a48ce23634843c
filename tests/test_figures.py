"""Typed figures are held to their statements: each row is a statement, a figure, and the fields that differ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from build_scripts.checks.figures import check_figures
from build_scripts.content.load import load_content

SITE = {
    "site.yml": {
        "name": {"zh": "站", "en": "Site"},
        "base_url": "https://example.org/",
        "languages": [{"code": "zh", "name": "中文"}, {"code": "en", "name": "English"}],
    },
    "kinds.yml": {"statements": {"finding": {"label": {"zh": "发现", "en": "Finding"}}}},
    "places.yml": {
        "world": {"label": {"zh": "全球", "en": "World"}},
        "north": {"label": {"zh": "北国", "en": "Northland"}},
        "south": {"label": {"zh": "南国", "en": "Southland"}},
        "both": {"label": {"zh": "两国合计", "en": "Northland and Southland"}},
    },
    "indicators.yml": {
        "share": {"label": {"zh": "比重", "en": "Share"}, "unit": "percent"},
        "cut": {"label": {"zh": "降噪幅度", "en": "Noise reduction"}, "unit": "percent"},
    },
    "names.yml": {"subjects": [{"id": "north", "zh": ["北方"], "en": ["Northern"]}]},
}


def find(folder: Path, zh: str, en: str = "", **fields: Any) -> list[tuple[str, str, str]]:
    """Give rule, level and field of what is found of a figure with these statements."""
    figure = {"id": "f", "statement": "b#s", "indicator": "share", "geography": "north", "unit": "percent", **fields}
    report = {"short": {"zh": "报", "en": "R"}, "language": "en", "figures": [figure]}
    for name, data in {**SITE, "reports/r/report.yml": report}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    for language, text in (("zh", zh), ("en", en)):
        if text:
            body = f"---\ntitle: T\n---\n\n## H {{kind=finding}}\n\n- {text} {{#s}}\n"
            (folder / f"reports/r/b.{language}.md").write_text(body, encoding="utf-8")
    lines = (folder / "reports/r/report.yml").read_text(encoding="utf-8").splitlines()
    content, _ = load_content(folder)
    found = [(finding, place.line or 1) for _, _, place, finding in check_figures(content)]
    return [(finding.rule.removeprefix("figure-"), finding.level, _field(lines, line)) for finding, line in found]


def _field(lines: list[str], line: int) -> str:
    return lines[line - 1].strip(" -").partition(":")[0]


GOOD = [
    ("到2030年占25%左右。", {"value": 25, "year": "2030", "qualifier": "about"}),
    ("北国占5%至15%。", {"low": 5, "high": 15}),
    ("2015年至2020年占5%。", {"value": 5, "year": "2015/2020"}),
    ("20世纪90年代占5%。", {"value": 5, "year": "1990/1999"}),
    ("每年200吨。", {"value": 200, "unit": "t/year"}),
    ("2015年用了200吨。", {"value": 200, "unit": "t/year", "year": "2015"}),
    ("占比下降5%。", {"value": -5}),
    ("占比变化为-5%。", {"value": -5}),
    ("噪声下降5%。", {"value": 5, "indicator": "cut"}),
    ("噪声下降5%至8%。", {"low": -8, "high": -5}),
    ("占30%以上。", {"value": 30, "qualifier": "at-least"}),
    ("占30%以上。", {"value": 30, "qualifier": "over"}),
    ("从2010年的60%降到32%左右。", {"value": 32, "qualifier": "about"}),
    ("从2010年的60%降到32%左右。", {"value": 60, "year": "2010"}),
    ("四分之三来自这里。", {"value": 75}),
    ("北方帮助发展中国家，占5%。", {"value": 5}),
    ("北国和南国合占5%。", {"value": 5, "geography": "both"}),
    ("南国占5%。", {"value": 5, "note": {"zh": "指北国", "en": "That is the north"}}),
    ("全球占5%，南国除外。", {"value": 5, "geography": "world"}),
    ("北国占25%，南国占16%。", {"value": 25}),
    ("北国占25%，南国占16%。", {"value": 16, "geography": "south"}),
    ("2030年比2005年多5%。", {"value": 5, "year": "2030", "baseline": "2005"}),
    ("2020年7月占5%。", {"value": 5, "year": "2020-07"}),
    ("共有8.5万个就业岗位。", {"value": 85000, "unit": "job"}),
    ("占比达到控制在5%的目标。", {"value": 5}),
    ("数百人参加。", {"value": 300, "unit": "person", "qualifier": "about"}),
    ("占比由10%升至15%。", {"low": 10, "high": 15}),
    ("气温降至零下5摄氏度。", {"value": -5, "unit": "degC"}),
    ("3至5万人。", {"low": 30000, "high": 50000, "unit": "person"}),
    ("任何街道都不应超过10吨。", {"value": 10, "unit": "t", "qualifier": "at-most"}),
    ("没有一条街道低于10吨。", {"value": 10, "unit": "t", "qualifier": "at-least"}),
    ("10吨以内。", {"value": 10, "unit": "t", "qualifier": "at-most"}),
    ("about 25% of the whole", {"value": 25, "qualifier": "about"}),
    ("每10万人148例。", {"value": 148, "unit": "per-100000"}),
    ("每10万居民中约有165人。", {"value": 165, "unit": "per-100000", "qualifier": "about"}),
    ("3.4‰。", {"value": "3.4", "unit": "per-1000"}),
    ("从每10万人171例降至148例。", {"value": 171, "unit": "per-100000"}),
]

BAD = [
    ("到2030年占25%左右。", {"value": 25, "year": "2035", "qualifier": "under"}, "qualifier:qualifier date:year"),
    ("到2030年占25%左右。", {"value": 25, "year": "2030"}, "qualifier:value"),
    ("到2030年占25%。", {"value": 25, "qualifier": "about"}, "qualifier:qualifier"),
    ("至少占25%。", {"value": 25, "qualifier": "over"}, "qualifier:qualifier"),
    ("不到25%。", {"value": 25}, "qualifier:value"),
    ("每年200吨。", {"value": 200, "unit": "t"}, "unit:unit"),
    ("每年200吨。", {"value": 200, "unit": "t/day"}, "unit:unit"),
    ("200公里。", {"value": 200, "unit": "t"}, "unit:unit"),
    ("3亿千瓦。", {"value": "3e8", "unit": "t"}, "unit:unit"),
    ("300亿美元。", {"value": "300e8", "unit": "CNY"}, "unit:unit"),
    ("提高5个百分点。", {"value": 5}, "unit:unit"),
    ("卖出10,120辆车。", {"value": 10120, "unit": "person"}, "unit:unit"),
    ("北国占5%至15%。", {"value": 5}, "differs:value"),
    ("北国占5%至15%。", {"low": 5, "high": 14}, "differs:low"),
    ("北国占5%。", {"low": 5, "high": 15}, "differs:low"),
    ("北国占50%。", {"value": 5}, "differs:value"),
    ("没有数字。", {"value": 5}, "differs:value"),
    ("约3,500人。", {"value": 3512, "unit": "person"}, "differs:value"),
    ("占比下降5%。", {"value": 5}, "sign:value"),
    ("占比上升5%。", {"value": -5}, "sign:value"),
    ("占比变化为-5%。", {"value": 5}, "sign:value"),
    ("噪声下降5%。", {"value": -5, "indicator": "cut"}, "sign:value"),
    ("南国占5%。", {"value": 5}, "place:geography"),
    ("南国占5%。", {"value": 5, "geography": "world"}, "place:geography"),
    ("北国占25%，南国占16%。", {"value": 16}, "place:geography"),
    ("2015年为5吨，2020年为3吨。", {"value": 3, "unit": "t", "year": "2015"}, "date:year"),
    ("2015年至2020年占5%。", {"value": 5, "year": "2017"}, "date:year"),
    ("20世纪90年代占5%。", {"value": 5, "year": "1995"}, "date:year"),
    ("2020年7月占5%。", {"value": 5, "year": "2020-08"}, "date:year"),
    ("2030年比2005年多5%。", {"value": 5, "year": "2005", "baseline": "2030"}, "date:year date:baseline"),
    ("2030年比2005年多5%。", {"value": 5, "year": "2030"}, "date:id"),
    ("2030年多5%。", {"value": 5, "year": "2030", "baseline": "2005"}, "date:baseline"),
    ("2030年比2005年多5%。", {"value": 5, "year": "2030", "baseline": "2010"}, "date:baseline"),
    ("气温降至零下5摄氏度。", {"value": 5, "unit": "degC"}, "sign:value"),
    ("近一半来自北方。", {"value": 50, "qualifier": "about"}, "qualifier:qualifier"),
    ("3至5万人。", {"low": 3, "high": 50000, "unit": "person"}, "differs:low"),
    ("任何街道都不应超过10吨。", {"value": 10, "unit": "t", "qualifier": "over"}, "qualifier:qualifier"),
    ("about 25% of the whole", {"value": 25, "qualifier": "over"}, "qualifier:qualifier"),
    ("每10万人148例。", {"value": 148, "unit": "per-1000"}, "unit:unit"),
    ("每10万人148例。", {"value": 148, "unit": "person"}, "unit:unit"),
    ("每10万人148例。", {"value": "0.148"}, "differs:value"),
    ("每10万人148例。", {"value": 184, "unit": "per-100000"}, "differs:value"),
]  # fmt: skip


@pytest.mark.parametrize("row", range(len(GOOD)))
def test_right(row: int, tmp_path: Path) -> None:
    """A figure that its statement states is left alone."""
    zh, fields = GOOD[row]
    assert find(tmp_path, zh, **fields) == [], zh


@pytest.mark.parametrize("row", range(len(BAD)))
def test_wrong(row: int, tmp_path: Path) -> None:
    """What its statement states otherwise is an error at the field."""
    zh, fields, wanted = BAD[row]
    found = find(tmp_path, zh, **fields)
    shown = " ".join(f"{rule.removesuffix('-differs')}:{field}" for rule, _, field in found)
    assert shown == wanted, (zh, fields)
    assert all(level == "error" for _, level, _ in found)


@pytest.mark.parametrize(
    ("en", "rule"),
    [
        ("About 25% by 2030.", ""),
        ("Some 26% by 2030.", "differs"),
        ("About 25% by 2035.", "date-differs"),
        ("Under 25% by 2030.", "qualifier-differs"),
        ("About 25 tonnes by 2030.", "unit-differs"),
        ("Southland has about 25% by 2030.", "place-differs"),
    ],
)
def test_translation(en: str, rule: str, tmp_path: Path) -> None:
    """What a translation states otherwise is a warning."""
    found = find(tmp_path, "到2030年占25%左右。", en, value=25, year="2030", qualifier="about")
    assert [each[:2] for each in found] == ([(rule, "warning")] if rule else [])


AT_MOST = [
    "By 2035 no street should have more than 10 tonnes.", "No street may be above 10 tonnes.",
    "It should never rise above 10 tonnes.", "Not one street should hold over 10 tonnes.",
    "It must stay within 10 tonnes.", "It should not exceed 10 tonnes.", "None of the streets had more than 10 tonnes.",
]  # fmt: skip
UNSURE = ["Streets with no trees have more than 10 tonnes.", "It did not help streets over 10 tonnes."]


@pytest.mark.parametrize("en", AT_MOST)
def test_a_denial_is_held_to_its_meaning(en: str, tmp_path: Path) -> None:
    figure = {"value": 10, "unit": "t", "geography": "world"}
    assert find(tmp_path, "不超过10吨。", en, **figure, qualifier="at-most") == []
    assert [rule for rule, _, _ in find(tmp_path, "超过10吨。", en, **figure, qualifier="over")] == [
        "qualifier-differs"
    ]


@pytest.mark.parametrize("en", UNSURE)
def test_where_nobody_can_be_sure_no_direction_is_dictated(en: str, tmp_path: Path) -> None:
    for qualifier, zh in (("at-most", "不超过10吨。"), ("over", "超过10吨。")):
        assert find(tmp_path, zh, en, value=10, unit="t", geography="world", qualifier=qualifier) == []
    find(tmp_path, "10吨。", en, value=10, unit="t", geography="world")
    [finding] = [finding for _, _, _, finding in check_figures(load_content(tmp_path)[0])]
    assert "what the sentence means" in str(finding.hint)
    assert "Write qualifier" not in str(finding.hint)


def test_a_figure_that_stands_nowhere_is_told_what_would(tmp_path: Path) -> None:
    find(tmp_path, "2022年为每10万人148例，3亿千瓦。", value=5, unit="t")
    [finding] = [finding for _, _, _, finding in check_figures(load_content(tmp_path)[0])]
    assert "`value: 148, unit: per-100000`" in str(finding.hint)
    assert "`value: 300000000, unit: W`" not in str(finding.hint)
    assert "`value: 300000000000, unit: W`" in str(finding.hint)
