"""The typed, frozen shapes of front matter.

Receives YAML values through `decode`; every shape forbids unknown fields. Refuses a change log that is not in order.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field, field_validator

from build_scripts.content.shapes import Edtf, Id, Shape, Text
from build_scripts.ground.dates import parse_edtf
from build_scripts.ground.messages import Phrase


class Change(Shape):
    """A line of a page's change log: when, and what changed for its readers."""

    date: Edtf
    text: Text


class Front(Shape):
    """What every Markdown file may have in front: whether it is a draft, waivers and a change log.

    `waivers` maps a unit to the rules that it may break, each with the reason. `translation` is where acceptance was
    recorded once; `translation/old_records.py` still reads it, and `duizhao translate migrate` takes it out.
    """

    draft: bool = False
    translation: Any = None
    waivers: dict[str, dict[str, Text]] = Field(default={})
    changes: tuple[Change, ...] = ()

    @field_validator("changes")
    @classmethod
    def _check_order(cls, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        dates = [parse_edtf(change.date) for change in changes]
        if dates != sorted(dates, reverse=True):
            raise ValueError(Phrase("expected the newest change first"))
        return changes


class TitledFront(Front):
    """The front matter of a file that is a page of its own; its source must have a title."""

    title: Text = Field(default="")


class BriefFront(TitledFront):
    """The front matter of a brief; `sector` is needed where the file is not named after one.

    `formerly` are names that it had, in another report as `report/brief`.
    """

    section: Text | None = None
    sector: str | None = None
    formerly: tuple[Text, ...] = ()


class IndexFront(TitledFront):
    """The front matter of a report's index page."""


class PageFront(TitledFront):
    """The front matter of a page under `pages/`; `nav` places it in the navigation (small numbers first)."""

    nav: int | None = None
    formerly: tuple[Id, ...] = ()


class ComparisonFront(Front):
    """The front matter of a sector's comparison, which has the title of the sector.

    `considered` in its source names the reports that the editors looked at for it, whether these say anything or not.
    """

    considered: tuple[Id, ...] | None = None
