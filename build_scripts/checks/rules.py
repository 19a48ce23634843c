"""Rules over the loaded content → problems.

Receives `Content`; returns problems, each at the line that causes it. A rule is a plain function from
content to problems, listed in `RULES`. Together they make sure that every reference leads somewhere, every
text has its source language, translations have the structure of their source, and no two pages share a path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any

from build_scripts.checks.comparisons import check_comparisons, check_finding, check_rests
from build_scripts.checks.links import check_links, is_unread, source_briefs
from build_scripts.checks.notes import check_notes
from build_scripts.checks.parity import check_translations
from build_scripts.checks.references import check_statement_references
from build_scripts.checks.sources import check_sources
from build_scripts.content.declarations import part_ids
from build_scripts.content.entries import Content, ReportEntry, Table
from build_scripts.content.icons import has_icon
from build_scripts.content.labels import walk_texts
from build_scripts.content.outline import RawStatement, Section
from build_scripts.content.paths import EVERYBODY, NOBODY, RESERVED_PAGES
from build_scripts.ground.problems import Place, Problem, did_you_mean
from build_scripts.quantities import UNITS
from build_scripts.translation.units import label_entries

MOST_KEYS = 5
RATIO_UNITS = ("percent", "percentage-point", "multiple", "fraction")


def validate(content: Content) -> list[Problem]:
    """Apply every rule; the problems are sorted by place."""
    if not content.languages:  # then nobody can say what is missing: site.yml comes first
        return []
    return sorted({problem for rule in RULES for problem in rule(content)})


def check_languages(content: Content) -> Iterator[Problem]:
    """Languages are declared once, and none but they are used."""
    if not content.site:
        return
    seen: set[str] = set()
    for no, code in enumerate(content.languages):
        if code.lower() in seen:
            place = content.site_yaml.place("languages", no, "code")
            yield place.error("duplicate-id", f'the language "{code}" is declared twice.', "Keep one of them.")
        seen.add(code.lower())
    for no, language in enumerate(content.site.languages):
        others = [code for code in content.languages if code != language.code]
        for position, other in enumerate(language.fallback):
            place = content.site_yaml.place("languages", no, "fallback", position)
            if other == language.code:
                yield place.error("unknown-language", f'"{other}" cannot fall back to itself.', "Remove it.")
            elif other not in others:
                message = f'fallback: the language "{other}" is not declared in site.yml.'
                yield place.error("unknown-language", message, did_you_mean(other, others))
            elif other in language.fallback[:position]:
                yield place.error("duplicate-id", f'fallback: "{other}" stands twice.', "Keep one of them.")


def check_texts(content: Content) -> Iterator[Problem]:
    """Every text by language has the source language and no undeclared one."""
    for yaml, entries in label_entries(content) if content.languages else ():
        for _, keys, entry in entries:
            yield from _texts(content, entry, partial(yaml.place, *keys))


def _texts(content: Content, value: Any, place: Callable[..., Place]) -> Iterator[Problem]:
    for keys, texts in walk_texts(value):
        field = ".".join(str(key) for key in keys) or "the term"
        for code in texts:
            if code not in content.languages:
                hint = did_you_mean(code, content.languages)
                message = f'{field}: the language "{code}" is not declared in site.yml.'
                yield place(*keys, code).error("unknown-language", message, hint)
        if content.source not in texts:
            message = f'{field}: the text in the source language "{content.source}" is missing.'
            yield place(*keys).error("missing-source", message, f"Add {content.source}: … to it.")


def check_highlights(content: Content) -> Iterator[Problem]:
    """What the home page sets large are typed figures, as `report/figure`; its chart is that of an indicator."""
    ids = {report.id: part_ids(report.yaml, "figures") for report in content.reports}
    figures = [f"{report}/{figure}" for report, own in ids.items() for figure in own or ()]
    for no, key in enumerate(content.site.highlights if content.site else ()):
        if ids.get(key.partition("/")[0], frozenset()) is not None:
            yield from _known("figure", key, figures, content.site_yaml.place("highlights", no))
    if content.site and content.site.chart:
        place = content.site_yaml.place("chart")
        yield from _known("indicator", content.site.chart, content.tables.indicators.ids, place)


def check_tables(content: Content) -> Iterator[Problem]:
    """What taxonomies, indicators and events refer to exists."""
    sectors = content.tables.sectors
    for identifier, sector in sectors.entries.items():
        if sector.icon and not has_icon(sector.icon):
            message = f'there is no icon "{sector.icon}".'
            hint = "Take a name from the icons of Material Design, like factory or leaf."
            yield sectors.place(identifier, "icon").error("unknown-icon", message, hint)
        for no, other in enumerate(sector.related):
            yield from _known("sector", other, sectors.ids, sectors.place(identifier, "related", no))
    actors = content.tables.actors
    for identifier, actor in actors.entries.items():
        for no, other in enumerate(actor.includes):
            place = actors.place(identifier, "includes", no)
            yield from _known("actor", other, actors.ids, place)
            if other == identifier:
                yield place.error("unknown-actor", f'the actor "{other}" cannot include itself.', "Remove it.")
    indicators = content.tables.indicators
    for identifier, indicator in indicators.entries.items():
        if indicator.sector:
            place = indicators.place(identifier, "sector")
            yield from _known("sector", indicator.sector, sectors.ids, place)
        yield from _check_unit(indicator.unit, indicators.place(identifier, "unit"))
    yield from _check_events(content)


def _check_events(content: Content) -> Iterator[Problem]:
    table = content.tables.events
    statements = _statement_keys(content)
    for identifier, event in table.entries.items():
        if content.kinds:
            yield from _known("event kind", event.kind, content.kinds.events, table.place(identifier, "kind"))
        for actor in event.actor:
            yield from _known("actor", actor, content.tables.actors.ids, table.place(identifier, "actor"))
        for no, key in enumerate(event.statements):
            if is_unread(content, key.partition("#")[0]):
                continue
            yield from _known("statement", key, statements, table.place(identifier, "statements", no))


def check_reports(content: Content) -> Iterator[Problem]:
    """A report has facts and an index; its figures and references are sound."""
    for report in content.reports:
        if not report.indexes:
            name = f"index.{content.source}.md" if content.languages else "index.<language>.md"
            message = f'the report "{report.id}" has no {name}.'
            yield Place(report.folder).error("missing-file", message, "Create it with a title and an overview.")
        if report.facts:
            for no, name in enumerate(report.facts.chapters):
                yield from _known("brief", name, report.briefs, report.yaml.place("chapters", no))
            language = report.facts.language
            if not re.fullmatch(r"[a-z]{2,3}(-\w+)*", language):
                yield report.yaml.place("language").error("unknown-language", f'"{language}" is no language.')
        yield from _duplicates(report, "references", {no: r.id for no, r in report.references.items()})
        yield from _duplicates(report, "figures", {no: f.id for no, f in report.figures.items()})
        yield from _check_figures(content, report)


def _duplicates(report: ReportEntry, part: str, ids: Mapping[int, str]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for no, identifier in ids.items():
        line = report.yaml.place(part, no).line
        if identifier in first:
            message = f'the id "{identifier}" stands twice (first on line {first[identifier]}).'
            yield report.yaml.place(part, no, "id").error("duplicate-id", message, "Give one of them another id.")
        first.setdefault(identifier, line)


def _check_figures(content: Content, report: ReportEntry) -> Iterator[Problem]:
    statements = {
        f"{name}#{statement.id}"
        for name, brief in report.briefs.items()
        if content.languages and content.source in brief
        for statement in brief[content.source].outline.statements
    }
    for no, figure in report.figures.items():
        place = report.yaml.place
        if is_unread(content, f"{report.id}/{figure.statement.partition('#')[0]}"):
            continue
        yield from _known("statement", figure.statement, statements, place("figures", no, "statement"))
        indicators = content.tables.indicators.ids
        yield from _known("indicator", figure.indicator, indicators, place("figures", no, "indicator"))
        yield from _check_unit(figure.unit, place("figures", no, "unit"))
        places = content.tables.places.ids
        yield from _known("place", figure.geography, places, place("figures", no, "geography"))


def _check_unit(unit: str, place: Place) -> Iterator[Problem]:
    """A unit is one of the table, or some of them with slashes between (t/year)."""
    for part in unit.split("/") if unit not in UNITS.by_id else ():
        yield from _known("unit", part, [*UNITS.by_id, *RATIO_UNITS], place)


def check_briefs(content: Content) -> Iterator[Problem]:
    """Briefs and their statements name sectors, kinds, actors and references that exist."""
    for report, name, entry in source_briefs(content):
        sectors = content.tables.sectors.ids
        sector = entry.front.sector
        if sector:
            yield from _known("sector", sector, sectors, entry.yaml.place("sector"))
        elif sectors is not None and name not in sectors and entry.is_whole:  # else nobody knows what it says
            hint = did_you_mean(name, sectors) + " Or add sector: … to the front matter."
            yield Place(entry.path).error("unknown-sector", f'there is no sector "{name}".', hint.strip())
        for section in entry.outline.sections:
            yield from _check_attributes(content, report, section)
            for statement in section.statements:
                yield from _check_attributes(content, report, statement)
        yield from _check_keys([statement for statement in entry.outline.statements if statement.attributes.flags])


def _check_keys(statements: list[RawStatement]) -> Iterator[Problem]:
    """A few statements carry a brief; what all of them are, none is."""
    for statement in statements[MOST_KEYS:]:
        message = f"this is key statement no. {MOST_KEYS + 1} or later of the brief."
        hint = f"Mark at most {MOST_KEYS} with key: those that carry it."
        yield statement.place.warning("too-many-keys", message, hint)


def _check_attributes(content: Content, report: ReportEntry, item: RawStatement | Section) -> Iterator[Problem]:
    get = item.attributes.get
    kinds = content.kinds.statements if content.kinds else {}
    if isinstance(item, Section):
        for word in [f"{key}=" for key in ("also", "page") if get(key)] + sorted(item.attributes.flags):
            yield item.place.error("broken-attributes", f"{word} belongs to a statement, not to a heading.")
    for word in (word for word in ("kind", "sector") if len(get(word)) > 1):
        yield item.place.error("broken-attributes", f"{word}= takes one {word}.")
    tables: tuple[tuple[str, str, Collection[str] | None], ...] = (
        ("kind", "kind", kinds),
        ("actor", "actor", content.tables.actors.ids),
        ("sector", "sector", content.tables.sectors.ids),
        ("sector", "also", content.tables.sectors.ids),
        ("reference", "cites", report.reference_ids),
    )
    for noun, key, known in tables:
        if key != "kind" or content.kinds:
            for word in get(key):
                yield from _known(noun, word, known, item.place)


def check_paths(content: Content) -> Iterator[Problem]:
    """No two pages have one path."""
    for name, group in content.pages.items():
        if name in RESERVED_PAGES:
            entry = next(iter(group.values()))
            message = f'the page "{name}" would lie at {name}/, which the site itself fills.'
            yield Place(entry.path).error("path-collision", message, "Give the file another name.")
    yield from _taken("sector", "index", "sectors/", content.tables.sectors)
    for name in (NOBODY, EVERYBODY):
        yield from _taken("actor", name, f"recommendations/{name}/", content.tables.actors)


def _taken(noun: str, name: str, path: str, table: Table[Any]) -> Iterator[Problem]:
    if name in table.entries:
        message = f'the {noun} "{name}" would lie at {path}, which the site itself fills.'
        yield table.place(name).error("path-collision", message, "Give it another id.")


def _statement_keys(content: Content) -> set[str]:
    return {
        f"{report.id}/{name}#{statement.id}"
        for report, name, entry in source_briefs(content)
        for statement in entry.outline.statements
    }


def _known(noun: str, word: str, known: Collection[str] | None, place: Place) -> Iterator[Problem]:
    if known is None:  # the file that declares them cannot be read, which is a problem already
        return
    if word not in known:
        rule = f"unknown-{noun.replace(' ', '-')}"
        yield place.error(rule, f'there is no {noun} "{word}".', did_you_mean(word, list(known)))


RULES: tuple[Callable[[Content], Iterator[Problem]], ...] = (
    check_languages,
    check_texts,
    check_highlights,
    check_tables,
    check_reports,
    check_briefs,
    check_statement_references,
    check_comparisons,
    check_rests,
    check_finding,
    check_translations,
    check_notes,
    check_paths,
    check_links,
    check_sources,
)
