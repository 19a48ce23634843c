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
from build_scripts.checks.events import check_event_dates
from build_scripts.checks.far_dates import check_far_dates
from build_scripts.checks.far_pages import check_far_pages
from build_scripts.checks.identity import check_identity
from build_scripts.checks.left_originals import check_left_originals
from build_scripts.checks.links import check_links, check_unused_pictures, is_unread, source_briefs, statement_keys
from build_scripts.checks.names import NOUNS, check_declared, check_known
from build_scripts.checks.notes import check_notes
from build_scripts.checks.parity import check_translations
from build_scripts.checks.questions import check_questions
from build_scripts.checks.references import check_statement_references
from build_scripts.checks.sources import check_sources
from build_scripts.checks.succession import check_succession
from build_scripts.checks.units import check_unit, check_units
from build_scripts.content.declarations import part_ids
from build_scripts.content.entries import Content, ReportEntry, Table
from build_scripts.content.fronts import BriefFront, PageFront
from build_scripts.content.icons import has_icon
from build_scripts.content.labels import walk_texts
from build_scripts.content.outline import RawStatement, Section
from build_scripts.content.paths import EVERYBODY, NOBODY, RESERVED_PAGES
from build_scripts.content.scaffold import NEW_STATEMENT
from build_scripts.ground.messages import Phrase, sentences
from build_scripts.ground.problems import Place, Problem, did_you_mean
from build_scripts.translation.units import label_entries

MOST_KEYS = 5


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
            yield place.error(
                "duplicate-id",
                Phrase('the language "%(code)s" is declared twice.', code=code),
                Phrase("Keep one of them."),
            )
        seen.add(code.lower())
    for no, language in enumerate(content.site.languages):
        others = [code for code in content.languages if code != language.code]
        for position, other in enumerate(language.fallback):
            place = content.site_yaml.place("languages", no, "fallback", position)
            if other == language.code:
                yield place.error(
                    "unknown-language",
                    Phrase('"%(other)s" cannot fall back to itself.', other=other),
                    Phrase("Remove it."),
                )
            elif other not in others:
                message = Phrase('fallback: the language "%(other)s" is not declared in site.yml.', other=other)
                yield place.error("unknown-language", message, did_you_mean(other, others))
            elif other in language.fallback[:position]:
                yield place.error(
                    "duplicate-id",
                    Phrase('fallback: "%(other)s" stands twice.', other=other),
                    Phrase("Keep one of them."),
                )


def check_texts(content: Content) -> Iterator[Problem]:
    """Every text by language has the source language and no undeclared one."""
    for yaml, entries in label_entries(content) if content.languages else ():
        for _, keys, entry in entries:
            yield from _texts(content, entry, partial(yaml.place, *keys))


def _texts(content: Content, value: Any, place: Callable[..., Place]) -> Iterator[Problem]:
    for keys, texts in walk_texts(value):
        field = ".".join(str(key) for key in keys) or Phrase("the term")
        for code in texts:
            if code not in content.languages:
                hint = did_you_mean(code, content.languages)
                message = Phrase(
                    '%(field)s: the language "%(code)s" is not declared in site.yml.', field=field, code=code
                )
                yield place(*keys, code).error("unknown-language", message, hint)
        if content.source not in texts:
            message = Phrase(
                '%(field)s: the text in the source language "%(source)s" is missing.',
                field=field,
                source=content.source,
            )
            yield place(*keys).error(
                "missing-source", message, Phrase("Add %(source)s: … to it.", source=content.source)
            )


def check_highlights(content: Content) -> Iterator[Problem]:
    """What the home page sets large are typed figures, as `report/figure`; its chart is that of an indicator."""
    ids = {report.id: part_ids(report.yaml, "figures") for report in content.reports}
    figures = [f"{report}/{figure}" for report, own in ids.items() for figure in own or ()]
    for no, key in enumerate(content.site.highlights if content.site else ()):
        if ids.get(key.partition("/")[0], frozenset()) is not None:
            yield from check_known("figure", key, figures, content.site_yaml.place("highlights", no))
    if content.site and content.site.chart:
        place = content.site_yaml.place("chart")
        yield from check_declared("indicator", content.site.chart, content.tables.indicators, place)


