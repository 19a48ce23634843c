"""Front matter and body of a Markdown file.

Receives the text of a file; returns its metadata with their places, and the body with the line it starts on.
Refuses, as problems, a front matter that is missing or has no end.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem
from build_scripts.ground.strict_yaml import REFUSED, YamlValue, parse_yaml


@dataclass(frozen=True)
class Document:
    """A Markdown file taken apart: front matter, and the body with the line it starts on (1-based)."""

    front: YamlValue
    body: str
    body_line: int


def split_front_matter(text: str, path: Path) -> tuple[Document, list[Problem]]:
    """Take a Markdown text apart at its `---` lines; a missing or unclosed front matter is a problem."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        hint = Phrase("Start the file with a line ---, then title: …, then a line ---.")
        missing = Place(path).error("no-front-matter", Phrase("the file has no front matter."), hint)
        return Document(YamlValue(REFUSED, path), text, 1), [missing]
    end = next((no for no, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        unclosed = Place(path).error(
            "front-matter-not-closed",
            Phrase("the front matter has no closing line."),
            Phrase("End it with a line ---."),
        )
        return Document(YamlValue(REFUSED, path), "", 1), [unclosed]
    front, problems = parse_yaml("\n".join(lines[1:end]), path, first_line=2)
    return Document(front, "\n".join(lines[end + 1 :]), end + 2), problems
