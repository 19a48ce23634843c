"""The head of every page: title, description, address, versions, what chats and machines are told."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from build_scripts.content.identity import SchemePicture
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.outputs.description import describe_site
from build_scripts.pages import head as head_module
from build_scripts.pages.render import Renderer
from build_scripts.pages.summaries import MOST, shorten, width
from build_scripts.pages.terms import TermIndex
from build_scripts.publish.build import TEMPLATES, check_content
from tests.built import Built
from tests.conftest import VALID_SITES
from tests.pages import interface_of
from tests.schema_org import expand, faults

Heads = Mapping[str, Mapping[str, html.HtmlElement]]  # by language and path


def heads_of(library: Library, interfaces: Mapping[str, object] | None = None) -> Heads:
    """Give the head of every page."""
    terms = TermIndex(library)
    found: dict[str, dict[str, html.HtmlElement]] = {}
    for code in library.languages:
        interface = interfaces[code] if interfaces else interface_of(library, code)
        files = Renderer(terms, interface, TEMPLATES).render().files  # type: ignore[arg-type]
        found[code] = {name.removesuffix("index.md"): head_in(text) for name, text in files.items()}
    return found


def head_of(library: Library, path: str, code: str = "en") -> html.HtmlElement:
    """Give the head of one page."""
    pages = Renderer(TermIndex(library), interface_of(library, code), TEMPLATES).render().pages
    return head_in(next(page for page in pages if page.name == f"{path}index.md").make()[1])


def head_in(staged: str) -> html.HtmlElement:
    line = re.search(r"^dz_head: (.*)$", staged, re.MULTILINE)
    assert line
    return html.fromstring(f"<head>{json.loads(line[1])}</head>")


def said(head: html.HtmlElement, name: str) -> list[str]:
    return [str(one) for one in head.xpath(f"//meta[@name='{name}' or @property='{name}']/@content")]


def structured(head: html.HtmlElement) -> str:
    (script,) = head.xpath("//script")
    assert script.get("type") == "application/ld+json"
    return str(script.text)


@pytest.fixture(scope="module", params=["minimal", "transit"])
def site(request: pytest.FixtureRequest) -> tuple[Library, Heads]:
    content, interfaces, _ = check_content(VALID_SITES / request.param)
    library = link_content(content)
    return library, heads_of(library, interfaces)


def test_no_two_pages_of_a_language_have_one_title(site: tuple[Library, Heads]) -> None:
    for pages in site[1].values():
        titles = Counter(head.findtext(".//title") for head in pages.values())
        assert [title for title, count in titles.items() if count > 1] == []


def test_a_page_is_described_in_its_own_words_and_few(site: tuple[Library, Heads]) -> None:
    for pages in site[1].values():
        found = {path: said(head, "description") for path, head in pages.items()}
        assert all(len(words) == 1 and words[0].strip() and width(words[0]) <= MOST for words in found.values()), found
        counted = Counter(words[0] for words in found.values())
        assert [words for words, count in counted.items() if count > 1] == []


def test_a_brief_is_called_by_its_report_too(library: Library) -> None:
    brief = library.reports["reading-city"].briefs[0]
    head = head_of(library, brief.path)
    short, name = library.reports["reading-city"].facts.short["en"], library.site.name["en"]
    assert head.findtext(".//title") == f"{brief.title['en']} · {short} – {name}"
    assert said(head, "og:title") == [f"{brief.title['en']} · {short}"]
    assert head_of(library, "").findtext(".//title") == name


def test_parts_of_a_list_are_told_apart(library: Library) -> None:
    from build_scripts.pages import lists

    before, lists.MOST = lists.MOST, 1
    try:
        titles = {path: head.findtext(".//title") for path, head in heads_of(library)["en"].items()}
    finally:
        lists.MOST = before
    parts = {path: title for path, title in titles.items() if re.search(r"/[0-9]+/$", path)}
    assert parts and len(set(titles.values())) == len(titles)
    assert all(f"part {path.split('/')[-2]}" in title for path, title in parts.items() if "timeline" not in path)


def test_a_page_names_its_versions_and_one_for_all_others(site: tuple[Library, Heads]) -> None:
    library, heads = site
    base = library.site.base_url.rstrip("/")
    clusters = 0
    for code, pages in heads.items():
        for path, head in pages.items():
            links = {str(one.get("hreflang")): str(one.get("href")) for one in head.xpath("//link[@hreflang]")}
            default = links.pop("x-default", None)
            assert all(href == f"{base}/{other}/{path}" for other, href in links.items())
            assert bool(default) == (len(links) > 1)
            if default:
                clusters += 1
                assert default == (links["en"] if path else f"{base}/")
            (canonical,) = head.xpath("//link[@rel='canonical']/@href")
            assert not links or canonical == f"{base}/{code}/{path}"
            assert said(head, "og:url") == [canonical]
    assert clusters > 10


def test_a_page_of_no_english_is_for_others_in_its_source(transit_library: Library) -> None:
    library = transit_library
    assert library.default_version(("ar", "fr", "en")) == "en"
    assert library.default_version(("ar", "fr")) == "ar"
    other = replace(library, site=library.site.model_copy(update={"languages": library.site.languages[::-1]}))
    assert other.default_version(("ar", "fr")) == "fr"
    assert library.default_version(("ar", "en-GB")) == "en-GB"


def test_chats_are_told_the_same_as_readers(site: tuple[Library, Heads]) -> None:
    library, heads = site
    for code, pages in heads.items():
        for path, head in pages.items():
            title, name = head.findtext(".//title") or "", said(head, "og:site_name")[0]
            assert title in (f"{said(head, 'og:title')[0]} – {name}", name)
            assert said(head, "og:description") == said(head, "description")
            assert said(head, "twitter:card") == ["summary_large_image"]
            assert said(head, "og:type") == (["article"] if is_article(library, path) else ["website"])
            assert all(re.fullmatch("[a-z]{2,3}_[A-Z]{2}", own) for own in said(head, "og:locale"))
            assert len(said(head, "og:locale")) == 1
            (picture,) = said(head, "og:image")
            assert picture.startswith(f"{library.site.base_url.rstrip('/')}/{code}/") and picture.endswith("/card.png")
            assert (said(head, "og:image:width"), said(head, "og:image:height")) == (["1200"], ["630"])
            assert said(head, "og:image:alt")[0].endswith(name)
            assert json.loads(structured(head))["@graph"][0]["image"] == picture
            assert head.xpath("//link[@type='application/atom+xml']/@href") == [f"{'../' * path.count('/')}feed.atom"]
        assert said(pages[""], "og:locale")[0].startswith(code.split("-")[0])


def is_article(library: Library, path: str) -> bool:
    return path != "reports/" and (path.startswith("reports/") or library.title_at(path) is not None)


def test_a_logo_is_shown_where_no_picture_is_drawn(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """What draws pictures need not be installed."""
    monkeypatch.setattr(head_module, "has_typefaces", lambda: False)
    for name, expected in (("images/logo.png", ["https://libraries.example/en/images/logo.png"]), ("images/a.svg", [])):
        site = library.site.model_copy(update={"logo": SchemePicture.model_construct(light=name, dark=None)})
        head = head_of(replace(library, site=site), "")
        assert said(head, "og:image") == expected and said(head, "twitter:card") == ["summary"]
        assert said(head, "og:image:width") == said(head, "og:image:alt") == []


def test_words_are_words_in_a_head(library: Library) -> None:
    odd = "</title><script>x</script>\"&'<"
    report = library.reports["open-late"]
    page = replace(report.page, title=Texts({"zh": odd, "en": odd}))
    site = library.site.model_copy(update={"name": Texts({"zh": odd, "en": odd})})
    changed = replace(library, reports={**library.reports, "open-late": replace(report, page=page)}, site=site)
    head = head_of(replace(changed, titles={**library.titles, report.path: page.title}), report.path)
    assert len(head.xpath("//script")) == 1 and head.findtext(".//title") == f"{odd} – {odd}"
    article = json.loads(structured(head))["@graph"][0]
    assert article["headline"] == odd and said(head, "og:title") == [odd]


def test_what_pages_say_to_machines_is_in_the_vocabulary(site: tuple[Library, Heads]) -> None:
    library, heads = site
    kinds: set[str] = set()
    for pages in heads.values():
        for path, head in pages.items():
            assert faults(structured(head)) == [], path
            kinds |= {node["@type"] for node in json.loads(structured(head))["@graph"]}
    assert kinds >= {"Article", "BreadcrumbList", "CollectionPage", "Dataset", "DefinedTermSet", "Report", "WebSite"}
    assert faults(describe_site(library)) == []


def test_a_real_processor_reads_what_pages_say(library: Library) -> None:
    brief = library.reports["reading-city"].briefs[0]
    schema, base = "https://schema.org/", "https://libraries.example/"
    article, report, trail = expand(structured(head_of(library, brief.path)))
    assert article["@type"] == [f"{schema}Article"] and article["@id"] == f"{base}en/{brief.path}"
    assert (
        article[f"{schema}isBasedOn"] == [{"@id": report["@id"]}] == [{"@id": f"{base}data/reports.json#reading-city"}]
    )
    steps = [step[f"{schema}item"][0]["@id"] for step in trail[f"{schema}itemListElement"]]
    assert steps == [f"{base}en/{path}" for path in ("", "reports/", "reports/reading-city/", brief.path)]
    (whole,) = [node for node in expand(describe_site(library)) if node["@type"] == [f"{schema}Report"]][:1]
    assert {"@language": "en", "@value": library.reports["reading-city"].page.title["en"]} in [
        name for node in expand(describe_site(library)) for name in node.get(f"{schema}name", [])
    ] and whole["@id"].startswith(f"{base}data/reports.json#")


def test_a_term_is_defined_in_its_glossary(transit_library: Library) -> None:
    nodes = json.loads(structured(head_of(transit_library, "glossary/")))["@graph"]
    (glossary,) = (node for node in nodes if node["@type"] == "DefinedTermSet")
    assert [term["@id"].rpartition("#")[2] for term in glossary["hasDefinedTerm"]] != []
    assert len(glossary["hasDefinedTerm"]) == len(transit_library.terms)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"@type": "Artikel"}, "no type Artikel"),
        ({"@type": "Article", "headlin": "a"}, "Article has no property headlin"),
        ({"@type": "Person", "headline": "a"}, "Person has no property headline"),
        ({"@type": "Article", "author": {"@type": "WebSite"}}, "Article.author is a WebSite"),
        ({"@type": "ListItem", "position": "first"}, None),
        ({"@type": "Article", "dateModified": {"@type": "Person"}}, "Article.dateModified is a Person"),
    ],
)
def test_a_fault_of_structured_data_is_found(fault: dict[str, object], expected: str | None) -> None:
    found = faults(json.dumps({"@context": "https://schema.org/", "@graph": [fault]}))
    assert found == ([expected] if expected else [])


@settings(max_examples=200)
@given(st.text(alphabet="甲乙 ab.。，,;—", max_size=200), st.integers(20, 60))
def test_a_cut_fits_and_is_the_beginning(words: str, most: int) -> None:
    cut = shorten(words, most)
    assert width(cut) <= most
    assert words.startswith(cut.removesuffix("…")) or words.startswith(cut)
    assert cut or not words.strip() or width(words) > most


def test_no_two_pages_of_a_built_site_have_one_title(built_real: Built) -> None:
    for code in built_real.library.languages:
        folder = built_real.site / code
        heads = [html.parse(str(path)).getroot() for path in sorted(folder.rglob("*.html"))]
        titles = Counter(head.findtext(".//head/title") for head in heads if head.xpath("//head/title"))
        assert [title for title, count in titles.items() if count > 1] == []
