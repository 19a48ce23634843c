"""Properties: what is written is read back; reading never raises and its time is linear in the text."""

from __future__ import annotations

import gc
import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.quantities import UNITS, compare, compare_quantities, figure_quantity, format_quantity, read
from build_scripts.quantities.figures import QUALIFIERS
from build_scripts.quantities.signs import SIGNED
from tests.conftest import FUZZ, some

RATES = [
    "t/year", "m2/year", "m3/year", "USD/year", "USD/tCO2e", "USD/tCO2", "CNY/tCO2", "kg/person/year",
    "job/year", "tCO2/year", "USD/bottle",
]  # fmt: skip
LOCALES = ("zh", "en")
ALL_UNITS = sorted([*UNITS.by_id, "percent", "percentage-point", "multiple", "", *RATES])
VALUES = st.one_of(
    st.integers(2, 10**14),
    st.decimals(Decimal("0.01"), Decimal(10**9), places=2).filter(lambda value: value > 0 and value != 1),
    st.builds(lambda n, power: n * 10**power, st.integers(1, 999), st.integers(3, 11)),
)


def is_year_like(value: int | Decimal, unit: str) -> bool:
    """A bare number of four digits is read as a year in English, whether it is one or not."""
    return not unit and 1000 <= value <= 2999


@pytest.mark.slow
@pytest.mark.parametrize("unit", ALL_UNITS)
@settings(max_examples=40 if FUZZ else 5)
@given(value=VALUES, qualifier=st.sampled_from(["", *QUALIFIERS]))
def test_written_value_is_read_back(unit: str, value: int | Decimal, qualifier: str) -> None:
    if is_year_like(value, unit):
        return
    figure = figure_quantity(value, unit=unit, qualifier=qualifier)
    for locale in LOCALES:
        text = format_quantity(figure, locale)
        assert [item.meaning for item in read(text, locale)] == [figure.meaning], text
    zh, en = (format_quantity(figure, locale) for locale in LOCALES)
    assert compare(zh, en).verdict == "agree", (zh, en)


NEGATIVE = sorted(unit for unit in ALL_UNITS if figure_quantity(1, unit=unit).kind in SIGNED)


@pytest.mark.slow
@pytest.mark.parametrize("unit", NEGATIVE)
@settings(max_examples=40 if FUZZ else 3)
@given(value=VALUES, qualifier=st.sampled_from(["", "about"]))
def test_written_negative_value_is_read_back(unit: str, value: int | Decimal, qualifier: str) -> None:
    figure = figure_quantity(-value, unit=unit, qualifier=qualifier)
    for locale in LOCALES:
        text = format_quantity(figure, locale)
        assert [item.meaning for item in read(text, locale)] == [figure.meaning], text
        assert compare_quantities([figure_quantity(value, unit=unit)], read(text, locale)).verdict == "differ", text


@pytest.mark.slow
@pytest.mark.parametrize("unit", ALL_UNITS)
@settings(max_examples=40 if FUZZ else 3)
@given(low=VALUES, factor=st.sampled_from([Decimal("1.5"), Decimal(2), Decimal("3.5"), Decimal(8)]))
def test_written_range_is_read_back(unit: str, low: int | Decimal, factor: Decimal) -> None:
    high = Decimal(low) * factor
    if is_year_like(low, unit) or is_year_like(high, unit):
        return
    figure = figure_quantity(low=low, high=high, unit=unit)
    for locale in LOCALES:
        text = format_quantity(figure, locale)
        assert [item.meaning for item in read(text, locale)] == [figure.meaning], text


@given(unit=st.sampled_from(ALL_UNITS), value=VALUES)
def test_what_is_written_in_two_languages_agrees(unit: str, value: int | Decimal) -> None:
    figure = figure_quantity(value, unit=unit)
    zh, en = (format_quantity(figure, locale) for locale in LOCALES)
    assert compare(zh, en).verdict == "agree", (zh, en)


PIECES = st.sampled_from(
    [
        *"0123456789.,，%％$€£~-–—/:()（）万亿千百十一二三两半点分之多余约近第年月日时号年代世纪成倍番吨元度至到和、从",
        *[
            "million ",
            "billion",
            " percent",
            " points",
            "May ",
            "March ",
            "5th",
            "1990s",
            " to ",
            "from ",
            "between ",
        ],
        *[
            "a ",
            "half ",
            "two",
            "hundred ",
            "and ",
            "third ",
            "times",
            " p.m.",
            "US$",
            "RMB",
            "tonnes",
            "km/h",
            "m",
        ],
        *[
            "百分点",
            "个",
            "美元",
            "公里",
            "平方米",
            "以上",
            "不足",
            "CO2e",
            "COP27",
            "https://",
            "\x00",
            "\n",
            "🙂",
        ],
    ]
)


@settings(max_examples=400)
@given(text=st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join)))
def test_reading_never_raises(text: str) -> None:
    for language in ("zh", "en", "fr", "ja", "ar"):
        for item in read(text, language):
            assert 0 <= item.start <= item.end <= len(text)
            assert item.low <= item.high


