"""What the editors declare of a report (`said_otherwise`, `left_out`) → what it explains, and what of it is needless.

Receives the content, a report, the language of the statements that are compared; then each verdict, and the gaps. What
is said otherwise is written in the words of one language and holds for the versions of the statement in all of them.
Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from build_scripts.checks.source.claims import statement_text
from build_scripts.checks.source.coverage import Coverage
from build_scripts.checks.source.index import Segment, SourceIndex
from build_scripts.checks.source.lookup import Outcome, Verdict
from build_scripts.checks.source.marks import Mark, find_marks, fold_title
from build_scripts.content.entries import Content, ReportEntry
from build_scripts.content.proofreading import LeftOut, SaidOtherwise
from build_scripts.ground.problems import Place
from build_scripts.quantities import fit

FAULTS: frozenset[Outcome] = frozenset(["otherwise", "missing"])


class Declared:
    """What the editors declare of a report, and what of it was needed."""

    def __init__(self, content: Content, report: ReportEntry, language: str) -> None:
        """Read the declarations; `language` is that of the statements to compare."""
        self.content, self.report, self.language = content, report, language
        self.said: tuple[SaidOtherwise, ...] = report.facts.said_otherwise if report.facts else ()
        self.left: tuple[LeftOut, ...] = report.facts.left_out if report.facts else ()
        self.used: set[tuple[str, int]] = set()

    def explain(self, key: str, verdict: Verdict) -> Verdict:
        """Give a verdict as explained, if a declaration says why it is so."""
        if verdict.outcome not in FAULTS:
            return verdict
        words = (fold_title(verdict.mark.text), fold_title(verdict.instead))
        for no, said in enumerate(self.said):
            is_meant = said.statement in (None, key)
            if is_meant and (fold_title(said.text) in words or self._is_translated(said, verdict.mark)):
                self.used.add(("said_otherwise", no))
                return replace(verdict, outcome="explained")
        return verdict

    def left_out(self, index: SourceIndex) -> Iterator[tuple[Segment, str]]:
        """Give the segments that are left out, with the reason."""
        for part in self.left:
            yield from ((segment, part.reason) for segment in _segments(part, index))

    def note_gaps(self, coverage: Coverage, index: SourceIndex) -> None:
        """Note which parts that are left out would else be missed."""
        missed = {gap.segment.no for gap in coverage.gaps}
        for no, part in enumerate(self.left):
            if any(segment.no in missed for segment in _segments(part, index)):
                self.used.add(("left_out", no))

    @property
    def needless(self) -> Iterator[Place]:
        """Give the places of declarations that nothing needed; words of another language are not judged."""
        needless = {
            "left_out": [True for _ in self.left],
            "said_otherwise": [not self._is_of_another_language(said) for said in self.said],
        }
        for name, entries in needless.items():
            unused = (no for no, is_judged in enumerate(entries) if is_judged and (name, no) not in self.used)
            yield from (self.report.yaml.place(name, no) for no in unused)

    def _is_translated(self, said: SaidOtherwise, mark: Mark) -> bool:
        """Tell whether a mark is that which another version of the statement writes in the words of a declaration."""
        if said.statement is None:
            return False
        there = [
            other
            for language, text in self._versions(said.statement)
            if language != self.language
            for other in find_marks(text, language, self.content.names)
            if fold_title(other.text) == fold_title(said.text)
        ]
        if mark.quantity is None:
            return any(other.quantity is None for other in there)
        return any(other.quantity and fit(other.quantity, mark.quantity) for other in there)

    def _is_of_another_language(self, said: SaidOtherwise) -> bool:
        words = fold_title(said.text)
        saying = {language for language, text in self._versions(said.statement) if words in fold_title(text)}
        return bool(saying) and self.language not in saying

    def _versions(self, key: str | None) -> Iterator[tuple[str, str]]:
        """Give the texts of a statement, or of all, with their languages."""
        for name, versions in self.report.briefs.items():
            for language, entry in versions.items():
                for item in entry.outline.statements:
                    if key in (None, f"{name}#{item.id}"):
                        yield language, statement_text(item)[0]


def _segments(part: LeftOut, index: SourceIndex) -> Iterator[Segment]:
    """Give the segments that a declaration leaves out."""
    under, words, heading = fold_title(part.under or ""), fold_title(part.text or ""), 0
    for segment in index.segments:
        passage = index.passage(segment)
        if passage.kind == "heading":
            is_below = bool(heading) and passage.level > heading
            heading = passage.level if under and under in fold_title(passage.text) else heading if is_below else 0
        on_page = part.pages is None or passage.page in part.pages
        if on_page and (heading or not under) and words in fold_title(passage.text):
            yield segment
