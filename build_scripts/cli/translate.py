"""The commands for translators: `duizhao translate …`.

Thin, as in `cli`: states and texts come from the stages, this module prints them, writes them and exits.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from build_scripts.cli.catalogue import export_command, import_command
from build_scripts.cli.files import write_files
from build_scripts.cli.options import content_option
from build_scripts.cli.progress import status_command
from build_scripts.cli.resources import glossary_command, memory_command
from build_scripts.cli.start import start_command
from build_scripts.cli.translated_files import (
    find_wanted,
    language_option,
    load_states,
    one_line_refusals,
)
from build_scripts.translation.accept import Reviewer, choose_units, migrate_record, record_units
from build_scripts.translation.history import find_old_sources


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
@click.option("--all", "everything", is_flag=True, help="Accept every translated unit of the content.")
@click.option("--by", "name", default="", help="Who accepts, to be recorded.")
@click.option("--on", "date", type=click.DateTime(["%Y-%m-%d"]), help="On which day, to be recorded.")
@content_option
@language_option
def accept(
    paths: tuple[str, ...], everything: bool, name: str, date: datetime | None, content: Path, language: str | None
) -> None:
    """Record that units are good translations of the present source."""
    reviewer = Reviewer(" ".join(name.split()), date.date().isoformat() if date else "")
    _record(paths, everything, content, language, reviewer)


@translate.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH#UNIT… …")
@content_option
@language_option
def patch(paths: tuple[str, ...], content: Path, language: str | None) -> None:
    """Wave an edit of the source through that changes no meaning."""
    _record(paths, False, content, language, None)


def _record(
    paths: tuple[str, ...], everything: bool, content: Path, language: str | None, reviewer: Reviewer | None
) -> None:
    """Record units as accepted by a reviewer; without one, as waved through."""
    loaded, states = load_states(content, language)
    if everything == bool(paths):
        raise click.UsageError("Name the files to accept, or --all.")
    wanted = [(file, []) for file in states] if everything else find_wanted(loaded, states, paths, language)
    count = 0
    files: dict[Path, str] = {}
    unfinished: list[str] = []
    for file, names in wanted:
        with one_line_refusals():
            chosen = choose_units(file, names)
            units = [unit for unit in chosen if not unit.lacking]
            if units:
                files |= record_units(loaded, file, units, reviewer is None, reviewer=reviewer or Reviewer())
        unfinished += [f"{file.address(unit.id)} lacks {', '.join(unit.lacking)}" for unit in chosen if unit.lacking]
        count += sum(unit.state == "stale" and (reviewer is not None or unit.record is not None) for unit in units)
    write_files(files, quiet=True)
    click.echo(f"{count} unit(s) {'accepted' if reviewer else 'waved through'}.")
    if unfinished:
        raise click.ClickException(f"not recorded, because it is not translated whole: {'; '.join(unfinished)}.")


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
    count = sum(not path.is_file() or path.read_bytes() != text.encode() for path, text in files.items())
    write_files(files, quiet=True)
    click.echo(f"{count} file(s) changed.")


@translate.command()
@click.argument("path")
@content_option
@language_option
def diff(path: str, content: Path, language: str | None) -> None:
    """Show what changed in the source of each stale unit of PATH, and its present translation."""
    loaded, states = load_states(content, language)
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
                    click.echo(f"  {line}")
                click.echo("  translation: " + unit.target.whole.replace("\n", "\n               "))
                click.echo()
    if not shown:
        click.echo("No unit is stale.")


def _compare(old: str, new: str, was_accepted: bool) -> Iterator[str]:
    if not old and was_accepted:
        yield "before: (not known: it is neither in translations/ nor in git)"
    elif not old:
        yield "before: (not known: it was never accepted)"
    elif old == new:
        yield "(the source is as it was when this was last accepted)"
    else:
        yield f"before: {old}"
    yield f"now:    {new}"
    if old and old != new:
        matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
        changes = [(old[a:b], new[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
        yield "change: " + "; ".join(f"“{before}” → “{after}”" for before, after in changes)
