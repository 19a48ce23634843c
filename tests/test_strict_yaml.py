"""libyaml and PyYAML's own parser read the same, or libyaml's reading does not count."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from build_scripts.ground import strict_yaml
from build_scripts.ground.strict_yaml import YamlValue, parse_with_libyaml, parse_with_pyyaml, parse_yaml
from tests.conftest import FUZZ, TESTS

FILE = Path("events.yml")
FOLDERS = (TESTS.parent / "content", TESTS / "sites", TESTS / "golden", TESTS / "data")
# Where grammars of YAML have their corners; joined by ¦, which none of them holds.
PIECES = "\t¦ ¦  ¦\n¦\n\n¦\n  ¦:¦: ¦::¦- ¦-,¦- - ¦- a\n¦?¦? ¦? a\n: b\n¦#¦ #¦# ¦,¦, ,¦[¦]¦,]¦{¦}¦{}¦:}"
PIECES += "¦'¦\"¦''¦\"\"¦'x\n\n y'¦|¦|\n¦|+\n¦>-\n¦|2\n¦&a ¦*a¦!¦!!str ¦!%00 ¦%¦%YAML 1.2\n¦---¦---\n¦...\n"
PIECES += "¦\\¦\\x41¦\\U0001F600¦\\ud800¦\\\n¦@¦=¦<<: ¦~¦no¦1:30¦null¦a¦标¦a:b¦a?b"
PIECES += "¦\x07¦\x7f¦\x85¦\u2028¦\ufeff¦\u00a0¦\ud800¦\ufffe¦\U0001f600¦\r¦\r\n"
BITS = [*PIECES.split("¦"), "0" * 60, "x" * 1030]


def texts_of(value: Any) -> Iterator[str]:
    """Give the texts of several lines in a fixture: the files that it makes."""
    if isinstance(value, str):
        yield from [value] if "\n" in value else []
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_of(each)


def sources(*folders: Path) -> list[str]:
    """Give all YAML of some folders: files, front matter, and the files that fixtures hold."""
    found = []
    for path in sorted(path for folder in folders for path in folder.rglob("*.*")):
        text = path.read_text(encoding="utf-8") if path.suffix in (".yml", ".md") else ""
        if path.suffix == ".yml":
            fixture = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)) if "invalid" in path.parts else ""
            found += [text, *texts_of(fixture)]
        elif text.startswith("---\n"):
            found.append(text.split("\n---\n")[0][4:])
    return found


def compare(text: str) -> bool:
    """Tell whether libyaml's reading counts; it must then be the other's, which must find nothing wrong."""
    found = parse_with_libyaml(text, FILE, 3)
    if found is not None:
        judged, problems = parse_with_pyyaml(text, FILE, 3)
        assert problems == [], ascii(text)
        assert described(found) == described(judged), ascii(text)
    return found is not None


def described(value: YamlValue) -> tuple[object, ...]:
    return repr(value.data), value.places, value.ends  # so that 1 is not 1.0


def mutated(text: str, chance: random.Random) -> str:
    """Give some lines of a text with a few pieces put in, taken out or doubled."""
    lines = text.split("\n")
    start = chance.randrange(len(lines))
    text = "\n".join(lines[start : start + chance.randint(1, 10)])[:1500]
    for _ in range(chance.randint(1, 5)):
        at, length = chance.randint(0, len(text)), chance.choice((0, 0, 0, 1, 2, 3))
        bit = chance.choice([*BITS, "", text[at : at + 20]])
        text = text[:at] + bit + text[at + length :]
    return text


@pytest.mark.parametrize("seed", range(1000 if FUZZ else 3))
def test_both_parsers_read_the_same(seed: int, all_sources: list[str]) -> None:
    chance = random.Random(seed)
    texts = [mutated(chance.choice(all_sources), chance) for _ in range(700)]
    texts += ["".join(chance.choices(BITS, k=chance.randint(1, 14))) for _ in range(300)]
    counted = sum(map(compare, texts))
    assert 100 < counted < 900  # some are sound, some are not


@pytest.fixture(scope="module")
def all_sources() -> list[str]:
    return sources(*FOLDERS)


@pytest.mark.slow
def test_both_parsers_read_all_content_alike_and_libyaml_reads_it(all_sources: list[str]) -> None:
    own = sources(TESTS.parent / "content", TESTS / "sites" / "valid")
    assert own and all(map(compare, own))
    assert sum(map(compare, all_sources)) > len(own)


@pytest.mark.parametrize(
    "text",
    [
        "a: b\t",
        "a: b\r\nc: d",
        "a: \x85b",
        "\ufeffa: b",
        "a: [\ud800]",
        "{a?}",
        "{a: b?c}",
        "|#",
        "a: >-#\n",
        "---",
        "{? }",
        "{a:\n\n}",
        "a: &x b",
        "a: *x",
        "a: !!str b",
        "!%00 a",
        "a: no",
        "a: b #c",
        "a: b\na: c",
        "a: [b",
        "[" * 60,
        '"\\ud800"',
        '"\\UFFFFFFFF"',
        "a: b\n---\nc: d",
    ],
)
def test_where_the_parsers_differ_or_something_is_wrong_the_judge_reads(text: str) -> None:
    assert parse_with_libyaml(text, FILE, 1) is None
    assert parse_yaml(text, FILE) == parse_with_pyyaml(text, FILE, 1)


@pytest.mark.parametrize(
    "text",
    [
        "a: {b: 1.50, c: [~, '', \"标题？\"]}\n",
        "---\na: b\n",
        "",
        "# c\n",
        "a: b?c",
        "a:\n  - |\n    x\n  -\n",
        "𠀀: '𠀀'",
    ],
)
def test_what_is_sound_is_read_by_libyaml(text: str) -> None:
    assert compare(text)


def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: {b: 1.50, c: [~, '', \"标题\"]}\nd: no\n"
    expected = parse_yaml(text, FILE)
    monkeypatch.setattr(strict_yaml, "CBaseLoader", None)
    assert parse_with_libyaml(text, FILE, 1) is None
    assert parse_yaml(text, FILE) == expected


def test_what_a_refused_key_leads_to_is_passed_over() -> None:
    text = "a: 1\n? [b, {c: no}]\n: {d: no}\n!t e: [no]\nf: !t {g: no}\na: {h: no}\ni: 2\n"
    value, problems = parse_yaml(text, FILE)
    assert [problem.rule for problem in problems] == ["yaml-key", "yaml-tag", "yaml-tag", "duplicate-key"]
    assert repr(value.data) == "{'a': 1, 'f': REFUSED, 'i': 2}"
    assert value.ends[()] == 7 and value.ends["f",] == 5


@pytest.mark.parametrize(
    ("text", "line"),
    [("title：关于\nnav: 1", 1), ("nav: 1\ntitle：关于", 2), ("nav: 1\ntitle：关于\nsort: 2", 2)],
    ids=["first", "last", "between"],
)
def test_a_full_width_colon_is_named_where_it_stands(text: str, line: int) -> None:
    (problem,) = parse_yaml(text, Path("a.yml"))[1]
    assert (problem.line, "is full-width" in problem.message) == (line, True)


def test_other_slips_blame_no_full_width_colon() -> None:
    assert "full-width" not in parse_yaml("a: b: c\nd：1", Path("a.yml"))[1][0].message
