"""The commands for translators: `duizhao translate …`.

Thin, as in `cli`: states and texts come from the stages, this module prints them, writes them and exits.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click

from build_scripts.cli.catalogue import export_command, import_command
from build_scripts.cli.files import write_files
from build_scripts.cli.options import content_option
from build_scripts.cli.progress import status_command
from build_scripts.cli.resources import glossary_command, memory_command
from build_scripts.cli.speech import say
from build_scripts.cli.start import start_command
from build_scripts.cli.translated_files import (
    Held,
    find_wanted,
    language_option,
    load_checked,
    load_held,
    load_states,
    one_line_refusals,
)
from build_scripts.content.entries import Content
from build_scripts.ground.files import encoded_like
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import shown_path
from build_scripts.translation.accept import Reviewer, choose_units, migrate_record, record_units, split_units
from build_scripts.translation.address import COMMAND, UnitAddress
from build_scripts.translation.history import find_old_sources
from build_scripts.translation.states import CAUSES, FileState, UnitState


@click.group()
def translate() -> None:
    """See and record what is translated."""


for _command in (
    status_command,
    start_command,
    export_command,
    import_command,
    glossary_command,
    memory_command,
):
    translate.add_command(_command)


@translate.command()
@click.argument("paths", nargs=-1, metavar="PATH[#UNIT…] …")
@click.option("--all", "everything", is_flag=True, help="Accept what was written in all files of the content.")
@click.option("--unchanged", is_flag=True, help="Also what has not changed since its source did, without naming it.")
@click.option("--by", "name", default="", help="Who accepts, to be recorded.")
@click.option("--on", "date", type=click.DateTime(["%Y-%m-%d"]), help="On which day, to be recorded.")
@content_option
@language_option
def accept(
    paths: tuple[str, ...],
    everything: bool,
    unchanged: bool,
    name: str,
    date: datetime | None,
    content: Path,
    language: str | None,
) -> None:
    """Record that units are good translations of the present source.

    Of a file that is named whole these are the units that were written since they were last accepted.
    """
    reviewer = Reviewer(" ".join(name.split()), date.date().isoformat() if date else "")
    loaded, states, held = load_held(content, language)
    if everything == bool(paths):
        raise click.UsageError(Phrase("Name the files to accept, or --all."))
    wanted = [(file, []) for file in states] if everything else find_wanted(loaded, states, paths, language)
    chosen: list[Chosen] = []
    left: dict[str, Phrase] = {}
    for file, names in wanted:
        written, others = split_units(file)
        with one_line_refusals():
            units = choose_units(file, names) if names else (*written, *(others if unchanged else ()))
        chosen.append((file, units))
        if not names and not unchanged:
            left |= {str(file.address(unit.id)): _left(file, unit) for unit in others}
    named = {str(file.address(unit.id)) for file, units in chosen for unit in units}
    _record(loaded, chosen, reviewer)
    for address, line in left.items():
        if address not in named:
            say(line)
    _say_held(wanted, held)


Chosen = tuple[FileState, tuple[UnitState, ...]]


def _left(file: FileState, unit: UnitState) -> Phrase:
    return Phrase(
        "left: %(address)s: %(cause)s;"
        " look with `%(command)s diff %(address)s`, then: `%(command)s accept %(address)s`",
        address=file.address(unit.id),
        cause=CAUSES[unit.cause],
        command=COMMAND,
    )


def _say_held(wanted: Iterable[tuple[FileState, Sequence[str]]], held: Mapping[UnitAddress, Held]) -> None:
    """Say which units of those named readers will not get all the same."""
    meant = [file.address(unit.id) for file, names in wanted for unit in file.units if not names or unit.id in names]
    for address in (address for address in dict.fromkeys(meant) if address in held):
        say(
            Phrase(
                "held back: %(address)s: %(rules)s; readers do not get it, accepted or not,"
                " until it is mended, or the rule waived (waivers: in its file)",
                address=address,
                rules=list(held[address]),
            )
        )


@translate.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH#UNIT… …")
@content_option
@language_option
def patch(paths: tuple[str, ...], content: Path, language: str | None) -> None:
    """Wave an edit of the source through that changes no meaning."""
    loaded, states, held = load_held(content, language)
    with one_line_refusals():
        wanted = find_wanted(loaded, states, paths, language)
        chosen = [(file, choose_units(file, names)) for file, names in wanted]
    _record(loaded, chosen, None)
    _say_held(wanted, held)


def _record(content: Content, chosen: Iterable[Chosen], reviewer: Reviewer | None) -> None:
    """Record units as accepted by a reviewer; without one, as waved through."""
    verb = Phrase("accepted") if reviewer else Phrase("waved through")
    by_file: dict[Path, tuple[FileState, dict[str, UnitState]]] = {}
    for file, units in chosen:
        by_file.setdefault(file.record.path, (file, {}))[1].update({unit.id: unit for unit in units})
    count = 0
    files: dict[Path, str] = {}
    unfinished: list[Phrase] = []
    for file, named in by_file.values():
        whole = [unit for unit in named.values() if not unit.lacking]
        if whole:
            with one_line_refusals():
                files |= record_units(content, file, whole, reviewer is None, reviewer=reviewer or Reviewer())
        unfinished += [
            Phrase("%(address)s lacks %(pieces)s", address=file.address(unit.id), pieces=unit.lacking)
            for unit in named.values()
            if unit.lacking
        ]
        changed = [
            unit for unit in whole if unit.state == "stale" and (reviewer is not None or unit.record is not None)
        ]
        count += len(changed)
        for unit in changed:
            say(Phrase("%(verb)s: %(address)s", verb=verb, address=file.address(unit.id)))
    write_files(files, quiet=True)
    say(Phrase("%(count)s unit(s) %(verb)s.", count=count, verb=verb))
    if unfinished:
        raise click.ClickException(
            Phrase("not recorded, because it is not translated whole: %(units)s.", units=unfinished)
        )


@translate.command()
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@content_option
@language_option
def migrate(paths: tuple[str, ...], content: Path, language: str | None) -> None:
    """Bring the records of PATH, or all, into the present form: every unit of the source, none that is gone."""
    loaded, states = load_states(content, language)
    chosen = [file for file, _ in find_wanted(loaded, states, paths, language)] if paths else states
    files: dict[Path, str] = {}
    for file in chosen:
        with one_line_refusals():
            files |= migrate_record(loaded, file)
    changed = [
        path
        for path, text in sorted(files.items())
        if not path.is_file() or path.read_bytes() != encoded_like(path, text)
    ]
    write_files(files, quiet=True)
    for path in changed:
        click.echo(shown_path(path))
    say(Phrase("%(count)s file(s) changed.", count=len(changed)))


@translate.command()
@click.argument("path")
@content_option
@language_option
def diff(path: str, content: Path, language: str | None) -> None:
    """Show what changed in the source of each stale unit of PATH, and its present translation."""
    loaded, states, _ = load_checked(content, language)
    shown = 0
    for file, names in find_wanted(loaded, states, (path,), language):
        with one_line_refusals():
            choose_units(file, names)
        stale = [unit for unit in file.units if unit.state == "stale" and (not names or unit.id in names)]
        found = find_old_sources(file) if any(unit.record and not unit.old_source for unit in stale) else {}
        for unit in stale:
            if unit.target:
                shown += 1
                click.echo(str(file.address(unit.id)))
                old = unit.old_source or "\n\n".join(found.get(unit.id, {}).values())
                for line in _compare(old, unit.source.whole, bool(unit.recorded)):
                    say(Phrase("  %(line)s", line=line))
                say(Phrase("  translation: %(words)s", words=unit.target.whole.replace("\n", "\n               ")))
                say(Phrase("  state: %(cause)s", cause=CAUSES[unit.cause]))
                click.echo()
    if not shown:
        say(Phrase("No unit is stale."))


def _compare(old: str, new: str, was_accepted: bool) -> Iterator[Phrase]:
    if not old and was_accepted:
        yield Phrase("before: (not known: it is neither in translations/ nor in git)")
    elif not old:
        yield Phrase("before: (not known: it was never accepted)")
    elif old == new:
        yield Phrase("(the source is as it was when this was last accepted)")
    else:
        yield Phrase("before: %(words)s", words=old)
    yield Phrase("now:    %(words)s", words=new)
    if old and old != new:
        matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
        changes = [(old[a:b], new[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
        told = [f"“{before}” → “{after}”" for before, after in changes]
        yield Phrase("change: %(changes)s", changes=told)
