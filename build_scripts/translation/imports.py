"""A catalogue from translation software → the new texts of the files whose units it changes.

Receives `Content`, its `FileState`s and a `Catalogue`; returns new texts by path, and what was left as it is. A text is
compared three ways: as it was exported, as the catalogue has it, and as it is here. Written is what the catalogue alone
has changed; what only others have changed stays, and what both have is reported with both texts. A text that was made
from another source than the present one is never accepted, and never takes the place of one that is; neither is one
that nobody has reviewed, if the catalogue is said to hold such. Where a catalogue does not say what was exported, a
text that is good for the present source stays. A catalogue that was not edited changes no byte. Refuses, as
`TranslationError`, a catalogue of which no message is known, or whose messages are of another language than it says;
texts of units that the source does not have, and those that their file cannot hold, are refused one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from build_scripts.content.entries import Content
from build_scripts.ground.messages import NOTHING, Phrase, sentences
from build_scripts.translation.accept import Reviewer
from build_scripts.translation.address import UnitAddress
from build_scripts.translation.catalogue import Catalogue, Message, stamp
from build_scripts.translation.edits import TranslationError, unit_pieces
from build_scripts.translation.rewrites import Change, rewrite
from build_scripts.translation.states import FileState, UnitState
from build_scripts.translation.units import digest_of, follow_sections, section_number

_NEWER = Phrase("the text here has changed since; the catalogue has it as it was exported.")
_BOTH = Phrase(
    "it was changed both here and in the catalogue since the export; export anew, and bring the text in there."
)
_OLDER = Phrase("the catalogue has it for an older source, while the text here is accepted for the present one.")
_UNKNOWN = Phrase("the catalogue does not say what was exported, so the text here may be newer; see --overwrite.")
_FUZZY = Phrase("it is still fuzzy; see --not-reviewed.")
_DOUBTED = Phrase("it is marked as fuzzy, while the same words are accepted here; mend it if they are wrong.")
_ACCEPTED = Phrase("the text here is accepted, which one that is not reviewed does not replace.")

_GOOD = ("current", "patched")
Messages = Mapping[str, Mapping[str, Message]]  # by unit and piece


@dataclass(frozen=True)
class Trust:
    """How far a catalogue is trusted.

    `overwrite`: one that does not say what was exported holds no text older than those here. `is_reviewed`: somebody
    has read the texts; where nobody has, as after machine translation, fuzzy ones come in too, and none is accepted.
    `reviewer` is recorded as who accepted them, if given.
    """

    overwrite: bool = False
    is_reviewed: bool = True
    reviewer: Reviewer = field(default_factory=Reviewer)


@dataclass(frozen=True)
class Skipped:
    """A text of a catalogue that was not written, and why; `is_lost` where somebody must look at it.

    `ours` is the text here and `theirs` that of the catalogue, where the two are to be compared.
    """

    address: UnitAddress
    reason: Phrase
    is_lost: bool = True
    ours: str = ""
    theirs: str = ""


@dataclass(frozen=True)
class Imported:
    """What an import changes: new texts by path, the units by path; and what was skipped."""

    files: Mapping[Path, str]
    units: Mapping[str, tuple[str, ...]]
    skipped: tuple[Skipped, ...] = ()


def import_catalogue(
    content: Content,
    states: Sequence[FileState],
    catalogue: Catalogue,
    trust: Trust = Trust(),
    refused: Mapping[UnitAddress, Phrase] | None = None,
) -> Imported:
    """Give what a catalogue changes in the files of the content, but for units that are `refused` for a reason."""
    chosen, strange = _place(catalogue, content, states)
    files: dict[Path, str] = {}
    units: dict[str, tuple[str, ...]] = {}
    skipped = list(strange)
    for file in states:
        messages = _follow_headings(file, chosen.get((file.path, file.language), {}))
        decided = [each for unit in file.units for each in _decide(file, unit, messages.get(unit.id, {}), trust)]
        skipped += [each for each in decided if isinstance(each, Skipped)]
        changes = [each for each in decided if isinstance(each, Change)]
        texts, written, more = _write(content, file, changes, refused or {}, trust.reviewer)
        files |= texts
        skipped += more
        units |= {file.path: written} if written else {}
    return Imported(files, units, tuple(skipped))


def _place(
    catalogue: Catalogue, content: Content, states: Sequence[FileState]
) -> tuple[dict[tuple[str, str], Messages], list[Skipped]]:
    """Give the messages of a catalogue by path and language, and those of units that the source does not have."""
    known = {
        file.address(unit.id, name): (file, unit.id, name)
        for file in states
        for unit in file.units
        for name in unit.source.pieces
    }
    found: dict[tuple[str, str], defaultdict[str, dict[str, Message]]] = {}
    strange = []
    for message in catalogue.messages:
        address = _address_of(message)
        if address not in known:
            strange.append((message, address))
            continue
        file, unit, name = known[address]
        pieces = found.setdefault((file.path, file.language), defaultdict(dict))[unit]
        if name in pieces:
            raise TranslationError(
                Phrase('the message "%(context)s" stands in the catalogue twice.', context=message.context)
            )
        pieces[name] = message
    languages = sorted({language for _, language in found})
    for language in languages:
        _check_language(catalogue, content, language)
    if strange and not found:
        raise TranslationError(
            Phrase('the source has no unit "%(strange)s", nor any other of the catalogue.', strange=strange[0][1])
        )
    own = [file for file in states if file.language in languages]
    return dict(found), [_strange(message, address, own) for message, address in strange]


def _address_of(message: Message) -> UnitAddress:
    """Give the address that the context of a message is."""
    try:
        return UnitAddress.parse(message.context)
    except ValueError as error:
        raise TranslationError(
            Phrase("cannot place a message of the catalogue: its context %(error)s.", error=error)
        ) from error


def _strange(message: Message, address: UnitAddress, states: Iterable[FileState]) -> Skipped:
    """Say of a message that the source has no such unit, or none any more; lost is what was edited in the catalogue."""
    is_lost = bool(message.target) and message.exported != stamp(message.target)
    same = (file.address(unit.id) for file in states for unit in file.units if unit.source.text == message.source)
    present = next(same, None) if is_lost else None
    hint = Phrase('Its source stands at "%(present)s".', present=present) if present else NOTHING
    return Skipped(address, sentences(Phrase("the source has no such unit."), hint), is_lost, theirs=message.target)


def _check_language(catalogue: Catalogue, content: Content, language: str) -> None:
    """Refuse a catalogue that names another language than its messages are for."""
    said = catalogue.language.replace("-", "_")
    locales = {item.code: item.locale for item in content.site.languages} if content.site else {}
    if said and said.split("_")[0].lower() not in (language.split("-")[0], locales.get(language, "").split("_")[0]):
        raise TranslationError(
            Phrase(
                'the catalogue says that its language is "%(said)s", but its messages are for %(language)s.',
                said=said,
                language=language,
            )
        )


def _follow_headings(file: FileState, messages: Messages) -> Messages:
    """Give messages by the present numbers of headings and prose, which may have changed since the export."""
    old = {unit: digest_of({"text": found["text"].source}) for unit, found in messages.items() if "text" in found}
    names = follow_sections(old, {unit.id: unit.source.digest for unit in file.units})
    others = {unit: found for unit, found in messages.items() if not section_number(unit)}
    return others | {unit: messages[name] for unit, name in names.items()}


def _decide(
    file: FileState, unit: UnitState, messages: Mapping[str, Message], trust: Trust
) -> Iterator[Change | Skipped]:
    """Give the new text of a unit, if the catalogue has one, and what of the catalogue is not taken."""
    ours = unit_pieces(unit.target)
    new = dict(ours)
    skipped: list[Skipped] = []
    for name, message in messages.items():
        text = _text_of(message, file, unit.source.pieces[name])
        if text and text != ours.get(name, ""):
            reason = _find_reason(unit, name, message, trust)
            if reason:
                is_lost = reason not in (_NEWER, _FUZZY)
                skipped.append(Skipped(file.address(unit.id, name), reason, is_lost, ours.get(name, ""), text))
            else:
                new[name] = text
        elif text and message.is_fuzzy and trust.is_reviewed and unit.state in _GOOD:
            skipped.append(Skipped(file.address(unit.id, name), _DOUBTED, is_lost=False))
    kept_back = _keep_together(file, unit, new, skipped)
    yield from (*skipped, *kept_back)
    if not kept_back and not any(each.is_lost for each in skipped):
        change = _change(unit, new, messages, trust.is_reviewed and not skipped)
        if change and (change.pieces != ours or change.is_accepted):
            yield change


def _find_reason(unit: UnitState, name: str, message: Message, trust: Trust) -> Phrase:
    """Say why a text of the catalogue must not take the place of the one here, if so."""
    ours = unit.target.pieces.get(name, "") if unit.target else ""
    if ours and message.exported == stamp(message.target):
        return _NEWER
    if message.is_fuzzy and trust.is_reviewed:
        return _FUZZY
    if not ours:
        return NOTHING
    is_present = digest_of({name: message.source}) == digest_of({name: unit.source.pieces[name]})
    is_accepted = unit.state in _GOOD
    is_good = is_accepted or unit.is_edited  # what somebody has written since is kept
    if message.exported and message.exported != stamp(ours):
        return _BOTH
    if is_good and not is_present:
        return _OLDER
    if is_accepted and not trust.is_reviewed:
        return _ACCEPTED
    return _UNKNOWN if not message.exported and not trust.overwrite and (is_good or not is_present) else NOTHING


def _keep_together(
    file: FileState, unit: UnitState, new: Mapping[str, str], skipped: Sequence[Skipped]
) -> tuple[Skipped, ...]:
    """Give the new pieces of a unit that have to wait for another one, as a unit is written whole or not at all."""
    ours = unit_pieces(unit.target)
    waiting = [name for name in new if new[name] != ours.get(name, "")]
    lost = [str(each.address) for each in skipped if each.is_lost]
    if lost:
        reason = Phrase("it waits for %(addresses)s, with which it is one unit.", addresses=lost)
    elif "text" not in new:
        reason = Phrase("it belongs to %(address)s, which is not translated.", address=file.address(unit.id))
    else:
        return ()
    return tuple(Skipped(file.address(unit.id, name), reason, theirs=new[name]) for name in waiting)


def _change(unit: UnitState, new: Mapping[str, str], messages: Mapping[str, Message], is_sure: bool) -> Change | None:
    """Give a unit with its new pieces; accepted if the catalogue surely translates all of the present source."""
    if "text" not in new or not messages:
        return None
    order = list(unit.source.pieces)
    pieces = dict(sorted(new.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))
    seen = {name: messages[name].source if name in messages else text for name, text in unit.source.pieces.items()}
    is_done = "text" in messages and new.keys() >= seen.keys() and not any(each.is_fuzzy for each in messages.values())
    is_accepted = is_sure and is_done and digest_of(seen) == unit.source.digest
    is_new = pieces != unit_pieces(unit.target) or unit.state == "stale"
    return Change(unit, pieces, is_accepted and is_new)


def _text_of(message: Message, file: FileState, source: str) -> str:
    """Give the translation in a message; labels and whatever else is one line in the source stay in one line."""
    text = message.target.strip()
    return " ".join(text.split()) if file.is_labels and "\n" not in source and "\n" in text else text


def _write(
    content: Content,
    file: FileState,
    changes: Sequence[Change],
    refused: Mapping[UnitAddress, Phrase],
    reviewer: Reviewer,
) -> tuple[dict[Path, str], tuple[str, ...], list[Skipped]]:
    """Give the new texts of a file, the units that are in them, and those that it cannot hold."""
    skipped = [
        Skipped(address, refused[address]) for each in changes if (address := file.address(each.unit.id)) in refused
    ]
    wanted = [each for each in changes if file.address(each.unit.id) not in refused]
    texts, reason = _try(content, file, wanted, reviewer)
    if reason:  # so that it is known which, they are written one after another
        every, wanted, texts = wanted, [], {}
        for change in every:
            more, reason = _try(content, file, [*wanted, change], reviewer)
            if reason:
                skipped.append(Skipped(file.address(change.unit.id), reason))
            else:
                wanted, texts = [*wanted, change], more
    return texts, tuple(each.unit.id for each in wanted), skipped


def _try(
    content: Content, file: FileState, changes: Sequence[Change], reviewer: Reviewer
) -> tuple[dict[Path, str], Phrase]:
    """Give the new texts of a file, or why it cannot hold them."""
    try:
        return rewrite(content, file, changes, reviewer) if changes else {}, NOTHING
    except TranslationError as error:
        return {}, Phrase("%(reason)s", reason=error)
