"""The address of a unit of translation, as people and catalogues write it.

Receives the parts or the text of an address; gives the one from the other. Refuses, with `ValueError`, a text that
names no file or no unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from build_scripts.ground import shipped
from build_scripts.ground.messages import Phrase

COMMAND = f"{shipped.COMMAND} translate"  # as it can be pasted
# A label of `withdrawn.yml` is that of an id with its kind: `withdrawn.yml@fr#point/trams#speed.reason`.
_UNIT = r"[^#:]+(?:#[^#:.]+\.[^#:]+)?"
_ADDRESS = re.compile(rf"(?P<path>[^#@]+)(?:@(?P<language>[^#@]+))?#(?P<unit>{_UNIT})(?::(?P<piece>[^#:]+))?")


@dataclass(frozen=True, order=True)
class UnitAddress:
    """Where a unit stands: `path#unit`, with its language where all languages share a file, and one of its pieces.

    >>> str(UnitAddress("sectors.yml", "trams.label", "fr"))
    'sectors.yml@fr#trams.label'
    >>> UnitAddress.parse("pages/about.fr.md#goal:note-1").piece
    'note-1'
    >>> UnitAddress.parse("withdrawn.yml@fr#point/trams#speed.reason").unit
    'point/trams#speed.reason'
    """

    path: str
    unit: str
    language: str = ""
    piece: str = "text"

    def __str__(self) -> str:
        """Give the address as it is written; the main text of a unit needs no name."""
        language = f"@{self.language}" if self.language else ""
        piece = f":{self.piece}" if self.piece != "text" else ""
        return f"{self.path}{language}#{self.unit}{piece}"

    @classmethod
    def parse(cls, text: str) -> UnitAddress:
        """Read an address as it is written."""
        match = _ADDRESS.fullmatch(text)
        if not match:
            raise ValueError(Phrase('"%(text)s" is not written like path#unit', text=text))
        return cls(match["path"], match["unit"], match["language"] or "", match["piece"] or "text")
