"""Passages of originals that a new report was made with, and that still stand in comments → problems.

Receives `Content`; returns a warning for each file that has some, at the first. No page shows a comment, but the files
may be public, and their words are not ours. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from build_scripts.content.entries import Content
from build_scripts.content.scaffold_from import MARK
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem


def check_left_originals(content: Content) -> Iterator[Problem]:
    """Ask for each comment with a passage of an original to be removed."""
    hint = Phrase("Write the statement in your own words, then remove the comment.")
    for _, group in content.all_groups:
        for entry in group.values():
            lines = entry.body.split("\n") if MARK in entry.body else []
            for number, line in enumerate(lines):
                if line.lstrip().startswith(MARK):
                    message = Phrase("a passage of the original stands in this comment.")
                    column = len(line) - len(line.lstrip()) + 1
                    place = Place(entry.path, entry.body_line + number, column)
                    yield place.warning("left-original", message, hint)
