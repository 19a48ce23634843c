"""Tables of everyday words: their form, and which groups texts have."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import accumulate
from typing import Any

import pytest

from build_scripts.library.index import Library
from build_scripts.outputs.search_index import make_index
from build_scripts.outputs.search_tokens import DENSE, fold, is_dense
from build_scripts.outputs.synonyms import GROUPS_OF_A_FILE, bare, find_groups, group_files, synonyms
from build_scripts.pages.terms import TermIndex
from tests.conftest import TESTS
from tests.pages import interface_of
from tests.test_architecture import _SUBJECT, FOLDER

TABLES = sorted(path.stem for path in (FOLDER / "outputs" / "synonyms").glob("*.txt"))
# Of the table in Chinese as of the other: the subject of one site has no place in it.
_SUBJECT_IN_HAN = re.compile("气候|碳|甲烷|(?<!发展)中国|美国|欧盟|排放")
VECTORS = json.loads((TESTS / "data" / "search-tokens.json").read_text(encoding="utf-8"))


class Files:
    """What the browser loads of some groups of entries."""

    def __init__(self, language: str, entries: list[tuple[int, ...]]) -> None:
        self._files: dict[str, Any] = dict(group_files(language, entries))
        own = (file for name, file in self._files.items() if "words" in name)
        self.groups: dict[str, list[int]] = {word: groups for file in own for word, groups in file.items()}

    def entries(self, number: int) -> list[int]:
        """Give the entries of a group, of which the words are said there as well."""
        own = self._files[f"synonyms/{number // GROUPS_OF_A_FILE}"][number % GROUPS_OF_A_FILE]
        assert not own or own[0] == ",".join(synonyms("en")[number])
        return list(accumulate(own[1])) if own else []


def test_both_languages_of_the_handbook_have_a_table() -> None:
    assert {"en", "zh"} <= set(TABLES)


@pytest.mark.parametrize("language", TABLES)
def test_groups_have_words_that_differ(language: str) -> None:
    """Two of them at least; words that only their endings tell apart are one, and so are groups of the same words."""
    groups = [sorted({" ".join(map(bare, word.split())) for word in group}) for group in synonyms(language)]
    assert len(groups) >= 300
    assert [group for group in synonyms(language) if "" in group] == []
    assert [group for group, own in zip(synonyms(language), groups, strict=True) if len(own) < max(2, len(group))] == []
    assert [group for group, count in Counter(map(tuple, groups)).items() if count > 1] == []


@pytest.mark.parametrize("language", TABLES)
def test_words_are_those_of_the_language_and_stand_in_few_groups(language: str) -> None:
    words = [word for group in synonyms(language) for word in group]
    assert [word for word in words if bool(DENSE.search(word)) != is_dense(language) and word != "50 %"] == []
    assert [word for word, count in Counter(words).items() if count > 5] == []
    text = "\n".join(words)
    assert _SUBJECT.findall(text) + _SUBJECT_IN_HAN.findall(text) == []


@pytest.mark.parametrize(("typed", "meant"), VECTORS["everyday"])
def test_an_ending_hides_no_word(typed: str, meant: str) -> None:
    found = {word for number in find_groups([fold(typed)], "en") for word in synonyms("en")[number]}
    assert meant in found


def test_a_single_character_is_not_looked_for_in_texts() -> None:
    assert any("贵" in group for group in synonyms("zh"))
    assert find_groups([fold("贵州")], "zh") == frozenset()


def test_what_nearly_every_entry_has_is_not_asked_for() -> None:
    number = min(find_groups(["costs"], "en"))
    few, many = (Files("en", [(number,)] * count + [()] * 8) for count in (2, 40))
    assert few.entries(number) == [0, 1] and many.entries(number) == []
    assert number in few.groups["cost"] and "cost" not in many.groups


def test_the_browser_is_told_which_entries_have_which_group(library: Library) -> None:
    index = make_index(TermIndex(library), interface_of(library, "en"))
    files = Files("en", [entry.groups for entry in index.entries])
    asked = {number for numbers in files.groups.values() for number in numbers}
    assert len(asked) > 50
    for number in range(len(synonyms("en"))):
        having = [no for no, entry in enumerate(index.entries) if number in entry.groups]
        assert files.entries(number) == (having if number in asked else [])


def test_a_text_in_another_language_has_no_groups(library: Library) -> None:
    """But its title has, where that is in the language."""
    index = make_index(TermIndex(library), interface_of(library, "en"))
    entries = {json.loads(entry.shown)["path"]: entry for entry in index.entries}
    entry = entries["reports/open-late/opening-hours/#unknown-shelf"]
    assert frozenset(entry.groups) == find_groups([fold(json.loads(entry.shown)["title"])], "en")
