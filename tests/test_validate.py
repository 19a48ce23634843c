"""Every way in which content can be wrong, as golden cases: `sites/invalid/<rule>--<case>.yml`.

A case changes the site `base` (default: none, an empty folder) by

- `files`: path → new text; `replace`: path → {old text: new text}; `delete`: paths;
- `bytes`: path → bytes in hexadecimal; `links`: path → target of a symbolic link
- `folders`, `pipes`: paths at which a folder or a named pipe stands instead of a file

and lists in `problems` all that is then found, in order. `stage` says who looks: `content` (the default, like
`duizhao check`), `external` (like `duizhao check --external`, of the web of `tests/outside`), `built` (the folder is a
built site) or `engine` (the folder is a staged tree).

`pytest --update-golden` rewrites the lists.
"""

from __future__ import annotations

import ast
import contextlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import build_scripts
from build_scripts.checks.rules import RULES, validate
from build_scripts.checks.site import check_site
from build_scripts.content.load import load_content
from build_scripts.ground.memory import Memory
from build_scripts.ground.messages import Phrase, load_speech
from build_scripts.ground.problems import Problem, has_errors
from build_scripts.publish.build import build_site, check_content
from build_scripts.publish.engine import run_engine
from tests.conftest import FUZZ, TESTS, VALID_SITES, Golden
from tests.outside import find_external_problems

CASES = sorted((TESTS / "sites" / "invalid").glob("*.yml"))
MODULES = sorted(Path(build_scripts.__path__[0]).rglob("*.py"))
# What is said of how well a text is translated. Nearly every case changes a source, so these show only in their own.
STALE = "stale-translation"
WORDING = {"links-differ", "footnotes-differ", "emphasis-differs", "term-missing", "term-avoided", "not-translated"}
WORDING |= {"typography", "length-outlier", "needless-waiver", "numbers-differ", "numbers-unreadable", "figure-differs"}
KEYS = {"base", "stage", "files", "replace", "delete", "bytes", "links", "folders", "pipes", "problems"}


def find_content_problems(folder: Path) -> list[Problem]:
    problems = check_content(folder)[2]
    return [problem for problem in problems if not Path(problem.path).is_absolute()]  # not the project's catalogues


def find_engine_problems(folder: Path) -> list[Problem]:
    return list(run_engine("mkdocs", folder, [], clean=True).problems)


STAGES: dict[str, Callable[[Path], list[Problem]]] = {
    "content": find_content_problems,
    "built": check_site,
    "engine": find_engine_problems,
    "external": find_external_problems,
}


