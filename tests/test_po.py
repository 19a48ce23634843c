"""Translations as PO: what an export holds, and that nothing is lost or touched on the way back."""

from __future__ import annotations

import ast
import io
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from build_scripts.cli.main import main
from build_scripts.content.load import load_content
from build_scripts.ground.problems import has_errors
from build_scripts.publish.build import check_content
from build_scripts.translation.catalogue import Head, export_messages, exported_stamp, stamp
from build_scripts.translation.edits import TranslationError, find_entry, start_translation
from build_scripts.translation.imports import Imported, Trust, import_catalogue
from build_scripts.translation.po import export_po, read_po_file
from build_scripts.translation.states import find_states
from tests.conftest import FUZZ
from tests.test_translations import (
    BUSES,
    NEW_SECTION,
    add_section,
    contents,
    copy_transit,
    edit,
    file_state,
    find_files,
    record,
    unit_states,
    write,
)
from tests.test_translations import site as site

HEADWAY = f"{BUSES}.fr.md#headway"
LOCALES = {"fr": "fr_FR", "ar": "ar"}


def export(root: Path, language: str = "fr") -> str:
    files = [file for file in find_files(root) if file.language == language]
    return export_po(export_messages(files, root), Head("en", language, LOCALES[language], "Moving Together"))


def read(text: str) -> Catalog:
    return read_po(io.BytesIO(text.encode()), abort_invalid=True)


def message(catalogue: Catalog, context: str) -> Message:
    return next(item for item in catalogue if item.context == context)


def as_saved(catalogue: Catalog) -> bytes:
    """Write a catalogue as editors of PO files do: wrapped lines, entries as they come, their own header."""
    out = io.BytesIO()
    write_po(out, catalogue, width=76, include_previous=True)
    return out.getvalue()


def bring_in(root: Path, data: str | bytes) -> Imported:
    """Import a catalogue and write what it changes."""
    content = load_content(root)[0]
    result = import_catalogue(content, find_files(root), read_po_file(data.encode() if isinstance(data, str) else data))
    write(dict(result.files))
    return result


def bring_in_edited(root: Path, change: Callable[[Catalog], None], language: str = "fr") -> Imported:
    catalogue = read(export(root, language))
    change(catalogue)
    return bring_in(root, as_saved(catalogue))


def put(context: str, text: str) -> Callable[[Catalog], None]:
    """Give an edit of one message: new text, no longer fuzzy."""

    def change(catalogue: Catalog) -> None:
        found = message(catalogue, context)
        found.string = text
        found.flags.discard("fuzzy")

    return change


