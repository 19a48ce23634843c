"""What search can find: entries of every kind, each with a place of its own, its words and what it is filtered by."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from build_scripts.content.load import load_content
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.outputs.root_pages import page_languages
from build_scripts.outputs.search_index import SearchIndex, make_index
from build_scripts.outputs.search_tokens import BREAK, fold, form_token, is_dense, make_tokens
from build_scripts.pages.terms import TermIndex
from tests.built import replace
from tests.pages import interface_of
from tests.searched import Shown, entries_of

CopySite = Callable[[str], Path]
STATEMENT = "reports/open-late/summary/#no-substitute"


def index_of(library: Library, code: str) -> SearchIndex:
    return make_index(TermIndex(library), interface_of(library, code))


def entries_in(library: Library, code: str) -> dict[str, Shown]:
    return entries_of(library, interface_of(library, code))


def tokens_of(library: Library, code: str, path: str) -> list[str]:
    """Give the tokens of an entry."""
    index = index_of(library, code)
    found = {json.loads(entry.shown)["path"]: entry.tokens for entry in index.entries}
    return found[path].split(" ")


def has_phrase(tokens: list[str], phrase: list[str]) -> bool:
    return any(tokens[no : no + len(phrase)] == phrase for no in range(len(tokens)))


def phrase(typed: str, language: str) -> list[str]:
    """Give the tokens that the engine is asked for: neither boundaries outside nor the last character alone."""
    if not is_dense(language):
        return make_tokens(typed, language)
    tokens, boundary = make_tokens(typed, language)[:-1], make_tokens("a", language)[-1].removeprefix("q")
    return tokens[tokens[0].startswith(f"q{boundary}") : len(tokens) - tokens[-1].endswith(boundary)]


def is_found(tokens: list[str], typed: str, language: str) -> bool:
    """Tell whether the engine finds what is typed."""
    wanted = phrase(typed, language)
    assert wanted
    return has_phrase(tokens, wanted)


def library_with(copy_site: CopySite, text: str, terms: str = "") -> Library:
    """Make the site `minimal` with one statement of another text, and more terms."""
    folder = copy_site("minimal")
    replace(folder / "reports" / "open-late" / "summary.zh.md", "数字服务不能代替夜间开放。", text)
    with (folder / "glossary.yml").open("a", encoding="utf-8") as file:
        file.write(terms)
    content, problems = load_content(folder)
    assert problems == []
    return link_content(content)


def facets(library: Library, code: str) -> dict[str, Any]:
    """Give the columns of what entries are ranked by."""
    found: dict[str, Any] = json.loads(dict(index_of(library, code).files())["facets"])
    return found


def filtered_by(library: Library, code: str, name: str) -> list[list[Any]]:
    """Give the values of every entry that a filter knows."""
    own = json.loads(dict(index_of(library, code).files())[f"filters/{name}"])
    return [[own["values"][place] for place in own["sets"][number]] for number in own["column"]]


# Entries


@pytest.mark.parametrize(("site", "code"), [("library", "zh"), ("library", "en"), ("transit_library", "ar")])
def test_everything_that_answers_has_an_entry(site: str, code: str, request: pytest.FixtureRequest) -> None:
    library: Library = request.getfixturevalue(site)
    kinds = Counter(entry["kind"] for entry in entries_in(library, code).values())
    recommends = library.kinds.statements
    recommending = sum(recommends[statement.kind].recommends for statement in library.statements.values())
    assert kinds["recommendation"] == recommending
    assert kinds["statement"] == len(library.statements) - recommending
    assert kinds["comparison"] == len(list(library.points))
    assert kinds["figure"] == library.figure_count
    assert kinds["event"] == len(library.events)
    assert kinds["term"] == len(library.terms)
    assert kinds["sector"] == len(library.sectors)
    assert {"report", "brief", "list", "page", "handbook"} <= kinds.keys()


@pytest.mark.parametrize(("site", "code"), [("library", "en"), ("transit_library", "fr")])
def test_every_entry_leads_to_a_page_of_the_site(site: str, code: str, request: pytest.FixtureRequest) -> None:
    library: Library = request.getfixturevalue(site)
    pages = set(page_languages(TermIndex(library)))
    for path, entry in entries_in(library, code).items():
        assert path.partition("#")[0] in pages
        assert entry["page"][0] == path.partition("#")[0] and entry["page"][1]


def test_languages_have_the_same_entries_in_the_same_order(transit_library: Library) -> None:
    found = [list(entries_in(transit_library, code)) for code in transit_library.languages]
    assert found[0] == found[1] == found[2]


def test_entries_speak_the_language_of_the_index(library: Library) -> None:
    path = "reports/reading-city/collections/#holdings"
    assert "volumes" in entries_in(library, "en")[path]["text"]
    assert "馆藏" in entries_in(library, "zh")[path]["text"]
    assert "lang" not in entries_in(library, "en")[path]


def test_a_statement_that_is_not_translated_is_found_by_its_source_and_says_so(library: Library) -> None:
    path = "reports/open-late/opening-hours/#unknown-shelf"
    entry = entries_in(library, "en")[path]
    assert entry["lang"] == "zh" and "夜间" in entry["text"]
    assert is_found(tokens_of(library, "en", path), "夜间", "zh")
    assert set(facets(library, "en")["modes"]) == {"dense", "spaced"}


def test_notes_and_details_are_found_with_their_statement(library: Library) -> None:
    tokens = tokens_of(library, "en", "reports/reading-city/collections/#on-loan")
    assert {"title", "editors", "yearbooks"} <= set(tokens)


def test_footnotes_are_found_with_the_text_that_marks_them(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    about = folder / "pages" / "about.zh.md"
    about.write_text(about.read_text(encoding="utf-8") + "\n统计[^1]。\n\n[^1]:数据来自统计局。\n", encoding="utf-8")
    entries = entries_in(link_content(load_content(folder)[0]), "zh")
    text = " ".join(entry["text"] for path, entry in entries.items() if path.startswith("about/"))
    assert "统计。" in text and "数据来自统计局。" in text and "[^1]" not in text


def test_prose_is_found_under_its_heading(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    about = folder / "pages" / "about.zh.md"
    about.write_text(about.read_text(encoding="utf-8") + "\n## 去哪里问 {#ask}\n\n问借阅台。\n", encoding="utf-8")
    entry = entries_in(link_content(load_content(folder)[0]), "zh")["about/#ask"]
    assert (entry["title"], entry["text"]) == ("去哪里问", "问借阅台。")


def test_marks_and_addresses_are_left_out(copy_site: CopySite) -> None:
    text = "**强调**与`代码`，见[夜间开放](ref:reports/open-late/opening-hours#pilot)，1 < 2 & 3。"
    found = entries_in(library_with(copy_site, text), "zh")[STATEMENT]["text"]
    assert found == "强调与代码，见夜间开放，1 < 2 & 3。"


def test_a_figure_says_what_where_when_and_how_much(transit_library: Library) -> None:
    entries = entries_in(transit_library, "en")
    (path,) = [path for path in entries if path.startswith("figures/#figure.") and path.endswith(".centre-night-trips")]
    assert entries[path]["title"] == "Night trips a day · City centre · 2022 (inferred)"
    assert entries[path]["text"] == "about 12,500 items"
    assert (entries[path]["reports"], entries[path]["sectors"]) == (["night-network"], ["buses"])


def test_an_event_is_found_by_its_date(transit_library: Library) -> None:
    event = next(iter(transit_library.events.values()))
    path = transit_library.event_path(event)
    assert event.date[:4] in tokens_of(transit_library, "en", path)


# Terms


def test_term_is_found_by_every_form_and_its_acronym(library: Library) -> None:
    for code in library.languages:
        tokens = tokens_of(library, code, "glossary/#interlibrary-loan")
        for form, language in (("馆际互借", "zh"), ("馆际借书", "zh"), ("interlibrary loan", "en"), ("ILL", "en")):
            assert is_found(tokens, form, language)
        assert "ILL" in entries_in(library, code)["glossary/#interlibrary-loan"]["forms"]


def test_names_stand_first(library: Library) -> None:
    """So that the browser sees by the place of a phrase whether it is what something is called."""
    for entry in index_of(library, "en").entries:
        own = [len(piece.split()) for piece in entry.tokens.split(f" {BREAK} ")]
        assert tuple(own[: len(entry.names)]) == entry.names
        assert bool(entry.names) == (entry.kind not in ("statement", "recommendation", "comparison")), entry.shown


def test_a_statement_is_found_by_other_forms_of_its_terms(copy_site: CopySite) -> None:
    forms = "zh: {preferred: 夜间自助柜, accepted: [夜柜], avoid: [夜箱]}"
    terms = f"- id: night-locker\n  {forms}\n  en: {{preferred: night locker}}\n"
    tokens = tokens_of(library_with(copy_site, "各馆推广夜柜的做法。", terms), "zh", STATEMENT)
    assert form_token("夜间自助柜", "zh") in tokens
    assert form_token("night locker", "en") in tokens
    assert form_token("夜箱", "zh") in tokens  # which nobody should write, but readers may look for
    assert form_token("夜柜", "zh") not in tokens  # which stands there
    assert not is_found(tokens, "night locker", "en")


@pytest.mark.parametrize("kind", ["sought", "avoid"])
def test_what_readers_look_for_need_not_stand_in_a_text(copy_site: CopySite, kind: str) -> None:
    terms = (
        f"- id: night-locker\n  zh: {{preferred: 夜间自助柜, {kind}: [还书箱]}}\n  en: {{preferred: night locker}}\n"
    )
    library = library_with(copy_site, "各馆推广夜间自助柜的做法。", terms)
    assert form_token("还书箱", "zh") in tokens_of(library, "zh", STATEMENT)
    tokens = tokens_of(library, "zh", "glossary/#night-locker")
    assert is_found(tokens, "还书箱", "zh") or form_token("还书箱", "zh") in tokens
    shown = entries_in(library, "zh")["glossary/#night-locker"]["forms"]
    assert ("还书箱" in shown) == (kind == "sought")  # what is to be avoided is not shown


def test_statements_are_found_by_what_readers_call_their_sector_and_actor(copy_site: CopySite) -> None:
    folder = copy_site("minimal")
    replace(folder / "sectors.yml", "opening-hours:\n", "opening-hours:\n  sought: {en: [late doors]}\n")
    replace(folder / "actors.yml", "city: {", "city: {sought: {zh: [市长]}, ")
    tokens = tokens_of(link_content(load_content(folder)[0]), "en", STATEMENT)
    assert {form_token("late doors", "en"), form_token("市长", "zh")} <= set(tokens)
    assert not is_found(tokens, "late doors", "en")


@pytest.mark.parametrize(
    ("text", "states"),
    [("共35个分馆。", True), ("增加2.5%。", True), ("2020年以后。", False), ("各馆延长开放。", False)],
)
def test_what_states_a_number_is_known(copy_site: CopySite, text: str, states: bool) -> None:
    library = library_with(copy_site, text)
    no = list(entries_in(library, "zh")).index(STATEMENT)
    assert index_of(library, "zh").entries[no].has_number == states


# Words


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("图书馆延长开放时间可以方便读者。", "延长开放"),
        ("馆藏达到2.24亿册。", "24亿"),
        ("馆藏达到2.24亿册。", "2.24亿册"),
        ("请保持RFID标签完好。", "ID标"),
        ("推广夜间书架——“人人可借”。", "书架人人"),
        ("共有３５个分馆。", "35个"),
        ("生态环境部的做法。", "生態環境部"),
        ("外借比例为12.5%左右。", "12.5％"),
    ],
)
def test_any_part_of_a_chinese_text_is_found(copy_site: CopySite, text: str, typed: str) -> None:
    assert is_found(tokens_of(library_with(copy_site, text), "zh", STATEMENT), typed, "zh")


def test_arabic_words_stand_alone(transit_library: Library) -> None:
    tokens = set(tokens_of(transit_library, "ar", "reports/night-network/buses/#headway"))
    assert {fold(word) for word in ("دقيقة", "20")} <= tokens


# Files


def test_facets_have_a_row_for_every_entry(library: Library) -> None:
    index, found = index_of(library, "en"), facets(library, "en")
    assert (
        {len(found[name]) for name in ("kind", "page", "names", "length")} == {len(index.entries)} == {found["count"]}
    )
    shown = [json.loads(entry.shown) for entry in index.entries]
    assert [found["kinds"][no] for no in found["kind"]] == [entry["kind"] for entry in shown]
    for name in ("report", "sector", "actor"):
        assert filtered_by(library, "en", name) == [entry.get(f"{name}s", []) for entry in shown]
    assert filtered_by(library, "en", "type") == [[entry["type"]] if "type" in entry else [] for entry in shown]


def test_other_names_that_are_asked_for_are_known_beforehand(library: Library) -> None:
    ends = facets(library, "en")["forms"]
    known = {ends[at : at + 4] for at in range(0, len(ends), 4)}
    used = {token for entry in index_of(library, "en").entries for token in entry.tokens.split() if token[:2] == "zx"}
    assert used and {token[-4:] for token in used} == known


def test_pages_of_entries_are_numbered(library: Library) -> None:
    found, shown = facets(library, "en"), entries_in(library, "en").values()
    pages: dict[int, set[str]] = {}
    for no, entry in zip(found["page"], shown, strict=True):
        pages.setdefault(no, set()).add(entry["page"][0])
    assert all(len(paths) == 1 for paths in pages.values())
    assert sorted(pages) == list(range(len(set.union(*pages.values()))))


def test_statement_has_the_years_that_it_names(copy_site: CopySite) -> None:
    library = library_with(copy_site, "从2019年到2021年，共12019册。")
    no = list(entries_in(library, "zh")).index(STATEMENT)
    assert set(filtered_by(library, "zh", "year")[no]) >= {2019, 2021}


def test_answers_stand_before_prose_and_the_handbook_last(library: Library) -> None:
    found = facets(library, "en")
    ranks = dict(zip(found["kinds"], found["ranks"], strict=True))
    assert ranks["statement"] == ranks["figure"] == ranks["event"] == ranks["comparison"] == ranks["term"] == 0
    assert 0 < ranks["page"] < ranks["handbook"] == max(ranks.values())


def test_the_stamp_is_that_of_all_files(copy_site: CopySite, library: Library) -> None:
    """What is shown of an entry may change without its words, and the other way round."""
    folder = copy_site("minimal")
    replace(folder / "reports" / "open-late" / "summary.zh.md", " actor=city also=", " also=")
    other = link_content(load_content(folder)[0])
    assert index_of(other, "zh").key == index_of(library, "zh").key
    assert facets(other, "zh")["stamp"] != facets(library, "zh")["stamp"]


def test_words_lie_by_their_length(library: Library) -> None:
    files = dict(index_of(library, "en").files())
    words = {name: json.loads(data) for name, data in files.items() if name.startswith("words/")}
    assert "yearbook" in words["words/8"]
    assert all({len(word) for word in own} == {int(name.removeprefix("words/"))} for name, own in words.items())
    assert all(own == sorted(set(own)) for own in words.values())


def test_traditional_characters_of_the_site_are_named(library: Library) -> None:
    traditional, plain = json.loads(dict(index_of(library, "zh").files())["han"])
    pairs = dict(zip(traditional, plain, strict=True))
    assert pairs["館"] == "馆"
    assert set(plain) <= set("".join(owned.characters for owned in index_of(library, "zh").owned))


def test_acronyms_are_found_in_the_plural(copy_site: CopySite) -> None:
    library = library_with(copy_site, "各馆采用RFID。")
    assert json.loads(dict(index_of(library, "zh").files())["variants"])["words"]["rfids"] == "rfid"


def test_the_engine_never_cuts_a_dense_language(library: Library) -> None:
    assert [index_of(library, code).engine_language for code in ("zh", "en")] == ["und", "en"]


def test_index_is_always_the_same(library: Library) -> None:
    other = link_content(load_content(library.root)[0])
    one, two = (index_of(each, "zh") for each in (library, other))
    assert list(one.files()) == list(two.files()) and one.key == two.key
