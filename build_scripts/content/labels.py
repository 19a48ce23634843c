"""The texts by language inside a shape, with the keys that lead to them in its file.

Receives shapes of `model`; refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args, get_origin

from build_scripts.content.model import TermForms
from build_scripts.content.shapes import Shape
from build_scripts.ground.strict_yaml import KeyPath
from build_scripts.ground.texts import Texts


def walk_texts(value: Any, *keys: str | int) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
    """Give every text by language inside a shape, with the keys that lead to it in the file."""
    if isinstance(value, Shape) and not isinstance(value, TermForms):
        for name, info in type(value).model_fields.items():
            inner = getattr(value, name)
            # In the file the forms of a term stand beside its other fields.
            own = keys if name == "forms" else (*keys, name)
            if isinstance(inner, Mapping) and _is_by_language(info.annotation):
                yield own, inner
            elif not isinstance(inner, str):
                yield from walk_texts(inner, *own)
    elif isinstance(value, (tuple, Mapping)):
        pairs: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, Mapping) else enumerate(value)
        for key, item in pairs:
            yield from walk_texts(item, *keys, key)


def _is_by_language(annotation: Any) -> bool:
    options = [annotation, *get_args(annotation)]
    return any(get_origin(option) is Texts for option in options)
