"""What readers type is found: the index is read here the way the theme's search reads it, cut at its separator."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.content.interface import Interface, load_interface
from build_scripts.content.load import load_content
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.outputs.root_pages import page_languages
from build_scripts.outputs.search import SEPARATOR, search_index, zensical_index
from build_scripts.pages.terms import TermIndex
from tests.conftest import TESTS

CopySite = Callable[[str], Path]


def interface_of(library: Library, code: str) -> Interface:
    language = next(language for language in library.site.languages if language.code == code)
    folders = (library.root / "locale", TESTS.parent / "templates" / "locale")
    interface, _ = load_interface(language, folders, library.root / "site.yml")
    return interface


def index_of(library: Library, code: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(search_index(library, interface_of(library, code)))
    return found


def documents(library: Library, code: str) -> dict[str, dict[str, str]]:
    found = index_of(library, code)["docs"]
    assert len({document["location"] for document in found}) == len(found), "two entries lead to one place"
    return {document["location"]: document for document in found}


def words(document: dict[str, str], *fields: str) -> set[str]:
    """Cut an entry into what the theme's search knows it by."""
    text = " ".join(document.get(field, "") for field in fields or ("title", "text", "terms"))
    return {word for word in re.split(SEPARATOR, text) if word}


def is_found(typed: str, known: set[str]) -> bool:
    """Tell whether the theme's search finds what is typed: it takes it for the start of a word."""
    return any(word.startswith(typed) for word in known)


def library_with(copy_site: CopySite, text: str, terms: str = "") -> Library:
    """Make the site `minimal` with one statement of another text, and more terms."""
    folder = copy_site("minimal")
    path = folder / "reports" / "open-late" / "summary.zh.md"
    path.write_text(path.read_text(encoding="utf-8").replace("数字服务不能代替夜间开放。", text), encoding="utf-8")
    with (folder / "glossary.yml").open("a", encoding="utf-8") as file:
        file.write(terms)
    content, problems = load_content(folder)
    assert problems == []
    return link_content(content)


def words_of_statement(copy_site: CopySite, text: str, terms: str = "") -> set[str]:
    library = library_with(copy_site, text, terms)
    return words(documents(library, "zh")["reports/open-late/summary/#no-substitute"])


# Entries


@pytest.mark.parametrize(("site", "code"), [("library", "zh"), ("library", "en"), ("transit_library", "ar")])
def test_every_statement_has_an_entry_that_leads_to_it(site: str, code: str, request: pytest.FixtureRequest) -> None:
    library: Library = request.getfixturevalue(site)
    found = documents(library, code)
    claims = [*library.statements.values(), *library.points]
    assert {claim.path for claim in claims} <= set(found)
    anchors = {location.partition("#")[2] for location in found if "#" in location}
    assert anchors == {claim.id for claim in claims} | set(library.terms)


@pytest.mark.parametrize(("site", "code"), [("library", "en"), ("transit_library", "fr")])
def test_every_entry_leads_to_a_page_of_the_site(site: str, code: str, request: pytest.FixtureRequest) -> None:
    library: Library = request.getfixturevalue(site)
    pages = set(page_languages(TermIndex(library)))
    assert {location.partition("#")[0] for location in documents(library, code)} <= pages


def test_page_stands_before_what_it_holds(library: Library) -> None:
    """The theme takes the entry before an anchor for its page."""
    locations = list(documents(library, "zh"))
    for no, location in enumerate(locations):
        page, anchor, _ = location.partition("#")
        if anchor:
            assert page in locations[:no]


def test_languages_have_the_same_locations(transit_library: Library) -> None:
    found = [list(documents(transit_library, code)) for code in transit_library.languages]
    assert found[0] == found[1] == found[2]


def test_index_for_zensical_has_the_same_entries_with_its_settings(library: Library) -> None:
    own = {"config": {"lang": ["zh"], "separator": "x"}, "items": [{"location": "of the engine"}]}
    found = json.loads(zensical_index(library, interface_of(library, "zh"), json.dumps(own)))
    assert found["config"] == own["config"]
    documents = index_of(library, "zh")["docs"]
    assert [item["location"] for item in found["items"]] == [document["location"] for document in documents]
    assert [item["text"] for item in found["items"]] == [
        document["text"].replace("\u200b", "") for document in documents
    ]


def test_entries_speak_the_language_of_the_index(library: Library) -> None:
    key = "reports/reading-city/collections/#holdings"
    assert is_found("volumes", words(documents(library, "en")[key]))
    assert "馆藏" in words(documents(library, "zh")[key])


def test_untranslated_statement_is_found_by_its_source(library: Library) -> None:
    assert "夜间" in "".join(documents(library, "en")["reports/open-late/opening-hours/#unknown-shelf"]["text"])


def test_notes_and_details_are_found_with_their_statement(library: Library) -> None:
    found = words(documents(library, "en")["reports/reading-city/collections/#on-loan"], "text")
    assert all(is_found(word, found) for word in ("title", "Editor", "yearbook"))


def test_term_is_found_by_every_form_and_its_acronym(library: Library) -> None:
    for code in library.languages:
        found = words(documents(library, code)["glossary/#interlibrary-loan"])
        assert {"馆际互借", "馆际借书", "interlibrary", "loan", "ILL"} <= found


