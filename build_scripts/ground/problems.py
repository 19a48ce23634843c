"""What can be wrong with content or with a built site, as values.

Receives nothing; gives the `Problem` type, its order, and its three renderings (text, JSON, GitHub
annotations). Refuses nothing: deciding what to do about a problem is the caller's business.
"""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, order=True)
class Problem:
    """One finding: which rule, where (1-based line and column), what is wrong and what to do about it."""

    path: str
    line: int
    column: int
    rule: str
    level: Level
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Give the one-line shape `path:line:column: level[rule]: message hint`."""
        text = f"{self.path}:{self.line}:{self.column}: {self.level}[{self.rule}]: {self.message}"
        return " ".join(f"{text} {self.hint}".split())


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file of the content: the file, and a 1-based line and column."""

    path: Path
    line: int = 1
    column: int = 1

    def error(self, rule: str, message: str, hint: str = "") -> Problem:
        """Make an error at this place."""
        return Problem(shown_path(self.path), self.line, self.column, rule, "error", message, hint)

    def warning(self, rule: str, message: str, hint: str = "") -> Problem:
        """Make a warning at this place."""
        return Problem(shown_path(self.path), self.line, self.column, rule, "warning", message, hint)

    def note(self, rule: str, message: str, hint: str = "") -> Problem:
        """Make a note at this place: something that is fine, but should be known."""
        return Problem(shown_path(self.path), self.line, self.column, rule, "note", message, hint)


def shown_path(path: Path) -> str:
    """Give the path as a person standing in the current folder would type it."""
    try:
        return Path(os.path.normpath(path.absolute())).relative_to(Path.cwd()).as_posix()  # a link keeps its name
    except ValueError:
        return path.as_posix()


def did_you_mean(found: str, valid: Iterable[str]) -> str:
    """Give 'Did you mean "x"?' for the nearest valid value, else the valid values if they are few."""
    choices = sorted(set(valid))
    near = difflib.get_close_matches(found, choices, n=1, cutoff=0.6)
    if near:
        return f'Did you mean "{near[0]}"?'
    if 0 < len(choices) <= 20:
        return f"Expected one of: {', '.join(choices)}."
    return ""


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any problem must stop a build."""
    return any(problem.level == "error" for problem in problems)


def render_text(problems: Sequence[Problem]) -> str:
    """Give one line per problem, sorted by place, and a line that counts them."""
    lines = [str(problem) for problem in sorted(problems)]
    errors = sum(problem.level == "error" for problem in problems)
    warnings = sum(problem.level == "warning" for problem in problems)
    notes = len(problems) - errors - warnings
    counts = f"{errors} error(s), {warnings} warning(s)" + (f", {notes} note(s)" if notes else "")
    lines.append(counts if problems else "no problems")
    return "\n".join(lines)


def render_json(problems: Sequence[Problem]) -> str:
    """Give a JSON list of `{rule, level, path, line, column, message, hint}`, sorted by place."""
    keys = ("rule", "level", "path", "line", "column", "message", "hint")
    rows = [asdict(problem) for problem in sorted(problems)]
    return json.dumps([{key: row[key] for key in keys} for row in rows], ensure_ascii=False, indent=2)


def render_github(problems: Sequence[Problem]) -> str:
    """Give one GitHub workflow command per problem, sorted by place."""
    lines = []
    for p in sorted(problems):
        where = f"file={_escape(p.path, ',:')},line={p.line},col={p.column},title={_escape(p.rule, ',:')}"
        lines.append(f"::{_GITHUB.get(p.level, p.level)} {where}::{_escape(f'{p.message} {p.hint}'.strip())}")
    return "\n".join(lines)


_GITHUB = {"note": "notice"}


def _escape(text: str, also: str = "") -> str:
    """Percent-escape what the workflow-command syntax reserves."""
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
