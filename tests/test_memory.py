"""The memory: a result is made once, comes back anywhere, and nothing damaged, foreign or stale ever does."""

from __future__ import annotations

import contextlib
import os
import pickle
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_scripts.ground import memory as module
from build_scripts.ground.memory import Memory, code_digest, digest, read_pickle
from build_scripts.ground.problems import Place, Problem
from build_scripts.publish.build import check_content
from tests import traced
from tests.built import Built
from tests.conftest import VALID_SITES

pytest_plugins = ("tests.built",)

NAME = "results.sqlite"
KEY = digest("key")


def fail() -> Any:
    pytest.fail("it was made, though it is known")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose memory knows a square."""
    keep(tmp_path)
    return tmp_path


def keep(folder: Path, value: object = 9, key: bytes = KEY) -> None:
    memory = Memory(folder)
    memory.put("square", key, value)
    memory.close()


def recall(folder: Path, value: object = "new", **settings: Any) -> object:
    """Give what a new memory of the folder recalls, where what is not known is made as `value`."""
    memory = Memory(folder, **settings)
    found = memory.recall("square", KEY, lambda: value)
    memory.close()
    return found


def entries(folder: Path) -> dict[bytes, bytes]:
    with sqlite3.connect(folder / NAME) as connection:
        return dict(connection.execute("SELECT key, value FROM entries"))


def overwrite(folder: Path, value: object) -> None:
    """Put something else into the only entry."""
    with sqlite3.connect(folder / NAME) as connection:
        connection.execute("UPDATE entries SET value = ?", (value,))
    connection.close()


# A result is made once


def test_a_result_is_made_once() -> None:
    memory, made = Memory(), []
    for _ in range(3):
        assert memory.recall("s", KEY, lambda: made.append(1)) is None
    assert made == [1]


def test_a_result_comes_back_in_another_memory_of_the_folder(folder: Path) -> None:
    assert Memory(folder).recall("square", KEY, fail) == 9
    assert Memory(folder).get("square", KEY) == 9


def test_a_result_comes_back_in_another_process(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from build_scripts.ground.memory import Memory, digest; "
        "print(Memory(Path(sys.argv[1])).get('square', digest('key')))"
    )
    command = [sys.executable, "-c", code, str(folder)]
    for seed in "12":
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        found = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        assert found.stdout == "9\n"


def test_nothing_is_written_before_it_is_saved(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.put("square", KEY, 9)
    assert Memory(tmp_path).get("square", KEY) is None
    memory.save()
    assert Memory(tmp_path).get("square", KEY) == 9


def test_a_memory_without_a_folder_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    memory = Memory()
    memory.put("square", KEY, 9)
    memory.close()
    assert list(tmp_path.iterdir()) == []


def test_what_is_held_stays_in_the_process(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    held = memory.hold("tree", KEY, object)  # which no file could hold
    memory.save()
    assert memory.hold("tree", KEY, fail) is held
    memory.close()
    assert Memory(tmp_path).get("tree", KEY) is None


def test_what_two_saves_have_not_asked_for_is_let_go(tmp_path: Path) -> None:
    memory = Memory()
    memory.hold("tree", KEY, object)
    memory.save()
    memory.save()
    assert memory.get("tree", KEY) is None


def test_several_are_recalled_in_order_and_only_what_is_unknown_is_made(tmp_path: Path) -> None:
    keys = [digest(no) for no in range(20)]
    memory = Memory(tmp_path)
    memory.recall_all("double", keys[:5], lambda no: no * 2)
    memory.close()
    asked = Memory(tmp_path)
    assert asked.recall_all("double", keys, lambda no: no * 2 if no >= 5 else fail()) == [no * 2 for no in range(20)]
    assert asked.recall_all("double", [], fail) == []


def test_a_new_value_takes_the_place_of_the_old(folder: Path) -> None:
    keep(folder, 16)
    assert recall(folder) == 16 and len(entries(folder)) == 1


def test_one_that_forgets_gives_nothing_from_before_and_keeps_what_is_new(folder: Path) -> None:
    keep(folder, 5, digest("other"))
    forgetful = Memory(folder, forget=True)
    assert forgetful.get("square", digest("other")) is None
    assert forgetful.recall("square", KEY, lambda: "new") == forgetful.recall("square", KEY, fail) == "new"
    forgetful.close()
    assert recall(folder, "newer") == "new"
    assert Memory(folder).get("square", digest("other")) == 5


# What a key holds


def test_another_stage_key_or_salt_is_another_result(folder: Path) -> None:
    memory = Memory(folder)
    assert memory.get("square", KEY) == 9
    assert memory.get("cube", KEY) is None
    assert memory.get("square", digest("other")) is None
    assert Memory(folder, b"salt").get("square", KEY) is None


@pytest.fixture
def _code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the code from a copy that a test may change, and digest it anew."""
    monkeypatch.setattr(module, "_CODE", shutil.copytree(module._CODE / "ground", tmp_path / "code"))
    code_digest.cache_clear()
    yield
    monkeypatch.undo()
    code_digest.cache_clear()


