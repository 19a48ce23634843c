"""What was read of an original: its passages, title and language, as values; and why it could not be read.

Receives and refuses nothing: the readers beside this module make these values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from build_scripts.ground.messages import Phrase

PassageKind = Literal["heading", "item", "text", "row", "note"]


class OriginalError(ValueError):
    """Why an original cannot be read, in one line."""

    def __init__(self, reason: Phrase) -> None:
        """Keep the reason as a phrase, which can be said in another language."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, list item, heading, table row or footnote; `text` has no line breaks, and none of their marks.

    `page` counts the pages of the file from 1, and is None where the format has none; `paragraph` counts the passages
    of the document from 1. `level` is that of a heading, from 1.
    """

    text: str
    page: int | None
    paragraph: int
    kind: PassageKind
    level: int = 0


@dataclass(frozen=True, slots=True)
class Original:
    """An original: its passages in reading order, its title ("" where none is found), its language ("" if unknown).

    `pages` is how many the file has, also those without text; None where the format has none.
    """

    passages: tuple[Passage, ...]
    title: str
    language: str
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A passage before it is numbered."""

    text: str
    kind: PassageKind
    page: int | None = None
    level: int = 0
