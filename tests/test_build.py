"""Whole builds by the real engine: what comes out, what stays the same, and what survives failure."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from lxml import html

from build_scripts.checks.site import check_site
from build_scripts.cli.main import main
from build_scripts.content.paths import CHARTS
from build_scripts.ground.problems import render_text
from build_scripts.library.index import Statement
from build_scripts.publish import build, sources
from build_scripts.publish.build import build_site
from build_scripts.publish.search import is_search_file
from tests.built import (
    PROJECT,
    Built,
    assert_same,
    digests,
    edit_statement,
    footprint,
    full_brief,
    load_library,
    make_once,
    pages,
    replace,
    run,
)
from tests.searched import built_entries
from tests.tools.independent_links import Site, find_faults

pytest_plugins = ("tests.built",)

SITES = ("minimal", "transit", "real")


@pytest.fixture(params=SITES)
def built(request: pytest.FixtureRequest) -> Built:
    return request.getfixturevalue(f"built_{request.param}")


@pytest.fixture(scope="session")
def edited_site(built_minimal: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site as a clean build makes it after `edit`."""

    def make(folder: Path) -> Path:
        content = shutil.copytree(built_minimal.content, folder / "content")
        edit(Built(content, folder / "site", built_minimal.result))
        return clean_build(content, folder)

    return make_once("edited", tmp_path_factory, make)


def edit(built: Built) -> None:
    """Change the first statement in the source language."""
    edit_statement(full_brief(built.library), built.library.source)


