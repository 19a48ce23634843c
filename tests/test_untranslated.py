"""Whatever is not translated yet, the site is built: any one brief of a language, or all of its files."""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace as changed
from pathlib import Path

import pytest

from build_scripts.content.entries import Content
from build_scripts.content.load import load_content
from build_scripts.ground.problems import render_text
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.pages import terms
from build_scripts.pages.render import Renderer
from build_scripts.pages.terms import TermIndex
from build_scripts.publish.build import build_site, check_content
from tests.built import CONTENT, FIXTURES, PROJECT, pages, replace
from tests.conftest import FUZZ

_TARGET = re.compile(r'\bhref="([^"#?]*)[^"]*"|\]\(([^)#]*)[^)]*\)')


def translated_briefs(content: Content) -> Iterator[tuple[str, str, str]]:
    """Give report, brief and language of every translated brief."""
    for report in content.reports:
        for name, versions in report.briefs.items():
            yield from ((report.id, name, code) for code in versions if code != content.source)


def without(content: Content, *lost: tuple[str, str, str]) -> Content:
    """Give the content without some translated briefs."""
    reports = [
        changed(
            report,
            briefs={
                name: {code: entry for code, entry in versions.items() if (report.id, name, code) not in lost}
                for name, versions in report.briefs.items()
            },
        )
        for report in content.reports
    ]
    return changed(content, reports=tuple(reports))


def emptied(content: Content) -> dict[tuple[str, str, str], int]:
    """Give the briefs without which the page of some term has no use of it in their language, and how many."""
    found = {}
    for lost in translated_briefs(content):
        index = TermIndex(link_content(without(content, lost)))
        count = sum(not index.uses[lost[2]].get(term) for term in index.much_used)
        if count:
            found[lost] = count
    return found


def with_language(content: Content, code: str) -> Content:
    """Give the content with one more language, in which it has no file."""
    assert content.site
    languages = (*content.site.languages, content.site.languages[-1].model_copy(update={"code": code, "name": code}))
    site = content.site.model_copy(update={"languages": languages})
    return changed(content, site=site, languages=(*content.languages, code))


def staged(library: Library, interfaces: Mapping[str, object], language: str) -> Mapping[str, str]:
    """Render every page of a language."""
    interface = interfaces.get(language) or interfaces[library.source]
    own = next(each for each in library.site.languages if each.code == language)
    renderer = Renderer(TermIndex(library), changed(interface, language=own), PROJECT / "templates")  # type: ignore[type-var]
    return renderer.render().files


def unlinked(files: Mapping[str, str]) -> set[str]:
    """Give the staged pages to which no other page leads."""
    linked = set()
    for name, text in files.items():
        folder = posixpath.dirname(name)
        for groups in _TARGET.findall(text):
            target = posixpath.normpath(posixpath.join(folder, "".join(groups))).removesuffix("index.md").rstrip("/")
            if target != folder:
                linked.add(target)
    return {name for name in files if posixpath.dirname(name) not in linked}


def lost_pages(content: Content, interfaces: Mapping[str, object], language: str) -> set[str]:
    """Give the pages of terms to which nobody is led in a language."""
    return {name for name in unlinked(staged(link_content(content), interfaces, language)) if "glossary/" in name}


@pytest.mark.slow
@pytest.mark.parametrize("site", ["minimal", "transit"])
def test_every_page_of_a_term_is_linked_whichever_brief_is_untranslated(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "LISTED_USES", 0)  # so that every term that is used has a page
    content, interfaces, _ = check_content(FIXTURES / site)
    assert emptied(content), "no brief alone uses a term"
    for lost in translated_briefs(content):
        assert lost_pages(without(content, lost), interfaces, lost[2]) == set(), lost
    for code in content.languages[1:]:
        every = [lost for lost in translated_briefs(content) if lost[2] == code]
        assert lost_pages(without(content, *every), interfaces, code) == set(), code
    assert lost_pages(with_language(content, "xx"), interfaces, "xx") == set()


@pytest.mark.slow
def test_every_page_of_a_term_of_the_real_content_is_linked_without_briefs_that_alone_use_it() -> None:
    """Without each brief, without all of them, and in a language without files."""
    content, interfaces, _ = check_content(CONTENT)
    found = emptied(content)
    assert found, "no brief alone uses a term that has a page"
    for lost in found if FUZZ else list(found)[:2]:
        library = link_content(without(content, lost))
        index = TermIndex(library)
        glossary, _ = Renderer(index, interfaces[lost[2]], PROJECT / "templates")._page("glossary/", "glossary", no=0)
        linked = {"".join(groups).strip("/") for groups in _TARGET.findall(glossary)}
        assert set(index.much_used) <= linked, lost
    bare = with_language(without(content, *found), "ga")
    for code in ("ga", *content.languages[1:]):
        assert lost_pages(bare, interfaces, code) == set(), code


def test_pages_without_a_link_are_found() -> None:
    """The finder of these tests finds what it looks for."""
    files = {
        "index.md": "[a](a/index.md)",
        "a/index.md": '<a href="../b/#x">b</a>',
        "b/index.md": "",
        "c/index.md": "[c](#c)",
    }
    assert unlinked(files) == {"index.md", "c/index.md"}


# Built by the engine


def build_without(root: Path, folder: Path, *lost: tuple[str, str, str]) -> Path:
    content = shutil.copytree(root, folder / "content")
    for report, name, code in lost:
        (content / "reports" / report / f"{name}.{code}.md").unlink()
    result = build_site(content, folder / "site")
    assert not result.failed, render_text(result.problems)
    return folder / "site"


@pytest.mark.slow
@pytest.mark.parametrize("lost", list(translated_briefs(load_content(FIXTURES / "transit")[0]))[:1], ids="/".join)
def test_site_is_built_without_one_translated_brief(tmp_path: Path, lost: tuple[str, str, str]) -> None:
    site = build_without(FIXTURES / "transit", tmp_path, lost)
    assert pages(site, lost[2]) == pages(site, "en")


@pytest.mark.slow
def test_site_is_built_without_any_translated_brief_and_with_a_language_without_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "LISTED_USES", 0)  # so that every term that is used has a page
    root = shutil.copytree(FIXTURES / "transit", tmp_path / "root")
    row = "  - {code: ga, name: Gaeilge}\n"
    replace(root / "site.yml", re.compile(r"^languages:\n(?:(?: .*)?\n)+", re.M), lambda match: match[0] + row)
    site = build_without(root, tmp_path, *translated_briefs(load_content(root)[0]))
    assert pages(site, "ga") == pages(site, "ar") == pages(site, "fr") == pages(site, "en")
