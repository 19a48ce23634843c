"""Translations as gettext PO, for Weblate, Poedit, Crowdin and the like, and back.

Receives `Content` and `FileState`s; `export_po` returns a catalogue of one language, `import_po` the new texts of
the files whose units a catalogue changes. The context of a message is `path#unit` (or `path#unit:note-1`), so that
equal sentences stay apart; stale units are fuzzy and carry the source they were made from. A catalogue that was
not edited changes no byte. Refuses messages of unknown contexts, as `TranslationError`.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from build_scripts.front_matter import split_front_matter
from build_scripts.load import Content, MarkdownEntry
from build_scripts.model import BriefFront
from build_scripts.problems import did_you_mean
from build_scripts.statements import parse_outline
from build_scripts.translation_files import (
    TranslationError,
    apply_edits,
    continue_translation,
    fill_unit,
    find_entry,
    record_units,
    start_translation,
    unit_pieces,
)
from build_scripts.translations import FileState, UnitState
from build_scripts.units import digest_of

_TIMES = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By).*\n', re.M)


@dataclass(frozen=True)
class Imported:
    """What an import changes: new texts by path, and the units by path."""

    files: Mapping[Path, str]
    units: Mapping[str, tuple[str, ...]]


def export_po(states: Sequence[FileState], locale: str, project: str) -> str:
    """Give all Markdown units of one language as PO text, in the order of the files."""
    catalogue = Catalog(locale=locale, project=project, header_comment="", charset="utf-8", fuzzy=False)
    for file in states:
        if file.is_labels:
            continue
        for unit in file.units:
            for name, text in unit.source.pieces.items():
                _add(catalogue, file, unit, name, text)
    out = io.BytesIO()
    write_po(out, catalogue, width=0, include_previous=True)
    return _TIMES.sub("", out.getvalue().decode("utf-8"))


def _add(catalogue: Catalog, file: FileState, unit: UnitState, name: str, text: str) -> None:
    target = unit.target.pieces.get(name, "") if unit.target else ""
    stale = unit.state == "stale" and bool(target)
    message = catalogue.add(
        text,
        target,
        locations=[(unit.source.place.path.name, unit.source.place.line)],
        flags=("fuzzy",) if stale else (),
        auto_comments=[_describe(unit.id, name)],
        previous_id=unit.old_source if stale and name == "text" and unit.old_source else (),
        context=_context(file, unit, name),
    )
    message.flags.discard("python-format")  # Babel takes "16% of" for one


def _describe(identifier: str, name: str) -> str:
    if name.startswith("note"):
        return f"editor's note under {identifier}"
    return {"text": identifier, "details": f"continues {identifier}"}.get(name, identifier)


def _context(file: FileState, unit: UnitState, name: str) -> str:
    return f"{file.path}#{unit.id}" + ("" if name == "text" else f":{name}")


def import_po(content: Content, states: Sequence[FileState], data: bytes) -> Imported:
    """Give what a catalogue changes in the files of the content."""
    try:
        catalogue = read_po(io.BytesIO(data), abort_invalid=True)
    except (PoFileError, LookupError, UnicodeDecodeError, ValueError) as error:
        raise TranslationError(f"cannot read the catalogue: {error}") from error
    known = {
        _context(file, unit, name): (file, unit, name)
        for file in states
        if not file.is_labels
        for unit in file.units
        for name in unit.source.pieces
    }
    chosen: defaultdict[str, dict[str, dict[str, Message]]] = defaultdict(lambda: defaultdict(dict))
    for message in catalogue:
        if not message.id:
            continue
        if message.context not in known:
            if not message.context:
                raise TranslationError(f'the message "{str(message.id)[:40]}" has no context (msgctxt).')
            hint = did_you_mean(message.context, known)
            raise TranslationError(f'the content has no unit "{message.context}". {hint}'.strip())
        file, unit, name = known[message.context]
        chosen[file.path][unit.id][name] = message
    files: dict[Path, str] = {}
    units: dict[str, tuple[str, ...]] = {}
    for file in states:
        changed = [change for change in _changes(file, chosen.get(file.path, {})) if change]
        if changed:
            files |= _rewrite(content, file, changed)
            units[file.path] = tuple(change.unit.id for change in changed)
    return Imported(files, units)


@dataclass(frozen=True)
class _Change:
    """A unit with its new pieces; `digest` is of the source that the translator saw."""

    unit: UnitState
    pieces: Mapping[str, str]
    digest: str


def _changes(file: FileState, messages: Mapping[str, Mapping[str, Message]]) -> Iterator[_Change]:
    for unit in file.units:
        found = messages.get(unit.id)
        if not found or "text" not in found:
            continue
        old = unit_pieces(unit.target)
        new = dict(old)
        for name, message in found.items():
            text = str(message.string).strip()
            if text:
                new[name] = text
        if "text" not in new or found["text"].fuzzy:
            continue
        order = {name: no for no, name in enumerate(unit.source.pieces)}
        new = dict(sorted(new.items(), key=lambda item: order.get(item[0], len(order))))
        seen = {name: str(found[name].id) if name in found else text for name, text in unit.source.pieces.items()}
        digest = digest_of(seen)
        accepted = unit.state == "stale" and digest == unit.source.digest
        if new != old or accepted:
            yield _Change(unit, new, digest)


def _rewrite(content: Content, file: FileState, changes: Sequence[_Change]) -> dict[Path, str]:
    """Fill the changed units into the file, starting it first if there is none, and record them."""
    found = find_entry(content, file.file)
    if found is None:
        raise TranslationError(f"{file.path} has no source.")
    source, group = found
    target = group.get(file.language)
    text = target.path.read_text(encoding="utf-8") if target else start_translation(source)
    entry = _parsed(text, file)
    wanted = {change.unit.id for change in changes}
    if target and not wanted <= {*file_ids(entry)}:
        text = continue_translation(text, source, entry, only=wanted)
        entry = _parsed(text, file)
    edits = [fill_unit(entry, change.unit.id, change.pieces) for change in changes]
    text = apply_edits(text, edits)
    accepted = [change.unit for change in changes if change.digest == change.unit.source.digest]
    return {file.file: text, **record_units(content, file, accepted, text=text)}


def file_ids(entry: MarkdownEntry[Any]) -> Iterator[str]:
    """Give the ids of the units that a file has a place for."""
    yield from ("title", "section", "intro")
    for no, _ in enumerate(entry.outline.sections, 1):
        yield from (f"heading-{no}", f"prose-{no}")
    yield from (statement.id for statement in entry.outline.statements)


def _parsed(text: str, file: FileState) -> MarkdownEntry[BriefFront]:
    document, _ = split_front_matter(text, file.file)
    outline, _ = parse_outline(document.body, file.file, document.body_line, source=False)
    front = BriefFront()
    return MarkdownEntry(file.file, file.language, front, document.front, document.body, document.body_line, outline)
