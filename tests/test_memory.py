"""The memory: nothing stale, nothing damaged, nothing foreign comes back; and work on several processors."""

from __future__ import annotations

import builtins
import os
import pickle
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from build_scripts.content.attributes import Attributes
from build_scripts.content.load import load_content
from build_scripts.ground import memory as module
from build_scripts.ground.markdown import PlainView, render
from build_scripts.ground.memory import Memory, digest
from build_scripts.ground.processes import counted, map_on_processors, watched
from build_scripts.ground.texts import Texts, note_read, reads
from tests.conftest import VALID_SITES

KEY = digest("input")


def made(value: object) -> Callable[[], object]:
    return lambda: value


def never() -> object:
    pytest.fail("it was made again")


def file_of(folder: Path) -> Path:
    return folder / "results.sqlite"


def remember(folder: Path, value: object, stage: str = "stage", key: bytes = KEY, **options: Any) -> object:
    """Ask a new memory of a folder for a result, and close it."""
    memory = Memory(folder, **options)
    found = memory.recall(stage, key, made(value))
    memory.close()
    return found


@pytest.mark.parametrize("lasting", [True, False])
def test_a_result_comes_back_in_another_memory(tmp_path: Path, lasting: bool) -> None:
    value = {"a": (1, b"2"), "b": [Attributes("x", {"kind": ("y",)})]}
    assert remember(tmp_path, value, lasting=lasting) == value
    memory = Memory(tmp_path, lasting=lasting)
    assert memory.recall("stage", KEY, never) == value
    assert memory.get("stage", KEY) == value
    assert memory.recall_all("stage", [KEY, digest("more")], lambda no: no) == [value, 1]


