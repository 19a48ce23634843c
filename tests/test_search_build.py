"""The search of a built site: an index that knows entries by their numbers, made no oftener than it must be."""

from __future__ import annotations

import dataclasses
import gzip
import json
from collections import defaultdict
from collections.abc import Collection
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

import cbor2
import pagefind_bin
import pytest
from lxml import html

from build_scripts.content.interface import Interface
from build_scripts.ground.problems import render_text
from build_scripts.outputs.search_index import make_index
from build_scripts.pages.terms import TermIndex
from build_scripts.publish import search as publish_search
from build_scripts.publish.build import build_site, check_content, open_memory
from build_scripts.publish.pagefind import Indexing, PagefindError
from tests.built import Built, build_copy, digests, edit_statement, footprint, full_brief, replace
from tests.conftest import VALID_SITES
from tests.searched import built_entries, unpacked

pytest_plugins = ("tests.built",)
SIGNATURE = b"pagefind_dcd"


def unpacked_by_pagefind(path: Path) -> Any:
    data = gzip.decompress(path.read_bytes())
    assert data.startswith(SIGNATURE)
    return cbor2.loads(data.removeprefix(SIGNATURE))


def searched(site: Path) -> dict[str, str]:
    """Give the digests of the files of search."""
    return {name: digest for name, digest in digests(site).items() if "/search/" in name}


def _interface(built: Built, code: str) -> Interface:
    return check_content(built.content)[1][code]


@pytest.fixture
def known_copy(minimal_copy: Built) -> Built:
    """The small site, built where it lies, so that the next build knows it."""
    assert not minimal_copy.build().failed
    return minimal_copy


def edit(built: Built) -> None:
    edit_statement(full_brief(built.library), built.library.source)


