"""Whole lists of statements: what stands where, in parts that do not grow, and as tables."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from build_scripts.content.addresses import StatementAddress
from build_scripts.content.interface import Interface
from build_scripts.library.claims import Comparison
from build_scripts.library.index import Library, Statement
from build_scripts.outputs.list_tables import list_tables
from build_scripts.pages.lists import MOST, Lists, StatementList
from tests.pages import csv_rows, interface_of


def many(library: Library, count: int) -> Library:
    """Give a library in which a statement that recommends something stands many times, the last for two actors."""
    kinds = library.kinds.statements
    model = next(s for s in library.statements.values() if kinds[s.kind].recommends and s.actors)
    other = next(actor for actor in library.actors if actor not in model.actors)
    copies = [
        replace(model, address=StatementAddress(model.report, model.brief, f"copy-{no}"), number=no, actors=(first,))
        for no, first in enumerate([model.actors[0]] * count)
    ]
    copies[-1] = replace(copies[-1], actors=(model.actors[0], other))
    return replace(
        library,
        statements=MappingProxyType({copy.key: copy for copy in copies}),
        statements_by_sector=MappingProxyType({model.sectors[0]: tuple(copies)}),
    )


def lines_of(listed: StatementList) -> list[tuple[str, Statement]]:
    return [(group.id, statement) for part in listed.parts for group in part for statement in group.statements]


def test_every_statement_stands_on_each_of_its_sectors_and_under_each_of_its_actors(transit_library: Library) -> None:
    lists = Lists(transit_library)
    for statement in transit_library.statements.values():
        for sector in statement.sectors:
            lines = lines_of(lists.by_sector[sector][statement.kind])
            assert [actor for actor, other in lines if other is statement] == sorted(
                statement.actors or ("",), key=[*transit_library.actors, ""].index
            )
        if transit_library.kinds.statements[statement.kind].recommends:
            for actor in statement.actors or ("",):
                assert statement in lists.by_actor[actor].statements
    assert any(len(s.actors) > 1 for s in transit_library.statements.values())


@pytest.mark.parametrize(
    ("count", "sizes"), [(1, [2]), (MOST - 1, [MOST]), (MOST, [51, 50]), (3 * MOST, [76, 76, 76, 73])]
)
def test_a_list_is_cut_into_parts_of_about_the_same_length(library: Library, count: int, sizes: list[int]) -> None:
    changed = many(library, count)
    ((sector, kinds),) = Lists(changed).by_sector.items()
    (listed,) = kinds.values()
    assert [sum(len(group.statements) for group in part) for part in listed.parts] == sizes
    assert len(listed.statements) == count
    assert {listed.part_path(no) for no in range(len(sizes))} <= set(Lists(changed).paths)
    last = f"copy-{count - 1}"
    (first, *_, other) = listed.groups
    assert listed.groups[first][-1].id == listed.groups[other][0].id == last
    assert listed.where(first, "actor") == f"sectors/{sector}/{listed.statements[0].kind}/#actor-{first}"
    end = f"{len(sizes)}/" if len(sizes) > 1 else ""
    assert listed.where(other, "actor") == f"{listed.path}{end}#actor-{other}"


def test_a_table_has_a_row_for_every_statement_in_the_language_of_its_page(transit_library: Library) -> None:
    interfaces = [interface_of(transit_library, code) for code in transit_library.languages]
    tables = {table.name: table.make() for table in list_tables(transit_library, interfaces)}
    for interface in interfaces:
        for listed in Lists(transit_library).all:
            rows = csv_rows(tables[f"{interface.language.code}/{listed.table}"])
            assert [row["id"] for row in rows] == [statement.key for statement in listed.statements]
            for row, statement in zip(rows, listed.statements, strict=True):
                assert_row(transit_library, interface, row, statement)
    headway = csv_rows(tables["en/recommendations/operator/statements.csv"])[0]
    assert headway["page"] == "14-15" and headway["kind"] == "Measure" and headway["actors"] == "Operator"


def assert_row(library: Library, interface: Interface, row: dict[str, str], statement: Statement) -> None:
    code = interface.language.code
    text = statement.text.pick(code, library.source)
    assert text is not None and row["text"].startswith(text.words)
    assert row["language"] == (code if code in statement.text else library.source)
    assert row["url"] == f"{library.site.base_url.rstrip('/')}/{code}/{statement.path}"
    assert row["number"] == str(statement.number)
    assert len(row["actors"].split("; ")) == max(len(statement.actors), 1)


def test_a_table_says_of_which_texts_it_is_made(transit_library: Library) -> None:
    interfaces = [interface_of(transit_library, "en")]
    for table in list_tables(transit_library, interfaces):
        keys = {row["id"] for row in csv_rows(table.make())}
        assert {f"reports/{key}" for key in keys} == set(table.owners)


def test_only_a_report_that_was_looked_at_is_said_not_to_address_a_sector(transit_library: Library) -> None:
    """Of others nobody can say so: they may only lack statements here."""
    sector = "ferries"
    absent = [key for key in transit_library.reports if key not in transit_library.reports_on(sector)]
    assert absent and sector not in transit_library.comparisons
    assert Lists(transit_library).absent_reports(sector) == ((), tuple(absent))
    looked_at = Comparison(sector, (), {}, considered=tuple(transit_library.reports))
    changed = replace(transit_library, comparisons={sector: looked_at})
    assert Lists(changed).absent_reports(sector) == (tuple(absent), ())


def test_columns_show_what_carries_the_brief_and_count_all(transit_library: Library) -> None:
    lists = Lists(transit_library)
    for sector in transit_library.sectors:
        columns = {column.report: column for column in lists.columns(sector)}
        statements = transit_library.statements_by_sector.get(sector, ())
        assert sum(column.count for column in columns.values()) == len(statements)
        silent, open_ones = lists.absent_reports(sector)
        assert {*columns, *silent, *open_ones} == set(transit_library.reports)
        assert not set(columns) & {*silent, *open_ones} and not set(silent) & set(open_ones)
        for report, column in columns.items():
            own = [statement for statement in statements if statement.report == report]
            assert column.key_statements and {s.key for s in column.key_statements} <= {s.key for s in own}
            assert sum(count for _, count, _ in column.kinds) == len(own)
            assert len(column.key_statements) <= 5
            if column.brief:
                assert column.key_statements[0] == column.brief.key_statements[0]
    assert [cell.count for cell in lists.map_row("buses")] == [
        sum(s.report == report for s in transit_library.statements_by_sector["buses"])
        for report in transit_library.reports
    ]


def test_a_few_recommendations_are_picked_of_one_report_each(transit_library: Library) -> None:
    lists = Lists(transit_library)
    for actor, listed in lists.by_actor.items():
        picked = lists.picked(actor)
        assert 0 < len(picked) <= 3
        assert len({statement.report for statement in picked}) == len(picked)
        assert {statement.key for statement in picked} <= {statement.key for statement in listed.statements}
    assert next(statement.id for statement in lists.picked("operator")) == "headway", "it carries its brief"


def test_an_actor_that_others_include_is_asked_together_with_them(transit_library: Library) -> None:
    lists = Lists(transit_library)
    assert lists.including("operator") == ("council",)
    assert lists.including("council") == lists.including("") == ()
