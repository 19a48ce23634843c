"""The conventions that no linter knows: direction of imports, who prints, who writes, size, and neutrality."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.conftest import TESTS

PROJECT = TESTS.parent
ARCHITECTURE = PROJECT / "ARCHITECTURE.md"
FOLDER = PROJECT / "build_scripts"

# The rooms from the ground up: a room imports only from rooms that stand before it.
ROOMS = (
    "ground",
    "quantities",
    "content",
    "translation",
    "library",
    "checks",
    "pages",
    "outputs",
    "publish",
    "cli",
)
# Rooms that may print or exit, and modules that may write files.
SPEAKING = {"cli"}
WRITING = {
    "cli/main",
    "cli/files",
    "content/messages",
    "ground/memory",  # only its own file
    "ground/files",  # a text to the path that it is given, whole or not at all
    "publish/exchange",
    "publish/finish",
    "publish/stage",
    "publish/engine",  # only below the staged folder that it is given: its HTML, and what it was built with
    "publish/trial",  # only into a copy of the content
}
MOST_LINES = 400
_WRITES = {"write_text", "write_bytes", "mkdir", "makedirs", "touch", "unlink", "rename", "rmdir", "symlink_to"}
_WRITES |= {"hardlink_to", "rmtree", "copytree", "copyfile", "copy2", "move", "chmod"}
# Ends copies of the process, which have nothing to say.
ENDING = {"ground/processes"}
_WRITES |= {"write_text_atomically", "create_folder_atomically"}
_SPEAKS = {"print", "input", "exit", "quit", "_exit", "echo", "secho"}
# The subject of one site must not shape the generator: it stands in content/ alone.
_LANGUAGE_NAMES = {"cli": {"chinese"}}
_SUBJECT = re.compile(r"\b(climate|carbon|methane|china|chinese|united states|america\w*)\b", re.IGNORECASE)

MODULES = sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.glob("*/**/*.py"))


def room_of(module: str) -> str:
    return module.partition("/")[0]


@cache
def source_of(module: str) -> str:
    return (FOLDER / f"{module}.py").read_text(encoding="utf-8")


@cache
def nodes_of(module: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(source_of(module))))


def imported_rooms(module: str) -> set[str]:
    """Give the rooms that a module imports from, wherever in it."""
    found: set[str] = set()
    for node in nodes_of(module):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            if node.module == "build_scripts":
                found |= {alias.name for alias in node.names}
            elif node.module and node.module.startswith("build_scripts."):
                found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("build_scripts.")}
    return found


def calls_of(module: str) -> Iterator[tuple[str, ast.Call]]:
    for node in nodes_of(module):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", ""), node


def opens_for_writing(call: ast.Call) -> bool:
    """Tell whether a call of `open` has a mode that writes; only literal modes are known."""
    modes = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    texts = [mode.value for mode in modes if isinstance(mode, ast.Constant) and isinstance(mode.value, str)]
    return any(re.fullmatch(r"[rwaxbt+]+", text) and set(text) & set("wax+") for text in texts)


def writes_of(module: str) -> set[str]:
    return {name for name, call in calls_of(module) if name in _WRITES or (name == "open" and opens_for_writing(call))}


def test_rooms_are_those_of_the_folder() -> None:
    assert {path.parent.name for path in FOLDER.glob("*/__init__.py")} == set(ROOMS)
    assert {path.stem for path in FOLDER.glob("*.py")} == {"__init__"}


@pytest.mark.parametrize("module", MODULES)
def test_module_imports_only_from_rooms_below(module: str) -> None:
    assert imported_rooms(module) <= set(ROOMS[: ROOMS.index(room_of(module)) + 1])


def test_rooms_are_those_of_the_architecture() -> None:
    chapter = ARCHITECTURE.read_text(encoding="utf-8").partition("\n## Rooms\n")[2].partition("\n## ")[0]
    table = re.findall(r"^\| `(\w+)/` \|", chapter, re.MULTILINE)
    assert table == list(reversed(ROOMS))


@pytest.mark.parametrize("module", [module for module in MODULES if room_of(module) not in SPEAKING])
def test_only_the_command_line_prints_or_exits(module: str) -> None:
    allowed = {"_exit"} if module in ENDING else set()
    assert {name for name, _ in calls_of(module)} & _SPEAKS <= allowed
    names = {node.id for node in nodes_of(module) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in nodes_of(module) if isinstance(node, ast.Attribute)}
    assert "SystemExit" not in names
    assert attributes & {"stdin", "__stdout__", "__stderr__"} == set()
    assert not re.search(r"\bsys\.(stdout|stderr|exit)\b", source_of(module))


@pytest.mark.parametrize("module", [module for module in MODULES if module not in WRITING])
def test_other_modules_write_no_files(module: str) -> None:
    assert writes_of(module) == set()


@pytest.mark.parametrize("module", sorted(WRITING))
def test_modules_that_may_write_do(module: str) -> None:
    """Otherwise the allowance has become needless."""
    assert writes_of(module)


@pytest.mark.parametrize("module", MODULES)
def test_module_stays_readable(module: str) -> None:
    """At 300 lines look for the second noun; 400 are too many."""
    assert source_of(module).count("\n") <= MOST_LINES


@pytest.mark.parametrize("module", MODULES)
def test_generator_knows_nothing_of_the_subject(module: str) -> None:
    found = {word.casefold() for word in _SUBJECT.findall(source_of(module))}
    assert found - _LANGUAGE_NAMES.get(room_of(module), set()) == set()


@pytest.mark.parametrize("module", MODULES)
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