class Runs:
    """Counts how often Pagefind is begun."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.languages: list[str] = []
        monkeypatch.setattr(publish_search, "Indexing", self._begin)

    def _begin(self, indexes: Any) -> Indexing:
        self.languages += indexes
        return Indexing(indexes)


# The index


def test_every_token_of_an_entry_is_found_under_its_number(built_minimal: Built) -> None:
    """Of Chinese, which nothing stems."""
    folder = built_minimal.site / "zh" / "search"
    index = make_index(TermIndex(built_minimal.library), _interface(built_minimal, "zh"))
    found: defaultdict[str, set[int]] = defaultdict(set)
    for path in (folder / "index").glob("*.pf_index"):
        for word, pages, *_ in unpacked_by_pagefind(path)[0]:
            found[word] |= set(accumulate(page[0] for page in pages))
    for no, entry in enumerate(index.entries):
        assert all(no in found[token] for token in entry.tokens.split(" ")), entry.shown


@pytest.mark.parametrize("code", ["zh", "en"])
def test_pages_of_the_engine_are_the_numbers_of_entries(built_minimal: Built, code: str) -> None:
    folder = built_minimal.site / code / "search"
    ((language, known),) = json.loads((folder / "pagefind-entry.json").read_bytes())["languages"].items()
    assert (language, known["wasm"]) == {"zh": ("und", None), "en": ("en", "en")}[code]
    assert (folder / f"wasm.{known['wasm'] or 'unknown'}.pagefind").is_file()
    (meta,) = folder.glob("*.pf_meta")
    assert meta.name == f"pagefind.{known['hash']}.pf_meta"
    _, pages, chunks, *rest = unpacked_by_pagefind(meta)
    entries = built_entries(built_minimal.site, code)
    assert [int(name[::-1], 36) for name, _ in pages] == list(range(len(entries)))
    assert rest == [[], [], []]
    asked = [name.partition("?") for _, _, name in chunks]  # the browser adds an ending to the stamp
    assert sorted(path.name for path in (folder / "index").iterdir()) == sorted(name for name, _, _ in asked)
    assert len({stamp for _, _, stamp in asked}) == 1


def test_only_what_a_search_needs_is_on_the_site(built_minimal: Built) -> None:
    names = {path.name for path in (built_minimal.site / "en" / "search").iterdir()} - {"index.html"}
    assert {name for name in names if not name.endswith(".pf_meta")} == {
        "asked", "entries", "facets.json.gz", "filters", "han.json.gz", "heavy.json.gz", "index", "pagefind-entry.json",
        "pagefind.js", "synonyms", "variants.json.gz", "wasm.en.pagefind", "words",
    }  # fmt: skip


@pytest.mark.parametrize("code", ["zh", "en"])
def test_entries_are_called_as_their_pages_are(built_minimal: Built, code: str) -> None:
    for path, entry in built_entries(built_minimal.site, code).items():
        if "#" not in path:
            page = html.fromstring((built_minimal.site / code / path / "index.html").read_bytes())
            (heading,) = page.xpath("//h1")
            assert " ".join(heading.text_content().split()) in entry["title"]


def test_packed_files_are_the_same_on_every_system(built_minimal: Built) -> None:
    data = (built_minimal.site / "en" / "search" / "facets.json.gz").read_bytes()
    assert data[:10] == b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
    assert unpacked(built_minimal.site / "en" / "search" / "facets.json.gz")["count"]


# When it is made


def test_two_clean_builds_have_the_same_search(minimal_copy: Built) -> None:
    before = searched(minimal_copy.site)
    assert not minimal_copy.build(clean=True).failed
    assert searched(minimal_copy.site) == before


def test_only_the_language_with_other_words_is_indexed_again(
    minimal_copy: Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    runs = Runs(monkeypatch)
    edit(minimal_copy)
    assert not minimal_copy.build().failed
    assert runs.languages == [minimal_copy.library.source]
    assert searched(minimal_copy.site) == searched(build_copy(minimal_copy.content, tmp_path / "clean").site)


def test_nothing_is_indexed_again_where_no_word_has_changed(
    minimal_copy: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = Runs(monkeypatch)
    replace(minimal_copy.content / "site.yml", "base_url: https://", "base_url: https://other.")
    assert not minimal_copy.build().failed
    assert runs.languages == []


def test_what_is_shown_changes_without_another_index(minimal_copy: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement of another kind has the same words."""
    runs, brief = Runs(monkeypatch), full_brief(minimal_copy.library)
    before = searched(minimal_copy.site)
    path = f"reports/{brief.key}/#{brief.statements[0].id}"
    assert built_entries(minimal_copy.site, "zh")[path]["text"]
    replace(brief.files["zh"], "{#" + brief.statements[0].id, "{key #" + brief.statements[0].id)
    replace(
        brief.files["zh"], brief.statements[0].text["zh"].words[:4], f"**{brief.statements[0].text['zh'].words[:4]}**"
    )
    assert not minimal_copy.build().failed
    assert runs.languages == [] and searched(minimal_copy.site) == before


# What goes wrong


def broken_program(folder: Path, script: str) -> Path:
    path = folder / "pagefind"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (None, 'Install the package "pagefind_bin" again'),
        ("exit 3", "it stopped with exit code 3"),
        ("printf 'e30=,'; exec cat > /dev/null", "it stopped with exit code"),
        ("printf '%0.s, ' 1 2 3 4; head -c 1000 > /dev/null", "it stopped with exit code"),
    ],
    ids=["missing", "ends", "answers little", "talks nonsense"],
)
def test_without_an_index_the_site_stays_as_it_was(
    minimal_copy: Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str | None, words: str
) -> None:
    program = broken_program(tmp_path, script) if script else tmp_path / "nowhere"
    before = footprint(minimal_copy.site)
    edit(minimal_copy)
    with monkeypatch.context() as broken:
        broken.setattr(pagefind_bin, "get_executable", lambda: program)
        result = minimal_copy.build()
    assert result.failed and words in render_text(result.problems)
    assert {problem.rule for problem in result.problems if problem.level == "error"} == {"engine-failed"}
    assert footprint(minimal_copy.site) == before
    assert not minimal_copy.build().failed


def test_settings_of_the_reader_of_pagefind_do_not_count(minimal_copy: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    before = searched(minimal_copy.site)
    monkeypatch.setenv("PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE", "10")
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "p")
    assert not minimal_copy.build(clean=True).failed
    assert searched(minimal_copy.site) == before


# A preview, whose search follows


class Story:
    """What was published, in order, and what the search had then."""

    def __init__(self, built: Built) -> None:
        self.site = built.site
        self.published: list[Collection[str]] = []
        self.searched: list[dict[str, str]] = []

    def publish(self, names: Collection[str]) -> None:
        self.published.append(set(names))
        self.searched.append(searched(self.site))


