"""YAML read strictly: a text → values, and the place of every key.

Receives a text; returns values together with the place of every key, or problems. Duplicate keys, anchors, tags and the
scalars that YAML 1.1 reads in a surprising way (`no`, `1:30`, `010`, `0x1F`, `1_000`) are refused with a hint, and
decimals stay exact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from build_scripts.ground.problems import Place, Problem

KeyPath = tuple[str | int, ...]

_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?\Z")
# The scalars that YAML 1.1 turns into something else than what they look like (YAML 1.1, "Tag Repository").
_SURPRISES = (
    (re.compile(r"(y|n|yes|no|on|off)\Z", re.IGNORECASE), "YAML may read it as true or false"),
    (re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?\Z"), "YAML may read it as a base-60 number"),
    (re.compile(r"[-+]?0[0-9_]+\Z"), "YAML may read it as an octal number"),
    (re.compile(r"[-+]?0[bxo][0-9a-fA-F_]+\Z"), "YAML may read it as a number of another base"),
    (re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(\.[0-9_]*)?\Z"), "YAML may drop the underscores"),
    (re.compile(r"[-+]?\.(inf|nan)\Z|\.[0-9]+\Z", re.IGNORECASE), "it is not a plain decimal number"),
)
_TAG_NAMES = ("map", "seq", "str", "null", "bool", "int", "float", "timestamp", "value", "merge")
_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in _TAG_NAMES)
_CUT = re.compile(r"(?P<gap>[ \t]+)(?P<rest>#[^\n]*)")
_MAX_DEPTH = 40
_MAX_DIGITS = 100


class _Refused:
    """The type of `REFUSED`."""

    def __repr__(self) -> str:
        return "REFUSED"


REFUSED = _Refused()


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
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        return YamlValue(REFUSED, path), [_syntax_problem(error, path, first_line)]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position)
        column = error.position - text.rfind("\n", 0, error.position)
        message = f"broken YAML: unacceptable character #x{ord(text[error.position]):04x}: {error.reason}."
        place = Place(path, line + first_line, column)
        return YamlValue(REFUSED, path), [place.error("broken-yaml", message, "Remove it.")]
    except (ValueError, OverflowError):  # an escape like "\\UFFFFFFFF"
        place = Place(path, loader.line + first_line, loader.column + 1)
        return YamlValue(REFUSED, path), [place.error("broken-yaml", _NO_CHARACTER)]
    reader = _Reader(path, first_line - 1, text)
    data = reader.read(node, ()) if node is not None else {}
    return YamlValue(data, path, reader.places, reader.ends), reader.problems


_NO_CHARACTER = "broken YAML: an escape that names no character."
_ALIAS_TAG = "!alias"


class _Loader(yaml.SafeLoader):
    """Composes nodes; an alias becomes a node of its own place, and nesting has an end."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Compose one node, counting how deep it lies."""
        if self.check_event(yaml.AliasEvent):
            event = self.get_event()  # type: ignore[no-untyped-call]
            return yaml.ScalarNode(_ALIAS_TAG, event.anchor, event.start_mark, event.end_mark)
        if self.depth > _MAX_DEPTH:
            raise yaml.MarkedYAMLError(problem="nested too deeply", problem_mark=self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _syntax_problem(error: yaml.MarkedYAMLError, path: Path, first_line: int) -> Problem:
    parts = " ".join(", ".join(part for part in (error.context, error.problem) if part).split())
    mark = error.problem_mark or error.context_mark
    hint = "Text that holds ': ' or '#', or starts with a special character, needs quotes."
    if "nested too deeply" in parts and mark:
        place = Place(path, mark.line + first_line, mark.column + 1)
        return place.error("broken-yaml", "the YAML is nested too deeply.")
    if "'\\t'" in parts:
        hint = "Indent with spaces, not with tabs."
    elif "another document" in parts:
        hint = "Remove the line ---."
    elif "quoted scalar" in parts and "end of stream" in parts:
        mark, hint = error.context_mark or mark, "Close the quote."
    elif "simple key" in parts:
        mark = error.context_mark or mark
    place = Place(path, mark.line + first_line, mark.column + 1) if mark else Place(path, first_line)
    return place.error("broken-yaml", f"broken YAML: {parts}.", hint)


class _Reader:
    """Turns YAML nodes into values, keeping places and collecting problems."""

    def __init__(self, path: Path, line_offset: int, text: str) -> None:
        self.path = path
        self.line_offset = line_offset
        self.text = text
        self.places: dict[KeyPath, tuple[int, int]] = {}
        self.ends: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []

    def read(self, node: yaml.Node, keys: KeyPath) -> Any:
        self.places.setdefault(keys, self._position(node))
        self.ends[keys] = node.end_mark.line + self.line_offset + (1 if node.end_mark.column else 0)
        if node.tag == _ALIAS_TAG:
            return self._refuse(node, "yaml-alias", "YAML aliases (*name) are not allowed.", "Write the text out.")
        if node.tag not in _TAGS:
            return self._refuse(node, "yaml-tag", f'the YAML tag "{node.tag}" is not allowed.', "Remove it.")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, keys)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*keys, no)) for no, child in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, keys: KeyPath) -> dict[str, Any]:
        values: dict[str, Any] = {}
        first_lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            if key_node.tag not in _TAGS:
                self.read(key_node, keys)
                continue
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(key_node, "yaml-key", "a key must be plain text.")
                continue
            if key_node.value == "<<" and key_node.style is None:
                self._refuse(key_node, "yaml-alias", "merge keys (<<) are not allowed.", "Write the keys out.")
                continue
            key = str(key_node.value)
            self._check_surprise(key_node)
            line, column = self._position(key_node)
            if key in first_lines:
                message = f'the key "{key}" stands twice (first on line {first_lines[key]}).'
                self._refuse(key_node, "duplicate-key", message, "Keep one of them.")
                continue
            first_lines[key] = line
            self.places[(*keys, key)] = (line, column)
            values[key] = self.read(value_node, (*keys, key))
        return values

    def _scalar(self, node: yaml.Node) -> Any:
        text = str(node.value)
        if any("\ud800" <= char <= "\udfff" for char in text):
            return self._refuse(node, "broken-yaml", _NO_CHARACTER)
        if getattr(node, "style", None) is not None:  # quoted or block text is text
            return text
        if text in ("", "~", "null", "Null", "NULL"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if self._check_surprise(node):
            return text if text.isalpha() else REFUSED  # a number that may be another one would not agree with the text
        if _DECIMAL.match(text):
            if len(text) > _MAX_DIGITS:
                return self._refuse(node, "broken-yaml", "the number has too many digits.")
            return int(text) if text.lstrip("+-").isdigit() else Decimal(text)
        self._check_cut(node)
        return text

    def _check_cut(self, node: yaml.Node) -> None:
        """A text without quotes ends where YAML sees a comment, which may have been meant as words."""
        match = _CUT.match(self.text, node.end_mark.index)
        if match:
            place = Place(self.path, node.end_mark.line + 1 + self.line_offset, node.end_mark.column + 1)
            message = f"for YAML “{match['rest'].strip()}” is a comment, which nobody is shown."
            hint = "Put the whole text into quotes, or the comment on a line of its own."
            # Spaces on both sides of the sign are how comments are written, with two before it nobody means words.
            is_comment = match["rest"][1:2] in (" ", "\t", "")
            if not is_comment or match["gap"] == " ":
                make = place.warning if is_comment else place.error
                self.problems.append(make("yaml-comment", message, hint))

    def _check_surprise(self, node: yaml.Node) -> bool:
        if getattr(node, "style", None) is not None:
            return False
        text = str(node.value)
        reason = next((why for pattern, why in _SURPRISES if pattern.match(text)), None)
        if reason:
            self._refuse(node, "yaml-surprise", f"{text} is ambiguous: {reason}.", f'Write "{text}" with quotes.')
        return reason is not None

    def _refuse(self, node: yaml.Node, rule: str, message: str, hint: str = "") -> _Refused:
        self.problems.append(Place(self.path, *self._position(node)).error(rule, message, hint))
        return REFUSED

    def _position(self, node: yaml.Node) -> tuple[int, int]:
        return node.start_mark.line + 1 + self.line_offset, node.start_mark.column + 1
