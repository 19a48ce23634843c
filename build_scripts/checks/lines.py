"""The lines of a text → what may be meant as it stands, by the unit that it stands in, so that editors can waive it.

Receives the entry of a Markdown file; returns findings with place and unit: marks of footnotes that lead nowhere, words
that a hyphen splits at the end of a line, rows that lack cells, Markdown in titles and captions. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from build_scripts.checks.pair import Finding
from build_scripts.content.bare_footnotes import find_bare_footnotes, find_split_words
from build_scripts.content.entries import MarkdownEntry
from build_scripts.ground.markdown import Document
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem
from build_scripts.translation.units import markdown_units

_SHOWN = 40
# What a title or section cannot hold, as these also stand in lists, citations and tabs of browsers; nor can a caption.
_MARKUP = re.compile(
    r"\*\*[^*]+\*\*|(?<![\d*])\*[^*\s](?:[^*]*[^*\s])?\*(?!\*)|`[^`]+`|[~^]\w{1,3}[~^]"
    r"|\{#[^{}]*\}|\[[^\[\]]+\]\([^()]*\)|\[\^[^\[\]]+\]|</?[a-z]+>"
)
_WORDS_ALONE = Phrase("Write words alone.")


def check_lines(entry: MarkdownEntry[Any]) -> Iterator[tuple[Place, str, Finding]]:
    """Find what stands in single lines of a text."""
    place, document = Place(entry.path, entry.body_line), entry.outline.document
    starts = [(unit.place.line, unit.id) for unit in markdown_units(entry).values()]
    for find in (find_bare_footnotes, find_split_words, find_missing_cells, find_marked_captions):
        for problem in find(document, place):
            unit = max((each for each in starts if each[0] <= problem.line), default=(0, "intro"))[1]
            message, hint = cast(Phrase, problem.message), cast(Phrase, problem.hint)
            yield Place(entry.path, problem.line), unit, Finding(problem.rule, message, hint, "warning")
    for field in ("title", "section"):
        found = _MARKUP.search(getattr(entry.front, field, None) or "")
        if found:
            message = Phrase(
                "“%(text)s” is no markup in %(field)s:, and is shown as it stands.", text=found[0], field=field
            )
            yield (
                entry.yaml.place(field),
                field,
                Finding("unread-markup", message, _WORDS_ALONE, "warning"),
            )


def find_missing_cells(document: Document, place: Place) -> Iterator[Problem]:
    """A row of a table has as many cells as its head."""
    for token in document.tokens:
        if token.type == "tr_open" and token.meta.get("missing") and token.map:
            line = " ".join(document.lines[token.map[0]].split())
            message = Phrase(
                "the row “%(text)s” lacks %(count)s cell(s) of its table.",
                text=line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…",
                count=token.meta["missing"],
            )
            hint = Phrase("Add it, or a bar | for each cell that is to be empty: the last ones are empty now.")
            yield Place(place.path, place.line + token.map[0]).warning("missing-cells", message, hint)


def find_marked_captions(document: Document, place: Place) -> Iterator[Problem]:
    """A caption is words alone."""
    for token in document.tokens:
        for image in (child for child in token.children or () if child.meta.get("figure")):
            found = _MARKUP.search(str(image.attrs["title"]))
            if found:
                message = Phrase("“%(text)s” is no markup in a caption, and is shown as it stands.", text=found[0])
                line = place.line + (token.map or [0])[0]
                yield Place(place.path, line).warning("unread-markup", message, _WORDS_ALONE)
