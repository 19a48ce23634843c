"""What any original is read into: passages with their page and place, and what stops it from being read.

Receives and refuses nothing: the readers fill these values.
"""

from __future__ import annotations

from dataclasses import dataclass


class OriginalError(ValueError):
    """Why an original cannot be read, as a phrase."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, list item, heading, row of a table or footnote; `kind` is "heading", "item", "text", "row" or "note".

    `text` has its lines joined, without a space between Han. `page` counts pages from 1, or is None where the format
    has none; `paragraph` counts from 1 through the document; `level` is that of a heading.
    """

    text: str
    page: int | None
    paragraph: int
    kind: str = "text"
    level: int = 0


@dataclass(frozen=True, slots=True)
class Original:
    """An original: its passages in order, its title, and the language that its script suggests, "" if unknown."""

    passages: tuple[Passage, ...]
    title: str = ""
    language: str = ""
