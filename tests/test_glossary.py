"""The glossary: under initials, by readings where editors give them, in parts whose addresses are right everywhere."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from build_scripts.content.interface import load_interface
from build_scripts.content.model import Term
from build_scripts.ground.languages import collation_key, initial, is_reading
from build_scripts.library import glossary
from build_scripts.library.glossary import Glossary
from build_scripts.library.index import Library
from build_scripts.pages.terms import TermIndex, Terms
from build_scripts.pages.text import Text


def term(identifier: str, **forms: object) -> Term:
    return Term.model_validate({"id": identifier, **forms})


def ordered(language: str, *terms: Term, source: str = "zh") -> dict[str, list[str]]:
    parts = Glossary({one.id: one for one in terms}, {language: (language, source)}).parts(language)
    return {group.letter: [one.id for one in group.terms] for part in parts for group in part}


@pytest.mark.parametrize(
    ("text", "language", "letter"),
    [
        ("重庆", "zh", "C"),
        ("重量", "zh", "Z"),
        ("长江", "zh", "C"),
        ("增长", "zh", "Z"),
        ("行业", "zh", "H"),
        ("行政令", "zh", "X"),
        ("《巴黎协定》", "zh", "B"),
        ("C40城市", "zh", "C"),
        ("21世纪", "zh", ""),
        ("“ébène”", "fr", "E"),
        ("night shelf", "en", "N"),
        ("重庆", "en", ""),
        ("حافلة", "ar", "ح"),
        ("—", "en", ""),
    ],
)
def test_a_term_stands_under_its_initial(text: str, language: str, letter: str) -> None:
    assert initial(collation_key(text, language)) == letter


@pytest.mark.parametrize("reading", ["shan4 xian4", "shàn xiàn", "Shàn  Xiàn"])
def test_a_reading_that_editors_give_counts_before_the_dictionary(reading: str) -> None:
    plain, read = ({"preferred": "单县"}, {"preferred": "单县", "sort": reading})
    other = term("other", zh={"preferred": "山地"})
    assert ordered("zh", term("county", zh=plain)) == {"D": ["county"]}
    assert ordered("zh", term("county", zh=read), other) == {"S": ["other", "county"]}


def test_a_reading_of_letters_is_sorted_by() -> None:
    found = ordered(
        "en", term("hague", en={"preferred": "The Hague", "sort": "Hague"}), term("ham", en={"preferred": "ham"})
    )
    assert found == {"H": ["hague", "ham"]}


@pytest.mark.parametrize(
    ("reading", "text", "fits"),
    [
        ("chong2 qing4", "重庆", True),
        ("chóng qìng", "重庆", True),
        ("lü4", "绿", True),
        ("chong2", "重庆", False),
        ("重 庆", "重庆", False),
        ("cheng2 shi4", "C40城市", True),
        ("", "重庆", False),
    ],
)
def test_a_reading_has_a_syllable_for_every_character(reading: str, text: str, fits: bool) -> None:
    assert is_reading(reading, text, "zh") == fits
    if not fits and reading:
        with pytest.raises(ValidationError, match="is no reading of"):
            term("any", zh={"preferred": text, "sort": reading})


def test_a_large_glossary_has_as_many_parts_in_every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glossary, "MOST", 4)
    terms = {
        f"t{no}": term(f"t{no}", zh={"preferred": f"第{no}个"}, en={"preferred": f"{chr(97 + no)}"}) for no in range(11)
    }
    own = Glossary(terms, {code: (code, "zh") for code in ("zh", "en", "fr")})
    assert own.paths == ("glossary/", "glossary/a-z/2/", "glossary/a-z/3/")
    for language in ("zh", "en", "fr"):
        parts = own.parts(language)
        assert len(parts) == len(own.paths)
        for no, part in enumerate(parts):
            for group in part:
                for one in group.terms:
                    assert own.path(one.id, language) == f"{own.paths[no]}#{one.id}"
        assert sorted(one.id for part in parts for group in part for one in group.terms) == sorted(terms)
        assert max(sum(len(group.terms) for group in part) for part in parts) <= 4


def test_a_glossary_without_terms_has_a_page() -> None:
    own = Glossary({}, {"zh": ("zh",)})
    assert own.parts("zh") == () and own.paths == ("glossary/",)


def test_a_term_that_a_language_lacks_stands_as_the_language_sorts_it_that_it_is_shown_in() -> None:
    zh, sw = term("tram", zh={"preferred": "电车"}), term("bus", zh={"preferred": "公交"}, sw={"preferred": "basi"})
    assert ordered("sw", zh, sw) == {"B": ["bus"], "D": ["tram"]}


def test_a_form_that_stands_for_a_missing_one_is_said_once(transit_library: Library) -> None:
    both = term("tram", en={"preferred": "tram"}, fr={"preferred": "tramway"})
    language = next(each for each in transit_library.site.languages if each.code == "ar")
    interface, _ = load_interface(language, (transit_library.root / "locale",), transit_library.root)
    terms = Terms(TermIndex(transit_library), Text(transit_library, interface))
    assert terms.forms(both) == '<span lang="en" dir="ltr">tram</span>'
    assert terms.other_forms(both) == (("fr", "tramway"),)
