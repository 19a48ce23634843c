"""The versions of a part of a file → its texts by language, which know whose part they are and how they stand.

Receives what stands in each language of a file; returns `Texts`, and what statements and points have in common. A unit
that translates an older source is `outdated`: no other language falls back to it; one that is held says for what.
Refuses nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from build_scripts.content.entries import MarkdownEntry
from build_scripts.content.outline import RawStatement, Section
from build_scripts.ground.markdown import Prose
from build_scripts.ground.texts import AS_IT_STANDS, Standing, Texts
from build_scripts.library.claims import StatementPart
from build_scripts.translation.states import FileState

T = TypeVar("T")
V = TypeVar("V")
Standings = Mapping[str, Standing]  # by unit; of a unit that is not named there is nothing to say


def find_standings(stale: Mapping[str, Iterable[str]], states: Iterable[FileState]) -> Standings:
    """Give by unit the languages in which it translates an older source, in their order, and those it is held in."""
    outdated: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for language, units in stale.items():
        for unit in units:
            outdated[unit] += (language,)
    held: defaultdict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for file in states:
        for each in file.units:
            if each.held_by:
                held[f"{file.owner}#{each.id}"][file.language] = each.held_by
    return {unit: Standing(outdated[unit], held[unit]) for unit in (*outdated, *held)}


def versions_by_id(group: Mapping[str, MarkdownEntry[Any]]) -> Mapping[str, Mapping[str, RawStatement]]:
    """Give what stands under each id of a file, by language."""
    versions: defaultdict[str, dict[str, RawStatement]] = defaultdict(dict)
    for language, entry in group.items():
        for raw in entry.outline.statements:
            versions[raw.id][language] = raw
    return versions


def having_section(no: int, group: Mapping[str, MarkdownEntry[Any]]) -> Mapping[str, Section]:
    """Give the nth section of a file in the languages that have it."""
    return {
        language: entry.outline.sections[no] for language, entry in group.items() if len(entry.outline.sections) > no
    }


def link_run(no: int, versions: Mapping[str, Section], owner: str, standing: Standing) -> Texts[Prose]:
    """Give the nth run of prose of a section in the languages that have one."""
    having = {language: version for language, version in versions.items() if len(version.runs) > no}
    return by_language(having, lambda version: version.runs[no].prose, owner, standing)


def link_claim(
    number: int, kind: str, raw: RawStatement, versions: Mapping[str, RawStatement], owner: str, standings: Standings
) -> dict[str, Any]:
    """Give what statements and points have in common; `owner` is that of their file."""
    owner = f"{owner}#{raw.id}"
    standing = standings.get(owner, AS_IT_STANDS)
    parts = {language: dict(version.parts) for language, version in versions.items()}
    return {
        "number": number,
        "kind": kind,
        "text": by_language(versions, lambda version: version.text, owner, standing),
        "parts": tuple(_part(name, parts, owner, standing) for name, _ in raw.parts),
        "lines": MappingProxyType({language: version.place.line for language, version in versions.items()}),
    }


def _part(name: str, parts: Mapping[str, Mapping[str, Prose]], owner: str, standing: Standing) -> StatementPart:
    having = {language: own for language, own in parts.items() if name in own}
    return StatementPart(name, by_language(having, lambda own: own[name], owner, standing))


def by_language(
    group: Mapping[str, V], get: Callable[[V], T], owner: str = "", standing: Standing = AS_IT_STANDS
) -> Texts[T]:
    """Gather one text per language, leaving out the empty ones."""
    texts = {language: get(version) for language, version in group.items()}
    return Texts({language: text for language, text in texts.items() if text}, owner, standing)
