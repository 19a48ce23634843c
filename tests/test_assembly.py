"""A site put together from the last two is what was asked for, and nobody writes into a file that has two names."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from build_scripts.ground.memory import digest
from build_scripts.pages.shell import HEAD_PLACE, fill, make_shell
from build_scripts.publish.exchange import swap
from build_scripts.publish.finish import Assembly, Ledgers, is_untouched, signature
from build_scripts.publish.stage import digest_of_file, write_if_new

Files = Mapping[str, bytes]
A: Files = {
    "index.html": b"home",
    "en/index.html": b"one",
    "en/a/index.html": b"a",
    "en/b/c/index.html": b"c",
    "x.css": b"x",
}
B: Files = {**A, "en/index.html": b"two", "en/new/index.html": b"new"}
C: Files = {name: data for name, data in B.items() if not name.startswith("en/b/")}


class Builds:
    """Builds of one site, one after the other, as `build` does them."""

    def __init__(self, root: Path) -> None:
        self.site, self.work = root / "site", root / ".build"
        self.spare = self.work / "spare"
        self.ledgers = Ledgers()
        self.made: list[str] = []

    def build(self, files: Files) -> set[str]:
        """Bring the site up to date, and give what was written; files are made from their bytes alone."""
        self.made = []
        fresh = Assembly(self.site, self.spare, self.ledgers)
        for name, data in files.items():
            fresh.add(name, digest(data), lambda name=name, data=data: (self.made.append(name), data)[1])  # type: ignore[misc]
        fresh.finish()
        assert content(self.spare) == files
        swap(self.spare, self.site, self.work)
        self.ledgers = fresh.close()
        assert content(self.site) == files
        assert is_untouched(self.site, self.ledgers.site)
        return fresh.written


def content(root: Path) -> dict[str, bytes]:
    """Give the files of a folder that are files themselves, and refuse folders that hold nothing."""
    found = {}
    for here, folders, files in os.walk(root):
        assert folders or files, f"{here} is empty"
        assert not [name for name in (*folders, *files) if Path(here, name).is_symlink()]
        for name in files:
            found[Path(here, name).relative_to(root).as_posix()] = Path(here, name).read_bytes()
    return found


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    """A site that was built twice, so that there is a spare one."""
    found = Builds(tmp_path)
    assert found.build(A) == A.keys()
    assert found.build(A) == set()
    return found


def test_what_is_the_same_is_neither_made_nor_written(builds: Builds) -> None:
    assert builds.build(A) == set() and builds.made == []
    assert builds.build(B) == set(builds.made) == {"en/index.html", "en/new/index.html"}


def test_the_same_file_of_both_sites_is_one_file(builds: Builds) -> None:
    builds.build(B)
    same = [name for name in A if (builds.site / name).samefile(builds.spare / name)]
    assert sorted(same) == sorted(A.keys() - {"en/index.html"})


@pytest.mark.parametrize("steps", [(A, B, A), (B, A, B, A), (A, C, A), (C, C, B, A), (B, C, B), (A, B, C, A, A, B)])
def test_an_edit_that_is_undone_is_undone(builds: Builds, steps: tuple[Files, ...]) -> None:
    for files in steps:
        builds.build(files)
    assert builds.build(steps[-1]) == set()


def test_a_file_made_from_something_else_with_the_same_bytes_is_not_written(builds: Builds) -> None:
    fresh = Assembly(builds.site, builds.spare, builds.ledgers)
    for name, data in A.items():
        fresh.add(name, digest("another key", name), lambda data=data: data)  # type: ignore[misc]
    assert fresh.written == set()


def test_a_file_system_without_links_gets_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError("no links")))
    builds = Builds(tmp_path)
    for files in (A, A, B, A, C):
        builds.build(files)


# What others do to a site


def in_place(path: Path) -> None:
    path.write_bytes(b"somebody's words")


def in_place_of_the_same_size_and_time(path: Path) -> None:
    found = path.stat()
    path.write_bytes(b"!" * found.st_size)
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def replaced(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(b"x" * path.stat().st_size)
    other.replace(path)


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "inside").write_bytes(b"x")


def empty_folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def link_instead(path: Path) -> None:
    target = path.parent / "target"
    path.rename(target)
    path.symlink_to("target")


def link_to_nowhere_instead(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def parent_that_is_a_file(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_bytes(b"no folder")


def parent_that_is_a_link(path: Path) -> None:
    elsewhere = path.parent.parent / "elsewhere"
    path.parent.rename(elsewhere)
    path.parent.symlink_to("elsewhere", target_is_directory=True)


def file_beside(path: Path) -> None:
    path.with_name("stranger.html").write_bytes(b"x")


def folder_beside(path: Path) -> None:
    (path.parent / "strange" / "deep").mkdir(parents=True)
    (path.parent / "strange" / "deep" / "er.html").write_bytes(b"x")


def empty_folder_beside(path: Path) -> None:
    (path.parent / "strange" / "deep").mkdir(parents=True)


def link_beside(path: Path) -> None:
    path.with_name("link").symlink_to(path.name)


def link_to_a_folder_beside(path: Path) -> None:
    path.with_name("link").symlink_to(".", target_is_directory=True)


def gone(path: Path) -> None:
    path.unlink()


def gone_with_its_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


DEEDS = (
    in_place, in_place_of_the_same_size_and_time, replaced, folder_instead, empty_folder_instead, link_instead,
    link_to_nowhere_instead, parent_that_is_a_file, parent_that_is_a_link, file_beside, folder_beside,
    empty_folder_beside, link_beside, link_to_a_folder_beside, gone, gone_with_its_folder,
)  # fmt: skip
NAMES = ("en/index.html", "en/a/index.html", "en/b/c/index.html")


@pytest.mark.parametrize("after", ["A", "B", "C"])
@pytest.mark.parametrize("where", ["site", "spare"])
@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_whatever_somebody_did_the_next_site_is_right(
    builds: Builds, deed: Callable[[Path], None], where: str, after: str
) -> None:
    files = {"A": A, "B": B, "C": C}[after]
    builds.build(B)
    for name in NAMES:
        deed(getattr(builds, where) / name)
        builds.build(files)
        builds.build(A)
        builds.build(B)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_what_somebody_did_to_a_site_is_noticed(builds: Builds, deed: Callable[[Path], None]) -> None:
    assert is_untouched(builds.site, builds.ledgers.site)
    deed(builds.site / "en/a/index.html")
    assert not is_untouched(builds.site, builds.ledgers.site) or deed in HARMLESS


HARMLESS: tuple[Callable[[Path], None], ...] = (empty_folder_beside,)  # a web server shows nothing of it


def test_no_site_is_untouched_where_there_is_none(tmp_path: Path) -> None:
    assert not is_untouched(tmp_path / "nowhere", {})
    assert not is_untouched(tmp_path, {})
    assert signature(tmp_path / "nowhere") == (0, 0, 0, 0)


def test_a_file_with_two_names_is_never_written_into(builds: Builds) -> None:
    """Who looks at the old site while the new one is made sees the old one."""
    kept = {name: (builds.site / name).stat().st_ino for name in A}
    seen = {name: (builds.site / name).open("rb") for name in A}
    other = {name: data + b"!" for name, data in A.items()}
    builds.build(other)
    assert {name: file.read() for name, file in seen.items()} == A
    assert content(builds.spare) == A
    assert {name: (builds.spare / name).stat().st_ino for name in A} == kept
    for file in seen.values():
        file.close()


def test_a_build_that_was_given_up_leaves_the_site_as_it_was(builds: Builds) -> None:
    fresh = Assembly(builds.site, builds.spare, builds.ledgers)
    for name in ("en/index.html", "en/a/index.html"):
        fresh.add(name, digest("other"), lambda: b"half")
    assert content(builds.site) == A
    builds.build(A)
    builds.build(B)


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_builds_and_deeds_gives_the_right_sites(builds: Builds, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(25):
        chosen = {name: chance.choice([data, data + b"!"]) for name, data in B.items() if chance.random() < 0.8}
        builds.build({**chosen, "index.html": b"home"})
        path = chance.choice([builds.site, builds.spare]) / chance.choice(NAMES)
        if path.is_file() and chance.random() < 0.5:
            chance.choice(DEEDS)(path)


# Shells

PAGE = "---\ntitle: a\n---\n\n# a { #_title }\n\n<p>b</p>\n<p>c</p>\n\n## d { #d }\n\n<p>e</p>\n\n<p>f</p>\n"


def test_a_shell_has_a_place_for_every_block_and_fill_puts_them_back() -> None:
    shell = make_shell(PAGE)
    assert "<p>" not in shell and shell.count("data-dz-block") == 3
    assert fill(shell, PAGE) == PAGE
    assert make_shell(PAGE.replace("<p>e</p>", "<p>other</p>")) == shell
    assert make_shell(PAGE.replace("## d", "## other")) != shell


HEADED = 'dz_head: "<title>\\"a\\" \\\\u003c 甲</title>"'


def test_the_head_of_a_page_has_a_place_in_its_shell() -> None:
    page = PAGE.replace("title: a\n", f"title: a\n{HEADED}\n")
    shell = make_shell(page)
    assert "甲" not in shell and make_shell(page.replace("甲", "乙")) == shell
    html = f"<head>{HEAD_PLACE}</head>" + "".join(PLACES[:3])
    assert fill(html, page).startswith('<head><title>"a" \\u003c 甲</title></head><p>b</p>')
    for lost in ("", HEAD_PLACE * 2):
        with pytest.raises(ValueError, match="the head of the page"):
            fill(html.replace(HEAD_PLACE, lost), page)


PLACES = [f'<div data-dz-block="{no}"></div>' for no in range(4)]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "".join(PLACES[:2]),
        "".join(PLACES[1:3]),
        "".join([*PLACES[:3], PLACES[2]]),
        "".join(PLACES),
        "".join([PLACES[1], PLACES[0], PLACES[2]]),
        "".join(PLACES[:3]).replace('"1"', '"01x"'),
        "".join(PLACES[:3]).replace('block="0"', "block=&quot;0&quot;"),
    ],
    ids=["empty", "last lost", "first lost", "repeated", "one more", "reordered", "renamed", "escaped"],
)
def test_html_that_has_not_every_block_once_and_in_order_is_refused(html: str) -> None:
    with pytest.raises(ValueError, match="lost or repeated"):
        fill(html, PAGE)
    assert fill("".join(PLACES[:3]), PAGE) == "<p>b</p>\n<p>c</p><p>e</p><p>f</p>"


def test_words_that_look_like_a_place_are_words() -> None:
    """Whether as HTML, which no content can write, or escaped as on a page about this."""
    page = PAGE.replace("<p>b</p>", f"<p>{PLACES[0]} &lt;div data-dz-block=&quot;0&quot;&gt; \\1 \\g<0></p>")
    assert fill(make_shell(page), page) == page


def test_a_page_without_blocks_or_front_matter_is_its_own_shell() -> None:
    for page in ("# a\n", "---\ntitle: a\n---\n\n# a\n"):
        assert make_shell(page) == page and fill(page, page) == page
    assert make_shell("<p>---</p>\n") == f"{PLACES[0]}\n"


# Writing of staged files


def test_a_staged_file_is_written_only_when_its_bytes_change(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.md"
    assert write_if_new(path, b"a") and not write_if_new(path, b"a")
    before = signature(path)
    assert not write_if_new(path, b"a") and signature(path) == before
    assert write_if_new(path, b"b") and path.read_bytes() == b"b"
    assert digest_of_file(path) == digest(b"b") and digest_of_file(tmp_path / "nowhere") == b""
