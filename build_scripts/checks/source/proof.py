"""A report proofread against its original → what was found, what not, what was taken over, what was forgotten.

Receives the content, a report, its original and the language of the statements to compare; gives a `Proof`. Refuses
nothing. What the editors declare in `report.yml` (`left_out`, `said_otherwise`) is taken into account, and what of it
is needless is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from build_scripts.checks.source.carriers import find_carriers
from build_scripts.checks.source.claims import Claim, find_claims
from build_scripts.checks.source.copied import Copied, CopyFinder
from build_scripts.checks.source.coverage import Coverage, find_coverage
from build_scripts.checks.source.declared import FAULTS, Declared
from build_scripts.checks.source.index import Segment, SourceIndex, index_source
from build_scripts.checks.source.known import Known, find_known
from build_scripts.checks.source.lookup import Outcome, Verdict, look_up
from build_scripts.checks.source.quotations import find_quotations, look_up_quotations
from build_scripts.content.entries import Content, ReportEntry
from build_scripts.content.originals import Original
from build_scripts.ground.problems import Place
from build_scripts.quantities import primary


@dataclass(frozen=True)
class Checked:
    """A statement with the segments that it rests on, a verdict on each mark, and what it takes over."""

    claim: Claim
    support: tuple[Segment, ...]
    verdicts: tuple[Verdict, ...]
    copied: tuple[Copied, ...]

    @property
    def faults(self) -> tuple[Verdict, ...]:
        """Give the marks that the original has otherwise or not at all."""
        return tuple(verdict for verdict in self.verdicts if verdict.outcome in FAULTS)


@dataclass(frozen=True)
class Proof:
    """All that came of proofreading a report; `needless` are places of declarations that nothing needs."""

    report: str
    language: str
    index: SourceIndex
    checked: tuple[Checked, ...]
    coverage: Coverage
    needless: tuple[Place, ...]

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """Give how many marks there are of each outcome."""
        counts: dict[Outcome, int] = dict.fromkeys(("found", "explained", "otherwise", "missing"), 0)
        for verdict in (verdict for one in self.checked for verdict in one.verdicts):
            counts[verdict.outcome] += 1
        return counts

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing is left to look at."""
        is_sound = not any(one.faults or one.copied for one in self.checked)
        return is_sound and not self.needless and all(gap.reason for gap in self.coverage.gaps)


def proofread(content: Content, report: ReportEntry, original: Original, language: str) -> Proof:
    """Proofread the statements of a report that are in a language."""
    source = original.language or (report.facts.language if report.facts else language)
    index, known = index_source(original, source, content.names), find_known(content, report)
    claims = {claim.key: claim for claim in find_claims(content, report, language, source)}
    declared = Declared(content, report, language)
    is_same = primary(language) == primary(source)
    copies = CopyFinder(index, _names(report, known)) if is_same else None
    checked = []
    for key, claim in claims.items():
        support = [segment for segment, _ in index.support(claim.tokens)]
        quoted = look_up_quotations(find_quotations(claim.notes), support, index) if is_same else ()
        verdicts = (declared.explain(key, verdict) for verdict in [*look_up(claim, support, index, known), *quoted])
        copied = tuple(copies.find(claim.text)) if copies else ()
        checked.append(Checked(claim, tuple(support), tuple(verdicts), copied))
    own = claims if source == language else {c.key: c for c in find_claims(content, report, source, source)} or claims
    resting = {key: (claim, index.support(claim.tokens)) for key, claim in own.items()}
    carriers = list(find_carriers(content, report, source if own is not claims else language, resting))
    left_out = {segment.no: reason for segment, reason in declared.left_out(index)}
    coverage = find_coverage(index, carriers, known, left_out)
    declared.note_gaps(coverage, index)
    return Proof(report.id, language, index, tuple(checked), coverage, tuple(declared.needless))


def _names(report: ReportEntry, known: Known) -> Iterator[str]:
    """Give titles and terms as they are written, which may be taken over."""
    yield from known.written
    for reference in report.references.values():
        yield from reference.label.values()
