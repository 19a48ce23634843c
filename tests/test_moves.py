"""Statements that are renamed, moved, split or joined in the source: their translations are found and carried over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from build_scripts.cli.main import main
from build_scripts.publish.build import check_content
from build_scripts.translation.moves import is_like
from tests.test_cli_translate import Run, run, total  # noqa: F401
from tests.test_translations import BUSES, contents, copy_accepted, edit, file_state, unit_states

FRENCH = f"{BUSES}.fr.md"
STATIONS = "reports/step-free/stations"
HEADWAY = '- Run every night line at a headway of 20 minutes. {#headway key page="14-15"}'
SHELTERS = "- Build shelters at every night stop. {#shelters}"
WORDS = "Exploiter chaque ligne de nuit avec un intervalle de passage de 20 minutes."


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:  # noqa: F811
    """A site with all accepted, two statements that nothing links to, and one of them not in Arabic."""
    monkeypatch.chdir(tmp_path)
    root = copy_accepted(tmp_path)
    for code in ("en", "fr"):
        edit(root / f"reports/step-free/index.{code}.md", "buses#headway", "buses")
        with (root / f"{BUSES}.{code}.md").open("a", encoding="utf-8") as file:
            file.write((SHELTERS if code == "en" else "- Construire des abris à chaque arrêt. {#shelters}") + "\n")
    run("accept", "--all", "--unchanged")
    return root


def checked() -> str:
    return CliRunner().invoke(main, ["check"]).stdout


def hints() -> list[list[str]]:
    """Give the commands that `check` names for what was moved."""
    lines = [line for line in checked().splitlines() if "[moved-statement]" in line]
    return [found.split() for line in lines for found in re.findall(r"`duizhao translate ([^`]+)`", line)]


def read(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


def test_what_is_renamed_keeps_words_and_acceptance(site: Path, run: Run) -> None:  # noqa: F811
    edit(site / f"{BUSES}.en.md", "{#headway key", "{#interval key")
    assert unit_states(site)["fr", BUSES, "interval"] == "missing"
    assert ["start", FRENCH] in hints()
    done = run("start", FRENCH)
    assert done.code == 0 and f"carried over: {FRENCH}#interval" in done.out
    text = read(site, FRENCH)
    assert text.count(WORDS) == 1 and "{#headway}" not in text
    assert unit_states(site)["fr", BUSES, "interval"] == "current"
    assert '"headway":' not in read(site, f"translations/fr/{BUSES}.yml")
    run("start", f"{BUSES}.ar.md")
    assert checked() == "no problems\n"
    before = contents(site)
    assert "lacks nothing" in run("start", FRENCH).out
    assert contents(site) == before


def test_what_moves_to_another_brief_is_carried_from_file_to_file(site: Path, run: Run) -> None:  # noqa: F811
    edit(site / f"{BUSES}.en.md", HEADWAY + "\n", "")
    with (site / f"{STATIONS}.en.md").open("a", encoding="utf-8") as file:
        file.write(HEADWAY.replace("#headway", "#night-headway") + "\n")
    assert ["start", f"{STATIONS}.fr.md"] in hints()
    done = run("start", f"{STATIONS}.fr.md")
    assert done.code == 0, done.err
    assert WORDS in read(site, f"{STATIONS}.fr.md") and WORDS not in read(site, FRENCH)
    assert unit_states(site)["fr", STATIONS, "night-headway"] == "current"
    assert '"headway"' not in read(site, f"translations/fr/{BUSES}.yml")


def test_both_parts_of_what_is_split_get_the_words_as_drafts(site: Path, run: Run) -> None:  # noqa: F811
    whole = "- Run every night line at a headway of 20 minutes, and run them until five. {#headway}"
    edit(site / f"{BUSES}.en.md", HEADWAY, whole)
    run("accept", f"{FRENCH}#headway")
    parts = HEADWAY.replace("#headway", "#first") + "\n- Run every night line until five. {#second}"
    edit(site / f"{BUSES}.en.md", whole, parts)
    run("start", FRENCH)
    text = read(site, FRENCH)
    assert text.count(WORDS) == 2 and "{#headway}" not in text
    states = unit_states(site)
    assert (states["fr", BUSES, "first"], states["fr", BUSES, "second"]) == ("stale", "stale")
    assert "until five" in run("diff", f"{FRENCH}#second").out
    assert total(run("accept", FRENCH).out) == "0 unit(s) accepted."  # nobody has looked at them
    edit(site / FRENCH, f"{WORDS} {{#second}}", "Jusqu’à cinq heures. {#second}")
    assert total(run("accept", FRENCH).out) == "1 unit(s) accepted."


def test_what_is_joined_gets_the_words_of_both(site: Path, run: Run) -> None:  # noqa: F811
    both = "- Run every night line at a headway of 20 minutes and build shelters at every night stop. {#service}"
    edit(site / f"{BUSES}.en.md", HEADWAY, both)
    edit(site / f"{BUSES}.en.md", SHELTERS + "\n", "")
    run("start", FRENCH)
    text = read(site, FRENCH)
    assert WORDS in text and "Construire des abris à chaque arrêt." in text
    assert "{#headway}" not in text and "{#shelters}" not in text
    assert unit_states(site)["fr", BUSES, "service"] == "stale"
    out = run("diff", f"{FRENCH}#service").out
    assert "before: Run every night line" in out and "Build shelters" in out


def test_what_another_statement_has_taken_in_is_said_to_be_there(site: Path) -> None:
    headway = HEADWAY.partition(" {#")[0]
    shelters = SHELTERS.partition(" {#")[0].removeprefix("- ")
    edit(site / f"{BUSES}.en.md", headway, f"{headway} {shelters}")
    edit(site / f"{BUSES}.en.md", SHELTERS + "\n", "")
    (problem,) = [found for found in check_content(site)[2] if found.rule == "unknown-unit" and "/fr/" in found.path]
    assert 'now stands in "headway": take its words over there' in str(problem.hint)


def test_accepting_something_else_first_loses_no_old_words(site: Path, run: Run) -> None:  # noqa: F811
    edit(site / f"{BUSES}.en.md", "{#headway key", "{#interval key")
    edit(site / FRENCH, "Ouvrir les voies", "Ouvrir toutes les voies")
    run("accept", FRENCH)
    run("migrate")
    run("start", FRENCH)
    assert unit_states(site)["fr", BUSES, "interval"] == "current"


def test_notes_go_with_their_statement(site: Path, run: Run) -> None:  # noqa: F811
    edit(site / f"{BUSES}.en.md", "{#workers", "{#shift-workers")
    run("start", FRENCH)
    unit = file_state(site, FRENCH).unit("shift-workers")
    assert unit is not None and unit.state == "current" and unit.target is not None
    assert "une semaine de mai" in unit.target.pieces["note-1"]


def test_an_old_translation_that_was_edited_is_no_accepted_one(site: Path, run: Run) -> None:  # noqa: F811
    edit(site / FRENCH, "de 20 minutes", "de vingt minutes")
    edit(site / f"{BUSES}.en.md", "{#headway key", "{#interval key")
    run("start", FRENCH)
    assert "vingt minutes" in read(site, FRENCH)
    assert unit_states(site)["fr", BUSES, "interval"] == "stale"


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("到2030年，甲烷排放应下降三成。", "到2030年，甲烷排放应当下降三成。", True),
        ("到2030年，甲烷排放应下降三成，企业应当报告。", "企业应当报告。", True),
        ("到2030年，甲烷排放应下降三成。", "煤矿应当装上监测设备。", False),
        ("Stations need lifts.", "Buses need drivers at night.", False),
        ("甲", "甲乙丙", False),
    ],
)
def test_what_is_like(old: str, new: str, same: bool) -> None:
    assert is_like(old, new) is is_like(new, old) is same
