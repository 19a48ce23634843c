"""What can be wrong with content or with a built site, as values.

Receives nothing; gives the `Problem` type, its order, and its three renderings (text, JSON, GitHub
annotations). Refuses nothing: deciding what to do about a problem is the caller's business.
"""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from build_scripts.ground.messages import ENGLISH, NOTHING, Named, Phrase, Speech, said, sentences

Level = Literal["error", "warning", "note"]
Labels = Mapping[str, Mapping[str, str]]  # by id and language
NO_LABELS: Labels = MappingProxyType({})
_LEVELS: tuple[Level, ...] = ("error", "warning", "note")
LEVEL_NAMES = {"error": Phrase("error"), "warning": Phrase("warning"), "note": Phrase("note")}
# What keeps a file, or the rest of it, from being read: it is to be mended before anything else is looked at.
HIDING = frozenset(
    {"broken-yaml", "empty-file", "front-matter-not-closed", "merge-mark", "missing-file", "no-front-matter"}
    | {"not-text", "not-utf-8", "unclosed-code", "unclosed-html", "unreadable-file", "yaml-alias", "yaml-tag"}
)
# What mostly follows from another problem, which is to be mended first.
_FOLLOWING = frozenset({"dangling-reference", "lost-id", "unknown-language", "unknown-statement"})
_MOST_CHOICES = 8  # values that are offered
_MOST_UNNAMED = 20  # values without labels, of which any are offered: of more, eight say nothing
_MOST_ALIKE = 3  # problems of a file that differ in their values alone, and are told one by one
_MOST_LINES = 12  # further lines that are named


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

    @property
    def phrase(self) -> Phrase:
        """Give place, level, rule and message, without the hint."""
        return Phrase(
            "%(path)s:%(line)s:%(column)s: %(level)s[%(rule)s]: %(message)s",
            path=self.path,
            line=self.line,
            column=self.column,
            level=LEVEL_NAMES[self.level],
            rule=self.rule,
            message=self.message,
        )

    def __str__(self) -> str:
        """Give the one-line shape `path:line:column: level[rule]: message hint`."""
        return _line(f"{self.phrase} {self.hint}")


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file of the content: the file, and a 1-based line and column."""

    path: Path
    line: int = 1
    column: int = 1

    def error(self, rule: str, message: Phrase, hint: Phrase = NOTHING) -> Problem:
        """Make an error at this place."""
        return Problem(shown_path(self.path), self.line, self.column, rule, "error", message, hint)

    def warning(self, rule: str, message: Phrase, hint: Phrase = NOTHING) -> Problem:
        """Make a warning at this place."""
        return Problem(shown_path(self.path), self.line, self.column, rule, "warning", message, hint)

    def note(self, rule: str, message: Phrase, hint: Phrase = NOTHING) -> Problem:
        """Make a note at this place: something that is fine, but should be known."""
        return Problem(shown_path(self.path), self.line, self.column, rule, "note", message, hint)


def shown_path(path: Path) -> str:
    """Give the path as a person standing in the current folder would type it."""
    try:
        return Path(os.path.normpath(path.absolute())).relative_to(Path.cwd()).as_posix()  # a link keeps its name
    except ValueError:
        return path.as_posix()


def split_values(text: str) -> list[str]:
    """Give the values of a text that has marks between them.

    >>> split_values("power、 industry"), split_values("power")
    (['power', 'industry'], ['power'])
    """
    return [part for part in re.split(r"\s*[,，、;；]\s*", text.strip()) if part]


def did_you_mean(found: str, valid: Iterable[str], labels: Labels = NO_LABELS, where: str = "") -> Phrase:
    """Give 'Did you mean "x"?' for the nearest valid value, else some valid values, with their labels if they have any.

    The nearest come first; where there are more, it says how many, and in which file they are declared.
    """
    choices = sorted(set(valid))
    if len(parts := split_values(found)) > 1 and set(parts) <= set(choices):
        return Phrase("Write [%(ids)s], with a half-width comma and a space between.", ids=", ".join(parts))
    called = [name for name, label in labels.items() if found in label.values()]
    called += [name for name in choices if name.casefold() == found.casefold()]
    near = called or difflib.get_close_matches(found, choices, n=1, cutoff=0.6)
    if near:
        return Phrase('Did you mean "%(near)s"?', near=near[0])
    if not choices or (len(choices) > _MOST_UNNAMED and not labels):
        return NOTHING
    # sorted is stable: of names that are equally far, the alphabet decides
    nearest = sorted(choices, key=lambda name: -difflib.SequenceMatcher(None, found, name).ratio())[:_MOST_CHOICES]
    names = [Named(name, labels.get(name, {})) for name in nearest]
    if len(names) == len(choices):
        return Phrase("Expected one of: %(names)s.", names=names)
    more = len(choices) - len(names)
    if not where:
        return Phrase("Expected one of: %(names)s, or one of %(more)s more.", names=names, more=more)
    return Phrase(
        "Expected one of: %(names)s, or one of %(more)s more in %(where)s.", names=names, more=more, where=where
    )


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any problem must stop a build."""
    return any(problem.level == "error" for problem in problems)


