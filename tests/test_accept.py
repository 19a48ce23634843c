"""Accepting never takes what was not looked at; `status`, `diff` and `check` say the same of every unit."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from build_scripts.cli.main import main
from tests.conftest import FUZZ
from tests.test_cli_translate import Run, run, site, total  # noqa: F401
from tests.test_translations import BUSES, edit, find_files, unit_states

FRENCH = f"{BUSES}.fr.md"


def test_a_file_alone_leaves_what_went_stale_and_says_what_to_do(site: Path, run: Run) -> None:  # noqa: F811
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    edit(site / FRENCH, "Ouvrir les voies", "Ouvrir toutes les voies")
    done = run("accept", FRENCH)
    assert done.code == 0 and total(done.out) == "1 unit(s) accepted."
    assert f"accepted: {FRENCH}#tram-lanes" in done.out
    (left,) = [line for line in done.out.splitlines() if line.startswith("left: ")]
    assert left.startswith(f"left: {FRENCH}#headway: its source changed and its translation did not")
    look, then = re.findall(r"`duizhao translate ([^`]+)`", left)
    assert "15 minutes" in run(*look.split()).out
    assert total(run(*then.split()).out) == "1 unit(s) accepted."
    assert unit_states(site)["fr", BUSES, "headway"] == "current"


@pytest.mark.parametrize(
    "arguments", [[f"{FRENCH}#headway"], [FRENCH, "--unchanged"], [FRENCH, "#headway"], ["--all", "--unchanged"]]
)
def test_what_went_stale_is_accepted_when_asked_for(site: Path, run: Run, arguments: list[str]) -> None:  # noqa: F811
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    done = run("accept", *arguments, "--language", "fr")
    assert total(done.out) == "1 unit(s) accepted." and "left: " not in done.out
    assert unit_states(site)["fr", BUSES, "headway"] == "current"
    assert unit_states(site)["ar", BUSES, "headway"] == "stale"


def test_what_changed_with_its_source_is_taken(site: Path, run: Run) -> None:  # noqa: F811
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    edit(site / FRENCH, "20 minutes", "15 minutes")
    assert "its source and its translation changed" in run("diff", FRENCH).out
    assert total(run("accept", FRENCH).out) == "1 unit(s) accepted."


def test_another_reviewer_signs_only_what_is_accepted_now(site: Path, run: Run) -> None:  # noqa: F811
    edit(site / FRENCH, "Ouvrir les voies", "Ouvrir toutes les voies")
    run("accept", FRENCH, "--by", "Li Si")
    assert (site / f"translations/fr/{BUSES}.yml").read_text(encoding="utf-8").count("Li Si") == 1


def test_what_was_waved_through_stays_so_unless_it_is_named(site: Path, run: Run) -> None:  # noqa: F811
    edit(site / f"{BUSES}.en.md", "20 minutes", "20 Minutes")
    run("patch", f"{FRENCH}#headway")
    run("accept", FRENCH)
    assert unit_states(site)["fr", BUSES, "headway"] == "patched"


EDITS = (
    lambda path, chance: path.write_text(_with_words(path.read_text("utf-8"), chance), encoding="utf-8"),
    lambda path, chance: path.write_text(_spoilt(path.read_text("utf-8"), chance), encoding="utf-8"),
)


def _with_words(text: str, chance: random.Random) -> str:
    """Add a word to the end of a statement."""
    ends = [match.start() for match in re.finditer(r" \{#", text)]
    at = chance.choice(ends) if ends else len(text) - 1
    return f"{text[:at]} Oui.{text[at:]}"


def _spoilt(text: str, chance: random.Random) -> str:
    """Take a line out, or put it somewhere else."""
    lines = text.split("\n")
    line = lines.pop(chance.randrange(len(lines)))
    if chance.random() < 0.5:
        lines.insert(chance.randrange(len(lines)), line)
    return "\n".join(lines)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12 if FUZZ else 3))
def test_status_diff_and_check_say_the_same(site: Path, run: Run, seed: int) -> None:  # noqa: F811
    """After random edits of sources, translations, records and labels, and acceptances between them."""
    chance = random.Random(seed)
    for _ in range(8):
        kind = chance.randrange(4)
        if kind == 0:
            run("accept", *chance.choice([["--all"], [FRENCH], [f"{BUSES}.ar.md", "--unchanged"]]))
        elif kind == 1:
            path = chance.choice(sorted((site / "translations").rglob("*.yml")))
            path.write_text(_spoilt(path.read_text("utf-8"), chance), encoding="utf-8")
        else:
            path = chance.choice(sorted((site / "reports").rglob("*.md")))
            path.write_text(_with_words(path.read_text("utf-8"), chance), encoding="utf-8")
    said = run("status", "--format", "json").json
    checked = CliRunner().invoke(main, ["check", "--format", "json"]).stdout
    for file in find_files(site):
        stale = said[file.language][file.path]["stale_units"]
        out = run("diff", file.name).out
        shown = re.findall(r"^\S+#(\S+)$", out, re.MULTILINE)
        assert shown == stale, file.name
        if any(unit.recorded for unit in file.units):
            named = {unit for unit in stale if f"accept {file.address(unit)}`" in checked}
            assert named == set(stale), file.name
        causes = [line.strip() for line in out.splitlines() if line.startswith("  state: ")]
        assert len(causes) == len(stale)
