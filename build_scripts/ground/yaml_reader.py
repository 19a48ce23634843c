"""The events of a YAML parser → values, and the place of every key.

Receives a parser (libyaml's or PyYAML's own, which give the same events), where its text stands, and the text; returns
its values, and keeps their places and what is wrong with them. Duplicate keys, aliases, tags and scalars that YAML 1.1
reads in a surprising way are refused with a hint. Raises what the parser raises, and `MarkedYAMLError` for a second
document, an anchor that stands twice, and nesting without end.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from build_scripts.ground.messages import NOTHING, Phrase
from build_scripts.ground.problems import Place, Problem
from build_scripts.ground.yaml_scalars import find_surprise, plain_value
from build_scripts.ground.yaml_typos import find_key_typo

KeyPath = tuple[str | int, ...]

NO_CHARACTER = Phrase("broken YAML: an escape that names no character.")
TOO_DEEP = "nested too deeply"
_TAG_NAMES = ("map", "seq", "str", "null", "bool", "int", "float", "timestamp", "value", "merge")
_TAGS = frozenset((None, "!", *(f"tag:yaml.org,2002:{name}" for name in _TAG_NAMES)))  # “!” says that there is none
_CUT = re.compile(r"(?P<gap>[ \t]+)(?P<rest>#[^\n]*)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MAX_DEPTH = 40


class _Refused:
    """The type of `REFUSED`, of which there is one, also where it was written out and read again."""

    def __repr__(self) -> str:
        return "REFUSED"

    def __reduce__(self) -> str:
        return "REFUSED"


REFUSED = _Refused()


class Reader:
    """Turns the events of a parser into values, keeping places and collecting problems."""

    def __init__(self, parser: Any, path: Path, line_offset: int, text: str) -> None:
        """Take a parser of the text; its first line is the one after `line_offset` of the file."""
        self._parser = parser
        self._path = path
        self._line_offset = line_offset
        self._text = text
        self.places: dict[KeyPath, tuple[int, int]] = {}
        self.ends: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []
        self._depth = 0
        self._anchors: set[str] = set()

    def read_document(self) -> Any:
        """Read the only document of the text; raises `MarkedYAMLError` where it is not YAML, or not the only one."""
        self._parser.get_event()
        if isinstance(self._parser.get_event(), StreamEndEvent):
            return {}
        data = self._read(self._next(), ())
        self._parser.get_event()
        end = self._parser.get_event()
        if not isinstance(end, StreamEndEvent):
            expected = "expected a single document in the stream"
            raise yaml.MarkedYAMLError(expected, None, "but found another document", end.start_mark)
        return data

    def _next(self) -> Any:
        """Give the next event of a node; nesting has an end, and an anchor stands once."""
        event = self._parser.get_event()
        if isinstance(event, CollectionEndEvent):
            self._depth -= 1
        elif not isinstance(event, AliasEvent):
            if self._depth > _MAX_DEPTH:
                raise yaml.MarkedYAMLError(problem=TOO_DEEP, problem_mark=event.start_mark)
            if event.anchor is not None:
                self._add_anchor(event)
            if not isinstance(event, ScalarEvent):
                self._depth += 1
        return event

    def _add_anchor(self, event: Any) -> None:
        if event.anchor in self._anchors:
            first = f"found duplicate anchor {event.anchor!r}; first occurrence"
            raise yaml.MarkedYAMLError(first, None, "second occurrence", event.start_mark)
        self._anchors.add(event.anchor)

    def _read(self, event: Any, keys: KeyPath) -> Any:
        """Read the node that begins with an event."""
        self.places.setdefault(keys, self._position(event))
        data: Any = REFUSED
        last = event
        if self._is_refused(event):
            last = self._pass(event)
        elif isinstance(event, ScalarEvent):
            data = self._scalar(event)
        elif isinstance(event, SequenceStartEvent):
            data, last = self._sequence(keys)
        else:
            data, last = self._mapping(keys)
        mark = last.end_mark
        self.ends[keys] = mark.line + self._line_offset + (1 if mark.column else 0)
        return data

    def _is_refused(self, event: Any) -> bool:
        if isinstance(event, AliasEvent):
            self._refuse(
                event, "yaml-alias", Phrase("YAML aliases (*name) are not allowed."), Phrase("Write the text out.")
            )
        elif event.tag not in _TAGS:
            self._refuse(
                event, "yaml-tag", Phrase('the YAML tag "%(tag)s" is not allowed.', tag=event.tag), Phrase("Remove it.")
            )
        else:
            return False
        return True

    def _pass(self, event: Any) -> Any:
        """Pass over the rest of a node; give its last event."""
        depth = 0
        while True:
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth == 0:
                return event
            event = self._next()

    def _sequence(self, keys: KeyPath) -> tuple[list[Any], Any]:
        values: list[Any] = []
        while not isinstance(event := self._next(), CollectionEndEvent):
            values.append(self._read(event, (*keys, len(values))))
        return values, event

    def _mapping(self, keys: KeyPath) -> tuple[dict[str, Any], Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := self._next(), CollectionEndEvent):
            if self._is_key(event, keys, values):
                here = (*keys, event.value)
                self.places[here] = self._position(event)
                values[event.value] = self._read(self._next(), here)
            else:
                self._pass(event)
                self._pass(self._next())
        return values, event

    def _is_key(self, event: Any, keys: KeyPath, values: dict[str, Any]) -> bool:
        """Tell whether a node can be a key, and does not stand there already."""
        if self._is_refused(event):
            return False
        if not isinstance(event, ScalarEvent):
            self._refuse(event, "yaml-key", Phrase("a key must be plain text."))
            return False
        if event.value == "<<" and not event.style:
            self._refuse(event, "yaml-alias", Phrase("merge keys (<<) are not allowed."), Phrase("Write the keys out."))
            return False
        if typo := find_key_typo(event.value):
            self._refuse(event, "broken-yaml", *typo)
            return False
        self._check_surprise(event)
        if event.value in values:
            line = self.places[(*keys, event.value)][0]
            message = Phrase('the key "%(key)s" stands twice (first on line %(line)s).', key=event.value, line=line)
            self._refuse(event, "duplicate-key", message, Phrase("Keep one of them."))
            return False
        return True

    def _scalar(self, event: ScalarEvent) -> Any:
        text = event.value
        if _SURROGATE.search(text):
            return self._refuse(event, "broken-yaml", NO_CHARACTER)
        if event.style:  # quoted or block text is text
            return text
        if self._check_surprise(event):
            return text if text.isalpha() else REFUSED  # a number that may be another one would not agree with the text
        try:
            value = plain_value(text)
        except ValueError as error:
            return self._refuse(event, "broken-yaml", Phrase("%(reason)s.", reason=error))
        if isinstance(value, str) or value is None:
            self._check_cut(event)
        return value

    def _check_cut(self, event: Any) -> None:
        """A text without quotes ends where YAML sees a comment, which may have been meant as words."""
        end = event.end_mark
        match = _CUT.match(self._text, end.index)
        if match:
            place = Place(self._path, end.line + 1 + self._line_offset, end.column + 1)
            message = Phrase("for YAML “%(words)s” is a comment, which nobody is shown.", words=match["rest"].strip())
            hint = Phrase("Put the whole text into quotes, or the comment on a line of its own.")
            # Spaces on both sides of the sign are how comments are written, with two before it nobody means words.
            is_comment = match["rest"][1:2] in (" ", "\t", "")
            if not is_comment or (match["gap"] == " " and event.value):
                make = place.warning if is_comment else place.error
                self.problems.append(make("yaml-comment", message, hint))

    def _check_surprise(self, event: ScalarEvent) -> bool:
        if event.style:
            return False
        text = event.value
        reason = find_surprise(text)
        if reason:
            hint, plain = Phrase('Write "%(text)s" with quotes.', text=text), text.replace("_", "")
            if plain != text and re.fullmatch(r"[-+]?[1-9][0-9]*(\.[0-9]+)?", plain):
                hint = Phrase('Write %(number)s, or a text as "%(text)s" with quotes.', number=plain, text=text)
            self._refuse(
                event, "yaml-surprise", Phrase("%(text)s is ambiguous: %(reason)s.", text=text, reason=reason), hint
            )
        return reason != ""

    def _refuse(self, event: Any, rule: str, message: Phrase, hint: Phrase = NOTHING) -> _Refused:
        self.problems.append(Place(self._path, *self._position(event)).error(rule, message, hint))
        return REFUSED

    def _position(self, event: Any) -> tuple[int, int]:
        mark = event.start_mark
        return mark.line + 1 + self._line_offset, mark.column + 1
