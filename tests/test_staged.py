"""Staged pages: HTML that no engine touches, headings of the contents, footnotes, and nothing but words in words."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any

import lxml.html
import markdown
import pytest
import yaml
from babel.support import NullTranslations
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.content.icons import has_icon
from build_scripts.content.interface import Words
from build_scripts.ground.markdown import Prose, parse
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Brief, Library, Statement
from build_scripts.pages.headings import lay_out
from build_scripts.pages.navigation import staged_file
from build_scripts.pages.page import Page
from build_scripts.pages.render import Renderer
from build_scripts.pages.terms import TermIndex
from tests.built import PROJECT
from tests.pages import ENGLISH, LIBRARY, files_of, interface_of, page_of, texts


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
            assert re.fullmatch(r"# [^*_`\[\]{}\\]+ \{ #_title( \.dz-hidden)? \}", title), name
            for block in rest:
                if block.startswith("#"):
                    assert "toc" not in hidden, f"{name} has no contents: {block}"
                    assert re.fullmatch(r"#{2,6} [^*_`\[\]{}\\]+ \{ #_?[a-z0-9-]+ \}", block), name
                else:
                    assert re.match(r"<(p|div|ol|ul|dl|nav|section|form|h[2-6]|pre|table)\b", block), name
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
    section = replace(brief.sections[0], title=title, anchored=("here", ()), level=2)
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


TEXT = st.text(
    st.sampled_from("ab 汉。，*_`~#[](){}<>!|:-+=&;\\\"'/\n1.\t") | st.sampled_from("é\u00a0\u3000\u2028‏🚌𠀀"),
    max_size=60,
)
PIECES = st.sampled_from(
    (
        "<script>a</script>", "<svg/onload=a>", "<details><summary>b</summary>", "</div>", "<!-- c -->", "<br/>",
        "[d](https://e){onclick=f}", "[g](javascript:h)", "![i](images/j.png){.k}", "    code\n\n    more\n",
        "```\n# l\n\n\n- m\n```\n", "| n | o |\n| - | - |\n| {p, q} | r |\n", ":bus:", "{: #s }", "&#60;t&gt;", "\n\n",
    )
)  # fmt: skip


@given(st.lists(TEXT | PIECES, min_size=1, max_size=6).map("".join))
def test_no_engine_touches_what_content_says(source: str) -> None:
    """The engine passes on a text as the one reader wrote it; and of all text no element comes that is not allowed."""
    html = str(Page(TermIndex(LIBRARY), ENGLISH, "a/").prose.blocks(texts(en=source)))
    body = lay_out(f"# Title\n<div>\n{html}\n</div>\n## Next {{ #next }}\n")
    assert f"\n<div>\n{html}\n</div>\n\n## Next" in body or not html.strip()
    written, contents = contents_of(f"\n---\n{body}")
    assert html.strip() in written
    assert [token["id"] for token in contents[0]["children"]] == ["next"]
    page = lxml.html.fromstring(f"<main>{html}</main>")
    for node in page.iter(lxml.etree.Element):
        assert node.tag in ALLOWED, node.tag
        assert not any(name.startswith("on") for name in node.attrib)
        assert not str(node.get("href", "")).strip().casefold().startswith("javascript")


TAGS = """
main a abbr blockquote br code dd details dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr img kbd li ol p pre small
strong sub summary sup table tbody td th thead tr ul
"""
ALLOWED = frozenset(TAGS.split())


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
    return lxml.html.fromstring(contents_of(files[staged_file(f"sectors/{sector}/{statement.kind}/")])[0])


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


@pytest.mark.parametrize(("code", "spoken"), [("zh", "zh"), ("en", "en"), ("en", "zh")])
def test_no_word_of_a_catalogue_or_label_is_markup(library: Library, code: str, spoken: str) -> None:
    odd = "<img src=x onerror='b()'>\n\n# \"x\" {onclick=c}"
    words = Texts({code: odd})
    brief = next(iter(library.briefs))
    own = replace(brief, title=words, section=words)
    sectors = {key: sector.model_copy(update={"label": words}) for key, sector in library.sectors.items()}
    terms = {key: term.model_copy(update={"definition": words}) for key, term in library.terms.items()}
    report = library.reports[own.report]
    report = replace(report, briefs=tuple(own if one.key == own.key else one for one in report.briefs))
    changed = replace(library, sectors=sectors, terms=terms, reports={**library.reports, own.report: report})
    interface = replace(interface_of(changed, code), translations=Words([(spoken, _Hostile())]))
    files = Renderer(TermIndex(changed), interface, PROJECT / "templates").render().files
    for name, text in files.items():
        html, contents = contents_of(text)
        page = lxml.html.fromstring(f"<div>{html}</div>")
        assert not page.xpath("//img | //script"), name
        assert not [key for node in page.iter() for key in node.attrib if key.startswith("on")], name
        assert len(page.xpath("//h1")) == 1 == len(contents), name
        assert "onerror" in page.text_content() or name.removesuffix("/index.md") in {
            *library.pages,
            *library.handbook,
        }, name


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
    said = '<small class="dz-leads-to"> <span lang="zh">中文</span></small>'
    assert html == f'<p><a href="{brief.path}" hreflang="zh">x{said}</a></p>'


def test_icons_are_those_of_the_theme(library: Library) -> None:
    page = page_of(library)
    assert page.icon("bookshelf").startswith('<span class="twemoji"><svg ')
    assert page.icon("no-such-icon") == page.icon(None) == page.icon("../../x") == ""
    assert has_icon("bookshelf") and not has_icon("no-such-icon")
