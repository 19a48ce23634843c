"""A PO catalogue → the new texts of the files whose units it changes.

Receives `Content`, its `FileState`s and the bytes of a catalogue; returns new texts by path, and what was left as it
is. A text is compared three ways: as it was exported, as the catalogue has it, and as it is here. Written is what the
catalogue alone has changed; what only others have changed stays, and what both have is reported. A text that was made
from another source than the present one is never accepted, and never takes the place of one that is. Where a catalogue
does not say what was exported, a text that is good for the present source stays. A catalogue that was not edited
changes no byte. Refuses, as `TranslationError`, messages of unknown contexts, with plural forms, or of another
language than the header says; texts that their file cannot hold are refused one by one.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from build_scripts.content.entries import Content
from build_scripts.ground.problems import did_you_mean
from build_scripts.translation.address import UnitAddress
from build_scripts.translation.edits import TranslationError, unit_pieces
from build_scripts.translation.po import exported_stamp, stamp
from build_scripts.translation.rewrites import Change, rewrite
from build_scripts.translation.states import FileState, UnitState
from build_scripts.translation.units import digest_of, follow_sections, section_number

# What `msgcat --escape` writes for characters outside ASCII and Babel does not read; `\\\\` is a backslash.
_OCTAL = re.compile(rb"\\\\|\\([0-3][0-7]{2})")
_NEWER = "the text here has changed since; the catalogue has it as it was exported."
_BOTH = "it was changed both here and in the catalogue since the export; export anew, and bring the text in there."
_OLDER = "the catalogue has it for an older source, while the text here is accepted for the present one."
_UNKNOWN = "the catalogue does not say what was exported, so the text here may be newer; see --overwrite."

Messages = Mapping[str, Mapping[str, Message]]  # by unit and piece


@dataclass(frozen=True)
class Skipped:
    """A text of a catalogue that was not written, and why; `is_lost` where somebody must look at it."""

    address: UnitAddress
    reason: str
    is_lost: bool = True


@dataclass(frozen=True)
class Imported:
    """What an import changes: new texts by path, the units by path; and what was skipped."""

    files: Mapping[Path, str]
    units: Mapping[str, tuple[str, ...]]
    skipped: tuple[Skipped, ...] = ()


def import_po(
    content: Content,
    states: Sequence[FileState],
    data: bytes,
    overwrite: bool = False,
    refused: Mapping[UnitAddress, str] | None = None,
) -> Imported:
    """Give what a catalogue changes in the files of the content, but for units that are `refused` for a reason.

    `overwrite` trusts a catalogue that does not say what was exported to hold no text older than those here.
    """
    chosen = _place(_read(data), content, states)
    files: dict[Path, str] = {}
    units: dict[str, tuple[str, ...]] = {}
    skipped: list[Skipped] = []
    for file in states:
        messages = _follow_headings(file, chosen.get((file.path, file.language), {}))
        decided = [_decide(file, unit, messages.get(unit.id, {}), overwrite) for unit in file.units]
        skipped += [each for each in decided if isinstance(each, Skipped)]
        changes = [each for each in decided if isinstance(each, Change)]
        texts, written, more = _write(content, file, changes, refused or {})
        files |= texts
        skipped += more
        units |= {file.path: written} if written else {}
    return Imported(files, units, tuple(skipped))


def _read(data: bytes) -> Catalog:
    try:
        plain = _OCTAL.sub(lambda match: bytes([int(match[1], 8)]) if match[1] else match[0], data)
        return read_po(io.BytesIO(plain), abort_invalid=True)
    except (PoFileError, LookupError, UnicodeDecodeError, ValueError) as error:
        raise TranslationError(f"cannot read the catalogue: {error}") from error


def _place(catalogue: Catalog, content: Content, states: Sequence[FileState]) -> dict[tuple[str, str], Messages]:
    """Give the messages of a catalogue by path and language."""
    known = {
        file.address(unit.id, name): (file, unit.id, name)
        for file in states
        for unit in file.units
        for name in unit.source.pieces
    }
    found: dict[tuple[str, str], defaultdict[str, dict[str, Message]]] = {}
    for message in catalogue:
        if not message.id:
            continue
        address = _address_of(message)
        if address not in known:
            hint = did_you_mean(str(message.context), map(str, known))
            raise TranslationError(f'the content has no unit "{message.context}". {hint}'.strip())
        if message.pluralizable:
            raise TranslationError(f'the message "{message.context}" has plural forms, which the content has not.')
        file, unit, name = known[address]
        found.setdefault((file.path, file.language), defaultdict(dict))[unit][name] = message
    for language in sorted({language for _, language in found}):
        _check_language(catalogue, content, language)
    return dict(found)


def _address_of(message: Message) -> UnitAddress | None:
    """Give the address that the context of a message is, if it is written like one."""
    if not message.context:
        raise TranslationError(f'the message "{str(message.id)[:40]}" has no context (msgctxt).')
    try:
        return UnitAddress.parse(message.context)
    except ValueError:
        return None


def _check_language(catalogue: Catalog, content: Content, language: str) -> None:
    """Refuse a catalogue whose header names another language than its messages are for."""
    said = (catalogue.locale_identifier or "").replace("-", "_")
    locales = {item.code: item.locale for item in content.site.languages} if content.site else {}
    if said and said.split("_")[0].lower() not in (language.split("-")[0], locales.get(language, "").split("_")[0]):
        raise TranslationError(
            f'the catalogue says that its language is "{said}", but its messages are for {language}.'
        )


def _follow_headings(file: FileState, messages: Messages) -> Messages:
    """Give messages by the present numbers of headings and prose, which may have changed since the export."""
    old = {unit: digest_of({"text": str(found["text"].id)}) for unit, found in messages.items() if "text" in found}
    names = follow_sections(old, {unit.id: unit.source.digest for unit in file.units})
    others = {unit: found for unit, found in messages.items() if not section_number(unit)}
    return others | {unit: messages[name] for unit, name in names.items()}


def _decide(
    file: FileState, unit: UnitState, messages: Mapping[str, Message], overwrite: bool
) -> Change | Skipped | None:
    """Give the new text of a unit, or why the catalogue's is not taken; nothing where that says nothing new."""
    ours = unit_pieces(unit.target)
    new, behind = dict(ours), None
    for name, message in messages.items():
        text = _text_of(message, file, unit.source.pieces[name])
        if message.fuzzy or not text or text == ours.get(name, ""):
            continue
        if ours.get(name) and exported_stamp(message) == stamp(str(message.string)):
            behind = Skipped(file.address(unit.id, name), _NEWER, is_lost=False)
            continue
        reason = _find_conflict(unit, name, message, overwrite)
        if reason:
            return Skipped(file.address(unit.id, name), reason)
        new[name] = text
    change = _change(unit, new, messages, is_whole=behind is None)
    return change if change and (change.pieces != ours or change.is_accepted) else behind


