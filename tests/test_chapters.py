"""The order of a report's briefs, `chapters`, is that of every place where several of them stand."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from build_scripts.pages.comparisons import Comparisons
from build_scripts.pages.navigation import build_navigation
from build_scripts.pages.text import Text
from build_scripts.publish.build import check_content
from tests.conftest import VALID_SITES
from tests.pages import data_of, files_of, interface_of, page_of
from tests.searched import entries_of

NAMES = ("opening-hours", "summary")


@pytest.fixture(scope="module", params=[NAMES, NAMES[::-1]], ids=["as sectors", "other way"])
def ordered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, list[str]]:
    """The small site with the chapters of a report in an order, of which a point rests on two briefs."""
    content = shutil.copytree(VALID_SITES / "minimal", tmp_path_factory.mktemp("chapters") / "content")
    facts = content / "reports" / "open-late" / "report.yml"
    kept = re.sub(r"(?m)^chapters:.*\n", "", facts.read_text("utf-8"))
    facts.write_text(f"chapters: [{', '.join(request.param)}]\n{kept}", encoding="utf-8")
    loaded, _, problems = check_content(content)
    assert not [problem for problem in problems if problem.level == "error"]
    return link_content(loaded), list(request.param)


def of_links(text: str) -> list[str]:
    found = re.findall(r'href="[^"]*?(opening-hours|summary)/[^"]*"', text)
    return list(dict.fromkeys(found))


def of_navigation(library: Library) -> list[str]:
    text = Text(library, interface_of(library, "zh"))
    (reports,) = (item for item in build_navigation(text) if item.file == "reports/index.md")
    (own,) = (item for item in reports.children if "open-late" in item.file)
    return [item.file.split("/")[2] for item in own.children]


def of_statements(library: Library) -> list[str]:
    rows = json.loads(data_of(library, [interface_of(library, "zh")])["data/statements.json"])
    return list(dict.fromkeys(row["id"].split("/")[1].partition("#")[0] for row in rows if "open-late" in row["id"]))


def of_evidence(library: Library) -> list[str]:
    shown = Comparisons(library, page_of(library, "zh").translation)
    found = [shown.evidence(point) for point in library.points if point.id == "shelf"]
    return list(dict.fromkeys(each.statement.brief for evidence in found for each in evidence))


def of_report_page(library: Library) -> list[str]:
    return of_links(files_of(library, "zh")["reports/open-late/index.md"].partition("<ul")[2])


def of_search(library: Library) -> list[str]:
    paths = entries_of(library, interface_of(library, "zh"))
    own = (path.split("/") for path in paths if "reports/open-late/" in path)
    return [name for name in dict.fromkeys(parts[2] for parts in own) if name in NAMES]


PLACES: dict[str, Callable[[Library], list[str]]] = {
    "navigation": of_navigation,
    "statements": of_statements,
    "evidence": of_evidence,
    "report": of_report_page,
    "search": of_search,
}


@pytest.mark.parametrize("place", PLACES)
def test_chapters_give_the_order(ordered: tuple[Library, list[str]], place: str) -> None:
    library, order = ordered
    assert PLACES[place](library) == order


def test_the_state_of_the_translation_is_told_in_that_order(ordered: tuple[Library, list[str]]) -> None:
    library, order = ordered
    places = library.positions
    assert places["open-late/opening-hours"] - places["open-late/summary"] == (1 if order[0] == "summary" else -1)
    files = page_of(library, "en", "translation/").translation.files("en")
    done = [file for file in files if not file.counts["stale"] + file.counts["missing"]]
    for group in (done, [file for file in files if file not in done]):
        own = [places.get(file.owner.removeprefix("reports/"), -1) for file in group]
        assert own == sorted(own)


def test_a_brief_that_no_chapter_names_comes_after(tmp_path: Path) -> None:
    content = shutil.copytree(VALID_SITES / "minimal", tmp_path / "content")
    facts = content / "reports" / "open-late" / "report.yml"
    kept = re.sub(r"(?m)^chapters:.*\n", "", facts.read_text("utf-8"))
    facts.write_text(f"chapters: [summary]\n{kept}", encoding="utf-8")
    assert of_navigation(link_content(check_content(content)[0])) == ["summary", "opening-hours"]
