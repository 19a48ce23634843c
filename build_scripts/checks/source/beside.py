"""The page of a brief → beside each of its statements, what of the original it most likely rests on; for a preview.

Receives the content folder, the originals by report, and paths of pages; gives plain values. It reads the content each
time, as the editors change it, and keeps and writes nothing. Refuses nothing: of other pages there is nothing to show.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from build_scripts.checks.source.claims import find_claims
from build_scripts.checks.source.index import index_source
from build_scripts.checks.source.words import place_of
from build_scripts.content.entries import Content, ReportEntry
from build_scripts.content.load import load_content
from build_scripts.content.originals import Original
from build_scripts.ground.messages import LANGUAGES, load_speech

_BRIEF = re.compile(r"/(?P<language>[\w-]+)/reports/(?P<report>[\w-]+)/(?P<brief>[\w-]+)/(?:index\.html)?")


@dataclass(frozen=True)
class Originals:
    """The originals that an editor has given for a preview, by report."""

    content: Path
    by_report: Mapping[str, Original]

    def beside(self, path: str) -> dict[str, list[str]]:
        """Give where each statement of a page rests, and the words there, by the anchor of the statement."""
        page = _BRIEF.fullmatch(path)
        original = self.by_report.get(page["report"]) if page else None
        if page is None or original is None:
            return {}
        content, _ = load_content(self.content)
        report = content.reports_by_id.get(page["report"])
        return _beside(content, report, original, page["language"], page["brief"]) if report else {}


def _beside(
    content: Content, report: ReportEntry, original: Original, language: str, brief: str
) -> dict[str, list[str]]:
    source = original.language or (report.facts.language if report.facts else language)
    index, speech = (
        index_source(original, source, content.names),
        load_speech(language if language in LANGUAGES else "en"),
    )
    found = {}
    for claim in find_claims(content, report, language, source):
        support = index.support(claim.tokens) if claim.brief == brief else []
        if support:
            segment = support[0][0]
            found[claim.id] = [place_of(index.passage(segment)).said(speech), segment.text.strip()]
    return found
