"""What is said to editors is a phrase, in every language that messages are in, wherever it comes from."""

from __future__ import annotations

import ast
import json
import os
import pickle
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from click.testing import CliRunner

import build_scripts
from build_scripts.cli.main import main
from build_scripts.content.interface import read_catalogue
from build_scripts.content.messages import extract_phrases
from build_scripts.ground.memory import Memory, digest
from build_scripts.ground.messages import (
    ENGLISH,
    LANGUAGES,
    LOCALE,
    Named,
    Phrase,
    Speech,
    both,
    either,
    load_speech,
    reported,
    said,
    sentences,
)
from build_scripts.ground.problems import Place, Problem, render_github, render_json, render_text
from tests.conftest import VALID_SITES

PROJECT = Path(build_scripts.__path__[0]).parent
CHINESE = load_speech("zh")
HAN = re.compile("[\u4e00-\u9fff]")
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
# Where a text is a message: methods and classes, and at which places of their arguments.
_SAID = {"error": (1, 2), "warning": (1, 2), "note": (1, 2), "Finding": (1, 2), "_refuse": (2, 3), "make": (1, 2)}
_RAISED = {"ClickException", "UsageError", "BadParameter", "TranslationError", "ScaffoldError", "BuildRunningError"}


# Phrases


def test_a_phrase_is_its_english_and_can_be_said_otherwise() -> None:
    phrase = Phrase('there is no %(noun)s "%(word)s".', noun=Phrase("sector"), word="100%")
    assert phrase == 'there is no sector "100%".'
    assert phrase.said(ENGLISH) == phrase
    assert phrase.said(CHINESE) == "没有行业“100%”。"


def test_phrases_hold_phrases_lists_and_names_with_labels() -> None:
    names = [Named("city", {"zh": "市政府", "en": "City council"}), Named("readers", {"zh-Hans": "读者"}), "x"]
    phrase = Phrase("Expected one of: %(names)s.", names=names)
    assert phrase == "Expected one of: city (City council), readers, x."
    assert phrase.said(CHINESE) == "可以写：city（市政府）、readers（读者）、x。"
    assert both(["a", "b", "c"]).said(CHINESE) == "a、b和c"
    assert either(["a", "b"]) == "a or b"
    joined = sentences(Phrase("Remove it."), Phrase(), Phrase("Keep one."))
    assert joined == "Remove it. Keep one."
    assert joined.said(CHINESE) == "请删去。请只留一个。"
    assert sentences(Phrase(), "") == ""


def test_a_phrase_keeps_why_an_exception_was_raised() -> None:
    reason = Phrase("the number has too many digits")
    assert Phrase("%(reason)s.", reason=ValueError(reason)).said(CHINESE) == "数字的位数太多。"
    assert Phrase("%(reason)s.", reason=ValueError("bad %")).said(CHINESE) == "“bad %”（软件原话）。"
    denied = Phrase("cannot read the file: %(reason)s.", reason=reported(PermissionError(13, "Permission denied")))
    assert denied == "cannot read the file: Permission denied." and denied.said(CHINESE) == "读不了文件：没有权限。"


def test_what_a_catalogue_lacks_is_said_in_english() -> None:
    assert Phrase("no one has translated this %(word)s", word="yet").said(CHINESE) == "no one has translated this yet"
    assert said(3, CHINESE) == "3"


def test_problems_can_be_said_after_they_were_kept(tmp_path: Path) -> None:
    named = Phrase("Expected one of: %(names)s.", names=[Named("city", {"zh": "市政府"}), Phrase("a list")])
    problem = Place(Path("a.yml")).error("r", Phrase("the file is empty."), named)
    assert pickle.loads(pickle.dumps(problem)) == problem
    memory = Memory(tmp_path)
    memory.put("problems", digest("a"), [problem])
    memory.close()
    (kept,) = Memory(tmp_path).get("problems", digest("a"))
    assert kept == problem
    assert render_text([kept], CHINESE).startswith("a.yml:1:1: 错误[r]：文件是空的。可以写：city（市政府）、列表。")


# Catalogues


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_catalogues_hold_every_phrase_translated(language: str) -> None:
    catalogue = read_catalogue(LOCALE / f"{language}.po")
    known = {str(message.id): message for message in catalogue if message.id}
    wanted = {str(message.id) for message in extract_phrases(PROJECT) if message.id}
    assert known.keys() == wanted, "run make messages"
    assert [text for text, message in known.items() if not message.string or message.fuzzy] == []
    assert [text for text, message in known.items() if not _fits(message)] == []


