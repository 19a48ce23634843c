"""An original that statements summarise, read from its file → its passages in order. It stays outside the content.

Receives a path; returns an `Original`. Refuses, with `OriginalError`, what cannot be read or has no text.
"""

from __future__ import annotations

from pathlib import Path

from build_scripts.content.originals.passages import Original, OriginalError, Passage
from build_scripts.content.originals.plain import read_plain

__all__ = ["Original", "OriginalError", "Passage", "read_original"]


def read_original(path: Path) -> Original:
    """Read an original."""
    return read_plain(path)
