"""A content folder with one report, to be held to its original, and one whose original is that of `tests/originals`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner

from build_scripts.cli.main import main
from build_scripts.content.originals import read_original

# What statements say of the Chinese report of `tests/originals`; the order is that of the original.
STATEMENTS = {
    "branches": "2022年，全市有48家分馆。",
    "evening": "约16%的分馆在晚间开放，比2018年提高7个百分点。",
    "readers": "2022年，到馆读者为352.6万人次，比2019年少9%。",
    "wish": "受访读者中，三分之二希望开放到晚上10点以后。",
    "yearbook": "统计数字出自《统计年鉴2023》第118页。",
    "pay": "夜班津贴每小时只有25元，2015年以来没有调整。",
    "machines": "有自助借还设备的分馆只有12家。",
    "buses": "公交末班车21:30以前就收车。",
    "harbour": "海港分馆每周开放56小时，其中夜间4小时。",
    "centre": "中心分馆每周开放72小时，其中夜间16小时。",
    "east": "东城分馆每周开放48小时，夜间不开放。",
    "goal": "到2030年，夜间开放的分馆应增加到30家以上。",
    "money": "每年应为此安排不少于1,200万元。",
    "raise": "夜班津贴应提高到每小时40元。",
    "kiosks": "两年内，所有分馆都应配备自助借还设备（Self-service Kiosk）。",
    "prices": "设备价格依据2022年的招标结果。",
    "cost": "各项建议合计约需3.4亿元，可分五年安排。",
}
# Of both reports there: some of what they say, some of it wrong.
FAULTY = {
    "zh": {
        **{key: text for key, text in STATEMENTS.items() if key not in ("machines", "money", "centre", "raise")},
        "branches": "2022年，全市有43家分馆。",
        "goal": "到2023年，夜间开放的分馆应增加到30家以上。",
        "yearbook": "统计数字出自《统计年签2023》第118页。",
        "buses": "公交末班车（BRT）21:30以前就收车。",
        "pay": "与商业机构相比缺少吸引力，许多馆员不愿意报名参加夜间值班。",
    },
    "en": {
        "lines": "In 2023 the city ran 14 night lines with about 2.1 billion passengers.",
        "fewer": "Night lines carried 12% fewer passengers than in 2018.",
        "cost": "A kilometre of a night line costs 4.80 euros, by day 3.10 euros.",
        "pay": "Since 2016 drivers have had a supplement of 25% after midnight.",
        "empty": "The vehicles of night lines are 66% empty.",
        "n1": "Line N1 had 410,000 passengers (−8%).",
        "fleet": "At least 18 million euros a year should be set aside for the fleet; the City Planning Board agrees.",
        "quarter": "The operator must publish the number of passengers of every line each quarter, the study says.",
    },
}


def make_content(folder: Path, statements: dict[str, str], english: dict[str, str] | None = None, **facts: Any) -> Path:
    """Write a content folder with one report; gives the folder."""
    site = {
        "name": {"zh": "站", "en": "Site"},
        "base_url": "https://example.org/",
        "languages": [{"code": "zh", "name": "中文"}, {"code": "en", "name": "English"}],
    }
    report = {"short": {"zh": "馆", "en": "L"}, "language": "zh", "date": {"value": 2023, "basis": "stated"}, **facts}
    kinds = {
        "statements": {"finding": {"label": {"zh": "发现", "en": "Finding"}}},
        "notes": {"correction": {"label": {"zh": "更正", "en": "Corrected"}}},
    }
    content = folder / "content"
    label = {"label": {"zh": "馆", "en": "Libraries"}}
    tables = {"sectors.yml": {"b": label}, "actors.yml": {"city": label}}
    for name, data in {"site.yml": site, "kinds.yml": kinds, "reports/r/report.yml": report, **tables}.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    for language, own in (("zh", statements), ("en", english or {})):
        lines = "".join(f"- {text} {{#{key}}}\n" for key, text in own.items())
        body = f"---\ntitle: T\n---\n\n## H {{kind=finding}}\n\n{lines}"
        (content / f"reports/r/b.{language}.md").write_text(body, encoding="utf-8")
    return content


def check_source(folder: Path, original: Path) -> dict[str, Any]:
    """Hold the report to an original by the command; gives its results with the words of each place for its numbers.

    As notes stand where the kind of file has them, what nothing carries is sorted.
    """
    out = folder / "out.json"
    arguments = ["source", "check", "r", str(original), "--content", str(folder / "content"), "--json", str(out)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1, result.output
    words = {passage.paragraph: passage.text for passage in read_original(original).passages}
    data = dict(_with_words(json.loads(out.read_text(encoding="utf-8")), words))
    return {**data, "gaps": sorted(data["gaps"], key=lambda gap: (gap["words"], gap["text"]))}


def _with_words(data: Any, words: dict[int, str]) -> Any:
    if isinstance(data, dict):
        place = {"words": words.get(data["paragraph"], "")} if "paragraph" in data else {}
        return {key: _with_words(own, words) for key, own in data.items() if key not in ("page", "paragraph")} | place
    return [_with_words(own, words) for own in data] if isinstance(data, list) else data
