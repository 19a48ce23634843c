"""The conventions that no linter knows: direction of imports, who prints, who writes, size, and neutrality."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import TESTS

PROJECT = TESTS.parent
ARCHITECTURE = PROJECT / "ARCHITECTURE.md"

# A module imports only from those above it; `quantities` is a package, which imports from no other.
ORDER = (
    "problems",
    "front_matter",
    "yaml_edits",
    "dates",
    "quantities",
    "model",
    "schemas",
    "shapes",
    "statements",
    "markup",
    "declared",
    "load",
    "locales",
    "links",
    "validate",
    "units",
    "translations",
    "findings",
    "numbers",
    "wording",
    "translation_files",
    "rewrites",
    "history",
    "po",
    "term_marks",
    "library",
    "citations",
    "comparisons",
    "calendar_file",
    "charts",
    "export",
    "tables",
    "navigation",
    "reading",
    "view",
    "render",
    "root_pages",
    "search",
    "engine",
    "site_check",
    "build",
    "scaffold",
    "messages",
    "preview",
    "cli_translate",
    "cli",
)
SPEAKING = {"cli", "cli_translate"}
WRITING = {
    "build",
    "cli",
    "cli_translate",
    "messages",
    "engine",  # only below the staged folder that it is given: its HTML, and what it was built with
}
MOST_LINES = 400
_WRITES = {"write_text", "write_bytes", "mkdir", "makedirs", "touch", "unlink", "rename", "rmdir", "symlink_to"}
_WRITES |= {"hardlink_to", "rmtree", "copytree", "copyfile", "copy2", "move", "chmod"}
_SPEAKS = {"print", "input", "exit", "quit", "_exit", "echo", "secho"}
# The subject of one site must not shape the generator: it stands in content/ alone.
_LANGUAGE_NAMES = {"cli": {"chinese"}, "quantities": {"chinese", "carbon"}}  # units are measured in it, too
_SUBJECT = re.compile(r"\b(climate|carbon|methane|china|chinese|united states|america\w*)\b", re.IGNORECASE)


def files_of(module: str) -> list[Path]:
    folder = PROJECT / "build_scripts"
    return sorted((folder / module).glob("*.py")) if (folder / module).is_dir() else [folder / f"{module}.py"]


def source_of(module: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in files_of(module))


@cache
def nodes_of(module: str) -> tuple[ast.AST, ...]:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files_of(module)]
    return tuple(node for tree in trees for node in ast.walk(tree))


def imports_of(module: str) -> set[str]:
    """Give the modules of the project that a module imports, wherever in it."""
    found: set[str] = set()
    for node in nodes_of(module):
        if isinstance(node, ast.ImportFrom):
            if node.level == 1 and module == "quantities":  # within the package
                continue
            assert node.level == 0, f"{module} imports relatively"
            if node.module == "build_scripts":
                found |= {alias.name for alias in node.names}
            elif node.module and node.module.startswith("build_scripts."):
                found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("build_scripts.")}
    return found - {module}


def calls_of(module: str) -> Iterator[tuple[str, ast.Call]]:
    for node in nodes_of(module):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", ""), node


def opens_for_writing(call: ast.Call) -> bool:
    """Tell whether a call of `open` has a mode that writes; only literal modes are known."""
    modes = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    texts = [mode.value for mode in modes if isinstance(mode, ast.Constant) and isinstance(mode.value, str)]
    return any(re.fullmatch(r"[rwaxbt+]+", text) and set(text) & set("wax+") for text in texts)


def test_order_names_every_module() -> None:
    folder = PROJECT / "build_scripts"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    modules |= {path.parent.name for path in folder.glob("*/__init__.py")}
    assert modules == set(ORDER)
    assert len(ORDER) == len(set(ORDER))


@pytest.mark.parametrize("module", ORDER)
def test_module_imports_only_from_those_above_it(module: str) -> None:
    assert imports_of(module) <= set(ORDER[: ORDER.index(module)])


@pytest.mark.skipif(not ARCHITECTURE.is_file(), reason="ARCHITECTURE.md is not written yet")
def test_order_is_that_of_the_architecture() -> None:
    table = re.findall(r"^\| `(\w+)`(?:, `(\w+)`)* \|", ARCHITECTURE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for row in table for name in row if name] == list(ORDER)


@pytest.mark.parametrize("module", sorted(set(ORDER) - SPEAKING))
def test_only_the_command_line_prints_or_exits(module: str) -> None:
    assert {name for name, _ in calls_of(module)} & _SPEAKS == set()
    names = {node.id for node in nodes_of(module) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in nodes_of(module) if isinstance(node, ast.Attribute)}
    assert "SystemExit" not in names
    assert attributes & {"stdin", "__stdout__", "__stderr__"} == set()
    assert not re.search(r"\bsys\.(stdout|stderr|exit)\b", source_of(module))


@pytest.mark.parametrize("module", sorted(set(ORDER) - WRITING))
def test_other_modules_write_no_files(module: str) -> None:
    writes = {
        name for name, call in calls_of(module) if name in _WRITES or (name == "open" and opens_for_writing(call))
    }
    assert writes == set()


@pytest.mark.parametrize("module", sorted(WRITING))
def test_modules_that_may_write_do(module: str) -> None:
    """Otherwise the allowance has become needless."""
    calls = list(calls_of(module))
    assert any(name in _WRITES or (name == "open" and opens_for_writing(call)) for name, call in calls)


@pytest.mark.parametrize("module", ORDER)
def test_module_stays_readable(module: str) -> None:
    """At 300 lines look for the second noun; 400 are too many."""
    lines = {path.name: path.read_text(encoding="utf-8").count("\n") for path in files_of(module)}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


@pytest.mark.parametrize("module", ORDER)
def test_generator_knows_nothing_of_the_subject(module: str) -> None:
    found = {word.casefold() for word in _SUBJECT.findall(source_of(module))}
    assert found - _LANGUAGE_NAMES.get(module, set()) == set()


@pytest.mark.parametrize("module", ORDER)
def test_no_exception_is_swallowed(module: str) -> None:
    """An `except` that does nothing hides what went wrong; `contextlib.suppress` says which error and where."""
    for node in nodes_of(module):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"bare except on line {node.lineno}"
            caught = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)}
            assert not caught & {"Exception", "BaseException"}, f"too wide an except on line {node.lineno}"


def test_fixture_sites_are_about_something_else() -> None:
    for path in sorted((TESTS / "sites" / "valid").rglob("*")):
        if path.is_file():
            assert _SUBJECT.findall(path.read_text(encoding="utf-8")) == [], path
