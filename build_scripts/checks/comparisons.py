"""Rules over the comparisons of the reports → problems.

Receives `Content`; returns problems: comparisons of no sector, headings of no kind, text that is no point, points that
rest on nothing, on what is not there, or on fewer or more reports than their kind says, and a finding of the home page
that is no point. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from build_scripts.checks.links import is_misnamed, is_unread, source_briefs
from build_scripts.content.addresses import StatementAddress
from build_scripts.content.comparisons import POINT_KINDS, considered_reports, is_taken
from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.content.fronts import ComparisonFront
from build_scripts.content.outline import RawStatement, Section, sectors_of
from build_scripts.ground.messages import Phrase, both
from build_scripts.ground.problems import Place, Problem, did_you_mean


def check_comparisons(content: Content) -> Iterator[Problem]:
    """A comparison is of a sector, and its points rest on statements of several reports, or of one."""
    sectors = content.tables.sectors
    checker = _Checker(content, _sectors_by_statement(content))
    for sector, group in content.comparisons.items():
        if sectors.ids is not None and sector not in sectors.ids:
            place = Place(next(iter(group.values())).path)
            yield place.error(
                "unknown-sector",
                Phrase('there is no sector "%(sector)s".', sector=sector),
                did_you_mean(sector, sectors.ids),
            )
            continue
        for entry in group.values():
            yield from _check_stray_text(entry)
        if content.source in group:
            yield from checker.entry(sector, group[content.source])
        if sector in sectors.entries and sectors.entries[sector].synthesis:
            message = Phrase("this synthesis is not shown, as there is a comparison of the sector.")
            place = sectors.place(sector, "synthesis")
            yield place.warning("needless-synthesis", message, Phrase("Remove it."))


def check_considered(content: Content) -> Iterator[Problem]:
    """A report that has come after a comparison may have made untrue what it says of all, or of one alone.

    Of what is a draft nothing is asked before it is published.
    """
    published = {
        key: own for key, own in _sectors_by_statement(content).items() if f"reports/{key}" not in content.drafts.names
    }
    for sector, group in content.comparisons.items():
        entry = group.get(content.source)
        if entry is None or not entry.is_whole or sector not in (content.tables.sectors.ids or ()):
            continue
        considered = considered_reports(entry)
        speaking = {key.partition("/")[0] for key, sectors in published.items() if sector in sectors}
        new = [report.id for report in content.reports if report.id in speaking.difference(considered)]
        if new:
            reports = [report.id for report in content.reports if report.id in (*considered, *new)]
            message = Phrase(
                "this comparison has not considered what has statements on the sector: %(reports)s.", reports=new
            )
            hint = Phrase(
                "Look whether its points still hold, add what is new, then write: considered: [%(reports)s].",
                reports=", ".join(reports),
            )
            place = entry.yaml.place(*(["considered"] if entry.front.considered is not None else []))
            yield place.warning("report-not-considered", message, hint)


def check_rests(content: Content) -> Iterator[Problem]:
    """Nothing but a point of a comparison rests on statements."""
    for _, group in content.all_groups:
        for entry in group.values():
            if isinstance(entry.front, ComparisonFront):
                continue
            for section in entry.outline.sections:
                items: list[Section | RawStatement] = [section, *section.statements]
                for place in (item.place for item in items if "rests" in item.attributes.words):
                    yield place.error(
                        "broken-attributes",
                        Phrase("rests= belongs to the points of comparisons."),
                        Phrase("Remove it."),
                    )


def check_finding(content: Content) -> Iterator[Problem]:
    """The finding that the home page opens with is a point of a comparison, as `sector#point`."""
    key = content.site.finding if content.site else None
    if not key:
        return
    entries = {sector: group.get(content.source) for sector, group in content.comparisons.items()}
    named = entries.get(key.partition("#")[0])
    if named and not named.is_whole:  # what it holds is not known, which is a problem already
        return
    points = [
        f"{sector}#{point.id}" for sector, entry in entries.items() if entry for point in entry.outline.statements
    ]
    if key not in points:
        place = content.site_yaml.place("finding")
        yield place.error("unknown-point", Phrase('there is no point "%(key)s".', key=key), did_you_mean(key, points))


def _sectors_by_statement(content: Content) -> dict[str, frozenset[str]]:
    return {
        f"{report.id}/{name}#{statement.id}": frozenset(sectors_of(entry.front.sector or name, section, statement))
        for report, name, entry in source_briefs(content)
        for section in entry.outline.sections
        for statement in section.statements
    }


@dataclass(frozen=True)
class _Checker:
    """Looks at comparisons, knowing the sectors of every statement."""

    content: Content
    sectors: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def entry(self, sector: str, entry: MarkdownEntry[ComparisonFront]) -> Iterator[Problem]:
        """Look at a comparison in the source language."""
        yield from self._considered(entry)
        seen: set[str] = set()
        for section in entry.outline.sections:
            yield from _check_heading(section, seen)
            kind = next(iter(section.attributes.get("kind")), "")
            for point in section.statements:
                yield from self._point(sector, kind, point)

    def _considered(self, entry: MarkdownEntry[ComparisonFront]) -> Iterator[Problem]:
        """The reports that were looked at are there."""
        reports = [report.id for report in self.content.reports]
        for name in entry.front.considered or ():
            if name not in reports and not is_misnamed(self.content, name):
                message = Phrase('there is no report "%(report)s".', report=name)
                yield entry.yaml.place("considered").error("unknown-report", message, did_you_mean(name, reports))

    def _point(self, sector: str, kind: str, point: RawStatement) -> Iterator[Problem]:
        kinds = self.content.kinds.statements if self.content.kinds else ()
        if is_taken(point.id, kinds):
            message = Phrase('the id "%(id)s" is used by the page of the sector itself.', id=point.id)
            yield point.place.error("invalid-id", message, Phrase("Choose another."))
        yield from _check_attributes(point, "rests", "formerly")
        rests = point.attributes.get("rests")
        if not rests:
            hint = Phrase('Name those it rests on: {#%(id)s rests="report/brief#statement …"}.', id=point.id)
            yield point.place.error(
                "missing-rests", Phrase('the point "%(id)s" rests on no statement.', id=point.id), hint
            )
        for key in rests:
            yield from self._known(sector, key, point.place)
        for key in dict.fromkeys(key for key in rests if rests.count(key) > 1):
            yield point.place.error(
                "broken-attributes", Phrase("rests= names %(key)s twice.", key=key), Phrase("Keep one of them.")
            )
        if all(key in self.sectors for key in rests):
            yield from _check_reports(kind, rests, point.place)

    def _known(self, sector: str, key: str, place: Place) -> Iterator[Problem]:
        try:
            StatementAddress.parse(key)
        except ValueError as error:
            yield place.error("unknown-statement", Phrase("%(reason)s.", reason=error), did_you_mean(key, self.sectors))
            return
        if is_unread(self.content, key.partition("#")[0]):
            return
        if key not in self.sectors:
            yield place.error(
                "unknown-statement",
                Phrase('there is no statement "%(key)s".', key=key),
                did_you_mean(key, self.sectors),
            )
        elif sector not in self.sectors[key]:
            hint = Phrase("If it is, write also=%(sector)s at the statement.", sector=sector)
            yield place.warning(
                "other-sector",
                Phrase('the statement "%(key)s" is not on the sector "%(sector)s".', key=key, sector=sector),
                hint,
            )


def _check_stray_text(entry: MarkdownEntry[ComparisonFront]) -> Iterator[Problem]:
    """The page of a sector shows points and their footnotes, and no other text of a comparison."""
    runs = [run for section in entry.outline.sections for run in section.runs]
    for run in (*([entry.outline.opening] if entry.outline.opening else []), *runs):
        if not run.prose:
            continue
        hint = Phrase('Write it as a point: - … {#some-id rests="report/brief#statement …"}')
        message = Phrase("a comparison holds nothing but points under headings.")
        yield Place(entry.path, run.first).error("stray-text", message, hint)


def _check_heading(section: Section, seen: set[str]) -> Iterator[Problem]:
    """A heading has points, and one of the kinds, which no other has."""
    kinds = section.attributes.get("kind")
    if len(kinds) != 1 or kinds[0] not in POINT_KINDS:
        found = (
            Phrase('there is no kind of points "%(kinds)s".', kinds=" ".join(kinds))
            if kinds
            else Phrase("this heading has no kind.")
        )
        hint = (
            did_you_mean(kinds[0], POINT_KINDS)
            if kinds
            else Phrase("Write {kind=…} with one of %(names)s.", names=POINT_KINDS)
        )
        yield section.place.error("unknown-kind", found, hint)
    elif kinds[0] in seen:
        message = Phrase('another heading has the kind "%(kind)s" already.', kind=kinds[0])
        yield section.place.error("duplicate-id", message, Phrase("Put the points under one heading."))
    else:
        seen.add(kinds[0])
    if not section.statements:
        hint = Phrase("Remove the heading, or write points under it.")
        yield section.place.warning(
            "empty-heading", Phrase("there is no point under this heading; it is not shown."), hint
        )
    if section.attributes.id:
        hint = Phrase("Its anchor is its kind.")
        yield section.place.error("broken-attributes", Phrase("a heading of a comparison has no id of its own."), hint)
    yield from _check_attributes(section, "kind")


def _check_attributes(item: RawStatement | Section, *own: str) -> Iterator[Problem]:
    is_heading = isinstance(item, Section)
    flags = item.attributes.flags - (set() if is_heading else {"draft"})
    for word in [f"{key}=" for key in item.attributes.words if key not in own] + sorted(flags):
        at_heading = Phrase("%(word)s has no meaning at a heading of a comparison.", word=word)
        at_point = Phrase("%(word)s has no meaning at a point of a comparison.", word=word)
        yield item.place.error("broken-attributes", at_heading if is_heading else at_point, Phrase("Remove it."))


def _check_reports(kind: str, rests: tuple[str, ...], place: Place) -> Iterator[Problem]:
    reports = list(dict.fromkeys(key.partition("/")[0] for key in rests))
    if kind in ("agree", "differ") and len(reports) == 1:
        message = Phrase(
            'a point of the kind "%(kind)s" rests on statements of several reports, this one of %(report)s alone.',
            kind=kind,
            report=reports[0],
        )
        yield place.error("too-few-reports", message, Phrase('Add the others, or put it under the kind "only".'))
    elif kind == "only" and len(reports) > 1:
        message = Phrase(
            'a point of the kind "only" rests on one report, this one on %(reports)s.', reports=both(reports)
        )
        yield place.error("too-many-reports", message, Phrase('Put it under the kind "agree" or "differ".'))
