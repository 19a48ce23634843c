"""The summaries are written in the project's own words: no long run of the reports' text stands in the content."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.built import CONTENT, PROJECT

SOURCES = PROJECT.parent / "shared" / "sources"
LENGTH = 25
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
TITLE = re.compile(
    r"《[^《》]*》"
)  # the names of laws, plans and reports are quoted as they are; what leads to them is not


def han(text: str) -> str:
    """Give the Han characters of a text, without what stands between them."""
    return "".join(HAN.findall(text))


def shared_runs(text: str, known: set[str]) -> list[str]:
    """Give the longest runs whose every window of `LENGTH` Han characters is known, but for those within a title."""
    found: list[str] = []
    for line in text.split("\n"):
        characters = han(line)
        titled = [len(han(line[:place])) for title in TITLE.finditer(line) for place in title.span()]
        titles = list(zip(titled[::2], titled[1::2], strict=True))
        hits = [
            no
            for no in range(len(characters) - LENGTH + 1)
            if characters[no : no + LENGTH] in known
            and not any(start <= no and no + LENGTH <= end for start, end in titles)
        ]
        for no in hits:
            if found and no - 1 in hits:
                found[-1] += characters[no + LENGTH - 1]
            else:
                found.append(characters[no : no + LENGTH])
    return found


def windows(text: str) -> set[str]:
    characters = han(text)
    return {characters[no : no + LENGTH] for no in range(len(characters) - LENGTH + 1)}


def test_the_check_sees_copied_text_and_leaves_titles() -> None:
    source = "本报告认为各方应当在未来十年内大幅减少来自能源农业与废弃物的甲烷排放"
    known = windows(source)
    assert shared_runs(f"- {source[:12]}，{source[12:30]}。 {{#copied}}", known) == [source[:30]]
    assert shared_runs(f"- 见《{source}》。", known) == []
    assert shared_runs(f"- {source[:5]}《{source[5:30]}》。", known) == [source[:29]]
    assert shared_runs(f"- {source[:24]}", known) == []


@pytest.mark.slow
@pytest.mark.skipif(not SOURCES.is_dir(), reason="the texts of the reports are kept outside of the project")
def test_no_long_run_of_a_report_is_copied() -> None:
    sources = sorted(SOURCES.glob("*.txt"))
    assert sources, f"{SOURCES} is empty"
    known = set().union(*(windows(path.read_text(encoding="utf-8")) for path in sources))
    copied: dict[str, list[str]] = {}
    for path in sorted(Path(CONTENT).rglob("*")):
        if path.suffix in (".md", ".yml") and (runs := shared_runs(path.read_text(encoding="utf-8"), known)):
            copied[path.relative_to(CONTENT).as_posix()] = runs
    assert copied == {}
