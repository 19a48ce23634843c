"""The live preview as people start it: a process, a port, real requests, and files that change under it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from build_scripts.publish.preview import SCRIPT_PATH, VERSION_PATH
from tests.built import DUIZHAO, PROJECT, Built, edit_statement, full_brief, replace

pytest_plugins = ("tests.built",)

RELOADS = f'src="{SCRIPT_PATH}"'
PATIENCE = 60  # a busy machine is slow, which is no fault of the preview


@dataclass(frozen=True)
class Preview:
    """A running `duizhao serve`."""

    process: subprocess.Popen[str]
    port: int
    built: Built

    def get(self, path: str) -> tuple[int, str]:
        return get(self.port, path)


def get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8", "replace")
    finally:
        connection.close()


def wait_until(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"{what} did not happen within {PATIENCE} s"
        time.sleep(0.05)


def start(built: Built, *options: str) -> subprocess.Popen[str]:
    command = [DUIZHAO, "serve", "--content", str(built.content), "--site-dir", str(built.site), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


@contextlib.contextmanager
def serving(built: Built) -> Iterator[Preview]:
    process = start(built, "--port", "0")
    assert process.stdout and process.stderr
    address = ""
    for line in process.stdout:
        if match := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
            address = match[1]
            break
    assert address, process.stderr.read()
    try:
        yield Preview(process, int(address), built)
    except BaseException:
        process.kill()
        raise
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        pytest.fail("the preview did not end after an interrupt")
    assert process.returncode == 0, "an interrupt is the usual way to end the preview"


@pytest.fixture
def preview(minimal_copy: Built) -> Iterator[Preview]:
    with serving(minimal_copy) as preview:
        yield preview


def test_the_preview_follows_the_content(preview: Preview) -> None:
    """One server for the whole story: pages, 404 pages, a good edit, a bad edit, and its repair."""
    library = preview.built.library
    brief = full_brief(library)
    for language in library.languages:
        status, page = preview.get(f"/{language}/{brief.path}")
        assert status == 200 and f'<html lang="{language}"' in page and RELOADS in page
        status, page = preview.get(f"/{language}/nowhere/at/all/")
        assert status == 404 and f'<html lang="{language}"' in page
    assert preview.get("/")[0] == 200 and VERSION_PATH in preview.get(SCRIPT_PATH)[1]
    status, page = preview.get("/nowhere/")
    assert status == 404 and f'href="/{library.source}/"' in page
    assert preview.get(f"/{library.source}/assets/duizhao.css")[0] == 200
    assert preview.get("/../content/site.yml")[0] == 404

    path = f"/{library.source}/{brief.path}"
    file = brief.files[library.source]
    version = preview.get(VERSION_PATH)[1]
    good = file.read_text(encoding="utf-8")
    replace(file, re.compile(r"^title: .*$", re.MULTILINE), "title: Evening edition")
    wait_until(lambda: "Evening edition" in preview.get(path)[1], "the edit")
    wait_until(lambda: preview.get(VERSION_PATH)[1] != version, "the signal to reload")

    shown = preview.get(path)
    replace(file, "kind=", "kind=nonsense-")
    # The version may change before, by the search, which follows the pages.
    wait_until(lambda: json.loads(preview.get(VERSION_PATH)[1])["problems"], "the build with an error")
    assert preview.get(path) == shown, "a build with errors must keep the last good page"
    assert "error[unknown-kind]" in json.loads(preview.get(VERSION_PATH)[1])["problems"]["en"]
    assert preview.process.poll() is None

    file.write_text(good, encoding="utf-8")
    wait_until(lambda: "Evening edition" not in preview.get(path)[1], "the repair")
    wait_until(lambda: not json.loads(preview.get(VERSION_PATH)[1])["problems"], "the all-clear")


def test_an_edit_in_either_language_is_shown(preview: Preview) -> None:
    brief = full_brief(preview.built.library)
    for language in preview.built.library.languages:
        path = f"/{language}/{brief.path}"
        before = preview.get(path)[1]
        edit_statement(brief, language)
        wait_until(lambda path=path, before=before: preview.get(path)[1] != before, f"the edit in {language}")  # type: ignore[misc]


def test_a_new_file_and_a_deleted_file_are_followed(preview: Preview) -> None:
    library = preview.built.library
    page = preview.built.content / "pages" / f"one-more.{library.source}.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text("---\ntitle: One more\n---\n\nAdded.\n", encoding="utf-8")
    wait_until(lambda: preview.get(f"/{library.languages[-1]}/one-more/")[0] == 200, "the new page")
    page.unlink()
    wait_until(lambda: preview.get(f"/{library.languages[-1]}/one-more/")[0] == 404, "the deletion")


def test_a_port_in_use_gives_one_line(minimal_copy: Built) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = start(minimal_copy, "--port", str(port))
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    lines = [line for line in stderr.splitlines() if not line.startswith("·")]
    assert len(lines) == 1 and str(port) in lines[0]


def test_broken_content_without_a_site_is_followed_until_it_is_mended(minimal_copy: Built) -> None:
    shutil.rmtree(minimal_copy.site)
    source = minimal_copy.library.source
    file = full_brief(minimal_copy.library).files[source]
    good = file.read_text(encoding="utf-8")
    replace(file, "kind=", "kind=nonsense-")
    with serving(minimal_copy) as preview:
        for path in ("/", f"/{source}/", "/nowhere/"):
            status, page = preview.get(path)
            assert status == 503 and RELOADS in page
        assert "error[unknown-kind]" in json.loads(preview.get(VERSION_PATH)[1])["problems"]["en"]
        file.write_text(good, encoding="utf-8")
        wait_until(lambda: preview.get(f"/{source}/")[0] == 200, "the first good build")
        assert not json.loads(preview.get(VERSION_PATH)[1])["problems"]


def test_what_programs_leave_beside_the_content_builds_nothing(preview: Preview) -> None:
    """vim writes its swap file every few seconds; Explorer and editors leave others."""
    content = preview.built.content
    for name in (".about.zh.md.swp", "about.zh.md~", "4913", "about.zh.md.bak", "Thumbs.db", ".git/index"):
        path = content / "pages" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
        path.write_text("xy", encoding="utf-8")
        path.unlink()
    before = json.loads(preview.get(VERSION_PATH)[1])["version"]
    edited = preview.built.content / "pages" / "about.zh.md"
    backup = edited.with_name(f"{edited.name}~")
    text = edited.read_text(encoding="utf-8")
    backup.write_text(text.replace("title: ", "title: 晚间"), encoding="utf-8")
    backup.replace(edited)  # as editors save
    wait_until(lambda: "晚间" in preview.get("/zh/about/")[1], "the edit")
    wait_until(lambda: json.loads(preview.get(VERSION_PATH)[1])["version"] > before, "the new version")
    assert json.loads(preview.get(VERSION_PATH)[1])["version"] == before + 1 == 1


def test_mkdocs_serve_previews_the_staged_tree(built_minimal: Built, tmp_path: Path) -> None:
    """For those who know MkDocs: `mkdocs serve` in the root, after a build."""
    project = tmp_path / "project"
    shutil.copytree(PROJECT / "templates", project / "templates")
    shutil.copy(PROJECT / "mkdocs.yml", project)
    shutil.copytree(built_minimal.work / "zh" / "docs", project / ".build" / "zh" / "docs")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with (tmp_path / "log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=project, env=environment, stdout=log, stderr=log)
        try:
            wait_until(lambda: process.poll() is not None or _answers(port), "the start of mkdocs serve")
            log.seek(0)
            assert process.poll() is None, log.read()
            status, page = get(port, f"/{full_brief(built_minimal.library).path}")
        finally:
            process.terminate()
            process.wait(PATIENCE)
    assert status == 200
    assert f'id="{full_brief(built_minimal.library).statements[0].id}"' in page
    tabs = re.findall(r'md-tabs__link">\s*<span[^>]*>(.*?)</span>', page)
    assert built_minimal.library.pages["about"].title["zh"] in tabs and "About" not in tabs, "folders have their titles"


def _answers(port: int) -> bool:
    try:
        return get(port, "/")[0] == 200
    except OSError:
        return False
