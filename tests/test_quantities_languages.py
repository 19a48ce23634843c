"""Languages beyond those of the site: one without words, from CLDR alone, and those with a lexicon, in any pairs."""

from __future__ import annotations

import re

import pytest

from build_scripts.quantities import compare, compare_quantities, figure_quantity, format_quantity, read
from build_scripts.quantities.figures import QUALIFIERS
from build_scripts.quantities.general import general_lexicon
from build_scripts.quantities.lexicon import Lexicon
from build_scripts.quantities.model import Quantity
from build_scripts.quantities.normalise import normalise
from build_scripts.quantities.reader import recognise
from tests.conftest import TESTS


def shown(text: str, lexicon: Lexicon) -> list[str]:
    return [str(item) for item in recognised(text, lexicon)]


def recognised(text: str, lexicon: Lexicon) -> list[Quantity]:
    return recognise(normalise(text), [], lexicon)


GENERAL = [
    ("fr", "2,5 millions de tonnes", ["measure 2500000 t"]),
    ("fr", "1\u202f234,5 km", ["measure 1234.5 km"]),
    ("fr", "le 3 mars 2030", ["date 20300303"]),
    ("fr", "7–8 %", ["percent 7…8"]),
    ("fr", "-5 %", ["percent -5"]),
    ("fr", "en 2030, 12 projets", ["date 20300000", "count 12"]),
    ("de", "1,2 Milliarden Euro", ["currency 1200000000 EUR"]),
    ("de", "1.234,5 Tonnen", ["measure 1234.5 t"]),
    ("de", "3. März 2030", ["date 20300303"]),
    ("ru", "2,5 миллиона тонн", ["measure 2500000 t"]),
    ("es", "5 de marzo de 2030", ["date 20300305"]),
    ("pt-BR", "R$ 2,5 bilhões", ["currency 2500000000 BRL"]),
    ("ar", "٢٬٥٠٠ و 15٪", ["count 2500", "percent 15"]),
    ("ar", "5 مارس 2030", ["date 20300305"]),
    ("ja", "2030年3月5日に2.5億トン", ["date 20300305", "measure 250000000 t"]),
    ("ko", "2030년 3월", ["date 20300300"]),
]


@pytest.mark.parametrize(("language", "text", "wanted"), GENERAL)
def test_a_language_without_words_is_read(language: str, text: str, wanted: list[str]) -> None:
    assert shown(text, general_lexicon(language)) == wanted


def test_a_wrong_number_is_found_without_words() -> None:
    source = read("2030年达到250万吨，占15%", "zh")
    right, wrong = "2,5 millions de tonnes en 2030, soit 15 %", "25 millions de tonnes en 2030, soit 15 %"
    assert compare_quantities(source, recognised(right, general_lexicon("fr"))).verdict == "agree"
    assert compare_quantities(source, recognised(wrong, general_lexicon("fr"))).slips == ("×10",)


def test_of_a_language_that_cldr_does_not_know_digits_are_read() -> None:
    assert [str(item) for item in read("xyzzy 1,234.5 qux 15%", "xx")] == ["count 1234.5", "percent 15"]


