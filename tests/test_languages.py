"""Languages that CLDR knows little of still have formats, and words stand where readers of a language look for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.content.interface import load_interface
from build_scripts.content.model import Figure, Language
from build_scripts.ground.languages import collation_key, find_locale, find_stemmer
from build_scripts.ground.problems import render_text
from build_scripts.library.figures import figure_text
from build_scripts.pages.scales import text_width
from build_scripts.publish.build import build_site, check_content
from tests.built import pages, replace
from tests.test_model import read

CopySite = Callable[[str], Path]

NEAREST = [
    ("pt-BR", "pt_BR", "ltr"),
    ("en-GB-oxendict", "en_GB", "ltr"),
    ("zh-Hant-HK", "zh_Hant_HK", "ltr"),
    ("cmn", "zh_Hans_CN", "ltr"),
    ("nan", "zh_Hans_CN", "ltr"),
    ("nan-Hant", "zh_Hant_TW", "ltr"),
    ("nan-Latn", "en", "ltr"),
    ("lzh", "zh_Hant_TW", "ltr"),
    ("arz", "ar_EG", "rtl"),
    ("qaa", "en", "ltr"),
    ("qaa-Hebr", "he_IL", "rtl"),
]


@pytest.mark.parametrize(("code", "locale", "direction"), NEAREST)
def test_language_without_a_locale_has_the_nearest(code: str, locale: str, direction: str) -> None:
    assert str(find_locale(code)) == locale
    language, problems = read(Language, f"{{code: {code}, name: X}}")
    assert problems == []
    assert (language.locale, language.direction) == (locale, direction)


@pytest.mark.parametrize(
    ("code", "locale", "found"),
    [
        ("nan", "nan_Hant_TW", "zh_Hant_TW"),
        ("lzh", "lzh", "zh_Hant_TW"),
        ("qaa", "qaa_QX", "en"),
        ("nan", "zh_Hant_TW", "zh_Hant_TW"),
        ("qaa", "id_ID", "id_ID"),
        ("en", "en_GB", "en_GB"),
    ],
)
def test_locale_that_is_given_holds_where_cldr_has_it(code: str, locale: str, found: str) -> None:
    language, problems = read(Language, f"{{code: {code}, locale: {locale}, name: X}}")
    assert problems == [] and language.locale == found


@pytest.mark.parametrize(
    ("code", "locale"), [("en", "en_XX"), ("en", "nan"), ("nan", "en_XX"), ("nan", "lzh"), ("qaa", "'?'"), ("en", "1")]
)
def test_misspelt_locale_is_refused(code: str, locale: str) -> None:
    _, problems = read(Language, f"{{code: {code}, locale: {locale}, name: X}}")
    assert len(problems) == 1 and "locale: " in problems[0]


@pytest.mark.parametrize(("code", "date", "number", "joined"), [
    ("qaa", "November 14, 2023", "1,234", "a, b, and c"),
    ("lzh", "2023年11月14日", "1,234", "a、b和c"),
    ("nan", "2023年11月14日", "1,234", "a、b和c"),
])  # fmt: skip
def test_formats_of_a_language_that_cldr_lacks(tmp_path: Path, code: str, date: str, number: str, joined: str) -> None:
    language, _ = read(Language, f"{{code: {code}, name: X}}")
    interface, _ = load_interface(language, (tmp_path,), tmp_path / "site.yml")
    assert (interface.date("2023-11-14"), interface.number(1234), interface.join("abc")) == (date, number, joined)


@pytest.mark.parametrize(
    ("code", "words"),
    [("ar", "أقل من 0.5\u200e%\u200e"), ("fr", "moins de 0,5\u00a0%"), ("he", "<\u00a00.5\u00a0%"), ("zh", "不足0.5%")],
)
def test_a_percent_sign_is_that_of_cldr(tmp_path: Path, code: str, words: str) -> None:
    """After Arabic letters a bare one goes to the left of its number, while where a number stands alone it does not."""
    language, _ = read(Language, f"{{code: {code}, name: X}}")
    interface, _ = load_interface(language, (tmp_path,), tmp_path / "site.yml")
    named = "id: a, statement: a, indicator: a, geography: a"
    figure, problems = read(Figure, f"{{{named}, value: '0.5', unit: percent, qualifier: under}}")
    assert problems == [] and figure_text(figure, interface) == words
    assert text_width(words) == text_width(words.replace("\u200e", ""))


def test_catalogue_of_a_language_that_cldr_lacks_is_read(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr "Language: nan\\nContent-Type: text/plain; charset=utf-8\\n"\n'
    (tmp_path / "nan.po").write_text(f'{head}\nmsgid "Home"\nmsgstr "頭頁"\n', encoding="utf-8")
    language, _ = read(Language, "{code: nan, locale: nan_Hant_TW, name: 台語}")
    interface, problems = load_interface(language, (tmp_path,), tmp_path / "site.yml")
    assert problems == [] and interface.translations.gettext("Home") == "頭頁"


@pytest.mark.parametrize(
    ("code", "has_one"), [("en", True), ("pt-BR", True), ("zh", False), ("qaa", False), ("lzh", False)]
)
def test_no_stemmer_of_another_language_is_used(code: str, has_one: bool) -> None:
    assert (find_stemmer(code) is not None) == has_one


ROWS = "".join(f"  - {{code: {code}, name: {code}}}\n" for code in ("nan", "lzh", "qaa"))


def add_languages(content: Path) -> None:
    replace(content / "site.yml", "name: English}\n", f"name: English}}\n{ROWS}")


def test_site_with_languages_that_cldr_lacks_is_checked(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    add_languages(folder)
    problems = check_content(folder)[2]
    assert not [problem for problem in problems if problem.level == "error"], render_text(problems)
    assert {problem.rule for problem in problems} == {"missing-catalogue"}


@pytest.mark.slow
def test_site_with_languages_that_cldr_lacks_is_built(copy_site: CopySite, tmp_path: Path) -> None:
    folder = copy_site("minimal")
    add_languages(folder)
    term = "- {id: kite, zh: {preferred: 风筝}, nan: {preferred: 風吹}, qaa: {preferred: kxyz}}\n"
    glossary = folder / "glossary.yml"
    glossary.write_text(glossary.read_text(encoding="utf-8") + term, encoding="utf-8")
    (folder / "pages" / "about.nan.md").write_text("---\ntitle: 紹介\n---\n", encoding="utf-8")
    result = build_site(folder, tmp_path / "site")
    assert not result.failed, render_text(result.problems)
    expected = pages(tmp_path / "site", "zh")
    for code in ("nan", "lzh", "qaa"):
        assert pages(tmp_path / "site", code) == expected
        home = (tmp_path / "site" / code / "index.html").read_text(encoding="utf-8")
        assert f'<html lang="{code}"' in home and 'dir="ltr"' in home
    assert "紹介" in (tmp_path / "site" / "nan" / "about" / "index.html").read_text(encoding="utf-8")


# Order


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "zh",
            "10亿 5G ＩＤ卡 RFID标签 北京 长江 场景 重庆 行业 陆地 吕梁 绿色 碳市场 银行 长辈 中国 重量 𠮷野",
        ),
        ("lzh", "长江 重庆 银行 长辈 重量"),
        ("fr", "10 2 cote coté côte côté école économie ecosystème été œuf oie straße zèbre"),
        ("de", "Apfel Äpfel Ofen Öfen Straße Strassen Strauß über Ubier"),
        ("ar", "إبل أحمد الحافلة باب تاج"),
        ("en", "10 5G Aerosol ærugo apple Zoë"),
        ("qaa", "a á b"),
    ],
    ids=lambda value: value if len(value) < 4 else "",
)
def test_words_stand_where_readers_look_for_them(language: str, words: str) -> None:
    expected = words.split()
    for given_order in (expected[::-1], sorted(expected)):
        assert sorted(given_order, key=lambda word: collation_key(word, language)) == expected


def test_chinese_in_another_language_has_no_pinyin() -> None:
    assert collation_key("重庆", "en") != collation_key("重庆", "zh")


@given(st.text(max_size=20), st.text(max_size=20), st.sampled_from(["zh", "fr", "ar", "qaa"]))
def test_different_texts_have_different_keys_that_compare(one: str, other: str, language: str) -> None:
    left, right = collation_key(one, language), collation_key(other, language)
    assert (left < right) + (right < left) == (one != other)