def _find_conflict(unit: UnitState, name: str, message: Message, overwrite: bool) -> str:
    """Say why a text that was edited in the catalogue must not take the place of the one here, if so."""
    ours = unit.target.pieces.get(name, "") if unit.target else ""
    exported = exported_stamp(message)
    is_present = digest_of({name: str(message.id)}) == digest_of({name: unit.source.pieces[name]})
    is_good = unit.state in ("current", "patched") or unit.is_edited  # what somebody has written since is kept
    if not ours:
        return ""
    if exported and exported != stamp(ours):
        return _BOTH
    if is_good and not is_present:
        return _OLDER
    return _UNKNOWN if not exported and not overwrite and (is_good or not is_present) else ""


def _change(unit: UnitState, new: Mapping[str, str], messages: Mapping[str, Message], is_whole: bool) -> Change | None:
    """Give a unit with its new pieces; accepted if the catalogue translates all of the present source."""
    if "text" not in new or not messages:
        return None
    order = list(unit.source.pieces)
    pieces = dict(sorted(new.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))
    seen = {name: str(messages[name].id) if name in messages else text for name, text in unit.source.pieces.items()}
    is_done = "text" in messages and new.keys() >= seen.keys() and not any(each.fuzzy for each in messages.values())
    is_accepted = is_whole and is_done and digest_of(seen) == unit.source.digest
    is_new = pieces != unit_pieces(unit.target) or unit.state == "stale"
    return Change(unit, pieces, is_accepted and is_new)


def _text_of(message: Message, file: FileState, source: str) -> str:
    """Give the translation in a message; labels and whatever else is one line in the source stay in one line."""
    text = str(message.string).strip()
    return " ".join(text.split()) if file.is_labels and "\n" not in source and "\n" in text else text


def _write(
    content: Content, file: FileState, changes: Sequence[Change], refused: Mapping[UnitAddress, str]
) -> tuple[dict[Path, str], tuple[str, ...], list[Skipped]]:
    """Give the new texts of a file, the units that are in them, and those that it cannot hold."""
    skipped = [
        Skipped(address, refused[address]) for each in changes if (address := file.address(each.unit.id)) in refused
    ]
    wanted = [each for each in changes if file.address(each.unit.id) not in refused]
    texts, reason = _try(content, file, wanted)
    if reason:  # so that it is known which, they are written one after another
        every, wanted, texts = wanted, [], {}
        for change in every:
            more, reason = _try(content, file, [*wanted, change])
            if reason:
                skipped.append(Skipped(file.address(change.unit.id), reason))
            else:
                wanted, texts = [*wanted, change], more
    return texts, tuple(each.unit.id for each in wanted), skipped


def _try(content: Content, file: FileState, changes: Sequence[Change]) -> tuple[dict[Path, str], str]:
    """Give the new texts of a file, or why it cannot hold them."""
    try:
        return rewrite(content, file, changes) if changes else {}, ""
    except TranslationError as error:
        return {}, str(error)