OWN = [
    ("fr", "environ 2,5 millions de tonnes par an", ["rate about 2500000 t/year"]),
    ("fr", "entre 5 et 15 %", ["percent 5…15"]),
    ("fr", "au moins 3 points de pourcentage", ["percentage-point at-least 3"]),
    ("fr", "moins de 300 habitants", ["count under 300 person"]),
    ("fr", "le 1er juin 2030", ["date 20300601"]),
    ("fr", "a plus que doublé", ["multiple 2"]),
    ("fr", "quatre-vingt-dix-sept mille", ["count 97000"]),
    ("fr", "1\u202f234,5 km", ["measure 1234.5 km"]),
    ("ja", "約2.5億トン", ["measure about 250000000 t"]),
    ("ja", "三千五百万円以上", ["currency at-least 35000000 JPY"]),
    ("ja", "令和6年3月5日", ["date 20240305"]),
    ("ja", "5~15%", ["percent 5…15"]),
    ("ja", "5~15セント", ["currency 0.05…0.15 USD"]),
    ("ja", "0.5%に満たない", ["percent under 0.5"]),
    ("ja", "60億㎥", ["measure 6000000000 m3"]),
    ("ja", "13.69エクサジュール", ["measure 13690000000000000000 J"]),
    ("ja", "三分の二", ["fraction 2/3"]),
    ("ja", "1990年代", ["era 1990 decade"]),
    ("ja", "一般に", []),
    ("ja", "2021～25年", ["date 20210000…20250000"]),
    ("ja", "三十数カ国", ["count over 30"]),
    ("ja", "3倍増える", ["multiple 3"]),
    ("ja", "20カ国・地域", ["name 20 group-of-countries"]),
    ("ar", "التسعينيات من القرن العشرين", ["era 1990 decade"]),
    ("ar", "من 3 أيام إلى 11 يوما", ["span 3…11 day"]),
    ("fr", "les années 90 du XXe siècle", ["era 1990 decade"]),
    ("zh", "用电15度，气温15度", ["measure 15000 Wh", "measure 15 degree"]),
    ("ar", "٢٬٥٠٠ طن", ["measure 2500 t"]),
    ("ar", "خمسة وعشرون مليون دولار", ["currency 25000000 USD"]),
    ("ar", "ما لا يقل عن ١٫٥ في المئة", ["percent at-least 1.5"]),
    ("zh-Hant", "約3萬億噸", ["measure about 3000000000000 t"]),
    ("zh-Hant", "1.2兆元，300兆瓦", ["currency 1200000000000 CNY", "measure 300000000 W"]),
]


@pytest.mark.parametrize(("language", "text", "wanted"), OWN)
def test_a_language_with_a_lexicon_is_read(language: str, text: str, wanted: list[str]) -> None:
    assert [str(item) for item in read(text, language)] == wanted


def test_a_decrease_has_both_readings_in_every_language() -> None:
    texts = {"fr": "ont baissé de 5 %", "ar": "انخفض بنسبة 5%", "ja": "5%減少した", "zh-Hant": "減少5%"}
    for language, text in texts.items():
        (item,) = read(text, language)
        assert [str(other) for other in item.also] == ["percent -5"], language


TURNED = {
    "zh": ("2030年前", "2030年后"),
    "en": ("before 2030", "after 2030"),
    "fr": ("avant 2030", "après 2030"),
    "ja": ("2030年までに", "2030年以降"),
    "ar": ("قبل عام 2030", "بعد عام 2030"),
}


@pytest.mark.parametrize("source", sorted(TURNED))
def test_before_and_after_are_told_apart_in_any_language(source: str) -> None:
    for target in sorted(TURNED.keys() - {source}):
        before, after = TURNED[target]
        assert compare(TURNED[source][0], before, source, target).verdict == "agree", target
        assert compare(TURNED[source][0], after, source, target).slips == ("before / after",), target


ROWS = [line.split("\t") for line in (TESTS / "data" / "languages.tsv").read_text(encoding="utf-8").splitlines()[1:]]
COLUMNS = {"zh": 0, "en": 2, "fr": 4, "ja": 5, "ar": 6, "zh-Hant": 7}
PAIRS = [(one, other) for one in COLUMNS for other in COLUMNS if one != other]


@pytest.mark.parametrize(("source", "target"), PAIRS, ids="-".join)
def test_right_translations_agree_between_any_two_languages(source: str, target: str) -> None:
    pairs = [(row[COLUMNS[source]], row[COLUMNS[target]]) for row in ROWS]
    assert [pair for pair in pairs if compare(*pair, source, target).verdict != "agree"] == []


@pytest.mark.parametrize("target", sorted(COLUMNS))
@pytest.mark.parametrize("source", ["zh", "en"])
def test_planted_errors_are_found_in_any_language(source: str, target: str) -> None:
    wrong = [(row[COLUMNS[source] + 1], row[COLUMNS[target]]) for row in ROWS]
    assert len(wrong) >= 60
    assert [pair for pair in wrong if compare(*pair, source, target).verdict != "differ"] == []


