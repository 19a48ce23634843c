"""The command that says how far the translation is, and what to do next: `duizhao translate status`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from build_scripts.cli.options import content_option
from build_scripts.cli.terminal import echo_data
from build_scripts.cli.translated_files import language_option, load_checked
from build_scripts.ground import shipped
from build_scripts.ground.problems import Problem
from build_scripts.translation.address import COMMAND
from build_scripts.translation.next_steps import next_steps
from build_scripts.translation.progress import Progress, by_person, by_report, sum_up
from build_scripts.translation.states import STATES, FileState

_NO_NAME = "(no name given)"
_NO_REPORT = "(no folder)"
_COLUMNS = ("units", *STATES, "words", "left")

Row = tuple[str, Sequence[str]]


@click.command("status")
@content_option
@language_option
@click.option(
    "--by", "grouping", type=click.Choice(["file", "report", "person"]), default="file", help="Whose sums to print."
)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.option("--fail-under", type=click.FloatRange(0, 100), help="Exit 1 if less than this per cent is up to date.")
def status_command(content: Path, language: str | None, grouping: str, style: str, fail_under: float | None) -> None:
    """Say what is missing, stale and up to date, and what to do next.

    Columns count units by state, then the words of their source: all, and those left to do, missing or stale.
    """
    loaded, states, problems = load_checked(content, language)
    files = {
        code: [file for file in states if file.language == code]
        for code in loaded.languages[1:]
        if language in (None, code)
    }
    totals = {code: sum_up(own) for code, own in files.items()}
    if style == "json":
        found = {code: _as_json(own, totals[code]) for code, own in files.items()}
        echo_data(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    else:
        for code, own in files.items():
            click.echo("\n".join([*_table(code, own, totals[code], grouping), *_open(problems, code)]))
    share = min((_share(total) for total in totals.values()), default=100.0)
    if fail_under is not None and share < fail_under:
        click.echo(f"{share:.1f} % is up to date, less than {fail_under:g} %.", err=True)
        sys.exit(1)


def _open(problems: Iterable[Problem], code: str) -> Iterator[str]:
    """Give the lines that say what of a language is not compared, and how much of the interface is not translated."""
    for problem in problems:
        if problem.rule in ("missing-message", "numbers-not-compared") and f'"{code}"' in problem.message:
            yield f"  {problem.path}: {problem.message}"


def _share(total: Progress) -> float:
    units = sum(total.units.values())
    return 100 * (total.units["current"] + total.units["patched"]) / units if units else 100.0


def _as_json(states: Sequence[FileState], total: Progress) -> dict[str, Any]:
    """Give the contract's shape: per path, and totals, with those of reports and people."""
    found: dict[str, Any] = {
        file.path: {
            **_sums(sum_up([file])),
            "stale_units": [unit.id for unit in file.units if unit.state == "stale"],
            "missing_units": [unit.id for unit in file.units if unit.state == "missing"],
        }
        for file in states
    }
    reports = {name: _sums(sum_up(own)) for name, own in by_report(states).items()}
    people = {name: asdict(share) for name, share in by_person(states).items()}
    return found | {"totals": {**_sums(total), "reports": reports, "people": people}}


def _sums(progress: Progress) -> dict[str, Any]:
    counts = {str(state): count for state, count in progress.units.items()}
    return {"units": sum(counts.values()), **counts, "words": dict(progress.words)}


def _table(code: str, states: Sequence[FileState], total: Progress, grouping: str) -> Iterator[str]:
    yield f"{code}: {_share(total):.1f} % up to date ({sum(total.units.values())} units)"
    if grouping == "person":
        people = by_person(states).items()
        shares = [(name or _NO_NAME, (str(own.units), str(own.words), own.last or "-")) for name, own in people]
        yield from _aligned(("name", ("units", "words", "last")), shares)
        return
    groups: Mapping[str, Iterable[FileState]]
    groups = by_report(states) if grouping == "report" else {file.path: [file] for file in states}
    rows = [(name or _NO_REPORT, _numbers(sum_up(own))) for name, own in groups.items()]
    yield from _aligned((grouping, _COLUMNS), [*rows, ("total", _numbers(total))])
    yield from _next_steps(states)


def _numbers(progress: Progress) -> tuple[str, ...]:
    counts = (progress.units[state] for state in STATES)
    numbers = (sum(progress.units.values()), *counts, sum(progress.words.values()), progress.left)
    return tuple(map(str, numbers))


def _aligned(head: Row, rows: Sequence[Row]) -> Iterator[str]:
    """Give the lines of a table: names to the left, figures to the right."""
    every = [head, *rows]
    first = max(len(name) for name, _ in every)
    widths = [max(len(cells[no]) for _, cells in every) for no in range(len(head[1]))]
    for name, cells in every:
        yield f"  {name:<{first}}" + "".join(f"  {cell:>{width}}" for cell, width in zip(cells, widths, strict=True))


def _next_steps(states: Sequence[FileState]) -> Iterator[str]:
    steps = next_steps(states)
    for step in steps:
        if step.kind == "compare":
            todo = f"{COMMAND} {step.command}   (then mend it, and: accept)"
        elif step.kind == "review":
            todo = f"{shipped.COMMAND} check, then, when it is good: {COMMAND} {step.command}"
        elif step.command:
            todo = f"{COMMAND} {step.command}"
        else:
            todo = f"fill in {step.file.path}"
        yield f"  next: {todo}"
    if not steps:
        yield "  nothing is left to do"
