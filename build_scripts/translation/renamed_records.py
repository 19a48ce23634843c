"""A record of acceptance → the same with other names of its units, and other links in the texts that it holds.

Receives the state of a file and what its units and texts become; returns the new text of the record. What was accepted
stays accepted, what was not does not. Refuses, with `NamingError`, a record of which a part would be lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from build_scripts.content.naming import KEYED, LISTED, Naming, NamingError, name_whole, named_as, own_name
from build_scripts.ground.messages import Phrase, sentences
from build_scripts.translation.record import Acceptance, render_record
from build_scripts.translation.states import FileState, UnitState
from build_scripts.translation.units import digest_of


def rename_record(file: FileState, naming: Naming, rewrite: Callable[[str], str]) -> str | None:
    """Give the record of a translation as it is to be, or None where it stays as it is."""
    record = file.record
    units = {unit.id: unit for unit in file.units}
    names = {name: _unit_name(file, name, naming) for name in (*units, *record.entries)}
    before = {name: entry.variants for name, entry in record.entries.items()}
    variants: dict[str, tuple[Acceptance, ...]] = {}
    for name, own in before.items():  # of what was renamed by hand there may be something already
        rewritten = tuple(_rewritten(each, units.get(name), rewrite) for each in own)
        variants[names[name]] = (*variants.get(names[name], ()), *rewritten)
    if not record.entries or (variants == before and all(name == own for name, own in names.items())):
        return None
    if record.faults:
        fault = sentences(record.faults[0].phrase, record.faults[0].hint)
        raise NamingError(Phrase("the record would lose what cannot be read in it: %(fault)s", fault=fault))
    return render_record(dict.fromkeys(names.values()), variants)


def _unit_name(file: FileState, unit: str, naming: Naming) -> str:
    """Give what a unit is called afterwards: a statement by its id, a label by that of its entry."""
    if not file.is_labels:
        folder, _, parent = file.owner.partition("/")
        return own_name(naming, {"reports": "statement", "comparisons": "point"}.get(folder, ""), parent, unit)
    head, dot, rest = unit.partition(".")
    if file.path == "withdrawn.yml":
        return f"{name_whole(head, naming)}{dot}{rest}"
    kind = {**KEYED, **LISTED}.get(file.path, "")
    if kind:
        return f"{named_as(naming, kind, head)}{dot}{rest}"
    part = {"figures": "figure", "references": "reference"}.get(head) if file.path.startswith("reports/") else None
    if part is None:
        return unit
    own, dot, rest = rest.partition(".")
    return f"{head}.{named_as(naming, part, own, file.path.split('/')[1] + '/')}{dot}{rest}"


def _rewritten(each: Acceptance, unit: UnitState | None, rewrite: Callable[[str], str]) -> Acceptance:
    """Give an acceptance of the same texts with other links in them."""

    def all_of(pieces: Mapping[str, str]) -> dict[str, str]:
        return {name: rewrite(text) for name, text in pieces.items()}

    target, old_digest = each.target, each.old_digest
    if unit and unit.target and target == unit.target.digest:
        target = digest_of(all_of(unit.target.pieces))
    if unit and old_digest and old_digest == unit.source.digest:
        old_digest = digest_of(all_of(unit.source.pieces))
    return replace(each, pieces=all_of(each.pieces), patched=all_of(each.patched), target=target, old_digest=old_digest)
