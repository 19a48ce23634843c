"""Each rule over built HTML: a site that passes, and the smallest change that does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from build_scripts.checks.site import check_again, check_site, resolve_link
from build_scripts.ground.problems import shown_path
from build_scripts.outputs.search_index import packed

BASE = "https://site.example"
SHARED = f'<meta property="og:image" content="{BASE}/below/a/root/logo.svg">'


def page(language: str, path: str, body: str, head: str | None = None) -> str:
    if head is None:
        head = "".join(
            f'<link rel="alternate" hreflang="{code}" href="{BASE}/{code}/{path}">\n' for code in ("de", "en")
        )
    return f'<!doctype html>\n<html lang="{language}">\n<head>\n{head}</head>\n<body>\n{body}\n</body>\n</html>\n'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two languages with a home, a page with an anchor and a 404 page each, and a choice of language."""
    root = tmp_path / "site"
    for language, other in (("de", "en"), ("en", "de")):
        home = f'<a href="a/">A</a> <a href="a/#here">here</a> <a href="../{other}/">other</a>'
        write(root / language / "index.html", page(language, "", home + SHARED + '<img src="../logo.svg">'))
        words = f'<p id="here">x</p> <a href="../">home</a> <a href="../../{other}/a/">other</a>'
        write(root / language / "a" / "index.html", page(language, "a/", words))
        write(root / language / "404.html", page(language, "", f'<a href="/{language}/">home</a>', head=""))
    choice = '<a href="de/">de</a> <a href="en/">en</a> <a href="https://elsewhere.example/x">x</a>'
    write(root / "index.html", page("de", "", choice))
    write(root / "logo.svg", "<svg/>")
    return root


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found(site: Path) -> set[tuple[str, str]]:
    """Give rule and page of every problem."""
    prefix = f"{shown_path(site)}/"
    return {(problem.rule, problem.path.removeprefix(prefix)) for problem in check_site(site)}


def test_a_sound_site_has_no_problem(site: Path) -> None:
    assert check_site(site) == []


HOME, INNER = "en/index.html", "en/a/index.html"

FAULTS: dict[str, tuple[str, str, str, set[tuple[str, str]]]] = {
    "a link to no page": (HOME, 'href="a/"', 'href="b/"', {("broken-link", HOME)}),
    "a link out of the site": (HOME, 'href="a/"', 'href="../../secret/"', {("broken-link", HOME)}),
    "a link through an empty segment": ("en/404.html", "/en/", "/en//../de/", {("broken-link", "en/404.html")}),
    "a missing picture for sharing": (HOME, "root/logo.svg", "root/lost.svg", {("broken-link", HOME)}),
    "a missing image": (HOME, "logo.svg", "lost.svg", {("broken-link", HOME)}),
    "a link to no anchor": (HOME, "#here", "#there", {("broken-anchor", HOME)}),
    "an anchor that is not on its own page": (INNER, '"../"', '"#there"', {("broken-anchor", INNER)}),
    "an id twice": (INNER, "<p id", '<b id="here">y</b><p id', {("duplicate-anchor", INNER)}),
    "a page without language": ("index.html", ' lang="de"', "", {("no-language", "index.html")}),
    "a script of another host": (
        HOME,
        "<body>",
        '<body><script src="https://cdn.example/x.js"></script>',
        {("foreign-resource", HOME)},
    ),
    "a style of another host": (
        HOME,
        "<head>",
        '<head><link rel="stylesheet" href="//cdn.example/x.css">',
        {("foreign-resource", HOME)},
    ),
    "a picture of another host in a set": (
        HOME,
        "<body>",
        '<body><img src="../logo.svg" srcset="https://cdn.example/x.png 2x">',
        {("foreign-resource", HOME)},
    ),
    "a version that is missing": (
        INNER,
        '<link rel="alternate" hreflang="de"',
        f'<link rel="alternate" hreflang="fr" href="{BASE}/fr/a/">\n<link rel="alternate" hreflang="de"',
        {("broken-alternate", INNER)},
    ),
    "a version of another path": (INNER, f"{BASE}/de/a/", f"{BASE}/de/", {("broken-alternate", INNER)}),
    "a version that does not point back": (
        "de/a/index.html",
        f'<link rel="alternate" hreflang="en" href="{BASE}/en/a/">',
        "",
        {("broken-alternate", INNER)},
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_page_is_found(site: Path, fault: str) -> None:
    name, old, new, expected = FAULTS[fault]
    edit(site / name, old, new)
    assert found(site) == expected


def orphan(site: Path) -> None:
    for language in ("de", "en"):
        write(site / language / "b" / "index.html", page(language, "b/", '<a href="../">home</a>'))


def self_link(site: Path) -> None:
    for language in ("de", "en"):
        write(
            site / language / "b" / "index.html", page(language, "b/", '<a href="#x" id="x">me</a><a href="./">me</a>')
        )


def lopsided(site: Path) -> None:
    write(site / "en" / "b" / "index.html", page("en", "b/", "", head=""))
    edit(site / HOME, "<body>", '<body><a href="b/">b</a>')


def emptied(site: Path) -> None:
    write(site / "en" / "a" / "index.html", "")


def stripped(site: Path) -> None:
    for path in sorted(site.rglob("*.html")):
        path.unlink()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (orphan, {("orphan-page", "de/b/index.html"), ("orphan-page", "en/b/index.html")}),
        (self_link, {("orphan-page", "de/b/index.html"), ("orphan-page", "en/b/index.html")}),
        (lopsided, {("missing-page", "de")}),
        (stripped, {("empty-site", "")}),
    ],
)
def test_a_fault_of_the_whole_site_is_found(
    site: Path, change: Callable[[Path], None], expected: set[tuple[str, str]]
) -> None:
    change(site)
    prefix = shown_path(site)
    assert {(p.rule, p.path.removeprefix(prefix).lstrip("/")) for p in check_site(site)} == expected


