"""Editors' notes as pages show them: the label, the verdict, what folds; and the mark of what they warn of.

Receives the prose of a page; returns `Markup`. Refuses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from build_scripts.ground.markdown import Prose, set_apart_opening
from build_scripts.ground.texts import Texts
from build_scripts.library.index import Library, Statement
from build_scripts.library.notes import read_note, warning_notes, warns
from build_scripts.pages.prose import PageProse

_LABEL = "dz-note-label"


@dataclass(frozen=True)
class ShownNote:
    """A note in ready HTML; `rest` is empty where the verdict is all of it."""

    kind: str
    warns: bool
    verdict: Markup
    rest: Markup


@dataclass(frozen=True)
class Notes:
    """The editors' notes of one page."""

    prose: PageProse

    @property
    def _library(self) -> Library:
        return self.prose.links.text.library

    def show(self, texts: Texts[Prose], scope: str = "") -> ShownNote:
        """Give a note; its footnotes are those of `scope`, by default the page's."""
        text = self.prose.links.text
        note = read_note(self._library, texts, text.language)
        language = text.shown_language(texts)
        verdict = self.prose.write(set_apart_opening(note.verdict, note.label, _LABEL), language, scope, texts.owner)
        rest = self.prose.write(note.rest, language, scope, texts.owner)
        return ShownNote(note.kind, warns(self._library, note.kind), verdict, rest)

    def warning(self, statement: Statement) -> Markup:
        """Give what warns of a statement, without links, marked where it is a fallback, or nothing."""
        return Markup(" ").join(map(self._warning, warning_notes(self._library, statement)))

    def _warning(self, texts: Texts[Prose]) -> Markup:
        text = self.prose.links.text
        note = read_note(self._library, texts, text.language)
        words = note.verdict.words
        shown = Markup("<b>{}</b>{}").format(words[: note.label], words[note.label :])
        return text.marked(texts, shown)
