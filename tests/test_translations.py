"""The state of every unit: what makes it missing, current, stale or patched; where that is recorded and shown.

Also gives the other tests of translations their site: a copy of `transit` (English, Arabic, French) without records.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from build_scripts.content.load import load_content
from build_scripts.ground.problems import Problem, has_errors, render_text
from build_scripts.publish.build import build_site, check_content
from build_scripts.translation.accept import choose_units, record_units
from build_scripts.translation.edits import find_entry, start_translation
from build_scripts.translation.record import read_record, record_path
from build_scripts.translation.state_checks import check_states
from build_scripts.translation.states import FileState, State, find_states, translation_path
from build_scripts.translation.units import label_files, markdown_units
from tests.searched import built_entries

SITES = Path(__file__).resolve().parent / "sites" / "valid"
BUSES = "reports/night-network/buses"
Key = tuple[str, str, str]


def copy_transit(folder: Path) -> Path:
    """Copy the site of three languages into `folder/content`, without any record of what was accepted."""
    root = shutil.copytree(SITES / "transit", folder / "content")
    shutil.rmtree(root / "translations")
    return root


@cache
def _accepted() -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory()
    record(copy_transit(Path(folder.name)))
    return folder


def copy_accepted(folder: Path) -> Path:
    """Copy the same site with everything accepted that is translated."""
    return shutil.copytree(Path(_accepted().name) / "content", folder / "content")


def find_files(root: Path) -> tuple[FileState, ...]:
    """Give the state of every file; there must be no problem with the records."""
    states, problems = find_states(load_content(root)[0])
    assert not problems, render_text(problems)
    return states


def file_state(root: Path, path: str) -> FileState:
    """Give the state of the translation with this path."""
    return next(file for file in find_files(root) if file.path == path)


def unit_states(root: Path) -> dict[Key, State]:
    """Give the state of every unit by language, path without language, and unit."""
    return {
        (file.language, file.path.replace(f".{file.language}.md", ""), unit.id): unit.state
        for file in find_files(root)
        for unit in file.units
    }


def record(root: Path, patched: bool = False, only: Callable[[Key], bool] = lambda _: True) -> None:
    """Accept (or wave through) what is translated."""
    content = load_content(root)[0]
    for file in find_states(content)[0]:
        stem = file.path.replace(f".{file.language}.md", "")
        units = [unit for unit in choose_units(file, []) if only((file.language, stem, unit.id))]
        if units:
            write(record_units(content, file, units, patched))


def write(files: dict[Path, str]) -> None:
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    """Change a text that must stand in the file just once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path} has {text.count(old)} × {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def forget(path: Path, unit: str) -> None:
    """Take what a record says of a unit out of it."""
    text, count = re.subn(rf'^"{re.escape(unit)}": .*$', f'# "{unit}":', path.read_text("utf-8"), flags=re.MULTILINE)
    assert count == 1
    path.write_text(text, encoding="utf-8")


def contents(root: Path) -> dict[str, bytes]:
    """Give the bytes of every file by its path."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The site with nothing accepted yet, in the current folder."""
    monkeypatch.chdir(tmp_path)
    return copy_transit(tmp_path)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The site with everything accepted that is translated, in the current folder."""
    monkeypatch.chdir(tmp_path)
    return copy_accepted(tmp_path)


# --- states ---


def test_a_translation_that_was_never_accepted_is_not_current(fresh: Path) -> None:
    assert set(unit_states(fresh).values()) == {"stale", "missing"}


def test_what_was_accepted_is_current(site: Path) -> None:
    found = unit_states(site)
    assert set(found.values()) == {"current", "missing"}
    missing = {key[:2] for key, state in found.items() if state == "missing"}
    assert missing == {
        ("ar", "pages/methods"),
        ("ar", "reports/step-free/index"),
        ("ar", "reports/step-free/stations"),
        ("fr", "reports/step-free/stations"),
    }
    assert found["fr", "reports/step-free/stations", "ferry-piers"] == "missing"


def test_every_file_is_listed_in_every_language_sorted(site: Path) -> None:
    files = find_files(site)
    own = {language: [file for file in files if file.language == language] for language in ("ar", "fr")}
    assert [file.language for file in files] == [*["ar"] * len(own["ar"]), *["fr"] * len(own["fr"])]
    for group in own.values():
        assert [file.path for file in group] == sorted(file.path for file in group)
    assert [f.path.replace(".ar.md", "") for f in own["ar"]] == [f.path.replace(".fr.md", "") for f in own["fr"]]


def test_counts_add_up(site: Path) -> None:
    for file in find_files(site):
        assert sum(file.counts.values()) == len(file.units)


@pytest.mark.parametrize(
    ("old", "new", "unit"),
    [
        ("title: Les bus de nuit\n", "", "title"),
        ("title: Les bus de nuit\n", "title:\n", "title"),
        ("section: Chapitre 2\n", "section:\n", "section"),
        ("Les bus de nuit transportent autant de travailleurs postés que de noctambules.\n", "", "intro"),
        ("## Ce qu’il faut faire", "##", "heading-2"),
        ("- Ouvrir les voies de tramway aux bus de nuit. {#tram-lanes}", "- {#tram-lanes}", "tram-lanes"),
        ("- Ouvrir les voies de tramway aux bus de nuit. {#tram-lanes}\n", "", "tram-lanes"),
    ],
)
def test_a_unit_without_text_is_missing(site: Path, old: str, new: str, unit: str) -> None:
    before = unit_states(site)
    edit(site / f"{BUSES}.fr.md", old, new)
    after = unit_states(site)
    assert {key for key in before if before[key] != after[key]} == {("fr", BUSES, unit)}
    assert after["fr", BUSES, unit] == "missing"


def test_a_label_without_text_is_missing(site: Path) -> None:
    edit(site / "sectors.yml", ", fr: Bacs", "")
    assert unit_states(site)["fr", "sectors.yml", "ferries.label"] == "missing"
    assert unit_states(site)["ar", "sectors.yml", "ferries.label"] == "current"


def test_an_edited_translation_is_not_what_was_accepted(site: Path) -> None:
    """Until somebody accepts it, or it says again what it said."""
    before, path = unit_states(site), site / f"{BUSES}.fr.md"
    edit(path, "Ouvrir les voies de tramway", "Ne pas ouvrir les voies de tramway")
    assert unit_states(site) == before | {("fr", BUSES, "tram-lanes"): "stale"}
    (problem,) = problems_of(site)
    assert (problem.rule, problem.level) == ("stale-translation", "warning")
    assert "changed since it was accepted" in problem.message
    edit(path, "Ne pas ouvrir les voies de tramway", "Ouvrir  les voies de tramway")  # white space means nothing
    assert unit_states(site) == before
    edit(path, "Ouvrir  les voies de tramway", "Ouvrir toutes les voies de tramway")
    record(site, only=lambda key: key == ("fr", BUSES, "tram-lanes"))
    assert unit_states(site) == before


def test_a_record_that_does_not_say_which_translation_was_accepted_holds_for_any(site: Path) -> None:
    for path in (site / "translations").rglob("*.yml"):
        path.write_text(re.sub(r', as: "[0-9a-f]{10}"', "", path.read_text(encoding="utf-8")), encoding="utf-8")
    before = unit_states(site)
    edit(site / f"{BUSES}.fr.md", "Ouvrir les voies de tramway", "Ouvrir toutes les voies de tramway")
    assert unit_states(site) == before


def source_units(root: Path) -> Iterator[tuple[str, str, Path, str, int]]:
    """Give every source unit: stem, id, file, first line of a piece, and number of that line."""
    content = load_content(root)[0]
    for _, group in content.groups:
        entry = group["en"]
        stem = entry.path.relative_to(root).as_posix().removesuffix(".en.md")
        for unit in markdown_units(entry).values():
            for piece in unit.pieces.values():
                yield stem, unit.id, entry.path, piece.split("\n")[0], unit.place.line
    for labels in label_files(content):
        for unit in labels.units["en"].values():
            yield labels.path.relative_to(root).as_posix(), unit.id, labels.path, unit.text, unit.place.line


def test_editing_one_source_text_makes_exactly_one_unit_stale_in_every_language(site: Path) -> None:
    before = unit_states(site)
    tried = 0
    for stem, unit, path, text, first_line in list(source_units(site)):
        was = path.read_text(encoding="utf-8")
        lines = was.split("\n")
        no = next(no for no in range(first_line - 1, len(lines)) if text in lines[no])
        lines[no] = lines[no].replace(text, f"Now {text}", 1)
        path.write_text("\n".join(lines), encoding="utf-8")
        after = unit_states(site)
        changed = {key for key in before if before[key] != after[key]}
        wanted = {key for key in before if key[1:] == (stem, unit) and before[key] == "current"}
        assert changed == wanted, (stem, unit)
        assert {after[key] for key in changed} <= {"stale"}
        path.write_text(was, encoding="utf-8")
        tried += bool(changed)
    assert tried > 40


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (f"{BUSES}.en.md", "Run every night line at", "Run  every night line at "),
        (f"{BUSES}.en.md", "- Let night buses use the tram lanes.", "- Let night buses\n  use the tram lanes."),
        (f"{BUSES}.en.md", "20 minutes.", "20 minutes．"),
        (f"{BUSES}.en.md", "12,500 trips a day", "１２，５００ trips a day"),
        (
            f"{BUSES}.en.md",
            '{#tram-lanes actor="council operator" also=trams}',
            '{also=trams #tram-lanes actor="council"}',
        ),
        (f"{BUSES}.en.md", "{#ridership cites=counts}", "{cites=counts #ridership}"),
        (f"{BUSES}.en.md", "{kind=observation actor=riders}", "{actor=riders kind=observation}"),
        (f"{BUSES}.en.md", "    > Editor's note: the", "    > Editor’s note:  the"),
        (f"{BUSES}.en.md", "Night buses carry", "<!-- a remark -->\nNight buses carry"),
        ("sectors.yml", "label: {en: Ferries,", 'label: {en: " Ferries ",'),
        ("kinds.yml", "{en: Goal, ar: هدف, fr: Objectif}", "{fr: Objectif, en: Goal, ar: هدف}"),
    ],
)
def test_an_edit_that_changes_no_meaning_changes_no_state(site: Path, file: str, old: str, new: str) -> None:
    before = unit_states(site)
    edit(site / file, old, new)
    assert unit_states(site) == before


def test_a_new_statement_is_missing_and_nothing_else_changes(site: Path) -> None:
    before = unit_states(site)
    line = '- Run every night line at a headway of 20 minutes. {#headway key page="14-15"}\n'
    edit(site / f"{BUSES}.en.md", line, f"- Paint them yellow. {{#paint}}\n{line}")
    after = unit_states(site)
    assert {key: state for key, state in after.items() if before.get(key) != state} == {
        ("ar", BUSES, "paint"): "missing",
        ("fr", BUSES, "paint"): "missing",
    }


def test_statements_may_change_places(site: Path) -> None:
    """The id is what counts, not the position."""
    before = unit_states(site)
    for language in ("en", "ar", "fr"):
        path = site / f"{BUSES}.{language}.md"
        text = path.read_text(encoding="utf-8")
        one, other = re.findall(r"^- .*\{#(?:headway|tram-lanes).*\n", text, re.MULTILINE)
        path.write_text(text.replace(one + other, other + one), encoding="utf-8")
    assert unit_states(site) == before


NEW_SECTION = {
    "en": "## Where it began {kind=observation actor=riders}\n\n- The first line ran in 1919. {#began}\n\n",
    "ar": "## البداية\n\n- سار أول خط سنة 1919. {#began}\n\n",
    "fr": "## Les débuts\n\n- La première ligne a roulé en 1919. {#began}\n\n",
}


def add_section(site: Path, language: str, before: int) -> None:
    path = site / f"{BUSES}.{language}.md"
    parts = re.split(r"(?m)^(?=## )", path.read_text(encoding="utf-8"))
    parts.insert(before, NEW_SECTION[language])
    path.write_text("".join(parts), encoding="utf-8")


@pytest.mark.parametrize("before", [1, 2])
def test_a_new_section_leaves_the_state_of_the_headings_after_it(site: Path, before: int) -> None:
    was = unit_states(site)
    for language in NEW_SECTION:
        add_section(site, language, before)
    new = ("began", f"heading-{before}")
    states = unit_states(site)
    assert {key for key, state in states.items() if state != "current"} == {
        *((language, BUSES, unit) for language in ("ar", "fr") for unit in new),
        *(key for key, state in was.items() if state != "current"),
    }
    assert not file_state(site, f"{BUSES}.fr.md").unit(f"heading-{before}").record  # type: ignore[union-attr]
    record(site, only=lambda key: key[1:] == (BUSES, "began"))  # what is recorded gets the new numbers
    assert unit_states(site) == states | {(language, BUSES, "began"): "current" for language in ("ar", "fr")}
    found = file_state(site, f"{BUSES}.fr.md").record.entries
    assert ("heading-3" in found, f"heading-{before}" in found) == (True, False)


def test_a_section_that_is_gone_leaves_the_state_of_the_others(site: Path) -> None:
    for language in NEW_SECTION:
        path = site / f"{BUSES}.{language}.md"
        text = path.read_text(encoding="utf-8")
        path.write_text("## ".join(text.split("## ")[::2]), encoding="utf-8")
    assert {state for key, state in unit_states(site).items() if key[1] == BUSES} == {"current"}


def test_accepting_before_a_section_is_taken_out_here_too_loses_no_record(site: Path) -> None:
    before = unit_states(site)
    texts = {language: (site / f"{BUSES}.{language}.md").read_text(encoding="utf-8") for language in NEW_SECTION}
    for language, text in texts.items():
        head, _, other = re.split(r"(?m)^(?=## )", text)
        (site / f"{BUSES}.{language}.md").write_text(f"{head}{other}", encoding="utf-8")
        if language == "en":
            record(site, only=lambda key: key[2] in ("title", "headway"))
            assert not [
                problem
                for problem in problems_of(site)
                if '"heading-' in problem.message and "no unit" in problem.message
            ]
    states = {key: state for key, state in unit_states(site).items() if key[1] == BUSES}
    assert len(states) == 12 and set(states.values()) == {"current"}
    record(site, only=lambda key: key[2] == "title")
    assert not [problem for problem in problems_of(site) if problem.rule == "unknown-unit"]
    assert {key: state for key, state in before.items() if key[1] != BUSES}.items() <= unit_states(site).items()


def test_sections_may_change_places(site: Path) -> None:
    before = unit_states(site)
    for language in NEW_SECTION:
        path = site / f"{BUSES}.{language}.md"
        head, one, other = re.split(r"(?m)^(?=## )", path.read_text(encoding="utf-8"))
        path.write_text(f"{head}{other}\n{one}", encoding="utf-8")
    assert unit_states(site) == before


PROSE = {"en": "## {one}\n\nFirst.\n\n## {other}\n\nSecond.\n", "fr": "## {one}\n\nUn.\n\n## {other}\n\nDeux.\n"}


@pytest.mark.parametrize(("is_anchored", "expected"), [(True, "current"), (False, "stale")])
def test_a_record_follows_only_where_an_id_shows_whose_translation_it_is(
    site: Path, is_anchored: bool, expected: str
) -> None:
    """Without ids, nobody knows whether the translation was moved as its source was."""
    ids = (" {#a}", " {#b}") if is_anchored else ("", "")
    paths = {language: site / f"pages/about.{language}.md" for language in PROSE}
    heads = {language: path.read_text(encoding="utf-8").split("\n---\n")[0] for language, path in paths.items()}
    for language, body in PROSE.items():
        text = body.format(one=f"One {language}{ids[0]}", other=f"Other {language}{ids[1]}")
        paths[language].write_text(f"{heads[language]}\n---\n\n{text}", encoding="utf-8")
    record(site)
    for path in paths.values():
        head, one, other = re.split(r"(?m)^(?=## )", path.read_text(encoding="utf-8"))
        path.write_text(f"{head}{other}\n{one}", encoding="utf-8")
    units = file_state(site, "pages/about.fr.md").units
    found = {unit.state for unit in units if unit.id.startswith(("heading-", "prose-"))}
    assert found == {expected}


def test_a_section_that_only_the_source_moved_is_not_current(site: Path) -> None:
    path = site / f"{BUSES}.en.md"
    head, one, other = re.split(r"(?m)^(?=## )", path.read_text(encoding="utf-8"))
    path.write_text(f"{head}{other}\n{one}", encoding="utf-8")
    found = {key: state for key, state in unit_states(site).items() if key[1] == BUSES and "heading" in key[2]}
    assert set(found.values()) == {"stale"}
    assert len(found) == 4


def test_a_new_edit_after_accepting_is_stale_again(site: Path) -> None:
    path = site / f"{BUSES}.en.md"
    edit(path, "20 minutes", "15 minutes")
    record(site)
    assert "stale" not in unit_states(site).values()
    edit(path, "15 minutes", "10 minutes")
    stale = {key for key, state in unit_states(site).items() if state == "stale"}
    assert stale == {("ar", BUSES, "headway"), ("fr", BUSES, "headway")}


def test_going_back_to_the_accepted_source_is_current_again(site: Path) -> None:
    before = unit_states(site)
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    edit(site / f"{BUSES}.en.md", "15 minutes", "20 minutes")
    assert unit_states(site) == before


def test_waving_through_makes_patched_in_that_language_alone(site: Path) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "20 Minutes")
    record(site, patched=True, only=lambda key: key == ("fr", BUSES, "headway"))
    found = unit_states(site)
    assert found["fr", BUSES, "headway"] == "patched"
    assert found["ar", BUSES, "headway"] == "stale"
    assert [state for state in found.values() if state == "patched"] == ["patched"]


def test_what_was_waved_through_can_become_stale_and_be_accepted(site: Path) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "20 Minutes")
    record(site, patched=True)
    edit(site / f"{BUSES}.en.md", "20 Minutes", "15 minutes")
    assert unit_states(site)["fr", BUSES, "headway"] == "stale"
    assert file_state(site, f"{BUSES}.fr.md").unit("headway").old_source.endswith("20 minutes.")  # type: ignore[union-attr]
    record(site)
    assert unit_states(site)["fr", BUSES, "headway"] == "current"


def test_waving_through_leaves_what_is_current(site: Path) -> None:
    before = contents(site)
    record(site, patched=True)
    assert contents(site) == before


def test_the_old_source_is_remembered_with_its_notes(site: Path) -> None:
    edit(site / f"{BUSES}.en.md", "Half of all night riders", "Two thirds of all night riders")
    unit = file_state(site, f"{BUSES}.fr.md").unit("workers")
    assert unit is not None
    assert unit.old_source.startswith("Half of all night riders")
    assert "one week in May" in unit.old_source


# --- where it is recorded ---


def test_records_lie_in_the_translations_folder_alone(fresh: Path) -> None:
    before = contents(fresh)
    record(fresh)
    after = contents(fresh)
    new = {name for name in after if before.get(name) != after[name]}
    assert {name.partition("/")[0] for name in new} == {"translations"}
    assert f"translations/fr/{BUSES}.yml" in new and "translations/.gitattributes" in new
    assert not new & before.keys()


def test_accepting_again_changes_no_byte(site: Path) -> None:
    before = contents(site)
    record(site)
    assert contents(site) == before


def test_records_do_not_depend_on_time_or_place(tmp_path: Path) -> None:
    found = []
    for name in ("one", "other"):
        root = copy_transit(tmp_path / name)
        record(root)
        found.append(contents(root))
    assert found[0] == found[1]


def test_no_git_and_no_other_program_is_asked(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a program was started")

    monkeypatch.setattr(subprocess.Popen, "__init__", refuse)
    record(fresh)
    edit(fresh / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    unit = file_state(fresh, f"{BUSES}.fr.md").unit("headway")
    assert unit is not None and unit.state == "stale" and unit.old_source.endswith("20 minutes.")


def test_the_record_of_a_language_is_its_own(site: Path) -> None:
    shutil.rmtree(site / "translations" / "ar")
    found = unit_states(site)
    assert found["fr", "sectors.yml", "buses.label"] == "current"
    assert found["ar", "sectors.yml", "buses.label"] == "stale"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a: [", "broken-yaml"),
        ("a: {b: 1, b: 2}\n", "duplicate-key"),
        ("a: 1\n", "invalid-value"),
        ("", "empty-file"),
        (b"\xff\xfe", "not-utf-8"),
        ("- &a b\n- *a\n", "yaml-alias"),
    ],
)
def test_records_that_cannot_be_read_are_problems(site: Path, text: str | bytes, rule: str) -> None:
    content = load_content(site)[0]
    path = record_path(content.root, "en", "fr", site / f"{BUSES}.en.md")
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    states, problems = find_states(content)
    assert {problem.level for problem in problems} == {"warning"}
    assert rule in {problem.rule for problem in problems}
    assert {problem.path for problem in problems} == {"content/translations/fr/reports/night-network/buses.yml"}
    assert {unit.state for file in states if file.path == f"{BUSES}.fr.md" for unit in file.units} == {"stale"}
    assert not has_errors(check_content(site)[2])


def test_paths() -> None:
    content = load_content(SITES / "transit")[0]
    source = content.root / f"{BUSES}.en.md"
    assert translation_path(source, "en", "ar") == content.root / f"{BUSES}.ar.md"
    path = record_path(content.root, "en", "ar", source)
    assert path == content.root / "translations" / "ar" / f"{BUSES}.yml"
    sectors = record_path(content.root, "en", "fr", content.root / "sectors.yml")
    assert sectors == content.root / "translations" / "fr" / "sectors.yml"
    record, problems = read_record(content.root / "translations" / "de" / "sectors.yml")
    assert not record.exists and not record.entries and not problems


# --- what `check` says of it ---


def problems_of(root: Path) -> list[Problem]:
    content = load_content(root)[0]
    return sorted(check_states(find_states(content)[0], content))


def test_nothing_is_said_of_what_is_up_to_date_or_missing(site: Path) -> None:
    assert problems_of(site) == []


def test_a_stale_unit_is_a_warning_at_its_line_in_every_language(site: Path) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    found = problems_of(site)
    assert [(problem.path, problem.rule, problem.level) for problem in found] == [
        (f"content/{BUSES}.{language}.md", "stale-translation", "warning") for language in ("ar", "fr")
    ]
    for problem in found:
        line = Path(problem.path).read_text(encoding="utf-8").split("\n")[problem.line - 1]
        assert line.endswith("{#headway}")
        address = f"{problem.path.removeprefix('content/')}#headway"
        assert "headway" in problem.message
        assert f"translate diff {address}`" in problem.hint and f"translate accept {address}`" in problem.hint


def test_what_was_never_accepted_is_told_apart(fresh: Path) -> None:
    found = problems_of(fresh)
    assert all("accepted" in problem.message and "translate accept" in problem.hint for problem in found)


def test_a_record_of_what_the_source_no_longer_has_is_said_and_dropped(site: Path) -> None:
    for language in ("en", "ar", "fr"):
        path = site / f"{BUSES}.{language}.md"
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"^- .*\{#tram-lanes.*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    assert [(problem.rule, "tram-lanes" in problem.message) for problem in problems_of(site)] == [
        ("unknown-unit", True),
        ("unknown-unit", True),
    ]
    record(site)
    assert problems_of(site) == []
    assert "tram-lanes" not in (site / "translations" / "fr" / f"{BUSES}.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("\n\n    > Note de la rédaction : l’étude ne porte que sur une semaine de mai.", "", "lacks note-1"),
        ("une semaine de mai.", "une semaine de mai.\n\n    > Une autre note.", "has note-2"),
        ("{#ridership}", "{#ridership}\n\n    Encore un mot.\n", "has details"),
    ],
)
def test_what_goes_with_a_statement_goes_with_its_translation(site: Path, old: str, new: str, said: str) -> None:
    edit(site / f"{BUSES}.fr.md", old, new)
    (problem,) = [each for each in problems_of(site) if each.rule != "stale-translation"]
    assert (problem.rule, problem.level) == ("differs-from-source", "error")
    assert said in problem.message


# --- on the site ---


class Pages:
    """A built site, its pages parsed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __getitem__(self, path: str) -> html.HtmlElement:
        return html.fromstring((self.root / path / "index.html").read_text(encoding="utf-8"))

    def article(self, path: str) -> html.HtmlElement:
        return self[path].find_class("md-content__inner")[0]

    def targets(self, path: str, element: html.HtmlElement) -> list[tuple[html.HtmlElement, str, str]]:
        """Give the links within the site in an element: the link, the path it leads to, its anchor.

        What stands in a `<template>` is no link before the script has filled it in.
        """
        found = []
        for link in element.xpath(".//a[not(ancestor::template)]"):
            address = urlsplit(urljoin(f"https://site/{path}", link.get("href", "")))
            if address.netloc == "site":
                found.append((link, address.path.strip("/").removesuffix("index.html"), address.fragment))
        return found


def statement_of(article: html.HtmlElement, identifier: str) -> html.HtmlElement:
    """Give a statement on a page: its own, or one that leads to it."""
    (found,) = (
        item
        for item in article.find_class("dz-statement")
        if any(link.get("href", "").endswith(f"#{identifier}") for link in item.find_class("dz-permalink"))
    )
    return found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The site as it looks in the midst of work: stale units, a half-filled page, one just started."""
    folder = tmp_path_factory.mktemp("marks")
    root = copy_transit(folder)
    methods = root / "pages" / "methods.en.md"
    more = (
        "\n## Counting {#counting}\n\nWe count riders by hand.\n\n## Asking {#asking}\n\nWe ask riders at the stop.\n"
    )
    methods.write_text(methods.read_text(encoding="utf-8") + more, encoding="utf-8")
    (root / "pages" / "methods.fr.md").write_text(
        "---\ntitle: Méthode\nnav: 2\n---\nChaque phrase dit une seule chose et reste fidèle à l’étude.\n\n"
        "## Compter {#counting}\n\nNous comptons les voyageurs à la main.\n\n## {#asking}\n",
        encoding="utf-8",
    )
    for language, words in (("en", "See [Methods]"), ("ar", "وانظر [المناهج]"), ("fr", "Voir la [méthode]")):
        about = root / "pages" / f"about.{language}.md"
        about.write_text(f"{about.read_text(encoding='utf-8').rstrip()} {words}(ref:methods).\n", encoding="utf-8")
    record(root)
    content = load_content(root)[0]
    started = root / "reports" / "step-free" / "index.ar.md"
    found = find_entry(content, started)
    assert found
    write({started: start_translation(found[0])})
    edit(root / f"{BUSES}.en.md", "Run every night line", "Run each night line")
    edit(root / f"{BUSES}.en.md", "Night buses carry", "Night buses still carry")
    edit(root / "sectors.yml", "{en: Trams,", "{en: Trams and light rail,")
    edit(root / "actors.yml", "en: Operator", "en: Operators")
    edit(root / "kinds.yml", "en: Measure", "en: Measures")
    edit(root / "kinds.yml", "en: Launch", "en: Launches")
    edit(root / "places.yml", "en: City centre", "en: The centre")
    result = build_site(root, folder / "site")
    assert not result.failed, render_text(result.problems)
    return Pages(folder / "site")


def alternates(page: html.HtmlElement) -> set[str]:
    return {link.get("hreflang") for link in page.iterfind(".//head/link[@hreflang]")} - {"x-default"}


def main_text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def true_language(element: html.HtmlElement) -> str:
    """Give the `lang` that holds for an element."""
    return next(found for node in (element, *element.iterancestors()) if (found := node.get("lang")))


def test_a_page_without_translation_shows_the_source_under_its_true_language(pages: Pages) -> None:
    article = pages.article("ar/reports/step-free/stations")
    texts = ["Stations", "Where we are", "By 2030, every station can be used without a step."]
    for text in texts:
        (element,) = [node for node in article.iter() if isinstance(node.tag, str) and main_text(node) == text][-1:]
        assert true_language(element) == "en", text
    notice = article.find_class("dz-notice")
    assert len(notice) == 1 and true_language(notice[0]) == "ar"


def test_a_page_without_translation_has_no_hreflang_and_the_source_as_canonical(pages: Pages) -> None:
    page = pages["ar/reports/step-free/stations"]
    assert alternates(page) == set()
    (canonical,) = page.xpath("//link[@rel='canonical']/@href")
    assert canonical.endswith("/en/reports/step-free/stations/")


def test_its_other_versions_do_not_name_it(pages: Pages) -> None:
    assert alternates(pages["en/reports/step-free/stations"]) == {"en", "fr"}
    assert alternates(pages["fr/reports/step-free/stations"]) == {"en", "fr"}
    assert alternates(pages["en/reports/night-network/buses"]) == {"en", "ar", "fr"}
    assert "/ar/reports/step-free/stations/" not in (pages.root / "sitemap.xml").read_text(encoding="utf-8")


def test_a_page_that_was_only_started_counts_as_untranslated(pages: Pages) -> None:
    page = pages["ar/reports/step-free"]
    assert alternates(page) == set()
    assert "A guide to lifts" in main_text(pages.article("ar/reports/step-free"))


def test_the_comments_of_a_started_file_are_not_on_the_site(pages: Pages) -> None:
    for path in sorted((pages.root / "ar").rglob("*.html")):
        comments = re.findall(r"<!--.*?-->", path.read_text(encoding="utf-8"), re.DOTALL)
        assert not [comment for comment in comments if "guide to lifts" in comment or "Stations without" in comment]
    own = [entry for entry in built_entries(pages.root, "ar").values() if entry["kind"] != "handbook"]  # speaks of them
    assert own and "<!--" not in json.dumps(own)


@pytest.mark.parametrize("path", ["fr/reports/step-free/stations", "fr/sectors/ferries"])
def test_a_missing_unit_shows_the_source_and_a_notice(pages: Pages, path: str) -> None:
    article = pages.article(path)
    statement = statement_of(article, "ferry-piers")
    (text,) = statement.find_class("dz-text")
    assert text.get("lang") == "en" and "New ferry piers" in main_text(text)
    (notice,) = statement.find_class("dz-fallback")
    assert true_language(notice) == "fr"


def test_only_the_missing_unit_is_marked(pages: Pages) -> None:
    article = pages.article("fr/reports/step-free/stations")
    (said,) = article.find_class("dz-fallback")
    assert not article.find_class("dz-notice")
    marked = [node for node in article.iterfind(".//*[@lang]") if node.tag != "a"]
    assert [node.get("lang") for node in marked if node.getparent() is not said] == ["en"]
    assert [(node.get("lang"), node.text) for node in said] == [("en", "English")]


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("page", ["reports/night-network/buses", "sectors/buses"])
def test_a_stale_statement_is_marked_beside_itself_with_a_link_to_its_source(
    pages: Pages, language: str, page: str
) -> None:
    path = f"{language}/{page}"
    article = pages.article(path)
    marked = [item for item in article.find_class("dz-statement") if item.find_class("dz-stale")]
    assert marked == [statement_of(article, "headway")]
    ((link, target, anchor),) = pages.targets(f"{path}/", marked[0].find_class("dz-stale")[0])
    assert (target, anchor, link.get("hreflang")) == ("en/reports/night-network/buses", "headway", "en")
    assert pages.article(target).get_element_by_id(anchor) is not None


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_stale_intro_is_marked_with_a_link_to_its_source(pages: Pages, language: str) -> None:
    path = f"{language}/reports/night-network/buses"
    marks = pages.article(path).find_class("dz-stale")
    links = [target for mark in marks for _, target, anchor in pages.targets(f"{path}/", mark) if anchor != "headway"]
    assert links == ["en/reports/night-network/buses"]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_stale_label_is_marked_on_its_page(pages: Pages, language: str) -> None:
    assert pages.article(f"{language}/sectors/trams").find_class("dz-stale")
    assert not pages.article(f"{language}/sectors/ferries").find_class("dz-stale")


@pytest.mark.parametrize(
    ("path", "anchor"),
    [("recommendations", "actor-operator"), ("timeline", "kind-launch"), ("sectors/buses", "measure")],
)
def test_a_stale_label_of_an_actor_or_kind_is_marked_once_where_its_section_begins(
    pages: Pages, path: str, anchor: str
) -> None:
    article = pages.article(f"fr/{path}")
    marks = [mark for mark in article.find_class("dz-stale") if mark.tag == "small"]
    assert len(marks) == 1
    ((_, target, found),) = pages.targets(f"fr/{path}/", marks[0])
    assert (target, found) == (f"en/{path}", anchor)


def test_a_stale_label_of_a_place_is_said_at_the_head_of_the_figures(pages: Pages) -> None:
    (notice,) = pages.article("fr/figures").find_class("dz-notice")
    assert main_text(notice).endswith("Centre-ville.")
    assert not pages.article("en/figures").find_class("dz-notice")


def test_a_page_without_translation_says_so_once(pages: Pages) -> None:
    """The notice at its head is enough; on other pages its statements are marked one by one."""
    article = pages.article("ar/reports/step-free/stations")
    assert len(article.find_class("dz-notice")) == 1
    assert article.find_class("dz-statement") and not article.find_class("dz-fallback")
    assert pages.article("ar/sectors/ferries").find_class("dz-fallback")


def test_the_source_language_is_never_marked(pages: Pages) -> None:
    for path in sorted((pages.root / "en").rglob("*.html")):
        page = html.fromstring(path.read_text(encoding="utf-8"))
        article = page.find_class("md-content__inner")
        if article and path.parent.name != "translation":
            assert not article[0].find_class("dz-stale") + article[0].find_class("dz-fallback"), path


def test_missing_units_of_a_page_of_prose_show_the_source_too(pages: Pages) -> None:
    article = pages.article("fr/methods")
    assert "Nous comptons les voyageurs" in main_text(article)
    shown = [node for node in article.iter("p") if main_text(node) == "We ask riders at the stop."]
    assert len(shown) == 1 and true_language(shown[0]) == "en"
    (heading,) = [node for node in article.iter("h2") if node.get("id") == "asking"]
    assert "Asking" in main_text(heading)


def test_links_to_untranslated_pages_carry_the_mark_of_their_language(pages: Pages) -> None:
    untranslated = {
        path.parent.relative_to(pages.root).as_posix()
        for path in (pages.root / "ar").rglob("index.html")
        if not alternates(html.fromstring(path.read_text(encoding="utf-8")))
    }
    handbook = {"ar/edit", "ar/translate"}
    assert untranslated == {"ar/methods", "ar/reports/step-free", "ar/reports/step-free/stations"} | handbook
    unmarked, marked = set(), set()
    for path in sorted((pages.root / "ar").rglob("index.html")):
        here = path.parent.relative_to(pages.root).as_posix()
        for link, target, _ in pages.targets(f"{here}/", pages.article(here)):
            if target != here and "hreflang" not in link.attrib and target in untranslated:
                unmarked.add((here, link.get("href")))
            if target.startswith("ar") and target not in untranslated and link.get("hreflang") not in (None, "ar"):
                marked.add((here, link.get("href")))
    assert not unmarked
    assert not marked


def test_no_link_promises_a_language_that_is_not_there(pages: Pages) -> None:
    wrong = set()
    for path in sorted(pages.root.rglob("index.html")):
        here = path.parent.relative_to(pages.root).as_posix()
        page = html.fromstring(path.read_text(encoding="utf-8"))
        for article in page.find_class("md-content__inner"):
            for link, target, _ in pages.targets(f"{here}/", article):
                language = link.get("hreflang")
                promised = bool(language) and target.startswith(f"{language}/")
                if promised and language not in alternates(pages[target]):
                    wrong.add((here, target))
    assert not wrong


def test_the_mark_of_a_link_names_the_language(pages: Pages) -> None:
    links = [
        link for link, target, _ in pages.targets("ar/reports/", pages.article("ar/reports")) if "step-free" in target
    ]
    assert links
    for link in links:
        assert link.get("hreflang") == "en"
        assert "English" in main_text(link)


def section_of(pages: Pages, page_language: str, language: str) -> list[html.HtmlElement]:
    """Give what stands under a language's heading on the page of the translation's state."""
    heading = pages.article(f"{page_language}/translation").get_element_by_id(language)
    found = []
    for node in heading.itersiblings():
        if node.tag == "h2":
            break
        found.append(node)
    return found


@pytest.mark.parametrize("page_language", ["en", "ar", "fr"])
def test_the_translation_page_shows_every_file_with_a_link_to_edit_it(pages: Pages, page_language: str) -> None:
    for language in ("ar", "fr"):
        found = section_of(pages, page_language, language)
        links = {link.get("href"): link.text_content() for node in found for link in node.iter("a")}
        for name in (f"{BUSES}.{language}.md", f"reports/step-free/stations.{language}.md", "sectors.yml"):
            assert f"https://git.example.org/transit/edit/main/content/{name}" in links


@pytest.mark.parametrize("page_language", ["en", "ar", "fr"])
def test_the_translation_page_lists_stale_and_missing_units_with_links_to_them(
    pages: Pages, page_language: str
) -> None:
    for language in ("ar", "fr"):
        found = section_of(pages, page_language, language)
        links = [place for node in found for place in pages.targets(f"{page_language}/translation/", node)]
        here = {(target, anchor) for link, target, anchor in links if "headway" in link.text_content()}
        assert here == {(f"{language}/reports/night-network/buses", "headway")}
    missing = {(target, anchor) for _, target, anchor in links}
    assert ("fr/reports/step-free/stations", "ferry-piers") in missing


def test_the_translation_page_counts_as_the_states_do(pages: Pages) -> None:
    root = pages.root.parent / "content"
    for language in ("ar", "fr"):
        files = [file for file in find_files(root) if file.language == language]
        counts = [sum(file.counts[state] for file in files) for state in ("current", "stale", "held", "missing")]
        said = main_text(section_of(pages, "en", language)[0])
        assert [int(number) for number in re.findall(r"\d+", said)] == counts


def test_the_translation_page_shows_progress_by_report_and_sector(pages: Pages) -> None:
    said = " ".join(main_text(node) for node in section_of(pages, "en", "fr"))
    for name in ("Night network", "Step-free stations", "Buses", "Stations"):
        assert name in said, f"no progress of {name}"


def test_the_third_language_stands_on_its_own(pages: Pages) -> None:
    page = pages[f"ar/{BUSES}"]
    assert (page.get("lang"), page.body.get("dir")) == ("ar", "rtl")
    assert "الحافلات الليلية" in main_text(pages.article(f"ar/{BUSES}"))
    assert alternates(pages["fr/methods"]) == {"en", "fr"}


@pytest.mark.slow
def test_a_fourth_language_is_one_line_and_a_catalogue(tmp_path: Path) -> None:
    root = copy_transit(tmp_path)
    site = root / "site.yml"
    line = "  - {code: fr, locale: fr_FR, name: français}\n"
    edit(site, line, f"{line}  - {{code: nl, locale: nl_NL, name: Nederlands}}\n")
    (root / "locale" / "nl.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Glossary"\nmsgstr "Woordenlijst"\n',
        encoding="utf-8",
    )
    assert not [problem for problem in check_content(root)[2] if problem.level == "error"]
    assert {file.language for file in find_files(root)} == {"ar", "fr", "nl"}
    result = build_site(root, tmp_path / "site")
    assert not result.failed, render_text(result.problems)
    built = Pages(tmp_path / "site")
    assert main_text(built.article("nl/glossary").find(".//h1")) == "Woordenlijst"
    assert alternates(built[f"nl/{BUSES}"]) == set()
    assert built.article(f"nl/{BUSES}").find_class("dz-notice")


def words_of_the_marks(article: html.HtmlElement) -> list[str]:
    return [main_text(node) for node in article.find_class("dz-fallback") + article.find_class("dz-notice")]


@pytest.fixture(scope="module")
def unreviewed(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The site with one statement, one intro and one label translated but never accepted, one intro missing."""
    folder = tmp_path_factory.mktemp("unreviewed")
    root = copy_transit(folder)
    record(root)
    for name, unit in ((BUSES, "headway"), (BUSES, "intro"), ("sectors", "trams.label")):
        forget(root / "translations" / "fr" / f"{name}.yml", unit)
    target = find_entry(load_content(root)[0], root / f"{BUSES}.ar.md")
    assert target
    edit(root / f"{BUSES}.ar.md", target[1]["ar"].outline.intro.source, "")
    result = build_site(root, folder / "site")
    assert not result.failed, render_text(result.problems)
    return Pages(folder / "site")


def test_what_was_never_accepted_is_said_to_be_unreviewed_and_not_changed(unreviewed: Pages) -> None:
    words = words_of_the_marks(unreviewed.article(f"fr/{BUSES}"))
    assert len(words) == 2
    assert any("Cette traduction n’a pas encore été relue" in text for text in words)
    named = "n’a pas encore été relue : Les bus de nuit transportent autant de t…."
    assert any(text.endswith(named) for text in words)
    label = unreviewed.article("fr/sectors/trams").find("p")
    assert "pas encore été relue" in main_text(label)
    assert [target for _, target, _ in unreviewed.targets("fr/sectors/trams/", label)] == ["en/sectors/trams"]
    assert not words_of_the_marks(unreviewed.article("fr/about"))


def test_the_translation_page_tells_unreviewed_from_stale(unreviewed: Pages, pages: Pages) -> None:
    said = " ".join(main_text(node) for node in section_of(unreviewed, "en", "fr"))
    assert "headway: not reviewed" in said and "trams.label: not reviewed" in said
    assert "headway: stale" in " ".join(main_text(node) for node in section_of(pages, "en", "fr"))


def test_a_missing_intro_of_a_translated_page_says_so(unreviewed: Pages) -> None:
    article = unreviewed.article(f"ar/{BUSES}")
    (intro,) = article.find_class("dz-intro")
    assert intro.get("lang") == "en"
    assert [intro.getnext()] == article.find_class("dz-fallback")
    assert not unreviewed.article("ar/reports/step-free/stations").find_class("dz-notice")[1:]
