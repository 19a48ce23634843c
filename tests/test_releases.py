"""What goes out with a version: its heading in the change log, changes of the lock, licences, bill of materials."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.built import PROJECT
from tests.conftest import TESTS
from tests.tools import licences
from tests.tools.lock_changes import find_changes, read_lock

LOCKS = TESTS / "data" / "locks"  # cut from what `make lock` wrote at two times


def test_the_version_has_a_heading_in_the_change_log() -> None:
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    text = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[(\d+\.\d+\.\d+)\] – \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    assert headings[0] == version and "\n## [Unreleased]\n" in text
    assert headings == sorted(headings, key=lambda each: tuple(map(int, each.split("."))), reverse=True)
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= kinds


def test_a_new_lock_tells_what_changed() -> None:
    told = subprocess.run(
        [sys.executable, TESTS / "tools" / "lock_changes.py", LOCKS / "before.txt", LOCKS / "after.txt"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.splitlines() == [
        "after.txt:",
        "  updated  babel 2.18.0 → 2.19.0",
        "  updated  backrefs 8.3 → 8.3.1",
        "  added    cbor2 6.3.0",
        "  updated  certifi 2026.10.18 → 2026.10.19.post1",
        "  removed  edtf 5.0.2",
        "  removed  jieba 0.42.1",
        "  updated  packaging 26.3 → 26.4",
        "  updated  pydantic 2.14.3 → 2.14.4",
        "  updated  pymdown-extensions (python_full_version >= '3.11.5') 13.1 → 13.1.2",
        "  removed  pyparsing 3.3.3",
    ]


def test_a_lock_that_is_the_same_changes_nothing_and_another_file_under_a_version_is_told() -> None:
    text = (LOCKS / "after.txt").read_text(encoding="utf-8")
    assert list(find_changes(read_lock(text), read_lock(text))) == []
    other = re.sub(r"(babel==.*\n.*sha256:)\w", r"\1x", text)
    assert [line.split(":")[0] for line in find_changes(read_lock(text), read_lock(other))] == ["rehashed babel 2.19.0"]


def test_the_licences_are_those_of_the_locked_packages() -> None:
    assert licences.FILE.read_text(encoding="utf-8") == licences.make_text(), "run make licences, and read what changed"


@pytest.mark.slow
def test_the_bill_of_materials_is_valid_and_names_every_locked_package(tmp_path: Path) -> None:
    recipe = re.search(r"^sbom:.*\n((?:\t.+\n)+)", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert recipe
    program, *options = recipe[1].split()
    file = tmp_path / "sbom.json"
    command = [Path(sys.executable).parent / Path(program).name, *options]
    assert "--validate" in options, "against the schema of CycloneDX, by its library"
    subprocess.run([file if part == "sbom.json" else part for part in command], cwd=PROJECT, check=True)
    text = file.read_text(encoding="utf-8")
    assert '"specVersion": "1.6"' in text
    locked = read_lock((PROJECT / "requirements.txt").read_text(encoding="utf-8"))
    named = set(re.findall(r'"purl": "pkg:[a-z]+/([^@"]+)@', text))
    assert named == {name.partition(" ")[0] for name in locked}
