"""Findings and the waivers in front matter (`waivers: {unit: {rule: reason}}`) → problems.

Receives the findings by file and unit, the content, and the states of translations; a finding that is waived is a note
that gives the reason. A waiver of a rule about numbers holds for the texts that were accepted with it: once the
translation has been edited, or the source has other numbers, what is found counts again until the unit is accepted. In
what was never accepted, and in sources, it holds. What waives nothing is a problem itself. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from build_scripts.checks.pair import Finding
from build_scripts.checks.rule_definitions import load_rules
from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.ground.messages import Phrase, sentences
from build_scripts.ground.problems import Place, Problem, did_you_mean
from build_scripts.quantities import compare
from build_scripts.translation.address import COMMAND
from build_scripts.translation.states import FileState, UnitState
from build_scripts.translation.units import markdown_units

_LOOK_FIRST = Phrase(
    "The translation was edited since it was accepted: see first that nothing is lost, such as a “not”. "
    "If it says what the source says, remove the waiver."
)

Found = Mapping[tuple[str, str], Sequence[tuple[Place, Finding]]]


def apply_waivers(content: Content, found: Found, states: Iterable[FileState]) -> Iterator[Problem]:
    """Give all findings as problems, those that are waived as notes, and the waivers of nothing."""
    entries = {entry.path.as_posix(): entry for entry in content.markdown_entries}
    waiving = {path: entry for path, entry in entries.items() if entry.front.waivers}
    files = {file.file.as_posix(): file for file in states if file.file.as_posix() in waiving}
    used: set[tuple[str, str, str]] = set()
    for (path, identifier), findings in found.items():
        reasons = waiving[path].front.waivers.get(identifier, {}) if path in waiving else {}
        for place, finding in findings:
            reason = reasons.get(finding.rule)
            if reason is not None:
                used.add((path, identifier, finding.rule))
            file = files.get(path) if reason is not None and _is_of_numbers(finding.rule) else None
            yield _problem(content, file, identifier, place, finding, reason)
    for path, entry in waiving.items():
        yield from _needless(path, entry, files.get(path), used)


def _problem(
    content: Content, file: FileState | None, identifier: str, place: Place, finding: Finding, reason: str | None
) -> Problem:
    """Give a finding as a problem, or as a note where a reason waives it; `file` tells whether it still may."""
    message = Phrase('"%(id)s": %(message)s', id=identifier, message=finding.message)
    unit = file.unit(identifier) if file else None
    if reason is not None and not (unit and _has_moved_on(content, unit)):
        return place.note(finding.rule, Phrase("%(message)s Waived: %(reason)s", message=message, reason=reason))
    hint = finding.hint
    if file and reason is not None:
        again = Phrase(
            "The waiver was for the text as it was accepted (%(reason)s). If the numbers are right now: "
            "`%(command)s accept %(address)s`.",
            reason=reason,
            command=COMMAND,
            address=file.address(identifier),
        )
        hint = sentences(finding.hint, again)
    return (place.error if finding.level == "error" else place.warning)(finding.rule, message, hint)


def _is_of_numbers(rule: str) -> bool:
    return rule.startswith(("numbers-", "figure-", "qualifier-"))


def _has_moved_on(content: Content, unit: UnitState) -> bool:
    """Tell whether a unit has another translation than was accepted, or a source with other numbers."""
    if not unit.recorded or unit.state in ("current", "patched"):
        return False
    texts = (unit.old_source, unit.source.whole, content.source, content.source)
    return unit.is_edited or compare(*texts, content.names).verdict != "agree"


def _needless(
    path: str, entry: MarkdownEntry[Any], file: FileState | None, used: set[tuple[str, str, str]]
) -> Iterator[Problem]:
    """Every waiver waives something."""
    units = markdown_units(entry)
    for identifier, rules in entry.front.waivers.items():
        unit = file.unit(identifier) if file else None
        for rule in rules:
            if (path, identifier, rule) in used:
                continue
            hint = Phrase("Remove it.")
            if identifier not in units:
                hint = did_you_mean(identifier, units)
            elif rule not in load_rules():
                hint = did_you_mean(rule, load_rules())
            elif unit and unit.is_edited:
                hint = _LOOK_FIRST
            message = Phrase('nothing of "%(id)s" breaks "%(rule)s".', id=identifier, rule=rule)
            yield entry.yaml.place("waivers", identifier, rule).warning("needless-waiver", message, hint)