def changed_files(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def lines_that_differ(before: bytes, after: bytes) -> list[bytes]:
    old = before.splitlines()
    return [line for line in after.splitlines() if line not in old]


# --- export ---


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_an_export_has_every_piece_of_every_unit_once(site: Path, language: str) -> None:
    wanted = {
        f"{file.path}{'@' + language if file.is_labels else ''}#{unit.id}" + ("" if name == "text" else f":{name}"): (
            text,
            unit.target.pieces.get(name, "") if unit.target else "",
        )
        for file in find_files(site)
        if file.language == language
        for unit in file.units
        for name, text in unit.source.pieces.items()
    }
    found = {item.context: (item.id, item.string) for item in read(export(site, language)) if item.id}
    assert found == wanted
    assert {f"{BUSES}.{language}.md#workers:note-1", f"sectors.yml@{language}#buses.label"} <= found.keys()


def test_an_export_says_what_each_message_is_and_where_it_stands(site: Path) -> None:
    catalogue = read(export(site))
    assert message(catalogue, HEADWAY).auto_comments == ["headway"]
    assert message(catalogue, HEADWAY).user_comments == [f"exported: {stamp(str(message(catalogue, HEADWAY).string))}"]
    assert message(catalogue, HEADWAY).locations == [(f"content/{BUSES}.en.md", 16)]
    note = message(catalogue, f"{BUSES}.fr.md#workers:note-1")
    assert note.auto_comments == ["editor's note under workers"]


def test_only_stale_units_are_fuzzy_and_carry_their_old_source(site: Path) -> None:
    assert "fuzzy" not in export(site)
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    catalogue = read(export(site))
    assert [item.context for item in catalogue if item.id and item.fuzzy] == [HEADWAY]
    assert message(catalogue, HEADWAY).id == "Run every night line at a headway of 15 minutes."
    assert '\n#| msgid "Run every night line at a headway of 20 minutes."\n' in export(site)


def test_a_missing_unit_is_empty_and_not_fuzzy(site: Path) -> None:
    found = message(read(export(site)), "reports/step-free/stations.fr.md#ferry-piers")
    assert (found.string, found.fuzzy) == ("", False)


def test_the_header_names_language_plurals_and_encoding(site: Path) -> None:
    head = export(site, "ar").split("\n\n")[0]
    assert '"Language: ar\\n"' in head and "nplurals=6" in head and "charset=utf-8" in head


def test_an_export_does_not_depend_on_the_clock(site: Path) -> None:
    head = export(site).split("\n\n")[0]
    assert not re.search(r"\b20\d\d\b|Date", head)
    assert export(site) == export(site)


def test_sentences_with_per_cent_signs_are_no_format_strings(site: Path) -> None:
    """Editors and `msgfmt -c` refuse translations of format strings that hold other directives."""
    edit(site / f"{BUSES}.en.md", "Half of all", "40% of all `{16}`")
    assert "format" not in "".join(line for line in export(site).split("\n") if line.startswith("#,"))


def test_an_export_can_be_read_without_babel(site: Path) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", '"20" \\ minutes')
    edit(site / f"{BUSES}.en.md", "    > Editor's note: the", "    > Editor's note:\n    > the")
    text = export(site)
    assert plain_messages(text) == {item.context: (item.id, item.string) for item in read(text) if item.id}


def plain_messages(text: str) -> dict[str, tuple[str, str]]:
    """Read a PO file by its grammar alone: keywords, and lines of quoted strings."""
    found = {}
    for block in text.strip().split("\n\n"):
        fields: dict[str, str] = {}
        for line in block.split("\n"):
            if line.startswith("#"):
                continue
            match = re.fullmatch(r'(?:(msgctxt|msgid|msgstr) )?("(?:[^"\\]|\\.)*")', line)
            assert match, line
            key = match[1] or key  # noqa: F821 — a line without keyword continues the one before
            fields[key] = fields.get(key, "") + ast.literal_eval(match[2])
        if "msgctxt" in fields:
            found[fields["msgctxt"]] = (fields["msgid"], fields["msgstr"])
    return found


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not on this machine")
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_msgfmt_accepts_an_export(site: Path, tmp_path: Path, language: str) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    edit(site / f"{BUSES}.en.md", "Half of all night riders are", "About 40% of all night riders (50 %d) are")
    path = tmp_path / "out.po"
    path.write_text(export(site, language), encoding="utf-8")
    result = subprocess.run(
        ["msgfmt", "--check", "--output-file=/dev/null", str(path)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert "error" not in result.stderr


# --- round trip without edits ---


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("rewritten", [False, True], ids=["as exported", "saved by an editor"])
def test_a_catalogue_that_was_not_edited_changes_no_byte(site: Path, language: str, rewritten: bool) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    before = contents(site)
    text = export(site, language)
    result = bring_in(site, as_saved(read(text)) if rewritten else text)
    assert result == Imported({}, {})
    assert contents(site) == before


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="gettext is not on this machine")
@pytest.mark.parametrize(
    "options",
    [["--width=50"], ["--no-wrap", "--sort-output"], ["--no-location", "--escape"], ["--sort-by-file", "--indent"]],
    ids=" ".join,
)
def test_a_catalogue_that_gettext_rewrote_changes_no_byte(site: Path, tmp_path: Path, options: list[str]) -> None:
    (tmp_path / "fr.po").write_text(export(site), encoding="utf-8")
    before = contents(site)
    result = subprocess.run(["msgcat", *options, str(tmp_path / "fr.po")], check=True, capture_output=True)
    assert result.stdout != export(site).encode()
    for data in (result.stdout, result.stdout.replace(b"\n", b"\r\n")):
        assert bring_in(site, data) == Imported({}, {})
    assert contents(site) == before


def test_a_catalogue_of_what_was_never_accepted_changes_no_byte(tmp_path: Path) -> None:
    root = copy_transit(tmp_path)
    before = contents(root)
    assert not bring_in(root, export(root)).files
    assert contents(root) == before


def test_an_empty_catalogue_changes_no_byte(site: Path) -> None:
    assert not bring_in(site, 'msgid ""\nmsgstr ""\n').files


# --- round trip with edits ---


def lines_changed(before: bytes, after: bytes) -> list[str]:
    """Give the lines that one of two texts has and the other has not."""
    one, other = (data.decode().split("\n") for data in (before, after))
    return [line for line in (*one, *other) if line not in one or line not in other]


def test_only_the_edited_unit_is_rewritten_and_accepted(site: Path) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    edit(site / f"{BUSES}.en.md", "Night buses carry", "Night buses still carry")
    before, states = contents(site), unit_states(site)
    result = bring_in_edited(site, put(HEADWAY, "Toutes les 15 minutes. "))
    after = contents(site)
    assert dict(result.units) == {f"{BUSES}.fr.md": ("headway",)}
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {f"{BUSES}.fr.md", f"translations/fr/{BUSES}.yml"}
    new = lines_changed(before[f"{BUSES}.fr.md"], after[f"{BUSES}.fr.md"])
    assert len(new) == 2 and new[1] == "- Toutes les 15 minutes. {#headway}"
    assert {key: state for key, state in unit_states(site).items() if states[key] != state} == {
        ("fr", BUSES, "headway"): "current"
    }


def test_an_export_after_an_import_differs_in_what_was_edited_alone(site: Path) -> None:
    """As their tools see it: order, contexts, comments and places of all other entries are the same to the byte."""
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    edit(site / f"{BUSES}.en.md", "Night buses carry", "Night buses still carry")
    before = export(site).split("\n\n")
    bring_in_edited(site, put(HEADWAY, "Toutes les 15 minutes."))
    after = export(site).split("\n\n")
    [(old, new)] = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    lost, gained = lines_that_differ(new.encode(), old.encode()), lines_that_differ(old.encode(), new.encode())
    assert [line.split()[0] for line in lost] == [b"#", b"#,", b"#|", b"msgstr"]
    assert [line.split()[0] for line in gained] == [b"#", b"msgstr"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["title", "section", "intro", "heading-1", "ridership", "workers", "workers:note-1", "heading-2", "tram-lanes"],
)
def test_every_kind_of_unit_can_be_edited(site: Path, unit: str) -> None:
    before = file_state(site, f"{BUSES}.fr.md")
    text = 'Un « texte » : avec "guillemets", \\ et #signes'
    bring_in_edited(site, put(f"{BUSES}.fr.md#{unit}", text))
    after = file_state(site, f"{BUSES}.fr.md")
    name, _, piece = unit.partition(":")
    for old, new in zip(before.units, after.units, strict=True):
        assert old.target and new.target and new.state == "current"
        expected = dict(old.target.pieces) | ({piece or "text": text} if old.id == name else {})
        assert dict(new.target.pieces) == expected
    assert not has_errors(load_content(site)[1])


def test_removing_the_fuzzy_mark_accepts_the_unit_and_changes_no_text(site: Path) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    before = contents(site)
    bring_in_edited(site, lambda catalogue: message(catalogue, HEADWAY).flags.discard("fuzzy"))
    assert lines_changed(before[f"{BUSES}.fr.md"], contents(site)[f"{BUSES}.fr.md"]) == []
    assert unit_states(site)["fr", BUSES, "headway"] == "current"


def test_what_is_still_fuzzy_is_left_alone(site: Path) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")

    def change(catalogue: Catalog) -> None:
        message(catalogue, HEADWAY).string = "Toutes les 15 minutes, peut-être."

    before = contents(site)
    assert not bring_in_edited(site, change).files
    assert contents(site) == before


def test_a_fuzzy_mark_on_what_is_accepted_is_said_and_changes_nothing(site: Path) -> None:
    before = contents(site)
    result = bring_in_edited(site, lambda catalogue: message(catalogue, HEADWAY).flags.add("fuzzy"))
    assert contents(site) == before
    assert [(str(each.address), each.is_lost) for each in result.skipped] == [(HEADWAY, False)]


def test_emptying_a_message_removes_nothing(site: Path) -> None:
    before = contents(site)
    bring_in_edited(site, put(HEADWAY, ""))
    assert contents(site) == before


def test_a_file_that_is_missing_is_started_and_filled(site: Path) -> None:
    path = "reports/step-free/stations.ar.md"
    texts = {"title": "المحطات", "heading-1": "أين نحن", "all-by-2030": "بحلول 2030، كل المحطات بلا عوائق."}

    def change(catalogue: Catalog) -> None:
        for unit, text in texts.items():
            put(f"{path}#{unit}", text)(catalogue)

    result = bring_in_edited(site, change, "ar")
    assert dict(result.units) == {path: tuple(texts)}
    states = {unit.id: unit for unit in file_state(site, path).units}
    assert {name: unit.target.text for name, unit in states.items() if unit.target} == texts
    assert {name for name, unit in states.items() if unit.state == "current"} == set(texts)
    assert {name for name, unit in states.items() if unit.state == "missing"} == {
        "heading-2",
        "share-2022",
        "ferry-piers",
    }
    assert not has_errors(load_content(site)[1])


def test_a_statement_that_the_file_lacks_is_put_where_it_belongs(site: Path) -> None:
    path = "reports/step-free/stations.fr.md"
    before = contents(site)[path]
    bring_in_edited(site, put(f"{path}#ferry-piers", "Les embarcadères neufs sont de plain-pied."))
    assert unit_states(site)["fr", "reports/step-free/stations", "ferry-piers"] == "current"
    assert all(line.strip() in contents(site)[path].decode() for line in before.decode().split("\n"))


@pytest.mark.parametrize("name", ["title", "section"])
def test_a_field_that_the_file_lacks_is_added(site: Path, name: str) -> None:
    path = site / f"{BUSES}.fr.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(rf"(?m)^{name}: .*\n", "", text), encoding="utf-8")
    bring_in_edited(site, put(f"{BUSES}.fr.md#{name}", "Nouveau"))
    units = {unit.id: unit for unit in file_state(site, f"{BUSES}.fr.md").units}
    assert units[name].target and units[name].target.text == "Nouveau"
    assert [unit.id for unit in units.values() if unit.state == "missing"] == []


def test_numbered_statements_stay_in_their_list(site: Path) -> None:
    for language in ("en", "fr", "ar"):
        path = site / f"{BUSES}.{language}.md"
        lines = path.read_text(encoding="utf-8").split("\n")
        for no, mark in (("headway", "1."), ("tram-lanes", "2.")):
            lines = [line.replace("- ", f"{mark} ", 1) if f"{{#{no}" in line else line for line in lines]
        path.write_text("\n".join(lines), encoding="utf-8")
    bring_in_edited(site, put(HEADWAY, "Toutes les 15 minutes."))
    assert [unit.id for unit in file_state(site, f"{BUSES}.fr.md").units if unit.state != "current"] == []
    assert not has_errors(load_content(site)[1])


@pytest.mark.parametrize("text", ["Un.\n\nDeux.", "Un\ndeux", "Un :\n\n- deux\n- trois"])
def test_an_intro_may_have_several_blocks(site: Path, text: str) -> None:
    bring_in_edited(site, put(f"{BUSES}.fr.md#intro", text))
    intro = file_state(site, f"{BUSES}.fr.md").unit("intro")
    assert intro and intro.target and intro.target.text == text


# --- the source has changed since ---


def test_an_edit_of_an_older_source_is_written_and_stays_stale(site: Path) -> None:
    catalogue = read(export(site))
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    put(HEADWAY, "Toutes les vingt minutes.")(catalogue)
    put(f"{BUSES}.fr.md#title", "Bus de nuit")(catalogue)
    bring_in(site, as_saved(catalogue))
    units = {unit.id: unit for unit in file_state(site, f"{BUSES}.fr.md").units}
    assert units["headway"].target and units["headway"].target.text == "Toutes les vingt minutes."
    assert {name for name, unit in units.items() if unit.state == "stale"} == {"headway"}


def test_an_old_catalogue_without_edits_changes_nothing_and_accepts_nothing(site: Path) -> None:
    text = export(site)
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    before = contents(site)
    assert not bring_in(site, text).files
    assert contents(site) == before


def test_an_old_catalogue_finds_headings_that_have_another_number_now(site: Path) -> None:
    old = read(export(site))
    message(old, f"{BUSES}.fr.md#heading-2").string = "Que faire"
    for language in NEW_SECTION:
        add_section(site, language, 1)
    before = (site / f"{BUSES}.fr.md").read_bytes()
    found = bring_in(site, as_saved(old))
    assert dict(found.units) == {f"{BUSES}.fr.md": ("heading-3",)}
    changed = [line for line in lines_changed(before, (site / f"{BUSES}.fr.md").read_bytes()) if "##" in line]
    assert len(changed) <= 2 and any("Que faire" in line for line in changed)


def test_a_new_unit_from_an_older_source_is_not_current(site: Path) -> None:
    path = "reports/step-free/stations.ar.md"
    catalogue = read(export(site, "ar"))
    edit(site / "reports/step-free/stations.en.md", "By 2030", "By 2035")
    put(f"{path}#all-by-2030", "بحلول 2030.")(catalogue)
    bring_in(site, as_saved(catalogue))
    assert unit_states(site)["ar", "reports/step-free/stations", "all-by-2030"] == "stale"


# --- others have worked since the export ---

TITLE = f"{BUSES}.fr.md#title"
NEWER = "Les bus, la nuit"


def text_of(root: Path, context: str) -> str:
    return str(message(read(export(root)), context).string)


def reword(root: Path, old: str = "Les bus de nuit\n", new: str = f"{NEWER}\n") -> None:
    """Let a colleague reword a translation that stays accepted."""
    edit(root / f"{BUSES}.fr.md", old, new)


def retranslate(root: Path) -> None:
    """Let the source change, and a colleague translate it anew."""
    edit(root / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    edit(root / f"{BUSES}.fr.md", "20 minutes", "15 minutes")
    record(root)


def without_stamps(data: str) -> str:
    """Take what was exported out of a catalogue, as programs do that keep no comments of translators."""
    return re.sub(r"(?m)^# exported: .*\n", "", data)


@pytest.mark.parametrize("work", [reword, retranslate], ids=["reworded", "translated anew"])
def test_an_old_catalogue_that_was_not_edited_brings_no_old_words_back(
    site: Path, work: Callable[[Path], None]
) -> None:
    old = export(site)
    work(site)
    before = contents(site)
    for data in (old, as_saved(read(old))):
        result = bring_in(site, data)
        assert not result.files and contents(site) == before
        (skipped,) = result.skipped
        assert str(skipped.address) == (TITLE if work is reword else HEADWAY)
        assert not skipped.is_lost and "as it was exported" in skipped.reason


def test_the_edits_in_an_old_catalogue_are_written_and_the_rest_of_it_is_not(site: Path) -> None:
    old = read(export(site))
    reword(site)
    retranslate(site)
    put(f"{BUSES}.fr.md#intro", "Une nouvelle introduction.")(old)
    result = bring_in(site, as_saved(old))
    assert dict(result.units) == {f"{BUSES}.fr.md": ("intro",)}
    assert {str(each.address) for each in result.skipped} == {TITLE, HEADWAY}
    assert text_of(site, TITLE) == NEWER and "15 minutes" in text_of(site, HEADWAY)
    assert unit_states(site)["fr", BUSES, "intro"] == "current"


def test_what_both_have_changed_stays_as_it_is_and_is_reported(site: Path) -> None:
    old = read(export(site))
    reword(site)
    put(TITLE, "Bus de nuit")(old)
    before = contents(site)
    result = bring_in(site, as_saved(old))
    (skipped,) = result.skipped
    assert (str(skipped.address), skipped.is_lost) == (TITLE, True) and "both here and in" in skipped.reason
    assert (skipped.ours, skipped.theirs) == (NEWER, "Bus de nuit")
    assert contents(site) == before


def test_what_both_have_changed_alike_is_no_conflict(site: Path) -> None:
    old = read(export(site))
    reword(site)
    put(TITLE, NEWER)(old)
    result = bring_in(site, as_saved(old))
    assert (result.units, result.skipped) == ({f"{BUSES}.fr.md": ("title",)}, ())
    assert text_of(site, TITLE) == NEWER
    assert unit_states(site)["fr", BUSES, "title"] == "current"


def test_an_edit_of_an_older_source_does_not_replace_what_is_accepted_for_the_present_one(site: Path) -> None:
    """The words here are as they were exported, but somebody has found that they still hold."""
    old = read(export(site))
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    record(site)
    put(HEADWAY, "Autrement.")(old)
    before = contents(site)
    (skipped,) = bring_in(site, as_saved(old)).skipped
    assert (str(skipped.address), skipped.is_lost) == (HEADWAY, True) and "older source" in skipped.reason
    assert contents(site) == before


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_catalogue_that_does_not_say_what_was_exported(site: Path, overwrite: bool) -> None:
    """What is not good for the present source may be replaced; the rest only if the catalogue is trusted."""
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    catalogue = read(without_stamps(export(site)))
    for unit, text in (("headway", "Toutes les 15 minutes."), ("title", "Bus de nuit")):
        put(f"{BUSES}.fr.md#{unit}", text)(catalogue)
    reword(site, "Chapitre 2", "Chapitre deux")
    result = import_catalogue(
        load_content(site)[0], find_files(site), read_po_file(as_saved(catalogue)), Trust(overwrite)
    )
    write(dict(result.files))
    assert unit_states(site)["fr", BUSES, "headway"] == "current"
    assert text_of(site, HEADWAY) == "Toutes les 15 minutes."
    skipped = {str(each.address): each.reason for each in result.skipped}
    assert list(skipped) == ([] if overwrite else [TITLE, f"{BUSES}.fr.md#section"])
    assert all("does not say" in reason for reason in skipped.values())
    assert (text_of(site, TITLE) == "Bus de nuit") is overwrite


def test_not_even_a_trusted_catalogue_replaces_a_text_for_the_present_source_by_one_for_another(site: Path) -> None:
    old = read(without_stamps(export(site)))
    retranslate(site)
    result = import_catalogue(load_content(site)[0], find_files(site), read_po_file(as_saved(old)), Trust(True))
    assert not result.files and [str(each.address) for each in result.skipped] == [HEADWAY]


def test_a_text_that_is_missing_here_is_filled_in_and_accepted_only_for_its_own_source(site: Path) -> None:
    old = export(site)
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    for unit in ("headway", "tram-lanes"):
        path = site / f"{BUSES}.fr.md"
        path.write_text(re.sub(rf"(?m)^- .*(\{{#{unit}\}})$", r"- \1", path.read_text("utf-8")), "utf-8")
    record(site)
    result = bring_in(site, old)
    assert dict(result.units) == {f"{BUSES}.fr.md": ("headway", "tram-lanes")} and not result.skipped
    states = unit_states(site)
    assert (states["fr", BUSES, "headway"], states["fr", BUSES, "tram-lanes"]) == ("stale", "current")


def test_one_conflict_leaves_a_unit_whole_as_it_is_and_nothing_unsaid(site: Path) -> None:
    old = read(export(site))
    reword(site, "une semaine de mai.", "une semaine, en mai.")
    put(f"{BUSES}.fr.md#workers", "Une phrase.")(old)
    put(f"{BUSES}.fr.md#workers:note-1", "Une note.")(old)
    before = contents(site)
    note, statement = bring_in(site, as_saved(old)).skipped
    assert str(note.address) == f"{BUSES}.fr.md#workers:note-1" and contents(site) == before
    assert note.ours.endswith("une semaine, en mai.") and note.theirs == "Une note."
    assert (str(statement.address), statement.theirs) == (f"{BUSES}.fr.md#workers", "Une phrase.")
    assert str(note.address) in statement.reason


def test_a_note_without_its_statement_is_not_passed_over(site: Path) -> None:
    path = site / f"{BUSES}.fr.md"
    path.write_text(re.sub(r"(?m)^- .*(\{#workers\})$", r"- \1", path.read_text("utf-8")), "utf-8")
    catalogue = read(export(site))
    message(catalogue, f"{BUSES}.fr.md#workers").string = ""
    put(f"{BUSES}.fr.md#workers:note-1", "Une note.")(catalogue)
    (skipped,) = bring_in(site, as_saved(catalogue)).skipped
    assert skipped.is_lost and "is not translated" in skipped.reason and skipped.theirs == "Une note."


def test_a_label_that_a_colleague_has_reworded_stays(site: Path) -> None:
    context = "sectors.yml@fr#ferries.label"
    old = export(site)
    edit(site / "sectors.yml", "fr: Bacs", "fr: Navettes")
    before = contents(site)
    (skipped,) = bring_in(site, old).skipped
    assert (str(skipped.address), skipped.is_lost) == (context, False)
    (skipped,) = bring_in(site, old.replace('msgstr "Bacs"', 'msgstr "Les bacs"')).skipped
    assert (str(skipped.address), skipped.is_lost) == (context, True)
    assert contents(site) == before


def gettext(tmp_path: Path, program: str, *catalogues: str, options: Sequence[str] = ()) -> str:
    """Run a program of GNU gettext over catalogues."""
    if shutil.which(program) is None:
        pytest.skip("gettext is not on this machine")
    paths = [tmp_path / f"{no}.po" for no, _ in enumerate(catalogues)]
    for path, text in zip(paths, catalogues, strict=True):
        path.write_text(text, encoding="utf-8")
    command = [program, *options, *map(str, paths)]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.mark.parametrize("work", [reword, retranslate], ids=["reworded", "translated anew"])
def test_msgmerge_with_a_new_export_keeps_what_is_needed(
    site: Path, tmp_path: Path, work: Callable[[Path], None]
) -> None:
    """The translation comes from the old catalogue, and what was exported must come with it, not from the new one."""
    old = read(export(site))
    put(f"{BUSES}.fr.md#intro", "Une nouvelle introduction.")(old)
    work(site)
    merged = gettext(tmp_path, "msgmerge", as_saved(old).decode(), export(site), options=["--quiet"])
    result = bring_in(site, merged)
    assert dict(result.units) == {f"{BUSES}.fr.md": ("intro",)}
    assert not any(each.is_lost for each in result.skipped)
    assert (text_of(site, TITLE) == NEWER) is (work is reword)
    assert ("15 minutes" in text_of(site, HEADWAY)) is (work is retranslate)


def test_after_msgmerge_a_translator_can_go_on_where_nobody_else_has_worked(site: Path, tmp_path: Path) -> None:
    old = export(site)
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    merged = read(gettext(tmp_path, "msgmerge", old, export(site), options=["--quiet"]))
    assert message(merged, HEADWAY).fuzzy
    put(HEADWAY, "Toutes les 15 minutes.")(merged)
    assert dict(bring_in(site, as_saved(merged)).units) == {f"{BUSES}.fr.md": ("headway",)}
    assert unit_states(site)["fr", BUSES, "headway"] == "current"


def test_catalogues_that_say_two_things_are_not_trusted(site: Path, tmp_path: Path) -> None:
    old = export(site)
    reword(site)
    record(site)
    both = read(gettext(tmp_path, "msgcat", old, export(site)))
    assert exported_stamp(message(both, TITLE).user_comments) == ""
    put(TITLE, "Bus de nuit")(both)
    (skipped,) = bring_in(site, as_saved(both)).skipped
    assert str(skipped.address) == TITLE and "does not say" in skipped.reason


# --- labels ---


@pytest.mark.parametrize(
    "context",
    [
        "sectors.yml@fr#trams.label",
        "events.yml@fr#all-stations-step-free.label",
        "kinds.yml@fr#statements.measure.label",
        "site.yml@fr#tagline",
        "glossary.yml@fr#headway",
        "glossary.yml@fr#headway.definition",
        "reports/step-free/report.yml@fr#short",
    ],
)
def test_an_edited_label_alone_changes_in_its_file(site: Path, context: str) -> None:
    before, states = contents(site), unit_states(site)
    assert message(read(export(site)), context).string
    result = bring_in_edited(site, put(context, "Autre, nom: “#1”"))
    path, _, unit = context.partition("@fr#")
    assert result.units == {path: (unit,)}
    assert message(read(export(site)), context).string == "Autre, nom: “#1”"
    assert unit_states(site) == states
    record_file = f"translations/fr/{path}"
    assert changed_files(before, contents(site)) == {path, record_file}
    assert len(lines_that_differ(before[record_file], contents(site)[record_file])) == 1
    assert len(lines_that_differ(before[path], contents(site)[path])) == 1


def test_a_missing_label_is_added_and_accepted(site: Path) -> None:
    context = "sectors.yml@fr#ferries.description"
    edit(site / "sectors.yml", "  label: {en: Ferries", "  description: {en: Boats}\n  label: {en: Ferries")
    assert message(read(export(site)), context).string == ""
    bring_in_edited(site, put(context, "Bateaux"))
    assert "  description: {en: Boats, fr: Bateaux}\n" in (site / "sectors.yml").read_text(encoding="utf-8")
    assert file_state(site, "sectors.yml").language == "ar"
    assert unit_states(site)["fr", "sectors.yml", "ferries.description"] == "current"
    assert unit_states(site)["ar", "sectors.yml", "ferries.description"] == "missing"


def test_a_stale_label_is_accepted_when_its_fuzzy_mark_goes(site: Path) -> None:
    edit(site / "sectors.yml", "{en: Trams,", "{en: Trams and light rail,")
    assert unit_states(site)["fr", "sectors.yml", "trams.label"] == "stale"
    context = "sectors.yml@fr#trams.label"
    labels = (site / "sectors.yml").read_bytes()
    bring_in_edited(site, put(context, str(message(read(export(site)), context).string)))
    assert (site / "sectors.yml").read_bytes() == labels
    assert unit_states(site)["fr", "sectors.yml", "trams.label"] == "current"
    assert unit_states(site)["ar", "sectors.yml", "trams.label"] == "stale"


LABELS = [
    ("sectors.yml", "trams.label", "Trams"),
    ("actors.yml", "riders.label", "Riders"),
    ("places.yml", "centre.label", "City centre"),
    ("indicators.yml", "night-trips.label", "Night trips a day"),
    ("glossary.yml", "headway", "headway"),
    ("reports/night-network/report.yml", "short", "Night network"),
]


@pytest.mark.parametrize(("path", "unit", "old"), LABELS)
def test_all_agree_that_a_label_of_an_older_source_is_stale(site: Path, path: str, unit: str, old: str) -> None:
    """What commands say of it, and what goes to other software; to accept it binds the label and its source."""
    key = "preferred" if path == "glossary.yml" else "en"
    edit(site / path, f"{key}: {old}", f"{key}: New words")
    assert unit_states(site)["fr", path, unit] == "stale"
    problems = [problem for problem in check_content(site)[-1] if problem.rule == "stale-translation"]
    assert any(problem.path.endswith(path) and f"{path}@fr#{unit}" in str(problem.hint) for problem in problems)
    assert f'#, fuzzy\n#| msgid "{old}"\nmsgctxt "{path}@fr#{unit}"\nmsgid "New words"\n' in export(site)
    entry = message(read(export(site)), f"{path}@fr#{unit}")

    def type_(*words: str) -> str:
        return CliRunner().invoke(main, ["translate", *words, "--content", str(site)]).output

    assert f"{path}@fr#{unit}\n  before: {old}\n  now:    New words\n" in type_("diff", f"{path}@fr")
    assert f"left: {path}@fr#{unit}" in type_("accept", path, "--language", "fr")
    assert f"accepted: {path}@fr#{unit}" in type_("accept", f"{path}@fr#{unit}")
    assert unit_states(site)["fr", path, unit] == "current"
    key = "preferred" if path == "glossary.yml" else "fr"
    edit(site / path, f"{key}: {entry.string}", f"{key}: Autre")
    assert unit_states(site)["fr", path, unit] == "stale"


def test_a_label_stays_in_one_line(site: Path) -> None:
    bring_in_edited(site, put("sectors.yml@fr#trams.label", "Tram\n\nways"))
    assert message(read(export(site)), "sectors.yml@fr#trams.label").string == "Tram ways"


# --- what is refused ---


@pytest.mark.parametrize(
    "text",
    [
        "Un <!-- deux --> trois",
        "Un <!-- deux",
        "Un.\n\nDeux.",
        "- Un",
        "# Un",
        "> Un",
        "1. Un",
        "```\nUn",
        "Un\n- deux",
    ],
)
def test_words_that_would_break_a_statement_are_refused_and_nothing_written(site: Path, text: str) -> None:
    before = contents(site)
    result = bring_in_edited(site, put(HEADWAY, text))
    (skipped,) = result.skipped
    assert (str(skipped.address), skipped.is_lost, result.files) == (HEADWAY, True, {})
    assert 'the new text of "headway" would break' in skipped.reason
    assert contents(site) == before


def test_all_texts_that_would_break_their_file_are_named_and_the_others_are_written(site: Path) -> None:
    def change(catalogue: Catalog) -> None:
        for unit, text in (
            ("headway", "- Un"),
            ("tram-lanes", "Un.\n\nDeux."),
            ("title", "Bus de nuit"),
            ("intro", "Un."),
        ):
            put(f"{BUSES}.fr.md#{unit}", text)(catalogue)
        put("pages/about.fr.md#title", "Le site")(catalogue)

    before = contents(site)
    result = bring_in_edited(site, change)
    assert [str(each.address) for each in result.skipped] == [HEADWAY, f"{BUSES}.fr.md#tram-lanes"]
    assert dict(result.units) == {f"{BUSES}.fr.md": ("title", "intro"), "pages/about.fr.md": ("title",)}
    written = (f"{BUSES}.fr.md", "pages/about.fr.md")
    records = {f"translations/fr/{name.replace('.fr.md', '.yml')}" for name in written}
    assert changed_files(before, contents(site)) == {*written, *records}
    assert unit_states(site)["fr", BUSES, "headway"] == "current"


@pytest.mark.parametrize(
    "text",
    [
        "Un {kind=x}",
        '“a” "b" c:\\d',
        "a # b",
        "`{#id}` a",
        "a > b - c",
        "*a* [b](https://c.org)",
        "\\# a",
    ],
)
def test_unusual_words_in_a_statement_come_back_as_they_are(site: Path, text: str) -> None:
    bring_in_edited(site, put(HEADWAY, text))
    assert message(read(export(site)), HEADWAY).string == text


def test_a_catalogue_of_another_language_is_refused(site: Path) -> None:
    text = as_saved(read(export(site))).decode().replace("Lignes", "Linien")
    before = contents(site)
    for header in ("Language: de\\n", "Language: ar\\n"):
        with pytest.raises(TranslationError, match="says that its language"):
            bring_in(site, re.sub(r"Language: [\w]+\\n", header.replace("\\", r"\\"), text))
    assert contents(site) == before
    for header in ("Language: fr\\n", "Language: fr_CA\\n", "Language: \\n", "X-Other: a\\n"):
        bring_in(
            site, re.sub(r"Language: [\w]+\\n", header.replace("\\", r"\\"), as_saved(read(export(site))).decode())
        )


def test_plural_forms_are_refused(site: Path) -> None:
    text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    text += f'msgctxt "{HEADWAY}"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n'
    with pytest.raises(TranslationError, match="plural forms"):
        bring_in(site, text)


def test_a_note_that_is_still_fuzzy_is_left_alone_and_the_unit_stays_stale(site: Path) -> None:
    edit(site / f"{BUSES}.en.md", "{#workers}", "too {#workers}")
    text, note = f"{BUSES}.fr.md#workers", f"{BUSES}.fr.md#workers:note-1"
    old = message(read(export(site)), note).string

    def change(catalogue: Catalog) -> None:
        put(text, "Nouvelle phrase.")(catalogue)
        message(catalogue, note).string = "Autre note."

    bring_in_edited(site, change)
    assert message(read(export(site)), text).string == "Nouvelle phrase."
    assert message(read(export(site)), note).string == old
    assert unit_states(site)["fr", BUSES, "workers"] == "stale"


def test_a_note_can_be_edited_in_a_catalogue_without_its_statement(site: Path) -> None:
    note = f"{BUSES}.fr.md#workers:note-1"

    def change(catalogue: Catalog) -> None:
        put(note, "Autre note.")(catalogue)
        for item in [item for item in catalogue if item.id and item.context != note]:
            catalogue.delete(item.id, item.context)

    assert bring_in_edited(site, change).units == {f"{BUSES}.fr.md": ("workers",)}
    assert message(read(export(site)), note).string == "Autre note."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f'msgctxt "{HEADWAY}"', 'msgctxt "headway"', 'its context "headway" is not written like'),
        (f'msgctxt "{HEADWAY}"\n', "", "Run every night line"),
        (f'msgctxt "{HEADWAY}"', "garbage", "cannot read"),
        ("charset=utf-8", "charset=utf-99", "cannot read"),
    ],
    ids=["no address", "no context", "syntax", "charset"],
)
def test_a_catalogue_that_cannot_be_placed_is_refused_and_nothing_written(
    site: Path, old: str, new: str, said: str
) -> None:
    catalogue = read(export(site))
    put(f"{BUSES}.fr.md#title", "Bus de nuit")(catalogue)
    text = as_saved(catalogue).decode()
    assert text.count(old) == 1
    before = contents(site)
    with pytest.raises(TranslationError) as error:
        bring_in(site, text.replace(old, new))
    assert said in str(error.value) and "\n" not in str(error.value)
    assert contents(site) == before