def check_tables(content: Content) -> Iterator[Problem]:
    """What taxonomies, indicators and events refer to exists."""
    sectors = content.tables.sectors
    for identifier, sector in sectors.entries.items():
        if sector.icon and not has_icon(sector.icon):
            message = Phrase('there is no icon "%(icon)s".', icon=sector.icon)
            hint = Phrase("Take a name from the icons of Material Design, like factory or leaf.")
            yield sectors.place(identifier, "icon").error("unknown-icon", message, hint)
        for no, other in enumerate(sector.related):
            yield from check_declared("sector", other, sectors, sectors.place(identifier, "related", no))
    actors = content.tables.actors
    for identifier, actor in actors.entries.items():
        for no, other in enumerate(actor.includes):
            place = actors.place(identifier, "includes", no)
            yield from check_declared("actor", other, actors, place)
            if other == identifier:
                yield place.error(
                    "unknown-actor",
                    Phrase('the actor "%(other)s" cannot include itself.', other=other),
                    Phrase("Remove it."),
                )
    indicators = content.tables.indicators
    for identifier, indicator in indicators.entries.items():
        if indicator.sector:
            place = indicators.place(identifier, "sector")
            yield from check_declared("sector", indicator.sector, sectors, place)
        yield from check_unit(content, indicator.unit, indicators.place(identifier, "unit"))
    yield from _check_events(content)


def _check_events(content: Content) -> Iterator[Problem]:
    table = content.tables.events
    statements = statement_keys(content)
    for identifier, event in table.entries.items():
        if content.kinds:
            kinds = content.kinds.events
            yield from check_known("event kind", event.kind, kinds, table.place(identifier, "kind"), kinds, "kinds.yml")
        for actor in event.actor:
            yield from check_declared("actor", actor, content.tables.actors, table.place(identifier, "actor"))
        for no, key in enumerate(event.statements):
            if is_unread(content, key.partition("#")[0]):
                continue
            yield from check_known("statement", key, statements, table.place(identifier, "statements", no))


def check_reports(content: Content) -> Iterator[Problem]:
    """A report has facts and an index; its figures and references are sound."""
    for report in content.reports:
        if not report.indexes:
            name = f"index.{content.source}.md" if content.languages else "index.<language>.md"
            message = Phrase('the report "%(id)s" has no %(name)s.', id=report.id, name=name)
            yield Place(report.folder).error("missing-file", message, Phrase("Create it with a title and an overview."))
        if report.facts:
            for no, name in enumerate(report.facts.chapters):
                yield from check_known("brief", name, report.briefs, report.yaml.place("chapters", no))
                if name in report.facts.chapters[:no]:
                    place = report.yaml.place("chapters", no)
                    message = Phrase('chapters: "%(name)s" stands twice.', name=name)
                    yield place.error("duplicate-id", message, Phrase("Keep one of them."))
            yield from _missing_chapters(content, report, report.facts.chapters)
            language = report.facts.language
            if not re.fullmatch(r"[a-z]{2,3}(-\w+)*", language):
                yield report.yaml.place("language").error(
                    "unknown-language",
                    Phrase('"%(language)s" is no language.', language=language),
                    Phrase("Write it like zh or pt-BR."),
                )
        yield from _duplicates(report, "references", {no: r.id for no, r in report.references.items()})
        yield from _duplicates(report, "figures", {no: f.id for no, f in report.figures.items()})
        yield from _check_figures(content, report)


def _missing_chapters(content: Content, report: ReportEntry, chapters: Collection[str]) -> Iterator[Problem]:
    """Where the order of chapters is given, it has every brief: else one stands at the end, whatever its place."""
    is_sure = bool(chapters) and report.briefs.keys() >= set(chapters)  # else one may be misspelt there
    for name, group in report.briefs.items() if is_sure else ():
        if name not in chapters and content.source in group:
            message = Phrase('chapters: the brief "%(name)s" is missing, and stands after all others.', name=name)
            hint = Phrase("Write it where the report has it.")
            yield report.yaml.place("chapters").warning("missing-chapter", message, hint)