CHANGES: dict[str, Callable[[Path], object]] = {
    "a line more": lambda code: (code / "dates.py").open("a").write("\n"),
    "a module more": lambda code: (code / "new.py").touch(),
    "a module less": lambda code: (code / "dates.py").unlink(),
    "a module with another name": lambda code: (code / "dates.py").rename(code / "days.py"),
    "a module in a folder": lambda code: (code / "markdown" / "new.py").touch(),
}


@pytest.mark.usefixtures("_code")
@pytest.mark.parametrize("change", CHANGES)
def test_other_code_is_another_result(tmp_path: Path, change: str) -> None:
    keep(tmp_path / "memory")
    code_digest.cache_clear()
    assert recall(tmp_path / "memory") == 9
    CHANGES[change](module._CODE)
    code_digest.cache_clear()
    assert recall(tmp_path / "memory") == "new"


@pytest.mark.usefixtures("_code")
@pytest.mark.parametrize("tool", ["markdown-it-py", "pydantic", "pagefind_bin"])
def test_another_version_of_a_tool_is_another_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: str
) -> None:
    keep(tmp_path / "memory")
    version = module._version
    assert version(tool)
    monkeypatch.setattr(module, "_version", lambda name: "0.0.1" if name == tool else version(name))
    code_digest.cache_clear()
    assert recall(tmp_path / "memory") == "new"


def test_every_tool_is_there() -> None:
    assert [tool for tool in module._TOOLS if not module._version(tool)] == []


PARTS = st.recursive(st.text() | st.binary() | st.integers(), lambda inner: st.lists(inner).map(tuple), max_leaves=3)


@settings(max_examples=40)
@given(st.lists(PARTS, max_size=3), st.lists(PARTS, max_size=3))
def test_digests_differ_where_the_parts_do(one: list[object], other: list[object]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


def test_a_long_part_is_told_apart_from_a_short_one() -> None:
    long = b"x" * 1000
    assert digest(long) != digest(long[:-1]) != digest(long, b"")
    assert digest(long, b"y") != digest(long + b"y")


# Damage


def flipped(data: bytes, no: int) -> bytes:
    return data[:no] + bytes([data[no] ^ 0x41]) + data[no + 1 :]


@pytest.mark.parametrize("value", [9, "甲" * 9, Place(Path("a.md"), 3)], ids=["number", "words", "place"])
def test_an_entry_with_any_byte_flipped_is_made_anew(tmp_path: Path, value: object) -> None:
    keep(tmp_path, value)
    ((key, whole),) = entries(tmp_path).items()
    for no in range(len(whole)):
        assert module._unpack(key, flipped(whole, no)) == (False, None)
    overwrite(tmp_path, flipped(whole, 21))
    assert Memory(tmp_path).recall("square", KEY, lambda: "new") == "new"
    overwrite(tmp_path, whole)
    assert Memory(tmp_path).recall("square", KEY, fail) == value


def test_an_entry_of_any_other_length_is_made_anew(folder: Path) -> None:
    (whole,) = entries(folder).values()
    for other in (*(whole[:length] for length in range(len(whole))), whole + b"\0", whole * 2):
        overwrite(folder, other)
        assert Memory(folder).recall("square", KEY, lambda: "new") == "new"


@pytest.mark.parametrize("value", ["text", 7, 1.5, ""])
def test_an_entry_of_another_type_is_made_anew(folder: Path, value: object) -> None:
    overwrite(folder, value)
    assert recall(folder) == "new"
    assert recall(folder, "newer") == "new", "and kept"


def test_the_value_of_another_key_is_none_of_this(folder: Path) -> None:
    keep(folder, 16, digest("other"))
    values = entries(folder)
    with sqlite3.connect(folder / NAME) as connection:
        for (key, _), (_, value) in zip(values.items(), reversed(values.items()), strict=True):
            connection.execute("UPDATE entries SET value = ? WHERE key = ?", (value, key))
    connection.close()
    assert recall(folder) == "new"
    assert Memory(folder).get("square", digest("other")) is None


def no_database(path: Path) -> None:
    path.write_bytes(b"no database, but words" * 100)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def garbled(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:100] + bytes(byte ^ 0x5A for byte in data[100:]))


