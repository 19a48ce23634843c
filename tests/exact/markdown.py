"""Just enough of a brief's Markdown to edit it: items with ids, headings, paragraphs, front matter.

Receives a path; gives positions in its lines. What an edit makes of it is judged by the project's own checks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.exact.world import parse_yaml, render_yaml, write_text

ITEM = re.compile(r"^(?:[-*+]|\d+[.)])\s")
ID = re.compile(r"\{[^{}\n]*#(?P<id>[a-z0-9-]+)[^{}\n]*\}")
ATTRIBUTES = re.compile(r"\s*\{(?P<inside>[^{}\n]*)\}\s*$")
NOTE = re.compile(r"^ {2,}>\s*\S")
DETAIL = re.compile(r"^ {2,}\S")
PARAGRAPH = re.compile(r"^[^\s#>|<\[!`~:+*{}0-9-]")


@dataclass(frozen=True)
class Item:
    """A statement: its lines from `start` to before `end`, and its id."""

    start: int
    end: int
    id: str


class Text:
    """A Markdown file as front matter and lines of its body."""

    def __init__(self, path: Path) -> None:
        self.path = path
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        self.front: dict[str, Any] = parse_yaml(front) or {}
        self._front = front
        self._kept = dict(self.front)
        self.lines = body.split("\n")

    @property
    def language(self) -> str:
        return self.path.name.split(".")[1]

    def save(self) -> None:
        """Write the file; a front matter that no edit changed keeps its bytes."""
        front = self._front if self.front == self._kept else render_yaml(self.front)
        write_text(self.path, f"---\n{front}---\n" + "\n".join(self.lines))

    def items(self) -> list[Item]:
        """Give the statements in their order."""
        found = []
        starts = [no for no, line in enumerate(self.lines) if ITEM.match(line)]
        for start in starts:
            end = next((no for no in range(start + 1, len(self.lines)) if self._ends(no)), len(self.lines))
            match = ID.search("\n".join(self.lines[start:end]))
            if match:
                found.append(Item(start, end, match["id"]))
        return found

    def _ends(self, no: int) -> bool:
        line = self.lines[no]
        starts = bool(ITEM.match(line)) or line.startswith("#")
        return starts or (bool(line) and not line[0].isspace() and not self.lines[no - 1])

    def item(self, identifier: str) -> Item | None:
        return next((item for item in self.items() if item.id == identifier), None)

    def headings(self) -> list[int]:
        return [no for no, line in enumerate(self.lines) if line.startswith("## ")]

    def paragraphs(self) -> list[int]:
        """Give the last lines of paragraphs that belong to no statement."""
        inside = {no for item in self.items() for no in range(item.start, item.end)}
        ends = [no for no, line in enumerate(self.lines) if no + 1 == len(self.lines) or not self.lines[no + 1]]
        return [no for no in ends if no not in inside and PARAGRAPH.match(self.lines[no])]

    def heading_of(self, item: Item) -> int:
        return max((no for no in self.headings() if no < item.start), default=-1)


def set_attribute(line: str, name: str, value: str | None) -> str | None:
    """Give a line whose attributes in braces have another value of one, or none; None if it has no braces."""
    match = ATTRIBUTES.search(line)
    if not match:
        return None
    inside = re.sub(rf'\b{name}=("[^"]*"|\S+)', "", match["inside"])
    quoted = f'"{value}"' if value and " " in value else value
    parts = [*inside.split(), *([f"{name}={quoted}"] if value else [])] if '"' not in inside else None
    if parts is None:  # quoted values hold spaces
        parts = [*re.findall(r'[^\s"]+="[^"]*"|\S+', inside), *([f"{name}={quoted}"] if value else [])]
    return f"{line[: match.start()]} {{{' '.join(parts)}}}"
