"""Units that the content declares are read, compared, checked and written as those of the project."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from build_scripts.checks.rules import validate
from build_scripts.cli.main import main
from build_scripts.content.load import load_content
from build_scripts.pages.prose import bind_numbers, number_gaps
from build_scripts.quantities import Names, compare, figure_quantity, format_quantity, read
from tests.test_figures import find as find_in_figure

UNITS: dict[str, Any] = {
    "bed": {
        "label": {
            "zh": {"other": "张床位", "spellings": ["张病床"]},
            "en": {"one": "bed", "other": "beds", "spellings": ["hospital bed", "hospital beds"]},
            "fr": {"one": "lit", "other": "lits"},
        }
    },
    "mmhg": {
        "of": "Pa",
        "factor": "133.322387415",
        "label": {
            "zh": {"other": "毫米汞柱", "spellings": ["mmHg"]},
            "en": {"other": "mmHg", "spellings": ["millimetres of mercury"]},
        },
    },
    "daly": {
        "dimension": "burden",
        "label": {
            "zh": {"other": "伤残调整生命年", "short": "DALY"},
            "en": {"one": "DALY", "other": "DALYs", "spellings": ["disability-adjusted life years"]},
        },
    },
    "kilodaly": {"of": "daly", "factor": 1000, "label": {"zh": {"other": "千DALY"}, "en": {"other": "kDALY"}}},
    "inhabitant": {
        "of": "person",
        "label": {"zh": {"other": "居民"}, "en": {"one": "inhabitant", "other": "inhabitants"}},
    },
    "florin": {
        "dimension": "currency",
        "label": {
            "zh": {"other": "弗罗林"},
            "en": {"one": "florin", "other": "florins", "short": "Afl."},
        },
    },
}
UNITS_OF_BEDS = {"bed": UNITS["bed"]}


def names(tmp_path: Path, units: dict[str, Any] | None = None) -> Names:
    (tmp_path / "units.yml").write_text(
        yaml.safe_dump(units or UNITS, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return load_content(tmp_path)[0].names


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("zh", "约4.1万张床位", "count about 41000 bed"),
        ("en", "over 41,000 hospital beds", "count over 41000 bed"),
        ("en", "120 mmHg", "measure 15998.6864898 Pa"),
        ("zh", "120毫米汞柱", "measure 15998.6864898 Pa"),
        ("en", "3 million DALYs a year", "rate 3000000 daly/year"),
        ("zh", "300万伤残调整生命年", "measure 3000000 daly"),
        ("en", "2 kDALY", "measure 2000 daly"),
        ("en", "5 kW per inhabitant", "rate 5000 W/person"),
        ("en", "Afl. 500 million", "currency 500000000 florin"),
        ("zh", "5亿弗罗林", "currency 500000000 florin"),
        ("en", "two beds", "count 2 bed"),
        ("fr", "300 lits", "count 300 bed"),
    ],
)
def test_read(language: str, text: str, wanted: str, tmp_path: Path) -> None:
    [item] = read(text, language, names(tmp_path))
    assert str(item) == wanted


RATE = {
    "zh": {"other": "每10万人"}, "en": {"other": "per 100,000"}, "fr": {"other": "pour 100 000"}
}  # fmt: skip


@pytest.mark.parametrize(
    "declared", [{}, {"dimension": "rate"}, {"of": "percent", "factor": "0.001"}, {"of": "per-1000", "factor": "0.01"}]
)
def test_a_rate_of_its_own(declared: dict[str, str], tmp_path: Path) -> None:
    """How many of so many is read, held to its statement and written with its own words, however it was declared."""
    known = names(tmp_path, {"per-100k": {**declared, "label": RATE}})
    figure = figure_quantity(148, unit="per-100k", units=known.units)
    written = [format_quantity(figure, locale, known.units) for locale in ("zh", "en", "fr", "de")]
    assert [text.replace("\xa0", " ") for text in written] == [
        "每10万人148", "148 per 100,000", "148 pour 100 000", "148 每10万人"
    ]  # fmt: skip
    assert compare("每10万居民148人", "148 deaths per 100,000 people", names=known).verdict == "agree"
    assert compare("每10万居民148人", "148 deaths per 10,000 people", names=known).verdict == "differ"
    assert find_in_figure(tmp_path, "死亡率为每10万居民148人。", value=148, unit="per-100k") == []
    assert find_in_figure(tmp_path, "死亡率为每10万居民184人。", value=148, unit="per-100k")[0][0] == "differs"
    content, _ = load_content(tmp_path)
    assert [problem for problem in validate(content) if "unit" in problem.rule] == []


def test_spellings_with_apostrophes_and_measure_words(tmp_path: Path) -> None:
    label = {"zh": {"other": "伤残年"}, "en": {"other": "DALYs"}, "fr": {"other": "années d’incapacité"}}
    known = names(tmp_path, {"daly": {"dimension": "burden", "label": label}, **UNITS_OF_BEDS})
    texts = {"zh": ("400个伤残年", "400伤残年"), "fr": ("400 années d’incapacité", "400 années d'incapacité")}
    for language, each in texts.items():
        assert [str(item) for text in each for item in read(text, language, known)] == ["measure 400 daly"] * 2, (
            language
        )
    assert [str(read(text, "zh", known)[0]) for text in ("4张床位", "4个床位", "4床位")] == ["count 4 bed"] * 3


@pytest.mark.parametrize(
    ("zh", "en", "verdict"),
    [
        ("300张病床", "300 beds", "agree"),
        ("300张病床", "3,000 beds", "differ"),
        ("120毫米汞柱", "16 kPa", "agree"),
        ("120毫米汞柱", "120 kPa", "differ"),
        ("3千DALY", "3,000 disability-adjusted life years", "agree"),
        ("5亿弗罗林", "500 million florins", "agree"),
        ("5亿弗罗林", "$500 million", "differ"),
        ("5亿弗罗林", "500 million DALYs", "differ"),
        ("每居民5千瓦", "5 kW per inhabitant", "agree"),
    ],
)
def test_compare(zh: str, en: str, verdict: str, tmp_path: Path) -> None:
    assert compare(zh, en, names=names(tmp_path)).verdict == verdict


@pytest.mark.parametrize(
    ("unit", "value", "locale", "wanted"),
    [
        ("bed", 1, "en_GB", "1 bed"),
        ("bed", 41000, "en_GB", "41,000 beds"),
        ("bed", 41000, "zh_Hans_CN", "4.1万张床位"),
        ("bed", 1, "fr_FR", "1 lit"),
        ("bed", "1.5", "fr_FR", "1,5 lit"),
        ("bed", 3, "de_DE", "3 张床位"),
        ("bed/inhabitant", 3, "en_GB", "3 beds per inhabitant"),
        ("mmhg", 120, "en_GB", "120 mmHg"),
        ("florin", "5e8", "en_GB", "500 million florins"),
    ],
)
def test_write(unit: str, value: Any, locale: str, wanted: str, tmp_path: Path) -> None:
    """A declared unit has the plural that CLDR's rules give the number; one without words, those of the source."""
    units = names(tmp_path).units
    assert format_quantity(figure_quantity(value, unit=unit, units=units), locale, units).replace("\xa0", " ") == wanted


