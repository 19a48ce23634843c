"""What stands between braces at the end of a heading or a statement → its id, flags, and words by key.

Receives the inside of `{…}` and its place; returns `Attributes` and problems. Refuses ids that are not ASCII, keys and
flags it does not know, and values that hold spaces without quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from build_scripts.content.shapes import ID_PATTERN
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem, did_you_mean

ATTRIBUTES = ("kind", "actor", "sector", "also", "cites", "rests", "page", "formerly")
FLAGS = ("key", "draft")
_ATTRIBUTE = re.compile(
    rf"""\s*(?:\#(?P<id>[^\s"{{}}=]+)|(?P<flag>{"|".join(FLAGS)})
    |(?P<key>[\w-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"“”]+)))(?=\s|\Z)""",
    re.VERBOSE,
)
_ID = re.compile(ID_PATTERN)
_NO_FLAGS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands between braces: an id, words by key (`actor="a b"` → ("a", "b")), and flags; `raw` as written."""

    id: str = ""
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    raw: str = ""
    flags: frozenset[str] = _NO_FLAGS

    def get(self, key: str) -> tuple[str, ...]:
        """Give the words of a key, or none."""
        return self.words.get(key, ())


def parse_attributes(text: str, place: Place) -> tuple[Attributes, list[Problem]]:
    """Read the inside of `{…}`; ids must be ASCII, keys known, values quoted where they hold spaces."""
    words: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    flags: set[str] = set()
    identifier, position = "", 0
    text = raw = text.strip()
    while position < len(text):
        match = _ATTRIBUTE.match(text, position)
        if not match:
            hint = Phrase('Write {#some-id key=value key="two values"} with plain quotes.')
            message = Phrase('cannot read the attributes from "%(words)s".', words=text[position:].strip())
            return Attributes(identifier, words, raw, frozenset(flags)), [
                *problems,
                place.error("broken-attributes", message, hint),
            ]
        position = match.end()
        if match["id"]:
            problems += _check_id(match["id"], identifier, place)
            identifier = match["id"]
        elif match["flag"]:
            flags.add(match["flag"])
        elif match["key"] not in ATTRIBUTES:
            hint = did_you_mean(match["key"], ATTRIBUTES)
            problems.append(
                place.error("unknown-attribute", Phrase('there is no attribute "%(key)s".', key=match["key"]), hint)
            )
        elif match["key"] in words:
            problems.append(
                place.error(
                    "broken-attributes",
                    Phrase('the attribute "%(key)s" stands twice.', key=match["key"]),
                    Phrase('Write it once: %(key)s="one two".', key=match["key"]),
                )
            )
        else:
            words[match["key"]] = tuple((match["quoted"] or match["bare"] or "").split())
    return Attributes(identifier, words, raw, frozenset(flags) if flags else _NO_FLAGS), problems


def _check_id(found: str, earlier: str, place: Place) -> list[Problem]:
    if earlier:
        return [
            place.error(
                "broken-attributes",
                Phrase('two ids, "%(earlier)s" and "%(found)s".', earlier=earlier, found=found),
                Phrase("Keep one of them."),
            )
        ]
    if not _ID.fullmatch(found):
        hint = Phrase("Use a–z, 0–9 and single hyphens, like #first-finding.")
        return [place.error("invalid-id", Phrase('"%(id)s" is not an id.', id=found), hint)]
    return []
