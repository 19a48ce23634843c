"""Findings and the waivers in front matter (`waivers: {unit: {rule: reason}}`) → problems.

Receives the findings by file and unit, the content, and the states of translations; a finding that is waived is a note
that gives the reason. A waiver of a rule about numbers holds for the numbers that its reason names, in sources as in
translations: whatever else is edited, and once other numbers are found, these count. What waives nothing is a problem
itself. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from build_scripts.checks.pair import Finding
from build_scripts.checks.rule_definitions import load_rules
from build_scripts.content.entries import Content, MarkdownEntry
from build_scripts.ground.messages import Phrase, sentences
from build_scripts.ground.problems import Place, Problem, did_you_mean
from build_scripts.translation.states import FileState
from build_scripts.translation.units import markdown_units, section_number

_LOOK_FIRST = Phrase(
    "The translation was edited since it was accepted: see first that nothing is lost, such as a “not”. "
    "If it says what the source says, remove the waiver."
)

Found = Mapping[tuple[str, str], Sequence[tuple[Place, Finding]]]


def _named(identifier: str) -> object:
    """Give what a unit is to editors: its id, or the text or heading here, with the name that waivers use."""
    if not section_number(identifier):
        return f'"{identifier}"'
    if identifier.startswith("heading"):
        return Phrase("this heading (%(id)s)", id=identifier)
    return Phrase("this text (%(id)s)", id=identifier)


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
            yield _problem(identifier, place, finding, reason)
    for path, entry in waiving.items():
        yield from _needless(path, entry, files.get(path), used)


def _problem(identifier: str, place: Place, finding: Finding, reason: str | None) -> Problem:
    """Give a finding as a problem, or as a note where a reason waives it, and names its numbers."""
    message = Phrase("%(what)s: %(message)s", what=_named(identifier), message=finding.message)
    unnamed = tuple(f"“{number}”" for number in finding.numbers if reason and not _names(reason, number))
    if reason is not None and not unnamed:
        return place.note(finding.rule, Phrase("%(message)s Waived: %(reason)s", message=message, reason=reason))
    hint = finding.hint
    if unnamed:
        again = Phrase(
            "A waiver holds for the numbers that its reason names (%(reason)s). If these are right too, "
            "name them there: %(numbers)s.",
            reason=reason,
            numbers=unnamed,
        )
        hint = sentences(finding.hint, again)
    return (place.error if finding.level == "error" else place.warning)(finding.rule, message, hint)


def _names(reason: str, number: str) -> bool:
    """Tell whether a reason names a number as it stands in its text, whatever the spaces.

    >>> [_names("theirs is of 2026, 5 t", number) for number in ("2026", "26", "5t")]
    [True, False, True]
    """
    plain, whole = ("".join(text.split()) for text in (number, reason))
    return re.search(rf"(?<!\d)(?<!\d[.,]){re.escape(plain)}(?!\d|[.,]\d)", whole) is not None


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