@pytest.fixture
def project_copy(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what a build takes from the project, for tests that break or change it."""
    copy = tmp_path_factory.mktemp("project")
    shutil.copytree(PROJECT / "templates", copy / "templates")
    shutil.copy(PROJECT / "mkdocs.yml", copy)
    for module in (build, sources):
        monkeypatch.setattr(module, "PROJECT", copy)
        monkeypatch.setattr(module, "TEMPLATES", copy / "templates")
    return copy


def parse(path: Path) -> html.HtmlElement:
    return html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot()


def clean_build(content: Path, folder: Path) -> Path:
    """Build a content folder from nothing and give the site."""
    result = build_site(content, folder / "site")
    assert not result.failed, render_text(result.problems)
    return folder / "site"


# What comes out


def test_every_language_has_the_same_pages(built: Built) -> None:
    library = built.library
    expected = pages(built.site, library.source)
    assert {"index.html", "404.html", "sectors/index.html", "reports/index.html"} < expected
    assert {f"{brief.path}index.html" for brief in library.briefs} < expected
    assert {f"sectors/{key}/index.html" for key in library.sectors} < expected
    for language in library.languages:
        assert pages(built.site, language) == expected


def test_the_built_pages_have_no_problem(built: Built) -> None:
    assert check_site(built.site) == []


def test_the_real_content_has_no_problem(built_real: Built) -> None:
    assert built_real.result.problems == ()


def test_an_independent_checker_finds_no_fault(built: Built) -> None:
    address = built.library.site.base_url
    assert find_faults(built.site, address) == []
    assert sorted(Site(built.site, address).languages()) == sorted(built.library.languages)


def test_every_statement_is_on_its_brief_and_on_its_sectors(built: Built) -> None:
    library = built.library
    for language in library.languages:
        trees = {name: parse(built.site / language / name) for name in pages(built.site, language)}
        linked: defaultdict[str, set[str]] = defaultdict(set)  # what the parts of each list lead to
        for name in trees:
            if re.fullmatch(r"sectors/[^/]+/[^/]+/(?:\d+/)?index\.html", name):
                links = trees[name].xpath("//article//a/@href")
                linked["/".join(name.split("/")[:3])] |= {urljoin(name, link) for link in links}
        for statement in library.statements.values():
            brief = trees[f"reports/{statement.report}/{statement.brief}/index.html"]
            assert brief.get_element_by_id(statement.id).text_content().strip()
            for sector in statement.sectors:
                assert statement.path in linked[f"sectors/{sector}/{statement.kind}"]


def test_pages_say_their_language_and_direction(built: Built) -> None:
    for language in built.library.site.languages:
        for name in pages(built.site, language.code):
            tree = parse(built.site / language.code / name)
            assert tree.get("lang") == language.code
            assert (tree.get("dir") or tree.find("body").get("dir")) == language.direction


def test_every_page_has_a_title_and_the_name_of_the_site_once(built_minimal: Built) -> None:
    for language in built_minimal.library.site.languages:
        name = built_minimal.library.site.name[language.code]
        for page in pages(built_minimal.site, language.code):
            title = str(parse(built_minimal.site / language.code / page).findtext(".//title"))
            assert title.count(name) == 1, page
            assert (title == name) == (page == "index.html"), page


def test_a_right_to_left_language_reads_from_the_right(built_transit: Built) -> None:
    directions = {language.code: language.direction for language in built_transit.library.site.languages}
    assert directions == {"en": "ltr", "ar": "rtl", "fr": "ltr"}
    body = parse(built_transit.site / "ar" / "index.html").find("body")
    assert body.get("dir") == "rtl"
    choice = {item.get("lang"): item.get("dir") for item in parse(built_transit.site / "index.html").iter("li")}
    assert choice == directions


def test_what_an_actor_is_asked_together_with_others_is_one_click_away(built_transit: Built) -> None:
    """The council includes the operator: what the operator is asked leads on to what the council is asked."""
    places = {"recommendations/": "recommendations/council/", "recommendations/operator/": "recommendations/council/"}
    for path, target in {**places, "sectors/buses/measure/": "sectors/buses/measure/#actor-council"}.items():
        page = parse(built_transit.site / "en" / path / "index.html")
        (link,) = page.xpath('//p[@class="dz-together"]/a')
        assert urljoin(path, link.get("href")) == target
        assert link.tail.strip() == "1"


def test_a_statement_leads_to_its_sectors_but_that_of_its_brief(built_transit: Built) -> None:
    page = parse(built_transit.site / "en" / "reports" / "step-free" / "stations" / "index.html")
    own = page.xpath('//li[@id="ferry-piers"]//a[@class="dz-also"]/text()')  # sector=ferries also=stations
    assert own == ["Ferries"]


def test_a_site_on_another_subject_shows_nothing_of_this_project(built_transit: Built) -> None:
    """The generator and its templates know neither climate nor China; the source of the subject is the content.

    The handbook may speak of Chinese, as of other languages, and the examples of the rules are of a site in it.
    """
    handbook = {f"{name}/index.html" for name in built_transit.library.handbook}
    for path in sorted(built_transit.site.rglob("*.html")):
        name = path.relative_to(built_transit.site).as_posix().partition("/")[2]
        if name in handbook:
            continue
        page = parse(path)
        for example in page.iter("pre") if name == "problems/index.html" else ():
            example.clear(keep_tail=True)
        text = page.text_content()
        assert not re.search(r"[\u4e00-\u9fff]|\b(climate|China|Chinese|carbon)\b", text), path


def test_the_sitemap_lists_every_page_that_exists_in_its_language(built: Built) -> None:
    base = built.library.site.base_url.rstrip("/")
    tree = ElementTree.parse(built.site / "sitemap.xml")
    listed = {element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    expected = set()
    for language in built.library.languages:
        for name in pages(built.site, language) - {"404.html"}:
            page = parse(built.site / language / name)
            if page.xpath("//link[@hreflang]") and not page.xpath("//meta[@name='robots']"):
                expected.add(f"{base}/{language}/{name.removesuffix('index.html')}")
    assert listed == expected


def test_nothing_of_the_workshop_is_left_in_the_site(built: Built) -> None:
    names = digests(built.site)
    assert not [name for name in names if name.endswith((".map", ".jinja", "xml.gz", "objects.inv"))]
    assert {name for name in names if name.endswith(".md")} <= {re.sub("html$", "md", name) for name in names}
    for name in names:
        if name.endswith((".html", ".json", ".xml", ".txt")):
            text = (built.site / name).read_text(encoding="utf-8")
            assert str(built.content) not in text and str(PROJECT) not in text, f"{name} names a folder of the builder"


def test_a_page_without_translation_shows_its_source(minimal_copy: Built) -> None:
    source, other = minimal_copy.library.languages
    brief = full_brief(minimal_copy.library)
    brief.files[other].unlink()
    assert not minimal_copy.build().failed
    site = minimal_copy.site
    page, original = (parse(site / code / brief.path / "index.html") for code in (other, source))
    assert page.get("lang") == other
    statement = brief.statements[0]
    shown = page.get_element_by_id(statement.id).find_class("dz-text")[0]
    assert shown.get("lang") == source
    words = original.get_element_by_id(statement.id).find_class("dz-text")[0].text_content().split()
    assert shown.text_content().split() == words
    assert page.find(".//h1").find(".//*[@lang]").get("lang") == source
    assert page.xpath("//link[@hreflang]") == []
    assert [link.get("hreflang") for link in original.xpath("//link[@hreflang]")] == [source]
    canonical = page.xpath("//link[@rel='canonical']/@href")
    assert canonical == [f"{minimal_copy.library.site.base_url.rstrip('/')}/{source}/{brief.path}"]
    assert f"/{other}/{brief.path}" not in (site / "sitemap.xml").read_text(encoding="utf-8")
    assert check_site(site) == []


def test_a_statement_without_translation_says_its_language(minimal_copy: Built) -> None:
    source, other = minimal_copy.library.languages
    brief = full_brief(minimal_copy.library)
    statement = brief.statements[0]
    # The item ends at the next one, the next heading or the end.
    item = rf"^[-*+] [^\n]*(?:\n(?![-*+] |#)[^\n]*)*?\{{[^{{}}]*#{statement.id}[ }}](?:\n(?![-*+] |#)[^\n]*)*"
    replace(brief.files[other], re.compile(item, re.MULTILINE), "")
    assert other not in load_library(minimal_copy.content).statements[statement.key].text
    assert not minimal_copy.build().failed
    page = parse(minimal_copy.site / other / brief.path / "index.html")
    assert page.get_element_by_id(statement.id).find_class("dz-text")[0].get("lang") == source
    assert {link.get("hreflang") for link in page.xpath("//link[@hreflang]")} == {source, other, "x-default"}


def test_a_language_the_theme_does_not_speak_keeps_its_own_code(minimal_copy: Built) -> None:
    rows = "  - {code: ga, locale: ga_IE, name: Gaeilge}\n"
    replace(minimal_copy.content / "site.yml", re.compile(r"^languages:\n(?:(?: .*)?\n)+", re.M), lambda m: m[0] + rows)
    assert not minimal_copy.build().failed
    names = pages(minimal_copy.site, "ga")
    for name in names:
        assert parse(minimal_copy.site / "ga" / name).get("lang") == "ga"
    assert names == pages(minimal_copy.site, minimal_copy.library.source)


# The same input, the same bytes


def test_a_build_of_unchanged_content_changes_nothing(minimal_copy: Built) -> None:
    before = digests(minimal_copy.site)
    result = minimal_copy.build()
    assert [(run.fresh, run.changed) for run in result.runs] == [(False, 0)] * 2
    assert digests(minimal_copy.site) == before
    minimal_copy.build(clean=True)
    assert digests(minimal_copy.site) == before


def showing(site: Path, statement: Statement) -> list[str]:
    """Give the paths of the pages of a language on which a statement stands."""
    found = []
    for page in site.rglob("index.html"):
        path = f"{page.relative_to(site).parent.as_posix()}/"
        links = parse(page).xpath("//li[contains(@class, 'dz-statement')]//a[contains(@class, 'dz-permalink')]/@href")
        if statement.path in [urljoin(path, link) for link in links]:
            found.append(path)
    return found


def test_one_edited_statement_builds_only_the_pages_that_show_it(minimal_copy: Built) -> None:
    brief = full_brief(minimal_copy.library)
    before = digests(minimal_copy.site)
    edit_statement(brief, minimal_copy.library.languages[-1])
    result = minimal_copy.build()
    assert [run.fresh for run in result.runs] == [False, False]
    after = digests(minimal_copy.site)
    language, statement = minimal_copy.library.languages[-1], brief.statements[0]
    shown = showing(minimal_copy.site / language, statement)
    assert len(shown) > 1
    changed = {name for name in after if after[name] != before.get(name)}
    assert {name for name in changed if name.endswith(".html")} == {f"{language}/{path}index.html" for path in shown}
    assert sum(result.pages.values()) == len(shown)
    assert [run.changed for run in result.runs] == [0, 0]


def test_one_edited_statement_of_the_real_content_is_shown_and_taken_back(
    built_real: Built, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On every page that has its words; `make exact` compares such a build with a clean one."""
    copy = built_real.copy(tmp_path_factory.mktemp("copy"))
    brief, source = full_brief(copy.library), copy.library.source
    file, before = brief.files[source], digests(copy.site)
    kept = file.read_text(encoding="utf-8")
    edit_statement(brief, source)
    result = copy.build()
    assert [run.fresh for run in result.runs] == [False, False]
    changed = {name for name, digest in digests(copy.site).items() if digest != before.get(name)}
    changed -= {name for name in changed if is_search_file(name)}
    texts = {name: (copy.site / name).read_text(encoding="utf-8") for name in changed if not name.endswith(".xlsx")}
    shown = {name for name, text in texts.items() if "确实如此。" in text.replace("\u200b", "")}
    paths = showing(copy.site / source, brief.statements[0])
    assert len(paths) > 1
    assert {f"{source}/{path}index.html" for path in paths} <= shown
    assert {f"{source}/{brief.path}cite.json", "data/statements.json"} <= shown
    assert "确实如此。" in built_entries(copy.site, source)[brief.statements[0].path]["text"]
    # The counts of what is stale are all that changes besides, in this language.
    assert {name for name in changed - shown if name.startswith(f"{source}/")} == {f"{source}/translation/index.html"}
    file.write_text(kept, encoding="utf-8")
    assert not copy.build().failed
    assert_same(copy.site, built_real.site)


def test_an_image_with_new_bytes_is_shown(minimal_copy: Built) -> None:
    image = minimal_copy.content / "images" / "map.svg"
    image.parent.mkdir(exist_ok=True)
    for text in ('<svg xmlns="http://www.w3.org/2000/svg"/>', '<svg xmlns="http://www.w3.org/2000/svg" id="a"/>'):
        image.write_text(text, encoding="utf-8")
        minimal_copy.build()
        for language in minimal_copy.library.languages:
            assert (minimal_copy.site / language / "images" / "map.svg").read_text(encoding="utf-8") == text


CHANGES = [
    ("templates/theme/assets/duizhao.css", ":root", "html:root"),
    ("templates/pages/brief.md.jinja", 'class="dz-lead"', 'class="dz-lead changed"'),
    ("mkdocs.yml", "toc_depth: 3", "toc_depth: 1"),
]


def test_a_changed_template_reaches_every_page(minimal_copy: Built, tmp_path: Path, project_copy: Path) -> None:
    minimal_copy.build()
    for no, (name, old, new) in enumerate(CHANGES):
        before = digests(minimal_copy.site)
        replace(project_copy / name, old, new)
        minimal_copy.build()
        assert digests(minimal_copy.site) != before, name
        assert_same(minimal_copy.site, clean_build(minimal_copy.content, tmp_path / str(no)))


# The old site survives


def test_errors_in_the_content_leave_the_site_as_it_was(minimal_copy: Built) -> None:
    before = footprint(minimal_copy.site)
    replace(full_brief(minimal_copy.library).files[minimal_copy.library.source], "kind=", "kind=nonsense-")
    result = run("build", "--content", minimal_copy.content, "--site-dir", minimal_copy.site)
    assert result.returncode == 1
    assert "error[unknown-kind]" in result.stderr and "not changed" in result.stderr
    assert footprint(minimal_copy.site) == before


def break_theme(project: Path) -> None:
    replace(project / "templates" / "theme" / "main.html", "{% block footer %}", "{% block footer %}{% nonsense %}")


def break_config(project: Path) -> None:
    replace(project / "mkdocs.yml", "plugins: []\n", "plugins: [no-such-plugin]\n")


def break_link(project: Path) -> None:
    replace(project / "templates" / "pages" / "brief.md.jinja", "{{ page.title", "## [lost](nowhere.md)\n{{ page.title")


def break_finished_page(project: Path) -> None:
    footer = '{% block footer %}<a href="/nowhere/">lost</a>'
    replace(project / "templates" / "theme" / "main.html", "{% block footer %}", footer)


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        (break_theme, "engine-failed"),
        (break_config, "engine-failed"),
        (break_link, "engine-warning"),
        (break_finished_page, "broken-link"),
    ],
)
def test_a_failure_after_the_content_leaves_the_site_as_it_was(
    minimal_copy: Built, edited_site: Path, project_copy: Path, damage: Callable[[Path], None], rule: str
) -> None:
    before = footprint(minimal_copy.site)
    edit(minimal_copy)
    kept = {
        path: path.read_bytes() for path in (project_copy / "mkdocs.yml", *(project_copy / "templates").rglob("*.*"))
    }
    damage(project_copy)
    result = minimal_copy.build()
    assert result.failed
    assert rule in {problem.rule for problem in result.problems}
    assert footprint(minimal_copy.site) == before
    for path, data in kept.items():
        path.write_bytes(data)
    assert not minimal_copy.build().failed
    assert_same(minimal_copy.site, edited_site)


