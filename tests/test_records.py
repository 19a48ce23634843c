"""The record of acceptance: its text, what is read from it, what git makes of it, and how old ones become new."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from build_scripts.content.load import load_content
from build_scripts.ground.problems import has_errors, render_text
from build_scripts.ground.strict_yaml import parse_yaml
from build_scripts.publish.build import check_content
from build_scripts.translation.accept import Reviewer, choose_units, migrate_record, record_units
from build_scripts.translation.address import UnitAddress
from build_scripts.translation.edits import TranslationError
from build_scripts.translation.old_records import without_old_field
from build_scripts.translation.record import HEAD, Acceptance, Record, parse_record, render_record
from build_scripts.translation.states import FileState, find_states
from tests.test_translations import (
    BUSES,
    SITES,
    Key,
    contents,
    edit,
    file_state,
    find_files,
    forget,
    problems_of,
    record,
    unit_states,
    write,
)
from tests.test_translations import fresh as fresh
from tests.test_translations import site as site

PROJECT = Path(__file__).resolve().parent.parent
PATH = Path("record.yml")
RECORD = f"translations/fr/{BUSES}.yml"
UNITS = ["title", "section", "intro", "heading-1", "ridership", "workers", "heading-2", "headway", "tram-lanes"]


def read(text: str) -> Record:
    """Read a record; there must be nothing wrong with it."""
    found, problems = parse_record(text, PATH)
    assert not problems, render_text(problems)
    return found


def accepted(text: str, unit: str) -> Acceptance | None:
    entry = read(text).entries.get(unit)
    return entry.accepted if entry else None


# --- addresses ---


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("pages/about.fr.md#title", UnitAddress("pages/about.fr.md", "title")),
        ("a/b.fr.md#goal:note-1", UnitAddress("a/b.fr.md", "goal", piece="note-1")),
        ("sectors.yml@fr#trams.label", UnitAddress("sectors.yml", "trams.label", "fr")),
        ("sectors.yml@zh-Hant#a.b:details", UnitAddress("sectors.yml", "a.b", "zh-Hant", "details")),
    ],
)
def test_an_address_is_read_as_it_is_written(text: str, address: UnitAddress) -> None:
    assert UnitAddress.parse(text) == address
    assert str(address) == text


@pytest.mark.parametrize("text", ["", "a.md", "#a", "a.md#", "a.md#b#c", "a.md#b:", "a@b"])
def test_what_names_no_file_or_no_unit_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="path#unit"):
        UnitAddress.parse(text)


# --- the text of a record ---


def test_a_record_has_every_unit_of_the_source_in_its_order_a_line_each(fresh: Path) -> None:
    record(fresh, only=lambda key: key == ("fr", BUSES, "workers"))
    unit = file_state(fresh, f"{BUSES}.fr.md").unit("workers")
    assert unit and unit.target
    lines = (fresh / RECORD).read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    assert lines[0] == HEAD
    expected = [f'# "{unit}":' for unit in UNITS]
    expected[UNITS.index("workers")] = (
        '"workers": {text: "Half of all night riders are on their way to or from work.", '
        'note-1: "Editor\'s note: the study counts one week in May only.", '
        f'as: "{unit.target.digest}"}}'
    )
    assert lines[1:] == expected


def test_who_accepted_and_when_stand_there_if_given_and_no_clock_is_asked(site: Path) -> None:
    before = (site / RECORD).read_text(encoding="utf-8")
    assert not re.search(r"\b20\d\d-", before) and "by:" not in before
    file = file_state(site, f"{BUSES}.fr.md")
    content = load_content(site)[0]
    reviewer = Reviewer("A “B”: C", "2026-11-26")
    write(record_units(content, file, choose_units(file, ["headway"]), reviewer=reviewer))
    found = accepted((site / RECORD).read_text(encoding="utf-8"), "headway")
    assert found and (found.by, found.date) == ("A “B”: C", "2026-11-26")
    record(site)  # accepting again without a name takes nobody's away
    assert accepted((site / RECORD).read_text(encoding="utf-8"), "headway") == found
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    record(site)
    found = accepted((site / RECORD).read_text(encoding="utf-8"), "headway")
    assert found and (found.by, found.date) == ("", "")


def test_waving_through_keeps_what_was_translated_beside_what_it_holds_for(site: Path) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "20 Minutes")
    record(site, patched=True)
    edit(site / f"{BUSES}.en.md", "20 Minutes", "twenty Minutes")
    record(site, patched=True)
    found = accepted((site / RECORD).read_text(encoding="utf-8"), "headway")
    assert found and found.pieces["text"].endswith("20 minutes.") and found.patched["text"].endswith("twenty Minutes.")
    assert unit_states(site)["fr", BUSES, "headway"] == "patched"
    edit(site / f"{BUSES}.en.md", "twenty Minutes", "20 minutes")  # back to what was translated
    assert unit_states(site)["fr", BUSES, "headway"] == "current"


TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
PIECES = st.fixed_dictionaries({"text": TEXT}, optional={"details": TEXT, "note-1": TEXT, "note-2": TEXT})
NAMES = st.from_regex(r"[a-z0-9]{1,6}([.-][a-z0-9]{1,4}){0,2}", fullmatch=True)
ACCEPTANCES = st.builds(
    Acceptance, PIECES, PIECES | st.just({}), st.sampled_from(["", "A", "y"]), st.sampled_from(["", "2026-11-26"])
)


@given(
    st.dictionaries(NAMES | st.sampled_from(["yes", "no", "null", "123", "1e5", "on", "0x1f"]), ACCEPTANCES | st.none())
)
def test_what_was_written_is_read_back_and_is_yaml(units: dict[str, Acceptance | None]) -> None:
    text = render_record(units, {name: [each] for name, each in units.items() if each})
    known = [name for name, each in units.items() if each]
    assert {name: accepted(text, name) for name in units} == units
    assert list(read(text).entries) == known
    data, problems = parse_yaml(text, PATH)
    assert not problems and list(data.data or ()) == known
    assert list(yaml.safe_load(text) or ()) == known
    assert [line == "" for line in text.split("\n")] == [False, True] * (len(units) + 1)


# --- what is read from a record that is not as it was written ---

LINE = '"a": {text: "A."}\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LINE * 2, 1),
        (LINE + '# "a":\n"a":\n' + LINE, 1),
        (LINE + '"a": {text: "A。"}\n', 1),  # the same source, in another width
        (LINE + '"a": {text: "B."}\n', 2),
        (LINE + '"a": {text: "A.", note-1: "N."}\n', 2),
        ('"a": {text: "B.", patched: {text: "A."}}\n' + LINE, 1),
        ('"a": {text: "B.", patched: {text: "C."}}\n' + LINE, 2),
        ('"a": {text: "A.", by: "X"}\n' + LINE, 1),
        ('"a":\n  digest: "0123456789"\n  source: "B."\n' + LINE, 1),  # an old one yields
        ('"a":\n  text: "A."\n\n' + LINE, 1),  # in another style of YAML
    ],
)
def test_what_stands_twice_counts_once_where_it_agrees(text: str, expected: int) -> None:
    entry = read(text).entries["a"]
    assert len(entry.variants) == expected
    assert (entry.accepted is not None) is (expected == 1)
    again = read(render_record(["a"], {"a": entry.variants}))
    assert again.entries["a"].variants == entry.variants


def test_who_accepted_the_same_source_on_both_sides_is_known_of_both() -> None:
    found = accepted(
        '"a": {text: "A.", by: "X", date: "2026-01-02"}\n"a": {text: "A.", by: "Y", date: "2026-01-01"}\n', "a"
    )
    assert found == Acceptance({"text": "A."}, by="X, Y", date="2026-01-02")


@pytest.mark.parametrize(
    ("block", "rule"),
    [
        ('"b": {text: "B."\n', "broken-yaml"),
        ('"b":\n  text: "B\n', "broken-yaml"),
        ('"b": B\n', "invalid-value"),
        ('"b":\n  text: 12\n', "invalid-value"),
        ('"b":\n  txt: "B."\n', "invalid-value"),
        ('"b":\n  text: "B."\n  patched: "C."\n', "invalid-value"),
        ('"b":\n  text: "B."\n  by: [C]\n', "invalid-value"),
        ('"b":\n  source: "B."\n', "invalid-value"),
        ('"b":\n  text: "B."\n  text: "C."\n', "duplicate-key"),
        ("{}\n", "invalid-value"),
        ('{"b": {text: "B."}, "c": {text: "C."}}\n', "invalid-value"),
        ("- b\n", "invalid-value"),
        ("b\n", "invalid-value"),
        ('"b": !!python/name:os\n', "yaml-tag"),
    ],
)
@pytest.mark.parametrize("template", ["{}\n{}", "{1}{0}", "{0}{1}{0}"])
def test_a_fault_in_one_block_is_a_warning_and_no_fault_of_another(block: str, rule: str, template: str) -> None:
    found, problems = parse_record(template.format(LINE, block), PATH)
    assert {(problem.rule, problem.level) for problem in problems} == {(rule, "warning")}
    assert all(problem.hint for problem in problems)
    assert found.faults == tuple(problems)
    assert found.entries["a"].accepted == Acceptance({"text": "A."})
    assert "b" not in found.entries or found.entries["b"].accepted is None


def test_a_fault_spoils_its_unit_wherever_it_stands_again() -> None:
    found, _ = parse_record('"b": {text: "B."}\n"b": [\n', PATH)
    assert found.entries["b"].accepted is None


def test_faults_name_their_lines() -> None:
    _, problems = parse_record(f'{HEAD}\n\n{LINE}\n"b": {{text: "B."}}\n\n"c":\n  text: "B."\n  by: *x\n', PATH)
    assert [(problem.rule, problem.line) for problem in problems] == [("yaml-alias", 9)]


@given(st.text("\"ab:\n \t-#[]{}<>=|&*!'textpatched", max_size=80))
def test_no_text_breaks_the_reading_of_a_record(text: str) -> None:
    found, problems = parse_record(text, PATH)
    assert all(problem.level == "warning" for problem in problems)
    assert parse_record(text + "\n" + LINE, PATH)[0].entries["a"].line <= text.count("\n") + 2
    assert len(found.faults) <= len(problems)


def test_a_record_that_cannot_be_read_is_not_written_over(site: Path) -> None:
    (site / RECORD).write_text((site / RECORD).read_text("utf-8").replace('"headway": {', '"headway": x: {'), "utf-8")
    before = contents(site)
    with pytest.raises(TranslationError, match=r"buses\.yml:\d+:\d+: warning\[broken-yaml\]"):
        record(site)
    assert contents(site) == before
    states = {unit.id: unit.state for unit in file_state_with_faults(site, f"{BUSES}.fr.md").units}
    assert [unit for unit, state in states.items() if state != "current"] == ["headway"]
    assert not has_errors(check_content(site)[2])


def file_state_with_faults(root: Path, path: str) -> FileState:
    return next(file for file in find_states(load_content(root)[0])[0] if file.path == path)


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_a_merge_that_was_left_as_it_was_is_read_from_both_sides(style: str) -> None:
    base = '||||||| base\n"a": {text: "O."}\n' if style == "diff3" else ""
    text = f'<<<<<<< ours\n{LINE}\n# "b":\n{base}=======\n# "a":\n\n"b": {{text: "B."}}\n>>>>>>> theirs\n\n"c":\n'
    found, problems = parse_record(text, PATH)
    assert [(problem.rule, problem.level, problem.line) for problem in problems] == [("merge-mark", "warning", 1)]
    assert {name: bool(entry.accepted) for name, entry in found.entries.items()} == {"a": True, "b": True, "c": False}
    assert not found.faults


def test_two_sources_for_one_unit_make_it_stale_and_are_named_until_it_is_accepted_again(site: Path) -> None:
    path = site / RECORD
    edit(path, '"headway": {', '"headway": {text: "Other."}\n\n"headway": {')
    (problem,) = problems_of(site)
    assert (problem.path, problem.rule, problem.level) == (f"content/{RECORD}", "contradictory-record", "warning")
    assert path.read_text("utf-8").split("\n")[problem.line - 1] == '"headway": {text: "Other."}'
    assert f"translate accept {BUSES}.fr.md#headway`" in problem.hint
    assert unit_states(site)["fr", BUSES, "headway"] == "stale"
    record(site, only=lambda key: key[2] == "title")  # another unit leaves both as they are
    assert [problem.rule for problem in problems_of(site)] == ["contradictory-record"]
    assert "Other." in path.read_text("utf-8")
    record(site, patched=True)
    assert unit_states(site)["fr", BUSES, "headway"] == "stale"
    record(site, only=lambda key: key[2] == "headway")
    assert problems_of(site) == [] and "Other." not in path.read_text("utf-8")


# --- git ---


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    command = ["git", "-C", str(folder), *identity, *arguments]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x", "--allow-empty")


def on_branch(root: Path, name: str, start: str, action: Callable[[], object]) -> None:
    git(root, "checkout", "-q", "-B", name, start)
    action()
    commit(root)


def accept(root: Path, *units: str, patched: bool = False) -> Callable[[], None]:
    return lambda: record(root, patched, only=lambda key: key[:2] == ("fr", BUSES) and key[2] in units)


def merge_two(root: Path, one: Callable[[], object], other: Callable[[], object]) -> Record:
    """Let two branches do something each, merge them with git, and read the record as strict YAML and as a record."""
    on_branch(root, "one", "main", one)
    on_branch(root, "other", "main", other)
    git(root, "merge", "-q", "-m", "x", "one")
    text = (root / RECORD).read_text(encoding="utf-8")
    assert not parse_yaml(text, PATH)[1], text
    return read(text)


def start_repository(root: Path, *, with_record: bool, with_union: bool = True) -> None:
    if with_record:
        record(root, only=lambda _: False)
        content = load_content(root)[0]
        write({path: text for file in find_files(root) for path, text in migrate_record(content, file).items()})
    if not with_union:
        (root / "translations" / ".gitattributes").write_text("", encoding="utf-8")
    git(root, "init", "-q")
    commit(root)
    git(root, "branch", "-M", "main")


PAIRS = [*pairwise(UNITS), ("title", "tram-lanes"), ("tram-lanes", "intro"), ("workers", "ridership")]


@pytest.mark.slow
@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda name: name)
def test_two_branches_accept_different_units_of_a_record_that_exists(fresh: Path, one: str, other: str) -> None:
    """Whatever git is told of records: the blocks of the other units keep the two changes apart."""
    start_repository(fresh, with_record=True, with_union=False)
    found = merge_two(fresh, accept(fresh, one), accept(fresh, other))
    assert {name for name, entry in found.entries.items() if entry.accepted} == {one, other}
    current = {key[2] for key, state in unit_states(fresh).items() if key[:2] == ("fr", BUSES) and state == "current"}
    assert current == {one, other} and not has_errors(check_content(fresh)[2])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("one", "other", "style"),
    [*((*pair, "merge") for pair in PAIRS), *((*pair, style) for pair in PAIRS[::4] for style in ("diff3", "zdiff3"))],
    ids=lambda name: name,
)
def test_two_branches_make_the_record(fresh: Path, one: str, other: str, style: str) -> None:
    start_repository(fresh, with_record=False)
    git(fresh, "config", "merge.conflictStyle", style)  # which merges by union heed, too
    found = merge_two(fresh, accept(fresh, one), accept(fresh, other))
    assert {name for name, entry in found.entries.items() if entry.accepted} == {one, other}


@pytest.mark.slow
@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda name: name)
def test_two_branches_accept_again_what_had_become_stale(site: Path, one: str, other: str) -> None:
    start_repository(site, with_record=True, with_union=False)
    path = site / f"{BUSES}.en.md"
    changes = {
        "title": ("Night buses\n", "Nightly buses\n"),
        "section": ("Chapter 2", "Chapter Two"),
        "intro": ("Night buses carry", "Night buses still carry"),
        "heading-1": ("## What", "## Just what"),
        "ridership": (" {#ridership", " Now. {#ridership"),
        "workers": (" {#workers", " Now. {#workers"),
        "heading-2": ("## What to", "## What then to"),
        "headway": ("20 minutes", "15 minutes"),
        "tram-lanes": (" {#tram-lanes", " Now. {#tram-lanes"),
    }
    text = path.read_text(encoding="utf-8")
    for unit in (one, other):
        assert changes[unit][0] in text, unit
        text = text.replace(*changes[unit], 1)
    path.write_text(text, encoding="utf-8")
    commit(site)
    assert {key[2] for key, state in unit_states(site).items() if key[0] == "fr" and state == "stale"} == {one, other}
    merge_two(site, accept(site, one), accept(site, other, patched=True))
    states = {key[2]: state for key, state in unit_states(site).items() if key[:2] == ("fr", BUSES)}
    assert states == dict.fromkeys(UNITS, "current") | {other: "patched"}


def test_two_branches_accept_the_same_unit(fresh: Path) -> None:
    start_repository(fresh, with_record=False)
    found = merge_two(fresh, accept(fresh, "headway", "title"), accept(fresh, "headway", "intro"))
    assert {name for name, entry in found.entries.items() if entry.accepted} == {"headway", "title", "intro"}


def test_two_branches_accept_labels_of_one_file_for_the_first_time(fresh: Path) -> None:
    start_repository(fresh, with_record=False)
    labels = ("buses.label", "trams.label", "stations.label")
    for name, unit in zip(("one", "other", "third"), labels, strict=True):
        on_branch(
            fresh, name, "main", lambda unit=unit: record(fresh, only=lambda key: key == ("fr", "sectors.yml", unit))
        )
    git(fresh, "merge", "-q", "-m", "x", "one")
    git(fresh, "merge", "-q", "-m", "x", "other")
    assert {key for key, state in unit_states(fresh).items() if state == "current"} == {
        ("fr", "sectors.yml", unit) for unit in labels
    }


def test_a_statement_that_is_new_to_both_branches_is_accepted_by_one(site: Path) -> None:
    start_repository(site, with_record=True)
    for language, words in (("en", "Paint them."), ("fr", "Les peindre."), ("ar", "طلاؤها.")):
        path = site / f"{BUSES}.{language}.md"
        path.write_text(path.read_text("utf-8").rstrip("\n") + f"\n- {words} {{#paint}}\n", "utf-8")
    commit(site)
    on_branch(site, "one", "main", accept(site, "paint"))
    on_branch(site, "other", "main", accept(site, "headway"))
    git(site, "merge", "-q", "-m", "x", "one")
    assert unit_states(site)["fr", BUSES, "paint"] == "current"
    assert not [problem for problem in problems_of(site) if "/fr/" in problem.path]


def test_two_branches_that_accept_a_unit_for_different_sources_make_it_stale(site: Path) -> None:
    start_repository(site, with_record=True)
    path = site / f"{BUSES}.en.md"
    edit(path, "20 minutes", "15 minutes")
    commit(site)
    on_branch(site, "one", "main", accept(site, "headway"))
    git(site, "checkout", "-q", "main")
    edit(path, "15 minutes", "10 minutes")
    commit(site)
    on_branch(site, "other", "main", accept(site, "headway"))
    git(site, "merge", "-q", "-m", "x", "one")
    assert unit_states(site)["fr", BUSES, "headway"] == "stale"
    assert [(problem.rule, problem.path) for problem in problems_of(site) if "contradictory" in problem.rule] == [
        ("contradictory-record", f"content/{RECORD}")
    ]
    accept(site, "headway")()
    assert unit_states(site)["fr", BUSES, "headway"] == "current"
    assert list(read((site / RECORD).read_text("utf-8")).entries) == UNITS


# --- records in their old form ---


def write_old_records(root: Path, forgotten: Callable[[Key], bool] = lambda _: False) -> None:
    """Write what is recorded as it was before: digests in front matter, and by unit a digest and a joined source.

    Of units that are `forgotten` the old source is not remembered.
    """
    for file in find_files(root):
        records, memory = {}, []
        for unit in file.units:
            if unit.record and unit.target:
                key = file.language, file.path.replace(f".{file.language}.md", ""), unit.id
                records[unit.id] = unit.record.digest + (" patched" if unit.record.patched else "")
                source = json.dumps(unit.record.whole, ensure_ascii=False)
                lines = [f'"{unit.id}":', f"  digest: '{records[unit.id]}'", f"  source: {source}"]
                memory += [] if forgotten(key) else lines
        shutil.rmtree(file.record.path, ignore_errors=True)
        if memory:
            file.record.path.write_text("\n".join([HEAD, *memory]) + "\n", encoding="utf-8")
        else:
            file.record.path.unlink(missing_ok=True)
        if records and not file.is_labels:
            block = "".join(f"  {unit}: '{digest}'\n" for unit, digest in records.items())
            head, rest = file.file.read_text(encoding="utf-8").split("\n---\n", 1)
            file.file.write_text(f"{head}\ntranslation:\n{block}---\n{rest}", encoding="utf-8")


def make_varied(root: Path) -> dict[Key, str]:
    """Make units of every state, with notes and without; give their states."""
    forget(root / RECORD, "tram-lanes")
    edit(root / f"{BUSES}.en.md", "Night buses carry", "Night  buses do carry")
    edit(root / "sectors.yml", "{en: Trams,", "{en: Tramways,")
    record(root, patched=True)
    edit(root / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    edit(root / f"{BUSES}.en.md", "Half of all night riders", "Most of all night riders")
    edit(root / "sectors.yml", "{en: Ferries,", "{en: Ferry lines,")
    return dict(unit_states(root))


def migrate(root: Path) -> None:
    content = load_content(root)[0]
    for file in find_states(content)[0]:
        write(migrate_record(content, file))


@pytest.mark.parametrize("remembered", [True, False])
def test_old_records_count_as_they_did_and_become_new_ones_without_another_state(site: Path, remembered: bool) -> None:
    plain = {name: data for name, data in contents(site).items() if name.endswith(".md")}
    states = make_varied(site)
    assert {states["fr", BUSES, unit] for unit in UNITS} == {"current", "stale", "patched"}
    write_old_records(
        site, forgotten=lambda key: not remembered and key[1] == BUSES and key[2] in ("intro", "headway", "workers")
    )
    assert unit_states(site) == states
    old = [problem for problem in problems_of(site) if problem.rule == "old-record"]
    assert len(old) == len({problem.path for problem in old}) and f"content/{BUSES}.fr.md" in {p.path for p in old}
    assert all("translate migrate " in problem.hint for problem in old)
    migrate(site)
    assert unit_states(site) == states
    assert "old-record" not in {problem.rule for problem in problems_of(site)}
    after = {name: data for name, data in contents(site).items() if name.endswith(".fr.md")}
    assert after == {name: plain[name] for name in after}
    assert not any(
        "digest" in text.decode() for name, text in contents(site).items() if name.startswith("translations/")
    )
    headway, workers = (file_state(site, f"{BUSES}.fr.md").unit(name) for name in ("headway", "workers"))
    assert headway and workers
    assert headway.old_source == ("Run every night line at a headway of 20 minutes." if remembered else "")
    assert ("Half of all night riders" in workers.old_source) is remembered
    before = contents(site)
    migrate(site)
    assert contents(site) == before


@pytest.mark.slow
@pytest.mark.parametrize("folder", [PROJECT / "content", *sorted(SITES.iterdir())], ids=lambda folder: folder.name)
def test_records_of_the_project_come_back_from_their_old_form_as_they_are(folder: Path, tmp_path: Path) -> None:
    root = shutil.copytree(folder, tmp_path / "content")
    for path in (root / "translations").rglob("*.yml"):  # an old record does not say which translation was accepted
        path.write_text(re.sub(r', as: "[0-9a-f]{10}"', "", path.read_text(encoding="utf-8")), encoding="utf-8")
    before, states = contents(root), unit_states(root)
    write_old_records(root)
    assert unit_states(root) == states
    assert contents(root) != before
    migrate(root)
    assert contents(root) == before


def test_what_an_old_record_knows_by_digest_alone_is_found_in_git(site: Path) -> None:
    git(site, "init", "-q")
    commit(site)
    states = make_varied(site)
    write_old_records(site, forgotten=lambda key: not key[1].endswith(".yml"))
    migrate(site)
    assert unit_states(site) == states
    workers = file_state(site, f"{BUSES}.fr.md").unit("workers")
    assert workers and workers.record and list(workers.record.pieces) == ["text", "note-1"]
    assert workers.old_source.startswith("Half of all night riders")


def test_accepting_brings_an_old_record_into_the_new_form(site: Path) -> None:
    write_old_records(site)
    record(site, only=lambda key: key == ("fr", BUSES, "title"))
    assert "translation:" not in (site / f"{BUSES}.fr.md").read_text(encoding="utf-8")
    assert "translation:" in (site / f"{BUSES}.ar.md").read_text(encoding="utf-8")
    assert {state for key, state in unit_states(site).items() if key[:2] == ("fr", BUSES)} == {"current"}


def test_a_new_record_goes_before_an_old_one_of_the_same_unit(site: Path) -> None:
    path = site / f"{BUSES}.fr.md"
    path.write_text(
        path.read_text("utf-8").replace("---\n", "---\ntranslation:\n  headway: 'aaaaaaaaaa'\n", 1), "utf-8"
    )
    assert unit_states(site)["fr", BUSES, "headway"] == "current"
    migrate(site)
    assert unit_states(site)["fr", BUSES, "headway"] == "current"


FRONT = "---\ntitle: T  # t\n{}nav: 2\nwaivers:\n  a: {{b: c}}\n---\nBody\ntranslation: x\n\n---\n"


@pytest.mark.parametrize(
    "block",
    [
        "translation:\n  title: 'aaaaaaaaaa'\n  a-b: 'bbbbbbbbbb patched'\n",
        "translation: {title: 'aaaaaaaaaa'}\n",
        "translation:\n",
        "translation: {}\n",
        "translation: no table\n",
        "translation:\n    # a remark\n    title: 'aaaaaaaaaa'\n\n    intro: 'b'\n",
        "",
    ],
)
def test_an_old_record_is_taken_out_of_the_front_matter_and_every_other_byte_stays(block: str) -> None:
    assert without_old_field(FRONT.format(block), PATH) == FRONT.format("")
    last = f"---\ntitle: T\n{block}---\nBody\n"
    assert without_old_field(last, PATH) == "---\ntitle: T\n---\nBody\n"


def test_an_old_record_that_cannot_be_taken_out_is_refused() -> None:
    with pytest.raises(ValueError, match="by hand"):
        without_old_field("---\ntranslation: {a: 'b',\n  c: 'd'\n }\ntitle: T\n---\n", PATH)


def test_the_content_of_the_project_has_its_records_in_the_new_form() -> None:
    states, problems = find_states(load_content(PROJECT / "content")[0])
    assert not problems
    assert not [file.path for file in states if file.record.is_old]
    for file in states:
        assert [*file.record.entries] == [unit.id for unit in file.units if unit.recorded], file.path
        assert replace(file.record, path=PATH) == read(file.record.path.read_text(encoding="utf-8")), file.path
