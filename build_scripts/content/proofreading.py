"""What the editors declare of a report and its original, for `source check`: what is left out, what is said otherwise.

Receives values of YAML; refuses a part of the original that nothing names.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints, WithJsonSchema, model_validator

from build_scripts.content.shapes import Shape, Text
from build_scripts.ground.messages import Phrase

_PAGES = r"^[1-9][0-9]{0,4}(?:-[1-9][0-9]{0,4})?$"
Pages = Annotated[
    str,
    BeforeValidator(lambda value: str(value) if type(value) is int else value),
    StringConstraints(pattern=_PAGES),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": _PAGES}, {"type": "integer"}], "examples": [3, "3-5"]}),
]


class LeftOut(Shape):
    """Parts of the original that no statement carries, on purpose, and why.

    `page` is a page of the file or a span of them (`3-5`), `under` the heading that they stand under, `text` a few
    words of theirs; what is named together holds together.
    """

    page: Pages | None = None
    under: Text | None = None
    text: Text | None = None
    reason: Text

    @model_validator(mode="before")
    @classmethod
    def _accept_a_number(cls, data: Any) -> Any:
        if isinstance(data, dict) and type(data.get("text")) is int:
            return {**data, "text": str(data["text"])}
        return data

    @model_validator(mode="after")
    def _check_part(self) -> LeftOut:
        if not (self.page or self.under or self.text):
            raise ValueError(Phrase("say what is left out: page, under, text, or several of them"))
        return self

    @property
    def pages(self) -> range | None:
        """Give the pages, if any are named."""
        ends = [int(number) for number in re.findall(r"\d+", self.page or "")]
        return range(ends[0], ends[-1] + 1) if ends else None


class SaidOtherwise(Shape):
    """Words that statements have and the original has not, or has otherwise, on purpose, and why.

    Without a statement it is true of all of the report.
    """

    statement: Text | None = None
    text: Text
    reason: Text
