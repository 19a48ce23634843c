"""The cases of `data/slips/*.yml`: good content, broken in one way each, and what must come of it.

A case is the body of a brief (`brief`), a whole file of a brief (`file`), the bytes of one in hexadecimal (`bytes`), or
another file of the content (`files`: its path → text). In `brief`, § stands for a heading with a kind. What must come:

- `rule` and `line`: an error of this rule on this line, counted from the first of what is given, with what to write;
- `warns` and `line`: no error, but a warning of this rule on this line, likewise;
- `hint`: words of that hint;
- `shows`: no error, and these words in this order on the page, without braces; `statements`: the ids of its statements.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import TESTS
from tests.markdown_site import Piece

FOLDER = TESTS / "data" / "slips"
HEADING = "## 现状 {kind=finding}\n\n"
KEYS = {"brief", "file", "bytes", "files", "rule", "warns", "line", "hint", "shows", "statements"}


@dataclass(frozen=True)
class Slip:
    """A case by its name."""

    name: str
    right: dict[str, Any]

    @property
    def piece(self) -> Piece:
        """Give the brief that it stands in, or that stands beside it."""
        body = self.right.get("brief", "§- 好句。 {#c}\n").replace("§", HEADING)
        return Piece(self.name, "brief", body) if "file" not in self.right else Piece(self.name, "file", self.text)

    @property
    def text(self) -> str:
        """Give the whole file of a brief."""
        return str(self.right["file"]).replace("§", HEADING)

    @property
    def path(self) -> str:
        """Give the path of the file that is broken."""
        return next(iter(self.right.get("files", {})), self.piece.file)

    @property
    def line(self) -> int:
        """Give the line of the file on which the problem must stand."""
        first = self.piece.first_line if "brief" in self.right else 1
        return first + int(self.right["line"]) - 1

    @property
    def finding(self) -> tuple[str, str, int]:
        """Give level, rule and line of the problem."""
        return (
            ("error", self.right["rule"], self.line)
            if "rule" in self.right
            else ("warning", self.right["warns"], self.line)
        )

    def write(self, folder: Path) -> None:
        """Write what is broken into a content folder."""
        for name, text in self.right.get("files", {}).items():
            (folder / name).write_text(text, encoding="utf-8")
        if "bytes" in self.right:
            (folder / self.path).write_bytes(bytes.fromhex(self.right["bytes"]))


def read_slips() -> list[Slip]:
    """Give every case; raises `AssertionError` for one that is not as described above."""
    found: dict[str, Slip] = {}
    for path in sorted(FOLDER.glob("*.yml")):
        for name, right in yaml.load(path.read_bytes(), yaml.CSafeLoader).items():
            assert set(right) <= KEYS and len({"shows", "rule", "warns"} & set(right)) == 1, f"{path.name}: {name}"
            assert ("shows" in right) != ("line" in right) and name not in found, f"{path.name}: {name}"
            found[name] = Slip(name, right)
    return list(found.values())
