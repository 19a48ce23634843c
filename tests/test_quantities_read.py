"""What is read out of single phrases, and what is not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from build_scripts.quantities import Quantity, read

CASES = [
    ("zh", "2.24亿吨", "measure", "224000000", "t", ""),
    ("zh", "４，５００万吨", "measure", "45000000", "t", ""),
    ("zh", "12亿千瓦", "measure", "1200000000000", "W", ""),
    ("zh", "三千瓦", "measure", "3000", "W", ""),
    ("zh", "两千三百米", "measure", "2300", "m", ""),
    ("zh", "一百二十万", "count", "1200000", "", ""),
    ("zh", "两亿多", "count", "200000000", "", "over"),
    ("zh", "十余颗", "count", "10", "", "over"),
    ("zh", "近五成", "percent", "50", "", "nearly"),
    ("zh", "三成五", "percent", "35", "", ""),
    ("zh", "三分之二", "fraction", "2/3", "", ""),
    ("zh", "百分之三十", "percent", "30", "", ""),
    ("zh", "千分之三", "percent", "3/10", "", ""),
    ("zh", "翻一番", "multiple", "2", "", ""),
    ("zh", "翻两番", "multiple", "4", "", ""),
    ("zh", "减半", "fraction", "1/2", "", ""),
    ("zh", "过半", "fraction", "1/2", "", "over"),
    ("zh", "3.5个百分点", "percentage-point", "7/2", "", ""),
    ("zh", "50个基点", "percentage-point", "1/2", "", ""),
    ("zh", "约1.5摄氏度", "temperature", "3/2", "degC", "about"),
    ("zh", "10亿美元", "currency", "1000000000", "USD", ""),
    ("zh", "100美元/吨二氧化碳当量", "rate", "100", "USD/tCO2e", ""),
    ("zh", "468千克/人/年", "rate", "468", "kg/person/year", ""),
    ("zh", "两年半", "span", "5/2", "year", ""),
    ("zh", "半年", "span", "1/2", "year", ""),
    ("zh", "20世纪90年代", "era", "1990", "decade", ""),
    ("zh", "18世纪", "era", "1700", "century", ""),
    ("zh", "2017年1月17日", "date", "20170117", "", ""),
    ("zh", "二〇一七年", "date", "20170000", "", ""),
    ("zh", "3月5日", "date", "305", "", ""),
    ("zh", "下午3时10分", "time", "910", "24-hour", ""),
    ("zh", "第三十次", "ordinal", "30", "", ""),
    ("zh", "“十四五”规划", "name", "14", "five-year-plan", ""),
    ("zh", "不足16%", "percent", "16", "", "under"),
    ("zh", "不超过16%", "percent", "16", "", "at-most"),
    ("zh", "五千九百八十五", "count", "5985", "", ""),
    ("zh", "3亿5000万人", "count", "350000000", "person", ""),
    ("zh", "2万4801张", "count", "24801", "", ""),
    ("en", "224 million tonnes", "measure", "224000000", "t", ""),
    ("en", "1,200 GW", "measure", "1200000000000", "W", ""),
    ("en", "500 TWh", "measure", "500000000000000", "Wh", ""),
    ("en", "£1.7m", "currency", "1700000", "GBP", ""),
    ("en", "$3.5bn", "currency", "3500000000", "USD", ""),
    ("en", "35,600 thousand", "count", "35600000", "", ""),
    ("en", "twenty-two", "count", "22", "", ""),
    ("en", "two hundred and five", "count", "205", "", ""),
    ("en", "half a million", "count", "500000", "", ""),
    ("en", "one and a half million", "count", "1500000", "", ""),
    ("en", "a third of", "fraction", "1/3", "", ""),
    ("en", "three-quarters", "fraction", "3/4", "", ""),
    ("en", "one in five", "fraction", "1/5", "", ""),
    ("en", "a dozen", "count", "12", "", ""),
    ("en", "tripled", "multiple", "3", "", ""),
    ("en", "nearly 8 percentage points", "percentage-point", "8", "", "nearly"),
    ("en", "50 basis points", "percentage-point", "1/2", "", ""),
    ("en", "no more than 2%", "percent", "2", "", "at-most"),
    ("en", "less than 2%", "percent", "2", "", "under"),
    ("en", "the 1990s", "era", "1990", "decade", ""),
    ("en", "18th century", "era", "1700", "century", ""),
    ("en", "January 17, 2017", "date", "20170117", "", ""),
    ("en", "17 January 2017", "date", "20170117", "", ""),
    ("en", "2017-01-17", "date", "20170117", "", ""),
    ("en", "3:10 p.m.", "time", "910", "24-hour", ""),
    ("en", "22nd", "ordinal", "22", "", ""),
    ("en", "the 14th Five-Year Plan", "name", "14", "five-year-plan", ""),
    ("en", "$100 per tonne of CO2 equivalent", "rate", "100", "USD/tCO2e", ""),
    ("en", "half an hour", "span", "1/2", "hour", ""),
    ("en", "a year and a half", "span", "3/2", "year", ""),
    ("en", "40 nautical miles", "measure", "40", "nautical-mile", ""),
    ("zh", "约-0.5%", "percent", "-1/2", "", "about"),
    ("zh", "零下5摄氏度", "temperature", "-5", "degC", ""),
    ("zh", "负1.2亿吨", "measure", "-120000000", "t", ""),
    ("en", "−0.5%", "percent", "-1/2", "", ""),
    ("en", "-$5 million", "currency", "-5000000", "USD", ""),
    ("en", "5 degrees below freezing", "measure", "-5", "degree", ""),
    ("zh", "中午11时30分", "time", "690", "24-hour", ""),
    ("zh", "晚上12点", "time", "0", "24-hour", ""),
    ("zh", "800公里（含）以下", "measure", "800", "km", "at-most"),
    ("zh", "300人以上（含300人）", "count", "300", "person", "at-least"),
    ("zh", "低于通用汽车的475亿美元", "currency", "47500000000", "USD", "under"),
    ("zh", "23854越盾", "currency", "23854", "VND", ""),
    ("zh", "耗时20min", "span", "20", "minute", ""),
    ("zh", "5μm", "measure", "1/200000", "m", ""),
    ("zh", "半天内", "span", "1/2", "day", "at-most"),
    ("zh", "百分之三十多", "percent", "30", "", "over"),
    ("en", "R$5 million", "currency", "5000000", "BRL", ""),
    ("en", "5 tonnes of CO_2", "measure", "5", "tCO2", ""),
    ("en", "in 2017 or so", "date", "20170000", "", "about"),
    ("en", "23,854 dong", "currency", "23854", "VND", ""),
    ("en", "5‰", "percent", "1/2", "", ""),
    ("en", "hundred-billion", "count", "100000000000", "", ""),
]


@pytest.mark.parametrize(("language", "text", "kind", "value", "unit", "approx"), CASES)
def test_phrase_is_read(language: str, text: str, kind: str, value: str, unit: str, approx: str) -> None:
    items = read(text, language)
    assert len(items) == 1, items
    exact = Fraction(value)
    assert items[0].meaning == (kind, exact, exact, unit, approx, False)
    assert text[items[0].start : items[0].end] == items[0].text


RANGES = [
    ("zh", "5%至15%", "percent", 5, 15, False),
    ("zh", "127万到250万英镑", "currency", 1270000, 2500000, False),
    ("zh", "5至15亿元", "currency", 500000000, 1500000000, False),
    ("zh", "9000到1.2万人", "count", 9000, 12000, False),
    ("zh", "3到5斤", "measure", Fraction(3, 2), Fraction(5, 2), False),
    ("zh", "18-56mm", "measure", Fraction(18, 1000), Fraction(56, 1000), False),
    ("zh", "从60%降至32%", "percent", 32, 60, True),
    ("zh", "七八十人", "count", 70, 80, False),
    ("zh", "2020—2030年", "date", 20200000, 20300000, False),
    ("zh", "6月20日至25日", "date", 620, 625, False),
    ("en", "between 5 and 15 percent", "percent", 5, 15, False),
    ("en", "5–15%", "percent", 5, 15, False),
    ("en", "$5-10 billion", "currency", 5000000000, 10000000000, False),
    ("en", "4 to 42 million tonnes", "measure", 4000000, 42000000, False),
    ("en", "500 to 1 million people", "count", 500, 1000000, False),
    ("en", "from 60% to 32%", "percent", 32, 60, True),
    ("en", "rose to 60% from 32%", "percent", 32, 60, False),
    ("en", "2015-16", "date", 20150000, 20160000, False),
    ("en", "20-25 June", "date", 620, 625, False),
    ("en", "three to five years", "span", 3, 5, False),
]


@pytest.mark.parametrize(("language", "text", "kind", "low", "high", "falling"), RANGES)
def test_range_is_read(
    language: str, text: str, kind: str, low: int | Fraction, high: int | Fraction, falling: bool
) -> None:
    items = read(text, language)
    assert [(i.kind, i.low, i.high, i.falling) for i in items] == [(kind, low, high, falling)]


IDIOMS = [
    ("zh", "一些国家万一发生这一情况，千万不要慌"),
    ("zh", "一带一路十分重要，一定要进一步统一"),
    ("zh", "周一和星期三"),
    ("zh", "二氧化碳"),
    ("zh", "六本木、三门峡、五台山、六盘水、二连浩特、九华山"),
    ("zh", "CO_2、CO₂和H_{2}O"),
    ("en", "CO_2, CO₂ and H_{2}O"),
    ("en", "someone at once and for all"),
    ("en", "he may march on"),
]


@pytest.mark.parametrize(("language", "text"), IDIOMS)
def test_idiom_holds_no_number(language: str, text: str) -> None:
    assert [item for item in read(text, language) if not item.optional] == []


def test_web_addresses_hold_no_number() -> None:
    assert read("见 https://example.org/2021/01/20 一文", "zh") == ()


def test_ambiguous_notation_keeps_both_readings() -> None:
    (item,) = read("10/11/2021", "en")
    assert {item.low, *(other.low for other in item.also)} == {20211011, 20211110}


def test_places_are_true_after_normalising() -> None:
    text = "共４，５００万吨，约１６％。"
    assert [item.text for item in read(text, "zh")] == ["４，５００万吨", "１６％"]


def test_quantities_are_exact() -> None:
    for item in read("0.1至0.3亿吨和1/3", "zh"):
        assert isinstance(item, Quantity)
        assert isinstance(item.low, Fraction)


@pytest.mark.parametrize("text", ["5 tonneſ", "5 mılex", "5 KILOMETRES", "5 mİles", "5 tonnes of Co_2", "5 K\u212a"])
def test_letters_that_fold_to_others_are_read(text: str) -> None:
    assert len(read(text, "en")) == 1
