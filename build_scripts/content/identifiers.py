"""The ids of the content with what they are ids of: the one way to name anything that has an address or stands in data.

Receives a text such as `statement/report/brief#id`; gives an `Identifier`. Refuses, with `ValueError`, other texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from build_scripts.content.shapes import ID_PATTERN, LONGEST_ID
from build_scripts.ground.messages import Phrase

_ID = ID_PATTERN.replace("(-", "(?:-")
# What an id within its container looks like, by kind, with the kind of the container, and what the kind is called.
_FORMS: Mapping[str, tuple[str, str, Phrase]] = MappingProxyType(
    {
        "report": (_ID, "", Phrase("report")),
        "brief": (f"{_ID}/{_ID}", "report", Phrase("brief")),
        "statement": (f"{_ID}/{_ID}#{_ID}", "brief", Phrase("statement")),
        "sector": (_ID, "", Phrase("sector")),
        "point": (f"{_ID}#{_ID}", "sector", Phrase("point")),
        "actor": (_ID, "", Phrase("actor")),
        "term": (_ID, "", Phrase("term")),
        "event": (_ID, "", Phrase("event")),
        "figure": (f"{_ID}/{_ID}", "report", Phrase("figure")),
        "indicator": (_ID, "", Phrase("indicator")),
        "place": (_ID, "", Phrase("place")),
        "page": (_ID, "", Phrase("page")),
        "reference": (f"(?:{_ID}/)?{_ID}", "report", Phrase("reference")),  # of a report, or of the site
    }
)
KINDS = tuple(_FORMS)


@dataclass(frozen=True, order=True)
class Identifier:
    """What something is, and its id, with those of what holds it.

    >>> one = Identifier.parse("statement/city/roads#lanes")
    >>> str(one.parent), one.own, str(one.inside("city/streets")), one.beside("width").key
    ('brief/city/roads', 'lanes', 'statement/city/streets#lanes', 'city/roads#width')
    """

    kind: str
    key: str

    @classmethod
    def parse(cls, text: str) -> Identifier:
        """Read `kind/key`."""
        kind, _, key = text.partition("/")
        if not is_key(kind, key):
            raise ValueError(
                Phrase(
                    '"%(text)s" is no id with its kind, like statement/report/brief#statement or term/open-data',
                    text=text,
                )
            )
        return cls(kind, key)

    @property
    def noun(self) -> Phrase:
        """Give what its kind is called."""
        return _FORMS[self.kind][2]

    @property
    def parent(self) -> Identifier | None:
        """Give what holds this, or None."""
        kind, key = _FORMS[self.kind][1], self.key[: -len(self.own) - 1]
        return Identifier(kind, key) if kind and key else None

    @property
    def own(self) -> str:
        """Give the id within what holds this."""
        return re.split("[/#]", self.key)[-1]

    def inside(self, parent: str) -> Identifier:
        """Give what has the same id in another container, named by its key."""
        return Identifier(self.kind, f"{parent}{self.key[-len(self.own) - 1]}{self.own}")

    def beside(self, own: str) -> Identifier:
        """Give what has another id in the same container; a whole key names its container itself."""
        inside = self.key[: -len(self.own)] + own
        return Identifier(self.kind, inside if is_key(self.kind, inside) else own)

    def __str__(self) -> str:
        """Give `kind/key`."""
        return f"{self.kind}/{self.key}"


def is_key(kind: str, key: str) -> bool:
    """Tell whether a text can be the key of something of a kind: its id with those of what holds it."""
    form = _FORMS.get(kind)
    return form is not None and len(key) <= 3 * LONGEST_ID and re.fullmatch(form[0], key) is not None
