"""What was read of one file, in a form that is quickly read again: its tokens come back when someone asks for them.

Receives what `load` has made of a file, and its problems; gives `FileReading`, which can be pickled. Most of a text is
tokens, which are needed only where its page is made anew. Refuses nothing.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from build_scripts.ground.markdown import Document, Prose
from build_scripts.ground.memory import ValueReader, read_pickle
from build_scripts.ground.problems import Problem


@dataclass
class FileReading:
    """What was made of a file, and its problems."""

    value: Any
    problems: tuple[Problem, ...]

    def __getstate__(self) -> tuple[bytes, bytes]:
        """Give all but the texts, and the texts."""
        texts: list[Prose | Document] = []
        file = io.BytesIO()
        _Writer(file, texts).dump((self.value, self.problems))
        return file.getvalue(), zlib.compress(pickle.dumps(texts, pickle.HIGHEST_PROTOCOL), 1)

    def __setstate__(self, state: tuple[bytes, bytes]) -> None:
        """Take all but the texts, and the texts for later."""
        frame, texts = state

        @cache
        def load() -> list[Any]:
            found: list[Any] = read_pickle(zlib.decompress(texts))
            return found

        self.value, self.problems = _Reader(io.BytesIO(frame), lambda no: load()[no]).load()


class _Writer(pickle.Pickler):
    """Leaves texts out, each with its number and what is asked of every text."""

    def __init__(self, file: io.BytesIO, texts: list[Prose | Document]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.texts = texts
        self.numbers: dict[int, int] = {}

    def persistent_id(self, value: object) -> Any:
        if not isinstance(value, (Prose, Document)):
            return None
        if id(value) not in self.numbers:
            self.numbers[id(value)] = len(self.texts)
            self.texts.append(value)
        number = self.numbers[id(value)]
        return (number, value.source, value.known) if isinstance(value, Prose) else (number, value.notes)


class _Reader(ValueReader):
    def __init__(self, file: io.BytesIO, load: Callable[[int], Any]) -> None:
        super().__init__(file)
        self.text = load
        self.prose: dict[int, Prose] = {}

    def persistent_load(self, pid: Any) -> Any:
        number, first, *rest = pid
        if not rest:
            return Document.later(first, lambda: self.text(number))
        if number not in self.prose:
            source, known = first, rest[0]
            self.prose[number] = Prose.later(source, known, lambda: self.text(number))
        return self.prose[number]
