"""Front matter and body of a Markdown file.

Receives the text of a file; returns its metadata with their places, and the body with the line it starts on.
Refuses, as problems, a front matter that is missing or has no end, and lines of other signs than ---.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem
from build_scripts.ground.strict_yaml import REFUSED, YamlValue, parse_yaml

FENCE = "---"
# Lines of hyphens, dashes and the like that were meant as the fence; word processors make one dash of two hyphens.
_FENCE_LIKE = re.compile(r"[\s\u200b\u2060\ufeff]*(?:[-–—―－−‐‑‒─]{1,6}|\+{3}|={3,}|_{3,}|\.{3})[\s\u200b]*")
_FIELD = re.compile(r"[a-z]+\s*[:：]", re.IGNORECASE)


@dataclass(frozen=True)
class Document:
    """A Markdown file taken apart: front matter, and the body with the line it starts on (1-based)."""

    front: YamlValue
    body: str
    body_line: int


def split_front_matter(text: str, path: Path) -> tuple[Document, list[Problem]]:
    """Take a Markdown text apart at its `---` lines; a missing or unclosed front matter is a problem."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return _without_beginning(lines, path)
    end = next((no for no, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        return _without_end(lines, path)
    front, problems = parse_yaml("\n".join(lines[1:end]), path, first_line=2)
    return Document(front, "\n".join(lines[end + 1 :]), end + 2), problems


def _without_beginning(lines: Sequence[str], path: Path) -> tuple[Document, list[Problem]]:
    """Refuse a text that does not begin with the fence; what stands at its head is not read as its body."""
    first = next((no for no, line in enumerate(lines) if line.strip()), 0)
    message = Phrase("the file has no front matter.")
    hint = Phrase("Start the file with a line ---, then title: …, then a line ---.")
    is_head = _FIELD.match(lines[first]) is not None
    if _FENCE_LIKE.fullmatch(lines[first]):
        found, is_head = lines[first].strip(), True
        message = Phrase("the front matter begins with “%(found)s”, which is not a line ---.", found=found)
        hint = Phrase("Write three hyphens ---, and nothing else, on the first line of the file.")
        if found == FENCE and first:
            message, hint = Phrase("empty lines stand before the front matter."), Phrase("Remove them.")
    end = next((no for no in range(first + 1, len(lines)) if _FENCE_LIKE.fullmatch(lines[no])), None)
    start = end + 1 if is_head and end is not None else 0
    body = "\n".join(lines[start:])
    return Document(YamlValue(REFUSED, path), body, start + 1), [Place(path).error("no-front-matter", message, hint)]


def _without_end(lines: Sequence[str], path: Path) -> tuple[Document, list[Problem]]:
    """Refuse a front matter without an end; its end is where something like the fence stands, or the body begins."""
    wrong = next((no for no in range(1, len(lines)) if _FENCE_LIKE.fullmatch(lines[no])), None)
    if wrong is not None:
        message = Phrase("“%(found)s” does not end the front matter.", found=lines[wrong].strip())
        hint = Phrase("Write three hyphens ---.")
        problem = Place(path, wrong + 1).error("front-matter-not-closed", message, hint)
        return Document(YamlValue(REFUSED, path), "\n".join(lines[wrong + 1 :]), wrong + 2), [problem]
    message, hint = Phrase("the front matter has no closing line."), Phrase("End it with a line ---.")
    return Document(YamlValue(REFUSED, path), "", 1), [Place(path).error("front-matter-not-closed", message, hint)]
