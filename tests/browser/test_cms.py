"""The editing page in a real browser, with the real Decap CMS and its local server: what is saved is what was changed.

Needs what `make cms` fetches from npm; elsewhere these tests are skipped, and say so.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from build_scripts.cli.main import main
from build_scripts.ground.problems import has_errors
from build_scripts.publish.build import check_content
from build_scripts.translation.states import find_states
from tests.built import FIXTURES, PROJECT, serve_folder

FETCHED = PROJECT / ".venv" / "cms"
SCRIPT = FETCHED / "decap-cms-3.16.3.js"
SCHEMA = FETCHED / "sveltia-cms.json"
SERVER = FETCHED / "node_modules" / ".bin" / "decap-server"
BRIEF = "reports/reading-city/opening-hours"
# All that editors write and that programs are apt to write otherwise.
AWKWARD = """---
# what editors tell each other
title: '借阅：二'   # why so
section: "第三章：借阅"
sector: collections
changes:
  - {date: 2024-05, text: 更正了一处数字。}
  - date: '2023'
    text: "首次发布。"
---
引言第一段，含English与数字10 %。

## 主要发现 {kind=finding actor=city}

- 一句**强调。**后面；CO<sub>2</sub>，*斜体*，`代码`，5\\*3。 {#on-loan key page=12}

    > 存疑：若指全部，这一比例过高。

    > 背景：第二条注。
    > 续行。

    1. 细节一
    2. 细节二[^a]

-   三个空格的条目。 {#three-spaces}
* 星号条目。 {#star}

| 列 | 数 |
| --- | ---: |
| 甲 | 1 |

句子之间\u3000全角\u00a0空格
换行。

[^a]: 注脚文字。

<!-- 给编辑的话 -->
"""


@pytest.fixture(scope="session")
def fetched() -> None:
    if not (SCRIPT.is_file() and SERVER.is_file() and SCHEMA.is_file() and shutil.which("node")):
        say = pytest.fail if os.environ.get("DUIZHAO_CMS") else pytest.skip
        say("the editing page is tried with Decap CMS and its local server, which `make cms` fetches")


@dataclass(frozen=True)
class Desk:
    """A repository with the page for its editors."""

    root: Path
    page: Page

    def file(self, name: str) -> Path:
        return self.root / "content" / name

    def open(self, collection: str, entry: str) -> None:
        self.page.goto(f"{self.page.url.partition('#')[0]}#/collections/{collection}/{entry}")
        self.page.wait_for_selector('textarea[id^="body-field"]')

    def insert(self, before: str, words: str) -> None:
        """Type words before others of the body, as an editor does who has put the cursor there."""
        body = self.page.locator('textarea[id^="body-field"]')
        body.evaluate("(e, i) => { e.focus(); e.setSelectionRange(i, i); }", body.input_value().index(before))
        self.page.keyboard.type(words)

    def save(self) -> None:
        self.page.locator('[class*="PublishButton"], button:has-text("Publish"), button:has-text("发布")').first.click()
        self.page.get_by_text(re.compile("^(Publish now|立即发布|发布)$")).last.click()
        self.page.get_by_text(re.compile("Entry saved|条目已保存|已保存")).first.wait_for()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(FIXTURES / "minimal", tmp_path / "content")
    return tmp_path


@pytest.fixture
def desk(fetched: None, root: Path, chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(root)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = CliRunner().invoke(main, ["cms", "--out", "admin", "--script", str(SCRIPT)])
    assert told.exit_code == 0, told.output
    config = root / "admin" / "config.yml"
    config.write_text(config.read_text("utf-8").replace("localhost:8081", f"127.0.0.1:{port}"), encoding="utf-8")
    environment = {**os.environ, "PORT": str(port), "GIT_REPO_DIRECTORY": str(root)}
    server = subprocess.Popen([SERVER], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        with serve_folder(root / "admin") as address, contextlib.closing(chromium.new_context()) as context:
            asked: list[str] = []
            context.on("request", lambda request: asked.append(request.url))
            page = context.new_page()
            page.goto(f"{address}/index.html")
            page.get_by_role("button").first.click()  # the local server asks for no password
            page.wait_for_selector('a[href*="#/collections/"]')
            yield Desk(root, page)
            own = (f"{address}/", f"http://127.0.0.1:{port}/", "data:", "blob:")
            assert [url for url in asked if not url.startswith(own)] == [], "the page asked other hosts"
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError("the local server does not answer")


def snapshot(root: Path) -> dict[str, bytes]:
    content = root / "content"
    return {str(path.relative_to(content)): path.read_bytes() for path in content.rglob("*") if path.is_file()}


def changed(before: Mapping[str, bytes], root: Path) -> dict[str, bytes]:
    return {name: data for name, data in snapshot(root).items() if before.get(name) != data}


@pytest.mark.usefixtures("fetched")
def test_the_configuration_is_one_of_its_kind(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the schema of Sveltia CMS, which reads what Decap reads but its choice of language; Decap ships no schema."""
    monkeypatch.chdir(root)
    for code in ("zh", "en"):
        told = CliRunner().invoke(main, ["cms", "--out", "admin", "--repo", "owner/name", "--language", code])
        assert told.exit_code == 0, told.output
        config = yaml.safe_load((root / "admin" / "config.yml").read_text("utf-8"))
        assert config.pop("locale")
        jsonschema.Draft7Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(config)
        config["collections"][0]["fields"][0]["widget"] = 5
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft7Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(config)


def test_a_changed_statement_is_the_only_thing_that_changes(desk: Desk) -> None:
    before, states = snapshot(desk.root), find_states(check_content(desk.root / "content")[0])[0]
    desk.open("report-reading-city-en", "entries/opening-hours")
    words = before[f"{BRIEF}.en.md"].decode()
    first = re.search(r"(?m)^- (.+?) \{#", words)
    assert first
    desk.insert(first[1], "Indeed: ")
    desk.save()
    wanted = words.replace(first[1], f"Indeed: {first[1]}", 1).encode()
    assert changed(before, desk.root) == {f"{BRIEF}.en.md": wanted}
    after = find_states(check_content(desk.root / "content")[0])[0]
    differ = [
        (unit.id, now.state)
        for one, two in zip(states, after, strict=True)
        for unit, now in zip(one.units, two.units, strict=True)
        if unit.state != now.state
    ]
    assert len(differ) <= 1, "no other unit loses what was accepted of it"


LINE_ENDS: dict[str, Callable[[str], bytes]] = {
    "as written": lambda text: text.encode(),
    "of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "with a byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
}


@pytest.mark.parametrize("ends", LINE_ENDS)
def test_all_that_editors_write_is_kept_to_the_byte(desk: Desk, ends: str) -> None:
    write = LINE_ENDS[ends]
    name = "reports/open-late/collections.zh.md"
    desk.file(name).write_bytes(write(AWKWARD))
    before = snapshot(desk.root)
    desk.open("report-open-late-zh", "entries/collections")
    desk.insert("一句**", "改")
    desk.page.locator('input[id^="title-field"]').fill("借阅：三")
    desk.save()
    wanted = AWKWARD.replace("- 一句**", "- 改一句**").replace("'借阅：二'   # why so", "'借阅：三'   # why so")
    assert changed(before, desk.root) == {name: write(wanted)}


def test_a_new_brief_is_named_after_its_sector_and_passes_the_check(desk: Desk) -> None:
    before = snapshot(desk.root)
    desk.open("report-open-late-zh", "new")
    desk.page.locator('input[id^="title-field"]').fill("数字服务")
    desk.page.get_by_role("combobox").first.click()
    desk.page.keyboard.type("digital")
    desk.page.keyboard.press("Enter")
    desk.page.locator('textarea[id^="body-field"]').fill("## 发现 {kind=finding}\n\n- 一句话。 {#one}\n")
    desk.save()
    name = "reports/open-late/digital.zh.md"
    assert changed(before, desk.root) == {
        name: "---\ntitle: 数字服务\nsector: digital\n---\n## 发现 {kind=finding}\n\n- 一句话。 {#one}\n".encode()
    }
    problems = [p for p in check_content(Path("content"))[2] if p.path.endswith(name) and p.level == "error"]
    assert not has_errors(problems), problems


def test_the_title_of_a_page_of_prose_can_be_changed(desk: Desk) -> None:
    before = snapshot(desk.root)
    desk.open("pages-en", "entries/about")
    desk.page.locator('input[id^="title-field"]').fill("About us: all of it")
    desk.save()
    now = changed(before, desk.root)
    assert set(now) == {"pages/about.en.md"}
    assert 'title: "About us: all of it"\n' in now["pages/about.en.md"].decode()


def test_a_comparison_can_be_changed(desk: Desk) -> None:
    before = snapshot(desk.root)
    desk.open("comparisons-zh", "entries/opening-hours")
    words = before["comparisons/opening-hours.zh.md"].decode()
    first = re.search(r"(?m)^- (.+?) \{#", words)
    assert first
    desk.insert(first[1], "其实")
    desk.save()
    wanted = words.replace(first[1], f"其实{first[1]}", 1).encode()
    assert changed(before, desk.root) == {"comparisons/opening-hours.zh.md": wanted}