def test_an_edit_of_a_unit_that_the_source_lacks_is_named_with_the_nearest(site: Path) -> None:
    catalogue = as_saved(read(export(site))).decode().replace(f'msgctxt "{HEADWAY}"', f'msgctxt "{HEADWAY[:-1]}i"')
    before = contents(site)
    (skipped,) = bring_in(site, catalogue.replace("Exploiter", "Faire rouler")).skipped
    assert (str(skipped.address), skipped.is_lost) == (f"{HEADWAY[:-1]}i", True)
    assert f'Its source stands at "{HEADWAY}"' in skipped.reason and skipped.theirs.startswith("Faire rouler")
    assert contents(site) == before


def test_a_catalogue_of_something_else_is_refused(site: Path) -> None:
    other = export(site).replace('msgctxt "', 'msgctxt "elsewhere/')
    with pytest.raises(TranslationError, match="nor any other of the catalogue"):
        bring_in(site, other)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x00" * 40, b"msgid", b'msgid "a"\nmsgstr "'])
def test_bytes_that_are_no_catalogue_are_refused(site: Path, data: bytes) -> None:
    with pytest.raises(TranslationError, match=r"cannot read the catalogue|has no "):
        bring_in(site, data)


def test_a_file_with_other_headings_is_refused_with_its_name(site: Path) -> None:
    path = site / f"{BUSES}.fr.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("## ")], encoding="utf-8")
    before = contents(site)
    (skipped,) = bring_in_edited(site, put(f"{BUSES}.fr.md#heading-2", "Que faire")).skipped
    assert str(skipped.address) == f"{BUSES}.fr.md#heading-2" and "0 heading(s), its source 2" in skipped.reason
    assert contents(site) == before