def test_a_preview_has_its_pages_before_its_search_and_its_data(known_copy: Built, tmp_path: Path) -> None:
    before, story = searched(known_copy.site), Story(known_copy)
    edit(known_copy)
    result = build_site(known_copy.content, known_copy.site, published=story.publish, outdated=lambda: False)
    assert not result.failed
    pages, later = story.published
    assert f"zh/{full_brief(known_copy.library).path}index.html" in pages
    assert not [name for name in pages if "/search/" in name or name.startswith("data/")]
    assert all(name.startswith(("zh/search/", "data/")) for name in later)
    assert {"data/statements.csv", "data/tables.en.xlsx", "data/datapackage.json"} < later
    clean = build_copy(known_copy.content, tmp_path / "clean")
    assert story.searched == [before, searched(clean.site)]
    assert digests(known_copy.site) == digests(clean.site)
    again = known_copy.build()
    assert again.pages == dict.fromkeys(again.pages, 0)


def test_data_that_is_outdated_is_left_to_the_next_build(known_copy: Built, tmp_path: Path) -> None:
    """An edit that comes while the files under data/ are made waits for the one at hand alone."""
    before, edits = (known_copy.site / "data" / "statements.csv").read_bytes(), iter([False, False])
    edit(known_copy)
    outdated = partial(next, edits, True)
    assert not build_site(known_copy.content, known_copy.site, outdated=outdated).failed
    assert next(edits, None) is None and (known_copy.site / "data" / "statements.csv").read_bytes() == before
    assert not known_copy.build().failed
    assert digests(known_copy.site) == digests(build_copy(known_copy.content, tmp_path / "clean").site)


def test_a_search_that_is_outdated_is_left_to_the_next_build(known_copy: Built, tmp_path: Path) -> None:
    before, story = searched(known_copy.site), Story(known_copy)
    edit(known_copy)
    assert not build_site(known_copy.content, known_copy.site, published=story.publish, outdated=lambda: True).failed
    assert len(story.published) == 1 and searched(known_copy.site) == before
    assert not known_copy.build().failed
    assert digests(known_copy.site) == digests(build_copy(known_copy.content, tmp_path / "clean").site)


def test_old_entries_of_a_preview_may_lead_nowhere_for_a_while(known_copy: Built) -> None:
    brief, story = full_brief(known_copy.library), Story(known_copy)
    edit(known_copy)
    for path in known_copy.content.rglob("*"):
        if path.suffix in (".md", ".yml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(f"#{brief.statements[0].id}", "#renamed-here"), encoding="utf-8")
    result = build_site(known_copy.content, known_copy.site, published=story.publish, outdated=lambda: False)
    assert not result.failed, render_text(result.problems)
    assert len(story.published) == 2
    assert f"{brief.path}#renamed-here" in built_entries(known_copy.site, "zh")


@pytest.mark.slow
def test_a_new_preview_has_its_search_at_once(tmp_path: Path) -> None:
    story_site = tmp_path / "site"
    published: list[Collection[str]] = []
    memory = open_memory(tmp_path / ".build", lasting=True)
    result = build_site(
        VALID_SITES / "minimal", story_site, memory=memory, published=published.append, outdated=lambda: False
    )
    assert not result.failed and len(published) == 1 and searched(story_site)


def test_a_program_that_is_missing_later_says_so(known_copy: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(known_copy)
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: Path("/nowhere/pagefind"))
    result = build_site(known_copy.content, known_copy.site, outdated=lambda: False)
    assert "engine-failed" in {problem.rule for problem in result.problems}
    assert "确实如此。" in (known_copy.site / "zh" / full_brief(known_copy.library).path / "index.html").read_text(
        "utf-8"
    )


def test_an_index_that_nobody_wants_is_ended(built_minimal: Built) -> None:
    index = make_index(TermIndex(built_minimal.library), _interface(built_minimal, "zh"))
    many = dataclasses.replace(index, owned=index.owned * 40)
    indexing = Indexing({"zh": many, "en": many})
    assert not indexing.is_done(0.05)
    indexing.stop()
    assert indexing.is_done()
    with pytest.raises(PagefindError):
        indexing.files()
