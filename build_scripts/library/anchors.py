"""The headings of a text → their anchors: ASCII, the same in every language, and not by position.

Receives the sections of a file in the source language; returns an anchor for each. One that the editors gave is taken
as it is; others are made of the heading's words and begin with `_`, as no id does. A heading keeps its anchor as long
as it keeps its words, wherever it stands. Refuses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256

from build_scripts.content.outline import Section
from build_scripts.translation.units import normalise

_TITLE = "_title"  # the anchor of the title of every page
_LONGEST = 60


def find_anchors(sections: Iterable[Section]) -> tuple[str, ...]:
    """Give the anchor of each heading; of those with the same words the second ends in 2, and so on."""
    found: list[str] = []
    for section in sections:
        anchor = made = section.attributes.id or make_anchor(section.title.words)
        no = 1
        while anchor in (_TITLE, *found):
            no += 1
            anchor = f"{made}-{no}"
        found.append(anchor)
    return tuple(found)


def make_anchor(words: str) -> str:
    """Give an anchor for words: they themselves where they are Latin, else a digest, whatever their width and spaces.

    >>> make_anchor("What to do: évaluer"), make_anchor("建议（一）") == make_anchor("建议 (一)"), make_anchor("建议")
    ('_what-to-do-evaluer', True, '_abee4974')
    """
    ascii_words = "".join(char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char))
    slug = "-".join(re.findall("[a-z0-9]+", ascii_words.lower()))
    if slug and not any(char.isalpha() and not char.isascii() for char in ascii_words) and len(slug) <= _LONGEST:
        return f"_{slug}"
    return f"_{sha256(normalise(words).encode()).hexdigest()[:8]}"
