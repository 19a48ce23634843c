"""What pages give their readers besides the texts: uses of terms, absent actors, counts and values in parts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from build_scripts.content.fronts import Change
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library
from build_scripts.outputs.root_pages import page_languages
from build_scripts.pages.navigation import staged_file
from build_scripts.pages.render import Renderer
from build_scripts.pages.terms import LISTED_USES, TermIndex
from build_scripts.quantities import figure_quantity, format_parts, format_quantity
from tests.built import PROJECT
from tests.pages import files_of, interface_of, page_of, texts


def using_term(library: Library, times: int) -> Library:
    """Give the library with a term of the glossary in its first translated statements, and in no other."""
    changed = {key: replace(s, text=texts(zh="这里没有。")) for key, s in library.statements.items()}
    translated = ((key, s) for key, s in library.statements.items() if "en" in s.text)
    for no, (key, statement) in enumerate(translated):
        word = "night shelf" if no < times else "nothing"
        source = "这里有夜间自助书架。" if no < times else "这里没有。"
        changed[key] = replace(statement, text=texts(zh=source, en=f"There is a {word} here."))
    return replace(library, statements=changed)


@pytest.mark.parametrize(
    ("figure", "locale", "parts"),
    [
        (
            {"value": "4.5e9", "unit": "tCO2", "qualifier": "about"},
            "en_GB",
            ("about ", "4.5 billion", " tonnes of CO2"),
        ),
        ({"value": "4.5e9", "unit": "tCO2", "qualifier": "about"}, "zh_Hans_CN", ("约", "45亿", "吨二氧化碳")),
        ({"low": 50, "high": 52, "unit": "percent"}, "en_GB", ("", "50% to 52%", "")),
        ({"low": 50, "high": 52, "unit": "percent"}, "zh_Hans_CN", ("", "50%至52%", "")),
        ({"value": "1e11", "unit": "USD"}, "en_GB", ("", "$100 billion", "")),
        ({"value": "1.2e12", "unit": "W"}, "en_GB", ("", "1,200", " GW")),
        ({"value": 12, "unit": "percent"}, "fr_FR", ("", "12\u00a0%", "")),
        ({"value": 21400, "unit": "job"}, "fr_FR", ("", "21\u202f400", "\u00a0emplois")),
        (
            {"low": 21400, "high": 2_000_000, "unit": "t"},
            "fr_FR",
            ("", "21\u202f400\u00a0tonnes\u00a0à 2\u00a0millions", "\u00a0de tonnes"),
        ),
        ({"value": 21400, "unit": "t"}, "sv_SE", ("", "21\u00a0400", " ton")),
        ({"value": 21400, "unit": "USD"}, "pl_PL", ("", "21\u00a0400,00", "\u00a0USD")),
        ({"value": -5, "unit": "percent"}, "de_DE", ("", "-5\u00a0%", "")),
        ({"value": 148, "unit": "per-100000", "qualifier": "under"}, "zh_Hans_CN", ("不足每10万人", "148", "")),
        ({"low": 120, "high": 148, "unit": "per-100000"}, "en_GB", ("", "120 to 148", " per 100,000")),
        ({"value": 5, "unit": "percent", "qualifier": "over"}, "ja_JP", ("", "5%", "超")),
    ],
)
def test_a_value_comes_apart_around_its_number(
    figure: dict[str, Any], locale: str, parts: tuple[str, str, str]
) -> None:
    quantity = figure_quantity(**figure)
    assert format_parts(quantity, locale) == parts
    assert "".join(format_parts(quantity, locale)) == format_quantity(quantity, locale)


def test_a_term_used_often_has_a_page_in_every_language(library: Library) -> None:
    few, many = using_term(library, LISTED_USES), using_term(library, LISTED_USES + 1)
    assert "night-shelf" not in TermIndex(few).much_used
    assert "night-shelf" in TermIndex(many).much_used
    path = "glossary/night-shelf/"
    assert path not in page_languages(TermIndex(few))
    assert page_languages(TermIndex(many))[path] == many.languages
    for code in many.languages:
        assert set(files_of(many, code)) == {staged_file(page) for page in page_languages(TermIndex(many))}
    uses = [s for s in many.statements.values() if "en" in s.text and "night shelf" in s.text["en"].words]
    english = files_of(many)
    for statement in uses:
        assert f"../../{statement.path}" in english[staged_file(path)]
    assert "night-shelf/" in english["glossary/index.md"]


def logged(library: Library, **context: object) -> list[tuple[str, str]]:
    return [(line.date, line.path) for line in page_of(library, **context).changes.lines()]


def test_every_page_says_when_it_changed(library: Library) -> None:
    name, report = next(iter(library.reports.items()))
    brief = report.briefs[0]
    dated = replace(report, page=replace(report.page, changes=Texts({"zh": (Change(date="2024-05", text="x"),)})))
    changed = replace(library, reports={**library.reports, name: dated})
    assert logged(changed, report=dated) == [("2024-05", "")]
    assert logged(changed, report=dated, brief=replace(brief, changes=Texts())) == [("2024-05", report.path)]
    own = replace(brief, changes=Texts({"en": (Change(date="2023", text="y"),)}))
    assert logged(changed, report=dated, brief=own) == [("2023", "")]
    assert ("2024-05", report.path) in logged(changed)
    statements = brief.statements
    assert ("2024-05", report.path) in logged(changed, sector=object(), statements=statements)
    bare = replace(library, reports={}, pages={}, comparisons={})
    assert logged(bare) == []


def test_generated_pages_show_the_newest_changes_only(library: Library) -> None:
    page = next(iter(library.pages.values()))
    log = tuple(Change(date=str(year), text="x") for year in range(2020, 2010, -1))
    changed = replace(library, reports={}, comparisons={}, pages={page.name: replace(page, changes=Texts({"zh": log}))})
    assert [date for date, _ in logged(changed)] == ["2020", "2019", "2018", "2017", "2016"]
    assert len(logged(changed, prose=changed.pages[page.name])) == 10


def test_counts_are_grouped_as_the_language_does(library: Library) -> None:
    renderer = Renderer(TermIndex(library), interface_of(library, "en"), PROJECT / "templates")
    template = renderer.environment.from_string('{{ ngettext("%(num)s thing", "%(num)s things", n) }}')
    assert template.render(n=1181) == "1,181 things"
    assert template.render(n=1) == "1 thing"


def test_only_what_is_inferred_says_so(library: Library) -> None:
    text = page_of(library).text
    assert text.known("2022", "stated") == "2022"
    assert text.known("2022", "inferred") == "2022 (inferred)"


def test_a_synthesis_stands_on_its_sector_in_the_language_that_it_has(library: Library) -> None:
    key = next(iter(library.sectors))
    synthesis = Texts({library.source: "一份报告谈到白天，另一份谈到夜间。"})
    sectors = {**library.sectors, key: library.sectors[key].model_copy(update={"synthesis": synthesis})}
    changed = replace(library, sectors=sectors)
    for code in library.languages:
        page = files_of(changed, code)[staged_file(f"sectors/{key}/")]
        assert "一份报告谈到白天" in page
        assert ('<span lang="zh">一份报告' in page) == (code != library.source)
        assert page.count("dz-synthesis") == 1
    assert "dz-synthesis" not in files_of(library)[staged_file(f"sectors/{key}/")]


def test_a_word_is_a_term_only_where_the_source_uses_the_term(library: Library) -> None:
    form = {code: forms.preferred for code, forms in library.terms["night-shelf"].forms.items()}
    text, using, lacking = f"There is a {form['en']}.", f"这里有{form['zh']}。", "这里没有。"
    prose = page_of(library).prose
    assert "dz-term" not in prose.blocks(texts(zh=lacking, en=text))
    assert prose.blocks(texts(zh=using, en=text)).count("dz-term") == 1
    assert "dz-term" not in prose.blocks(texts(zh=using, en=text)), "only at its first use"
    fresh = page_of(library).prose
    assert fresh.blocks(texts(en=text)).count("dz-term") == 1, "what has no source speaks for itself"


@pytest.mark.parametrize("edit_url", ["", "https://git.example/edit/{path}"])
def test_every_page_says_where_to_suggest_an_edit(library: Library, edit_url: str) -> None:
    """At the address that the site gives, else with the name of the file, as its page `edit` explains."""
    about = next(iter(library.pages.values()))
    pages = {**library.pages, "edit": replace(about, name="edit")}
    site = library.site.model_copy(update={"edit_url": edit_url})
    changed = replace(library, pages=pages, site=site)
    files = files_of(changed)
    brief = next(iter(changed.briefs))
    foot = files[staged_file(brief.path)].rpartition('<div class="dz-foot">')[2]
    file = f"{changed.root.name}/{brief.files['en'].relative_to(changed.root).as_posix()}"
    if edit_url:
        assert f'href="https://git.example/edit/{file}"' in foot
    else:
        assert 'href="../../../edit/"' in foot and f"<code>{file}</code>" in foot
        lacking = [name for name, text in files.items() if "Suggest an edit" not in text]
        assert lacking == ["edit/index.md"]


@pytest.mark.parametrize("state", ["stale", "unreviewed"])
def test_the_page_of_a_term_says_how_its_definition_stands(library: Library, state: str) -> None:
    term = library.terms["night-shelf"].model_copy(update={"definition": Texts({"zh": "书架。", "en": "A shelf."})})
    many = replace(using_term(library, LISTED_USES + 1), terms={**library.terms, "night-shelf": term})
    marked = replace(
        many, **{state: {**getattr(many, state), "en": frozenset({"glossary.yml#night-shelf.definition"})}}
    )
    path = staged_file("glossary/night-shelf/")
    files = files_of(marked)
    assert 'href="../../../zh/glossary/night-shelf/" hreflang="zh"' in files[path]
    plain = files_of(many)
    assert 'hreflang="zh"' not in plain[path].partition("<h2")[0]
