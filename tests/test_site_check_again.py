"""A site that is checked again has the problems that a check of all of it finds, whatever has changed since."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from build_scripts.checks import site as module
from build_scripts.checks.site import BuiltPage, check_again, check_site
from tests.test_site_check import BASE, FAULTS, HOME, INNER, edit, lopsided, orphan, page, self_link, stripped, write
from tests.test_site_check import site as site  # the fixture

Change = Callable[[Path], None]


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


class Checked:
    """A sound site that has been checked, and is checked again as a build does: with the files that stayed the same."""

    def __init__(self, root: Path) -> None:
        self.root = root
        problems, self.pages = check_again(root, {}, set())
        assert problems == []
        self.files = contents(root)

    def again(self) -> list[object]:
        """Hold the second check against one of everything; give the problems."""
        now = contents(self.root)
        is_whole = not self.files.keys() - now.keys()
        same = {name for name, data in now.items() if self.files.get(name) == data}
        problems, pages = check_again(self.root, self.pages if is_whole else {}, same)
        assert problems == check_site(self.root)
        if not problems:
            assert pages == check_again(self.root, {}, set())[1]
            self.pages, self.files = pages, now
        return list(problems)


@pytest.fixture
def checked(site: Path) -> Checked:
    """The site of the other tests with a script, a style, a target of its own, and a page that many link to."""
    for language in ("de", "en"):
        edit(
            site / language / "a" / "index.html",
            "<p id",
            '<h2 id="top">y</h2><h2 id="free">z</h2><img src="../../logo.svg"><p id',
        )
        edit(
            site / language / "index.html",
            "<body>",
            '<body><a href="a/?q=1#top">top</a><script src="../x.js"></script>',
        )
    write(site / "x.js", "")
    write(site / "x.css", "p {color: red}")
    return Checked(site)


def edited(name: str, old: str, new: str) -> Change:
    return lambda root: edit(root / name, old, new)


def both(old: str, new: str, name: str = "a/index.html") -> Change:
    def change(root: Path) -> None:
        for language in ("de", "en"):
            edit(root / language / name, old, new)

    return change


def removed(*names: str) -> Change:
    def change(root: Path) -> None:
        for name in names:
            path = root / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    return change


def renamed(old: str, new: str) -> Change:
    return lambda root: (root / old).rename(root / new) and None


def page_more(root: Path) -> None:
    """A sound one: in both languages, and linked to."""
    for language, other in (("de", "en"), ("en", "de")):
        write(root / language / "b" / "index.html", page(language, "b/", f'<a href="../../{other}/b/">other</a>'))
        edit(root / language / "index.html", "<body>", '<body><a href="b/">b</a>')


LINE = '<a href="#here">h</a>'
SOUND: dict[str, Change] = {
    "nothing": lambda _: None,
    "words": edited(INNER, "x</p>", "other words</p>"),
    "words of all pages": lambda root: [edit(path, "<body>", "<body>new ") for path in root.rglob("*.html")] and None,
    "an anchor more": edited(INNER, "<body>", '<body><p id="new">n</p>'),
    "a link more": edited(INNER, "<body>", f"<body>{LINE}"),
    "a link to another page more": edited(HOME, "<body>", '<body><a href="a/#top">t</a>'),
    "lines that move": edited(HOME, "<body>", "<body>\n\n\n"),
    "an anchor nobody links to less": edited(INNER, 'id="free">z', ">z"),
    "a picture more": lambda root: (write(root / "y.svg", "<svg/>"), edit(root / HOME, "logo.svg", "y.svg"))[1],
    "a page more in both languages": page_more,
    "all links to a page less but one": both('<a href="a/">A</a> <a href="a/#here">here</a>', "", "index.html"),
    "another style": edited("x.css", "red", "green"),
}
UNSOUND: dict[str, Change] = {
    **{name: edited(*fault[:3]) for name, fault in FAULTS.items()},
    "anchor lost that others link to": edited(INNER, 'id="here"', 'id="there"'),
    "anchor lost in both languages": both(' id="here"', ""),
    "anchor lost that is linked to with a query": edited(INNER, ' id="top"', ""),
    "page lost in one language": removed("en/a"),
    "page lost in both": removed("en/a", "de/a"),
    "page with another name": renamed("en/a", "en/c"),
    "page that nobody links to": orphan,
    "page that links to itself alone": self_link,
    "page in one language alone": lopsided,
    "last links to a page less": lambda root: (
        [
            edit(root / code / "index.html", old, "")
            for code in ("de", "en")
            for old in ('<a href="a/">A</a>', '<a href="a/#here">here</a>', '<a href="a/?q=1#top">top</a>')
        ]
        and None
    ),
    "no page left": stripped,
    "asset lost": removed("logo.svg"),
    "script lost": removed("x.js"),
    "asset with another name": renamed("logo.svg", "logo.png"),
    "folder in the place of an asset": lambda root: (removed("logo.svg")(root), (root / "logo.svg").mkdir())[1],
    "empty page": lambda root: write(root / INNER, ""),
    "page that is no text": lambda root: (root / INNER).write_bytes(b"\xff\xfe\x00") and None,
    "page that says another language": edited(INNER, 'lang="en"', 'lang="de"'),
    "alternate less": edited(INNER, f'<link rel="alternate" hreflang="de" href="{BASE}/de/a/">', ""),
    "alternates less": both(f'<link rel="alternate" hreflang="de" href="{BASE}/de/a/">', ""),
    "style of another host": edited("x.css", "red", "red; background: url(https://cdn.example/x.png)"),
    "two faults in one page": lambda root: (
        edit(root / INNER, ' id="here"', ' id="top"'),
        edit(root / INNER, "<body>", '<body><a href="nowhere/">n</a>'),
    )[1],
    "a fault in a page and a page more": lambda root: (page_more(root), edit(root / HOME, "logo.svg", "lost.svg"))[1],
}


@pytest.mark.parametrize("change", SOUND)
def test_a_sound_change_has_no_problem(checked: Checked, change: str) -> None:
    SOUND[change](checked.root)
    assert checked.again() == []


@pytest.mark.parametrize("change", UNSOUND)
def test_a_fault_is_found_as_by_a_check_of_everything(checked: Checked, change: str) -> None:
    UNSOUND[change](checked.root)
    assert checked.again()


@pytest.mark.parametrize("change", UNSOUND)
def test_a_fault_is_found_after_sound_changes_too(checked: Checked, change: str) -> None:
    """What is remembered of pages is that of several checks, and less than was read."""
    for sound in ("words", "lines that move", "an anchor more"):
        SOUND[sound](checked.root)
        assert checked.again() == []
    expected_before = contents(checked.root)
    UNSOUND[change](checked.root)
    first = checked.again()
    for name in contents(checked.root).keys() - expected_before.keys():
        (checked.root / name).unlink()
    shutil.rmtree(checked.root)
    for name, data in expected_before.items():
        path = checked.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert first and checked.again() == []


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The pages that are read in a test."""
    found: list[str] = []
    read = module._read_or_say

    def note(path: Path) -> BuiltPage | object:
        found.append(path.parent.name)
        return read(path)

    monkeypatch.setattr(module, "_read_or_say", note)
    yield found


def test_only_pages_that_changed_are_read(checked: Checked, reads: list[str]) -> None:
    before, same = checked.pages, checked.files.keys()
    check_again(checked.root, before, same)
    assert reads == []
    edit(checked.root / INNER, "<body>", "<body>new")
    assert check_again(checked.root, before, same - {INNER})[0] == []
    assert reads == ["a"]
