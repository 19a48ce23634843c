"""A new report made from its original: chapters as briefs, passages as places for statements, all to be confirmed.

Receives a content folder, an id and an original; returns the files to write, by path, in the source language. Of the
original nothing stands in them but title, headings, publisher, date and numbers, and each passage in a comment below
its statement, which no page shows and `check` asks to remove. Refuses, with `ScaffoldError`, what `scaffold` refuses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from build_scripts.content.entries import Content
from build_scripts.content.interface import Interface
from build_scripts.content.originals import Original
from build_scripts.content.originals.proposals import Chapter, FigureProposal, Place, propose
from build_scripts.content.originals.signals import shows
from build_scripts.content.scaffold import interface_text, new_report_folder, render

MARK = "<!-- original"  # what such a comment begins with; a space and the page follow


@dataclass(frozen=True, slots=True)
class _Group:
    """The places of a brief whose statements are of one kind, and the heading of these."""

    kind: str
    heading: str
    places: Sequence[Place]


@dataclass(frozen=True, slots=True)
class _Figure:
    """A proposed figure with an id, its statement, and the indicator and place whose labels stand in the passage."""

    id: str
    statement: str
    indicator: str
    geography: str
    proposal: FigureProposal


def new_report_from(
    content: Content, interface: Interface, templates: Path, name: str, original: Original
) -> dict[Path, str]:
    """Give `report.yml`, the index page and the briefs of a new report, as its original has them."""
    folder, source = new_report_folder(content, name), content.source
    labels = {key: tuple(sector.label.values()) for key, sector in content.tables.sectors.entries.items()}
    proposal = propose(original, labels, content.names)
    context = {
        "name": name,
        "source": source,
        "language": proposal.language or source,
        "pages": original.pages,
        "proposal": proposal,
        "figures": [figure for chapter in proposal.chapters for figure in _figures(content, chapter)],
    }
    files = {
        folder / "report.yml": render(interface, templates, "report_from.yml", context),
        folder / f"index.{source}.md": render(interface, templates, "index_from.md", context),
    }
    for chapter in proposal.chapters:
        own = {"chapter": chapter, "groups": _groups(content, chapter, proposal.language), "sectors": list(labels)}
        files[folder / f"{chapter.id}.{source}.md"] = render(
            interface, templates, "brief_from.md", {**own, "comment": comment}
        )
    return files


def comment(place: Place) -> str:
    """Give a passage as a comment of Markdown, which it cannot end.

    >>> from build_scripts.content.originals import Passage
    >>> comment(Place(Passage("It says --> so.", 3, 7, "text"), "number", "p3-1"))
    '<!-- original page=3: It says - -> so. -->'
    """
    page = f" page={place.passage.page}" if place.passage.page else ""
    words = re.sub("-(?=-)", "- ", place.passage.text).rstrip("-")
    return f"{MARK}{page}: {words} -->"


def _groups(content: Content, chapter: Chapter, language: str) -> list[_Group]:
    """Give the places of a chapter by kind, as the content names its kinds; without any, one kind without places."""
    kinds = content.kinds.statements if content.kinds else {}
    first = next(iter(kinds), "")
    recommending = next((name for name, kind in kinds.items() if kind.recommends), first)
    finding = next((name for name, kind in kinds.items() if not kind.recommends), first)
    aims = (
        name for name, kind in kinds.items() if any(shows("target", text, code) for code, text in kind.label.items())
    )
    by_use = {"number": finding, "target": next(aims, finding), "recommendation": recommending}
    groups = []
    for kind in dict.fromkeys(by_use.values()):
        own = [place for place in chapter.places if by_use[place.use] == kind]
        if own or (kind == finding and not chapter.places):
            label = interface_text(kinds[kind].label, content.source) if kind in kinds else ""
            groups.append(_Group(kind, label, own))
    return groups


def _figures(content: Content, chapter: Chapter) -> list[_Figure]:
    found = []
    tables = content.tables
    for place in chapter.places:
        text = place.passage.text.lower()
        places = _named(text, {key: tuple(one.label.values()) for key, one in tables.places.entries.items()})
        for no, figure in enumerate(place.figures, 1):
            same = {key: one for key, one in tables.indicators.entries.items() if one.unit == figure.unit}
            indicators = _named(text, {key: tuple(one.label.values()) for key, one in same.items()})
            id_ = f"{chapter.id}-{place.id}" + (f"-{no}" if len(place.figures) > 1 else "")
            found.append(_Figure(id_, f"{chapter.id}#{place.id}", indicators, places, figure))
    counts = Counter(figure.id for figure in found)
    return [figure for figure in found if counts[figure.id] == 1]


def _named(text: str, labels: Mapping[str, Sequence[str]]) -> str:
    """Give the one entry whose label stands in a text, else what marks an open field."""
    found = [key for key, own in labels.items() if any(label.lower() in text for label in own)]
    return found[0] if len(found) == 1 else "…"
