"""The outline of a Markdown file: intro, sections, and in these prose and numbered statements in order.

Receives and refuses nothing: `outline_parser` fills these values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from build_scripts.content.attributes import Attributes
from build_scripts.ground.markdown import (
    Document,
    Prose,
)
from build_scripts.ground.problems import Place


@dataclass(frozen=True, slots=True)
class Run:
    """Prose between statements, and the lines of the file it stands on, first to last, counted from 1."""

    prose: Prose
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class RawStatement:
    """A list item with an id, as one language's file has it.

    `parts` is what follows its first paragraph, in order and by name: `details`, `note-1`, `details-2` …
    """

    id: str
    text: Prose
    parts: tuple[tuple[str, Prose], ...]
    attributes: Attributes
    place: Place
    last_line: int

    @property
    def notes(self) -> tuple[Prose, ...]:
        """Give the editor's notes."""
        return tuple(prose for name, prose in self.parts if is_note(name))


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it, in order: runs of prose, and statements."""

    title: Prose
    level: int
    attributes: Attributes
    parts: tuple[Run | RawStatement, ...]
    place: Place

    @property
    def runs(self) -> tuple[Run, ...]:
        """Give the prose under the heading."""
        return tuple(part for part in self.parts if isinstance(part, Run))

    @property
    def statements(self) -> tuple[RawStatement, ...]:
        """Give the statements under the heading."""
        return tuple(part for part in self.parts if isinstance(part, RawStatement))


@dataclass(frozen=True)
class Outline:
    """A body: the prose before the first heading, and its sections in order; `document` is what it was read from."""

    opening: Run | None
    sections: tuple[Section, ...]
    document: Document = field(default_factory=lambda: Document((), ()), compare=False, repr=False)

    @property
    def intro(self) -> Prose:
        """Give the prose before the first heading."""
        return self.opening.prose if self.opening else Prose()

    @property
    def statements(self) -> Iterator[RawStatement]:
        """Give all statements in order."""
        return (statement for section in self.sections for statement in section.statements)

    @property
    def pieces(self) -> Iterator[Prose]:
        """Give every piece of prose in order, each of which is shown in an element of its own."""
        yield self.intro
        for section in self.sections:
            yield section.title
            for part in section.parts:
                if isinstance(part, Run):
                    yield part.prose
                else:
                    yield part.text
                    yield from (prose for _, prose in part.parts)
        yield from self.document.notes.values()


def sectors_of(sector: str, section: Section, statement: RawStatement) -> tuple[str, ...]:
    """Give the sectors of a statement of a brief on `sector`: first its own, which it or its heading may name."""
    own = statement.attributes.get("sector") or section.attributes.get("sector") or (sector,)
    return tuple(dict.fromkeys((*own[:1], *statement.attributes.get("also"))))


def is_note(name: str) -> bool:
    """Tell whether a part of a statement is an editor's note."""
    return name.startswith("note-")
