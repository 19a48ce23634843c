"""Glossary, translation memory and what was translated before: written, read by real tools, filled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree
from translate.storage.omegat import OmegaTFile
from translate.storage.tbx import tbxfile
from translate.storage.tmx import tmxfile

from build_scripts.content.load import load_content
from build_scripts.translation.pairs import accepted_pairs
from build_scripts.translation.progress import by_person, count_words, sum_up
from tests.test_cli_translate import STATIONS, Run, changed
from tests.test_cli_translate import fresh as fresh
from tests.test_cli_translate import run as run
from tests.test_cli_translate import site as site
from tests.test_po import HEADWAY
from tests.test_translations import BUSES, contents, edit, file_state, find_files, record, unit_states

# --- glossary ---


def test_the_toolkit_reads_every_form_and_what_is_to_be_avoided(site: Path, run: Run, tmp_path: Path) -> None:
    run("glossary", "fr", "-o", "fr.tbx")
    units = {unit.getid(): unit for unit in tbxfile.parsefile(str(tmp_path / "fr.tbx")).units}
    assert units.keys() == load_content(site)[0].tables.glossary.entries.keys()
    forms = [(term.text, term.deprecated) for term in units["headway"].get_target_terms("fr")]
    assert forms == [("intervalle de passage", False), ("fréquence", True)]
    assert [term.text for term in units["headway"].get_source_terms()] == ["headway", "interval between services"]
    assert [term.text for term in units["bus-rapid-transit"].get_target_terms("fr")][1:] == ["BHNS", "BRT"]
    notes = [note.text for note in units["headway"].get_common_notes()]
    assert "Le temps qui sépare deux véhicules d’une ligne" in notes


def test_a_termbase_keeps_to_its_structure(site: Path, run: Run, tmp_path: Path) -> None:
    run("glossary", "ar", "-o", "ar.tbx")
    tree = etree.parse(tmp_path / "ar.tbx")
    assert (tree.docinfo.root_name, tree.getroot().get("type")) == ("martif", "TBX-Basic")
    for entry in tree.iter("termEntry"):
        assert [each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in entry] == ["en", "ar"]
        for form in entry.iter("tig"):
            assert [each.tag for each in form] == ["term", "termNote"] and form[0].text
        first, *others = [each.text.partition("Term-")[0] for each in entry[1].iter("termNote")]
        assert first == "preferred" and set(others) <= {"admitted", "deprecated"}


def test_a_table_offers_no_form_that_is_to_be_avoided(site: Path, run: Run, tmp_path: Path) -> None:
    run("glossary", "fr", "--format", "table", "-o", "fr.utf8")
    rows = [
        (unit.source, unit.target, unit.getnotes()) for unit in OmegaTFile.parsefile(str(tmp_path / "fr.utf8")).units
    ]
    assert ("headway", "intervalle de passage") in [row[:2] for row in rows]
    assert "fréquence" not in [target for _, target, _ in rows]
    notes = {(source, target): note for source, target, note in rows}
    assert "avoid: fréquence" in notes["interval between services", "intervalle de passage"]
    assert notes["BRT", "BHNS"] == "better: bus à haut niveau de service"


def test_a_term_that_a_language_lacks_is_left_out(site: Path, run: Run) -> None:
    edit(site / "glossary.yml", "  ar: {preferred: النقل السريع بالحافلات}\n", "")
    assert 'id="headway"' in run("glossary", "ar").out and "bus-rapid-transit" not in run("glossary", "ar").out
    assert "bus rapid transit" in run("glossary", "fr").out


# --- translation memory ---


def memory(run: Run, tmp_path: Path) -> dict[str, tuple[str, str]]:
    run("memory", "fr", "-o", "fr.tmx")
    units = tmxfile.parsefile(str(tmp_path / "fr.tmx")).units
    return {unit.xmlelement.findtext("prop"): (unit.source, unit.target) for unit in units}


def test_a_memory_has_every_accepted_pair_and_no_other(site: Path, run: Run, tmp_path: Path) -> None:
    found = memory(run, tmp_path)
    assert found[HEADWAY][0] == "Run every night line at a headway of 20 minutes."
    assert found[f"{BUSES}.fr.md#workers:note-1"][1].startswith("Note de la rédaction")
    states = [file for file in find_files(site) if file.language == "fr"]
    assert len(found) == sum(len(unit.target.pieces) for file in states for unit in file.units if unit.target)
    edit(site / f"{BUSES}.fr.md", "Exploiter chaque", "Faire rouler chaque")
    assert memory(run, tmp_path).keys() == found.keys() - {HEADWAY}


def test_a_pair_whose_source_has_changed_stays_with_the_source_it_was_accepted_for(
    site: Path, run: Run, tmp_path: Path
) -> None:
    before = memory(run, tmp_path)
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    assert memory(run, tmp_path) == before
    run("patch", HEADWAY)
    edit(site / f"{BUSES}.en.md", "15 minutes", "10 minutes")
    patched = memory(run, tmp_path)
    assert patched.keys() == before.keys() and patched[HEADWAY][0].endswith("15 minutes.")


def test_a_memory_says_who_accepted_and_when(fresh: Path, run: Run) -> None:
    assert "<tu>" not in run("memory", "fr").out
    run("accept", HEADWAY, "--by", "Li & Si", "--on", "2026-11-26")
    (pair,) = (pair for pair in accepted_pairs(find_files(fresh)))
    assert (str(pair.address), pair.by, pair.date) == (HEADWAY, "Li & Si", "2026-11-26")
    (variant,) = etree.fromstring(run("memory", "fr").out.encode()).xpath("//tuv[@changeid]")
    assert (variant.get("changeid"), variant.get("changedate")) == ("Li & Si", "20261126T000000Z")


def test_a_character_that_no_xml_can_hold_gives_one_line(site: Path, run: Run) -> None:
    edit(site / "sectors.yml", "fr: Bacs", 'fr: "Ba\\x1fcs"')
    for command in ("memory", "glossary", "export"):
        done = run(command, "fr", *(["--format", "xliff"] if command == "export" else []))
        assert done.code in (0, 1) and len(done.err.splitlines()) <= 1, done.err


# --- what was translated before ---


SENTENCE = "Half of all night riders are on their way to or from work."
NOTE = "    > Editor's note: the study counts one week in May only.\n"


def add_statement(root: Path, text: str) -> None:
    """Let another brief say what one says already."""
    path = root / f"{STATIONS}.en.md"
    path.write_text(path.read_text(encoding="utf-8").replace("\n- ", f"\n- {text}\n- ", 1), encoding="utf-8")


def test_start_fills_in_what_was_accepted_for_the_same_source(site: Path, run: Run) -> None:
    """A sentence, with its note, that stands in another brief; it counts as translated, not as accepted."""
    add_statement(site, f"{SENTENCE} {{#riders}}\n\n{NOTE}")
    done = run("start", f"{STATIONS}.fr.md")
    assert f"  riders from {BUSES}.fr.md#workers\n" in done.out and "then accept them" in done.out
    workers = file_state(site, f"{BUSES}.fr.md").unit("workers")
    riders = file_state(site, f"{STATIONS}.fr.md").unit("riders")
    assert workers and workers.target and riders and riders.target
    assert dict(riders.target.pieces) == dict(workers.target.pieces)
    assert riders.state == "stale" and not riders.recorded
    assert run("start", f"{STATIONS}.fr.md").out == f"content/{STATIONS}.fr.md lacks nothing.\n"


def test_a_sentence_with_a_footnote_is_not_taken_from_elsewhere(site: Path, run: Run) -> None:
    add_statement(site, f"{SENTENCE}[^a] {{#riders}}\n\n{NOTE}")
    edit(site / f"{BUSES}.en.md", SENTENCE, f"{SENTENCE}[^a]")
    edit(site / f"{BUSES}.fr.md", "ou en reviennent.", "ou en reviennent.[^a]")
    for path in (f"{BUSES}.en.md", f"{BUSES}.fr.md", f"{STATIONS}.en.md"):
        with (site / path).open("a", encoding="utf-8") as file:
            file.write("\n[^a]: 2022.\n")
    record(site)
    assert unit_states(site)["fr", BUSES, "workers"] == "current"
    assert "riders from" not in run("start", f"{STATIONS}.fr.md").out


def test_start_takes_nothing_that_is_not_accepted(fresh: Path, run: Run) -> None:
    assert run("start", f"{STATIONS}.ar.md").out == f"content/{STATIONS}.ar.md\n"


def test_a_title_comes_from_a_title_first_and_never_from_a_form_of_a_term(site: Path, run: Run) -> None:
    edit(site / f"{STATIONS}.en.md", "title: ", "title: Headway\n# ")
    before = contents(site)
    assert "title from" not in run("start", f"{STATIONS}.ar.md").out
    for name in changed(site, before):
        (site / name).unlink()
    edit(site / "sectors.yml", "{en: Ferries", "{en: Night buses")
    edit(site / f"{STATIONS}.en.md", "title: Headway", "title: Night buses")
    run("accept", "sectors.yml@ar#ferries.label")
    assert f"title from {BUSES}.ar.md#title" in run("start", f"{STATIONS}.ar.md").out


# --- words and people ---


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("—— …… ,", 0),
        ("two words", 2),
        ("isn’t well-known: 1,000 km", 4),
        ("在2030年前", 4),
        ("日本の駅", 4),
        ("بحلول 2030 كل المحطات", 4),
        ("한국어 문장", 2),
    ],
)
def test_words_are_counted_as_translators_are_paid(text: str, words: int) -> None:
    assert count_words(text) == words


def test_words_of_markup_and_addresses_do_not_count(site: Path) -> None:
    edit(site / f"{BUSES}.en.md", "{#headway", "[see](https://example.org/a) **here** {#headway")
    before = sum_up([file_state(site, f"{BUSES}.ar.md")])
    edit(site / f"{BUSES}.en.md", "[see](https://example.org/a) **here** {#headway", "see here {#headway")
    assert sum_up([file_state(site, f"{BUSES}.ar.md")]).words == before.words


def test_status_sums_words_by_file_and_report(site: Path, run: Run) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    fr = run("status", "--format", "json").json["fr"]
    totals = fr.pop("totals")
    for state in ("current", "stale", "missing", "patched", "held"):
        assert totals["words"][state] == sum(file["words"][state] for file in fr.values())
        assert totals["words"][state] == sum(report["words"][state] for report in totals["reports"].values())
    assert fr[f"{BUSES}.fr.md"]["words"]["held"] == 10
    assert {"reports/night-network", "reports/step-free", "pages", "comparisons", ""} == totals["reports"].keys()
    lines = run("status", "--language", "fr", "--by", "report").out.splitlines()
    row = next(line.split() for line in lines if line.strip().startswith("reports/night-network"))
    own = totals["reports"]["reports/night-network"]
    assert (int(row[1]), int(row[-2]), int(row[-1])) == (own["units"], sum(own["words"].values()), 10)


def test_status_says_what_each_person_accepted(fresh: Path, run: Run) -> None:
    run("accept", f"{BUSES}.fr.md#headway", "--by", "Li Si", "--on", "2026-11-26")
    run("accept", f"{BUSES}.fr.md#title", "--by", "Li Si", "--on", "2026-11-20")
    run("accept", f"{BUSES}.fr.md#intro")
    people = run("status", "--language", "fr", "--format", "json").json["fr"]["totals"]["people"]
    assert people == {
        "Li Si": {"units": 2, "words": 12, "last": "2026-11-26"},
        "": {"units": 1, "words": 9, "last": ""},
    }
    out = run("status", "--language", "fr", "--by", "person").out
    assert re.search(r"Li Si +2 +12 +2026-11-26\n +\(no name given\) +1 +9 +-\n", out)
    edit(fresh / f"{BUSES}.fr.md", "Exploiter chaque", "Faire rouler chaque")
    assert by_person(find_files(fresh))["Li Si"].units == 1
    assert unit_states(fresh)["fr", BUSES, "headway"] == "stale"
