"""The translators' handbook, done from its first line: the commands it shows are run as they stand there.

The site is a small one whose report, brief and statement have the names of the handbook's examples.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from lxml import html

from build_scripts.cli.main import main
from build_scripts.content.load import load_content
from build_scripts.ground.problems import render_text
from build_scripts.ground.shipped import TEMPLATES
from build_scripts.publish.build import build_site
from build_scripts.translation.units import markdown_units
from tests.test_cli_translate import total

PROJECT = Path(__file__).resolve().parent.parent
PAGES = TEMPLATES / "handbook"
PAGE = "reports/city-review/libraries"
SENTENCE = "2022年，全市约16%的图书馆晚上开放。"
_FENCE = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def sections(language: str) -> dict[str, str]:
    """Give the handbook's text by the anchor of its headings."""
    body = (PAGES / f"translate.{language}.md").read_text(encoding="utf-8")
    parts = re.split(r"^## .*\{#([\w-]+)\}$", body, flags=re.MULTILINE)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def blocks(language: str, anchor: str) -> list[str]:
    """Give the code blocks of a section."""
    return [block.rstrip("\n") for block in _FENCE.findall(sections(language)[anchor])]


def commands(language: str, anchor: str) -> list[str]:
    """Give the command lines that a section shows."""
    return [line for block in blocks(language, anchor) for line in block.split("\n") if line.startswith("duizhao ")]


@dataclass(frozen=True)
class Done:
    """What a command line did."""

    code: int
    out: str
    err: str


class Project:
    """A project as a translator has it: the command, and a content folder.

    With `shell` lines are typed into a real one; without, the command runs in this process, which is faster.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shell = False
        self.content = folder / "content"

    def type(self, line: str) -> Done:
        """Type a line into the terminal."""
        if not self.shell:
            command, *arguments = shlex.split(line)
            assert command == "duizhao"
            outcome = CliRunner().invoke(main, arguments)
            if outcome.exception and not isinstance(outcome.exception, SystemExit):
                raise outcome.exception
            return Done(outcome.exit_code, outcome.stdout, outcome.stderr)
        tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PYTHONPATH": str(PROJECT), "PATH": tools}
        result = subprocess.run(
            line, shell=True, cwd=self.folder, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        assert "Traceback" not in result.stderr, result.stderr
        return Done(result.returncode, result.stdout, result.stderr)

    def read(self, name: str) -> str:
        return (self.content / name).read_text(encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert text.count(old) == 1, f"{name} has {text.count(old)} × {old!r}"
        (self.content / name).write_text(text.replace(old, new), encoding="utf-8")

    def page(self, path: str) -> html.HtmlElement:
        """Build the site and read a page of it."""
        result = build_site(self.content, self.folder / "site")
        assert not result.failed, render_text(result.problems)
        return html.fromstring((self.folder / "site" / path / "index.html").read_text(encoding="utf-8"))

    def status(self) -> dict[str, dict[str, int | list[str]]]:
        done = self.type("duizhao translate status --format json")
        assert done.code == 0, done.err
        found: dict[str, dict[str, int | list[str]]] = yaml.safe_load(done.out)["en"]
        return found


SOURCE = f"""---
title: 图书馆
section: 第三章：图书馆
---
一段导语，说明这份报告怎样看待本行业。

## 主要发现 {{kind=finding actor=city}}