# Each is Python that runs before the build and kills it at one moment, without any chance to clean up.
DIE = """\
import os, pathlib, signal, sys
from build_scripts.cli import main as cli
from build_scripts.publish import build, contents, exchange, known, sources
die = lambda *a: os.kill(os.getpid(), 9)
"""
MOMENTS = {
    "before staging": "build.Stage.make = die",
    "between two languages": "finish = build.Stage.finish\nbuild.Stage.finish = lambda *a: (finish(*a), die())[0]",
    "after staging": "build.run_engines = die",
    "after the engine": "build.Assembly = die",
    "while assembling": "contents.root_files = die",
    "before the exchange": "build.swap = die",
    "after the exchange": "swap = exchange._exchange\nexchange._exchange = lambda *a: (swap(*a), die())[0]",
    "before the memory": "build.Memory.close = die",
}


AFTER = ("after the exchange", "before the memory")


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_build_leaves_a_whole_site(minimal_copy: Built, edited_site: Path, moment: str) -> None:
    old = digests(minimal_copy.site)
    edit(minimal_copy)
    killed = _start(minimal_copy, MOMENTS[moment])
    assert killed.wait(60) == -signal.SIGKILL
    assert digests(minimal_copy.site) == (digests(edited_site) if moment in AFTER else old)
    assert not minimal_copy.build().failed
    assert_same(minimal_copy.site, edited_site)
    assert not [path.name for path in minimal_copy.work.iterdir() if path.name.startswith("site.")]