def render_text(
    problems: Sequence[Problem], speech: Speech = ENGLISH, *, fold: bool = True, is_for_people: bool = False
) -> str:
    """Give a line per problem, what is to be done first at the top, and a line that counts them all.

    What is wrong in one file again and again is told once, with the other lines, unless they are not to be folded. For
    people, rather than programs, a hint has a line of its own: so a problem takes three lines at most.
    """
    groups = _relatives(sorted(problems, key=_urgency)) if fold else [[each] for each in sorted(problems, key=_urgency)]
    lines = [line for group in groups for line in _told(group, speech, is_for_people)]
    return "\n".join([*lines, said(_counts(problems), speech)])


def _urgency(problem: Problem) -> tuple[bool, int, bool, Problem]:
    """Give what problems are sorted by: what hides others, errors, warnings, notes; causes first, then their place."""
    return problem.rule not in HIDING, _LEVELS.index(problem.level), problem.rule in _FOLLOWING, problem


def _relatives(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Group what one file has of one message; of messages that differ in their values alone, a few are told."""
    groups: dict[tuple[object, ...], list[Problem]] = {}
    shown: dict[tuple[object, ...], list[list[Problem]]] = {}
    for problem in problems:
        template = problem.message.template if isinstance(problem.message, Phrase) else problem.message
        same = (problem.path, problem.rule, problem.level, problem.message, problem.hint)
        kin = shown.setdefault((problem.path, problem.rule, problem.level, template), [])
        if same not in groups:
            if len(kin) < _MOST_ALIKE:
                kin.append([])
            groups[same] = kin[-1]
        groups[same].append(problem)
    return [group for kin in shown.values() for group in kin]


def _told(group: Sequence[Problem], speech: Speech, is_for_people: bool) -> Iterator[str]:
    """Give the lines of a problem and its relatives."""
    first = group[0]
    if is_for_people:
        hint = _line(said(first.hint, speech))
        yield from filter(None, (_line(first.phrase.said(speech)), hint and f"  {hint}"))
    else:
        yield _line(sentences(first.phrase, first.hint).said(speech))
    others = [str(problem.line) for problem in group[1:]]
    if others:
        some = others if len(others) <= _MOST_LINES else [*others[:_MOST_LINES], "…"]
        yield f"  {said(Phrase('and %(count)s more: lines %(lines)s', count=len(others), lines=some), speech)}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _counts(problems: Sequence[Problem]) -> Phrase:
    if not problems:
        return Phrase("no problems")
    errors, warnings, notes = (sum(problem.level == level for problem in problems) for level in _LEVELS)
    if not notes:
        return Phrase("%(errors)s error(s), %(warnings)s warning(s)", errors=errors, warnings=warnings)
    return Phrase(
        "%(errors)s error(s), %(warnings)s warning(s), %(notes)s note(s)", errors=errors, warnings=warnings, notes=notes
    )


def render_json(problems: Sequence[Problem], speech: Speech = ENGLISH) -> str:
    """Give a JSON list of `{rule, level, path, line, column, message, hint}`, sorted by place."""
    keys = ("rule", "level", "path", "line", "column", "message", "hint")
    rows = [{key: getattr(told, key) for key in keys} for told in (_in(speech, each) for each in sorted(problems))]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def render_github(problems: Sequence[Problem], speech: Speech = ENGLISH) -> str:
    """Give one GitHub workflow command per problem, sorted by place."""
    lines = []
    for p in (_in(speech, problem) for problem in sorted(problems)):
        where = f"file={_escape(p.path, ',:')},line={p.line},col={p.column},title={_escape(p.rule, ',:')}"
        lines.append(f"::{_GITHUB.get(p.level, p.level)} {where}::{_escape(f'{p.message} {p.hint}'.strip())}")
    return "\n".join(lines)


_GITHUB = {"note": "notice"}


def _in(speech: Speech, problem: Problem) -> Problem:
    return replace(problem, message=said(problem.message, speech), hint=said(problem.hint, speech))


def _escape(text: str, also: str = "") -> str:
    """Percent-escape what the workflow-command syntax reserves."""
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