def test_figures(tmp_path: Path) -> None:
    """A figure in a declared unit is held to its statement."""
    names(tmp_path)
    assert find_in_figure(tmp_path, "有4.1万张病床。", value=41000, unit="bed") == []
    assert find_in_figure(tmp_path, "血压120毫米汞柱。", value=120, unit="mmhg") == []
    assert find_in_figure(tmp_path, "血压16千帕。", value=120, unit="mmhg") == []
    assert find_in_figure(tmp_path, "血压120千帕。", value=120, unit="mmhg")[0][0] == "unit-differs"
    assert find_in_figure(tmp_path, "每居民5千瓦。", value=5000, unit="W/inhabitant") == []


def _problems(tmp_path: Path, **changes: dict[str, Any]) -> list[str]:
    units = {**UNITS, **changes}
    (tmp_path / "units.yml").write_text(yaml.safe_dump(units, allow_unicode=True, sort_keys=False), encoding="utf-8")
    content, problems = load_content(tmp_path)
    found = [*problems, *validate(content)]
    return [f"{problem.rule} {problem.line}" for problem in found if problem.path.endswith("units.yml")]


def _unit(en: str = "heap", **fields: Any) -> dict[str, Any]:
    return {"label": {"zh": {"other": "堆堆"}, "en": {"other": en}}, **fields}


@pytest.mark.parametrize(
    ("unit", "rule"),
    [
        (_unit(), ""),
        (_unit(of="heaps"), "unknown-unit"),
        (_unit(of="heap"), "unknown-unit"),
        (_unit(dimension="mass"), "contradicting-unit"),
        (_unit(of="Pa", dimension="mass"), "contradicting-unit"),
        (_unit(dimension="burden"), "contradicting-unit"),
        (_unit(dimension="presure"), "unknown-dimension"),
        (_unit("tonnes"), "ambiguous-unit"),
        (_unit("beds"), "ambiguous-unit"),
        (_unit(factor=3), "invalid-value"),
        (_unit(of="Pa", factor=0), "invalid-value"),
        (_unit(of="Pa", factor=-1), "invalid-value"),
        ({"label": {"zh": {"other": "堆堆"}, "xx": {"other": "heap"}}}, "unknown-language"),
        ({"label": {"en": {"other": "heap"}}}, "missing-source"),
    ],
)
def test_rules(unit: dict[str, Any], rule: str, tmp_path: Path) -> None:
    find_in_figure(tmp_path, "5%。", value=5)  # writes a site
    (tmp_path / "site.yml").write_text(
        "name: {zh: 站}\nbase_url: https://example.org/\n"
        "languages: [{code: zh, name: 中文}, {code: en, name: English}, {code: fr, name: Français}]\n",
        encoding="utf-8",
    )
    found = _problems(tmp_path, heap=unit)
    assert [each.split()[0] for each in found] == ([rule] if rule else [])


def test_command(tmp_path: Path) -> None:
    """`numbers` reads the units beside the names."""
    names(tmp_path)
    (tmp_path / "names.yml").write_text("names: []\n", encoding="utf-8")
    arguments = ["numbers", "120毫米汞柱", "16 kPa", "--names", str(tmp_path / "names.yml")]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    (tmp_path / "units.yml").write_text("{}\n", encoding="utf-8")
    assert CliRunner().invoke(main, arguments).exit_code == 1


def test_exact_factor(tmp_path: Path) -> None:
    """Factors are exact decimals, not floats."""
    mmhg = next(unit for unit in names(tmp_path).units if unit.id == "mmhg")
    assert mmhg.factor == Fraction("133.322387415")


def test_no_line_parts_a_number_from_the_sign_of_a_declared_unit(tmp_path: Path) -> None:
    words = "120 mmHg, 3 DALYs, 300 beds, 5 kW, 2 mmHgs"
    bound = "120~mmHg, 3~DALYs, 300 beds, 5~kW, 2 mmHgs"
    assert bind_numbers(words, number_gaps(names(tmp_path).units)).replace("\u00a0", "~") == bound
    assert bind_numbers(words).replace("\u00a0", "~") == bound.replace("~", " ").replace("5 kW", "5~kW")
