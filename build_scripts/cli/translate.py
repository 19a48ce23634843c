"""The commands for translators: `duizhao translate …`.

Thin, as in `cli`: states and texts come from the stages, this module prints them, writes them and exits.
"""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from build_scripts.cli.catalogue import export_command, import_command
from build_scripts.cli.files import write_files
from build_scripts.cli.options import content_option
from build_scripts.cli.terminal import echo_data
from build_scripts.cli.translated_files import (
    find_wanted,
    language_option,
    load_checked,
    load_states,
    one_line_refusals,
    target_path,
)
from build_scripts.content.load import split_name
from build_scripts.ground.problems import shown_path
from build_scripts.translation.accept import Reviewer, choose_units, migrate_record, record_units
from build_scripts.translation.address import COMMAND
from build_scripts.translation.edits import continue_translation, find_entry, start_translation
from build_scripts.translation.history import find_old_sources
from build_scripts.translation.states import STATES, FileState


@click.group()
def translate() -> None:
    """See and record what is translated."""


translate.add_command(export_command)
translate.add_command(import_command)


@translate.command()
@content_option
@language_option
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.option("--fail-under", type=click.FloatRange(0, 100), help="Exit 1 if less than this per cent is up to date.")
def status(content: Path, language: str | None, style: str, fail_under: float | None) -> None:
    """Say what is missing, stale and up to date, and what to do next."""
    loaded, states, problems = load_checked(content, language)
    totals = {code: _totals(states, code) for code in loaded.languages[1:] if language in (None, code)}
    if style == "json":
        echo_data(json.dumps(_as_json(states, totals), ensure_ascii=False, indent=2) + "\n")
    else:
        for code, total in totals.items():
            click.echo("\n".join(_table(code, [file for file in states if file.language == code], total)))
            for problem in problems:
                if problem.rule in ("missing-message", "numbers-not-compared") and f'"{code}"' in problem.message:
                    click.echo(f"  {problem.path}: {problem.message}")
    share = min((_share(total) for total in totals.values()), default=100.0)
    if fail_under is not None and share < fail_under:
        click.echo(f"{share:.1f} % is up to date, less than {fail_under:g} %.", err=True)
        sys.exit(1)


def _totals(states: Sequence[FileState], language: str) -> dict[str, int]:
    own = [file for file in states if file.language == language]
    counts = {state: sum(file.counts[state] for file in own) for state in STATES}
    return {"units": sum(counts.values())} | {str(state): count for state, count in counts.items()}


def _share(total: Mapping[str, int]) -> float:
    return 100 * (total["current"] + total["patched"]) / total["units"] if total["units"] else 100.0


def _as_json(states: Sequence[FileState], totals: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """Give the contract's shape: per language, per path, and totals."""
    found: dict[str, Any] = {}
    for code, total in totals.items():
        found[code] = {
            file.path: {
                "units": len(file.units),
                **file.counts,
                "stale_units": [unit.id for unit in file.units if unit.state == "stale"],
                "missing_units": [unit.id for unit in file.units if unit.state == "missing"],
            }
            for file in states
            if file.language == code
        }
        found[code]["totals"] = dict(total)
    return found


def _table(code: str, states: Sequence[FileState], total: Mapping[str, int]) -> Iterator[str]:
    width = max((len(file.path) for file in states), default=4)
    yield f"{code}: {_share(total):.1f} % up to date ({total['units']} units)"
    yield f"  {'file':<{width}}  {'units':>6}" + "".join(f"  {state:>7}" for state in STATES)
    for file in states:
        yield f"  {file.path:<{width}}  {len(file.units):>6}" + "".join(f"  {file.counts[s]:>7}" for s in STATES)
    yield f"  {'total':<{width}}  {total['units']:>6}" + "".join(f"  {total[state]:>7}" for state in STATES)
    yield from _next_steps(states)


def _next_steps(states: Sequence[FileState]) -> Iterator[str]:
    stale = [file for file in states if any(unit.state == "stale" and unit.record for unit in file.units)]
    unreviewed = [file for file in states if any(unit.state == "stale" and not unit.record for unit in file.units)]
    missing = [file for file in states if file.counts["missing"]]
    if stale:
        yield f"  next: {COMMAND} diff {stale[0].name}   (then mend it, and: accept)"
    if unreviewed:
        yield f"  next: make check, then, when it is good: {COMMAND} accept {_unreviewed(unreviewed[0])}"
    if missing and not missing[0].is_labels:
        file = missing[0]
        todo = f"fill in {file.path}" if file.is_started else f"{COMMAND} start {file.path}"
        yield f"  next: {todo}"
    elif missing:
        first = next(unit for unit in missing[0].units if unit.state == "missing")
        yield f"  next: add {missing[0].language}: … to {first.id} in {missing[0].path}"
    if not stale and not unreviewed and not missing:
        yield "  nothing is left to do"


def _unreviewed(file: FileState) -> str:
    """Give a file of which nothing was accepted, or its first such unit, so that nothing else is accepted with it."""
    units = [unit for unit in file.units if unit.state == "stale" and not unit.record]
    is_whole = len(units) == sum(unit.target is not None for unit in file.units)
    return file.name if is_whole else str(file.address(units[0].id))


@translate.command()
@click.argument("path", type=click.Path(path_type=Path))
@content_option
@language_option
def start(path: Path, content: Path, language: str | None) -> None:
    """Write the translation file PATH to fill in, or add to it what it lacks."""
    loaded, states = load_states(content, language)
    target = target_path(loaded, path, language)
    found = find_entry(loaded, target)
    if found is None:
        raise click.ClickException(f"{shown_path(target)} has no source file beside it.")
    source, group = found
    present = group.get(split_name(target)[1])  # type: ignore[index]
    text = target.read_text(encoding="utf-8") if present else ""
    with one_line_refusals():
        fuller = continue_translation(text, source, present) if present else start_translation(source)
    if fuller == text:
        click.echo(f"{shown_path(target)} lacks nothing.")
        return
    file = next(file for file in states if file.file.resolve() == target.resolve())
    with one_line_refusals():
        files = record_units(loaded, file, (), text=fuller)
    # The record first: until it stands, what an old front matter says of acceptance must not be taken out of the file.
    write_files({**files, file.file: files.get(file.file, fuller)}, quiet=True)
    click.echo(shown_path(target))


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
