"""A YAML file and what is to become of its names, its lists and its entries → the same file with only this changed.

Receives the text of a file that has been read without problems; returns the new text. Comments, order and every other
byte stay. Refuses, with `ValueError`, what is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import yaml

from build_scripts.ground.strict_yaml import KeyPath
from build_scripts.ground.yaml_edits import find_end, find_node, scalar

# Gives what a value, or a key as the last part of its path, is called after a change; the path is its own.
Rename = Callable[[KeyPath, str], str]


def rename_scalars(text: str, values: Rename, keys: Rename) -> str:
    """Give every value and every key of mappings the name that it is to have.

    >>> rename_scalars("a: {b: c} # d\\n", lambda path, text: text.upper(), lambda path, text: text + "2")
    'a2: {b2: C} # d\\n'
    """
    edits: list[tuple[int, int, str]] = []
    for path, node, is_key in _scalars(_compose(text), ()):
        name = (keys if is_key else values)(path, node.value)
        if name != node.value:
            edits.append((node.start_mark.index, find_end(text, node), scalar(name)))
    for start, end, name in sorted(edits, reverse=True):
        text = text[:start] + name + text[end:]
    return text


def set_list(text: str, keys: KeyPath, field: str, items: Sequence[str]) -> str:
    """Put a list into a field of the mapping at `keys`: in its place, else after the first field; none takes it away.

    >>> set_list("a: {b: 1}\\n", ("a",), "c", ["d", "e"]), set_list("a: 1 # b\\nf: 2\\n", (), "c", ["d"])
    ('a: {b: 1, c: [d, e]}\\n', 'a: 1 # b\\nc: [d]\\nf: 2\\n')
    """
    words = f"[{', '.join(map(scalar, items))}]"
    root = _compose(text)
    if root is None:
        return f"{text}{field}: {words}\n" if items else text
    node = find_node(root, keys)
    own = {key.value: value for key, value in node.value}
    if field in own:
        if not items:
            return remove_part(text, (*keys, field))
        return text[: own[field].start_mark.index] + words + text[find_end(text, own[field]) :]
    return add_field(text, keys, field, words) if items else text


def add_field(text: str, keys: KeyPath, field: str, words: str) -> str:
    """Add a field with a value as it is to be written after the first field of the mapping at `keys`."""
    root = _compose(text)
    if root is None:
        return f"{text}{field}: {words}\n"
    node = find_node(root, keys)
    key, value = node.value[0]
    end = find_end(text, value)
    if node.flow_style:
        end = find_end(text, node.value[-1][1])
        return f"{text[:end]}, {field}: {words}{text[end:]}"
    end = _line_end(text, end)
    return f"{text[:end]}\n{' ' * key.start_mark.column}{field}: {words}{text[end:]}"


def remove_part(text: str, keys: KeyPath) -> str:
    """Take out what stands at `keys`, and what held nothing else.

    >>> remove_part("a:\\n  - b\\n  - c # d\\n", ("a", 1)), remove_part("a: {b: 1}\\nc: [d]\\n", ("a", "b"))
    ('a:\\n  - b\\n', 'c: [d]\\n')
    >>> remove_part("a: [b, c]\\n", ("a", 0)), remove_part("a: [b, c]\\n", ("a", 1)), remove_part("- a\\n", (0,))
    ('a: [c]\\n', 'a: [b]\\n', '')
    """
    parent = find_node(_compose(text), keys[:-1])
    spans = list(_spans(text, parent))
    no = keys[-1] if isinstance(keys[-1], int) else [key.value for key, _ in parent.value].index(keys[-1])
    if len(spans) == 1:
        return remove_part(text, keys[:-1]) if len(keys) > 1 else ""
    start, end = spans[no]
    if parent.flow_style:
        start, end = (start, spans[no + 1][0]) if no + 1 < len(spans) else (spans[no - 1][1], end)
        return text[:start] + text[end:]
    start = text.rfind("\n", 0, start) + 1
    if text[start : spans[no][0]].strip(" -") or (no == 0 and keys[:-1] and isinstance(keys[-2], int)):
        following = spans[no + 1][0]  # on the line of the dash above it: what follows takes its place
        return text[: spans[no][0]] + text[following:]
    return text[:start] + text[_line_end(text, end) + 1 :]


def _spans(text: str, node: Any) -> Iterator[tuple[int, int]]:
    """Give where each entry of a mapping or list begins and ends."""
    for child in node.value:
        first, last = child if isinstance(child, tuple) else (child, child)
        yield first.start_mark.index, find_end(text, last)


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _compose(text: str) -> Any:
    return yaml.compose(text, yaml.SafeLoader)


def _scalars(node: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Any, bool]]:
    """Give every scalar with its path, and whether it is a key."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            own = (*path, key.value)
            yield own, key, True
            yield from _scalars(value, own)
    elif isinstance(node, yaml.SequenceNode):
        for no, child in enumerate(node.value):
            yield from _scalars(child, (*path, no))
    elif node is not None:
        yield path, node, False
