"""Texts that the library still keeps as Markdown → prose."""

from __future__ import annotations

from functools import lru_cache

from build_scripts.ground.markdown import Prose, read_prose


def as_prose(text: str | Prose, is_heading: bool = False) -> Prose:
    """Give a text as prose, whether it has been read yet or not; a heading holds no lists or quotations."""
    return text if isinstance(text, Prose) else _read(f"# {text}" if is_heading and text else text)


@lru_cache(maxsize=8192)
def _read(text: str) -> Prose:
    return read_prose(text)
