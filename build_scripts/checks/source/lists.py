"""How languages list things: the patterns of `lists.toml`, those of all languages together.

Receives the name of a pattern; gives it. Refuses nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

_LISTS: Mapping[str, Mapping[str, str]] = tomllib.loads(
    Path(__file__).with_name("lists.toml").read_text(encoding="utf-8")
)


def listing(name: str) -> str:
    """Give a pattern, as each language has it or another.

    >>> listing("between")
    '(?:、|以及|[和与及]|, (?:and )?| and )'
    """
    return f"(?:{'|'.join(own[name] for own in _LISTS.values() if name in own)})"


def numerals() -> tuple[str, ...]:
    """Give the small numerals of each language that has them, from nought on."""
    return tuple(own["numerals"] for own in _LISTS.values() if "numerals" in own)