def _fits(message: Message) -> bool:
    wanted, found = (set(_PLACEHOLDER.findall(str(text))) for text in (message.id, message.string))
    rest = _PLACEHOLDER.sub("", str(message.string)).replace("%%", "")
    return wanted == found and "%" not in rest and str(message.id).isspace() == str(message.string).isspace()


def test_chinese_is_set_as_chinese() -> None:
    """Full-width punctuation beside Han, and no space between Han and anything."""
    texts = [str(message.string) for message in read_catalogue(LOCALE / "zh.po") if message.id]
    bare = [_PLACEHOLDER.sub("甲", text) for text in texts]
    assert [text for text in bare if re.search("[\u4e00-\u9fff][,;:?!](?! )|[\u4e00-\u9fff]\\.(?!\\w)", text)] == [
        text for text in bare if re.match("(甲:)+ ", text)
    ]
    assert [text for text in bare if HAN.search(text.replace("甲", "")) and '"甲"' in text] == ['请加引号，写成"甲"。']


# No plain text is said


def _texts(node: ast.AST) -> list[ast.AST]:
    """Give the literal texts that an expression can be."""
    match node:
        case ast.JoinedStr():
            return [node]
        case ast.Constant(value=str(text)) if text:
            return [node]
        case ast.IfExp():
            return [*_texts(node.body), *_texts(node.orelse)]
        case ast.BinOp():
            return [*_texts(node.left), *_texts(node.right)]
        case ast.BoolOp():
            return [found for value in node.values for found in _texts(value)]
    return []


def _said_in(function: ast.AST) -> list[ast.AST]:
    """Give what a function says: the arguments of its messages, and what the names in them were set to."""
    found: list[ast.AST] = []
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in _SAID and (name in ("Finding", "_refuse", "make") or isinstance(call.func, ast.Attribute)):
            found += [call.args[no] for no in _SAID[name] if no < len(call.args)]
        elif name in _RAISED or (name == "echo" and call.args):
            found += call.args[:1]
    names = {node.id for node in found if isinstance(node, ast.Name)}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and {getattr(target, "id", "") for target in node.targets} & names:
            found.append(node.value)
    return found


