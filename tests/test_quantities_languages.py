"""Languages beyond those of the site: one without words, from CLDR alone, and small lexicons as data."""

from __future__ import annotations

import pytest

from build_scripts.quantities import compare_quantities, read
from build_scripts.quantities.general import general_lexicon
from build_scripts.quantities.lexicon import Lexicon, load_lexicon
from build_scripts.quantities.model import Quantity
from build_scripts.quantities.normalise import normalise
from build_scripts.quantities.reader import recognise
from tests.conftest import TESTS

FOLDER = TESTS / "data" / "lexicons"


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
    ("ja", "約2.5億トン", ["measure about 250000000 t"]),
    ("ja", "三千五百万円以上", ["currency at-least 35000000 JPY"]),
    ("ja", "2030年3月5日", ["date 20300305"]),
    ("ja", "5~15%", ["percent 5…15"]),
    ("ja", "三分の二", ["fraction 2/3"]),
    ("ja", "1990年代", ["era 1990 decade"]),
    ("ja", "一般に", []),
]


@pytest.mark.parametrize(("language", "text", "wanted"), OWN)
def test_a_language_is_added_by_data(language: str, text: str, wanted: list[str]) -> None:
    assert shown(text, load_lexicon(FOLDER / language, language)) == wanted


def test_a_decrease_has_both_readings_in_an_added_language() -> None:
    (item,) = recognised("ont baissé de 5 %", load_lexicon(FOLDER / "fr", "fr"))
    assert [str(other) for other in item.also] == ["percent -5"]


@pytest.mark.parametrize(
    ("zh", "ja", "verdict"),
    [
        ("2030年减少2.5亿吨", "2030年に2.5億トン", "agree"),
        ("2030年减少2.5亿吨", "2030年に25億トン", "differ"),
        ("至少15%", "15%以上", "agree"),
        ("至少15%", "15%以下", "differ"),
    ],
)
def test_an_added_language_is_compared(zh: str, ja: str, verdict: str) -> None:
    lexicon = load_lexicon(FOLDER / "ja", "ja")
    assert compare_quantities(read(zh, "zh"), recognised(ja, lexicon)).verdict == verdict
