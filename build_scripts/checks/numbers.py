"""Numbers that agree between source and translation → findings.

Receives the pieces of a unit in two languages; returns findings that say what was read on each side and what the slip
may be. Reading and comparing is the work of `quantities`; a language that it cannot read is never said to agree or
differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from build_scripts.checks.pair import Finding, Pair
from build_scripts.quantities import LANGUAGES, Quantity, compare, primary

NOT_COMPARED = "numbers-not-compared"  # said once for a language, and of no unit


def check_numbers(pair: Pair) -> Iterator[Finding]:
    """A translation states the quantities of its source, no more and no less."""
    outcome = compare(
        pair.source.wording, pair.target.wording, pair.source_language, pair.target_language, pair.site.names
    )
    if outcome.verdict == "agree":
        return
    if not {primary(pair.source_language), primary(pair.target_language)} <= LANGUAGES:
        yield Finding("numbers-not-compared", "its numbers cannot be compared.", "Compare them yourself.", "note")
        return
    sides = [
        f"{quote(quantities)} only in the {side}"
        for quantities, side in ((outcome.unmatched_source, "source"), (outcome.unmatched_target, "translation"))
        if quantities
    ]
    message = f"{' and '.join(sides) or 'the quantities'}."
    if outcome.verdict == "unreadable":
        hint = "Write the number in a usual way, or waive it with the reason."
        yield Finding("numbers-unreadable", f"cannot compare the numbers: {message}", hint, "warning")
        return
    slip = f"Likely slip: {', '.join(outcome.slips)}. " if outcome.slips else ""
    yield Finding("numbers-differ", message, f"{slip}State the same quantity in both languages.")


def quote(quantities: Sequence[Quantity]) -> str:
    """Give the words that quantities were read from."""
    return ", ".join(f"“{quantity.text or quantity.meaning}”" for quantity in quantities)
