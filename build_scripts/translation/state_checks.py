"""What is to be said of translations and of their records → problems.

Receives `Content` and its `FileState`s; returns warnings of what is not up to date, of records in their old form, that
contradict themselves or belong to nothing, and errors of what goes with a statement but not with its translation.
Refuses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from build_scripts.content.entries import Content
from build_scripts.ground.files import is_leftover, list_below
from build_scripts.ground.messages import Phrase, both, sentences
from build_scripts.ground.problems import Place, Problem, did_you_mean, shown_path
from build_scripts.translation.address import COMMAND
from build_scripts.translation.moves import Moves, find_moves, joined_into
from build_scripts.translation.old_records import old_field
from build_scripts.translation.states import FileState, UnitState
from build_scripts.translation.units import section_number

Moved = Mapping[tuple[Path, str], Sequence[tuple[FileState, str]]]


def check_states(states: Sequence[FileState], content: Content, faulty: Collection[str] = ()) -> Iterator[Problem]:
    """Every translated unit translates the present source, and every record is of a unit.

    Of sources that are `faulty`, by their paths as problems give them, it is not known what they have.
    """
    if not content.languages:
        return
    moved = _by_former(find_moves(states), states)
    fields = {entry.path: place for entry in content.markdown_entries if (place := old_field(entry))}
    for file in states:
        is_new = not any(unit.recorded for unit in file.units)
        if is_new:
            yield from _check_new(file)
        for unit in file.units:
            if unit.state == "stale" and not is_new:
                yield from _check_stale(file, unit)
            yield from _check_notes(unit)
        yield from _check_form(file, fields.pop(file.file, Place(file.record.path)))
        if shown_path(file.source_file) not in faulty:
            yield from _check_units(file, moved)
    for place in fields.values():
        yield place.warning("old-record", Phrase("this record means nothing here."), Phrase("Remove it."))
    yield from _check_strangers(content, states)


def _check_new(file: FileState) -> Iterator[Problem]:
    """Say once of a file that nothing of it was ever accepted, so that other problems are not lost among its units."""
    translated = [unit for unit in file.units if unit.target]
    if translated and translated[0].target:
        message = Phrase("this translation has not been accepted yet (%(count)s unit(s)).", count=len(translated))
        hint = Phrase("When it is good: `%(command)s accept %(name)s`.", command=COMMAND, name=file.name)
        yield translated[0].target.place.warning("stale-translation", message, hint)


def _check_stale(file: FileState, unit: UnitState) -> Iterator[Problem]:
    if not unit.target:
        return
    address = file.address(unit.id)
    if unit.cause in ("source", "unknown", "both"):
        old = Phrase('"%(id)s" translates an older source.', id=unit.id)
        message = (
            Phrase('"%(id)s" and its source have been changed since it was accepted.', id=unit.id)
            if unit.is_edited
            else old
        )
        hint = Phrase(
            "Compare with `%(command)s diff %(address)s`, mend it, then: `%(command)s accept %(address)s`.",
            command=COMMAND,
            address=address,
        )
        yield unit.target.place.warning("stale-translation", message, hint)
    elif unit.cause == "translation":
        message = Phrase('"%(id)s" has been changed since it was accepted.', id=unit.id)
        yield unit.target.place.warning(
            "stale-translation",
            message,
            Phrase("When it is good: `%(command)s accept %(address)s`.", command=COMMAND, address=address),
        )
    elif unit.cause == "contradiction":
        message = Phrase(
            '"%(id)s" is recorded for %(count)s different sources, so it counts as not accepted.',
            id=unit.id,
            count=len(unit.recorded),
        )
        place = Place(file.record.path, file.record.entries[unit.id].line)
        yield place.warning(
            "contradictory-record",
            message,
            Phrase("When it is good: `%(command)s accept %(address)s`.", command=COMMAND, address=address),
        )
    else:
        message = Phrase('"%(id)s" has not been accepted as a translation yet.', id=unit.id)
        yield unit.target.place.warning(
            "stale-translation",
            message,
            Phrase("When it is good: `%(command)s accept %(address)s`.", command=COMMAND, address=address),
        )


def _check_notes(unit: UnitState) -> Iterator[Problem]:
    """What goes with a statement is translated with it."""
    if unit.target is None:
        return
    extra = [name for name in unit.target.pieces if name not in unit.source.pieces]
    if unit.lacking:
        message = Phrase('"%(id)s" lacks %(names)s of the source.', id=unit.id, names=unit.lacking)
        yield unit.target.place.error("differs-from-source", message, Phrase("Translate it too."))
    if extra:
        message = Phrase('"%(id)s" has %(names)s, which the source has not.', id=unit.id, names=extra)
        yield unit.target.place.error(
            "differs-from-source", message, Phrase("Remove it, or add it to the source first.")
        )


def _check_form(file: FileState, place: Place) -> Iterator[Problem]:
    """What was accepted is recorded in the present form."""
    if file.record.is_old:
        message = Phrase("what was accepted is recorded in an old form; it counts all the same.")
        hint = Phrase(
            "`%(command)s migrate %(name)s` brings it into the present form.", command=COMMAND, name=file.name
        )
        yield place.warning("old-record", message, hint)


def _by_former(moves: Moves, states: Sequence[FileState]) -> Moved:
    """Give by record and id of an old statement the files and ids of those that its words can be carried over to."""
    files = {file.record.path: file for file in states}
    found: defaultdict[tuple[Path, str], list[tuple[FileState, str]]] = defaultdict(list)
    for (path, identifier), formers in moves.items():
        for former in formers:
            found[former.file.record.path, former.id].append((files[path], identifier))
    return found


def _check_units(file: FileState, moved: Moved) -> Iterator[Problem]:
    """What stands in a record is of a unit of the source."""
    known = {unit.id for unit in file.units}
    for identifier, entry in file.record.entries.items():
        if identifier not in known and entry.line and (file.has_its_sections or not section_number(identifier)):
            place = Place(file.record.path, entry.line)
            new = moved.get((file.record.path, identifier), ())
            if new:
                names = [other.address(unit) for other, unit in new]
                commands = list(dict.fromkeys(f"`{COMMAND} start {other.name}`" for other, _ in new))
                message = Phrase('the source of "%(id)s" is now that of %(names)s.', id=identifier, names=names)
                yield place.warning(
                    "moved-statement",
                    message,
                    Phrase("%(commands)s carries its translation over.", commands=both(commands)),
                )
                continue
            hint = Phrase("`%(command)s migrate %(name)s` removes it.", command=COMMAND, name=file.name)
            if identifier in file.strays:
                hint = Phrase(
                    "Remove it from %(path)s, then: `%(command)s migrate %(name)s`.",
                    path=file.path,
                    command=COMMAND,
                    name=file.name,
                )
                if new_home := joined_into(file, identifier):
                    now = Phrase('Its source now stands in "%(unit)s": take its words over there.', unit=new_home)
                    hint = sentences(now, hint)
            yield place.warning(
                "unknown-unit", Phrase('the source has no unit "%(id)s" any more.', id=identifier), hint
            )


def _check_strangers(content: Content, states: Sequence[FileState]) -> Iterator[Problem]:
    """Every record is of a file of the content in a language of the site."""
    folder = content.root / "translations"
    known = {file.record.path for file in states}
    for language in sorted(path for path in folder.glob("*") if not is_leftover(path.name)):
        if language.name not in content.languages[1:] or not language.is_dir():
            near = did_you_mean(language.name, content.languages[1:])
            hint = sentences(near, Phrase("If it is not needed, delete %(folder)s.", folder=shown_path(language)))
            message = Phrase('"%(name)s" is no language that the site is translated into.', name=language.name)
            yield Place(language).warning("unknown-record", message, hint)
            continue
        for path in (path for path in list_below(language) if path.is_file()):
            if path not in known and not _has_source(content, path.relative_to(language)):
                hint = Phrase(
                    "If its source has another name now, rename it likewise; else delete %(path)s.",
                    path=shown_path(path),
                )
                yield Place(path).warning("unknown-record", Phrase("the content has no source of this record."), hint)


def _has_source(content: Content, name: Path) -> bool:
    """Tell whether a record's source is there, even if it cannot be read, which is another problem."""
    names = (name.name, f"{name.stem}.{content.source}.md")
    return name.suffix == ".yml" and any((content.root / name.parent / each).is_file() for each in names)
