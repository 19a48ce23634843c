"""A file that comes back from the memory is as it was when it was read: words, links, HTML, tokens, problems."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from build_scripts.checks.rules import validate
from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.load import _Loader, load_content
from build_scripts.content.reading import FileReading
from build_scripts.ground.markdown import PlainView, Prose, parse, read_prose, render, render_inline
from build_scripts.ground.memory import Memory
from build_scripts.ground.problems import Problem
from tests.built import CONTENT
from tests.conftest import VALID_SITES
from tests.markdown_cases import read_cases
from tests.markdown_site import write_site

Loaded = tuple[Content, list[Problem]]


def load_twice(root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Loaded, Loaded]:
    """Load a content folder, and load it again from what is remembered of it alone."""
    memory = Memory(folder)
    first = load_content(root, memory)
    memory.close()
    monkeypatch.setattr(_Loader, "_reading", lambda *_: pytest.fail("it was read again"))
    second = load_content(root, Memory(folder))
    return first, second


def entries(content: Content) -> Iterator[MarkdownEntry[Any]]:
    return (entry for _, group in content.all_groups for entry in group.values())


def shown(prose: Prose) -> tuple[object, ...]:
    """Give all that is made of a text, the most derived first, so that nothing is loaded before it is asked for."""
    return (
        prose.source,
        bool(prose),
        prose.words,
        prose.links,
        prose.footnotes,
        prose.digest,
        prose.wording,
        prose.unmarked,
        prose.emphasised,
        render(prose, PlainView()),
        render_inline(prose, PlainView()),
        prose.tokens,
        {label: (note.source, note.tokens, sorted(note.notes)) for label, note in prose.notes.items()},
    )


def compare(one: Loaded, other: Loaded) -> int:
    """Hold two readings of the same folder against each other; give how many texts they have."""
    (first, problems), (second, again) = one, other
    assert again == problems
    assert second == first
    pairs = list(zip(entries(first), entries(second), strict=True))
    count = 0
    for before, after in pairs:
        assert after.digest == before.digest != b""
        for piece, copy in zip(before.outline.pieces, after.outline.pieces, strict=True):
            assert shown(copy) == shown(piece), before.path
            count += 1
        document, copied = before.outline.document, after.outline.document
        assert copied == document and copied is not document
        assert (copied.tokens, copied.lines, copied.repeated) == (document.tokens, document.lines, document.repeated)
    return count


@pytest.mark.parametrize("site", ["minimal", "transit"])
def test_a_site_comes_back_as_it_was(tmp_path: Path, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compare(*load_twice(VALID_SITES / site, tmp_path, monkeypatch)) > 30


def test_every_case_of_markdown_comes_back_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path / "content", (case.piece for case in read_cases()))
    one, other = load_twice(tmp_path / "content", tmp_path / "memory", monkeypatch)
    assert one[1], "the cases have problems, which must come back too"
    assert compare(one, other) > 2000


@pytest.mark.slow
def test_the_real_content_comes_back_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compare(*load_twice(CONTENT, tmp_path, monkeypatch)) > 1000


def test_what_came_back_can_be_kept_again(tmp_path: Path) -> None:
    """Whether or not someone has asked for its tokens."""
    memory = Memory(tmp_path)
    first = load_content(VALID_SITES / "minimal", memory)
    memory.close()
    for asked in (False, True):
        content, problems = load_content(VALID_SITES / "minimal", Memory(tmp_path))
        if asked:
            assert [piece.tokens for entry in entries(content) for piece in entry.outline.pieces]
        copy = pickle.loads(pickle.dumps(FileReading(content.pages, tuple(problems))))
        group = copy.value["about"]["zh"]
        (original,) = (entry for entry in entries(first[0]) if entry.path == group.path)
        assert list(map(shown, group.outline.pieces)) == list(map(shown, original.outline.pieces))


def test_tokens_come_only_when_someone_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (first, _), (second, _) = load_twice(VALID_SITES / "minimal", tmp_path, monkeypatch)
    for before, after in zip(entries(first), entries(second), strict=True):
        for text, copy in zip(before.outline.pieces, after.outline.pieces, strict=True):
            assert [getattr(copy, name) for name in text.known] == list(text.known.values())
            assert copy == text and ("tokens" not in vars(copy) or not text.source)
            assert copy.tokens == text.tokens and "tokens" in vars(copy)


def test_one_text_that_stands_in_two_places_stays_one() -> None:
    text = read_prose("甲")
    one, other = pickle.loads(pickle.dumps(FileReading((text, text), ()))).value
    assert one is other


def test_notes_of_a_document_come_back_with_it() -> None:
    document = parse("甲[^1]。\n\n[^1]: 注[^2]。\n\n[^2]: 二。\n\n[^2]: 又。")
    copy = pickle.loads(pickle.dumps(FileReading(document, ()))).value
    assert {label: shown(note) for label, note in copy.notes.items()} == {
        label: shown(note) for label, note in document.notes.items()
    }
    assert copy.repeated == document.repeated and len(copy.repeated) == 1


def test_a_changed_file_is_read_and_only_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = shutil.copytree(VALID_SITES / "minimal", tmp_path / "content")
    memory = Memory()
    load_content(root, memory)
    path = root / "pages" / "about.en.md"
    path.write_text(path.read_text(encoding="utf-8").replace("About", "Of"), encoding="utf-8")
    read: list[object] = []
    reading = _Loader._reading
    monkeypatch.setattr(_Loader, "_reading", lambda self, *given: (read.append(given), reading(self, *given))[1])
    content, _ = load_content(root, memory)
    assert len(read) == 1 and content.pages["about"]["en"].front.title == "Of this site"


FAULTS = {
    "pages/about.en.md": "---\ntitle: [\n---\n<form>",
    "pages/about.zh.md": "no front matter",
    "glossary.yml": "- id: a\n  id: b\n",
    "events.yml": "- {id: no, date: 010, label: {zh: &a x}}\n",
    "reports/open-late/report.yml": "short: 1\n",
    "reports/open-late/index.zh.md": "---\ntitle: !x y\n---\n[a](b.md)[^x]\n",
}


def test_problems_come_back_with_the_files_that_have_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = shutil.copytree(VALID_SITES / "minimal", tmp_path / "content")
    for name, text in FAULTS.items():
        (root / name).write_text(text, encoding="utf-8")
    one, other = load_twice(root, tmp_path / "memory", monkeypatch)
    assert other[1] == one[1] and {problem.path.removeprefix(f"{root}/") for problem in one[1]} >= FAULTS.keys()
    assert [*validate(other[0])] == [*validate(one[0])]


@pytest.mark.parametrize("name", ["site.yml", "kinds.yml", "actors.yml", "reports/open-late/report.yml"])
@pytest.mark.parametrize("text", ["a: [", "- 1\n", "a: !!python/none\n", "name: &a {zh: no}\n", "", "\0"])
def test_a_file_that_cannot_be_read_is_one_problem_each_time(
    tmp_path: Path, name: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = shutil.copytree(VALID_SITES / "minimal", tmp_path / "content")
    (root / name).write_text(text, encoding="utf-8")
    one, other = load_twice(root, tmp_path / "memory", monkeypatch)
    assert one[1] and other[1] == one[1]