def _duplicates(report: ReportEntry, part: str, ids: Mapping[int, str]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for no, identifier in ids.items():
        line = report.yaml.place(part, no).line
        if identifier in first:
            message = Phrase(
                'the id "%(id)s" stands twice (first on line %(first)s).',
                id=identifier,
                first=first[identifier],
            )
            yield report.yaml.place(part, no, "id").error(
                "duplicate-id", message, Phrase("Give one of them another id.")
            )
        first.setdefault(identifier, line)


def _check_figures(content: Content, report: ReportEntry) -> Iterator[Problem]:
    statements = {
        f"{name}#{statement.id}"
        for name, brief in report.briefs.items()
        if content.languages and content.source in brief
        for statement in brief[content.source].outline.statements
    }
    for no, figure in report.figures.items():
        place = partial(report.yaml.place, "figures", no)
        if is_unread(content, f"{report.id}/{figure.statement.partition('#')[0]}"):
            continue
        yield from check_known("statement", figure.statement, statements, place("statement"))
        tables = content.tables
        yield from check_declared("indicator", figure.indicator, tables.indicators, place("indicator"))
        yield from check_unit(content, figure.unit, place("unit"))
        yield from check_declared("place", figure.geography, tables.places, place("geography"))
    for no, said in enumerate(report.facts.said_otherwise if report.facts else ()):
        if said.statement and not is_unread(content, f"{report.id}/{said.statement.partition('#')[0]}"):
            where = report.yaml.place("said_otherwise", no, "statement")
            yield from check_known("statement", said.statement, statements, where)


def check_briefs(content: Content) -> Iterator[Problem]:
    """Briefs and their statements name sectors, kinds, actors and references that exist."""
    for report, name, entry in source_briefs(content):
        sectors, entries = content.tables.sectors.ids, content.tables.sectors.entries
        sector = entry.front.sector
        if sector:
            yield from check_declared("sector", sector, content.tables.sectors, entry.yaml.place("sector"))
        elif sectors is not None and name not in sectors and entry.is_whole:  # else nobody knows what it says
            near = did_you_mean(name, sectors, {key: each.label for key, each in entries.items()}, "sectors.yml")
            hint = sentences(near, Phrase("Or add sector: … to the front matter."))
            yield Place(entry.path).error(
                "unknown-sector", Phrase('there is no sector "%(sector)s".', sector=name), hint
            )
        for section in entry.outline.sections:
            yield from _check_attributes(content, report, section)
            for statement in section.statements:
                yield from _check_attributes(content, report, statement)
        yield from _check_keys([one for one in entry.outline.statements if "key" in one.attributes.flags])


def check_bodies(content: Content) -> Iterator[Problem]:
    """Briefs and pages say something."""
    for entry in (group.get(content.source) for _, group in content.all_groups if content.languages):
        if not (entry and entry.is_whole and isinstance(entry.front, (BriefFront, PageFront))):
            continue
        if entry.outline.opening is None and not entry.outline.sections:
            message = Phrase("there is a title, but no text.")
            hint = Phrase("Write the text below the front matter, or delete the file.")
            yield Place(entry.path).warning("no-text", message, hint)


def check_repeated(content: Content) -> Iterator[Problem]:
    """No statement of a report says word for word what another one says: one of them was copied, and left."""
    first: dict[tuple[str, str], tuple[str, RawStatement]] = {}
    for report, name, entry in source_briefs(content):
        for statement in entry.outline.statements:
            words = " ".join(statement.text.words.split())
            brief, other = first.setdefault((report.id, words), (name, statement))
            if words and other is not statement and statement.id != NEW_STATEMENT:
                other_name = other.id if brief == name else f"{brief}#{other.id}"
                message = Phrase(
                    '"%(id)s" says word for word what "%(other)s" says.', id=statement.id, other=other_name
                )
                yield statement.place.warning(
                    "repeated-statement", message, Phrase("Remove one, or write what differs.")
                )


def _check_keys(statements: list[RawStatement]) -> Iterator[Problem]:
    """A few statements carry a brief; what all of them are, none is."""
    for statement in statements[MOST_KEYS:]:
        message = Phrase("this is key statement no. %(number)s or later of the brief.", number=MOST_KEYS + 1)
        hint = Phrase("Mark at most %(most)s with key: those that carry it.", most=MOST_KEYS)
        yield statement.place.warning("too-many-keys", message, hint)


def _check_attributes(content: Content, report: ReportEntry, item: RawStatement | Section) -> Iterator[Problem]:
    get = item.attributes.get
    kinds = content.kinds.statements if content.kinds else {}
    if isinstance(item, Section):
        for word in [f"{key}=" for key in ("also", "page", "formerly") if get(key)] + sorted(item.attributes.flags):
            yield item.place.error(
                "broken-attributes",
                Phrase("%(word)s belongs to a statement, not to a heading.", word=word),
                Phrase("Write it at the statements that it is true of."),
            )
    for word in (word for word in ("kind", "sector") if len(get(word)) > 1):
        yield item.place.error(
            "broken-attributes", Phrase("%(word)s= takes one value.", word=word), Phrase("Keep one of them.")
        )
    for word in get("kind") if content.kinds else ():
        yield from check_known("kind", word, kinds, item.place, kinds, "kinds.yml")
    for word in get("actor"):
        yield from check_declared("actor", word, content.tables.actors, item.place)
    for word in (*get("sector"), *get("also")):
        yield from check_declared("sector", word, content.tables.sectors, item.place)
    for word in get("cites"):
        yield from check_known("reference", word, report.reference_ids, item.place)


def check_terms(content: Content) -> Iterator[Problem]:
    """No two terms have one preferred form in a language: nobody could tell which of them a text means."""
    table = content.tables.glossary
    for language in content.languages:
        first: dict[str, str] = {}
        for key, term in table.entries.items():
            form = term.forms[language].preferred if language in term.forms else ""
            if form and first.setdefault(form, term.id) != term.id:
                message = Phrase('the term "%(first)s" is called “%(label)s” too.', first=first[form], label=form)
                hint = Phrase("Make one term of both, or give one of them another form.")
                place = table.place(key, language, "preferred")
                make = place.error if language == content.source else place.warning
                yield make("duplicate-label", message, hint)


def check_paths(content: Content) -> Iterator[Problem]:
    """No two pages have one path."""
    for name, group in content.pages.items():
        if name in RESERVED_PAGES:
            entry = next(iter(group.values()))
            message = Phrase('the page "%(name)s" would lie at %(name)s/, which the site itself fills.', name=name)
            yield Place(entry.path).error("path-collision", message, Phrase("Give the file another name."))
    yield from _taken("sector", "index", "sectors/", content.tables.sectors)
    for name in (NOBODY, EVERYBODY):
        yield from _taken("actor", name, f"recommendations/{name}/", content.tables.actors)


def _taken(noun: str, name: str, path: str, table: Table[Any]) -> Iterator[Problem]:
    if name in table.entries:
        message = Phrase(
            'the %(noun)s "%(name)s" would lie at %(path)s, which the site itself fills.',
            noun=NOUNS[noun],
            name=name,
            path=path,
        )
        yield table.place(name).error("path-collision", message, Phrase("Give it another id."))


RULES: tuple[Callable[[Content], Iterator[Problem]], ...] = (
    check_languages,
    check_texts,
    check_highlights,
    check_identity,
    check_tables,
    check_questions,
    check_reports,
    check_briefs,
    check_bodies,
    check_repeated,
    check_statement_references,
    check_comparisons,
    check_rests,
    check_finding,
    check_translations,
    check_notes,
    check_event_dates,
    check_left_originals,
    check_far_dates,
    check_far_pages,
    check_terms,
    check_paths,
    check_links,
    check_unused_pictures,
    check_sources,
    check_succession,
    check_units,
)
