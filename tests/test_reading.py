"""What pages give their readers besides the texts: uses of terms, absent actors, counts and values in parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from typing import Any

import lxml.html
import markdown
import pytest
import yaml
from babel import Locale
from babel.support import NullTranslations

from build_scripts.content.interface import Interface
from build_scripts.content.model import Change
from build_scripts.ground.markdown import Prose, parse, read_prose
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Brief, Library, Statement
from build_scripts.outputs.root_pages import page_languages
from build_scripts.pages.icons import has_icon
from build_scripts.pages.navigation import staged_file
from build_scripts.pages.page import Page
from build_scripts.pages.render import Renderer
from build_scripts.pages.terms import LISTED_USES, TermIndex
from build_scripts.quantities import split_quantity
from tests.built import PROJECT


def interface_of(library: Library, code: str) -> Interface:
    language = next(language for language in library.site.languages if language.code == code)
    return Interface(language, Locale.parse(language.locale), NullTranslations())


def page_of(library: Library, code: str = "en", path: str = "", **about: object) -> Page:
    return Page(TermIndex(library), interface_of(library, code), path, about)


def files_of(library: Library, code: str = "en") -> Mapping[str, str]:
    """Render every page of a language."""
    return Renderer(TermIndex(library), interface_of(library, code), PROJECT / "templates").render("m", "t").files


def texts(**versions: str) -> Texts[Prose]:
    return Texts({code: read_prose(text) for code, text in versions.items()})


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
    ("text", "locale", "parts"),
    [
        ("about 4.5 billion tonnes of CO2", "en_GB", ("about ", "4.5 billion", " tonnes of CO2")),
        ("约45亿吨二氧化碳", "zh_Hans_CN", ("约", "45亿", "吨二氧化碳")),
        ("50% to 52%", "en_GB", ("", "50% to 52%", "")),
        ("50%至52%", "zh_Hans_CN", ("", "50%至52%", "")),
        ("$100 billion", "en_GB", ("", "$100 billion", "")),
        ("1,200 GW", "en_GB", ("", "1,200", " GW")),
        ("12\u00a0%", "fr_FR", ("", "12\u00a0%", "")),
        ("some", "en_GB", ("", "some", "")),
    ],
)
def test_a_value_comes_apart_around_its_number(text: str, locale: str, parts: tuple[str, str, str]) -> None:
    assert split_quantity(text, locale) == parts
    assert "".join(split_quantity(text, locale)) == text


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


def test_absent_actors_are_those_with_a_colour_that_nobody_speaks_of(library: Library) -> None:
    page = page_of(library)
    coloured = [actor for actor in library.actors if page.hues.actor(actor)]
    assert page.statements.absent_actors([]) == tuple(coloured)
    statement = next(s for s in library.statements.values() if s.actors and s.actors[0] in coloured)
    assert statement.actors[0] not in page.statements.absent_actors([statement])
    assert set(page.statements.absent_actors([statement])) == set(coloured) - {statement.actors[0]}


def logged(library: Library, **context: object) -> list[tuple[str, str]]:
    return [(line.date, line.path) for line in page_of(library, **context).changes.lines()]


def test_every_page_says_when_it_changed(library: Library) -> None:
    name, report = next(iter(library.reports.items()))
    brief = report.briefs[0]
    dated = replace(report, page=replace(report.page, changes={"zh": (Change(date="2024-05", text="x"),)}))
    changed = replace(library, reports={**library.reports, name: dated})
    assert logged(changed, report=dated) == [("2024-05", "")]
    assert logged(changed, report=dated, brief=replace(brief, changes={})) == [("2024-05", report.path)]
    own = replace(brief, changes={"en": (Change(date="2023", text="y"),)})
    assert logged(changed, report=dated, brief=own) == [("2023", "")]
    assert ("2024-05", report.path) in logged(changed)
    statements = brief.statements
    assert ("2024-05", report.path) in logged(changed, sector=object(), statements=statements)
    bare = replace(library, reports={}, pages={})
    assert logged(bare) == []


def test_generated_pages_show_the_newest_changes_only(library: Library) -> None:
    page = next(iter(library.pages.values()))
    log = tuple(Change(date=str(year), text="x") for year in range(2020, 2010, -1))
    changed = replace(library, reports={}, pages={page.name: replace(page, changes={"zh": log})})
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


# What a staged page is made of


def blocks_of(text: str) -> list[str]:
    """Give the runs of lines of a staged page between empty lines, without its front matter."""
    return text.partition("\n---\n")[2].strip("\n").split("\n\n")


@pytest.mark.parametrize("site", ["library", "transit_library"])
def test_a_page_is_html_but_for_its_title_and_the_headings_of_its_contents(
    site: str, request: pytest.FixtureRequest
) -> None:
    library: Library = request.getfixturevalue(site)
    for code in library.languages:
        for name, text in files_of(library, code).items():
            hidden = yaml.safe_load(text.split("\n---\n")[0].removeprefix("---\n")).get("hide", [])
            title, *rest = blocks_of(text)
            assert re.fullmatch(r"# [^*_`\[\]{}\\]+( \{ \.dz-hidden \})?", title), name
            for block in rest:
                if block.startswith("#"):
                    assert "toc" not in hidden, f"{name} has no contents: {block}"
                    assert re.fullmatch(r"#{2,6} [^*_`\[\]{}\\]+ \{ #[a-z0-9-]+ \}", block), name
                else:
                    assert re.match(r"<(p|div|ol|ul|dl|nav|section|form|h[2-6]|table)\b", block), name
                    assert not re.search(r"^#|[ <]markdown=", block, re.MULTILINE), name


def contents_of(page: str) -> tuple[str, list[Any]]:
    """Give a staged page as the engine makes it of its extensions, and its table of contents."""
    config = yaml.safe_load((PROJECT / "mkdocs.yml").read_text(encoding="utf-8"))["markdown_extensions"]
    names = [name if isinstance(name, str) else next(iter(name)) for name in config]
    assert names == ["attr_list", "toc"], "nothing else reads the content"
    engine = markdown.Markdown(extensions=names)
    html = engine.convert(page.partition("\n---\n")[2])
    return html, engine.toc_tokens  # type: ignore[attr-defined]


HEADINGS = [
    ("**重点** `x_y` [读书](ref:reports/reading-city/)", "重点 x_y 读书"),
    ("*a* {b .c}", "a {b .c}"),
    ("5*3*2 _x_ ![](images/a.png) <b>", "5*3*2 x  <b>"),
    ("a \\\\ b | c ~ d: e. &amp; &#42;", "a \\ b | c ~ d: e. & *"),
    ("[a](https://example.org/x_y_z**(1)*) :bus:", "a :bus:"),
    ("1. first # last", "1. first # last"),
]


@pytest.mark.parametrize(("source", "words"), HEADINGS)
def test_a_heading_keeps_its_markup_and_the_contents_its_words(library: Library, source: str, words: str) -> None:
    brief = next(iter(library.briefs))
    title = heading_of(source)
    section = replace(brief.sections[0], title=title, anchor="here", level=2)
    html, contents = contents_of(staged_with(library, replace(brief, sections=(section,))))
    expected = page_of(library, path=brief.path).prose.heading(title)
    tree = lxml.html.fromstring(html)
    (found,) = tree.xpath("//h2[@id='here']")
    (other,) = lxml.html.fromstring(f"<div><h2 id='here'>{expected}</h2></div>").xpath("//h2")
    assert lxml.html.tostring(found).strip() == lxml.html.tostring(other).strip()
    names = [token["name"] for token in contents[0]["children"] if token["id"] == "here"]
    assert [unescape(name).split() for name in names] == [words.split()]


def heading_of(source: str) -> Texts[Prose]:
    """Read a heading in English."""
    document = parse(f"# {source}")
    return Texts({"en": Prose(source, document.tokens[1:2], document.notes)})


def staged_with(library: Library, brief: Brief) -> str:
    """Render a page of a brief that takes the place of the one with its key."""
    report = library.reports[brief.report]
    briefs = tuple(brief if one.key == brief.key else one for one in report.briefs)
    changed = replace(library, reports={**library.reports, report.id: replace(report, briefs=briefs)})
    return files_of(changed)[staged_file(brief.path)]


# Footnotes

NOTED = """First[^b], second[^a], first again[^b]; no note[^c].

