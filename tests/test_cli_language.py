"""The command that adds a language: what it writes, what it refuses, and the site that stands at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner, Result

from build_scripts.cli.main import main
from build_scripts.ground.problems import has_errors
from build_scripts.publish.build import build_site, check_content
from tests.test_translations import copy_accepted, copy_transit


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments])


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return copy_transit(tmp_path)


def test_a_language_is_declared_and_its_catalogue_started(content: Path) -> None:
    before = (content / "site.yml").read_text(encoding="utf-8")
    result = call("language", "add", "ru", "--content", str(content))
    assert result.exit_code == 0, result.output
    after = (content / "site.yml").read_text(encoding="utf-8")
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    assert len(added) == 1
    assert "code: ru" in added[0]
    assert "русский" in added[0]
    with (content / "locale" / "ru.po").open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    assert len(catalogue) > 200
    assert catalogue.num_plurals == 3
    assert not any(message.string and any(message.string) for message in catalogue if message.id)
    assert "translate export ru" in result.output
    assert "translate start" in result.output
    status = call("translate", "status", "--language", "ru", "--content", str(content)).output
    assert f'{len(catalogue)} of {len(catalogue)} messages are not translated into "ru"' in status
    assert not has_errors(check_content(content)[2])


@pytest.mark.parametrize(
    ("code", "said"),
    [("xx_1", "is no code of a language"), ("EN", "is no code of a language"), ("fr", "is declared already")],
)
def test_what_is_no_new_language_is_refused(content: Path, code: str, said: str) -> None:
    before = (content / "site.yml").read_bytes()
    result = call("language", "add", code, "--content", str(content))
    assert result.exit_code != 0
    assert said in result.output
    assert (content / "site.yml").read_bytes() == before


def test_a_catalogue_is_brought_up_to_date_and_keeps_what_is_translated(content: Path) -> None:
    call("language", "add", "pt-BR", "--content", str(content))
    path = content / "locale" / "pt-BR.po"
    whole = path.read_text(encoding="utf-8")
    done = 'msgid "Glossary"\nmsgstr "Glossário"\n'
    older = whole.replace('msgid "Home"\nmsgstr ""\n\n', "").replace('msgid "Glossary"\nmsgstr ""\n', done)
    path.write_text(f'{older}\nmsgid "Said once"\nmsgstr "Dito uma vez"\n', encoding="utf-8")
    for _ in range(2):
        result = call("language", "update", "pt-BR", "--content", str(content))
        assert result.exit_code == 0, result.output
        assert path.read_text(encoding="utf-8") == whole.replace('msgid "Glossary"\nmsgstr ""\n', done)


def test_a_catalogue_that_is_not_there_or_broken_is_not_brought_up_to_date(content: Path) -> None:
    (content / "locale" / "ar.po").write_text("rubbish\n", encoding="utf-8")
    for code, said in (("pt-BR", "there is no file"), ("ar", "cannot read the catalogue")):
        result = call("language", "update", code, "--content", str(content))
        assert result.exit_code == 1 and said in result.output
    assert (content / "locale" / "ar.po").read_text(encoding="utf-8") == "rubbish\n"


def test_of_a_language_that_cldr_lacks_it_says_what_stands_in(content: Path) -> None:
    result = call("language", "add", "qaa", "--name", "Quechan", "--content", str(content))
    assert result.exit_code == 0
    assert "CLDR does not know qaa" in result.output
    assert "name: Quechan" in (content / "site.yml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_site_stands_in_a_new_language_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    content = copy_accepted(tmp_path)
    assert call("language", "add", "he", "--content", str(content)).exit_code == 0
    result = build_site(content, tmp_path / "site")
    assert not result.failed
    home = (tmp_path / "site" / "he" / "index.html").read_text(encoding="utf-8")
    assert 'dir="rtl"' in home
    assert home.count("dz-pair-title") == (tmp_path / "site" / "en" / "index.html").read_text("utf-8").count(
        "dz-pair-title"
    )


def test_a_language_says_what_is_shown_where_it_lacks_something(content: Path) -> None:
    assert (
        call("language", "add", "es", "--fallback", "fr", "--fallback", "ar", "--content", str(content)).exit_code == 0
    )
    lines = (content / "site.yml").read_text(encoding="utf-8").splitlines()
    [line] = [line for line in lines if "code: es" in line]
    assert line.endswith(", fallback: [fr, ar]}")
    before = (content / "site.yml").read_bytes()
    wrong = call("language", "add", "pt", "--fallback", "frr", "--content", str(content))
    assert wrong.exit_code == 2 and '"frr" is not declared' in wrong.output and 'Did you mean "fr"?' in wrong.output
    assert (content / "site.yml").read_bytes() == before