@pytest.mark.parametrize("path", sorted((PROJECT / "build_scripts").rglob("*.py")), ids=lambda path: path.stem)
def test_messages_are_phrases(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    plain = {
        text.lineno
        for function in functions
        for node in _said_in(function)
        for text in _texts(node)  # type: ignore[attr-defined]
    }
    assert plain - _data_lines(path) == set(), f'{path}: write Phrase("…", name=value) on these lines'


def _data_lines(path: Path) -> set[int]:
    """Give the lines that print what programs read."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return {no for no, line in enumerate(lines, 1) if "seconds:.3f" in line or "echo_data" in line}


def test_phrases_have_literal_templates() -> None:
    """Otherwise nobody could translate them; one module finds its own among those that it lists."""
    for path in sorted((PROJECT / "build_scripts").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "ground.messages import" not in text or path.stem == "refusals":
            continue
        for node in ast.walk(ast.parse(text)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Phrase"
                and node.args
            ):
                assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"


# In which language


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a site with Chinese as its source, and one error, in content/ of the current folder."""
    root = tmp_path / "content"
    shutil.copytree(VALID_SITES / "minimal", root)
    path = root / "reports" / "reading-city" / "opening-hours.zh.md"
    path.write_text(path.read_text(encoding="utf-8").replace("actor=readers", "actor=citizens"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("DUIZHAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return root


CHOICES = [
    ("option", ["--lang", "en"], {"LANG": "zh_CN.UTF-8"}, "en"),
    ("option-zh", ["--lang", "zh"], {"LANG": "en_US.UTF-8"}, "zh"),
    ("own", [], {"DUIZHAO_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
    ("locale", [], {"LANG": "en_GB.UTF-8"}, "en"),
    ("all-first", [], {"LC_ALL": "en_US", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, "en"),
    ("messages", [], {"LC_ALL": "", "LC_MESSAGES": "en_US", "LANG": "zh_CN"}, "en"),
    ("site", [], {}, "zh"),
    ("site-c", [], {"LANG": "C.UTF-8"}, "zh"),
    ("site-fr", [], {"LC_ALL": "fr_FR.UTF-8"}, "zh"),
]


@pytest.mark.parametrize(("args", "environment", "language"), [pytest.param(*c[1:], id=c[0]) for c in CHOICES])
def test_commands_choose_a_language(
    broken: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], environment: dict[str, str], language: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    told = CliRunner().invoke(main, ["check", *args, "--no-memory"])
    assert told.exit_code == 1
    assert ("没有行动方“citizens”" in told.stdout) is (language == "zh")
    assert ('there is no actor "citizens"' in told.stdout) is (language == "en")
    assert "unknown-actor" in told.stdout
    assert ("市政府" in told.stdout, "City council" in told.stdout) == (language == "zh", language == "en")


def test_a_site_with_another_source_speaks_english(broken: Path) -> None:
    shutil.rmtree(broken)
    shutil.copytree(VALID_SITES / "transit", broken)
    (broken / "places.yml").write_text("", encoding="utf-8")
    assert "the file is empty." in CliRunner().invoke(main, ["check", "--no-memory"]).stdout


def test_a_site_that_cannot_be_read_speaks_english(broken: Path) -> None:
    (broken / "site.yml").write_text("languages: [", encoding="utf-8")
    assert "error[broken-yaml]" in CliRunner().invoke(main, ["check", "--no-memory"]).stdout


def test_programs_get_rules_in_english_and_messages_in_the_language(broken: Path) -> None:
    rows = json.loads(CliRunner().invoke(main, ["check", "--format", "json", "--no-memory"]).stdout)
    assert [(row["rule"], row["level"]) for row in rows] == [("unknown-actor", "error")]
    assert rows[0]["message"] == "没有行动方“citizens”。"
    github = CliRunner().invoke(main, ["check", "--format", "github", "--no-memory"]).stdout
    assert "title=unknown-actor::没有行动方" in github and github.startswith("::error ")


def test_reports_for_programs_speak_a_language_too() -> None:
    problem = Place(Path("a.yml")).note("r", Phrase("the file is empty."))
    assert json.loads(render_json([problem], CHINESE))[0]["message"] == "文件是空的。"
    assert render_github([problem], CHINESE) == "::notice file=a.yml,line=1,col=1,title=r::文件是空的。"
    assert render_text([Problem("a.yml", 1, 1, "r", "error", "plain")], CHINESE).startswith("a.yml:1:1: 错误[r]：plain")


@pytest.mark.slow
@pytest.mark.parametrize(("encoding", "language"), [("cp1252", "en"), ("ascii", "en"), ("gbk", "zh"), ("utf-8", "zh")])
def test_consoles_that_cannot_show_chinese_get_english(broken: Path, encoding: str, language: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "LANG": "zh_CN.UTF-8", "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-m", "build_scripts.cli.main", "check", "--no-memory"]
    code = f"import sys; sys.argv = {command[2:]!r}; from build_scripts.cli.main import main; main()"
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=broken.parent, capture_output=True)
    told = done.stdout.decode(encoding)
    assert done.returncode == 1, done.stderr
    assert ("没有行动方" in told) is (language == "zh")
    assert ("there is no actor" in told) is (language == "en")
    assert "\\u" not in told


REFUSED = [
    ["check", "--contant", "x"],
    ["check", "--zzz"],
    ["check", "--format", "xml"],
    ["check", "--lang", "xx"],
    ["check", "--lang"],
    ["check", "--content", "nowhere"],
    ["check", "--explain", "no-such-rule"],
    ["check", "one", "two"],
    ["chek"],
    ["translate", "strt"],
    ["translate", "status", "--content", "nowhere"],
    ["translate", "status", "--language", "fr"],
    ["translate", "status", "--fail-under", "x"],
    ["translate", "status", "--fail-under", "200"],
    ["translate", "accept", "--all", "--on", "today"],
    ["translate", "import", "nowhere.po"],
    ["numbers", "one"],
    ["numbers", "--source-language", "zh", "--target-language", "zh", "a", "b"],
    ["new", "report"],
    ["new", "report", "Not An Id"],
    ["new", "brief", "nowhere", "digital"],
    ["language", "add", "1"],
    ["language", "add", "en"],
    ["serve", "--port", "x"],
    ["build", "--site-dir", "content"],
    ["init"],
    ["init", "content"],
    ["init", "own", "--yes", "--language", "zzz"],
    ["init", "own", "--yes", "--language", "en", "--language", "en"],
    ["init", "own", "--yes", "--language", "en", "--name", "A", "--name", "B"],
    ["init", "own", "--yes", "--language", "en", "--name", "<A>"],
    ["init", "own", "--yes", "--language", "en", "--sector", "A", "--sector", "A"],
    ["cms"],
    ["cms", "--out", "own", "--language", "fr"],
    ["cms", "--out", "own", "--repo", "own"],
    ["rename"],
    ["rename", "libary", "books"],
    ["rename", "library", "readers"],
    ["rename", "library", "library"],
    ["rename", "library", "Library"],
    ["rename", "--kind", "town", "a", "b"],
    ["rename", "opening-hours", "collections", "--kind", "sector"],
    ["rename", "reading-city/opening-hours#evening-visits", "open-late/opening-hours#evenings"],
    ["withdraw", "digital"],
    ["withdraw", "digital", "--reason", " "],
    ["withdraw", "nothing", "--reason", "x", "--kind", "sector", "--instead", "a b"],
    ["withdraw", "reading-city/opening-hours#evening-visits", "--reason", "x"],
    ["withdraw", "reading-city", "--reason", "x", "--on", "today"],
    ["withdraw", "reading-city", "--reason", "x", "--instead", "reading-towns"],
]


@pytest.mark.parametrize("args", REFUSED, ids=lambda args: " ".join(args)[:58])
def test_refusals_are_said_in_chinese(broken: Path, monkeypatch: pytest.MonkeyPatch, args: list[str]) -> None:
    monkeypatch.setenv("DUIZHAO_LANG", "zh")
    told = CliRunner().invoke(main, args)
    assert told.exit_code in (1, 2)
    line = told.stderr.strip().split("\n")[-1]
    assert line.startswith("错误："), told.stderr
    # Names apart, nothing in it is English.
    assert not re.search(r"(?<![\w./'“-])[a-z]{3,} [a-z]{2,}", re.sub(r"'[^']*'|“[^”]*”|（[^）]*）", "", line)), line


def test_translators_are_told_in_chinese(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIZHAO_LANG", "zh")
    shutil.rmtree(broken)
    shutil.copytree(VALID_SITES / "minimal", broken)
    told = CliRunner().invoke(main, ["translate", "status"]).stdout
    assert "最新" in told and "下一步：" in told and "合计" in told
    table = [line for line in told.split("\n") if line.startswith("  ") and re.search(r"\d\Z|待译\Z", line)]
    assert len({_columns(line) for line in table}) == 1, table
    assert "没有过时的单元" in CliRunner().invoke(main, ["translate", "diff", "actors.yml@en"]).stdout


def test_commands_that_make_and_change_sites_speak_chinese(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIZHAO_LANG", "zh")
    asked = CliRunner().invoke(main, ["init", "own"], input="\n" * 9)
    assert asked.exit_code == 0, asked.output
    for words in (
        "原文语言写在最前",
        "网站的名称（en）",
        "按哪些行业",
        "哪些行动方",
        "第一份报告",
        "新网站在own/里",
        "下一步：cd own",
    ):
        assert words in asked.stdout
    (broken / "places.yml").write_text("harbour: [", encoding="utf-8")
    tried = CliRunner().invoke(main, ["rename", "city", "council", "--dry-run"])
    assert tried.exit_code == 1 and "错误[broken-yaml]" in tried.stderr and "请先改正这些" in tried.stderr
    shutil.rmtree(broken)
    shutil.copytree(VALID_SITES / "minimal", broken)
    assert "什么都没有写" in CliRunner().invoke(main, ["rename", "city", "council", "--dry-run"]).stdout
    assert "没有中途断了的操作" in CliRunner().invoke(main, ["rename", "--finish"]).stdout
    assert "页面是own-page/index.html。" in CliRunner().invoke(main, ["cms", "--out", "own-page"]).stdout


def _columns(line: str) -> int:
    return sum(2 if HAN.match(char) else 1 for char in line)


def test_rules_are_explained(broken: Path) -> None:
    told = CliRunner().invoke(main, ["check", "--explain", "unknown-actor", "--lang", "zh"])
    assert told.exit_code == 0 and "不要这样写" in told.stdout and "actor=reader" in told.stdout
    assert "Not like this" in CliRunner().invoke(main, ["check", "--explain", "unknown-actor", "--lang", "en"]).stdout


def test_all_is_told_when_asked_for(broken: Path) -> None:
    path = broken / "reports" / "reading-city" / "collections.zh.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "".join(f"3. 一。 {{#n{no} actor=nobody}}\n" for no in range(6)), encoding="utf-8")
    folded, whole = (
        CliRunner().invoke(main, ["check", "--no-memory", "--lang", "en", *more]).stdout for more in ([], ["--all"])
    )
    assert (folded.count('no actor "nobody"'), whole.count('no actor "nobody"')) == (1, 6)
    assert "and 5 more: lines" in folded


def test_speeches_are_loaded_once() -> None:
    assert load_speech("zh") is CHINESE
    assert isinstance(CHINESE, Speech) and set(LANGUAGES) == {"en", "zh"}
