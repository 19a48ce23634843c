"""The footnotes of one page, or of one statement on it: numbered in the order of their marks.

Receives the label and the note of every mark; gives the mark, and the notes with links back. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from markupsafe import Markup

from build_scripts.ground.markdown import Prose


@dataclass(frozen=True)
class Footnote:
    """A note as it is shown: its id, the language it is in, its HTML, and the ids of its marks."""

    id: str
    language: str
    html: Markup
    marks: tuple[str, ...]


@dataclass
class MarkedNote:
    """A note with its number and the ids of the marks that were met so far."""

    number: int
    note: Prose
    language: str
    marks: list[str] = field(default_factory=list)


@dataclass
class Footnotes:
    """Gathers the marked notes; `scope` sets apart the ids of those that do not stand at the foot of the page."""

    scope: str = ""
    _found: dict[tuple[str, str, str], MarkedNote] = field(default_factory=dict)

    def mark(self, label: str, note: Prose, language: str) -> str:
        """Give the mark of a note as HTML; a note that is marked again keeps its number.

        >>> notes = Footnotes()
        >>> [notes.mark(label, Prose(label), "en")[:40] for label in "aba"][2]
        '<sup class="dz-fn-mark" id="fnref2:1"><a'
        """
        found = self._found.get((language, label, note.source))
        if found is None:
            found = MarkedNote(len(self._found) + 1, note, language)
            self._found[(language, label, note.source)] = found
        repeat = str(len(found.marks) + 1) if found.marks else ""
        found.marks.append(f"fnref{repeat}:{self._name(found.number)}")
        link = Markup('<a href="#{}" role="doc-noteref">{}</a>').format(self._id(found), found.number)
        return str(Markup('<sup class="dz-fn-mark" id="{}">{}</sup>').format(found.marks[-1], link))

    def pending(self) -> Iterator[MarkedNote]:
        """Give the notes in order, those too that are first marked in another of them while it is written."""
        no = 0
        while no < len(self._found):
            yield list(self._found.values())[no]
            no += 1

    def shown(self, marked: MarkedNote, html: str) -> Footnote:
        """Give a note as it is shown."""
        return Footnote(self._id(marked), marked.language, Markup(html), tuple(marked.marks))

    def _id(self, marked: MarkedNote) -> str:
        return f"fn:{self._name(marked.number)}"

    def _name(self, number: int) -> str:
        return f"{self.scope}:{number}" if self.scope else str(number)
