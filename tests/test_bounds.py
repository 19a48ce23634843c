"""No page grows with the archive: thirty reports, with hundreds of figures and events, are built.

`DUIZHAO_REPORTS=100` builds as many.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import html

from build_scripts.pages.lists import Lists
from tests.built import FIXTURES, Built, build_copy

pytest_plugins = ("tests.built",)
pytestmark = pytest.mark.slow

MOST_BYTES = 250_000
REPORTS, STATEMENTS, FIGURES, EVENTS, YEARS, TERMS = int(os.environ.get("DUIZHAO_REPORTS", "30")), 32, 5, 300, 25, 700
SECTORS = ("opening-hours", "collections", "digital")
ALSO = tuple(f"field-{no}" for no in range(1, 15))  # sectors that every report speaks of in passing


def report(no: int) -> Iterator[tuple[str, str]]:
    """Give the files of a report: a brief a sector, with findings and proposals, and figures of each kind of place."""
    yield "index.zh.md", f"---\ntitle: 第{no}份报告\n---\n\n第{no}份报告的概述。\n"
    figures = [
        f"- {{id: visits-{n}, statement: opening-hours#finding-{n}, indicator: visits, geography: harbour, "
        f"year: {1990 + n}, value: {1000 * n + no}, unit: person}}\n"
        for n in range(1, FIGURES + 1)
    ]
    yield "report.yml", f"short: {{zh: 报告{no}, en: Report {no}}}\nlanguage: zh\nfigures:\n" + "".join(figures)
    for sector in SECTORS:
        lines = [f"---\ntitle: {sector}的简报\n---\n\n## 现状 {{kind=finding actor=readers}}\n\n"]
        for n in range(1, STATEMENTS + 1):
            also = f' also="{" ".join(ALSO)}"' if n == 1 and sector == SECTORS[0] else ""
            visits = f"{1990 + n}年海港分馆到馆{1000 * n + no}人次。" if sector == SECTORS[0] and n <= FIGURES else ""
            lines.append(
                f"- {visits}第{no}份报告的第{n}条发现，说得不长也不短，与别的报告略有不同。 {{#finding-{n}{also}}}\n"
            )
        lines.append("\n## 建议 {kind=proposal actor=city}\n\n")
        lines += [f"- 应当做第{no}份报告的第{n}件事。 {{#proposal-{n}}}\n" for n in range(1, 9)]
        yield f"{sector}.zh.md", "".join(lines)


def term(no: int) -> str:
    """Give a term of usual length; the first of them are used in every report."""
    zh, en = (f"第{no}条发现", f"finding number {no}") if no <= STATEMENTS else (f"术语{no}号", f"term number {no}")
    english = "What a word of the report means and how it is used there"
    meaning = f"{{zh: 用来说明报告里的一个说法，与别处的解释略有不同。, en: {english}}}"
    forms = f"zh: {{preferred: {zh}, accepted: [{zh}者]}}, en: {{preferred: {en}}}"
    return f"- {{id: term-{no}, acronym: T{no}, {forms}, definition: {meaning}}}\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("bounds")
    content = folder / "source"
    shutil.copytree(FIXTURES / "minimal", content)
    for no in range(1, REPORTS + 1):
        own = content / "reports" / f"report-{no}"
        own.mkdir()
        for name, text in report(no):
            (own / name).write_text(text, encoding="utf-8")
    events = (
        f"- {{id: event-{n}, date: '{1990 + n % YEARS}-{n % 12 + 1:02}', kind: law, actor: city, "
        f"label: {{zh: 第{n}件事, en: Event {n}}}, statements: [report-{n % REPORTS + 1}/opening-hours#finding-1]}}\n"
        for n in range(1, EVENTS + 1)
    )
    with (content / "events.yml").open("a", encoding="utf-8") as file:
        file.writelines(events)
    with (content / "sectors.yml").open("a", encoding="utf-8") as file:
        file.writelines(f"{name}: {{label: {{zh: 领域{name[6:]}, en: Field of work {name[6:]}}}}}\n" for name in ALSO)
    with (content / "glossary.yml").open("a", encoding="utf-8") as file:
        file.writelines(map(term, range(1, TERMS + 1)))
    return build_copy(content, folder)


def pages(built: Built) -> Iterator[tuple[str, Path]]:
    for path in sorted(built.site.rglob("*.html")):
        yield f"{path.relative_to(built.site).parent.as_posix()}/", path


def test_no_page_is_larger_than_the_bound(built: Built) -> None:
    assert not built.result.problems or not [p for p in built.result.problems if p.level == "error"]
    sizes = {path: file.stat().st_size for path, file in pages(built)}
    assert len(sizes) > 2 * REPORTS * len(SECTORS)
    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}


def test_every_statement_stands_on_its_lists(built: Built) -> None:
    lists = Lists(built.library)
    assert max(len(listed.parts) for listed in lists.all) >= 10
    for sector, kinds in lists.by_sector.items():
        for kind, listed in kinds.items():
            found = set()
            for path in listed.paths:
                tree = html.parse(built.site / "zh" / path / "index.html").getroot()
                found |= {urljoin(path, a.get("href")) for a in tree.find_class("dz-permalink")}
            assert found == {s.path for s in built.library.statements_by_sector[sector] if s.kind == kind}


def test_every_figure_and_event_stands_on_one_page_and_its_address_leads_there(built: Built) -> None:
    lists = Lists(built.library)
    assert lists.figures.is_split and len(lists.years) > YEARS, "one was there before"
    rows = []
    for path in lists.figures.paths:
        tree = html.parse(built.site / "zh" / path / "index.html").getroot()
        rows += tree.xpath("//table[@id='figures-table']//tr[@data-sector]")
    assert len(rows) == built.library.figure_count > REPORTS * FIGURES
    for event in built.library.events.values():
        path, _, anchor = built.library.event_path(event).partition("#")
        tree = html.parse(built.site / "zh" / path / "index.html").getroot()
        assert len(tree.xpath(f"//*[@id='{anchor}']")) == 1
        assert anchor not in (built.site / "zh" / "timeline" / "index.html").read_text(encoding="utf-8")


def test_every_term_stands_on_one_part_and_its_addresses_lead_there(built: Built) -> None:
    glossary = built.library.glossary
    assert len(glossary.paths) >= 3
    for code in ("zh", "en"):
        stand = {
            str(dt.get("id")): path
            for path in glossary.paths
            for dt in html.parse(built.site / code / path / "index.html").getroot().iter("dt")
        }
        assert stand == {key: glossary.path(key, code).partition("#")[0] for key in built.library.terms}
        brief = html.parse(built.site / code / "reports" / "report-1" / SECTORS[0] / "index.html").getroot()
        marked = [urljoin(f"reports/report-1/{SECTORS[0]}/", str(a.get("href"))) for a in brief.find_class("dz-term")]
        assert all(glossary.path(link.partition("#")[2], code) == link for link in marked)
        assert marked or code == "en", "the briefs are in the source language"
