"""What was read of one file, in a form that is quickly read again: tokens come back when someone asks for them.

Receives what `load` has made of a file, and its problems; gives `FileReading`, which can be pickled. Most of a text is
tokens, which are needed only where its page is made anew; then the text is parsed again. So those of a file that was
read now can be let go of, too. Refuses nothing.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from build_scripts.content.entries import MarkdownEntry
from build_scripts.content.outline import Outline
from build_scripts.content.outline_parser import parse_outline
from build_scripts.ground.markdown import Document, Prose
from build_scripts.ground.memory import ValueReader
from build_scripts.ground.problems import Problem

Text = Prose | Document


@dataclass
class FileReading:
    """What was made of a file, and its problems; `is_source` says whether it is in the source language."""

    value: Any
    problems: tuple[Problem, ...]
    is_source: bool = False

    def __getstate__(self) -> tuple[bytes, Any]:
        """Give all but the tokens, and what they can be parsed from again."""
        file = io.BytesIO()
        entry = self.value if isinstance(self.value, MarkdownEntry) else None
        _Writer(file, _texts(entry.outline) if entry else ()).dump((self.value, self.problems))
        return file.getvalue(), (entry.body, entry.path, entry.body_line, self.is_source) if entry else None

    def __setstate__(self, state: tuple[bytes, Any]) -> None:
        """Take all but the tokens."""
        frame, origin = state
        self.is_source = bool(origin and origin[-1])
        self.value, self.problems = _Reader(io.BytesIO(frame), _Origin(*origin) if origin else None).load()


def forget_tokens(entry: MarkdownEntry[Any], is_source: bool) -> None:
    """Let go of the tokens of a file as it was read; it is parsed again for who asks for them after that."""
    origin = _Origin(entry.body, entry.path, entry.body_line, is_source)
    for number, text in enumerate(_texts(entry.outline)):
        text.forget(partial(origin.text, number))


def _texts(outline: Outline) -> tuple[Text, ...]:
    """Give everything of an outline that has tokens, in an order that depends on the text alone."""
    return (outline.document, *outline.pieces)


class _Origin:
    """A text that can be parsed again."""

    def __init__(self, body: str, path: Path, first_line: int, is_source: bool) -> None:
        self._texts = cache(lambda: _texts(parse_outline(body, path, first_line, is_source)[0]))

    def text(self, number: int) -> Any:
        return self._texts()[number]


class _Writer(pickle.Pickler):
    """Leaves texts out, each with its number and what is asked of every text."""

    def __init__(self, file: io.BytesIO, texts: Sequence[Text]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.numbers = {id(text): number for number, text in enumerate(texts)}

    def persistent_id(self, value: object) -> Any:
        if not isinstance(value, (Prose, Document)) or id(value) not in self.numbers:
            return None
        number = self.numbers[id(value)]
        return (number, value.source, value.known) if isinstance(value, Prose) else (number, value.notes)


class _Reader(ValueReader):
    def __init__(self, file: io.BytesIO, origin: _Origin | None) -> None:
        super().__init__(file)
        self.origin = origin
        self.prose: dict[int, Prose] = {}

    def persistent_load(self, pid: Any) -> Any:
        origin = self.origin
        if origin is None:
            raise pickle.UnpicklingError("a text without the file that it is from")
        number, first, *known = pid
        if not known:
            return Document.later(first, lambda: origin.text(number))
        if number not in self.prose:
            self.prose[number] = Prose.later(first, known[0], lambda: origin.text(number))
        return self.prose[number]
