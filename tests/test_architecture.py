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
    "checks/external/kept",  # only its own file
    "cli/schema",
    "cli/files",
    "content/messages",
    "ground/memory",  # only its own file
    "ground/file_changes",  # what it is given, all or nothing, below the folder that it is given
    "ground/files",  # a text to the path that it is given, whole or not at all
    "publish/exchange",
    "publish/finish",
    "publish/stage",
    "publish/engine",  # only below the staged folder that it is given: its HTML, and what it was built with
    "publish/leash",  # only below the folder that an engine runs in: what is compiled of the theme
    "publish/trial",  # only into a copy of the content
}
MOST_LINES = 400
_WRITES = {"write_text", "write_bytes", "mkdir", "makedirs", "touch", "unlink", "rename", "rmdir", "symlink_to"}
_WRITES |= {"hardlink_to", "rmtree", "copytree", "copyfile", "copy2", "move", "chmod"}
# End copies of the process and engines, which have nothing to say.
ENDING = {"ground/processes", "publish/leash"}
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


def only_faults(found: dict[str, set[str]]) -> dict[str, set[str]]:
    return {module: own for module, own in found.items() if own}


def test_rooms_are_those_of_the_folder() -> None:
    assert {path.parent.name for path in FOLDER.glob("*/__init__.py")} == set(ROOMS)
    assert {path.stem for path in FOLDER.glob("*.py")} == {"__init__"}


def test_modules_import_only_from_rooms_below() -> None:
    above = {module: imported_rooms(module) & set(ROOMS[ROOMS.index(room_of(module)) + 1 :]) for module in MODULES}
    assert only_faults(above) == {}


def test_rooms_are_those_of_the_architecture() -> None:
    chapter = ARCHITECTURE.read_text(encoding="utf-8").partition("\n## Rooms\n")[2].partition("\n## ")[0]
    table = re.findall(r"^\| `(\w+)/` \|", chapter, re.MULTILINE)
    assert table == list(reversed(ROOMS))


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in SPEAKING])
def test_only_the_command_line_prints_or_exits(room: str) -> None:
    for module in (module for module in MODULES if room_of(module) == room):
        assert_silent(module)


def assert_silent(module: str) -> None:
    allowed = {"_exit"} if module in ENDING else set()
    assert {name for name, _ in calls_of(module)} & _SPEAKS <= allowed, module
    names = {node.id for node in nodes_of(module) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in nodes_of(module) if isinstance(node, ast.Attribute)}
    assert "SystemExit" not in names, module
    assert attributes & {"stdin", "__stdout__", "__stderr__"} == set(), module
    assert not re.search(r"\bsys\.(stdout|stderr|exit)\b", source_of(module)), module


def test_other_modules_write_no_files() -> None:
    assert only_faults({module: writes_of(module) for module in MODULES if module not in WRITING}) == {}


def test_modules_that_may_write_do() -> None:
    """Otherwise the allowance has become needless."""
    assert [module for module in sorted(WRITING) if not writes_of(module)] == []


def test_modules_stay_readable() -> None:
    """At 300 lines look for the second noun; 400 are too many."""
    assert [module for module in MODULES if source_of(module).count("\n") > MOST_LINES] == []


def test_generator_knows_nothing_of_the_subject() -> None:
    found = {module: {word.casefold() for word in _SUBJECT.findall(source_of(module))} for module in MODULES}
    assert (
        only_faults({module: own - _LANGUAGE_NAMES.get(room_of(module), set()) for module, own in found.items()}) == {}
    )


def test_no_exception_is_swallowed() -> None:
    """An `except` that does nothing hides what went wrong; `contextlib.suppress` says which error and where."""
    for module in MODULES:
        for node in nodes_of(module):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, f"{module}: bare except on line {node.lineno}"
                caught = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)}
                assert not caught & {"Exception", "BaseException"}, f"{module}: too wide on line {node.lineno}"


def test_fixture_sites_are_about_something_else() -> None:
    for path in sorted((TESTS / "sites" / "valid").rglob("*")):
        if path.is_file():
            assert _SUBJECT.findall(path.read_text(encoding="utf-8")) == [], path