@cache
def read_case(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    assert set(case) <= KEYS, f"{path.name}: unknown keys {set(case) - KEYS}"
    return case


def prepare(case: dict[str, Any], folder: Path) -> None:
    """Apply a case's changes to a copy of its base."""
    for name, changes in case.get("replace", {}).items():
        text = (folder / name).read_text(encoding="utf-8")
        for old, new in changes.items():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
            text = text.replace(old, new)
        (folder / name).write_text(text, encoding="utf-8")
    for name in case.get("delete", []):
        (folder / name).unlink()
    for name, data in [
        *((name, text.encode()) for name, text in case.get("files", {}).items()),
        *((name, bytes.fromhex(digits)) for name, digits in case.get("bytes", {}).items()),
    ]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    for name, target in case.get("links", {}).items():
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)
    for make, names in ((os.mkdir, case.get("folders", [])), (os.mkfifo, case.get("pipes", []))):
        for name in names:
            (folder / name).unlink(missing_ok=True)
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            make(folder / name)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_invalid_site(
    path: Path, copy_site: Callable[[str], Path], golden: Golden, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = read_case(path)
    if "base" in case:
        copy_site(case["base"])
    else:
        monkeypatch.chdir(tmp_path)
    prepare(case, Path())
    problems = STAGES[case.get("stage", "content")](Path())
    golden.check(path, "problems", told(path, problems))
    # What is shown can be said in other languages, also where something plain has become part of it.
    assert all(isinstance(text, Phrase) for problem in problems for text in (problem.message, problem.hint))
    assert [words for problem in problems for words in english_in_chinese(problem)] == []


def told(path: Path, problems: list[Problem]) -> list[str]:
    """Give the problems that a case is about, in a line each."""
    hidden = {STALE} if path.stem.partition("--")[0] in WORDING else {STALE, *WORDING}
    if path.stem.startswith(STALE):
        hidden = set()
    return [said(problem) for problem in problems if problem.rule not in hidden]


# What stands in a sentence as it is written: quoted, in braces or in brackets of HTML, a waiver's reason, names.
AS_WRITTEN = r'“[^”]*”|"[^"]*"|`[^`]*`|\{[^}]*\}|<[^>]*>|《[^》]*》|已豁免：.*|Material Design'


def english_in_chinese(problem: Problem) -> list[str]:
    """Give the English words, two or more in a row, that a Chinese editor reads in a problem outside of quotes."""
    whole = " ".join(
        text.said(load_speech("zh")) for text in (problem.message, problem.hint) if isinstance(text, Phrase)
    )
    return re.findall(r"[A-Za-z]{3,}(?: [A-Za-z]+)+", re.sub(AS_WRITTEN, "", whole))


def said(problem: Problem) -> str:
    """Give a problem in a line; how many messages the interface has changes with the templates."""
    return re.sub(r"\d+ of \d+ messages(.*): “.* …\.", r"N of M messages\1: “…”.", str(problem))


CONTENT_CASES = [path for path in CASES if read_case(path).get("stage", "content") == "content"]
# One for each rule, or with `make fuzz` all.
REMEMBERED = CONTENT_CASES if FUZZ else list({path.stem.partition("--")[0]: path for path in CONTENT_CASES}.values())


@pytest.fixture(scope="module")
def remembered(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give the memory of a valid site that was checked, which nobody may change."""

    @cache
    def give(name: str) -> Path:
        root, folder = tmp_path_factory.mktemp("remembered"), tmp_path_factory.mktemp("memory") / "memory"
        shutil.copytree(VALID_SITES / name, root / "content")
        kept = Memory(folder)
        with contextlib.chdir(root / "content"):
            check_content(Path(), kept)
        kept.close()
        return folder

    return give


@pytest.mark.slow
@pytest.mark.parametrize("path", REMEMBERED, ids=lambda path: path.stem)
def test_problems_are_the_same_where_the_content_is_remembered(
    path: Path,
    copy_site: Callable[[str], Path],
    remembered: Callable[[str], Path],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As it was before it had them, and as it was checked the last time."""
    case = read_case(path)
    folder = tmp_path_factory.mktemp("memory") / "memory"
    if "base" in case:
        copy_site(case["base"])
        shutil.copytree(remembered(case["base"]), folder)
    else:
        monkeypatch.chdir(tmp_path)
    prepare(case, Path())
    for _ in ("as it was before", "as it was checked the last time"):
        kept = Memory(folder)
        assert told(path, check_content(Path(), kept)[2]) == case["problems"]
        kept.close()


def test_cases_show_the_rules_they_are_named_after() -> None:
    for path in CASES:
        rule, dashes, _ = path.stem.partition("--")
        assert dashes, f"{path.name}: name it <rule>--<case>.yml"
        found = {
            match[1]
            for line in read_case(path)["problems"]
            if (match := re.search(r" (?:error|warning|note)\[(.+?)\]", line))
        }
        assert rule in found or (rule == "several" and len(found) > 3), path.name


@pytest.mark.parametrize("name", sorted(path.name for path in VALID_SITES.iterdir()))
def test_valid_site_has_no_problems(name: str, copy_site: Callable[[str], Path]) -> None:
    assert find_content_problems(copy_site(name)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_is_silent_on_a_valid_site(rule: Callable[..., Iterator[Problem]]) -> None:
    assert list(rule(load_content(VALID_SITES / "minimal")[0])) == []


def test_problems_come_once_and_sorted(copy_site: Callable[[str], Path]) -> None:
    folder = copy_site("minimal")
    (folder / "actors.yml").write_text("city: {label: {zh: 市政府}}\n", encoding="utf-8")
    problems = validate(load_content(folder)[0])
    assert problems == sorted(set(problems))
    assert len(problems) > 5


def test_bad_content_leaves_the_old_site_untouched(copy_site: Callable[[str], Path], tmp_path: Path) -> None:
    folder = copy_site("minimal")
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("old", encoding="utf-8")
    (folder / "sectors.yml").write_text("collections: [", encoding="utf-8")
    result = build_site(folder, site)
    assert result.failed and result.runs == ()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != ".build") == ["content", "site"]
    assert (site / "index.html").read_text(encoding="utf-8") == "old"


# Every rule has a case


@dataclass(frozen=True)
class RuleUse:
    """Where the code names a rule; `rule` is None where it is not a literal."""

    where: str
    rule: str | None


@cache
def find_rules() -> list[RuleUse]:
    """Read from the code every rule that a problem can have."""
    found = []
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            where = f"{path.stem}.{function.name}"
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                found += [RuleUse(where, rule) for rule in _rules_of(call)]
    return found


def _rules_of(call: ast.Call) -> list[str | None]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if (name in ("error", "warning", "note") and isinstance(call.func, ast.Attribute)) or name in ("Finding", "_same"):
        return _texts(call.args[0]) or [None]
    if name == "_refuse":
        return _texts(call.args[1]) or [None]
    if name in ("check_known", "check_declared"):  # in `names`: the rule is made from the noun
        return [f"unknown-{noun.replace(' ', '-')}" for noun in _texts(call.args[0]) if noun]
    return []


def _texts(node: ast.AST) -> list[str | None]:
    return [child.value for child in ast.walk(node) if isinstance(child, ast.Constant) and isinstance(child.value, str)]


def test_rules_are_literals() -> None:
    """Otherwise the next test could not see them; these functions are looked through, or pass on what others found."""
    where = {use.where for use in find_rules() if use.rule is None}
    assert where == {
        "names.check_known",
        "yaml_reader._refuse",
        "wording._same",
        "waivers._problem",
        "lines.check_lines",
    }


def test_every_rule_has_a_case() -> None:
    rules = {use.rule for use in find_rules() if use.rule}
    assert rules - {path.stem.partition("--")[0] for path in CASES} == set(), "add sites/invalid/<rule>--<case>.yml"


def test_valid_content_has_no_errors_at_all(copy_site: Callable[[str], Path]) -> None:
    assert not has_errors(check_content(copy_site("minimal"))[2])


UNREADABLE = [
    *("sectors.yml", "actors.yml", "kinds.yml", "events.yml", "indicators.yml", "places.yml", "glossary.yml"),
    *("references.yml", "site.yml", "reports/reading-city/report.yml", "reports/reading-city/collections.zh.md"),
    *("reports/open-late/index.zh.md", "comparisons/opening-hours.zh.md", "pages/about.zh.md"),
]


@pytest.mark.parametrize("name", UNREADABLE)
def test_of_a_file_that_cannot_be_read_nothing_else_is_said(name: str, copy_site: Callable[[str], Path]) -> None:
    text = "a: [\n" if name.endswith(".yml") else "---\ntitle: [\n---\n"
    (copy_site("minimal") / name).write_text(text, encoding="utf-8")
    assert [(problem.rule, problem.path) for problem in find_content_problems(Path())] == [("broken-yaml", name)]
