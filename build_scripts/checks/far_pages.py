"""The pages of the original that statements name → problems.

Receives `Content`; returns a problem for a page beyond the number of them that `report.yml` states (`pages`), and for a
span that ends before it begins. Pages that are no plain numbers (`iv`, `A-3`) are not counted. Where `report.yml` says
nothing, nobody knows how many there are. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_scripts.checks.links import source_briefs
from build_scripts.content.entries import Content
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem

_NUMBER = re.compile(r"([0-9]+)[a-z]?")


def check_far_pages(content: Content) -> Iterator[Problem]:
    """The original has the pages that statements name, and spans of them run forwards."""
    for report, _, entry in source_briefs(content):
        most = report.facts.pages if report.facts else None
        for statement in entry.outline.statements:
            for value in statement.attributes.get("page"):
                yield from _problems(value, most, statement.place)


def _problems(value: str, most: int | None, place: Place) -> Iterator[Problem]:
    found = [_NUMBER.fullmatch(part) for part in re.split("[-–]", value)]
    numbers = [int(match[1]) for match in found if match]
    if most is not None and numbers and max(numbers) > most:
        message = Phrase("page=%(value)s: the report has %(most)s pages, as report.yml says.", value=value, most=most)
        yield place.warning("far-page", message, Phrase("Correct page=, or pages: in report.yml."))
    elif len(numbers) == len(found) == 2 and numbers[0] > numbers[1]:
        message = Phrase("page=%(value)s ends before it begins.", value=value)
        yield place.warning("far-page", message, Phrase("Write the first page first."))
