"""The files above the languages: choice of language, 404, sitemap and robots, from small and awkward libraries."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from lxml import html

from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.outputs.root_pages import page_languages, root_files, sitemap
from build_scripts.pages.terms import TermIndex
from build_scripts.publish.build import TEMPLATES, check_content
from tests.built import FIXTURES
from tests.conftest import TESTS

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def load(name: str) -> tuple[Library, dict[str, object]]:
    content, interfaces, _ = check_content(FIXTURES / name)
    return link_content(content), dict(interfaces)


def files_of(library: Library, interfaces: dict[str, object], **changes: object) -> dict[str, str]:
    changed = replace(library, site=library.site.model_copy(update=changes))
    return root_files(TermIndex(changed), list(interfaces.values()), TEMPLATES)  # type: ignore[arg-type]


@pytest.fixture(params=["minimal", "transit"])
def loaded(request: pytest.FixtureRequest) -> tuple[Library, dict[str, object]]:
    return load(request.param)


def test_the_choice_of_language_offers_each_in_its_own_words(loaded: tuple[Library, dict[str, object]]) -> None:
    library, interfaces = loaded
    tree = html.document_fromstring(files_of(library, interfaces)["index.html"])
    assert tree.get("lang") == library.source
    for item, language in zip(tree.iter("li"), library.site.languages, strict=True):
        assert (item.get("lang"), item.get("dir")) == (language.code, language.direction)
        (link,) = item.iter("a")
        assert link.get("href") == f"{language.code}/"
        assert language.name in link.text_content()
        assert library.site.name.get(language.code, library.site.name[library.source]) in link.text_content()
    base = library.site.base_url.rstrip("/")
    versions = {link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@hreflang]")}
    assert {code: f"{base}/{code}/" for code in library.languages}.items() <= versions.items()


def test_the_choice_of_language_needs_no_script_and_no_other_host(loaded: tuple[Library, dict[str, object]]) -> None:
    text = files_of(*loaded)["index.html"]
    tree = html.document_fromstring(text)
    assert [script.get("src") for script in tree.iter("script")] == ["choose.js"]
    assert tree.xpath("//img | //iframe") == []
    assert tree.xpath("//link[@rel='stylesheet']/@href") == [f"{loaded[0].source}/assets/site.css"]
    assert "@import" not in text and "url(" not in text


def test_the_404_page_leads_home_from_any_address(loaded: tuple[Library, dict[str, object]]) -> None:
    library, interfaces = loaded
    for base, expected in (("https://a.example", "/"), ("https://a.example/b/c/", "/b/c/")):
        tree = html.document_fromstring(files_of(library, interfaces, base_url=base)["404.html"])
        assert tree.xpath("//a/@href") == [f"{expected}{code}/" for code in library.languages]
        assert tree.xpath("//form/@action") == [f"{expected}{code}/search/" for code in library.languages]
        assert tree.xpath("//script/@src") == [f"{expected}lost.js"]
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_names_are_text_not_markup(loaded: tuple[Library, dict[str, object]]) -> None:
    library, interfaces = loaded
    odd = Texts(dict.fromkeys(library.languages, '<b>Rail & "Road"</b>'))
    files = files_of(library, interfaces, name=odd, base_url="https://a.example/x&y/")
    tree = html.document_fromstring(files["index.html"])
    assert tree.xpath("//b") == []
    assert '<b>Rail & "Road"</b>' in tree.findtext(".//title", "")
    ElementTree.fromstring(files["sitemap.xml"])


def test_robots_name_the_sitemap(loaded: tuple[Library, dict[str, object]]) -> None:
    library, interfaces = loaded
    lines = files_of(library, interfaces, base_url="https://a.example/b/")["robots.txt"].splitlines()
    assert lines[:2] == ["User-agent: *", "Allow: /"] and lines[-1] == "Sitemap: https://a.example/b/sitemap.xml"
    assert "User-agent: Googlebot" in lines and "Disallow: /b/*/index.md$" in lines  # pages are found once


def test_a_page_is_listed_in_the_languages_that_it_has(loaded: tuple[Library, dict[str, object]]) -> None:
    library, _ = loaded
    languages = page_languages(TermIndex(library))
    assert languages[""] == languages["sectors/"] == library.languages
    for brief in library.briefs:
        assert set(languages[brief.path]) == set(brief.files)
    for page in library.pages.values():
        assert set(languages[f"{page.name}/"]) == set(page.files)
    assert any(having != library.languages for having in languages.values()), (
        "the fixture should have untranslated pages"
    )


def test_the_sitemap_names_every_version_of_a_page() -> None:
    library = link_content(check_content(FIXTURES / "minimal")[0])
    changed = replace(library, site=library.site.model_copy(update={"base_url": "https://a.example/"}))
    text = sitemap(changed, {"": ("zh", "en"), "a&b/": ("zh",), "c/": ("zh", "en")})
    entries = {
        entry.findtext(f"{SITEMAP}loc"): [
            (link.get("hreflang"), link.get("href")) for link in entry.iter(f"{XHTML}link")
        ]
        for entry in ElementTree.fromstring(text)
    }
    home, other = (
        [("zh", f"https://a.example/zh/{path}"), ("en", f"https://a.example/en/{path}"), ("x-default", default)]
        for path, default in (("", "https://a.example/"), ("c/", "https://a.example/en/c/"))
    )
    assert entries == {
        "https://a.example/zh/": home,
        "https://a.example/en/": home,
        "https://a.example/zh/a&b/": [("zh", "https://a.example/zh/a&b/")],
        "https://a.example/zh/c/": other,
        "https://a.example/en/c/": other,
    }


def test_schemas_say_the_same_where_python_leaves_out_docstrings() -> None:
    """They describe shapes by their docstrings."""
    imports = "from build_scripts.outputs.data import _schema; from build_scripts.outputs.data_shapes import SHAPES"
    code = f"{imports}; print(*map(_schema, SHAPES))"
    said = [
        subprocess.run([sys.executable, *options, "-c", code], capture_output=True, check=True, cwd=TESTS.parent).stdout
        for options in ((), ("-OO",))
    ]
    assert said[0] == said[1] and b"A point of a comparison" in said[0]
