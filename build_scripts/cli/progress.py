"""The command that says how far the translation is, and what to do next: `duizhao translate status`."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from build_scripts.cli.options import content_option
from build_scripts.cli.speech import say, speech
from build_scripts.cli.terminal import echo_data
from build_scripts.cli.translated_files import language_option, load_shown
from build_scripts.ground import shipped
from build_scripts.ground.messages import Phrase, said
from build_scripts.ground.problems import Problem
from build_scripts.translation.address import COMMAND
from build_scripts.translation.next_steps import next_steps
from build_scripts.translation.progress import Progress, by_person, by_report, sum_up
from build_scripts.translation.states import STATES, FileState

_NO_NAME = Phrase("(no name given)")
_NO_REPORT = Phrase("(no folder)")
_STATES = {
    str(state): state
    for state in (Phrase("current"), Phrase("stale"), Phrase("missing"), Phrase("patched"), Phrase("held"))
}
_COLUMNS = (Phrase("units"), *(_STATES[state] for state in STATES), Phrase("words"), Phrase("left"))
_GROUPS = {"file": Phrase("file"), "report": Phrase("report")}

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
    """Say what is missing, stale, held back and up to date, and what to do next.

    Columns count units by state, then the words of their source: all, and those left to do: missing, stale or held.
    Held is what readers do not get although it is translated, as it breaks a rule: mend it, or waive the rule.
    """
    loaded, states, problems = load_shown(content, language)
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
            say("\n".join([*_table(code, own, totals[code], grouping), *_open(problems, code)]))
    share = min((_share(total) for total in totals.values()), default=100.0)
    if fail_under is not None and share < fail_under:
        told = {"share": f"{share:.1f}", "least": f"{fail_under:g}"}
        say(Phrase("%(share)s %% is up to date, less than %(least)s %%.", **told), err=True)
        sys.exit(1)


def _open(problems: Iterable[Problem], code: str) -> Iterator[str]:
    """Give the lines that say what of a language is not compared, and how much of the interface is not translated."""
    for problem in problems:
        if problem.rule in ("missing-message", "numbers-not-compared") and f'"{code}"' in problem.message:
            yield f"  {problem.path}: {said(problem.message, speech())}"


def _share(total: Progress) -> float:
    units = sum(total.units.values())
    return 100 * (total.units["current"] + total.units["patched"]) / units if units else 100.0


def _as_json(states: Sequence[FileState], total: Progress) -> dict[str, Any]:
    """Give the contract's shape: per path, and totals, with those of reports and people."""
    found: dict[str, Any] = {
        file.path: {
            **_sums(sum_up([file])),
            "stale_units": [unit.id for unit in file.units if unit.shown_state == "stale"],
            "held_units": {unit.id: list(unit.held_by) for unit in file.units if unit.held_by},
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
    share, count = f"{_share(total):.1f}", sum(total.units.values())
    yield said(
        Phrase("%(code)s: %(share)s %% up to date (%(count)s units)", code=code, share=share, count=count), speech()
    )
    if grouping == "person":
        people = by_person(states).items()
        shares = [(name or _NO_NAME, (str(own.units), str(own.words), own.last or "-")) for name, own in people]
        yield from _aligned((Phrase("name"), (Phrase("units"), Phrase("words"), Phrase("last"))), shares)
        return
    groups: Mapping[str, Iterable[FileState]]
    groups = by_report(states) if grouping == "report" else {file.path: [file] for file in states}
    rows = [(name or _NO_REPORT, _numbers(sum_up(own))) for name, own in groups.items()]
    yield from _aligned((_GROUPS[grouping], _COLUMNS), [*rows, (Phrase("total"), _numbers(total))])
    yield from _next_steps(states)


def _numbers(progress: Progress) -> tuple[str, ...]:
    counts = (progress.units[state] for state in STATES)
    numbers = (sum(progress.units.values()), *counts, sum(progress.words.values()), progress.left)
    return tuple(map(str, numbers))


def _aligned(head: Row, rows: Sequence[Row]) -> Iterator[str]:
    """Give the lines of a table: names to the left, figures to the right."""
    own = speech()
    every = [(said(name, own), [said(cell, own) for cell in cells]) for name, cells in (head, *rows)]
    first = max(_width(name) for name, _ in every)
    widths = [max(_width(cells[no]) for _, cells in every) for no in range(len(head[1]))]
    for name, cells in every:
        figures = (" " * (width - _width(cell)) + cell for cell, width in zip(cells, widths, strict=True))
        yield "  ".join(["", name + " " * (first - _width(name)), *figures])


def _width(text: str) -> int:
    """Count the columns of a terminal that a text takes: Han characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _next_steps(states: Sequence[FileState]) -> Iterator[str]:
    steps = next_steps(states)
    for step in steps:
        command = f"{COMMAND} {step.command}"
        if step.kind == "compare":
            todo = Phrase("%(command)s   (then mend it, and: accept)", command=command)
        elif step.kind == "review":
            checks = f"{shipped.COMMAND} check"
            todo = Phrase("%(check)s, then, when it is good: %(command)s", check=checks, command=command)
        elif step.kind == "mend":
            address, rules = step.file.address(step.unit.id), list(step.unit.held_by)
            todo = Phrase("mend %(address)s, which is held back, or waive: %(rules)s", address=address, rules=rules)
        elif step.command:
            todo = Phrase("%(command)s", command=command)
        else:
            todo = Phrase("fill in %(path)s", path=step.file.path)
        yield said(Phrase("  next: %(todo)s", todo=todo), speech())
    if not steps:
        yield said(Phrase("  nothing is left to do"), speech())
