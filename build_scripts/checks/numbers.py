"""Numbers that agree between source and translation → findings.

Receives the pieces of a unit in two languages; returns findings that say what was read on each side and what the slip
may be. Reading and comparing is the work of `quantities`; a language that it cannot read is never said to agree or
differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from build_scripts.checks.pair import Finding, Pair
from build_scripts.ground.markdown import Prose
from build_scripts.ground.messages import NOTHING, Phrase, sentences
from build_scripts.quantities import LANGUAGES, Comparison, Quantity, compare, find_lost_qualifiers, primary

NOT_COMPARED = "numbers-not-compared"  # said once for a language, and of no unit
_SLIPS = {
    str(slip): slip
    for slip in (
        Phrase("added"), Phrase("changed"), Phrase("currency"), Phrase("date"), Phrase("day and month swapped"),
        Phrase("dropped"), Phrase("minus sign"), Phrase("over / under"), Phrase("percent / percentage points"),
        Phrase("range reversed"), Phrase("unit"), Phrase("swapped between subjects"), Phrase("before / after"),
        Phrase("rise / fall"),
    )
}  # fmt: skip


def check_numbers(pair: Pair) -> Iterator[Finding]:
    """A translation states the quantities of its source, no more and no less, in its text, captions and footnotes."""
    outcomes = [_compare(pair, source, target) for source, target in _texts(pair.source, pair.target)]
    outcome = next((outcome for outcome in outcomes if outcome.verdict != "agree"), None)
    is_known = {primary(pair.source_language), primary(pair.target_language)} <= LANGUAGES
    if outcome is None:
        yield from _lost_qualifiers(outcomes) if is_known else ()
        return
    if not is_known:
        yield Finding(
            "numbers-not-compared", Phrase("its numbers cannot be compared."), Phrase("Compare them yourself."), "note"
        )
        return
    message, numbers = _difference(outcome), _words((*outcome.unmatched_source, *outcome.unmatched_target))
    if outcome.verdict == "unreadable":
        hint = Phrase("Write the number in a usual way, or waive it with the reason.")
        yield Finding(
            "numbers-unreadable",
            Phrase("cannot compare the numbers: %(message)s", message=message),
            hint,
            "warning",
            numbers,
        )
        return
    slip = Phrase("Likely slip: %(slips)s.", slips=slip_names(outcome.slips)) if outcome.slips else NOTHING
    hint = sentences(slip, Phrase("State the same quantity in both languages."))
    yield Finding("numbers-differ", message, hint, numbers=numbers)


def _lost_qualifiers(outcomes: Iterable[Comparison]) -> Iterator[Finding]:
    """What the source states as about, nearly, over or at least so much, the translation does not state as exact."""
    lost = [pair for outcome in outcomes for pair in find_lost_qualifiers(outcome)]
    if lost:
        message = Phrase(
            "%(source)s is qualified in the source (%(qualifiers)s), %(target)s in the translation is not.",
            source=quote([one for one, _ in lost]),
            qualifiers=tuple(dict.fromkeys(one.approx for one, _ in lost)),
            target=quote([other for _, other in lost]),
        )
        hint = Phrase("Say it in the translation too, or waive it with the reason.")
        yield Finding("qualifier-lost", message, hint, "warning", _words(item for both in lost for item in both))


def _texts(source: Prose, target: Prose) -> Iterator[tuple[str, str]]:
    """Give what stands for one another: the text, each cell of a table, each caption, each footnote.

    Where one side has more of a kind than the other, which is another problem, only the text is compared.
    """
    yield source.wording, target.wording
    captions = [tuple(link.words for link in prose.links if link.is_image) for prose in (source, target)]
    notes = [[prose.notes[label] for label in prose.footnotes if label in prose.notes] for prose in (source, target)]
    footnotes = [tuple(note.wording for note in each) for each in notes]
    for one, other in ((source.cells, target.cells), captions, footnotes):
        if len(one) == len(other):
            yield from zip(one, other, strict=True)


def _compare(pair: Pair, source: str, target: str) -> Comparison:
    return compare(source, target, pair.source_language, pair.target_language, pair.site.names)


def _difference(outcome: Comparison) -> Phrase:
    """Say what only one side states."""
    source, target = quote(outcome.unmatched_source), quote(outcome.unmatched_target)
    if source and target:
        return Phrase(
            "%(source)s only in the source and %(target)s only in the translation.", source=source, target=target
        )
    if source or target:
        only = Phrase("%(source)s only in the source.", source=source)
        return only if source else Phrase("%(target)s only in the translation.", target=target)
    return Phrase("the quantities.")


def slip_names(slips: Iterable[str]) -> tuple[str, ...]:
    """Give slips as they are said to editors; powers of ten are the same in every language."""
    return tuple(_SLIPS.get(slip, slip) for slip in slips)


def _words(items: Iterable[Quantity]) -> tuple[str, ...]:
    """Give what quantities were read from, each once."""
    return tuple(dict.fromkeys(item.text for item in items if item.text))


def quote(quantities: Sequence[Quantity]) -> tuple[str, ...]:
    """Give the words that quantities were read from."""
    return tuple(f"“{quantity.text or quantity.meaning}”" for quantity in quantities)
