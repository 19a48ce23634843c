"""Findings of the units of files → problems, those that a waiver allows as notes, and waivers that nothing needs.

Receives findings by path and unit, and the files; returns problems. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from build_scripts.checks.pair import Finding
from build_scripts.content.entries import MarkdownEntry
from build_scripts.ground.messages import Phrase
from build_scripts.ground.problems import Place, Problem, did_you_mean
from build_scripts.translation.units import markdown_units, section_number


def _named(identifier: str) -> object:
    """Give what a unit is to editors: its id, or the text or heading here, with the name that waivers use."""
    if not section_number(identifier):
        return f'"{identifier}"'
    if identifier.startswith("heading"):
        return Phrase("this heading (%(id)s)", id=identifier)
    return Phrase("this text (%(id)s)", id=identifier)


def apply_waivers(
    found: Mapping[tuple[str, str], list[tuple[Place, Finding]]], entries: Mapping[str, MarkdownEntry[Any]]
) -> Iterator[Problem]:
    """Give the problem of every finding, and of every waiver that allows nothing."""
    used: set[tuple[str, str, str]] = set()
    for (path, identifier), findings in found.items():
        waivers = entries[path].front.waivers.get(identifier, {}) if path in entries else {}
        for place, finding in findings:
            message = Phrase(
                "%(what)s: %(message)s",
                what=_named(identifier) if path in entries else f'"{identifier}"',
                message=finding.message,
            )
            if finding.rule in waivers:
                used.add((path, identifier, finding.rule))
                yield place.note(
                    finding.rule,
                    Phrase("%(message)s Waived: %(reason)s", message=message, reason=waivers[finding.rule]),
                )
            else:
                make = place.error if finding.level == "error" else place.warning
                yield make(finding.rule, message, finding.hint)
    for path, entry in entries.items():
        units = markdown_units(entry)
        for identifier, rules in entry.front.waivers.items():
            for rule in rules:
                if (path, identifier, rule) not in used:
                    place = entry.yaml.place("waivers", identifier, rule)
                    hint = did_you_mean(identifier, units) if identifier not in units else Phrase("Remove it.")
                    yield place.warning(
                        "needless-waiver",
                        Phrase('nothing of "%(id)s" breaks "%(rule)s".', id=identifier, rule=rule),
                        hint,
                    )
