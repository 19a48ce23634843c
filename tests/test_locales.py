"""The interface text: catalogues of the project and of the fixture sites are complete, and bad ones are problems."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from markupsafe import Markup

from build_scripts.content.interface import Interface, find_catalogue, load_interface, read_catalogue
from build_scripts.content.load import load_content
from build_scripts.content.messages import extract_messages, update_catalogue
from build_scripts.content.model import Language
from build_scripts.ground.problems import Problem
from build_scripts.library.link import link_content
from build_scripts.pages.templates import MarkedWords, mark_words
from build_scripts.pages.text import Text
from tests.conftest import TESTS, VALID_SITES

PROJECT = TESTS.parent
CATALOGUES = sorted([*(PROJECT / "templates" / "locale").glob("*.po"), *VALID_SITES.glob("*/locale/*.po")])
FRENCH = Language(code="fr", locale="fr", name="français")
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
)


@cache
def template() -> Catalog:
    """Give what the templates and the code ask to be translated."""
    return extract_messages(PROJECT)


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def messages_of(catalogue: Catalog) -> dict[tuple[object, str | None], Message]:
    return {(message.id, message.context): message for message in catalogue if message.id}


def ids_of(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (message.id,)


def strings_of(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string,)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[a-z]|%[a-z]", text))


# Every catalogue


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_catalogue_has_every_message_and_no_other(path: Path) -> None:
    expected, found = set(messages_of(template())), set(messages_of(read_catalogue(path)))
    hint = f"run `make messages` and translate; for a fixture site: update_catalogue({name_of(path)})"
    assert (expected - found, found - expected) == (set(), set()), hint


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_catalogue_has_no_empty_fuzzy_or_obsolete_message(path: Path) -> None:
    catalogue = read_catalogue(path)
    assert [message.id for message in catalogue if message.id and not all(strings_of(message))] == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert list(catalogue.obsolete) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_words_in_braces_are_told_to_be_no_placeholders(path: Path) -> None:
    """Weblate and `msgfmt -c` refuse a translation that has other words in braces than a format string."""
    assert "python-brace-format" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_translations_keep_the_placeholders(path: Path) -> None:
    """A plural form may leave the number out where it stands for one number only: "two reports" is one word."""
    for message in read_catalogue(path):
        expected = placeholders(ids_of(message)[-1])
        found = [placeholders(text) for text in strings_of(message) if message.id]
        assert all(own <= expected for own in found), message.id
        assert not found or found[-1] == expected, message.id
        if not message.pluralizable:
            assert all(own == expected for own in found), message.id


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_catalogue_has_the_plural_forms_of_its_language(path: Path) -> None:
    catalogue = read_catalogue(path)
    assert catalogue.num_plurals == {"zh": 1, "fr": 2, "ar": 6}[path.stem.split("-")[0]]
    for message in catalogue:
        if message.pluralizable:
            assert len(strings_of(message)) == catalogue.num_plurals, message.id


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_catalogue_compiles_without_problems(path: Path) -> None:
    language = Language(code=path.stem, locale=path.stem.replace("-", "_"), name="x")
    assert load_interface(language, (path.parent,), Path("site.yml"))[1] == []


def test_messages_are_extracted_from_code_and_templates() -> None:
    ids = {text for message in template() if message.id for text in ids_of(message)}
    assert {"Home", "Glossary", "%(num)s report", "%(num)s reports"} <= ids
    assert len(ids) > 50


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_bringing_a_complete_catalogue_up_to_date_changes_nothing_but_its_layout(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    update_catalogue(copy, template())
    first = copy.read_bytes()
    update_catalogue(copy, template())
    assert copy.read_bytes() == first
    before, after = (messages_of(read_catalogue(file)) for file in (path, copy))
    assert {key: strings_of(m) for key, m in before.items()} == {key: strings_of(m) for key, m in after.items()}


# Words of a language


def interface(code: str, locale: str) -> Interface:
    folders = (VALID_SITES / "transit" / "locale", PROJECT / "templates" / "locale")
    return load_interface(Language(code=code, locale=locale, name="x"), folders, Path("site.yml"))[0]


@pytest.mark.parametrize(
    ("code", "locale", "home", "list_of_three", "number"),
    [
        ("en", "en_GB", "Home", "a, b and c", "12,500"),
        ("zh", "zh_Hans_CN", "首页", "a、b和c", "12,500"),
        ("fr", "fr_FR", "Accueil", "a, b et c", "12\u202f500"),
        ("ar", "ar", "الرئيسية", "a وb وc", "12,500"),
    ],
)
def test_interface_speaks_its_language(code: str, locale: str, home: str, list_of_three: str, number: str) -> None:
    own = interface(code, locale)
    assert own.translations.gettext("Home") == home
    assert own.join(["a", "b", "c"]) == list_of_three
    assert own.number(12500) == number
    assert own.join([]) == ""
    assert own.join(["a"]) == "a"


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (0, "لا تقارير"),
        (1, "تقرير واحد"),
        (2, "تقريران"),
        (3, "%(num)s تقارير"),
        (11, "%(num)s تقريرًا"),
        (100, "%(num)s تقرير"),
    ],
)
def test_arabic_has_six_plural_forms(number: int, form: str) -> None:
    assert interface("ar", "ar").translations.ngettext("%(num)s report", "%(num)s reports", number) == form


@pytest.mark.parametrize(("number", "form"), [(0, "rapport"), (1, "rapport"), (2, "rapports")])
def test_zero_is_singular_in_french(number: int, form: str) -> None:
    found = interface("fr", "fr_FR").translations.ngettext("%(num)s report", "%(num)s reports", number)
    assert found == f"%(num)s {form}"


# Finding and reading catalogues


def test_own_catalogue_of_the_site_comes_first(tmp_path: Path) -> None:
    for folder, name in (("site", "fr"), ("project", "fr"), ("project", "pt"), ("project", "pt-BR")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{name}.po").write_text(HEADER, encoding="utf-8")
    folders = (tmp_path / "site", tmp_path / "project", tmp_path / "none")
    assert find_catalogue("fr", folders) == tmp_path / "site" / "fr.po"
    assert find_catalogue("pt-BR", folders) == tmp_path / "project" / "pt-BR.po"
    assert find_catalogue("pt-PT", folders) == tmp_path / "project" / "pt.po"
    assert find_catalogue("de", folders) is None


def load(folder: Path, text: str | bytes) -> tuple[Interface, list[Problem]]:
    (folder / "fr.po").write_bytes(text.encode() if isinstance(text, str) else text)
    return load_interface(FRENCH, (folder,), Path("site.yml"))


def test_language_without_a_catalogue_is_a_warning_but_for_english(tmp_path: Path) -> None:
    own, problems = load_interface(FRENCH, (tmp_path,), tmp_path / "site.yml")
    assert [(problem.rule, problem.level) for problem in problems] == [("missing-catalogue", "warning")]
    assert own.translations.gettext("Home") == "Home"
    for code in ("en", "en-GB"):
        assert load_interface(Language(code=code, locale="en", name="x"), (tmp_path,), tmp_path / "site.yml")[1] == []


def test_fuzzy_message_is_never_shown(tmp_path: Path) -> None:
    own, problems = load(tmp_path, HEADER + '#, fuzzy\nmsgid "Home"\nmsgstr "Maison"\n')
    assert own.translations.gettext("Home") == "Home"
    assert [(problem.rule, problem.line) for problem in problems] == [("fuzzy-message", 8)]


def test_untranslated_message_is_shown_in_english_and_reported(tmp_path: Path) -> None:
    own, problems = load(tmp_path, HEADER + 'msgid "Home"\nmsgstr ""\n')
    assert own.translations.gettext("Home") == "Home"
    assert [(problem.rule, problem.path) for problem in problems] == [
        ("missing-message", (tmp_path / "fr.po").as_posix())
    ]
    assert re.search(r'1 of \d+ messages? (?:is|are) not translated into "fr": “Home”', problems[0].message)


def test_what_the_interface_no_longer_says_is_not_counted_as_open(tmp_path: Path) -> None:
    (tmp_path / "fr.po").write_text(HEADER + 'msgid "Said once"\nmsgstr ""\n', encoding="utf-8")
    own = PROJECT / "templates" / "locale"
    problem = load_interface(FRENCH, (tmp_path, own), tmp_path / "site.yml")[1][0]
    count = len(messages_of(template()))
    assert f'{count} of {count} messages are not translated into "fr"' in problem.message


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "rubbish\n",
        HEADER + 'msgid "a"\nmsgid_plural "b"\nmsgstr[x] "c"\n',
        HEADER.encode() + b'msgid "Home"\nmsgstr "\xff"\n',
        HEADER.replace("utf-8", "utf-88") + 'msgid "Home"\nmsgstr "x"\n',
        HEADER.replace("(n > 1)", "n more") + 'msgid "Home"\nmsgstr "x"\n',
    ],
    ids=["rubbish", "plural-index", "not-utf-8", "no-such-encoding", "plural-formula"],
)
def test_malformed_catalogue_is_one_problem(tmp_path: Path, text: str | bytes) -> None:
    own, problems = load(tmp_path, text)
    assert [problem.rule for problem in problems] == ["not-utf-8" if isinstance(text, bytes) else "broken-catalogue"]
    assert own.translations.gettext("Home") == "Home"


@pytest.mark.parametrize("text", ["%(nombre)s rapports", "%s rapports", "100 % des rapports", "%(num) rapports"])
def test_other_placeholders_are_a_problem_before_a_page_is_made(tmp_path: Path, text: str) -> None:
    """Otherwise the page that uses the message cannot be rendered."""
    plural = (
        f'msgid "%(num)s report"\nmsgid_plural "%(num)s reports"\nmsgstr[0] "%(num)s rapport"\nmsgstr[1] "{text}"\n'
    )
    own, problems = load(tmp_path, f"{HEADER}#, python-format\n{plural}")
    assert [(problem.path.endswith("fr.po"), problem.level) for problem in problems] == [(True, "warning")]
    assert own.translations.ngettext("%(num)s report", "%(num)s reports", 2) == "%(num)s reports"


def test_english_words_keep_their_direction_in_a_language_that_runs_from_right_to_left(tmp_path: Path) -> None:
    for text in (None, HEADER + 'msgid "Home"\nmsgstr ""\n\nmsgid "Reports"\nmsgstr "דוחות"\n'):
        if text:
            (tmp_path / "he.po").write_text(text, encoding="utf-8")
        language = Language(code="he", locale="he", name="x")
        words = load_interface(language, (tmp_path,), tmp_path / "site.yml")[0].translations
        assert words.gettext("Home") == "\u2068Home\u2069"
        assert words.ngettext("%(num)s report", "%(num)s reports", 2) == "\u2068%(num)s reports\u2069"
        assert words.gettext("Reports") == ("דוחות" if text else "\u2068Reports\u2069")


def test_a_plural_that_is_open_is_that_of_the_next_language(tmp_path: Path) -> None:
    """Babel writes the English words in place of open forms: they would pass for Japanese, and without a plural."""
    header = HEADER.replace("nplurals=2; plural=(n > 1)", "nplurals=1; plural=0").replace("fr", "ja")
    plural = 'msgid "%(num)s report"\nmsgid_plural "%(num)s reports"\nmsgstr[0] ""\n'
    (tmp_path / "ja.po").write_text(f"{header}{plural}", encoding="utf-8")
    words = load_interface(Language(code="ja", locale="ja", name="x"), (tmp_path,), tmp_path / "site.yml")[0]
    found = words.translations.find_counted("%(num)s report", "%(num)s reports", 4)
    assert found == ("en", "%(num)s reports")


def test_a_message_with_values_that_runs_the_other_way_stays_one_piece(tmp_path: Path) -> None:
    """In pieces set side by side from the right, “shown in English.” would be read as “.English shown in”."""
    own = load_interface(Language(code="he", locale="he", name="x"), (tmp_path,), tmp_path / "site.yml")[0]
    assert own.translations.gettext("In %(place)s: %(num)s") == "\u2068In \u2068%(place)s\u2069: %(num)s\u2069"
    assert own.translations.gettext("%(sector)s: %(list)s") == "%(sector)s: %(list)s"
    library = link_content(load_content(VALID_SITES / "minimal")[0])
    html = MarkedWords(own).message("Shown in %(language)s.", language=Markup("<b>x</b>"))
    title = MarkedWords(own).message("Shown in %(language)s.", language="x")
    shown = mark_words(f'<p title="{title}">{html}</p>', Text(library, own))
    inner = '<span lang="en" dir="ltr" class="dz-words">Shown in</span> \u2068<b>x</b>\u2069.'
    assert shown.endswith(f'."><span dir="ltr">{inner}</span></p>')
    assert "<span" not in shown.partition(">")[0]
    assert mark_words(str(MarkedWords(own).message("%(a)s: %(b)s", a="x", b="y")), Text(library, own)) == "x: y"


def test_sentences_in_another_language_beside_each_other_are_one_piece(tmp_path: Path) -> None:
    """Two pieces that run to the right would be read from the right: where they wrap, the one amid the other."""
    own = load_interface(Language(code="he", locale="he", name="x"), (tmp_path,), tmp_path / "site.yml")[0]
    words, text = MarkedWords(own), Text(link_content(load_content(VALID_SITES / "minimal")[0]), own)
    three = " ".join(str(words.message(message)) for message in ("One.", "Two.", "Three."))
    assert mark_words(three, text) == '<span lang="en" dir="ltr" class="dz-words">One. Two. Three.</span>'
    apart = f"{words.message('One.')}<b>{words.message('Two.')}</b>"
    assert mark_words(apart, text).count("<span") == 2


def test_an_inferred_label_in_another_language_stays_marked_up() -> None:
    words = interface("en", "en_GB")
    assert words.known("A & B", "inferred") == "A & B (inferred)"
    label = Markup('<span lang="zh">{}</span>').format("甲")
    assert Markup.escape(words.known(label, "inferred")) == '<span lang="zh">甲</span> (inferred)'
