"""Which ids the content has, had (`formerly`), and has withdrawn: what an old address leads to today.

Receives `Content`; gives a `Succession`. Refuses nothing: what contradicts itself is for the rules of `checks`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from build_scripts.content.entries import Content, ReportEntry
from build_scripts.content.identifiers import Identifier, is_key
from build_scripts.content.model import Withdrawal
from build_scripts.content.outline import RawStatement
from build_scripts.ground.problems import Place
from build_scripts.ground.yaml_edits import scalar

# The tables whose entries have addresses or stand in data, with what an entry is.
TABLE_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "sectors": "sector",
        "actors": "actor",
        "places": "place",
        "indicators": "indicator",
        "events": "event",
        "glossary": "term",
    }
)


TABLES_BY_KIND: Mapping[str, str] = MappingProxyType({kind: table for table, kind in TABLE_KINDS.items()})
PUBLISHED_HEAD = "# Written by `duizhao publish-ids`: every id that was ever published."


@dataclass(frozen=True)
class Former:
    """An id that something had, as it is written: without its container it is that of what has it now."""

    written: str
    new: Identifier
    place: Place = field(compare=False)

    @property
    def old(self) -> Identifier | None:
        """Give the old id, or None where it is none."""
        old = self.new.beside(self.written)
        return old if is_key(old.kind, old.key) else None


@dataclass(frozen=True)
class Succession:
    """What there is, what was called otherwise, and what was withdrawn."""

    living: frozenset[Identifier] = frozenset()
    formers: tuple[Former, ...] = ()
    withdrawn: Mapping[Identifier, Withdrawal] = field(default_factory=lambda: MappingProxyType({}))

    def instead(self, one: Identifier) -> tuple[Identifier, ...]:
        """Give what stands instead of something that was withdrawn, without what is a draft and so not there."""
        found = map(Identifier.parse, self.withdrawn[one].instead)
        return tuple(other for other in found if other in self.living)

    @cached_property
    def claims(self) -> Mapping[Identifier, Identifier]:
        """Give the new id of every old one; of two that claim one, the first."""
        found: dict[Identifier, Identifier] = {}
        for former in self.formers:
            if former.old is not None:
                found.setdefault(former.old, former.new)
        return MappingProxyType(found)

    @cached_property
    def old_ids(self) -> Mapping[Identifier, tuple[Identifier, ...]]:
        """Give the old ids of everything that says so itself."""
        found: defaultdict[Identifier, tuple[Identifier, ...]] = defaultdict(tuple)
        for old, new in self.claims.items():
            found[new] += (old,)
        return MappingProxyType(dict(found))

    def find(self, old: Identifier) -> Identifier | None:
        """Give what an id leads to today: what lives or was withdrawn under it, or has taken its place, or None.

        What was in something that was withdrawn has gone with it, unless it says where it is.
        """
        if old in self.living or old in self.withdrawn:
            return old
        if old in self.claims:
            return self.claims[old]
        parent = old.parent
        successor = self.find(parent) if parent else None
        if parent is None or successor is None or successor in self.withdrawn:
            return successor
        return None if successor == parent else self.find(old.inside(successor.key))

    def home(self, old: Identifier) -> Identifier | None:
        """Give what holds today what held an old id: the page that its anchor is looked for on."""
        return self.find(old.parent) if old.parent else None

    @cached_property
    def moved(self) -> Mapping[Identifier, tuple[tuple[Identifier, Identifier], ...]]:
        """Give by page the old ids in it that stand elsewhere now, with the new ones."""
        found: defaultdict[Identifier, dict[str, tuple[Identifier, Identifier]]] = defaultdict(dict)
        for old, new in self.claims.items():
            home = self.home(old)
            if home and home != new.parent:
                found[home].setdefault(old.own, (old, new))
        return MappingProxyType({home: tuple(sorted(own.values())) for home, own in found.items()})

    @cached_property
    def gone(self) -> Mapping[Identifier | None, tuple[Identifier, ...]]:
        """Give by what held it what was withdrawn on its own; None holds what stands in no other thing."""
        found: defaultdict[Identifier | None, tuple[Identifier, ...]] = defaultdict(tuple)
        for one in sorted(self.withdrawn):
            found[self.home(one)] += (one,)
        return MappingProxyType(dict(found))

    def anchors(self, one: Identifier) -> tuple[str, ...]:
        """Give the old ids of something that stood where it stands now."""
        ids = (old.own for old in self.old_ids.get(one, ()) if self.home(old) == one.parent)
        return tuple(dict.fromkeys(own for own in ids if own != one.own))


def published_ids(content: Content) -> frozenset[str]:
    """Give the ids that were ever published, as far as that is written down."""
    return frozenset(map(str, content.published.data or ())) if content.published else frozenset()


def published_text(succession: Succession, known: Iterable[str] = ()) -> str:
    """Give the text of `published.yml`: what was published before, and what there is now, one a line, sorted."""
    now = (str(one) for one in succession.living if one.kind != "reference")
    return "".join(f"{line}\n" for line in (PUBLISHED_HEAD, *(f"- {scalar(text)}" for text in sorted({*known, *now}))))


def find_succession(content: Content) -> Succession:
    """Gather what there is, was called otherwise and was withdrawn from all files that could be read."""
    living = {*_living(content)}
    formers = (
        *_table_formers(content),
        *(one for report in content.reports for one in _report_formers(content, report)),
    )
    formers += (*_point_formers(content), *_page_formers(content))
    withdrawn: dict[Identifier, Withdrawal] = {}
    for text, entry in content.tables.withdrawn.entries.items():
        kind, _, key = text.partition("/")
        if is_key(kind, key):
            withdrawn[Identifier(kind, key)] = entry
            place = content.tables.withdrawn.place
            formers += tuple(
                Former(old, Identifier(kind, key), place(text, "formerly", no)) for no, old in enumerate(entry.formerly)
            )
    return Succession(frozenset(living), formers, MappingProxyType(withdrawn))


def _living(content: Content) -> Iterator[Identifier]:
    for table, kind in TABLE_KINDS.items():
        yield from _identifiers(kind, getattr(content.tables, table).ids or ())
    yield from _identifiers("page", content.pages)
    yield from _identifiers("reference", content.tables.references.ids or ())
    for report in content.reports:
        yield Identifier("report", report.id)
        yield from _identifiers("reference", (f"{report.id}/{each}" for each in report.reference_ids or ()))
        yield from _identifiers("figure", (f"{report.id}/{figure.id}" for figure in report.figures.values()))
        for name, group in report.briefs.items():
            yield Identifier("brief", f"{report.id}/{name}")
            for raw in group[content.source].outline.statements if content.source in group else ():
                yield Identifier("statement", f"{report.id}/{name}#{raw.id}")
    for sector, own in content.comparisons.items():
        for raw in own[content.source].outline.statements if content.source in own else ():
            yield Identifier("point", f"{sector}#{raw.id}")


def _identifiers(kind: str, keys: Iterable[str]) -> Iterator[Identifier]:
    return (Identifier(kind, key) for key in keys)


def _table_formers(content: Content) -> Iterator[Former]:
    for name, kind in TABLE_KINDS.items():
        table = getattr(content.tables, name)
        for key, entry in table.entries.items():
            for no, old in enumerate(entry.formerly):
                yield Former(old, Identifier(kind, key), table.place(key, "formerly", no))


def _report_formers(content: Content, report: ReportEntry) -> Iterator[Former]:
    for no, old in enumerate(report.facts.formerly if report.facts else ()):
        yield Former(old, Identifier("report", report.id), report.yaml.place("formerly", no))
    for position, figure in report.figures.items():
        for no, old in enumerate(figure.formerly):
            place = report.yaml.place("figures", position, "formerly", no)
            yield Former(old, Identifier("figure", f"{report.id}/{figure.id}"), place)
    for name, group in report.briefs.items():
        source = group.get(content.source)
        if source is None:
            continue
        key = f"{report.id}/{name}"
        for no, old in enumerate(source.front.formerly):
            yield Former(old, Identifier("brief", key), source.yaml.place("formerly", no))
        yield from _claim_formers("statement", key, source.outline.statements)


def _point_formers(content: Content) -> Iterator[Former]:
    for sector, group in content.comparisons.items():
        if content.source in group:
            yield from _claim_formers("point", sector, group[content.source].outline.statements)


def _claim_formers(kind: str, parent: str, claims: Iterable[RawStatement]) -> Iterator[Former]:
    for raw in claims:
        for old in raw.attributes.get("formerly"):
            yield Former(old, Identifier(kind, f"{parent}#{raw.id}"), raw.place)


def _page_formers(content: Content) -> Iterator[Former]:
    for name, group in content.pages.items():
        source = group.get(content.source)
        for no, old in enumerate(source.front.formerly if source else ()):
            if source:
                yield Former(old, Identifier("page", name), source.yaml.place("formerly", no))