# --- Hypothesis: any content, any edit ---

LETTERS = "abc XYZ 019 é甲乙ب س \"'\\*_`[]().,;:!?%&-—#|~«»“”{}<>+=$@/ \u200f\u00a0\u2028"
LINE = st.text(LETTERS, max_size=30).map(lambda text: f"w{text}".strip())
PARAGRAPH = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
PROSE = st.lists(PARAGRAPH, min_size=1, max_size=2).map("\n\n".join)
TEXTS = st.fixed_dictionaries(
    {"title": LINE, "intro": PROSE, "heading": LINE, "prose": PROSE, "one": PARAGRAPH, "details": PROSE, "note": PROSE}
)
GENERATED = settings(max_examples=200 if FUZZ else 15)


def brief(texts: dict[str, str], source: bool) -> str:
    def indent(text: str, mark: str = "    ") -> str:
        return "\n".join(f"{mark}{line}".rstrip() for line in text.split("\n"))

    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''").replace("\n", " ") + "'"

    kind = " {kind=observation}" if source else ""
    statement = texts["one"].replace("\n", "\n  ")
    return (
        f"---\ntitle: {quoted(texts['title'])}\n---\n\n{texts['intro']}\n\n## {texts['heading']}{kind}\n\n"
        f"{texts['prose']}\n\n- {statement} {{#one}}\n\n{indent(texts['details'])}\n\n"
        f"{indent(texts['note'], '    > ')}\n"
        "- w {#two}\n"
    )


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with one brief, which every example writes anew."""
    root = copy_transit(tmp_path_factory.mktemp("generated"))
    shutil.rmtree(root / "reports" / "night-network")
    shutil.rmtree(root / "pages")
    (root / "pages").mkdir()
    for name in ("events", "glossary", "indicators", "places"):
        (root / f"{name}.yml").unlink()
    (root / "reports" / "step-free" / "index.en.md").write_text("---\ntitle: I\n---\nText.\n", encoding="utf-8")
    (root / "reports" / "step-free" / "index.fr.md").unlink()
    report = root / "reports" / "step-free" / "report.yml"
    report.write_text(report.read_text(encoding="utf-8").partition("figures:")[0], encoding="utf-8")
    return root


def write_briefs(root: Path, source: dict[str, str], target: dict[str, str]) -> None:
    shutil.rmtree(root / "translations", ignore_errors=True)
    for language, texts in (("en", source), ("fr", target)):
        path = root / "reports" / "step-free" / f"stations.{language}.md"
        path.write_text(brief(texts, language == "en"), encoding="utf-8")


def is_sound(root: Path) -> bool:
    """Tell whether the two briefs can be read; the rest of the site can."""
    return not has_errors(load_content(root)[1])


def sound_units(root: Path) -> dict[str, dict[str, str]]:
    file = file_state(root, "reports/step-free/stations.fr.md")
    return {unit.id: dict(unit.target.pieces) for unit in file.units if unit.target}


@pytest.mark.slow
@GENERATED
@given(TEXTS, TEXTS, st.booleans())
def test_no_content_is_changed_by_a_round_trip(
    shared: Path, source: dict[str, str], target: dict[str, str], accepted: bool
) -> None:
    write_briefs(shared, source, target)
    assume(is_sound(shared))
    if accepted:
        record(shared)
    before = contents(shared)
    text = export(shared)
    assert bring_in(shared, text) == Imported({}, {})
    assert bring_in(shared, as_saved(read(text))) == Imported({}, {})
    assert contents(shared) == before


EDITS = st.sampled_from(["title", "intro", "heading-1", "prose-1", "one", "one:details", "one:note-1", "two"])


@GENERATED
@given(TEXTS, TEXTS, EDITS, PARAGRAPH)
def test_any_edit_comes_back_as_it_is_and_alone(
    shared: Path, source: dict[str, str], target: dict[str, str], unit: str, text: str
) -> None:
    if unit in ("title", "heading-1"):
        text = " ".join(text.split())
    write_briefs(shared, source, target)
    assume(is_sound(shared))
    record(shared)
    before = sound_units(shared)
    name, _, piece = unit.partition(":")
    assume(name in before and set(before[name]) >= {piece or "text"})
    files = contents(shared)
    result = bring_in_edited(shared, put(f"reports/step-free/stations.fr.md#{unit}", text))
    if result.skipped:  # words that would not be read back as they are
        assert f'"{name}" would break' in result.skipped[0].reason and contents(shared) == files
        return
    assume(is_sound(shared))  # the edit itself may hold what content must not, such as HTML
    expected = {key: pieces | ({piece or "text": text} if key == name else {}) for key, pieces in before.items()}
    assert sound_units(shared) == expected
    assert set(unit_states(shared).values()) <= {"current", "missing"}


def test_the_real_fixture_survives_emptying_and_importing_everything(site: Path) -> None:
    """Take all translations away, and bring them back from the catalogues alone."""
    catalogues = [export(site, language) for language in ("ar", "fr")]
    content, states = load_content(site)[0], find_files(site)
    before = {(f.path, u.id): dict(u.target.pieces) for f in states if not f.is_labels for u in f.units if u.target}
    for file in states:
        found = find_entry(content, file.file)
        if file.exists and not file.is_labels and found:
            write({file.file: start_translation(found[0])})
    for text in catalogues:
        bring_in(site, text)
    after = {
        (f.path, u.id): dict(u.target.pieces) for f in find_files(site) if not f.is_labels for u in f.units if u.target
    }
    assert after == before
    assert not has_errors(check_content(site)[2])
    assert find_states(load_content(site)[0])[1] == []
