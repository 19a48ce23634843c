"""OmegaT, without its window: it translates a catalogue that was exported; its target comes back as that one edit."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import polib
import pytest

from tests.test_cli_translate import Run
from tests.test_cli_translate import fresh as fresh
from tests.test_cli_translate import run as run
from tests.test_cli_translate import site as site
from tests.test_po import HEADWAY
from tests.test_translations import BUSES, contents, edit

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("omegat") is None, reason="OmegaT is not on this machine"),
]
FOLDERS = ("source", "target", "omegat", "glossary", "tm/auto", "dictionary")
PROJECT = """<?xml version="1.0" encoding="UTF-8"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>EN</source_lang><target_lang>FR</target_lang><sentence_seg>false</sentence_seg>
<support_default_translations>true</support_default_translations><remove_tags>false</remove_tags>
</project></omegat>
"""
DONE = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.1"><header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext"
 creationtoolversion="3.6" segtype="paragraph" srclang="EN"/><body>
<tu><tuv lang="EN"><seg>{}</seg></tuv><tuv lang="FR"><seg>{}</seg></tuv></tu>
</body></tmx>
"""


def test_one_sentence_translated_there_is_all_that_changes_here(site: Path, run: Run, tmp_path: Path) -> None:
    edit(site / f"{BUSES}.en.md", "20 minutes", "15 minutes")
    project = tmp_path / "project"
    for name in FOLDERS:
        (project / name).mkdir(parents=True)
    run("export", "fr", "-o", "project/source/fr.po")
    run("memory", "fr", "-o", "project/tm/auto/fr.tmx")
    run("glossary", "fr", "--format", "table", "-o", "project/glossary/fr.txt")
    (project / "omegat.project").write_text(PROJECT, encoding="utf-8")
    (stale,) = (entry for entry in polib.pofile(str(project / "source/fr.po")) if entry.fuzzy)
    assert stale.msgctxt.endswith(HEADWAY.partition("#")[2])
    new = stale.msgstr.replace("20 minutes", "15 minutes")
    (project / "omegat/project_save.tmx").write_text(DONE.format(escape(stale.msgid), escape(new)), encoding="utf-8")
    home = {**os.environ, "HOME": str(tmp_path), "JAVA_TOOL_OPTIONS": f"-Duser.home={tmp_path}"}
    command = ["omegat", str(project), "--mode=console-translate"]
    subprocess.run(command, env=home, check=True, capture_output=True, timeout=300)
    before = contents(site)
    run("import", "project/target/fr.po")
    after = contents(site)
    assert {path for path in after if after[path] != before.get(path)} == {
        f"{BUSES}.fr.md",
        f"translations/fr/{BUSES}.yml",
    }
    assert f"{new} " in (site / f"{BUSES}.fr.md").read_text(encoding="utf-8")
