from __future__ import annotations

import shutil
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from build_scripts.content.entries import Content
from build_scripts.content.load import load_content
from build_scripts.library.claims import Comparison
from build_scripts.library.index import Library
from build_scripts.library.link import link_content
from tests.conftest import TESTS, VALID_SITES, Golden

GOLDEN = sorted((TESTS / "golden").glob("library-*.yml"))


def dump(library: Library) -> dict[str, Any]:
    """Write down what linking makes of a site: order, inheritance, numbers and cross-references."""
    return {
        "languages": list(library.languages),
        "reports": {
            report.id: {
                "path": report.path,
                "title": dict(report.page.title),
                "references": list(report.references),
                "figures": [figure.id for figure in report.figures],
                "briefs": {brief.path: _dump_brief(brief) for brief in report.briefs},
            }
            for report in library.reports.values()
        },
        "pages": {page.name: {"title": dict(page.title), "nav": page.nav} for page in library.pages.values()},
        "by sector": {key: [s.key for s in found] for key, found in library.statements_by_sector.items()},
        "comparisons": {key: _dump_comparison(own) for key, own in library.comparisons.items()},
        "points on": {key: [point.key for point in points] for key, points in library.points_by_statement.items()},
        "reports on": {key: list(library.reports_on(key)) for key in library.sectors},
        "figures of": {key: [f.id for f in found] for key, found in library.figures_by_statement.items()},
        "events of": {key: [e.id for e in found] for key, found in library.events_by_statement.items()},
    }


def _dump_comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        group.kind: [
            f"{point.number} {point.id} rests={','.join(point.rests)} in={','.join(sorted(point.text))}"
            for point in group.points
        ]
        for group in comparison.groups
    }


def _dump_brief(brief: Any) -> dict[str, Any]:
    return {
        "sector": brief.sector,
        "title": dict(brief.title),
        "files": sorted(brief.files),
        "sections": [
            {
                "anchor": section.anchor,
                "kind": section.kind,
                "title": {code: prose.source for code, prose in section.title.items()},
                "statements": [
                    f"{s.number} {s.id} {s.kind} actors={','.join(s.actors)} sectors={','.join(s.sectors)} "
                    f"cites={','.join(s.cites)} in={','.join(sorted(s.text))}"
                    for s in section.statements
                ],
            }
            for section in brief.sections
        ],
    }


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_library(path: Path, golden: Golden) -> None:
    site = yaml.safe_load(path.read_text(encoding="utf-8"))["site"]
    golden.check(path, "library", dump(link_content(load_content(VALID_SITES / site)[0])))


# What statements inherit


def test_statement_inherits_from_its_heading_what_it_does_not_say(library: Library) -> None:
    statements = library.statements
    holdings, on_loan = (statements[f"reading-city/collections#{name}"] for name in ("holdings", "on-loan"))
    assert (holdings.kind, holdings.actors, holdings.cites) == ("finding", ("library",), ("yearbook",))
    assert (on_loan.kind, on_loan.actors) == ("finding", ("readers",))
    assert statements["reading-city/collections#return-books"].kind == "finding"


def test_own_sector_stands_first_and_further_ones_once(library: Library) -> None:
    assert library.statements["reading-city/collections#on-loan"].sectors == ("collections", "digital")
    assert library.statements["open-late/summary#no-substitute"].sectors == ("digital", "opening-hours")


def test_statements_are_numbered_through_a_brief(library: Library) -> None:
    for brief in library.briefs:
        assert [statement.number for statement in brief.statements] == list(range(1, len(brief.statements) + 1))


def test_path_of_a_statement_is_that_of_its_brief_and_its_id(library: Library) -> None:
    for brief in library.briefs:
        for statement in brief.statements:
            assert statement.path == f"{brief.path}#{statement.id}"
            assert statement.key == f"{brief.key}#{statement.id}"
            assert library.statements[statement.key] is statement


# Languages


def test_missing_translation_is_missing_not_empty(library: Library) -> None:
    assert set(library.statements["open-late/opening-hours#unknown-shelf"].text) == {"zh"}
    assert set(library.statements["open-late/opening-hours#staff"].text) == {"zh", "en"}
    summary = next(brief for brief in library.briefs if brief.name == "summary")
    assert set(summary.title) == {"zh"}


def test_heading_of_a_translation_belongs_to_the_same_section(library: Library) -> None:
    brief = next(brief for brief in library.briefs if brief.key == "reading-city/collections")
    assert [{code: title.words for code, title in section.title.items()} for section in brief.sections] == [
        {"zh": "现状", "en": "Where things stand"},
        {"zh": "建议", "en": "Proposals"},
    ]
    assert [section.anchor for section in brief.sections] == ["_928457dc", "proposals"]


def test_lines_lead_to_the_statement_in_its_file(library: Library) -> None:
    for brief in library.briefs:
        for statement in brief.statements:
            for language, line in statement.lines.items():
                text = brief.files[language].read_text(encoding="utf-8").split("\n")[line - 1]
                assert "- " in text[:2] or "1. " in text[:3] or "2. " in text[:3], text


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_third_language_is_like_the_second(transit_library: Library, language: str) -> None:
    statement = transit_library.statements["night-network/buses#headway"]
    assert statement.text[language]
    assert transit_library.languages == ("en", "ar", "fr")