@settings(max_examples=150)
@given(text=st.lists(PIECES, max_size=40).map("".join), other=st.lists(PIECES, max_size=40).map("".join))
def test_comparing_never_raises(text: str, other: str) -> None:
    outcome = compare(text, other)
    assert outcome.verdict in ("agree", "differ", "unreadable")
    assert (outcome.verdict == "agree") == (not outcome.unmatched_source and not outcome.unmatched_target)


@settings(max_examples=100)
@given(text=st.lists(PIECES, max_size=40).map("".join))
def test_a_text_agrees_with_itself(text: str) -> None:
    assert compare(text, text, "zh", "zh").verdict == "agree"


LONG_ZH = [
    "7",
    "一二三",
    "百千万亿",
    "万",
    "3亿5",
    "三分之",
    "从5%至",
    "1,111,",
    "5吨、",
    "至5",
    "2015年",
    "人",
    "约",
]
LONG_EN = [
    "7",
    "1,111,",
    "one hundred and ",
    "5% to ",
    "1-",
    "1:",
    "A",
    "a-",
    "a1",
    "$1",
    "May ",
    "5 tonnes, ",
]
LONG_EN += ["from ", "a@", " ", "I", "five-year ", "first ", "1.", "x1"]
LONG = [("zh", unit) for unit in LONG_ZH] + [("en", unit) for unit in LONG_EN]


def seconds_to_read(text: str, language: str) -> float:
    gc.disable()  # what other tests have left behind takes longer to look through than a text to read
    started = time.process_time()
    try:
        read.__wrapped__(text, language)  # past the cache
        return time.process_time() - started
    finally:
        gc.enable()


@pytest.mark.timing
@pytest.mark.parametrize(("language", "unit"), some(LONG, 3))
def test_time_grows_in_line_with_length(language: str, unit: str) -> None:
    small = unit * (2_000 // len(unit))
    large = unit * (16_000 // len(unit))
    once = min(seconds_to_read(small, language) for _ in range(3))
    assert seconds_to_read(large, language) < 8 * 3 * once + 0.2


@pytest.mark.timing
@pytest.mark.parametrize("unit", ["1234567890", "三千五百万零七十亿", "3亿5千万，", "九八七六五四三二一"])
def test_a_text_of_200_kilobytes_is_read(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    assert seconds_to_read(text, "zh") < 12
    if unit.isdigit():
        assert seconds_to_read(text, "en") < 12


def test_a_figure_without_exact_value_is_refused() -> None:
    for wrong in ("x", "nan", "inf", "1e999", "1/0"):
        with pytest.raises(ValueError, match=r"."):
            figure_quantity(wrong)
    with pytest.raises(ValueError, match="either"):
        figure_quantity()
    with pytest.raises(ValueError, match="above"):
        figure_quantity(low=3, high=2)
    with pytest.raises(ValueError, match="qualifier"):
        figure_quantity(3, qualifier="circa")


FORMATS = [
    ("3e11", "W", "", "3亿千瓦", "300 GW"),
    ("45e6", "t", "", "4,500万吨", "45 million tonnes"),
    ("1.2e12", "W", "", "12亿千瓦", "1,200 GW"),
    ("2.24e8", "tCO2e", "about", "约2.24亿吨二氧化碳当量", "about 224 million tonnes of CO2 equivalent"),
    ("1e9", "USD", "", "10亿美元", "$1 billion"),
    ("16", "percent", "over", "超过16%", "over 16%"),
    ("3.5", "percentage-point", "", "3.5个百分点", "3.5 percentage points"),
    ("1", "percentage-point", "", "1个百分点", "1 percentage point"),
    ("2", "multiple", "", "2倍", "2 times"),
    ("1.5", "degC", "", "1.5摄氏度", "1.5°C"),
    ("100", "USD/tCO2e", "", "100美元/吨二氧化碳当量", "$100 per tonne of CO2 equivalent"),
    ("5e8", "CNY", "", "5亿元", "500 million yuan"),
    ("24380", "", "", "2.438万", "24,380"),
    ("-0.5", "percent", "", "-0.5%", "-0.5%"),
    ("-5e8", "USD", "about", "约-5亿美元", "about -$500 million"),
]


@pytest.mark.parametrize(("value", "unit", "qualifier", "zh", "en"), FORMATS)
def test_figure_is_written(value: str, unit: str, qualifier: str, zh: str, en: str) -> None:
    figure = figure_quantity(value, unit=unit, qualifier=qualifier)
    assert (format_quantity(figure, "zh"), format_quantity(figure, "en")) == (zh, en)


def test_what_is_no_figure_is_not_written() -> None:
    with pytest.raises(ValueError, match="date"):
        format_quantity(read("2017年", "zh")[0], "zh")


def test_other_locales_keep_the_value() -> None:
    figure = figure_quantity(Fraction(3, 2), unit="km")
    assert "1,5" in format_quantity(figure, "fr")
    assert format_quantity(figure_quantity(3, unit="widget"), "de") == "3 widget"