def test_a_build_killed_between_two_renames_is_put_right_by_the_next(minimal_copy: Built) -> None:
    """Systems that cannot exchange folders have a moment without a site; the next build brings the old one back."""
    old = digests(minimal_copy.site)
    once = "rename = pathlib.Path.rename\npathlib.Path.rename = lambda *a: (rename(*a), die())[0]"
    killed = _start(minimal_copy, f"exchange._exchange = lambda *a: False\n{once}")
    assert killed.wait(60) == -signal.SIGKILL
    assert not minimal_copy.site.exists()
    replace(full_brief(minimal_copy.library).files[minimal_copy.library.source], "kind=", "kind=nonsense-")
    assert minimal_copy.build().failed
    assert digests(minimal_copy.site) == old


@pytest.mark.parametrize("seconds", [0.2, 0.8])
def test_a_build_killed_while_the_engine_runs_leaves_a_whole_site(
    minimal_copy: Built, tmp_path: Path, edited_site: Path, seconds: float
) -> None:
    old = digests(minimal_copy.site)
    edit(minimal_copy)
    signal_file = tmp_path / "engines-start"
    hook = (
        f"engines = build.run_engines\nbuild.run_engines = lambda *a: (open({str(signal_file)!r}, 'w'), engines(*a))[1]"
    )
    process = _start(minimal_copy, hook, "--clean")
    _wait_for(signal_file.exists)
    time.sleep(seconds)
    process.kill()
    was_killed = process.wait(60) == -signal.SIGKILL
    # On a fast machine the site may have been exchanged before, or the build have ended: then it is the whole new site.
    new = digests(edited_site)
    assert digests(minimal_copy.site) in ([old, new] if was_killed else [new])
    assert not minimal_copy.build().failed
    assert_same(minimal_copy.site, edited_site)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc, which is Linux's")