# Order


def test_reports_stand_by_date_and_those_without_one_last(library: Library, transit_library: Library) -> None:
    assert list(library.reports) == ["open-late", "reading-city"]
    assert list(transit_library.reports) == ["night-network", "step-free"]


def test_briefs_stand_in_the_order_of_the_sectors_and_others_last(library: Library) -> None:
    assert [brief.name for brief in library.reports["reading-city"].briefs] == ["collections", "opening-hours"]
    assert [brief.name for brief in library.reports["open-late"].briefs] == ["opening-hours", "summary"]


def test_tables_keep_the_order_of_their_files(library: Library) -> None:
    assert list(library.sectors) == ["collections", "opening-hours", "digital"]
    assert list(library.kinds.statements) == ["finding", "problem", "proposal"]


def with_page(content: Content, name: str, language: str, nav: int | None) -> Content:
    group = content.pages[name]
    entry = replace(group[language], front=group[language].front.model_copy(update={"nav": nav}))
    return replace(content, pages={**content.pages, name: {**group, language: entry}})


def test_place_in_the_navigation_is_that_of_the_source(minimal: Content) -> None:
    """Zero is a place, and a translation cannot move a page."""
    content = with_page(with_page(minimal, "about", "zh", 0), "about", "en", 5)
    assert link_content(content).pages["about"].nav == 0


# Cross-references


def test_every_reference_leads_to_something(library: Library, transit_library: Library) -> None:
    for site in (library, transit_library):
        for key in (*site.figures_by_statement, *site.events_by_statement):
            assert key in site.statements
        for found in site.statements_by_sector.values():
            assert all(item.key in site.statements for item in found)


def test_references_lead_both_ways(library: Library) -> None:
    for sector, statements in library.statements_by_sector.items():
        assert all(sector in statement.sectors for statement in statements)
    for statement in library.statements.values():
        assert all(statement in library.statements_by_sector[sector] for sector in statement.sectors)
    assert library.figure_count == sum(map(len, library.figures_by_statement.values()))


def test_sector_without_statements_has_no_reports(transit_library: Library) -> None:
    assert transit_library.reports_on("ferries") == ("step-free",)
    assert transit_library.reports_on("none") == ()


# Frozen


def _check_frozen(value: Any, where: str) -> None:
    """Follow everything that a library holds: no dictionary or list that could change."""
    if is_dataclass(value) and not isinstance(value, type):
        assert type(value).__dataclass_params__.frozen, where  # type: ignore[attr-defined]
        for field in fields(value):
            _check_frozen(getattr(value, field.name), f"{where}.{field.name}")
    elif isinstance(value, BaseModel):
        assert value.model_config.get("frozen"), where
    elif isinstance(value, (tuple, frozenset)):
        for item in value:
            _check_frozen(item, f"{where}[]")
    elif isinstance(value, MappingProxyType):
        for key, item in value.items():
            _check_frozen(item, f"{where}[{key}]")
    else:
        assert not isinstance(value, (dict, list, set)), f"{where} is a {type(value).__name__}"


def test_library_is_frozen_all_through(library: Library) -> None:
    with pytest.raises(FrozenInstanceError):
        library.root = Path()  # type: ignore[misc]
    for field in fields(library):
        if field.name not in ("translations",):  # made before, by another stage
            _check_frozen(getattr(library, field.name), field.name)


def test_content_with_errors_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be linked"):
        link_content(load_content(tmp_path)[0])


def test_key_statements_are_the_marked_ones_or_the_first_under_each_heading() -> None:
    transit = link_content(load_content(VALID_SITES / "transit")[0])
    night, stations = (next(brief for brief in transit.briefs if brief.name == name) for name in ("buses", "stations"))
    assert [statement.id for statement in night.key_statements] == ["headway"]
    assert night.key_statements[0].page == "14-15"
    firsts = [section.statements[0] for section in stations.sections if section.statements]
    assert list(stations.key_statements) == firsts[:4]
    assert not any(statement.is_key or statement.page for statement in stations.statements)


@pytest.mark.parametrize(
    ("current", "path"), [("", "."), ("pages", ".."), ("..", "transit"), ("pages", "../reports/..")]
)
def test_the_content_folder_has_its_name_whatever_path_leads_to_it(
    monkeypatch: pytest.MonkeyPatch, current: str, path: str
) -> None:
    """Pages show it, and links to edit them hold it."""
    content = VALID_SITES / "transit"
    monkeypatch.chdir(content / current)
    library, usual = (link_content(load_content(root)[0]) for root in (Path(path), content))
    assert library.folder == usual.folder == "transit"
    assert library.inputs.frame == usual.inputs.frame


def test_another_name_of_the_content_folder_is_another_frame(tmp_path: Path) -> None:
    content = VALID_SITES / "transit"
    one, same, other = (tmp_path / name for name in ("one/texts", "more/texts", "one/words"))
    frames = [link_content(load_content(shutil.copytree(content, copy))[0]).inputs.frame for copy in (one, same, other)]
    assert frames[0] == frames[1] != frames[2]