[^a]: Note *a*.

[^b]: Note b, see [its page](ref:reports/reading-city/)[^d].

[^d]: Note d.
"""


def noted(library: Library) -> tuple[Library, Statement]:
    """Give the library with footnotes in one of its statements, in English."""
    document = parse(NOTED)
    text = Prose(NOTED.partition("\n")[0], document.tokens[:3], document.notes)
    statement = next(s for s in library.statements.values() if "en" in s.text)
    return library, replace(statement, text=Texts({**statement.text, "en": text}))


def in_brief(library: Library, statement: Statement) -> lxml.html.HtmlElement:
    brief = page_of(library).statements.brief(statement)
    old = library.statements[statement.key]
    sections = tuple(
        replace(one, parts=tuple(statement if part is old else part for part in one.parts)) for one in brief.sections
    )
    return lxml.html.fromstring(contents_of(staged_with(library, replace(brief, sections=sections)))[0])


def in_sector(library: Library, statement: Statement) -> lxml.html.HtmlElement:
    (sector, *_) = statement.sectors
    group = library.statements_by_sector[sector]
    changed = tuple(statement if s.key == statement.key else s for s in group)
    index = {**library.statements_by_sector, sector: changed}
    files = files_of(replace(library, statements_by_sector=index))
    return lxml.html.fromstring(contents_of(files[staged_file(f"sectors/{sector}/")])[0])


def test_footnotes_are_numbered_as_they_come_and_stand_at_the_foot(library: Library) -> None:
    page = in_brief(*noted(library))
    marks = page.xpath("//sup[@class='dz-fn-mark']")
    assert [mark.text_content() for mark in marks] == ["1", "2", "1", "3"], "the last stands in a note"
    notes = page.xpath("//section[@role='doc-endnotes']/ol/li")
    assert [note.find("p").text_content() for note in notes] == ["Note b, see its page3.", "Note a.", "Note d."]
    assert_linked(page)
    assert [len(note.xpath(".//a[@role='doc-backlink']")) for note in notes] == [2, 1, 1]
    assert "no note[^c]" in page.text_content()
    assert page.xpath("//section[@role='doc-endnotes']/preceding-sibling::ol[.//sup]"), "after the statements"


def test_on_other_pages_notes_stand_under_their_statement(library: Library) -> None:
    _, statement = noted(library)
    page = in_sector(library, statement)
    (item,) = page.xpath("//li[contains(@class, 'dz-statement')][.//sup]")
    assert len(item.xpath("./ol[@class='dz-footnote-list']/li")) == 3
    assert not page.xpath("//section[@role='doc-endnotes']")
    assert_linked(page)


def assert_linked(page: lxml.html.HtmlElement) -> None:
    """Every mark leads to its note, every note back to all its marks, and no id stands twice."""
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    marks = {mark.find("a").get("href").removeprefix("#"): [] for mark in page.xpath("//sup[@class='dz-fn-mark']")}
    for mark in page.xpath("//sup[@class='dz-fn-mark']"):
        marks[mark.find("a").get("href").removeprefix("#")].append(f"#{mark.get('id')}")
    notes = page.xpath("//ol[@class='dz-footnote-list']/li")
    assert {note.get("id"): note.xpath(".//a[@role='doc-backlink']/@href") for note in notes} == marks


def test_a_page_without_marks_has_no_notes(library: Library) -> None:
    assert not any("dz-footnote" in text for text in files_of(library).values())


# What comes from content or catalogues is words


class _Hostile(NullTranslations):
    """A catalogue whose every message is markup, with its placeholders kept."""

    def gettext(self, message: str) -> str:
        return f'\n\n# <img src=x onerror="a()">\'{message}'

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one)


@pytest.mark.parametrize("code", ["zh", "en"])
def test_no_word_of_a_catalogue_or_label_is_markup(library: Library, code: str) -> None:
    odd = "<img src=x onerror='b()'>\n\n# \"x\" {onclick=c}"
    words = Texts({code: odd})
    brief = next(iter(library.briefs))
    own = replace(brief, title=words, section=words)
    sectors = {key: sector.model_copy(update={"label": words}) for key, sector in library.sectors.items()}
    terms = {key: term.model_copy(update={"definition": words}) for key, term in library.terms.items()}
    report = library.reports[own.report]
    report = replace(report, briefs=tuple(own if one.key == own.key else one for one in report.briefs))
    changed = replace(library, sectors=sectors, terms=terms, reports={**library.reports, own.report: report})
    interface = replace(interface_of(changed, code), translations=_Hostile())
    files = Renderer(TermIndex(changed), interface, PROJECT / "templates").render("m", "t").files
    for name, text in files.items():
        html, contents = contents_of(text)
        page = lxml.html.fromstring(f"<div>{html}</div>")
        assert not page.xpath("//img | //script"), name
        assert not [key for node in page.iter() for key in node.attrib if key.startswith("on")], name
        assert len(page.xpath("//h1")) == 1 == len(contents), name
        assert "onerror" in page.text_content() or name.removesuffix("/index.md") in library.pages, name


# Links and icons


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("ref:reports/open-late/summary#no-substitute", "../../open-late/summary/#no-substitute"),
        ("ref:/sectors/", "../../../sectors/"),
        ("ref:", "../../../"),
        ("images/a.png", "../../../images/a.png"),
        ("#here", "#here"),
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("javascript:alert(1)", None),
        ("JaVaScript:alert(1)", None),
        ("data:text/html,x", None),
        ("//example.org", None),
        ("other.md", None),
        ("https://", None),
    ],
)
def test_where_content_may_lead(library: Library, target: str, href: str | None) -> None:
    address = page_of(library, path="reports/reading-city/collections/").links.address(target)
    assert (address.href if address else None) == href


def test_a_link_to_a_page_in_another_language_says_so(library: Library) -> None:
    brief = next(b for b in library.briefs if "en" not in b.title)
    html = page_of(library).prose.blocks(texts(en=f"[x](ref:{brief.path})"))
    assert html == (
        f'<p><a href="{brief.path}" hreflang="zh">x <small class="dz-leads-to" lang="zh">中文</small></a></p>'
    )


def test_icons_are_those_of_the_theme(library: Library) -> None:
    page = page_of(library)
    assert page.icon("bookshelf").startswith('<span class="twemoji"><svg ')
    assert page.icon("no-such-icon") == page.icon(None) == page.icon("../../x") == ""
    assert has_icon("bookshelf") and not has_icon("no-such-icon")
