"""What came of proofreading, in the words that editors read, and as data.

Receives a `Proof` or a part of it; gives phrases and plain values. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from build_scripts.checks.numbers import slip_names
from build_scripts.checks.source.coverage import Gap, GapKind
from build_scripts.checks.source.lookup import Outcome, Verdict
from build_scripts.checks.source.proof import Checked, Proof
from build_scripts.content.originals import Passage
from build_scripts.ground.messages import NOTHING, Phrase, sentences
from build_scripts.ground.problems import shown_path

GAP_NAMES: Mapping[GapKind, Phrase] = {
    "quantity": Phrase("quantity"),
    "date": Phrase("date"),
    "title": Phrase("title"),
    "item": Phrase("list item"),
    "heading": Phrase("heading"),
}
OUTCOME_NAMES: Mapping[Outcome, Phrase] = {
    "found": Phrase("found"),
    "explained": Phrase("explained"),
    "otherwise": Phrase("found otherwise"),
    "missing": Phrase("not found"),
}


def place_of(passage: Passage) -> Phrase:
    """Say where a passage stands."""
    if passage.page is None:
        return Phrase("paragraph %(paragraph)s", paragraph=passage.paragraph)
    return Phrase("page %(page)s, paragraph %(paragraph)s", page=passage.page, paragraph=passage.paragraph)


def fault_of(verdict: Verdict, proof: Proof) -> Phrase:
    """Say what the original has of a mark."""
    words = verdict.mark.text
    if verdict.outcome == "missing" or verdict.segment is None:
        return Phrase("“%(words)s” is not in the original.", words=words)
    place = place_of(proof.index.passage(verdict.segment))
    if not verdict.instead:
        return Phrase("“%(words)s” stands in another place of the original only (%(place)s).", words=words, place=place)
    message = Phrase(
        "“%(words)s”: the original has “%(instead)s” (%(place)s).", words=words, instead=verdict.instead, place=place
    )
    is_named = verdict.slip not in ("", "changed", "qualifier")
    slip = Phrase("Likely slip: %(slips)s.", slips=slip_names([verdict.slip])) if is_named else NOTHING
    return sentences(message, slip)


def faults_of(one: Checked, proof: Proof) -> Iterator[Phrase]:
    """Say all that is to be looked at in a statement."""
    for verdict in one.faults:
        yield fault_of(verdict, proof)
    for run in one.copied:
        yield Phrase("taken over word for word: “%(text)s” (%(place)s).", text=run.text, place=place_of(run.passage))


def as_data(proof: Proof) -> dict[str, Any]:
    """Give a proof as plain values, for JSON."""
    return {
        "report": proof.report,
        "language": proof.language,
        "original": {"title": proof.index.original.title, "language": proof.index.language},
        "marks": dict(proof.counts),
        "coverage": {"parts": proof.coverage.total, "carried": proof.coverage.carried},
        "statements": [_statement(one, proof) for one in proof.checked],
        "gaps": [_gap(gap, proof) for gap in proof.coverage.gaps],
        "needless": [f"{shown_path(place.path)}:{place.line}" for place in proof.needless],
    }


def _statement(one: Checked, proof: Proof) -> dict[str, Any]:
    return {
        "id": one.claim.key,
        "path": shown_path(one.claim.path),
        "line": one.claim.line,
        "rests": [_place(proof.index.passage(segment)) for segment in one.support],
        "marks": [_mark(verdict, proof) for verdict in one.verdicts],
        "copied": [{"text": run.text, **_place(run.passage)} for run in one.copied],
    }


def _mark(verdict: Verdict, proof: Proof) -> dict[str, Any]:
    place = _place(proof.index.passage(verdict.segment)) if verdict.segment else {"page": None, "paragraph": None}
    own = {"kind": verdict.mark.kind, "text": verdict.mark.text, "outcome": verdict.outcome}
    return {**own, "instead": verdict.instead, "slip": verdict.slip, **place}


def _gap(gap: Gap, proof: Proof) -> dict[str, Any]:
    return {"kind": gap.kind, "text": gap.text, "reason": gap.reason, **_place(proof.index.passage(gap.segment))}


def _place(passage: Passage) -> dict[str, int | None]:
    return {"page": passage.page, "paragraph": passage.paragraph}
