"""What translation software is told beside the texts, texts that nobody has reviewed, and XLIFF; with real tools."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from lxml import etree
from translate.storage.xliff2 import Xliff2File

from tests.built import Built
from tests.conftest import VALID_SITES
from tests.test_cli_translate import STATIONS, Run, changed, one_line
from tests.test_cli_translate import run as run
from tests.test_cli_translate import site as site
from tests.test_po import HEADWAY, gettext
from tests.test_translations import BUSES, contents, edit, file_state, unit_states

pytest_plugins = ("tests.built",)

BRIEF = f"content/{BUSES}.en.md"
IN = "{urn:oasis:names:tc:xliff:document:2.0}"
NMTOKEN = re.compile(r"[\w.:-]+")


def export_po(run: Run, *paths: str) -> polib.POFile:
    return polib.pofile(run("export", "fr", *paths).out)


def entry(catalogue: polib.POFile, context: str) -> polib.POEntry:
    return next(each for each in catalogue if each.msgctxt == context)


# --- which units ---


@pytest.mark.parametrize(
    ("paths", "wanted"),
    [
        (["reports/night-network"], lambda path: path.startswith("reports/night-network/")),
        (["content/reports/night-network/"], lambda path: path.startswith("reports/night-network/")),
        ([f"{BUSES}.en.md"], lambda path: path == f"{BUSES}.fr.md"),
        ([f"content/{BUSES}.fr.md", "sectors.yml"], lambda path: path in (f"{BUSES}.fr.md", "sectors.yml@fr")),
        (["content"], lambda path: True),
    ],
    ids=["report", "as a folder", "source", "two files", "all"],
)
def test_an_export_has_the_units_below_the_paths(
    site: Path, run: Run, paths: list[str], wanted: Callable[[str], bool]
) -> None:
    every = [each.msgctxt for each in export_po(run)]
    found = [each.msgctxt for each in export_po(run, *paths)]
    assert found == [context for context in every if wanted(context.partition("#")[0])] != []


def test_a_part_of_a_language_is_brought_in_alone(site: Path, run: Run, tmp_path: Path) -> None:
    for name, words in (("part.po", "Le chapitre 2"), ("part.xlf", "Notre chapitre 2")):
        run("export", "fr", f"{BUSES}.fr.md", "-o", name)
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "about.fr.md" not in text
        before = contents(site)
        (tmp_path / name).write_text(re.sub(".e chapitre 2|Chapitre 2", words, text), encoding="utf-8")
        assert run("import", name).out == f"{BUSES}.fr.md: section\n1 unit(s) changed.\n"
        assert changed(site, before) == {f"{BUSES}.fr.md", f"translations/fr/{BUSES}.yml"}


@pytest.mark.parametrize("path", ["nowhere.fr.md", "nowhere", f"{BUSES}.ar.md", "reports/night-network/busses.fr.md"])
def test_a_path_without_units_is_refused(site: Path, run: Run, path: str) -> None:
    done = run("export", "fr", path)
    assert done.code in (1, 2) and done.out == "" and Path(path).name.split(".")[0] in one_line(done.err)


# --- what is said of them ---


def test_comments_say_what_a_statement_is_and_where(site: Path, run: Run) -> None:
    edit(site / "glossary.yml", "[fréquence]", f"[fréquence, {' '.join(['intervalle'] * 12)}]")
    catalogue = export_po(run)
    headway = entry(catalogue, HEADWAY)
    assert headway.occurrences == [(BRIEF, "16")]
    assert headway.comment.splitlines() == [
        "headway",
        "kind: Mesure",
        "actor: Exploitant",
        "sector: Bus",
        "page: https://example.org/transit/fr/reports/night-network/buses/#headway",
        "term: headway = intervalle de passage; not: fréquence" + f", {' '.join(['intervalle'] * 12)}",
        f"ar: {file_state(site, f'{BUSES}.ar.md').unit('headway').target.text}",
    ]
    assert "sector: Bus, Tramways" in entry(catalogue, f"{BUSES}.fr.md#tram-lanes").comment


def test_labels_that_a_language_lacks_are_those_of_the_next(site: Path, run: Run) -> None:
    edit(site / "sectors.yml", "{en: Buses, ar: الحافلات, fr: Bus}", "{en: Buses, ar: الحافلات}")
    assert "sector: Buses\n" in entry(export_po(run), HEADWAY).comment


def test_other_languages_that_are_not_accepted_say_so(site: Path, run: Run) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    assert "ar (not accepted): " in entry(export_po(run), HEADWAY).comment


def test_every_address_of_a_page_is_one_of_the_site(site: Path, run: Run, built_transit: Built) -> None:
    """The site that the tests build has the same pages and anchors."""
    found = {line for each in export_po(run) for line in each.comment.splitlines() if line.startswith("page: ")}
    paths = [line.removeprefix("page: https://example.org/transit/").partition("#") for line in found]
    assert len(paths) > 20
    for path, _, anchor in paths:
        text = (built_transit.site / path / "index.html").read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in text, (path, anchor)


def test_places_are_relative_to_the_repository(site: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (site.parent / "site").mkdir()
    site.rename(site.parent / "site" / "content")
    subprocess.run(["git", "init", "-q"], check=True)
    for folder, content in ((".", "site/content"), ("site/content", ".")):
        with monkeypatch.context() as inside:
            inside.chdir(folder)
            text = run("export", "fr", "--content", content).out
        assert entry(polib.pofile(text), HEADWAY).occurrences == [(f"site/{BRIEF}", "16")]


def test_the_header_says_what_is_known_and_nothing_else(site: Path, run: Run) -> None:
    assert set(export_po(run).metadata) == {
        *("Project-Id-Version", "Language", "Plural-Forms"),
        *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
    }
    edit(site / "site.yml", "base_url:", 'contact: "editors@example.org"\nbase_url:')
    metadata = export_po(run).metadata
    assert metadata["Report-Msgid-Bugs-To"] == "editors@example.org"
    assert (metadata["Project-Id-Version"], metadata["Language"]) == ("Moving Together", "fr_FR")


def test_the_older_source_is_that_of_the_same_text(site: Path, run: Run) -> None:
    """Of a statement with its note as of the note; also where the translation has been edited since."""
    edit(site / f"{BUSES}.en.md", "one week in May only", "one week in June only")
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    edit(site / f"{BUSES}.fr.md", "Exploiter chaque", "Faire rouler chaque")
    catalogue = export_po(run)
    before = {each.msgctxt: each.previous_msgid for each in catalogue if each.previous_msgid}
    assert before == {
        HEADWAY: "Run every night line at a headway of 20 minutes.",
        f"{BUSES}.fr.md#workers:note-1": "Editor's note: the study counts one week in May only.",
    }
    assert {each.msgctxt for each in catalogue if each.fuzzy} == {*before, f"{BUSES}.fr.md#workers"}


def test_gettext_and_the_toolkit_take_the_catalogue_as_it_is(site: Path, run: Run, tmp_path: Path) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    text = run("export", "fr").out
    gettext(tmp_path, "msgfmt", text, options=["--check", "--output-file=/dev/null"])
    merged = polib.pofile(gettext(tmp_path, "msgmerge", text, text, options=["--quiet"]))
    assert [(each.msgctxt, each.msgstr) for each in merged] == [(e.msgctxt, e.msgstr) for e in polib.pofile(text)]
    command = [sys.executable, "-m", "translate.convert.po2xliff", "--progress=none"]
    subprocess.run([*command, str(tmp_path / "0.po"), str(tmp_path / "out.xlf")], check=True)
    assert len(etree.parse(tmp_path / "out.xlf").findall(".//{*}trans-unit")) >= len(merged)


# --- texts that nobody has reviewed ---


def pretranslate(run: Run, tmp_path: Path, texts: dict[str, str], fuzzy: bool) -> None:
    """Do what software does that fills in by machine: texts, marked as not sure or not."""
    catalogue = export_po(run)
    for context, text in texts.items():
        found = entry(catalogue, context)
        found.msgstr, found.fuzzy = text, fuzzy
    catalogue.save(str(tmp_path / "machine.po"))


PIERS = "reports/step-free/stations.fr.md#ferry-piers"
DRAFT = "Les embarcadères neufs sont de plain-pied."


@pytest.mark.parametrize("fuzzy", [True, False])
def test_what_a_machine_translated_comes_in_and_is_not_accepted(
    site: Path, run: Run, tmp_path: Path, fuzzy: bool
) -> None:
    edit(site / "sectors.yml", ", fr: Bacs", "")
    label = "sectors.yml@fr#ferries.label"
    pretranslate(run, tmp_path, {PIERS: DRAFT, label: "Bacs"}, fuzzy)
    done = run("import", "--not-reviewed", "machine.po")
    assert (done.code, done.err) == (0, "") and done.out.endswith("2 unit(s) changed.\n")
    states = unit_states(site)
    assert states["fr", "reports/step-free/stations", "ferry-piers"] == "stale"
    assert states["fr", "sectors.yml", "ferries.label"] == "stale"
    assert entry(export_po(run), PIERS).msgstr == DRAFT and entry(export_po(run), PIERS).fuzzy
    assert run("accept", PIERS, label).out.endswith("2 unit(s) accepted.\n")


def test_a_fuzzy_text_is_named_and_left_where_it_is(site: Path, run: Run, tmp_path: Path) -> None:
    pretranslate(run, tmp_path, {PIERS: DRAFT}, fuzzy=True)
    before = contents(site)
    done = run("import", "machine.po")
    assert (done.code, done.err) == (0, "") and f"left: {PIERS}: it is still fuzzy" in done.out
    assert changed(site, before) == set()


def test_what_is_not_reviewed_does_not_replace_what_is(site: Path, run: Run, tmp_path: Path) -> None:
    pretranslate(run, tmp_path, {HEADWAY: "Autrement."}, fuzzy=True)
    before = contents(site)
    done = run("import", "--not-reviewed", "machine.po")
    assert done.code == 1 and done.err.startswith(f"not written: {HEADWAY}: the text here is accepted")
    assert "\n  catalogue: Autrement." in done.err and changed(site, before) == set()


def test_a_stale_text_may_be_replaced_by_a_machine_and_stays_stale(site: Path, run: Run, tmp_path: Path) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    pretranslate(run, tmp_path, {HEADWAY: "Toutes les 15 minutes."}, fuzzy=False)
    assert run("import", "--not-reviewed", "machine.po").code == 0
    assert unit_states(site)["fr", BUSES, "headway"] == "stale"
    assert run("import", "machine.po").out == f"{BUSES}.fr.md: headway\n1 unit(s) changed.\n"
    assert unit_states(site)["fr", BUSES, "headway"] == "current"


def test_rules_refuse_what_is_not_reviewed_as_well(site: Path, run: Run, tmp_path: Path) -> None:
    pretranslate(run, tmp_path, {PIERS: f"{DRAFT} <b>Neufs</b>"}, fuzzy=True)
    before = contents(site)
    done = run("import", "--not-reviewed", "machine.po")
    assert done.code == 1 and f"not written: {PIERS}: raw-html" in done.err
    assert changed(site, before) == set()


# --- XLIFF ---


def export_xliff(run: Run, tmp_path: Path) -> Path:
    assert run("export", "fr", "-o", "fr.xlf").code == 0
    return tmp_path / "fr.xlf"


def test_xliff_keeps_to_the_core_of_the_standard(site: Path, run: Run, tmp_path: Path) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    root = etree.parse(export_xliff(run, tmp_path)).getroot()
    assert (root.tag, dict(root.attrib)) == (f"{IN}xliff", {"version": "2.0", "srcLang": "en", "trgLang": "fr"})
    ids = [each.get("id", "") for each in root.iter(f"{IN}file", f"{IN}unit")]
    assert len(set(ids)) == len(ids) and all(NMTOKEN.fullmatch(each) for each in ids)
    for unit in root.iter(f"{IN}unit"):
        assert [etree.QName(child).localname for child in unit] == ["notes", "segment"]
        segment = unit[1]
        assert [etree.QName(child).localname for child in segment] in (["source"], ["source", "target"])
        assert segment.get("state") in ("initial", "final")
        assert len(segment) == 2 or segment.get("state") == "initial"


def test_xliff_has_what_po_has(site: Path, run: Run, tmp_path: Path) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    edit(site / f"{BUSES}.en.md", "    > Editor's note: the", "    > Editor's note:\n    > the")
    file = Xliff2File.parsefile(str(export_xliff(run, tmp_path)))
    found = {each.getunitelement().get("name"): (each.source, each.target or "", each.isfuzzy()) for each in file.units}
    assert found == {each.msgctxt: (each.msgid, each.msgstr, each.fuzzy) for each in export_po(run)}
    assert (file.sourcelanguage, file.targetlanguage) == ("en", "fr")


def test_xliff_that_was_not_edited_changes_no_byte(site: Path, run: Run, tmp_path: Path) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    path = export_xliff(run, tmp_path)
    Xliff2File.parsefile(str(path)).save()
    before = contents(site)
    done = run("import", "fr.xlf")
    assert (done.code, done.out, done.err) == (0, "0 unit(s) changed.\n", "")
    assert changed(site, before) == set()


def test_what_the_toolkit_edits_in_xliff_is_written_and_accepted(site: Path, run: Run, tmp_path: Path) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    file = Xliff2File.parsefile(str(export_xliff(run, tmp_path)))
    units = {each.getunitelement().get("name"): each for each in file.units}
    units[HEADWAY].target = "Toutes les 15 minutes."
    units[HEADWAY].marktranslated()
    units[PIERS].target = DRAFT
    units[PIERS].markfuzzy()
    file.save()
    edit(site / f"{BUSES}.fr.md", "Les bus de nuit\n", "Les bus, la nuit\n")
    before = contents(site)
    done = run("import", "fr.xlf")
    assert done.code == 0 and f"{BUSES}.fr.md: headway\n" in done.out
    assert f"left: {PIERS}: it is still fuzzy" in done.out and f"left: {BUSES}.fr.md#title: " in done.out
    assert changed(site, before) == {f"{BUSES}.fr.md", f"translations/fr/{BUSES}.yml"}
    assert unit_states(site)["fr", BUSES, "headway"] == "current"


def test_segments_that_a_tool_has_cut_are_one_text_again(site: Path, run: Run, tmp_path: Path) -> None:
    path = export_xliff(run, tmp_path)
    root = etree.parse(path)
    (unit,) = root.xpath("//*[@name=$name]", name=HEADWAY)
    segment = unit.find(f"{IN}segment")
    halves = ("Exploiter chaque ligne de nuit", "toutes les 20 minutes.")
    unit.remove(segment)
    for no, half in enumerate(halves):
        part = etree.SubElement(unit, f"{IN}segment", state="translated")
        etree.SubElement(part, f"{IN}source").text = ("Run every night line", "at a headway of 20 minutes.")[no]
        etree.SubElement(part, f"{IN}target").text = half
        if not no:
            space = etree.SubElement(unit, f"{IN}ignorable")
            etree.SubElement(space, f"{IN}source").text = etree.SubElement(space, f"{IN}target").text = " "
    root.write(path)
    assert run("import", "fr.xlf").code == 0
    assert entry(export_po(run), HEADWAY).msgstr == " ".join(halves)
    assert unit_states(site)["fr", BUSES, "headway"] == "current"


BAD_XLIFF = {
    "syntax": (lambda text: text.replace("</xliff>", ""), "cannot read the catalogue"),
    "version 1": (lambda text: text.replace("document:2.0", "document:1.2"), "neither PO nor XLIFF 2.0"),
    "html": (lambda text: "<html></html>", "neither PO nor XLIFF 2.0"),
    "no name": (lambda text: text.replace(f'name="{HEADWAY}"', ""), "has no name"),
    "unknown": (lambda text: text.replace('name="', 'name="elsewhere/'), "nor any other of the catalogue"),
    "twice": (lambda text: text.replace("#tram-lanes", "#headway"), "twice"),
    "language": (lambda text: text.replace('trgLang="fr"', 'trgLang="ar"'), "says that its language"),
}


@pytest.mark.parametrize("fault", BAD_XLIFF)
def test_xliff_that_cannot_be_placed_is_refused_in_one_line(site: Path, run: Run, tmp_path: Path, fault: str) -> None:
    change, said = BAD_XLIFF[fault]
    path = export_xliff(run, tmp_path)
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    before = contents(site)
    done = run("import", "fr.xlf")
    assert done.code == 1 and said in one_line(done.err)
    assert changed(site, before) == set()


def test_xliff_draws_nothing_from_other_files(site: Path, run: Run, tmp_path: Path) -> None:
    path = export_xliff(run, tmp_path)
    (tmp_path / "secret").write_text("geheim", encoding="utf-8")
    text = path.read_text(encoding="utf-8").replace("Chapitre 2", "&other;")
    entity = f'<!DOCTYPE xliff [<!ENTITY other SYSTEM "{tmp_path / "secret"}">]>'
    path.write_text(text.replace("?>\n", f"?>\n{entity}\n", 1), encoding="utf-8")
    done = run("import", "fr.xlf")
    assert "geheim" not in done.out + done.err + (site / f"{BUSES}.fr.md").read_text(encoding="utf-8")


# --- rules and faults ---


def test_numbers_that_differ_are_refused_and_the_rest_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(VALID_SITES / "minimal", "content")
    run("accept", "--all")
    run("export", "en", "-o", "en.po")
    edit(tmp_path / "en.po", "held 224 million volumes", "held 22.4 million volumes")
    edit(tmp_path / "en.po", 'msgstr "Chapter 1"', 'msgstr "First chapter"')
    done = run("import", "en.po")
    assert done.code == 1 and "collections.en.md#holdings: numbers-differ: " in done.err
    assert done.out.endswith("collections.en.md: section\n1 unit(s) changed.\n")
    assert "held 224 million" in Path("content/reports/reading-city/collections.en.md").read_text(encoding="utf-8")


FAULTS = {
    "id lost": (f"{BUSES}.fr.md", " {#headway}", ""),
    "id unknown": (f"{BUSES}.fr.md", "{#headway}", "{#headwai}"),
    "no such source": ("pages/methods.en.md", None, None),
    "link to elsewhere": ("pages/about.fr.md", "](ref:reports/night-network)", "](ref:reports/step-free)"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_one_translation_keeps_no_export_back(site: Path, run: Run, fault: str) -> None:
    path, old, new = FAULTS[fault]
    if old is None:
        (site / path).unlink()
    else:
        edit(site / path, old, new)
    every = {each.msgctxt for each in export_po(run)}
    assert f"{STATIONS}.fr.md#all-by-2030" in every
    assert HEADWAY in every


def test_a_wrong_number_of_a_typed_figure_keeps_nothing_else_back(site: Path, run: Run, tmp_path: Path) -> None:
    stations = "reports/step-free/stations.fr.md"
    run("export", "fr", "-o", "wrong.po")
    text = (tmp_path / "wrong.po").read_text(encoding="utf-8")
    text = text.replace("entre 35 % et 40 % des gares", "entre 35 % et 48 % des gares")
    (tmp_path / "wrong.po").write_text(text.replace("D’ici 2030, toutes", "Avant 2031, toutes"), encoding="utf-8")
    done = run("import", "wrong.po")
    assert done.code == 1 and f"{stations}#share-2022: numbers-differ" in done.err
    assert f"{stations}#all-by-2030: numbers-differ" in done.err
    text = text.replace("Où nous en sommes", "Où en sommes-nous").replace("Avant 2031", "D’ici 2030")
    (tmp_path / "wrong.po").write_text(text, encoding="utf-8")
    done = run("import", "wrong.po")
    assert done.code == 1 and done.out == f"{stations}: heading-1\n1 unit(s) changed.\n"
