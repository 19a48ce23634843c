"""The label that an editor's note may open with → its kind.

Receives the words of a note and what `kinds.yml` declares; returns the kind's id and how much of the words the label
takes. A note that opens with none of the labels has no kind. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from build_scripts.content.model import NoteKind


def find_note_kind(words: str, kinds: Mapping[str, NoteKind], *languages: str) -> tuple[str, int]:
    """Give the id of a note's kind and the length of its label with the colon, or nothing and 0.

    A label is that of the first of the languages that it exists in.

    >>> from build_scripts.ground.texts import Texts
    >>> kinds = {"doubtful": NoteKind(label=Texts({"zh": "存疑", "en": "Doubtful"}))}
    >>> find_note_kind("存疑：偏高。", kinds, "zh"), find_note_kind("doubtful: too high", kinds, "en", "zh")
    (('doubtful', 3), ('doubtful', 10))
    >>> find_note_kind("编者注：偏高。", kinds, "zh"), find_note_kind("存疑", kinds, "zh")
    (('', 0), ('', 0))
    """
    for identifier, kind in kinds.items():
        label = kind.label.pick(*languages)
        found = re.match(rf"{re.escape(label)}\s*[:：]\s*", words, re.IGNORECASE) if label else None
        if found:
            return identifier, found.end()
    return "", 0
