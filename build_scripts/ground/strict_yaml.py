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
from build_scripts.ground.yaml_reader import NO_CHARACTER, REFUSED, TOO_DEEP, KeyPath, Reader

try:
    from yaml.cyaml import CBaseLoader
except ImportError:  # PyYAML was built without libyaml
    CBaseLoader = None  # type: ignore[assignment,misc]

__all__ = ["REFUSED", "KeyPath", "YamlValue", "parse_yaml"]

# Tabs, line ends of other systems, characters that YAML does not print, and a comment that touches the sign of a block.
_DISPUTED = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[|>][-+0-9]*#"
)


_QUOTE = Phrase("Text that holds ': ' or '#', or starts with a special character, needs quotes.")


@dataclass(frozen=True)
class _Slip:
    """What editors do to YAML: the signs of it in what PyYAML says, the same in plain words, and the remedy."""

    signs: tuple[str, ...]
    reason: Phrase
    hint: Phrase = _QUOTE
    is_where_it_began: bool = False


_SLIPS = (
    _Slip((TOO_DEEP,), Phrase("it is nested too deeply"), Phrase("Write it with fewer levels.")),
    _Slip(("'\\t'",), Phrase("a tab stands where only spaces can"), Phrase("Indent with spaces, not with tabs.")),
    _Slip(("another document",), Phrase("a second document begins here"), Phrase("Remove the line ---.")),
    _Slip(
        ("quoted scalar", "end of stream"),
        Phrase("a quote is opened and never closed"),
        Phrase("Close the quote."),
        True,
    ),
    _Slip(
        ("quoted scalar", "document separator"),
        Phrase("a quote is opened and never closed"),
        Phrase("Close the quote."),
    ),
    _Slip(
        ("unknown escape",),
        Phrase("a backslash in double quotes stands before a character that it cannot escape"),
        Phrase("Write it twice (\\\\), or use single quotes."),
    ),
    _Slip(
        ("flow sequence",),
        Phrase("a bracket is not closed, or a comma is missing"),
        Phrase("Close it with ], and put a comma between entries."),
    ),
    _Slip(
        ("flow mapping",),
        Phrase("a brace is not closed, or a comma is missing"),
        Phrase("Close it with }, and put a comma between fields."),
    ),
    _Slip(("flow node",), Phrase("a bracket or brace is not closed"), Phrase("Close it with ] or }.")),
    _Slip(("duplicate anchor",), Phrase("an anchor (&name) stands twice"), Phrase("Write the text out.")),
    _Slip(
        ("simple key",),
        Phrase("a line has no colon after its name"),
        Phrase("Write name: value, or put a text of several lines into quotes."),
        is_where_it_began=True,
    ),
    _Slip(("mapping values are not allowed",), Phrase("a colon stands where no name of a field can"), _QUOTE),
    _Slip(("cannot start any token",), Phrase("a text begins with a character that has a meaning in YAML"), _QUOTE),
    _Slip(
        ("block mapping",),
        Phrase("a line is indented otherwise than its neighbours, or something follows a closing quote"),
        Phrase("Give fields of one level the same indentation, and put the whole text into quotes."),
    ),
    _Slip(
        ("block collection",),
        Phrase("an entry of a list is indented otherwise than its neighbours"),
        Phrase("Begin entries of one list with - in the same column."),
    ),
    _Slip(
        ("sequence entries are not allowed",),
        Phrase("a list begins in the line of its field"),
        Phrase("Begin it on a line of its own."),
    ),
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
    found = parse_with_libyaml(text, path, first_line)
    return (found, []) if found else parse_with_pyyaml(text, path, first_line)


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
        return YamlValue(REFUSED, path), [_syntax_problem(error, path, first_line)]
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


def _syntax_problem(error: yaml.MarkedYAMLError, path: Path, first_line: int) -> Problem:
    parts = " ".join(", ".join(part for part in (error.context, error.problem) if part).split())
    found = next((slip for slip in _SLIPS if all(sign in parts for sign in slip.signs)), None)
    mark = error.problem_mark or error.context_mark
    if found and found.is_where_it_began:
        mark = error.context_mark or mark
    place = Place(path, mark.line + first_line, mark.column + 1) if mark else Place(path, first_line)
    reason = found.reason if found else Phrase("%(parts)s", parts=parts)
    return place.error(
        "broken-yaml", Phrase("broken YAML: %(reason)s.", reason=reason), found.hint if found else _QUOTE
    )
