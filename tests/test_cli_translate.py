"""The commands for translators: what they print, write and exit with; one clear line for every mistake."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click import Context
from click.testing import CliRunner

from build_scripts.cli.main import main
from build_scripts.publish.build import check_content
from tests.conftest import shorten
from tests.test_records import git, write_old_records
from tests.test_translations import BUSES, contents, edit, unit_states
from tests.test_translations import fresh as fresh
from tests.test_translations import site as site

STATIONS = "reports/step-free/stations"


@dataclass(frozen=True)
class Outcome:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Outcome]


@pytest.fixture
def run() -> Run:
    """Run `duizhao translate …`; no command may end with a traceback."""

    def command(*arguments: str) -> Outcome:
        result = CliRunner().invoke(main, ["translate", *arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return command


def changed(root: Path, before: dict[str, bytes]) -> set[str]:
    after = contents(root)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def one_line(text: str) -> str:
    """Give the line that says what is wrong; usage may stand before it."""
    lines = [line for line in text.strip().split("\n") if line and not line.startswith(("Usage:", "Try "))]
    assert len(lines) == 1, text
    return lines[0]


def total(text: str) -> str:
    """Give the line that counts what the lines before it name."""
    lines = [line for line in text.splitlines() if not line.startswith(("left: ", "held back: "))]
    verb = lines[-1].split(" unit(s) ")[1].removesuffix(".")
    assert lines[-1] == f"{sum(line.startswith(f'{verb}: ') for line in lines)} unit(s) {verb}."
    return lines[-1]


# --- status ---


def test_status_as_json_keeps_to_the_contract(site: Path, run: Run) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    edit(site / f"{BUSES}.en.md", "Night buses carry", "Night buses now carry")
    run("patch", f"{BUSES}.fr.md#intro")
    done = run("status", "--format", "json")
    assert done.code == 0
    assert set(done.json) == {"ar", "fr"}
    buses = done.json["fr"][f"{BUSES}.fr.md"]
    expected = {"units": 9, "current": 7, "stale": 0, "held": 1, "missing": 0, "patched": 1}
    expected |= {"stale_units": [], "held_units": {"headway": ["numbers-differ"]}}
    assert {key: buses[key] for key in expected} == expected
    assert done.json["ar"][f"{BUSES}.ar.md"]["stale_units"] == ["intro"]
    assert done.json["ar"][f"{BUSES}.ar.md"]["held_units"] == {"headway": ["numbers-differ"]}
    for language in done.json.values():
        totals = language["totals"]
        files = [value for name, value in language.items() if name != "totals"]
        for key in ("units", "current", "stale", "held", "missing", "patched"):
            assert totals[key] == sum(file[key] for file in files)
        assert totals["units"] == sum(totals[key] for key in ("current", "stale", "held", "missing", "patched"))


def test_status_as_text_is_a_table_with_totals(site: Path, run: Run) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    lines = run("status", "--language", "fr").out.split("\n")
    assert re.match(r"fr: \d+\.\d % up to date \(\d+ units\)", lines[0])
    header = lines[1].split()
    assert header == ["file", "units", "current", "stale", "held", "missing", "patched", "words", "left"]
    rows = {line.split()[0]: dict(zip(header[1:], map(int, line.split()[1:]), strict=True)) for line in lines[2:-3]}
    expected = {"units": 9, "current": 8, "stale": 0, "held": 1, "missing": 0, "patched": 0, "words": 73, "left": 10}
    assert rows[f"{BUSES}.fr.md"] == expected
    assert rows["total"]["missing"] == 1 and rows["total"]["held"] == 1
    assert len({len(line) for line in lines[1:-3]}) == 1


def next_steps(run: Run, language: str) -> list[str]:
    return [line.strip() for line in run("status", "--language", language).out.split("\n") if "next:" in line]


def test_status_says_what_to_do_next_and_that_can_be_done(site: Path, run: Run) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    stale, missing = next_steps(run, "ar")
    assert f"translate diff {BUSES}.ar.md" in stale
    assert "translate start pages/methods.ar.md" in missing
    assert "before:" in run("diff", f"{BUSES}.ar.md").out
    assert run("start", "pages/methods.ar.md").code == 0


def test_what_is_next_after_a_start_is_to_fill_in(site: Path, run: Run) -> None:
    run("start", "pages/methods.ar.md")
    assert run("start", "pages/methods.ar.md").out.endswith("lacks nothing.\n")
    assert [line for line in next_steps(run, "ar") if "start pages/methods.ar.md" in line] == []
    assert [line for line in next_steps(run, "ar") if "pages/methods.ar.md" in line]


def test_a_file_that_lacks_a_label_is_next(site: Path, run: Run) -> None:
    edit(site / "sectors.yml", ", fr: Bacs", "")
    edit(site / f"{STATIONS}.fr.md", "{#all-by-2030}", "{#all-by-2030}\n- Les embarcadères. {#ferry-piers}")
    run("accept", "--all")
    (line,) = next_steps(run, "fr")
    assert line == "next: duizhao translate start sectors.yml@fr"


def test_when_all_is_done_status_says_so(site: Path, run: Run) -> None:
    edit(site / f"{STATIONS}.fr.md", "{#all-by-2030}", "{#all-by-2030}\n- Les embarcadères. {#ferry-piers}")
    run("accept", "--all")
    out = run("status", "--language", "fr", "--fail-under", "100")
    assert out.code == 0
    assert out.out.startswith("fr: 100.0 %") and "nothing is left to do" in out.out


@pytest.mark.parametrize(("limit", "code"), [("0", 0), ("50", 0), ("99", 1), ("100", 1)])
@pytest.mark.parametrize("style", ["text", "json"])
def test_fail_under_exits_1_and_says_why(site: Path, run: Run, limit: str, code: int, style: str) -> None:
    done = run("status", "--fail-under", limit, "--format", style)
    assert done.code == code
    assert done.out == run("status", "--format", style).out
    assert (f"less than {limit} %" in one_line(done.err)) if code else done.err == ""


def test_fail_under_takes_the_worst_language_and_counts_what_was_waved_through(site: Path, run: Run) -> None:
    assert run("status", "--fail-under", "90", "--language", "fr").code == 0
    assert run("status", "--fail-under", "90").code == 1
    edit(site / f"{BUSES}.en.md", "Night buses carry", "Night buses now carry")
    before = run("status", "--language", "fr").out.split("\n")[0]
    run("patch", f"{BUSES}.fr.md#intro")
    assert float(run("status", "--language", "fr").out.split()[1]) > float(before.split()[1])


def test_status_writes_nothing(site: Path, run: Run) -> None:
    before = contents(site)
    run("status")
    run("diff", f"{BUSES}.fr.md")
    run("export", "fr")
    assert changed(site, before) == set()


# --- start ---


@pytest.mark.parametrize(
    "path", [f"content/{STATIONS}.ar.md", f"{STATIONS}.ar.md", f"./content/{STATIONS}.ar.md", "ABSOLUTE"]
)
def test_start_writes_the_file_however_its_path_is_written(site: Path, run: Run, path: str) -> None:
    before = contents(site)
    done = run("start", str(site.resolve() / f"{STATIONS}.ar.md") if path == "ABSOLUTE" else path)
    assert (done.code, done.out.splitlines()[0]) == (0, f"content/{STATIONS}.ar.md")
    assert changed(site, before) == {f"{STATIONS}.ar.md", f"translations/ar/{STATIONS}.yml"}


def test_start_takes_the_source_and_a_language(site: Path, run: Run) -> None:
    started = run("start", f"content/{STATIONS}.en.md", "--language", "ar").out
    assert started.splitlines()[0] == f"content/{STATIONS}.ar.md"
    assert "--language ar|fr" in one_line(run("start", f"content/{STATIONS}.en.md").err)


def test_what_was_started_passes_the_check_and_is_missing(site: Path, run: Run) -> None:
    run("start", f"{STATIONS}.ar.md")
    assert CliRunner().invoke(main, ["check"]).exit_code == 0
    counts = run("status", "--format", "json").json["ar"][f"{STATIONS}.ar.md"]
    assert (counts["missing"], counts["stale"]) == (5, 1)  # the title is the label of a sector, translated before


def test_start_adds_what_is_missing_and_keeps_every_other_byte(site: Path, run: Run) -> None:
    path = site / f"{STATIONS}.fr.md"
    before = path.read_text(encoding="utf-8")
    assert run("start", f"{STATIONS}.fr.md").out == f"content/{STATIONS}.fr.md\n"
    after = path.read_text(encoding="utf-8")
    new = "\n<!-- New ferry piers are built level from the start. -->\n- {#ferry-piers}"
    assert after.count(new) == 1
    assert after.replace(new, "").rstrip("\n") == before.rstrip("\n")
    assert run("start", f"{STATIONS}.fr.md").out == f"content/{STATIONS}.fr.md lacks nothing.\n"


def test_start_never_overwrites_what_is_there(site: Path, run: Run) -> None:
    before = contents(site)
    assert run("start", f"{BUSES}.fr.md").out == f"content/{BUSES}.fr.md lacks nothing.\n"
    assert changed(site, before) == set()


def test_a_translator_with_errors_of_wording_can_go_on(site: Path, run: Run) -> None:
    """Errors in one translation must not keep anybody from working on it, nor on another."""
    edit(site / "pages" / "about.fr.md", "](ref:reports/night-network)", "](ref:reports/step-free)")
    checked = CliRunner().invoke(main, ["check"])
    assert (checked.exit_code, "warning[links-differ]" in checked.stdout) == (0, True)
    assert run("status").code == 0
    assert run("start", f"{STATIONS}.ar.md").code == 0
    assert run("diff", f"{BUSES}.fr.md").code == 0
    assert run("accept", f"{BUSES}.fr.md").code == 0
    assert run("export", "fr").code == 0


# --- accept and patch ---


def test_accept_takes_a_whole_file(fresh: Path, run: Run) -> None:
    done = run("accept", f"content/{BUSES}.fr.md")
    assert (done.code, total(done.out)) == (0, "9 unit(s) accepted.")
    found = unit_states(fresh)
    assert {key[:2] for key, state in found.items() if state == "current"} == {("fr", BUSES)}


@pytest.mark.parametrize(
    "arguments",
    [
        [f"{BUSES}.fr.md#headway#title"],
        [f"{BUSES}.fr.md#headway", "#title"],
        [f"{BUSES}.fr.md#headway", f"{BUSES}.fr.md#title"],
        [f"content/{BUSES}.fr.md#title", f"{BUSES}.fr.md#headway"],
    ],
)
def test_accept_takes_units_in_every_spelling(fresh: Path, run: Run, arguments: list[str]) -> None:
    done = run("accept", *arguments)
    assert (done.code, total(done.out)) == (0, "2 unit(s) accepted.")
    current = {key for key, state in unit_states(fresh).items() if state == "current"}
    assert current == {("fr", BUSES, "headway"), ("fr", BUSES, "title")}


def test_accept_takes_several_files(fresh: Path, run: Run) -> None:
    assert total(run("accept", "pages/about.fr.md", "pages/about.ar.md#title").out) == "3 unit(s) accepted."


def test_accept_takes_labels_in_one_language_or_all(fresh: Path, run: Run) -> None:
    assert total(run("accept", "content/sectors.yml#ferries.label", "--language", "fr").out) == "1 unit(s) accepted."
    assert total(run("accept", "sectors.yml").out) == "9 unit(s) accepted."
    assert unit_states(fresh)["ar", "sectors.yml", "ferries.label"] == "current"


def test_accept_all_takes_everything_that_is_translated(fresh: Path, run: Run) -> None:
    done = run("accept", "--all", "--language", "fr")
    assert done.code == 0
    found = unit_states(fresh)
    assert {state for key, state in found.items() if key[0] == "fr"} == {"current", "missing"}
    assert {state for key, state in found.items() if key[0] == "ar"} == {"stale", "missing"}
    before = contents(fresh)
    assert total(run("accept", "--all", "--language", "fr").out) == "0 unit(s) accepted."
    assert changed(fresh, before) == set()


def test_migrate_names_the_files_that_it_changed(site: Path, run: Run) -> None:
    record = site / "translations" / "fr" / f"{BUSES}.yml"
    record.write_text(record.read_text(encoding="utf-8").replace("\n\n", "\n"), encoding="utf-8")
    out = run("migrate").out.splitlines()
    assert out[-1] == "1 file(s) changed." and len(out) == 2 and out[0].endswith(f"translations/fr/{BUSES}.yml")


def test_what_is_accepted_and_held_back_is_said_by_accept_and_status(site: Path, run: Run) -> None:
    held = f"held back: {BUSES}.fr.md#headway: numbers-differ; readers do not get it"
    before = run("status", "--language", "fr", "--format", "json").json["fr"]["totals"]
    edit(site / f"{BUSES}.fr.md", "20 minutes", "25 minutes")
    for named in (f"{BUSES}.fr.md", f"{BUSES}.fr.md#headway", f"{BUSES}.fr.md"):
        assert held in run("accept", named).out
    assert "held back" not in run("accept", f"{BUSES}.fr.md#intro").out
    assert held in run("accept", "--all").out
    found = run("status", "--language", "fr", "--format", "json").json["fr"]["totals"]
    assert (found["held"], found["current"]) == (1, before["current"] - 1)
    assert f"next: mend {BUSES}.fr.md#headway, which is held back, or waive: numbers-differ" in run("status").out
    waiver = 'waivers: {headway: {numbers-differ: "25 minutes, measured after the 20 minutes"}}'
    edit(site / f"{BUSES}.fr.md", "section: Chapitre 2\n", f"section: Chapitre 2\n{waiver}\n")
    assert "held back" not in run("accept", "--all").out
    assert run("status", "--language", "fr", "--format", "json").json["fr"]["totals"] == before


def test_accept_touches_only_the_record(site: Path, run: Run) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    before = contents(site)
    assert total(run("accept", f"{BUSES}.fr.md#headway").out) == "1 unit(s) accepted."
    assert changed(site, before) == {f"translations/fr/{BUSES}.yml"}


def test_accept_records_who_and_when_if_told(fresh: Path, run: Run) -> None:
    assert run("accept", f"{BUSES}.fr.md#headway", "--by", " Li  Si ", "--on", "2026-11-26").code == 0
    text = (fresh / f"translations/fr/{BUSES}.yml").read_text(encoding="utf-8")
    assert text.count('by: "Li Si", date: "2026-11-26"}') == 1
    assert run("accept", f"{BUSES}.fr.md#title", "--on", "yesterday").code == 2
    before = contents(fresh)
    run("accept", f"{BUSES}.fr.md#headway")
    assert changed(fresh, before) == set()


def test_a_label_may_name_its_language(fresh: Path, run: Run) -> None:
    assert total(run("accept", "sectors.yml@fr#ferries.label").out) == "1 unit(s) accepted."
    assert total(run("accept", "content/sectors.yml@ar").out) == "5 unit(s) accepted."
    found = unit_states(fresh)
    assert found["fr", "sectors.yml", "ferries.label"] == "current"
    assert found["fr", "sectors.yml", "trams.label"] == "stale"
    edit(fresh / "sectors.yml", "{en: Ferries,", "{en: Ferry lines,")
    assert run("diff", "sectors.yml@fr#ferries.label").out.startswith("sectors.yml@fr#ferries.label\n  before: Ferries")


@pytest.mark.slow
def test_every_command_that_a_hint_names_can_be_typed_and_touches_nothing_else(site: Path, run: Run) -> None:
    edit(site / f"{BUSES}.en.md", "Run every night line", "Run each night line")
    edit(site / "sectors.yml", "{en: Ferries,", "{en: Ferry lines,")
    edit(site / f"translations/fr/{BUSES}.yml", '"intro": {', '"intro": {text: "Other."}\n"intro": {')
    edit(site / f"translations/ar/{BUSES}.yml", '"title": {', '"gone": {text: "Gone."}\n\n"title": {')
    edit(site / "translations/ar/pages/about.yml", '"title": {', '# "title": {')
    wanted = {
        ("ar", BUSES, "headway"),
        ("fr", BUSES, "headway"),
        ("fr", BUSES, "intro"),
        ("ar", "sectors.yml", "ferries.label"),
        ("fr", "sectors.yml", "ferries.label"),
        ("ar", "pages/about", "title"),
    }
    before = unit_states(site)
    assert {key for key, state in before.items() if state == "stale"} == wanted
    hints = CliRunner().invoke(main, ["check"]).output
    commands = [found.split() for found in re.findall(r"`duizhao translate ([^`]+)`", hints)]
    assert {command[0] for command in commands} == {"diff", "accept", "migrate"}
    for command in commands:
        assert run(*command).code == 0, command
    assert CliRunner().invoke(main, ["check"]).stdout == "no problems\n"
    after = unit_states(site)
    assert {key for key in after if after[key] != before[key]} == wanted


def test_migrate_takes_one_path_or_all_and_says_how_many_files_changed(site: Path, run: Run) -> None:
    write_old_records(site)
    states = unit_states(site)
    before = contents(site)
    out = run("migrate", f"{BUSES}.fr.md").out
    assert out.splitlines()[-1] == "2 file(s) changed." and f"content/{BUSES}.fr.md" in out
    assert changed(site, before) == {f"{BUSES}.fr.md", f"translations/fr/{BUSES}.yml"}
    assert run("migrate", "sectors.yml", "--language", "fr").out.endswith("1 file(s) changed.\n")
    assert "old form" in CliRunner().invoke(main, ["check"]).output
    assert run("migrate").code == 0
    assert CliRunner().invoke(main, ["check"]).stdout == "no problems\n"
    assert run("migrate").out == "0 file(s) changed.\n"
    assert unit_states(site) == states


def test_patch_waves_an_edit_through(site: Path, run: Run) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "20 Minutes")
    edit(site / f"{BUSES}.en.md", "Night buses carry", "Night buses now carry")
    done = run("patch", f"{BUSES}.fr.md#headway")
    assert (done.code, total(done.out)) == (0, "1 unit(s) waved through.")
    found = unit_states(site)
    assert (found["fr", BUSES, "headway"], found["fr", BUSES, "intro"]) == ("patched", "stale")
    assert total(run("patch", f"{BUSES}.fr.md#headway").out) == "0 unit(s) waved through."
    assert run("accept", f"{BUSES}.fr.md#headway").code == 0
    assert unit_states(site)["fr", BUSES, "headway"] == "current"


def test_patch_does_not_take_a_translation_that_nobody_ever_accepted(fresh: Path, run: Run) -> None:
    """There is no edit of the source to wave through."""
    run("patch", f"{BUSES}.fr.md#headway")
    assert unit_states(fresh)["fr", BUSES, "headway"] == "stale"


# --- diff ---


def test_diff_shows_old_source_new_source_and_translation(site: Path, run: Run) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    done = run("diff", f"content/{BUSES}.fr.md")
    lines = [line.strip() for line in done.out.strip().split("\n")]
    assert done.code == 0
    assert lines[0] == f"{BUSES}.fr.md#headway"
    old, new, change = lines[1:4]
    assert old == "before: Run every night line at a headway of 20 minutes."
    assert new == "now:    Run every night line at a headway of 15 minutes."
    assert change.startswith("change:") and "→" in change
    assert lines[4].startswith("translation: ") and "20 minutes" in lines[4]


def test_diff_shows_stale_units_alone_and_can_be_asked_for_one(site: Path, run: Run) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    edit(site / f"{BUSES}.en.md", "Night buses carry", "Night buses now carry")
    assert re.findall(r"#(\S+)", run("diff", f"{BUSES}.fr.md").out) == ["intro", "headway"]
    assert re.findall(r"#(\S+)", run("diff", f"{BUSES}.fr.md#headway").out) == ["headway"]
    assert run("diff", f"{BUSES}.fr.md#title").out == "No unit is stale.\n"


def test_diff_of_what_was_never_accepted_says_so(fresh: Path, run: Run) -> None:
    out = run("diff", f"{BUSES}.fr.md#headway").out
    assert "never accepted" in out and "20 minutes" in out


def test_diff_after_a_patch_shows_what_the_translator_worked_from(site: Path, run: Run) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "20 Minutes")
    run("patch", f"{BUSES}.fr.md#headway")
    edit(site / f"{BUSES}.en.md", "20 Minutes", "15 Minutes")
    assert "before: Run every night line at a headway of 20 minutes." in run("diff", f"{BUSES}.fr.md").out


def test_diff_of_labels_says_which_language(site: Path, run: Run) -> None:
    edit(site / "sectors.yml", "{en: Ferries,", "{en: Ferry lines,")
    out = run("diff", "sectors.yml").out
    assert "before: Ferries" in out and "Bacs" in out and "العبّارات" in out
    assert "Bacs" not in run("diff", "sectors.yml", "--language", "ar").out


def test_diff_needs_no_git(site: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    assert "before: Run every night line at a headway of 20 minutes." in run("diff", f"{BUSES}.fr.md").out


# --- export and import ---


def test_export_prints_or_writes_and_import_changes_nothing(site: Path, run: Run, tmp_path: Path) -> None:
    before = contents(site)
    printed = run("export", "fr")
    written = run("export", "fr", "-o", "out/fr.po")
    assert (printed.code, written.code, written.out) == (0, 0, "out/fr.po\n")
    assert (tmp_path / "out" / "fr.po").read_text(encoding="utf-8") == printed.out
    done = run("import", "out/fr.po")
    assert (done.code, done.out) == (0, "0 unit(s) changed.\n")
    assert changed(site, before) == set()


def test_import_says_what_it_changed(site: Path, run: Run, tmp_path: Path) -> None:
    run("export", "fr", "-o", "fr.po")
    edit(tmp_path / "fr.po", 'msgstr "Les bus de nuit"', 'msgstr "Bus de nuit"')
    before = contents(site)
    assert run("import", "fr.po").out == f"{BUSES}.fr.md: title\n1 unit(s) changed.\n"
    assert changed(site, before) == {f"{BUSES}.fr.md", f"translations/fr/{BUSES}.yml"}
    assert run("import", "fr.po").out == "0 unit(s) changed.\n"


def test_import_records_who_and_when_if_told(fresh: Path, run: Run, tmp_path: Path) -> None:
    run("export", "fr", f"{BUSES}.fr.md", "-o", "fr.po")
    text = (tmp_path / "fr.po").read_text(encoding="utf-8")
    head, rest = text.split('#, fuzzy\nmsgctxt "reports/night-network/buses.fr.md#headway"')
    (tmp_path / "fr.po").write_text(f'{head}msgctxt "{BUSES}.fr.md#headway"{rest}', encoding="utf-8")
    assert run("import", "fr.po", "--by", "Li Si", "--on", "2026-11-26").out.endswith("1 unit(s) changed.\n")
    people = run("status", "--language", "fr", "--format", "json").json["fr"]["totals"]["people"]
    assert people == {"Li Si": {"units": 1, "words": 10, "last": "2026-11-26"}}


def test_import_names_what_it_left_and_fails_only_where_somebody_must_look(
    site: Path, run: Run, tmp_path: Path
) -> None:
    run("export", "fr", "-o", "fr.po")
    edit(site / f"{BUSES}.fr.md", "Les bus de nuit\n", "Les bus, la nuit\n")
    done = run("import", "fr.po")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"left: {BUSES}.fr.md#title: ") and done.out.endswith("\n0 unit(s) changed.\n")
    edit(tmp_path / "fr.po", 'msgstr "Les bus de nuit"', 'msgstr "Bus de nuit"')
    before = contents(site)
    done = run("import", "fr.po")
    assert (done.code, done.out) == (1, "0 unit(s) changed.\n")
    said, *texts = done.err.splitlines()
    assert said.startswith(f"not written: {BUSES}.fr.md#title: it was changed both here and in the catalogue")
    assert texts == ["  here:      Les bus, la nuit", "  catalogue: Bus de nuit"]
    assert changed(site, before) == set()


REFUSED = {
    "headway": ("de 20 minutes.", "de <b>20 minutes</b>.", "raw-html"),
    "tram-lanes": ("Ouvrir les voies", "Ouvrir les [voies](ref:sectors/trams)", "links-differ"),
    "workers": ("une semaine de mai.", "une <i>semaine</i> de mai.", "raw-html"),
    "heading-2": ("Ce qu’il faut faire", "Ce qu’il faut faire {#a b=c}", "would break"),
}


def test_import_refuses_what_the_rules_refuse_and_writes_the_rest(site: Path, run: Run, tmp_path: Path) -> None:
    """Everything that is refused is named in one run, and what is left passes the check."""
    run("export", "fr", "-o", "fr.po")
    text = (tmp_path / "fr.po").read_text(encoding="utf-8")
    before, present = contents(site), (site / f"{BUSES}.fr.md").read_text(encoding="utf-8")
    for old, new, _ in REFUSED.values():
        assert text.count(old) == 1 and present.count(old) == 1, old
        text = text.replace(old, new)
    text = text.replace('msgstr "Chapitre 2"', 'msgstr "Le chapitre 2"').replace('msgstr "Bacs"', 'msgstr "Les bacs"')
    (tmp_path / "fr.po").write_text(text, encoding="utf-8")
    done = run("import", "fr.po")
    assert done.code == 1
    assert done.out == f"{BUSES}.fr.md: section\nsectors.yml: ferries.label\n2 unit(s) changed.\n"
    said = dict(re.findall(rf"^not written: {re.escape(BUSES)}\.fr\.md#([\w-]+): (.*)$", done.err, re.MULTILINE))
    assert said.keys() == REFUSED.keys()
    for unit, (_, _, reason) in REFUSED.items():
        assert reason in said[unit]
    written = (f"{BUSES}.fr.md", "sectors.yml", f"translations/fr/{BUSES}.yml", "translations/fr/sectors.yml")
    assert changed(site, before) == {*written}
    assert CliRunner().invoke(main, ["check"]).exit_code == 0
    assert (site / f"{BUSES}.fr.md").read_text(encoding="utf-8") == present.replace("Chapitre 2", "Le chapitre 2")


def test_an_import_can_be_run_from_within_the_content(site: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    run("export", "fr", "-o", "../fr.po", "--content", ".")
    edit(site.parent / "fr.po", 'msgstr "Les bus de nuit"', 'msgstr "Bus <b>de</b> nuit"')
    edit(site.parent / "fr.po", "des voyageurs de nuit vont", "des voyageurs de <b>nuit</b> vont")
    edit(site.parent / "fr.po", 'msgstr "Chapitre 2"', 'msgstr "Le chapitre 2"')
    done = run("import", "../fr.po", "--content", ".")
    assert (done.code, "section" in done.out, "#workers: raw-html" in done.err) == (1, True, True)
    assert CliRunner().invoke(main, ["check", "--content", "."]).exit_code == 0


def test_errors_that_were_there_before_keep_no_import_back(site: Path, run: Run, tmp_path: Path) -> None:
    edit(site / "pages" / "about.fr.md", "](ref:reports/night-network)", "](ref:reports/step-free)")
    run("export", "fr", "-o", "fr.po")
    edit(tmp_path / "fr.po", 'msgstr "Les bus de nuit"', 'msgstr "Bus de nuit"')
    done = run("import", "fr.po")
    assert (done.code, done.out) == (0, f"{BUSES}.fr.md: title\n1 unit(s) changed.\n")


def test_export_names_the_site_not_the_folder(site: Path, run: Run) -> None:
    assert site.resolve().parent.name not in run("export", "fr").out.split("\n\n")[0]


# --- mistakes ---

MISTAKES: list[tuple[list[str], int, str]] = [
    (["accept", f"{BUSES}.fr.md#headwai"], 1, 'Did you mean "headway"?'),
    (["accept", f"{BUSES}.fr.md#nothing-like-it-at-all"], 1, "Expected one of: heading-1,"),
    (["accept", f"{STATIONS}.fr.md#ferry-piers"], 1, "is not translated yet"),
    (["accept", "reports/night-network/busses.fr.md"], 1, f'Did you mean "{BUSES}.fr.md"?'),
    (["accept", "sector.yml"], 1, 'Did you mean "sectors.yml"?'),
    (["accept"], 2, "--all"),
    (["accept", "--all", f"{BUSES}.fr.md"], 2, "--all"),
    (["accept", "#headway"], 2, "file"),
    (["accept", "--language", "de", f"{BUSES}.fr.md"], 2, "Expected one of: ar, fr."),
    (["accept", "--language", "ar", f"{BUSES}.fr.md"], 1, f"{BUSES}.fr.md"),
    (["accept", f"{BUSES}.fr.md@ar"], 1, "no translated file"),
    (["accept", "sectors.yml@de#ferries.label"], 1, 'Did you mean "sectors.yml"?'),
    (["accept", "sectors.yml@fr", "--language", "ar"], 1, "sectors.yml"),
    (["migrate", "nowhere.fr.md"], 1, "nowhere.fr.md"),
    (["migrate", "--language", "de"], 2, "Expected one of: ar, fr."),
    (["patch"], 2, "PATH#UNIT"),
    (["patch", f"{BUSES}.fr.md#headwai"], 1, 'Did you mean "headway"?'),
    (["diff"], 2, "PATH"),
    (["diff", f"{BUSES}.fr.md#headwai"], 1, 'Did you mean "headway"?'),
    (["diff", "nowhere.fr.md"], 1, "nowhere.fr.md"),
    (["start", "content/reports/night-network/nothing.fr.md"], 1, "no source"),
    (["start", "nowhere/at/all.fr.md"], 1, "no source"),
    (["start", f"{BUSES}.de.md"], 1, "de"),
    (["start", f"{BUSES}.md"], 1, "<language>.md"),
    (["start", "content"], 1, "no translated file"),
    (["start"], 2, "PATH"),
    (["status", "--content", "nowhere"], 2, "nowhere"),
    (["status", "--language", "en"], 2, "Expected one of: ar, fr."),
    (["status", "--format", "xml"], 2, "xml"),
    (["status", "--fail-under", "200"], 2, "200"),
    (["status", "--colour"], 2, "--colour"),
    (["export", "en"], 2, "Expected one of: ar, fr."),
    (["export"], 2, "LANGUAGE"),
    (["export", "fr", "-o", "content"], 2, "content"),
    (["export", "fr", "-o", "content/site.yml/x.po"], 1, "cannot write"),
    (["export", "fr", "nowhere.fr.md"], 1, "nowhere.fr.md"),
    (["export", "fr", "--format", "doc"], 2, "doc"),
    (["glossary", "en"], 2, "Expected one of: ar, fr."),
    (["glossary", "fr", "-o", "content/site.yml/x.tbx"], 1, "cannot write"),
    (["memory"], 2, "LANGUAGE"),
    (["memory", "de"], 2, "Expected one of: ar, fr."),
    (["status", "--by", "year"], 2, "year"),
    (["import", "nowhere.po"], 2, "nowhere.po"),
    (["import", "--not-reviewed", "--by", "Li Si", "content/site.yml"], 2, "by nobody"),
    (["import", "content/site.yml"], 1, "cannot read the catalogue"),
    (["import", "content"], 2, "content"),
    (["send"], 2, "send"),
]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    MISTAKES,
    ids=lambda value: shorten(" ".join(value), 50) if isinstance(value, list) else "",
)
def test_a_mistake_gives_one_clear_line_and_changes_nothing(
    site: Path, run: Run, arguments: list[str], code: int, said: str
) -> None:
    before = contents(site)
    done = run(*arguments)
    assert done.code == code
    assert said in one_line(done.err)
    assert changed(site, before) == set()


def test_nothing_is_accepted_when_one_of_several_units_is_unknown(fresh: Path, run: Run) -> None:
    before = contents(fresh)
    assert run("accept", "pages/about.fr.md", f"{BUSES}.fr.md#headwai").code == 1
    assert changed(fresh, before) == set()


@pytest.mark.parametrize("command", ["status", "start", "accept", "diff", "export", "glossary", "memory"])
def test_broken_content_ends_every_command_with_its_problems(site: Path, run: Run, command: str) -> None:
    (site / "sectors.yml").write_text("buses: [", encoding="utf-8")
    argument = {"status": [], "export": ["fr"], "glossary": ["fr"], "memory": ["fr"]}.get(command, [f"{BUSES}.fr.md"])
    done = run(command, *argument)
    assert done.code == 1
    assert "content/sectors.yml:1" in done.err and "error[" in done.err


def test_what_the_source_has_no_more_is_named_and_keeps_nothing_else_back(site: Path, run: Run, tmp_path: Path) -> None:
    """An editor takes a statement away while a translator works on it and on others."""
    for language, words in (("en", "Wash buses nightly."), ("fr", "Laver les bus."), ("ar", "غسل الحافلات.")):
        with (site / f"{BUSES}.{language}.md").open("a", encoding="utf-8") as file:
            file.write(f"- {words} {{#wash}}\n")
    run("export", "fr", "-o", "fr.po")
    for language in ("en", "fr", "ar"):
        path = site / f"{BUSES}.{language}.md"
        path.write_text(re.sub(r"(?m)^- .*\{#wash\}\n", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    edit(tmp_path / "fr.po", 'msgstr "Les bus de nuit"', 'msgstr "Bus de nuit"')
    done = run("import", "fr.po")
    assert (done.code, done.err) == (0, "")
    gone = f"{BUSES}.fr.md#wash: the source has no such unit."
    assert done.out == f"{BUSES}.fr.md: title\nleft: {gone}\n1 unit(s) changed.\n"
    edit(tmp_path / "fr.po", "Laver les bus.", "Nettoyer les bus.")
    before = contents(site)
    done = run("import", "fr.po")
    assert (done.code, done.err) == (1, f"not written: {gone}\n  catalogue: Nettoyer les bus.\n")
    assert changed(site, before) == set()


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< HEAD\n",
        "'headway': {text: x\n",
        "- a\n",
        "'title': plain\n",
        "'headway':\n  digest: '228887c043'\n",
        "'headway':\n  source: x\n",
        "",
    ],
)
@pytest.mark.parametrize("command", ["accept", "patch", "diff", "status"])
def test_a_record_that_was_spoilt_by_hand_gives_no_traceback(site: Path, run: Run, text: str, command: str) -> None:
    (site / "translations" / "fr" / f"{BUSES}.yml").write_text(text, encoding="utf-8")
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    done = run(command, *([] if command == "status" else [f"{BUSES}.fr.md#headway"]))
    assert done.code in (0, 1)
    assert not done.code or "translations/fr/reports/night-network/buses.yml" in done.err
    if not done.code and command == "accept":
        assert unit_states(site)["fr", BUSES, "headway"] == "current"


def test_headings_that_differ_are_refused_with_the_file(site: Path, run: Run) -> None:
    path = site / f"{BUSES}.fr.md"
    path.write_text(path.read_text(encoding="utf-8").partition("## ")[0], encoding="utf-8")
    done = run("start", f"{BUSES}.fr.md")
    if done.code:
        assert "buses.fr.md" in one_line(done.err)
    else:
        assert "{#headway}" in path.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_installed_command_gives_no_traceback(site: Path) -> None:
    command = [str(Path(sys.executable).parent / "duizhao"), "translate", "accept", f"{BUSES}.fr.md#headwai"]
    result = subprocess.run(command, cwd=site.parent, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert result.returncode == 1
    assert result.stderr.lower().startswith("error: ") and result.stderr.count("\n") == 1


def test_every_command_explains_itself() -> None:
    for name in ("", *main.get_command(Context(main), "translate").commands):  # type: ignore[union-attr]
        result = CliRunner().invoke(main, ["translate", *([name] if name else []), "--help"])
        assert result.exit_code == 0 and "Usage:" in result.output


# --- files are never half-written ---


def test_an_interrupted_write_leaves_the_old_file_and_no_other(
    site: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    edited = contents(site)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", stop)
        run("accept", f"{site}/{BUSES}.fr.md#headway")
    assert contents(site) == edited
    run("accept", f"{site}/{BUSES}.fr.md#headway")
    assert contents(site) != edited
    assert [path.name for path in site.rglob(".*")] == [".gitattributes"]


def test_a_file_keeps_its_permissions_and_a_link_stays_a_link(site: Path, run: Run) -> None:
    path = site / f"{BUSES}.fr.md"
    path.rename(site.parent / "elsewhere.md")
    path.symlink_to(site.parent / "elsewhere.md")
    (site.parent / "elsewhere.md").chmod(0o640)
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    run("accept", str(path))
    assert path.is_symlink() and (site.parent / "elsewhere.md").stat().st_mode & 0o777 == 0o640


# --- old sources that are not remembered ---


@pytest.mark.parametrize("committed", [True, False])
def test_diff_finds_the_source_of_an_old_record_in_git_and_says_so_where_it_cannot(
    site: Path, run: Run, committed: bool
) -> None:
    write_old_records(site, forgotten=lambda _: True)
    git(site, "init", "-q")
    if committed:
        git(site, "add", "-A")
        git(site, "commit", "-qm", "one")
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    git(site, "add", "-A")
    git(site, "commit", "-qm", "two")
    edit(site / f"{BUSES}.en.md", "15 minutes", "10 minutes")
    for _ in ("before it is migrated", "after"):
        out = run("diff", f"{site}/{BUSES}.fr.md").out
        assert "10 minutes" in out and "never accepted" not in out
        assert ("before: Run every night line at a headway of 20 minutes." in out) is committed
        assert ("neither in translations/ nor in git" in out) is not committed
        assert "15 minutes" not in out
        run("migrate")


def test_what_was_never_accepted_is_to_be_checked_and_accepted_next(fresh: Path, run: Run) -> None:
    out = run("status", "--language", "ar").out
    assert "next: duizhao check, then, when it is good: duizhao translate accept" in out
    assert "translate diff" not in out
    run("accept", f"{BUSES}.ar.md#headway", "--language", "ar")
    run("accept", "actors.yml", "comparisons/trams.ar.md", "events.yml", "glossary.yml", "indicators.yml", "kinds.yml")
    run("accept", "pages/about.ar.md")
    assert next_steps(run, "ar")[0].endswith("translate accept places.yml@ar")
    run("accept", "places.yml", "references.yml", "reports/night-network/index.ar.md")
    assert next_steps(run, "ar")[0].endswith(f"translate accept {BUSES}.ar.md#title")
    run("accept", "--all")
    assert "translate accept" not in run("status", "--language", "ar").out


def test_a_statement_without_its_note_is_not_accepted_and_the_others_are(fresh: Path, run: Run) -> None:
    path = fresh / f"{BUSES}.fr.md"
    note = next(line for line in path.read_text(encoding="utf-8").split("\n") if line.startswith("    > "))
    edit(path, f"\n{note}\n", "")
    done = run("accept", f"{BUSES}.fr.md")
    assert done.code == 1 and total(done.out) == "8 unit(s) accepted."
    assert done.err.strip().endswith(f"{BUSES}.fr.md#workers lacks note-1.")
    assert unit_states(fresh)["fr", BUSES, "workers"] == "stale"
    assert unit_states(fresh)["fr", BUSES, "ridership"] == "current"
    assert run("accept", f"{BUSES}.fr.md#workers").code == 1
    edit(path, "{#workers}\n", f"{{#workers}}\n\n{note}\n")
    assert run("accept", f"{BUSES}.fr.md").code == 0
    assert unit_states(fresh)["fr", BUSES, "workers"] == "current"


def test_labels_are_filled_in_beside_those_of_other_languages(site: Path, run: Run) -> None:
    before = (site / "sectors.yml").read_text(encoding="utf-8")
    edit(site / "sectors.yml", ", fr: Bacs", "")
    done = run("start", "sectors.yml@fr")
    assert done.code == 0 and "1 label(s) to fill in, at fr:" in done.out
    assert (site / "sectors.yml").read_text(encoding="utf-8") == before.replace("fr: Bacs", 'fr: ""')
    assert unit_states(site)["fr", "sectors.yml", "ferries.label"] == "missing"
    assert run("start", "sectors.yml@fr").out == done.out
    edit(site / "sectors.yml", 'fr: ""', "fr: Bacs")
    assert run("start", "sectors.yml@fr").out == "sectors.yml@fr lacks nothing.\n"


def test_a_label_of_the_source_that_is_blank_is_an_error(site: Path) -> None:
    edit(site / "sectors.yml", "en: Ferries", 'en: ""')
    assert [problem.rule for problem in check_content(site)[2] if problem.level == "error"] == ["missing-source"]