TEXTS = [line.split("\t") for line in (TESTS / "data" / "pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize("verdict", ["agree", "differ"])
def test_pairs_of_any_two_languages_both_ways(verdict: str) -> None:
    """Denials, rates per so many, elisions, ages, fortnights: what was once misread, and slips close to it."""
    rows = [row for row in TEXTS if row[0] == verdict]
    assert len(rows) >= 30
    assert [row for row in rows if compare(*row[3:], *row[1:3]).verdict != verdict] == []
    assert [row for row in rows if compare(row[4], row[3], row[2], row[1]).verdict != verdict] == []


UNIT_IDS = ["t", "W", "percent", "percentage-point", "multiple", "person", "t/year", "USD", "year", "degC", "USD/t"]


@pytest.mark.parametrize("unit", [*UNIT_IDS, "km/hour", "country", "fraction", "Wh"])
@pytest.mark.parametrize("locale", ["zh", "en", "fr", "ja", "ar", "zh_Hant"])
def test_a_figure_is_read_back_in_any_language(locale: str, unit: str) -> None:
    for qualifier in ("", *QUALIFIERS):
        for value in ("1/3",) if unit == "fraction" else (3, "2.5", 45_000_000, 3 * 10**11):
            figure = figure_quantity(value, unit=unit, qualifier=qualifier)
            text = format_quantity(figure, locale)
            assert [item.meaning for item in read(text, locale)] == [figure.meaning], text


@pytest.mark.parametrize("unit", [*UNIT_IDS, "country"])
def test_a_figure_drops_nothing_in_a_language_without_words(unit: str) -> None:
    plain = format_quantity(figure_quantity(3, unit=unit), "de")
    written = {format_quantity(figure_quantity(3, unit=unit, qualifier=qualifier), "de") for qualifier in QUALIFIERS}
    assert re.fullmatch(r"3(?:,00)?\s\S.*", plain)
    assert len(written) >= 6
    assert all(text.endswith(plain) and text != plain for text in written)


WRITTEN = [
    ("fr", {"value": "45e6", "unit": "t", "qualifier": "over"}, "plus de 45\xa0millions\xa0de tonnes"),
    ("fr", {"value": "2e9", "unit": "EUR"}, "2\xa0milliards\xa0d’euros"),
    ("fr", {"value": "1.5", "unit": "t"}, "1,5\xa0tonne"),
    ("ja", {"value": "3e11", "unit": "W", "qualifier": "at-least"}, "3億キロワット以上"),
    ("ja", {"value": "1.25e18", "unit": "J", "qualifier": "about"}, "約1.25エクサジュール"),
    ("ar", {"value": "1.25e18", "unit": "J", "qualifier": "about"}, "نحو 1.25\xa0إكساجول"),
    ("fr", {"value": "1.25e18", "unit": "J", "qualifier": "about"}, "environ 1,25\xa0EJ"),
    ("ar", {"value": 3, "unit": "t", "qualifier": "about"}, "نحو 3\xa0أطنان"),
    ("ar", {"value": 11, "unit": "t"}, "11\xa0طن"),
    ("zh_Hant", {"value": "1.5e8", "unit": "km", "qualifier": "under"}, "不足1.5億公里"),
    ("zh_TW", {"value": 300, "unit": "percentage-point"}, "300個百分點"),
    ("de", {"low": 5, "high": 8, "unit": "percent", "qualifier": "about"}, "≈\xa05\xa0%–8\xa0%"),
]


@pytest.mark.parametrize(
    ("locale", "fields", "text"), WRITTEN, ids=[f"{row[0]}-{no}" for no, row in enumerate(WRITTEN)]
)
def test_figures_are_written_as_the_language_does(locale: str, fields: dict[str, str], text: str) -> None:
    assert format_quantity(figure_quantity(**fields), locale) == text