def test_the_engine_does_not_outlive_a_killed_build(minimal_copy: Built, project_copy: Path, tmp_path: Path) -> None:
    """An engine left behind would write old pages into the folder that the next build uses."""
    started = tmp_path / "engine-runs"
    slow = project_copy / "slow.py"
    slow.write_text(
        f"import time\ndef on_config(config):\n    open({str(started)!r}, 'w')\n    time.sleep(20)\n", encoding="utf-8"
    )
    replace(project_copy / "mkdocs.yml", "plugins: []\n", f"hooks: [{slow}]\nplugins: []\n")
    templates = project_copy / "templates"
    paths = f"pathlib.Path({str(project_copy)!r}), pathlib.Path({str(templates)!r})"
    hook = "\n".join(f"{module}.PROJECT, {module}.TEMPLATES = {paths}" for module in ("build", "sources"))
    process = _start(minimal_copy, hook)
    _wait_for(started.exists)
    assert _processes(str(minimal_copy.work))
    process.kill()
    process.wait(60)
    try:
        _wait_for(lambda: not _processes(str(minimal_copy.work)), 5)
    finally:
        for left in _processes(str(minimal_copy.work)):
            os.kill(left, signal.SIGKILL)


def test_two_builds_at_once_do_not_meet(minimal_copy: Built, tmp_path: Path, edited_site: Path) -> None:
    edit(minimal_copy)
    inside, go = tmp_path / "inside", tmp_path / "go"
    wait = f"[open({str(inside)!r}, 'w')] + [time.sleep(.02) for _ in iter(lambda: os.path.exists({str(go)!r}), True)]"
    hook = f"import time\nengines = build.run_engines\nbuild.run_engines = lambda *a: ({wait}, engines(*a))[1]"
    first = _start(minimal_copy, hook)
    _wait_for(inside.exists)
    second = run("build", "--content", minimal_copy.content, "--site-dir", minimal_copy.site)
    go.touch()
    assert first.wait(60) == 0
    assert second.returncode == 1
    refusals = [line for line in second.stderr.splitlines() if not line.startswith("·")]
    assert len(refusals) == 1 and "another build" in refusals[0]
    assert_same(minimal_copy.site, edited_site)


