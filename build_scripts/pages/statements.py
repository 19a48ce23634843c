"""Statements as pages group, count and place them.

Receives a `Library`; returns groups in the order of what they have in common. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from build_scripts.ground.markdown import Prose
from build_scripts.ground.texts import Texts
from build_scripts.library.claims import Claim
from build_scripts.library.index import Brief, BriefSection, Library, ReportNode, Statement


@dataclass(frozen=True)
class Group:
    """Statements that stand together, under the id of what they have in common."""

    id: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Run:
    """What stands together under a heading or in a statement: either statements, a note, or prose."""

    statements: tuple[Statement, ...] = ()
    prose: tuple[Texts[Prose], ...] = ()
    is_note: bool = False


@dataclass(frozen=True)
class Statements:
    """The statements of a library."""

    library: Library

    @cached_property
    def _briefs(self) -> dict[str, Brief]:
        return {brief.key: brief for brief in self.library.briefs}

    def brief(self, statement: Statement) -> Brief:
        """Give the brief that a statement stands in."""
        return self._briefs[statement.address.brief_key]

    def by_reference(self, report: ReportNode) -> Mapping[str, tuple[Statement, ...]]:
        """Give the references of a report that statements rest on, each with those, in the order of the report."""
        statements = [statement for brief in report.briefs for statement in brief.statements]
        found = {key: tuple(one for one in statements if key in one.cites) for key in report.references}
        return {key: own for key, own in found.items() if own}

    def runs(self, section: BriefSection) -> tuple[Run, ...]:
        """Give what stands under a heading in order, neighbouring statements together."""
        runs = []
        for is_statement, parts in groupby(section.parts, lambda part: isinstance(part, Statement)):
            if is_statement:
                runs.append(Run(statements=tuple(part for part in parts if isinstance(part, Statement))))
            else:
                runs += [Run(prose=(part,)) for part in parts if isinstance(part, Texts)]
        return tuple(runs)

    def texts(self, claim: Claim) -> tuple[Run, ...]:
        """Give the text of a statement or point with its details, and its notes each alone, in order."""
        runs = [Run(prose=(claim.text,))]
        for part in claim.parts:
            if part.is_note or runs[-1].is_note:
                runs.append(Run(prose=(part.texts,), is_note=part.is_note))
            else:
                runs[-1] = Run(prose=(*runs[-1].prose, part.texts))
        return tuple(runs)

    def by_kind(self, statements: Iterable[Statement]) -> tuple[Group, ...]:
        """Group statements by kind, in the order of the kinds."""
        return _grouped(statements, self.library.kinds.statements, lambda statement: statement.kind)

    def by_report(self, statements: Iterable[Statement]) -> tuple[Group, ...]:
        """Group statements by report, in the order of the reports."""
        return _grouped(statements, self.library.reports, lambda statement: statement.report)


def _grouped(
    statements: Iterable[Statement], order: Iterable[str], key: Callable[[Statement], str]
) -> tuple[Group, ...]:
    found: dict[str, list[Statement]] = {name: [] for name in order}
    for statement in statements:
        found.setdefault(key(statement), []).append(statement)
    return tuple(Group(name, tuple(group)) for name, group in found.items() if group)