def other_table(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE results (name TEXT)")
    connection.close()


def other_columns(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE entries (name TEXT, text TEXT)")
    connection.close()


def more_columns(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE entries (key BLOB PRIMARY KEY, value BLOB, day TEXT NOT NULL)")
    connection.close()


def link_to_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("nowhere"))


DAMAGES = (no_database, emptied, cut, garbled, other_table, other_columns, more_columns, link_to_nowhere)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_file_that_is_no_memory_is_begun_anew(folder: Path, damage: Callable[[Path], None]) -> None:
    damage(folder / NAME)
    assert recall(folder) in (9, "new")
    keep(folder, 25)
    assert recall(folder) == 25, "what was made since is kept"


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_what_is_made_once_a_file_was_found_damaged_is_kept(folder: Path, damage: Callable[[Path], None]) -> None:
    """Or the next build would have to make all of it again."""
    damage(folder / NAME)
    first = recall(folder)
    assert Memory(folder).recall("square", KEY, fail) == first


def folder_in_its_place(folder: Path) -> None:
    (folder / NAME).unlink()
    (folder / NAME / "inside").mkdir(parents=True)


def file_in_the_place_of_the_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("mine", encoding="utf-8")


@pytest.mark.parametrize("obstacle", [folder_in_its_place, file_in_the_place_of_the_folder])
def test_what_cannot_be_a_file_is_left_alone(folder: Path, obstacle: Callable[[Path], None]) -> None:
    obstacle(folder)
    for _ in range(2):
        assert recall(folder) == "new"
    assert (folder / NAME / "inside").is_dir() or folder.read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_where_nothing_can_be_written_what_is_known_is_read(folder: Path) -> None:
    folder.chmod(0o500)
    (folder / NAME).chmod(0o400)
    try:
        assert recall(folder) == 9
        memory = Memory(folder)
        assert memory.recall("cube", KEY, lambda: 27) == 27
        memory.close()
    finally:
        folder.chmod(0o700)
    assert Memory(folder).get("square", KEY) == 9


def test_a_file_that_is_read_only_costs_nothing_but_what_is_new(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **more: connect(f"file:{path}?mode=ro", uri=True, **more))
    memory = Memory(folder)
    assert memory.recall("cube", KEY, lambda: 27) == 27
    memory.close()
    monkeypatch.undo()
    assert Memory(folder).recall("square", KEY, fail) == 9


@pytest.mark.parametrize("lock", ["EXCLUSIVE", "IMMEDIATE"])
def test_a_locked_file_is_left_to_who_has_locked_it(folder: Path, monkeypatch: pytest.MonkeyPatch, lock: str) -> None:
    """Another build may write for long."""
    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    other = sqlite3.connect(folder / NAME, isolation_level=None)
    other.execute(f"BEGIN {lock}")
    assert recall(folder, 9) == 9
    memory = Memory(folder)
    memory.put("cube", KEY, 27)
    memory.close()
    other.execute("COMMIT")
    other.close()
    assert Memory(folder).recall("square", KEY, fail) == 9


# Foreign entries


class Foreign:
    """Is written as a call of a function with arguments."""

    def __init__(self, function: Any, *arguments: object) -> None:
        self.call = function, arguments

    def __reduce__(self) -> Any:
        return self.call


def call(where: str, name: str, *arguments: object) -> bytes:
    """Write by hand a pickle that calls what a name in a module leads to, dotted names too."""
    names = b"".join(b"\x8c" + bytes([len(text)]) + text.encode() for text in (where, name))
    return b"\x80\x04" + names + b"\x93" + pickle.dumps(arguments, 2)[2:-1] + b"R."


def foreign(trap: Path) -> dict[str, bytes]:
    """Give pickles of which each would make a folder or a file, if it were read as any is."""
    make, target = f"__import__('pathlib').Path({str(trap)!r}).mkdir()", str(trap)
    return {
        "os.system": call("os", "system", f"mkdir {target}"),
        "posix.system": call("posix", "system", f"mkdir {target}"),
        "os.mkdir": pickle.dumps(Foreign(os.mkdir, target)),
        "builtins.eval": pickle.dumps(Foreign(eval, make)),
        "builtins.exec": call("builtins", "exec", make),
        "getattr": call("builtins", "getattr", 1, "real"),
        "a module of ours, dotted": call("build_scripts.publish.engine", "subprocess.run", ["mkdir", target]),
        "a module of ours, twice dotted": call("build_scripts.ground.memory", "os.path.os.mkdir", target),
        "what a module of ours has imported": call("build_scripts.content.load", "Path", target),
        "a function of ours": call("build_scripts.publish.stage", "write_if_new", Path(target), b"x"),
        "a class of ours that is no value": call("build_scripts.publish.finish", "Assembly", trap, trap, None),
        "another class of ours that is no value": call("build_scripts.ground.memory", "Memory", trap),
        "a method of a class of values": call("build_scripts.ground.problems", "Place.error", 1, 2, 3),
        "the project itself": call("build_scripts", "publish", 1),
        "a name that begins like ours": call("build_scripts_evil", "run", 1),
        "no such module": call("build_scripts.nowhere", "run", 1),
        "no such class": call("build_scripts.ground.problems", "Nothing", 1),
        "a class with too many arguments": call("decimal", "Decimal", 1, 2, 3, 4),
        "a number that is none": call("decimal", "Decimal", "x"),
        "nothing at all": b"",
        "no pickle": b"<html>",
        "what needs others": pickle.dumps(1)[:-1],
        "a value that is none of a memory": pickle.dumps(subprocess.CompletedProcess([], 0)),
    }


@pytest.mark.parametrize("name", foreign(Path("trap")))
def test_what_is_no_value_of_the_project_is_dropped_and_nothing_runs(folder: Path, tmp_path: Path, name: str) -> None:
    """Even with the right seal, as somebody would write it who wants it to be read."""
    trap = tmp_path / "trap"
    data = foreign(trap)[name]
    (key,) = entries(folder)
    overwrite(folder, digest(key, data) + data)
    assert recall(folder) == "new"
    assert not trap.exists()
    assert recall(folder, "newer") == "new", "and another takes its place"


def test_the_traps_would_spring(tmp_path: Path) -> None:
    for name in ("os.system", "os.mkdir", "builtins.eval", "a module of ours, dotted", "a function of ours"):
        trap = tmp_path / name.replace(" ", "-")
        pickle.loads(foreign(trap)[name])
        assert trap.exists(), name


def test_the_classes_of_values_are_read() -> None:
    values = (Path("a"), Problem("rule", "error", "a.md", 3, 1, "words"), frozenset({1}), {2}, Place(Path("b"), 2))
    assert read_pickle(pickle.dumps(values)) == values


def assert_all_is_read(folder: Path) -> None:
    """Every entry of a memory comes back, or a class of values is missing from those that are read."""
    found = entries(folder)
    assert found and [key for key, data in found.items() if not module._unpack(key, data)[0]] == []


@pytest.mark.parametrize("site", ["minimal", "transit"])
def test_all_that_stages_keep_comes_back(tmp_path: Path, site: str) -> None:
    memory = Memory(tmp_path)
    check_content(VALID_SITES / site, memory)
    made = traced.read(VALID_SITES / site, memory)
    made.outputs()
    memory.put("traces", KEY, traced.make(made.pages())[0])
    memory.close()
    assert_all_is_read(tmp_path)


def test_all_that_a_build_keeps_comes_back(built_minimal: Built) -> None:
    assert_all_is_read(built_minimal.work / "memory")


# Several at once, and bounds

WRITER = """
import sys
from pathlib import Path
from build_scripts.ground.memory import Memory, digest
for no in range(30):
    memory = Memory(Path(sys.argv[1]))
    memory.put("own", digest(sys.argv[2], no), sys.argv[2] * 2000)
    assert memory.recall("both", digest(no), lambda: no) == no
    memory.close()
"""


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writers = [subprocess.Popen([*command, name], stderr=subprocess.PIPE) for name in "ab"]
    assert [(writer.communicate()[1], writer.returncode) for writer in writers] == [(b"", 0)] * 2
    memory = Memory(tmp_path)
    for no in range(30):
        assert memory.recall("both", digest(no), fail) == no
        assert [memory.recall("own", digest(name, no), fail) for name in "ab"] == ["a" * 2000, "b" * 2000]


def test_a_file_that_grows_too_large_keeps_what_the_last_run_has_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [digest(no) for no in range(6)]
    for no, key in enumerate(keys):
        keep(tmp_path, os.urandom(20_000) if no else b"0" * 20_000, key)
    assert (tmp_path / NAME).stat().st_size > 60_000
    monkeypatch.setattr(module, "_LARGEST", 60_000)
    memory = Memory(tmp_path)
    assert memory.recall("square", keys[0], fail) == b"0" * 20_000
    memory.recall("square", KEY, lambda: 81)
    memory.close()
    with contextlib.closing(sqlite3.connect(tmp_path / NAME)) as file:
        pages, free, size = (
            file.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
        )
    assert (pages - free) * size < 60_000
    kept = Memory(tmp_path)
    assert kept.get("square", keys[0]) == b"0" * 20_000 and kept.get("square", KEY) == 81
    assert [kept.get("square", key) for key in keys[1:]] == [None] * 5


def test_a_file_that_is_small_keeps_what_was_not_used(folder: Path) -> None:
    keep(folder, 1, digest("other"))
    assert Memory(folder).get("square", KEY) == 9


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs copies of processes")
def test_a_copy_of_the_process_leaves_the_file_to_the_first(folder: Path) -> None:
    memory = Memory(folder)
    memory.put("cube", KEY, 27)
    child = os.fork()
    if child == 0:
        try:
            memory.put("copy", KEY, 1)
            memory.close()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert Memory(folder).get("copy", KEY) is None
    memory.close()
    assert Memory(folder).get("cube", KEY) == 27