def test_a_site_that_is_a_link_is_built_again_and_again(minimal_copy: Built, tmp_path: Path) -> None:
    """A host often publishes through a symbolic link."""
    link = tmp_path / "public"
    link.symlink_to(minimal_copy.site)
    for _ in range(2):
        result = run("build", "--content", minimal_copy.content, "--site-dir", link)
        assert result.returncode == 0, result.stderr
        assert digests(link) == digests(minimal_copy.site)


def test_foreign_files_are_never_replaced(built_minimal: Built, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work", encoding="utf-8")
    before = footprint(mine)
    for folder in (mine, tmp_path, built_minimal.content, PROJECT, PROJECT / "content"):
        result = CliRunner().invoke(main, ["build", "--content", str(built_minimal.content), "--site-dir", str(folder)])
        assert result.exit_code == 2, folder
        assert isinstance(result.exception, SystemExit)
    assert footprint(mine) == before


def test_an_empty_folder_is_filled(built_minimal: Built, tmp_path: Path) -> None:
    assert not build_site(built_minimal.content, tmp_path).failed
    assert_same(tmp_path, built_minimal.site)


def test_an_unknown_folder_is_no_content(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        build_site(tmp_path / "nowhere", tmp_path / "site")
    assert list(tmp_path.iterdir()) == []


def test_content_stays_as_it_was(minimal_copy: Built) -> None:
    before = footprint(minimal_copy.content)
    minimal_copy.build(clean=True)
    assert footprint(minimal_copy.content) == before


# MkDocs by itself


def test_mkdocs_itself_builds_the_staged_tree(built_real: Built, tmp_path: Path) -> None:
    project = _mkdocs_project(built_real, tmp_path)
    command = [sys.executable, "-m", "mkdocs", "build", "-f", "mkdocs.yml", "-d", str(tmp_path / "out")]
    result = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert result.returncode == 0, result.stderr
    site = pages(built_real.site, built_real.library.source)
    folder = built_real.site / built_real.library.source
    old = {page for page in site if parse(folder / page).get("data-dz-old") is not None}
    charts = {page for page in site if page.startswith(f"{CHARTS}/")}
    assert pages(tmp_path, "out") == site - old - charts, "no engine makes those"


def _mkdocs_project(built: Built, folder: Path) -> Path:
    """Give a copy of the project's root as MkDocs sees it after a build."""
    project = folder / "project"
    shutil.copytree(PROJECT / "templates", project / "templates")
    shutil.copy(PROJECT / "mkdocs.yml", project)
    shutil.copytree(built.work / built.library.source / "docs", project / ".build" / "zh" / "docs")
    return project


def _start(built: Built, hook: str, *options: str) -> subprocess.Popen[bytes]:
    """Start a build in a process of its own that first runs a hook."""
    arguments = ["build", "--content", str(built.content), "--site-dir", str(built.site), *options]
    code = f"{DIE}{hook}\nsys.argv[1:] = {arguments!r}\ncli.main()"
    return subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def _wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def _processes(marker: str) -> list[int]:
    """Give the processes, other than this one, whose command line holds a text."""
    return list(_find_processes(marker.encode()))


def _find_processes(marker: bytes) -> Iterator[int]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if marker in path.read_bytes() and int(path.parent.name) != os.getpid():
                yield int(path.parent.name)
