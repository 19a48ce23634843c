"""What addresses answered, kept in a file for some days, so that nobody is asked again without need.

Receives the path of the file and the time in seconds; gives and takes answers by address. What is uncertain is
not kept. A file that cannot be read is as good as none, and one that cannot be written is left. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from build_scripts.checks.external.asking import Answer
from build_scripts.ground.files import write_text_atomically

_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Kept:
    """An answer, and when it was given, in seconds since 1970."""

    at: float
    answer: Answer


_FORM = TypeAdapter(dict[str, Kept])


def load_answers(path: Path, now: float, days: float) -> dict[str, Kept]:
    """Give the answers of the last days by address."""
    with suppress(OSError, ValueError):  # whatever somebody made of the file
        known = _FORM.validate_json(path.read_bytes())
        return {address: own for address, own in known.items() if 0 <= now - own.at < days * _DAY}
    return {}


def save_answers(path: Path, answers: Mapping[str, Kept]) -> None:
    """Write the answers that are certain."""
    certain = {address: own for address, own in sorted(answers.items()) if own.answer.is_certain}
    with suppress(OSError):  # nothing is remembered then
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text_atomically(path, _FORM.dump_json(certain, indent=1).decode("utf-8") + "\n")
