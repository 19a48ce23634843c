"""Translations as gettext PO, for Weblate, Poedit, Crowdin and the like.

Receives `FileState`s; returns a catalogue of one language, and what a message of it was when it was exported. The
context of a message is the address of its text (`path#unit`, `path#unit:note-1`; for labels `path@language#unit`), so
that equal sentences stay apart; stale units are fuzzy and carry the source they were made from. A comment of the
translator's kind says which translation was exported: such comments go with the translation through msgmerge and
editors, while extracted ones come anew from the template. Refuses nothing.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from build_scripts.translation.states import FileState, UnitState

_TIMES = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By).*\n', re.M)


_EXPORTED = re.compile(r"exported: ([0-9a-f]{10})")


def export_po(states: Sequence[FileState], locale: str, project: str) -> str:
    """Give all units of one language as PO text, in the order of the files."""
    catalogue = Catalog(locale=locale, project=project, header_comment="", charset="utf-8", fuzzy=False)
    for file in states:
        for unit in file.units:
            for name, text in unit.source.pieces.items():
                _add(catalogue, file, unit, name, text)
    out = io.BytesIO()
    write_po(out, catalogue, width=0, include_previous=True)
    return _TIMES.sub("", out.getvalue().decode("utf-8"))


def _add(catalogue: Catalog, file: FileState, unit: UnitState, name: str, text: str) -> None:
    target = unit.target.pieces.get(name, "") if unit.target else ""
    stale = unit.state == "stale" and bool(target)
    before = unit.record.pieces.get(name, "") if stale and unit.record else ""
    message = catalogue.add(
        text,
        target,
        locations=[(unit.source.place.path.name, unit.source.place.line)],
        flags=("fuzzy",) if stale else (),
        auto_comments=[_describe(unit.id, name)],
        previous_id=before if before != text else (),
        user_comments=[f"exported: {stamp(target)}"],
        context=str(file.address(unit.id, name)),
    )
    message.flags.discard("python-format")  # Babel takes "16% of" for one


def _describe(identifier: str, name: str) -> str:
    if name.startswith("note"):
        return f"editor's note under {identifier}"
    return {"text": identifier, "details": f"continues {identifier}"}.get(name, identifier)


def stamp(text: str) -> str:
    """Give a short digest of a translation; unlike that of a source it sees every change."""
    return hashlib.sha256(text.strip().encode("utf-8")).hexdigest()[:10]


def exported_stamp(message: Message) -> str:
    """Give the digest of the translation that a message was exported with; empty if it is not known for certain."""
    found = {match[1] for comment in message.user_comments if (match := _EXPORTED.search(comment))}
    return found.pop() if len(found) == 1 else ""