def test_marks_and_addresses_are_left_out(copy_site: CopySite) -> None:
    text = "**强调**与`代码`，见[夜间开放](ref:reports/open-late/opening-hours#pilot)，1 < 2 & 3。"
    library = library_with(copy_site, text)
    found = documents(library, "zh")["reports/open-late/summary/#no-substitute"]["text"]
    assert not re.search(r"[*`\[\]]|ref:|open-late", found)
    assert "1 &lt; 2 &amp; 3" in found.replace("\u200b", "")


# Words


@pytest.mark.parametrize("term", ["馆际互借", "夜间自助书架", "到馆人次", "海港区"])
def test_term_of_the_site_is_one_word(copy_site: CopySite, term: str) -> None:
    """Terms, and labels of sectors, actors, places and indicators, are not cut apart."""
    assert term in words_of_statement(copy_site, f"各馆推广{term}的做法。")


def test_new_term_changes_how_texts_are_cut(copy_site: CopySite) -> None:
    text = "共享书房借阅柜很受欢迎。"
    assert "共享书房借阅柜" in words_of_statement(
        copy_site, text, "- id: shared-shelf\n  zh: {preferred: 共享书房借阅柜}\n"
    )


def test_long_han_text_is_cut(copy_site: CopySite) -> None:
    found = words_of_statement(copy_site, "图书馆延长开放时间可以方便读者。")
    assert {"图书馆", "读者"} <= found
    assert max(map(len, found)) <= 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("馆藏达到2.24亿册。", "2.24亿册"),
        ("到馆约4.1万人次。", "4.1万人次"),
        ("外借比例为12.5%左右。", "12.5%"),
        ("共有３５个分馆。", "３５"),
        ("在2021年开馆。", "2021年"),
        ("新增500本书。", "500本"),
    ],
)
def test_number_is_found_with_the_word_after_it(copy_site: CopySite, text: str, expected: str) -> None:
    assert is_found(expected, words_of_statement(copy_site, text))


def test_number_is_found_after_han_text(copy_site: CopySite) -> None:
    """Searching for the number alone finds it, wherever it stands."""
    assert is_found("2021", words_of_statement(copy_site, "截至2021年底。"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请保持RFID标签完好。", "RFID标签"),
        ("请保持RFID标签完好。", "RFID"),
        ("请用IC卡借书。", "IC卡"),
        ("采用B类书架。", "B类"),
        ("借阅卡号以No开头。", "No"),
        ("馆藏Wi-Fi全覆盖。", "Fi全覆盖"),
    ],
)
def test_letters_are_found_alone_and_with_the_han_beside_them(copy_site: CopySite, text: str, expected: str) -> None:
    assert is_found(expected, words_of_statement(copy_site, text))


def test_mixed_term_is_found_from_its_first_letter(copy_site: CopySite) -> None:
    found = words_of_statement(copy_site, "推广图书馆RFID自助借还。", "- id: rfid\n  zh: {preferred: RFID自助借还}\n")
    assert is_found("RFID自助借还", found)


def test_arabic_words_stand_alone(transit_library: Library) -> None:
    found = words(documents(transit_library, "ar")["reports/night-network/buses/#headway"])
    assert all(is_found(word, found) for word in ("دقيقة", "20", "زمني"))


def test_words_are_cut_without_files_in_the_shared_folder(tmp_path: Path) -> None:
    """What lies in the system's temporary folder anyone there can have written."""
    code = "from build_scripts.outputs.search import _Cutter; print(_Cutter(('夜间书架',)).words('推广夜间书架的做法'))"
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, env=environment, cwd=TESTS.parent, capture_output=True, encoding="utf-8")
    assert "'夜间书架'" in result.stdout, result.stderr
    assert list(tmp_path.iterdir()) == []


# The file


def test_separator_is_one_the_browser_reads_alike() -> None:
    """JavaScript and Python agree on these; `\\s` in both takes the ideographic space."""
    assert re.split(SEPARATOR, "a　b，c\u200bd·e’f") == ["a", "b", "c", "d", "e", "f"]
    assert not re.search(r"\(\?[<P!=]|\\[pAZz]", SEPARATOR)


def test_index_has_the_form_of_the_theme(library: Library) -> None:
    index = index_of(library, "zh")
    assert set(index) == {"config", "docs"}
    assert index["config"]["separator"] == SEPARATOR
    assert all({"location", "title", "text"} <= set(document) for document in index["docs"])


def test_index_is_always_the_same(library: Library) -> None:
    other = link_content(load_content(library.root)[0])
    assert json.dumps(index_of(library, "zh")) == json.dumps(index_of(other, "zh"))


@settings(max_examples=60)
@given(st.text(st.sampled_from("馆藏图书a1.,%《》RF（）·-/ \u200b年亿"), max_size=20))
def test_cutting_loses_no_character(text: str) -> None:
    from build_scripts.outputs.search import _Cutter

    assert _Cutter(()).cut(text).replace("\u200b", "") == text.replace("\u200b", "")


def test_footnotes_are_found_with_the_text_that_marks_them(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    about = folder / "pages" / "about.zh.md"
    about.write_text(about.read_text(encoding="utf-8") + "\n统计[^1]。\n\n[^1]:数据来自统计局。\n", encoding="utf-8")
    text = documents(link_content(load_content(folder)[0]), "zh")["about/"]["text"].replace("\u200b", "")
    assert "统计。" in text and "数据来自统计局。" in text and "[^1]" not in text
