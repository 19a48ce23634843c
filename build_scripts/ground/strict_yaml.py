"""YAML read strictly: a text → values, and the place of every key.

Receives a text; returns values together with the place of every key, or problems. Duplicate keys, anchors, tags and the
scalars that YAML 1.1 reads in a surprising way are refused with a hint, and decimals stay exact.

A text is read from the events of libyaml. Where it finds anything wrong, and where it may read otherwise than PyYAML's
own parser, which takes seven times as long, that one reads the text again: so it alone says what is wrong, and where.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent, ScalarEvent

from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem
from build_scripts.ground.yaml_reader import NO_CHARACTER, REFUSED, KeyPath, Reader
from build_scripts.ground.yaml_slips import TOO_DEEP_SLIP, find_slip
from build_scripts.ground.yaml_typos import find_typo

try:
    from yaml.cyaml import CBaseLoader
except ImportError:  # PyYAML was built without libyaml
    CBaseLoader = None  # type: ignore[assignment,misc]

__all__ = ["REFUSED", "KeyPath", "YamlValue", "parse_yaml"]

# Tabs, line ends of other systems, characters that YAML does not print, and a comment that touches the sign of a block.
_DISPUTED = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[|>][-+0-9]*#"
)


@dataclass(frozen=True)
class YamlValue:
    """A YAML value and where each of its keys stands: `places[("figures", 0, "unit")]` → (line, column).

    `ends` has the last line of each value.
    """

    data: Any
    path: Path
    places: dict[KeyPath, tuple[int, int]] = field(default_factory=dict)
    ends: dict[KeyPath, int] = field(default_factory=dict)

    def place(self, *keys: str | int) -> Place:
        """Give the place of a key path, or of its nearest parent that stands in the file."""
        path: KeyPath = keys
        while path and path not in self.places:
            path = path[:-1]
        return Place(self.path, *self.places.get(path, (1, 1)))


def parse_yaml(text: str, path: Path, first_line: int = 1) -> tuple[YamlValue, list[Problem]]:
    """Parse one YAML document strictly; problems stand at the file's own lines.

    What cannot be read is `REFUSED` in the data, so that nobody complains about it a second time.
    """
    fast = parse_with_libyaml(text, path, first_line)
    found, problems = (fast, []) if fast else parse_with_pyyaml(text, path, first_line)
    if isinstance(found.data, str) and (typo := _typo_problem(text, path, first_line)):
        return YamlValue(REFUSED, path), [typo]  # fields that YAML takes for one text
    return found, problems


def parse_with_libyaml(text: str, path: Path, first_line: int) -> YamlValue | None:
    """Parse a text with libyaml if nothing in it is wrong, or may be read otherwise by PyYAML's own parser."""
    if CBaseLoader is None or _DISPUTED.search(text):
        return None
    try:
        reader = Reader(_Libyaml(text), path, first_line - 1, text)
        data = reader.read_document()
    except (yaml.YAMLError, ValueError):
        return None
    return None if reader.problems else YamlValue(data, path, reader.places, reader.ends)


class _Libyaml:
    """libyaml's parser, which here raises `YAMLError` also for what PyYAML's own refuses, or finds elsewhere."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next = CBaseLoader(text).get_event
        self._braces = 0

    def get_event(self) -> Any:
        """Give the next event."""
        event: Any = self._next()
        if isinstance(event, ScalarEvent):
            if not event.style and self._is_disputed(event):
                raise yaml.YAMLError("a text that may end earlier, or a place that may be another")
        elif isinstance(event, CollectionStartEvent):
            self._braces += 1 if self._braces or event.flow_style else 0
        elif isinstance(event, CollectionEndEvent):
            self._braces -= 1 if self._braces else 0
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise yaml.YAMLError("an anchor, alias or tag")
        return event

    def _is_disputed(self, event: Any) -> bool:
        """Tell whether a text has a question mark in braces, or is left out elsewhere than after a colon or dash."""
        if event.value:
            return self._braces > 0 and "?" in event.value
        mark = event.start_mark
        return mark.column == 0 or self._text[mark.index - 1] not in ":-"


def parse_with_pyyaml(text: str, path: Path, first_line: int) -> tuple[YamlValue, list[Problem]]:
    """Parse a text with PyYAML's own parser."""
    try:
        loader = yaml.BaseLoader(text)
        reader = Reader(loader, path, first_line - 1, text)
        data = reader.read_document()
    except yaml.MarkedYAMLError as error:
        return YamlValue(REFUSED, path), [_syntax_problem(error, text, path, first_line)]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position)
        column = error.position - text.rfind("\n", 0, error.position)
        code = f"U+{ord(text[error.position]):04X}"
        message = Phrase("broken YAML: it cannot hold the character %(code)s.", code=code)
        place = Place(path, line + first_line, column)
        return YamlValue(REFUSED, path), [place.error("broken-yaml", message, Phrase("Remove it."))]
    except (ValueError, OverflowError):  # an escape like "\\UFFFFFFFF"
        place = Place(path, loader.line + first_line, loader.column + 1)
        return YamlValue(REFUSED, path), [place.error("broken-yaml", NO_CHARACTER)]
    return YamlValue(data, path, reader.places, reader.ends), reader.problems


def _typo_problem(text: str, path: Path, first_line: int) -> Problem | None:
    """Name the typo that is likelier the cause than what the parser stumbled over after it."""
    typo = find_typo(text)
    if typo is None:
        return None
    return Place(path, typo.line + first_line, typo.column).error("broken-yaml", typo.message, typo.hint)


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, path: Path, first_line: int) -> Problem:
    parts = " ".join(", ".join(part for part in (error.context, error.problem) if part).split())
    slip = find_slip(parts)
    mark = error.problem_mark or error.context_mark
    typo = _typo_problem(text, path, first_line) if slip is not TOO_DEEP_SLIP else None
    if typo and (mark is None or typo.line <= mark.line + first_line):
        return typo
    if slip.is_where_it_began:
        mark = error.context_mark or mark
    place = Place(path, mark.line + first_line, mark.column + 1) if mark else Place(path, first_line)
    return place.error("broken-yaml", Phrase("broken YAML: %(reason)s.", reason=slip.reason), slip.hint)