- {SENTENCE} {{#evening-share}}

    > 编者注：原文此处的缩写有误。

- 图书馆藏有书籍和地图。 {{#sources}}

## 建议 {{kind=recommendation}}

- 画出各部门的职责图。 {{#stakeholder-map actor=city}}
"""
ENGLISH = {
    "title": "Libraries",
    "section": "'Chapter 3: libraries'",
    "intro": "An intro that says how the report sees this sector.",
    "heading-1": "Main findings",
    "evening-share": "In 2022 about 16% of the city’s libraries were open in the evening.",
    "note": "Editor’s note: an abbreviation here is wrong in the text.",
    "sources": "Libraries hold books and maps.",
    "heading-2": "Recommendations",
    "stakeholder-map": "Draw a map of who does what.",
}
FILES: dict[str, object] = {
    "site.yml": {
        "name": {"zh": "对照", "en": "Side by side"},
        "base_url": "https://a.example",
        "languages": [
            {"code": "zh", "locale": "zh_Hans_CN", "name": "中文"},
            {"code": "en", "locale": "en_GB", "name": "English"},
        ],
        "edit_url": "https://git.example/{path}",
    },
    "kinds.yml": {
        "statements": {
            "finding": {"label": {"zh": "发现", "en": "Finding"}},
            "recommendation": {"label": {"zh": "建议", "en": "Recommendation"}, "recommends": True},
        }
    },
    "sectors.yml": {"libraries": {"label": {"zh": "图书馆", "en": "Libraries"}}},
    "actors.yml": {"city": {"label": {"zh": "市政府", "en": "City"}}},
    "glossary.yml": [{"id": "libraries", "zh": {"preferred": "图书馆"}, "en": {"preferred": "libraries"}}],
    "reports/city-review/report.yml": {"short": {"zh": "评估", "en": "Review"}, "language": "zh"},
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project in which all is accepted but one page, of which there is no translation yet."""
    monkeypatch.chdir(tmp_path)
    project = Project(tmp_path)
    for name, value in FILES.items():
        path = project.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (project.content / "pages").mkdir()
    for language, text in (("zh", "报告讲图书馆。"), ("en", "The report is about libraries.")):
        index = project.content / "reports" / "city-review" / f"index.{language}.md"
        index.write_text(f"---\ntitle: {text}\n---\n{text}\n", encoding="utf-8")
    (project.content / f"{PAGE}.zh.md").write_text(SOURCE, encoding="utf-8")
    assert project.type("duizhao translate accept --all").code == 0
    return project


def fill(text: str) -> str:
    """Fill a started file in as the handbook tells: after the colon, below the comment, before the id."""
    lines = []
    headings = iter((ENGLISH["heading-1"], ENGLISH["heading-2"]))
    for line in text.split("\n"):
        if line in ("title:", "section:"):
            line = f"{line} {ENGLISH[line.rstrip(':')]}"
        elif line.startswith("##"):
            line = f"## {next(headings)}"  # also where a draft stands there
        elif match := re.fullmatch(r"- \{#([\w-]+)\}", line):
            line = f"- {ENGLISH[match[1]]} {{#{match[1]}}}"
        lines.append(line)
        if "一段导语" in line:
            lines.append(ENGLISH["intro"])
        if "编者注" in line:
            lines += ["", f"    > {ENGLISH['note']}"]
    return "\n".join(lines)


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def only(found: list[str]) -> str:
    (one,) = found
    return one


@pytest.fixture
def translated(project: Project) -> Project:
    """The project after the handbook's first four steps."""
    project.type(only(commands("en", "start")))
    (project.content / f"{PAGE}.en.md").write_text(fill(project.read(f"{PAGE}.en.md")), encoding="utf-8")
    done = project.type(commands("en", "accept")[0])
    assert (done.code, total(done.out)) == (0, "8 unit(s) accepted."), done.err
    return project


# --- the handbook from its first line ---


@pytest.mark.slow
def test_from_start_to_the_page_on_the_site(project: Project) -> None:
    project.shell = True
    status = project.type(commands("en", "status")[0])
    assert status.code == 0
    assert f"next: duizhao translate start {PAGE}.en.md" in status.out
    for word in ("current", "stale", "missing", "patched"):
        assert word in status.out and word in sections("en")["status"]

    assert project.type(only(commands("en", "start"))).code == 0
    started = project.read(f"{PAGE}.en.md")
    shown = blocks("en", "start")
    assert shown[1] in started, "the handbook shows another start than the command writes"
    page = project.page(f"en/{PAGE}")
    assert SENTENCE in text_of(page) and page.find_class("dz-notice")

    filled = fill(started)
    assert shown[2] in filled, "the handbook shows another way to fill in"
    (project.content / f"{PAGE}.en.md").write_text(filled, encoding="utf-8")

    check = project.type(only(commands("en", "check")))
    assert check.code == 0, check.out
    assert "error[" not in check.out and "stale-translation" in check.out

    assert project.type(commands("en", "accept")[0]).code == 0
    assert project.type(only(commands("en", "check"))).out == "no problems\n"
    assert "nothing is left to do" in project.type(commands("en", "status")[0]).out

    page = project.page(f"en/{PAGE}")
    (article,) = page.find_class("md-content__inner")
    for text in ENGLISH.values():
        assert text.strip("'").replace("’", "'") in text_of(article).replace("’", "'")
    assert not article.find_class("dz-notice") + article.find_class("dz-fallback")
    assert {link.get("hreflang") for link in page.iterfind(".//head/link[@hreflang]")} == {"zh", "en", "x-default"}
    assert not [node for node in page.iter() if node.get("lang") == "zh" and SENTENCE in text_of(node)]


@pytest.mark.slow
def test_a_file_may_be_half_done(project: Project) -> None:
    project.type(only(commands("en", "start")))
    half = fill(project.read(f"{PAGE}.en.md")).replace(f"- {ENGLISH['sources']} {{", "- {")
    (project.content / f"{PAGE}.en.md").write_text(half, encoding="utf-8")
    assert project.type(only(commands("en", "check"))).code == 0
    page = project.page(f"en/{PAGE}")
    (text,) = page.get_element_by_id("sources").find_class("dz-text")
    assert text.get("lang") == "zh" and "地图" in text_of(text)
    assert "Libraries hold" not in text_of(page)
    # The comments never appear on the site.
    source = (project.folder / "site" / "en" / PAGE / "index.html").read_text(encoding="utf-8")
    assert "地图" not in "".join(re.findall(r"<!--.*?-->", source, re.DOTALL))


@pytest.mark.slow
def test_until_it_is_accepted_the_site_marks_it(project: Project) -> None:
    project.type(only(commands("en", "start")))
    (project.content / f"{PAGE}.en.md").write_text(fill(project.read(f"{PAGE}.en.md")), encoding="utf-8")
    assert "Until a translation is accepted" in sections("en")["accept"]
    statement = project.page(f"en/{PAGE}").get_element_by_id("sources")
    assert "has not been reviewed yet" in " ".join(mark.text_content() for mark in statement.find_class("dz-fallback"))
    assert not statement.find_class("dz-stale")


def test_new_statements_are_added_by_starting_again(translated: Project) -> None:
    before = translated.read(f"{PAGE}.en.md")
    translated.edit(f"{PAGE}.zh.md", "- 图书馆藏有", "- 图书馆很多。 {#plenty}\n- 图书馆藏有")
    translated.type(only(commands("en", "start")))
    after = translated.read(f"{PAGE}.en.md")
    assert after.index("{#evening-share}") < after.index("{#plenty}") < after.index("{#sources}")
    assert all(line in after.split("\n") for line in before.split("\n"))
    assert "stale_units" in str(translated.status()) and translated.status()[f"{PAGE}.en.md"]["missing"] == 1


def test_one_statement_alone_can_be_accepted(project: Project) -> None:
    project.type(only(commands("en", "start")))
    (project.content / f"{PAGE}.en.md").write_text(fill(project.read(f"{PAGE}.en.md")), encoding="utf-8")
    assert total(project.type(commands("en", "accept")[1]).out) == "1 unit(s) accepted."
    file = project.status()[f"{PAGE}.en.md"]
    assert file["current"] == 1 and "evening-share" not in file["stale_units"]  # type: ignore[operator]


# --- when the source changes ---


def change_source(project: Project) -> None:
    project.edit(f"{PAGE}.zh.md", SENTENCE, "2022年，全市大约16%的图书馆晚上开放。")


def stale_on_page(project: Project) -> list[str]:
    (article,) = project.page(f"en/{PAGE}").find_class("md-content__inner")
    assert not [node for node in article.find_class("dz-notice") if "dz-stale" in (node.get("class") or "")]
    return [item.get("id") for item in article.find_class("dz-statement") if item.find_class("dz-stale")]


@pytest.mark.slow
def test_the_right_unit_alone_is_flagged_in_status_in_check_and_on_the_page(translated: Project) -> None:
    change_source(translated)
    status = {path: file["stale_units"] for path, file in translated.status().items() if path != "totals"}
    assert {path: units for path, units in status.items() if units} == {f"{PAGE}.en.md": ["evening-share"]}
    lines = translated.type(only(commands("en", "check"))).out.strip().split("\n")
    assert len(lines) == 2 and "[stale-translation]" in lines[0] and '"evening-share"' in lines[0]
    assert lines[0].startswith(f"content/{PAGE}.en.md:")
    assert stale_on_page(translated) == ["evening-share"]


def test_the_change_is_shown_mended_and_accepted(translated: Project) -> None:
    change_source(translated)
    out = translated.type(commands("en", "stale")[0]).out
    before, now, translation = out.index(SENTENCE), out.index("大约"), out.index(ENGLISH["evening-share"])
    assert before < now < translation
    translated.edit(f"{PAGE}.en.md", "were open", "stayed open")
    assert total(translated.type(commands("en", "accept")[1]).out) == "1 unit(s) accepted."
    assert translated.type(commands("en", "stale")[0]).out == "No unit is stale.\n"
    assert translated.type(only(commands("en", "check"))).out == "no problems\n"


@pytest.mark.slow
def test_a_slip_is_waved_through(translated: Project) -> None:
    change_source(translated)
    before = translated.read(f"{PAGE}.en.md")
    assert total(translated.type(commands("en", "stale")[1]).out) == "1 unit(s) waved through."
    assert translated.status()[f"{PAGE}.en.md"]["patched"] == 1
    assert translated.read(f"{PAGE}.en.md").partition("\n---\n")[2] == before.partition("\n---\n")[2]
    assert translated.type(only(commands("en", "check"))).out == "no problems\n"
    assert stale_on_page(translated) == []


# --- what `check` is said to find ---


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("{#sources}", "{#source}", "unknown-statement"),
        ("books and", "[books](ref:sectors/libraries) and", "links-differ"),
        ("and maps", "and maps[^1]", "footnotes-differ"),
        ("16%", "61%", "numbers-differ"),
        ("Libraries hold", "They hold", "term-missing"),
        ("and maps", "和地图", "not-translated"),
    ],
)
def test_check_finds_what_the_handbook_says(translated: Project, old: str, new: str, rule: str) -> None:
    translated.edit(f"{PAGE}.en.md", old, new) if old != "16%" else translated.edit(
        f"{PAGE}.en.md", "about 16%", "about 61%"
    )
    out = translated.type(only(commands("en", "check"))).out
    assert f"[{rule}]" in out


def test_order_and_chinese_typography_are_found_too(translated: Project) -> None:
    text = translated.read(f"{PAGE}.en.md")
    one, other = (re.search(rf"^- .*{{#{name}}}$", text, re.MULTILINE) for name in ("sources", "evening-share"))
    assert one and other
    swapped = text.replace(one[0], "@").replace(other[0], one[0]).replace("@", other[0])
    (translated.content / f"{PAGE}.en.md").write_text(swapped, encoding="utf-8")
    translated.edit(f"{PAGE}.zh.md", "书籍和地图。", "书籍, 地图.")
    out = translated.type(only(commands("en", "check"))).out
    assert "out of order" in out and "[typography]" in out


def test_the_waiver_of_the_handbook_is_one(translated: Project) -> None:
    waiver = blocks("en", "check")[1]
    assert set(yaml.safe_load(waiver)) == {"waivers"}
    translated.edit(f"{PAGE}.en.md", "the city’s libraries", "the city’s reading rooms")
    translated.edit(f"{PAGE}.en.md", "title: Libraries", f"title: Libraries\n{waiver}")
    out = translated.type(only(commands("en", "check"))).out
    reason = yaml.safe_load(waiver)["waivers"]["evening-share"]["term-missing"]
    assert "note[term-missing]" in out and reason in out
    assert out.count("warning[") == out.count("warning[stale-translation]") == 1  # the edit is to be accepted


# --- other software, and another language ---


def test_export_and_import_as_shown(translated: Project) -> None:
    export, bring_in, *_ = commands("en", "po")
    before = translated.read(f"{PAGE}.en.md")
    assert translated.type(export).code == 0
    assert translated.type(bring_in).out == "0 unit(s) changed.\n"
    assert translated.read(f"{PAGE}.en.md") == before
    catalogue = translated.folder / "english.po"
    text = catalogue.read_text(encoding="utf-8")
    assert text.count(ENGLISH["sources"]) == 1
    catalogue.write_text(text.replace(ENGLISH["sources"], "Libraries hold books and old maps."), encoding="utf-8")
    done = translated.type(bring_in)
    assert done.out == f"{PAGE}.en.md: sources\n1 unit(s) changed.\n"
    expected = before.replace(ENGLISH["sources"], "Libraries hold books and old maps.")
    assert translated.read(f"{PAGE}.en.md") == expected
    assert translated.type(only(commands("en", "check"))).out == "no problems\n"


def test_every_command_for_translation_software_runs_as_shown(translated: Project) -> None:
    before = {path: path.read_bytes() for path in translated.content.rglob("*") if path.is_file()}
    for command in (*commands("en", "po"), *commands("en", "status")):
        done = translated.type(command)
        assert (done.code, done.err) == (0, ""), command
    written = {path.name for path in translated.folder.iterdir() if path.is_file()}
    assert written == {"english.po", "review.po", "libraries.xlf", "glossary.tbx", "glossary.utf8", "memory.tmx"}
    assert {path: path.read_bytes() for path in before} == before


def test_labels_go_out_and_back_as_shown(translated: Project) -> None:
    export, bring_in, *_ = commands("en", "po")
    before = translated.read("sectors.yml")
    assert translated.type(export).code == 0
    catalogue = translated.folder / "english.po"
    text = catalogue.read_text(encoding="utf-8")
    head = 'msgctxt "sectors.yml@en#libraries.label"\nmsgid "图书馆"\nmsgstr "'
    assert text.count(head) == 1
    catalogue.write_text(text.replace(f"{head}Libraries", f"{head}Reading rooms"), encoding="utf-8")
    assert translated.type(bring_in).out == "sectors.yml: libraries.label\n1 unit(s) changed.\n"
    assert translated.read("sectors.yml") == before.replace("en: Libraries\n", "en: Reading rooms\n", 1)


def test_stale_units_are_fuzzy_in_the_export(translated: Project) -> None:
    change_source(translated)
    translated.type(commands("en", "po")[0])
    text = (translated.folder / "english.po").read_text(encoding="utf-8")
    found = [block for block in text.split("\n\n") if "#, fuzzy" in block]
    assert found and all(f'msgctxt "{PAGE}.en.md#evening-share' in block for block in found)
    assert SENTENCE in "".join(line for line in found[0].split("\n") if line.startswith("#|"))


@pytest.mark.slow
def test_a_language_is_added_as_shown(translated: Project) -> None:
    [command] = re.findall(r"`(duizhao language add) ja`", sections("en")["language"])
    done = translated.type(f"{command} de --fallback en")
    assert done.code == 0 and "content/locale/de.po" in done.out
    language = yaml.safe_load(translated.read("site.yml"))["languages"][-1]
    assert language == {"code": "de", "locale": "de", "name": "Deutsch", "fallback": ["en"]}
    page = translated.page(f"de/{PAGE}")
    assert page.get("lang") == "de"
    assert page.find_class("dz-notice") and page.xpath("//*[self::h1 or ancestor::h1][@lang='en']")
    assert translated.type("duizhao translate start content/pages/../" + f"{PAGE}.de.md").code == 0


# --- the handbook and the project it speaks of ---


def test_both_handbooks_show_the_same_commands() -> None:
    assert list(sections("en")) == list(sections("zh"))
    for anchor in sections("en"):
        assert commands("en", anchor) == commands("zh", anchor)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_file_and_statement_that_is_named_exists(translated: Project, language: str) -> None:
    text = (PAGES / f"translate.{language}.md").read_text(encoding="utf-8")
    content = load_content(translated.content)[0]
    entries = {entry.path.relative_to(translated.folder).as_posix(): entry for entry in content.markdown_entries}
    named = re.findall(r"(content/[\w/-]+\.\w+\.md)(?:#([\w-]+))?", text)
    assert named
    for path, unit in named:
        assert path in entries
        assert not unit or unit in markdown_units(entries[path])
    source = markdown_units(entries[f"content/{PAGE}.zh.md"])["evening-share"]
    for block in blocks(language, "start")[1:]:
        assert f"<!-- {source.text} -->" in block
    assert blocks(language, "start")[2].split("\n")[1].startswith("- In 2022")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_of_the_group_is_in_the_handbook(language: str) -> None:
    from build_scripts.cli.translate import translate

    text = (PAGES / f"translate.{language}.md").read_text(encoding="utf-8")
    for name in translate.commands:
        assert f"duizhao translate {name}" in text, name


@cache
def run_help(name: str) -> str:
    command: list[str] = [str(Path(sys.executable).parent / "duizhao"), "translate", name, "--help"]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_option_that_is_shown_exists(language: str) -> None:
    read: Callable[[str], list[str]] = lambda anchor: commands(language, anchor)  # noqa: E731
    shown = [line for anchor in sections(language) for line in read(anchor)]
    for line in shown:
        words = line.split()
        for option in (word for word in words if word.startswith("-")):
            assert option in run_help(words[2]), line