def test_an_empty_page_is_unreadable(site: Path) -> None:
    emptied(site)
    assert ("unreadable-html", INNER) in found(site)


def test_a_problem_names_the_line(site: Path) -> None:
    edit(site / HOME, 'href="a/"', 'href="b/"')
    (problem,) = check_site(site)
    line = (site / HOME).read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert 'href="b/"' in line and '"b/"' in problem.message


def test_a_site_may_lie_below_the_root_of_its_host(site: Path) -> None:
    for language in ("de", "en"):
        edit(site / language / "404.html", f'href="/{language}/"', f'href="/below/{language}/"')
    assert check_site(site) == []


def test_links_to_other_hosts_and_schemes_are_left_alone(site: Path) -> None:
    edit(site / HOME, "<body>", '<body><a href="mailto:a@b.example">m</a> <a href="//b.example/c">c</a>')
    assert check_site(site) == []


def test_a_404_page_needs_no_link_to_it_but_only_one_for_any_address(site: Path) -> None:
    edit(site / "en" / "404.html", 'href="/en/"', 'href="a/"')
    assert ("broken-link", "en/404.html") in found(site), "from /en/x/y/ the link would lead to /en/x/y/a/"


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        check_site(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("folder", "path", "expected"),
    [
        ("en/a", "../", "en"),
        ("en/a", "../../de/a/", "de/a"),
        ("en/a", "%E7%94%B5/", "en/a/电"),
        ("en/a", "/de/", "de"),
        ("en", "../", "index.html"),
        ("en", "../../", None),
    ],
)
def test_links_resolve_as_in_a_browser(folder: str, path: str, expected: str | None) -> None:
    assert resolve_link(folder, path) == expected


# Entries of the search


def write_entries(site: Path, *paths: str, name: str = "0") -> Path:
    file = site / "en" / "search" / "entries" / f"{name}.json.gz"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(packed(json.dumps([{"path": path} for path in paths]).encode()))
    return file


def test_entries_that_lead_to_a_page_and_its_anchor_are_sound(site: Path) -> None:
    write_entries(site, "", "a/", "a/#here")
    assert check_site(site) == []


@pytest.mark.parametrize(
    ("path", "rule"), [("nowhere/", "broken-link"), ("a/#lost", "broken-anchor"), ("nowhere/#here", "broken-link")]
)
def test_an_entry_that_leads_nowhere_is_a_problem(site: Path, path: str, rule: str) -> None:
    write_entries(site, "a/", path)
    assert found(site) == {(rule, "en/search/entries/0.json.gz")}


@pytest.mark.parametrize(
    "data", [b"", b"[]", packed(b"{"), packed(b'[{"title": "x"}]'), packed(b"[1]"), b"\x1f\x8b\x08"]
)
def test_entries_that_cannot_be_read_are_a_problem(site: Path, data: bytes) -> None:
    write_entries(site).write_bytes(data)
    assert found(site) == {("broken-link", "en/search/entries/0.json.gz")}


def test_only_entries_that_have_changed_are_checked_again(site: Path) -> None:
    write_entries(site, "nowhere/")
    write_entries(site, "lost/", name="1")
    known = check_again(site, {}, set(), has_search=False)[1]
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    same = names - {"en/search/entries/1.json.gz"}
    assert [Path(problem.path).name for problem in check_again(site, known, same)[0]] == ["1.json.gz"]
    assert check_again(site, known, names, has_search=False)[0] == []
