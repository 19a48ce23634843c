"""The addresses of a statement, and of a point of a comparison: the one way to name them, from files to permalinks.

Receives a text such as `report/brief#statement`; gives a `StatementAddress`. Refuses, with `ValueError`, other texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from build_scripts.content.shapes import ID_PATTERN, LONGEST_ID
from build_scripts.ground.messages import Phrase

_KEY = re.compile(rf"({ID_PATTERN})/({ID_PATTERN})#({ID_PATTERN})".replace("(-", "(?:-"))


@dataclass(frozen=True, order=True)
class StatementAddress:
    """A report, a brief of it, and a statement in that.

    >>> address = StatementAddress.parse("city/roads#lanes")
    >>> address.path, address.unit, str(address)
    ('reports/city/roads/#lanes', 'reports/city/roads#lanes', 'city/roads#lanes')
    """

    report: str
    brief: str
    id: str

    @classmethod
    def parse(cls, key: str) -> StatementAddress:
        """Read `report/brief#statement`."""
        match = _KEY.fullmatch(key) if len(key) <= 3 * LONGEST_ID else None
        if match is None:
            raise ValueError(Phrase('"%(key)s" is no address like report/brief#statement', key=key))
        return cls(*match.groups())

    @property
    def brief_key(self) -> str:
        """Give the key of the brief: `report/brief`."""
        return f"{self.report}/{self.brief}"

    @property
    def path(self) -> str:
        """Give the permalink under a language."""
        return f"reports/{self.report}/{self.brief}/#{self.id}"

    @property
    def unit(self) -> str:
        """Give the name of the statement as a unit of translation, without the language of a file."""
        return f"reports/{self.report}/{self.brief}#{self.id}"

    def __str__(self) -> str:
        """Give the key: `report/brief#statement`."""
        return f"{self.report}/{self.brief}#{self.id}"


@dataclass(frozen=True, order=True)
class PointAddress:
    """A sector, and a point of the comparison on it.

    >>> address = PointAddress("roads", "both-lanes")
    >>> address.path, address.unit, str(address)
    ('sectors/roads/#both-lanes', 'comparisons/roads#both-lanes', 'roads#both-lanes')
    """

    sector: str
    id: str

    @property
    def path(self) -> str:
        """Give the permalink under a language."""
        return f"sectors/{self.sector}/#{self.id}"

    @property
    def unit(self) -> str:
        """Give the name of the point as a unit of translation, without the language of a file."""
        return f"comparisons/{self.sector}#{self.id}"

    def __str__(self) -> str:
        """Give the key: `sector#point`."""
        return f"{self.sector}#{self.id}"
