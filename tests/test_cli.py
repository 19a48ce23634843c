"""The commands: exit codes, one clear line for a wrong call, and the outputs that the contract promises."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner, Result

from build_scripts.cli.main import main
from build_scripts.content.json_schemas import json_schemas
from tests.built import CONTENT, DUIZHAO, FIXTURES, Built, full_brief, load_library, replace, run
from tests.conftest import shorten

pytest_plugins = ("tests.built",)

PROBLEM_KEYS = {"rule", "level", "path", "line", "column", "message", "hint"}


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small content folder in the current folder."""
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(FIXTURES / "minimal", tmp_path / "content")


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def break_content(content: Path) -> None:
    replace(next(content.glob("reports/*/*.zh.md")), "---\n", "---\nnonsense: 1\n")


# Exit codes and wrong calls


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["nonsense"],
        ["build", "--nonsense"],
        ["build", "--engine", "hugo"],
        ["build", "--content", "nowhere"],
        ["build", "--content", "file.txt"],
        ["build", "--site-dir", "file.txt"],
        ["check", "--content", "nowhere"],
        ["check", "--site", "nowhere"],
        ["check", "--site", "file.txt"],
        ["check", "--format", "xml"],
        ["check", "surplus"],
        ["serve", "--port", "99999"],
        ["serve", "--port", "http"],
        ["new", "nonsense"],
        ["new", "report"],
        ["new", "report", "one", "two"],
        ["new", "brief", "reading-city"],
        ["new", "page", "x", "--content", "nowhere"],
        ["schema"],
        ["schema", "file.txt"],
        ["numbers"],
        ["numbers", "--pairs", "nowhere.tsv"],
        ["translate", "status", "--content", "nowhere"],
        ["translate", "start"],
        ["translate", "import", "nowhere.po"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_gives_one_line_and_exit_code_2(content: Path, arguments: list[str]) -> None:
    (content.parent / "file.txt").write_text("not a folder", encoding="utf-8")
    result = call(*arguments)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1 and result.stderr.startswith("error: ")


@pytest.mark.parametrize("arguments", [[], ["new"], ["translate"]], ids=" ".join)
def test_a_group_without_a_command_shows_its_help(arguments: list[str]) -> None:
    result = call(*arguments)
    assert result.exit_code == 2 and result.stdout == ""
    assert result.stderr.startswith("Usage: ") and len(result.stderr.splitlines()) > 5


def test_files_are_no_texts_to_compare(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("一", encoding="utf-8")
    result = call("numbers", tmp_path / "a.md", "b.md")
    assert result.exit_code == 2 and "a.md is a file" in result.stderr


def test_names_given_as_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "names.yml")
    result = call("numbers", "--names", tmp_path / "names.yml", "一", "one")
    assert result.exit_code == 1 and "no regular file" in result.stderr


@pytest.mark.slow
def test_the_installed_command_says_the_same(tmp_path: Path) -> None:
    result = run("check", "--content", tmp_path / "nowhere")
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1 and "nowhere" in result.stderr


def test_check_exits_0_without_errors_and_1_with_them(content: Path) -> None:
    assert call("check").exit_code == 0
    break_content(content)
    assert call("check").exit_code == 1


def test_warnings_do_not_fail(content: Path) -> None:
    replace(content / "site.yml", "languages:", "languages:")
    (content / "locale").mkdir()
    (content / "locale" / "zh.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Home"\nmsgstr ""\n', encoding="utf-8"
    )
    result = call("check")
    assert "warning[missing-message]" in result.stdout
    assert result.exit_code == 0


@pytest.mark.slow
def test_build_exits_0_then_1_and_says_what_it_did(content: Path) -> None:
    good = call("build")
    assert good.exit_code == 0
    assert good.stdout.startswith("site/ is ready") and len(good.stdout.splitlines()) == 1
    assert "building pages" in good.stderr, "progress belongs on stderr"
    break_content(content)
    bad = call("build")
    assert bad.exit_code == 1 and bad.stdout == ""
    assert "error[unknown-field]" in bad.stderr and "Traceback" not in bad.stderr


def test_a_missing_engine_is_said_without_a_traceback(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zensical", None)  # Python then finds no such package, installed or not
    result = call("build", "--engine", "zensical")
    assert result.exit_code == 2 and len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("error: zensical is not installed; ")
    assert not (content.parent / "site").exists()


UNREADABLE = {
    "not UTF-8": lambda path: path.write_bytes("---\ntitle: 图书馆\n---\n".encode("gb18030")),
    "empty": lambda path: path.write_bytes(b""),
    "binary": lambda path: path.write_bytes(bytes(range(256))),
    "a dangling link": lambda path: (path.unlink(), path.symlink_to("nowhere")),
    "a link to itself": lambda path: (path.unlink(), path.symlink_to(path.name)),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["site.yml", "sectors.yml", "pages/about.zh.md", "reports/reading-city/report.yml"])
@pytest.mark.parametrize("damage", UNREADABLE)
def test_an_unreadable_file_is_a_problem_and_no_traceback(content: Path, name: str, damage: str) -> None:
    UNREADABLE[damage](content / name)
    for command in (["check"], ["build"], ["new", "page", "one-more"]):
        result = call(*command)
        assert result.exception is None or isinstance(result.exception, SystemExit), command
        assert result.exit_code == 1 or command[0] == "new", command
        assert name in result.stdout + result.stderr or command[0] == "new", command
    assert not (content.parent / "site").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to the superuser")
def test_a_file_without_permission_is_a_problem(content: Path) -> None:
    (content / "site.yml").chmod(0)
    result = call("check")
    assert result.exit_code == 1 and "site.yml" in result.stdout


def test_a_site_that_cannot_be_written_gives_one_line(content: Path) -> None:
    (content.parent / "file.txt").write_text("not a folder", encoding="utf-8")
    result = call("build", "--site-dir", "file.txt/site")
    assert result.exit_code in (1, 2)
    lines = [line for line in result.stderr.splitlines() if not line.startswith("·")]
    assert len(lines) == 1 and lines[0].startswith("error: ")


def test_a_site_is_checked_where_there_is_no_content(
    built_minimal: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call("check", "--site", built_minimal.site)
    assert result.exit_code == 0, result.stderr


# What is printed


def test_check_prints_places_that_can_be_opened(content: Path) -> None:
    break_content(content)
    line = next(line for line in call("check").stdout.splitlines() if "unknown-field" in line)
    path, number, column, message = line.split(":", 3)
    assert (
        Path(path).read_text(encoding="utf-8").splitlines()[int(number) - 1][int(column) - 1 :].startswith("nonsense")
    )
    assert message.startswith(' error[unknown-field]: there is no field "nonsense"')


def test_check_as_json_gives_the_keys_of_the_contract(content: Path) -> None:
    assert json.loads(call("check", "--format", "json").stdout) == []
    break_content(content)
    result = call("check", "--format", "json")
    problems = json.loads(result.stdout)
    assert result.exit_code == 1 and problems
    for problem in problems:
        assert set(problem) == PROBLEM_KEYS
        assert problem["level"] in ("error", "warning")
        assert isinstance(problem["line"], int) and isinstance(problem["column"], int)
        assert all(isinstance(problem[key], str) for key in PROBLEM_KEYS - {"line", "column"})


def test_check_of_a_site_gives_json_too(built_minimal: Built, tmp_path: Path) -> None:
    site = shutil.copytree(built_minimal.site, tmp_path / "site")
    (site / "zh" / "glossary" / "index.html").unlink()
    result = call("check", "--site", site, "--format", "json")
    problems = json.loads(result.stdout)
    assert result.exit_code == 1
    assert {"broken-link", "missing-page"} <= {problem["rule"] for problem in problems}
    assert all(set(problem) == PROBLEM_KEYS for problem in problems)


def test_check_speaks_github(content: Path) -> None:
    break_content(content)
    lines = call("check", "--format", "github").stdout.splitlines()
    assert any(line.startswith("::error file=content/reports/") and "title=unknown-field::" in line for line in lines)


def test_translation_status_as_json(content: Path) -> None:
    result = call("translate", "status", "--format", "json")
    assert result.exit_code == 0
    status = json.loads(result.stdout)
    assert set(status) == {"en"}
    totals = status["en"].pop("totals")
    counts = ("current", "stale", "missing", "patched")
    for entry in status["en"].values():
        assert {"units", "stale_units", *counts} <= set(entry)
        assert entry["units"] == sum(entry[key] for key in counts)
        assert len(entry["stale_units"]) == entry["stale"]
    for key in ("units", *counts):
        assert totals[key] == sum(entry[key] for entry in status["en"].values())


def test_numbers_of_pairs_as_json(tmp_path: Path) -> None:
    rows = [("a", "2022年占16%", "16% in 2022"), ("b", "2.24亿吨", "22.4 million tonnes"), ("c", "没有", "none")]
    with (tmp_path / "pairs.tsv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE).writerows(rows)
    result = call("numbers", "--pairs", tmp_path / "pairs.tsv", "--format", "json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [(entry["id"], entry["verdict"]) for entry in found] == [("a", "agree"), ("b", "differ"), ("c", "agree")]
    for entry in found:
        for key in ("zh", "en", "unmatched_zh", "unmatched_en"):
            assert isinstance(entry[key], list)
    assert found[1]["unmatched_zh"] and found[1]["unmatched_en"]


def test_numbers_are_compared_in_any_two_languages() -> None:
    languages = ["--source-language", "fr", "--target-language", "ja"]
    assert call("numbers", *languages, "environ 2,5 milliards", "約25億").exit_code == 0
    result = call("numbers", *languages, "environ 2,5 milliards", "約250億", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)[0]["unmatched_fr"]
    assert call("numbers", "--target-language", "zh", "5", "5").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["-0.5%", "-0.5%"], 0, "agree"),
        (["--", "-0.5%", "-0.5%"], 0, "agree"),
        (["-0.5%", "--format", "json", "-3%"], 1, '"verdict": "differ"'),
        (["--format=json", "-5 h", "-5 h"], 0, '"verdict": "agree"'),
        (["-h"], 0, "Usage:"),
        (["-0.5%"], 2, ""),
        (["--nonsense", "-5", "-5"], 2, ""),
        (["-5", "-5", "--format"], 2, ""),
    ],
)
def test_numbers_may_begin_with_a_minus_sign(arguments: list[str], code: int, said: str) -> None:
    result = call("numbers", *arguments)
    assert result.exit_code == code and said in result.stdout, result.output
    assert code != 2 or result.stderr.startswith("error: ")


# Where the site may go


@pytest.mark.parametrize("command", ["build", "serve"])
@pytest.mark.parametrize("folder", ["content", "content/site", "content/pages/site", "content/../content/x"])
def test_a_site_inside_the_content_is_refused(content: Path, command: str, folder: str) -> None:
    before = sorted(content.rglob("*"))
    result = call(command, "--site-dir", folder)
    assert result.exit_code == 2 and len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("error: Invalid value for --site-dir: ")
    assert sorted(content.rglob("*")) == before


def test_a_site_that_holds_the_content_is_refused(content: Path) -> None:
    (content.parent / "sitemap.xml").write_text("", encoding="utf-8")
    result = call("build", "--site-dir", ".")
    assert result.exit_code == 2 and "holds the content" in result.stderr
    assert (content / "site.yml").is_file()


# Consoles that lack characters

CONSOLES = {
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "gbk": {"PYTHONIOENCODING": "gbk"},
    "C": {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


def on_console(console: str, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    """Run the installed command on a console; give the bytes that it writes."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "PYTHON"))}
    command = [DUIZHAO, *map(str, arguments)]
    result = subprocess.run(command, env={**environment, **CONSOLES[console]}, capture_output=True, check=False)
    assert b"Traceback" not in result.stderr, result.stderr.decode("ascii", "backslashreplace")
    return result


@pytest.fixture
def foreign(content: Path) -> Path:
    """Content whose problems have characters that no one of the consoles has all of."""
    replace(next(content.glob("reports/*/*.zh.md")), "---\n", "---\n图书馆é𠮷ﺏ: 1\n")
    return content


@pytest.mark.slow
@pytest.mark.parametrize(
    ("console", "words"),
    [("cp1252", r"\u56fe\u4e66\u9986é\U00020bb7"), ("gbk", r"图书馆é\U00020bb7\ufe8f"), ("C", "é")],
)
def test_problems_are_shown_on_any_console(foreign: Path, console: str, words: str) -> None:
    result = on_console(console, "check")
    shown = result.stdout.decode("utf-8" if console == "C" else console)
    assert result.returncode == 1 and "error[unknown-field]" in shown and words in shown


@pytest.mark.slow
def test_problems_of_a_build_are_shown_on_any_console(foreign: Path) -> None:
    result = on_console("cp1252", "build")
    assert result.returncode == 1 and rb"\u56fe\u4e66\u9986" in result.stderr


DATA = [
    ("cp1252", ["check", "--format", "json"]),
    ("gbk", ["check", "--format", "github"]),
    ("gbk", ["translate", "status", "--format", "json"]),
    ("cp1252", ["translate", "export", "en"]),
    ("C", ["translate", "export", "en"]),
    ("C", ["numbers", "约５吨é𠮷", "5 t", "--format", "json"]),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("console", "arguments"), DATA, ids=lambda value: value if isinstance(value, str) else shorten(" ".join(value), 40)
)
def test_what_programs_read_is_utf8_on_any_console(content: Path, console: str, arguments: list[str]) -> None:
    if arguments[0] == "check":
        replace(next(content.glob("reports/*/*.zh.md")), "---\n", "---\n图书馆é𠮷ﺏ: 1\n")
    written = on_console(console, *arguments).stdout.decode("utf-8")
    assert written == call(*arguments).stdout
    assert "json" not in arguments or json.loads(written)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("console", "arguments"),
    [("cp1252", ["numbers", "约5吨é𠮷", "6 t"]), ("cp1252", ["translate", "status"]), ("gbk", ["--help"])],
    ids=lambda value: value if isinstance(value, str) else shorten(" ".join(value), 40),
)
def test_other_output_never_fails_for_a_character(content: Path, console: str, arguments: list[str]) -> None:
    assert on_console(console, *arguments).stdout


def test_a_terminal_that_lacks_characters_shows_escapes(foreign: Path) -> None:
    """On a true terminal JSON, too, is written in its own encoding."""
    pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    main_end, own_end = pty.openpty()
    command = [DUIZHAO, "check", "--format", "json"]
    process = subprocess.Popen(command, env=environment, stdout=own_end, stderr=subprocess.PIPE)
    os.close(own_end)
    shown = b""
    with contextlib.suppress(OSError):  # Linux says so when the other end is closed
        while part := os.read(main_end, 65536):
            shown += part
    os.close(main_end)
    assert process.stderr and b"Traceback" not in process.stderr.read()
    assert process.wait() == 1
    assert rb"\u56fe\u4e66\u9986" in shown and "é".encode("cp1252") in shown


# Help


def commands(command: click.Command, *path: str) -> Iterator[tuple[str, click.Command]]:
    yield " ".join(path), command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from commands(inner, *path, name)


COMMANDS = dict(commands(main))


def test_the_contracts_commands_are_there() -> None:
    promised = ["build", "serve", "check", "new report", "new brief", "new page", "numbers", "schema", "language add"]
    promised += [f"translate {name}" for name in ("status", "start", "accept", "export", "import")]
    assert set(promised) <= set(COMMANDS)


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_and_option_has_help(path: str) -> None:
    command = COMMANDS[path]
    assert command.help and command.help.strip().endswith("."), path
    without = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert not without, f"{path}: options without help"
    result = call(*path.split(), "--help")
    assert result.exit_code == 0 and command.help.split("\n")[0] in " ".join(result.stdout.split())
    assert call(*path.split(), "-h").stdout == result.stdout


# Schemas


def test_schema_writes_one_file_per_shape(tmp_path: Path) -> None:
    result = call("schema", tmp_path / "deep" / "schemas")
    assert result.exit_code == 0
    written = sorted(path.name for path in (tmp_path / "deep" / "schemas").iterdir())
    assert written == sorted(f"{name.removesuffix('.yml')}.schema.json" for name in json_schemas())
    assert len(result.stdout.splitlines()) == len(written)


def yaml_files() -> list[tuple[Path, str]]:
    """Give the YAML files that people write, each with the name of its shape."""
    roots = [CONTENT, FIXTURES / "minimal", FIXTURES / "transit"]
    paths = [path for root in roots for path in sorted([*root.glob("*.yml"), *root.glob("reports/*/report.yml")])]
    return [(path, path.name) for path in paths]


@pytest.mark.parametrize(
    ("path", "name"), yaml_files(), ids=lambda value: value.parent.name if isinstance(value, Path) else value
)
def test_schemas_accept_the_yaml_that_the_project_accepts(path: Path, name: str) -> None:
    validator = schema_validator(name)
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=EditorLoader)
    errors = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(data)]
    assert errors == []


@pytest.mark.parametrize("name", json_schemas())
def test_schemas_are_json_schema_and_refuse_nonsense(name: str) -> None:
    validator = schema_validator(name)
    validator.check_schema(validator.schema)
    nonsense = [{"nonsense": 1}] if validator.schema["type"] == "array" else {"nonsense": 1}
    assert list(validator.iter_errors(nonsense))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("glossary.yml", [{"id": "term"}]),
        ("kinds.yml", {"statements": {"Not an id": {"label": {"zh": "发现"}}}}),
        ("sectors.yml", {"Not an id": {"label": {"zh": "交通"}}}),
    ],
)
def test_schemas_refuse_what_the_check_refuses(name: str, data: object) -> None:
    assert list(schema_validator(name).iter_errors(data))


class EditorLoader(yaml.SafeLoader):
    """Reads YAML as editors' language servers do: by YAML 1.2, where dates are text."""


EditorLoader.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def schema_validator(name: str) -> Any:
    try:
        import jsonschema
    except ImportError:
        if os.environ.get("CI"):
            raise
        pytest.skip("jsonschema is not installed; it belongs to the development dependencies")
    return jsonschema.Draft202012Validator(json_schemas()[name])


def test_the_fixture_of_these_tests_has_what_they_use(content: Path) -> None:
    assert full_brief(load_library(content)).statements
    assert (content / "pages" / "about.zh.md").is_file() and (content / "reports" / "reading-city").is_dir()
