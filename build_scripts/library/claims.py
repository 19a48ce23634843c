"""What a numbered sentence of the site is, whoever says it: a report (`index.Statement`), or the editors (`Point`).

Objects hold ids and texts of every language. `link` makes them. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from build_scripts.content.addresses import PointAddress, StatementAddress
from build_scripts.content.fronts import Change
from build_scripts.content.outline import is_note
from build_scripts.ground.markdown import Prose
from build_scripts.ground.texts import Texts


@dataclass(frozen=True)
class StatementPart:
    """What follows the first paragraph of a statement: details, or an editor's note."""

    name: str
    texts: Texts[Prose]

    @property
    def is_note(self) -> bool:
        """Tell whether this is an editor's note."""
        return is_note(self.name)


@dataclass(frozen=True)
class Claim:
    """A sentence with an anchor: `number` is its place in its file (from 1), `parts` what follows its text."""

    address: PointAddress | StatementAddress
    number: int
    kind: str
    text: Texts[Prose]
    parts: tuple[StatementPart, ...]
    lines: Mapping[str, int]

    @property
    def key(self) -> str:
        """Give `report/brief#id` or `sector#id`."""
        return str(self.address)

    @property
    def id(self) -> str:
        """Give the id within its file."""
        return self.address.id

    @property
    def path(self) -> str:
        """Give the permalink under a language."""
        return self.address.path

    @property
    def details(self) -> tuple[Texts[Prose], ...]:
        """Give what follows the text, but for the notes."""
        return tuple(part.texts for part in self.parts if not part.is_note)

    @property
    def notes(self) -> tuple[Texts[Prose], ...]:
        """Give the editor's notes."""
        return tuple(part.texts for part in self.parts if part.is_note)


@dataclass(frozen=True)
class Point(Claim):
    """What the editors say of several reports, or of one alone; `rests` are the keys of the statements it rests on."""

    address: PointAddress
    rests: tuple[str, ...]


@dataclass(frozen=True)
class PointGroup:
    """The points of one kind under their heading."""

    kind: str
    title: Texts[Prose]
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Comparison:
    """What the reports say on one sector, held against each other; `considered` are the reports that were looked at."""

    sector: str
    groups: tuple[PointGroup, ...]
    files: Mapping[str, Path]
    changes: Texts[tuple[Change, ...]] = field(default_factory=Texts)
    considered: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Give the path under a language of the page that shows it."""
        return f"sectors/{self.sector}/"

    @property
    def points(self) -> tuple[Point, ...]:
        """Give all points in order."""
        return tuple(point for group in self.groups for point in group.points)