def test_a_result_comes_back_in_another_process(tmp_path: Path) -> None:
    remember(tmp_path, "kept")
    code = (
        "from pathlib import Path; from build_scripts.ground.memory import Memory, digest; "
        f"print(Memory(Path({str(tmp_path)!r})).get('stage', digest('input')))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert result.stdout.strip() == "kept"


def test_whatever_else_goes_into_a_result_gives_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(tmp_path, "old")
    assert remember(tmp_path, "other stage", stage="other") == "other stage"
    assert remember(tmp_path, "other key", key=digest("inputs")) == "other key"
    assert remember(tmp_path, "other salt", salt=b"salt") == "other salt"
    monkeypatch.setattr(module, "_version", lambda tool: f"new {tool}")
    module.code_digest.cache_clear()
    assert remember(tmp_path, "other tools") == "other tools"
    monkeypatch.undo()
    module.code_digest.cache_clear()
    assert remember(tmp_path, "new") == "old"


def test_the_code_is_every_file_that_makes_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = set()
    for name, text in (("a.py", "1"), ("a.py", "2"), ("b.toml", "x = 1"), ("b.toml", "x = 2"), ("c.md", "no code")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        monkeypatch.setattr(module, "_CODE", tmp_path)
        module.code_digest.cache_clear()
        found.add(module.code_digest())
    monkeypatch.undo()
    module.code_digest.cache_clear()
    assert len(found) == 4


def damage_value(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


@pytest.mark.parametrize("change", [damage_value, lambda data: data[:30], lambda _: b"", lambda data: data + b"."])
def test_a_damaged_entry_is_made_again(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    remember(tmp_path, "old")
    with sqlite3.connect(file_of(tmp_path)) as connection:
        ((key, value),) = connection.execute("SELECT * FROM entries").fetchall()
        connection.execute("UPDATE entries SET value = ? WHERE key = ?", (change(value), key))
    assert remember(tmp_path, "new") == "new"
    assert remember(tmp_path, "newer") == "new"


def test_the_entry_of_another_key_is_not_taken_for_this_one(tmp_path: Path) -> None:
    remember(tmp_path, "one")
    remember(tmp_path, "two", key=digest("other"))
    with sqlite3.connect(file_of(tmp_path)) as connection:
        values = connection.execute("SELECT value FROM entries ORDER BY key").fetchall()
        keys = connection.execute("SELECT key FROM entries ORDER BY key").fetchall()
        for (key,), (value,) in zip(keys, reversed(values), strict=True):
            connection.execute("UPDATE entries SET value = ? WHERE key = ?", (value, key))
    assert remember(tmp_path, "new") == "new"


class Evil:
    """What would run a command if it were unpickled as it asks."""

    def __init__(self, call: Callable[..., Any], *arguments: Any) -> None:
        self.call, self.arguments = call, arguments

    def __reduce__(self) -> tuple[Any, ...]:
        return self.call, self.arguments


def test_entries_that_are_no_values_of_the_project_run_nothing(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    through = b"cbuild_scripts.publish.engine\nsubprocess.run\n(S'touch " + str(mark).encode() + b"'\ntR."
    evil = [
        Evil(os.system, f"touch {mark}"),
        Evil(builtins.eval, f"open({str(mark)!r}, 'w')"),
        Evil(os.mkdir, str(mark)),
    ]
    for data in [*(pickle.dumps(each) for each in evil), through, pickle.dumps(os.system), pickle.dumps(Path.unlink)]:
        memory = Memory(tmp_path)
        memory.recall("stage", KEY, made("old"))
        memory.close()
        name = memory._name("stage", KEY)
        with sqlite3.connect(file_of(tmp_path)) as connection:
            connection.execute("UPDATE entries SET value = ?", (digest(name, data) + data,))
        assert remember(tmp_path, "new") == "new"
        assert not mark.exists()
        file_of(tmp_path).unlink()


def other_layout(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE entries (other TEXT)")


PLACES: dict[str, Callable[[Path], object]] = {
    "no database": lambda file: file.write_bytes(b"no database" * 1000),
    "an empty file": lambda file: file.write_bytes(b""),
    "a folder": lambda file: file.mkdir(),
    "another layout": other_layout,
    "a link to nowhere": lambda file: file.symlink_to(file.with_name("nowhere") / "file"),
}


@pytest.mark.parametrize("what", PLACES)
def test_what_is_no_memory_is_begun_anew_or_left_alone(tmp_path: Path, what: str) -> None:
    PLACES[what](file_of(tmp_path))
    assert remember(tmp_path, "one") == "one"
    assert remember(tmp_path, "two") in ("one", "two")
    assert remember(tmp_path, "three") in ("one", "two", "three")


def test_where_nothing_can_be_written_nothing_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert remember(tmp_path / "file" / "memory", "one") == "one"
    assert remember(tmp_path / "file" / "memory", "two") == "two"


def test_several_builds_share_a_memory(tmp_path: Path) -> None:
    one, other = Memory(tmp_path), Memory(tmp_path, lasting=False)
    for memory, name in ((one, "a"), (other, "b")):
        memory.recall("stage", digest(name), made(name))
    one.save()
    other.save()
    assert one.recall("stage", digest("b"), never) == "b"
    assert other.recall("stage", digest("a"), never) == "a"
    one.close()
    other.close()


def test_one_that_forgets_gives_nothing_from_before_and_keeps_what_is_new(tmp_path: Path) -> None:
    remember(tmp_path, "old")
    assert remember(tmp_path, "new", forget=True) == "new"
    assert remember(tmp_path, "newer") == "new"


def test_beyond_its_bound_it_keeps_what_the_last_run_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for no in range(5):
        remember(tmp_path, "x" * 5000, key=digest(no))
    monkeypatch.setattr(module, "_LARGEST", 8192)
    memory = Memory(tmp_path)
    assert memory.get("stage", digest(3)) is not None
    memory.close()
    monkeypatch.undo()
    memory = Memory(tmp_path)
    assert [memory.get("stage", digest(no)) is not None for no in range(5)] == [no == 3 for no in range(5)]
    memory.close()


def test_a_lasting_one_lets_go_of_what_a_build_did_not_use() -> None:
    memory = Memory()
    for no in range(100):
        assert memory.hold("stage", digest(no), made(no)) == no
        assert memory.hold("always", KEY, made("kept")) == "kept"
        memory.save()
        assert len(memory._known) == 2


@pytest.mark.parametrize("site", ["minimal", "transit"])
def test_what_was_read_of_files_comes_back_the_same(tmp_path: Path, site: str) -> None:
    root = VALID_SITES / site
    memory = Memory(tmp_path)
    first, problems = load_content(root, memory)
    memory.close()
    again, others = load_content(root, Memory(tmp_path))
    assert again == first and others == problems
    pairs = list(zip(first.markdown_entries, again.markdown_entries, strict=True))
    assert pairs
    for one, other in pairs:
        assert "tokens" not in vars(other.outline.intro) or not other.outline.intro.source
        for prose, same in zip(one.outline.pieces, other.outline.pieces, strict=True):
            assert (prose.source, prose.words, prose.links, prose.digest) == (
                same.source, same.words, same.links, same.digest,
            )  # fmt: skip
            assert prose.wording == same.wording and prose.notes.keys() == same.notes.keys()
            assert render(prose, PlainView()) == render(same, PlainView())


# Processors


def test_work_is_shared_in_order() -> None:
    for count in (0, 1, 2, 3, 50):
        assert map_on_processors(lambda no: (no * no, os.getpid()) and no * no, range(count)) == [
            no * no for no in range(count)
        ]


def test_what_a_share_raises_comes_to_the_caller() -> None:
    for bad in (0, 1, 2, 3):
        with pytest.raises(ZeroDivisionError):
            map_on_processors(lambda no, bad=bad: 1 // (no - bad), range(4))


def test_a_copy_that_is_killed_is_made_up_for() -> None:
    parent = os.getpid()

    def work(no: int) -> int:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return no

    assert map_on_processors(work, range(9)) == list(range(9))
    with pytest.raises(ChildProcessError):  # none is left behind
        os.waitpid(-1, os.WNOHANG)


def test_beside_other_threads_all_is_done_here() -> None:
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        assert set(map_on_processors(lambda _: os.getpid(), range(8))) == {os.getpid()}
    finally:
        end.set()
        thread.join()


def test_whoever_watches_is_told_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    with watched(lambda done, total: told.append((done, total))):
        list(counted(range(3)))
        map_on_processors(str, range(6))
    assert told[:3] == [(1, 3), (2, 3), (3, 3)]
    assert told[-1] == (6, 6) and all(done <= total for done, total in told)


# Who looks at what


def test_texts_note_who_looks_at_them() -> None:
    texts = Texts({"zh": "甲"}, owner="a#b")
    looks: list[Callable[[], object]] = [
        lambda: texts["zh"], lambda: texts.get("en"), lambda: "en" in texts, lambda: list(texts), lambda: len(texts),
        lambda: texts.pick("en"), lambda: texts.has("en"), lambda: texts.language("en"), lambda: bool(texts),
        lambda: texts == Texts({"zh": "乙"}), lambda: hash(texts),
    ]  # fmt: skip
    for look in looks:
        with reads() as seen:
            look()
        assert seen == {"a#b"}
    with reads() as outer:
        note_read("x")
        with reads() as inner:
            texts.pick("zh")
        Texts({"zh": "甲"}).pick("zh")
    assert (outer, inner) == ({"x", "a#b"}, {"a#b"})
