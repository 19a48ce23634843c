"""Records in their old form: digests in the front matter of a translation, joined source texts in the record file.

Receives loaded files and what their record says; returns the acceptances as they counted, and in the present form.
Refuses, with `ValueError`, to take a record out of a front matter that would not say the same without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from build_scripts.content.entries import MarkdownEntry
from build_scripts.ground.front_matter import split_front_matter
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place
from build_scripts.translation.record import Acceptance, Entry, Record, old_acceptance
from build_scripts.translation.units import Unit, digest_of

_FIELD = "translation"  # of the front matter
_UNKNOWN = {"text": ""}  # the source of no unit


def old_field(entry: MarkdownEntry[Any]) -> Place | None:
    """Give the place of a record in a front matter, if there is one."""
    has_one = isinstance(entry.yaml.data, dict) and _FIELD in entry.yaml.data
    return entry.yaml.place(_FIELD) if has_one else None


def with_old_field(record: Record, entry: MarkdownEntry[Any]) -> Record:
    """Add to a Markdown file's record what its front matter says, where the record itself says nothing in new form.

    The joined texts of an old record count only together with the digests in the front matter.
    """
    place = old_field(entry)
    found = entry.yaml.data[_FIELD] if place else None
    digests = found if isinstance(found, Mapping) else {}
    entries: dict[str, Entry] = {}
    for name in (*record.entries, *(name for name in digests if name not in record.entries)):
        own = record.entries.get(name, Entry(0))  # it stands in no line of the record
        if any(each.old_digest for each in own.variants) or not own.variants:
            source = own.variants[0].pieces["text"] if own.variants else ""
            digest = digests.get(name)
            own = replace(own, variants=(old_acceptance(digest, source),) if isinstance(digest, str) and digest else ())
        entries[name] = own
    return replace(record, entries=entries, is_old=record.is_old or place is not None)


def settle(acceptance: Acceptance, source: Unit, found: Mapping[str, str] | None = None) -> Acceptance:
    """Give an acceptance in the present form, with the same state; `found` is the source that git has by its digest.

    Where an old record knows a digest alone, the source is unknown: an empty text, which no unit has.
    """
    if not acceptance.old_digest:
        return acceptance
    holds_for = source.pieces if acceptance.old_digest == source.digest else found
    pieces = acceptance.pieces if acceptance.whole else _UNKNOWN
    if acceptance.patched:
        patched = holds_for or _UNKNOWN
        return Acceptance(_UNKNOWN if digest_of(pieces) == source.digest else pieces, patched)
    if not holds_for and digest_of(pieces) == source.digest:
        holds_for = _UNKNOWN
    return Acceptance(holds_for or pieces)


def without_old_field(text: str, path: Path) -> str:
    """Take the record out of a file's front matter; every other byte stays."""
    before, _ = split_front_matter(text, path)
    if not isinstance(before.front.data, dict) or _FIELD not in before.front.data:
        return text
    ends = [end for keys, end in before.front.ends.items() if keys[:1] == (_FIELD,) and len(keys) > 1]
    first = before.front.place(_FIELD).line
    last = max(ends, default=before.front.ends[(_FIELD,)]) if before.front.data[_FIELD] else first
    lines = text.split("\n")
    del lines[first - 1 : last]
    after, problems = split_front_matter("\n".join(lines), path)
    expected = {key: value for key, value in before.front.data.items() if key != _FIELD}
    if problems or after.front.data != expected or after.body != before.body:
        raise ValueError(
            Phrase("the record cannot be taken out of the front matter of %(name)s; remove it by hand", name=path.name)
        )
    return "\n".join(lines)
