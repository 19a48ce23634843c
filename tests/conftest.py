"""What the tests share: how much hypothesis tries, which tests are slow, copies of the fixture sites, golden files.

A test that builds a site is `slow`: one that asks for a fixture of `BUILDING` is marked here, one that builds in its
own body says so itself, and fails if it does not. The tests of `tests/browser` are `browser`.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
import yaml
from hypothesis import HealthCheck, settings

from build_scripts.content import load
from build_scripts.content.entries import Content
from build_scripts.content.load import load_content
from build_scripts.ground.memory import Memory
from build_scripts.library.index import Library
from build_scripts.library.inputs import Inputs
from build_scripts.library.link import link_content
from build_scripts.publish import build

# `make fuzz` tries far more: every hostile string, and many times the examples.
FUZZ = bool(os.environ.get("DUIZHAO_FUZZ"))
TESTS = Path(__file__).resolve().parent
VALID_SITES = TESTS / "sites" / "valid"
# Fixtures that build a site, or start an engine.
BUILDING = {
    "built",
    "built_minimal",
    "built_real",
    "built_transit",
    "minimal_copy",
    "pages",
    "pair",
    "preview",
    "unreviewed",
}
SHARED = Memory()
T = TypeVar("T")
LONGEST_PART = 18  # characters that one parameter adds to the id of a test

# The same examples in every run, and no limit of time: neither chance nor a busy machine fails a test. `make fuzz`
# tries others each time, and prints of a failure what repeats it (`@reproduce_failure`).
settings.register_profile(
    "suite",
    deadline=None,
    derandomize=not FUZZ,
    print_blob=FUZZ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("suite")
# Tests that run side by side have a processor each; a build that shares its work takes a third more time in all.
if "PYTEST_XDIST_WORKER" in os.environ and hasattr(os, "sched_getaffinity"):
    os.sched_getaffinity = lambda _: {0}
# What tests share grows to a gigabyte, and looking through all of it for rings takes a fifth of the time.
gc.set_threshold(100_000, 50, 50)
# Commands speak English in tests that do not ask for another language, whatever the machine and the site speak.
os.environ["DUIZHAO_LANG"] = "en"


def some(cases: Iterable[T], every: int = 2) -> list[T]:
    """Give every so manieth of many cases that are alike, or with `make fuzz` all."""
    return list(cases)[:: 1 if FUZZ else every]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="Rewrite what the golden files expect; read the diff."
    )


def pytest_make_parametrize_id(val: object) -> str | None:
    """Give a text a name that is short and can be printed, so that people can read a test's id, and type it."""
    if isinstance(val, bytes):
        val = val.decode("ascii", "backslashreplace")
    if not isinstance(val, str):
        return None
    return shorten(" ".join("".join(char if char.isprintable() else " " for char in val).split()), LONGEST_PART)


def shorten(text: str, most: int) -> str:
    """Give a text, or its beginning and the mark of what is left out."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what the fixtures and the folder of a test tell about it."""
    for item in items:
        if BUILDING & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
        if TESTS / "browser" in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def _quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that is not slow builds no site, and knows what others have read and found of files, as a preview does.

    Most of them change one file of a copy of a fixture site, and ask several commands about all of it.
    """
    if request.node.get_closest_marker("slow") is None:
        for module in (build, load):
            monkeypatch.setattr(module, "Memory", lambda **given: Memory(**given) if given else SHARED)

        def refuse(*_: object, **__: object) -> None:
            pytest.fail("a test that builds a site must be marked slow")

        monkeypatch.setattr(build, "run_engines", refuse)


@pytest.fixture
def copy_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Copy a valid site and make its folder the current one, so that problems name paths within the content."""

    def copy(name: str) -> Path:
        folder = tmp_path / "content"
        shutil.copytree(VALID_SITES / name, folder)
        monkeypatch.chdir(folder)
        return folder

    return copy


@pytest.fixture(scope="session")
def minimal() -> Content:
    """The site `minimal` as it is loaded."""
    return load_content(VALID_SITES / "minimal")[0]


@pytest.fixture(scope="session")
def library(minimal: Content) -> Library:
    """The site `minimal` as a library."""
    return replace(link_content(minimal), inputs=Inputs())  # tests change it, so nothing is to be remembered of it


@pytest.fixture(scope="session")
def transit_library() -> Library:
    """The site `transit` as a library: another subject, three languages, one of them right-to-left."""
    return replace(link_content(load_content(VALID_SITES / "transit")[0]), inputs=Inputs())


class Golden:
    """Compares a result with one key of a YAML file, or rewrites that key, which must be the last of the file."""

    def __init__(self, update: bool) -> None:
        self.update = update

    def check(self, path: Path, key: str, actual: Any) -> None:
        text = path.read_text(encoding="utf-8")
        expected = yaml.safe_load(text).get(key)
        if self.update and actual != expected:
            head = text.partition(f"\n{key}:")[0].rstrip("\n")
            path.write_text(f"{head}\n{_as_yaml({key: actual})}", encoding="utf-8")
            expected = yaml.safe_load(path.read_text(encoding="utf-8"))[key]
        assert actual == expected, f"{path.name} expects something else; if rightly, run pytest --update-golden"


def _as_yaml(value: Any) -> str:
    class Dumper(yaml.SafeDumper):
        """Writes nested lists indented and strings of several lines as blocks."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

    def write_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)

    Dumper.add_representer(str, write_text)
    return str(yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(request.config.getoption("--update-golden"))
