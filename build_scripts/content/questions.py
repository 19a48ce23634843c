"""The shape of what readers ask in words of their own.

Receives YAML values through `decode`; refuses, with a `ValueError`, a question without words or without an answer.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from build_scripts.content.shapes import Id, Shape, Text
from build_scripts.ground.texts import LanguageCode


class Question(Shape):
    """An entry of `questions.yml`: what readers ask in words of their own, and the statements that answer it.

    `asked` has in each language the ways in which they ask. Texts need not have these words: the search finds the
    statements (`report/brief#statement`) by them.
    """

    id: Id
    asked: Annotated[dict[LanguageCode, tuple[Text, ...]], Field(min_length=1)]
    statements: Annotated[tuple[Text, ...], Field(min_length=1)]
