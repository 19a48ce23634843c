"""Every statement is known by one reference: unique, and the same on pages, in citations, in data and in search."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace

import pytest
from babel import Locale

from build_scripts.content.interface import Interface, Words
from build_scripts.content.model import Language
from build_scripts.ground.memory import digest
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library
from build_scripts.library.references import StatementReference, reference_to
from build_scripts.pages.text import Text
from tests.pages import csv_rows, data_of, interface_of
from tests.searched import entries_of


@pytest.mark.parametrize("site", ["library", "transit_library"])
def test_no_two_statements_share_a_reference(site: str, request: pytest.FixtureRequest) -> None:
    library: Library = request.getfixturevalue(site)
    for language in library.languages:
        found = Counter(
            reference_to(library, s).words(language, library.source).casefold() for s in library.statements.values()
        )
        assert len(found) == len(library.statements)


def test_reference_is_the_same_everywhere(library: Library) -> None:
    interfaces = {code: interface_of(library, code) for code in library.languages}
    files = data_of(library, interfaces.values())
    rows = {row["id"]: row for row in json.loads(files["data/statements.json"])}
    figures = {row["statement"]: row for row in csv_rows(files["data/figures.csv"])}
    for code, interface in interfaces.items():
        entries = entries_of(library, interface)
        for statement in library.statements.values():
            expected = reference_to(library, statement).words(code, library.source)
            shown = re.sub("<[^>]*>", "", Text(library, interface).reference(statement).replace("&nbsp;", " "))
            assert shown == expected
            assert rows[statement.key]["reference"][code] == expected
            assert entries[statement.path]["title"] == expected
            if statement.key in figures:
                assert figures[statement.key][f"reference_{code}"] == expected
    assert figures


def test_part_that_is_not_translated_says_its_language(library: Library) -> None:
    statement = next(s for s in library.statements.values() if s.brief == "summary")
    text = Text(library, interface_of(library, "en"))
    assert text.reference(statement) == 'Open late · <span lang="zh">小结</span>&nbsp;1'


def test_label_with_latin_letters_turns_nothing_where_words_run_to_the_left(library: Library) -> None:
    language = Language(code="ar", locale="ar", name="العربية")
    site = library.site.model_copy(update={"languages": (*library.site.languages, language)})
    text = Text(replace(library, site=site), Interface(language, Locale.parse("ar"), Words(), digest(language)))
    assert text.label(Texts({"ar": "مسارات USCBC"})) == "<bdi>مسارات USCBC</bdi>"
    assert text.label(Texts({"ar": "الميثان"})) == "الميثان"
    assert text.label(Texts({"en": "Methane"})) == '<span lang="en" dir="ltr">Methane</span>'
    assert Text(library, interface_of(library, "en")).label(Texts({"en": "Methane"})) == "Methane"


def test_long_number_is_not_grouped() -> None:
    assert StatementReference(Texts({"en": "A"}), Texts({"en": "B"}), 1200).words("en") == "A · B 1200"
