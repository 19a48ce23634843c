"""What came of proofreading a report, as a page that stands alone and opens in any browser.

Receives a `Proof`, the language to speak and the folder of templates; gives HTML that loads nothing. It shows sentences
of the original, and so is for the editors alone. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from build_scripts.checks.source.coverage import Gap
from build_scripts.checks.source.proof import Checked, Proof
from build_scripts.checks.source.words import GAP_NAMES, OUTCOME_NAMES, fault_of, faults_of, place_of
from build_scripts.ground.messages import Phrase, Speech
from build_scripts.ground.problems import shown_path

_WORDS = {
    "title": Phrase("Proofread against the original"),
    "faults": Phrase("To look at"),
    "gaps": Phrase("In the original, in no statement"),
    "statements": Phrase("All statements"),
    "nothing": Phrase("Nothing."),
    "private": Phrase("This page shows sentences of the original. It is for the editors, not to be published."),
}


def proof_page(proof: Proof, speech: Speech, templates: Path) -> str:
    """Give the page."""
    loader = FileSystemLoader(templates / "source")
    environment = Environment(loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True)
    return environment.get_template("proof.html.jinja").render(
        language=speech.language,
        words={name: phrase.said(speech) for name, phrase in _WORDS.items()},
        report=proof.report,
        summary=[phrase.said(speech) for phrase in summary_of(proof)],
        faulty=[_row(one, proof, speech) for one in proof.checked if one.faults or one.copied],
        pages=list(_pages(proof, speech)),
        rows=[_row(one, proof, speech) for one in proof.checked],
    )


def summary_of(proof: Proof) -> Iterator[Phrase]:
    """Say how much was found, and how much of the original is carried."""
    counts = tuple(
        Phrase("%(count)s %(outcome)s", count=count, outcome=OUTCOME_NAMES[outcome])
        for outcome, count in proof.counts.items()
    )
    yield Phrase("Quantities, dates, titles and names of statements: %(counts)s.", counts=counts)
    coverage = proof.coverage
    share = f"{100 * coverage.carried / coverage.total:.0f}" if coverage.total else "100"
    yield Phrase(
        "Parts of the original that statements carry: %(carried)s of %(total)s (%(share)s%%).",
        carried=coverage.carried,
        total=coverage.total,
        share=share,
    )


def _row(one: Checked, proof: Proof, speech: Speech) -> dict[str, Any]:
    return {
        "id": one.claim.key,
        "place": f"{shown_path(one.claim.path)}:{one.claim.line}",
        "text": one.claim.text,
        "faults": [phrase.said(speech) for phrase in faults_of(one, proof)],
        "rests": [
            {"place": place_of(proof.index.passage(segment)).said(speech), "text": segment.text.strip()}
            for segment in one.support
        ],
        "marks": [
            {
                "text": verdict.mark.text,
                "outcome": verdict.outcome,
                "words": OUTCOME_NAMES[verdict.outcome].said(speech),
                "note": fault_of(verdict, proof).said(speech) if verdict in one.faults else "",
            }
            for verdict in one.verdicts
        ],
    }


def _pages(proof: Proof, speech: Speech) -> Iterator[dict[str, Any]]:
    """Give the gaps, place by place."""

    def passage(gap: Gap) -> int:
        return gap.segment.passage

    for place, gaps in groupby(proof.coverage.gaps, passage):
        own = [
            {
                "kind": GAP_NAMES[gap.kind].said(speech),
                "text": gap.text,
                "reason": gap.reason,
                "inside": gap.segment.text,
            }
            for gap in gaps
        ]
        yield {"place": place_of(proof.index.original.passages[place]).said(speech), "gaps": own}
