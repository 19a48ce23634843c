"""Translations as gettext PO, for Weblate, Poedit, Crowdin and the like, and back.

Receives `Content` and `FileState`s; `export_po` returns a catalogue of one language, `import_po` the new texts of
the files whose units a catalogue changes. The context of a message is `path#unit` (`path#unit:note-1`; for labels,
whose file all languages share, `path@language#unit`), so that equal sentences stay apart; stale units are fuzzy and
carry the source they were made from. A catalogue that was not edited changes no byte. Refuses, as `TranslationError`,
messages of unknown contexts, with plural forms, or of another language than the header says.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from build_scripts.content.entries import Content
from build_scripts.ground.problems import did_you_mean
from build_scripts.translation.edits import TranslationError, unit_pieces
from build_scripts.translation.rewrites import Change, rewrite
from build_scripts.translation.states import FileState, UnitState
from build_scripts.translation.units import digest_of, follow_sections, section_number

_TIMES = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By).*\n', re.M)


# What `msgcat --escape` writes for characters outside ASCII and Babel does not read; `\\\\` is a backslash.
_OCTAL = re.compile(rb"\\\\|\\([0-3][0-7]{2})")


@dataclass(frozen=True)
class Imported:
    """What an import changes: new texts by path, and the units by path."""

    files: Mapping[Path, str]
    units: Mapping[str, tuple[str, ...]]


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
    path = f"{file.path}@{file.language}" if file.is_labels else file.path
    return f"{path}#{unit.id}" + ("" if name == "text" else f":{name}")


def import_po(content: Content, states: Sequence[FileState], data: bytes) -> Imported:
    """Give what a catalogue changes in the files of the content."""
    try:
        plain = _OCTAL.sub(lambda match: bytes([int(match[1], 8)]) if match[1] else match[0], data)
        catalogue = read_po(io.BytesIO(plain), abort_invalid=True)
    except (PoFileError, LookupError, UnicodeDecodeError, ValueError) as error:
        raise TranslationError(f"cannot read the catalogue: {error}") from error
    known = {
        _context(file, unit, name): (file, unit, name)
        for file in states
        for unit in file.units
        for name in unit.source.pieces
    }
    chosen: defaultdict[tuple[str, str], dict[str, dict[str, Message]]] = defaultdict(lambda: defaultdict(dict))
    for message in catalogue:
        if not message.id:
            continue
        if message.context not in known:
            if not message.context:
                raise TranslationError(f'the message "{str(message.id)[:40]}" has no context (msgctxt).')
            hint = did_you_mean(message.context, known)
            raise TranslationError(f'the content has no unit "{message.context}". {hint}'.strip())
        file, unit, name = known[message.context]
        if message.pluralizable:
            raise TranslationError(f'the message "{message.context}" has plural forms, which the content has not.')
        chosen[file.path, file.language][unit.id][name] = message
    for language in sorted({language for _, language in chosen}):
        _check_language(catalogue, content, language)
    files: dict[Path, str] = {}
    units: dict[str, tuple[str, ...]] = {}
    for file in states:
        changed = tuple(_changes(file, _follow_headings(file, chosen.get((file.path, file.language), {}))))
        if changed:
            files |= rewrite(content, file, changed)
            units[file.path] = tuple(change.unit.id for change in changed)
    return Imported(files, units)


def _follow_headings(
    file: FileState, messages: Mapping[str, Mapping[str, Message]]
) -> Mapping[str, Mapping[str, Message]]:
    """Give messages by the present numbers of headings and prose, which may have changed since the export."""
    old = {unit: digest_of({"text": str(found["text"].id)}) for unit, found in messages.items() if "text" in found}
    names = follow_sections(old, {unit.id: unit.source.digest for unit in file.units})
    others = {unit: found for unit, found in messages.items() if not section_number(unit)}
    return others | {unit: messages[name] for unit, name in names.items()}


def _check_language(catalogue: Catalog, content: Content, language: str) -> None:
    """Refuse a catalogue whose header names another language than its messages are for."""
    said = (catalogue.locale_identifier or "").replace("-", "_")
    locales = {item.code: item.locale for item in content.site.languages} if content.site else {}
    if said and said.split("_")[0].lower() not in (language.split("-")[0], locales.get(language, "").split("_")[0]):
        raise TranslationError(
            f'the catalogue says that its language is "{said}", but its messages are for {language}.'
        )


def _changes(file: FileState, messages: Mapping[str, Mapping[str, Message]]) -> Iterator[Change]:
    for unit in file.units:
        found = messages.get(unit.id)
        if not found:
            continue
        old = unit_pieces(unit.target)
        new = old | {
            name: text
            for name, message in found.items()
            if not message.fuzzy and (text := _text_of(message, file, unit.source.pieces[name]))
        }
        if "text" not in new:
            continue
        order = list(unit.source.pieces)
        new = dict(sorted(new.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))
        seen = {name: str(found[name].id) if name in found else text for name, text in unit.source.pieces.items()}
        is_done = "text" in found and new.keys() >= seen.keys() and not any(each.fuzzy for each in found.values())
        is_accepted = is_done and digest_of(seen) == unit.source.digest
        if new != old or (is_accepted and unit.state == "stale"):
            yield Change(unit, new, is_accepted)


def _text_of(message: Message, file: FileState, source: str) -> str:
    """Give the translation in a message; labels and whatever else is one line in the source stay in one line."""
    text = str(message.string).strip()
    return " ".join(text.split()) if file.is_labels and "\n" not in source and "\n" in text else text
