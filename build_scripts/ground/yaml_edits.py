"""A YAML file and new words for some of its texts by language → the same file with only these changed.

Receives the text of a file that has been read without problems; returns the new text. Comments, order and every
other byte stay. Refuses, with `ValueError`, what could not be written so that it is read back as it was meant.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import has_errors
from build_scripts.ground.strict_yaml import KeyPath, parse_yaml

# Control characters, line separators and surrogates; see YAML 1.2, section 5.1.
_UNPRINTABLE = re.compile("[\x7f-\x84\x85\x86-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class NewText:
    """What the text at `keys`, `language`, `inner` of a file is to be: `(0, "label")`, `fr`, `()`."""

    keys: KeyPath
    language: str
    inner: tuple[str, ...]
    text: str


def quoted(text: str) -> str:
    """Write a text as a double-quoted YAML value; what YAML does not print is escaped."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def scalar(text: str) -> str:
    """Write a text as a YAML value that holds in a line and in braces: plain where that is safe, else quoted."""
    value, problems = parse_yaml(f"{{a: {text}}}", Path())
    return text if text[:1].isalnum() and not problems and value.data == {"a": text} else quoted(text)


def set_texts(text: str, changes: Sequence[NewText], languages: Collection[str]) -> str:
    """Put new texts into a YAML file; a language that a text lacks is added after the last that it has."""
    root = yaml.compose(text, yaml.SafeLoader)
    edits = [_edit(text, root, change, languages) for change in changes]
    for start, end, words in sorted(edits, reverse=True):
        text = text[:start] + words + text[end:]
    return text


def add_item(text: str, key: str, fields: Mapping[str, str | Sequence[str]]) -> str:
    """Add a mapping of texts, or lists of them, to the end of a list at the top of a YAML file, written as its items.

    >>> print(add_item("a:\\n  - {code: zh}\\n  - {code: en} # last\\nb: 1\\n", "a", {"code": "fr", "then": ["en"]}))
    a:
      - {code: zh}
      - {code: en} # last
      - {code: fr, then: [en]}
    b: 1
    <BLANKLINE>
    """
    items = find_node(yaml.compose(text, yaml.SafeLoader), (key,))
    last = items.value[-1]
    end = find_end(text, last)
    pairs = [f"{name}: {_written(value)}" for name, value in fields.items()]
    if items.flow_style:
        return f"{text[:end]}, {{{', '.join(pairs)}}}{text[end:]}"
    end = len(text) if (line_end := text.find("\n", end)) < 0 else line_end
    indent = " " * items.start_mark.column
    body = f"{{{', '.join(pairs)}}}" if last.flow_style else f"\n{indent}  ".join(pairs)
    return f"{text[:end]}\n{indent}- {body}{text[end:]}"


def _written(value: str | Sequence[str]) -> str:
    return scalar(value) if isinstance(value, str) else f"[{', '.join(map(scalar, value))}]"


def check_texts(old: str, new: str, changes: Iterable[NewText]) -> None:
    """Raise `ValueError` unless a file says what it said, but for the changes."""
    expected, found = (parse_yaml(text, Path()) for text in (old, new))
    data = deepcopy(expected[0].data)
    for change in changes:
        values = data
        for key in (*change.keys, *((change.language, *change.inner)[:-1])):
            values = values.setdefault(key, {}) if isinstance(values, dict) else values[key]
        values[(change.language, *change.inner)[-1]] = change.text
    if has_errors(found[1]) or found[0].data != data:
        raise ValueError(Phrase("the file could not be edited in place"))


def _edit(text: str, root: Any, change: NewText, languages: Collection[str]) -> tuple[int, int, str]:
    """Give the span of the file to replace, and with what."""
    parent = find_node(root, change.keys)
    pairs = {str(key.value): (key, value) for key, value in parent.value}
    if change.language in pairs:
        node = find_node(pairs[change.language][1], change.inner)
        start, end = node.start_mark.index, find_end(text, node)
        return start, end, _in_style(change.text, node.style)
    words = scalar(change.text)
    for key in reversed(change.inner):
        words = f"{{{key}: {words}}}"
    last = max((pair for key, pair in pairs.items() if key in languages), key=lambda pair: pair[0].start_mark.index)
    end = find_end(text, last[1])
    if parent.flow_style:
        return end, end, f", {change.language}: {words}"
    end = len(text) if (line_end := text.find("\n", end)) < 0 else line_end
    indent = " " * last[0].start_mark.column
    return end, end, f"\n{indent}{change.language}: {words}"


def find_node(node: Any, keys: Iterable[str | int]) -> Any:
    """Give the node at a path of keys below another."""
    for key in keys:
        if isinstance(key, int):
            node = node.value[key]
        else:
            node = next(value for name, value in node.value if name.value == key)
    return node


def find_end(text: str, node: Any) -> int:
    """Give where a node ends, without the blank lines and comments that PyYAML counts to a block."""
    children = list(_children(node))
    if children and not node.flow_style:
        return max(find_end(text, child) for child in children)
    start: int = node.start_mark.index
    return start + len(text[start : node.end_mark.index].rstrip())


def _children(node: Any) -> Iterator[Any]:
    if isinstance(node, yaml.MappingNode):
        yield from (value for _, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _in_style(text: str, style: str | None) -> str:
    """Write a text in the style of the value that it takes the place of, where that can be done in one line."""
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return quoted(text) if style == '"' else scalar(text)
